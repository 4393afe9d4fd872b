"""What is fetched of a platform: a file that something asked for, within what one person may send in a day."""

from __future__ import annotations

from backend.domain.files import file_names
from backend.domain.messaging.message import tr
from backend.services.messaging import file_quota
from bot.channels.base import File
from bot.handlers.engine.turn import Turn

ENOUGH = tr(
    "📎 Tu m'as envoyé beaucoup de fichiers aujourd'hui : je ne peux pas prendre celui-ci. Tes mots passent "
    "toujours, et les fichiers de nouveau demain."
)


async def taken(turn: Turn, file: File) -> bool:
    """Whether one more file of hers is taken today: it is counted then, and may be fetched. Else she is told."""
    if not await file_quota.take(turn.uow, turn.person, file.size, turn.now):
        await turn.say(ENOUGH)
        return False
    turn.file = file
    return True


async def fetch(turn: Turn) -> None:
    """Have the file of this turn fetched and kept, under its event."""
    file = turn.file
    assert file is not None  # a command that keeps one is given for one that was taken
    await turn.jobs.defer(
        turn.uow,
        "fetch_file",
        event=turn.waiting.id,
        person_id=turn.person.id,
        channel=turn.waiting.channel,
        ref=file.ref,
        kind=file.kind,
        name=file_names.shown(file.name),
        size=file.size,
    )
