"""What the fake answers when it does not answer ok.

ApiError        the platform refuses the call; normal life for a bot (blocked, not modified, 429 …)
└── ViolationError the call broke the documented contract; a right bot never gets one
"""

from __future__ import annotations

from typing import Any

import orjson

from tests.fakes.calls import Refusal


class ApiError(Refusal):
    """A refusal: HTTP `status`, the `description` that the bot reads, and for 429 the pause in
    whole seconds."""

    def __init__(self, status: int, description: str, *, retry_after: int | None = None) -> None:
        super().__init__(status, description)
        self.retry_after = retry_after

    @property
    def body(self) -> bytes:
        answer: dict[str, Any] = {"ok": False, "error_code": self.status, "description": self.description}
        if self.retry_after is not None:
            answer["parameters"] = {"retry_after": self.retry_after}
        return orjson.dumps(answer)


class ViolationError(ApiError):
    """A call that the method table or a documented limit forbids. Kept in `violations`."""

    violation = True


def bad_request(reason: str) -> ApiError:
    return ApiError(400, f"Bad Request: {reason}")


def violation(reason: str) -> ViolationError:
    return ViolationError(400, f"Bad Request: {reason}")
