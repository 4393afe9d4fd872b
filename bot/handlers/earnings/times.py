"""What she has earned at a time that she names: « g gagné combien en février »."""

from __future__ import annotations

from datetime import date, timedelta

from backend.domain import money
from backend.domain.days import local_day
from backend.domain.earnings.figures import SpanEarned
from backend.domain.french.ranges import Span, whole_month
from backend.domain.messaging.message import Choice, Francs, FullDay, Message, Raw, Tr, Value, tr, trn
from backend.domain.messaging.texts import by_currency
from backend.services.earnings import service as earning_service
from backend.services.payouts.timing import dates as pay_dates
from bot.flows.earnings import saving_views, times
from bot.handlers.earnings import commands
from bot.handlers.engine import flow_engine, open_question, screens
from bot.handlers.engine.turn import Turn
from bot.i18n import formats

LONG_AGO = timedelta(days=300)
"""A day before that is told with its year."""


async def told(turn: Turn, text: str) -> bool:
    """Tell what the days that a text names brought, and where all her pay is. Return False if it names none."""
    today = local_day(turn.now, turn.person.zone)
    span = times.named(text, today)
    if span is None:
        return False
    earned = await earning_service.between(turn.uow, turn.person, span)
    figures = await earning_service.figures(turn.uow, turn.person, turn.now)
    dates = await pay_dates.of(turn.uow, turn.person, turn.terms, turn.now)
    when = _day(span, recent=span.first > today - LONG_AGO) if span.days == 1 else _days(span, today=today)
    said = _brought(earned, when, of_payments=times.of_payments(text, today))
    said += commands.standing(figures, dates, turn.person.zone)
    if turn.conversation.stack:
        await flow_engine.beside(turn, said)
    else:
        await turn.say(said.with_choices(Choice("/gains", "Mes gains"), saving_views.PAY, columns=2))
    return True


async def below(turn: Turn, text: str) -> bool:
    """Tell those of other days to who asks below her figures: « et hier ? ». Return False if she does not."""
    if turn.person.role is None or not turn.dialogues.words.is_hers(turn.person, "gains"):
        return False
    today = local_day(turn.now, turn.person.zone)
    if not times.follows(text, today, surely=not open_question.takes_text(turn)):
        return False
    return await screens.offers(turn, saving_views.PAY) and await told(turn, text)


def _brought(earned: SpanEarned, when: Value, *, of_payments: bool) -> Message:
    """What the days brought, and what was paid in them. `of_payments`: she asks for that, so « nothing » is said."""
    said = trn(
        "🗓 {when} : {n} tâche, *{sum}* gagnés.",
        "🗓 {when} : {n} tâches, *{sum}* gagnés.",
        earned.answers,
        when=when,
        sum=Francs(money.francs(*earned.earned)),
    )
    if earned.paid:
        said += tr("💵 *{sum}* payés sur ton compte.", sum=by_currency(earned.paid))
    elif of_payments:
        said += tr("💵 Rien n'a été payé sur ton compte à ce moment-là.")
    return said


def _day(day: Span, *, recent: bool) -> Value:
    return Tr("Le {day}", {"day": day.first if recent else FullDay(day.first)})


def _days(span: Span, *, today: date) -> Value:
    month = whole_month(span.first)
    if span.first == month.first and span.last in (month.last, today) and span.last <= month.last:
        return Tr("En {month}", {"month": Raw(formats.month(span.first))})
    return Tr("Du {first} au {last}", {"first": FullDay(span.first), "last": FullDay(span.last)})
