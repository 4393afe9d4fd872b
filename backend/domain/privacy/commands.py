"""Commands of the dialogues about a person's data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MakePersonFile:
    """Make the file of everything that is kept about the person; it is sent when it is ready."""
