"""The messages of a lesson: screens, questions, and its end. `lesson` decides what comes next."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from backend.domain import days
from backend.domain.messaging.message import Attachment, Choice, Markdown, Message, Raw, Tr, tr, trn
from backend.domain.training.learning import FinalLine, LessonFinished, ModuleLine
from backend.domain.training.modules import MOST_ON_A_SCREEN, Lesson, Screen
from backend.domain.training.questions import Question
from backend.records import Record, field, replace
from bot.flows.training import questions
from bot.flows.training.questions import Asked, Draft

NEXT = Choice(
    "next",
    "Suite",
    also=(
        *("suivant", "la suite", "ensuite", "après", "continue", "continuer", "page suivante", "j'ai lu", "c'est lu"),
        *("passe", "passer"),
    ),
)
QUESTIONS = Choice("next", "❓ Les questions")
BACK = Choice("back", "⬅️ Écran d'avant", aside=True, also=("avant", "précédent", "page d'avant", "page précédente"))
PICTURE = Choice("picture", "🖼 Voir l'image", aside=True)

TRAINING = Choice("/formation", "📚 Mes modules")
GO_ON = Choice("/formation suite", "▶️ Continuer")
REVISE = Choice("/revision", "🔁 Réviser")
WORK = Choice("/travail", "💼 Travailler")
REMIND = Choice("/rappels", "⏰ Choisir mes rappels")

GONE = tr("Cette leçon n'est plus là. Voici les autres :")
PLACE_KEPT = tr("D'accord. Ta place est gardée : écris « continuer » quand tu veux.").with_choices(
    Choice("/continuer", "▶️ Continuer"), Choice("/menu", "Menu"), columns=2
)
MARKED = tr("Ta première réponse compte : elle est déjà corrigée. Cette question reviendra dans tes révisions.")
PREVIEWED = tr("👀 Fin de l'aperçu : rien n'a été compté.").with_choices(Choice("/formation", "📚 Les leçons"))


class Facts(Record):
    """`lesson`: its screens, without its questions. `question`: the open one. `module`: the module's title.
    `lessons`: how many lessons the module has. `saver`: data saving is on. `ticks`: as in `questions.Asked`.
    `zone`: the person's time zone. `live_at`: as for `questions.is_renewed`."""

    now: datetime
    lesson: Lesson | None = None
    module: str = ""
    lessons: int = 1
    question: Question | None = None
    saver: bool = False
    ticks: bool = True
    zone: str = "UTC"
    live_at: datetime | None = None


class State(Record):
    """`asked`: the ids of the run's questions; `again`: those answered wrong. `done` of both together are answered,
    `right` of them at the first try. `pictured`: the screen's picture is wanted. `since`: when the present step was
    shown (ISO). `ref`: the draft that is looked at, "" for the published version."""

    at: Literal["screen", "question"] = "screen"
    lesson: int = 0
    screen: int = 0
    pictured: bool = False
    asked: tuple[int, ...] = ()
    again: tuple[int, ...] = ()
    done: int = 0
    right: int = 0
    seed: int = 0
    draft: Draft = field(default_factory=Draft)
    since: str = ""
    preview: bool = False
    ref: str = ""

    @property
    def question(self) -> int:
        """The id of the open question; 0 if all are answered."""
        left = (*self.asked, *self.again)[self.done :]
        return left[0] if left and self.at == "question" else 0


def asked(state: State, question: Question, ticks: bool) -> Asked:
    """The question with its order of options. A repeated question has another
    order, so that the place tells nothing."""
    seed = state.seed + (state.done >= len(state.asked))
    return Asked(question, seed, ticks)


def prompt(state: State, facts: Facts) -> Message:
    """Show the screen, or ask the open question."""
    if facts.lesson is None:
        return refused(())
    if state.at == "question" and facts.question is not None:
        return _question_head(state) + questions.prompt(asked(state, facts.question, facts.ticks), state.draft)
    screens = facts.lesson.screens or (Screen(""),)
    number = min(state.screen, len(screens) - 1)  # a new version may have fewer screens, or none
    return _screen(screens[number], number, state, facts)


def _question_head(state: State) -> Message:
    first = len(state.asked)
    if state.done < first:
        return tr("*Question {n} sur {total}*", n=state.done + 1, total=first)
    return tr("*On revoit ensemble* ({n} sur {total})", n=state.done - first + 1, total=len(state.again))


def _screen(screen: Screen, number: int, state: State, facts: Facts) -> Message:
    assert facts.lesson is not None
    total = len(facts.lesson.screens) or 1
    on = _onward(number, total)
    asides = (BACK,) if number else ()
    picture = screen.picture
    if picture is not None and state.pictured:
        alt = (Raw(picture.alt),) if picture.alt else ()
        shown = Message(alt, attachment=Attachment("image", picture.media), short=())
        return replace(shown, choices=(on, *asides))
    title = tr("*{title}*", title=Raw(facts.lesson.title)) if number == 0 else Message()
    message = title + tr("_{n} sur {total}_", n=number + 1, total=total) + Message((Markdown(screen.text),), short=())
    if picture is None:
        return replace(message, choices=(on, *asides))
    if not facts.saver:
        return replace(message, choices=(on, *asides), attachment=Attachment("image", picture.media))
    size = max(1, round(picture.size / 1000))
    described = tr("🖼 _{picture}_ ({size} ko)", picture=Raw(picture.alt), size=size)
    return replace(message + described.once(), choices=(on, PICTURE, *asides))


def _onward(number: int, total: int) -> Choice:
    """The button that leads on from a screen (`number` from 0): to the next, or to the questions."""
    return QUESTIONS if number + 1 >= total else NEXT


def read_on(number: int, total: int) -> Message:
    """What to do on a screen, named as its button is."""
    return tr("Touche « {button} » quand tu as lu.", button=_onward(number, total).part)


WITH_PLACE = 65
"""Signs that a screen has besides its text where it is come back to, and the title is named."""


def where(state: State, facts: Facts) -> Message:
    """The place in the lesson, in one line; above a long screen, whose number stands on it, only that she is back."""
    if facts.lesson is None:
        return Message()
    title = Raw(facts.lesson.title)
    if state.at == "screen":
        total = len(facts.lesson.screens) or 1
        n = min(state.screen + 1, total)
        room = MOST_ON_A_SCREEN - sum(len(screen.text) for screen in facts.lesson.screens[n - 1 : n])
        named = 2 if n == 1 else 1  # the first screen has the title too
        if room < named * len(facts.lesson.title) + WITH_PLACE:
            return tr("📍 Où en étions-nous ?")
        return tr("📍 Où en étions-nous ? « {title} », écran {n} sur {total}.", title=title, n=n, total=total)
    if state.done < len(state.asked):
        return tr(
            "📍 Où en étions-nous ? « {title} », question {n} sur {total}.",
            title=title,
            n=state.done + 1,
            total=len(state.asked),
        )
    return tr("📍 Où en étions-nous ? « {title} », les questions à revoir.", title=title)


def refused(missing: tuple[str, ...]) -> Message:
    """Why a lesson does not open. `missing`: the titles of modules to pass first; empty: the
    lesson does not exist any more."""
    if not missing:
        return GONE.with_choices(TRAINING)
    names = " · ".join(f"« {title} »" for title in missing)
    return tr("Réussis d'abord : {modules}. Ensuite, cette leçon s'ouvre.", modules=Raw(names)).with_choices(TRAINING)


# --- the end ----------------------------------------------------------------------------------------


def finished(found: LessonFinished, facts: Facts) -> Message:
    """The result of the run, where the module stands, and what comes next, in one message."""
    module = found.module
    message = _run(found)
    if not module.passed:
        message += _module(found, facts)
    if found.days > 1:
        message += trn("🌱 {n} jour de suite : joli rythme.", "🌱 {n} jours de suite : joli rythme.", found.days)
    choices = []
    if not module.passed and not _well_done(found):
        choices.append(Choice(f"/formation {found.lesson.id}", "🔄 Refaire la leçon"))
    if isinstance(module.next, FinalLine):
        choices.append(take_final(module))
    elif module.passed or module.next is not None:
        choices.append(GO_ON if module.passed else replace(GO_ON, id=f"{GO_ON.id} {module.id}"))
    choices.append(TRAINING)
    if found.may_ask:
        choices.append(REMIND)
    return message.with_choices(*choices, columns=2)


_TAKING = (
    *("refaire", "je veux refaire", "je refais", "recommencer", "passer", "je passe", "je veux passer", "repasser"),
    *("faire", "je veux faire", "je fais", "continuer", "continue", "je continue", "reprendre", "je reprends"),
    *("je veux reprendre", "je veux continuer", "finir", "je veux finir", "commencer", "je commence"),
    "je veux commencer",
)
TAKE_TEST_IN_WORDS = (
    *(f"{verb} {test}" for verb in _TAKING for test in ("le test", "le test final", "le test maintenant", "mon test")),
    *("la suite du test", "le test", "mon test", "passons au test", "on passe au test", "on fait le test"),
)
"""What she writes, anywhere, to begin a final test, once or once more, or to go on with it."""
TAKE_IN_WORDS = ("recommencer", *TAKE_TEST_IN_WORDS)
"""The same where its button stands."""


def take_final(module: ModuleLine) -> Choice:
    """The button to a module's final test: to the try under way, or to a new one."""
    final = module.final
    if final is not None and final.done is not None:
        label = Tr("▶️ Continuer le test")
    else:
        label = Tr("🔄 Repasser le test") if final is not None and final.tries else Tr("🎓 Passer le test")
    return Choice(f"/formation final {module.id}", label, says="yes", also=TAKE_IN_WORDS)


def _well_done(found: LessonFinished) -> bool:
    """Whether this run reaches the pass mark of the module's final test."""
    return found.right * 100 >= found.asked * found.module.pass_mark


def _run(found: LessonFinished) -> Message:
    title = Raw(found.lesson.title)
    if not found.asked:
        return tr("🏁 *{title}* : leçon terminée.", title=title)
    head = tr("🏁 *{title}* : {right} sur {total} du premier coup.", title=title, right=found.right, total=found.asked)
    if found.right == found.asked:
        return head + tr("Sans faute, bravo !")
    return head + tr("Les questions difficiles reviendront dans quelques jours : c'est comme ça qu'on retient.")


def _module(found: LessonFinished, facts: Facts) -> Message:
    module, total = found.module, len(found.module.lessons)
    if module.final is None:
        return Message()
    if module.done < total:
        message = trn(
            "*{module}* : {n} leçon faite sur {total}.",
            "*{module}* : {n} leçons faites sur {total}.",
            module.done,
            module=Raw(module.title),
            total=total,
        )
        return message if _well_done(found) else message + tr("Tu peux refaire une leçon autant que tu veux.")
    message = tr(
        "*{module}* : toutes les leçons sont faites. Il reste le *test final* : {asked}, {right}.",
        module=Raw(module.title),
        asked=questions_of(module),
        right=Tr("{n} juste", {"n": module.need}, "{n} justes", module.need),
    )
    closed = module.final.opens_at is not None
    return message + reopens(module, facts.now, facts.zone) if closed else message


def opens_when(at: datetime, now: datetime, zone: str) -> Tr:
    """When the next try may begin, in the person's time."""
    there, today = days.local(at, zone), days.local_day(now, zone)
    if there.date() == today:
        return Tr("aujourd'hui à partir de {hour}", {"hour": there.time()})
    if there.date() == today + timedelta(days=1):
        return Tr("demain à partir de {hour}", {"hour": there.time()})
    return Tr("{day} à partir de {hour}", {"day": there.date(), "hour": there.time()})


def reopens(module: ModuleLine, now: datetime, zone: str) -> Message:
    """When the next try at the final test may begin, as a message."""
    at = module.final.opens_at if module.final else None
    if at is None:
        return tr("Tu peux recommencer dès maintenant.")
    return tr("Tu pourras recommencer {when}.", when=opens_when(at, now, zone))


def questions_of(module: ModuleLine) -> Tr:
    """How many questions a try at the final test has."""
    ask = module.final.ask if module.final is not None else 0
    return Tr("{n} question", {"n": ask}, "{n} questions", ask)


def right_of(module: ModuleLine) -> Tr:
    """How many answers must be right in it."""
    return Tr("{n} réponse juste", {"n": module.need}, "{n} réponses justes", module.need)
