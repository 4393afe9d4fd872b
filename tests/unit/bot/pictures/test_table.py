"""The picture of a client's table is light whatever the import lets in."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from backend.domain.errors import BadInput
from backend.domain.work.forms import tables
from bot.pictures.canvas import Colour
from bot.pictures.drawing import draw
from bot.pictures.style import CREAM, NIGHT, SAND, WIDTH
from bot.pictures.table import MOST_BYTES, table_png

SALES = tables.parse("Jour;Ventes;Note\nLundi;12;\nMardi;130;jour de marché, il y avait beaucoup de monde")


def drawn(table: tables.Table) -> bytes:
    return draw("table", {"columns": list(table.columns), "rows": [list(row) for row in table.rows]}, "fr")


def difference(colour: Colour, band: bytes) -> int:
    return sum(abs(a - b) for a, b in zip(colour, band, strict=True))


def test_a_table_has_a_head_and_a_band_for_every_second_row() -> None:
    with Image.open(io.BytesIO(drawn(SALES))) as picture:
        assert picture.width == WIDTH
        edge = picture.convert("RGB").crop((3, 0, 4, picture.height)).tobytes()
    bands = [edge[i : i + 3] for i in range(0, len(edge), 3)]
    # the palette may be a shade off
    near = [min((NIGHT, CREAM, SAND), key=lambda colour: difference(colour, band)) for band in bands]
    assert [colour for i, colour in enumerate(near) if not i or near[i - 1] != colour] == [NIGHT, CREAM, SAND]


def test_the_same_table_is_the_same_bytes() -> None:
    assert drawn(SALES) == drawn(SALES)
    assert drawn(SALES) != drawn(tables.parse("Jour;Ventes\nLundi;12"))


CELLS = st.text(st.sampled_from("abcdeéèW%0123456789 ,.🙂"), max_size=60)


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 6).flatmap(lambda n: st.lists(st.lists(CELLS, min_size=n, max_size=n), min_size=1, max_size=30)))
def test_whatever_the_import_takes_is_a_light_picture(rows: list[list[str]]) -> None:
    columns = [f"C{number}" for number in range(len(rows[0]))]
    try:
        table = tables.parse(tables.Table(tuple(columns), tuple(map(tuple, rows))).dump())
    except BadInput:
        return
    assert len(drawn(table)) <= MOST_BYTES


def test_the_largest_table_of_the_densest_letters_fits() -> None:
    rows = [["W%gQé"] * 4 for _ in range(29)]
    assert len(table_png({"columns": ["Café"] * 4, "rows": rows})) <= MOST_BYTES


@pytest.mark.parametrize("cell", ["x" * 60, "", "🙂", "١٢"])
def test_a_cell_that_is_long_or_cannot_be_drawn_breaks_nothing(cell: str) -> None:
    assert table_png({"columns": ["A", "B"], "rows": [[cell, cell]]})
