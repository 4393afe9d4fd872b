"""Answers, acceptance, refusals, payments and what came of them, merges and closed months in any order: the balances
are those of a simple model, and the check of the ledger finds nothing after any step."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.db.earnings import ledger, pay_events
from backend.db.engine.uow import Database, UnitOfWork
from backend.db.quality import refusals
from backend.db.work import queries as work_rows
from backend.domain.earnings.pay_events import PayEvent
from backend.domain.payouts.states import ReturnLine, Word
from backend.domain.people.commands import OPERATOR, Person
from backend.services.earnings import books
from backend.services.payouts import runs
from tests.database import TestServer
from tests.integration import payments
from tests.integration.scenes import NOW, PAY, agreement, commit, hiteuses, project, rows
from tests.integration.services.work.merges import merged
from tests.integration.services.work.steps import counted, take

PEOPLE = 3
KINDS: tuple[ledger.AccountKind, ...] = ("pending", "accepted", "transit", "paid")
WHO = st.integers(0, PEOPLE - 1)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("answer"), WHO),
        st.tuples(st.just("answer"), WHO),
        st.tuples(st.sampled_from(["accept", "close"])),
        st.tuples(st.just("refuse"), WHO),
        st.tuples(st.just("pay"), st.sampled_from([None, Word.PAID, Word.FAILED])),
        st.tuples(st.just("word"), st.sampled_from([Word.PAID, Word.FAILED])),
        st.tuples(st.just("merge"), WHO, WHO),
    ),
    max_size=16,
)


class Money:
    """The model: what each person has on each account, and the payments that may still change."""

    def __init__(self) -> None:
        self.has: defaultdict[int, Counter[str]] = defaultdict(Counter)
        self.payments: dict[int, tuple[int, int, str]] = {}
        """By number: whose, how many units, and the account on which they are."""

    def move(self, person: int, units: int, of: str | None, to: str | None) -> None:
        if of is not None:
            self.has[person][of] -= units
        if to is not None:
            self.has[person][to] += units

    def told(self, number: int, word: Word) -> None:
        """The provider's word; a payment that failed stays failed."""
        person, units, at = self.payments[number]
        to = "paid" if word is Word.PAID else "accepted"
        if at == to or at == "accepted":
            return
        self.move(person, units, at, to)
        self.payments[number] = person, units, to

    def merge(self, gone: int, kept: int) -> None:
        self.has[kept] += self.has.pop(gone, Counter())
        self.payments = {n: (kept if p == gone else p, *rest) for n, (p, *rest) in self.payments.items()}  # type: ignore[misc]


class World:
    """The product and the model beside each other."""

    def __init__(self, database: Database, people: list[Person], project_id: int) -> None:
        self.database = database
        self.people: list[Person | None] = [*people]
        self.project = project_id
        self.now = NOW
        self.model = Money()

    async def step(self, what: str, *arguments: Any) -> None:
        self.now += timedelta(hours=3)
        await getattr(self, what)(*arguments)

    async def answer(self, who: int) -> None:
        person = self.people[who]
        if person is None:
            return
        given_out = await take(self.database, person, self.project, self.now)
        if given_out.task is None:
            return
        await counted(self.database, person, given_out.task.id, now=self.now)
        self.model.move(person.id, PAY.units, None, "pending")

    async def accept(self) -> None:
        self.now += timedelta(days=3)
        await commit(self.database, work_rows.accept_due, self.now, 1_000)
        for person, sums in self.model.has.items():
            self.model.move(person, sums["pending"], "pending", "accepted")

    async def refuse(self, who: int) -> None:
        person = self.people[who]
        if person is None:
            return
        found = await rows(
            self.database,
            "select task_id from answer where person_id = %s and status = 1 and accepted_at is null limit 1",
            (person.id,),
        )
        if not found:
            return

        async def act(uow: UnitOfWork) -> None:
            task = found[0]["task_id"]
            pay = await refusals.refuse(uow, person.id, task, self.now)
            assert pay is not None
            await pay_events.add(uow, PayEvent.REFUSED, person.id, self.project, pay, self.now, task_id=task)

        await commit(self.database, act)
        self.model.move(person.id, PAY.units, "pending", None)

    async def pay(self, word: Word | None) -> None:
        """A run of all that can be paid; the provider says this of it at once, or nothing yet."""
        before = set(self.model.payments)
        proposal = await runs.propose(self.database, OPERATOR, "a", self.now, minimum=payments.FRANC)
        if not proposal.payouts:
            return
        run_id = proposal.run_id
        await commit(self.database, runs.approve, OPERATOR, "b", run_id, self.now)
        await commit(self.database, runs.run, OPERATOR, run_id, self.now)
        for row in await rows(
            self.database,
            """
            select p.id, p.person_id, sum(y.units)::bigint as units
            from payout p join payout_part y on y.payout_id = p.id where p.state = 'sent' group by 1, 2
            """,
        ):
            if row["id"] not in before:
                self.model.move(row["person_id"], row["units"], "accepted", "transit")
                self.model.payments[row["id"]] = row["person_id"], row["units"], "transit"
        if word is not None:
            await self.word(word)

    async def word(self, word: Word) -> None:
        """The provider's word on every payment so far, also a second one, and one that contradicts the first."""
        numbers = sorted(self.model.payments)
        await payments.told(self.database, *(ReturnLine(2, n, word, "x") for n in numbers), now=self.now)
        for number in numbers:
            self.model.told(number, word)

    async def merge(self, first: int, second: int) -> None:
        gone, kept = self.people[first], self.people[second]
        if gone is None or kept is None or first == second:
            return
        self.people[second] = await merged(self.database, gone, kept)
        self.people[first] = None
        there = self.people[second]
        assert there is not None
        self.model.merge(gone.id if there.id == kept.id else kept.id, there.id)

    async def close(self) -> None:
        """Close the last month; what comes later is dated later."""
        self.now += timedelta(days=31)
        month = (self.now.date().replace(day=1) - timedelta(days=1)).replace(day=1)
        await commit(self.database, books.close, OPERATOR, "x", month, self.now)

    async def balances(self) -> dict[int, dict[str, int]]:
        async with self.database.unit() as uow:
            return {
                person.id: {
                    kind: sum(money.units for money in await ledger.balances(uow, kind, person.id)) for kind in KINDS
                }
                for person in self.people
                if person is not None
            }


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(steps=STEPS)
async def test_any_order_of_what_happens_to_money_ends_in_the_balances_of_a_simple_model(
    database: Database, server: TestServer, steps: list[tuple[Any, ...]]
) -> None:
    server.clean()
    people = await hiteuses(database, PEOPLE)
    world = World(database, people, await project(database, 30, wanted=2))
    for n, person in enumerate(people):
        await payments.names(database, person, f"070102030{n}")
    for step in steps:
        await world.step(*step)
        assert await agreement(database) == [], step
        found = await world.balances()
        assert found == {person: {kind: world.model.has[person][kind] for kind in KINDS} for person in found}, step
