"""`annonce`: notes for the author on placeholders: which are replaced by a name, and what is sent unchanged."""

from __future__ import annotations

from backend.domain.announcements.content import Announcement
from backend.domain.announcements.placeholders import NAME, filled, named
from backend.domain.messaging.message import Message, Raw, tr, trn

EXCERPT_LENGTH = 80
"""The most characters of the excerpt that shows the text without a name."""
MAX_UNKNOWN_SHOWN = 5
"""The most unknown placeholders that are named."""


def notes(content: Announcement, unnamed: int) -> Message:
    """The notes on the placeholders of a text; empty if there are none.
    `unnamed`: how many readers have no first name."""
    said = Message()
    if content.named:
        said += tr("👤 Chacune lit son prénom à la place de {place}.", place=Raw(NAME))
    if content.named and unnamed:
        said += trn(
            "⚠️ {n} personne n'a pas dit son prénom. Elle lit : « {text} »",
            "⚠️ {n} personnes n'ont pas dit leur prénom. Elles lisent : « {text} »",
            unnamed,
            text=Raw(_without(content)),
        )
    if unfilled := content.unfilled:
        said += trn(
            "⚠️ {found} part tel quel : je ne remplace que {place}, et seulement dans le texte.",
            "⚠️ {found} partent tels quels : je ne remplace que {place}, et seulement dans le texte.",
            len(unfilled),
            found=Raw(", ".join(unfilled[:MAX_UNKNOWN_SHOWN]) + (", …" if len(unfilled) > MAX_UNKNOWN_SHOWN else "")),
            place=Raw(NAME),
        )
    return said


def _without(content: Announcement) -> str:
    """The first line with a placeholder, as somebody without a first name reads it."""
    poll = content.poll
    lines = [*content.text.splitlines(), *([poll.question] if poll else [])]
    text = filled(next(line for line in lines if named(line)), "").strip()
    return text if len(text) <= EXCERPT_LENGTH else f"{text[: EXCERPT_LENGTH - 1].rstrip()}…"
