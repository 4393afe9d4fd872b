"""Runs of text as the small HTML that Telegram and the demo page read: b, i and code, nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from bot.i18n.render import Run


def html(runs: Sequence[Run]) -> str:
    """Everything that people and clients wrote is escaped; a line break stays a line break."""
    return "".join(_marked(run) for run in runs if run.text)


def _marked(run: Run) -> str:
    text = escape(run.text.replace("\0", ""), quote=False)
    for wanted, tag in ((run.code, "code"), (run.italic, "i"), (run.bold, "b")):
        if wanted and text.strip():
            text = f"<{tag}>{text}</{tag}>"
    return text
