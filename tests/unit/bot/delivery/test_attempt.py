from datetime import UTC, datetime
from typing import Any

import pytest

from backend.db.messaging.outbox import WaitingMessage
from backend.domain.messaging.failures import OUTDATED
from backend.domain.messaging.states import Lane
from backend.records import replace
from bot.delivery.attempt import before

EVENING = datetime(2026, 3, 4, 19, 30, tzinfo=UTC)  # half past eight in Douala


REMINDER = WaitingMessage(1, 1, 1, "a", Lane.REMINDER, "reminder", EVENING, zone="Africa/Douala")


def test_what_we_began_in_the_evening_and_was_held_up_is_not_said_at_night() -> None:
    assert before(REMINDER, EVENING.replace(minute=59)) is None
    assert before(REMINDER, EVENING.replace(hour=20, minute=0)) == (OUTDATED, "quiet hours")


@pytest.mark.parametrize(
    "changes",
    [
        {"created_at": EVENING.replace(hour=21)},  # she chose an hour of the night
        {"zone": "Africa/Abidjan"},
        {"purpose": "reply", "lane": Lane.TURN},
    ],
)
def test_what_she_chose_or_asked_for_is_said_at_any_hour(changes: dict[str, Any]) -> None:
    late = EVENING.replace(hour=20, minute=30)
    assert before(replace(REMINDER, **changes), max(late, changes.get("created_at", late))) is None
