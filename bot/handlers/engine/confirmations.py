"""Confirmations: what is done only after one more question (`bot.flows.engine.confirm`).

A word or a flow asks with `asking.ask(turn, "pause project", project=7)` or `Open("confirm", Ask(…))`. Each area lists
its confirmations in its record (`bot.handlers.engine.dialogue`)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from backend.domain.messaging.message import Message
from backend.records import Record
from bot.flows.engine import confirm
from bot.handlers.engine.dialogue import Dialogue, Execute
from bot.handlers.engine.turn import Turn

Arguments = Mapping[str, Any]


class Confirmation(Record):
    """`preview`: what would change as things stand now; if it cannot be done (any more), a message that says why, also
    to who says yes to what another has done in the meantime, or None. It calls a service, so that somebody without the
    permission is refused before the question. `execute`: carry it out once and return the message about it. The
    service checks the permission again and writes the audit line."""

    preview: Callable[[Turn, Arguments], Awaitable[confirm.Proposal | Message | None]]
    execute: Callable[[Turn, Arguments], Awaitable[Message]]


async def _facts(turn: Turn, state: confirm.State) -> confirm.Facts:
    """Preview what is asked about as things stand now."""
    found = turn.dialogues.confirmations.get(state.deed)
    proposal = await found.preview(turn, state.arguments) if found is not None else None
    return confirm.Facts(proposal) if isinstance(proposal, confirm.Proposal) else confirm.Facts(None, proposal)


async def _look(turn: Turn, command: confirm.Look) -> confirm.Looked:
    match await turn.dialogues.confirmations[command.deed].preview(turn, command.arguments):
        case confirm.Proposal() as proposal:
            return confirm.Looked(proposal.seen)
        case why:
            return confirm.Looked("", why)


async def _carry_out(turn: Turn, command: confirm.CarryOut) -> confirm.CarriedOut:
    return confirm.CarriedOut(await turn.dialogues.confirmations[command.deed].execute(turn, command.arguments))


COMMANDS: Mapping[type[Any], Execute] = {confirm.Look: _look, confirm.CarryOut: _carry_out}
DIALOGUE = Dialogue(flows=((confirm.FLOW, _facts),), commands=COMMANDS)
