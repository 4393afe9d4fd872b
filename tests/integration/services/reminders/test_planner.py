"""Who is written to and who is not, and what is kept of it, from what the database knows at its moment."""

from __future__ import annotations

import asyncio
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from backend.db.engine.uow import Database
from backend.db.identity import merging
from backend.db.messaging import outgoing
from backend.db.people import queries as rows_of
from backend.db.work import leases
from backend.domain.days import local
from backend.domain.errors import NotAllowed, NotFound
from backend.domain.people import places
from backend.domain.people.commands import Person
from backend.domain.people.places import COUNTRIES
from backend.domain.people.reminder_preferences import EVERY_DAY, Preference
from backend.domain.reminders.reminder_policy import Kind, Planned, SkipReason, Unsent
from backend.domain.work.commands import SubmitAnswer, TakeWork
from backend.records import replace
from backend.services.earnings import service as earning_service
from backend.services.people import service as people_service
from backend.services.reminders import schedule as reminders_schedule
from backend.services.reminders import service as reminders_service
from backend.services.work import service as work_service
from tests.integration.scenes import NOW, PAY, after, commit, execute, hiteuse, hiteuses, look, project, rows, value

TODAY = NOW.date()


async def reminded(database: Database, *, country: str = "CI", zone: str = "Africa/Abidjan") -> Person:
    """Somebody who wants to hear from us at this hour of every day."""
    woman = await hiteuse(database, country=country, zone=zone)
    await wants(database, woman)
    return woman


async def wants(database: Database, woman: Person, at: datetime = NOW) -> None:
    preference = Preference(EVERY_DAY, local(at, woman.zone).time())
    await commit(database, people_service.set_reminder, woman, preference, at - timedelta(hours=1))


async def decided(database: Database, person: Person, due: datetime = NOW, late: timedelta = timedelta()) -> Any:
    return (await look(database, reminders_service.decide, person, due, due + late)).choice


async def said(database: Database, person: Person, due: datetime = NOW) -> tuple[Kind, ...]:
    choice = await decided(database, person, due)
    assert isinstance(choice, Planned), choice
    return choice.kinds


async def why_not(database: Database, person: Person, due: datetime = NOW) -> SkipReason:
    choice = await decided(database, person, due)
    assert isinstance(choice, Unsent), choice
    return choice.reason


async def woken(database: Database, now: datetime = NOW, most: int = 1_000) -> reminders_service.Woken:
    return await commit(database, reminders_service.wake, now, most)


async def works(database: Database, person: Person, project_id: int, now: datetime) -> None:
    given = await commit(database, work_service.take, person, now, TakeWork(project_id))
    assert given.task is not None
    task_id = given.task.id
    await commit(database, work_service.submit, person, now, SubmitAnswer(task_id, "ok"))


# --- what the database knows ------------------------------------------------------------------------


async def test_there_is_work_where_an_offer_is(database: Database) -> None:
    awa = await reminded(database)
    assert await why_not(database, awa) == SkipReason.NO_WORK
    await project(database, 3, name="elsewhere", countries=("CM",))
    await project(database, 3, name="skilled", needs=("moderation-1",))
    assert await why_not(database, awa) == SkipReason.NO_WORK
    await project(database, 3)
    assert await said(database, awa) == (Kind.WORK,)


async def test_what_she_has_had_of_a_project_is_no_work_and_what_came_back_behind_her_is(database: Database) -> None:
    awa, other = await hiteuses(database, 2)
    await wants(database, awa)
    project_id = await project(database, 2, wanted=2)
    for _ in range(2):
        await works(database, awa, project_id, after(days=-1))
    assert await why_not(database, awa) == SkipReason.NO_WORK  # both are open, but not to her any more
    await execute(database, "update answer set status = 2, expires_at = %s", (after(days=-30),))
    assert await said(database, awa) == (Kind.WORK,)
    assert other.id != awa.id


async def test_an_open_task_is_work_even_when_nothing_else_is_left(database: Database) -> None:
    awa = await reminded(database)
    project_id = await project(database, 1)
    await commit(database, work_service.take, awa, NOW, TakeWork(project_id))
    assert await said(database, awa) == (Kind.WORK,)


async def test_work_of_the_evening_before_on_her_own_clock_is_not_of_today(database: Database) -> None:
    lalao = await reminded(database, country="MG", zone="Indian/Antananarivo")  # UTC+3
    project_id = await project(database, 3)
    await works(database, lalao, project_id, NOW.replace(day=3, hour=20, minute=59))  # 23:59 there
    assert Kind.WORK in await said(database, lalao)
    await works(database, lalao, project_id, NOW.replace(day=3, hour=21))  # midnight there
    assert await why_not(database, lalao) == SkipReason.WORKED


async def test_a_task_that_ran_out_is_told_once_and_one_given_back_is_not(database: Database) -> None:
    awa = await reminded(database)
    first, second = await project(database, 3), await project(database, 3, name="other")
    await commit(database, work_service.take, awa, after(days=-1), TakeWork(first))
    await commit(database, work_service.take, awa, after(days=-1), TakeWork(second))
    assert await value(database, "select count(*) from answer where status = 2") == 1
    await execute(database, "update conversation set answered_at = %s", (after(days=-1),))
    assert await said(database, awa) == (Kind.WORK,)  # her open task: the other one she gave back herself
    await commit(database, leases.give_back_expired, NOW, 5)
    assert await said(database, awa) == (Kind.EXPIRED, Kind.WORK)
    await execute(database, "update conversation set answered_at = %s", (NOW,))
    assert await said(database, awa) == (Kind.WORK,)  # she has been here since
    await execute(database, "update conversation set answered_at = %s", (after(days=-1),))
    assert await said(database, awa) == (Kind.EXPIRED, Kind.WORK)
    await tell(database, awa, NOW)
    assert await said(database, awa, after(days=1)) == (Kind.WORK,)


async def tell(database: Database, person: Person, now: datetime) -> None:
    """What a turn does: decide, say, and keep it."""
    async with database.turn() as uow:
        considered = await reminders_service.decide(uow, person, now, now)
        assert isinstance(considered.choice, Planned)
        contact = await value(database, "select id from contact where person_id = %s", (person.id,))
        outbox_id = await outgoing.say(
            uow, person_id=person.id, contact_id=contact, channel="demo", now=now, purpose="reminder", lane=1
        )
        await reminders_service.sent(uow, considered, considered.choice, outbox_id, now)
        await uow.commit()


async def test_an_announcement_of_today_spares_her_a_reminder_and_one_of_yesterday_does_not(database: Database) -> None:
    awa = await reminded(database)
    await project(database, 3)
    contact = await value(database, "select id from contact")
    for when, choice in ((NOW.replace(day=3, hour=23), Kind.WORK), (NOW.replace(hour=0), SkipReason.ANNOUNCED)):
        await commit(
            database,
            lambda uow, at=when: outgoing.say(  # type: ignore[misc]
                uow, person_id=awa.id, contact_id=contact, channel="demo", now=at, purpose="announcement", lane=2
            ),
        )
        found = await decided(database, awa)
        assert choice in (found.kinds if isinstance(found, Planned) else (found.reason,))


async def test_her_week_is_hers_on_sunday_where_she_earned_anything_in_it(database: Database) -> None:
    awa = await hiteuse(database)
    project_id = await project(database, 3)
    sunday = NOW.replace(day=8, hour=18)
    await works(database, awa, project_id, NOW.replace(day=1, hour=23))  # the Sunday before
    assert await why_not(database, awa, sunday) == SkipReason.NOTHING
    await works(database, awa, project_id, NOW.replace(day=2, hour=0))
    assert await said(database, awa, sunday) == (Kind.SUMMARY,)
    assert await why_not(database, awa, sunday - timedelta(days=1)) == SkipReason.NOTHING


async def test_her_month_is_hers_on_the_first_where_she_earned_anything_in_it(database: Database) -> None:
    awa = await hiteuse(database)
    project_id = await project(database, 3)
    first = NOW.replace(month=4, day=1, hour=18)
    await works(database, awa, project_id, NOW.replace(month=4, day=1, hour=0))
    assert await why_not(database, awa, first) == SkipReason.NOTHING
    await works(database, awa, project_id, NOW.replace(day=31, hour=23))
    assert await said(database, awa, first) == (Kind.MONTH,)
    person = await commit(database, rows_of.person, awa.id)
    assert person is not None
    month = await commit(database, earning_service.last_month, person, first)
    assert (month.first, month.answers) == (NOW.date().replace(day=1), 1)
    assert month.all == month.by_week[4] == (PAY,)


async def test_stopped_blocked_or_paused_she_hears_nothing(database: Database) -> None:
    awa = await reminded(database)
    await project(database, 3)
    contact_id = await value(database, "select id from contact")
    await commit(database, people_service.pause, awa, after(seconds=1))
    assert await why_not(database, awa) == SkipReason.PAUSED
    await commit(database, people_service.pause, awa, NOW)
    assert await said(database, awa) == (Kind.WORK,)
    await commit(database, rows_of.block, contact_id, NOW)
    assert await why_not(database, awa) == SkipReason.BLOCKED
    await commit(database, rows_of.block, contact_id, None)
    await commit(database, people_service.stop, awa, NOW)
    assert await why_not(database, awa) == SkipReason.STOPPED


async def test_of_many_each_is_taken_for_herself(database: Database) -> None:
    women = await hiteuses(database, 6)
    await project(database, 3)
    for woman in women:
        await wants(database, woman)
    contacts = await rows(database, "select id from contact order by person_id")
    await commit(database, rows_of.block, contacts[0]["id"], NOW)
    await commit(database, people_service.pause, women[1], after(days=1))
    await commit(database, rows_of.set_profile, women[2].id, country="CM", zone="Africa/Douala")
    assert (await woken(database)).people == tuple(woman.id for woman in women[2:])
    spared = await rows(database, "select person_id, reason from outreach order by person_id")
    assert spared == [
        {"person_id": women[0].id, "reason": "blocked"},
        {"person_id": women[1].id, "reason": "paused"},
    ]


# --- the job ----------------------------------------------------------------------------------------


async def test_several_at_once_look_at_each_once_and_write_to_those_who_have_work(database: Database) -> None:
    women = await hiteuses(database, 30)
    await project(database, 3, countries=("CI",))
    for n, woman in enumerate(women):
        await wants(database, woman, at=after(minutes=-n))
    elsewhere = women[:10]
    for woman in elsewhere:
        await commit(database, rows_of.set_profile, woman.id, country="CM")
    found = await asyncio.gather(*(woken(database, NOW, 5) for _ in range(8)))
    assert sum(each.looked for each in found) == 30
    going = sorted(woman for each in found for woman in each.people)
    assert going == sorted(woman.id for woman in women[10:])
    events = await rows(database, "select person_id, payload, due from inbox order by person_id")
    assert [event["person_id"] for event in events] == going
    assert {event["payload"]["wake"] for event in events} == {"reminder"}
    spared = await rows(database, "select person_id, date, reason from outreach order by person_id")
    assert spared == [{"person_id": woman.id, "date": TODAY, "reason": "no_work"} for woman in elsewhere]
    assert (await rows(database, "select distinct due::date as day from wakeup")) == [{"day": date(2026, 3, 5)}]
    assert (await woken(database)).looked == 0


async def test_the_job_and_the_turn_agree_in_every_country(database: Database) -> None:
    women = [
        await reminded(database, country=country.code, zone=zone.name)
        for country in COUNTRIES
        for zone in country.zones
    ]
    assert len({woman.country for woman in women}) >= 12
    project_id = await project(database, 60, countries=tuple({woman.country for woman in women[::2]}))
    for woman in women[::4]:
        await works(database, woman, project_id, after(minutes=-30))
    going = set((await woken(database)).people)
    for woman in women:
        choice = await decided(database, woman)
        assert (woman.id in going) == isinstance(choice, Planned)
        if isinstance(choice, Unsent):
            kept = await rows(database, "select reason from outreach where person_id = %s", (woman.id,))
            assert kept == [{"reason": choice.reason.value}]
    assert going and len(going) < len(women)


async def test_twelve_countries_are_written_to_at_their_own_hour_and_once(database: Database) -> None:
    evening = {"SN": 19, "CI": 19, "BF": 19, "ML": 19, "TG": 19, "GN": 19, "BJ": 18, "NE": 18, "CM": 18, "CG": 18}
    evening |= {"GA": 18, "MG": 16}
    await project(database, 3)
    women: dict[int, str] = {}
    at_seven = Preference(EVERY_DAY, time(19))
    for country in evening:
        (woman,) = await hiteuses(database, 1, country=country, zone=places.country(country).zones[0].name)
        await commit(database, people_service.set_reminder, woman, at_seven, NOW)
        women[woman.id] = country
    heard: dict[str, list[int]] = {country: [] for country in evening}
    for minutes in range(0, 24 * 60, 30):
        now = NOW.replace(hour=0) + timedelta(minutes=minutes)
        for woman_id in (await woken(database, now)).people:
            heard[women[woman_id]].append(now.hour)
    assert heard == {country: [hour] for country, hour in evening.items()}


async def test_wake_ups_of_the_version_before_lead_to_one_look(database: Database) -> None:
    awa = await reminded(database)
    await project(database, 3)
    async with database.unit() as uow:
        for name in ("summary", "tomorrow", "nudge"):
            await uow.execute("insert into wakeup (person_id, name, due) values (%s, %s, %s)", (awa.id, name, NOW))
        await uow.commit()
    assert await woken(database) == reminders_service.Woken(1, (awa.id,))
    assert await rows(database, "select name, due from wakeup") == [{"name": "reminder", "due": after(days=1)}]


async def test_who_neither_works_nor_learns_is_looked_at_no_more(database: Database) -> None:
    awa = await reminded(database)
    await commit(database, rows_of.set_profile, awa.id, role="huber")
    assert await woken(database) == reminders_service.Woken(1, ())
    assert await value(database, "select count(*) from wakeup") == 0
    assert await value(database, "select count(*) from outreach") == 0


# --- one a day --------------------------------------------------------------------------------------


async def test_the_database_keeps_it_at_one_message_a_day_whoever_decides(database: Database) -> None:
    awa = await reminded(database)
    await project(database, 3)
    early = await look(database, reminders_service.decide, awa, NOW, NOW)
    await tell(database, awa, NOW)
    assert await why_not(database, awa) == SkipReason.TOLD
    assert isinstance(early.choice, Planned)
    with pytest.raises(RuntimeError):
        await look(database, reminders_service.sent, early, early.choice, 1, NOW)
    await commit(database, reminders_service.spared, early, Unsent(SkipReason.WORKED), NOW)
    assert await rows(database, "select reason, kinds from outreach") == [{"reason": None, "kinds": ["work"]}]


async def test_a_day_on_which_she_was_told_nothing_may_still_bring_a_message(database: Database) -> None:
    awa = await reminded(database)
    await woken(database)
    assert await rows(database, "select reason, kinds from outreach") == [{"reason": "no_work", "kinds": []}]
    await project(database, 3)
    await wants(database, awa, at=after(hours=2))
    assert (await woken(database, after(hours=2))).people == (awa.id,)
    await tell(database, awa, after(hours=2))
    assert await rows(database, "select reason, kinds from outreach") == [{"reason": None, "kinds": ["work"]}]
    await wants(database, awa, at=after(hours=5))
    assert await rows(database, "select due from wakeup") == [{"due": after(days=1, hours=5)}]


# --- what is kept -----------------------------------------------------------------------------------


async def test_what_was_decided_is_shown_to_staff_and_forgotten_after_ninety_days(database: Database) -> None:
    awa = await reminded(database)
    await woken(database)
    await project(database, 3)
    await tell(database, awa, after(days=1))
    admin = replace(awa, role="admin", duty="reader")
    async with database.unit() as uow:
        newest, oldest = await reminders_service.history(uow, admin, awa.id)
        assert (newest.date, newest.kinds, newest.reason) == (date(2026, 3, 5), (Kind.WORK,), None)
        assert (newest.channel, newest.status) == ("demo", 0)
        assert newest.left == {Kind.REVISION: SkipReason.NOTHING}
        assert (oldest.date, oldest.reason, oldest.left[Kind.WORK]) == (TODAY, SkipReason.NO_WORK, SkipReason.NO_WORK)
        assert oldest.status is None
        assert len(await reminders_service.history(uow, admin, awa.id, 1)) == 1
        with pytest.raises(NotAllowed):
            await reminders_service.history(uow, awa, awa.id)
        with pytest.raises(NotFound):
            await reminders_service.history(uow, admin, 0)


async def test_of_two_accounts_that_become_one_the_message_of_the_day_stays(database: Database) -> None:
    kept, gone = await hiteuses(database, 2)
    for woman in (kept, gone):
        await wants(database, woman)
    await woken(database)
    await project(database, 3)
    await tell(database, gone, NOW)
    await commit(database, merging.move_rest, gone.id, kept.id, NOW)
    assert await rows(database, "select person_id, reason from outreach") == [{"person_id": kept.id, "reason": None}]
    await commit(database, reminders_schedule.plan, kept, after(minutes=1))
    assert await rows(database, "select due from wakeup") == [{"due": after(days=1)}]
