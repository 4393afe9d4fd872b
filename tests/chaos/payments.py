"""kill -9 of the real program at random points while it pays by faulty providers: nobody is paid twice, nothing is
lost, and at the end books and providers agree."""

from __future__ import annotations

import asyncio
import random
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any

from backend.db.earnings import ledger_check
from backend.db.engine.uow import Database
from backend.db.payouts import execution as execution_rows
from backend.db.people import queries as people_rows
from backend.domain.money import UNITS_PER_WHOLE, Money
from backend.domain.payouts import terms_file
from backend.domain.payouts.providers import ProviderName
from backend.domain.people.commands import OPERATOR, Person
from backend.records import Struct, asdict, field, replace
from backend.services.payouts import runs, stopping
from tests.fakes.payments import FakePawaPay, FakeWave, Fate
from tests.fakes.payments.serving import FakeProvider
from tests.fakes.ports import Port
from tests.integration import payments
from tests.integration.payments import FRANC, earns, funded, names
from tests.integration.scenes import NOW, commit, hiteuses, rows
from tests.processes import Process, environment, is_trouble

READY = frozenset({ProviderName.WAVE, ProviderName.PAWAPAY})
WEATHER = 0.25
"""The share of calls that fail before or after their effect."""
JUMP = timedelta(seconds=20)
"""The product's clock goes forward by this at each start, so that what is to be asked about later is due."""
LAST_JUMP = timedelta(hours=1)
"""… and by this once there are no more kills."""
CALLS_WITHIN = 8.0
"""Seconds from a start to the first call of a provider, after which the program is killed without one."""
LONGEST_LIFE = 1.0
"""Seconds from the first call of a life to its kill."""
LAST_LIVES = 30
"""The most lives without a kill in which everything must come to its end."""
PATIENCE = 8.0
"""Seconds of such a life."""
OWN_TERMS = "date = 2026-03-04\n[alarms]\nfailed = 1.0\nof = 50\n"
"""Here a tenth of the payments is refused, and payouts shall not stop for that."""
_OVER = "select count(*)::int as left from payout where state in ('proposed', 'sent')"


class Report(Struct):
    """`wrong`: in words; nothing else of this is a failure. `calls`: by operation. `states`: payments by state."""

    people: int
    kills: int
    seconds: float
    payments: int
    calls: dict[str, int]
    faults: int
    states: dict[str, int]
    wrong: list[str] = field(default_factory=list)

    @property
    def json(self) -> dict[str, Any]:
        return asdict(self)


class Payer:
    """`hiteuses run` on a database that outlives it, with both providers."""

    def __init__(self, url: str, home: Path, fakes: tuple[FakeWave, FakePawaPay], began: datetime) -> None:
        self.now = began
        self.complaints: list[str] = []
        self._since = monotonic()
        self._process: Process | None = None
        self._dying = False
        self._lines: list[str] = []
        wave, pawapay = fakes
        port = Port()
        self._port = port  # keeps the number
        site = f"http://127.0.0.1:{port.number}"
        wave.callbacks.url, pawapay.callbacks.url = f"{site}/webhooks/wave", f"{site}/webhooks/pawapay"
        self._environment = environment(
            HITEUSES_HOME=str(home),
            DATABASE_URL=url,
            DATA_ENCRYPTION_KEY=payments.RAW_KEYS[0],
            PORT=str(port.number),
            WAVE_API_URL=wave.url,
            WAVE_API_KEY=wave.token,
            WAVE_WEBHOOK_SECRET=wave.secret,
            PAWAPAY_API_URL=pawapay.url,
            PAWAPAY_API_TOKEN=pawapay.token,
        )

    def start(self, jump: timedelta) -> None:
        self.now += timedelta(seconds=monotonic() - self._since) + jump
        self._since, self._dying = monotonic(), False
        self._process = Process(
            "run", environment={**self._environment, "HITEUSES_CLOCK": self.now.isoformat()}, heard=self._hears
        )

    async def kill(self) -> None:
        if self._process is not None and self._process.running:
            self._dying = True
            await self._process.kill()

    async def stop(self) -> None:
        if self._process is not None:
            await self._process.stop()

    @property
    def log(self) -> str:
        return "\n".join(self._lines[-60:])

    def _hears(self, line: str) -> None:
        self._lines.append(line)
        if not self._dying and is_trouble(line):
            self.complaints.append(line)


def fates(chance: random.Random, wave: FakeWave, pawapay: FakePawaPay, numbers: list[str]) -> None:
    """What becomes of each number's payments: most arrive, after some questions; some are refused, at once or later."""
    for number in numbers:
        kind, asks = chance.randrange(20), chance.randint(0, 3)
        by_wave = number.startswith("+225")
        match kind:
            case 0:
                error = "recipient-limit-exceeded" if by_wave else "INVALID_PHONE_NUMBER"
                fate = Fate("failed" if by_wave else "REJECTED", error, asks=0)
            case 1:
                error = "recipient-account-blocked" if by_wave else "RECIPIENT_NOT_FOUND"
                fate = Fate("failed" if by_wave else "FAILED", error, asks=max(asks, 1))
            case _:
                fate = Fate("succeeded" if by_wave else "COMPLETED", asks=asks, callback=kind % 3 != 0)
        (wave.fates if by_wave else pawapay.fates)[number if by_wave else number[1:]] = fate


async def killed(url: str, people: int, kills: int, seed: int = 0, *, again: bool = True) -> Report:
    """Pay `people`, again and again, while the program is killed `kills` times. `url`: an empty database with the
    schema. `again`: what was refused is paid in a last run without trouble."""
    began, chance = monotonic(), random.Random(seed)
    database = Database(url)
    with tempfile.TemporaryDirectory(prefix="hiteuses-payer-") as home:
        (Path(home) / terms_file.FILE).write_text(OWN_TERMS, "utf-8")
        async with FakeWave(seed=seed) as wave, FakePawaPay(seed=seed + 1) as pawapay:
            try:
                numbers = await _earned(database, people)
                fates(chance, wave, pawapay, list(numbers.values()))
                payer = Payer(url, Path(home), (wave, pawapay), NOW + timedelta(hours=1))
                await _hand_over(database, payer.now)
                for fake in (wave, pawapay):
                    fake.weather, fake.callbacks.twice = WEATHER, True
                try:
                    await _lives(database, payer, (wave, pawapay), numbers, kills, chance)
                    for fake in (wave, pawapay):
                        fake.weather = 0.0
                    await _ends(database, payer)
                    if again:
                        wave.fates.clear()
                        pawapay.fates.clear()
                        await _hand_over(database, payer.now)
                        await _ends(database, payer)
                except BaseException:
                    print(payer.log)
                    raise
                finally:
                    await payer.kill()
                return await _judged(
                    database, payer, (wave, pawapay), numbers, kills, monotonic() - began, all_paid=again
                )
            finally:
                await database.close()


async def _earned(database: Database, people: int) -> dict[int, str]:
    """People with accepted pay, half of them at each provider; their numbers by person."""
    funds = await funded(database, "XOF")
    found: dict[int, str] = {}
    for country, prefix in (("CI", "+22507"), ("CM", "+23767")):
        digits = 8 if country == "CI" else 7
        for n, person in enumerate(await hiteuses(database, people // 2, country=country)):
            number = f"{prefix}{n + 1:0{digits}}"
            await earns(database, funds, person, Money((2_000 + n) * UNITS_PER_WHOLE, "XOF"))
            await names(database, person, number)
            found[person.id] = number
    return found


async def _people(database: Database, ids: list[int]) -> list[Person]:
    async with database.unit() as uow:
        found = [await people_rows.person(uow, person_id) for person_id in ids]
    return [person for person in found if person is not None]


async def _hand_over(database: Database, now: datetime) -> None:
    run_id = (await runs.propose(database, OPERATOR, "a", now, minimum=FRANC)).run_id
    await commit(database, lambda uow: runs.approve(uow, OPERATOR, "b", run_id, now))
    terms = replace(terms_file.shipped(), ready=READY)
    await commit(database, lambda uow: runs.run(uow, OPERATOR, run_id, now, terms=terms))


async def _lives(
    database: Database,
    payer: Payer,
    fakes: tuple[FakeProvider, ...],
    numbers: dict[int, str],
    kills: int,
    chance: random.Random,
) -> None:
    """Start and kill it, at a random moment after its first call. When all are paid, they have earned again."""
    (funds,) = (row["id"] for row in await rows(database, "select id from project where name = 'p-XOF'"))
    for _ in range(kills):
        if not (await rows(database, _OVER))[0]["left"]:
            for person in await _people(database, list(numbers)):
                await earns(database, funds, person, Money(2_000 * UNITS_PER_WHOLE, "XOF"))
            await _hand_over(database, payer.now)
        called = asyncio.Event()
        for fake in fakes:
            fake.on_call = called.set
        payer.start(JUMP)
        with suppress(TimeoutError):
            await asyncio.wait_for(called.wait(), CALLS_WITHIN)
        await asyncio.sleep(chance.uniform(0, LONGEST_LIFE))
        await payer.kill()


async def _ends(database: Database, payer: Payer) -> None:
    """Let it live until no payment is on its way."""
    for _ in range(LAST_LIVES):
        payer.start(LAST_JUMP)
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                while (await rows(database, _OVER))[0]["left"]:  # noqa: ASYNC110 (another process writes)
                    await asyncio.sleep(0.1)
        await payer.stop()
        if not (await rows(database, _OVER))[0]["left"]:
            return
    raise AssertionError("payments are still on their way")


async def _judged(
    database: Database,
    payer: Payer,
    fakes: tuple[FakeWave, FakePawaPay],
    numbers: dict[int, str],
    kills: int,
    seconds: float,
    *,
    all_paid: bool,
) -> Report:
    made = await rows(database, "select id, key, person_id, units, state, provider from payout order by id")
    async with database.unit() as uow:
        wrong = await ledger_check.disagreements(uow)
        stop = await stopping.standing(uow)
        wrong += [f"set aside: {notice.line}" for notice in await execution_rows.notices(uow, 100)]
    if stop is not None:
        wrong.append(f"stopped: {stop.line}")
    wrong += [*_at_providers(made, fakes, numbers), *[f"logged: {line}" for line in payer.complaints]]
    told = Counter(
        row["payout"]
        for row in await rows(
            database, "select (payload ->> 'payout')::int as payout from inbox where payload ->> 'wake' = 'payout'"
        )
    )
    wrong += [f"payment {each['id']} was told {told[each['id']]} times" for each in made if told[each["id"]] != 1]
    if all_paid:
        left = await rows(
            database,
            "select owner, units from (select owner, coalesce(sum(t.units) filter (where t.credit = a.id), 0) - "
            "coalesce(sum(t.units) filter (where t.debit = a.id), 0) as units from account a "
            "join transfer t on a.id in (t.debit, t.credit) where a.kind in ('accepted', 'transit') "
            "group by owner) x where units <> 0",
        )
        wrong += [f"person {row['owner']} still has {row['units']}" for row in left]
    calls: Counter[str] = Counter()
    for fake in fakes:
        calls += fake.calls.counts
    return Report(
        len(numbers),
        kills,
        seconds,
        len(made),
        dict(calls),
        sum(len(fake.calls.lost) for fake in fakes),
        dict(Counter(each["state"] for each in made)),
        wrong,
    )


def _at_providers(
    made: list[dict[str, Any]], fakes: tuple[FakeWave, FakePawaPay], numbers: dict[int, str]
) -> Iterator[str]:
    """Whether each number got what the books call paid, once."""
    for fake in fakes:
        yield from (f"paid twice: {key}" for key in fake.books.paid_twice)
        yield from (f"broke the contract: {call.method} {call.description}" for call in fake.violations)
    paid: Counter[str] = Counter()
    for each in made:
        if each["state"] == "paid":
            number = numbers[each["person_id"]]
            paid[number if each["provider"] == "wave" else number[1:]] += each["units"] // UNITS_PER_WHOLE
    arrived: Counter[str] = Counter()
    for fake in fakes:
        arrived += fake.books.sums
    if paid != arrived:
        for number in sorted({*paid, *arrived}):
            if paid[number] != arrived[number]:
                yield f"{number}: the books say {paid[number]} F, the provider {arrived[number]} F"
