from __future__ import annotations

import asyncio
from datetime import timedelta

import psycopg
import pytest

from backend.domain.errors import BadInput, Unavailable
from backend.retries import FAULTY_TRIES, LONGEST_WAIT, RETRY_SPAN, Away, next_wait


def waits(error: BaseException, patience: timedelta | None = None) -> list[timedelta]:
    """The waits of a job that always fails in the same way, until it is given up."""
    found: list[timedelta] = []
    while (wait := next_wait(error, len(found), patience)) is not None:
        found.append(wait)
        assert len(found) < 1_000, "it is never given up"
    return found


@pytest.mark.parametrize("error", [Away("no answer"), Unavailable(), psycopg.OperationalError("gone")])
def test_a_job_holds_out_for_hours_while_something_is_away_and_no_longer(error: Exception) -> None:
    found = waits(error)
    assert RETRY_SPAN <= sum(found, timedelta()) <= RETRY_SPAN + LONGEST_WAIT
    assert found == sorted(found)
    assert found[0] < timedelta(seconds=10) and found[-1] == LONGEST_WAIT


@pytest.mark.parametrize("patience", [timedelta(), timedelta(minutes=30), timedelta(days=1)])
def test_a_job_may_have_a_patience_of_its_own(patience: timedelta) -> None:
    assert patience <= sum(waits(Away("no answer"), patience), timedelta()) <= patience + LONGEST_WAIT


@pytest.mark.parametrize("error", [ZeroDivisionError(), BadInput(), psycopg.DataError("x")])
def test_a_job_that_fails_by_itself_is_tried_a_few_times(error: Exception) -> None:
    found = waits(error)
    assert len(found) == FAULTY_TRIES
    assert timedelta(minutes=1) < sum(found, timedelta()) < timedelta(minutes=10)


def test_a_platform_that_names_a_pause_is_not_asked_sooner() -> None:
    assert next_wait(Away("too many requests", timedelta(minutes=25)), 0) == timedelta(minutes=25)
    assert next_wait(Away("too many requests", timedelta(seconds=5)), 9) == LONGEST_WAIT


def test_a_job_that_was_told_to_end_with_its_process_is_begun_again_at_once() -> None:
    for tries in (0, FAULTY_TRIES, 500):
        assert next_wait(asyncio.CancelledError(), tries) == timedelta()
