"""The file of a person's data for reading, as titles and tables of text. The text is French, because it is a document
and not a message."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import orjson

from backend.domain import days
from backend.domain.messaging import channels
from backend.domain.messaging.message import load
from backend.domain.money import Money
from backend.domain.people import places
from backend.records import Record
from backend.services.privacy.person_file import SHOWN, Overview
from bot.i18n import formats
from bot.i18n.render import plain

MOST_CELL_CHARACTERS = 1_000
"""Characters of one cell."""


class Section(Record):
    """One table. `more`: a line below it; "" for none."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    more: str = ""


_SECTIONS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "profile": ("Ton profil", ("Prénom", "Pays", "Rôle", "Langue", "Inscrite le", "Fuseau horaire")),
    "chats": ("Tes messageries", ("Messagerie", "Adresse", "Nom", "Dernier message")),
    "consents": ("Ce que tu as accepté", ("Document", "Version", "Le")),
    "goal": ("Ton projet", ("Projet", "Genre", "Montant", "Pour le")),
    "reminder": ("Tes rappels", ("Jours", "Heure")),
    "balances": ("Ton argent", ("Compte", "Montant")),
    "months": ("Ton travail, mois par mois", ("Mois", "Réponses", "Temps", "Gagné en euros", "Gagné en francs")),
    "payments": ("Tes paiements", ("Préparé le", "Payé le", "État", "Montant", "Vers le numéro qui finit par")),
    "destinations": ("Où tu es payée", ("Genre", "Opérateur", "Numéro et nom", "Depuis le", "Jusqu’au")),
    "answers": ("Tes réponses", ("Le", "Projet", "Réponse", "Secondes", "Paie", "Acceptée le")),
    "modules": ("Ta formation", ("Module", "Commencé le", "Réussi le", "Note")),
    "badges": ("Tes badges", ("Badge", "Le", "Retiré le")),
    "thread": ("Tes messages avec ta Huber", ("Le", "De", "Message", "Fichier")),
    "notes": ("Ce que l’équipe a noté sur toi", ("Le", "Note")),
    "messages": ("Ce que je t’ai écrit", ("Le", "Message")),
}
"""Table → its title and the heads of its columns, in the order of the file."""
_WORDS = {
    "hiteuse": "hiteuse",
    "trainee": "en formation",
    "huber": "Huber",
    "admin": "équipe",
    "terms": "conditions",
    "data": "données personnelles",
    "pending": "en vérification",
    "accepted": "accepté",
    "savings": "mis de côté",
    "transit": "en route",
    "paid": "payé",
    "proposed": "préparé",
    "sent": "envoyé",
    "failed": "échoué",
    "dropped": "abandonné",
    "phone": "mobile money",
    "account": "compte en banque",
    "fr": "français",
}
_DAYS_ONLY = frozenset({"badges", "modules", "consents"})


def sections(found: Overview) -> tuple[Section, ...]:
    """The tables that hold something, in order."""
    made = []
    for name, (title, heads) in _SECTIONS.items():
        rows = found.tables.get(name, [])
        if rows:
            cells = tuple(
                tuple(_cell(name, heads[place], value, found) for place, value in enumerate(row)) for row in rows
            )
            made.append(Section(title, heads, cells, _more(name, len(rows), found)))
    return tuple(made)


def _more(name: str, shown: int, found: Overview) -> str:
    if name == "answers" and found.answers > shown:
        whole = formats.number(found.answers)
        return f"Les {formats.number(shown)} plus récentes, sur {whole}. Toutes sont dans l’autre fichier."
    if shown == SHOWN:
        return f"Les {formats.number(shown)} lignes les plus récentes. Toutes sont dans l’autre fichier."
    return ""


def _cell(table: str, head: str, value: Any, found: Overview) -> str:
    match value:
        case None | "":
            return "–"
        case bool():
            return _yes(table, value)
        case [None, _] | [_, None]:
            return "–"
        case [str() as units, str() as currency] if units.lstrip("-").isdigit():
            return formats.money(Money(int(units), currency))
        case datetime():
            return _moment(value, found.person.zone, day=table in _DAYS_ONLY)
        case date():
            return formats.month(value) if head == "Mois" else formats.full_day(value)
        case time():
            return formats.hour(value)
        case int() if head == "Temps":
            return formats.duration(timedelta(seconds=value)) if value else "–"
        case int() | Decimal():
            return formats.percent(Fraction(value)) if head == "Note" else formats.number(value)
        case str():
            return _text(head, value)
        case dict() if table == "messages":
            return _cut("\n".join(plain(part, found.person.language, found.person.zone) for part in load(value).parts))
        case _:
            return _cut(orjson.dumps(value).decode())


def _yes(table: str, value: bool) -> str:
    if table == "thread":
        return "Toi" if value else "Ta Huber ou l’équipe"
    return "oui" if value else "non"


def _text(head: str, value: str) -> str:
    if head == "Pays":
        return next((country.name for country in places.COUNTRIES if country.code == value), value)
    if head == "Messagerie":
        return channels.label(value)
    return _WORDS.get(value) or _cut(value)


def _moment(value: datetime, zone: str, *, day: bool) -> str:
    there = days.local(value, zone or "UTC")
    said = formats.full_day(there.date())
    return said if day else f"{said}, {formats.hour(there.time())}"


def _cut(text: str) -> str:
    return text if len(text) <= MOST_CELL_CHARACTERS else f"{text[: MOST_CELL_CHARACTERS - 1]}…"
