"""Files that somebody sent: whose are fetched, and what is said when one was not kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backend.domain import file_names
from backend.domain.file_types import Why
from backend.domain.message import Message, Raw, tr
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
    """A file that she sent is not kept. After `stop` nothing is said that she did not ask for."""
    if turn.person.stopped_at is None:
        await turn.say(_refused(Raw(payload["name"]), Why(payload["why"])))


def _refused(file: Raw, why: Why) -> Message:
    match why:
        case Why.LARGE:
            return tr(
                "📎 *{file}* dépasse 20 Mo, je ne l'ai pas gardé. Envoie-le en plus petit, si tu peux.", file=file
            )
        case Why.PROGRAM:
            return tr(
                "⚠️ *{file}* contient un programme, je ne l'ai pas gardé. Un programme reçu dans une discussion "
                "peut abîmer ton téléphone : ne l'ouvre pas si tu ne sais pas d'où il vient.",
                file=file,
            )
        case Why.EMPTY | Why.UNKNOWN | Why.OTHER:
            return tr(
                "📎 Je n'arrive pas à lire *{file}*, je ne l'ai pas gardé. Je lis les photos, les PDF, les textes "
                "et les tableaux.",
                file=file,
            )
        case Why.GONE | Why.AWAY | Why.FAILED:
            return tr(
                "📎 Je n'ai pas réussi à récupérer *{file}*. S'il est important, envoie-le encore une fois, "
                "s'il te plaît.",
                file=file,
            )
