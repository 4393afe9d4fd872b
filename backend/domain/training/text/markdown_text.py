"""Conversion between Markdown and plain text."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt

_markdown = MarkdownIt("commonmark")


def plain(markdown: str) -> str:
    """The text of a line of Markdown, without its styles. Only inline markup is read: "1. " or "- " at the beginning is
    part of the text."""
    if not _STYLES.search(markdown):
        return markdown
    tokens = _markdown.parseInline(markdown)[0].children or []
    return "".join("\n" if token.type in ("softbreak", "hardbreak") else token.content for token in tokens)


_STYLES = re.compile(r"[\\*_`\[<&]")
_SPECIAL = re.compile(
    r"[\\*`\[]"
    r"|(?<![^\W_])_|_(?![^\W_])"  # within a word it has no meaning
    r"|<(?=[A-Za-z/!?])"
    r"|&(?=#?\w{1,40};)"
)
_LINE_START = re.compile(
    r"^(?:#{1,6}(?=[ \t]|$)|[-+](?=[ \t]|$)|>|=+(?=[ \t]*$)|-(?=-)|~(?=~~))|^(\d{1,9})([.)])(?=[ \t]|$)"
)


def escape(text: str) -> str:
    """Plain text as Markdown that shows it unchanged. Its line breaks stay."""
    lines = (re.sub(r"^[ \t]+", "", line) for line in text.split("\n"))
    return "\n".join(_LINE_START.sub(_started, _SPECIAL.sub(r"\\\g<0>", line)) for line in lines)


def _started(found: re.Match[str]) -> str:
    return f"{found[1]}\\{found[2]}" if found[1] else f"\\{found[0]}"
