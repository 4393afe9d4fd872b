"""What the charts share: the width for a 5-inch phone, the colours, the largest file."""

from __future__ import annotations

from collections.abc import Callable

from bot.pictures.canvas import Colour

WIDTH = 720
"""The width of a chart, in pixels."""
MARGIN = 44
"""Pixels between the edge and the content."""
MAX_BYTES = 25 * 1024
"""The most bytes of a picture; people pay for data by the megabyte."""

NIGHT: Colour = (64, 22, 58)
DUSK: Colour = (98, 52, 90)
SUN: Colour = (255, 186, 59)
CORAL: Colour = (240, 128, 98)
CREAM: Colour = (255, 248, 238)
SAND: Colour = (240, 224, 204)
INK: Colour = (45, 20, 41)
SOFT: Colour = (104, 74, 96)
ORANGE: Colour = (222, 98, 40)
GREEN: Colour = (24, 132, 82)
PLUM: Colour = (164, 42, 112)

Translate = Callable[[str], str]
"""(a French text) → the text in the person's language."""
