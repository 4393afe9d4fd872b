"""When answers call for help, and when not."""

from __future__ import annotations

import pytest

from backend.domain.quality.conduct import Evidence, Given, Known, look
from backend.records import replace

CAREFUL = Given("ok", 12, 8)
FAST = replace(CAREFUL, seconds=3)
SHARES = {"ok": 0.6, "hate": 0.4}


def known(*right: bool, fresh: bool = True) -> list[Known]:
    return [Known(each, fresh) for each in right]


def varied(count: int, given: Given = CAREFUL) -> list[Given]:
    return [replace(given, value="ok" if n % 2 else "hate") for n in range(count)]


def test_careful_and_varied_answers_call_for_nothing() -> None:
    assert look(varied(100), [], SHARES) is None
    assert look([], [], {}) is None


def test_most_of_twenty_answers_in_less_than_half_the_time_of_reading_are_hasty() -> None:
    assert look([*varied(12, FAST), *varied(8)], [], {}) == Evidence("hasty", 12, 20)
    assert look([*varied(11, FAST), *varied(9)], [], {}) is None
    assert look(varied(19, FAST), [], {}) is None


def test_what_is_read_at_a_glance_is_never_hasty() -> None:
    assert look(varied(100, Given("ok", 0, 2)), [], {}) is None
    assert look(varied(100, Given("ok", 0, 0)), [], {}) is None  # a sound, a form


def test_half_the_time_is_enough() -> None:
    assert look(varied(100, Given("ok", 4, 8)), [], {}) is None


@pytest.mark.parametrize("signal", ["hasty", "same"])
def test_who_is_right_is_never_suspected(signal: str) -> None:
    given = varied(20, FAST) if signal == "hasty" else [CAREFUL] * 30
    assert look(given, [], SHARES) is not None
    good = [replace(each, agreed=True) for each in given[:5]] + given[5:]
    assert look(good, [], SHARES) is None
    assert look(given, known(True, True, True, True, False), SHARES) is None
    assert look(given, known(True, True, True, True), SHARES) is not None  # too few to tell


def test_the_same_answer_is_suspicious_only_where_it_is_no_chance() -> None:
    assert look([CAREFUL] * 25, [], SHARES) == Evidence("same", 25, 25, 60)
    assert look([CAREFUL] * 24, [], SHARES) is None
    assert look([CAREFUL] * 80, [], {"ok": 0.9, "hate": 0.1}) is None
    assert look([CAREFUL] * 100, [], {"ok": 0.9, "hate": 0.1}) is not None
    assert look([CAREFUL] * 100, [], {}) is None  # how others answer is not known


def test_known_answers_are_compared_with_her_own_past() -> None:
    before = [True] * 18 + [False] * 2
    recent = [True] * 3 + [False] * 5
    assert look(varied(20), known(*recent, *before), {}) == Evidence("drift", 3, 8, 90)
    assert look(varied(20), known(*([True] * 5 + [False] * 3), *before), {}) is None
    assert look(varied(20), known(*recent, *before[:11]), {}) is None  # too few before
    assert look(varied(20), known(*recent, *([True, False] * 10)), {}) is None  # it was never better
    assert look(varied(20), [*known(*recent, fresh=False), *known(*before)], {}) is None  # seen at the step before
