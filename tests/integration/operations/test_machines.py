"""Two of each kind of process on one database, and people at work: nothing is done twice, nothing is lost,
whatever is restarted or killed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from time import monotonic

import pytest

from tests.database import TestServer
from tests.integration.operations.at_machines import PEOPLE, Site, Work, sited
from tests.integration.told import Connection, repetitions
from tests.machines import ACTIVE, LOOK
from tests.processes import ENDS_WITHIN
from tests.program import PATIENCE

TAKES_OVER_WITHIN = 5.0
"""Seconds from the kill of the active relay until the other one sends."""


@pytest.fixture(scope="module")
async def site(server: TestServer) -> AsyncIterator[Site]:
    async with sited(server, "machines") as site:
        yield site


@pytest.fixture
async def work(site: Site) -> Work:
    work = Work(site)
    await work.begin()
    return work


async def test_a_rolling_restart_under_load_loses_nothing_says_nothing_twice_and_ends_each_in_time(
    site: Site, work: Work
) -> None:
    machines = site.machines
    before = machines.running()
    for machine in before:
        await work.add()
        await work.goes_on()
        code, seconds = await machines.replace(machine)
        assert (code, seconds < ENDS_WITHIN) == (0, True), machine.name
    assert await work.finish() == []
    assert repetitions(work.people) == 0
    assert len(machines.running()) == len(before)
    assert not set(before) & set(machines.running())
    assert machines.complaints == []


async def test_whatever_is_killed_the_others_go_on_and_the_other_relay_takes_over_in_time(
    site: Site, work: Work
) -> None:
    machines = site.machines
    for part in ("relay", "worker", "web", "relay"):
        await work.add()
        await work.goes_on()
        victim = await machines.active_relay() if part == "relay" else machines.running(part)[0]
        (other,) = (machine for machine in machines.running(part) if machine is not victim)
        killed = monotonic()
        await victim.process.kill()
        work.epoch += 1
        if part == "relay":
            await other.said(ACTIVE)
            assert monotonic() - killed < TAKES_OVER_WITHIN
        await machines.gone(victim)
        await work.goes_on()
        await machines.ready(machines.start(part))
    assert await work.finish() == []
    # a message may come again only when the kill of a relay fell between "sent" and "marked"
    assert repetitions(work.people) <= 2 * PEOPLE
    assert machines.complaints == []


async def test_each_tick_is_done_once_however_many_workers_tick(site: Site) -> None:
    assert len(site.machines.running("worker")) == 2
    async with asyncio.timeout(PATIENCE):
        # at their start both do what comes rarely, and from then on, within ten seconds, both look for people to wake
        while not {"prune_jobs", "tidy", "wake_people"} <= set(found := _ticks(site.connection)):  # noqa: ASYNC110
            await asyncio.sleep(LOOK)
    for name, (ticks, jobs) in found.items():
        assert jobs == ticks, name


def _ticks(connection: Connection) -> dict[str, tuple[int, int]]:
    """Of each tick by name: at how many nominal times it was done, and how many jobs came of it."""
    rows = connection.execute(
        """
        select name, count(*) as ticks, (select count(*) from deferred d where d.name = tick.name) as jobs
        from tick group by name
        """
    )
    return {row["name"]: (row["ticks"], row["jobs"]) for row in rows}


async def test_one_relay_is_active_at_a_time(site: Site) -> None:
    relays = site.machines.running("relay")
    assert len(relays) == 2
    assert await site.machines.active_relay() in relays  # the only one that said so and still runs
    holders = site.connection.execute(
        "select count(*) as n from pg_locks where locktype = 'advisory' and classid = 7310100 and granted"
    ).fetchone()
    assert holders == {"n": 1}
