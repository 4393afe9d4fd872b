"""Words of learning: `formation`, `test final`, `progres`, `revision`, `continuer`, `sources`."""

from __future__ import annotations

import re

from backend.domain.french.spelling import fold
from backend.domain.messaging.message import Choice, Message, Raw, Tr, tr
from backend.domain.messaging.texts import lines
from backend.domain.people.permissions import may
from backend.domain.training.learning import FinalLine, ModuleLine, module_called, to_go_on
from backend.domain.training.progress import Progress
from backend.domain.training.versions import version_of
from backend.services.training import finals, previews
from backend.services.training import learning as service
from backend.services.training import progress as progress_service
from bot.flows.engine.kit import Picked, Typed
from bot.flows.training import final_views
from bot.flows.training.dialogue import next_step
from bot.flows.training.lesson_views import GO_ON, REMIND, REVISE, TRAINING
from bot.handlers.engine import flow_engine, screens
from bot.handlers.engine.turn import Turn
from bot.handlers.people.pauses import rested
from bot.handlers.work import commands as work_commands

FORMATION = "/formation "
TO_FINAL = f"{FORMATION}final "
"""With what the button to a module's test begins."""


async def formation(turn: Turn, rest: str = "") -> None:
    """`formation`: her modules. After it: `suite` (the next lesson or test), `suite NAME` (that of this module, if
    there is one), a number (that lesson), a module's name (that module), `final NAME` (its final test), `sources NAME`
    (what it was checked against)."""
    await rested(turn)
    looks = not may(turn.person, "learn")
    if rest.isascii() and rest.isdigit():
        await flow_engine.open_flow(turn, "lesson", {"lesson": int(rest[:9]), "preview": looks})
        return
    what, _, module = rest.partition(" ")
    if what == "final" and module:
        await flow_engine.open_flow(turn, "final", {"module": module, "preview": looks})
        return
    if what == "sources" and (of := await _module(turn, module)) is not None:
        said = tr("*{module}*", module=Raw(of.title)) + final_views.checked(of)
        await turn.say(said.with_choices(Choice(f"/formation {of.ref}", "📖 Le module"), TRAINING, columns=2))
        return
    if what == "suite" and not looks:
        modules = await service.overview(turn.uow, turn.person, turn.now)
        found = to_go_on([each for each in modules if each.id == module]) or to_go_on(modules)
        if found is not None:
            to_final = isinstance(found[1], FinalLine)
            argument = {"module": found[0].id} if isinstance(found[1], FinalLine) else {"lesson": found[1].id}
            await flow_engine.open_flow(turn, "final" if to_final else "lesson", argument)
            return
    await flow_engine.open_flow(turn, "training", "" if what == "suite" else rest)


async def _module(turn: Turn, ref: str) -> ModuleLine | None:
    if version_of(ref):
        return next((m for m in await previews.drafts(turn.uow, turn.person) if m.ref == ref), None)
    return await finals.line(turn.uow, turn.person, ref, turn.now)


_NAMING = re.compile(
    r"(?:(?:je (?:veux|voudrais)(?: (?:faire|commencer|suivre|apprendre|reprendre|voir))?|montre[sz]? moi|ouvre"
    r"|donne[sz]? moi) )?(?:(?:la |le |un |une |mon |ma )?"
    r"(?:formations?|modules?|cours)|(?P<test>(?:(?:re)?fai(?:re|s)|(?:re)?pass(?:er|e)|recommence[rz]?) (?:le |mon )?"
    r"test(?: final)?)|(?P<certificate>(?:le |la |mon |un )?(?:certificat|badge|diplome)s?))"
    r"(?: (?:de|du|d|des|sur|pour|le|la|l|les|mon|ma|mes|son|formation|module))* (?P<name>.+?)(?: svp| stp)?"
)


_WHEN_AGAIN = re.compile(
    r"(?=.*\b(?:repass\w*|(?:refai\w*|recommenc\w*|retent\w*) (?:le |mon |ce )?test)\b)"
    r"(?=.*\b(?:quand|quelle heure|test)\b)"
    r"(?=.*\b(?:quand|quelle heure|maintenant|aujourd hui|demain|encore|tout de suite)\b).{1,60}"
)
"""« Je peux repasser quand »; « je repasse demain » may only mean that she comes back."""


WHEN = "quand"
"""What follows « test final » where she asks when: that begins no test."""


async def named(turn: Turn, text: str) -> tuple[str, str] | None:
    """The word of the chat for a module that a text names, and what follows it: « formation argent », « donne-moi le
    certificat argent », « je veux refaire le test smartphone »; or that for her test, if it asks when she can take it
    again. None if it names none."""
    found = _NAMING.fullmatch(fold(text))
    person = turn.person
    learns = may(person, "learn") and person.joined_at is not None
    if learns and _WHEN_AGAIN.fullmatch(fold(text)) is not None:
        return "test final", WHEN
    if found is None or not (learns or may(person, "see the training")):
        return None
    module = module_called(found["name"], await service.overview(turn.uow, person, turn.now))
    if module is None:
        return None
    if found["test"]:
        return "formation", f"final {module.ref}"
    return ("certificat", module.id) if found["certificate"] and learns else ("formation", module.ref)


async def titled(turn: Turn, text: str) -> tuple[str, str] | None:
    """The word of the chat for the module whose whole title a text is, and what follows it: « les micro-tâches ». None
    if it is none, or of a single word."""
    said = fold(text)
    if " " not in said or turn.person.joined_at is None or not may(turn.person, "learn"):
        return None
    modules = await service.overview(turn.uow, turn.person, turn.now)
    return next((("formation", each.ref) for each in modules if fold(each.title) == said), None)


async def go_on(turn: Turn, _rest: str = "") -> None:
    """`continuer`: the next screen or the question of the open lesson or test; otherwise work, or the next lesson."""
    stack = turn.conversation.stack
    if stack and stack[-1][0] == "final":
        await flow_engine.show_again(turn, Message())
    elif stack and stack[-1][0] == "lesson":
        if stack[-1][2].get("at") == "question" or not turn.shown_here:  # a screen that this phone has not shown
            await flow_engine.show_again(turn, Message())
        else:
            await flow_engine.handle(turn, Typed("suite"))
    elif turn.person.role == "hiteuse":
        await work_commands.work(turn)
    else:
        await formation(turn, "suite")


async def take_test(turn: Turn, rest: str = "") -> None:
    """`test final`: begin the test that is shown; else the one whose button is, the one under way, that of the module
    whose lesson is open, the next that is ready, or that of the module she has begun, which says when it opens."""
    stack = turn.conversation.stack
    if stack and stack[-1][0] == "final":
        if stack[-1][2].get("at") == "intro" and rest != WHEN:
            await flow_engine.handle(turn, Picked(final_views.BEGIN.id))
        else:
            await flow_engine.show_again(turn, Message())
        return
    if await _takes_offered(turn):
        return
    hers = [m for m in await service.overview(turn.uow, turn.person, turn.now) if m.begun and not m.passed]
    if hers and may(turn.person, "learn"):
        open_ = stack[-1][2].get("lesson", 0) if stack and stack[-1][0] == "lesson" else 0
        next_ = min(
            hers, key=lambda m: (not m.in_test, not _holds(m, open_), not isinstance(m.next, FinalLine), not m.ready)
        )
        await flow_engine.open_flow(turn, "final", {"module": next_.id})
    else:
        await formation(turn)


async def _takes_offered(turn: Turn) -> bool:
    """Open the only test to which a button of the chat's last message leads. Return False if there is none."""
    offered = {each.id for each in await screens.offered(turn) if each.id.startswith(TO_FINAL)}
    if len(offered) != 1:
        return False
    await formation(turn, offered.pop().removeprefix(FORMATION))
    return True


def _holds(module: ModuleLine, lesson_id: int) -> bool:
    return any(lesson.id == lesson_id for lesson in module.lessons)


def goes_on(turn: Turn) -> Choice | None:
    """The button back to a lesson that waits; None if none does."""
    waits = any(frame[0] == "lesson" for frame in turn.conversation.stack)
    return Choice("/continuer", "▶️ Ma leçon") if waits else None


async def sources(turn: Turn, _rest: str = "") -> None:
    """`sources`: what the passed modules were checked against. A single one is shown at once."""
    found = [module for module in await service.overview(turn.uow, turn.person, turn.now) if module.sources]
    looks = not may(turn.person, "learn")
    found = [module for module in found if looks or module.passed]
    if len(found) == 1:
        await formation(turn, f"sources {found[0].ref}")
    elif found:
        choices = (Choice(f"/formation sources {module.ref}", Raw(module.title)) for module in found)
        await turn.say(tr("Les sources de quel module ?").with_choices(*choices, TRAINING))
    else:
        await turn.say(tr("Les sources d'un module s'affichent quand tu l'as réussi.").with_choices(TRAINING))


async def revision(turn: Turn, _rest: str = "") -> None:
    """`revision`: open a revision of the questions that are due."""
    await rested(turn)
    await flow_engine.open_flow(turn, "revision")


async def progress(turn: Turn, _rest: str = "") -> None:
    """`progres`: show her progress. The open question stays as it is."""
    found = await progress_service.of(turn.uow, turn.person, turn.now)
    choices = [GO_ON] if to_go_on(found.modules) is not None else []
    if found.due:
        choices.append(REVISE)
    choices.append(TRAINING)
    if found.may_ask and found.days:
        choices.append(REMIND)
    await turn.say(progress_message(found).with_choices(*choices, columns=2))


def progress_message(found: Progress) -> Message:
    """Progress as lines; days that were missed are not mentioned."""
    passed = sum(module.passed for module in found.modules)
    lessons = sum(module.done for module in found.modules)
    facts = [
        Tr(
            "🏅 {n} module réussi sur {total}",
            {"n": passed, "total": len(found.modules)},
            "🏅 {n} modules réussis sur {total}",
            passed,
        ),
        Tr("📖 {n} leçon terminée", {"n": lessons}, "📖 {n} leçons terminées", lessons),
    ]
    if found.known:
        facts.append(
            Tr("🧠 {n} question bien retenue", {"n": found.known}, "🧠 {n} questions bien retenues", found.known)
        )
    if found.days:
        facts.append(Tr("📅 {n} jour d'apprentissage", {"n": found.days}, "📅 {n} jours d'apprentissage", found.days))
    if found.streak > 1:
        facts.append(
            Tr("🌱 {n} jour de suite", {"n": found.streak}, "🌱 {n} jours de suite : joli rythme", found.streak)
        )
    if found.due:
        facts.append(Tr("🔁 {n} question à revoir", {"n": found.due}, "🔁 {n} questions à revoir", found.due))
    message = tr("*Tes progrès*") + Message((lines(*facts),))
    next_ = to_go_on(found.modules)
    if next_ is not None:
        message += next_step(*next_)
    return message
