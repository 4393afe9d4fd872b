"""What was wrongly made one is parted again: everybody has what was hers, and the ledger agrees."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest

from backend.db.earnings import ledger, ledger_check, pay_events
from backend.db.earnings import queries as earning_rows
from backend.db.engine.uow import Database
from backend.db.identity import merge_memory, unmerge_work, unmerging
from backend.db.messaging import inbox
from backend.db.models import metadata
from backend.db.payouts import dates, rhythms
from backend.db.people import queries as people_rows
from backend.db.quality import refusals
from backend.db.work import projects as project_rows
from backend.domain.earnings.pay_events import PayEvent
from backend.domain.errors import BadInput, NotFound
from backend.domain.money import Money
from backend.domain.payouts.states import ReturnLine, Word
from backend.domain.payouts.terms import Rhythm
from backend.domain.people.commands import Goal, Person
from backend.domain.people.reminder_preferences import Preference
from backend.domain.threads.commands import WriteToHuber
from backend.encryption import Keys, new_key
from backend.services.certificates import badges
from backend.services.identity import joining, linking
from backend.services.identity import unmerging as service
from backend.services.people import service as people_service
from backend.services.threads import service as threads_service
from backend.services.work import service as work_service
from backend.services.work import settling
from tests.integration.payments import names, paid_out, payouts, sent, told
from tests.integration.scenes import (
    CONFIG,
    NOW,
    PAY,
    after,
    agreement,
    commit,
    funds,
    hiteuse,
    hiteuses,
    install_practice,
    look,
    project,
    rows,
    value,
)
from tests.integration.services.work.merges import accept, answer, answer_from, chat_of, merged, standing
from tests.integration.services.work.steps import counted, take
from tests.integration.training.rows import module

LATER = after(hours=1)


async def unmerge(database: Database, chat: int, now: Any = LATER) -> service.Parted:
    parted = await commit(database, service.unmerge, chat, now)
    assert await agreement(database) == []
    return parted


async def reread(database: Database, person: Person) -> Person:
    found = await look(database, people_rows.person, person.id)
    assert found is not None
    return found


async def answers(database: Database, person: Person) -> int:
    return int(await value(database, "select count(*) from answer where person_id = %s and status = 1", (person.id,)))


async def merge(database: Database, gone: Person, kept: Person) -> Person:
    """The later merges of a chain, with people as they are by then."""
    return await merged(database, await reread(database, gone), await reread(database, kept))


# --- work and money ----------------------------------------------------------------------------------------


async def test_each_has_her_answers_her_days_and_her_money_again(database: Database) -> None:
    kept, gone = await hiteuses(database, 2)
    project_id = await project(database, 10)
    await answer(database, kept, project_id, 2)
    await answer(database, gone, project_id, 3)
    chat = await chat_of(database, gone)
    await merged(database, gone, kept)
    parted = await unmerge(database, chat)
    assert (parted.account.id, parted.chats, parted.answers) == (kept.id, (chat,), 3)
    assert parted.person is not None and parted.person.id == gone.id and parted.earned == (PAY * 3,)
    assert [await answers(database, who) for who in (kept, gone)] == [2, 3]
    assert (await standing(database, kept)).pending == (PAY * 2,)
    assert (await standing(database, gone)).pending == (PAY * 3,)
    days = await rows(database, "select person_id, answers, euro_units, counted, estimated from day order by person_id")
    assert [(day["person_id"], day["answers"], day["euro_units"]) for day in days] == [
        (kept.id, 2, 1_000),
        (gone.id, 3, 1_500),
    ]
    assert [day["estimated"] for day in days] == [2 * 30, 3 * 30]
    await accept(database, after(days=2))
    assert (await standing(database, gone)).accepted == (PAY * 3,)
    assert await agreement(database) == []


async def test_what_was_accepted_before_and_while_they_were_one_goes_back_as_accepted(database: Database) -> None:
    kept, gone = await hiteuses(database, 2)
    project_id = await project(database, 20)
    await answer(database, gone, project_id, 2)
    await accept(database, after(days=2))
    await answer(database, gone, project_id, 3, after(days=2))
    await answer(database, kept, project_id, 1, after(days=2))
    chat = await chat_of(database, gone)
    await merged(database, gone, kept)
    await accept(database, after(days=4))
    await unmerge(database, chat, after(days=4))
    assert (await standing(database, gone)).accepted == (PAY * 5,)
    assert (await standing(database, kept)).accepted == (PAY,)


async def test_what_was_answered_since_is_hers_on_whose_chat_it_was(database: Database) -> None:
    kept, gone = await hiteuses(database, 2)
    project_id = await project(database, 20)
    theirs = {who.id: await chat_of(database, who) for who in (kept, gone)}
    await answer(database, gone, project_id)
    one = await merged(database, gone, kept)
    await answer_from(database, one, project_id, theirs[gone.id], 4, LATER)
    await answer_from(database, one, project_id, theirs[kept.id], 2, LATER)
    await accept(database, after(days=2))
    await answer_from(database, one, project_id, theirs[gone.id], 1, after(days=2))
    assert (await unmerge(database, theirs[gone.id], after(days=3))).answers == 6
    found = await standing(database, gone)
    assert (found.accepted, found.pending) == ((PAY * 5,), (PAY,))
    assert (await standing(database, kept)).accepted == (PAY * 2,)
    await accept(database, after(days=6))
    assert (await standing(database, gone)).accepted == (PAY * 6,)
    assert await agreement(database) == []


async def test_neither_is_given_a_task_again_that_the_other_has_answered_for_both(database: Database) -> None:
    """Its answer is booked under the account's name once: a second one there could never be booked."""
    kept, gone = await hiteuses(database, 2)
    project_id = await project(database, 2, wanted=3)
    theirs = await chat_of(database, gone)
    one = await merged(database, gone, kept)
    await answer_from(database, one, project_id, theirs, 2, LATER)
    await unmerge(database, theirs, after(hours=2))
    assert (await take(database, await reread(database, kept), project_id, after(hours=3))).why == "none_left"
    assert [await answers(database, who) for who in (kept, gone)] == [0, 2]


async def test_pay_in_two_currencies_goes_back_in_both(database: Database) -> None:
    kept, gone = await hiteuses(database, 2)
    francs = await project(database, 4, pay=Money(400_000, "XOF"), name="francs")
    await answer(database, gone, await project(database, 2))
    await answer(database, gone, francs)
    chat = await chat_of(database, gone)
    await merged(database, gone, kept)
    parted = await unmerge(database, chat)
    assert set(parted.earned) == {PAY, Money(400_000, "XOF")}
    assert set((await standing(database, gone)).pending) == set(parted.earned)
    assert (await standing(database, kept)).pending in ((), (Money(0),), (Money(0), Money(0, "XOF")))


async def test_what_was_paid_out_meanwhile_is_named_and_the_ledger_agrees(database: Database) -> None:
    """Somebody emptied the account before it was parted: the operator settles that by hand."""
    kept, gone = await hiteuses(database, 2)
    project_id = await project(database, 10)
    await answer(database, gone, project_id, 3)
    await accept(database, after(days=2))
    chat = await chat_of(database, gone)
    await merged(database, gone, kept)
    taken = await paid_out(database, kept, after(days=10))
    parted = await unmerge(database, chat, after(days=11))
    assert (parted.earned, parted.paid_since) == ((PAY * 3,), (taken,))
    assert (await standing(database, gone)).accepted == (Money(PAY.units * 3 - taken.units),)
    async with database.unit() as uow:
        paid = [(await dates.of(uow, who.id)).paid_joined for who in (gone, kept)]
    assert paid == [{taken.currency: taken.units}, {}]


async def test_what_was_paid_of_her_money_and_comes_back_is_hers(database: Database) -> None:
    """Somebody emptied the account, the accounts were parted, and the provider returned the payment: it was the pay of
    who had emptied it, and the ledger no longer agreed."""
    kept, gone = await hiteuses(database, 2)
    project_id = await project(database, 20)
    await answer(database, gone, project_id, 3)
    await answer(database, kept, project_id, 1)
    await accept(database, after(days=2))
    chat = await chat_of(database, gone)
    await merged(database, gone, kept)
    taken = await paid_out(database, kept, after(days=10))
    parted = await unmerge(database, chat, after(days=11))
    (since,) = parted.paid_since
    assert PAY.units * 2 < since.units <= taken.units
    payout = await value(database, "select max(id) from payout")
    assert (await told(database, ReturnLine(2, payout, Word.CAME_BACK), now=after(days=12))).wrong == []
    assert await agreement(database) == []
    assert (await standing(database, gone)).accepted == (PAY * 3,)
    assert (await standing(database, kept)).accepted == (PAY,)
    async with database.unit() as uow:
        for each in (kept, gone):
            assert sum(money.units for money in await ledger.balances(uow, "paid", each.id)) == 0


async def test_what_she_was_paid_before_the_merge_stays_paid(database: Database) -> None:
    kept, gone = await hiteuses(database, 2)
    project_id = await project(database, 10)
    await answer(database, gone, project_id, 3)
    await accept(database, after(days=2))
    taken = await paid_out(database, gone, after(days=2))
    chat = await chat_of(database, gone)
    await merged(database, gone, kept)
    assert (await unmerge(database, chat, after(days=3))).paid_since == ()
    async with database.unit() as uow:
        assert await ledger.balances(uow, "paid", gone.id) == (taken,)
        assert await ledger.balances(uow, "accepted", gone.id) == (Money(PAY.units * 3 - taken.units),)


@pytest.mark.parametrize("back", [False, True])
async def test_her_own_payment_that_ends_while_they_are_one_is_nobody_elses(database: Database, back: bool) -> None:
    """It went out, or came back, on her own number: it was taken from what the other had earned. `back`: it was paid
    before, and came back while they were one."""
    kept, gone = await hiteuses(database, 2)
    project_id = await project(database, 20)
    await answer(database, gone, project_id, 3)
    await answer(database, kept, project_id, 3)
    await accept(database, after(days=2))
    chat = await chat_of(database, gone)
    await names(database, gone, now=after(days=2))
    (line,) = await payouts(database, await sent(database, after(days=2)))
    if back:
        await told(database, ReturnLine(2, line.order.payout_id, Word.PAID), now=after(days=2))
    await merged(database, gone, kept)
    word = Word.CAME_BACK if back else Word.PAID
    await told(database, ReturnLine(2, line.order.payout_id, word), now=after(days=3))
    parted = await unmerge(database, chat, after(days=4))
    assert parted.paid_since == () and parted.earned == (PAY * 3,)
    assert (await standing(database, kept)).accepted == (PAY * 3,)
    async with database.unit() as uow:
        taken = await ledger.balances(uow, "paid", gone.id)
        assert sum(each.units for each in await ledger.balances(uow, "paid", kept.id)) == 0
        accepted = await ledger.balances(uow, "accepted", gone.id)
    out, left = (sum(each.units for each in found) for found in (taken, accepted))
    assert (out == 0, out + left) == (back, PAY.units * 3)


async def test_no_merge_is_undone_while_a_payment_is_on_its_way(database: Database) -> None:
    kept, gone = await hiteuses(database, 2)
    project_id = await project(database, 10)
    await answer(database, gone, project_id, 3)
    await accept(database, after(days=2))
    chat = await chat_of(database, gone)
    await merged(database, gone, kept)
    await names(database, kept, now=after(days=10))
    await sent(database, after(days=10))
    with pytest.raises(BadInput, match="on its way"):
        await unmerge(database, chat, after(days=11))


async def test_she_is_paid_where_she_was_before_once_the_merge_is_undone(database: Database) -> None:
    kept, gone = await hiteuses(database, 2)
    await names(database, gone)
    chat = await chat_of(database, gone)
    await merged(database, gone, kept)
    assert await rows(database, "select from destination where ended_at is null") == []
    await unmerge(database, chat, after(days=3))
    (found,) = await rows(database, "select person_id, usable_at from destination where ended_at is null")
    assert found == {"person_id": gone.id, "usable_at": after(days=4)}


async def test_practice_that_both_have_done_is_each_ones_own_again(database: Database) -> None:
    await install_practice(database, 1)
    kept, gone = await hiteuses(database, 2)
    for person in (kept, gone):
        given = await commit(database, work_service.start_practice, person, NOW)
        assert given.task is not None
        await counted(database, person, given.task.id)
    chat = await chat_of(database, gone)
    await merged(database, gone, kept)
    await unmerge(database, chat)
    await accept(database, after(days=2))
    assert [(await standing(database, who)).accepted for who in (kept, gone)] == [(PAY,), (PAY,)]
    assert await agreement(database) == []


# --- chains and repetitions -------------------------------------------------------------------------------


async def chain(database: Database) -> tuple[list[Person], list[int]]:
    """A became one with B, and B with C; each had answered, and answered again from her chat as C."""
    people_ = await hiteuses(database, 3)
    project_id = await project(database, 30)
    chats = [await chat_of(database, person) for person in people_]
    for count, person in enumerate(people_, 1):
        await answer(database, person, project_id, count)
    first, second, third = people_
    await merge(database, first, second)
    await answer_from(database, await reread(database, second), project_id, chats[0], 1, LATER)
    one = await merge(database, second, third)
    for chat in chats:
        await answer_from(database, one, project_id, chat, 1, LATER)
    await accept(database, after(days=2))
    return people_, chats


async def test_of_a_chain_the_middle_one_takes_those_with_her_who_had_come_to_her(database: Database) -> None:
    (first, second, third), chats = await chain(database)
    parted = await unmerge(database, chats[1], after(days=3))
    assert parted.person is not None and parted.person.id == second.id and set(parted.chats) == set(chats[:2])
    assert await value(database, "select merged_into from person where id = %s", (first.id,)) == second.id
    assert [await answers(database, who) for who in (first, second, third)] == [0, 1 + 2 + 1 + 1 + 1, 3 + 1]
    assert (await standing(database, second)).accepted == (PAY * 6,)
    await unmerge(database, chats[0], after(days=4))
    assert [await answers(database, who) for who in (first, second, third)] == [1 + 1 + 1, 2 + 1, 4]
    assert [(await standing(database, who)).accepted for who in (first, second, third)] == [
        (PAY * 3,),
        (PAY * 3,),
        (PAY * 4,),
    ]


async def test_of_a_chain_the_first_one_is_parted_alone(database: Database) -> None:
    (first, second, third), chats = await chain(database)
    parted = await unmerge(database, chats[0], after(days=3))
    assert parted.person is not None and parted.person.id == first.id and parted.chats == (chats[0],)
    assert await value(database, "select merged_into from person where id = %s", (second.id,)) == third.id
    assert [await answers(database, who) for who in (first, second, third)] == [3, 0, 2 + 1 + 3 + 1]
    await unmerge(database, chats[1], after(days=4))
    assert [await answers(database, who) for who in (first, second, third)] == [3, 3, 4]


async def test_they_may_become_one_again_and_be_parted_again(database: Database) -> None:
    kept, gone = await hiteuses(database, 2)
    project_id = await project(database, 30)
    theirs = await chat_of(database, gone)
    for n in range(3):
        await answer(database, await reread(database, gone), project_id, 1, after(days=3 * n))
        await answer(database, await reread(database, kept), project_id, 1, after(days=3 * n))
        one = await merge(database, gone, kept)
        await answer_from(database, one, project_id, theirs, 1, after(days=3 * n, hours=1))
        await accept(database, after(days=3 * n + 2))
        await unmerge(database, theirs, after(days=3 * n + 2))
    assert [await answers(database, who) for who in (kept, gone)] == [3, 6]
    assert [(await standing(database, who)).accepted for who in (kept, gone)] == [(PAY * 3,), (PAY * 6,)]


async def test_who_was_parted_may_become_one_with_a_third(database: Database) -> None:
    kept, gone, third = await hiteuses(database, 3)
    project_id = await project(database, 30)
    theirs = await chat_of(database, gone)
    one = await merge(database, gone, kept)
    await answer_from(database, one, project_id, theirs, 2, LATER)
    await unmerge(database, theirs, after(hours=2))
    await merge(database, gone, third)
    assert (await standing(database, third)).pending == (PAY * 2,)
    await accept(database, after(days=2))
    await unmerge(database, theirs, after(days=3))
    assert (await standing(database, gone)).accepted == (PAY * 2,)


# --- who she is -------------------------------------------------------------------------------------------


async def test_she_is_who_she_was_and_the_account_keeps_nothing_that_was_hers_alone(database: Database) -> None:
    gone = await hiteuse(database, country="CM", zone="Africa/Douala")
    (kept,) = await hiteuses(database, 1)
    morning = Preference(frozenset({1}), time(8))
    await commit(database, people_rows.set_profile, gone.id, first_name="Zoé", pin_tries=2)
    await commit(database, people_service.set_goal, gone, Goal("business", "Un salon"), NOW)
    await commit(database, people_service.set_reminder, gone, morning, NOW)
    await commit(database, rhythms.choose, gone.id, Rhythm.MONTHLY, None)
    await commit(database, people_service.consent, gone, after(days=-3))
    await commit(database, people_service.stop, gone, NOW)
    await commit(database, people_rows.set_profile, gone.id, discreet=True, data_saver=True, terms="2026-01")
    chat = await chat_of(database, gone)
    before = await rows(database, "select * from person where id in (%s, %s) order by id", (gone.id, kept.id))
    await merged(database, await reread(database, gone), kept)  # who gives her a secret number for it
    assert (await look(database, rhythms.of, kept.id)).rhythm is Rhythm.MONTHLY
    await unmerge(database, chat)
    assert [(await look(database, rhythms.of, who.id)).rhythm for who in (kept, gone)] == [
        Rhythm.WEEKLY,
        Rhythm.MONTHLY,
    ]
    found = await rows(database, "select * from person where id in (%s, %s) order by id", (gone.id, kept.id))
    for was, now in zip(before, found, strict=True):
        same = {name: now[name] for name in was if name not in ("pin", "pin_at", "active_on")}
        assert same == {name: was[name] for name in same}
    pins = {row["id"]: row["pin"] for row in found}
    assert pins == {gone.id: "a hash", kept.id: None}
    async with database.unit() as uow:
        assert [await people_rows.goal(uow, who.id) for who in (kept, gone)] == [None, Goal("business", "Un salon")]
        assert [await people_rows.reminder(uow, who.id) for who in (kept, gone)] == [None, morning]
    assert await rows(database, "select distinct person_id, given_at from consent") == [
        {"person_id": gone.id, "given_at": after(days=-3)}
    ]


async def test_an_account_that_took_over_the_finished_one_is_unfinished_again(database: Database) -> None:
    gone = await hiteuse(database, country="CM", zone="Africa/Douala")
    kept_id = await commit(database, inbox.meet, "demo", "new", "Awa", NOW)
    await commit(database, people_rows.set_profile, kept_id, role="hiteuse", country="CI")
    chat = await chat_of(database, gone)
    await merged(database, gone, Person(kept_id, "hiteuse", country="CI"))
    await unmerge(database, chat)
    kept = await reread(database, Person(kept_id))
    assert (kept.joined_at, kept.country, (await reread(database, gone)).country) == (None, "CI", "CM")


async def test_what_she_has_learnt_goes_with_her(database: Database) -> None:
    await module(database)
    kept, gone = await hiteuses(database, 2)
    await commit(database, badges.grant, gone, "micro-taches", NOW)
    chat = await chat_of(database, gone)
    await merged(database, gone, kept)
    assert await rows(database, "select distinct person_id from badge") == [{"person_id": kept.id}]
    await unmerge(database, chat)
    assert await rows(database, "select distinct person_id from badge") == [{"person_id": gone.id}]


async def test_her_words_to_her_huber_are_her_own_again(database: Database) -> None:
    kept, gone = await hiteuses(database, 2)
    for person, words in ((kept, "Ma question"), (gone, "Mon secret")):
        await commit(database, threads_service.write, person, WriteToHuber(words), 0, NOW)
    chat = await chat_of(database, gone)
    await merged(database, gone, kept)
    await unmerge(database, chat)
    found = await rows(
        database,
        "select t.person_id, m.author_id, m.words from thread_message m join thread t on t.id = m.thread_id order by 1",
    )
    assert found == [
        {"person_id": kept.id, "author_id": kept.id, "words": "Ma question"},
        {"person_id": gone.id, "author_id": gone.id, "words": "Mon secret"},
    ]


async def test_what_was_said_and_what_waits_on_her_chat_is_hers(database: Database) -> None:
    kept, gone = await hiteuses(database, 2)
    chat = await chat_of(database, gone)
    await merged(database, gone, kept)
    address = await value(database, "select address from contact where id = %s", (chat,))
    arrival = inbox.Arrival("demo", address, "e1", {"text": "bonjour"})
    await commit(database, inbox.store, [arrival], LATER)
    await unmerge(database, chat, after(hours=2))
    assert await value(database, "select person_id from inbox where event_key = 'e1'") == gone.id
    talk = await rows(
        database,
        "select person_id, contact_id, question from conversation where person_id in (%s, %s)",
        (kept.id, gone.id),
    )
    at = {row["person_id"]: row for row in talk}
    assert at[gone.id]["contact_id"] == chat and at[kept.id]["contact_id"] != chat
    assert at[gone.id]["question"] > at[kept.id]["question"]  # no old button there is one of hers


async def test_a_chat_that_joined_by_way_of_hers_since_goes_with_her(database: Database) -> None:
    kept, gone = await hiteuses(database, 2)
    theirs = await chat_of(database, gone)
    one = await merged(database, gone, kept)
    await commit(database, people_rows.set_profile, one.id, pin=None, pin_at=None)
    stranger = await commit(database, inbox.meet, "demo", "third", "Zoé", NOW)
    third = await value(database, "select id from contact where address = 'third'")
    assert (await commit(database, linking.make, one.id, NOW, {}, contact_id=theirs)).code
    digest = await value(database, "select digest from link where used_at is null and contact_id = %s", (theirs,))
    found = await commit(database, joining.use, Person(stranger), third, bytes(digest), NOW)
    assert isinstance(found, joining.Joined)
    assert set((await unmerge(database, theirs)).chats) == {theirs, third}


# --- what the operator names ------------------------------------------------------------------------------


async def test_a_mere_chat_that_was_joined_is_nobodys_again(database: Database) -> None:
    (awa,) = await hiteuses(database, 1)
    stranger = await commit(database, inbox.meet, "demo", "thief", "Zoé", NOW)
    chat = await value(database, "select id from contact where address = 'thief'")
    await commit(database, linking.make, awa.id, NOW, {}, contact_id=None)
    digest = await value(database, "select digest from link")
    await commit(database, joining.use, Person(stranger), chat, bytes(digest), NOW)
    parted = await unmerge(database, chat)
    assert (parted.account.id, parted.person, parted.chats) == (awa.id, None, (chat,))
    assert (
        await value(database, "select role from person p join contact k on k.person_id = p.id where k.id = %s", (chat,))
        is None
    )
    acts = await rows(database, "select action, person_id from audit where action in ('part', 'unmerge')")
    assert acts == [{"action": "part", "person_id": None}, {"action": "unmerge", "person_id": None}]


async def test_either_side_of_the_only_merge_may_be_named(database: Database) -> None:
    kept, gone = await hiteuses(database, 2)
    chat = await chat_of(database, kept)
    await merged(database, gone, kept)
    parted = await unmerge(database, chat)
    assert parted.person is not None and parted.person.id == gone.id


async def test_where_several_joined_their_chats_are_listed(database: Database) -> None:
    kept, one, other = await hiteuses(database, 3)
    chat = await chat_of(database, kept)
    await merge(database, one, kept)
    await merge(database, other, kept)
    with pytest.raises(BadInput, match="several accounts were joined to that one") as refused:
        await unmerge(database, chat)
    assert "demo:" in str(refused.value)


async def test_nothing_is_parted_that_was_never_joined(database: Database) -> None:
    (awa,) = await hiteuses(database, 1)
    with pytest.raises(BadInput, match="nothing was joined"):
        await unmerge(database, await chat_of(database, awa))
    await commit(database, inbox.meet, "demo", "nobody", "Zoé", NOW)
    with pytest.raises(BadInput, match="no account"):
        await unmerge(database, await value(database, "select id from contact where address = 'nobody'"))


NUMBERS = Keys([new_key()]).numbers


async def test_a_chat_is_named_by_its_channel_its_address_or_our_number_of_it(database: Database) -> None:
    (awa,) = await hiteuses(database, 1)
    chat = await chat_of(database, awa)
    address = await value(database, "select address from contact where id = %s", (chat,))
    for words in (f"#{chat}", address, f"demo:{address}", f"+{address}"):
        assert await commit(database, service.chat_named, words, NUMBERS) == chat
    for words in ("#0", "#x", "whatsapp:" + address, "nothing"):
        with pytest.raises(NotFound):
            await commit(database, service.chat_named, words, NUMBERS)


async def test_the_audit_names_the_command_line_and_the_check_does_not_take_any_transfer_for_an_undoing(
    database: Database,
) -> None:
    kept, gone = await hiteuses(database, 2)
    project_id = await project(database, 10)
    await answer(database, gone, project_id, 2)
    chat = await chat_of(database, gone)
    await merged(database, gone, kept)
    await unmerge(database, chat)
    (act,) = await rows(database, "select person_id, subject_id, about from audit where action = 'unmerge'")
    assert (act["person_id"], act["subject_id"], act["about"]["answers"]) == (None, gone.id, 2)
    async with database.unit() as uow:
        await uow.execute(
            """
            insert into account (kind, owner, currency) values ('pending', %s, 'EUR') on conflict do nothing
            """,
            (kept.id,),
        )
        await ledger.transfer(
            uow, "unmerge:999:pending:EUR", ("pending", gone.id), ("pending", kept.id), PAY, after(days=1)
        )
        found = await ledger_check.disagreements(uow)
    assert any("unmerge:999" in line for line in found)
    assert any(f"person {gone.id} has earned" in line for line in found)


def test_every_table_that_names_a_person_is_thought_of() -> None:
    """Whoever adds one says what becomes of its rows when a merge is undone."""
    work = (unmerge_work._NAMES, unmerge_work._ANSWERS, *unmerge_work._REVIEWS, *unmerge_work._DAYS)
    statements = (*unmerging._PEOPLE, *work, *unmerging._REST)
    text = " ".join(" ".join(statements).split())
    theirs = {
        table.name
        for table in metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name == "person"
    }
    # `wakeup` is planned anew by the service; what was told, and what was said of a project, stays as it was
    elsewhere = {"erasure", "wakeup", "joining_word", "audit", "quiet_hours_queue", "file_quota", "rating"}
    assert {name for name in theirs - elsewhere if f" {name} " not in f" {text} "} == set()
    assert merge_memory.MOVED.keys() <= theirs


@pytest.mark.parametrize("together", [False, True])
async def test_what_was_refused_goes_back_with_her_too(database: Database, together: bool) -> None:
    """`together`: it was refused while the two were one."""
    kept, gone = await hiteuses(database, 2)
    project_id = await project(database, 10)
    await answer(database, kept, project_id, 1)
    await answer(database, gone, project_id, 2)
    task_id = await value(database, "select min(task_id) from answer where person_id = %s and status = 1", (gone.id,))

    async def refuse(person: Person) -> None:
        async with database.unit() as uow:
            pay = await refusals.refuse(uow, person.id, task_id, NOW)
            assert pay == PAY
            await pay_events.add(uow, PayEvent.REFUSED, person.id, project_id, pay, NOW, task_id=task_id)
            await settling.reconsider(uow, project_id, CONFIG, task_id, NOW)
            await uow.commit()

    chat = await chat_of(database, gone)
    if not together:
        await refuse(gone)
    await merged(database, gone, kept)
    if together:
        await refuse(kept)
    assert await agreement(database) == []
    await unmerge(database, chat)
    assert await value(database, "select person_id from answer where status = 5") == gone.id
    assert await agreement(database) == []


async def test_what_the_merge_ended_of_hers_goes_on(database: Database) -> None:
    """Her certificate, which others hold, was invalid for ever; her pay was no longer held back; and who had refused an
    answer was no longer known by it."""
    kept, gone = await hiteuses(database, 2)
    project_id = await project(database, 2)
    for each in (kept, gone):
        async with database.unit() as uow:
            await uow.execute(
                """
                insert into credential (id, person_id, kind, key, name, badges, issued_at, document)
                values (gen_random_uuid(), %s, 'badge', 'souris', 'Awa', '{}', %s, '{}')
                """,
                (each.id, NOW),
            )
            await uow.execute(
                "insert into pay_hold (person_id, held_at, held_by, reason) values (%s, %s, 'Rose', 'à voir')",
                (each.id, NOW),
            )
            await uow.execute(
                """
                insert into concern (person_id, project_id, signal, evidence, step, opened_at, step_at)
                values (%s, %s, 'fast', '{}', 1, %s, %s)
                """,
                (each.id, project_id, NOW, NOW),
            )
            await uow.execute(
                """
                insert into review (kind, project_id, task_id, opened_at, decided_at, decided_by, taken_by, verdict)
                select 1, %(project)s, min(id), %(now)s, %(now)s, %(by)s, %(by)s, 2 from task
                """,
                {"project": project_id, "now": NOW, "by": each.id},
            )
            await uow.commit()
    chat = await chat_of(database, gone)
    await merged(database, gone, kept)
    await unmerge(database, chat)
    for each in (kept, gone):
        for table, standing_ in (("credential", "revoked_at"), ("pay_hold", "ended_at"), ("concern", "closed_at")):
            found = await rows(database, f"select {standing_} from {table} where person_id = %s", (each.id,))
            assert found == [{standing_: None}], table
        by = "select count(*) from review where decided_by = %(by)s and taken_by = %(by)s"
        assert await value(database, by, {"by": each.id}) == 1


async def test_hours_of_reviews_come_back_with_the_days(database: Database) -> None:
    kept, gone = await hiteuses(database, 2)
    project_id = await project(database, 10)
    await answer(database, kept, project_id, 1)
    await answer(database, gone, project_id, 2)
    await funds(database, project_id)
    async with database.unit() as uow:
        assert await project_rows.book(uow, project_id, 0, PAY.units)
        await pay_events.add(uow, PayEvent.REVIEWED, gone.id, project_id, PAY, NOW, seconds=20, estimated=30)
        await refusals.add_time(uow, gone.id, NOW.date(), 20, 30)
        await uow.commit()
    days = "select * from day where person_id = %s order by date"
    before = [await rows(database, days, (person.id,)) for person in (kept, gone)]
    chat = await chat_of(database, gone)
    awa = await merged(database, gone, kept)
    async with database.unit() as uow:
        pay = await earning_rows.by_day(uow, awa.id, "UTC", NOW)
    assert sum(day.units for day in pay) == PAY.units * 4  # three answers and the review
    await unmerge(database, chat)
    assert [await rows(database, days, (person.id,)) for person in (kept, gone)] == before
    assert await agreement(database) == []


async def test_what_each_had_of_one_thing_is_each_ones_own_again(database: Database) -> None:
    """Both had the same announcement, reported the same task, sent the same picture: the merge could not be undone at
    all."""
    kept, gone = await hiteuses(database, 2)
    await project(database, 2)
    author = await hiteuse(database)
    async with database.unit() as uow:
        await uow.execute("insert into media (hash, mime, content) values ('same', 'image/png', '')")
        announcement = await uow.fetch_int(
            """
            insert into announcement (author_id, key, fingerprint, content, audience, state, people, created_at,
                                      begins_at, look_at)
            values (%(author)s, 'k', '', '{}', '{}', 'over', 2, %(now)s, %(now)s, %(now)s) returning id
            """,
            {"author": author.id, "now": NOW},
        )
        for each in (kept, gone):
            await uow.execute(
                "insert into recipient (announcement_id, person_id, due) values (%s, %s, %s)",
                (announcement, each.id, NOW),
            )
            await uow.execute(
                "insert into report (person_id, task_id, reason, at) select %s, min(id), %s, %s from task",
                (each.id, f"illisible {each.id}", NOW),
            )
            await uow.execute("insert into personal_media (person_id, hash) values (%s, 'same')", (each.id,))
        await uow.commit()
    chat = await chat_of(database, gone)
    await merged(database, gone, kept)
    await unmerge(database, chat)
    for table in ("recipient", "report", "personal_media"):
        found = await rows(database, f"select person_id from {table} order by 1")
        assert [each["person_id"] for each in found] == sorted([kept.id, gone.id]), table
    assert await value(database, "select bool_and(reason = 'illisible ' || person_id) from report")


@pytest.mark.parametrize("both", [False, True])
async def test_a_final_test_that_she_had_begun_goes_on(database: Database, both: bool) -> None:
    """Where both were in the middle of the same test, the merge ended hers: she began again."""
    await module(database)
    kept, gone = await hiteuses(database, 2)
    tries = {}
    for each in (kept, gone) if both else (gone,):
        async with database.unit() as uow:
            tries[each.id] = await uow.fetch_int(
                """
                insert into final_try (person_id, module_id, asked, marks, started_at)
                values (%s, 'micro-taches', array[1, 2, 3], array[true], %s) returning id
                """,
                (each.id, NOW),
            )
            await uow.commit()
    chat = await chat_of(database, gone)
    await merged(database, gone, kept)
    await unmerge(database, chat)
    found = await rows(database, "select person_id, id from final_try where finished_at is null")
    assert {each["person_id"]: each["id"] for each in found} == tries
