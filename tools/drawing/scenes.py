"""Things put together into a picture: a heap on a tray, a car on the road, a laid table."""

from __future__ import annotations

from tools.drawing import food, goods, vehicles
from tools.drawing.canvas import Canvas, Paint


def _pile(c: Canvas, thing: Paint, scale: float = 1.0, step: float = 16) -> None:
    """Nine of a thing heaped on a tray, as the market sellers do."""
    goods.tray(c.at(50, 72), 40)
    for y, places in ((70, 4), (58, 3), (47, 2)):
        for i in range(places):
            thing(c.at(50 + (i - (places - 1) / 2) * step, y, scale))


def _scattered(c: Canvas, thing: Paint, places: tuple[tuple[float, float, float], ...], scale: float) -> None:
    goods.tray(c.at(50, 62), 44)
    for x, y, turn in places:
        thing(c.at(x, y, scale, turn))


def _road(c: Canvas, road: str = "#8f8b86") -> None:
    c.disc(78, 22, 9, "#fff2c4")
    for x, y, wide, high in ((0, 44, 18, 32), (20, 50, 14, 26), (64, 46, 16, 30), (84, 52, 16, 24)):
        c.box(x, y, x + wide, y + high, "#ffffff55")
    c.box(0, 74, 100, 100, road)
    c.box(0, 74, 100, 76, "#d9c39a")
    for x in range(4, 100, 24):
        c.box(x, 88, x + 13, 90, "#f4efe4")


def _palm(c: Canvas) -> None:
    c.line([(0, 0), (-2, -22), (2, -42)], 3, "#8a5a2b", soft=True)
    for turn in (-160, -125, -60, -25, 10, 170):
        leaf = c.at(2, -42, turn=turn)
        leaf.blob([(0, 0), (10, -4), (22, 1), (10, 1)], "#3c8a3a")


def _table(c: Canvas, cloth: str = "#d8394f") -> None:
    """A table seen from the front, its top from y = 58 down."""
    c.box(0, 58, 100, 100, cloth)
    for x in range(0, 100, 14):
        c.box(x, 58, x + 7, 100, "#ffffff30")
    for y in range(58, 100, 14):
        c.box(0, y, 100, y + 7, "#ffffff30")


def _floor(c: Canvas, fill: str) -> None:
    c.box(0, 80, 100, 100, fill)


def on_road(vehicle: Paint, y: float = 82, scale: float = 1) -> Paint:
    def paint(c: Canvas) -> None:
        _road(c)
        vehicle(c.at(50, y, scale))

    return paint


def on_floor(thing: Paint, floor: str, scale: float = 1, y: float = 86) -> Paint:
    def paint(c: Canvas) -> None:
        _floor(c, floor)
        thing(c.at(50, y, scale))

    return paint


def heap(thing: Paint, scale: float = 1, step: float = 16) -> Paint:
    return lambda c: _pile(c, thing, scale, step)


def bananas(c: Canvas) -> None:
    goods.tray(c.at(50, 74), 42)
    food.bananas(c.at(57, 50, 1.5))


def pineapples(c: Canvas) -> None:
    goods.tray(c.at(50, 80), 40)
    for x, scale in ((28, 1.05), (72, 1.05), (50, 1.25)):
        food.pineapple(c.at(x, 56, scale))


def chillies(c: Canvas) -> None:
    goods.tray(c.at(50, 62), 44)
    places = (
        (34, 50, -20),
        (58, 48, 15),
        (72, 58, -10),
        (30, 64, 20),
        (50, 60, -15),
        (66, 70, 8),
        (42, 73, -5),
    )
    for i, (x, y, turn) in enumerate(places):
        food.chilli(c.at(x, y, 1.1, turn), red=i % 3 != 1)


def aubergines(c: Canvas) -> None:
    places = ((46, 46, -8), (58, 58, 4), (44, 70, -6))
    _scattered(c, food.aubergine, places, 1.55)


def okras(c: Canvas) -> None:
    places = (
        (32, 50, -30),
        (54, 46, 12),
        (70, 56, -18),
        (34, 62, 10),
        (54, 60, -8),
        (70, 70, 6),
        (46, 73, -12),
    )
    _scattered(c, food.okra, places, 1.15)


def watermelon(c: Canvas) -> None:
    goods.tray(c.at(50, 78), 42)
    food.watermelon(c.at(50, 50, 1.75))


def vegetables(c: Canvas) -> None:
    goods.tray(c.at(50, 64), 46)
    food.aubergine(c.at(32, 50, 1.1, -12))
    for x, y in ((62, 46), (78, 54)):
        food.tomato(c.at(x, y, 1.05))
    food.onion(c.at(50, 60, 0.95))
    food.okra(c.at(30, 66, 1, 8))
    food.chilli(c.at(70, 70, 1, 6))


def stall(c: Canvas) -> None:
    """Fruit and vegetables under a parasol."""
    c.line([(50, 22), (50, 66)], 2.2, "#8a5a2b")
    for i, fill in enumerate(("#d8342b", "#fffbe8") * 4):
        left, right = 6 + i * 11, 6 + (i + 1) * 11
        c.polygon([(50, 6), (left, 30), ((left + right) / 2, 33), (right, 30)], fill)
    c.box(4, 66, 96, 72, "#a8713a", 1)
    c.box(8, 72, 92, 96, "#8a5a2b")
    for x in (29, 50, 71):
        c.line([(x, 72), (x, 96)], 0.8, "#6b4326")
    for x, y in ((14, 61), (24, 61), (19, 53)):
        food.tomato(c.at(x, y, 0.58))
    food.pineapple(c.at(38, 54, 0.52))
    food.bananas(c.at(56, 55, 0.5))
    for x, y in ((70, 61), (80, 61), (90, 61), (75, 53), (85, 53)):
        food.orange(c.at(x, y, 0.52))


def maquis(c: Canvas) -> None:
    _table(c)
    food.bottle(c.at(80, 66, 1.25), words="MAQUIS")
    food.fish_and_attieke(c.at(40, 74, 1.3))


def rice(c: Canvas) -> None:
    _table(c, "#2f8f6a")
    food.rice_and_sauce(c.at(50, 66, 1.75))


def rice_and_bissap(c: Canvas) -> None:
    _table(c, "#e0a02f")
    food.glass(c.at(80, 70, 1.35))
    food.rice_and_sauce(c.at(37, 76, 1.35))


def bissap(c: Canvas) -> None:
    _table(c, "#4f9a3d")
    food.glass(c.at(34, 84, 1.65))
    food.glass(c.at(67, 84, 1.65))


def lemonade(c: Canvas) -> None:
    _table(c, "#3f7fb5")
    food.bottle(
        c.at(
            34,
            84,
            1.5,
        ),
        "#1f8a52",
        "#fffbe8",
        "CITRON",
    )
    food.glass(c.at(68, 84, 1.5), "#f2b632")


def hanging(print_: Paint) -> Paint:
    return lambda c: goods.hanging(c.at(50, 52, 1.12), print_)


def folded(c: Canvas) -> None:
    _floor(c, "#a8713a")
    prints = (goods.zigzags, goods.discs, goods.flowers, goods.stripes)
    goods.folded(c.at(50, 86, 1.25), prints)


def telephone_on_cloth(c: Canvas) -> None:
    goods.flowers(c.at(50, 50, 1.5))
    goods.telephone(c.at(50, 50, 1.15, 14))


def taxi_with_pineapples(c: Canvas) -> None:
    _road(c)
    for x in (30, 42, 54):
        food.pineapple(c.at(x, 38, 0.55))
    c.box(22, 45, 62, 49.4, "#a8713a", 1)
    vehicles.taxi(c.at(50, 82), "#f5c518", "#c99a0a")


def motorcycle_with_bananas(c: Canvas) -> None:
    _road(c)
    food.bananas(c.at(29, 44, 0.72))
    c.box(10, 55, 38, 58.4, "#8a5a2b", 1)
    vehicles.motorcycle(c.at(52, 84, 1.05), "#1f6fb8")


def cart_with_watermelons(c: Canvas) -> None:
    _road(c)
    cart = c.at(52, 86, 1.15)
    for x, y in ((-28, -30), (-14, -30), (0, -30), (-21, -41), (-7, -41)):
        cart.ellipse(x, y, 8, 7, "#256b2d")
        for bend in (-4, 0, 4):
            cart.line(
                [(x + bend * 0.3, y - 6.4), (x + bend, y), (x + bend * 0.3, y + 6.4)],
                0.9,
                "#7fbf5a",
                soft=True,
            )
    vehicles.handcart(cart)


def pirogue(c: Canvas) -> None:
    c.disc(24, 22, 9, "#ffe9a8")
    c.box(0, 62, 100, 100, "#2f9fc4")
    _palm(c.at(90, 64, 0.9))
    c.blob([(74, 66), (84, 60), (104, 60), (104, 68)], "#e8cf94")
    vehicles.pirogue(c.at(50, 74, 1.05))


def basin_of_onions(c: Canvas) -> None:
    _floor(c, "#c98f52")
    bowl = c.at(50, 86, 1.4)
    for x, y in ((-15, -24), (15, -24), (-5, -26), (6, -26), (-10, -33), (10, -33), (0, -36)):
        food.onion(bowl.at(x, y, 0.85))
    goods.basin(bowl)
    # The front rim hides the foot of the heap.
    for x in (-17, -6, 6, 17):
        food.onion(bowl.at(x, -23, 0.8))
    bowl.clip([(-34, -20), (34, -20), (34, 0), (-34, 0)], goods.basin)


def taxi(paint: str, dark: str, stripe: str | None = None) -> Paint:
    def car(c: Canvas) -> None:
        vehicles.taxi(c, paint, dark, stripe)

    return on_road(car, scale=1.08)


def radio_on_table(c: Canvas) -> None:
    _table(c, "#b5652f")
    goods.radio(c.at(47, 80, 1.15))
