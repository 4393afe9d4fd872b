"""Fetching files from the platform: only files that something asked for, within a person's daily quota."""

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
    """Count one more file against the person's daily quota and keep it for `fetch`. If the quota is used
    up, say so and return False."""
    if not await file_quota.take(turn.uow, turn.person, file.size, turn.now):
        await turn.say(ENOUGH)
        return False
    turn.file = file
    return True


async def fetch(turn: Turn) -> None:
    """Enqueue the job that downloads the file of this turn and stores it under the turn's event."""
    file = turn.file
    assert file is not None  # a command that keeps a file is only given for one that was taken
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
