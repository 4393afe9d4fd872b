"""Runs of text as the HTML that Telegram and the demo page read: b, i, code and tg-spoiler only."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from backend.records import replace
from bot.i18n.render import Run

_LOOSE = re.compile(
    r" (?=[:;?!»%€])|(?<=«) |(?<=\d) (?=\d{3}\b|F\b|h\b)|(?<=[\u2300-\u27bf\ufe0f\U0001f300-\U0001faff]) (?=\w)"
)


def bound(runs: Sequence[Run]) -> list[Run]:
    """Runs with non-breaking spaces where French typography wants them: before `: ; ? !`, inside « », in numbers and
    before their units; also between an emoji and the word after it."""
    return [replace(run, text=_LOOSE.sub("\u00a0", run.text)) for run in runs]


def html(runs: Sequence[Run]) -> str:
    """Runs as HTML. All text is escaped; a line break stays a line break."""
    return "".join(_marked(run) for run in runs if run.text)


def _marked(run: Run) -> str:
    text = escape(run.text.replace("\0", ""), quote=False)
    styles = ((run.code, "code"), (run.italic, "i"), (run.bold, "b"), (run.covered, "tg-spoiler"))
    for wanted, tag in styles:
        if wanted and text.strip():
            text = f"<{tag}>{text}</{tag}>"
    return text
