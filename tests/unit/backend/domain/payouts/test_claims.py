"""The promised day of a claim."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from backend.domain.payouts import claims


@pytest.mark.parametrize(
    ("at", "zone", "day"),
    [
        (datetime(2026, 11, 23, 9, tzinfo=UTC), "Africa/Abidjan", date(2026, 11, 26)),  # Monday → Thursday
        (datetime(2026, 11, 26, 9, tzinfo=UTC), "Africa/Abidjan", date(2026, 12, 1)),  # Thursday → Tuesday
        (datetime(2026, 11, 28, 9, tzinfo=UTC), "Africa/Abidjan", date(2026, 12, 2)),  # Saturday → Wednesday
        (datetime(2026, 11, 23, 22, tzinfo=UTC), "Indian/Antananarivo", date(2026, 11, 27)),  # Tuesday there
    ],
)
def test_a_claim_is_answered_within_three_working_days_of_her_calendar(at: datetime, zone: str, day: date) -> None:
    assert claims.promised(at, zone) == day
