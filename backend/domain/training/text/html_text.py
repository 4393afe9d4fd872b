"""Converts the HTML of a question bank to Markdown: words, bold, italic, code, lists and links, nothing else."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

from backend.domain.training.text import formulas
from backend.domain.training.text.markdown_text import escape
from backend.records import Record, replace

_PARAGRAPHS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote", "pre", "hr"})
_LINES = frozenset({"div", "tr", "li", "dt", "dd", "section", "article", "header", "footer"})
_BOLD = frozenset({"b", "strong", "h1", "h2", "h3", "h4", "h5", "h6", "th"})
_ITALIC = frozenset({"i", "em", "cite"})
_CODE = frozenset({"code", "kbd", "samp", "tt"})
_UNSEEN = frozenset({"script", "style", "head", "template", "object", "iframe"})
_RAISED_WORDS = re.compile(
    r"\W*(?:er|ers|re|res|e|es|nd|nde|ème|èmes|ième|o|os|st|rd|th|me|mes|lle|lles|r|gr|tm)\W*", re.IGNORECASE
)
"""The endings in 1<sup>er</sup> and M<sup>me</sup>, which are no powers."""


_MARKED = re.compile(r"<!\[[^<>]*>")
"""Word's `<![if …]>`, which the parser refuses and browsers treat as a comment."""
_BLOCK = "\ufddf"
"""Replaces a block of code while the text around it is tidied. Files may not contain this character."""


class _Run(Record):
    """Text in one style. `mark`: our own (a bullet, a line break), never escaped. `block`: lines that are shown as they
    are."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    mark: bool = False
    block: bool = False


def to_markdown(html: str, picture: str = "{words}") -> str:
    """The HTML as Markdown. It ends for any input, and the result only shows words. `picture`: the form of a picture's
    words in the text."""
    reader = _Reader(picture)
    reader.feed(_MARKED.sub("", html.replace(_BLOCK, "")).replace("<![", "&lt;!["))
    reader.close()
    return _written(reader.runs)


class _Reader(HTMLParser):
    def __init__(self, picture: str) -> None:
        super().__init__(convert_charrefs=True)
        self.runs: list[_Run] = []
        self._picture = picture
        self._open = {"bold": 0, "italic": 0, "code": 0, "unseen": 0, "sup": 0, "sub": 0, "pre": 0}
        self._lists: list[int | None] = []  # None for bullets, else the next number
        self._links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._count(tag, 1)
        if tag == "br" and self._open["pre"]:
            self._as_it_stands("\n")
        elif tag == "br":
            self.runs.append(_Run("\n", mark=True))
        elif tag in _PARAGRAPHS:
            self._break(2)
        elif tag in _LINES:
            self._break(1)
        if tag in ("ul", "ol"):
            self._lists.append(1 if tag == "ol" else None)
        elif tag == "li":
            number = self._lists[-1] if self._lists else None
            self.runs.append(_Run("- " if number is None else f"{number}. ", mark=True))
            if number is not None:
                self._lists[-1] = number + 1
        elif tag in ("td", "th") and self.runs and not self.runs[-1].text.endswith("\n"):
            self.runs.append(_Run(" | ", mark=True))
        elif tag == "img" and (words := (dict(attrs).get("alt") or "").strip()):
            self.handle_data(self._picture.replace("{words}", words))
        elif tag == "a":
            self._links.append(_address(dict(attrs).get("href") or ""))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("br", "hr", "img"):  # browsers take "<b/>" for "<b>"; only these are really empty
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self._count(tag, -1)
        if tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        if tag == "a" and self._links:
            address = self._links.pop()
            if address and all(address != run.text.strip() for run in self.runs[-3:]):
                self.handle_data(f" ({address})")
        if tag in _PARAGRAPHS:
            self._break(2)
        elif tag in _LINES:
            self._break(1)

    def handle_data(self, data: str) -> None:
        if self._open["unseen"]:
            return
        if self._open["pre"]:
            self._as_it_stands(data)
            return
        text = re.sub(r"[ \t\r\n\f]+", " ", data)
        if self._open["sup"] and text.strip() and not _RAISED_WORDS.fullmatch(text):
            text = formulas.raised(text.strip())
        elif self._open["sub"] and text.strip():
            text = formulas.lowered(text.strip())
        bold, italic, code = (self._open[name] > 0 for name in ("bold", "italic", "code"))
        self.runs.append(_Run(text, bold, italic, code))

    def _as_it_stands(self, text: str) -> None:
        if self.runs and self.runs[-1].block:
            self.runs[-1] = replace(self.runs[-1], text=self.runs[-1].text + text)
        else:
            self.runs.append(_Run(text, block=True))

    def _count(self, tag: str, step: int) -> None:
        for name, tags in (("bold", _BOLD), ("italic", _ITALIC), ("code", _CODE), ("unseen", _UNSEEN)):
            if tag in tags:
                self._open[name] = max(0, self._open[name] + step)
        if tag in ("sup", "sub", "pre"):
            self._open[tag] = max(0, self._open[tag] + step)

    def _break(self, lines: int) -> None:
        """At least this many line breaks, counting those that are there already."""
        while self.runs and not self.runs[-1].text.strip(" "):
            self.runs.pop()
        if self.runs and self.runs[-1].mark and self.runs[-1].text.endswith(" "):
            return  # directly after a bullet
        there = 0
        for run in reversed(self.runs):
            if run.text.strip("\n") or there >= lines:
                break
            there += len(run.text)
        if there < lines:
            self.runs.append(_Run("\n" * (lines - there), mark=True))


def _address(href: str) -> str:
    """The address if it may be shown: on the web, without signs that could become markup; else ""."""
    try:
        parts = urlsplit(href)
    except ValueError:
        return ""
    shown = parts.scheme in ("http", "https") and bool(parts.netloc) and not re.search(r"[\s()<>]", href)
    return href if shown else ""


def _written(runs: list[_Run]) -> str:
    merged: list[_Run] = []
    for run in runs:
        if merged and not run.mark and not run.block and replace(run, text="") == replace(merged[-1], text=""):
            merged[-1] = replace(run, text=merged[-1].text + run.text)
        elif run.text:
            merged.append(run)
    out: list[str] = []
    blocks: list[str] = []
    for i, run in enumerate(merged):
        before = out[-1][-1:] if out else ""
        after = merged[i + 1].text[:1] if i + 1 < len(merged) else ""
        if run.block:
            blocks.append(_fenced(run.text))
            out.append(_BLOCK)
        else:
            out.append(run.text if run.mark else _styled(run, _escaped(run.text.strip(" ")), before, after))
    parts = iter(_tidy("".join(out)).split(_BLOCK))
    return "".join([next(parts), *(block + part for block, part in zip(blocks, parts, strict=True))])


def _escaped(text: str) -> str:
    return escape(formulas.shown(text))


def _fenced(text: str) -> str:
    """Lines as they are, as a Markdown block of code; "" for nothing."""
    lines = text.replace("\r\n", "\n").strip("\n").rstrip()
    longest = max((len(found) for found in re.findall("`+", lines)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{lines}\n{fence}" if lines.strip() else ""


def _styled(run: _Run, text: str, before: str, after: str) -> str:
    """The text with its marks, and spaces outside of them. Without marks if Markdown would not recognise them, because
    a sign stands between a mark and a letter."""
    left = " " * run.text.startswith(" ") if run.text.strip(" ") else " "
    right = " " * run.text.endswith(" ") if run.text.strip(" ") else ""
    if not text:
        return left
    if run.code and "`" not in text:
        return f"{left}`{run.text.strip(' ')}`{right}"
    touches = (not left and before.isalnum() and not text[0].isalnum()) or (
        not right and after.isalnum() and not text[-1].isalnum()
    )
    if touches:
        return f"{left}{text}{right}"
    mark = "**" * run.bold + "*" * run.italic
    return f"{left}{mark}{text}{mark}{right}"


def _tidy(text: str) -> str:
    """The text without spaces at the ends of lines, and with at most one empty line in a row."""
    text = re.sub(r" *\n *", "\n", re.sub(r" {2,}", " ", text))
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n ")
