"""How a chat, or a whole account, joins an account: what is asked first, and who is told what.

An account with a secret number must give it, in a chat of its own. An account without one that has something to lose is
joined 24 hours after all its chats were told, unless a tap in one of them stops it. An account that has earned nothing
yet is joined at once.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal

from backend.records import Record

JOIN_WAIT = timedelta(hours=24)
"""The wait from when every chat was told until the joining is done."""
REMINDED_AFTER = timedelta(hours=12)
"""The chats are told again after this time: whoever had the phone may have deleted the first message."""
PROOF_EXPIRES_AFTER = timedelta(hours=24)
"""How long we wait for a secret number."""
UNDELIVERED_AFTER = timedelta(hours=24)
"""A message that is not delivered after this time counts as failed."""
GIVEN_UP = timedelta(days=7)
"""A joining lapses if not every chat could be told within this time."""
PROTECTED_FOR = timedelta(days=7)
"""For this long after a merge only the operator or the Huber can part a chat from the account, and a new chat can
remove no older one."""
UNDO_WITHIN = timedelta(minutes=10)
"""Within this time after a phone was reported lost, it can be unlocked again without a proof."""

Kind = Literal["add", "merge", "open"]
"""What joins: a chat without an account, another account, or a locked chat of the account."""


class JoiningState(StrEnum):
    """The states of a joining. ASKS: for the secret number of the account that gives. TELLS: its chats. WAITS: 24
    hours. The others say how it ended."""

    ASKS = "asks"
    TELLS = "tells"
    WAITS = "waits"
    JOINED = "joined"
    STOPPED = "stopped"
    LAPSED = "lapsed"


OPEN = (JoiningState.ASKS, JoiningState.TELLS, JoiningState.WAITS)
"""States of a joining that has not ended."""


class Guard(Record):
    """How an account is protected. `number`: it has a secret number that counts. `stake`: it has earnings, or a role
    that sees other people's data."""

    number: bool
    stake: bool


class Needs(Record):
    """What is needed before a joining: the secret number of the account that gives (`giver`) or takes (`taker`), and a
    wait."""

    giver: bool
    taker: bool
    wait: bool


def needs(giver: Guard | None, taker: Guard | None) -> Needs:
    """What is needed. `giver` None: a referee vouches for it. `taker` None: the chat that asks has no other account."""
    accounts = [guard for guard in (giver, taker) if guard is not None]
    return Needs(
        giver=giver is not None and giver.number,
        taker=taker is not None and taker.number,
        wait=any(guard.stake and not guard.number for guard in accounts),
    )


class Pending(Record):
    """An open joining in the form in which it is shown. `chat`: the name of the asking chat; `name`: of its account, ""
    if it has none; `due`: when it is done; None: not known yet; `asks`: it waits for a secret number."""

    id: int
    kind: Kind
    chat: str
    name: str = ""
    due: datetime | None = None
    asks: bool = False


# --- commands -----------------------------------------------------------------------------------------


class AgreeToJoin(Record):
    """A command: the person has written the secret number of the account that gives."""

    joining: int


# --- what came of them --------------------------------------------------------------------------------


class NumberFirst(Record):
    """The secret number of the account of this very chat is asked first."""


class JoinPending(Record):
    """The joining is open. `number`: the other account is asked for its secret number. `waits`: 24 hours must pass."""

    joining: int
    kind: Kind
    number: bool
    waits: bool


class Agreed(Record):
    """The result of a right secret number. `chat`: the name of the chat that asked. `waits`: 24 hours must pass first.
    `over`: the joining had ended already."""

    kind: Kind = "add"
    chat: str = ""
    waits: bool = False
    over: bool = False
