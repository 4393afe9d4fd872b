"""How sending can fail, with the relay's reaction in short. The full table is in `backend.domain.messaging.failures`.

SendError
├── Later          not now; retried after `seconds` (exactly as the platform asks)
├── Unsure         sent, but the answer was lost: it may have arrived; retried
├── Refused        this message will never be accepted: given up, the reason is kept
│   └── FileRefused    … because of its file, reported by a receipt: sent again without it
├── WindowClosed   only after the person's next message: it waits for that
├── Unreachable    this person cannot be reached: messages stop until they write again
└── AccountDown    the account itself (token revoked): all messages wait, one alarm"""

from __future__ import annotations

from backend.domain.errors import HiteusesError


class SendError(HiteusesError):
    """The message could not be sent."""


class Later(SendError):
    """The platform asks to wait."""

    def __init__(self, seconds: float, reason: str, *, account: bool | None = False, fast: bool = False) -> None:
        super().__init__(reason)
        self.seconds = seconds
        self.fast = fast
        """Whether messages were sent too fast, to the chat or overall: the assumed burst of a chat is halved."""
        self.account = account
        """Whether the wait is for the whole account and not for one chat; None: the platform does not say."""


class Unsure(SendError):
    """The answer of the platform was lost."""


class Refused(SendError):
    """The platform refuses this message."""


class FileRefused(Refused):
    """The platform cannot show the file of this message."""


class WindowClosed(SendError):
    """The platform takes this only after her next word."""


class Unreachable(SendError):
    """This person cannot be reached."""


class AccountDown(SendError):
    """The platform refuses our account."""
