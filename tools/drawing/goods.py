"""Cloth, devices and things of the house. Around (0, 0), or on y = 0 where it says so."""

from __future__ import annotations

from tools.drawing.canvas import Canvas, Paint, Point, arc, ring, rounded, smooth


def discs(c: Canvas) -> None:
    """Wax print: rings like records, over the whole surface around (0, 0)."""
    c.box(-60, -60, 60, 60, "#123a6b")
    for row in range(-4, 5):
        for col in range(-4, 5):
            spot = c.at(col * 15 + (row % 2) * 7.5, row * 13)
            for r, fill in ((6.6, "#f2a71b"), (5, "#c9331f"), (3.2, "#fff3d1"), (1.4, "#123a6b")):
                spot.disc(0, 0, r, fill)
            spot.disc(7.5, 0, 0.9, "#fff3d1")


def zigzags(c: Canvas) -> None:
    """Bands of zigzags and diamonds."""
    c.box(-60, -60, 60, 60, "#f6d24a")
    for row in range(-5, 6):
        y = row * 12
        edge = [(x, y + (3.5 if (x // 6) % 2 else -3.5)) for x in range(-60, 61, 6)]
        c.line(edge, 3, "#b3261f")
        c.line([(x, py + 3.4) for x, py in edge], 1.2, "#1f5c3a")
        for x in range(-54, 61, 12):
            c.polygon([(x - 2, y + 6), (x, y + 4), (x + 2, y + 6), (x, y + 8)], "#1c2f63")


def flowers(c: Canvas) -> None:
    """Hibiscus flowers on green."""
    c.box(-60, -60, 60, 60, "#0f6b5c")
    for row in range(-3, 4):
        for col in range(-3, 4):
            flower = c.at(col * 22 + (row % 2) * 11, row * 18, turn=(row * 3 + col) * 24)
            for turn in range(36, 396, 72):
                petal = flower.at(0, 0, turn=turn)
                petal.ellipse(0, -5, 3.2, 4.8, "#e8447a")
                petal.line([(0, -2), (0, -6.5)], 0.6, "#a8174b")
            flower.disc(0, 0, 2.2, "#ffd34d")
            for x in (-11, 11):
                flower.ellipse(x * 0.8, 6, 1.6, 3.6, "#9ad05a", x * 4)


def stripes(c: Canvas) -> None:
    """Woven strips side by side."""
    palette = ("#e6a51e", "#2c7a3f", "#b62a24", "#20222a")
    for col in range(-6, 7):
        x = col * 10
        c.box(x - 5, -60, x + 5, 60, palette[col % 4])
        for row in range(-6, 7):
            y = row * 12 + (col % 2) * 6
            c.box(x - 4, y - 2, x + 4, y + 2, palette[(col + row + 1) % 4])
            c.box(x - 4, y - 0.5, x + 4, y + 0.5, "#fff3d1")
        c.box(x - 5.3, -60, x - 4.7, 60, "#20222a")


def hanging(c: Canvas, print_: Paint) -> None:
    """A cloth pegged on a line, 72 units wide."""
    c.line([(-52, -34), (0, -31), (52, -34)], 1, "#6b5136", soft=True)
    hem = [(x, 36 + (2.4 if i % 2 else -1.4)) for i, x in enumerate(range(36, -37, -12))]
    outline: list[Point] = [(-36, -31), (0, -30), *smooth([(36, -31), *hem]), (-36, 36)]

    def cloth(_: Canvas) -> None:
        print_(c.at(0, 2, 1.5))
        for x in (-24, -2, 20):
            c.polygon([(x, -34), (x + 5, -34), (x + 8, 42), (x, 42)], "#00000026")
            c.polygon([(x - 5, -34), (x - 1, -34), (x - 2, 42), (x - 6, 42)], "#ffffff22")

    c.clip(outline, cloth)
    for x in (-32, 0, 32):
        c.box(x - 1.4, -37, x + 1.4, -28, "#d9b27a", 0.8)
        c.line([(x, -36), (x, -29)], 0.4, "#9a7340")


def folded(c: Canvas, prints: tuple[Paint, ...]) -> None:
    """A pile of folded cloths, 64 units wide, on y = 0."""
    c.ellipse(0, 0.4, 36, 3, "#00000038")
    for i, print_ in enumerate(prints):
        top = -13 * (i + 1)
        fold = rounded(-32 + i % 2, top, 32 - i % 2, top + 12.4, 5)
        c.clip(fold, print_)
        c.polygon(rounded(-32 + i % 2, top + 9, 32 - i % 2, top + 12.4, 1.6), "#00000033")
        c.line([(-28, top + 6.2), (31, top + 6.2)], 0.5, "#2b2320")


def dress(c: Canvas) -> None:
    """A dress on a hanger, 50 units wide."""
    c.line([*arc(0, -38, 3, 180, 400), (0, -33), (0, -31)], 1, "#5b5e63")
    c.line([(-14, -26), (0, -31), (14, -26)], 1.8, "#8a5a2b")
    cut: list[Point] = [
        (-6, -28), (0, -22), (6, -28), (14, -27), (25, -12), (17, -7), (12, -13), (10, 2),
        (24, 36), (0, 40), (-24, 36), (-10, 2), (-12, -13), (-17, -7), (-25, -12), (-14, -27),
    ]  # fmt: skip

    def cloth(_: Canvas) -> None:
        discs(c.at(0, 4, 0.8))
        c.polygon([(2, 2), (12, 2), (26, 42), (8, 42)], "#00000030")
        c.polygon([(-24, 33), (0, 37), (24, 33), (26, 42), (-26, 42)], "#f2a71b")
        c.box(-12, -0.6, 12, 3, "#f2a71b")

    c.clip(cut, cloth)
    c.line([(-6, -28), (0, -22), (6, -28)], 1.4, "#f2a71b")


def telephone(c: Canvas) -> None:
    """A smartphone with a chat open, 34 units wide and 66 high."""
    c.box(-16.4, -32, 18, 35, "#00000038", 5)
    c.box(-17, -33, 17, 33, "#1d2127", 5)
    c.box(-15, -28, 15, 28, "#eadfce", 1)
    c.box(-15, -28, 15, -20, "#0f7a6a")
    c.disc(-10.6, -24, 2.6, "#ffd9b0")
    c.box(-6, -25, 8, -23, "#ffffff", 1)
    for x0, x1, y0, y1, fill in (
        (-13, 5, -17, -9, "#ffffff"), (-4, 13, -6, 2, "#cdeeb6"), (-13, 8, 5, 15, "#ffffff"),
        (2, 13, 18, 24, "#cdeeb6"),
    ):  # fmt: skip
        c.box(x0, y0, x1, y1, fill, 2)
        for y in range(y0 + 3, y1 - 1, 3):
            c.box(x0 + 2, y - 0.5, x1 - 3, y + 0.5, "#9a9388", 0.5)
    c.box(-4, -31.4, 4, -30.4, "#4a4f57", 0.5)
    c.disc(0, 30.5, 1.5, "#4a4f57")


def radio(c: Canvas) -> None:
    """A portable radio, 60 units wide, on y = 0."""
    c.ellipse(0, 0, 34, 3, "#00000038")
    c.line([(22, -36), (42, -66)], 1.2, "#9aa1a8")
    c.disc(42, -66, 1.4, "#6a7077")
    c.line([(-20, -36), (-20, -45), (12, -45), (12, -36)], 2.4, "#33353a")
    c.box(-30, -38, 30, 0, "#8f1f22", 4)
    c.box(-30, -38, 30, -2, "#bf2f31", 4)
    c.disc(-14, -18, 13, "#2a2c30")
    for r in (10.5, 8, 5.5, 3):
        c.loop(-14, -18, r, 0.7, "#7b8088")
    c.box(4, -33, 26, -22, "#fff1c9", 1.4)
    for i in range(7):
        c.line([(6 + i * 3, -30), (6 + i * 3, -26 - i % 2)], 0.5, "#6b4a22")
    c.line([(17, -32), (17, -23)], 0.8, "#d8342b")
    for x in (9, 21):
        c.disc(x, -12, 4.4, "#2a2c30")
        c.line([(x, -12), (x + 2, -15)], 0.9, "#e8e4da")


def fan(c: Canvas) -> None:
    """A standing fan, 76 units high, on y = 0."""
    c.ellipse(0, 0, 20, 3.4, "#00000038")
    c.ellipse(0, -2, 17, 3.6, "#3d4b5c")
    c.line([(0, -3), (0, -40)], 3, "#55677d")
    c.disc(0, -50, 25, "#dff1f5")
    for turn in (0, 120, 240):
        blade = c.at(0, -50, turn=turn)
        blade.blob([(-2, 0), (-9, -12), (-3, -22), (8, -20), (6, -8), (2, 0)], "#2f9fc4")
        blade.blob([(-1, -2), (-6, -12), (-2, -19), (2, -16), (1, -6)], "#63c3de")
    for r in (25, 19, 13):
        c.loop(0, -50, r, 0.8 if r < 25 else 1.8, "#44566b")
    for turn in range(0, 180, 15):
        c.at(0, -50, turn=turn).line([(-25, 0), (25, 0)], 0.4, "#44566b")
    c.disc(0, -50, 5, "#3d4b5c")
    c.disc(-1, -51, 2.4, "#7a8ea6")


def television(c: Canvas) -> None:
    """A screen with a football match, 76 units wide, on y = 0."""
    c.ellipse(0, 0, 26, 2.6, "#00000038")
    c.polygon([(-16, 0), (-10, -7), (10, -7), (16, 0)], "#2b2f36")
    c.box(-38, -52, 38, -5, "#1d2127", 2.4)
    c.box(-35.4, -49.4, 35.4, -8, "#3c9a45")
    for i in range(0, 6, 2):
        c.box(-35.4 + i * 11.8, -49.4, -35.4 + (i + 1) * 11.8, -8, "#48ab51")
    c.line([(0, -49), (0, -8.4)], 0.7, "#f4fbf2")
    c.loop(0, -28.7, 8, 0.7, "#f4fbf2")
    for x, y, shirt in (
        (-20, -24, "#f2811d"),
        (14, -36, "#ffffff"),
        (22, -20, "#ffffff"),
        (-8, -40, "#f2811d"),
    ):
        c.disc(x, y - 4.4, 1.7, "#4a2c1a")
        c.box(x - 2, y - 3, x + 2, y + 1.6, shirt, 0.8)
        c.line([(x - 1, y + 2), (x - 1.6, y + 5)], 0.9, "#4a2c1a")
        c.line([(x + 1, y + 2), (x + 2, y + 5)], 0.9, "#4a2c1a")
    c.disc(-14, -19.6, 1.2, "#ffffff")
    c.box(-34, -48, -14, -43, "#1d2127", 0.8)
    c.write(-24, -45.4, "CIV 2-1", 3.6, "#ffffff")


def pot(c: Canvas) -> None:
    """A black pot on three stones over a fire, 60 units wide, on y = 0."""
    c.ellipse(0, 0, 36, 3, "#00000038")
    for x, high, fill in (
        (-9, 17, "#f0622a"),
        (0, 21, "#f7882d"),
        (9, 16, "#f0622a"),
        (-4, 12, "#ffd24a"),
        (4, 12, "#ffd24a"),
    ):
        c.blob([(x - 5, -1), (x - 4, -high * 0.5), (x, -high), (x + 4, -high * 0.5), (x + 5, -1)], fill)
    for x in (-24, 24):
        c.blob([(x - 9, 0), (x - 8, -10), (x, -15), (x + 8, -10), (x + 9, 0)], "#8a8076")
        c.blob([(x - 7, -4), (x - 6, -10), (x - 1, -13), (x + 3, -9)], "#a59b90")
    for turn in (-14, 14):
        c.at(0, -2, turn=turn).box(-20, -1.6, 20, 1.6, "#6b4326", 1.4)
    body = [(-27, -40), (-29, -28), (-22, -15), (0, -12), (22, -15), (29, -28), (27, -40)]
    c.blob(body, "#1e1f22")
    c.blob([(-25, -38), (-26.6, -28), (-20, -18), (-12, -17), (-17, -26), (-18, -38)], "#3b3d42")
    for x in (-1, 1):
        c.loop(x * 29, -33, 3.6, 1.8, "#1e1f22")
    c.ellipse(0, -40, 28, 4.6, "#2d2f33")
    c.ellipse(0, -40.6, 25, 3.4, "#c2632b")
    for x in (-10, 4, 14):
        c.ellipse(x, -40.8, 3, 1, "#e0904e")
    for x in (-9, 1, 11):
        c.line([(x, -47), (x + 2.4, -51), (x - 1.4, -55), (x + 1, -60)], 1.3, "#fffaf0", soft=True)


def basin(c: Canvas) -> None:
    """An enamel basin, 60 units wide, on y = 0; its opening is at y = -20."""
    c.ellipse(0, 0, 26, 2.8, "#00000038")
    shape: list[Point] = [(-31, -20), (-22, -1), (-19, 0), (19, 0), (22, -1), (31, -20)]

    def enamel(_: Canvas) -> None:
        c.box(-34, -24, 34, 2, "#f6f3ea")
        c.box(-34, -5, 34, 2, "#2a6fb0")
        for x in (-18, 0, 18):
            for turn in range(0, 360, 72):
                c.at(x, -12, turn=turn).ellipse(0, -2.6, 1.7, 2.4, "#d8394f")
            c.disc(x, -12, 1.4, "#f2c230")
        for x in (-9, 9):
            c.ellipse(x, -12, 1.4, 3, "#4f9a3d", x * 4)

    c.clip(shape, enamel)
    c.ellipse(0, -20, 32, 5, "#2a6fb0")
    c.ellipse(0, -20, 29.4, 4, "#dfe6e8")


def kettle(c: Canvas) -> None:
    """The striped plastic kettle for washing hands, 50 units high, on y = 0."""
    c.ellipse(0, 0, 20, 2.8, "#00000038")
    c.polygon(
        [
            *smooth([(14, -16), (24, -22), (27, -36), (32, -39)]),
            *((33, -35), (30, -33), (27, -18), (15, -6)),
        ],
        "#2f8f4e",
    )
    c.line(arc(-15, -26, 13, 60, 290), 3.4, "#d8342b")
    body = smooth([(-14, -1), (-18, -14), (-15, -28), (-8, -37), (8, -37), (15, -28), (18, -14), (14, -1)])

    def plastic(_: Canvas) -> None:
        for i, fill in enumerate(("#d8342b", "#fffbe8", "#2f8f4e", "#f2c230") * 3):
            c.box(-22, -41 + i * 3.6, 22, -41 + (i + 1) * 3.6, fill)
        c.ellipse(-9, -18, 2.4, 12, "#ffffff55", 6)

    c.clip(body, plastic)
    c.box(-9, -41, 9, -36.4, "#2f8f4e", 1.6)
    c.ellipse(0, -41, 9, 2.2, "#37a55b")
    c.box(-2.4, -46, 2.4, -41, "#f2c230", 1.2)


def chair(c: Canvas) -> None:
    """A plastic armchair seen from the front, 50 units wide and 66 high, on y = 0."""
    c.ellipse(0, 0, 28, 3, "#00000038")
    blue, dark = "#2f74c0", "#1f5796"
    for x in (-17, 13):
        c.polygon([(x, -28), (x + 5, -28), (x + 4, -2), (x + 1, -2)], dark)
    c.polygon(smooth([(-20, -30), (-22, -60), (-14, -68), (14, -68), (22, -60), (20, -30)]), blue)
    for slat in (-13, -7.6, -2.2, 3.2, 8.6):
        c.box(slat, -60, slat + 3.4, -38, "#bcd6ef", 1.6)
    c.blob([(-24, -30), (-20, -37), (20, -37), (24, -30), (20, -26), (-20, -26)], "#4189d6")
    for side in (-1, 1):
        arm = c.at(0, 0, flip=side < 0)
        arm.polygon([(20, -48), (28, -47), (29, -43), (26, -2), (22, -2), (23, -42), (20, -43)], blue)
        arm.polygon([(23, -42), (24, -42), (23.6, -2), (22, -2)], dark)


def tray(c: Canvas, half: float = 34) -> None:
    """A round woven tray seen from the front, on which goods lie around y = 0."""
    c.ellipse(0, 5, half * 1.02, half * 0.34, "#00000030")
    c.ellipse(0, 2.4, half, half * 0.34, "#9c6a30")
    c.ellipse(0, 0, half, half * 0.34, "#d0a05a")
    c.ellipse(0, 0, half * 0.88, half * 0.28, "#b98742")
    for px, py in ring(0, 0, half * 0.94, half * 0.31)[::3]:
        c.disc(px, py, 0.7, "#8a5a2b")
