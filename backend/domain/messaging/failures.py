"""What follows when a message could not be delivered: the table of failures. And when a message is outdated.

| failure | this message | this chat | this account |
|---|---|---|---|
| LATER | again when the platform says | quiet until then | |
| BUSY | again when the platform says | | quiet until then |
| UNSURE | again with growing waits, 12 times; if a receipt can tell, not before it had time to come | | |
| FAULT | again with growing waits, 8 times | | |
| REFUSED | a dead letter | | |
| FILE | again at once, without the file that the platform could not show | | |
| WINDOW | in another chat if we started it, else it waits for the person's next word | | |
| UNREACHABLE | in another chat if we started it, else dropped | nothing that we start, until the next word | |
| ACCOUNT | again | | down: an alarm, and a trial message now and then |

The table holds for failures of the call itself and for those that a receipt reports.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from backend.domain.messaging.message import Tr
from backend.domain.messaging.states import Lane, OutboxStatus
from backend.records import Record


class Failure(StrEnum):
    """How sending failed. The value is the name of the error that a channel raises (FAULT: any unexpected error; BUSY:
    `Later` for the whole account)."""

    LATER = "Later"
    BUSY = "Busy"
    UNSURE = "Unsure"
    FAULT = "Fault"
    REFUSED = "Refused"
    FILE = "FileRefused"
    WINDOW = "WindowClosed"
    UNREACHABLE = "Unreachable"
    ACCOUNT = "AccountDown"


class FailureRule(Record):
    """What one kind of failure means.

    - `status`: of the message then. `named`: it waits as long as the platform says, else with growing waits.
    - `most`: tries that count before it is a dead letter; 0: this one does not count.
    - `elsewhere`: a message that we started goes to another chat of the person, if there is one. `bare`: without its
      file from now on.
    - `quiet`, `blocks`: effects on the chat. `pauses`: on the account. `counted`: its name in the metrics.
    """

    status: OutboxStatus
    counted: str
    named: bool = False
    most: int = 0
    elsewhere: bool = False
    bare: bool = False
    quiet: bool = False
    blocks: bool = False
    pauses: bool = False


RULES: Mapping[Failure, FailureRule] = {
    Failure.LATER: FailureRule(OutboxStatus.WAITING, "later_chat", named=True, quiet=True),
    Failure.BUSY: FailureRule(OutboxStatus.WAITING, "later_account", named=True, pauses=True),
    Failure.UNSURE: FailureRule(OutboxStatus.WAITING, "unsure", most=12),
    Failure.FAULT: FailureRule(OutboxStatus.WAITING, "fault", most=8),
    Failure.REFUSED: FailureRule(OutboxStatus.FAILED, "refused"),
    Failure.FILE: FailureRule(OutboxStatus.WAITING, "file", named=True, bare=True),
    Failure.WINDOW: FailureRule(OutboxStatus.HELD, "window_closed", elsewhere=True),
    Failure.UNREACHABLE: FailureRule(OutboxStatus.LET_GO, "unreachable", elsewhere=True, blocks=True),
    Failure.ACCOUNT: FailureRule(OutboxStatus.WAITING, "account_down", named=True),
}

NOT_SHOWN = Tr("⚠️ Je n'arrive pas à te montrer le fichier qui va avec ce message.")
"""Placed before a message whose file the platform could not show, so that its question can still be answered."""

FIRST_WAIT = timedelta(seconds=2)  # it triples after each try
LONGEST_WAIT = timedelta(minutes=10)
JITTER_SHARE = 0.2  # of a wait, either way, so that messages which failed together are not retried together
HOLDS_UP = 3
"""After this many failed tries a message no longer holds up the later ones of its chat."""


class DeliveryDecision(Record):
    """The decision about one message. `due`: when it is tried again. `tries`: how many tries this one counts as.
    `unsure`: it may have arrived. `until`: how long the chat or the account is quiet."""

    rule: FailureRule
    status: OutboxStatus
    due: datetime | None = None
    tries: int = 0
    unsure: bool = False
    until: datetime | None = None


SENT = DeliveryDecision(FailureRule(OutboxStatus.SENT, "sent"), OutboxStatus.SENT, tries=1)
"""The platform accepted the message."""

OUTDATED = DeliveryDecision(FailureRule(OutboxStatus.LET_GO, "outdated"), OutboxStatus.LET_GO)
"""The message waited until it was outdated."""

LIMITED = DeliveryDecision(FailureRule(OutboxStatus.LET_GO, "limited"), OutboxStatus.LET_GO)
"""The platform lets us write first to so many people a day, and what is left is kept for more important messages."""

LOCKED = DeliveryDecision(FailureRule(OutboxStatus.HELD, "locked"), OutboxStatus.HELD)
"""The chat is locked, because another person may hold the number: the message waits."""

STOPPED = DeliveryDecision(FailureRule(OutboxStatus.LET_GO, "stopped"), OutboxStatus.LET_GO)
"""The person said stop."""

BLOCKED = DeliveryDecision(FailureRule(OutboxStatus.LET_GO, "unreachable", elsewhere=True), OutboxStatus.LET_GO)
"""The chat is blocked: the person could not be reached there, and has not written since."""


def decide(
    failure: Failure,
    *,
    attempts: int,
    now: datetime,
    named: timedelta = timedelta(),
    told_within: timedelta | None = None,
    spread: float = 0.0,
) -> DeliveryDecision:
    """What follows from a failure.

    `attempts`: earlier tries of this message that counted. `named`: how long the platform says to wait. `told_within`:
    how long a receipt may take to report what became of a lost result (None: none will come, or this is the receipt).
    `spread`, from -1 to 1, moves the wait by up to `JITTER_SHARE`.
    """
    rule = RULES[failure]
    if rule.status is not OutboxStatus.WAITING:
        return DeliveryDecision(rule, rule.status, tries=1)
    if rule.named:
        until = now + named
        return DeliveryDecision(rule, OutboxStatus.WAITING, until, until=until)
    tries = 1 if rule.most else 0
    unsure = failure is Failure.UNSURE
    if attempts + tries >= rule.most:
        return DeliveryDecision(rule, OutboxStatus.FAILED, tries=tries, unsure=unsure)
    wait = backoff(attempts) * (1 + JITTER_SHARE * spread)
    if unsure and told_within is not None:
        wait = max(wait, told_within)
    return DeliveryDecision(rule, OutboxStatus.WAITING, now + wait, tries, unsure)


def backoff(attempts: int) -> timedelta:
    """The wait before the next try of what had failed `attempts` times before."""
    return min(FIRST_WAIT * int(3 ** min(attempts, 20)), LONGEST_WAIT)


# --- when a message is outdated -----------------------------------------------------------------------

LIFETIMES: Mapping[str, timedelta] = dict.fromkeys(
    ("reminder", "summary", "month", "learning", "milestone"), timedelta(hours=2)
)
"""How long a message of this purpose is useful, from when it was written."""
ANNOUNCEMENT_EXPIRES_AFTER = timedelta(days=7)
"""The same for announcements …"""
MESSAGE_EXPIRES_AFTER = timedelta(days=30)
"""… and for all other messages."""


def lifetime(purpose: str, lane: int) -> timedelta:
    """How long a message may wait until it is sent."""
    return LIFETIMES.get(purpose, ANNOUNCEMENT_EXPIRES_AFTER if lane == Lane.ANNOUNCEMENT else MESSAGE_EXPIRES_AFTER)
