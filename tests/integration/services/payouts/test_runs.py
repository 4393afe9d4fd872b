"""Runs of payments against the real database: nobody is paid twice and nothing is lost, whatever comes when."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.db import turns
from backend.db.earnings import ledger, savings
from backend.db.engine.uow import Database, UnitOfWork
from backend.db.payouts import candidates
from backend.db.payouts import payouts as payout_rows
from backend.db.people import erasures
from backend.db.people import queries as people_rows
from backend.domain.earnings.savings import SavingKind
from backend.domain.errors import BadInput, NotAllowed, NotFound
from backend.domain.money import FRANCS_PER_EURO, UNITS_PER_WHOLE, Money
from backend.domain.money import francs as in_francs
from backend.domain.payouts import destinations, files
from backend.domain.payouts.destinations import Destination
from backend.domain.payouts.states import HoldReason, ReturnLine, RunState, Word
from backend.domain.people import codes
from backend.domain.people.commands import OPERATOR, Duty, Goal, Person
from backend.encryption import Keys, new_key
from backend.records import replace
from backend.services.payouts import destinations as destination_service
from backend.services.payouts import proposals, runs
from backend.services.privacy import erasure, leaving
from tests.database import TestServer
from tests.integration.payments import FRANC, KEYS, earns, funded, names, payouts, sent, told
from tests.integration.scenes import NOW, after, agreement, commit, execute, hiteuse, hiteuses, look, rows, value


async def balance(database: Database, person: Person, kind: ledger.AccountKind = "accepted") -> tuple[Money, ...]:
    return await look(database, ledger.balances, kind, person.id)


async def saves(database: Database, person: Person, share: int, cost: Money | None = None) -> None:
    """She saves for a project, and sets a share of each payment aside. 0: nothing."""

    async def act(uow: UnitOfWork) -> None:
        await people_rows.set_goal(uow, person.id, Goal("business", "un salon", cost), NOW)
        await uow.execute("update goal set share = nullif(%s, 0) where person_id = %s", (share, person.id))

    await commit(database, act)


async def owed(database: Database, count: int = 1) -> list[Person]:
    """Women who have earned 50 € each, and said where, each on a number of her own."""
    funds = await funded(database)
    people = await hiteuses(database, count)
    for n, each in enumerate(people):
        await earns(database, funds, each, Money(50 * UNITS_PER_WHOLE))
        await names(database, each, f"070102030{n}")
    return people


async def test_an_accepted_answer_becomes_a_paid_franc(database: Database) -> None:
    funds = await funded(database)
    awa = await hiteuse(database)
    await earns(database, funds, awa, Money(250 * UNITS_PER_WHOLE))
    await names(database, awa)
    proposal = await runs.propose(database, OPERATOR, "a", NOW)
    (line,) = await payouts(database, proposal.run_id)
    assert (line.order.amount, line.order.destination, line.order.name) == (
        Money(163_989 * FRANC, "XOF"),
        "+2250701020304",
        "Awa Koné",
    )
    assert await balance(database, awa) == (Money(3),)  # what 163,989 F do not take of 250 €
    assert await balance(database, awa, "transit") == (Money(2_499_997),)
    assert await agreement(database) == []
    await commit(database, runs.approve, OPERATOR, "b", proposal.run_id, NOW)
    assert await commit(database, runs.run, OPERATOR, proposal.run_id, NOW) == (1, 0)
    assert await commit(database, runs.run, OPERATOR, proposal.run_id, NOW) == (1, 0)
    other = await told(database, ReturnLine(2, line.order.payout_id, Word.PAID, units=163_990 * FRANC))
    assert other.settled == [] and [line for line, _ in other.wrong] == [2]
    done = await told(database, ReturnLine(2, line.order.payout_id, Word.PAID))
    assert [(each.person_id, each.paid) for each in done.settled] == [(awa.id, True)]
    again = await told(database, ReturnLine(2, line.order.payout_id, Word.PAID))
    assert (again.settled, again.known) == ([], 1)
    assert await balance(database, awa, "transit") == (Money(0),)
    assert await balance(database, awa, "paid") == (Money(2_499_997),)
    assert await value(database, "select state from payout_run") == RunState.DONE
    assert await agreement(database) == []


async def test_what_failed_is_hers_again_and_proposed_anew_with_a_key_of_its_own(database: Database) -> None:
    (awa,) = await owed(database)
    run_id = await sent(database, minimum=1_000 * FRANC)
    (line,) = await payouts(database, run_id)
    done = await told(database, ReturnLine(2, line.order.payout_id, Word.FAILED, "recipient-limit-exceeded"))
    assert done.settled[0].reason == "recipient-limit-exceeded"
    assert await balance(database, awa) == (Money(50 * UNITS_PER_WHOLE),)
    assert await agreement(database) == []
    second = await sent(database, minimum=1_000 * FRANC)
    (again,) = await payouts(database, second)
    assert again.order.key != line.order.key
    assert again.order.amount == line.order.amount
    # the provider's late "paid" of the first one is a contradiction, and moves nothing
    late = await told(database, ReturnLine(7, line.order.payout_id, Word.PAID))
    assert [number for number, _ in late.wrong] == [7]
    assert await balance(database, awa, "paid") == (Money(0),)
    assert await agreement(database) == []


async def test_what_comes_back_after_it_was_paid_is_hers_again(database: Database) -> None:
    (awa,) = await owed(database)
    run_id = await sent(database, minimum=1_000 * FRANC)
    (line,) = await payouts(database, run_id)
    await told(database, ReturnLine(2, line.order.payout_id, Word.PAID))
    await told(database, ReturnLine(2, line.order.payout_id, Word.CAME_BACK, "reversed"))
    assert await balance(database, awa) == (Money(50 * UNITS_PER_WHOLE),)
    assert await balance(database, awa, "paid") == (Money(0),)
    assert await agreement(database) == []


async def test_a_second_proposal_holds_nothing_that_an_open_or_paid_run_holds(database: Database) -> None:
    funds = await funded(database)
    awa = await hiteuse(database)
    await earns(database, funds, awa, Money(50 * UNITS_PER_WHOLE))
    await names(database, awa)
    first = await runs.propose(database, OPERATOR, "a", NOW)
    await earns(database, funds, awa, Money(50 * UNITS_PER_WHOLE))
    assert (await runs.propose(database, OPERATOR, "a", NOW)).payouts == 0
    await commit(database, runs.drop, OPERATOR, first.run_id, NOW)
    assert await payouts(database, first.run_id) == []
    third = await runs.propose(database, OPERATOR, "a", NOW)
    (line,) = await payouts(database, third.run_id)
    assert line.order.amount.units == 65_595 * FRANC  # both halves
    assert await agreement(database) == []


async def test_of_two_proposals_at_once_the_second_waits(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proposals, "CHUNK_PEOPLE", 1)
    await owed(database, 4)
    both = await asyncio.gather(*(runs.propose(database, OPERATOR, name, NOW) for name in "ab"))
    assert sorted(each.payouts for each in both) == [0, 4]
    assert await value(database, "select count(*) from payout where state = 'proposed'") == 4
    assert await agreement(database) == []


async def test_the_minimum_and_who_waits(database: Database) -> None:
    funds = await funded(database)
    poor, nameless, changed, locked, joined, far = await hiteuses(database, 6)
    for each in (nameless, changed, locked, joined, far):
        await earns(database, funds, each, Money(50 * UNITS_PER_WHOLE))
    await earns(database, funds, poor, Money(UNITS_PER_WHOLE))
    for n, each in enumerate((poor, changed, locked, joined)):
        await names(database, each, f"070102030{n}")
    await names(database, changed, "0505060708")  # in the place of the first one
    async with database.unit() as uow:
        await uow.execute("update contact set locked_at = %s where person_id = %s", (NOW, locked.id))
        await uow.execute(
            "insert into merge (gone_id, kept_id, at, before) values (%s, %s, %s, '{}')",
            (poor.id, joined.id, after(days=-6)),
        )
        await uow.execute("update person set country = 'MG' where id = %s", (far.id,))
        await uow.commit()
    found = await runs.propose(database, OPERATOR, "a", NOW)
    assert found.payouts == 0
    assert found.held == {
        HoldReason.NO_DESTINATION: 1,
        HoldReason.NEW_DESTINATION: 1,
        HoldReason.CHAT_LOCKED: 1,
        HoldReason.JUST_JOINED: 1,
        HoldReason.NO_RATE: 1,
    }
    assert (await runs.propose(database, OPERATOR, "a", NOW, minimum=100 * FRANC)).payouts == 1
    for each in (locked, joined):
        assert await commit(database, destination_service.clear, OPERATOR, each.id, NOW)
    assert (await runs.propose(database, OPERATOR, "a", after(hours=24))).payouts == 3


async def test_two_people_with_one_number_are_paid_once_somebody_has_looked(database: Database) -> None:
    funds = await funded(database)
    awa, binta = await hiteuses(database, 2)
    for each in (awa, binta):
        await earns(database, funds, each, Money(50 * UNITS_PER_WHOLE))
        await names(database, each)
    assert (await runs.propose(database, OPERATOR, "a", NOW)).held == {HoldReason.SHARED_DESTINATION: 2}
    await commit(database, destination_service.clear, OPERATOR, awa.id, NOW)
    assert (await runs.propose(database, OPERATOR, "a", NOW)).payouts == 1


async def test_who_has_proposed_a_run_does_not_approve_it(database: Database) -> None:
    await owed(database)
    run_id = (await runs.propose(database, OPERATOR, "Fatou", NOW)).run_id
    here = Person(99, "admin", first_name="Fatou", duty="finance")  # the same name in chat
    for by, name in ((OPERATOR, "fatou"), (OPERATOR, " Fatou "), (here, here.first_name)):
        with pytest.raises(BadInput, match="does not approve"):
            await commit(database, runs.approve, by, name, run_id, NOW)
    with pytest.raises(BadInput, match="approved first"):
        await commit(database, runs.run, OPERATOR, run_id, NOW)
    await commit(database, runs.approve, OPERATOR, "Aïcha", run_id, NOW)
    with pytest.raises(BadInput, match="only a proposed one"):
        await commit(database, runs.approve, OPERATOR, "Aïcha", run_id, NOW)


async def test_of_two_who_approve_at_once_one_does(database: Database) -> None:
    await owed(database)
    run_id = (await runs.propose(database, OPERATOR, "a", NOW)).run_id
    done = await asyncio.gather(
        *(commit(database, runs.approve, OPERATOR, who, run_id, NOW) for who in "bc"),
        return_exceptions=True,
    )
    assert sorted(type(each).__name__ for each in done) == ["BadInput", "Run"]


async def test_a_chat_that_locks_before_the_money_leaves_keeps_it_back(database: Database) -> None:
    awa, binta = await owed(database, 2)
    run_id = (await runs.propose(database, OPERATOR, "a", NOW)).run_id
    await commit(database, runs.approve, OPERATOR, "b", run_id, NOW)
    await execute(database, "update contact set locked_at = %s where person_id = %s", (after(hours=1), awa.id))
    assert await commit(database, runs.run, OPERATOR, run_id, after(hours=2)) == (1, 1)
    assert await commit(database, runs.left_out, OPERATOR, run_id) == {HoldReason.CHAT_LOCKED: 1}
    assert [line.person_id for line in await payouts(database, run_id)] == [binta.id]
    assert await balance(database, awa) == (Money(50 * UNITS_PER_WHOLE),)
    assert await agreement(database) == []


async def test_who_names_another_number_before_the_money_leaves_is_not_paid_on_the_old_one(database: Database) -> None:
    awa, binta = await owed(database, 2)
    run_id = (await runs.propose(database, OPERATOR, "a", NOW)).run_id
    await commit(database, runs.approve, OPERATOR, "b", run_id, NOW)
    await names(database, awa, "0505060708")  # her old card was stolen
    assert await commit(database, runs.run, OPERATOR, run_id, after(hours=2)) == (1, 1)
    assert await commit(database, runs.left_out, OPERATOR, run_id) == {HoldReason.NEW_DESTINATION: 1}
    assert [line.person_id for line in await payouts(database, run_id)] == [binta.id]
    assert await balance(database, awa) == (Money(50 * UNITS_PER_WHOLE),)
    assert (await runs.propose(database, OPERATOR, "a", after(hours=2))).held == {HoldReason.NEW_DESTINATION: 1}
    assert await agreement(database) == []


@pytest.mark.parametrize("word", [Word.PAID, Word.FAILED])
async def test_an_erased_woman_holds_up_nobodys_payment(database: Database, tmp_path: Path, word: Word) -> None:
    """Where she is paid was gone while her payment was on its way: no payment of the run could be read any more."""
    awa, binta = await owed(database, 2)
    run_id = await sent(database)
    numbers = Keys([new_key()]).numbers
    claim = (await commit(database, erasure.ask_now, awa.id, after(hours=1))).claim
    assert await look(database, erasures.due, after(hours=1), 5) == [awa.id]
    assert not await erasure.erase(database, awa.id, after(hours=1), tmp_path, numbers)
    assert await look(database, erasures.due, after(hours=1), 5) == []  # many of them would keep all others waiting
    lines = await payouts(database, run_id)
    assert [line.person_id for line in lines] == [awa.id, binta.id]
    sender = files.Sender("hiteuses")
    exported = await commit(database, runs.export, OPERATOR, run_id, "csv", sender, KEYS)
    assert b"+2250701020300" in exported
    (hers,) = [line.order for line in lines if line.person_id == awa.id]
    assert (await told(database, ReturnLine(2, hers.payout_id, word))).wrong == []
    assert await look(database, erasures.due, after(hours=2), 5) == [awa.id]
    assert await erasure.erase(database, awa.id, after(hours=2), tmp_path, numbers)
    where = "select count(*) from destination where person_id = %s and (length(sealed) > 0 or tail <> '')"
    assert await value(database, where, (awa.id,)) == 0
    assert [line.person_id for line in await payouts(database, run_id)] == [binta.id]
    async with database.unit() as uow:
        kept = await leaving.kept_under(uow, codes.read(claim) or "")
    assert kept == (() if word is Word.PAID else (Money(50 * UNITS_PER_WHOLE),))
    assert await agreement(database) == []


async def test_a_run_says_nothing_of_who_was_erased(database: Database, tmp_path: Path) -> None:
    """« 1 dans un pays dont le cours de la monnaie manque »: she has no country any more, and is paid by her code."""
    awa, binta = await owed(database, 2)
    await commit(database, erasure.ask_now, awa.id, NOW)
    assert await erasure.erase(database, awa.id, NOW, tmp_path, Keys([new_key()]).numbers)
    proposal = await runs.propose(database, OPERATOR, "a", NOW)
    assert (proposal.payouts, proposal.held) == (1, {})
    assert [line.person_id for line in await payouts(database, proposal.run_id)] == [binta.id]


async def test_a_payment_that_was_not_sent_leaves_its_run_when_she_is_erased(
    database: Database, tmp_path: Path
) -> None:
    """Handed over at this moment it was on its way to nowhere."""
    awa, binta = await owed(database, 2)
    run_id = (await runs.propose(database, OPERATOR, "a", NOW)).run_id
    await commit(database, runs.approve, OPERATOR, "b", run_id, NOW)
    claim = (await commit(database, erasure.ask_now, awa.id, NOW)).claim
    assert await erasure.erase(database, awa.id, NOW, tmp_path, Keys([new_key()]).numbers)
    states = await rows(database, "select person_id, state from payout order by id")
    assert [(row["person_id"], row["state"]) for row in states] == [(awa.id, "dropped"), (binta.id, "proposed")]
    assert await commit(database, runs.run, OPERATOR, run_id, NOW) == (1, 0)
    async with database.unit() as uow:
        assert await leaving.kept_under(uow, codes.read(claim) or "") == (Money(50 * UNITS_PER_WHOLE),)
    assert await agreement(database) == []


async def test_who_claims_her_pay_while_a_payment_is_on_its_way_hears_how_it_ends(
    database: Database, tmp_path: Path
) -> None:
    """The payment is her new account's then, and where it goes was emptied by the erasure of the old one."""
    awa, binta = await owed(database, 2)
    run_id = await sent(database)
    numbers = Keys([new_key()]).numbers
    claim = (await commit(database, erasure.ask_now, awa.id, after(hours=1))).claim
    assert not await erasure.erase(database, awa.id, after(hours=1), tmp_path, numbers)
    (again,) = await hiteuses(database, 1)
    code = codes.read(claim) or ""
    async with database.unit() as uow:
        assert await leaving.kept_under(uow, code) == ()
        assert in_francs(*await leaving.on_the_way_under(uow, code)) == 32_797
        _, talk = await turns.lock_person(uow, again.id)
        assert await leaving.claim(uow, again, talk, code, "telegram", after(hours=2)) is not None
        await uow.commit()
    assert not await erasure.erase(database, awa.id, after(hours=2), tmp_path, numbers)
    lines = await payouts(database, run_id)
    assert [line.person_id for line in lines] == [again.id, binta.id]
    chats = "select count(*) from contact where person_id = %s and address like 'erased:%%'"
    assert await value(database, chats, (again.id,)) == 0
    (hers,) = [line.order for line in lines if line.person_id == again.id]
    assert (await told(database, ReturnLine(2, hers.payout_id, Word.FAILED))).wrong == []
    assert await erasure.erase(database, awa.id, after(hours=3), tmp_path, numbers)
    assert [line.person_id for line in await payouts(database, run_id)] == [binta.id]
    assert await balance(database, again) == (Money(50 * UNITS_PER_WHOLE),)
    assert await value(database, "select count(*) from inbox where person_id = %s", (again.id,)) == 1
    assert await agreement(database) == []


async def test_who_moves_where_the_currency_is_another_is_asked_for_a_number_again(database: Database) -> None:
    awa, binta = await owed(database, 2)
    run_id = (await runs.propose(database, OPERATOR, "a", NOW)).run_id
    await commit(database, runs.approve, OPERATOR, "b", run_id, NOW)
    await commit(database, destination_service.moved, binta, "SN", "telegram", NOW)
    await commit(database, destination_service.moved, awa, "CM", "telegram", NOW)
    await execute(database, "update person set country = 'CM' where id = %s", (awa.id,))
    assert await commit(database, runs.run, OPERATOR, run_id, after(hours=2)) == (1, 1)
    assert [line.person_id for line in await payouts(database, run_id)] == [binta.id]
    assert (await runs.propose(database, OPERATOR, "a", after(hours=2))).held == {HoldReason.NO_DESTINATION: 1}
    assert await agreement(database) == []


async def test_a_file_with_another_key_moves_nothing(database: Database) -> None:
    await owed(database)
    (line,) = await payouts(database, await sent(database))
    number, key = line.order.payout_id, line.order.key.replace("-", "")
    wrong = await told(database, ReturnLine(2, number, Word.PAID, key="0" * 32))  # another bank's
    assert [str(reason) for _, reason in wrong.wrong] == [f"payment {number} has another key than the file says"]
    assert wrong.settled == [] and await agreement(database) == []
    assert len((await told(database, ReturnLine(2, number, Word.PAID, key=key))).settled) == 1


async def test_lines_that_cannot_be_are_named_and_the_others_count(database: Database) -> None:
    await owed(database)
    proposed = (await runs.propose(database, OPERATOR, "a", NOW)).run_id
    (line,) = await payouts(database, proposed)
    done = await told(database, ReturnLine(2, 999, Word.PAID), ReturnLine(3, line.order.payout_id, Word.PAID))
    assert [(number, str(why)) for number, why in done.wrong] == [
        (2, "there is no payment 999"),
        (3, f"payment {line.order.payout_id} is proposed, and the file says paid"),
    ]
    assert await agreement(database) == []
    with pytest.raises(NotFound):
        await commit(database, runs.approve, OPERATOR, "b", 99, NOW)


async def test_a_proposal_that_ended_in_the_middle_is_dropped_by_the_next(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await owed(database, 3)
    monkeypatch.setattr(proposals, "CHUNK_PEOPLE", 1)
    real, calls = payout_rows.add, [0]

    async def dying(uow, run_id, found, now):  # type: ignore[no-untyped-def]
        calls[0] += 1
        if calls[0] == 3:
            raise KeyboardInterrupt
        await real(uow, run_id, found, now)

    monkeypatch.setattr(payout_rows, "add", dying)
    with pytest.raises(KeyboardInterrupt):
        await runs.propose(database, OPERATOR, "a", NOW)
    monkeypatch.setattr(payout_rows, "add", real)
    assert await agreement(database) == []
    assert (await runs.propose(database, OPERATOR, "a", NOW)).payouts == 3
    assert [row["state"] for row in await rows(database, "select state from payout_run order by id")] == [
        "dropped",
        "proposed",
    ]
    assert await agreement(database) == []


@pytest.mark.parametrize("duty", ["operations", "reader", None])
async def test_only_owners_and_finance_move_money(database: Database, duty: Duty | None) -> None:
    person = replace(await hiteuse(database), role="admin" if duty else "huber", duty=duty)
    with pytest.raises(NotAllowed):
        await runs.propose(database, person, "x", NOW)
    for act in (
        lambda uow: runs.approve(uow, person, "x", 1, NOW),
        lambda uow: runs.run(uow, person, 1, NOW),
        lambda uow: runs.drop(uow, person, 1, NOW),
        lambda uow: runs.reconcile(uow, person, (), NOW),
        lambda uow: destination_service.clear(uow, person, 1, NOW),
    ):
        with pytest.raises(NotAllowed):
            await commit(database, act)


async def test_a_number_is_kept_encrypted_and_read_with_an_older_key(database: Database) -> None:
    awa = await hiteuse(database)
    await names(database, awa)
    (kept,) = await rows(database, "select sealed, mark, tail from destination")
    assert b"0701020304" not in kept["sealed"] + kept["mark"]
    old = new_key()
    before, rotated = Keys([old]), Keys([new_key(), old])
    where = Destination(destinations.DestinationKind.PHONE, "+2250701020304", "Awa")
    text = destinations.sealable(where)
    assert destinations.opened(rotated.open(before.seal(text))) == where
    assert rotated.mark(text) == before.mark(text)
    with pytest.raises(BadInput):
        before.open(rotated.seal(text))


STEP = st.one_of(
    st.tuples(st.just("earn"), st.integers(0, 2), st.integers(1, 400_000)),
    st.tuples(st.just("francs"), st.integers(0, 2), st.integers(1, 900 * FRANC)),
    st.tuples(st.just("propose"), st.integers(1, 200), st.just(0)),
    st.tuples(st.just("drop"), st.just(0), st.just(0)),
    st.tuples(st.just("send"), st.just(0), st.just(0)),
    st.tuples(st.sampled_from(["save", "take out"]), st.integers(0, 2), st.integers(0, 90)),
    st.tuples(st.sampled_from(["paid", "failed", "came back"]), st.integers(1, 12), st.just(0)),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, min_size=4, max_size=25))
async def test_in_any_order_money_is_where_a_simple_model_says(
    server: TestServer, database: Database, steps: Sequence[tuple[str, int, int]]
) -> None:
    server.clean()
    euros, francs = await funded(database), await funded(database, "XOF")
    people = await hiteuses(database, 3)
    for n, each in enumerate(people):
        await names(database, each, f"070102030{n}")
    earned = {each.id: Fraction() for each in people}  # in units of a franc
    for what, which, units in steps:
        match what:
            case "earn":
                await earns(database, euros, people[which], Money(units))
                earned[people[which].id] += units * FRANCS_PER_EURO
            case "francs":
                await earns(database, francs, people[which], Money(units, "XOF"))
                earned[people[which].id] += units
            case "propose":
                await runs.propose(database, OPERATOR, "a", NOW, minimum=which * FRANC)
            case "save":
                await saves(database, people[which], units)
            case "take out":
                person = people[which].id
                await commit(database, savings.release, person, SavingKind.OUT, NOW)
            case "drop" | "send":
                for found in await rows(
                    database, "select id from payout_run where state = 'proposed' order by id limit 1"
                ):
                    if what == "drop":
                        await commit(database, runs.drop, OPERATOR, found["id"], NOW)
                    else:
                        await commit(database, runs.approve, OPERATOR, "b", found["id"], NOW)
                        await commit(database, runs.run, OPERATOR, found["id"], NOW)
            case _:
                for found in await rows(database, "select id from payout order by id offset %s limit 1", (which - 1,)):
                    await told(database, ReturnLine(2, found["id"], Word(what)))
        assert await agreement(database) == []
    for each in people:
        (counted,) = await rows(
            database,
            """
            select coalesce(sum(units) filter (where state = 'paid'), 0)::bigint as paid,
                   coalesce(sum(units) filter (where state in ('proposed', 'sent')), 0)::bigint as open,
                   coalesce(sum(carried) filter (where state in ('proposed', 'sent', 'paid')), 0)::bigint as carried
            from payout where person_id = %s
            """,
            (each.id,),
        )
        left = sum(
            (
                m.units * (FRANCS_PER_EURO if m.currency == "EUR" else Fraction(1))
                for m in (*await balance(database, each), *await balance(database, each, "savings"))
            ),
            Fraction(),
        )
        assert left + counted["paid"] + counted["open"] + Fraction(counted["carried"], 1_000) == earned[each.id]


async def test_a_proposal_waits_for_nobodys_turn(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody whose turn runs just then is looked at once it is over."""
    people = await owed(database, 2)
    waited, real = asyncio.Event(), candidates.lock

    async def lock(uow: UnitOfWork, people: Sequence[int], *, wait: bool) -> list[int]:
        if wait:
            waited.set()
        return await real(uow, people, wait=wait)

    monkeypatch.setattr(candidates, "lock", lock)
    async with database.unit() as busy:
        await busy.fetch_all("select from conversation where person_id = %s for update", (people[0].id,))
        proposing = asyncio.create_task(runs.propose(database, OPERATOR, "a", NOW))
        await waited.wait()
        assert len(await rows(database, "select from payout")) == 1  # the other one's is there
        await busy.commit()
    assert (await proposing).payouts == 2
