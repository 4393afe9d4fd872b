"""The whole product on several machines, many people at work on both platforms, and everything that can go
wrong with machines, database, platforms and network at once, by a seed."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

import psycopg
from psycopg.rows import DictRow, dict_row

from backend.records import Record, Struct, field
from tests.chaos.nodes import Node, Own
from tests.chaos.roaming import Roaming
from tests.chaos.weather import TELEGRAM, WHATSAPP, WHATSAPP_FOR_LONG, Weather
from tests.fakes import people
from tests.fakes.chat import ChatMessage
from tests.fakes.ports import Port
from tests.fakes.telegram import FakeTelegram, RateLimits
from tests.fakes.whatsapp import Delivery, FakeWhatsApp
from tests.fakes.whatsapp import RateLimits as PairLimits
from tests.hiteuse import PLENTY, Hiteuse, project, tasks
from tests.integration.told import at_rest
from tests.machines import Balancer
from tests.processes import Commands, environment
from tests.working import Crowd, choices

ANSWERS = 3
"""Wanted per task: the people contend for each."""
CHAT_BURST = 20
"""Messages that one chat of Telegram's takes at once before one a second: "short bursts", says its FAQ."""
SILENCE = 90.0
"""Seconds without a message to anybody after which whoever waits is lost: a lost answer of WhatsApp's may
need a minute until it is settled."""
LINKED = 5
"""One person of so many has two phones."""
BUSY = 0.8
"""Share of the work within which everything happens: the last few only wait for what failed before."""
DUPLICATES = 0.08
"""Share of messages after which the next update of Telegram's comes twice."""
FAILING = 0.004
"""Share of messages after which WhatsApp accepts one and fails it later."""
FOR_SHORT, FOR_LONG = 0.5, 30.0
"""Seconds for which the database is stopped."""
BEFORE, AFTER = 4.0, 1.0
"""Seconds around a kill in which an answer may have come, and not have been written any more: on a machine that has
much else to do, writing it takes that long."""


class Plan(Record):
    """`parts`: of each node; several are there of each. `deeds`: what happens, each as often as it stands
    there, in an order that the seed gives."""

    name: str
    parts: Sequence[str]
    people: int
    items: int
    deeds: Sequence[str]
    seed: int = 1
    long: bool = False


class Happened(Struct):
    """What was done to the system. `losses`: from when to when (`monotonic`) an answer may have been lost with
    the process that it came to."""

    deeds: list[str] = field(default_factory=list)
    losses: list[tuple[float, float]] = field(default_factory=list)
    outages: list[tuple[float, float]] = field(default_factory=list)
    came: dict[tuple[int, int], list[float]] = field(default_factory=dict)
    """(chat, message) → when it came, and came changed."""


class Storm:
    """One run of a plan; `at_work` makes one."""

    def __init__(
        self, plan: Plan, own: Own, telegram: FakeTelegram, whatsapp: FakeWhatsApp, nodes: Sequence[Node]
    ) -> None:
        self.plan = plan
        self.own = own
        self.telegram = telegram
        self.whatsapp = whatsapp
        self.nodes = nodes
        self.random = random.Random(plan.seed)
        self.happened = Happened()
        idle = frozenset({"getUpdates"})
        self.weather = {
            "Telegram": Weather(idle, TELEGRAM, plan.seed),
            "WhatsApp": Weather(frozenset(), WHATSAPP_FOR_LONG if plan.long else WHATSAPP, plan.seed + 1),
        }
        telegram.api.calls.faults = self.weather["Telegram"]
        whatsapp.api.calls.faults = self.weather["WhatsApp"]
        self._moved = monotonic()
        self.crowd: Crowd | None = None

    # --- the course of it ---------------------------------------------------------------------------

    async def ready(self) -> None:
        """All nodes at once, on a database where nothing is yet; until both platforms can send events."""
        for node in self.nodes:
            node.start()
        await self.telegram.listens(SILENCE)
        if "web" in self.plan.parts:
            await self.whatsapp.listens(SILENCE)

    def welcome(self, codes: Sequence[str]) -> Crowd:
        """The people, half of them on each platform; some of WhatsApp's without a number, and some with a
        phone on the other platform as well."""
        there = [(self._person(number), code) for number, code in enumerate(codes)]
        crowd = self.crowd = _People(self, there)
        crowd.expected = int(crowd.expected * BUSY)
        return crowd

    def other_phone(self, number: int) -> people.Person | None:
        return self._person(number, other=True) if number % LINKED == 0 else None

    def _person(self, number: int, *, other: bool = False) -> people.Person:
        if number % 2 == other:
            return self.telegram.person(f"Awa {number}")
        return self.whatsapp.person(f"Awa {number}", shares_number=number % 5 != 1)

    async def rage(self, crowd: Crowd) -> None:
        """From the first word to the last, through all that is planned."""
        for weather in self.weather.values():
            weather.on = True
        self._moved = monotonic()  # until now nobody had anything to see
        crowd.begin()
        deeds = list(self.plan.deeds)
        self.random.shuffle(deeds)
        while deeds:
            await crowd.a_moment(len(deeds))
            deed = deeds.pop()
            self.happened.deeds.append(deed)
            await self._do(deed)
        await crowd.finish()
        for weather in self.weather.values():
            weather.on = False

    async def comes_to_rest(self) -> None:
        """Nothing is on its way any more: neither at the platforms nor in the tables."""
        async with asyncio.timeout(SILENCE):
            with self.database() as connection:
                while (  # noqa: ASYNC110 (what is written last, nobody here hears of)
                    self.whatsapp.pending or self.telegram.pending or not at_rest(connection)
                ):
                    await asyncio.sleep(0.02)

    def database(self) -> psycopg.Connection[DictRow]:
        return psycopg.connect(self.own.url, autocommit=True, row_factory=dict_row)

    def sees(self, message: ChatMessage) -> None:
        """A message has come to somebody."""
        self._moved = monotonic()
        self.happened.came.setdefault((message.chat_id, message.id), []).append(self._moved)
        if self.weather["Telegram"].on:
            if self.random.random() < DUPLICATES:
                self.telegram.duplicate_next_update()
            if self.random.random() < FAILING:
                self.whatsapp.fail_by_status(131000)

    async def until(self, happened: asyncio.Event) -> None:
        """Raises `AssertionError` when nothing moves any more."""
        waiting = asyncio.create_task(happened.wait())
        try:
            while not happened.is_set():
                await asyncio.wait({waiting}, timeout=1)
                if monotonic() - self._moved > SILENCE:
                    raise AssertionError(f"nothing moves any more\n{self.log}")
        finally:
            waiting.cancel()

    @property
    def log(self) -> str:
        return "\n".join(f"{node.name}: {line}" for node in self.nodes for line in node.lines[-40:])

    # --- what is done -------------------------------------------------------------------------------

    async def _do(self, deed: str) -> None:
        match deed.split():
            case ["kill", part]:
                node = self._one(part)
                began = monotonic()
                await node.kill()
                if part in ("relay", "run"):
                    self.happened.losses.append((began - BEFORE, monotonic() + AFTER))
                node.start()
            case ["end", part]:
                node = self._one(part)
                await node.stop()
                node.start()
            case ["database", *how]:
                await self._without_database(" ".join(how))
            case [platform, "away"]:
                fake = self.telegram if platform == "telegram" else self.whatsapp
                began = monotonic()
                await fake.goes_away()
                await asyncio.sleep(self.random.uniform(0.2, 1.5))
                await fake.comes_back()
                self.happened.losses.append((began - BEFORE, monotonic() + AFTER))
            case _:
                raise ValueError(f"nobody knows how to do {deed!r}")

    async def _without_database(self, how: str) -> None:
        began = monotonic()
        match how:
            case "crashes":
                self.own.crash()
            case "killed":
                self.own.kill()
                self.own.start()
            case "stops" | "stops for long":
                self.own.stop()
                await asyncio.sleep(FOR_LONG if how == "stops for long" else FOR_SHORT)
                self.own.start()
            case _:
                raise ValueError(f"no database {how}")
        back = self._moved = monotonic()
        self.happened.losses.append((began - BEFORE, back + 3 * AFTER))
        self.happened.outages.append((began - AFTER, back + 3 * AFTER))

    def _one(self, part: str) -> Node:
        return self.random.choice([node for node in self.nodes if node.part == part])


class _People(Crowd):
    """The people of a storm, which hears of all that they see."""

    def __init__(self, storm: Storm, there: Sequence[tuple[people.Person, str]]) -> None:
        self._storm = storm
        super().__init__(there, storm.plan.items * ANSWERS, storm.plan.seed, storm.until)

    def hiteuse(self, number: int, person: people.Person, code: str) -> Hiteuse:
        other = self._storm.other_phone(number)
        if other is None:
            return super().hiteuse(number, person, code)
        chance = random.Random(f"{self._storm.plan.seed} {number}")
        hiteuse = Roaming(person, other, code, choices(number), chance)
        hiteuse.on_seen = self.sees
        return hiteuse

    def sees(self, message: ChatMessage) -> None:
        self._storm.sees(message)
        super().sees(message)


@asynccontextmanager
async def at_work(plan: Plan, home: Path) -> AsyncIterator[tuple[Storm, Commands, Crowd]]:
    """The system with its work, and the people who will do it. `home`: an empty folder."""
    own = Own(home / "data")
    async with AsyncExitStack() as stack:
        stack.callback(own.stop)
        delivery = Delivery(
            most=10, gather=0.01, disorder=0.15, repeats=0.1, latest=0.3, first_pause=0.05, longest_pause=1.0
        )
        telegram = await stack.enter_async_context(FakeTelegram(limits=RateLimits(chat_burst=CHAT_BURST)))
        whatsapp = await stack.enter_async_context(FakeWhatsApp(limits=PairLimits(), delivery=delivery, seed=plan.seed))
        held = [Port() for part in plan.parts if part in ("web", "run")]  # as long as this goes on
        listening = [port.number for port in held]
        balancer = await stack.enter_async_context(Balancer().serving())
        balancer.ports += listening
        nodes = _nodes(plan, own, telegram, whatsapp, balancer, listening)
        for node in nodes:
            stack.push_async_callback(node.close)
        storm = Storm(plan, own, telegram, whatsapp, nodes)
        try:
            await storm.ready()
            if "web" not in plan.parts:
                # without a public address Telegram is polled, and WhatsApp told by hand where to send
                await whatsapp.connect(f"{balancer.url}/webhooks/whatsapp")
            settings = _settings(own, telegram, whatsapp)
            commands = Commands(home, lambda: environment(**settings))
            await commands.add_work(project("phrases", ANSWERS), tasks([f"p{n}" for n in range(plan.items)]))
            await commands.add_work(PLENTY, tasks([f"q{n}" for n in range(4 * plan.people)]))
            yield storm, commands, storm.welcome(await commands.invite(plan.people, _country()))
        except BaseException:
            print(storm.log)
            raise


def _settings(own: Own, telegram: FakeTelegram, whatsapp: FakeWhatsApp) -> Mapping[str, str]:
    return {
        "DATABASE_URL": own.url,
        "TELEGRAM_BOT_TOKEN": telegram.token,
        "TELEGRAM_API_URL": telegram.url,
        **whatsapp.account.environment,
        "WHATSAPP_API_URL": whatsapp.url,
    }


def _nodes(
    plan: Plan, own: Own, telegram: FakeTelegram, whatsapp: FakeWhatsApp, balancer: Balancer, listening: Sequence[int]
) -> list[Node]:
    settings = dict(_settings(own, telegram, whatsapp))
    if "web" in plan.parts:
        settings["PUBLIC_URL"] = balancer.url
    ports = iter(listening)
    found = []
    for number, part in enumerate(plan.parts):
        port = {"PORT": str(next(ports))} if part in ("web", "run") else {}
        found.append(Node(f"{part} {number}", part, environment(**settings, **port)))
    return found


def _country() -> str:
    """Where it is not midnight now: "today" shall stay one day."""
    return "CI" if 1 <= datetime.now(UTC).hour < 23 else "MG"
