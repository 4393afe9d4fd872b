"""Texts of authors' files as the Markdown that chat shows, and as plain labels.

Moodle has four formats: `moodle` (its default: plain text that may contain HTML), `html`, `plain` and `markdown`. Of
HTML only the words and the few styles that chat has are kept.
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
"""The form of a picture in a question's text."""

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
    """Whether a text contains an HTML tag that authors use."""
    return _LOOKS_LIKE_HTML.search(text) is not None


def to_markdown(text: str, form: Format) -> str:
    """The text as Markdown. A picture is replaced by its words, a formula is converted if it can be shown."""
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
    """A line break as HTML shows it. In preformatted text it already does."""
    return found[0] if found[0] != "\n" else "<br>"


def _with_formulas(text: str) -> str:
    """Markdown with formulas converted. Authors write a formula's own signs escaped or not."""
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
    """Whether its author wrote it on several lines, which a label cannot have. In plain text a line may be merely
    wrapped."""
    return (form == "html" or (form == "moodle" and looks_like_html(text))) and "\n" in html_text.to_markdown(text)


def line(text: str) -> str:
    """The words on one line, safe to store. A non-breaking space stays one."""
    return re.sub(r"[ \t\n]+", " ", clean(text))
