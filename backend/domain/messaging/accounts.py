"""What a platform says of our account: its quality, and how many people may be written to first in a day.

WhatsApp counts the different people to whom we write more than 24 hours after their last message, in any 24 hours. The
limit is one of the business portfolio (Graph API, phone number: `whatsapp_business_manager_messaging_limit`, before
October 2025 `messaging_limit_tier` of the number; read in 2026). Who goes beyond it is refused, and its quality falls.
"""

from __future__ import annotations

import re
from math import ceil

from backend.records import Record

_TIER = re.compile(r"TIER_(\d{1,6})(K?)")
NEW_ACCOUNT = 250
"""People a day for an account whose tier is not set yet."""
RESERVED_SHARE = 5
"""One in so many people a day is kept free of announcements: for payments, answers of the team and reminders."""
LAST_RESERVED_SHARE = 10
"""One in so many people a day is kept free of reminders too: for payments, security and answers of the team."""
LEFT_OUT_FIRST = frozenset({"reminder", "work_available", "learning", "encouragement", "summary", "month", "milestone"})
"""Purposes of messages that are left out for a day when hardly anybody may be written to first any more."""
_QUALITIES = ("red", "yellow", "green")
"""From bad to good. Others, such as "unknown", say nothing."""
WORKING = frozenset({"", "connected"})
"""The states of a number that works."""


class AccountCondition(Record):
    """What a platform says. `quality`: "green", "yellow" or "red"; `status`: "connected" if all is well; `tier`: the
    limit as the platform writes it. "" where it says nothing."""

    quality: str = ""
    status: str = ""
    tier: str = ""

    @property
    def people_a_day(self) -> int | None:
        """To how many people we may write first in 24 hours. None: no limit, or it is not told."""
        if self.tier == "TIER_NOT_SET":
            return NEW_ACCOUNT
        found = _TIER.fullmatch(self.tier)
        return None if found is None else int(found[1]) * (1_000 if found[2] else 1)

    @property
    def announced_a_day(self) -> int | None:
        """The part of them that announcements may use."""
        limit = self.people_a_day
        return None if limit is None else max(1, limit - ceil(limit / RESERVED_SHARE))

    @property
    def reminded_a_day(self) -> int | None:
        """The part of them that reminders and the like may use, with what announcements used of it."""
        limit = self.people_a_day
        return None if limit is None else max(1, limit - ceil(limit / LAST_RESERVED_SHARE))

    @property
    def wrong(self) -> bool:
        """Whether somebody has to do something about the account."""
        return self.quality in ("red", "yellow") or self.status not in WORKING


def worse(before: AccountCondition, now: AccountCondition) -> bool:
    """Whether the condition became worse: its quality fell, the number works no longer, or its limit fell."""
    if _rank(now) < _rank(before):
        return True
    if now.status not in WORKING and now.status != before.status:
        return True
    old, new = before.people_a_day, now.people_a_day
    return new is not None and bool(before.tier) and (old is None or new < old)


def _rank(condition: AccountCondition) -> int:
    """The place of the quality; a quality that is not told counts as good."""
    return _QUALITIES.index(condition.quality) if condition.quality in _QUALITIES else len(_QUALITIES) - 1
