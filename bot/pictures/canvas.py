"""A small canvas for flat pictures: smooth shapes, text that fits, a PNG of few kilobytes."""

from __future__ import annotations

import io
import unicodedata
from functools import cache, lru_cache
from importlib import resources
from typing import Literal

from PIL import Image, ImageDraw, ImageFont

from backend.domain.errors import Misuse

Colour = tuple[int, int, int]
Weight = Literal["Semibold", "Bold"]
Box = tuple[int, int, int, int]

_OVERSAMPLING = 4
"""Shapes are drawn this many times larger and then reduced, because Pillow's edges are jagged."""
_EFFORTS = ((64, 6), (64, 9), (32, 9), (16, 9), (8, 9))
"""(colours, zlib's level); from level 6 to 9 saves a tenth of the bytes for eight times the time."""


@cache
def _file(weight: Weight) -> bytes:
    # Source Sans has every letter of French and of the region's languages (ɛ ɔ ŋ ɖ ɓ). Pillow's
    # built-in font lacks them, even é.
    folder = resources.files("font_source_sans_pro") / "files"
    return (folder / f"SourceSansPro-{weight}.ttf").read_bytes()


@cache
def font(size: int, weight: Weight = "Semibold") -> ImageFont.FreeTypeFont:
    """Source Sans at this size in pixels."""
    # The basic layout draws the same on every build, with or without libraqm.
    return ImageFont.truetype(io.BytesIO(_file(weight)), size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(4096)
def drawable(character: str) -> bool:
    """Whether the font has this character."""
    probe = font(24)
    return bytes(probe.getmask(character)) != bytes(probe.getmask("\uffff"))


def clean(words: str) -> str:
    """A text of people on one line, without what the font cannot draw (emoji, other scripts)."""
    composed = unicodedata.normalize("NFC", words[:160])
    kept = "".join(c if c.isspace() or drawable(c) else " " for c in composed if c.isprintable() or c.isspace())
    return " ".join(kept.split())


def cut(words: str, width: int, size: int, weight: Weight = "Semibold") -> str:
    """The text, cut with an ellipsis to `width` pixels; a first word that is too long is cut inside."""
    face = font(size, weight)
    if face.getlength(words) <= width:
        return words
    tokens = words.split()
    for count in range(len(tokens) - 1, 0, -1):
        shorter = " ".join(tokens[:count]).rstrip(",;:.-–'’") + "…"
        if face.getlength(shorter) <= width and len(shorter) > 8:
            return shorter
    while words and face.getlength(words + "…") > width:
        words = words[:-1].rstrip()
    return words + "…"


@lru_cache(512)
def _rounded(width: int, height: int, radius: int) -> Image.Image:
    n = _OVERSAMPLING
    mask = Image.new("L", (width * n, height * n), 0)
    box = (0, 0, width * n - 1, height * n - 1)
    ImageDraw.Draw(mask).rounded_rectangle(box, radius * n, fill=255)
    return mask.reduce(n)


@lru_cache(16)
def _half_disc(radius: int) -> Image.Image:
    n = _OVERSAMPLING
    mask = Image.new("L", (2 * radius * n, radius * n), 0)
    ImageDraw.Draw(mask).ellipse((0, 0, 2 * radius * n - 1, 2 * radius * n - 1), fill=255)
    return mask.reduce(n)


class Canvas:
    """`image` is RGB. Coordinates are pixels from the top left."""

    def __init__(self, width: int, height: int, background: Colour) -> None:
        self.image = Image.new("RGB", (width, height), background)
        self._draw = ImageDraw.Draw(self.image)
        self._draw.fontmode = "L"

    def rectangle(self, box: Box, colour: Colour) -> None:
        """Fill a box; its right and lower edges are exclusive."""
        self._draw.rectangle((box[0], box[1], box[2] - 1, box[3] - 1), fill=colour)

    def rounded(self, box: Box, colour: Colour, radius: int) -> None:
        """A box with rounded corners; the radius shrinks with the box. An empty box draws nothing."""
        width, height = box[2] - box[0], box[3] - box[1]
        if width <= 0 or height <= 0:
            return
        mask = _rounded(width, height, min(radius, width // 2, height // 2))
        self.image.paste(colour, box, mask)

    def half_disc(self, middle: tuple[int, int], radius: int, colour: Colour) -> None:
        """The upper half of a disc; `middle` is the middle of its base."""
        x, y = middle
        self.image.paste(colour, (x - radius, y - radius, x + radius, y), _half_disc(radius))

    def text(
        self,
        at: tuple[int, int],
        text: str,
        size: int,
        colour: Colour,
        *,
        weight: Weight = "Semibold",
        anchor: str = "ls",
        width: int | None = None,
    ) -> None:
        """One line on its baseline; the letters get smaller if it is wider than `width` pixels."""
        text = text.replace("'", "’")
        while width and size > 16 and font(size, weight).getlength(text) > width:
            size -= 2
        self._draw.text(at, text, colour, font(size, weight), anchor=anchor)

    def png(self, limit: int) -> bytes:
        """A palette PNG of at most `limit` bytes. If it would be larger, it is compressed harder, then drawn with fewer
        colours. Raises `Misuse` if even 8 colours are too many."""
        for colours, effort in _EFFORTS:
            few = self.image.quantize(colours, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
            file = io.BytesIO()
            few.save(file, "PNG", compress_level=effort)
            if file.tell() <= limit:
                return file.getvalue()
        raise Misuse(f"this picture does not fit {limit} bytes")
