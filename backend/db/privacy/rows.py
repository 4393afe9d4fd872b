"""Which rows of a table belong to a person, by the register."""

from __future__ import annotations

from backend.db.earnings.ledger import HERS
from backend.domain.privacy.register import BY_NAME, Entry

_ONLY = {"account": f"kind in {HERS}"}
"""Tables where the same number may be a client's or a project's: a condition for those of people."""


def conditions(entry: Entry, *, filed: bool = False) -> tuple[str, ...]:
    """SQL conditions on the entry's table, each of which says that a row belongs to one of `%(people)s`. They are
    apart, because each has its own index. `filed`: only rows that the file of a person's data shows."""
    return tuple(_condition(entry, each) for each in (entry.filed if filed else entry.person))


def _condition(entry: Entry, column: str) -> str:
    own, _, parent = column.partition(">")
    if parent:
        of_parent = " or ".join(conditions(BY_NAME[parent]))
        return f"{own} = any(array(select id from {parent} where {of_parent}))"  # noqa: S608 (names of the register)
    also = f" and {_ONLY[entry.name]}" if entry.name in _ONLY else ""
    return f"{own} = any(%(people)s::bigint[]){also}"
