"""Files that people send: which are fetched, and what is said when one is refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from backend.db.messaging import inbox
from backend.domain.files import file_names, file_types
from backend.domain.files.file_types import Why
from backend.domain.messaging.message import Message, Raw, tr
from backend.domain.threads.commands import FILE_KINDS
from bot.channels.base import File
from bot.flows.engine.kit import Odd, Sent
from bot.handlers.engine import flow_stack
from bot.handlers.engine.turn import Turn
from bot.handlers.messaging import fetching

ALBUM = timedelta(seconds=10)
"""Files that come within this time of each other, with nothing between them, belong together."""
WAKE = "file"
"""The wake-up for a file that was not kept (`bot.jobs.received_files`)."""
_ASKED = frozenset({"image", "document"})
"""Kinds that a question may ask for. Other kinds reach the flow as `Odd`."""


async def receive(turn: Turn, file: File) -> Sent | Odd | None:
    """A file as an event for the flow; None if it was answered already (quota used up, or a program). A file that the
    open flow does not ask for is never fetched."""
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


def refuses(turn: Turn, event: Sent | Odd) -> bool:
    """Whether no question asks for this file."""
    flow = flow_stack.top(turn) if turn.shown_here else None
    return flow is None or isinstance(event, Odd) or not flow.files


async def goes_on(turn: Turn, kind: str) -> bool:
    """Whether this file belongs to others of its kind that were just refused: an album comes as one event for each
    picture, and is answered once."""
    last, contact_id = turn.conversation.asked.get("refused"), turn.waiting.contact_id
    if last is None or contact_id is None or last[2] != kind or turn.now - datetime.fromisoformat(last[1]) > ALBUM:
        return False
    return await inbox.just_before(turn.uow, turn.person.id, contact_id, turn.waiting.id) == int(last[0])


def keep_refused(turn: Turn, kind: str) -> None:
    """Remember that this file was refused."""
    turn.conversation.asked["refused"] = [turn.waiting.id, turn.now.isoformat(), kind]


def _program(name: str) -> Message:
    return tr(
        "⚠️ *{file}* contient un programme, je ne l'ai pas gardé. Un programme reçu dans une discussion "
        "peut casser ton téléphone. Ne l'ouvre pas si tu ne sais pas d'où il vient.",
        file=Raw(name),
    )


async def refused(turn: Turn, payload: Mapping[str, Any]) -> None:
    """Tell the person that a file of theirs was a program and was not kept. Other refusals were answered when the file
    arrived. After `stop` nothing is sent."""
    if turn.person.stopped_at is None and Why(payload["why"]) is Why.PROGRAM:
        await turn.say(_program(payload["name"]))
