"""Voice notes of instructions, recorded by Hubers (`consignes`); `ecouter`: a hiteuse listens to one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backend.domain.messaging.message import Choice, Message, tr
from backend.domain.work.instruction_voices import (
    DropVoice,
    KeepVoice,
    NoteVoice,
    VoiceDropped,
    VoiceKept,
    VoiceNoted,
)
from backend.services import access
from backend.services.work import instruction_voices as service
from backend.services.work import tasks
from bot.flows.work import instruction_voice as flow
from bot.handlers.engine.dialogue import Execute
from bot.handlers.engine.turn import Turn
from bot.handlers.messaging import fetching


async def listen(turn: Turn, rest: str = "") -> None:
    """`ecouter 7`: the note of project 7; alone, that of the open task's project. The sound is one message."""
    task = await tasks.open_task(turn.uow, turn.person)
    project = int(rest[:18]) if rest.isascii() and rest.isdigit() else task.project_id if task is not None else 0
    note = await service.offered(turn.uow, turn.person, project) if project else None
    if note is None:
        choice = Choice("/travail", "▶️ Ma tâche")
        await turn.say(
            tr("Il n'y a pas de consignes à écouter ici. Écris « aide » pour les lire.").with_choices(choice)
        )
    else:
        await turn.say(Message(attachment=note))


async def facts(turn: Turn, _state: flow.State) -> flow.Facts:
    """Load the projects; only a Huber, who has countries, records."""
    return flow.Facts(await service.projects(turn.uow, turn.person), records=bool(access.countries(turn.person)))


async def _note(turn: Turn, _command: NoteVoice) -> VoiceNoted:
    await fetching.fetch(turn)
    return VoiceNoted(turn.waiting.id)


async def _keep(turn: Turn, command: KeepVoice) -> VoiceKept:
    return await service.keep(turn.uow, turn.person, command, turn.now, turn.channel)


async def _drop(turn: Turn, command: DropVoice) -> VoiceDropped:
    return await service.drop(turn.uow, turn.person, command, turn.now, turn.channel)


COMMANDS: Mapping[type[Any], Execute] = {NoteVoice: _note, KeepVoice: _keep, DropVoice: _drop}
