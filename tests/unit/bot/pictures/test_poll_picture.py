from __future__ import annotations

import io
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.pictures.drawing import draw
from bot.pictures.poll import poll_png
from bot.pictures.style import MAX_BYTES, PLUM, WIDTH

VALUES = st.fixed_dictionaries(
    {
        "question": st.text(max_size=300),
        "answers": st.lists(st.tuples(st.text(max_size=80), st.integers(0, 10_000_000)), max_size=7),
    }
)


def opened(png: bytes) -> Image.Image:
    with Image.open(io.BytesIO(png)) as image:
        return image.convert("RGB")


def coloured(values: dict[str, Any], colour: tuple[int, int, int]) -> int:
    """How many pixels are of this colour."""
    image = opened(poll_png(values))
    return {c: n for n, c in image.getcolors(image.width * image.height) or []}.get(colour, 0)


@settings(deadline=None, max_examples=40)
@given(VALUES)
def test_any_poll_is_a_small_picture_as_wide_as_a_phone(values: dict[str, Any]) -> None:
    png = poll_png(values)
    assert len(png) <= MAX_BYTES
    assert opened(png).width == WIDTH


def test_a_bar_is_as_long_as_its_share_and_the_first_stands_out() -> None:
    def plum(first: int) -> int:
        answers = [["Samedi", first], ["Dimanche", 100 - first]]
        return coloured({"question": "Quel jour ?", "answers": answers}, PLUM)

    assert plum(90) > 1.4 * plum(60) > 0


def test_nobody_has_answered_is_a_picture_too() -> None:
    values = {"question": "Quel jour ? 🎉 متى", "answers": [["Samedi", 0], ["🎉", 0]]}
    assert coloured(values, PLUM) == 0
    assert draw("poll", values, "fr") == poll_png(values)
