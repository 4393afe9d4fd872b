"""Files that somebody sent: whose are fetched, and what is said when one was not kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backend.domain import file_names
from backend.domain.file_types import Why
from backend.domain.message import Raw, tr
from bot.channels.base import File
from bot.flows.kit import Odd, Sent
from bot.handlers import conversing
from bot.handlers.turn import Turn

_ASKED = frozenset({"image", "document"})
"""Kinds that a question may ask for; of the others the conversation knows only that it cannot use them."""


async def receive(turn: Turn, file: File) -> Sent | Odd:
    """Have it fetched, unless she is a stranger or the open flow fetches it itself; what it is to the
    conversation."""
    stack = turn.conversation.stack
    flow = conversing.FLOWS[stack[-1][0]] if stack else None
    keeps = flow is not None and flow.keeps
    fetches_itself = flow is not None and flow.files and not keeps and file.kind == "document"
    if turn.person.role is not None and not fetches_itself:
        await fetch(turn, file)
    if file.kind in _ASKED or keeps:
        return Sent(file.kind, file_names.shown(file.name), file.ref, file.mime, file.size, file.caption)
    return Odd(file.kind)


async def fetch(turn: Turn, file: File) -> None:
    """Have it fetched and kept, under the event of this turn."""
    await turn.jobs.fetch_file(
        turn.uow,
        event=turn.waiting.id,
        person_id=turn.person.id,
        channel=turn.waiting.channel,
        ref=file.ref,
        kind=file.kind,
        name=file_names.shown(file.name),
        size=file.size,
    )


async def refused(turn: Turn, payload: Mapping[str, Any]) -> None:
    """A file that she sent is not kept: said of a program only, whoever it came to her from. Of all else she was
    told at once that it is not needed here. After `stop` nothing is said that she did not ask for."""
    if turn.person.stopped_at is None and Why(payload["why"]) is Why.PROGRAM:
        await turn.say(
            tr(
                "⚠️ *{file}* contient un programme, je ne l'ai pas gardé. Un programme reçu dans une discussion "
                "peut abîmer ton téléphone : ne l'ouvre pas si tu ne sais pas d'où il vient.",
                file=Raw(payload["name"]),
            )
        )
