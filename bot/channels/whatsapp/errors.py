"""What an error of the Cloud API means for a message: one table by code, for answers to calls and for
statuses that come later.

Codes: https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes (read in 2026),
which says to use the code, not the text or the HTTP status."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum, auto
from typing import Any

from bot.channels.errors import AccountDown, FileRefused, Later, Refused, SendError, Unreachable, Unsure, WindowClosed

PAIR_RATE_LIMIT = 131056
"""The code for too many messages to one person at once."""
TEMPLATE = frozenset({132000, 132001, 132005, 132007, 132008, 132012, 132015, 132016})
"""Errors of the template, not of the message: it is not (or no longer) as the product knows it."""
FILE = frozenset({100, 131009, 131051, 131052, 131053})
"""Codes that can mean that the platform has forgotten a file or cannot fetch it."""

_WAIT_SECONDS = 5.0  # seconds, if the platform says "later" without a time
_ACCOUNT_WAIT = 60.0
"""Seconds, if the whole account is to wait without a time."""
_PAIR_WAIT = 6.0  # seconds, by its rate limit to one person
_DELETED_SUBCODE = 33  # subcode of 100: the number does not exist, or not for this token


class _Outcome(Enum):
    LATER = auto()
    ALL_LATER = auto()
    REFUSED = auto()
    FILE = auto()
    WINDOW = auto()
    UNREACHABLE = auto()
    DOWN = auto()


_TABLE: Mapping[int, tuple[_Outcome, str]] = {
    # retried
    1: (_Outcome.LATER, "the platform failed"),
    2: (_Outcome.ALL_LATER, "the platform is overloaded or down"),
    4: (_Outcome.ALL_LATER, "the app has called too often"),
    80007: (_Outcome.ALL_LATER, "the account has called too often"),
    130429: (_Outcome.ALL_LATER, "too many messages a second"),
    131000: (_Outcome.LATER, "the platform could not send it"),
    131016: (_Outcome.ALL_LATER, "a service of the platform is away"),
    131048: (_Outcome.ALL_LATER, "people blocked or reported too many messages of this number"),
    PAIR_RATE_LIMIT: (_Outcome.LATER, "too many messages to her at once"),
    131057: (_Outcome.ALL_LATER, "the account is under maintenance"),
    133004: (_Outcome.ALL_LATER, "the platform is away"),
    133015: (_Outcome.ALL_LATER, "the number was deleted a moment ago"),
    # only after the person's next message, or with another template
    131047: (_Outcome.WINDOW, "more than 24 hours since her last word"),
    132000: (_Outcome.WINDOW, "the template has another number of places"),
    132001: (_Outcome.WINDOW, "the template is not there or not approved"),
    132005: (_Outcome.WINDOW, "the template is too long when it is filled"),
    132007: (_Outcome.WINDOW, "the template breaks a rule of the platform"),
    132008: (_Outcome.WINDOW, "the template was filled wrongly"),
    132012: (_Outcome.WINDOW, "the template was filled wrongly"),
    132015: (_Outcome.WINDOW, "the template is paused"),
    132016: (_Outcome.WINDOW, "the template is disabled"),
    # about this person
    130497: (_Outcome.UNREACHABLE, "the account may not write to her country"),
    131026: (_Outcome.UNREACHABLE, "she is not on WhatsApp, or her WhatsApp is too old"),
    131030: (_Outcome.UNREACHABLE, "her number is not among those that a test number may write to"),
    # about this message
    100: (_Outcome.REFUSED, "a wrong parameter"),
    130472: (_Outcome.REFUSED, "her number is part of an experiment of the platform"),
    131008: (_Outcome.REFUSED, "a parameter is missing"),
    131009: (_Outcome.REFUSED, "a parameter's value is wrong"),
    131021: (_Outcome.REFUSED, "sender and recipient are the same number"),
    131049: (_Outcome.REFUSED, "the platform spares her more messages of this category for now"),
    131050: (_Outcome.REFUSED, "she wants no messages of this category"),
    131051: (_Outcome.REFUSED, "a kind of message that the platform does not know"),
    131052: (_Outcome.FILE, "the file could not be fetched"),
    131053: (_Outcome.FILE, "the file could not be taken"),
    131062: (_Outcome.REFUSED, "not to be sent to somebody without a number"),
    135000: (_Outcome.REFUSED, "the platform could not send it, for a reason in what was asked"),
    # about the account
    0: (_Outcome.DOWN, "the access token is not valid: set a valid WHATSAPP_ACCESS_TOKEN"),
    3: (_Outcome.DOWN, "the token may not do this"),
    10: (_Outcome.DOWN, "the token may not do this"),
    33: (_Outcome.DOWN, "the number is not there any more"),
    190: (_Outcome.DOWN, "the access token has expired or was revoked: set a valid WHATSAPP_ACCESS_TOKEN"),
    368: (_Outcome.DOWN, "the account is blocked for breaking a rule"),
    131005: (_Outcome.DOWN, "the token may not do this"),
    131031: (_Outcome.DOWN, "the account is locked"),
    131037: (_Outcome.DOWN, "the number's display name is not approved"),
    131042: (_Outcome.DOWN, "the account's payment method does not work"),
    131045: (_Outcome.DOWN, "the number is not registered rightly"),
    133010: (_Outcome.DOWN, "the number is not registered"),
} | dict.fromkeys(range(200, 300), (_Outcome.DOWN, "the token may not do this"))


class ApiError(Exception):
    """An answer of the platform that is an error.

    `status`: of HTTP (0: from a status message). `code`: None if none was given. `details`: the platform's text without
    phone numbers. `wait`: the seconds that it asks to wait, None for none."""

    def __init__(
        self,
        status: int,
        code: int | None = None,
        subcode: int | None = None,
        details: str = "",
        wait: float | None = None,
    ) -> None:
        self.status = status
        self.code = code
        self.subcode = subcode
        self.wait = wait
        known = _TABLE.get(code) if code is not None else None
        what = known[1] if known else "the platform refused"
        number = f"{code}" if code is not None else f"HTTP {status}"
        super().__init__(f"{what} ({number})" + (f": {details}" if details else ""))


class NotSent(Exception):
    """The call was not sent: it can be repeated safely."""


class Lost(Exception):
    """The call was sent, and its answer was lost."""


def classify(error: ApiError | NotSent | Lost) -> SendError:
    """What the error means for the message."""
    if isinstance(error, NotSent):
        return Later(1, str(error), account=True)
    if isinstance(error, Lost):
        return Unsure(str(error))
    text = str(error)
    match _outcome(error):
        case _Outcome.LATER:
            pair = error.code == PAIR_RATE_LIMIT
            return Later(error.wait or (_PAIR_WAIT if pair else _WAIT_SECONDS), text, fast=pair)
        case _Outcome.ALL_LATER:
            throughput = error.code in (2, 130429, 131016)
            return Later(error.wait or (_WAIT_SECONDS if throughput else _ACCOUNT_WAIT), text, account=True)
        case _Outcome.WINDOW:
            return WindowClosed(text)
        case _Outcome.UNREACHABLE:
            return Unreachable(text)
        case _Outcome.DOWN:
            return AccountDown(f"WhatsApp refuses our account: {text}")
        case _Outcome.FILE:
            return FileRefused(text)
        case _Outcome.REFUSED:
            return Refused(text)
        case None:
            return Unsure(text)


def _outcome(error: ApiError) -> _Outcome | None:
    """The outcome by code, else by HTTP status. None: it may have been sent all the same."""
    if error.code == 100 and error.subcode == _DELETED_SUBCODE:
        return _Outcome.DOWN
    if error.code is not None and error.code in _TABLE:
        return _TABLE[error.code][0]
    if error.status == 401:
        return _Outcome.DOWN
    if error.status == 429:
        return _Outcome.ALL_LATER
    return None if error.status >= 500 else _Outcome.REFUSED


_NUMBER = re.compile(r"\+?\d(?:[\s().-]?\d){6,}")


def read(status: int, error: Any, wait: float | None = None) -> ApiError:
    """Read an error object from an answer or a status, whatever its shape."""
    found = error if isinstance(error, Mapping) else {}
    data = found.get("error_data")
    words = data.get("details") if isinstance(data, Mapping) else None
    words = words or found.get("error_user_msg") or found.get("message") or found.get("title") or ""
    details = " ".join(_NUMBER.sub("…", str(words)).split())[:300]
    return ApiError(status, _int(found.get("code")), _int(found.get("error_subcode")), details, wait)


def _int(value: Any) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
