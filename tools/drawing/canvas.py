"""A small flat drawing surface: everything is a filled polygon under an affine transform.

Drawn three times larger than it is kept, then reduced: smooth edges at no further cost. Colours are
"#rrggbb" or "#rrggbbaa"; what is half transparent lies over what was drawn before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from io import BytesIO
from math import cos, pi, radians, sin
from pathlib import Path
from typing import Self

from PIL import Image, ImageDraw

from tools.drawing import text

Point = tuple[float, float]
Paint = Callable[["Canvas"], None]

_OVERSAMPLING = 3


class Canvas:
    """A square of 100 × 100 units, x to the right and y down, `pixels` wide when it is kept."""

    def __init__(self, background: str, pixels: int = 480) -> None:
        self._pixels = pixels
        side = pixels * _OVERSAMPLING
        self._image = Image.new("RGB", (side, side), background)
        self._pen = ImageDraw.Draw(self._image, "RGBA")
        unit = side / 100
        # x' = a x + b y + c, y' = d x + e y + f
        self._matrix = (unit, 0.0, 0.0, 0.0, unit, 0.0)

    def at(self, x: float, y: float, scale: float = 1, turn: float = 0, flip: bool = False) -> Self:
        """The same surface seen from (x, y): scaled, turned clockwise in degrees, mirrored."""
        view = object.__new__(type(self))
        view.__dict__.update(self.__dict__)
        a, b, c, d, e, f = self._matrix
        p, q = scale * cos(radians(turn)), scale * sin(radians(turn))
        m = -1 if flip else 1
        view._matrix = (
            (a * p + b * q) * m,
            b * p - a * q,
            a * x + b * y + c,
            (d * p + e * q) * m,
            e * p - d * q,
            d * x + e * y + f,
        )
        return view

    def _place(self, points: Iterable[Point]) -> list[Point]:
        a, b, c, d, e, f = self._matrix
        return [(a * x + b * y + c, d * x + e * y + f) for x, y in points]

    def polygon(self, points: Iterable[Point], fill: str) -> None:
        self._pen.polygon(self._place(points), fill)

    def blob(self, points: Sequence[Point], fill: str) -> None:
        """A closed soft shape through the points."""
        self.polygon(smooth(points, closed=True), fill)

    def ellipse(self, x: float, y: float, rx: float, ry: float, fill: str, turn: float = 0) -> None:
        self.polygon(ring(x, y, rx, ry, turn), fill)

    def disc(self, x: float, y: float, r: float, fill: str) -> None:
        self.ellipse(x, y, r, r, fill)

    def box(self, x0: float, y0: float, x1: float, y1: float, fill: str, radius: float = 0) -> None:
        self.polygon(rounded(x0, y0, x1, y1, radius), fill)

    def line(self, points: Sequence[Point], width: float, fill: str, soft: bool = False) -> None:
        """An opaque stroke with round ends; `soft` bends it through the points."""
        path = self._place(smooth(points) if soft else points)
        a, _, _, d, _, _ = self._matrix
        pixels = width * (a * a + d * d) ** 0.5
        self._pen.line(path, fill, max(1, round(pixels)), joint="curve")
        for x, y in (path[0], path[-1]):
            r = pixels / 2
            self._pen.ellipse((x - r, y - r, x + r, y + r), fill)

    def loop(self, x: float, y: float, r: float, width: float, fill: str) -> None:
        """A circle's outline."""
        self.line(ring(x, y, r, r), width, fill)

    def clip(self, outline: Sequence[Point], paint: Paint) -> None:
        """What `paint` draws, kept only inside the outline."""
        under = self._image.copy()
        paint(self)
        mask = Image.new("L", self._image.size, 255)
        ImageDraw.Draw(mask).polygon(self._place(outline), 0)
        self._image.paste(under, (0, 0), mask)

    def write(self, x: float, y: float, words: str, size: float, fill: str) -> None:
        """Bold words centred on (x, y), `size` units high; never turned or mirrored."""
        a, _, _, d, _, _ = self._matrix
        ((px, py),) = self._place([(x, y)])
        style = text.Style(size * (a * a + d * d) ** 0.5, fill, bold=True)
        text.write(self._image, (px, py), words, style, anchor="m")

    def save(self, file: Path, most: int = 24_000) -> None:
        """As a PNG of about `most` bytes at most, by a smaller palette: she pays for her data."""
        small = self._image.resize((self._pixels, self._pixels), Image.Resampling.LANCZOS)
        for colours in (96, 64, 40, 24, 16):
            buffer = BytesIO()
            small.quantize(colours, dither=Image.Dither.NONE).save(buffer, "PNG", optimize=True)
            if buffer.tell() <= most:
                break
        file.write_bytes(buffer.getvalue())


def ring(x: float, y: float, rx: float, ry: float, turn: float = 0) -> list[Point]:
    """The outline of an ellipse, turned clockwise in degrees."""
    c, s = cos(radians(turn)), sin(radians(turn))
    steps = [2 * pi * i / 72 for i in range(73)]
    return [(x + rx * cos(t) * c - ry * sin(t) * s, y + rx * cos(t) * s + ry * sin(t) * c) for t in steps]


def rounded(x0: float, y0: float, x1: float, y1: float, radius: float) -> list[Point]:
    """The outline of a rectangle with round corners."""
    if not radius:
        return [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]
    r = min(radius, (x1 - x0) / 2, (y1 - y0) / 2)
    corners = (
        (x1 - r, y0 + r, -90),
        (x1 - r, y1 - r, 0),
        (x0 + r, y1 - r, 90),
        (x0 + r, y0 + r, 180),
    )
    return [
        (cx + r * cos(radians(start + 10 * i)), cy + r * sin(radians(start + 10 * i)))
        for cx, cy, start in corners
        for i in range(10)
    ]


def arc(x: float, y: float, r: float, start: float, end: float) -> list[Point]:
    """Points on a circle from `start` to `end` degrees (0 to the right, clockwise)."""
    steps = [start + (end - start) * i / 24 for i in range(25)]
    return [(x + r * cos(radians(t)), y + r * sin(radians(t))) for t in steps]


def smooth(points: Sequence[Point], closed: bool = False) -> list[Point]:
    """A Catmull-Rom curve through the points."""
    n = len(points)
    if n < 3:
        return list(points)
    curve: list[Point] = []
    for i in range(n if closed else n - 1):
        if closed:
            p0, p1, p2, p3 = (points[(i + k) % n] for k in (-1, 0, 1, 2))
        else:
            p0, p1, p2, p3 = (points[min(max(i + k, 0), n - 1)] for k in (-1, 0, 1, 2))
        for step in range(12):
            t = step / 12
            curve.append((_spline(p0[0], p1[0], p2[0], p3[0], t), _spline(p0[1], p1[1], p2[1], p3[1], t)))
    curve.append(points[0] if closed else points[-1])
    return curve


def _spline(a: float, b: float, c: float, d: float, t: float) -> float:
    u, v, w = c - a, 2 * a - 5 * b + 4 * c - d, 3 * b - 3 * c + d - a
    return 0.5 * (2 * b + u * t + v * t * t + w * t**3)
