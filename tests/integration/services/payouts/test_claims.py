"""Claims: opened once, answered by finance alone, recalled once when late, closed by whatever settles them."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from backend.db.engine.uow import Database
from backend.db.payouts import claims as rows
from backend.domain.errors import BadInput, NotAllowed, NotFound
from backend.domain.money import Money
from backend.domain.payouts.claims import ClaimOutcome
from backend.domain.payouts.states import ReturnLine, Word
from backend.domain.people.commands import OPERATOR, Person
from backend.records import replace
from backend.services.payouts import claims, destinations, holds
from backend.services.privacy import erasure
from tests.integration import payments
from tests.integration.scenes import NOW, agreement, commit, execute, hiteuse, value

READER, FINANCE = Person(7, "admin", "Zoé", duty="reader"), Person(8, "admin", "Rose", duty="finance")


async def claimed(database: Database, now: datetime = NOW) -> tuple[Person, int]:
    """A person with a paid payment that she says has not arrived; the payment's number."""
    person = await hiteuse(database)
    await payments.earns(database, await payments.funded(database), person, Money(100_000))
    await payments.paid_out(database, person)
    payout = await value(database, "select max(id) from payout")
    said = await commit(database, claims.said, person, payout, now, arrived=False)
    assert said is not None and said.new and said.claim is not None
    return person, payout


async def test_a_payment_has_one_open_claim_which_ends_when_it_arrives(database: Database) -> None:
    person, payout = await claimed(database)
    again = await commit(database, claims.said, person, payout, NOW, arrived=False)
    assert again is not None and not again.new
    assert await value(database, "select count(*) from payout_claim") == 1
    done = await commit(database, claims.said, person, payout, NOW, arrived=True)
    assert done is not None and done.claim is not None
    assert await value(database, "select outcome from payout_claim") == ClaimOutcome.ARRIVED
    other = replace(person, id=person.id + 1)
    assert await commit(database, claims.said, other, payout, NOW, arrived=False) is None


async def test_a_claim_closed_by_mistake_is_the_same_claim_within_a_day(database: Database) -> None:
    person, payout = await claimed(database)
    (first,) = await commit(database, claims.waiting, READER, 5)
    await commit(database, claims.said, person, payout, NOW, arrived=True)
    later = NOW + timedelta(hours=23)
    again = await commit(database, claims.said, person, payout, later, arrived=False)
    assert again is not None and again.again and not again.new
    assert again.claim == replace(first, opened_at=later)
    await commit(database, claims.said, person, payout, later, arrived=True)
    other = await commit(database, claims.said, person, payout, later + timedelta(hours=25), arrived=False)
    assert other is not None and other.new and other.claim is not None and other.claim.id > first.id


async def test_what_finance_closed_or_promised_for_a_day_that_is_over_is_a_new_claim(database: Database) -> None:
    person, payout = await claimed(database)
    (first,) = await commit(database, claims.waiting, READER, 5)
    await commit(database, claims.confirm, OPERATOR, first.id, NOW)
    other = await commit(database, claims.said, person, payout, NOW, arrived=False)
    assert other is not None and other.new and not other.again
    late = NOW + timedelta(days=6)  # promised for the day before
    await commit(database, claims.said, person, payout, late, arrived=True)
    third = await commit(database, claims.said, person, payout, late, arrived=False)
    assert third is not None and third.new and third.claim is not None and not third.claim.late(late)


async def test_a_reader_looks_at_claims_and_only_finance_answers(database: Database) -> None:
    await claimed(database)
    (found,) = await commit(database, claims.waiting, READER, 5)
    assert found.tail == "0304" and found.paid_at == NOW and not found.late(NOW)
    with pytest.raises(NotAllowed):
        await commit(database, claims.confirm, READER, found.id, NOW)
    with pytest.raises(NotAllowed):
        await commit(database, claims.give_back, READER, found.id, NOW)
    with pytest.raises(NotAllowed):
        await commit(database, claims.answer, READER, found.id, "Bonjour", NOW)
    with pytest.raises(BadInput):
        await commit(database, claims.answer, OPERATOR, found.id, " ", NOW)
    await commit(database, claims.confirm, OPERATOR, found.id, NOW)
    with pytest.raises(BadInput, match="closed"):
        await commit(database, claims.confirm, OPERATOR, found.id, NOW)
    with pytest.raises(NotFound):
        await commit(database, claims.one, FINANCE, found.id + 1)


async def test_nobody_decides_about_their_own_pay_while_another_may(database: Database) -> None:
    """Who had worked, and is finance since, gave herself back what had arrived, or released her own pay, alone."""
    person, _ = await claimed(database)
    olga = replace(await hiteuse(database), role="admin", duty="owner")
    me = replace(person, role="admin", duty="finance")
    staff = "update person set role = 'admin', duty = %s, joined_at = now() where id = %s"
    await execute(database, staff, ("finance", me.id))
    (found,) = await commit(database, claims.waiting, me, 5)
    await commit(database, claims.answer, me, found.id, "Je cherche", NOW)  # there is nobody else
    await execute(database, staff, ("owner", olga.id))
    for act in (claims.confirm, claims.give_back):
        with pytest.raises(BadInput, match="own pay"):
            await commit(database, act, me, found.id, NOW)
    await commit(database, holds.person, olga, me.id, "à vérifier", NOW)
    for clear in (holds.release, destinations.clear):
        with pytest.raises(BadInput, match="own pay"):
            await commit(database, clear, me, me.id, NOW)
    assert await value(database, "select state from payout") == "paid"
    assert await commit(database, holds.release, olga, me.id, NOW)
    await commit(database, claims.give_back, olga, found.id, NOW)
    assert await agreement(database) == []


async def test_a_return_file_closes_the_claim_and_the_money_is_hers_again(database: Database) -> None:
    _, payout = await claimed(database)
    await payments.told(database, ReturnLine(2, payout, Word.CAME_BACK, "AC04"))
    assert await value(database, "select outcome from payout_claim") == ClaimOutcome.RETURNED
    told = await value(database, "select payload from inbox where event_key = %s", (f"payout:{payout}:failed",))
    assert told["claim"] == await value(database, "select id from payout_claim")
    assert await agreement(database) == []


async def test_an_answer_to_who_was_erased_begins_no_thread(database: Database, tmp_path: Path) -> None:
    """Words about her stood there for ever under her number, and waited for nobody."""
    person, _ = await claimed(database)
    rose = replace(await hiteuse(database), role="admin", duty="finance")
    await commit(database, erasure.ask_now, person.id, NOW)
    assert await erasure.erase(database, person.id, NOW, tmp_path, payments.KEYS.numbers)
    (found,) = await commit(database, claims.waiting, rose, 5)
    await commit(database, claims.answer, rose, found.id, "Ton opérateur cherche encore", NOW)
    assert await value(database, "select count(*) from thread") == 0
    assert await value(database, "select count(*) from inbox where person_id = %s", (person.id,)) == 0
    await commit(database, claims.give_back, rose, found.id, NOW)
    assert await agreement(database) == []


async def test_finance_is_reminded_of_a_late_claim_once(database: Database) -> None:
    await claimed(database)  # on a Wednesday: promised for Monday
    assert await commit(database, rows.take_late, NOW + timedelta(days=5)) == []
    assert len(await commit(database, rows.take_late, NOW + timedelta(days=6))) == 1
    assert await commit(database, rows.take_late, NOW + timedelta(days=7)) == []
    count = await commit(database, claims.count, FINANCE, NOW + timedelta(days=6))
    assert (count.open, count.late) == (1, 1)
