"""Files that somebody sent: which are fetched, and what is said when one was not kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backend.domain.files import file_names, file_types
from backend.domain.files.file_types import Why
from backend.domain.messaging.message import Message, Raw, tr
from backend.domain.threads.commands import FILE_KINDS
from bot.channels.base import File
from bot.flows.engine.kit import Odd, Sent
from bot.handlers.engine import flow_stack
from bot.handlers.engine.turn import Turn
from bot.handlers.messaging import fetching

WAKE = "file"
"""The event that a file was not kept (`bot.jobs.received_files`)."""
_ASKED = frozenset({"image", "document"})
"""Kinds that a question may ask for; of the others the conversation knows only that it cannot use them."""


async def receive(turn: Turn, file: File) -> Sent | Odd | None:
    """What a file is to the conversation; None where she has her answer already. One that the open flow does not
    ask for is never fetched."""
    flow = flow_stack.top(turn) if turn.shown_here else None
    keeps = flow is not None and flow.keeps
    asked = file.kind in FILE_KINDS if keeps else flow is not None and flow.files and file.kind == "document"
    if turn.person.role is not None:
        if asked and not await fetching.taken(turn, file):
            return None
        if not asked and file_types.runs(file.name, file.mime):
            await turn.say(_program(file_names.shown(file.name)))
            return None
    if file.kind in _ASKED or keeps:
        return Sent(file.kind, file_names.shown(file.name), file.ref, file.mime, file.size, file.caption)
    return Odd(file.kind)


def _program(name: str) -> Message:
    return tr(
        "⚠️ *{file}* contient un programme, je ne l'ai pas gardé. Un programme reçu dans une discussion "
        "peut abîmer ton téléphone : ne l'ouvre pas si tu ne sais pas d'où il vient.",
        file=Raw(name),
    )


async def refused(turn: Turn, payload: Mapping[str, Any]) -> None:
    """A file that she sent is not kept: said of a program only, whoever it came to her from. Of all else she was
    told at once that it is not needed here. After `stop` nothing is said that she did not ask for."""
    if turn.person.stopped_at is None and Why(payload["why"]) is Why.PROGRAM:
        await turn.say(_program(payload["name"]))
