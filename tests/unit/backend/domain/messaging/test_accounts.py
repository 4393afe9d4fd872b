"""What a platform says of an account: its limit in people, and what is worse than before."""

from __future__ import annotations

import pytest

from backend.domain.messaging.accounts import AccountCondition, worse

GOOD = AccountCondition("green", "connected", "TIER_10K")


@pytest.mark.parametrize(
    ("tier", "people", "announced"),
    [
        ("TIER_NOT_SET", 250, 200),
        ("TIER_50", 50, 40),
        ("TIER_250", 250, 200),
        ("TIER_1K", 1_000, 800),
        ("TIER_2K", 2_000, 1_600),
        ("TIER_2000", 2_000, 1_600),
        ("TIER_100K", 100_000, 80_000),
        ("TIER_UNLIMITED", None, None),
        ("", None, None),
        ("TIER_OF_TOMORROW", None, None),
    ],
)
def test_a_tier_is_people_a_day_of_whom_a_fifth_is_kept_free(
    tier: str, people: int | None, announced: int | None
) -> None:
    condition = AccountCondition(tier=tier)
    assert (condition.people_a_day, condition.announced_a_day) == (people, announced)


@pytest.mark.parametrize(
    ("now", "fallen"),
    [
        (GOOD, False),
        (AccountCondition("yellow", "connected", "TIER_10K"), True),
        (AccountCondition("unknown", "connected", "TIER_10K"), False),
        (AccountCondition("green", "flagged", "TIER_10K"), True),
        (AccountCondition("green", "connected", "TIER_1K"), True),
        (AccountCondition("green", "connected", "TIER_UNLIMITED"), False),
    ],
)
def test_what_is_worse_than_before(now: AccountCondition, fallen: bool) -> None:
    assert worse(GOOD, now) is fallen


def test_the_first_look_has_no_limit_to_compare_with() -> None:
    assert not worse(AccountCondition(), AccountCondition("green", "connected", "TIER_250"))
    assert worse(AccountCondition(tier="TIER_UNLIMITED"), AccountCondition(tier="TIER_250"))
