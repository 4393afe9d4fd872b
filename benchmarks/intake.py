"""How many events a second a burst of WhatsApp webhooks may bring, when each is stored before its call is answered."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence

import aiohttp
import uvloop

from benchmarks.announcing import meet
from benchmarks.figures import Figure, Section, percentiles, shown
from benchmarks.nodes import Nodes
from benchmarks.processes import Platform
from benchmarks.running import BenchError, Run
from tests.fakes.whatsapp import Account, events

BATCH = 50
"""The number of events in a call."""
WANTED = 2_000
"""The number of events a second that must be reached."""
LONGEST = 200.0
"""The longest p99 of a call, in milliseconds."""
AT_ONCE = 4
"""The number of concurrent calls."""


def measure(run: Run) -> Section:
    calls = run.size(1_200, 20)
    people = run.size(2_000, 60)
    figures = [
        _figure(run, what, parts, calls, people)
        for what, parts in (
            ("web alone", ("web",)),
            ("web, with a worker and a relay that handle them meanwhile", ("web", "worker", "relay")),
        )
    ]
    return Section(
        "intake",
        "Webhook intake",
        f"{calls} signed webhook calls of {BATCH} messages each, {AT_ONCE} at once, from {people} people who are "
        "known, to `hiteuses web` on a database server of its own; whoever calls is on the same 2 cores. Every event "
        "is in the inbox when its call is answered 200. Strangers' surplus is let go, so these people have a role",
        figures,
    )


def _figure(run: Run, what: str, parts: Sequence[str], calls: int, people: int) -> Figure:
    run.say(f"intake: {what}")
    account = Account()
    bodies = [_body(account, call, people) for call in range(calls)]
    with run.home() as home, run.server() as url, Platform() as platform:
        nodes = Nodes(home, url, platform, parts)
        with nodes.database() as database:
            # before the parts start, which encrypt numbers that are stored in clear: who writes is known by hers then
            meet(database, "whatsapp", [_number(person) for person in range(people)])
            with nodes:
                seconds, times = uvloop.run(_post(account, f"{nodes.public_url}/webhooks/whatsapp", bodies))
                row = database.execute("select count(*) as n from inbox where channel = 'whatsapp'").fetchone()
                strangers = database.execute("select count(*) as n from person where role is null").fetchone()
    stored = row["n"] if row is not None else 0
    if strangers is None or strangers["n"]:
        raise BenchError("those who wrote were not known")
    if stored != calls * BATCH:
        raise BenchError(f"{calls * BATCH} events were posted and answered, {stored} are stored")
    rate, took = stored / seconds, percentiles(times)
    alone = parts == ("web",)
    return Figure(
        f"{stored} events in calls of {BATCH}: {what}",
        f"{WANTED}/s, p99 of a call < {LONGEST:.0f} ms" if alone else "",
        f"{rate:.0f}/s; a call {shown(took)}",
        rate >= WANTED and took["p99"] < LONGEST if alone else None,
        {"rate": rate, "call_ms": took, "events": stored},
    )


def _number(person: int) -> str:
    return str(2_250_701_000_001 + person)


def _body(account: Account, call: int, people: int) -> bytes:
    """The raw body of one call: each message is from another person."""
    made = []
    for place in range(BATCH):
        event = call * BATCH + place
        number = _number(event % people)
        value = {
            "from": number,
            "id": f"wamid.{event:024d}",
            "timestamp": str(int(time.time())),
            "type": "text",
            "text": {"body": "menu"},
        }
        contact = {"profile": {"name": "Awa"}, "wa_id": number}
        made.append(events.Event(number, 0, "messages", value, contact, 0.0))
    return events.body(account, made, per_change=1_000, per_entry=1_000)


async def _post(account: Account, url: str, bodies: Sequence[bytes]) -> tuple[float, list[float]]:
    """Returns the seconds from the first call to the last answer, and those of each call."""
    left = iter(bodies)
    times: list[float] = []

    async def caller(session: aiohttp.ClientSession) -> None:
        for raw in left:
            signature = events.signature(account.app_secret, raw)
            headers = {"Content-Type": "application/json", "X-Hub-Signature-256": signature}
            began = time.perf_counter()
            async with session.post(url, data=raw, headers=headers) as answer:
                await answer.read()
                if answer.status != 200:
                    raise BenchError(f"a call was answered {answer.status}")
            times.append(time.perf_counter() - began)

    async with aiohttp.ClientSession() as session:
        began = time.perf_counter()
        await asyncio.gather(*(caller(session) for _ in range(AT_ONCE)))
        return time.perf_counter() - began, times
