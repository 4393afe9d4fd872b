"""Whether choices can be named by their place, and which choice a number names if they cannot: among « 0 », « 1 », « 2
» a typed "1" is the label, not the first choice."""

from __future__ import annotations

import re
from collections.abc import Sequence

from backend.domain.french.spelling import fold

_LEADING = re.compile(r"\W*(\d+(?:[ \u00a0\u202f.]\d{3})*)(?![\d\w]|[,./:]\d)")
_SIGNS = re.compile(r"\D")
_OWN = re.compile(r"^\W*(?P<name>.*?) ?\(n° ?(?P<number>\d{1,18})\)\W*$")
_SAID = re.compile(
    r"(?:(?:c est|c|la|le|celle|pour|a|de|du|d) )*(?P<name>[^\W\d]+(?: [^\W\d]+)*? )??"
    r"(?P<sign>(?:n|no|num|numero) )?(?P<number>\d{1,18})"
)


def leading(label: str) -> int | None:
    """The integer with which a label begins: of « 3 ou plus », « 2 500 F »; None if there is none."""
    found = _LEADING.match(label)
    return int(_SIGNS.sub("", found[1])[:18]) if found else None


def by_place(labels: Sequence[str]) -> bool:
    """Whether a number can name a label by its place (from 1): no label begins with the number of another place."""
    return all(
        number is None or number == place or not 1 <= number <= len(labels)
        for place, number in enumerate(map(leading, labels), 1)
    )


def named(number: int, labels: Sequence[str]) -> int | None:
    """The place (from 0) of the label that a number names: by place, or, if places are ambiguous, the label that begins
    with the number; None if there is none or more than one."""
    if by_place(labels):
        return number - 1 if 1 <= number <= len(labels) else None
    found = [place for place, label in enumerate(labels) if leading(label) == number]
    return found[0] if len(found) == 1 else None


def own(said: str, labels: Sequence[str]) -> tuple[int | None] | None:
    """The place (from 0) of the label whose own number a folded text says: « 12 », « la n° 12 », « Fatou 12 » of
    « Fatou (n° 12) ». (None,): the number is that of none, or also the place of another. None: the text says no such
    number, or no label has one."""
    numbers = {place: found for place, label in enumerate(labels) if (found := _OWN.match(label)) is not None}
    told = _SAID.fullmatch(said) if numbers else None
    if told is None:
        return None
    name, number = (told["name"] or "").strip(), int(told["number"])
    called = {place: int(found["number"]) for place, found in numbers.items() if name in ("", fold(found["name"]))}
    meant = [place for place, its in called.items() if its == number]
    surely = bool(told["sign"] or name)
    if len(meant) == 1 and (surely or number - 1 == meant[0] or not 1 <= number <= len(labels)):
        return (meant[0],)
    return (None,) if meant or (called and surely) else None
