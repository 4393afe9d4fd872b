"""How sending can fail. What the relay does about each stands beside it in short, and in full in the one
table of `backend.domain.messaging.failures`.

SendError
├── Later          not now; again after `seconds` (the platform's word is obeyed to the letter)
├── Unsure         sent, but the answer was lost: may have arrived, is tried again
├── Refused        this message will never be taken: given up, the reason is kept
│   └── FileRefused    … because of its file, told by a receipt: again without it
├── WindowClosed   only after her next word: it waits for that
├── Unreachable    this person cannot be reached: her messages stop until her next word
└── AccountDown    the account itself (token revoked): all wait, one alarm
"""

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
        """Whether we wrote too fast to the chat, or to all: the burst that is assumed of a chat is halved."""
        self.account = account
        """Whether the wait concerns the whole account rather than one chat; None: the platform does not
        say."""


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
