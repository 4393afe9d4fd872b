"""`formation`: the modules with her progress, and the lessons of one module. Staff see the same library without
progress, with results and drafts."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Literal

from backend.domain.french.spelling import fold
from backend.domain.messaging.message import Choice, Message, Raw, Tr, Value, tr, trn
from backend.domain.messaging.texts import lines
from backend.domain.training.learning import FinalLine, LessonLine, ModuleLine, called, module_called, to_go_on
from backend.records import Record
from bot.flows.engine.answers import PICK
from bot.flows.engine.kit import (
    Event,
    Open,
    Picked,
    Resumed,
    Say,
    SecondThought,
    Started,
    Step,
    Typed,
    end,
    leave,
    misread,
    stay,
)
from bot.flows.engine.registry import Flow
from bot.flows.training import going_on, taking_again
from bot.flows.training.final_views import sources
from bot.flows.training.lesson_views import GONE, opens_when, reopens, right_of, take_final
from bot.flows.work.offers.views import MAX_OFFERS, in_francs

REVISE = Choice("revise", "🔁 Réviser")
BACK = Choice("back", "📚 Tous les modules", aside=True)
MENU = Choice("/menu", "Menu", aside=True)
CERTIFICATES = Choice("/certificat", "🏅 Mes badges", aside=True)
UNKNOWN = tr("Je ne trouve pas ce module.")
MODULE, LESSON = "module:", "lesson:"
EXCERPT_LENGTH = 300
"""The most characters of a module's description."""


class Facts(Record):
    """`due`: questions to revise today, at most those of one session. `looks`: staff look at lessons; nothing counts.
    `zone`: the person's time zone."""

    now: datetime
    zone: str = "UTC"
    modules: tuple[ModuleLine, ...] = ()
    due: int = 0
    looks: bool = False


class State(Record):
    at: Literal["modules", "module"] = "modules"
    module: str = ""


def prompt(state: State, facts: Facts) -> Message:
    """Show all modules, or the lessons of one."""
    module = next((m for m in facts.modules if m.ref == state.module), None)
    if not facts.modules:
        return tr("Aucune leçon n'est ouverte pour le moment. Reviens bientôt !").with_choices(MENU)
    if state.at == "module" and module is not None:
        return _module(module, facts)
    return _modules(facts)


def step(state: State, event: Event, facts: Facts) -> Step[State]:
    """Take a module, a lesson or a revision."""
    match event:
        case _ if not facts.modules:
            return leave(Say(prompt(state, facts)))
        case Started(module) if any(each.ref == module for each in facts.modules):
            return stay(State("module", module))
        case Started(module) if module:
            return stay(state, Say(UNKNOWN))
        case Started() | Resumed():
            return stay(state)
        case Picked(BACK.id):
            return stay(State())
        case Picked(REVISE.id):
            return end(Open("revision"))
        case Picked(choice) if choice.startswith(MODULE):
            module = choice.removeprefix(MODULE)
            there = any(each.ref == module for each in facts.modules)
            return stay(State("module", module)) if there else stay(State(), Say(UNKNOWN))
        case Picked(choice) if choice.startswith(LESSON):
            return _into(choice.removeprefix(LESSON), facts)
        case Typed(text) if going_on.begins(text) and (ahead := _ahead(state, text, facts)) is not None:
            return ahead
        case Typed(text):
            return _test_again(state, text, facts) or _called(state, text, facts) or _unknown(state, text)
        case _:
            return stay(state)


def _test_again(state: State, text: str, facts: Facts) -> Step[State] | None:
    found = None if facts.looks else taking_again.meant(text, facts.modules, state.module)
    if found is None:
        return None
    module, now = found
    if now:
        return end(Open("final", module.id))
    said = tr("⏳ Test final de « {module} » :", module=Raw(module.title)) + reopens(module, facts.now, facts.zone)
    return stay(State("module", module.ref), Say(said))


_NAMES = re.compile(
    r"(?:je (?:veux|choisis|prends) )?(?:(?:le |la |les |l )?(?:module|lecon|cours) )?(.+?)(?: svp| stp)?"
)


def _called(state: State, text: str, facts: Facts) -> Step[State] | None:
    """Open the lesson or the module whose title is written without its number, or in part: « smartphone »; or the
    lesson of this number."""
    if (said := _NAMES.fullmatch(fold(text))) is None:
        return None
    shown = next((each for each in facts.modules if each.ref == state.module), None) if state.at == "module" else None
    numbered = None if shown is None else next((line for line in shown.lessons if said[1] == str(line.number)), None)
    if shown is not None and numbered is not None:
        return _into(_name(shown, numbered), facts)  # the next one is behind « Continuer », which has no number
    if shown is not None and (place := called(said[1], [(line.title,) for line in shown.lessons])) is not None:
        return _into(_name(shown, shown.lessons[place]), facts)
    module = module_called(said[1], facts.modules)
    return None if module is None else stay(State("module", module.ref))


def _unknown(state: State, text: str) -> Step[State]:
    names = fold(text).startswith(("formation ", "module "))
    return misread(state, Say(UNKNOWN if names else PICK))


def _ahead(state: State, text: str, facts: Facts) -> Step[State] | None:
    """Where the button that leads on leads; None if there is none. A mere ok leads to no test."""
    if facts.looks:
        return None
    if state.at == "modules":
        module, following = to_go_on(facts.modules) or (None, None)
    else:
        module = next((each for each in facts.modules if each.ref == state.module and not each.missing), None)
        following = None if module is None else module.next
    if module is None or following is None:
        return None
    if isinstance(following, LessonLine):
        return _into(str(following.id), facts)
    return end(Open("final", module.id)) if going_on.leads_on(text) else None


def _into(choice: str, facts: Facts) -> Step[State]:
    every = ((m, line) for m in facts.modules for line in m.lessons)
    module, lesson = next(((m, line.id) for m, line in every if _name(m, line) == choice), (None, 0))
    if module is None:
        return stay(State(), Say(GONE))
    if module.version:
        return end(Open("lesson", {"lesson": lesson, "draft": module.ref}))
    if facts.looks:
        return end(Open("lesson", {"lesson": lesson, "preview": True}))
    if module.missing:
        return stay(State("module", module.id), Say(_first(module)))
    return end(Open("lesson", {"lesson": lesson}))


def _name(module: ModuleLine, lesson: LessonLine) -> str:
    """The id of a lesson in its button."""
    return f"{module.ref}/{lesson.id}" if module.version else str(lesson.id)


# --- all modules ------------------------------------------------------------------------------------


def _modules(facts: Facts) -> Message:
    head = tr("*Les modules*") if facts.looks else tr("*Ta formation*")
    every = [_line(module, facts) for module in facts.modules]
    if not facts.looks and any(module.opens and not module.passed for module in facts.modules):
        every.append(Tr("_💼 : travail payé_"))
    message = head + Message((lines(*every),), short=())
    choices: list[Choice] = []
    if not facts.looks:
        found = to_go_on(facts.modules)
        if found is not None:
            module, following = found
            message += next_step(module, following)
            choices.append(_on(module, following, begun=any(m.begun for m in facts.modules)))
        elif all(module.passed for module in facts.modules):
            message += tr("🎓 Tu as réussi tous les modules. Bravo !")
        if facts.due:
            message += trn(
                "🔁 {n} question à revoir : une minute.", "🔁 {n} questions à revoir : deux minutes.", facts.due
            )
            choices.append(REVISE)
    choices += (Choice(f"{MODULE}{module.ref}", _titled(module)) for module in facts.modules)
    if not facts.looks and any(module.passed for module in facts.modules) and len(choices) < MAX_OFFERS:
        choices.append(CERTIFICATES)
    return message.with_choices(*choices)


def next_step(module: ModuleLine, following: LessonLine | FinalLine) -> Message:
    """The next lesson or test in one line."""
    title = Raw(module.title)
    if isinstance(following, FinalLine):
        return tr("Ensuite : le *test final* ({module}).", module=title)
    return tr("Prochaine leçon : *{lesson}* ({module}).", lesson=Raw(following.title), module=title)


def _on(module: ModuleLine, following: LessonLine | FinalLine, *, begun: bool) -> Choice:
    """The button to the next lesson or test."""
    if isinstance(following, FinalLine):
        return take_final(module)
    return Choice(f"{LESSON}{following.id}", Tr("▶️ Continuer") if begun else Tr("▶️ Commencer"), says="yes")


def _line(module: ModuleLine, facts: Facts) -> Tr:
    total = len(module.lessons)
    title = Raw(module.title)
    if module.version:
        draft = Tr("📝 *{title}* (brouillon, version {version})", {"title": title, "version": module.version})
        return Tr("{draft} : {n} leçon", {"draft": draft, "n": total}, "{draft} : {n} leçons", total)
    if facts.looks:
        return Tr("• *{title}* : {n} leçon", {"title": title, "n": total}, "• *{title}* : {n} leçons", total)
    if module.passed:
        line = Tr("✅ *{title}* : {score} %", {"title": title, "score": module.percent})
    elif module.ready and module.final is not None and module.final.opens_at is not None:
        when = opens_when(module.final.opens_at, facts.now, facts.zone)
        line = Tr("⏳ *{title}* : test final {when}", {"title": title, "when": when})
    elif module.ready:
        line = Tr("🎓 *{title}* : il reste le test final", {"title": title})
    elif module.begun:
        values: dict[str, Value] = {"title": title, "done": module.done, "total": total}
        line = Tr("▶️ *{title}* : {done} sur {total}", values)
    elif module.missing:
        line = Tr("🔒 *{title}* : après {first}", {"title": title, "first": Raw(module.missing[0])})
    else:
        line = Tr("▫️ *{title}* : {n} leçon", {"title": title, "n": total}, "▫️ *{title}* : {n} leçons", total)
    return Tr("{line} 💼", {"line": line}) if module.opens and not module.passed else line


# --- one module -------------------------------------------------------------------------------------


def _module(module: ModuleLine, facts: Facts) -> Message:
    looks = facts.looks
    message = tr("*{title}*", title=Raw(module.title))
    if module.version:
        message += tr("📝 Brouillon, version {n} : seules les admins le voient.", n=module.version)
    if module.about and (looks or not module.begun):
        message += Message((Raw(module.about[:EXCERPT_LENGTH]),))
    if module.minutes and (looks or not module.begun):
        message += tr("⏱ Environ {n} minutes en tout, à ton rythme.", n=module.minutes)
    if module.lessons:
        message += Message((lines(*(_lesson(line, module.pass_mark, looks=looks) for line in module.lessons)),))
    if not looks:
        message += _standing(module, facts)
    for opening in module.opens:
        message += tr(
            "💼 Ce module t'ouvrira : *{title}*, {pay} par tâche.", title=Raw(opening.title), pay=in_francs(opening.pay)
        )
    choices: list[Choice] = []
    if not looks and not module.missing and module.next is not None:
        choices.append(_on(module, module.next, begun=module.begun))
    # the lesson that is next has its button already
    ahead = {choice.id for choice in choices}
    every = (
        Choice(f"{LESSON}{_name(module, line)}", Tr("{n}. {title}", {"n": line.number, "title": Raw(line.title)}))
        for line in module.lessons
    )
    choices += (choice for choice in every if choice.id not in ahead)
    if module.passed and not looks:
        choices.append(Choice(f"/certificat {module.id}", "🎓 Mon certificat", aside=True))
    if module.sources and (looks or module.passed):
        choices.append(sources(module))
    if looks:
        choices.append(Choice(f"/formation final {module.ref}", "👀 Le test final", aside=True))
    if looks and not module.version:
        choices.append(Choice(f"/statmodule {module.id}", "📊 Les résultats", aside=True))
    return message.with_choices(*choices, BACK)


def _titled(module: ModuleLine) -> Tr | Raw:
    """The label of the module's button."""
    title = Raw(module.title)
    return Tr("📝 Brouillon : {title}", {"title": title}) if module.version else title


def _lesson(line: LessonLine, pass_mark: int, *, looks: bool) -> Tr:
    values: dict[str, Value] = {"n": line.number, "title": Raw(line.title)}
    if looks:
        return Tr("{n}. {title}", values)
    if line.finished and line.score is not None:
        values["score"] = int(line.score * 100)
        if line.score * 100 < pass_mark:
            return Tr("🔸 {n}. {title} ({score} %)", values)
        return Tr("✅ {n}. {title} ({score} %)", values)
    if line.begun:
        return Tr("▶️ {n}. {title}", values)
    return Tr("▫️ {n}. {title}", values)


def _standing(module: ModuleLine, facts: Facts) -> Message:
    if module.passed:
        return tr("🏅 Module réussi avec {score} %.", score=module.percent)
    if module.missing:
        return _first(module)
    final = module.final
    if final is None:
        return Message()
    if final.done is not None:
        return trn(
            "🎓 Test final : {n} réponse donnée sur {ask}.",
            "🎓 Test final : {n} réponses données sur {ask}.",
            final.done,
            ask=final.ask,
        )
    rule = tr(
        "🎓 Pour le réussir : les leçons, puis le *test final* : {right} sur {ask}.",
        right=right_of(module),
        ask=final.ask,
    )
    if module.percent:
        rule += tr("Ton meilleur essai : {score} %.", score=module.percent)
    return rule + reopens(module, facts.now, facts.zone) if final.opens_at is not None else rule


def _first(module: ModuleLine) -> Message:
    names = ", ".join(f"« {title} »" for title in module.missing)
    return tr("🔒 Réussis d'abord : {modules}.", modules=Raw(names))


def rethink(was: State, thought: SecondThought, facts: Facts) -> Step[State] | None:
    """Take another module or lesson than the one just opened."""
    return step(was, Picked(thought.choice), facts)


FLOW = Flow("training", 1, State, prompt, step, rethink=rethink, refused_by_no=True, serves="learners")
