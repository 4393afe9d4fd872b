"""Texts of authors' files as the Markdown that chat shows, and as plain labels.

Moodle names four formats: `moodle` (its default: plain text that may hold HTML), `html`, `plain` and
`markdown`. Nothing of HTML is kept but what it says and the few styles that chat knows.
"""

from __future__ import annotations

import re
from html import unescape
from typing import Literal

from backend.domain.french.spelling import clean
from backend.domain.training.text import formulas, html_text
from backend.domain.training.text.markdown_text import escape, plain

Format = Literal["moodle", "html", "plain", "markdown"]
FORMATS: dict[str, Format] = {"moodle": "moodle", "html": "html", "plain": "plain", "markdown": "markdown"}

PICTURE = "[Image : {words}]"
"""How a picture stands in a question's text."""

MARKDOWN_PICTURE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")
_PRE_OR_BREAK = re.compile(r"<pre\b.*?</pre\s*>|\n", re.IGNORECASE | re.DOTALL)
_MARKDOWN_FORMULA = re.compile(
    r"\$\$.{1,500}?\$\$|\\\\\(.{1,500}?\\\\\)|\\\\\\?\[.{1,500}?\\\\\]|\$[^$\n]{1,200}\$", re.DOTALL
)
_LOOKS_LIKE_HTML = re.compile(
    r"</?(?:p|br|div|span|b|i|u|em|strong|a|img|ul|ol|li|h[1-6]|table|tr|td|th|sub|sup|code|pre|blockquote|font"
    r"|script|style)(?:\s+[\w-]+\s*=[^<>]*)?\s*/?>",
    re.IGNORECASE,
)


def looks_like_html(text: str) -> bool:
    """Whether a text holds a tag of HTML that authors use."""
    return _LOOKS_LIKE_HTML.search(text) is not None


def to_markdown(text: str, form: Format) -> str:
    """The text as Markdown that shows what it says; a picture by the words for it, a formula where it can be shown."""
    match form:
        case "markdown":
            return _with_formulas(MARKDOWN_PICTURE.sub(lambda found: _picture(plain(found[1])), text))
        case "html":
            return html_text.to_markdown(text, picture=PICTURE)
        case "moodle" if looks_like_html(text):
            return html_text.to_markdown(_PRE_OR_BREAK.sub(_broken, text), picture=PICTURE)
        case "moodle":
            return escape(formulas.shown(unescape(text)))
        case "plain":
            return escape(formulas.shown(text))


def _picture(words: str) -> str:
    return escape(PICTURE.replace("{words}", words.strip())) if words.strip() else ""


def _broken(found: re.Match[str]) -> str:
    """A line break as HTML shows it; in what is set as it stands it does so already."""
    return found[0] if found[0] != "\n" else "<br>"


def _with_formulas(text: str) -> str:
    """Markdown in which a formula's own signs are escaped or not: authors do both."""
    if not formulas.first(plain(text)):
        return text
    return _MARKDOWN_FORMULA.sub(lambda found: _converted(found[0]), text)


def _converted(markdown: str) -> str:
    latex = plain(markdown)
    said = formulas.shown(latex)
    return markdown if said == latex else escape(said)


def to_label(text: str, form: Format) -> str:
    """The text without any style, on one line."""
    match form:
        case "markdown":
            text = plain(text)
        case "html":
            text = plain(html_text.to_markdown(text))
        case "moodle" if looks_like_html(text):
            text = plain(html_text.to_markdown(text))
        case "moodle":
            text = unescape(text)
        case "plain":
            pass
    return line(formulas.shown(text))


def has_breaks(text: str, form: Format) -> bool:
    """Whether its author wrote it on several lines, which a label has not; in plain text a line may be merely
    wrapped."""
    return (form == "html" or (form == "moodle" and looks_like_html(text))) and "\n" in html_text.to_markdown(text)


def line(text: str) -> str:
    """The words on one line, safe to keep; a space that does not break stays one."""
    return re.sub(r"[ \t\n]+", " ", clean(text))
