"""A line of `hiteuses check`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the check. `about`: what it is about. `text`: its state, or what to do."""

    about: str
    ok: bool
    text: str
