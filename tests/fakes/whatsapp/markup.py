"""Text as her app shows it: WhatsApp's own marks for styles, read as her app reads them.

`*bold*`, `_italic_`, `~struck~`, ``` ```fixed``` ```, `` `code` ``, and `> ` for a quotation at the start of a
line (WhatsApp's help page "How to format your messages"). A mark counts when it stands at a word's edge
and closes on the same line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

_FIXED = re.compile(r"```(?=\S|\s+\S)(.+?)```", re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")
_TAGS = {"*": "b", "_": "i", "~": "s"}
_BLANK = r"\s\u200b\u2060\ufeff"
"""Characters without a shape count as blanks: they part a mark from its word, and are not seen."""
_MARK = re.compile(rf"(?<![\w*_~])([*_~])(?![{_BLANK}]|\1)(.+?)(?<![{_BLANK}])\1(?!\w)")
_UNSEEN = re.compile("[\u200b\u2060\ufeff]")


@dataclass(frozen=True, slots=True)
class Shown:
    """`text` as she reads it, without the marks that made a style; `html`: the same with its styles."""

    text: str
    html: str


def shown(source: str) -> Shown:
    html = "".join(_blocks(source))
    return Shown(_plain(html), html)


def _blocks(source: str) -> list[str]:
    """The text as HTML; what is inside fixed width is left as it is."""
    found = []
    position = 0
    for fixed in _FIXED.finditer(source):
        found += ["\n".join(map(_line, source[position : fixed.start()].split("\n")))]
        found += ["<pre>", _escaped(fixed[1]), "</pre>"]
        position = fixed.end()
    found += ["\n".join(map(_line, source[position:].split("\n")))]
    return found


def _line(line: str) -> str:
    if line.startswith("> "):
        return f"<blockquote>{_codes(line[2:])}</blockquote>"
    return _codes(line)


def _codes(line: str) -> str:
    found = []
    position = 0
    for code in _CODE.finditer(line):
        found += [_styles(line[position : code.start()]), "<code>", _escaped(code[1]), "</code>"]
        position = code.end()
    return "".join([*found, _styles(line[position:])])


def _styles(text: str) -> str:
    mark = _MARK.search(text)
    if mark is None:
        return _escaped(text)
    tag = _TAGS[mark[1]]
    before, after = text[: mark.start()], text[mark.end() :]
    return f"{_escaped(before)}<{tag}>{_styles(mark[2])}</{tag}>{_styles(after)}"


def _escaped(text: str) -> str:
    return escape(_UNSEEN.sub("", text), quote=False)


_TAG = re.compile(r"</?(?:b|i|s|pre|code|blockquote)>")


def _plain(html: str) -> str:
    text = _TAG.sub("", html)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
