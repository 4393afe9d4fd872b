"""The pictures of `etiquetage-images`, each with the labels that fit it."""

from __future__ import annotations

from dataclasses import dataclass

from tools.drawing import food, goods, scenes, vehicles
from tools.drawing.canvas import Canvas, Paint


@dataclass(frozen=True, slots=True)
class Picture:
    """`labels` are choice ids of the project, in the project's order; `paint` fills the canvas."""

    name: str
    labels: tuple[str, ...]
    background: str
    paint: Paint

    def draw(self) -> Canvas:
        canvas = Canvas(self.background)
        self.paint(canvas)
        return canvas


SAND, SKY, MINT, ROSE, LILAC, CREAM = (
    "#f3dcae",
    "#a9dcef",
    "#cfe8d2",
    "#f7cfc4",
    "#ddd3ee",
    "#fbeecb",
)

_ROWS: tuple[tuple[str, str, str, Paint], ...] = (
    ("tomates", "legume", SAND, scenes.heap(food.tomato, 0.95)),
    ("taxi-orange", "transport", SKY, scenes.taxi("#f2811d", "#c65f0c")),
    ("bananes", "fruit", MINT, scenes.bananas),
    ("pagne-disques", "tissu", CREAM, scenes.hanging(goods.discs)),
    ("table-maquis", "plat boisson", CREAM, scenes.maquis),
    ("telephone", "appareil", LILAC, lambda c: goods.telephone(c.at(50, 50, 1.3, 8))),
    ("moto", "transport", ROSE, scenes.on_road(vehicles.motorcycle, 84, 1.12)),
    ("ananas", "fruit", ROSE, scenes.pineapples),
    ("marmite", "plat maison", SAND, scenes.on_floor(goods.pot, "#c98f52", 1.3)),
    ("etal-marche", "fruit legume", SKY, scenes.stall),
    ("pagne-zigzag", "tissu", MINT, scenes.hanging(goods.zigzags)),
    ("piments", "legume", CREAM, scenes.chillies),
    ("gbaka", "transport", SKY, scenes.on_road(vehicles.minibus, 84, 1.05)),
    ("riz-sauce", "plat", ROSE, scenes.rice),
    ("radio", "appareil", CREAM, scenes.radio_on_table),
    ("mangues", "fruit", SKY, scenes.heap(food.mango, 0.85, 18)),
    ("telephone-pagne", "tissu appareil", CREAM, scenes.telephone_on_cloth),
    ("chaise", "maison", MINT, scenes.on_floor(goods.chair, "#b98742", 1.15)),
    ("oignons", "legume", MINT, scenes.heap(food.onion, 0.9)),
    ("bissap", "boisson", CREAM, scenes.bissap),
    ("taxi-ananas", "fruit transport", SKY, scenes.taxi_with_pineapples),
    ("ventilateur", "appareil", ROSE, scenes.on_floor(goods.fan, "#b98742", 1.05)),
    ("pasteque", "fruit", CREAM, scenes.watermelon),
    ("robe", "tissu", LILAC, lambda c: goods.dress(c.at(50, 52, 1.1))),
    ("velo", "transport", MINT, scenes.on_road(vehicles.bicycle, 84, 1.15)),
    ("gombos", "legume", ROSE, scenes.okras),
    ("bassine-oignons", "legume maison", SKY, scenes.basin_of_onions),
    ("riz-bissap", "plat boisson", MINT, scenes.rice_and_bissap),
    ("television", "appareil", LILAC, scenes.on_floor(goods.television, "#a8713a", 1.15, 84)),
    ("oranges", "fruit", LILAC, scenes.heap(food.orange, 0.95)),
    ("pirogue", "transport", SKY, scenes.pirogue),
    ("pagnes-plies", "tissu", SKY, scenes.folded),
    ("moto-bananes", "fruit transport", SAND, scenes.motorcycle_with_bananas),
    ("bouilloire", "maison", CREAM, scenes.on_floor(goods.kettle, "#c98f52", 1.4)),
    ("aubergines", "legume", SKY, scenes.aubergines),
    ("limonade", "boisson", ROSE, scenes.lemonade),
    ("pagne-fleurs", "tissu", SAND, scenes.hanging(goods.flowers)),
    ("charrette-pasteques", "fruit transport", SAND, scenes.cart_with_watermelons),
    ("panier-legumes", "legume", LILAC, scenes.vegetables),
    ("taxi-bleu", "transport", ROSE, scenes.taxi("#f7f3e6", "#bdb9ab", "#2f74c0")),
)

CONTROLS = frozenset(
    {
        "moto",
        "chaise",
        "oignons",
        "robe",
        "velo",
    }
)
"""Some of the pictures about whose labels nobody can be of two minds: they carry the known answer."""

PICTURES = tuple(Picture(name, tuple(labels.split()), back, paint) for name, labels, back, paint in _ROWS)
