"""Confirmations for dead letters: they are sent again, or dropped for good."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from backend.db.messaging.dead_letters import Kind
from backend.domain.messaging.message import Choice, Message, trn
from backend.services.messaging import dead_letters
from bot.flows.engine.confirm import Proposal
from bot.handlers.engine import asking
from bot.handlers.engine.confirmations import Arguments, Confirmation
from bot.handlers.engine.turn import Turn

AGAIN, DROP = "send letters again", "drop letters"
BACK = Choice("/file", "File d'attente")


async def ask(turn: Turn, deed: str, kind: Kind, ids: Sequence[int]) -> None:
    """Ask for confirmation. `deed`: `AGAIN` or `DROP`."""
    await asking.ask(turn, deed, kind=kind, ids=list(ids))


def _given(arguments: Arguments) -> tuple[Kind, Sequence[int]]:
    return cast(Kind, arguments["kind"]), arguments["ids"]


async def _count(turn: Turn, arguments: Arguments) -> int:
    return len(await dead_letters.chosen(turn.uow, turn.person, *_given(arguments)))


async def _propose_again(turn: Turn, arguments: Arguments) -> Proposal | None:
    count = await _count(turn, arguments)
    return Proposal(trn("Renvoyer {n} message ?", "Renvoyer {n} messages ?", count)) if count else None


async def _again(turn: Turn, arguments: Arguments) -> Message:
    done = await dead_letters.send_again(turn.uow, turn.person, *_given(arguments), turn.channel, turn.now)
    turn.channels_to_notify |= done.channels
    turn.people_to_wake |= done.people
    return trn("🔁 {n} message renvoyé.", "🔁 {n} messages renvoyés.", done.count).with_choices(BACK)


async def _propose_drop(turn: Turn, arguments: Arguments) -> Proposal | None:
    count = await _count(turn, arguments)
    if not count:
        return None
    return Proposal(trn("Jeter {n} message pour de bon ?", "Jeter {n} messages pour de bon ?", count))


async def _drop(turn: Turn, arguments: Arguments) -> Message:
    done = await dead_letters.drop(turn.uow, turn.person, *_given(arguments), turn.channel, turn.now)
    return trn("🗑 {n} message jeté.", "🗑 {n} messages jetés.", done).with_choices(BACK)


CONFIRMATIONS: Mapping[str, Confirmation] = {
    AGAIN: Confirmation(_propose_again, _again),
    DROP: Confirmation(_propose_drop, _drop),
}
"""Arguments: `kind`, "message" or "event"; `ids`, their ids."""
