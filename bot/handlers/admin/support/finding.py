"""Finding a person, for `personne` and its flow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backend.db.people import queries as people_rows
from backend.domain.admin.support_lookup import FindPerson, PersonShown
from backend.domain.messaging.message import Message
from backend.domain.people import name_lists
from backend.services.admin import support_lookup as service
from backend.services.payouts import keys as key_service
from bot.flows.admin import person_lookup as flow
from bot.handlers.admin.support import views as support_views
from bot.handlers.engine.dialogue import Execute
from bot.handlers.engine.turn import Turn


async def found_by(turn: Turn, text: str) -> Message:
    """The person's file; a choice if several fit; or a message that nobody does."""
    found = await service.find(turn.uow, turn.person, text, await key_service.keys(turn.uow, turn.key_source))
    if len(found) == 1:
        her = await service.file(turn.uow, turn.person, found[0].person, turn.channel, turn.now)
        return support_views.file(her, turn.person, turn.now)
    return support_views.hits(found) if found else support_views.nobody(text)


async def one_called(turn: Turn, name: str) -> int | None:
    """The number of the only person with this name; None if nobody or several have it, or it is spelled otherwise."""
    found = await service.find(turn.uow, turn.person, name, await key_service.keys(turn.uow, turn.key_source))
    said = set(name_lists.key(name).split())
    return found[0].person if len(found) == 1 and said <= set(name_lists.key(found[0].name).split()) else None


async def facts(turn: Turn, state: flow.State) -> flow.Facts:
    """Load the first name of the person whom a note is about."""
    person = await people_rows.person(turn.uow, state.person) if state.person else None
    return flow.Facts(person.first_name if person is not None else "")


async def _find(turn: Turn, command: FindPerson) -> PersonShown:
    return PersonShown(await found_by(turn, command.text))


COMMANDS: Mapping[type[Any], Execute] = {FindPerson: _find}
