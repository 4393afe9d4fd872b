"""The machine's clock is set back or forward by an hour while everything runs, or while it is down."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from typing import Self

import apscheduler.schedulers.base
import pytest

from backend import clock as clock_module
from backend import retries, schedule, timekeeping
from backend.clock import Clock, steady
from backend.db.engine import clock_mark
from backend.db.engine.clock_mark import ClockMark
from backend.db.engine.uow import Database
from backend.queue import Queue
from backend.schedule import Schedule
from backend.timekeeping import Timekeeper
from tests.fakes.telegram import Person
from tests.integration.operations.test_queue import nothing
from tests.integration.scenes import hiteuse, look, rows, value
from tests.integration.telegram.test_reminders import at, reminded
from tests.integration.telegram.test_taps import answers, working
from tests.product import Product

HOUR = timedelta(hours=1)
DAYS = timedelta(days=10)


class Machine:
    """The clock of this machine, its database's too, and one that nobody sets."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.set_by = timedelta()
        self.passed = timedelta()
        self._patch = monkeypatch
        machine = self

        class Stepped(datetime):
            @classmethod
            def now(cls, tz: tzinfo | None = None) -> Self:
                return super().now(tz) + machine.set_by + machine.passed

        for module in (clock_module, timekeeping, schedule, retries, apscheduler.schedulers.base):
            monkeypatch.setattr(module, "datetime", Stepped)

    def ticks(self) -> float:
        return steady() + self.passed.total_seconds()

    def wears(self, clock: Clock) -> Clock:
        """This clock runs on the machine."""
        clock._ticks = self.ticks
        return clock

    def step(self, by: timedelta) -> None:
        """Somebody sets it."""
        self.set_by += by
        self._tell_server()

    async def passes(self, keeper: Timekeeper, span: timedelta, every: timedelta = timedelta(minutes=5)) -> None:
        """Time goes by, and the product looks now and then."""
        while span > timedelta():
            self.passed += min(span, every)
            span -= every
            self._tell_server()
            await keeper.look()

    def _tell_server(self) -> None:
        seconds = (self.set_by + self.passed).total_seconds()
        self._patch.setattr(clock_mark, "SERVER", f"clock_timestamp() + interval '{seconds} seconds'")


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(monkeypatch)


@pytest.fixture
def live(machine: Machine, product: Product) -> Product:
    """A product that runs on the machine."""
    machine.wears(product.app.clock)
    return product


async def tried_again_in(product: Product, person: Person, seconds: int) -> None:
    """Something that she asked for waits for so long."""
    product.telegram.fail_next("sendMessage", 429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
    await person.says("menu")
    await product.settled()
    assert await product.heard(person) == []


async def test_who_waits_when_the_clock_is_set_back_is_answered_as_if_it_were_not(
    live: Product, machine: Machine
) -> None:
    awa = await live.hiteuse()
    await tried_again_in(live, awa, 10)
    machine.step(-HOUR)
    await live.app.timekeeper.look()
    await machine.passes(live.app.timekeeper, timedelta(seconds=25), timedelta(seconds=5))
    await live.settled()
    assert [message.text for message in await live.heard(awa)] == ["Que veux-tu faire ?"]
    assert "Écris un mot" in (await live.says(awa, "aide")).text


async def test_ticks_go_on_when_the_clock_is_set_back(live: Product, machine: Machine) -> None:
    assert await live.app.schedule.tick("wake_people")
    assert not await live.app.schedule.tick("wake_people")  # this one has been
    machine.step(-HOUR)
    await machine.passes(live.app.timekeeper, timedelta(seconds=30))
    assert await live.app.schedule.tick("wake_people")


async def test_a_reminder_comes_though_the_clock_was_set_back_just_before_it(live: Product, machine: Machine) -> None:
    awa = await reminded(live)
    await live.forward_to(at(5, 18, 59))
    machine.step(-HOUR)
    await machine.passes(live.app.timekeeper, timedelta(minutes=3), timedelta(seconds=10))
    await live.forward(seconds=1)
    assert "Modération de commentaires" in (await live.answer(awa)).text


async def test_no_task_is_taken_away_when_the_clock_is_set_forward(live: Product, machine: Machine) -> None:
    awa = await working(live)
    fatou = await live.hiteuse("Fatou")
    machine.step(HOUR)
    await machine.passes(live.app.timekeeper, timedelta(minutes=5))
    await live.forward(seconds=1)
    assert "Commentaire numéro 2" in (await live.taps(fatou, "Accepter")).text  # the first one is still Awa's
    assert "✅ Noté" in (await live.taps(awa, "Acceptable")).text
    assert await answers(live) == 1
    await machine.passes(live.app.timekeeper, HOUR)
    assert abs(live.now - HOUR - (await server(live.database) + live.app.clock._offset - HOUR)) < timedelta(seconds=2)


async def server(database: Database) -> datetime:
    return await look(database, clock_mark.server_time)


async def test_nothing_is_said_twice_when_the_clock_is_set_forward(live: Product, machine: Machine) -> None:
    awa = await reminded(live)
    await live.forward_to(at(5, 19, 1))
    await live.answer(awa)
    for step in (HOUR, -HOUR, HOUR):
        machine.step(step)
        await machine.passes(live.app.timekeeper, timedelta(minutes=10), timedelta(minutes=1))
        await live.forward(seconds=10)
        assert await live.heard(awa) == []
    await live.restart()
    await live.forward(seconds=10)
    assert await live.heard(awa) == []


# --- set while it was down --------------------------------------------------------------------------------


async def begun(database: Database, machine: Machine) -> tuple[Clock, Timekeeper]:
    """A process that starts now, and has looked once."""
    clock = machine.wears(Clock())
    keeper = Timekeeper(database, clock, lambda: None)
    await keeper.look()
    return clock, keeper


async def test_who_starts_after_the_clock_was_set_back_goes_on_from_where_the_others_were(
    database: Database, machine: Machine
) -> None:
    before, _ = await begun(database, machine)
    machine.step(-HOUR)
    after, keeper = await begun(database, machine)
    assert abs(after.now() - before.now()) < timedelta(seconds=1)
    await machine.passes(keeper, 2 * HOUR + timedelta(minutes=1))
    assert abs(after.now() - await server(database)) < timedelta(seconds=2)


async def test_processes_that_run_side_by_side_keep_one_time(database: Database, machine: Machine) -> None:
    one, its = await begun(database, machine)
    other, others = await begun(database, machine)
    for step in (-HOUR, HOUR, -HOUR):
        machine.step(step)
        for _ in range(20):
            await machine.passes(its, timedelta(seconds=5))
            await others.look()
            assert abs(one.now() - other.now()) < timedelta(seconds=6)


async def test_a_clock_that_was_days_ahead_goes_back_and_nobody_waits_for_days(
    database: Database, machine: Machine, caplog: pytest.LogCaptureFixture
) -> None:
    machine.step(DAYS)
    wrong, keeper = await begun(database, machine)
    awa = await hiteuse(database)
    async with database.unit() as uow:
        at = wrong.now()
        contact = await uow.fetch_one("select id from contact where person_id = %s", (awa.id,))
        assert contact is not None
        await uow.execute("update contact set quiet_until = %s", (at + timedelta(minutes=2),))
        await uow.execute(
            "insert into outbox (person_id, contact_id, channel, lane, purpose, message, created_at, due)"
            " values (%s, %s, 'telegram', 0, 'reply', '{}', %s, %s)",
            (awa.id, contact["id"], at, at + timedelta(minutes=1)),
        )
        await uow.execute("insert into tick (name, at) values ('tidy', %s)", (at,))
        await uow.commit()
    machine.step(-DAYS)
    await keeper.look()
    right, _ = await begun(database, machine)
    assert abs(wrong.now() - right.now()) < timedelta(seconds=2)
    (row,) = await rows(database, "select due, quiet_until from outbox o join contact k on k.id = o.contact_id")
    assert timedelta() < row["due"] - right.now() <= timedelta(minutes=1)
    assert timedelta() < row["quiet_until"] - right.now() <= timedelta(minutes=2)
    assert await value(database, "select count(*) from tick") == 0
    assert "10 days, 0:00:00 ahead" in caplog.text


async def test_a_job_that_waits_does_not_wait_for_the_servers_clock_to_come_back(
    database: Database, machine: Machine
) -> None:
    queue = Queue(database.url, {"nothing": nothing})
    await queue.open()
    async with database.unit() as uow:
        await queue.defer(uow, "nothing", after=timedelta(minutes=10))
        await uow.execute("update procrastinate_jobs set scheduled_at = scheduled_at + interval '1 hour'")
        now = await clock_mark.server_time(uow)
        await clock_mark.set_mark(uow, ClockMark(now, now + HOUR))  # so it stood before the clock was set back
        await uow.commit()
    await begun(database, machine)
    waits = await value(database, "select scheduled_at - clock_timestamp() from procrastinate_jobs")
    assert timedelta(minutes=9) < waits < timedelta(minutes=11)
    await begun(database, machine)  # and once is enough
    assert await value(database, "select scheduled_at - clock_timestamp() from procrastinate_jobs") > timedelta(
        minutes=9
    )
    await queue.close()


async def test_a_product_whose_clock_starts_elsewhere_tells_others_nothing(
    database: Database, machine: Machine
) -> None:
    keeper = Timekeeper(database, Clock(datetime(2030, 1, 1, tzinfo=UTC)), lambda: None, own=True)
    await keeper.look()
    clock, _ = await begun(database, machine)
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)


# --- this machine's own -----------------------------------------------------------------------------------


async def test_the_schedule_looks_again_when_this_machines_clock_was_set_back(
    database: Database, machine: Machine
) -> None:
    queue = Queue(database.url, {})
    schedule = Schedule(database, queue, Clock(), {"wake_people": timedelta(seconds=10), "tidy": HOUR})
    keeper = Timekeeper(database, Clock(), schedule.look_again)
    schedule.start()
    schedule._scheduler.pause()  # it need not tick for this
    try:
        machine.step(-HOUR)
        now = datetime.now(UTC) + machine.set_by
        due = {job.id: job.next_run_time for job in schedule._scheduler.get_jobs()}
        assert due["wake_people"] > now + timedelta(minutes=59)
        keeper._look_at_machine()
        due = {job.id: job.next_run_time for job in schedule._scheduler.get_jobs()}
        assert all(at <= now + timedelta(seconds=5) for at in due.values())
        for job in schedule._scheduler.get_jobs():
            job.modify(next_run_time=now + HOUR)
        keeper._look_at_machine()  # nothing was set meanwhile
        assert schedule._scheduler.get_job("tidy").next_run_time == now + HOUR
    finally:
        await schedule.stop()
