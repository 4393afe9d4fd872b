"""Which rows of a table belong to a person, by the register."""

from __future__ import annotations

from backend.domain.privacy.register import BY_NAME, Entry


def conditions(entry: Entry) -> tuple[str, ...]:
    """SQL conditions on the entry's table, each of which says that a row belongs to one of `%(people)s`. They are
    apart, because each has its own index."""
    return tuple(_condition(each) for each in entry.person)


def _condition(column: str) -> str:
    own, _, parent = column.partition(">")
    if not parent:
        return f"{own} = any(%(people)s::bigint[])"
    of_parent = " or ".join(conditions(BY_NAME[parent]))
    return f"{own} = any(array(select id from {parent} where {of_parent}))"  # noqa: S608 (names of the register)
