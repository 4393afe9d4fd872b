import io
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from backend.domain.errors import Misuse
from bot.pictures import canvas, style
from bot.pictures.earnings import earnings_png, goal_png, month_png

NOTHING: dict[str, Any] = {
    "week": [0] * 7,
    "week_total": 0,
    "today": 2,
    "month": 0,
    "month_goal": 163_989,
    "minutes": 0,
    "minutes_limit": 180,
    "project": "",
    "saved": 0,
    "goal": 0,
}
USUAL = NOTHING | {
    "week": [5466, 4820, 0, 5100, 2310, 0, 0],
    "week_total": 17_696,
    "today": 4,
    "month": 68_420,
    "minutes": 85,
    "project": "Finir ma licence",
    "saved": 212_900,
    "goal": 450_000,
}
AMOUNTS = st.integers(0, 99_999_999)
VALUES = st.fixed_dictionaries(
    {
        "week": st.lists(AMOUNTS, min_size=7, max_size=7),
        "week_total": AMOUNTS,
        "today": st.integers(0, 6),
        "month": AMOUNTS,
        "month_goal": st.just(163_989),
        "minutes": st.integers(0, 400),
        "minutes_limit": st.just(180),
        "project": st.text(max_size=300),
        "saved": AMOUNTS,
        "goal": AMOUNTS,
    }
)


def opened(png: bytes) -> Image.Image:
    with Image.open(io.BytesIO(png)) as image:
        return image.convert("RGB")


def pixels(png: bytes, colour: tuple[int, int, int], top: int, bottom: int) -> int:
    """How many pixels in these rows are this colour, or a shade of it that the palette chose."""
    rows = opened(png).crop((0, top, style.WIDTH, bottom))
    colours = rows.getcolors(rows.width * rows.height) or []
    return sum(
        n
        for n, found in colours
        if isinstance(found, tuple) and all(abs(a - b) < 12 for a, b in zip(found, colour, strict=True))
    )


@settings(max_examples=25)
@given(VALUES)
def test_any_values_give_a_png_of_at_most_25_kb(values: dict[str, Any]) -> None:
    png = earnings_png(values)
    assert len(png) <= 25 * 1024
    with Image.open(io.BytesIO(png)) as image:
        assert (image.format, image.mode, image.size) == ("PNG", "P", (720, 816))


def test_the_same_values_give_the_same_bytes() -> None:
    assert earnings_png(USUAL) == earnings_png(dict(USUAL))


def test_the_month_bar_grows_with_the_month_and_stops_at_the_goal() -> None:
    def filled(month: int) -> int:
        return pixels(earnings_png(USUAL | {"month": month}), (24, 132, 82), 578, 606)

    none, some, half, whole, beyond = map(filled, (0, 100, 81_994, 163_989, 500_000))
    assert none == 0 < some < half
    assert half == pytest.approx(whole / 2, rel=0.02)
    assert whole == beyond


def test_a_bar_of_the_week_is_as_tall_as_its_day_against_the_best() -> None:
    def today(amount: int) -> int:
        week = [1000, 0, 0, 0, amount, 0, 0]
        return pixels(earnings_png(USUAL | {"week": week}), (255, 186, 59), 180, 340)

    assert today(500) == pytest.approx(today(1000) / 2, rel=0.03)


def test_an_empty_week_shows_a_sun_and_no_zero() -> None:
    assert pixels(earnings_png(NOTHING), (255, 186, 59), 200, 320) > 5000
    assert pixels(earnings_png(USUAL | {"today": 6}), (255, 186, 59), 200, 320) == 0


def test_her_words_stand_in_the_picture() -> None:
    assert earnings_png(USUAL) != earnings_png(USUAL | {"project": "Élever des poulets"})


def test_texts_come_from_the_catalogue() -> None:
    said: list[str] = []

    def translate(text: str) -> str:
        said.append(text)
        return text.upper().replace("{PART}", "{part}").replace("{WHOLE}", "{whole}")

    assert earnings_png(USUAL, translate) != earnings_png(USUAL)
    assert {"Ta semaine", "Aujourd'hui", "Ce mois-ci", "{part} sur {whole}"} <= set(said)


@pytest.mark.parametrize(
    ("words", "cleaned"),
    [
        ("Finir ma licence 🎓 !", "Finir ma licence !"),
        ("  deux\nlignes\u200d ", "deux lignes"),
        ("Œuvre d'été, 100 €", "Œuvre d'été, 100 €"),
        ("ɖɛ ɔŋ", "ɖɛ ɔŋ"),
        ("مشروعي", ""),
        ("e\u0301le\u0300ve", "élève"),
    ],
)
def test_what_the_font_cannot_draw_is_left_out(words: str, cleaned: str) -> None:
    assert canvas.clean(words) == cleaned


def test_the_font_draws_all_that_french_amounts_need() -> None:
    for character in "éàçœŒ€’–…«»%\u00a0ÉÀÔîëù":
        assert canvas.clean(f"a{character}b").replace(" ", "\u00a0") == f"a{character}b"


def test_long_words_are_cut_between_words_and_endless_ones_inside() -> None:
    face = canvas.font(34, "Bold")
    sentence = "Ouvrir un petit restaurant de poisson, avec ma sœur"
    cut = canvas.cut(sentence, 520, 34, "Bold")
    assert face.getlength(cut) <= 520
    assert cut == "Ouvrir un petit restaurant de…"
    endless = canvas.cut("x" * 90, 520, 34, "Bold")
    assert endless.endswith("x…")
    assert 480 < face.getlength(endless) <= 520
    assert canvas.cut("Une boutique", 520, 34, "Bold") == "Une boutique"


def test_a_picture_that_cannot_be_small_enough_is_refused() -> None:
    with pytest.raises(Misuse):
        canvas.Canvas(64, 64, (0, 0, 0)).png(10)


MONTH: dict[str, Any] = {
    "month": "2026-11-01",
    "weeks": [17_696, 0, 20_400, 24_000, 3_100],
    "total": 65_196,
    "month_goal": 163_989,
    "project": "Finir ma licence",
    "saved": 0,
    "goal": 450_000,
}


@pytest.mark.parametrize("first", ["2026-11-01", "2027-02-01", "2028-02-01", "2026-12-01"])
def test_a_month_is_one_small_picture_however_long_it_is(first: str) -> None:
    png = month_png(MONTH | {"month": first})
    assert len(png) <= style.MAX_BYTES and png == month_png(MONTH | {"month": first})
    assert opened(png).width == style.WIDTH


def test_a_month_with_much_or_nothing_is_drawn_too() -> None:
    for weeks in ([0] * 5, [99_999_999] * 5):
        assert (
            len(month_png(MONTH | {"weeks": weeks, "total": sum(weeks), "project": "", "goal": 0})) <= style.MAX_BYTES
        )


@pytest.mark.parametrize("goal", [0, 300_000, 10**11])
@pytest.mark.parametrize("words", ["", "un salon de couture à Bouaké", "🎉" * 300])
def test_a_project_is_drawn_small_and_the_same_each_time(goal: int, words: str) -> None:
    values = {"towards": 45_250, "goal": goal, "project": words}
    png = goal_png(values)
    assert len(png) <= style.MAX_BYTES and png == goal_png(values)
