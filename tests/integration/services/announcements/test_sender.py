"""Sending announcements on the real database: each person once, at her hour, or with a reason why not."""

from __future__ import annotations

import asyncio
from datetime import time, timedelta
from typing import Any

import pytest

from backend.db.announcements import queries as announcement_rows
from backend.db.engine.uow import Database
from backend.domain.announcements.content import Announcement
from backend.domain.announcements.life import AnnouncementState, Audience
from backend.domain.errors import Misuse
from backend.services.announcements import sender as announcements_sender
from backend.services.announcements import service as announcements_service
from backend.services.announcements import steering
from bot.channels.base import Outgoing, Pace
from bot.jobs import announcements as jobs_announcements
from tests.integration.announcements.announcement_engine import (
    COPIES,
    Engine,
    clock,
    hand_over,
    result,
    set_all,
    staff,
)
from tests.integration.delivery.relays import Phone, relaying
from tests.integration.scenes import NOW, after, commit, execute, hiteuses, rows, value

# --- that each is told once ----------------------------------------------------------------------------


async def test_it_goes_to_everybody_once_and_its_author_sees_exact_counts(database: Database) -> None:
    admin, phone = await staff(database), Phone()
    found = await hiteuses(database, 30)
    engine = Engine(database, phone)
    number = (await hand_over(database, admin)).id
    async with relaying(database, phone, engine.clock) as relay:
        await engine.look(number)
        await relay.until("select count(*)::int from outbox where status = 1", 31)  # with the author's message
        await engine.look(number, seconds=4)
    assert (await result(database, number)).sent == 30
    told = [
        row["person_id"] for row in await rows(database, "select person_id from outbox where purpose = 'announcement'")
    ]
    assert sorted(told) == [person.id for person in found]
    last, progress = engine.shown[-1]
    assert (last.state, progress.people, progress.sent, progress.waiting) == (AnnouncementState.DONE, 30, 30, 0)
    changes = await rows(database, "select edits from outbox where purpose = 'announcement_result' order by id")
    assert [row["edits"] for row in changes] == [
        None,
        *[await value(database, "select result_id from announcement")] * (len(changes) - 1),
    ]
    before = len(engine.shown)
    await engine.look(number, minutes=1)
    assert len(engine.shown) == before  # nothing new


async def test_who_stops_pauses_moves_or_blocks_meanwhile_hears_nothing_and_who_joins_is_not_among_them(
    database: Database,
) -> None:
    admin = await staff(database)
    stops, pauses, moves, blocks, stays = await hiteuses(database, 5)
    local = clock(2026, 3, 4, 18)
    found = await hand_over(database, admin, audience=Audience(("CI",)), local=local)
    engine = Engine(database, Phone())
    await engine.look(found.id, hours=8, minutes=30)  # half past five
    assert await value(database, "select count(*) from recipient") == 0
    await engine.look(found.id, minutes=31)
    assert await value(database, COPIES) == 5
    again = await hand_over(database, admin, Announcement("Deux"), Audience(("CI",)), local=local + timedelta(hours=2))
    await commit(database, announcement_rows.change, again.id, begins_at=engine.clock.now())
    await engine.look(again.id)  # its people are taken now, and told at eight
    assert await value(database, "select count(*) from recipient where announcement_id = %s", (again.id,)) == 5
    late = (await hiteuses(database, 1))[0]
    await set_all(database, [stops], stopped_at=engine.clock.now())
    await set_all(database, [pauses], paused_until=after(days=2))
    await set_all(database, [moves], country="CM")
    await execute(database, "update contact set blocked_at = %s where person_id = %s", (NOW, blocks.id))
    await engine.look(again.id, hours=2)
    told = await rows(database, "select person_id from outbox where announcement_id = %s", (again.id,))
    assert [row["person_id"] for row in told] == [stays.id]
    progress = await result(database, again.id)
    assert progress.failed == {"stopped": 1, "on_pause": 1, "moved": 1, "unreachable": 1}
    assert (progress.people, progress.waiting) == (5, 1)
    assert late.id not in [row["person_id"] for row in told]
    missed = await commit(database, announcements_service.missed, admin, again.id)
    assert [(each.person_id, each.reason) for each in missed] == [
        (stops.id, "stopped"),
        (pauses.id, "on_pause"),
        (moves.id, "moved"),
        (blocks.id, "unreachable"),
    ]


async def test_each_is_told_at_her_own_hour_and_never_at_night_unless_she_chose_so(database: Database) -> None:
    admin = await staff(database)
    (ivory,) = await hiteuses(database, 1)
    (mada,) = await hiteuses(database, 1, country="MG", zone="Indian/Antananarivo")
    (owl,) = await hiteuses(database, 1, country="MG", zone="Indian/Antananarivo")
    await execute(database, "insert into reminder values (%s, '{1}', %s)", (owl.id, time(22, 30)))
    planned = await hand_over(database, admin, local=clock(2026, 3, 5, 18))
    engine = Engine(database, Phone(), after(hours=9, minutes=15))  # 18:15 and 21:15
    number = (await hand_over(database, admin, Announcement("Maintenant"), now=engine.clock.now())).id
    await engine.look(number)
    due = {row["person_id"]: row["due"] for row in await rows(database, "select * from recipient")}
    assert due[ivory.id] == due[owl.id] < after(hours=10)
    assert due[mada.id] == after(hours=19)  # 7 h of the next day there
    assert await value(database, COPIES) == 2
    await engine.look(planned.id, hours=21)  # 15:15 and 18:15 of the next day
    due = {
        row["person_id"]: row["due"]
        for row in await rows(database, "select * from recipient where announcement_id = %s", (planned.id,))
    }
    assert due == {ivory.id: after(days=1, hours=9), mada.id: due[owl.id], owl.id: due[owl.id]}
    # and what is written late is decided about by the hour that it is then
    await execute(database, "update recipient set state = 0, due = %s where person_id = %s", (NOW, mada.id))
    await engine.look(number, hours=5)  # 23:15 there
    still = await value(
        database, "select due from recipient where announcement_id = %s and person_id = %s", (number, mada.id)
    )
    assert still == after(hours=43)


async def test_a_pause_takes_back_what_waits_and_nobody_hears_it_twice_afterwards(database: Database) -> None:
    admin, phone = await staff(database), Phone(pace=Pace(20, 20, 5))
    await hiteuses(database, 20)
    engine = Engine(database, phone)
    number = (await hand_over(database, admin)).id
    held = asyncio.Event()
    inside = asyncio.Event()

    said: list[int] = []

    async def wait(outgoing: Outgoing) -> None:
        if outgoing.purpose == "announcement":
            said.append(outgoing.id)
        inside.set()
        await held.wait()

    phone.obeys = wait  # the first ones are on their way when it is paused
    async with relaying(database, phone, engine.clock) as relay:
        await engine.look(number)
        await asyncio.wait_for(inside.wait(), 30)
        await commit(database, steering.pause, admin, number, "demo", NOW)
        await engine.look(number)
        held.set()
        await relay.rests()
        sent = len(said)
        progress = await result(database, number)
        assert (progress.sent, progress.halted, progress.waiting) == (sent, 20 - sent, 0)
        assert 0 < sent < 20
        with pytest.raises(Misuse):
            await commit(database, steering.pause, admin, number, "demo", NOW)
        await commit(database, steering.resume, admin, number, "demo", NOW)
        await engine.look(number, seconds=4)
        await relay.until(COPIES + " and status = 1", 20)
        await engine.look(number, seconds=4)
    assert sorted(set(said)) == sorted(said)
    progress = await result(database, number)
    assert (progress.sent, progress.halted, progress.failed) == (20, 0, {})
    assert engine.shown[-1][0].state is AnnouncementState.DONE


async def test_a_planned_one_that_was_paused_is_planned_again(database: Database) -> None:
    admin = await staff(database)
    await hiteuses(database, 1)
    number = (await hand_over(database, admin, local=clock(2026, 3, 5, 18))).id
    await commit(database, steering.pause, admin, number, "demo", NOW)
    found = await commit(database, steering.resume, admin, number, "demo", NOW)
    assert found.state is AnnouncementState.PLANNED
    assert await value(database, "select state from announcement") == AnnouncementState.PLANNED
    changes = await rows(database, "select before, after from audit where action like '%% an announcement' order by id")
    assert [(row["before"]["state"], row["after"]["state"]) for row in changes] == [
        ("planned", "paused"),
        ("paused", "planned"),
    ]


async def test_what_is_cancelled_is_over_and_what_failed_is_tried_again(database: Database) -> None:
    admin = await staff(database)
    found = await hiteuses(database, 4)
    engine = Engine(database, Phone())
    number = (await hand_over(database, admin)).id
    await engine.look(number)
    async with database.unit() as uow:
        copies = [
            row["id"] for row in await uow.fetch_all("select id from outbox where purpose = 'announcement' order by id")
        ]
        await uow.execute("update outbox set status = 2, error = 'no' where id = %s", (copies[0],))
        await uow.execute("update outbox set status = 4, error = 'gone' where id = %s", (copies[1],))
        await uow.execute("update outbox set status = 1, sent_at = %s where id = %s", (NOW, copies[2]))
        await uow.execute("update outbox set status = 4, error = 'she said stop' where id = %s", (copies[3],))
        await uow.commit()
    await set_all(database, found[3:], stopped_at=NOW)
    await engine.look(number, seconds=4)
    before = await result(database, number)
    assert (before.sent, before.failed) == (1, {"refused": 1, "unreachable": 1, "stopped": 1})
    assert await commit(database, steering.retry, admin, number, "demo", NOW) == 2
    await engine.look(number, seconds=4)
    assert (
        await value(database, "select array_agg(id order by id) from outbox where status = 0 and lane = 2")
        == copies[:2]
    )
    assert (await result(database, number)).waiting == 2
    await commit(database, steering.cancel, admin, number, "demo", NOW)
    await engine.look(number)
    after_all = await result(database, number)
    assert (after_all.sent, after_all.halted, after_all.waiting) == (1, 2, 0)
    with pytest.raises(Misuse):
        await commit(database, steering.resume, admin, number, "demo", NOW)
    assert [row["action"] for row in await rows(database, "select action from audit order by id")] == [
        "announce",
        "announce again",
        "cancel an announcement",
    ]


async def test_a_look_that_was_lost_is_made_up_for_and_looks_do_not_multiply(database: Database) -> None:
    admin = await staff(database)
    await hiteuses(database, 1)
    engine = Engine(database, Phone())
    number = (await hand_over(database, admin)).id
    await engine.jobs.take_up()
    assert engine.deferred == []  # its own job is on its way
    engine.clock.forward(timedelta(seconds=20))
    await engine.jobs.take_up()
    assert engine.deferred == [("announcement", None)]
    await engine.look(number)
    await engine.look(number)
    assert engine.deferred[1:] == [("announcement", jobs_announcements.REPORT_INTERVAL)]


async def test_a_look_that_a_faster_clock_starts_a_little_early_brings_the_next_one_all_the_same(
    database: Database,
) -> None:
    admin = await staff(database)
    await hiteuses(database, 1)
    engine = Engine(database, Phone())
    number = (await hand_over(database, admin)).id
    await engine.look(number)
    await engine.look(number, seconds=jobs_announcements.REPORT_INTERVAL.total_seconds() - 0.1)
    assert engine.deferred == [("announcement", jobs_announcements.REPORT_INTERVAL)] * 2


# --- whose words nobody answers for --------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        {"role": None, "joined_at": None},  # erased
        {"role": "hiteuse"},
        {"role": "admin", "duty": "reader"},
        {"countries": ["SN"]},
    ],
    ids=["erased", "no longer a Huber", "a reader now", "another country"],
)
async def test_a_planned_one_whose_author_may_no_longer_announce_waits_for_another_persons_yes(
    database: Database, change: dict[str, Any]
) -> None:
    huber, owner = await staff(database, "huber"), await staff(database)
    await hiteuses(database, 2)
    planned = await hand_over(database, huber, local=clock(2026, 3, 4, 18))
    engine = Engine(database, Phone())
    await set_all(database, [huber], **change)
    await engine.look(planned.id, hours=10)
    assert await value(database, COPIES) == 0
    told = await rows(database, "select person_id from outbox where message::text like '%%held%%'")
    assert [row["person_id"] for row in told] == [owner.id]
    await engine.look(planned.id, minutes=1)
    assert await value(database, "select count(*)::int from outbox") == 1  # asked once
    await commit(database, steering.approve, owner, planned.id, "demo", engine.clock.now())
    await engine.look(planned.id, minutes=1)
    assert await value(database, COPIES) == (3 if change.get("role") == "hiteuse" else 2)  # she gets it herself then


async def test_one_under_way_is_paused_when_its_author_may_no_longer_announce_and_an_admin_lets_it_go_on(
    database: Database,
) -> None:
    huber, owner = await staff(database, "huber"), await staff(database)
    first, second = await hiteuses(database, 2)
    number = (await hand_over(database, huber)).id
    engine = Engine(database, Phone())
    await commit(database, announcements_sender.step, number, engine.clock.now(), 1, 1)
    await commit(database, announcements_sender.step, number, engine.clock.now(), 1, 1)
    assert await value(database, COPIES) == 1
    await set_all(database, [huber], role="hiteuse", countries=None)
    await engine.look(number)
    assert await value(database, "select state from announcement") == AnnouncementState.PAUSED
    assert await value(database, "select count(*) from outbox where announcement_id is not null and status = 0") == 0
    assert await value(database, "select count(*) from outbox where person_id = %s", (owner.id,)) == 1
    await commit(database, steering.resume, owner, number, "demo", engine.clock.now())
    await engine.look(number, minutes=1)
    waiting = "select person_id from outbox where announcement_id is not null and status = 0 order by person_id"
    assert [row["person_id"] for row in await rows(database, waiting)] == [first.id, second.id]


async def test_a_second_person_who_said_yes_answers_for_it_whatever_becomes_of_its_author(database: Database) -> None:
    author, owner = await staff(database), await staff(database)
    await hiteuses(database, 1)
    planned = await hand_over(database, author, local=clock(2026, 3, 4, 18))
    await commit(database, announcement_rows.change, planned.id, state=AnnouncementState.ASKED)
    await commit(database, steering.approve, owner, planned.id, "demo", NOW)
    await set_all(database, [author], role=None, duty=None)
    await Engine(database, Phone()).look(planned.id, hours=10)
    assert await value(database, "select state from announcement") == AnnouncementState.RUNNING
