"""Her own words that only begin like a word of the chat: "Annonce importante : …" as the text of an announcement,
"certificat médical" as the answer of a task, "pause déjeuner au chantier"."""

from __future__ import annotations

from datetime import datetime

from backend.domain.french.schedules import read_pause
from backend.domain.people import codes
from bot.handlers.announcements import commands as announcements_commands
from bot.handlers.identity import joining_turns

NAMING = frozenset({"personne", "file", "inviter", "promouvoir", "projets"})
"""Words behind which stand a few names or a number."""
MOST_NAMED = 4


def is_sentence(name: str, rest: str, flow: str, now: datetime, zone: str) -> bool:
    """Whether what was typed into an open question that takes free words is an answer to it and no word of the chat.

    `name` and `rest` as `words.read` reads it, without a "/": what has one is always a word. `flow`: the open one.
    """
    if not rest:
        return False
    match name:
        case "lier":
            return not (codes.may_be_bare(rest) or joining_turns.is_stop(rest))
        case "pause":
            return read_pause(rest, now, zone) is None
        case "annonce":
            return flow == "announce" and not announcements_commands.is_order(rest)
        case "certificat" | "chiffres":  # with a key, or a question, it stands on buttons
            return True
        case _:
            return name in NAMING and len(rest.split()) > MOST_NAMED and not any(sign.isdigit() for sign in rest)
