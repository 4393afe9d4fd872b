"""`gains` and `projet`: what she has earned, and the project that she saves for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from backend.db.payouts.dates import PaymentDates
from backend.db.people import erasures
from backend.db.people import queries as people_rows
from backend.domain import money
from backend.domain.days import DAY_LIMIT, local_day
from backend.domain.earnings.figures import MONTHLY_GOAL, Amounts, Figures, chart
from backend.domain.messaging.message import Attachment, Choice, Francs, Message, Raw, Tr, Value, tr, trn
from backend.domain.messaging.texts import by_currency, lines
from backend.domain.money import Money
from backend.domain.people import commands as people_commands
from backend.domain.people import places
from backend.domain.people.permissions import may
from backend.records import replace
from backend.services.earnings import savings
from backend.services.earnings import service as earning_service
from backend.services.payouts.timing import dates as pay_dates
from backend.services.payouts.timing.dates import PayDates
from backend.services.people import service as people_service
from backend.services.quality import recourse as recourse_service
from bot.flows.earnings import goal as goal_flow
from bot.flows.earnings import saving_views
from bot.flows.earnings.promises import HOW_PAID
from bot.flows.privacy import leaving as leaving_flow
from bot.handlers.engine.turn import Turn
from bot.i18n import formats


async def gains(turn: Turn, _rest: str = "") -> None:
    """`gains`: her earnings."""
    figures = await earning_service.figures(turn.uow, turn.person, turn.now)
    dates = await pay_dates.of(turn.uow, turn.person, turn.terms, turn.now)
    message = gains_message(figures, tr("*Tes gains*"), dates, turn.person.zone)
    if not may(turn.person, "work"):  # who has worked before
        message = replace(message, choices=(saving_views.PAY,))
    refused = await recourse_service.refused(turn.uow, turn.person)
    if standing := sum(each.redo or not (each.decided or each.appealed) for each in refused):
        message += trn(
            "🔎 {n} réponse refusée n'y est pas : écris « recours ».",
            "🔎 {n} réponses refusées n'y sont pas : écris « recours ».",
            standing,
        )
    if appealed := sum(each.appealed is not None for each in refused):
        message += trn(
            "⚖️ {n} réponse refusée n'y est pas : une autre personne la regarde.",
            "⚖️ {n} réponses refusées n'y sont pas : une autre personne les regarde.",
            appealed,
        )
    leaves = await erasures.waiting(turn.uow, turn.person.id) if turn.person.stopped_at is not None else None
    if leaves is not None:  # first the day on which the account is erased; there is no work until then
        waits = leaving_flow.waits(local_day(leaves.due, turn.person.zone))
        others = [choice for choice in message.choices if choice.id != "/travail"]
        message = replace(message, parts=(*waits.parts, *message.parts), choices=(*waits.choices, *others))
    await turn.say(message)


def gains_message(figures: Figures, head: Message, dates: PayDates, zone: str) -> Message:
    """All figures as text, each amount with its date, and the same as a picture. `zone`: hers."""
    message = head
    message += _today(figures)
    message += tr(
        "📅 Cette semaine : *{week}*\n🎯 Ce mois : *{month}*, *{percent} %* de {goal} ({euros})",
        week=Francs(figures.week.francs),
        month=Francs(figures.month.francs),
        percent=int(figures.month_share * 100),
        goal=Francs(money.francs(MONTHLY_GOAL)),
        euros=MONTHLY_GOAL,
    )
    if whole := money.francs(*figures.supplement):
        message += tr("➕ Dont, pour le salaire minimum : {sum}", sum=Francs(whole))
    message += Message(tuple(_standing(figures, dates, zone)))
    if figures.pace is not None:
        message += tr("⚡ Ton rythme : *{pace}* de l'heure", pace=Francs(figures.pace))
    if figures.project_share is not None:
        message += tr("🌱 Ton projet : *{percent} %*", percent=int(figures.project_share * 100))
    lines = _as_lines(message)
    if figures.ever.all and not dates.payments.named:
        lines += Message((HOW_PAID,))
    return replace(
        lines,
        choices=(
            Choice("/travail", "💼 Travailler"),
            saving_views.BACK,
            saving_views.PAY,
        ),
        columns=2,
        attachment=Attachment("chart", "gains", values=chart(figures)),
    )


def sums(figures: Figures, dates: PayDates, zone: str) -> Message:
    """The most important figures: today's, and where all pay is."""
    return Message((lines(*_today(figures).parts, *_standing(figures, dates, zone)),))


def standing(figures: Figures, dates: PayDates, zone: str) -> Message:
    """Where all pay is, without today's."""
    return Message((lines(*_standing(figures, dates, zone)),))


def _as_lines(message: Message) -> Message:
    """Put the title and the facts on lines of one paragraph; with blank lines between them the
    message would fill two screens."""
    title, *facts = message.parts
    return Message((title, lines(*facts)))


def _today(figures: Figures) -> Message:
    today = figures.today
    worked = trn(
        "{n} tâche, {time} sur {limit}",
        "{n} tâches, {time} sur {limit}",
        figures.answers_today,
        time=figures.time_today,
        limit=DAY_LIMIT,
    ).parts[0]
    assert isinstance(worked, Tr)
    return tr(
        "☀️ Aujourd'hui : *{sum}* (en attente {pending}, accepté {accepted}) · {worked}",
        sum=Francs(today.francs),
        pending=_francs(today.pending),
        accepted=_francs(today.accepted),
        worked=worked,
    )


def _standing(figures: Figures, dates: PayDates, zone: str) -> list[Tr]:
    """A line for each state of her pay that has any, with its date."""
    ever, found = figures.ever, list[Tr]()
    if money.francs(*ever.pending):
        found.append(_pending(ever.pending, figures.checked_by, zone))
    if ever.payable:
        found.append(_accepted(ever.payable, dates))
    if whole := money.francs(*ever.savings):
        found.append(Tr("🌱 De côté : {sum}", {"sum": Francs(whole)}))
    if ever.under_way:
        found.append(_on_its_way(ever.under_way, dates.payments, zone))
    if ever.paid_out:
        found.append(_paid(ever.paid_out, dates.payments, zone))
    if (promised := dates.payments.promised) is not None:
        shown: dict[str, Value] = {"number": str(dates.payments.claim), "date": _day(promised)}
        late = promised < figures.day
        found.append(
            Tr("❓ Réclamation n° {number} : réponse en retard, prévue le {date}. L'équipe le sait.", shown)
            if late
            else Tr("❓ Réclamation n° {number} : réponse d'ici le {date}", shown)
        )
    return found or [Tr("✅ Accepté : {sum}", {"sum": Francs(ever.payable)})]


def _pending(amounts: Amounts, until: datetime | None, zone: str) -> Tr:
    if until is None:
        return Tr("⏳ En attente : {sum}", {"sum": _francs(amounts)})
    shown: dict[str, Value] = {"sum": _francs(amounts), "date": _day(local_day(until, zone))}
    return Tr("⏳ En attente : {sum}, à vérifier d'ici le {date}", shown)


def _accepted(whole: int, dates: PayDates) -> Tr:
    shown: dict[str, Value] = {"sum": Francs(whole)}
    if dates.least is not None and whole < dates.least:
        return Tr("✅ Accepté : {sum}, à payer à partir de {least}", {**shown, "least": Francs(dates.least)})
    if dates.day is not None and dates.part is not None:
        shown |= {"date": _day(dates.day), "part": Francs(dates.part)}
        return Tr("✅ Accepté : {sum}, dont {part} à payer le {date}", shown)
    if dates.sure and dates.part is not None:
        return Tr("✅ Accepté : {sum}, dont {part} pour le prochain envoi", {**shown, "part": Francs(dates.part)})
    if dates.day is not None and dates.aside:
        shown |= {"date": _day(dates.day), "aside": Francs(dates.aside)}
        return Tr("✅ Accepté : {sum}, à payer le {date} ({aside} de côté)", shown)
    if dates.day is not None:
        return Tr("✅ Accepté : {sum}, à payer le {date}", {**shown, "date": _day(dates.day)})
    if dates.checked:
        return Tr("✅ Accepté : {sum}, en attente d'une vérification", shown)
    if dates.stopped:
        return Tr("✅ Accepté : {sum}. En ce moment, aucune paie ne part", shown)
    if dates.sure and dates.aside:
        shown |= {"aside": Francs(dates.aside)}
        return Tr("✅ Accepté : {sum}, pour le prochain envoi ({aside} de côté)", shown)
    if dates.sure:
        return Tr("✅ Accepté : {sum}, pour le prochain envoi", shown)
    return Tr("✅ Accepté : {sum}", shown)


def _on_its_way(whole: int, dates: PaymentDates, zone: str) -> Tr:
    if dates.way_since is not None and dates.way_tail is None and not dates.way_sent:  # it does not go there any more
        since: dict[str, Value] = {
            "sum": _sent(whole, dates.way_fee),
            "date": _day(local_day(dates.way_since, zone)),
        }
        return Tr("🕓 En préparation : {sum}, depuis le {date}", since)
    if dates.way_since is None or dates.way_tail is None:
        return Tr("🚚 En route : {sum}", {"sum": Francs(whole)})
    shown: dict[str, Value] = {
        "sum": _sent(whole, dates.way_fee),
        "date": _day(local_day(dates.way_since, zone)),
        "tail": Raw(dates.way_tail),
    }
    if not dates.way_sent:
        return Tr("🕓 En préparation : {sum} → …{tail}, depuis le {date}", shown)
    if not dates.way_tail:  # erased with an account that is hers again by its code
        return Tr("🚚 En route : {sum}, depuis le {date}", shown)
    return Tr("🚚 En route : {sum} → …{tail}, depuis le {date}", shown)


def _paid(whole: int, dates: PaymentDates, zone: str) -> Tr:
    if joined := money.francs(*(Money(units, currency) for currency, units in dates.paid_joined.items())):
        named = {"sum": Francs(whole), "joined": Francs(joined)}
        return Tr("💵 Payé : {sum}, dont {joined} quand ton compte était réuni à un autre", named)
    if dates.paid_since is None or dates.paid_tail is None:
        return Tr("💵 Payé : {sum}", {"sum": Francs(whole)})
    shown: dict[str, Value] = {
        "sum": _sent(whole, dates.paid_fees),
        "date": _day(local_day(dates.paid_since, zone)),
        "tail": Raw(dates.paid_tail),
    }
    if not dates.paid_tail:  # as above
        return Tr("💵 Payé : {sum}, dernier envoi le {date}", shown)
    return Tr("💵 Payé : {sum} → …{tail}, dernier envoi le {date}", shown)


def _sent(whole: int, fees: Mapping[str, int]) -> Value:
    """What payments took, in whole F CFA. `fees`: what of it did not arrive, because the person bears it: units by
    currency of the payments."""
    if not any(fees.values()):
        return Francs(whole)
    borne = by_currency(Money(units, currency) for currency, units in fees.items())
    shown: dict[str, Value] = {"sum": Francs(whole), "fees": borne}
    return Tr("{sum}, dont {fees} de frais", shown)


def _day(day: date) -> Raw:
    """A day without the weekday: so many of them would not fit one screen."""
    return Raw(formats.short_day(day))


def _francs(amounts: Amounts) -> Francs:
    return Francs(money.francs(*amounts))


# --- the flow of the goal ------------------------------------------------------------------------------


async def goal_facts(turn: Turn, _state: goal_flow.State) -> goal_flow.Facts:
    """Load the currency of her country, in which she can write the sum, whether she sets something aside, and whether
    she has told a project."""
    aside = bool(await savings.plan(turn.uow, turn.person))
    known = await people_rows.goal(turn.uow, turn.person.id)
    told = known is not None and (known.kind != "other" or bool(known.words) or known.amount is not None)
    return goal_flow.Facts(places.country(turn.person.country).currency, aside, told)


async def set_goal(turn: Turn, command: people_commands.SetGoal) -> None:
    """Store what she saves for."""
    await people_service.set_goal(turn.uow, turn.person, command.goal, turn.now)


# --- messages about earnings -----------------------------------------------------------------------------


async def topped_up(turn: Turn, payload: Mapping[str, Any]) -> None:
    """Tell her that her pay for a project was raised to the minimum wage. `payload`: `project` (title), `pay`
    (the arguments of `Money`)."""
    said = tr(
        "➕ Le travail de *{title}* prend plus de temps que prévu. J'ajoute *{sum}* à ta paie, pour arriver au salaire "
        "minimum de ton pays. C'est à toi, rien à faire.",
        title=Raw(payload["project"]),
        sum=Francs(money.francs(Money(*payload["pay"]))),
    )
    await turn.say(
        said.with_choices(Choice("/gains", "Mes gains"), Choice("/menu", "Menu"), columns=2), purpose="payment"
    )
