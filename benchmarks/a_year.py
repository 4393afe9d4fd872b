"""A year of a hundred people, day by day in the product itself, on a clock that is moved: what grows, what the pruning
takes away again, and how long a vacuum and a backup of it take.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Mapping
from datetime import timedelta

import uvloop

from backend.db.engine.uow import Database
from backend.db.people import queries as people_rows
from backend.domain.payouts.states import ReturnLine, Word
from backend.domain.people.commands import OPERATOR
from backend.domain.people.commands import Person as Account
from backend.domain.privacy import retention
from backend.domain.work.commands import GIVEN
from backend.records import Struct, field
from backend.services.payouts import runs
from backend.services.training import library, module_files
from benchmarks import backup, filling
from benchmarks.answers_kept import MOST_BYTES
from benchmarks.figures import Figure, Section
from benchmarks.learner import Learner
from benchmarks.running import BenchError, Run
from bot import samples
from tests.fakes.chat import ChatMessage
from tests.fakes.crowd import Says
from tests.fakes.people import Person
from tests.fakes.telegram import FakeTelegram
from tests.integration import payments
from tests.product import Product, comments

SEED = 2026
ANSWERS = 3
"""Answers of a day of work."""
WORKS = 5 / 7
"""The share of days on which somebody works."""
FULL_DAY = 360
"""Answers of a full day: 3 hours at 30 seconds each."""
AWAY = 91
"""Days without work after the year: then the last messages are pruned too."""
WANTED = 3
"""Answers to a task."""
PATIENCE = 600.0
"""Seconds that a person waits for an answer: the machine may be busy."""
EVENING = "tous les jours à 19h"
PROJECT = """
name: commentaires
title: Modération de commentaires
kind: choice
question: "Ce commentaire est-il acceptable ?"
show: {text: "{comment}"}
choices:
  - {id: ok, label: Acceptable}
  - {id: non, label: À retirer}
pay: {amount: "0.05", currency: EUR}
answers: {min: 3, max: 3}
minutes: 0.5
"""
LABELS = ("Acceptable", "À retirer")
WORK = ("answer", "task", "transfer", "day", "progress")
"""Tables of work and its pay, which stay."""
MESSAGES = ("inbox", "outbox")

Sizes = Mapping[str, tuple[int, int]]
"""Table → (rows, bytes with indexes)."""


class Year(Struct):
    """What was done. `before`, `after`, `later`: sizes once all have joined, at the end of the year, and `AWAY` days
    after it. `kept`: answers at the end of the year, with those of before. `pruned`: by rule."""

    answers: int = 0
    lessons: int = 0
    paid: int = 0
    kept: int = 0
    before: Sizes = field(default_factory=dict)
    after: Sizes = field(default_factory=dict)
    later: Sizes = field(default_factory=dict)
    pruned: Mapping[str, int] = field(default_factory=dict)
    vacuum: float = 0.0


def measure(run: Run) -> Section:
    people, days, away = run.size((100, 365, AWAY), (4, 7, 3))
    with run.server() as server:
        url = filling.another_database(server, "year")
        began = time.monotonic()
        year = uvloop.run(_lived(run, url, people, days, away))
        took = time.monotonic() - began
        file = run.folder / "year.backup"
        saved = backup._command(url, file, run.folder, "backup")
        saved_bytes = file.stat().st_size
        file.unlink()
    return Section(
        "a-year",
        f"A year of {people} people",
        f"The whole product in this process, on its clock, with a fake Telegram: {people} people join, with a reminder "
        f"every evening, and for {days} days each works on five days of seven at random, with {ANSWERS} answers to "
        f"tasks that want {WANTED}; once a month each does a lesson, and everybody is paid. All jobs run twice a day. "
        f"Then nobody works for {away} days, and the jobs go on. Seed {SEED}: the same rows each time. In "
        f"{took / 60:.0f} minutes. Sizes after a vacuum, with indexes",
        [*_figures(year, people, days, away), _saved(saved, saved_bytes, year)],
    )


# --- what is done -----------------------------------------------------------------------------------------------------


async def _lived(run: Run, url: str, people: int, days: int, away: int) -> Year:
    database = Database(url)
    year = Year()
    try:
        async with FakeTelegram(history=6) as telegram:
            product = Product(telegram, database)
            product.environment["DATA_ENCRYPTION_KEY"] = ",".join(payments.RAW_KEYS)
            await product.start()
            try:
                await _Lives(run, product, year, people, days, away).live()
            finally:
                await product.stop()
            if product.errors or telegram.violations:
                raise BenchError(f"{[each.getMessage() for each in product.errors][:3]} {telegram.violations[:3]}")
    finally:
        await database.close()
    return year


class _Lives:
    """The people and the days of `Year`."""

    def __init__(self, run: Run, product: Product, year: Year, people: int, days: int, away: int) -> None:
        self._run = run
        self._product = product
        self._year = year
        self._days = days
        self._away = away
        self._learner = Learner(samples.training())
        self._people = [product.telegram.person(f"Awa {n}") for n in range(people)]
        self._random = random.Random(SEED)
        self._tasks = 0
        self._begun = product.now

    async def live(self) -> None:
        product = self._product
        async with product.database.unit() as uow:
            await library.import_modules(uow, module_files.read(samples.training()), product.now)
            await uow.commit()
        await self._more_work()
        for person in self._people:
            await product.joined(person, reminder=EVENING)
            await product.heard(person)
        await self._named()
        self._year.before = await self._sizes()
        for day in range(self._days):
            await self._until(day, hour=9)
            if day % 28 == 0:
                await self._more_work()
            await self._work()
            if day % 28 == 5:
                await asyncio.gather(*(self._lesson(person) for person in self._people))
            if day % 28 == 6:
                await self._pay()
            await self._until(day, hour=20)
            if day % 30 == 0:
                self._run.say(f"a-year: day {day} of {self._days}, {self._year.answers:,} answers")
        self._year.after = await self._sizes()
        async with self._product.database.unit() as uow:
            self._year.kept = await uow.fetch_int(f"select count(*) from answer where status in {GIVEN}")
        for day in range(self._days, self._days + self._away):
            await self._until(day, hour=20)
        self._year.later = await self._sizes()
        async with product.database.unit() as uow:
            rows = await uow.fetch_all("select what, count from tally where channel = %s", (retention.PRUNED,))
        self._year.pruned = {row["what"]: row["count"] for row in rows}

    async def _until(self, day: int, hour: int) -> None:
        """Lets time pass until then, and every job run once."""
        product = self._product
        moment = (self._begun + timedelta(days=day + 1)).replace(hour=hour, minute=0)
        product.app.clock.forward(moment - product.now)
        for name in product.app.schedule.every:
            await product.app.schedule.tick(name, product.app.clock.now())
        await product.settled(PATIENCE)
        for person in self._people:
            await person.hears(len(person.unheard))  # reminders and news: read, and not answered

    async def _more_work(self) -> None:
        """A client's file for a month."""
        month = len(self._people) * 28 * ANSWERS // WANTED + 200
        await self._product.project(PROJECT, comments(month, self._tasks + 1))
        self._tasks += month

    async def _work(self) -> None:
        today = [person for person in self._people if self._random.random() < WORKS]
        shown = await asyncio.gather(*(self._said(person, "travail") for person in today))
        for _ in range(ANSWERS):
            self._product.app.clock.forward(timedelta(seconds=25))
            chosen = [LABELS[self._random.random() < 0.1] for _ in today]
            shown = await asyncio.gather(
                *(
                    self._answered(person, label, message)
                    for person, label, message in zip(today, chosen, shown, strict=True)
                )
            )
        self._year.answers += len(today) * ANSWERS

    async def _said(self, person: Person, words: str) -> ChatMessage:
        await person.says(words)
        message = await person.hears_one(PATIENCE)
        while LABELS[0] not in message.labels and words == "travail":
            if not message.buttons:
                raise BenchError(f"no work is shown: {message}")
            await person.taps("Accepter" if "Accepter" in message.labels else 0, message)
            message = await person.hears_one(PATIENCE)
        return message

    async def _answered(self, person: Person, label: str, message: ChatMessage) -> ChatMessage:
        await person.taps(label, message)
        following = await person.hears_one(PATIENCE)
        if LABELS[0] not in following.labels:
            raise BenchError(f"no next task is shown: {following}")
        return following

    async def _lesson(self, person: Person) -> None:
        """One lesson, from its beginning to its end; nothing once all are done."""
        message = await self._said(person, "formation")
        for step in range(1, 100):
            if step > 1 and any(sign in message.text for sign in ("🏁", "🎉")):
                self._year.lessons += 1
                return
            action = self._learner.next(message, step)
            if action is None:
                return
            if isinstance(action, Says):
                await person.says(action.text)
            else:
                await person.taps(str(action.what), message)
            message = await person.hears_one(PATIENCE)
        raise BenchError(f"a lesson leads nowhere: {message}")

    async def _named(self) -> None:
        """Everybody says where they are paid."""
        product = self._product
        for number, person in enumerate(self._people):
            known = await _person(product.database, person)
            await payments.names(product.database, known, f"07{number:08d}", product.now)

    async def _pay(self) -> None:
        """A run of payments for all, which the provider carried out."""
        database, now = self._product.database, self._product.now
        run_id = await payments.sent(database, now)
        async with database.unit() as uow:
            lines = await runs.lines(uow, OPERATOR, run_id, payments.KEYS)
        await payments.told(
            database, *(ReturnLine(n, line.order.payout_id, Word.PAID) for n, line in enumerate(lines, 2)), now=now
        )
        self._year.paid += len(lines)
        await self._product.settled(PATIENCE)

    async def _sizes(self) -> Sizes:
        connection = await self._product.database.connect()
        try:
            started = time.monotonic()
            await connection.execute("vacuum (analyze)")
            self._year.vacuum = time.monotonic() - started
            found = await connection.execute(
                """
                select relname, pg_total_relation_size(c.oid) as bytes from pg_class c
                where relkind = 'r' and relnamespace = 'public'::regnamespace order by relname
                """
            )
            sizes = {}
            for row in await found.fetchall():
                counted = await connection.execute(f"select count(*) as n from {row['relname']}".encode())
                (one,) = await counted.fetchall()
                sizes[row["relname"]] = int(one["n"]), int(row["bytes"])
            return sizes
        finally:
            await connection.close()


async def _person(database: Database, person: Person) -> Account:
    """Who has this chat."""
    async with database.unit() as uow:
        person_id = await uow.fetch_value("select person_id from contact where address = %s", (person.address,))
        found = await people_rows.person(uow, person_id)
    assert found is not None
    return found


# --- figures ----------------------------------------------------------------------------------------------------------


def _figures(year: Year, people: int, days: int, away: int) -> list[Figure]:
    grown = {t: (year.after[t][0] - year.before[t][0], year.after[t][1] - year.before[t][1]) for t in year.after}
    largest = sorted(grown, key=lambda table: -grown[table][1])[:10]
    of_work = {t: (year.later[t][1] - year.before[t][1]) / year.answers for t in WORK}
    of_work["task"] = year.later["task"][1] / year.later["task"][0] / WANTED  # some wait for answers still
    all_kept = sum(size for _, size in year.later.values()) - sum(size for _, size in year.before.values())
    of_work_bytes = sum(of_work.values())
    messages = {t: year.after[t][1] / max(1, year.after[t][0]) for t in MESSAGES}
    rest = {t: year.later[t][1] - year.before[t][1] for t in year.later if t not in (*WORK, *MESSAGES)}
    per_person = sum(rest.values()) / people * 365 / days
    full = WORKS * 365 * FULL_DAY
    waiting = WORKS * FULL_DAY * (30 * messages["inbox"] + 90 * messages["outbox"])
    parts = ", ".join(f"{table} {size:,.0f}" for table, size in of_work.items() if size >= 1)
    return [
        Figure(
            f"{days} days: {year.answers:,} answers, {year.lessons:,} lessons, {year.paid:,} payments",
            "",
            "; ".join(f"{t} {grown[t][0]:,} rows, {grown[t][1] / 1e6:.1f} MB" for t in largest),
            None,
            {
                "answers": year.answers,
                "kept": year.kept,
                "before": year.before,
                "after": year.after,
                "later": year.later,
            },
        ),
        Figure(
            "what the pruning has deleted",
            "",
            ", ".join(f"{name} {count:,}" for name, count in sorted(year.pruned.items(), key=lambda each: -each[1])),
            None,
            {"pruned": year.pruned},
        ),
        Figure(
            f"a kept answer, {away} days after the last one",
            f"at most {MOST_BYTES:,} bytes",
            f"{of_work_bytes:,.0f} bytes ({parts})",
            of_work_bytes <= MOST_BYTES,
            {"tables": of_work},
        ),
        Figure(
            "all tables together, for each of these few answers",
            "",
            f"{all_kept / year.answers:,.0f} bytes: what does not grow with answers is shared by few of them, and the "
            "files of pruned tables keep their size",
            None,
            {"bytes": all_kept},
        ),
        Figure(
            "a message while it is kept: an event for 30 days, ours for 90",
            "",
            f"{messages['inbox']:,.0f} and {messages['outbox']:,.0f} bytes",
            None,
            {"bytes": messages},
        ),
        Figure(
            "a person and year beside answers and messages (reminders, lessons, payments, wake-ups)",
            "",
            f"{per_person / 1e3:,.0f} kB",
            None,
            {"tables": rest},
        ),
        Figure(
            f"a person and year of {full:,.0f} answers ({FULL_DAY} on five days of seven), by these bytes",
            "",
            f"{(full * of_work_bytes + per_person) / 1e6:,.0f} MB kept, and {waiting / 1e6:,.0f} MB of messages that "
            "come and go",
            None,
            {"kept": full * of_work_bytes + per_person, "messages": waiting},
        ),
        Figure("vacuum of the whole database", "", f"{year.vacuum:.1f} s", None, {"seconds": year.vacuum}),
    ]


def _saved(saved: backup.Measured, size: int, year: Year) -> Figure:
    whole = sum(each for _, each in year.later.values())
    return Figure(
        f"`hiteuses db backup` of {whole / 1e6:,.0f} MB",
        "",
        f"{saved.seconds:.1f} s, a file of {size / 1e6:.1f} MB",
        None,
        {"seconds": saved.seconds, "bytes": size, "database": whole},
    )
