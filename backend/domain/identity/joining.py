"""How a chat, or a whole account, joins an account: who is asked what first, and what is told to whom.

An account that has a secret number is asked for it, on a chat of its own. One without, that has something to lose, is
joined 24 hours after all its chats had the word, unless one tap there stops it. An account that has earned nothing
yet is joined at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal

JOIN_WAIT = timedelta(hours=24)
"""The wait, from when every chat was told until the joining is done."""
REMINDED_AFTER = timedelta(hours=12)
"""So long after the first message the chats are told again: whoever held her phone may have deleted the first one."""
PROOF_EXPIRES_AFTER = timedelta(hours=24)
"""How long a secret number is waited for."""
UNDELIVERED_AFTER = timedelta(hours=24)
"""A message that is not delivered after so long counts as failed."""
GIVEN_UP = timedelta(days=7)
"""A joining lapses when after so long not every chat could be told."""
PROTECTED_FOR = timedelta(days=7)
"""So long after two accounts became one only the operator or her Huber parts a chat from it, and a new chat can remove
no older one."""
UNDO_WITHIN = timedelta(minutes=10)
"""Within this time after a phone was called lost, it can be found again without a proof."""

Kind = Literal["add", "merge", "open"]
"""A chat of nobody's, another account, or a locked chat of hers."""


class JoiningState(StrEnum):
    """ASKS for the number of the account that gives; TELLS its chats; WAITS. Then how it ended."""

    ASKS = "asks"
    TELLS = "tells"
    WAITS = "waits"
    JOINED = "joined"
    STOPPED = "stopped"
    LAPSED = "lapsed"


OPEN = (JoiningState.ASKS, JoiningState.TELLS, JoiningState.WAITS)
"""States of a joining that has not ended."""


@dataclass(frozen=True, slots=True)
class Guard:
    """How an account is protected. `number`: it has a secret number that counts; `stake`: earnings, or a role that
    sees others' data."""

    number: bool
    stake: bool


@dataclass(frozen=True, slots=True)
class Needs:
    """What comes before a joining: the number of the account that `gives` and of the one that `takes`; a wait."""

    giver: bool
    taker: bool
    wait: bool


def needs(giver: Guard | None, taker: Guard | None) -> Needs:
    """`giver` None: who looks after her vouches for it. `taker` None: the chat that asks has no other account."""
    accounts = [guard for guard in (giver, taker) if guard is not None]
    return Needs(
        giver=giver is not None and giver.number,
        taker=taker is not None and taker.number,
        wait=any(guard.stake and not guard.number for guard in accounts),
    )


@dataclass(frozen=True, slots=True)
class Pending:
    """A joining that is under way, as it is shown. `chat`: how the chat that asks is called; `name`: of the account
    that it belongs to, "" where there is none; `due`: when it is done, None: not known yet."""

    id: int
    kind: Kind
    chat: str
    name: str = ""
    due: datetime | None = None


# --- commands -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AgreeToJoin:
    """She has written the secret number of the account that gives."""

    joining: int


# --- what came of them --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NumberFirst:
    """The secret number of the account of this very chat is asked first."""


@dataclass(frozen=True, slots=True)
class JoinPending:
    """It is under way. `number`: the other account is asked for its secret number; `waits`: 24 hours pass."""

    joining: int
    kind: Kind
    number: bool
    waits: bool


@dataclass(frozen=True, slots=True)
class Agreed:
    """What came of her number. `chat`: how the chat that asked is called. `waits`: 24 hours pass first; `over`:
    it had ended already."""

    kind: Kind = "add"
    chat: str = ""
    waits: bool = False
    over: bool = False
