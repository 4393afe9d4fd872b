"""What the fake answers when it does not accept a call, in Graph's error JSON.

GraphError       the platform refuses the call; normal life for a bot (limits, forgotten media, 190 …)
└── ViolationError  the call broke the documented contract; a right bot never gets one

Codes and titles: Meta's pages "Error codes" of the Cloud API and "Handling errors" of the Graph API. The bodies
have the shapes of recorded ones (`tests/payloads/whatsapp_answers`): the Cloud API's own errors hold `error_data`,
a refused token and an object that is not there come from Graph itself and do not, templates have words for people.
"""

from __future__ import annotations

from typing import Any

import orjson

from tests.fakes.calls import Refusal

TITLES: dict[int, tuple[int, str]] = {
    1: (400, "An unknown error occurred"),
    2: (503, "Service temporarily unavailable"),
    4: (400, "Application request limit reached"),
    2200: (400, "Callback verification failed"),
    10: (403, "Application does not have permission for this action"),
    100: (400, "Invalid parameter"),
    190: (401, "Authentication Error"),
    80007: (400, "Rate limit issues"),
    130429: (400, "Rate limit hit"),
    130472: (400, "User's number is part of an experiment"),
    131000: (500, "Something went wrong"),
    131005: (403, "Access denied"),
    131008: (400, "Required parameter is missing"),
    131009: (400, "Parameter value is not valid"),
    131016: (500, "Service unavailable"),
    131021: (400, "Recipient cannot be sender"),
    131026: (400, "Message undeliverable"),
    131031: (403, "Account has been locked"),
    131042: (400, "Business eligibility payment issue"),
    131047: (400, "Re-engagement message"),
    131048: (400, "Spam rate limit hit"),
    131049: (400, "This message was not delivered to maintain healthy ecosystem engagement"),
    131051: (400, "Unsupported message type"),
    131052: (400, "Media download error"),
    131053: (400, "Media upload error"),
    131056: (400, "(Business Account, Consumer Account) pair rate limit hit"),
    131057: (400, "Account in maintenance mode"),
    132000: (400, "Number of parameters does not match the expected number of params"),
    132001: (404, "Template name does not exist in the translation"),
    132005: (400, "Translated text too long"),
    132012: (400, "Parameter format does not match format in the created template"),
    132015: (400, "Template is paused"),
    132016: (400, "Template is disabled"),
    132018: (400, "There was an issue with parameters in your template"),
    133010: (400, "Phone number not registered"),
}
"""Code → HTTP status and title."""


ABSENT = 33
"""The subcode of an object that is not there (any more), or not for this token."""
TEMPLATE_TITLES: dict[int, str] = {
    2388024: "Content in this language already exists",
    2388025: "The template cannot be changed",
    2388073: "Variables are not well formed",
    2388299: "Variables stand at the start or the end",
    2593002: "Message Template Not Found",
}
"""Subcode of a refused template → its title; those of 2388025, 2388073 and 2388299 are our words."""


class GraphError(Refusal):
    """A refusal with Graph's `code`. `details` is what Meta's `error_data` says, or all that Graph itself says;
    `subcode` is rare."""

    def __init__(self, code: int, details: str, *, subcode: int | None = None, status: int | None = None) -> None:
        known, self.title = TITLES[code]
        super().__init__(status or known, f"(#{code}) {self.title}: {details}")
        self.code = code
        self.details = details
        self.subcode = subcode

    @property
    def body(self) -> bytes:
        return body(self.code, self.details, self.subcode)


class ViolationError(GraphError):
    """A call that Meta's documents forbid. Kept in `violations`."""

    violation = True


def body(code: int, details: str, subcode: int | None = None) -> bytes:
    """An error as the answer of a call."""
    error: dict[str, Any] = {"message": details, "type": "OAuthException", "code": code}
    if subcode is not None:
        error["error_subcode"] = subcode
    if subcode == ABSENT:
        error["type"] = "GraphMethodException"
    elif subcode in TEMPLATE_TITLES:
        error["message"] = TITLES[code][1]
        error |= {"is_transient": False, "error_user_title": TEMPLATE_TITLES[subcode], "error_user_msg": details}
    elif code != 190:
        error["message"] = f"(#{code}) {TITLES[code][1]}"
        error["error_data"] = {"messaging_product": "whatsapp", "details": details}
    return orjson.dumps({"error": {**error, "fbtrace_id": "AFakeTraceIdForTests00"}})


def reported(code: int, details: str) -> dict[str, Any]:
    """An error as a message in a webhook tells it."""
    title = TITLES[code][1]
    return {"code": code, "title": title, "message": title, "error_data": {"details": details}}


def told(code: int, details: str) -> dict[str, Any]:
    """An error as a status tells it."""
    return {
        **reported(code, details),
        "href": "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/",
    }


def absent(verb: str, node: str) -> GraphError:
    """There is nothing of this id, or it cannot be asked for that."""
    return GraphError(100, _no_object(verb, node), subcode=ABSENT)


def no_call(verb: str, node: str) -> ViolationError:
    """As `absent`, for a call that no document has."""
    return ViolationError(100, _no_object(verb, node), subcode=ABSENT)


def _no_object(verb: str, node: str) -> str:
    return (
        f"Unsupported {verb.lower()} request. Object with ID '{node}' does not exist, cannot be loaded due to missing "
        "permissions, or does not support this operation. Please read the Graph API documentation at "
        "https://developers.facebook.com/docs/graph-api"
    )


def missing(what: str) -> ViolationError:
    return ViolationError(131008, f"the parameter {what} is required")


def wrong(what: str, why: str) -> ViolationError:
    return ViolationError(131009, f"{what}: {why}")


def unexpected(what: str) -> ViolationError:
    return ViolationError(100, f"unexpected key {what}")
