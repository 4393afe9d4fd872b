"""Texts of authors' files as the Markdown that chat shows, and as plain labels.

Moodle names four formats: `moodle` (its default: plain text that may hold HTML), `html`, `plain` and
`markdown`. Nothing of HTML is kept but what it says and the few styles that chat knows.
"""

from __future__ import annotations

import re
from html import unescape
from typing import Literal

from backend.domain.fields import clean
from backend.domain.training import html_text
from backend.domain.training.markdown_text import escape, plain

Format = Literal["moodle", "html", "plain", "markdown"]
FORMATS: dict[str, Format] = {"moodle": "moodle", "html": "html", "plain": "plain", "markdown": "markdown"}

_LOOKS_LIKE_HTML = re.compile(
    r"</?(?:p|br|div|span|b|i|u|em|strong|a|img|ul|ol|li|h[1-6]|table|tr|td|th|sub|sup|code|pre|blockquote|font"
    r"|script|style)(?:\s+[\w-]+\s*=[^<>]*)?\s*/?>",
    re.IGNORECASE,
)


def to_markdown(text: str, form: Format) -> str:
    """The text as Markdown that shows what it says."""
    match form:
        case "markdown":
            return text
        case "html":
            return html_text.to_markdown(text)
        case "moodle" if _LOOKS_LIKE_HTML.search(text):
            return html_text.to_markdown(text.replace("\n", "<br>"))
        case "moodle":
            return escape(unescape(text))
        case "plain":
            return escape(text)


def to_label(text: str, form: Format) -> str:
    """The text without any style, on one line."""
    match form:
        case "markdown":
            text = plain(text)
        case "html":
            text = plain(html_text.to_markdown(text))
        case "moodle" if _LOOKS_LIKE_HTML.search(text):
            text = plain(html_text.to_markdown(text))
        case "moodle":
            text = unescape(text)
        case "plain":
            pass
    return line(text)


def line(text: str) -> str:
    """The words on one line, safe to keep; a space that does not break stays one."""
    return re.sub(r"[ \t\n]+", " ", clean(text))


_PICTURE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
_WORDS = re.compile(r"""\balt\s*=\s*(?:"[^"]*\w[^"]*"|'[^']*\w[^']*'|\w)""", re.IGNORECASE)


def lacks_words(text: str, form: Format) -> bool:
    """Whether the text shows a picture that has no words beside it: what it says cannot be shown then."""
    return form in ("html", "moodle") and any(not _WORDS.search(tag) for tag in _PICTURE.findall(text))
