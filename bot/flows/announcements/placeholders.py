"""`annonce`: what its author is told of the places in her text: whose name goes in, and what stays as it is."""

from __future__ import annotations

from backend.domain.announcements.content import Announcement
from backend.domain.announcements.placeholders import NAME, filled, named
from backend.domain.messaging.message import Message, Raw, tr, trn

EXCERPT_LENGTH = 80
"""Characters of the sentence as somebody without a name reads it."""
MAX_UNKNOWN_SHOWN = 5
"""Of what is no place."""


def notes(content: Announcement, unnamed: int) -> Message:
    """Nothing where there is nothing to say. `unnamed`: how many have given no first name."""
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
    """The first line with a name in it, as it reads without."""
    poll = content.poll
    lines = [*content.text.splitlines(), *([poll.question] if poll else [])]
    text = filled(next(line for line in lines if named(line)), "").strip()
    return text if len(text) <= EXCERPT_LENGTH else f"{text[: EXCERPT_LENGTH - 1].rstrip()}…"
