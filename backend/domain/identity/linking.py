"""One person with several chats: commands and their outcomes, and how a chat proves whose it is.

A chat is one contact: an account on Telegram, or a number on WhatsApp. All chats of a person share the work, the money,
the day and the conversation.
"""

from __future__ import annotations

import re
from datetime import timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Literal, get_args

from backend.domain.french.spelling import unaccented
from backend.domain.messaging.message import Message
from backend.records import Record

CODE_LIFE = timedelta(minutes=30)
"""How long a code that links two chats can be used."""
RESCUE_LIFE = timedelta(days=3)
"""How long a code is valid that a Huber hands over when all chats are gone."""
MOST_CHATS = 4
"""Chats of one person: phones of a household, not accounts of a crowd."""
RECYCLED_AFTER = timedelta(days=180)
"""A number from which nobody wrote for this long may belong to another person: operators in these countries sell
numbers again after three to six months."""
SECURITY = "security"
"""The purpose of a message about the safety of an account."""
PROOF = "proof"
"""The purpose of a message to a chat that must first prove whose it is. No other messages go there."""

PIN_LENGTHS = range(4, 7)
PIN_COUNTS_AFTER = timedelta(hours=24)
"""How old a secret number must be before it opens another chat: whoever held the phone for a moment could have chosen
it."""
LOCKS_AFTER = timedelta(minutes=15)
"""After this long without a message, an admin's chat asks for the secret number before it does what only staff may
do."""
FREE_TRIES = 3
"""Wrong numbers before the first pause."""
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=12)


_NAMED_NUMBER = re.compile(
    r"^(?:(?:ok|oui|voici|voila)[ ,]+)?(?:(?:mon|le) )?(?:code|numero)?(?: secret)? ?(?:c['’ ]?est|est|[:=])? ?(?=\d)"
    r"|(?<=\d) (?:svp|stp|merci)\W*$"
)


def read_pin(text: str) -> str | None:
    """The 4 to 6 digits that somebody typed, with or without spaces, what a keyboard adds by itself ("4071. ") and the
    words that say what it is (« mon code c'est 4071 »); None if it is anything else."""
    if any(sign.isdigit() and not sign.isascii() for sign in text):
        return None
    said = _NAMED_NUMBER.sub("", unaccented(text).strip())
    digits = "".join(sign for sign in said if not sign.isspace() and sign not in ".,-")
    return digits if len(digits) in PIN_LENGTHS and digits.isascii() and digits.isdigit() else None


def is_guessed(pin: str) -> bool:
    """Whether a secret number is among the first that anybody would guess: 0000, 1234, 4321."""
    steps = {int(b) - int(a) for a, b in pairwise(pin)}
    return steps in ({0}, {1}, {-1})


def pause_after(tries: int) -> timedelta | None:
    """How long no secret number is accepted after `tries` wrong ones in a row. It grows fivefold each time, so that a
    thief has two tries a day and needs years. None: no pause."""
    if tries < FREE_TRIES:
        return None
    longer: int = 5 ** min(tries - FREE_TRIES, 5)
    return min(LONGEST_PAUSE, FIRST_PAUSE * longer)


class ProofReason(StrEnum):
    """Why a chat must prove whose it is: HANDS: another person may hold its number; SILENT: nobody wrote there for
    long; LOST: the phone is lost. Or what a referee is asked to vouch for: FORGOT: the person forgot the secret number;
    PART: a chat is to be given away, or closed as a lost phone. The last two lock nothing."""

    HANDS = "hands"
    SILENT = "silent"
    LOST = "lost"
    FORGOT = "forgot"
    PART = "part"


class ListedChat(Record):
    """One chat of a person in the form in which it is shown. `label`: its channel's name, with something to tell it
    from another one there. `here`: the person writes in it. `reminds`: what we start goes there. `locked`: nothing is
    shown there."""

    id: int
    label: str
    here: bool = False
    reminds: bool = False
    locked: bool = False


# --- commands ---------------------------------------------------------------------------------------


class MakeLink(Record):
    """A command: make a code that joins another chat to the person."""


class UseLink(Record):
    """A command: use a code, written in the chat that is to be joined; `words` as typed."""

    words: str


class JoinAccounts(Record):
    """A command: merge both accounts. `link`: the code's digest in hex. `proved`: the person has just written the
    secret number of the account of this chat."""

    link: str
    proved: bool = False


Change = Literal["remind", "part", "lose", "find"]
CHANGES: tuple[str, ...] = get_args(Change)


class ChangeChat(Record):
    """A command: change a chat. "remind": send what we start there from now on. "part": give it away. "lose": show
    nothing there until its owner is proved. "find": the person has it again; `proved`: they have just written their
    secret number."""

    what: Change
    chat: int
    proved: bool = False


class SetPin(Record):
    """A command: set the secret number; None: remove it."""

    pin: str | None


class TryPin(Record):
    """A command: try a secret number, as typed."""

    pin: str


class AskReferee(Record):
    """A command: ask the Huber, or else an admin, to vouch for the person."""


class Disown(Record):
    """A command: the person who writes in a chat that must prove whose it is says that the account is not theirs."""


# --- what came of them --------------------------------------------------------------------------------


class LinkMade(Record):
    """A new code, as it is written. `links`: (a channel's name, an address that types the code). What happens when it
    is used: the secret `number` is asked here, or the joining `waits` 24 hours."""

    code: str
    links: tuple[tuple[str, str], ...] = ()
    number: bool = False
    waits: bool = False


Refusal = Literal["unknown", "invitation", "used", "expired", "own", "guessing", "many", "roles", "answers", "changed"]
"""Why a code joins nothing: "unknown": nobody made it; "invitation": it invites a new person; "used"; "expired"; "own":
it was written where it was made; "guessing": too many were tried; "many": there are `MOST_CHATS` chats; "roles": the
accounts have different roles; "answers": both answered the same task; "changed": one of the chats has changed
meanwhile."""


class LinkRefused(Record):
    """A code was refused. `huber`: who can be asked; "" if nobody is known. `last`: no other code is looked up for a
    while."""

    why: Refusal
    huber: str = ""
    last: bool = False


class LinkAsks(Record):
    """Both chats have an account: the person is asked before they are merged. `name`: that of the other account."""

    link: str
    name: str


class Linked(Record):
    """The chat is joined. `name`: the person's first name; `merged`: two accounts became one; `stopped`: one of them
    had said stop. `stays`: one of them was to be erased, and is not. `lost`: what she is told of questions that are
    dropped here."""

    name: str = ""
    merged: bool = False
    stopped: bool = False
    stays: bool = False
    lost: Message = Message()


class ChatChanged(Record):
    """A chat was changed. `label`: its name; "": nothing changed, because it is no longer the person's. `chat`: its
    number."""

    what: Change
    label: str = ""
    chat: int = 0


class ChatGuarded(Record):
    """The chat stays unchanged (`joining.PROTECTED_FOR`): only the Huber or the operator can give it away or close it
    now. `asked`: the Huber was asked. `what`: what was wanted."""

    chat: int
    label: str
    asked: bool = False
    what: Change = "part"


class PinTried(Record):
    """The result of a try: `right`, or the wait until the next try counts (None: it counts at once). `early`: this one
    did not count and was not checked."""

    right: bool
    wait: timedelta | None = None
    early: bool = False


class PinSet(Record):
    """What was done with the secret number."""

    what: Literal["chosen", "changed", "removed"]


class RefereeAsked(Record):
    """`there`: there is a referee who was asked."""

    there: bool


class Disowned(Record):
    """`done`: the chat belongs to a stranger now. False: it stays, because it is the only chat of the last owner."""

    done: bool
