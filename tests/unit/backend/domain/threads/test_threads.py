"""When somebody may be told of a word, and when a thread is looked at again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from backend.domain.threads.timing import ESCALATE_AFTER, HERS_LIVE, HUBERS_LIVE, SILENT_AFTER, may_tell_at, next_look

ZONE = "Africa/Douala"  # an hour ahead of UTC
NIGHT = datetime(2026, 3, 4, 21, 30, tzinfo=UTC)
MORNING = datetime(2026, 3, 5, 6, tzinfo=UTC)


def test_at_night_a_word_waits_for_seven_on_her_own_clock() -> None:
    assert may_tell_at(NIGHT, ZONE, None, HERS_LIVE) == MORNING
    assert may_tell_at(MORNING, ZONE, None, HERS_LIVE) == MORNING


@pytest.mark.parametrize("live", [HERS_LIVE, HUBERS_LIVE])
def test_who_has_just_written_is_awake_and_is_told_at_once(live: timedelta) -> None:
    assert may_tell_at(NIGHT, ZONE, NIGHT - live / 2, live) == NIGHT
    assert may_tell_at(NIGHT, ZONE, NIGHT - live, live) == MORNING


def test_a_thread_is_looked_at_when_it_has_waited_a_day_once_and_when_it_was_silent_for_a_week() -> None:
    assert next_look(NIGHT, None, NIGHT) == NIGHT + ESCALATE_AFTER
    assert next_look(NIGHT, NIGHT + ESCALATE_AFTER, NIGHT) is None
    assert next_look(None, None, NIGHT) == NIGHT + SILENT_AFTER
