"""HTML of a question bank as Markdown: what it says, bold, italic, code, lists and links, nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from urllib.parse import urlsplit

from backend.domain.training.markdown_text import escape

_PARAGRAPHS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote", "pre", "hr"})
_LINES = frozenset({"div", "tr", "li", "dt", "dd", "section", "article", "header", "footer"})
_BOLD = frozenset({"b", "strong", "h1", "h2", "h3", "h4", "h5", "h6", "th"})
_ITALIC = frozenset({"i", "em", "cite"})
_CODE = frozenset({"code", "kbd", "samp", "tt"})
_UNSEEN = frozenset({"script", "style", "head", "template", "object", "iframe"})

_RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")


@dataclass(frozen=True, slots=True)
class _Run:
    """Text in one style; `mark`: it is ours (a bullet, a line break) and never escaped."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    mark: bool = False


def to_markdown(html: str) -> str:
    """The HTML as Markdown. Whatever it is, this ends, and what comes out shows only words."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return _written(reader.runs)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.runs: list[_Run] = []
        self._open = {"bold": 0, "italic": 0, "code": 0, "unseen": 0, "sup": 0, "sub": 0}
        self._lists: list[int | None] = []  # None for bullets, else the next number
        self._links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._count(tag, 1)
        if tag == "br":
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
        elif tag == "img" and not self._open["unseen"]:
            self.handle_data(dict(attrs).get("alt") or "")
        elif tag == "a":
            self._links.append(_address(dict(attrs).get("href") or ""))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("br", "hr", "img"):  # of all others a browser takes "<b/>" for "<b>"
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
        text = re.sub(r"[ \t\r\n\f]+", " ", data)
        if self._open["sup"]:
            text = _moved(text, _RAISED)
        elif self._open["sub"]:
            text = _moved(text, _LOWERED)
        bold, italic, code = (self._open[name] > 0 for name in ("bold", "italic", "code"))
        self.runs.append(_Run(text, bold, italic, code))

    def _count(self, tag: str, step: int) -> None:
        for name, tags in (("bold", _BOLD), ("italic", _ITALIC), ("code", _CODE), ("unseen", _UNSEEN)):
            if tag in tags:
                self._open[name] = max(0, self._open[name] + step)
        if tag in ("sup", "sub"):
            self._open[tag] = max(0, self._open[tag] + step)

    def _break(self, lines: int) -> None:
        """So many line breaks, together with those that are there already."""
        while self.runs and not self.runs[-1].text.strip(" "):
            self.runs.pop()
        if self.runs and self.runs[-1].mark and self.runs[-1].text.endswith(" "):
            return  # right behind a bullet
        there = 0
        for run in reversed(self.runs):
            if run.text.strip("\n") or there >= lines:
                break
            there += len(run.text)
        if there < lines:
            self.runs.append(_Run("\n" * (lines - there), mark=True))


def _address(href: str) -> str:
    """An address that may be shown: on the web, without signs that could turn into markup."""
    try:
        parts = urlsplit(href)
    except ValueError:
        return ""
    shown = parts.scheme in ("http", "https") and bool(parts.netloc) and not re.search(r"[\s()<>]", href)
    return href if shown else ""


def _moved(text: str, table: dict[int, int]) -> str:
    """Raised or lowered signs where all of them exist: m², H₂O."""
    return text.translate(table) if all(ord(sign) in table or sign == " " for sign in text) else text


def _written(runs: list[_Run]) -> str:
    merged: list[_Run] = []
    for run in runs:
        if merged and not run.mark and replace(run, text="") == replace(merged[-1], text=""):
            merged[-1] = replace(run, text=merged[-1].text + run.text)
        elif run.text:
            merged.append(run)
    out: list[str] = []
    for i, run in enumerate(merged):
        before = out[-1][-1:] if out else ""
        after = merged[i + 1].text[:1] if i + 1 < len(merged) else ""
        out.append(run.text if run.mark else _styled(run, escape(run.text.strip(" ")), before, after))
    return _tidy("".join(out))


def _styled(run: _Run, text: str, before: str, after: str) -> str:
    """With its marks, spaces outside of them; without, where Markdown would not read them as marks: a
    sign may not stand between a mark and a letter."""
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
    """No spaces at the ends of lines, no more than one empty line."""
    text = re.sub(r" *\n *", "\n", re.sub(r" {2,}", " ", text))
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n ")
