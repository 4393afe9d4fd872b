"""People: invitations, consent, profile, and what they want to hear from us."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from backend.db.admin import audit
from backend.db.engine.uow import UnitOfWork
from backend.db.people import queries as rows
from backend.db.people import roles as role_rows
from backend.domain.errors import BadInput
from backend.domain.people import codes, places, reminder_preferences
from backend.domain.people.commands import (
    DATA_VERSION,
    DUTIES,
    ROLES,
    TERMS_VERSION,
    Actor,
    Duty,
    Goal,
    Invite,
    InvitesMade,
    MakeInvites,
    Person,
    Role,
)
from backend.services import access
from backend.services.reminders import schedule as reminders_schedule

MOST_INVITES = 1_000
NO_PERSON = 0
"""The number of no person."""
STAFF = frozenset({"huber", "admin"})
"""Roles that see what others do: only an owner invites such people."""
CODE_TRIES = 5
"""Wrong codes from one sender before none is looked up any more, right or wrong, for `CODE_PAUSE`:
guessing is hopeless at that pace, even one of the older codes (31^8 of them)."""
CODE_PAUSE = timedelta(hours=1)
TITLES = frozenset({"mme", "mlle", "madame", "mademoiselle", "maman", "tantie", "m", "mr", "monsieur", "dr", "docteur"})


async def make_invites(
    uow: UnitOfWork,
    command: MakeInvites,
    by: Actor,
    now: datetime,
    links: Mapping[str, str],
    *,
    channel: str = "",
) -> InvitesMade:
    """Make single-use codes; of an admin whose duty is not named for a reader, or for an owner until there is one.
    `links`: a template with `{code}` per channel. The codes come as they are
    written (`codes.written`). `channel`: where they were asked for.

    Raises `BadInput` for an unknown role, duty or country or a senseless count, `NotAllowed` for who may not
    invite such people there.
    """
    access.require(by, "invite staff" if command.role in STAFF else "invite", command.country)
    if command.role not in ROLES:
        raise BadInput(f"unknown role {command.role!r}; known: {', '.join(ROLES)}")
    if command.duty is not None and command.duty not in DUTIES:
        raise BadInput(f"unknown duty {command.duty!r}; known: {', '.join(DUTIES)}")
    for code in (command.country, *command.countries):
        places.country(code)  # raises BadInput
    names = command.names or (command.name,) * command.count
    if not 1 <= len(names) <= MOST_INVITES:
        raise BadInput(f"between 1 and {MOST_INVITES} codes at once, not {len(names)}")
    duty: Duty | None = None
    if command.role == "admin":
        # the least, as where a role is given; but somebody must be able to give roles
        duty = command.duty or ("reader" if await role_rows.another_owner(uow, NO_PERSON) else "owner")
    looks_after = command.countries if command.role == "huber" else ()
    made: list[Invite] = []
    while names:
        drawn = [
            Invite(codes.new(), command.role, command.country, name.strip()[:100], duty, looks_after) for name in names
        ]
        others = frozenset(await rows.add_invites(uow, drawn, by.id, now))
        made += [invite for invite in drawn if invite.code not in others]
        names = tuple(invite.name for invite in drawn if invite.code in others)
    about = {"role": command.role, "country": command.country, "count": len(made)}
    about |= {key: value for key, value in (("duty", duty), ("countries", list(looks_after))) if value}
    await audit.note(uow, by.id, channel, "invite", about, now)
    invites = tuple(replace(invite, code=codes.written(invite.code)) for invite in made)
    filled = ({channel: template.format(code=i.code) for channel, template in links.items()} for i in invites)
    return InvitesMade(invites, tuple(filled))


async def add_fixed_invite(uow: UnitOfWork, code: str, role: Role, country: str, now: datetime) -> None:
    """A code that is known before (the first admin's, the demo's), without hyphens; nothing when it is there."""
    duty: Duty | None = "owner" if role == "admin" else None
    await rows.add_invites(uow, [Invite(code, role, country, duty=duty)], None, now)


async def first_admin(uow: UnitOfWork, chosen: str | None, now: datetime) -> str | None:
    """On a database without admin or admin's code: make one (`ADMIN_INVITE_CODE` if it is set), and how
    it is written. None: there is one, be it from another process that starts at the same moment."""
    await rows.alone_for_first_admin(uow)
    if await rows.anybody(uow, "admin"):
        return None
    code = (chosen and codes.read(chosen)) or codes.new()
    await add_fixed_invite(uow, code, "admin", places.COUNTRIES[0].code, now)
    return codes.written(code)


async def redeem(uow: UnitOfWork, person: Person, code: str, platform_name: str, now: datetime) -> Invite | str:
    """Use a code, in any of its readings: the invitation, or why not: "unknown", "used", "mine" (she
    used it herself)."""
    digest = codes.digest(code)
    found = await rows.invite(uow, digest)
    # looked up by a digest and compared in constant time: how long it takes tells nothing of a code
    if found is None or not hmac.compare_digest(codes.digest(found[0].code), digest):
        return "unknown"
    invite, used_by = found
    if used_by is not None:
        return "mine" if used_by == person.id else "used"
    await rows.use_invite(uow, invite.code, person.id, now)
    name = invite.name or platform_name
    country = places.country(invite.country)
    columns = {
        "role": invite.role,
        "first_name": first_name(name),
        "country": country.code,
        "duty": invite.duty if invite.role == "admin" else None,
        "countries": list(invite.countries) or None,
    }
    if len(country.zones) == 1:
        columns["zone"] = country.zones[0].name
    await rows.set_profile(uow, person.id, **columns)
    return invite


async def is_open(uow: UnitOfWork, digest: bytes) -> bool:
    """Whether somebody new can come in with the code of this digest."""
    found = await rows.invite(uow, digest)
    return found is not None and found[1] is None


def first_name(name: str) -> str:
    """How to greet somebody: the first word of a name after a title, kept short."""
    words = name.split()
    if len(words) > 1 and words[0].casefold().rstrip(".") in TITLES:
        words = words[1:]
    return words[0][:40] if words else ""


async def consent(uow: UnitOfWork, person: Person, now: datetime) -> None:
    """Both documents, with version and time; append-only."""
    await rows.add_consent(uow, person.id, "terms", TERMS_VERSION, now)
    await rows.add_consent(uow, person.id, "data", DATA_VERSION, now)


async def set_place(uow: UnitOfWork, person: Person, country: str, zone: str | None, now: datetime) -> None:
    """Where she lives. With a zone, what she wants to hear is planned anew. Raises `BadInput` for a zone of another
    country."""
    known = places.country(country)
    if zone is not None and zone not in {z.name for z in known.zones}:
        raise BadInput(f"{zone} is no time zone of {known.code}")
    await rows.set_profile(uow, person.id, country=country, zone=zone)
    if zone is None:
        return
    await reminders_schedule.plan(uow, replace(person, country=country, zone=zone), now)


async def set_goal(uow: UnitOfWork, person: Person, goal: Goal, now: datetime) -> None:
    """What she saves for. Raises `BadInput` for a sum of nothing."""
    if goal.amount is not None and goal.amount.units <= 0:
        raise BadInput("a project costs something")
    await rows.set_goal(uow, person.id, goal, now)


async def set_reminder(
    uow: UnitOfWork, person: Person, preference: reminder_preferences.Preference | None, now: datetime
) -> Person:
    """Her wish. To choose an hour after `stop` is to be back, and she is told so. Returns her as she is then."""
    await rows.set_reminder(uow, person.id, preference)
    if preference is not None and person.stopped_at is not None:
        await rows.set_profile(uow, person.id, stopped_at=None)
        person = replace(person, stopped_at=None)
    await reminders_schedule.plan(uow, person, now)
    return person


async def join(uow: UnitOfWork, person: Person, now: datetime) -> None:
    """Her profile is complete: from now on she works and is reminded."""
    if person.joined_at is None:
        await rows.set_profile(uow, person.id, joined_at=now)
    await reminders_schedule.plan(uow, person, now)


async def stop(uow: UnitOfWork, person: Person, now: datetime) -> None:
    """She wants nothing more from us that she did not ask for."""
    await rows.set_profile(uow, person.id, stopped_at=now, paused_until=None)
    await reminders_schedule.cancel(uow, person)


async def pause(uow: UnitOfWork, person: Person, until: datetime | None) -> None:
    """No message that we start ourselves until then; None: no pause."""
    await rows.set_profile(uow, person.id, paused_until=until)


async def back(uow: UnitOfWork, person: Person, now: datetime, *, quietly: bool = False) -> Person:
    """She is there again after `stop`, because she said so; `quietly`: without reminders. Returns her as she is
    then."""
    if quietly:
        await rows.set_reminder(uow, person.id, None)
    await rows.set_profile(uow, person.id, stopped_at=None, paused_until=None)
    person = replace(person, stopped_at=None, paused_until=None)
    await reminders_schedule.plan(uow, person, now)
    return person
