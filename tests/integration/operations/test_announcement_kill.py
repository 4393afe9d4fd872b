"""kill -9 of the real program while an announcement is written down, while it goes out, and at its end: nobody
is left out, and nobody's copy is written twice."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta
from functools import partial
from time import monotonic

import psycopg
from psycopg.rows import DictRow

from backend.db.engine.uow import Database
from backend.db.server import embedded
from backend.domain.announcements.content import Announcement
from backend.domain.announcements.life import Audience
from backend.domain.people.commands import Person
from backend.queue import Queue
from backend.services.announcements import service as announcements_service
from tests.fakes.chat import ChatMessage
from tests.fakes.telegram import FakeTelegram
from tests.program import MORNING, PATIENCE, Program, installation

PEOPLE = 5_000
"""More than two chunks; five seconds of sending."""
TEXT = "La formation de samedi commence à 10 h."
KILLS = (0, 1, PEOPLE // 3, 2 * PEOPLE // 3)
"""How many people have heard it when the program is killed; 0: it is just being written down."""
IN_HAND = 300
"""Messages that a relay may have sent and not written when it dies: those may be said again, no others."""
JUMP = 30.0
"""Seconds that the clock is put forward at each start: a look that was lost counts as lost then."""

MEET = """
with n as materialized (
    select nextval(pg_get_serial_sequence('person', 'id')) as person_id, address from unnest(%s::text[]) as address
),
p as (insert into person (id, role, country, zone, joined_at, created_at) overriding system value
      select person_id, 'hiteuse', 'CI', 'Africa/Abidjan', now(), now() from n),
c as (insert into contact (person_id, channel, address) select person_id, 'telegram', address from n
      returning id, person_id)
insert into conversation (person_id, contact_id) select person_id, id from c
"""
AUTHOR = """
update person set role = 'admin', duty = 'owner' where id = (select max(id) from person) returning id
"""
LEFT = """
select (select count(*) from recipient where state = 0) + (select count(*) from outbox where status = 0)
       + (select count(*) from announcement where state <> 'done') as n
"""


class Jumping(Program):
    def start(self) -> None:
        self._began -= JUMP
        super().start()

    @property
    def clock_shows(self) -> timedelta:
        return timedelta(seconds=monotonic() - self._began)

    async def hand_over(self) -> None:
        """As a turn would."""
        server = embedded.start(self.home / "data", service=False)
        database, queue = Database(server.url), Queue(server.url, {"announcement": _elsewhere})
        try:
            async with database.unit() as uow:
                owner_id = await uow.fetch_value(AUTHOR)
                author, now = Person(owner_id, "admin", duty="owner"), MORNING + self.clock_shows
                made, _ = await announcements_service.create(
                    uow, author, "k", Announcement(TEXT), Audience(), None, "telegram", now
                )
                await queue.defer(uow, "announcement", announcement=made.id)
                await uow.commit()
        finally:
            await database.close()
            server.stop()


async def _elsewhere(announcement: int) -> None:
    raise AssertionError(f"this process sends no announcement {announcement}")


class Crowd:
    """People who only listen, and how often each has heard it."""

    def __init__(self, telegram: FakeTelegram) -> None:
        self.heard: Counter[str] = Counter()
        self._more = asyncio.Event()
        self.addresses = []
        for number in range(PEOPLE + 1):  # the last one is its author
            person = telegram.person(f"Awa {number}")
            telegram.world.chats[person.id].known = True
            person.on_message = partial(self._hears, person.address)
            self.addresses.append(person.address)

    def _hears(self, address: str, message: ChatMessage) -> None:
        if message.text == TEXT:
            self.heard[address] += 1
            self._more.set()

    async def have_heard(self, people: int) -> None:
        async with asyncio.timeout(PATIENCE):
            while len(self.heard) < people:
                self._more.clear()
                await self._more.wait()


async def test_kills_leave_nobody_out_and_tell_nobody_twice() -> None:
    with installation() as home:
        async with FakeTelegram() as telegram:
            crowd = Crowd(telegram)
            program = Jumping(home, telegram)
            try:
                program.start()
                await program.ready()
                with program.database() as connection:
                    connection.execute(MEET, (crowd.addresses,))
                await program.hand_over()
                for people in KILLS:
                    await crowd.have_heard(people)
                    await program.kill(server=people == 1)
                    program.start()
                    await program.ready()
                await crowd.have_heard(PEOPLE)
                with program.database() as connection:
                    await _at_rest(connection)
                    _all_told_once(connection)
            finally:
                await program.close()
            assert program.complaints == []
            assert sum(crowd.heard.values()) - PEOPLE <= IN_HAND * len(KILLS)


async def _at_rest(connection: psycopg.Connection[DictRow]) -> None:
    async with asyncio.timeout(PATIENCE):
        # written by another process: nothing here hears of it
        while connection.execute(LEFT).fetchone() != {"n": 0}:  # noqa: ASYNC110
            await asyncio.sleep(0.05)


def _all_told_once(connection: psycopg.Connection[DictRow]) -> None:
    """One copy for each, and the counts say what the copies say."""
    row = connection.execute(
        """
        select count(*) as copies, count(distinct person_id) as people, count(*) filter (where status = 1) as sent
        from outbox where announcement_id is not null
        """
    ).fetchone()
    assert row == {"copies": PEOPLE, "people": PEOPLE, "sent": PEOPLE}
    counts = connection.execute(
        """
        select what, sum(n)::int as n from (
            select what, n from announcement_count union all select what, n from announcement_change) x
        group by what having sum(n) <> 0 order by what
        """
    ).fetchall()
    assert counts == [{"what": "fed", "n": PEOPLE}, {"what": "sent", "n": PEOPLE}]
