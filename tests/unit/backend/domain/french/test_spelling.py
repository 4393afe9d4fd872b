import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.french import spelling

SHORT = st.text("abcd", max_size=6)


def reference(a: str, b: str) -> int:
    """The definition (optimal string alignment), written down as it reads."""
    if not a or not b:
        return len(a) + len(b)
    best = min(
        reference(a[:-1], b) + 1,
        reference(a, b[:-1]) + 1,
        reference(a[:-1], b[:-1]) + (a[-1] != b[-1]),
    )
    if len(a) > 1 and len(b) > 1 and a[-1] == b[-2] and a[-2] == b[-1]:
        best = min(best, reference(a[:-2], b[:-2]) + 1)
    return best


@given(SHORT.filter(lambda t: len(t) < 5), SHORT.filter(lambda t: len(t) < 5))
def test_the_distance_is_the_least_number_of_edits(a: str, b: str) -> None:
    assert spelling.distance(a, b) == reference(a, b)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Côte d'Ivoire", "cote d ivoire"),
        ("  ŒUVRE\u00a0d’Art !", "oeuvre d art"),
        ("N'Djaména", "n djamena"),
        ("👍", ""),
    ],
)
def test_folding_leaves_small_letters_and_digits(text: str, folded: str) -> None:
    assert spelling.fold(text) == folded


def test_folding_keeps_the_signs_that_it_is_told_to_keep() -> None:
    assert spelling.fold("Lun-Ven, 18:30", keep="-:") == "lun-ven 18:30"


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert spelling.fold(spelling.fold(text)) == spelling.fold(text)


def test_a_slip_finds_its_word_and_a_doubt_finds_both() -> None:
    assert spelling.nearest("vendrdi", ["lundi", "vendredi"]) == {"vendredi"}
    assert spelling.nearest("casa", ["casb", "case", "maison"]) == {"casb", "case"}
    assert spelling.nearest("chat", ["maison"]) == set()


def test_three_letters_leave_no_room_for_slips() -> None:
    assert spelling.nearest("abc", ["abd", "abcd"]) == set()


@pytest.mark.parametrize(
    ("text", "kept"), [("Ça va", 1), ("1234", 0), ("mon code c'est 48 15", 0), ("une phrase " * 9, 0)]
)
def test_what_may_be_a_secret_number_is_not_remembered(text: str, kept: int) -> None:
    spelling._remembered.cache_clear()
    assert spelling.fold(text) == spelling.fold(text)
    assert spelling._remembered.cache_info().currsize == kept
