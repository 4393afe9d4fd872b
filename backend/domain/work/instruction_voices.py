"""The instructions of a project as a voice note of a Huber, for hiteuses who would rather listen than read."""

from __future__ import annotations

from typing import Literal

from backend.domain.messaging.message import Attachment
from backend.records import Record

MOST_BYTES = 60 * 1024
"""The largest voice note; about half a minute as both platforms record it."""


def attachment(digest: str, mime: str) -> Attachment:
    """The note as it is sent: a voice message where the platform can play it as one."""
    if mime == "audio/ogg":
        return Attachment("voice", digest, "consignes.ogg")
    return Attachment("audio", digest, "consignes")


class VoicedProject(Record):
    """An open project with instructions. `note`: the newest voice note of them for the reader's countries and language;
    None: there is none."""

    id: int
    title: str
    instructions: str
    note: Attachment | None = None


class NoteVoice(Record):
    """A command: have the sound of this message fetched. Outcome: `VoiceNoted`."""


class VoiceNoted(Record):
    """`event`: of the inbox, which brought the sound."""

    event: int


class KeepVoice(Record):
    """A command: offer the sound of that event beside the instructions. Outcome: `VoiceKept`."""

    project: int
    event: int


class VoiceKept(Record):
    """What became of it.

    - "kept": it is offered from now on, instead of one before. "coming": it is not fetched yet.
    - "heavy": larger than `MOST_BYTES`. "lost": it could not be fetched. "gone": the project is not open to them.
    """

    outcome: Literal["kept", "coming", "heavy", "lost", "gone"]


class DropVoice(Record):
    """A command: remove the voice notes of a project; a Huber those of their countries. Outcome: `VoiceDropped`."""

    project: int


class VoiceDropped(Record):
    """How many were removed."""

    count: int
