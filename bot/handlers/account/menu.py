"""The menu of each role, and the words behind its labels."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache

from backend.db.people import erasures
from backend.domain import days
from backend.domain.french.asked_how import thing_asked
from backend.domain.french.lexicon import ARTICLES
from backend.domain.french.phonetics import sound
from backend.domain.french.spelling import fold
from backend.domain.messaging.intent_vocabulary import vocabulary
from backend.domain.messaging.message import Choice, Message, tr
from backend.domain.people.commands import Person
from backend.domain.people.permissions import may
from bot.flows.earnings import goal, saving_views
from bot.flows.people import hard_content
from bot.flows.privacy import leaving
from bot.flows.reminders import dialogue as reminder_flow
from bot.flows.threads.write import TEAM
from bot.handlers.engine import open_question
from bot.handlers.engine.turn import Turn
from bot.handlers.engine.words import Vocabulary, Word
from bot.i18n.render import plain

MOST_CHOICES = 10
"""The most rows of a list on WhatsApp."""
HELP = Choice("/aide", "❓ Aide")
PROFILE = Choice("/profil", "👤 Mon profil")
WORKS = (
    Choice("/travail", "💼 Travailler"),
    Choice("/gains", "💰 Mes gains"),
    Choice("/projet", "🌱 Mon projet"),
    Choice("/formation", "📚 Me former"),
    Choice("/rappels", "⏰ Mes rappels"),
    Choice("/huber", "💬 Ma Huber"),
    PROFILE,
)
LEARNS = (
    Choice("/formation", "📚 Mes modules"),
    Choice("/progres", "🌱 Mes progrès"),
    Choice("/revision", "🔁 Réviser"),
    Choice("/certificat", "🏅 Mes badges"),
    Choice("/rappels", "⏰ Mes rappels"),
    Choice("/huber", "💬 Ma Huber"),
    PROFILE,
)
LOOKS_AFTER = (
    Choice("/cohorte", "👭 Ma cohorte"),
    Choice("/messages", "💬 Messages"),
    TEAM,
    Choice("/chiffres", "📊 Leurs chiffres"),
    Choice("/annonce", "📣 Annoncer"),
    Choice("/promouvoir", "⭐ Promouvoir"),
    Choice("/inviter", "✉️ Inviter"),
    PROFILE,
)
STEERS = (
    Choice("/projets", "📦 Projets"),
    Choice("/lot", "📥 Importer un lot"),
    Choice("/stats", "📊 Chiffres"),
    Choice("/personne", "🔎 Une personne"),
    Choice("/annonce", "📣 Annoncer"),
    Choice("/messages", "💬 Messages"),
    Choice("/file", "🗂 File d'attente"),
    Choice("/inviter", "✉️ Inviter"),
    Choice("/paiements", "💵 Paiements"),
    Choice("/audit", "🧾 Journal"),
    Choice("/cohorte", "👭 Les cohortes"),
    Choice("/formation", "📚 Les leçons"),
    PROFILE,
)
MENUS: dict[str | None, tuple[Choice, ...]] = {"hiteuse": WORKS, "huber": LOOKS_AFTER, "admin": STEERS}
"""The menu by role; trainees and people without a role get `LEARNS`. Words that a person may not use are not shown."""
COUNTRY = Choice("/pays", "🌍 Mon pays")
INCOME = Choice("/attestation", "Attestation de revenus")
CONDITIONS = Choice("/conditions", "📜 Conditions")
HER_DATA = Choice("/mesdonnees", "📦 Mes données")
SCREENS = (
    saving_views.INSTALMENTS,
    saving_views.DUE,
    saving_views.SHOW,
    saving_views.HIDE,
    saving_views.BANK,
    saving_views.DECLARE,
    saving_views.PAY,
    goal.PUT_ASIDE,
    hard_content.WORD,
    COUNTRY,
    INCOME,
    HER_DATA,
)
"""Buttons of other screens, whose labels are written like those of the menu: « ma date »."""
CHATS = (Choice("/lier", "🔗 Mes messageries"), Choice("/secret", "🔒 Code secret"))
ASKED = tr("Que veux-tu faire ?")
BACK = Choice(
    "/revenir",
    "Revenir",
    also=("je reste", "non je reste", "nn je reste", "je veux rester", "finalement je reste", "je continue"),
)
BACK_QUIETLY = Choice("/sans-rappels", "Sans rappels")


def choices(words: Vocabulary, person: Person) -> tuple[Choice, ...]:
    """The menu of this person, the most useful words first, with no more choices than a list on WhatsApp has rows."""
    hers = [choice for choice in MENUS.get(person.role, LEARNS) if words.is_hers(person, choice.id.removeprefix("/"))]
    return (*hers[: MOST_CHOICES - 1], HELP)


async def message(turn: Turn) -> Message:
    """The menu as a message."""
    person = turn.person
    leaves = await erasures.waiting(turn.uow, person.id) if person.stopped_at is not None else None
    due = days.local_day(leaves.due, person.zone) if leaves is not None else None
    return shown(turn.dialogues.words, person, due)


def shown(words: Vocabulary, person: Person, leaves: date | None) -> Message:
    """The menu of this person; after `stop`, with the ways back first. `leaves`: the day on which the account is
    erased, which then stands first."""
    offered = choices(words, person)
    if leaves is not None:
        said = leaving.waits(leaves)
        ways = said.choices
    elif person.stopped_at is not None:
        said, ways = reminder_flow.STILL_STOPPED, ways_back(person)
    else:
        return ASKED.with_choices(*offered, columns=2)
    rest = [each for each in offered if each != HELP][: MOST_CHOICES - len(ways) - 1]
    return (said + ASKED).with_choices(*ways, *rest, HELP, columns=2)


def ways_back(person: Person) -> tuple[Choice, ...]:
    """The choices after `stop`, which only the person's own word ends. "Without reminders" is offered only
    to those who get reminders."""
    return (BACK, BACK_QUIETLY) if may(person, "learn") else (BACK,)


def button(words: Vocabulary, person: Person, text: str) -> Choice | None:
    """The button whose label was typed instead of tapped, or is asked about: "mes gains", « c'est quoi un compte sûr ».
    None if there is none, or if this person may not use it."""
    typed = vocabulary().words(text)
    found = next(filter(None, map(_labels(person.language).get, (_key(typed), _key(thing_asked(typed))))), None)
    word = words.read(found.id) if found is not None else None
    return found if word is not None and word[0].open_to(person) else None


def _key(words: Sequence[str]) -> str:
    """A label by its sounds, without articles: « versement », « le contenu dur »."""
    return " ".join(sound(word) for word in words if fold(word) not in ARTICLES)


@cache
def _labels(language: str) -> dict[str, Choice]:
    shown = (*SCREENS, *LEARNS, *WORKS, *LOOKS_AFTER, *STEERS, *CHATS, BACK, BACK_QUIETLY, HELP)
    return {_key(vocabulary().words(plain(choice.part, language))): choice for choice in shown}


def written(turn: Turn, text: str) -> tuple[Word, str] | None:
    """The word behind a label of the menu or another screen; None if the text may be an answer to the open question."""
    found = button(turn.dialogues.words, turn.person, text)
    if found is None or turn.person.joined_at is None or (turn.shown_here and open_question.takes(turn, text)):
        return None
    return turn.dialogues.words.read(found.id)
