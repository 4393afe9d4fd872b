"""The summary of her week, sent on Sunday: what she earned, what is still missing for her project or her next payment,
and one next step.

It reads as lines in chat, and as one paragraph in a WhatsApp template: each line is a sentence, and figures
that are zero are left out."""

from __future__ import annotations

from datetime import timedelta

from backend.domain import money
from backend.domain.earnings.figures import Figures, chart, left
from backend.domain.messaging.message import Attachment, Francs, FullDay, Raw, Tr, Value
from backend.domain.work.commands import Offer
from backend.services.payouts.timing.dates import PayDates
from bot.flows.work.offers.views import pay_shown

NEAR = timedelta(days=14)
"""How long before and after its day an instalment is mentioned."""
MOST_WORDS = 40
"""The most characters of her project's description."""


def head(hello: Tr) -> Tr:
    """The first line."""
    return Tr("{hello} Voici ta semaine.", {"hello": hello})


def told(figures: Figures, dates: PayDates) -> list[Tr]:
    """The lines on what she earned and what is still missing."""
    return [_brought(figures), *missing(figures, dates)]


def missing(figures: Figures, dates: PayDates) -> list[Tr]:
    """What is still missing for her project; if its cost is not known, for her next payment."""
    return [*(_project(figures) or _payment(figures.ever.payable, dates)), *_instalment(figures)]


def _instalment(figures: Figures) -> list[Tr]:
    """The next instalment of her project, if its day is near."""
    if figures.instalment is None:
        return []
    amount, due = figures.instalment
    if abs(due - figures.day) > NEAR:
        return []
    values: dict[str, Value] = {"sum": Francs(money.francs(amount)), "date": FullDay(due)}
    if due < figures.day:
        return [Tr("📅 {sum} étaient à payer le {date} : c'est fait ? Écris « j'ai payé ».", values)]
    return [Tr("📅 À payer le {date} pour ton projet : {sum}.", values)]


def _payment(whole: int, dates: PayDates) -> list[Tr]:
    if dates.least is None:
        return []
    if whole < dates.least:
        return [Tr("💵 Encore *{left}* acceptés avant ton prochain paiement.", {"left": Francs(dates.least - whole)})]
    if not dates.payments.named:
        return [Tr("💵 *{sum}* t'attendent : dis où te payer avec « paiement ».", {"sum": Francs(whole)})]
    due = Francs(whole - dates.aside if dates.part is None else dates.part)
    if dates.day is not None:
        return [Tr("💵 *{sum}* à payer le {date}.", {"sum": due, "date": dates.day})]
    if dates.checked:
        return [Tr("💵 *{sum}* attendent une vérification de ton compte.", {"sum": Francs(whole)})]
    if dates.stopped:
        return [Tr("💵 *{sum}* t'attendent : en ce moment, aucune paie ne part.", {"sum": Francs(whole)})]
    if dates.sure:
        return [Tr("💵 *{sum}* partent avec le prochain envoi.", {"sum": due})]
    return []


def picture(figures: Figures) -> Attachment:
    """The same figures as a picture."""
    return Attachment("chart", "gains", values=chart(figures))


def _brought(figures: Figures) -> Tr:
    """Tasks and earnings of the week. A paid test earns, but is no task."""
    sum_ = Francs(figures.week.francs)
    count = figures.answers_week
    if not count:
        return Tr("📅 Cette semaine : *{sum}* gagnés.", {"sum": sum_})
    return Tr(
        "📅 Cette semaine : {n} tâche, *{sum}* gagnés.",
        {"n": count, "sum": sum_},
        "📅 Cette semaine : {n} tâches, *{sum}* gagnés.",
        count,
    )


def _project(figures: Figures) -> list[Tr]:
    still = left(figures)
    if still is None:
        return []
    words = " ".join(figures.project.split())
    if len(words) > MOST_WORDS:
        words = words[: MOST_WORDS - 1].rstrip() + "…"
    values: dict[str, Value] = {"left": Francs(still), "project": Raw(words)}
    if not still:
        return [Tr("🎉 Ton projet est couvert par ce que tu as mis de côté : bravo !")]
    if not words:
        return [Tr("🌱 Il reste *{left}* pour ton projet.", values)]
    return [Tr("🌱 Il reste *{left}* pour ton projet « {project} ».", values)]


def next_step(figures: Figures, offer: Offer | None) -> Tr:
    """One thing to do next. `offer`: the best offer for her now; None if there is none."""
    if offer is not None:
        values = {"title": Raw(offer.config.title), "pay": pay_shown(offer)}
        return Tr("💼 Du travail t'attend : *{title}*, {pay} par tâche.", values)
    if figures.goal is None:
        return Tr("🌱 Dis-moi combien coûte ton projet, et je te dis où tu en es : écris « projet ».")
    return Tr("📚 En attendant du travail, une leçon ? Écris « formation ».")
