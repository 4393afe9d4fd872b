"""What a text that is addressed to the team is about: « ils ont coupé mon argent ».

It is judged by what the text names (`data/addressed.toml`, `[subjects]`), in any words. So it is only asked of texts
that `addressed` knows, and nothing is stored by it: it chooses the answer, or the question that is asked back.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import cast

from backend.domain.french.spelling import fold
from backend.domain.messaging.addressed import content
from backend.domain.messaging.intent_vocabulary import vocabulary
from backend.domain.messaging.intents import Intent


def subject(text: str) -> Intent | None:
    """The intent that fits best what the text names; None if it names nothing that the chat can answer."""
    words = vocabulary().words(text)
    named = frozenset(map(fold, words)).union(*vocabulary().meanings(words))
    return next((intent for intent, signs in _subjects().items() if not named.isdisjoint(signs)), None)


@cache
def _subjects() -> Mapping[Intent, frozenset[str]]:
    return {cast(Intent, name): frozenset(signs.split()) for name, signs in content()["subjects"].items()}
