"""Who is meant, for the flow of `personne` and its handler."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from backend.db import people as people_rows
from backend.domain.message import Message
from backend.domain.persons import FindPerson, Shown
from backend.services import persons as service
from bot.flows import person as flow
from bot.handlers import persons_view
from bot.handlers.turn import Turn


async def found_by(turn: Turn, text: str) -> Message:
    """Her file, or those who may be meant, or that there is nobody."""
    found = await service.find(turn.uow, turn.person, text)
    if len(found) == 1:
        her = await service.file(turn.uow, turn.person, found[0].person, turn.channel, turn.now)
        return persons_view.file(her, turn.person, turn.now)
    return persons_view.hits(found) if found else persons_view.nobody(text)


async def facts(turn: Turn, state: flow.State) -> flow.Facts:
    person = await people_rows.person(turn.uow, state.person) if state.person else None
    return flow.Facts(person.first_name if person is not None else "")


async def _find(turn: Turn, command: FindPerson) -> Shown:
    return Shown(await found_by(turn, command.text))


SERVICES: Mapping[type[Any], Callable[[Turn, Any], Awaitable[Any]]] = {FindPerson: _find}
