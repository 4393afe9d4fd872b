"""A line of `hiteuses check`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the check: what it is about, whether it is all right, and how it stands or what to
    do."""

    about: str
    ok: bool
    text: str
