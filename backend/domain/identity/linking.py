"""One person on several chats: what she asks for and what came of it, and how a chat shows that it is hers.

A chat is one contact: an account on Telegram, a number on WhatsApp. All chats of a person share her work,
her money, her day and her talk with us.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Literal, get_args

CODE_LIFE = timedelta(minutes=30)
RESCUE_LIFE = timedelta(days=3)
"""… of a code that her Huber hands her when all her chats are gone."""
MOST_CHATS = 4
"""Chats of one person: phones of a household, not accounts of a crowd."""
RECYCLED_AFTER = timedelta(days=180)
"""A number from which nobody wrote for so long may belong to somebody else: operators here sell numbers again after
three to six months."""
SECURITY = "security"
"""The purpose of a message about the safety of an account."""
PROOF = "proof"
"""Purpose of a message to a chat that must first show whose it is: the only ones that go out there."""

PIN_LENGTHS = range(4, 7)
PIN_COUNTS_AFTER = timedelta(hours=24)
"""A new secret number opens no other chat before: whoever holds her phone for a moment could have chosen it."""
LOCKS_AFTER = timedelta(minutes=15)
"""An admin's chat, silent for so long, asks for her secret number before it does what only staff may."""
FREE_TRIES = 3
"""Wrong numbers before the first pause."""
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=12)


def read_pin(text: str) -> str | None:
    """The 4 to 6 digits that somebody typed, with or without spaces and what a keyboard adds by itself ("4071. ");
    None if it is anything else."""
    digits = "".join(sign for sign in text if not sign.isspace() and sign not in ".,-")
    return digits if len(digits) in PIN_LENGTHS and digits.isascii() and digits.isdigit() else None


def is_guessed(pin: str) -> bool:
    """Whether a secret number is among the first that anybody would try: 0000, 1234, 4321."""
    steps = {int(b) - int(a) for a, b in pairwise(pin)}
    return steps in ({0}, {1}, {-1})


def pause_after(tries: int) -> timedelta | None:
    """How long no secret number is accepted after so many wrong ones in a row: five times longer each time, so that a
    thief has two tries a day and needs years."""
    if tries < FREE_TRIES:
        return None
    longer: int = 5 ** min(tries - FREE_TRIES, 5)
    return min(LONGEST_PAUSE, FIRST_PAUSE * longer)


class ProofReason(StrEnum):
    """Why a chat must show whose it is: somebody else may hold its number; nobody wrote there for long; the phone is
    lost. Or what somebody shall vouch for: she forgot her number; a chat is to be parted. The last two lock nothing."""

    HANDS = "hands"
    SILENT = "silent"
    LOST = "lost"
    FORGOT = "forgot"
    PART = "part"


@dataclass(frozen=True, slots=True)
class ListedChat:
    """One chat of hers, as it is shown. `label`: its channel's name, with something to tell it from another one there.
    `here`: she writes from it. `reminds`: what we start goes there. `locked`: nothing is shown there."""

    id: int
    label: str
    here: bool = False
    reminds: bool = False
    locked: bool = False


# --- commands ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MakeLink:
    """A code that joins another chat to her."""


@dataclass(frozen=True, slots=True)
class UseLink:
    """She writes a code from a chat that is to be joined; `words` as she typed it."""

    words: str


@dataclass(frozen=True, slots=True)
class JoinAccounts:
    """She wants both her accounts to be one; `link`: the code's digest in hex; `proved`: she has just written the
    secret number of the account of this chat."""

    link: str
    proved: bool = False


Change = Literal["remind", "part", "lose", "find"]
CHANGES: tuple[str, ...] = get_args(Change)


@dataclass(frozen=True, slots=True)
class ChangeChat:
    """`remind`: what we start goes there from now on. `part`: it is hers no longer. `lose`: nothing is
    shown there until it has shown whose it is. `find`: it is back in her hands; `proved`: she has just written her
    secret number."""

    what: Change
    chat: int
    proved: bool = False


@dataclass(frozen=True, slots=True)
class SetPin:
    """Her secret number; None: she wants none."""

    pin: str | None


@dataclass(frozen=True, slots=True)
class TryPin:
    """She writes her secret number, as typed."""

    pin: str


@dataclass(frozen=True, slots=True)
class AskReferee:
    """Her Huber, or else an admin, shall say whether it is her."""


@dataclass(frozen=True, slots=True)
class Disown:
    """Whoever writes from a chat that must show whose it is says that the account is none of hers."""


# --- what came of them --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LinkMade:
    """`code` as it is written. `links`: (a channel's name, an address that types the code for her). What comes when it
    is written there: her secret `number` is asked here, or it `waits` 24 hours."""

    code: str
    links: tuple[tuple[str, str], ...] = ()
    number: bool = False
    waits: bool = False


Refusal = Literal["unknown", "invitation", "used", "expired", "own", "guessing", "many", "roles", "answers", "changed"]
"""Why a code joins nothing: nobody made it; it lets somebody new in; it has served; it is too old; she wrote it
where she made it; she has tried too many; she has `MOST_CHATS`; both accounts have a role and not the same one;
both answered the same task; one of the chats has changed while it waited."""


@dataclass(frozen=True, slots=True)
class LinkRefused:
    """`huber`: whom she can ask, "" where nobody is known. `last`: no other code is looked up for a while."""

    why: Refusal
    huber: str = ""
    last: bool = False


@dataclass(frozen=True, slots=True)
class LinkAsks:
    """Both chats have an account: she is asked before they become one. `name`: of the other one."""

    link: str
    name: str


@dataclass(frozen=True, slots=True)
class Linked:
    """The chat is hers now. `name`: how she is called; `merged`: two accounts became one; `stopped`: she has said
    on one of them that she wants nothing that she did not ask for."""

    name: str = ""
    merged: bool = False
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class ChatChanged:
    """`label` of the chat; "": it is hers no longer, nothing has changed. `chat`: its number, where it has."""

    what: Change
    label: str = ""
    chat: int = 0


@dataclass(frozen=True, slots=True)
class ChatGuarded:
    """The chat stays as it is (`joining.PROTECTED_FOR`): only her Huber or the operator can part it now. `asked`: her
    Huber was asked."""

    chat: int
    label: str
    asked: bool = False


@dataclass(frozen=True, slots=True)
class PinTried:
    """`right`, or how long until the next try counts (None: it counts at once). `early`: this one did not count,
    and nobody looked whether it was right."""

    right: bool
    wait: timedelta | None = None
    early: bool = False


@dataclass(frozen=True, slots=True)
class PinSet:
    """What was done with her secret number."""

    what: Literal["chosen", "changed", "removed"]


@dataclass(frozen=True, slots=True)
class RefereeAsked:
    """`there`: somebody could be asked."""

    there: bool


@dataclass(frozen=True, slots=True)
class Disowned:
    """`done`: the chat is a stranger's now; else it stays as it was, for it is the last owner's only one."""

    done: bool
