"""Two accounts of one person become one, in the real database: nothing is lost, nothing counts twice."""

from __future__ import annotations

import asyncio
from datetime import date, time
from typing import Any

import pytest

from backend.db import turns
from backend.db.certificates import income
from backend.db.earnings import queries as earnings_queries
from backend.db.engine.failures import RETRYABLE
from backend.db.engine.uow import Database
from backend.db.identity import merge_work, merging
from backend.db.messaging import inbox
from backend.db.models import metadata
from backend.db.people import queries as people_rows
from backend.db.people import themes
from backend.db.work import leases
from backend.domain.earnings.savings import Plan
from backend.domain.identity.linking import LinkAsks, LinkRefused
from backend.domain.money import Money
from backend.domain.payouts import terms_file
from backend.domain.people.commands import TERMS_VERSION, Goal, Person
from backend.domain.people.reminder_preferences import Preference
from backend.domain.work.commands import AnswerStatus
from backend.records import replace
from backend.services.earnings import savings
from backend.services.earnings import service as earning_service
from backend.services.identity import joining, linking
from backend.services.people import service as people_service
from backend.services.privacy import leaving
from backend.services.work import service as work_service
from tests.integration.scenes import (
    NOW,
    PAY,
    after,
    agreement,
    commit,
    hiteuse,
    hiteuses,
    install_practice,
    look,
    project,
    rows,
    value,
)
from tests.integration.services.work.merges import (
    accept,
    answer,
    chat_of,
    code_of,
    join,
    merged,
    numbered,
    standing,
)
from tests.integration.services.work.steps import counted, take, taken

DAY = date(2026, 3, 4)


async def test_answers_days_and_money_of_both_are_hers_afterwards(database: Database) -> None:
    kept, gone = await hiteuses(database, 2)
    project_id = await project(database, 10)
    await answer(database, kept, project_id, 2)
    await answer(database, gone, project_id, 3)
    awa = await merged(database, gone, kept)
    assert awa.id == kept.id
    assert await value(database, "select count(*) from answer where person_id = %s and status = 1", (awa.id,)) == 5
    (day,) = await look(database, earnings_queries.days, awa.id, DAY)
    assert day.answers == 5
    assert (await standing(database, awa)).pending == (PAY * 5,)
    assert (await standing(database, gone)).pending == (Money(0),)


@pytest.mark.parametrize("who", ["kept", "gone"])
async def test_who_said_stop_on_one_of_her_accounts_has_said_it_for_both(database: Database, who: str) -> None:
    kept, gone = await hiteuses(database, 2)
    stopped = kept if who == "kept" else gone
    await commit(database, people_service.stop, stopped, NOW)
    found = await join(database, gone, kept)
    assert isinstance(found, joining.Joined)
    linked, awa = found.linked, found.person
    assert (linked.stopped, awa.stopped_at) == (True, NOW)
    assert await value(database, "select count(*) from wakeup where person_id = %s", (awa.id,)) == 0


async def test_a_pause_on_one_of_her_accounts_goes_on(database: Database) -> None:
    kept, gone = await hiteuses(database, 2)
    await commit(database, people_service.pause, gone, after(days=3))
    assert (await merged(database, gone, kept)).paused_until == after(days=3)


@pytest.mark.parametrize("who", ["kept", "gone"])
async def test_what_she_wants_nobody_to_see_on_one_of_her_phones_is_seen_on_none(database: Database, who: str) -> None:
    """Her other phone may be the one that others look at."""
    kept, gone = await hiteuses(database, 2)
    wishes = {"discreet": True, "data_saver": True}
    await commit(database, people_rows.set_profile, (kept if who == "kept" else gone).id, **wishes)
    awa = await merged(database, gone, kept)
    assert (awa.discreet, awa.data_saver) == (True, True)


async def test_a_no_to_hard_content_counts_for_both_and_a_yes_for_none_but_its_own(database: Database) -> None:
    kept, gone = await hiteuses(database, 2)
    await commit(database, themes.decide, kept.id, {"haine": True, "mort": True})
    await commit(database, themes.decide, gone.id, {"haine": False, "sexe": True})
    await merged(database, gone, kept)
    assert await look(database, themes.decisions, kept.id) == {"haine": False, "mort": True}


async def test_the_conditions_that_she_agreed_to_last_are_those_of_both(database: Database) -> None:
    kept, gone = await hiteuses(database, 2)
    await commit(database, people_rows.add_consent, gone.id, "terms", "2025-01", after(days=-9))
    await commit(database, people_service.consent, kept, after(days=-1))
    await merged(database, gone, kept)
    agreed = await look(database, people_rows.agreed_to, kept.id, "terms")
    assert agreed == (TERMS_VERSION, after(days=-1))


async def test_an_unfinished_account_is_asked_about_new_conditions_as_the_finished_one_was(database: Database) -> None:
    kept, gone = await hiteuses(database, 2)
    await commit(database, people_rows.set_profile, kept.id, joined_at=None, terms=None)
    await commit(database, people_rows.set_profile, gone.id, terms="2025-01")
    await commit(database, themes.decide, gone.id, {"haine": False})
    assert (await merged(database, gone, replace(kept, joined_at=None))).terms == "2025-01"
    assert await look(database, themes.decisions, kept.id) == {"haine": False}


@pytest.mark.parametrize("who", ["kept", "gone"])
async def test_who_joins_two_accounts_is_not_erased(database: Database, who: str) -> None:
    """Of the account that stays the wish stood: two weeks later both were erased."""
    kept, gone = await hiteuses(database, 2)
    leaver = kept if who == "kept" else gone
    await commit(database, people_service.set_goal, leaver, Goal("business", "Un salon"), NOW)
    await commit(database, savings.set_aside, leaver, Plan(20))
    await commit(database, leaving.ask, leaver, None, terms_file.shipped(), "telegram", NOW)
    found = await join(database, gone, kept)
    assert isinstance(found, joining.Joined) and found.linked.stays and not found.linked.stopped
    assert await value(database, "select count(*) from erasure") == 0
    assert found.person.stopped_at is None
    assert await look(database, savings.plan, found.person) == Plan(20)
    actions = [row["action"] for row in await rows(database, "select action from audit order by id")]
    assert actions[-2:] == ["merge", "stay"]


async def test_what_was_accepted_and_what_waits_stay_apart(database: Database) -> None:
    kept, gone = await hiteuses(database, 2)
    project_id = await project(database, 10)
    await answer(database, gone, project_id, 2)
    await accept(database, after(days=2))
    await answer(database, gone, project_id, 1, after(days=2))
    awa = await merged(database, gone, kept)
    found = await standing(database, awa)
    assert (found.accepted, found.pending) == ((PAY * 2,), (PAY,))
    await accept(database, after(days=4))
    assert (await standing(database, awa)).accepted == (PAY * 3,)
    assert await agreement(database) == []


async def test_an_account_that_was_made_of_two_can_become_one_with_a_third(database: Database) -> None:
    first, second, third = await hiteuses(database, 3)
    project_id = await project(database, 10)
    for person in (first, second, third):
        await answer(database, person, project_id)
    await merged(database, second, first)
    await merged(database, first, third)
    assert (await standing(database, third)).pending == (PAY * 3,)
    assert await rows(database, "select distinct merged_into from person where merged_into is not null") == [
        {"merged_into": third.id}
    ]
    await accept(database, after(days=2))
    assert await agreement(database) == []


async def test_pay_in_another_currency_comes_along(database: Database) -> None:
    kept, gone = await hiteuses(database, 2)
    await answer(database, kept, await project(database, 2))
    francs = await project(database, 2, pay=Money(400_000, "XOF"), name="francs")
    await answer(database, gone, francs)
    awa = await merged(database, gone, kept)
    assert set((await standing(database, awa)).pending) == {PAY, Money(400_000, "XOF")}
    await answer(database, awa, francs)
    assert await agreement(database) == []


async def test_two_answers_to_one_task_keep_the_accounts_apart(database: Database) -> None:
    kept, gone = await hiteuses(database, 2)
    project_id = await project(database, 1, wanted=2)
    await answer(database, kept, project_id)
    await answer(database, gone, project_id)
    assert (await join(database, gone, kept)) == LinkRefused("answers")
    assert await value(database, "select count(*) from person where merged_into is not null") == 0
    assert await agreement(database) == []


async def test_two_roles_keep_the_accounts_apart_and_her_huber_is_named(database: Database) -> None:
    kept, gone, huber = await hiteuses(database, 3)
    await commit(database, people_rows.set_profile, huber.id, role="huber", first_name="Marième")
    await commit(database, people_rows.set_profile, gone.id, role="trainee")
    trainee = Person(gone.id, "trainee", country="CI", joined_at=NOW)
    assert await join(database, trainee, kept) == LinkRefused("roles", "Marième")


async def test_both_may_have_done_the_same_practice_task(database: Database) -> None:
    await install_practice(database, 1)
    kept, gone = await hiteuses(database, 2)
    for person in (kept, gone):
        given = await commit(database, work_service.start_practice, person, NOW)
        assert given.task is not None
        await counted(database, person, given.task.id)
    awa = await merged(database, gone, kept)
    found = await standing(database, awa)
    assert (found.pending, found.accepted) == ((PAY,), (PAY,))
    await accept(database, after(days=2))
    assert (await standing(database, awa)).accepted == (PAY * 2,)
    assert await agreement(database) == []
    async with database.unit() as uow:  # what she sees of her month, and what is certified of it
        assert (await earning_service.figures(uow, awa, NOW)).month.accepted == (PAY * 2,)
        (month,) = await income.by_month(uow, awa.id, "UTC", NOW)
    assert month.money == PAY * 2


async def test_open_tasks_of_the_other_account_go_back(database: Database) -> None:
    kept, gone = await hiteuses(database, 2)
    one, other = await project(database, 2), await project(database, 2, name="other")
    hers = await taken(database, kept, one)
    await taken(database, gone, other)
    awa = await merged(database, gone, kept)
    assert await rows(database, "select person_id, task_id from answer where status = 0") == [
        {"person_id": awa.id, "task_id": hers.id}
    ]
    assert (await take(database, awa, other)).task is not None  # and she may have it again


async def test_a_task_that_one_holds_and_the_other_has_answered_is_answered(database: Database) -> None:
    kept, gone = await hiteuses(database, 2)
    project_id = await project(database, 1, wanted=2)
    await taken(database, kept, project_id)
    await answer(database, gone, project_id)
    awa = await merged(database, gone, kept)
    assert await rows(database, "select person_id, status from answer") == [{"person_id": awa.id, "status": 1}]
    assert await value(database, "select slots from task") == 1


@pytest.mark.parametrize(("kept_did", "gone_did"), [(3, 1), (1, 3), (2, 4), (4, 2), (2, 1), (3, 2)])
async def test_of_two_rows_for_one_task_the_one_that_says_more_stays(
    database: Database, kept_did: int, gone_did: int
) -> None:
    kept, gone = await hiteuses(database, 2)
    project_id = await project(database, 1, wanted=2)
    for person, did in ((kept, kept_did), (gone, gone_did)):
        task = await taken(database, person, project_id)
        if did == 1:
            await counted(database, person, task.id)
        else:
            await commit(database, leases.leave, person.id, task.id, AnswerStatus(did), NOW)
    awa = await merged(database, gone, kept)
    order = [1, 4, 3, 2]
    stays = min(kept_did, gone_did, key=order.index)
    assert await rows(database, "select person_id, status from answer") == [{"person_id": awa.id, "status": stays}]


async def test_the_day_of_both_is_one_day_of_three_hours(database: Database) -> None:
    kept, gone = await hiteuses(database, 2)
    project_id = await project(database, 20, minutes=60)
    for person in (kept, gone):  # an hour and forty minutes each
        for n in range(2):
            task = await taken(database, person, project_id, after(minutes=50 * n))
            assert (await counted(database, person, task.id, now=after(minutes=50 * (n + 1)))).why != "day_done"
    awa = await merged(database, gone, kept)
    assert await value(database, "select active from day where person_id = %s", (awa.id,)) == 200 * 60
    assert (await take(database, awa, await project(database, 5, name="more"))).why == "day_done"


async def test_her_own_plans_go_before_those_of_the_other_account(database: Database) -> None:
    kept, gone = await hiteuses(database, 2)
    morning = Preference(frozenset({1}), time(8))
    await commit(database, people_service.set_goal, kept, Goal("studies", "Un master"), NOW)
    await commit(database, people_service.set_goal, gone, Goal("business", "Un salon"), NOW)
    await commit(database, people_service.set_reminder, gone, morning, NOW)
    awa = await merged(database, gone, kept)
    async with database.unit() as uow:
        assert await people_rows.goal(uow, awa.id) == Goal("studies", "Un master")
        assert await people_rows.reminder(uow, awa.id) == morning
    assert await value(database, "select count(*) from wakeup where person_id = %s", (gone.id,)) == 0
    assert await value(database, "select count(*) from wakeup where person_id = %s", (awa.id,)) == 1


async def test_what_she_agreed_to_is_kept_with_its_times(database: Database) -> None:
    kept, gone = await hiteuses(database, 2)
    await commit(database, people_service.consent, gone, after(days=-3))
    awa = await merged(database, gone, kept)
    assert await rows(database, "select distinct person_id, given_at from consent") == [
        {"person_id": awa.id, "given_at": after(days=-3)}
    ]


async def test_an_account_that_was_never_finished_takes_over_the_finished_one(database: Database) -> None:
    gone = await hiteuse(database, country="CM", zone="Africa/Douala")
    kept_id = await commit(database, inbox.meet, "demo", "new", "Awa", NOW)
    await commit(database, people_rows.set_profile, kept_id, role="hiteuse", country="CI")
    await answer(database, gone, await project(database, 2))
    awa = await merged(database, gone, Person(kept_id, "hiteuse", country="CI"))
    assert (awa.id, awa.country, awa.zone, awa.joined_at) == (kept_id, "CM", "Africa/Douala", NOW)


async def test_two_accounts_are_joined_only_when_she_agrees(database: Database) -> None:
    kept, gone = await hiteuses(database, 2)
    digest = await code_of(database, kept)
    chat = await chat_of(database, gone)
    assert (await commit(database, joining.use, gone, chat, digest, NOW)) == LinkAsks(digest.hex(), "Awa")
    assert await value(database, "select count(*) from person where merged_into is not null") == 0


async def test_what_comes_in_for_who_is_gone_is_hers_who_is_kept(database: Database) -> None:
    kept, gone = await hiteuses(database, 2)
    await merged(database, gone, kept)
    await commit(database, inbox.post, gone.id, "batch:1", {"wake": "batch"}, NOW)
    assert await commit(database, turns.claim, gone.id, NOW) == turns.Elsewhere(kept.id)
    claimed = await look(database, turns.claim, kept.id, NOW)
    assert isinstance(claimed, turns.Claim) and claimed.event.key == "batch:1"


# --- numbers that move ------------------------------------------------------------------------------------


async def move(database: Database, person: Person, address: str, user_id: str = "", *, locked: bool = False) -> Any:
    chat = await chat_of(database, person)
    return await commit(database, linking.move, person, chat, "demo", address, user_id, NOW, locked=locked)


async def test_a_number_that_moved_is_the_same_chat(database: Database) -> None:
    awa = await hiteuse(database)
    chat = await chat_of(database, awa)
    assert await move(database, awa, "new", "user") == chat
    assert await rows(database, "select person_id, address, user_id from contact") == [
        {"person_id": awa.id, "address": "new", "user_id": "user"}
    ]


async def test_a_stranger_whom_the_new_number_made_is_folded_in_and_the_old_one_is_a_strangers(
    database: Database,
) -> None:
    awa = await hiteuse(database)
    old = await chat_of(database, awa)
    (stranger,) = (await commit(database, inbox.store, [inbox.Arrival("demo", "new", "e1", {})], NOW)).people
    new = await move(database, awa, "new")
    assert new is not None and new != old
    owners = await rows(database, "select id, person_id from contact order by id")
    assert [row["person_id"] == awa.id for row in owners] == [False, True]
    assert await value(database, "select merged_into from person where id = %s", (stranger,)) == awa.id
    assert await value(database, "select person_id from inbox") == awa.id
    assert await value(database, "select contact_id from conversation where person_id = %s", (awa.id,)) == new


async def test_a_number_of_somebody_with_an_account_changes_nothing(database: Database) -> None:
    awa, binta = await hiteuses(database, 2)
    before = await rows(database, "select id, person_id, address from contact order by id")
    theirs = before[1]["address"] if before[1]["person_id"] == binta.id else before[0]["address"]
    assert await move(database, awa, theirs) is None
    assert await rows(database, "select id, person_id, address from contact order by id") == before


async def test_a_number_that_may_be_in_other_hands_is_so_under_its_new_name(database: Database) -> None:
    awa = await hiteuse(database)
    await commit(database, inbox.meet, "demo", "new", "Zoé", NOW)
    new = await move(database, awa, "new", locked=True)
    assert await value(database, "select locked_at is not null from contact where id = %s", (new,)) is True


async def test_only_the_platforms_own_name_of_her_may_change(database: Database) -> None:
    awa = await hiteuse(database)
    address = await value(database, "select address from contact")
    await move(database, awa, "user", "user")
    assert await rows(database, "select address, user_id from contact") == [{"address": address, "user_id": "user"}]


async def test_of_two_who_join_each_other_at_once_one_gives_way_and_one_is_left(database: Database) -> None:
    awa, same = await hiteuses(database, 2)
    project_id = await project(database, 6)
    for person in (awa, same):
        await answer(database, person, project_id, 2)
        await numbered(database, person)
    theirs = {awa.id: await code_of(database, same), same.id: await code_of(database, awa)}
    chats = {person.id: await chat_of(database, person) for person in (awa, same)}

    async def turn(person: Person) -> Any:
        async with database.turn() as uow:
            try:
                await turns.lock_person(uow, person.id)
                digest = theirs[person.id]
                found = await joining.use(uow, person, chats[person.id], digest, NOW, agreed=True, proved=True)
                await uow.commit()
            except RETRYABLE:
                return None
        return found

    found = await asyncio.gather(turn(awa), turn(same))
    assert sum(isinstance(one, joining.Joined) for one in found) == 1
    assert await value(database, "select count(*) from person where role = 'hiteuse'") == 1
    assert await agreement(database) == []


def test_every_table_that_names_a_person_is_thought_of() -> None:
    """Whoever adds one says in `merging` what becomes of its rows when two people are one."""
    text = " ".join(
        statement
        for group in (merge_work._WORK, merge_work._MONEY, merging._TRAINING, merging._REST)
        for statement in group
    )
    theirs = {
        table.name
        for table in metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name == "person"
    }
    missing = {
        name
        for name in theirs - {"audit", "outbox", "joining_word", "merge", "handed_back", "pay_event"}
        if f" {name} " not in f" {text} "
    }
    assert missing == set()
