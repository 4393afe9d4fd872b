from __future__ import annotations

from datetime import date

import pytest

from backend.domain.earnings.savings import Instalment
from backend.domain.money import UNITS_PER_WHOLE, Money
from bot.flows.earnings import instalments, sums
from bot.flows.earnings.instalments import MOST_INSTALMENTS, MOST_WORDS, read_instalments, read_series

TODAY = date(2026, 3, 4)


@pytest.mark.parametrize(
    ("said", "sums", "days"),
    [
        ("3 fois 50 000 le 15 septembre", [50_000] * 3, ["2026-09-15", "2026-10-15", "2026-11-15"]),
        ("3x50000 dès le 5 avril", [50_000] * 3, ["2026-04-05", "2026-05-05", "2026-06-05"]),
        ("50 000 x 2 à partir du 31 mars", [50_000] * 2, ["2026-03-31", "2026-04-30"]),
        ("trois fois 50 mille, le premier le 5 avril", [50_000] * 3, ["2026-04-05", "2026-05-05", "2026-06-05"]),
        (
            "100 000 en 3 tranches à partir du 5 avril",
            [33_333, 33_333, 33_334],
            ["2026-04-05", "2026-05-05", "2026-06-05"],
        ),
        ("2 versements de 30 000 F tous les 2 mois à partir du 5 avril", [30_000] * 2, ["2026-04-05", "2026-06-05"]),
        ("2 tranches de 30 000 par trimestre à partir du 5 avril", [30_000] * 2, ["2026-04-05", "2026-07-05"]),
        ("10 000 par semaine pendant 2 semaines dès le 5 avril", [10_000] * 2, ["2026-04-05", "2026-04-12"]),
    ],
)
def test_so_many_times_the_same_sum_is_read(said: str, sums: list[int], days: list[str]) -> None:
    found = read_series(said, "XOF", TODAY)
    assert found is not None and found.first is not None
    listed = found.instalments(found.first)
    assert [each.amount.units // UNITS_PER_WHOLE for each in listed] == sums
    assert [each.due.isoformat() for each in listed] == days


@pytest.mark.parametrize("said", ["3 fois 50 000", "50 000 x3", "150 000 en 3 fois", "50 000 par mois pendant 3 mois"])
def test_the_first_day_may_be_missing(said: str) -> None:
    found = read_series(said, "XOF", TODAY)
    assert found is not None and found.instalments(TODAY)[2].amount.francs == 50_000
    assert found.first is None


@pytest.mark.parametrize(
    "said", ["50 000 le 15 septembre", "50 000", "3 fois", "13 fois 5 000", "1 fois 5 000", "2 francs en 3 fois"]
)
def test_other_texts_are_no_series(said: str) -> None:
    assert read_series(said, "XOF", TODAY) is None


@pytest.mark.parametrize(
    "said",
    [
        "100 000 le 15 septembre\n30 000 le 10 octobre",
        "100 000 le 15 septembre; 30 000 le 10 octobre",
        "100 000 le 15 septembre, 30 000 le 10 octobre",
        "100 000 le 15 septembre et 30 000 le 10 octobre",
        "15 septembre : 100 000, 10 octobre : 30 000",
        "100 000, le 15 septembre\n30 mille le 10 octobre",
    ],
)
def test_instalments_stand_on_lines_or_behind_one_another(said: str) -> None:
    found = read_instalments(said, "XOF", TODAY)
    assert isinstance(found, tuple)
    assert [_seen(each) for each in found] == [(100_000, "2026-09-15"), (30_000, "2026-10-10")]


def _seen(each: Instalment) -> tuple[int, str]:
    return each.amount.units // UNITS_PER_WHOLE, each.due.isoformat()


@pytest.mark.parametrize("said", ["100 000 le 15 septembre, 30 000", "100 000 et 30 000", "oui"])
def test_a_line_of_which_a_part_has_no_day_is_named(said: str) -> None:
    assert not isinstance(read_instalments(said, "XOF", TODAY), tuple)


@pytest.mark.parametrize("said", ["a " * 2_048, "10 000 " * 500, "1 le 15 mars, " * 290, "1 le 15 mars\n" * 300])
def test_a_long_text_is_refused_before_it_is_read_to_its_end(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every cut between two words is tried: with 2,048 words that took 19 s, in which nobody else was answered."""
    read: list[str] = []
    plain = sums.read_sum

    def counted(text: str, currency: str) -> Money | None:
        read.append(text)
        return plain(text, currency)

    monkeypatch.setattr(instalments, "read_sum", counted)
    assert not isinstance(read_instalments(said, "XOF", TODAY), tuple)
    assert len(read) <= 2 * MOST_WORDS * (MOST_INSTALMENTS + 1)
