"""People in the real database: invitations, consent, place, goal, and when they hear from us."""

import asyncio
from datetime import time
from typing import Any

import pytest

from backend.db.engine.uow import Database
from backend.db.messaging import inbox
from backend.db.people import queries as rows_of
from backend.domain.errors import BadInput, NotAllowed
from backend.domain.money import Money
from backend.domain.people import codes
from backend.domain.people.commands import (
    DATA_VERSION,
    OPERATOR,
    TERMS_VERSION,
    Actor,
    Goal,
    Invite,
    InvitesMade,
    MakeInvites,
    Person,
)
from backend.domain.people.reminder_preferences import Preference
from backend.records import replace
from backend.services.people import service as people_service
from backend.services.reminders import schedule as wakeup_service
from tests.integration.scenes import NOW, after, commit, hiteuse, look, rows, value


async def stranger(database: Database, address: str = "1") -> Person:
    person_id = await commit(database, inbox.meet, "demo", address, "Awa Koné", NOW)
    return Person(person_id)


async def made(database: Database, command: MakeInvites, by: Actor = OPERATOR) -> InvitesMade:
    links = {"telegram": "https://t.me/bot?start={code}"}
    return await commit(database, people_service.make_invites, command, by, NOW, links)


async def redeem(database: Database, person: Person, typed: str) -> Invite | str:
    code = codes.read(typed)
    assert code is not None
    return await commit(database, people_service.redeem, person, code, "Awa Koné", NOW)


async def known(database: Database, person: Person) -> Person:
    found = await look(database, rows_of.person, person.id)
    assert found is not None
    return found


# --- invitations ----------------------------------------------------------------------------------


async def test_a_code_opens_the_door_once(database: Database) -> None:
    invite = (await made(database, MakeInvites("hiteuse", "CM"))).invites[0]
    awa, binta = await stranger(database, "1"), await stranger(database, "2")
    assert await redeem(database, awa, "NOSUCHCODE") == "unknown"
    assert await redeem(database, awa, invite.code) == replace(invite, code=codes.read(invite.code) or "")
    assert await known(database, awa) == Person(awa.id, "hiteuse", "Awa", "CM", "Africa/Douala")
    assert await redeem(database, awa, invite.code) == "mine"
    assert await redeem(database, binta, invite.code) == "used"
    assert (await known(database, binta)).role is None


async def test_a_code_opens_the_door_in_every_reading_of_it(database: Database) -> None:
    await commit(database, people_service.add_fixed_invite, "ADMIN0I0", "admin", "CI", NOW)
    await commit(database, people_service.add_fixed_invite, "K1QM2XYZ0ABC9DEF", "huber", "CI", NOW)
    one, other = await stranger(database, "1"), await stranger(database, "2")
    assert await redeem(database, one, "KLQM2XYZOABC9DEF") == Invite("K1QM2XYZ0ABC9DEF", "huber", "CI")
    assert await redeem(database, other, "ADMINOLO") == Invite("ADMIN0I0", "admin", "CI", duty="owner")


async def test_a_code_is_found_by_its_digest_among_any_number(database: Database) -> None:
    await made(database, MakeInvites("hiteuse", "CI", count=1_000))
    invite = (await made(database, MakeInvites("hiteuse", "CM"))).invites[0]
    async with database.turn() as uow:
        plan = await uow.fetch_all(
            "explain select code from invite where sha256(decode(translate(code, 'OIL', '011'), 'escape')) = %s",
            (codes.digest(codes.read(invite.code) or ""),),
        )
    assert "ix_invite_digest" in str(plan), plan


async def test_of_many_who_use_a_code_at_once_one_gets_in(database: Database) -> None:
    invite = (await made(database, MakeInvites("hiteuse", "CI"))).invites[0]
    strangers = [await stranger(database, str(n)) for n in range(8)]
    found = await asyncio.gather(*(redeem(database, person, invite.code) for person in strangers))
    assert sorted(str(f) for f in found if not isinstance(f, Invite)) == ["used"] * 7
    assert await value(database, "select count(*) from person where role = 'hiteuse'") == 1


async def test_the_name_on_the_invitation_goes_before_the_platforms(database: Database) -> None:
    invite = (await made(database, MakeInvites("hiteuse", "CI", name=" Fatou Diop "))).invites[0]
    person = await stranger(database)
    await redeem(database, person, invite.code)
    assert (await known(database, person)).first_name == "Fatou"


async def test_where_a_country_has_two_zones_she_is_asked(database: Database) -> None:
    invite = (await made(database, MakeInvites("hiteuse", "CD"))).invites[0]
    person = await stranger(database)
    await redeem(database, person, invite.code)
    assert await value(database, "select zone is null from person") is True
    await commit(database, people_service.set_place, person, "CD", "Africa/Lubumbashi", NOW)
    assert (await known(database, person)).zone == "Africa/Lubumbashi"
    with pytest.raises(BadInput, match="no time zone of CD"):
        await commit(database, people_service.set_place, person, "CD", "Africa/Douala", NOW)
    with pytest.raises(BadInput):
        await commit(database, people_service.set_place, person, "FR", "Europe/Paris", NOW)


async def test_many_codes_are_all_different_and_each_has_its_link(database: Database) -> None:
    found = await made(database, MakeInvites("trainee", "SN", count=1_000))
    made_codes = {invite.code for invite in found.invites}
    assert len(made_codes) == 1_000
    assert all(codes.written(codes.read(code) or "") == code for code in made_codes)
    assert found.links[7]["telegram"] == f"https://t.me/bot?start={found.invites[7].code}"
    assert await value(database, "select count(*) from invite where role = 'trainee' and country = 'SN'") == 1_000


async def test_a_code_that_is_there_already_is_drawn_again(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    await commit(database, people_service.add_fixed_invite, "AAAAAAAA", "admin", "CI", NOW)
    drawn = iter(["AAAAAAAA", "BBBBBBBB", "BBBBBBBB", "CCCCCCCC"])
    monkeypatch.setattr(codes, "new", lambda: next(drawn))
    found = await made(database, MakeInvites("hiteuse", "CI", count=2))
    assert [invite.code for invite in found.invites] == ["BBBBBBBB", "CCCCCCCC"]
    assert await value(database, "select role from invite where code = 'AAAAAAAA'") == "admin"


@pytest.mark.parametrize(
    ("by", "role", "country", "allowed"),
    [
        (OPERATOR, "admin", "CI", True),
        (Person(1, "admin", country="CI", duty="owner"), "admin", "CM", True),
        (Person(1, "huber", country="CI"), "hiteuse", "CI", True),
        (Person(1, "huber", country="CI"), "trainee", "CI", True),
        (Person(1, "huber", country="CI"), "hiteuse", "CM", False),
        (Person(1, "huber", country="CI"), "huber", "CI", False),
        (Person(1, "huber", country="CI"), "admin", "CI", False),
        (Person(1, "hiteuse", country="CI"), "hiteuse", "CI", False),
        (Person(1, None), "hiteuse", "CI", False),
    ],
)
async def test_who_may_invite_whom(database: Database, by: Actor, role: Any, country: str, allowed: bool) -> None:
    if isinstance(by, Person):
        by = replace(by, id=(await stranger(database)).id)
    if allowed:
        await made(database, MakeInvites(role, country), by)
    else:
        with pytest.raises(NotAllowed):
            await made(database, MakeInvites(role, country), by)
    assert await value(database, "select count(*) from invite") == allowed


@pytest.mark.parametrize(
    "command",
    [
        MakeInvites("hiteuse", "FR"),
        MakeInvites("boss", "CI"),  # type: ignore[arg-type]
        MakeInvites("hiteuse", "CI", count=0),
        MakeInvites("hiteuse", "CI", count=1_001),
    ],
)
async def test_a_senseless_invitation_is_refused(database: Database, command: MakeInvites) -> None:
    with pytest.raises(BadInput):
        await made(database, command)


async def test_the_first_admins_code_is_made_once(database: Database) -> None:
    assert await commit(database, people_service.first_admin, "patronne", NOW) == "PATRONNE"
    assert await commit(database, people_service.first_admin, None, NOW) is None
    found = await redeem(database, await stranger(database), "PATRONNE")
    assert isinstance(found, Invite)
    assert found.role == "admin"
    assert await commit(database, people_service.first_admin, "autre", NOW) is None


async def test_of_many_first_starts_at_once_one_makes_the_first_admins_code(database: Database) -> None:
    all_there = asyncio.Barrier(8)

    async def first_start() -> str | None:
        async with database.unit() as uow:
            await uow.fetch_one("select 1")  # connected: nobody is late for the rush
            await all_there.wait()
            code = await people_service.first_admin(uow, None, NOW)
            await uow.commit()
        return code

    found = await asyncio.gather(*(first_start() for _ in range(8)))
    (code,) = (code for code in found if code is not None)
    assert await rows(database, "select code from invite where role = 'admin'") == [{"code": codes.read(code)}]


# --- what she tells us ----------------------------------------------------------------------------


async def test_consent_is_kept_with_version_and_time(database: Database) -> None:
    awa = await hiteuse(database)
    await commit(database, people_service.consent, awa, NOW)
    kept = await rows(
        database, "select document, version, given_at from consent where person_id = %s order by 1", (awa.id,)
    )
    assert kept == [
        {"document": "data", "version": DATA_VERSION, "given_at": NOW},
        {"document": "terms", "version": TERMS_VERSION, "given_at": NOW},
    ]


@pytest.mark.parametrize("goal", [Goal("business", "Un salon", Money(3_000_000, "XOF")), Goal("other", "Mon projet")])
async def test_her_goal_is_kept_and_replaced(database: Database, goal: Goal) -> None:
    awa = await hiteuse(database)
    await commit(database, people_service.set_goal, awa, Goal("studies", "Avant", Money(5, "EUR")), NOW)
    await commit(database, people_service.set_goal, awa, goal, NOW)
    assert await look(database, rows_of.goal, awa.id) == goal
    with pytest.raises(BadInput):
        await commit(database, people_service.set_goal, awa, Goal("health", "", Money(0, "EUR")), NOW)


# --- when she hears from us -----------------------------------------------------------------------


async def wakeups(database: Database) -> dict[str, Any]:
    return {row["name"]: row["due"] for row in await rows(database, "select name, due from wakeup")}


async def test_her_next_moment_is_planned_on_her_own_clock(database: Database) -> None:
    lalao = await hiteuse(database, country="MG", zone="Indian/Antananarivo")  # UTC+3; NOW is Wednesday, 9:00 UTC
    preference = Preference(frozenset({2, 4}), time(11, 30))  # Wednesday and Friday
    await commit(database, people_service.set_reminder, lalao, preference, NOW)
    assert await wakeups(database) == {"reminder": NOW.replace(day=6, hour=8, minute=30)}
    assert await look(database, rows_of.reminder, lalao.id) == preference


async def test_no_reminder_is_an_answer_too_and_leaves_nothing_planned(database: Database) -> None:
    awa = await hiteuse(database)
    assert await look(database, rows_of.reminder, awa.id) is None  # never asked
    await commit(database, people_service.set_reminder, awa, None, NOW)
    asked = await look(database, rows_of.reminder, awa.id)
    assert asked is not None
    assert asked.days == frozenset()
    assert await wakeups(database) == {}


async def test_a_move_to_another_zone_moves_her_reminder(database: Database) -> None:
    awa = await hiteuse(database)
    await commit(database, people_service.set_reminder, awa, Preference(frozenset(range(7)), time(18)), NOW)
    assert (await wakeups(database))["reminder"] == NOW.replace(hour=18)
    await commit(database, people_service.set_place, awa, "CM", "Africa/Douala", NOW)
    assert (await wakeups(database))["reminder"] == NOW.replace(hour=17)


async def test_stop_ends_all_but_a_pause_and_coming_back_plans_anew(database: Database) -> None:
    awa = await hiteuse(database)
    await commit(database, people_service.join, awa, NOW)
    await commit(database, people_service.pause, awa, after(days=3))
    assert (await known(database, awa)).paused_until == after(days=3)
    await commit(database, people_service.stop, awa, NOW)
    stopped = await known(database, awa)
    assert (stopped.stopped_at, stopped.paused_until) == (NOW, after(days=3))
    assert await wakeups(database) == {}
    await commit(database, people_service.back, stopped, after(hours=1))
    paused = await known(database, awa)
    assert (paused.stopped_at, paused.paused_until) == (None, after(days=3))
    assert set(await wakeups(database)) == {"reminder"}  # nothing is said at it while the pause lasts
    await commit(database, people_service.back, paused, after(hours=2))
    assert (await known(database, awa)).paused_until is None
    assert set(await wakeups(database)) == {"reminder"}


async def test_nothing_is_planned_for_who_has_stopped_whatever_else_she_settles(database: Database) -> None:
    awa = await hiteuse(database)
    every_evening = Preference(frozenset(range(7)), time(18))
    await commit(database, people_service.set_reminder, awa, every_evening, NOW)
    await commit(database, people_service.stop, awa, NOW)
    stopped = await known(database, awa)
    for settle in (
        lambda uow: people_service.set_place(uow, stopped, "CM", "Africa/Douala", NOW),
        lambda uow: people_service.join(uow, stopped, NOW),
        lambda uow: wakeup_service.plan(uow, stopped, NOW),
        lambda uow: people_service.set_reminder(uow, stopped, None, NOW),
    ):
        await commit(database, settle)
        assert await wakeups(database) == {}
    moved = await known(database, awa)
    await commit(database, people_service.set_reminder, moved, every_evening, NOW)  # so she is back
    assert (await wakeups(database))["reminder"] == NOW.replace(hour=17)
    assert (await known(database, awa)).stopped_at is None


async def test_joining_twice_keeps_the_first_day(database: Database) -> None:
    person = await stranger(database)
    invite = (await made(database, MakeInvites("hiteuse", "CI"))).invites[0]
    await redeem(database, person, invite.code)
    for now in (NOW, after(days=1)):
        joining = await known(database, person)
        await commit(database, people_service.join, joining, now)
    assert (await known(database, person)).joined_at == NOW
