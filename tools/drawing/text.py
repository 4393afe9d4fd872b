"""French text with Pillow's own font.

The font inside Pillow (`ImageFont.load_default(size)`) is there on every machine, but it has no
accented letters: it draws a box for "é". So the letter is drawn bare and the accent is put on it
here. Bold, narrow and slanted text come from the same font.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

_OVERSAMPLING = 4
_PLAIN = str.maketrans(
    {
        "œ": "oe",
        "Œ": "OE",
        "–": "-",
        "—": "-",
        "\N{NO-BREAK SPACE}": " ",
        "\N{NARROW NO-BREAK SPACE}": " ",
    }
)

# Strokes of the accents, in shares of the size: x from the middle of the letter, y up from its top.
_STROKES: dict[str, list[list[tuple[float, float]]]] = {
    "\N{COMBINING ACUTE ACCENT}": [[(-0.05, 0.07), (0.07, 0.19)]],
    "\N{COMBINING GRAVE ACCENT}": [[(0.05, 0.07), (-0.07, 0.19)]],
    "\N{COMBINING CIRCUMFLEX ACCENT}": [[(-0.11, 0.07), (0.0, 0.18), (0.11, 0.07)]],
    "\N{COMBINING DIAERESIS}": [[(-0.1, 0.12), (-0.1, 0.12)], [(0.1, 0.12), (0.1, 0.12)]],
}
_CEDILLA = "\N{COMBINING CEDILLA}"


@dataclass(frozen=True, slots=True)
class Style:
    """`size` in pixels, `narrow` the share of width that is kept, `slant` in shares of height."""

    size: float
    fill: str = "#222222"
    bold: bool = False
    narrow: float = 1
    slant: float = 0


def width(words: str, style: Style) -> float:
    """How wide the words are, in pixels."""
    font = _font(style.size)
    return font.getlength(_bare(words)) / _OVERSAMPLING * style.narrow


def write(image: Image.Image, at: tuple[float, float], words: str, style: Style, anchor: str = "l") -> None:
    """Write one line. `at`: the middle of its height, and of its width the `anchor` (l, m, r)."""
    mask = _mask(words, style)
    x, y = at
    pad = style.size * 0.5
    w = mask.width - 2 * pad
    left = x - pad - {"l": 0.0, "m": w / 2, "r": w}[anchor]
    image.paste(style.fill, (round(left), round(y - mask.height / 2)), mask)


def _bare(words: str) -> str:
    return "".join(letter for letter, _ in letters(words))


def letters(words: str) -> Iterator[tuple[str, str]]:
    """Each letter as the font has it, with the combining accent to put on it ("": none)."""
    for char in words.translate(_PLAIN):
        letter, *marks = list(unicodedata.normalize("NFD", char))
        if marks and (marks[0] in _STROKES or marks[0] == _CEDILLA):
            yield letter, marks[0]
        else:
            yield char, ""


@lru_cache(maxsize=64)
def _font(size: float) -> ImageFont.FreeTypeFont:
    found = ImageFont.load_default(size * _OVERSAMPLING)
    assert isinstance(found, ImageFont.FreeTypeFont), "this Pillow was built without FreeType"
    return found


def _mask(words: str, style: Style) -> Image.Image:
    """The words' shape, with half a size of air on every side."""
    size = style.size * _OVERSAMPLING
    font = _font(style.size)
    pad = size * 0.5
    large = Image.new("L", (round(font.getlength(_bare(words)) + 2 * pad), round(size * 2)))
    pen = ImageDraw.Draw(large)
    weight = size * (0.105 if style.bold else 0.075)
    stroke = round(size * 0.022) if style.bold else 0
    baseline = size * 1.35
    x = pad
    for letter, mark in letters(words):
        if letter == "i" and mark:
            _dotless(pen, x, baseline, font, stroke)
        else:
            pen.text((x, baseline), letter, fill=255, font=font, anchor="ls", stroke_width=stroke)
        if mark:
            _accent(pen, x, baseline, letter, mark, font, weight)
        x += font.getlength(letter)
    if style.slant:
        k = style.slant
        data = (1, k, -k * baseline, 0, 1, 0)
        large = large.transform(large.size, Image.Transform.AFFINE, data, Image.Resampling.BILINEAR)
    w = large.width / _OVERSAMPLING
    # The air keeps its width when the words are made narrow, so that the edges stay where they are.
    kept = round(w * style.narrow + style.size * (1 - style.narrow))
    small = large.resize(
        (max(1, round(w * style.narrow)), round(large.height / _OVERSAMPLING)),
        Image.Resampling.LANCZOS,
    )
    mask = Image.new("L", (kept, small.height))
    mask.paste(small, (round(style.size * 0.5 * (1 - style.narrow)), 0))
    return mask


def _dotless(pen: ImageDraw.ImageDraw, x: float, baseline: float, font: ImageFont.FreeTypeFont, stroke: int) -> None:
    """The stem of an i whose dot gives way to an accent."""
    _, top, _, _ = font.getbbox("x", anchor="ls")
    middle = x + font.getlength("i") / 2
    half = font.size * 0.042 + stroke
    pen.rectangle((middle - half, baseline + top - stroke, middle + half, baseline + stroke), fill=255)


def _accent(
    pen: ImageDraw.ImageDraw,
    x: float,
    baseline: float,
    letter: str,
    mark: str,
    font: ImageFont.FreeTypeFont,
    weight: float,
) -> None:
    left, top, right, _ = font.getbbox("x" if letter == "i" else letter, anchor="ls")
    middle = x + (font.getlength(letter) / 2 if letter == "i" else (left + right) / 2)
    size = font.size
    if mark == _CEDILLA:
        hook = [(0.0, 0.0), (0.0, 0.07), (0.07, 0.11), (0.06, 0.17), (-0.05, 0.19)]
        lines = [[(middle + px * size, baseline + py * size) for px, py in hook]]
    else:
        lines = [[(middle + px * size, baseline + top - py * size) for px, py in line] for line in _STROKES[mark]]
    for points in lines:
        pen.line(points, fill=255, width=round(weight), joint="curve")
        for px, py in (points[0], points[-1]):
            r = weight / 2 * (1.25 if mark == "\N{COMBINING DIAERESIS}" else 1)
            pen.ellipse((px - r, py - r, px + r, py + r), fill=255)
