"""Words that somebody takes back in the same breath: « jusqu'à mardi, non mercredi »."""

from __future__ import annotations

import re

_SLIP = re.compile(
    r"(?P<before>.+?)(?:\s*[,;.]+\s*|\s+)"
    r"(?:(?:euh+|heu+|non|nan|nn|pardon|oups|enfin|attends?|(?:ou )?plut[oôÔ]t|je (?:veux|voulais) dire)"
    r"(?:\s*[,;.]+\s*|\s+))+"
    r"(?P<after>\w.*)",
    re.IGNORECASE | re.DOTALL,
)


def mended(text: str) -> tuple[str, str] | None:
    """What stands before the last such slip, and what is said instead; None if the text has none."""
    found = _SLIP.fullmatch(text.strip())
    if found is None:
        return None
    later = mended(found["after"])
    return (found["before"], found["after"]) if later is None else (found["before"], later[1])
