"""The lines of the audit in French."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from backend.domain.admin.audit import AuditLine
from backend.domain.messaging import channels
from backend.domain.messaging.message import Raw, Tr
from backend.domain.money import Money
from backend.domain.people import places
from backend.domain.people.roles import RoleAssignment
from bot.flows.people import role_labels
from bot.handlers.admin.projects.views import PRIORITIES

ACTIONS: dict[str, Tr] = {
    "announce": Tr("annonce créée"),
    "ask for a second person": Tr("deuxième accord réglé"),
    "announce again": Tr("annonce renvoyée"),
    "approve an announcement": Tr("annonce acceptée"),
    "cancel an announcement": Tr("annonce annulée"),
    "pause an announcement": Tr("annonce mise en pause"),
    "refuse an announcement": Tr("annonce refusée"),
    "resume an announcement": Tr("annonce reprise"),
    "close thread": Tr("discussion fermée"),
    "report message": Tr("message signalé"),
    "decide report": Tr("message signalé regardé"),
    "record instructions": Tr("consignes enregistrées"),
    "remove instructions": Tr("consignes retirées"),
    "decline work": Tr("travail payé refusé"),
    "ask erasure": Tr("effacement demandé"),
    "stay": Tr("effacement annulé"),
    "claim pay": Tr("paie gardée reprise"),
    "export person": Tr("données données en fichier"),
    "erase person": Tr("compte effacé"),
    "encourage": Tr("encouragement envoyé"),
    "import": Tr("lot importé"),
    "results.export": Tr("résultats donnés en fichier"),
    "client": Tr("client ajouté"),
    "close month": Tr("mois clos dans les comptes"),
    "concern": Tr("décision sur un travail à aider"),
    "settle refusals": Tr("décision sur des refus"),
    "import module": Tr("module importé"),
    "publish module": Tr("module mis en ligne"),
    "restore module": Tr("version d'avant reprise"),
    "invite": Tr("codes créés"),
    "withdraw invite": Tr("code retiré"),
    "letters.again": Tr("messages renvoyés"),
    "letters.drop": Tr("messages jetés"),
    "project.priority": Tr("priorité d'un projet"),
    "project.status": Tr("état d'un projet"),
    "project.topup": Tr("paie complétée"),
    "jobs.again": Tr("travaux relancés"),
    "jobs.drop": Tr("travaux oubliés"),
    "ask to join": Tr("liaison demandée"),
    "stop joining": Tr("liaison arrêtée"),
    "join": Tr("messagerie reliée"),
    "lock": Tr("messagerie fermée"),
    "lost": Tr("téléphone perdu"),
    "merge": Tr("comptes réunis"),
    "note person": Tr("note ajoutée"),
    "open": Tr("messagerie rouverte"),
    "part": Tr("messagerie déliée"),
    "pause person": Tr("pause changée"),
    "see person": Tr("fiche consultée"),
    "promote": Tr("travail payé ouvert"),
    "rescue": Tr("accès redonné"),
    "revoke credential": Tr("certificat retiré"),
    "role": Tr("rôle changé"),
    "secret": Tr("code secret"),
    "destination": Tr("compte de paie"),
    "propose payouts": Tr("paiements proposés"),
    "approve payouts": Tr("paiements approuvés"),
    "send payouts": Tr("paiements envoyés"),
    "drop payouts": Tr("paiements abandonnés"),
    "stop payouts by hand": Tr("paiements arrêtés"),
    "stop payouts": Tr("paiements arrêtés d'eux-mêmes"),
    "resume payouts": Tr("paiements repris"),
    "reconcile payouts": Tr("retours de paiements repris"),
    "hold pay": Tr("paie retenue"),
    "release pay": Tr("paie libérée"),
    "hold payout": Tr("paiement retiré"),
    "retry payout": Tr("paiement réessayé"),
    "answer claim": Tr("réclamation suivie"),
    "clear payouts": Tr("paiements débloqués"),
    "unlock": Tr("messageries rouvertes"),
    "unmerge": Tr("comptes séparés"),
    "vouch": Tr("identité vérifiée"),
}
"""Action, as it is stored in the audit → its label. A check makes sure that none is missing."""
VALUES: dict[str, Tr] = {
    "active": Tr("actif"),
    "open": Tr("ouvert"),
    "closed": Tr("fermé"),
    "paused": Tr("en pause"),
    "running": Tr("en cours"),
    "planned": Tr("prévu"),
    "proposed": Tr("proposé"),
    "cancelled": Tr("annulé"),
    "refused": Tr("refusé"),
    "accepted": Tr("accepté"),
    "done": Tr("terminé"),
    "withdrawn": Tr("retiré"),
    "hands": Tr("a peut-être changé de mains"),
    "silent": Tr("six mois sans un mot"),
    "number": Tr("par son code secret"),
    "other": Tr("par une autre de ses messageries"),
    "vouched": Tr("on l'a reconnue"),
    "unlocked": Tr("par l'équipe"),
    "chosen": Tr("choisi"),
    "changed": Tr("changé"),
    "removed": Tr("enlevé"),
    "asked": Tr("attend un accord"),
    "forgot": Tr("code secret oublié"),
    "mute": Tr("discussion coupée"),
    "lift": Tr("discussion rouverte"),
    "training": Tr("formation"),
    "talk": Tr("pour lui parler"),
    "week": Tr("son travail"),
    "new": Tr("premier travail"),
    "risk": Tr("à relancer"),
    "gone": Tr("partie depuis 28 jours"),
    "full": Tr("3 heures par jour"),
    "passed": Tr("module réussi"),
    "waits": Tr("attend une décision"),
    "well": Tr("tout va bien"),
    "easy": Tr("tâches simples"),
    "stopped": Tr("arrêté pour elle"),
    "hasty": Tr("réponses très rapides"),
    "same": Tr("réponses toutes les mêmes"),
    "drift": Tr("réponses connues ratées"),
    "answer": Tr("réponse"),
    "confirmed": Tr("arrivée confirmée"),
    "returned": Tr("argent rendu"),
}
"""Stored values that are the product's own words → their labels."""
SHOWN = (
    *("announcement", "project", "name", "file", "version", "label", "reason", "how", "why", "what", "text", "role"),
    *("country", "count", "tasks", "ids", "booked", "hers", "people"),
    *("run", "payouts", "paid", "failed", "tail", "months", "claim", "payout"),
)
"""The keys of `AuditLine.about` that are shown in chat; the export has all of them."""
MAX_VALUE_LENGTH = 60
"""The most characters of one value."""
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")


def action(name: str) -> Tr | Raw:
    """The label of an action; an unknown one as it is."""
    return ACTIONS.get(name, Raw(name))


JobName = Callable[[str], Tr | Raw]


def line(found: AuditLine, job: JobName = Raw) -> Tr:
    """One line: when, who, what, to whom, from what to what, from where. `job`: the label of a job by its name."""
    said = Tr("• {at} · {who} : *{what}*", {"at": found.at, "who": _who(found), "what": action(found.action)})
    if found.subject is not None and found.subject != found.by:
        whom = _person(found.subject, found.subject_name)
        said = Tr("{first} · {then}", {"first": said, "then": whom})
    if (details := _details(found, job)) is not None:
        said = Tr("{first} · {then}", {"first": said, "then": details})
    if found.before is not None and found.after is not None:
        change = {"before": _state(found.before), "after": _state(found.after)}
        said = Tr("{first} · {then}", {"first": said, "then": Tr("{before} → {after}", change)})
    return Tr("{first} · {then}", {"first": said, "then": _where(found)})


def _who(found: AuditLine) -> Tr | Raw:
    if found.by is None and found.channel:
        return Tr("automatique")
    if found.by is None:
        return Tr("ligne de commande")
    return _person(found.by, found.by_name)


def _person(number: int, name: str) -> Tr:
    return Tr("{name} (n° {number})", {"name": Raw(name or "?"), "number": str(number)})


def _where(found: AuditLine) -> Tr | Raw:
    if found.channel:
        return Raw(channels.label(found.channel))
    return Tr("serveur")


def _state(values: Mapping[str, Any]) -> Tr | Raw:
    if set(values) <= {"role", "duty", "countries"} and "role" in values:
        return _standing(values)
    said: Tr | Raw | None = None
    for key, value in values.items():
        shown = PRIORITIES.get(value, Raw("–")) if key == "priority" else _value(value)
        said = shown if said is None else Tr("{first}, {then}", {"first": said, "then": shown})
    return said or Raw("–")


def _standing(values: Mapping[str, Any]) -> Tr | Raw:
    return role_labels.in_words(RoleAssignment(values["role"], values.get("duty"), tuple(values.get("countries", ()))))


def _details(found: AuditLine, job: JobName) -> Tr | Raw | None:
    said: Tr | Raw | None = None
    for key in SHOWN:
        value = found.about.get(key)
        # a project's id: its name is shown as well
        if value in (None, "", []) or (key, type(value)) == ("project", int):
            continue
        if key == "ids" and "tasks" in found.about:  # their number is shown already
            continue
        shown = _named(found, key, value, job) or _value(value)
        said = shown if said is None else Tr("{first}, {then}", {"first": said, "then": shown})
    return said


def _of_payments(key: str, value: Any) -> Tr | None:
    """What a number of a run of payments counts; None for other values."""
    match key, value:
        case "run", int():
            return Tr("envoi {number}", {"number": str(value)})
        case "payouts", int() as n:
            return Tr("{n} paiement", {"n": n}, "{n} paiements", n)
        case "paid", int() as n:
            return Tr("{n} payé", {"n": n}, "{n} payés", n)
        case "failed", int() as n:
            return Tr("{n} revenu", {"n": n}, "{n} revenus", n)
        case _:
            return None


def _named(found: AuditLine, key: str, value: Any, job: JobName) -> Tr | Raw | None:
    """A value that would be a bare number or code without its unit or name; None for other values."""
    jobs = found.action.startswith("jobs.")
    match key, value:
        case "announcement", int():
            return Tr("n° {number}", {"number": str(value)})
        case "claim" | "payout", int():
            return Tr("n° {number}", {"number": str(value)})
        case "version", int():
            return Tr("version {number}", {"number": str(value)})
        case "role", str():
            return _standing(found.about)
        case "country", _:
            return _country(value)
        case "name", str() if jobs:
            return job(value)
        case "people", int() as n:
            return Tr("{n} personne", {"n": n}, "{n} personnes", n)
        case "tasks", int() as n if jobs:
            return Tr("{n} travail", {"n": n}, "{n} travaux", n)
        case "tasks", int() as n:
            return Tr("{n} tâche", {"n": n}, "{n} tâches", n)
        case "count", int() as n:
            return Tr("{n} code", {"n": n}, "{n} codes", n)
        case "ids", list() as ids if found.about.get("kind") == "event":
            return Tr("{n} événement", {"n": len(ids)}, "{n} événements", len(ids))
        case "ids", list() as ids:
            return Tr("{n} message", {"n": len(ids)}, "{n} messages", len(ids))
        case _:
            return _of_payments(key, value)


def _country(code: Any) -> Raw:
    known = {country.code: country.name for country in places.COUNTRIES}
    return Raw(known.get(str(code), str(code)))


def _value(value: Any) -> Tr | Raw:
    match value:
        case bool():
            return Tr("oui") if value else Tr("non")
        case [int() as units, str() as currency]:
            return Tr("{sum}", {"sum": Money(units, currency)})
        case str() if value in ("hiteuse", "trainee", "huber", "admin"):
            return role_labels.in_words(RoleAssignment(value))  # type: ignore[arg-type]  # one of `Role`, as was just seen
        case str() if (at := _moment(value)) is not None:
            return Tr("{at}", {"at": at})
        case str():
            return VALUES.get(value) or Raw(_cut(" ".join(value.split())))
        case list():
            return Raw(_cut(", ".join(str(each) for each in value)))
        case None:
            return Raw("–")
        case _:
            return Raw(_cut(str(value)))


def _moment(text: str) -> datetime | None:
    """An instant as it is stored; it is shown in the reader's time zone. None if the text is none."""
    try:
        return datetime.fromisoformat(text) if _INSTANT.match(text) else None
    except ValueError:
        return None


def _cut(text: str) -> str:
    return text if len(text) <= MAX_VALUE_LENGTH else f"{text[: MAX_VALUE_LENGTH - 1]}…"
