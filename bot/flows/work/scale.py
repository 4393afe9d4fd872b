"""The points of a scale, and how she names one: "4 sur 5", « Tout à fait », « pas top 2 »."""

from __future__ import annotations

import re
from collections.abc import Sequence

from backend.domain.french.spelling import fold
from backend.domain.messaging.intent_vocabulary import vocabulary
from backend.domain.messaging.message import Choice, Message, Raw, tr

_VERDICT = (
    r"(?:(?:c|est|pas|pa|trop|tres|assez|plutot|vraiment|un peu|mais|et|bah|hum) )*"
    r"(?:top|bof|mouais|bien|bon|bonne|mal|nul|nulle|mauvais|mauvaise|moyen|moyenne|super|parfait|parfaite|excellent"
    r"|excellente|genial|terrible|clair|claire|utile|fou|ouf|juste|correct|correcte|complet|complete|ok)"
)
_POINT = r"(?:(?:donc|alors|je|mets|dis|donne|note|c|est|un|le|la) )*(\d)"
_JUDGED = re.compile(rf"{_VERDICT} {_POINT}|{_POINT} (?:(?:c|est|parce|que|car) )*{_VERDICT}")


def points(scale: Sequence[str]) -> list[Choice]:
    """The choices: one for each point, which can also be named in words."""
    most = len(scale)
    return [
        Choice(f"={point}", Raw(str(point)), also=tuple(filter(None, (f"{point} sur {most}", said))))
        for point, said in enumerate(scale, 1)
    ]


def judged(text: str, scale: Sequence[str]) -> int | None:
    """The one point that a text names beside a verdict: « pas top 2 », « 4 c'est bien ». None if it names none."""
    found = _JUDGED.fullmatch(fold(" ".join(vocabulary().words(text))))
    if found is None or "?" in text or len(re.findall(r"\d", text)) != 1:
        return None
    point = int(found[1] or found[2])
    return point if 1 <= point <= len(scale) else None


def one_only(scale: Sequence[str]) -> Message:
    """What is said to a text with figures that names no point."""
    return tr("Choisis une seule note, sans virgule, de 1 à {most}.", most=len(scale))
