"""Runs by the terms of `payouts.toml`: currencies, fees, limits, and the days of payment."""

from __future__ import annotations

import asyncio
import io
from datetime import timedelta
from fractions import Fraction

import pytest

from backend.db.earnings import ledger
from backend.db.engine.uow import Database
from backend.db.payouts import execution, rhythms
from backend.db.payouts import payouts as payout_rows
from backend.domain.earnings import fec
from backend.domain.money import UNITS_PER_WHOLE, Money
from backend.domain.payouts import terms_file
from backend.domain.payouts.providers import ProviderName
from backend.domain.payouts.states import HoldReason, ReturnLine, RunState, Word
from backend.domain.payouts.terms import Rhythm, Terms
from backend.domain.people.commands import OPERATOR, Person
from backend.records import replace
from backend.services.earnings import book_files
from backend.services.payouts import overview, runs
from backend.services.payouts.timing import schedule
from tests import fec as fec_reader
from tests.integration.payments import FRANC, earns, funded, names, payouts, told
from tests.integration.scenes import NOW, agreement, commit, execute, hiteuse, hiteuses, look, rows, value

DAY = NOW.date()
TERMS = f"""
date = {DAY}
[schedule]
weekly = "wednesday"
monthly = 5
hour = 8
[fees.files.CM]
percent = 1
borne_by = "person"
[fees.files.MG]
fixed = 300
borne_by = "company"
[limits.XOF]
wallet = 200000
[rates]
days = 3
[rates.MGA]
per_euro = 5012.25
date = {DAY - timedelta(days=2)}
"""


def terms(text: str = TERMS) -> Terms:
    return terms_file.read(text)


async def run(database: Database, found: Terms) -> list[runs.Line]:
    """A run that was proposed, approved and handed over."""
    proposal = await runs.propose(database, OPERATOR, "a", NOW, terms=found)
    await commit(database, runs.approve, OPERATOR, "b", proposal.run_id, NOW)
    await commit(database, runs.run, OPERATOR, proposal.run_id, NOW, terms=found)
    return await payouts(database, proposal.run_id)


async def company(database: Database) -> dict[tuple[str, str], int]:
    """The balances of the company's accounts, by kind and currency."""
    found = {}
    async with database.unit() as uow:
        for kind in ("bank", "exchange", "fees"):
            for money in await ledger.balances(uow, kind, ledger.COMPANY):
                found[kind, money.currency] = money.units
    return found


async def test_ariary_at_the_rate_of_the_file_by_an_exchange_of_two_transfers(database: Database) -> None:
    funds = await funded(database)
    noro = await hiteuse(database, country="MG", zone="Indian/Antananarivo")
    await earns(database, funds, noro, Money(50 * UNITS_PER_WHOLE))
    await names(database, noro, "032 12 345 67")
    (line,) = await run(database, terms())
    assert (line.order.amount, line.order.destination) == (Money(250_612 * FRANC, "MGA"), "+261321234567")
    await told(database, ReturnLine(2, line.order.payout_id, Word.PAID))
    taken = await value(database, "select units from payout_part")
    assert await company(database) == {
        ("bank", "EUR"): -taken,
        ("exchange", "EUR"): taken,
        ("exchange", "MGA"): -250_612 * FRANC,
        ("bank", "MGA"): (250_612 - 300) * FRANC,
        ("fees", "MGA"): 300 * FRANC,
    }
    # what the exchange has over is what is carried
    carried = await value(database, "select carried from payout")
    assert taken * Fraction("5012.25") - 250_612 * FRANC == Fraction(carried, 6_559_570_000)
    assert await agreement(database) == []
    await told(database, ReturnLine(2, line.order.payout_id, Word.CAME_BACK, "reversed"))
    assert {units for (kind, _), units in (await company(database)).items() if kind == "exchange"} == {0}
    assert await agreement(database) == []
    assert await look(database, ledger.balances, "accepted", noro.id) == (Money(50 * UNITS_PER_WHOLE),)


async def test_the_fec_has_an_exchange_in_euros_at_the_rate_of_its_payment(database: Database) -> None:
    funds = await funded(database)
    noro = await hiteuse(database, country="MG", zone="Indian/Antananarivo")
    await earns(database, funds, noro, Money(50 * UNITS_PER_WHOLE))
    await names(database, noro, "032 12 345 67")
    (line,) = await run(database, terms())
    await told(database, ReturnLine(2, line.order.payout_id, Word.PAID))
    file, period = io.BytesIO(), fec.read_period("2026-03")
    await look(database, book_files.fec_file, OPERATOR, period, "tab", file.write)
    found = fec_reader.read(fec.file_name("732829320", period), file.getvalue())
    debits = {each["PieceRef"]: each for each in found if fec_reader.amount(each["Debit"])}
    bought = debits[f"exchange:{line.order.payout_id}:MGA"]
    assert (bought["Debit"], bought["Montantdevise"], bought["Idevise"]) == ("49,9999", "250612,0000", "MGA")
    assert debits[f"fee:{line.order.payout_id}"]["Debit"] == "0,0599"


async def test_a_missing_or_old_rate_pays_nobody_there_and_says_why(database: Database) -> None:
    funds = await funded(database)
    for country, number in (("MG", "0321234567"), ("CD", "0812345678"), ("CI", "0701020304")):
        each = await hiteuse(database, country=country)
        await earns(database, funds, each, Money(50 * UNITS_PER_WHOLE))
        await names(database, each, number)
    old = terms(TERMS.replace(f"date = {DAY - timedelta(days=2)}", f"date = {DAY - timedelta(days=4)}"))
    found = await runs.propose(database, OPERATOR, "a", NOW, terms=old)
    assert (found.payouts, found.held) == (1, {HoldReason.NO_RATE: 2})


async def test_a_fee_that_she_bears_is_taken_from_what_arrives(database: Database) -> None:
    funds = await funded(database, "XAF")
    awa = await hiteuse(database, country="CM", zone="Africa/Douala")
    await earns(database, funds, awa, Money(10_100 * FRANC, "XAF"))
    await names(database, awa, "670000000")
    (line,) = await run(database, terms())
    assert line.order.amount == Money(10_000 * FRANC, "XAF")
    await told(database, ReturnLine(2, line.order.payout_id, Word.PAID))
    # in the currency of the work there is no exchange
    assert await company(database) == {("bank", "XAF"): -100 * FRANC, ("fees", "XAF"): 100 * FRANC}
    assert await agreement(database) == []


async def test_a_fee_that_was_paid_counts_although_the_payment_came_back_and_of_one_that_never_went_none(
    database: Database,
) -> None:
    """« Frais en 30 jours » lost it, and the run of a payment that failed at once told a fee that nobody paid."""
    funds = await funded(database, "XAF")
    awa, binta = await hiteuses(database, 2, country="CM")
    for each, number in ((awa, "670000000"), (binta, "670000001")):
        await earns(database, funds, each, Money(10_100 * FRANC, "XAF"))
        await names(database, each, number)
    one, other = await run(database, terms())
    await told(database, ReturnLine(2, one.order.payout_id, Word.PAID))
    await told(database, ReturnLine(2, one.order.payout_id, Word.CAME_BACK, "reversed"))
    await told(database, ReturnLine(2, other.order.payout_id, Word.FAILED, "full"))
    assert (await company(database))["fees", "XAF"] == 100 * FRANC
    (place,) = (await look(database, overview.look, OPERATOR, terms(), NOW)).places
    assert (place.failed, place.fees) == (2, 100 * FRANC)
    _, totals = await look(database, runs.one, OPERATOR, await value(database, "select max(id) from payout_run"))
    assert sum(each.fees for each in totals) == 100 * FRANC


async def test_a_limit_of_the_wallet_leaves_the_rest_for_the_next_run(database: Database) -> None:
    funds = await funded(database, "XOF")
    awa = await hiteuse(database)
    await earns(database, funds, awa, Money(250_000 * FRANC, "XOF"))
    await names(database, awa)
    proposal = await runs.propose(database, OPERATOR, "a", NOW, terms=terms())
    (line,) = await payouts(database, proposal.run_id)
    assert (proposal.capped, line.order.amount) == (1, Money(200_000 * FRANC, "XOF"))
    assert await look(database, ledger.balances, "accepted", awa.id) == (Money(50_000 * FRANC, "XOF"),)


async def test_the_ledger_check_misses_an_exchange_that_was_not_booked(database: Database) -> None:
    funds = await funded(database)
    awa = await hiteuse(database)
    await earns(database, funds, awa, Money(50 * UNITS_PER_WHOLE))
    await names(database, awa)
    (line,) = await run(database, terms())
    await told(database, ReturnLine(2, line.order.payout_id, Word.PAID))
    assert await agreement(database) == []
    await execute(database, "update payout set fee = 50000")
    assert await agreement(database) == [
        f"fee:{line.order.payout_id}: payments and the company's accounts do not agree"
    ]


# --- days of payment ----------------------------------------------------------------------------------------


async def wants(database: Database, person: Person, rhythm: Rhythm, francs: int | None = None) -> None:
    reach = None if francs is None else Money(francs * FRANC, "XOF")
    await commit(database, rhythms.choose, person.id, rhythm, reach)


async def test_the_schedule_pays_whom_it_promised(database: Database) -> None:
    funds = await funded(database, "XOF")
    default, monthly, reached, below, silent, asking = people = await hiteuses(database, 6)
    for n, each in enumerate(people):
        await earns(database, funds, each, Money(10_000 * FRANC, "XOF"))
        await names(database, each, f"070102030{n}")
    await wants(database, monthly, Rhythm.MONTHLY)
    await wants(database, reached, Rhythm.AMOUNT, 10_000)
    await wants(database, below, Rhythm.AMOUNT, 10_001)
    await wants(database, silent, Rhythm.DEMAND)
    await wants(database, asking, Rhythm.DEMAND)
    await commit(database, rhythms.ask, asking.id, NOW)
    found = terms()
    assert await schedule.propose(database, found, NOW.replace(hour=4, minute=59)) is None  # 7:59 in the east
    proposal = await schedule.propose(database, found, NOW.replace(hour=9))
    assert proposal is not None
    assert {line.person_id for line in await payouts(database, proposal.run_id)} == {default.id, reached.id, asking.id}
    # once for a day; and a run that the schedule proposed needs one approval, whoever gives it
    assert await schedule.propose(database, found, NOW.replace(hour=15)) is None
    await commit(database, runs.approve, OPERATOR, schedule.PROPOSER, proposal.run_id, NOW)
    assert await value(database, "select state from payout_run") == RunState.APPROVED
    # on the fifth it is the turn of those who are paid by the month
    fifth = await schedule.propose(database, found, NOW.replace(day=5, hour=9))
    assert fifth is not None
    assert {line.person_id for line in await payouts(database, fifth.run_id)} == {monthly.id}
    assert await agreement(database) == []


async def test_each_country_at_its_own_hour_and_a_missed_day_later(database: Database) -> None:
    found = terms()
    noon = NOW.replace(hour=12)
    assert set(schedule.due(found, {}, NOW.replace(hour=5, minute=30)).days) == {"MG"}  # 8:30 there
    assert {"CM", "MG"} <= set(schedule.due(found, {}, NOW.replace(hour=7)).days)
    assert set(schedule.due(found, {"MG": DAY}, noon).days) == {
        each for each in schedule.due(found, {}, noon).days if each != "MG"
    }
    # nothing ran on Wednesday the 4th and Thursday the 5th: both are made up for on Friday
    friday = NOW.replace(day=6, hour=1)
    late = schedule.due(found, {"CI": DAY - timedelta(days=7)}, friday)
    assert set(late.days.values()) == {DAY + timedelta(days=1)}
    assert schedule.due(replace(found, as_of=friday.date()), {}, friday).days == {}  # not before the file's date
    assert late.due["CI"] == frozenset({Rhythm.WEEKLY, Rhythm.MONTHLY, Rhythm.AMOUNT, Rhythm.DEMAND})


async def test_the_calendar_waits_for_no_provider_that_is_called(database: Database) -> None:
    """Both held one lock: the run of the day waited for Wave's calls, and nobody was paid by Wave while it was made."""
    async with database.unit() as calling:
        for provider in (ProviderName.WAVE, ProviderName.PAWAPAY, ProviderName.DEMONSTRATION):
            assert await execution.alone(calling, provider)
        found = await asyncio.wait_for(schedule.propose(database, terms(), NOW.replace(hour=9)), 5)
    assert found is not None


async def test_what_was_asked_for_once_is_paid_once_and_asked_again_if_it_failed(database: Database) -> None:
    funds = await funded(database, "XOF")
    awa = await hiteuse(database)
    await names(database, awa)
    await wants(database, awa, Rhythm.DEMAND)
    await commit(database, rhythms.ask, awa.id, NOW)
    await earns(database, funds, awa, Money(10_000 * FRANC, "XOF"))
    first = await schedule.propose(database, terms(), NOW.replace(hour=9))
    assert first is not None and first.payouts == 1
    run_id = first.run_id
    await commit(database, runs.approve, OPERATOR, "b", run_id, NOW)
    await commit(database, runs.run, OPERATOR, run_id, NOW)
    (line,) = await payouts(database, run_id)
    await told(database, ReturnLine(2, line.order.payout_id, Word.FAILED, "wallet-full"))
    again = await schedule.propose(database, terms(), NOW.replace(day=5, hour=9))
    assert again is not None and again.payouts == 1
    await commit(database, runs.approve, OPERATOR, "b", again.run_id, NOW)
    await commit(database, runs.run, OPERATOR, again.run_id, NOW)
    (line,) = await payouts(database, again.run_id)
    await told(database, ReturnLine(2, line.order.payout_id, Word.PAID))
    await earns(database, funds, awa, Money(10_000 * FRANC, "XOF"))
    third = await schedule.propose(database, terms(), NOW.replace(day=11, hour=9))
    assert third is not None and third.payouts == 0
    assert [row["state"] for row in await rows(database, "select state from payout_run order by id")] == [
        *("done", "done", "dropped")
    ]


async def test_a_day_is_proposed_once_whatever_dies_or_runs_beside_it(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    funds = await funded(database, "XOF")
    awa = await hiteuse(database)
    await earns(database, funds, awa, Money(10_000 * FRANC, "XOF"))
    await names(database, awa)
    real = payout_rows.add

    async def dying(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(payout_rows, "add", dying)
    with pytest.raises(KeyboardInterrupt):
        await schedule.propose(database, terms(), NOW)
    monkeypatch.setattr(payout_rows, "add", real)
    # the day is not done: it is taken up again, by one of two at once
    both = await asyncio.gather(*(schedule.propose(database, terms(), NOW) for _ in range(2)))
    assert sorted(each.payouts for each in both if each is not None) == [1]
    assert await value(database, "select count(*) from payout where state = 'proposed'") == 1
    assert await value(database, "select count(*) from pay_day where done_at is null") == 0
    assert await agreement(database) == []
