"""The outer form of GIFT: blocks between empty lines, categories, and escaped signs, which are kept apart from signs
with a meaning."""

from __future__ import annotations

import re
from collections.abc import Iterator

from backend.domain.french.spelling import clean

_SIGNS = ":#={}~\n\\>"
_FIRST_PRIVATE = 0xFDD0  # Unicode reserves these characters for use inside programs; each replaces an escaped sign
_HELD = {"n" if sign == "\n" else sign: chr(_FIRST_PRIVATE + i) for i, sign in enumerate(_SIGNS)}
_FREED = {_FIRST_PRIVATE + i: sign for i, sign in enumerate(_SIGNS)}
HERE = chr(_FIRST_PRIVATE + len(_SIGNS))  # replaces the answer block
BREAK = _HELD["n"]  # an escaped line break
_NEVER = dict.fromkeys(range(_FIRST_PRIVATE, _FIRST_PRIVATE + 32))
_ESCAPE = re.compile(r"\\([:#={}~n\\])|(?<=-)\\(>)")


def held(text: str) -> str:
    """The text with each escape as one character without a meaning."""
    return _ESCAPE.sub(lambda found: _HELD[found[1] or found[2]], text)


def freed(text: str) -> str:
    """The original words, without any escape."""
    return text.translate(_FREED)


def blocks(text: str, line: int) -> Iterator[tuple[int, str]]:
    """The blocks between empty lines, each with the number of its first line. Lines are trimmed and comments emptied,
    as in Moodle; a comment does not split its block."""
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
    """The category from here on, and the block with the lines that name it emptied."""
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
