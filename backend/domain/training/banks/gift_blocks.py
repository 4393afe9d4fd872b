"""GIFT's outer form: blocks between empty lines, categories, and escaped signs kept apart from those
that mean something."""

from __future__ import annotations

import re
from collections.abc import Iterator

from backend.domain.french.spelling import clean

_SIGNS = ":#={}~\n\\>"
_FIRST_PRIVATE = 0xFDD0  # characters that Unicode keeps free for use inside a program: each stands for an escaped sign
_HELD = {"n" if sign == "\n" else sign: chr(_FIRST_PRIVATE + i) for i, sign in enumerate(_SIGNS)}
_FREED = {_FIRST_PRIVATE + i: sign for i, sign in enumerate(_SIGNS)}
HERE = chr(_FIRST_PRIVATE + len(_SIGNS))  # stands where the answer block was
BREAK = _HELD["n"]  # an escaped line break
_NEVER = dict.fromkeys(range(_FIRST_PRIVATE, _FIRST_PRIVATE + 32))
_ESCAPE = re.compile(r"\\([:#={}~n\\])|(?<=-)\\(>)")


def held(text: str) -> str:
    """The text with each escape as one sign that means nothing."""
    return _ESCAPE.sub(lambda found: _HELD[found[1] or found[2]], text)


def freed(text: str) -> str:
    """The words themselves again, without any escape."""
    return text.translate(_FREED)


def blocks(text: str, line: int) -> Iterator[tuple[int, str]]:
    """What stands between empty lines, with its first line's number. Lines are trimmed and comments
    emptied, as Moodle does; a comment does not part what it stands in."""
    block: list[str] = []
    for number, each in enumerate(text.translate(_NEVER).split("\n"), line):
        each = each.strip()
        if each:
            block.append(" " if each.startswith("//") else each)
        elif block:
            yield number - len(block), "\n".join(block)
            block = []
    if block:
        yield line + text.count("\n") + 1 - len(block), "\n".join(block)


def with_category(block: str, category: str) -> tuple[str, str]:
    """The category that counts from here on, and the block with the lines emptied that name it."""
    lines = block.split("\n")
    for i, each in enumerate(lines):
        if each.startswith("$CATEGORY:"):
            category, lines[i] = category_path(each.removeprefix("$CATEGORY:")), " "
        elif each.strip():
            break
    return category, "\n".join(lines)


def category_path(text: str) -> str:
    """A category without Moodle's own first parts, which name a place in Moodle."""
    named = re.sub(r"^\$\w+\$/?", "", text.strip())
    return clean(re.sub(r"^top(/|$)", "", named)).replace("\n", " ")
