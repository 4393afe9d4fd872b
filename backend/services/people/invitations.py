"""Invitations from lists of names, and the state of each code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from backend.db.admin import audit
from backend.db.engine.uow import UnitOfWork
from backend.db.people import invitations as rows
from backend.db.work import drafts
from backend.domain.errors import NotFound
from backend.domain.people import codes, name_lists
from backend.domain.people.commands import ROLES, Actor, Invite, MakeInvites, Person
from backend.domain.people.invitations import SAME_NAME, Counts, Given, InviteNames, NamesInvited
from backend.domain.people.name_lists import Named, NameList
from backend.domain.people.permissions import may
from backend.services import access
from backend.services.people.service import MOST_INVITES, STAFF, make_invites


async def by_names(
    uow: UnitOfWork,
    command: InviteNames,
    by: Person,
    now: datetime,
    links: Mapping[str, str],
    *,
    channel: str,
    again: bool = False,
) -> NamesInvited:
    """Make a code for each name. Raises what `make_invites` raises.

    Unless `again`, no code is made for a name that got one today for the same country and role, or that is earlier in
    the list: such names wait in a draft for a confirmation.
    """
    _require(by, command, command.names)
    fresh, others = list(command.names), list[Named]()
    if not again:
        fresh, others = list[Named](), list[Named]()
        for country, names in _by_country(command, command.names).items():
            recent = await rows.names_since(uow, country, command.role, now - SAME_NAME)
            new, known = name_lists.part(names, {name_lists.key(name) for name in recent})
            fresh += new
            others += known
    invites: list[Invite] = []
    found: list[Mapping[str, str]] = []
    for country, names in _by_country(command, fresh).items():
        for start in range(0, len(names), MOST_INVITES):
            wanted = MakeInvites(
                command.role,
                country,
                names=tuple(each.name for each in names[start : start + MOST_INVITES]),
                duty=command.duty,
                countries=command.countries if country == command.country else (),
            )
            made = await make_invites(uow, wanted, by, now, links, channel=channel)
            invites += made.invites
            found += made.links
    draft = await keep(uow, by, command, others, (), now) if others else None
    return NamesInvited(tuple(invites), tuple(found), _numbers(fresh, invites), len(others), draft)


def _by_country(command: InviteNames, names: Sequence[Named]) -> dict[str, list[Named]]:
    found: dict[str, list[Named]] = {}
    for each in names:
        found.setdefault(each.country or command.country, []).append(each)
    return found


def _numbers(names: Sequence[Named], invites: Sequence[Invite]) -> tuple[str, ...]:
    """The phone number of each invitation, in any order. If two have the same name, the first number comes first."""
    left: dict[str, list[str]] = {}
    for each in names:
        left.setdefault(each.name, []).append(each.number)
    return tuple(left[invite.name].pop(0) for invite in invites)


def _require(by: Person, command: InviteNames, names: Sequence[Named]) -> None:
    for country in {command.country, *(each.country for each in names if each.country)}:
        access.require(by, "invite staff" if command.role in STAFF else "invite", country)


async def keep(
    uow: UnitOfWork,
    by: Person,
    command: InviteNames,
    names: Sequence[Named],
    unread: Sequence[name_lists.Unread],
    now: datetime,
) -> int:
    """Store names that may be invited later, and return the draft's number. Raises `NotAllowed`."""
    _require(by, command, names)
    about = {
        "role": command.role,
        "country": command.country,
        "duty": command.duty,
        "countries": list(command.countries),
        "names": [[each.name, each.country, each.number] for each in names],
        "unread": [[each.line, each.why] for each in unread],
    }
    return await drafts.add(uow, by.id, "names", about, None, now)


async def kept(uow: UnitOfWork, by: Person, draft_id: int, now: datetime) -> tuple[InviteNames, NameList] | None:
    """What one of the person's drafts asks for, once. None if it was used already or is no longer stored."""
    draft = await drafts.of(uow, by.id, "names", draft_id)
    if draft is None or draft.settled_at is not None:
        return None
    await drafts.settle(uow, draft_id, now)
    about = draft.about
    command = InviteNames(
        about["role"],
        about["country"],
        tuple(Named(*each) for each in about["names"]),
        about["duty"],
        tuple(about["countries"]),
    )
    return command, NameList(command.names, tuple(name_lists.Unread(line, why) for line, why in about["unread"]))


# --- what became of them ----------------------------------------------------------------------------


async def given(
    uow: UnitOfWork, by: Person, most: int | None = None, skip: int = 0
) -> tuple[Counts, tuple[Given, ...]]:
    """Codes and their counts: for a Huber those of their countries for learners and hiteuses, for an admin all. Raises
    `NotAllowed`."""
    access.require(by, "invite")
    countries, roles = access.countries(by), _roles(by)
    found = await rows.given(uow, countries, roles, most, skip)
    return await rows.counts(uow, countries, roles), tuple(found)


async def one(uow: UnitOfWork, by: Person, code: str) -> Given:
    """One code. Raises `NotAllowed`, and `NotFound` for a code that the person may not see."""
    access.require(by, "invite")
    found = await rows.one(uow, codes.read(code) or "")
    if found is None or found.role not in _roles(by) or not may(by, "invite", found.country):
        raise NotFound("no such code")
    return found


async def withdraw(uow: UnitOfWork, by: Person, code: str, channel: str, now: datetime) -> bool:
    """Withdraw a code. False if it is too late for that. Raises `NotFound`, `NotAllowed`."""
    found = await one(uow, by, code)
    if found.role in STAFF:
        access.require(by, "invite staff", found.country)
    if not await rows.withdraw(uow, found.code, by.id, now):
        return False
    about = {"role": found.role, "country": found.country, "name": found.name, "code": found.code[-4:]}
    await audit.note(
        uow, by.id, channel, "withdraw invite", about, now, before={"code": "open"}, after={"code": "withdrawn"}
    )
    return True


def _roles(by: Actor) -> tuple[str, ...]:
    """The roles for which the person sees codes: those for staff only if they may invite staff."""
    if isinstance(by, Person) and not may(by, "invite staff"):
        return tuple(role for role in ROLES if role not in STAFF)
    return ROLES
