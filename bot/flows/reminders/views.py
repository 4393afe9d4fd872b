"""The reminders of a person's last days, or why there was none, as Hubers and admins see them."""

from __future__ import annotations

from collections.abc import Mapping

from backend.domain.messaging.message import Tr
from backend.domain.messaging.states import OutboxStatus
from backend.domain.reminders.reminder_policy import Kind, Outreach, SkipReason

KINDS: Mapping[Kind, Tr] = {
    Kind.MILESTONE: Tr("étape de son projet"),
    Kind.EXPIRED: Tr("tâche échue"),
    Kind.REVISION: Tr("révision"),
    Kind.LESSON: Tr("leçon à reprendre"),
    Kind.WORK: Tr("travail"),
    Kind.NEW_DAY: Tr("nouvelle journée"),
    Kind.FIRST: Tr("première tâche payée"),
    Kind.MONTH: Tr("résumé du mois"),
    Kind.SUMMARY: Tr("résumé de la semaine"),
}
REASONS: Mapping[SkipReason, Tr] = {
    SkipReason.STOPPED: Tr("elle a dit stop"),
    SkipReason.REFUSED: Tr("elle ne veut pas de rappel"),
    SkipReason.BLOCKED: Tr("aucun chat où la joindre"),
    SkipReason.PAUSED: Tr("elle est en pause"),
    SkipReason.LATE: Tr("son heure était passée"),
    SkipReason.QUIET: Tr("c'était la nuit chez elle"),
    SkipReason.TOLD: Tr("déjà écrit ce jour-là"),
    SkipReason.LIMIT: Tr("ses 3 h étaient faites"),
    SkipReason.WORKED: Tr("elle avait déjà travaillé"),
    SkipReason.NO_WORK: Tr("pas de travail pour elle"),
    SkipReason.ANNOUNCED: Tr("elle avait reçu une annonce"),
    SkipReason.NOTHING: Tr("rien à lui dire"),
}


def line(day: Outreach) -> Tr:
    """One day: "mercredi 4 mars : travail, révision · lu", or the reason why nothing was sent."""
    if day.reason is not None:
        return Tr("{date} : rien ({why})", {"date": day.date, "why": REASONS[day.reason]})
    first, *others = (KINDS[kind] for kind in day.kinds)
    about = first
    for kind in others:
        about = Tr("{first}, {then}", {"first": about, "then": kind})
    return Tr("{date} : {about} · {fate}", {"date": day.date, "about": about, "fate": _fate(day)})


def _fate(day: Outreach) -> Tr:
    """How far the message has come."""
    if day.read_at is not None:
        return Tr("lu")
    if day.delivered_at is not None:
        return Tr("reçu")
    match day.status:
        case OutboxStatus.SENT:
            return Tr("parti")
        case OutboxStatus.FAILED | OutboxStatus.LET_GO:
            return Tr("pas arrivé")
        case OutboxStatus.HELD:
            return Tr("attend son prochain mot")
        case _:
            return Tr("en route")
