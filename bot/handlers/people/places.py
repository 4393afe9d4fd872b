"""`pays`: the person's country and time zone."""

from __future__ import annotations

from backend.domain.french.spelling import fold
from backend.domain.people import place_names
from bot.handlers.engine import flow_engine
from bot.handlers.engine.turn import Turn
from bot.handlers.engine.words import Context


async def country(turn: Turn, rest: str = "") -> None:
    """`pays`, `pays Sénégal`: another country or time zone."""
    await flow_engine.open_flow(turn, "place", rest or None)


def is_sentence(rest: str, _context: Context) -> bool:
    """Whether the text is an answer that only begins with the word: it names more than one country."""
    codes, left = place_names.named_in(rest.split())
    return len(codes) != 1 or bool({*fold(" ".join(left)).split()} - _BESIDE)


_BESIDE = frozenset({"au", "le", "la", "en", "du", "de", "c", "est", "cest", "a", "svp", "maintenant"})
