"""The summary of her week, sent on Sunday: what she earned, what is left to her project, and one next step.

It reads as lines in chat, and as one paragraph in a WhatsApp template: each line is a sentence, and figures
that are zero are left out."""

from __future__ import annotations

from backend.domain.earnings.figures import Figures, chart, left
from backend.domain.messaging.message import Attachment, Francs, Message, Raw, Tr, Value
from backend.domain.messaging.texts import lines
from backend.domain.work.commands import Offer
from bot.flows.work.offers import pay_shown

MOST_WORDS = 40
"""The most characters of her project's description."""


def message(figures: Figures, hello: Tr, offer: Offer | None) -> Message:
    """The summary as a message. `offer`: the best offer for her now; None if there is none."""
    head = Tr("{hello} Voici ta semaine.", {"hello": hello})
    return Message((head, lines(*told(figures), _next_step(figures, offer))), attachment=picture(figures))


def told(figures: Figures) -> list[Tr]:
    """The lines on what she earned and what is left to her project."""
    return [_brought(figures), *_project(figures)]


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
    missing = left(figures)
    if missing is None:
        return []
    words = " ".join(figures.project.split())
    if len(words) > MOST_WORDS:
        words = words[: MOST_WORDS - 1].rstrip() + "…"
    values: dict[str, Value] = {"left": Francs(missing), "project": Raw(words)}
    if not missing:
        return [Tr("🎉 Ton projet est couvert par ce que tu as mis de côté : bravo !")]
    if not words:
        return [Tr("🌱 Il reste *{left}* pour ton projet.", values)]
    return [Tr("🌱 Il reste *{left}* pour ton projet « {project} ».", values)]


def _next_step(figures: Figures, offer: Offer | None) -> Tr:
    if offer is not None:
        values = {"title": Raw(offer.config.title), "pay": pay_shown(offer)}
        return Tr("💼 Du travail t'attend : *{title}*, {pay} par tâche.", values)
    if figures.goal is None:
        return Tr("🌱 Dis-moi combien coûte ton projet, et je te dis où tu en es : écris « projet ».")
    return Tr("📚 En attendant du travail, une leçon ? Écris « formation ».")
