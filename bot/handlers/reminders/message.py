"""The reminder: one message with what is really there for the person."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from backend.db.messaging import outgoing
from backend.db.training import learning as learning_rows
from backend.domain.days import local
from backend.domain.earnings.figures import Figures, MonthEarned
from backend.domain.earnings.savings import Project
from backend.domain.messaging.message import Attachment, Choice, Francs, Message, Raw, Tr, Value, dump, tr, trn
from backend.domain.messaging.texts import EVENING, hello, lines
from backend.domain.money import francs
from backend.domain.reminders.reminder_policy import OF_WORK, Kind, Planned, SkipReason, Unsent
from backend.domain.work.commands import Offer
from backend.records import Struct, field, replace
from backend.services.earnings import savings as savings_service
from backend.services.earnings import service as earning_service
from backend.services.payouts.timing import dates as pay_dates
from backend.services.payouts.timing.dates import PayDates
from backend.services.reminders import schedule as reminders_schedule
from backend.services.reminders import service as reminders_service
from backend.services.training import learning
from backend.services.work import service as work_service
from backend.services.work import tasks
from bot.flows.training.lesson_views import GO_ON, REVISE
from bot.flows.work.offers.views import pay_shown
from bot.handlers.engine.turn import Turn
from bot.handlers.reminders import month, week

SUMMARIES = frozenset({Kind.MONTH, Kind.SUMMARY})
WORK = Choice("/travail", "💼 Travailler")
EARNED = Choice("/gains", "💰 Mes gains")
PROJECT = Choice("/projet", "🌱 Mon projet")
REMINDERS = Choice("/rappels", "⏰ Mes rappels")
MOST_BUTTONS = 3
"""More buttons would become a list on WhatsApp, and leave no room for a picture."""


WAKE = "reminder"
"""The wake-up of a time that `backend.services.reminders` has planned."""


async def woken(turn: Turn, payload: Mapping[str, Any]) -> None:
    """Handle a planned time: decide as things stand now, send the message or record why not, and plan the next one."""
    due = datetime.fromisoformat(payload["due"])
    considered = await reminders_service.decide(turn.uow, turn.person, due, turn.now)
    choice = considered.choice
    if isinstance(choice, Planned):
        choice = await _said(turn, considered, choice)
    if isinstance(choice, Unsent):
        await reminders_service.spared(turn.uow, considered, choice, turn.now)
    await reminders_schedule.plan(turn.uow, turn.person, turn.now)


async def _said(turn: Turn, considered: reminders_service.Considered, planned: Planned) -> Unsent | None:
    """Send the message. Return the reason if nothing is left to say."""
    draft = await _draft(turn, planned.kinds)
    kinds = tuple(kind for kind in planned.kinds if kind in draft.lines)
    gone = {
        kind: SkipReason.NO_WORK if kind in OF_WORK else SkipReason.NOTHING
        for kind in planned.kinds
        if kind not in kinds
    }
    left = {**planned.left, **gone}
    if not kinds:
        return Unsent(next(iter(gone.values())), left)
    message = await _summary(turn, draft, kinds[0]) if set(kinds) <= SUMMARIES else _folded(turn, draft, kinds)
    contact_id = turn.waiting.reached_id
    assert contact_id is not None, "who cannot be reached is not planned for"
    outbox_id = await outgoing.say(
        turn.uow,
        person_id=turn.person.id,
        contact_id=contact_id,
        channel=turn.channel,
        now=turn.now,
        purpose=purpose(kinds),
        lane=turn.lane,
        message=dump(message),
    )
    turn.channels_to_notify.add(turn.channel)
    turn.said.append(message)
    if draft.milestone is not None:
        await savings_service.celebrated(turn.uow, turn.person, draft.milestone)
    await reminders_service.sent(turn.uow, considered, replace(planned, kinds=kinds, left=left), outbox_id, turn.now)
    return None


def purpose(kinds: Iterable[Kind]) -> str:
    """The purpose of the message. It decides which template carries it outside WhatsApp's 24-hour window,
    and how late it may be sent."""
    if OF_WORK.intersection(kinds):
        return "reminder"
    if not (SUMMARIES | {Kind.MILESTONE}).issuperset(kinds):
        return "learning"
    if Kind.MILESTONE in kinds:
        return "milestone"
    return "month" if Kind.MONTH in kinds else "summary"


class _Draft(Struct):
    """The line and the button of each kind of reminder."""

    lines: dict[Kind, Message] = field(default_factory=dict)
    choices: dict[Kind, Choice] = field(default_factory=dict)
    figures: Figures | None = None
    dates: PayDates = field(default_factory=PayDates)
    month: MonthEarned | None = None
    milestone: int | None = None

    @property
    def picture(self) -> Attachment | None:
        """The month's or the week's picture, if the message is about either."""
        if self.figures is None:
            return None
        return week.picture(self.figures) if self.month is None else month.picture(self.month, self.figures)

    def add(self, kind: Kind, line: Message, choice: Choice) -> None:
        """Add the line and the button of one kind."""
        self.lines[kind], self.choices[kind] = line, choice


async def _draft(turn: Turn, kinds: Collection[Kind]) -> _Draft:
    draft = _Draft()
    for kind in kinds:
        match kind:
            case Kind.EXPIRED:
                draft.add(kind, RAN_OUT, WORK)
            case Kind.REVISION:
                if due := await learning.due(turn.uow, turn.person, turn.now):
                    draft.add(kind, _to_revise(len(due)), REVISE)
            case Kind.LESSON:
                found = await learning_rows.silence(turn.uow, turn.person.id)
                if found is not None:
                    draft.add(kind, nudge(found), GO_ON)
            case Kind.WORK | Kind.NEW_DAY:
                if (offered := await _work(turn)) is not None:
                    draft.add(kind, offered, WORK)
            case Kind.FIRST:
                if (offered := await _work(turn, first=True)) is not None:
                    draft.add(kind, offered, WORK)
            case Kind.MILESTONE | Kind.MONTH | Kind.SUMMARY:
                await _about_money(turn, draft, kind, kinds)
    return draft


async def _about_money(turn: Turn, draft: _Draft, kind: Kind, kinds: Collection[Kind]) -> None:
    match kind:
        case Kind.MILESTONE:
            if (found_milestone := await savings_service.milestone(turn.uow, turn.person)) is not None:
                draft.milestone = found_milestone[0]
                draft.add(kind, milestone(*found_milestone), PROJECT)
        case Kind.MONTH:
            await _look_at_pay(turn, draft)
            assert draft.figures is not None
            draft.month = await earning_service.last_month(turn.uow, turn.person, turn.now)
            told = month.told(draft.month, turn.person.language)
            if Kind.SUMMARY not in kinds:
                told += week.missing(draft.figures, draft.dates)
            draft.add(kind, Message((lines(*told),)), EARNED)
        case Kind.SUMMARY:
            await _look_at_pay(turn, draft)
            assert draft.figures is not None
            draft.add(kind, Message((lines(*week.told(draft.figures, draft.dates)),)), EARNED)


async def _look_at_pay(turn: Turn, draft: _Draft) -> None:
    if draft.figures is None:
        draft.figures = await earning_service.figures(turn.uow, turn.person, turn.now)
        draft.dates = await pay_dates.of(turn.uow, turn.person, turn.terms, turn.now)


def milestone(percent: int, project: Project) -> Message:
    """Celebrate a milestone of her project."""
    assert project.goal.amount is not None
    values: dict[str, Value] = {
        "percent": percent,
        "sum": Francs(francs(*project.saved, *project.spent)),
        "cost": Francs(francs(project.goal.amount)),
    }
    if percent == 100:
        return tr("🎉 *100 %* : tu as tout ce qu'il faut pour ton projet, {sum} ! Bravo, tu as tenu bon. 💛", **values)
    if percent == 50:
        return tr("🎉 La moitié est là ! *{percent} %* de ton projet : {sum} sur {cost}.", **values)
    return tr("🎉 Bravo ! *{percent} %* de ton projet : {sum} sur {cost}.", **values)


RAN_OUT = tr(
    "⏳ Tu avais une tâche ouverte. Sans réponse, elle est repartie dans la liste. Tu ne perds rien de tes gains."
)


IN_A_LESSON = (
    Tr("📖 Ta leçon « {lesson} » t'attend, là où tu t'es arrêtée."),
    Tr("📖 Tu as commencé « {lesson} » : la suite est prête, au bon endroit."),
    Tr("📖 « {lesson} » n'est pas finie. Ce que tu as fait est gardé."),
    Tr("📖 « {lesson} » reste ouverte pour toi. Je ne t'en parle plus : reviens quand tu veux."),
)
BEFORE_A_LESSON = (
    Tr("📖 Ta prochaine leçon est prête : « {lesson} »."),
    Tr("📖 Après ce que tu as déjà appris, voici « {lesson} », dans « {module} »."),
    Tr("📖 Encore un pas dans « {module} » : la leçon « {lesson} », quelques minutes."),
    Tr("📖 « {lesson} » est là pour toi. Je ne t'en parle plus : viens quand tu veux."),
)
IN_A_TEST = (
    Tr("🎓 Ton test final de « {module} » t'attend à la question {place}."),
    Tr("🎓 Ton test final de « {module} » n'est pas fini : tes réponses sont gardées."),
    Tr("🎓 Il te reste quelques questions au test final de « {module} »."),
    Tr("🎓 Ton test final de « {module} » reste ouvert. Je ne t'en parle plus : reviens quand tu veux."),
)
BEFORE_A_TEST = (
    Tr("🎓 Tes leçons sont faites : il reste le test final de « {module} »."),
    Tr("🎓 Prête pour le test final de « {module} » ? Tu peux t'arrêter et reprendre."),
    Tr("🎓 Un test final, et « {module} » est réussi."),
    Tr("🎓 Le test final de « {module} » reste ouvert. Je ne t'en parle plus : viens quand tu veux."),
)


def nudge(found: learning_rows.SilentIn) -> Message:
    """Encourage her to go on in the module where she has been silent (`learning.silence`), in
    different words each time."""
    if found.place is not None:
        texts = IN_A_TEST
    elif found.begun:
        texts = IN_A_LESSON
    else:
        texts = BEFORE_A_LESSON if found.left else BEFORE_A_TEST
    text = texts[min(found.nudged, len(texts) - 1)]
    values: dict[str, Value] = {
        "module": Raw(found.module),
        "lesson": Raw(found.lesson or found.module),
        "place": found.place or 0,
    }
    return Message((replace(text, values=values),))


def _to_revise(count: int) -> Message:
    return trn(
        "🔁 {n} question t'attend pour réviser : une minute.",
        "🔁 {n} questions t'attendent pour réviser : deux minutes.",
        count,
    )


async def _work(turn: Turn, *, first: bool = False) -> Message | None:
    """Her open task, or the best offer; None if there is neither. `first`: she has had no paid task yet."""
    if await tasks.open_task(turn.uow, turn.person) is not None:
        return tr("Ta tâche t'attend. On la finit ensemble ?")
    if await tasks.over(turn.uow, turn.person, turn.now):
        return None
    offers = await work_service.offers(turn.uow, turn.person, turn.now)
    if not offers:
        return None
    if first:
        return tr(
            "Ta première tâche payée t'attend : *{title}*, {pay} par tâche (environ {hourly} de l'heure).",
            **_terms(offers[0]),
        )
    return offered(offers[0])


def offered(best: Offer) -> Message:
    """The line about an offer."""
    return tr(
        "Il y a du travail : *{title}*, {pay} par tâche (environ {hourly} de l'heure).",
        **_terms(best),
    )


def _terms(best: Offer) -> dict[str, Value]:
    return {"title": Raw(best.config.title), "pay": pay_shown(best), "hourly": Francs(best.hourly)}


def _folded(turn: Turn, draft: _Draft, kinds: tuple[Kind, ...]) -> Message:
    """A greeting, a line for each kind, and their buttons, the most useful first."""
    greeting = hello(turn.now, turn.person.zone, turn.person.first_name)
    morning = local(turn.now, turn.person.zone).time() < EVENING
    if Kind.NEW_DAY in kinds and morning:
        said = tr("{hello} ☀️ Une nouvelle journée commence.", hello=greeting)
    else:
        said = tr("{hello} 👋", hello=greeting)
    for kind in kinds:
        said += draft.lines[kind]
    first, *others = dict.fromkeys([*(draft.choices[kind] for kind in kinds), REMINDERS])
    # "oui" to a reminder picks its first button
    said = said.with_choices(*[replace(first, says="yes"), *others][:MOST_BUTTONS], columns=2)
    if draft.picture is not None:
        said = replace(said, attachment=draft.picture)
    return said


async def _summary(turn: Turn, draft: _Draft, kind: Kind) -> Message:
    """Her week, or her month, or both, if there is nothing else to say. `kind`: the first of them."""
    assert draft.figures is not None
    offers = await work_service.offers(turn.uow, turn.person, turn.now)
    greeting = hello(turn.now, turn.person.zone, turn.person.first_name)
    head = month.head(greeting) if kind is Kind.MONTH else week.head(greeting)
    told = [line for message in draft.lines.values() for line in message.parts]
    step = week.next_step(draft.figures, offers[0] if offers else None)
    said = replace(Message((head, lines(*told, step))), attachment=draft.picture)
    return said.with_choices(*((WORK,) if offers else ()), EARNED, REMINDERS, columns=2)
