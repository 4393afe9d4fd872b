"""What is done only after one more question (`bot.flows.engine.confirm`).

A word or a flow asks with `asking.ask(turn, "pause project", project=7)` or `Open("confirm", Ask(…))`. Each deed
stands in its own module's `DEEDS`, and `bot.handlers.dispatch` puts them together beside the words.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from backend.domain.messaging.message import Message
from bot.flows.engine import confirm
from bot.handlers.engine.turn import Turn

Arguments = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Deed:
    """`propose`: what it would change as things stand now, None where it cannot be done (any more); it asks a
    service, so that who may not do it is refused before she is asked. `do`: carry it out, once, and what is
    said of it; the service asks for her permission once more and writes the audit line."""

    propose: Callable[[Turn, Arguments], Awaitable[confirm.Proposal | None]]
    do: Callable[[Turn, Arguments], Awaitable[Message]]


TABLE: dict[str, Deed] = {}
"""All deeds by name; a name stays what it is, because open questions hold it."""


async def facts(turn: Turn, state: confirm.State) -> confirm.Facts:
    """How the deed that is asked about stands now."""
    deed = TABLE.get(state.deed)
    return confirm.Facts(await deed.propose(turn, state.arguments) if deed is not None else None)


async def _look(turn: Turn, command: confirm.Look) -> confirm.Looked:
    proposal = await TABLE[command.deed].propose(turn, command.arguments)
    return confirm.Looked(proposal.seen if proposal is not None else "")


async def _carry_out(turn: Turn, command: confirm.CarryOut) -> confirm.CarriedOut:
    return confirm.CarriedOut(await TABLE[command.deed].do(turn, command.arguments))


SERVICES: dict[type[Any], Callable[[Turn, Any], Awaitable[Any]]] = {
    confirm.Look: _look,
    confirm.CarryOut: _carry_out,
}
