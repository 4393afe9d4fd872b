"""A person's name among the words that people write around it: « c'est au nom de Awa Koné »."""

from __future__ import annotations

import re

from backend.domain.french.spelling import fold
from backend.domain.messaging import intents
from backend.domain.messaging.addressed import addressed
from bot.flows.engine import answers, leaving

_AROUND = re.compile(
    r"^(?:(?:oui|ouais|non|nn|ok|alors)[ ,]+)?"
    r"(?:(?:moi )?c(?:['’]?est| )(?: bien)?(?: moi)? ?(?:au nom d[e'’] ?)?|au nom d[e'’] ?"
    r"|(?:mon|le) nom (?:c['’]?est|est) |je m['’ ]?appell?e )|[ ,]+(?:svp|stp|merci)$",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"\b(?:money|momo|wave|orange|mtn|moov|airtel|mobicash|m ?pesa|numero|compte)\b|^(?:a |le |la )?(?:mon|ma|nom)\b"
    r"|^(?:oui|ouais|ok)\b|\b(?:pas|ca|nn|non|faux|fausse|erreur|quoi|comment|rien|attends?|est)\b"
)
"""A wallet, « à mon nom », « oui réunir », « nn c pas ça »."""


def typed(text: str) -> str | None:
    """The name alone. None if the text is none: a yes, a wallet, a sentence to the team, the wish to change it."""
    if answers.is_bare(text) or leaving.passes(text) or intents.read(text) in ("name", "skip") or intents.asks(text):
        return None
    name = _AROUND.sub("", text.strip().rstrip(".!"))
    return None if _NO_NAME.search(fold(name)) or addressed(name) else name
