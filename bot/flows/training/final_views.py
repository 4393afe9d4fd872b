"""The messages of a final test and of its end. `final` decides what comes next."""

from __future__ import annotations

from datetime import datetime
from itertools import accumulate
from typing import Literal

from backend.domain.messaging.message import Choice, Markdown, Message, Raw, Tr, tr, trn
from backend.domain.training.final import FinalFinished
from backend.domain.training.learning import ModuleLine
from backend.domain.training.questions import Question
from backend.records import Record, field
from bot.flows.training import questions
from bot.flows.training.lesson_views import (
    GO_ON,
    REMIND,
    TAKE_IN_WORDS,
    TRAINING,
    WORK,
    questions_of,
    reopens,
    right_of,
    take_final,
)
from bot.flows.training.questions import Asked, Draft
from bot.flows.work.offers.views import in_francs, pay_shown

BEGIN = Choice(
    "begin",
    "▶️ Commencer le test",
    says="yes",
    also=("commencer", "je commence", "on commence", "je suis prête", *TAKE_IN_WORDS),
)
REVIEWS = Choice("/revues", "🔍 Les revues")
LATER = Choice("/formation", "📚 Mes modules", aside=True, says="no")
NOTED = tr("👌 C'est noté.")
STAYS = tr("Dans le test, ta première réponse compte. On continue :")
MOST_SOURCES = 250
"""The most characters of sources in the message about a passed module; a button shows all."""


class Facts(Record):
    """`module`: as it stands before a try. `question`: the open one. `zone`: the person's time zone.
    `ticks`: as in `questions.Asked`. `live_at`: as for `questions.is_renewed`."""

    now: datetime
    zone: str = "UTC"
    module: ModuleLine | None = None
    question: Question | None = None
    ticks: bool = True
    live_at: datetime | None = None


class State(Record):
    """`asked`: the questions of the try `attempt`; `done` of them are answered. `since`: when the open one was shown
    (ISO). At "opening" it is not known yet whether a try is under way."""

    at: Literal["opening", "intro", "question"] = "opening"
    module: str = ""
    attempt: int = 0
    asked: tuple[int, ...] = ()
    done: int = 0
    draft: Draft = field(default_factory=Draft)
    since: str = ""
    preview: bool = False

    @property
    def question(self) -> int:
        """The id of the open question; 0 if all are answered."""
        return self.asked[self.done] if self.at == "question" and self.done < len(self.asked) else 0


def asked(state: State, question: Question, ticks: bool) -> Asked:
    """The question with the order of options of this try; a preview has the author's order."""
    return Asked(question, 0 if state.preview else state.attempt, ticks)


def prompt(state: State, facts: Facts) -> Message:
    """Ask the open question, or introduce the test."""
    if state.at == "question" and facts.question is not None:
        head = tr("*Test final : question {n} sur {total}*", n=state.done + 1, total=len(state.asked))
        return head + questions.prompt(asked(state, facts.question, facts.ticks), state.draft)
    if state.at == "question" or facts.module is None or facts.module.final is None:
        return refused(None, facts)
    module = facts.module
    message = tr("*🎓 Test final : {module}*", module=Raw(module.title))
    message += tr(
        "{asked} sur tout le module. Pour le réussir : *{right}*.",
        asked=questions_of(module),
        right=right_of(module),
    )
    message += tr(
        "Pendant le test, je ne dis pas si c'est juste : tu as ton résultat à la fin. "
        "Tu peux t'arrêter et reprendre quand tu veux, aux mêmes questions."
    )
    return message.with_choices(BEGIN, LATER)


def waits(state: State) -> Message:
    """What is said to who leaves the test, with the way back into it."""
    said = tr("D'accord. Ton test t'attend : tu le reprends à la même question.")
    back = Choice(f"/formation final {state.module}", "▶️ Continuer", says="yes", also=TAKE_IN_WORDS)
    return said.with_choices(back, Choice("/formation", "📚 Mes modules"), Choice("/menu", "Menu"), columns=2)


def where(state: State) -> Message:
    """The place in the test, in one line."""
    return tr("📍 On reprend ton test final, question {n} sur {total}.", n=state.done + 1, total=len(state.asked))


def refused(module: ModuleLine | None, facts: Facts) -> Message:
    """Why there is no test now."""
    if module is None or module.final is None:
        return tr("Ce test n'est plus là. Voici tes modules :").with_choices(TRAINING)
    title = Raw(module.title)
    if module.passed:
        return tr("🏅 Tu as déjà réussi « {module} » : c'est pour toujours.", module=title).with_choices(
            GO_ON, TRAINING
        )
    if module.final.opens_at is not None:
        waits = tr("⏳ Test final de « {module} » :", module=title) + reopens(module, facts.now, facts.zone)
        return waits.with_choices(TRAINING)
    return tr("Finis d'abord toutes les leçons de « {module} » : le test s'ouvre ensuite.", module=title).with_choices(
        GO_ON, TRAINING
    )


# --- the end ----------------------------------------------------------------------------------------


def finished(found: FinalFinished, facts: Facts) -> Message:
    """The result of the try and what comes next, in one message."""
    message = _passed(found) if found.passed else _failed(found, facts)
    if found.days > 1:
        message += trn("🌱 {n} jour de suite : joli rythme.", "🌱 {n} jours de suite : joli rythme.", found.days)
    choices = [_certificate(found)] if found.granted.certificates else []
    if found.granted.opened:
        choices.append(WORK)
    if found.granted.reviews:
        choices.append(REVIEWS)
    if found.passed:
        choices.append(GO_ON)
    else:
        if found.again:
            lesson = found.again[0]
            choices.append(Choice(f"/formation {lesson.id}", Tr("📖 Relire la leçon {n}", {"n": lesson.number})))
        if found.module.final is not None and found.module.final.opens_at is None:
            choices.append(take_final(found.module))
    choices.append(TRAINING)
    if found.may_ask:
        choices.append(REMIND)
    if found.passed and len(first_sources(found.module)) < len(found.module.sources):
        choices.append(sources(found.module))
    return message.with_choices(*choices, columns=2)


def _certificate(found: FinalFinished) -> Choice:
    """The button to the module's certificate, or to all that are ready if it completed a set."""
    ready = found.granted.certificates
    if len(ready) > 1:
        return Choice("/certificat", "🎓 Mes certificats")
    return Choice(f"/certificat {ready[0].key}", "🎓 Mon certificat")


def _failed(found: FinalFinished, facts: Facts) -> Message:
    need = -(-found.asked * found.module.pass_mark // 100)
    message = tr(
        "🏁 *Test final : {module}* : {right} sur {asked}. Il en faut {need}.",
        module=Raw(found.module.title),
        right=found.right,
        asked=found.asked,
        need=need,
    )
    if found.right + 1 == need:
        message += tr("Tu y es presque !")
    if found.again:
        titles = ", ".join(f"« {lesson.title} »" for lesson in found.again)
        message += tr("📖 À relire : {lessons}.", lessons=Raw(titles))
    message += reopens(found.module, facts.now, facts.zone)
    if found.others:
        message += tr("Ce seront d'autres questions.")
    return message


def _passed(found: FinalFinished) -> Message:
    module, granted = found.module, found.granted
    message = tr(
        "🎉 *Module réussi : {module}* ({right} sur {asked})",
        module=Raw(module.title),
        right=found.right,
        asked=found.asked,
    )
    names = [badge.title for badge in granted.badges] or [module.title]
    if len(names) > 1:  # a title may contain a comma
        names = [f"« {name} »" for name in names]
    message += trn(
        "🏅 Tu gagnes le *badge* : {names}.",
        "🏅 Tu gagnes {n} *badges* : {names}.",
        len(names),
        names=Raw(", ".join(names)),
    )
    if granted.certificates:
        titles = ", ".join(f"« {each.title} »" for each in granted.certificates)
        message += trn(
            "🎓 Ton *certificat* est prêt : {titles}.",
            "🎓 Tes {n} *certificats* sont prêts : {titles}.",
            len(granted.certificates),
            titles=Raw(titles),
        )
    if granted.paid is not None:
        message += tr("💰 Tes tests comptent dans tes gains : *{pay}*.", pay=in_francs(granted.paid))
    for offer in granted.opened:
        message += tr(
            "💼 Cela t'ouvre du travail : *{title}*, {pay} par tâche.",
            title=Raw(offer.config.title),
            pay=pay_shown(offer),
        )
    if granted.reviews:
        message += tr("🔍 Les *revues* te sont ouvertes : chacune est payée comme une réponse de son projet.")
    message += tr("🔁 Les questions du test reviendront dans tes révisions, avec leurs explications.")
    return message + checked(module, MOST_SOURCES)


def checked(module: ModuleLine, most: int | None = None) -> Message:
    """When the module's facts were checked, and against which sources. `most`: only the first sources,
    this many characters at most."""
    listed = module.sources if most is None else first_sources(module, most)
    left = len(module.sources) - len(listed)
    lines = "\n".join(f"- {source}" for source in listed)
    message = Message()
    if module.checked is not None:
        date, year = module.checked, str(module.checked.year)
        if lines:
            message += tr("ℹ️ Vérifié le {day} {year}, d'après :", day=date, year=year)
        else:
            message += tr("ℹ️ Vérifié le {day} {year}.", day=date, year=year)
    elif lines:
        message += tr("ℹ️ Sources :")
    if lines:
        message += Message((Markdown(lines),))
    if left and lines:
        message += trn("… et {n} autre source.", "… et {n} autres sources.", left)
    return message


def first_sources(module: ModuleLine, most: int = MOST_SOURCES) -> tuple[str, ...]:
    """The module's first sources, `most` characters together at most; always at least one."""
    lengths = accumulate(len(source) for source in module.sources)
    listed = tuple(source for source, length in zip(module.sources, lengths, strict=True) if length <= most)
    return listed or module.sources[:1]


def sources(module: ModuleLine) -> Choice:
    """The button to all sources."""
    return Choice(f"/formation sources {module.ref}", "ℹ️ Les sources", aside=True)
