"""Draw pictures by the name that messages give (`Attachment` of kind "chart")."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.i18n.catalogue import translate
from bot.pictures.earnings import earnings_png, goal_png, month_png
from bot.pictures.figures import project_png, shares_png, stats_png, week_png
from bot.pictures.poll import poll_png
from bot.pictures.table import table_png

_PICTURES = {
    "gains": earnings_png,
    "month": month_png,
    "goal": goal_png,
    "poll": poll_png,
    "stats": stats_png,
    "week": week_png,
    "shares": shares_png,
    "project": project_png,
    "table": table_png,
}


def draw(name: str, values: Mapping[str, Any], language: str) -> bytes:
    """Draw a PNG. Raises `KeyError` for an unknown name."""
    return _PICTURES[name](values, lambda text: translate(text, None, None, language))
