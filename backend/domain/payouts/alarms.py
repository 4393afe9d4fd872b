"""When payouts stop by themselves until a person goes on."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from backend.domain.payouts.terms import Alarms
from backend.records import Record

WITHIN = timedelta(days=1)
"""Failures are counted among the payments that ended within this time."""


class StopReason(StrEnum):
    """Why payouts stopped.

    - `BALANCE`: our account with a provider holds less than what it is to pay. `ACCOUNT`: a provider refuses our
      account.
    - `FAILURES`: too many payments failed. `LEDGER`: ledger and work do not agree.
    - `CONTRADICTION`: a provider says something else about a payment than before. `UNKNOWN`: a provider does not know a
      payment that was sent to it long ago. `RESTORED`: the data come from a backup, which does not hold what was paid
      after it.
    - `HAND`: somebody stopped them.
    """

    BALANCE = "balance"
    ACCOUNT = "account"
    FAILURES = "failures"
    LEDGER = "ledger"
    CONTRADICTION = "contradiction"
    UNKNOWN = "unknown"
    RESTORED = "restored"
    HAND = "hand"


class Stop(Record):
    """Payouts are stopped. `line`: what happened, in one English sentence for operators."""

    reason: StopReason
    line: str
    at: datetime


def too_many(failed: int, ended: int, alarms: Alarms) -> bool:
    """Whether so many of `ended` payments failed that something is wrong with all of them."""
    return ended >= alarms.of and failed > alarms.failed * ended
