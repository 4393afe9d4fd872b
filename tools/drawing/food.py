"""What is sold and eaten: fruit, vegetables, dishes and drinks. Each stands around (0, 0)."""

from __future__ import annotations

from math import cos, radians, sin

from tools.drawing.canvas import Canvas, Point, arc, smooth

GREEN, DARK_GREEN = "#4f9a3d", "#2f6b2c"


def _ball(c: Canvas, r: float, dark: str, light: str, flat: float = 1) -> None:
    c.ellipse(0, 0, r, r * flat, dark)
    c.ellipse(-r * 0.08, -r * 0.09, r * 0.9, r * 0.89 * flat, light)
    c.ellipse(-r * 0.38, -r * 0.42 * flat, r * 0.24, r * 0.13, "#ffffff99", -35)


def _leaf(c: Canvas, length: float, fill: str = GREEN) -> None:
    """A leaf from (0, 0) to the right."""
    wide = length * 0.24
    c.blob([(0, 0), (length * 0.45, -wide), (length, 0), (length * 0.45, wide)], fill)
    c.line([(length * 0.08, 0), (length * 0.85, 0)], length * 0.035, DARK_GREEN)


def tomato(c: Canvas) -> None:
    """10 units of radius."""
    _ball(c, 10, "#b3241d", "#dd3b2d", 0.9)
    star: list[Point] = []
    for i in range(10):
        far = 4.6 if i % 2 == 0 else 1.5
        x, y = arc(0, 0, far, i * 36 - 90, 0)[0]
        star.append((x, -6.6 + y * 0.55))
    c.polygon(star, DARK_GREEN)
    c.line([(0, -6.6), (0.8, -10)], 1.2, DARK_GREEN)


def orange(c: Canvas) -> None:
    """10 units of radius."""
    _ball(c, 10, "#cf6a10", "#f28f1f")
    for x, y in ((2, 3), (5, 0), (-2, 6), (4, 6), (0, -1), (-5, 3), (1, -6)):
        c.disc(x, y, 0.4, "#cf6a10")
    c.disc(1, -8.2, 1, DARK_GREEN)
    _leaf(c.at(1, -8.5, turn=-25), 9)


def mango(c: Canvas) -> None:
    """About 24 units wide."""
    c.blob([(-11, 3), (-7, -7), (2, -9), (10, -3), (12, 5), (4, 10), (-6, 9)], "#c9791c")
    c.blob([(-10.6, 2.6), (-6.8, -6.8), (2, -8.8), (9.4, -3), (11, 4), (4, 8.8), (-6, 8)], "#f4b23a")
    c.blob([(-10, 2), (-6.5, -6.2), (1, -8), (4, -3), (-1, 4), (-6, 6)], "#e0562f99")
    c.ellipse(-4, -4, 3.2, 1.3, "#ffffff88", -40)
    c.line([(1, -8.5), (2, -12)], 1.1, "#6b4a22")
    _leaf(c.at(2, -11, turn=-10), 12)


def banana(c: Canvas) -> None:
    """One banana hanging from (0, 0), about 34 units long, its tip to the left."""
    outer: list[Point] = []
    inner: list[Point] = []
    ridge: list[Point] = []
    x = y = 0.0
    for i in range(25):
        t = i / 24
        heading = radians(82 + 84 * t)
        # A thin neck, a full middle, a blunt tip.
        half = 1.3 + 3.6 * min(1, max(0, t - 0.1) * 4) * (1 - max(0, t - 0.72) * 3)
        across_x, across_y = sin(heading) * half, -cos(heading) * half
        outer.append((x + across_x, y + across_y))
        inner.append((x - across_x, y - across_y))
        ridge.append((x + across_x * 0.25, y + across_y * 0.25))
        x, y = x + cos(heading) * 1.5, y + sin(heading) * 1.5
    c.polygon(outer + inner[::-1], "#c98a12")
    c.polygon([*ridge, *inner[::-1]], "#e9b422")
    middle = [((a + 2 * u) / 3, (b + 2 * v) / 3) for (a, b), (u, v) in zip(ridge, outer, strict=True)]
    c.polygon(outer + ridge[::-1], "#fbd53e")
    c.line(middle[5:19], 0.9, "#fff0a8", soft=True)
    c.line([outer[-1], inner[-1]], 1.6, "#4b3814")


def bananas(c: Canvas) -> None:
    """A hand of bananas, about 44 units wide and 44 high."""
    for i, turn in enumerate((-58, -36, -14, 8, 30)):
        banana(c.at(-1 + i * 1.3, -16, 1.1, turn=turn + 14))
    c.blob([(-4, -14), (-3, -20), (-1, -25), (4, -25), (5, -19), (6, -13), (1, -11)], "#8a962f")
    c.box(-1.4, -27, 4.4, -23.4, "#5b4418", 1)


def pineapple(c: Canvas) -> None:
    """About 24 units wide and 52 high."""
    for turn, length in ((-62, 15), (-42, 19), (-22, 22), (62, 15), (42, 19), (22, 22), (0, 25)):
        leaf = c.at(0, -9, turn=turn)
        leaf.blob(
            [(-2.6, 0), (-2.2, -length * 0.5), (0, -length), (2.2, -length * 0.5), (2.6, 0)],
            DARK_GREEN,
        )
        leaf.blob([(-1, 0), (-1.2, -length * 0.5), (0, -length), (0.6, -length * 0.5), (1, 0)], GREEN)
    body: list[Point] = [
        (-12, 6),
        (-9.5, -8),
        (0, -11.5),
        (9.5, -8),
        (12, 6),
        (9, 19),
        (0, 22.5),
        (-9, 19),
    ]
    outline = smooth(body, closed=True)

    def skin(_: Canvas) -> None:
        c.box(-14, -14, 14, 24, "#e0a02f")
        for k in range(-8, 9):
            c.line([(k * 5 - 20, -16), (k * 5 + 22, 26)], 0.9, "#a8661c")
            c.line([(k * 5 + 20, -16), (k * 5 - 22, 26)], 0.9, "#a8661c")
        for row in range(-3, 6):
            for col in range(-4, 5):
                c.disc(col * 5 + (row % 2) * 2.5, row * 5 + 2.5, 0.8, "#7c4a14")
        c.ellipse(15, 6, 9, 24, "#8a4c1055")

    c.clip(outline, skin)


def chilli(c: Canvas, red: bool = True) -> None:
    """About 26 units long, lying to the right."""
    dark, light = ("#a81d18", "#dc3326") if red else ("#3c7d22", "#63ad35")
    c.blob([(-11, -3.4), (-3, -4.4), (6, -1), (14, 6), (5, 4.6), (-5, 4), (-11, 3)], dark)
    c.blob([(-10.6, -3), (-3, -3.8), (6, -0.8), (13, 5), (4.6, 3), (-5, 2.4), (-10.6, 1.6)], light)
    c.line([(-8, -1.6), (-2, -2), (3, -0.8)], 0.9, "#ff9a86" if red else "#b5e08a", soft=True)
    c.line([(-11, -0.4), (-14, -1), (-16, -3)], 2, DARK_GREEN, soft=True)


def onion(c: Canvas) -> None:
    """10 units of radius."""
    for x in (-1.6, 0, 1.6):
        c.line([(x * 0.3, -8), (x, -14)], 1, "#b9894e")
    bulb = [
        (-9.5, 1.5),
        (-6.5, -5),
        (-1.4, -9.5),
        (1.4, -9.5),
        (6.5, -5),
        (9.5, 1.5),
        (6, 8),
        (0, 9.6),
        (-6, 8),
    ]
    c.blob(bulb, "#6d2748")
    c.blob([(x * 0.9 - 0.7, y * 0.93 - 0.3) for x, y in bulb], "#a2466e")
    for bend in (-5.4, -2, 1.6, 4.8):
        c.line([(bend * 0.2, -8.4), (bend, 0), (bend * 0.5, 8)], 0.5, "#7f3055", soft=True)
    c.ellipse(-4.4, -2, 1.2, 3, "#ffffff77", 18)
    for x in (-1.6, 0, 1.6):
        c.line([(x * 0.5, 9.2), (x, 12)], 0.5, "#d9c39a")


def aubergine(c: Canvas) -> None:
    """About 30 units long, lying to the right."""
    body: list[Point] = [
        (-12, -3.6),
        (-2, -6),
        (9, -8.4),
        (16.5, -1),
        (13, 7.4),
        (2, 8),
        (-8, 4.6),
        (-12.4, 2.6),
    ]
    c.blob(body, "#341543")
    c.blob([(x * 0.95 - 0.4, y * 0.9 - 0.6) for x, y in body], "#57246f")
    c.line([(-3, -3.4), (4, -5), (9, -5.2)], 1.2, "#a873c0", soft=True)
    c.polygon([(-14, -2), (-12, -5), (-5, -4), (-9, -1), (-4, 1), (-9, 2), (-7, 5), (-13, 3.6)], GREEN)
    c.line([(-13, 0.4), (-18, -1.4)], 2.4, DARK_GREEN)


def okra(c: Canvas) -> None:
    """One pod of gombo, about 26 units long, lying to the right."""
    c.polygon([(-9, -3.6), (-2, -3.4), (15, 1), (-2, 3.8), (-9, 3.6)], "#3f7f2b")
    c.polygon([(-9, -3), (-2, -2.8), (14, 1), (-9, 0.2)], "#74b54a")
    c.line([(-8, 1.6), (12, 1.2)], 0.5, "#2c5c1f")
    c.box(-11.4, -4.2, -8.4, 4.2, "#8cc45f", 1.4)
    c.line([(-11, 0), (-15, -0.6)], 2.2, "#5b9a3b")


def watermelon(c: Canvas) -> None:
    """A slice, about 44 units wide, the rind below."""
    c.polygon(arc(0, -8, 23, 0, 180), "#2f7a35")
    c.polygon(arc(0, -8, 21, 0, 180), "#dff0c0")
    c.polygon(arc(0, -8, 19.4, 0, 180), "#e8433f")
    c.polygon([(-19.4, -8), (19.4, -8), (19, -6.6), (-19, -6.6)], "#f4736c")
    for x, y in (
        (-11, -2),
        (-4, -3),
        (4, -3),
        (11, -2),
        (-7, 4),
        (0, 4.4),
        (7, 4),
        (0, -5),
        (-14, -5),
        (14, -5),
    ):
        c.ellipse(x, y, 0.9, 1.5, "#2a1614")


def plate(c: Canvas, r: float = 24, rim: str = "#f7f4ec") -> None:
    """A plate seen from above and a little from the front."""
    c.ellipse(0, 2, r * 1.02, r * 0.66, "#00000030")
    c.ellipse(0, 0, r, r * 0.62, "#cfc9ba")
    c.ellipse(0, -0.8, r, r * 0.62, rim)
    c.ellipse(0, -0.4, r * 0.76, r * 0.45, "#e4dece")


def rice_and_sauce(c: Canvas) -> None:
    """A plate of rice with peanut sauce, chicken and a chilli: 48 units wide."""
    plate(c)
    c.blob([(-17, 1), (-12, -9), (-2, -12), (7, -8), (8, 1), (-4, 6), (-13, 5)], "#ebe4d3")
    c.blob([(-16, 0), (-11, -9), (-2, -12), (6, -8), (6, 0), (-5, 4), (-12, 3)], "#fffdf6")
    for x, y in ((-11, -3), (-7, -7), (-3, -4), (0, -8), (-6, 0), (2, -4), (-13, 0), (-2, 1)):
        c.ellipse(x, y, 1.1, 0.45, "#ddd5c2", (x * 37) % 90)
    c.blob([(0, 5), (3, -5), (11, -8), (18, -3), (17, 5), (9, 9)], "#8e4a1b")
    c.blob([(1.4, 4), (4, -4), (11, -7), (16.6, -3), (15, 3.4), (8, 7)], "#b8662a")
    c.blob([(6, -2), (10, -6), (14, -3), (13, 2), (8, 3)], "#7a3d17")
    c.blob([(6.6, -2.4), (10, -5.6), (13, -3), (12, 0.6), (8, 1.6)], "#a05a26")
    chilli(c.at(3, 2.6, 0.42, turn=-12))


def fish_and_attieke(c: Canvas) -> None:
    """A platter with a grilled fish, attiéké, onions and tomatoes: 56 units wide."""
    plate(c, 28)
    c.blob([(-22, 1), (-19, -8), (-8, -11), (-1, -6), (-4, 3), (-14, 7)], "#e3c985")
    c.blob([(-21, 0), (-18, -8), (-8, -10.4), (-2, -6), (-6, 1.4), (-14, 5)], "#f6e3a8")
    for x, y in ((-17, -3), (-13, -7), (-9, -4), (-6, -8), (-13, 0), (-9, 1), (-17, 1)):
        c.disc(x, y, 0.5, "#d3b565")
    fish = c.at(6, 1.6, turn=-8)
    fish.polygon([(14, 0), (21, -7), (19, 0), (21, 7)], "#6f4a2a")
    fish.blob(
        [(-14, 0.6), (-8, -5.4), (2, -7), (11, -3), (15, 0), (11, 3.4), (2, 6.6), (-8, 5.4)],
        "#6f4a2a",
    )
    fish.blob(
        [(-13, 0.2), (-8, -4.6), (2, -6), (11, -2.4), (14, 0), (10, 2), (2, 4.4), (-8, 4)],
        "#a6713c",
    )
    for mark in (-3, 1, 5, 9):
        fish.line([(mark - 1.4, -4), (mark + 1.4, 3.4)], 0.9, "#4e3119")
    fish.disc(-9.6, -0.8, 1.5, "#f7f1e0")
    fish.disc(-9.6, -0.8, 0.8, "#1d130b")
    for px, py in ((-6.0, 9.5), (0.0, 11.0), (8.0, 11.0)):
        c.loop(px, py, 2.2, 0.8, "#b565a0")
    for px, py in ((-11.0, 8.6), (4.0, 10.4)):
        c.disc(px, py, 2, "#d63a2c")
        c.disc(px, py, 1, "#f08a70")


def bottle(c: Canvas, glass: str = "#4a2a12", label: str = "#e9b52d", words: str = "") -> None:
    """A bottle standing on (0, 0), 46 units high."""
    c.ellipse(1, 0, 8.4, 2, "#00000030")
    c.polygon(
        [(-7, -1), (-7, -24), (-2.8, -32), (-2.8, -43), (2.8, -43), (2.8, -32), (7, -24), (7, -1)],
        glass,
    )
    c.box(-7, -8, 7, 0, glass, 2.4)
    c.box(-3.3, -46, 3.3, -42.6, "#d8d2c4", 0.8)
    c.box(-7, -22, 7, -9, label)
    c.box(-7, -21, 7, -20.2, "#ffffffaa")
    c.box(-7, -10.8, 7, -10, "#ffffffaa")
    c.line([(-5, -24), (-5, -2)], 0.9, "#b9875a" if glass == "#4a2a12" else "#e8f6ee")
    if words:
        c.write(0, -15.5, words, 3.2, "#5a1d0c")


def glass(c: Canvas, drink: str = "#a3123f") -> None:
    """A tall glass with ice, straw and mint, standing on (0, 0), 32 units high."""
    c.ellipse(1, 0, 8.6, 2, "#00000030")
    c.line([(2, -10), (7.5, -40)], 1.5, "#f2c230")
    c.polygon([(-9, -30), (9, -30), (7, -0.4), (-7, -0.4)], "#e6f1f5")
    c.polygon([(-8.2, -25), (8.2, -25), (6.4, -1.6), (-6.4, -1.6)], drink)
    c.ellipse(0, -25, 8.2, 1.8, "#d23a68" if drink == "#a3123f" else "#f8cf6a")
    for x, y, turn in ((-3.4, -23.4, 12), (2.6, -21.4, -18), (-1.4, -17, 30)):
        c.at(x, y, turn=turn).box(-2.3, -2.3, 2.3, 2.3, "#ffffff90", 0.6)
    c.line([(-7.4, -27), (-5.8, -4)], 0.8, "#ffffff")
    for turn in (-150, -110, -70):
        _leaf(c.at(-3, -26, turn=turn), 8)
