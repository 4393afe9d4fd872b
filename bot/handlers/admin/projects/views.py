"""What `projets` shows about one project."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from backend.domain.messaging.message import Raw, Tr, Value, trn
from backend.domain.messaging.texts import beside, lines
from backend.domain.work.projects import ProjectStatus
from backend.domain.work.rating import LEAST_RATINGS, Aspect, AspectRating
from backend.domain.work.steering import ListedProject, ProjectFigures, SentOn
from backend.records import replace
from backend.services.admin import statistics
from bot.delivery.alarms.wage_alarm import underpaid
from bot.handlers.admin import figure_views as view
from bot.handlers.engine.turn import Turn

SIGNS: Mapping[ProjectStatus, str] = {
    ProjectStatus.OPEN: "🟢",
    ProjectStatus.PAUSED: "⏸",
    ProjectStatus.CLOSED: "⚪️",
}
STATUSES: Mapping[ProjectStatus, Tr] = {
    ProjectStatus.OPEN: Tr("ouvert"),
    ProjectStatus.PAUSED: Tr("en pause"),
    ProjectStatus.CLOSED: Tr("fermé"),
}
PRIORITIES: Mapping[int, Tr] = {1: Tr("haute"), 0: Tr("normale"), -1: Tr("basse")}
SAID_OF: Mapping[Aspect, Tr] = {
    Aspect.INSTRUCTIONS: Tr("consignes claires {percent} %"),
    Aspect.PAY: Tr("paie juste {percent} %"),
    Aspect.FAIRNESS: Tr("traitement juste {percent} %"),
}


def head(listed: ListedProject) -> Tr:
    """Its title, name, client, status and priority."""
    return lines(
        Tr("📦 *{title}* ({name})", {"title": Raw(listed.title), "name": Raw(listed.name)}),
        Tr("Client : {client}", {"client": Raw(listed.client)}),
        beside(
            Tr("{sign} {status}", {"sign": SIGNS[listed.status], "status": STATUSES[listed.status]}),
            Tr("priorité {priority}", {"priority": PRIORITIES[listed.priority]}),
        ),
    )


def facts(turn: Turn, found: ProjectFigures) -> list[Tr]:
    """The lines of its figures, the most important ones first."""
    said = [
        beside(
            view.only(trn("✅ {n} réponse", "✅ {n} réponses", found.listed.answers)),
            Tr("encore {n} à venir", {"n": found.missing}),
        ),
        Tr(
            "🏃🏾 {rate} de l'heure sur 24 h",
            {"rate": view.only(trn("{n} réponse", "{n} réponses", found.last_day // 24))},
        )
        if found.last_day >= 24
        else view.only(trn("🏃🏾 {n} réponse sur 24 h", "🏃🏾 {n} réponses sur 24 h", found.last_day)),
        _finish(turn, found),
        *_limits(turn, found),
        _agreement(found),
        rated(found.ratings),
        Tr("💶 Budget : {left} restants sur {funded}", {"left": found.left, "funded": found.listed.funded}),
    ]
    if found.listed.controls:
        known = trn(
            "🎯 {n} autre réponse, à une tâche de contrôle",
            "🎯 {n} autres réponses, à des tâches de contrôle",
            found.listed.controls,
        )
        said.insert(1, view.only(known))
    if found.below:
        said.append(underpaid(found.hourly, found.below))
    said += [_sent_on(each) for each in found.sent_on]
    if found.listed.unfunded:
        waiting = trn(
            "⏳ {n} tâche attend que le budget augmente",
            "⏳ {n} tâches attendent que le budget augmente",
            found.listed.unfunded,
        )
        said.append(view.only(waiting))
    if found.free.units:
        said.append(Tr("Pas encore réservés par des tâches : {free}", {"free": found.free}))
    return said


def _sent_on(found: SentOn) -> Tr:
    many = trn("{n} tâche envoyée", "{n} tâches envoyées", found.sent)
    return Tr("➡️ {sent} dans *{title}*", {"sent": view.only(many), "title": Raw(found.title)})


def _finish(turn: Turn, found: ProjectFigures) -> Tr:
    match found.finish(turn.now, turn.person.zone):
        case "done":
            return Tr("🏁 Toutes les tâches sont finies")
        case ProjectStatus.PAUSED:
            return Tr("🏁 Fin : inconnue, le projet est en pause")
        case ProjectStatus.CLOSED:
            return Tr("🏁 Fin : le projet est fermé")
        case date() as on if on.year != turn.now.year:
            return Tr("🏁 Fin au rythme de la semaine : {day} {year}", {"day": on, "year": str(on.year)})
        case date() as on:
            return Tr("🏁 Fin au rythme de la semaine : {day}", {"day": on})
        case _:
            return Tr("🏁 Fin : inconnue, trop peu de réponses cette semaine")


def _limits(turn: Turn, found: ProjectFigures) -> list[Tr]:
    limits = []
    if found.ends is not None:
        day: Mapping[str, Value] = {"day": found.ends, "year": str(found.ends.year)}
        over = found.ends < statistics.today(turn.person, turn.now)
        said = Tr("📅 Terminé : le dernier jour était le {day} {year}", day)
        limits.append(said if over else Tr("📅 Tâches données jusqu'au {day} {year}", day))
    if found.most_per_person is not None:
        each = trn("👤 {n} réponse au plus par personne", "👤 {n} réponses au plus par personne", found.most_per_person)
        limits.append(view.only(each))
    return limits


def _agreement(found: ProjectFigures) -> Tr:
    if found.agreement is None:
        return Tr("🤝 Accord : rien à comparer encore (il faut des tâches à plusieurs réponses)")
    return Tr(
        "🤝 Accord : {percent} % des réponses suivent la majorité (sur {n})",
        {"percent": int(found.agreement * 100), "n": found.compared},
    )


def rated(ratings: Sequence[AspectRating]) -> Tr:
    """What people who work on the project say about each aspect that enough of them rated."""
    told = [
        Tr(
            "{said} ({n})",
            {"said": replace(SAID_OF[each.aspect], values={"percent": int(share * 100)}), "n": each.count},
        )
        for each in ratings
        if (share := each.share) is not None
    ]
    if not told:
        return Tr("🗣 Avis : moins de {n} pour le moment", {"n": LEAST_RATINGS})
    return Tr("🗣 Avis : {said}", {"said": beside(*told)})
