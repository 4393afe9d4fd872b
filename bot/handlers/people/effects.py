"""Commands of `inviter`, carried out by the services."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

from backend.domain.people.commands import InvitesMade, MakeInvites
from backend.domain.people.invitations import InviteFile, InviteNames, NamesInvited
from backend.domain.people.permissions import may
from backend.services import access
from backend.services.people import invitations as service
from backend.services.people import service as people_service
from bot.flows.people import invite, invite_views
from bot.handlers.engine import sheets
from bot.handlers.engine.turn import Turn


async def facts(turn: Turn, _state: invite.State) -> invite.Facts:
    return invite.Facts(access.countries(turn.person), may(turn.person, "invite staff"))


async def _make(turn: Turn, command: MakeInvites) -> InvitesMade:
    return await people_service.make_invites(turn.uow, command, turn.person, turn.now, turn.links, channel=turn.channel)


async def by_names(turn: Turn, command: InviteNames, *, again: bool = False) -> NamesInvited:
    """With the file of the codes where they are too many for a message."""
    found = await service.by_names(
        turn.uow, command, turn.person, turn.now, turn.links, channel=turn.channel, again=again
    )
    if len(found.invites) <= invite_views.SHOWN:
        return found
    sheet = await sheets.attach(turn, "codes.csv", invite_views.COLUMNS, invite_views.table(found))
    return replace(found, sheet=sheet)


async def _file(turn: Turn, command: InviteFile) -> None:
    access.require(turn.person, "invite", command.country)  # the services ask again when the names are there
    await turn.jobs.read_names(
        turn.uow,
        request=turn.waiting.id,
        person_id=turn.person.id,
        channel=turn.channel,
        file=command.file,
        name=command.name,
        role=command.role,
        country=command.country,
        duty=command.duty,
        countries=list(command.countries),
    )


SERVICES: Mapping[type[Any], Callable[[Turn, Any], Awaitable[Any]]] = {
    MakeInvites: _make,
    InviteNames: by_names,
    InviteFile: _file,
}
