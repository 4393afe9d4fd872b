"""When many people wait, their turns share a transaction; what one of them brings costs none of the others."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from backend.db.earnings import ledger_check
from bot.handlers import dispatch, runner
from bot.handlers.engine.turn import Turn
from bot.handlers.runner import Runners
from tests.fakes.telegram import Person
from tests.integration.scenes import look
from tests.integration.telegram.linking import line
from tests.product import Product, comments

CROWD = 6


@pytest.fixture
def shared(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """All who wait share a transaction. The number of people in each, and of those who had to be run alone."""
    found: list[tuple[int, int]] = []
    share = Runners.shared_turns

    async def counted(self: Runners, people: Sequence[int]) -> Sequence[int]:
        alone = await share(self, people)
        found.append((len(people), len(alone)))
        return alone

    monkeypatch.setattr(Runners, "shared_turns", counted)
    return found


async def crowd(product: Product) -> list[Person]:
    """People with a comment before them."""
    await product.project(data=comments(40))
    people = [await product.hiteuse(f"Awa {number}") for number in range(CROWD)]
    for person in people:
        await product.taps(person, "Accepter")
    return people


async def answers(product: Product, person: Person) -> int:
    async with product.database.unit() as uow:
        row = await uow.fetch_one(
            """
            select count(*) as n from answer a join contact c on c.person_id = a.person_id
            join project p on p.id = a.project_id
            where a.status = 1 and not p.practice and c.address = %s
            """,
            (str(person.id),),
        )
    assert row is not None
    return int(row["n"])


async def test_people_who_tap_at_once_share_a_transaction_and_each_answer_counts_once(
    product: Product, shared: list[tuple[int, int]]
) -> None:
    people = await crowd(product)
    shared.clear()
    for number in range(1, 4):
        for person in people:
            person.tap("Acceptable")  # nothing else runs in between: they come in one call
        for person in people:
            assert "✅ Noté" in (await product.answer(person)).text
            assert await answers(product, person) == number
    assert len(shared) >= 3 and not any(alone for _, alone in shared)
    assert await look(product.database, ledger_check.disagreements) == []


async def test_what_one_event_breaks_is_tried_alone_and_the_others_have_their_answers(
    product: Product, shared: list[tuple[int, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    people = await crowd(product)
    handle = dispatch.handle

    async def unlucky(turn: Turn, event: Any) -> None:
        if "fatal" in str(event):  # after a statement of its own, which must not count
            await turn.uow.execute("insert into setting (name, value) values ('half', '1')")
            await turn.uow.execute("select 1 / 0")
        await handle(turn, event)

    monkeypatch.setattr(dispatch, "handle", unlucky)
    shared.clear()
    people[2].write("fatal")
    for person in (*people[:2], *people[3:]):
        person.tap("Acceptable")
    for person in (*people[:2], *people[3:]):
        assert "✅ Noté" in (await product.answer(person)).text
        assert await answers(product, person) == 1
    assert (CROWD, CROWD) in shared
    for _ in range(runner.MOST_TRIES):
        await product.forward(minutes=5)
    assert "pas réussi" in (await product.heard(people[2]))[-1].text
    async with product.database.unit() as uow:
        assert await uow.fetch_one("select from setting where name = 'half'") is None
    product.errors.clear()


async def test_nobody_waits_for_a_turn_that_takes_long(
    product: Product, shared: list[tuple[int, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    people = await crowd(product)
    handle, held = dispatch.handle, [1]

    async def slow(turn: Turn, event: Any) -> None:
        if "lent" in str(event) and held:
            held.pop()
            await asyncio.Event().wait()
        await handle(turn, event)

    monkeypatch.setattr(dispatch, "handle", slow)
    monkeypatch.setattr(runner, "SHARED_SECONDS", 0.05)
    shared.clear()
    people[0].write("lent")
    for person in people[1:]:
        person.tap("Acceptable")
    for person in people[1:]:
        assert "✅ Noté" in (await product.answer(person)).text
    assert "Choisis une des réponses" in (await product.answer(people[0])).text
    assert shared[0] == (CROWD, CROWD)


async def test_who_joins_her_account_to_one_that_waits_as_well_does_it_alone(
    product: Product, shared: list[tuple[int, int]]
) -> None:
    people = await crowd(product)
    words = await line(product, people[0])
    shared.clear()
    people[1].write(words)
    for person in (people[0], *people[2:]):
        person.tap("Acceptable")
    for person in (people[0], *people[2:]):
        heard = await product.heard(person)
        assert any("✅ Noté" in message.text for message in heard)
        assert await answers(product, person) == 1
    assert shared[0] == (CROWD, CROWD)


async def test_staff_and_strangers_have_a_transaction_of_their_own(
    product: Product, shared: list[tuple[int, int]]
) -> None:
    people = await crowd(product)
    admin, stranger = await product.admin(), product.telegram.person("Inconnue")
    shared.clear()
    admin.write("stats")
    stranger.write("bonjour")
    for person in people:
        person.tap("Acceptable")
    for person in people:
        assert "✅ Noté" in (await product.answer(person)).text
    assert await product.heard(admin) and await product.heard(stranger)
    assert shared[0] == (CROWD + 2, 2)
