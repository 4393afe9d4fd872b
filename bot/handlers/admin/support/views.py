"""How an admin sees a person's file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from backend.domain import days
from backend.domain.admin.support_lookup import Contact, Hit, Note, PersonFile, Told
from backend.domain.errors import BadInput
from backend.domain.messaging import channels
from backend.domain.messaging.message import Choice, Francs, FullDay, Message, Raw, Tr, Value, tr, trn
from backend.domain.messaging.states import OutboxStatus
from backend.domain.messaging.texts import lapse, lines
from backend.domain.money import francs
from backend.domain.people import places
from backend.domain.people.commands import Person
from backend.domain.people.permissions import may
from backend.domain.people.roles import LEARNERS
from backend.domain.people.roles import of as standing_of
from backend.domain.reminders.reminder_policy import SkipReason
from backend.records import replace
from bot.flows.engine.paging import next_page
from bot.flows.people import role_labels
from bot.handlers.messaging import purposes

PAGE_SIZE = 8
"""The most lines on one page."""
FIND = Choice("/personne", "🔎 Chercher")
MENU = Choice("/menu", "Menu")
UNSENT: Mapping[str, Tr] = {
    SkipReason.STOPPED: Tr("elle a dit stop"),
    SkipReason.REFUSED: Tr("elle ne veut pas de rappel"),
    SkipReason.BLOCKED: Tr("je ne peux pas la joindre"),
    SkipReason.PAUSED: Tr("elle est en pause"),
    SkipReason.LATE: Tr("l'heure était passée"),
    SkipReason.QUIET: Tr("c'était la nuit chez elle"),
    SkipReason.TOLD: Tr("elle avait déjà son message du jour"),
    SkipReason.LIMIT: Tr("elle avait fait ses 3 heures"),
    SkipReason.WORKED: Tr("elle travaillait déjà"),
    SkipReason.NO_WORK: Tr("il n'y avait pas de travail"),
    SkipReason.ANNOUNCED: Tr("elle a reçu une annonce"),
    SkipReason.NOTHING: Tr("il n'y avait rien à lui dire"),
}


def nobody(text: str) -> Message:
    """Nobody was found for this text."""
    return tr("Je ne trouve personne pour « {text} ».", text=Raw(text[:60])).with_choices(FIND, MENU, columns=2)


def hits(found: Sequence[Hit]) -> Message:
    """A choice between several people who fit."""
    message = trn("{n} personne trouvée. Laquelle ?", "{n} personnes trouvées. Laquelle ?", len(found))
    return message.with_choices(
        *(
            Choice(
                f"/personne {each.person}",
                Tr(
                    "{name} · {country} · n° {number}",
                    {"name": Raw(each.name or "?"), "country": Raw(each.country or "–"), "number": str(each.person)},
                ),
            )
            for each in found
        ),
        FIND,
    )


def file(found: PersonFile, by: Person, now: datetime) -> Message:
    """The file on one screen, with the actions that the reader may take."""
    person = found.person
    facts = [
        *_erased(found),
        _state(person, now),
        *(_contact(each, now) for each in found.contacts),
        *_work(found, now),
    ]
    message = Message((_title(person), lines(*facts)))
    if person.role in LEARNERS:
        message += Message((lines(*[*_money(found), *_training(found)]),))
    message += Message((lines(*[*_messages(found, person.zone, now)]),))
    for note in found.notes:
        message += Message((_note(note, by.zone),))
    return message.with_choices(*_choices(found, by, now), columns=2)


def _erased(found: PersonFile) -> tuple[Tr, ...]:
    if found.erased_on is None:
        return ()
    day = FullDay(days.local_day(found.erased_on, found.person.zone))
    return (Tr("🗑 Compte effacé le {day}, comme demandé", {"day": day}),)


def title(person: Person) -> Raw:
    """A person's first name, or "?"."""
    return Raw(person.first_name or "?")


def _title(person: Person) -> Tr:
    values: dict[str, Value] = {
        "name": title(person),
        "number": str(person.id),
        "role": role_labels.in_words(standing_of(person)),
    }
    try:
        country = places.country(person.country)
    except BadInput:
        return Tr("*{name}* (n° {number}) · {role}", values)
    return Tr(
        "*{name}* (n° {number}) · {role} · {country}", {**values, "country": Raw(f"{country.flag} {country.name}")}
    )


def _state(person: Person, now: datetime) -> Tr:
    if person.stopped_at is not None:
        return Tr("🛑 A dit stop {day}", {"day": days.local_day(person.stopped_at, person.zone)})
    if person.paused_until is not None and person.paused_until > now:
        return Tr("⏸ En pause jusqu'à {at}", {"at": person.paused_until})
    if person.joined_at is None:
        return Tr("⏳ Pas encore inscrite")
    since = (days.local_day(now, person.zone) - days.local_day(person.joined_at, person.zone)).days
    if since < 1:
        return Tr("✅ Inscrite aujourd'hui")
    return Tr("✅ Inscrite depuis {n} jour", {"n": since}, "✅ Inscrite depuis {n} jours", since)


def _contact(each: Contact, now: datetime) -> Tr:
    values: dict[str, Value] = {
        "channel": Raw(channels.label(each.channel) + (f" …{each.ending}" if each.ending else "")),
        "heard": Tr(", écrit il y a {age}", {"age": lapse(now - each.heard_at)}) if each.heard_at else Raw(""),
    }
    if each.locked:
        return Tr("🔒 {channel} : bloquée, à vérifier{heard}", values)
    if each.blocked:
        return Tr("🚫 {channel} : elle ne reçoit plus rien là{heard}", values)
    return Tr("📱 {channel}{heard}", values)


def _work(found: PersonFile, now: datetime) -> list[Tr]:
    if found.person.role not in LEARNERS:
        return []
    values: dict[str, Value] = {
        "n": found.work.answers,
        "time": found.work.active,
        "ever": found.work.answers_ever,
        "tried": Tr(" · tâche d'essai faite") if found.work.practised else Raw(""),
    }
    facts = [
        Tr(
            "💼 7 jours : {n} réponse, {time} ; {ever} en tout{tried}",
            values,
            "💼 7 jours : {n} réponses, {time} ; {ever} en tout{tried}",
            found.work.answers,
        )
    ]
    if found.work.open_task and found.work.open_since is not None:
        task: dict[str, Value] = {"title": Raw(found.work.open_task), "age": lapse(now - found.work.open_since)}
        facts.append(Tr("📌 Tâche ouverte : {title}, depuis {age}", task))
    return facts


def _money(found: PersonFile) -> list[Tr]:
    earned = found.earned
    under_way = earned.under_way
    values: dict[str, Value] = {
        "pending": Francs(francs(*earned.pending)),
        "accepted": Francs(earned.payable + francs(*earned.savings)),
        "transit": Tr(" · en cours {sum}", {"sum": Francs(under_way)}) if under_way else Raw(""),
        "paid": Francs(earned.paid_out),
    }
    return [Tr("💰 En attente {pending} · accepté {accepted}{transit} · payé {paid}", values)]


def _training(found: PersonFile) -> list[Tr]:
    facts = []
    if found.work.passed:
        facts.append(Tr("🎓 Réussi : {titles}", {"titles": Raw(", ".join(found.work.passed))}))
    if found.work.learning:
        facts.append(Tr("📖 En cours : {title}", {"title": Raw(found.work.learning)}))
    return facts or [Tr("🎓 Aucun module réussi")]


def _messages(found: PersonFile, zone: str, now: datetime) -> list[Tr]:
    facts = (
        [Tr("✉️ Dernier message : {line}", {"line": told(found.told, now)})] if found.told else [Tr("✉️ Aucun message")]
    )
    if found.failed:
        facts.append(Tr("❌ {n} message abandonné", {"n": found.failed}, "❌ {n} messages abandonnés", found.failed))
    if found.unsent is not None:
        reason, at = found.unsent
        why = UNSENT.get(reason, Raw(reason))
        facts.append(Tr("🔕 Pas de rappel {day} : {why}", {"day": days.local_day(at, zone), "why": why}))
    return facts


def told(each: Told, now: datetime) -> Tr:
    """One message: its purpose, its channel, its age, and its state."""
    values: dict[str, Value] = {
        "purpose": purposes.in_words(each.purpose),
        "channel": Raw(channels.label(each.channel)),
        "age": lapse(now - each.at),
    }
    if each.status == OutboxStatus.FAILED:
        return Tr("{purpose}, {channel}, il y a {age} : échec ({error})", {**values, "error": Raw(each.error[:80])})
    if each.status == OutboxStatus.HELD:
        return Tr("{purpose}, {channel}, il y a {age} : attend un mot d'elle", values)
    if each.status == OutboxStatus.LET_GO:
        return Tr("{purpose}, {channel}, il y a {age} : laissé de côté", values)
    if each.read_at is not None:
        return Tr("{purpose}, {channel}, il y a {age} : lu", values)
    if each.delivered_at is not None:
        return Tr("{purpose}, {channel}, il y a {age} : reçu", values)
    if each.status == OutboxStatus.SENT:
        return Tr("{purpose}, {channel}, il y a {age} : envoyé", values)
    return Tr("{purpose}, {channel}, il y a {age} : en route", values)


def _note(note: Note, zone: str) -> Tr:
    return Tr(
        "📝 {text} ({by}, {day})",
        {"text": Raw(note.text), "by": Raw(note.by or "?"), "day": days.local_day(note.at, zone)},
    )


def _choices(found: PersonFile, by: Person, now: datetime) -> list[Choice]:
    person, number = found.person, found.person.id
    choices = []
    if may(by, "change people") and (person.role != "admin" or may(by, "give roles")):
        if any(each.locked for each in found.contacts):
            choices.append(Choice(f"/personne {number} debloquer", "🔓 Débloquer"))
        if person.paused_until is not None and person.paused_until > now:
            choices.append(Choice(f"/personne {number} reprise", "▶️ Finir la pause", also=("reprendre", "reprise")))
        elif person.stopped_at is None:
            choices.append(Choice(f"/personne {number} pause", "🔕 7 jours sans rappels", also=("pause",)))
        choices.append(Choice(f"/personne {number} note", "📝 Ajouter une note"))
    if may(by, "give roles"):
        choices.append(Choice(f"/role {number}", "🎭 Changer le rôle"))
    choices.append(Choice(f"/personne {number} messages", "✉️ Ses messages"))
    choices.append(Choice(f"/personne {number} rappels", "⏰ Ses rappels"))
    if found.notes_in_all > len(found.notes):
        choices.append(Choice(f"/personne {number} notes", "📝 Toutes les notes"))
    if may(by, "see the audit"):
        choices.append(Choice(f"/audit {number}", "🗂 Historique"))
    return [*choices, FIND]


_HEADS: Mapping[str, Tr] = {
    "messages": Tr("*✉️ Messages à {name}*"),
    "rappels": Tr("*⏰ Rappels à {name}, jour par jour*"),
    "notes": Tr("*📝 Notes sur {name}*"),
}


def pages(person: Person, facts: Sequence[Tr], what: str, page: int, *, more: bool) -> Message:
    """A page of what `what` names: messages, notes, or the reminder (or why there was none) of each day."""
    head = replace(_HEADS[what], values={"name": title(person)})
    body = lines(*[Tr("• {line}", {"line": line}) for line in facts]) if facts else Tr("Il n'y a rien.")
    choices = [next_page(f"/personne {person.id} {what} {page + 1}", page + 1)] if more else []
    back = Choice(f"/personne {person.id}", Tr("‹ {name}", {"name": title(person)}))
    return Message((head, body), (*choices, back), columns=2)


def notes(found: Sequence[Note], zone: str) -> list[Tr]:
    """Notes as lines; `zone`: the reader's time zone."""
    return [_note(each, zone) for each in found]
