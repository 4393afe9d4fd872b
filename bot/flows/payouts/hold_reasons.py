"""What is written where staff are asked why a woman's pay is held, and is no reason for it."""

from __future__ import annotations

import re

from backend.domain.french.spelling import fold
from bot.flows.engine import confirm, yes_no
from bot.flows.engine.corrections import second_thoughts, taking_back

_GOES_ON = re.compile(r"(?:et|ou|ni|puis|mais|plutot) .+|pas (?!(?:le|la|les|l|un|une|du|son|sa|ses|de) ).+")


def takes_back(text: str) -> bool:
    """Whether nobody's pay is to be held after all: « non attends », « annule »."""
    return yes_no.read(text) == "no" or taking_back.takes_back(text) or (confirm.denies(text) and not instead(text))


def instead(text: str) -> str:
    """The one word, folded, that may be whose pay is meant instead: « plutôt Binta », « c'est pas Awa c'est Binta ».
    "" if there is none."""
    if "?" in text or taking_back.takes_back(text):
        return ""
    contrast, thought = second_thoughts.contrast(text), second_thoughts.read(text)
    named = contrast[0] if contrast is not None else thought.instead if thought is not None else ""
    return named if named.isalpha() else ""


def goes_on(text: str) -> bool:
    """Whether what stands behind the name is no reason: « et libère Awa », « et Awa », « non attends Awa »."""
    return _GOES_ON.fullmatch(fold(text)) is not None or takes_back(text) or bool(instead(text))
