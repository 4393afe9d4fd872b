import io
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.pictures.drawing import draw
from bot.pictures.style import MAX_BYTES

COUNT = st.integers(0, 99_999_999)
THREE = st.lists(COUNT, min_size=3, max_size=3)
WORDS = st.text(max_size=80)
VALUES: Mapping[str, st.SearchStrategy[dict[str, Any]]] = {
    "stats": st.fixed_dictionaries(
        {
            "days": st.lists(COUNT, min_size=30, max_size=30),
            **dict.fromkeys(("people", "tasks", "seconds"), THREE),
            "pace": st.lists(st.none() | COUNT, min_size=3, max_size=3),
            "place": WORDS,
        }
    ),
    "shares": st.fixed_dictionaries(
        {
            "by": st.sampled_from(["country", "channel"]),
            "days": st.sampled_from([1, 7, 30]),
            "rows": st.lists(st.tuples(WORDS, COUNT), max_size=15),
        }
    ),
    "project": st.fixed_dictionaries(
        {"title": WORDS, "done": COUNT, "tasks": COUNT, "days": st.lists(COUNT, min_size=14, max_size=14)}
    ),
}


@pytest.mark.parametrize("name", VALUES)
def test_whatever_the_figures_are_the_picture_is_small_and_a_png(name: str) -> None:
    @settings(max_examples=25, deadline=None)
    @given(VALUES[name])
    def drawn(values: dict[str, Any]) -> None:
        content = draw(name, values, "fr")
        assert len(content) <= MAX_BYTES
        assert Image.open(io.BytesIO(content)).size[0] == 720

    drawn()


def _bar(done: int) -> int:
    """Pixels of the project's bar that are filled."""
    content = draw("project", {"title": "", "done": done, "tasks": 100, "days": [0] * 14}, "fr")
    picture = Image.open(io.BytesIO(content)).convert("RGB")
    row = [picture.getpixel((x, 171)) for x in range(44, 676)]
    return sum(pixel[2] < 120 for pixel in row)  # type: ignore[index]


def test_the_bar_of_a_project_is_as_long_as_what_is_done() -> None:
    assert _bar(0) < 5
    assert 300 < _bar(50) < 332
    assert _bar(100) > 620
