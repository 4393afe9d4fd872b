"""What drives past: taxis, minibuses, motorcycles, bicycles, a pirogue, a handcart.

Each looks to the right, is about 80 units wide and stands on y = 0.
"""

from __future__ import annotations

from tools.drawing.canvas import Canvas, arc, smooth

TYRE, RIM, GLASS = "#23252a", "#c9ced4", "#bfe3f2"


def _wheel(c: Canvas, x: float, r: float) -> None:
    c.disc(x, -r, r, TYRE)
    c.disc(x, -r, r * 0.6, RIM)
    c.disc(x, -r, r * 0.46, "#8d949c")
    c.disc(x, -r, r * 0.16, TYRE)


def _shadow(c: Canvas, half: float = 42) -> None:
    c.ellipse(0, 0.6, half, 2.6, "#00000038")


def taxi(c: Canvas, paint: str = "#f2811d", dark: str = "#c65f0c", stripe: str | None = None) -> None:
    """A saloon with a sign on its roof."""
    _shadow(c)
    c.polygon(
        [
            (-40.6, -7),
            (-40.6, -20.4),
            (-34, -23.2),
            (-24, -22.4),
            (24, -22),
            (36.4, -21.8),
            (40.8, -15.4),
            (40.8, -7),
        ],
        dark,
    )
    c.polygon(
        smooth([(-24, -21), (-17, -33), (-13, -35), (9, -35), (14, -33), (24, -21)]),
        dark,
    )
    c.polygon([(-40, -20), (-34, -22.4), (36, -21), (40, -15), (40, -7), (-40, -7)], paint)
    c.polygon([(-23, -21.6), (-16, -33), (-12.6, -34.2), (9, -34.2), (13.4, -32.6), (22.6, -21.4)], paint)
    c.polygon([(-19, -22.4), (-13.6, -31.6), (-3.4, -31.6), (-3.4, -22.4)], GLASS)
    c.polygon([(-1, -22.4), (-1, -31.6), (8.6, -31.6), (12, -30.4), (18.6, -22.4)], GLASS)
    c.polygon([(-14, -22.4), (-9, -31.6), (-6.6, -31.6), (-11.6, -22.4)], "#ffffff88")
    c.polygon([(3, -22.4), (7, -31.6), (8.8, -31.6), (5.6, -22.4)], "#ffffff88")
    if stripe:
        c.box(-40, -16.4, 40, -13.4, stripe)
    for x in (-21, -2, 19):
        c.line([(x, -21.5), (x, -9)], 0.5, dark)
    for x in (-8, 11):
        c.box(x, -19.6, x + 4, -18.4, "#33353a", 0.5)
    c.box(-42, -11, 42, -7, "#4a4d52", 1.6)
    c.blob([(35, -17.6), (39, -17), (39.6, -13.4), (35.4, -13.8)], "#fff4c2")
    c.box(-40.4, -18, -37.6, -13.4, "#c8261f", 1)
    for x in (-24, 24):
        c.disc(x, -7.4, 9.4, "#2a2c30")
        _wheel(c, x, 8)
    c.box(-9, -41, 7, -34.6, "#fffbe8", 1.4)
    c.write(-1, -37.8, "TAXI", 4.8, "#1f1f1f")


def minibus(c: Canvas) -> None:
    """A gbaka: white and green, people inside, luggage on the roof."""
    _shadow(c, 44)
    for x0, x1, top, fill in (
        (-32, -18, -57, "#b5522f"),
        (-17, -5, -54, "#3f6fa8"),
        (-4, 12, -58, "#d9a441"),
    ):
        c.box(x0, top, x1, -46, fill, 2.4)
        c.line([((x0 + x1) / 2, top + 0.6), ((x0 + x1) / 2, -47)], 0.9, "#f4ead4")
    c.line([(-36, -48), (20, -48)], 1.2, "#5b5e63")
    body = [(-42, -8), (-42, -42), (-39, -46), (24, -46), (31, -43), (37, -28), (42, -24), (42, -8)]
    c.polygon(body, "#f5f3ea")
    c.polygon([(-42, -8), (-42, -22), (42, -22), (42, -8)], "#2f8f4e")
    c.box(-42, -23.4, 42, -21.4, "#f0c52d")
    for x in (-38, -25, -12, 1):
        c.box(x, -41, x + 11, -27, GLASS, 1.6)
        c.disc(x + 5.5, -31.4, 2.8, "#5a3a26")
        c.box(
            x + 1.6,
            -29,
            x + 9.4,
            -27,
            ("#d84b3f", "#e2a52f", "#4d6fb5", "#b54d8e")[int(x + 38) // 13],
            1,
        )
    c.polygon([(16, -41), (27, -41), (33.4, -27), (16, -27)], GLASS)
    c.polygon([(20, -27), (25, -41), (27, -41), (23.4, -27)], "#ffffff88")
    c.line([(14, -44), (14, -9)], 0.5, "#9b988c")
    c.box(-44, -11.5, 44, -8, "#4a4d52", 1.6)
    c.box(38.4, -20, 42.4, -15, "#fff4c2", 1.4)
    c.box(-42.6, -20, -40.4, -14, "#c8261f", 1)
    c.write(1, -15.6, "ADJAMÉ", 6, "#ffffff")
    for x in (-25, 26):
        c.disc(x, -8, 9.6, "#2a2c30")
        _wheel(c, x, 8)


def motorcycle(c: Canvas, paint: str = "#c9262c") -> None:
    """A small motorcycle as the zémidjans ride, 76 units wide."""
    _shadow(c, 40)
    for x in (-26, 26):
        c.loop(x, -12, 10.4, 3.2, TYRE)
        c.loop(x, -12, 8.2, 1, RIM)
        for turn in range(0, 180, 30):
            spoke = c.at(x, -12, turn=turn)
            spoke.line([(-8, 0), (8, 0)], 0.4, "#9aa1a8")
        c.disc(x, -12, 2.2, "#5b6168")
    c.line([(26, -12), (16, -38)], 2.4, "#8d949c")
    c.line([(-26, -12), (-6, -16), (6, -16)], 2.2, "#4a4d52")
    c.line([(-26, -12), (-18, -27)], 1.8, "#8d949c")
    c.line([(15, -34), (4, -16), (-14, -26)], 2.6, "#33353a")
    c.blob([(-9, -11), (-8, -22), (4, -24), (9, -16), (6, -9)], "#6a7077")
    for y in (-21, -18.6, -16.2):
        c.line([(-5, y), (5, y)], 0.8, "#3c4045")
    c.line([(4, -10), (-8, -8), (-34, -10)], 2.6, "#a9b0b7", soft=True)
    c.blob([(-8, -27), (-4, -35), (8, -37), (16, -33), (12, -26), (0, -24)], paint)
    c.line([(-2, -33), (6, -34.6)], 1.2, "#ffffff")
    c.blob([(-34, -31), (-20, -34), (-6, -32), (-5, -27), (-20, -27), (-33, -28)], "#2b2320")
    c.polygon([(-36, -27), (-18, -29), (-16, -24), (-30, -22)], paint)
    c.box(-37, -28, -34.6, -24.6, "#ff5a48", 0.8)
    c.polygon(arc(26, -12, 14, 200, 300) + list(reversed(arc(26, -12, 12, 200, 300))), paint)
    c.line([(16, -38), (12, -44), (6, -43)], 1.8, "#33353a")
    c.line([(12, -44), (13.4, -50)], 0.9, "#33353a")
    c.ellipse(13.6, -51, 3, 1.8, "#7fa8bf", -15)
    c.disc(19, -37, 4, "#5b6168")
    c.disc(20.4, -37, 3, "#fff4c2")


def bicycle(c: Canvas) -> None:
    """76 units wide."""
    _shadow(c, 40)
    for x in (-24, 24):
        c.loop(x, -15, 13.6, 2, TYRE)
        for turn in range(0, 180, 20):
            c.at(x, -15, turn=turn).line([(-13, 0), (13, 0)], 0.3, "#9aa1a8")
        c.disc(x, -15, 1.6, "#5b6168")
    blue = "#1f6fb8"
    c.line([(-24, -15), (-3, -13), (16, -37), (-10, -36), (-24, -15)], 2.2, blue)
    c.line([(-3, -13), (-11, -40)], 2.2, blue)
    c.line([(24, -15), (15, -41)], 2.2, blue)
    c.line([(15, -41), (14, -46), (20, -48), (23, -46)], 1.6, "#4a4d52", soft=True)
    c.blob([(-18, -42), (-10, -43), (-4, -41), (-8, -39), (-16, -39)], "#2b2320")
    c.loop(-3, -13, 4, 1.2, "#5b6168")
    c.line([(-6, -6), (0, -20)], 1.2, "#5b6168")
    for x, y in ((-6, -6), (0, -20)):
        c.box(x - 3, y - 0.9, x + 3, y + 0.9, TYRE, 0.6)
    c.line([(-32, -31), (-14, -31)], 1.4, "#5b6168")
    c.line([(-30, -31), (-24, -15)], 0.9, "#5b6168")


def pirogue(c: Canvas) -> None:
    """A painted fishing boat on the water, 84 units wide; the water line is at y = 0."""
    hull = smooth([(-42, -22), (-26, -12), (0, -9), (26, -12), (42, -24)])
    keel = smooth([(42, -24), (34, -4), (20, 4), (-20, 4), (-34, -4), (-42, -22)])

    def bands(_: Canvas) -> None:
        c.box(-46, -30, 46, 10, "#1f6fb8")
        for drop, fill in (
            (0, "#fffbe8"),
            (3, "#d8342b"),
            (6, "#f0c52d"),
            (9, "#2f8f4e"),
            (12, "#1f6fb8"),
        ):
            c.polygon(
                [(x, y + drop) for x, y in hull] + [(x, y + drop + 40) for x, y in reversed(hull)],
                fill,
            )
        for x in range(-30, 31, 10):
            c.polygon([(x - 3, 0), (x, -3.4), (x + 3, 0), (x, 3.4)], "#fffbe8")

    c.line([(-6, -10), (-6, -54)], 1.2, "#6b4a22")
    c.polygon([(-6, -54), (12, -49), (-6, -44)], "#2f8f4e")
    c.polygon([(-6, -50.6), (4, -49), (-6, -47.4)], "#f0c52d")
    c.clip(hull + keel, bands)
    c.disc(33, -12.6, 2.6, "#fffbe8")
    c.disc(33.4, -12.6, 1.2, "#1d130b")
    for x, y, half in ((-24, 6, 22), (16, 8, 26), (-6, 13, 20)):
        c.line(
            [
                (x - half, y),
                (x - half / 2, y - 1.4),
                (x, y),
                (x + half / 2, y - 1.4),
                (x + half, y),
            ],
            1,
            "#d7f0f7",
            soft=True,
        )


def handcart(c: Canvas) -> None:
    """A two-wheeled cart to push; its floor is at y = -22."""
    _shadow(c, 36)
    c.line([(20, -21), (42, -30)], 2.2, "#8a5a2b")
    c.box(-36, -23, 24, -19, "#a8713a", 0.8)
    for x in (-34, -22, -10, 2, 14):
        c.line([(x, -23), (x, -32)], 1.4, "#8a5a2b")
    c.box(-36, -34, 16, -31.4, "#a8713a", 0.6)
    c.line([(-8, -19), (-8, -12)], 2.4, "#5b5e63")
    c.loop(-8, -12, 10.6, 2.8, TYRE)
    for turn in range(0, 180, 30):
        c.at(-8, -12, turn=turn).line([(-10, 0), (10, 0)], 0.7, "#9aa1a8")
    c.disc(-8, -12, 2.2, "#5b6168")
    c.line([(18, -19), (18, -1)], 2, "#8a5a2b")
