"""A line of `hiteuses check`."""

from __future__ import annotations

from backend.records import Record


class Finding(Record):
    """One line of the check. `about`: what it is about. `text`: its state, or what to do."""

    about: str
    ok: bool
    text: str
