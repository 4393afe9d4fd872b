"""The facts of the flows about people, and their commands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backend.db.payouts import destinations as destination_rows
from backend.db.people import queries as people_rows
from backend.domain.people import commands as people_commands
from backend.domain.people.commands import InvitesMade, MakeInvites
from backend.domain.people.invitations import InviteFile, InviteNames, NamesInvited
from backend.domain.people.permissions import may
from backend.records import replace
from backend.services import access
from backend.services.payouts import destinations
from backend.services.people import invitations as service
from backend.services.people import promotion
from backend.services.people import service as people_service
from backend.services.threads import service as threads_service
from backend.services.work import hard_content, projects
from bot.flows.payouts import pay_days
from bot.flows.people import invite, invite_views, onboarding_views, place
from bot.handlers.engine import sheets
from bot.handlers.engine.dialogue import Execute
from bot.handlers.engine.turn import Turn


async def facts(turn: Turn, _state: invite.State) -> invite.Facts:
    """Load the countries for which this person may invite, and whether they may invite staff."""
    return invite.Facts(access.countries(turn.person), may(turn.person, "invite staff"))


async def _make(turn: Turn, command: MakeInvites) -> InvitesMade:
    made = await people_service.make_invites(turn.uow, command, turn.person, turn.now, turn.links, channel=turn.channel)
    return replace(made, work_for=await _work_for(turn, command.role, len(made.invites)))


async def _work_for(turn: Turn, role: str, invited: int) -> int | None:
    """How many hiteuses the open work can pay, if those who work and those who are invited are more; None otherwise."""
    if role != "hiteuse" or not invited:
        return None
    return await projects.women_paid(turn.uow, invited)


async def by_names(turn: Turn, command: InviteNames, *, again: bool = False) -> NamesInvited:
    """Invite the people of a list. If there are too many codes for one message, they come as a file. `again`: also
    those who have a code already."""
    found = await service.by_names(
        turn.uow, command, turn.person, turn.now, turn.links, channel=turn.channel, again=again
    )
    found = replace(found, work_for=await _work_for(turn, command.role, len(found.invites)))
    if len(found.invites) <= invite_views.MAX_SHOWN_CODES:
        return found
    sheet = await sheets.attach(turn, "codes.csv", invite_views.columns(), invite_views.table(found))
    return replace(found, sheet=sheet)


async def _file(turn: Turn, command: InviteFile) -> None:
    access.require(turn.person, "invite", command.country)  # the services check again when the names have been read
    await turn.jobs.defer(
        turn.uow,
        "read_names",
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


async def onboarding_facts(turn: Turn, _state: onboarding_views.State) -> onboarding_views.Facts:
    """Load what the person's onboarding depends on: role, place, consent given
    before, the Huber, themes to ask about."""
    person = await people_rows.person(turn.uow, turn.person.id)
    assert person is not None and person.role is not None
    zone = None if person.zone == "UTC" else person.zone
    learnt = person.role == "hiteuse" and await people_rows.was_trainee(turn.uow, person.id)
    return onboarding_views.Facts(
        person.first_name,
        person.role,
        person.country,
        zone,
        stopped=person.stopped_at is not None,
        learnt=learnt,
        saves=await people_rows.goal(turn.uow, person.id) is not None,
        huber=await threads_service.huber(turn.uow, person.country),
        paid=pay_days.promise(turn.terms, person.country),
        paid_short=pay_days.promise_in_terms(turn.terms, person.country),
        themes=await hard_content.unasked(turn.uow, person, turn.now),
    )


async def place_facts(turn: Turn, _state: place.State) -> place.Facts:
    """Load the person's present country, and whether they have said where they are paid."""
    named = await destination_rows.current(turn.uow, turn.person.id) is not None
    return place.Facts(turn.person.country, named)


async def _consent(turn: Turn, _command: people_commands.GiveConsent) -> None:
    await people_service.consent(turn.uow, turn.person, turn.now)


async def _place(turn: Turn, command: people_commands.SetPlace) -> None:
    await people_service.set_place(turn.uow, turn.person, command.country, command.zone, turn.now)
    await destinations.moved(turn.uow, turn.person, command.country, turn.channel, turn.now)
    turn.person = replace(turn.person, country=command.country, zone=command.zone or "UTC")


async def _join(turn: Turn, _command: people_commands.Join) -> None:
    await people_service.join(turn.uow, turn.person, turn.now)
    turn.person = replace(turn.person, joined_at=turn.now)
    await turn.jobs.defer(turn.uow, "show_menu", person_id=turn.person.id)


async def _decline(turn: Turn, _command: people_commands.DeclineWork) -> None:
    turn.person = await promotion.decline(turn.uow, turn.person, turn.channel, turn.now)
    await turn.jobs.defer(turn.uow, "show_menu", person_id=turn.person.id)


COMMANDS: Mapping[type[Any], Execute] = {
    people_commands.GiveConsent: _consent,
    people_commands.SetPlace: _place,
    people_commands.Join: _join,
    people_commands.DeclineWork: _decline,
    MakeInvites: _make,
    InviteNames: by_names,
    InviteFile: _file,
}
