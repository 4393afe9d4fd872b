"""What is set aside of payments: kept back, never paid by accident, and back with her when she says so."""

from __future__ import annotations

import pytest

from backend.db.earnings import savings as saving_rows
from backend.db.engine.uow import Database
from backend.domain.earnings.savings import SavingKind
from backend.domain.money import UNITS_PER_WHOLE, Money, francs
from backend.domain.payouts.states import PayoutState, ReturnLine, Word
from backend.domain.people.commands import OPERATOR, Person
from backend.domain.people.roles import RoleAssignment
from backend.services.admin import roles
from backend.services.earnings import savings
from backend.services.identity import unmerging
from backend.services.payouts import runs
from tests.integration.payments import FRANC, earns, funded, names, paid_out, payouts, sent, told
from tests.integration.scenes import NOW, after, agreement, commit, execute, hiteuse, hiteuses, value
from tests.integration.services.identity.test_unmerging import merge
from tests.integration.services.payouts.test_runs import balance
from tests.integration.services.payouts.test_runs import saves as sets_aside


async def saves(database: Database, person: Person, *, cost: int = 1_000_000, share: int = 20) -> None:
    await sets_aside(database, person, share, Money(cost * FRANC, "XOF"))


async def test_a_share_is_kept_back_from_the_payment(database: Database) -> None:
    funds, awa = await funded(database, "XOF"), await hiteuse(database)
    await earns(database, funds, awa, Money(10_000 * FRANC, "XOF"))
    await names(database, awa)
    await saves(database, awa)
    run_id = await sent(database)
    (line,) = await payouts(database, run_id)
    assert line.order.amount == Money(8_000 * FRANC, "XOF")
    assert await balance(database, awa, "savings") == (Money(2_000 * FRANC, "XOF"),)
    assert await balance(database, awa) == (Money(0, "XOF"),)
    await told(database, ReturnLine(2, line.order.payout_id, Word.PAID))
    assert await balance(database, awa, "savings") == (Money(2_000 * FRANC, "XOF"),)
    assert await agreement(database) == []
    await runs.propose(database, OPERATOR, "a", NOW, minimum=FRANC)
    assert await value(database, "select count(*) from payout") == 1  # nothing of it is proposed


async def test_of_two_currencies_the_payment_stays_whole(database: Database) -> None:
    euros, xof, awa = await funded(database), await funded(database, "XOF"), await hiteuse(database)
    await earns(database, euros, awa, Money(250 * UNITS_PER_WHOLE))
    await earns(database, xof, awa, Money(1_000 * FRANC, "XOF"))
    await names(database, awa)
    await saves(database, awa, share=50)
    (line,) = await payouts(database, await sent(database))
    assert line.order.amount.units % FRANC == 0
    assert francs(*(await balance(database, awa, "savings"))) == 82_494  # half of 164,989.25
    assert francs(line.order.amount) == 164_989 - 82_494
    assert await agreement(database) == []


async def test_what_does_not_arrive_takes_back_what_was_kept_from_it(database: Database) -> None:
    funds, awa = await funded(database, "XOF"), await hiteuse(database)
    await earns(database, funds, awa, Money(10_000 * FRANC, "XOF"))
    await names(database, awa)
    await saves(database, awa)
    (line,) = await payouts(database, await sent(database))
    await told(database, ReturnLine(2, line.order.payout_id, Word.FAILED, "wallet full"))
    assert await balance(database, awa) == (Money(10_000 * FRANC, "XOF"),)
    assert await balance(database, awa, "savings") == (Money(0, "XOF"),)
    (again,) = await payouts(database, await sent(database))
    assert again.order.amount == line.order.amount  # the share is taken once
    assert await balance(database, awa, "savings") == (Money(2_000 * FRANC, "XOF"),)
    assert await agreement(database) == []


async def test_what_she_took_out_meanwhile_is_not_taken_back_twice(database: Database) -> None:
    funds, awa = await funded(database, "XOF"), await hiteuse(database)
    await earns(database, funds, awa, Money(10_000 * FRANC, "XOF"))
    await names(database, awa)
    await saves(database, awa)
    (line,) = await payouts(database, await sent(database))
    await commit(database, saving_rows.release, awa.id, SavingKind.OUT, NOW)
    assert await balance(database, awa) == (Money(2_000 * FRANC, "XOF"),)
    await told(database, ReturnLine(2, line.order.payout_id, Word.FAILED, "wallet full"))
    assert await balance(database, awa) == (Money(10_000 * FRANC, "XOF"),)
    assert await agreement(database) == []


async def test_what_she_took_out_is_not_told_as_set_aside(database: Database) -> None:
    """« Et 2 000 F CFA sont de côté pour ton projet » was said when the payment arrived."""
    funds, awa = await funded(database, "XOF"), await hiteuse(database)
    await earns(database, funds, awa, Money(10_000 * FRANC, "XOF"))
    await names(database, awa)
    await saves(database, awa)
    (line,) = await payouts(database, await sent(database))
    for taken, left in ((500, 1_500), (1_500, 0)):
        await commit(database, savings.take_out, awa, Money(taken * FRANC, "XOF"), NOW)
        assert francs(*await commit(database, savings.of_payment, awa, line.order.payout_id)) == left


async def test_a_run_that_is_dropped_gives_back_all(database: Database) -> None:
    funds, awa = await funded(database, "XOF"), await hiteuse(database)
    await earns(database, funds, awa, Money(10_000 * FRANC, "XOF"))
    await names(database, awa)
    await saves(database, awa)
    proposal = await runs.propose(database, OPERATOR, "a", NOW)
    await commit(database, runs.drop, OPERATOR, proposal.run_id, NOW)
    assert await value(database, "select state from payout") == PayoutState.DROPPED
    assert await balance(database, awa) == (Money(10_000 * FRANC, "XOF"),)
    assert await agreement(database) == []


@pytest.mark.parametrize(("earned", "kept"), [(1_000, 0), (1_500, 499), (4_000, 2_000)])
async def test_the_rest_is_at_least_the_smallest_payment(database: Database, earned: int, kept: int) -> None:
    funds, awa = await funded(database, "XOF"), await hiteuse(database)
    await earns(database, funds, awa, Money(earned * FRANC, "XOF"))
    await names(database, awa)
    await saves(database, awa, share=50)
    (line,) = await payouts(database, await sent(database, minimum=1_000 * FRANC))
    assert francs(*await balance(database, awa, "savings")) == kept
    assert line.order.amount == Money((earned - kept) * FRANC, "XOF")


async def test_no_more_is_set_aside_than_the_project_costs(database: Database) -> None:
    funds, awa = await funded(database, "XOF"), await hiteuse(database)
    await names(database, awa)
    await saves(database, awa, cost=3_000, share=50)
    for expected in (2_000, 3_000, 3_000):
        await earns(database, funds, awa, Money(4_000 * FRANC, "XOF"))
        (line,) = await payouts(database, await sent(database))
        await told(database, ReturnLine(2, line.order.payout_id, Word.PAID))
        assert francs(*await balance(database, awa, "savings")) == expected
    assert await agreement(database) == []


async def test_a_merge_gives_back_what_both_have_set_aside(database: Database) -> None:
    funds, (kept, gone) = await funded(database, "XOF"), await hiteuses(database, 2)
    for n, person in enumerate((kept, gone)):
        await earns(database, funds, person, Money((n + 1) * 10_000 * FRANC, "XOF"))
        await names(database, person, f"070102030{n}")
        await saves(database, person)
    for line in await payouts(database, run_id := await sent(database)):
        await told(database, ReturnLine(2, line.order.payout_id, Word.PAID))
    assert run_id
    await merge(database, gone, kept)
    assert francs(*await balance(database, kept)) == 6_000
    assert francs(*await balance(database, kept, "savings"), *await balance(database, gone, "savings")) == 0
    assert await agreement(database) == []


async def test_an_unmerge_gives_each_what_she_earned_of_what_was_set_aside(database: Database) -> None:
    funds, (kept, gone) = await funded(database, "XOF"), await hiteuses(database, 2)
    await earns(database, funds, kept, Money(10_000 * FRANC, "XOF"))
    await earns(database, funds, gone, Money(20_000 * FRANC, "XOF"))
    await merge(database, gone, kept)
    await saves(database, kept)
    later = after(days=8)
    await names(database, kept, now=later)
    (line,) = await payouts(database, await sent(database, after(days=10)))
    await told(database, ReturnLine(2, line.order.payout_id, Word.FAILED, "wallet full"))
    await earns(database, funds, kept, Money(1_000 * FRANC, "XOF"))
    (line,) = await payouts(database, await sent(database, after(days=11)))
    assert francs(*await balance(database, kept, "savings")) == 6_200
    await told(database, ReturnLine(2, line.order.payout_id, Word.PAID))
    chat = await value(database, "select (before -> 'chats' ->> 0)::bigint from merge")
    await commit(database, unmerging.unmerge, chat, after(days=12))
    assert await balance(database, kept, "savings") == (Money(0, "XOF"),)
    # 24,800 F were paid while they were one: what was set aside goes to her who is restored
    assert francs(*await balance(database, gone)) == 6_200
    assert await agreement(database) == []


async def test_who_works_no_more_has_everything_back(database: Database) -> None:
    funds, awa = await funded(database, "XOF"), await hiteuse(database)
    await earns(database, funds, awa, Money(10_000 * FRANC, "XOF"))
    await names(database, awa)
    await saves(database, awa)
    await sent(database)
    await commit(database, roles.change, OPERATOR, awa.id, RoleAssignment("huber"), "", NOW)
    assert francs(*await balance(database, awa, "savings")) == 0
    assert francs(*await balance(database, awa)) == 2_000
    assert await value(database, "select share from goal") is None
    assert await agreement(database) == []


async def test_the_check_names_savings_without_a_note(database: Database) -> None:
    funds, awa = await funded(database, "XOF"), await hiteuse(database)
    await earns(database, funds, awa, Money(10_000 * FRANC, "XOF"))
    await saves(database, awa)
    await paid_out(database, awa)
    assert await agreement(database) == []
    await execute(
        database,
        "insert into saving (person_id, kind, units, currency, at) values (%s, 'out', 5, 'XOF', %s)",
        (awa.id, NOW),
    )
    assert any("noted as set aside or booked" in line for line in await agreement(database))
