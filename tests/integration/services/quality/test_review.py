"""Second looks: what a reviewer may take, what a verdict does to pay and results, and what silence decides."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, LiteralString

import pytest

from backend.db.earnings import ledger
from backend.db.engine.uow import Database
from backend.db.people import erasures
from backend.db.work import queries as work_rows
from backend.db.work import results
from backend.domain.errors import Misuse, NotAllowed
from backend.domain.people.commands import OPERATOR, Person
from backend.domain.people.roles import RoleAssignment
from backend.domain.quality.review import MAX_UNSEEN_REPORTS, REDO_WITHIN, ReviewKind, Verdict
from backend.domain.work.commands import AnswerStatus, CorrectAnswer, ReportTask
from backend.domain.work.reviewing import ReviewItem
from backend.encryption import Keys, new_key
from backend.records import replace
from backend.services.admin import roles
from backend.services.privacy import erasure
from backend.services.quality import recourse, review, verdicts
from backend.services.work import service as work_service
from backend.services.work import settling, ties
from tests.integration.scenes import (
    CONFIG,
    NOW,
    PAY,
    after,
    agreement,
    commit,
    execute,
    funds,
    hiteuse,
    hiteuses,
    look,
    project,
    rows,
    value,
)
from tests.integration.services.work.merges import merged
from tests.integration.services.work.steps import counted, expire, status, taken

MANY = timedelta(days=1)


async def admin(database: Database) -> Person:
    person = await hiteuse(database)
    await execute(database, "update person set role = 'admin', duty = 'operations' where id = %s", (person.id,))
    return replace(person, role="admin", duty="operations")


async def reviewer(database: Database) -> Person:
    """A hiteuse with the badge."""
    person = await hiteuse(database)
    await execute(
        database, "insert into badge (person_id, key, title, at) values (%s, 'revue-1', 'Revue', %s)", (person.id, NOW)
    )
    return person


async def given(database: Database, project_id: int, answers: Sequence[str]) -> list[Person]:
    people = await hiteuses(database, len(answers))
    for person, answer in zip(people, answers, strict=True):
        task = await taken(database, person, project_id)
        await counted(database, person, task.id, answer)
    return people


async def differing(database: Database) -> Person:
    """A task with an answer that differs from three others; who gave it."""
    _, _, odd, _ = await given(database, await project(database, 1, most=5), ["ok", "ok", "hate", "ok"])
    return odd


async def take(database: Database, by: Person, now: Any = NOW) -> ReviewItem:
    found = await commit(database, review.take, by, now)
    assert isinstance(found, ReviewItem), found
    return found


async def judged(database: Database, by: Person, value: str = "ok", now: Any = NOW) -> ReviewItem:
    item = await take(database, by, now)
    found = await commit(database, review.judge, by, item.id, value, now)
    assert found is not None
    return found


async def decide(
    database: Database, by: Person, item: ReviewItem, verdict: Verdict, now: Any = NOW, **said: str
) -> str:
    return await commit(database, review.decide, by, item.id, verdict, now, **said)


async def refused(database: Database, by: Person, **said: str) -> ReviewItem:
    item = await judged(database, by)
    assert (
        await decide(database, by, item, Verdict.REFUSED, **(said or {"reason": "Au hasard", "words": "Relis."}))
        == "done"
    )
    return item


async def accounts(database: Database, person: Person) -> tuple[int, int]:
    """Units that are pending and accepted."""
    async with database.unit() as uow:
        pending = await ledger.balances(uow, "pending", person.id)
        accepted = await ledger.balances(uow, "accepted", person.id)
    return sum(m.units for m in pending), sum(m.units for m in accepted)


async def test_an_answer_that_differs_is_shown_with_the_others_only_after_ones_own_judgement(
    database: Database,
) -> None:
    await differing(database)
    boss = await admin(database)
    item = await take(database, boss)
    assert (item.kind, item.judged, item.answer, item.others) == (ReviewKind.ANSWER, None, None, ())
    item = await judged(database, boss)
    assert (item.judged, item.answer, sorted(item.others)) == ("ok", "hate", ["ok", "ok", "ok"])
    assert await decide(database, boss, item, Verdict.ACCEPTED) == "done"
    assert await commit(database, review.take, boss, NOW) == "none"
    assert await agreement(database) == []


async def test_who_leaves_a_review_cannot_judge_anew_after_seeing_the_others(database: Database) -> None:
    await differing(database)
    first, second = await admin(database), await admin(database)
    item = await judged(database, first, "hate")
    await commit(database, review.leave, first, item.id, for_good=False)
    again = await take(database, first, after(minutes=1))
    assert (again.id, again.judged) == (item.id, "hate")
    with pytest.raises(Misuse):
        await decide(database, first, again, Verdict.REFUSED, reason="x", words="Relis.")
    await commit(database, review.leave, first, item.id, for_good=False)
    assert (await take(database, second, after(minutes=2))).judged is None
    assert await commit(database, review.take, first, after(minutes=3)) == "none"


async def test_a_refusal_moves_the_pay_back_keeps_her_slot_and_tells_her(database: Database) -> None:
    odd = await differing(database)
    boss = await admin(database)
    await refused(database, boss)
    (task_id,) = [row["id"] for row in await rows(database, "select id from task")]
    assert await accounts(database, odd) == (0, 0)
    assert await status(database, odd, task_id) == AnswerStatus.REFUSED
    assert await rows(database, "select answers, refused, wanted, result -> 'answer' as answer from task") == [
        {"answers": 3, "refused": 1, "wanted": 4, "answer": "ok"}
    ]
    assert (
        await value(
            database, "select payload ->> 'wake' from inbox where person_id = %s and channel = 'clock'", (odd.id,)
        )
        == verdicts.REFUSED
    )
    assert await agreement(database) == []


async def test_a_refused_answer_is_redone_once_and_counts_again(database: Database) -> None:
    odd = await differing(database)
    await refused(database, await admin(database))
    task_id = await value(database, "select id from task")

    async def redo(answer: str) -> bool:
        return await commit(database, recourse.redo, odd, task_id, answer, after(hours=1))

    assert await redo("ok")
    assert await accounts(database, odd) == (PAY.units, 0)
    assert not await redo("hate")
    assert await value(database, "select value from answer where person_id = %s", (odd.id,)) == "ok"
    assert await agreement(database) == []


async def test_an_answer_that_is_redone_no_better_is_looked_at_again_and_refused_for_good(database: Database) -> None:
    odd = await differing(database)
    first, second = await admin(database), await admin(database)
    await refused(database, first)
    task_id = await value(database, "select id from task")
    redo = partial(recourse.redo, person=odd, task_id=task_id, value="hate", now=NOW)
    assert await commit(database, redo)
    assert await accounts(database, odd) == (PAY.units, 0)
    await refused(database, first, reason="Au hasard", words="Toujours au hasard.")
    assert await accounts(database, odd) == (0, 0)
    assert not await commit(database, redo)  # once
    (hers,) = await look(database, recourse.refused, odd)
    assert (hers.words, hers.redo, hers.decided) == ("Toujours au hasard.", False, False)
    await commit(database, recourse.appeal, odd, task_id, "", NOW)
    assert await commit(database, review.take, first, NOW) == "none"
    assert (await judged(database, second)).kind is ReviewKind.APPEAL
    assert await agreement(database) == []


async def test_an_answer_that_is_redone_and_accepted_is_not_looked_at_a_third_time(database: Database) -> None:
    odd = await differing(database)
    boss = await admin(database)
    await refused(database, boss)
    task_id = await value(database, "select id from task")
    await commit(database, recourse.redo, person=odd, task_id=task_id, value="hate", now=NOW)
    assert await decide(database, boss, await judged(database, boss), Verdict.ACCEPTED) == "done"
    assert await commit(database, review.take, boss, NOW) == "none"


async def test_an_appeal_goes_to_somebody_else_and_is_paid_at_once_when_it_is_won(database: Database) -> None:
    odd = await differing(database)
    first, second = await admin(database), await admin(database)
    await refused(database, first)
    task_id = await value(database, "select id from task")
    due = await commit(database, recourse.appeal, odd, task_id, "C'est une insulte.", NOW)
    assert due == after(hours=48)
    assert await commit(database, recourse.appeal, odd, task_id, "Encore", after(hours=1)) == due
    assert await commit(database, review.take, first, NOW) == "none"  # never her own refusal
    item = await judged(database, second, "hate")
    assert (item.kind, item.why, item.words) == (ReviewKind.APPEAL, "Au hasard", "C'est une insulte.")
    assert await decide(database, second, item, Verdict.ACCEPTED) == "done"
    assert await accounts(database, odd) == (0, PAY.units)
    assert await commit(database, recourse.appeal, odd, task_id, "Encore", NOW) is None
    assert await agreement(database) == []


async def test_an_appeal_against_the_second_refusal_goes_to_none_of_those_who_refused(database: Database) -> None:
    odd = await differing(database)
    first, second, third = [await admin(database) for _ in range(3)]
    await refused(database, first)
    task_id = await value(database, "select id from task")
    assert await commit(database, recourse.redo, person=odd, task_id=task_id, value="hate", now=NOW)
    await refused(database, second)
    assert await commit(database, recourse.appeal, odd, task_id, "C'est une publicité.", NOW)
    for one in (first, second):
        assert await commit(database, review.take, one, NOW) == "none"
    assert (await take(database, third)).kind is ReviewKind.APPEAL


async def test_silence_wins_an_appeal_and_leaves_a_tie_without_an_answer(database: Database) -> None:
    project_id = await project(database, 2, wanted=2)
    people = await given(database, project_id, ["ok", "hate"])
    odd = people[1]
    assert await value(database, "select count(*) from review where kind = 1") == 1
    assert await commit(database, review.silence, after(hours=49), 10) == 1
    assert await rows(database, "select verdict, decided_by from review") == [
        {"verdict": Verdict.UNDECIDED, "decided_by": None}
    ]
    assert await value(database, "select result -> 'answer' from task where done_at is not null") is None
    assert await accounts(database, odd) == (PAY.units, 0)  # a tie never decides pay
    assert await agreement(database) == []


async def test_an_appeal_that_nobody_decides_is_won(database: Database) -> None:
    odd = await differing(database)
    await refused(database, await admin(database))
    task_id = await value(database, "select id from task")
    await commit(database, recourse.appeal, odd, task_id, "", NOW)
    assert await commit(database, review.lose, after(days=30), 10) == 0  # it waits for the appeal
    assert await commit(database, review.silence, after(hours=48), 10) == 1
    assert await accounts(database, odd) == (0, PAY.units)
    assert await agreement(database) == []


async def corrected(database: Database, person: Person, task_id: int, answer: str) -> None:
    done = await commit(database, work_service.correct, person, after(minutes=1), CorrectAnswer(task_id, answer))
    assert done.changed


async def test_a_tie_that_a_correction_ends_is_nobodys_to_decide_and_pays_who_judged_it(database: Database) -> None:
    project_id = await project(database, 1, wanted=2, most=2)
    first, second = await given(database, project_id, ["ok", "hate"])
    rose = await reviewer(database)
    await funds(database, project_id)
    item = await judged(database, rose)
    await corrected(database, second, item.task.id, "ok")
    assert await rows(database, "select verdict, decided_by from review") == [
        {"verdict": Verdict.SETTLED, "decided_by": None}
    ]
    assert await accounts(database, rose) == (0, PAY.units)
    told = "select payload from inbox where person_id = %s and channel = 'clock'"
    assert await value(database, told, (rose.id,)) == {"wake": ties.SETTLED, "project": "Commentaires", "paid": True}
    assert await decide(database, rose, item, Verdict.CORRECTED) == "gone"
    assert await value(database, "select result ->> 'answer' from task") == "ok"
    await corrected(database, first, item.task.id, "hate")  # and a new one is looked at anew
    assert await rows(database, "select kind, decided_at from review where decided_at is null") == [
        {"kind": ReviewKind.TIE, "decided_at": None}
    ]
    assert await agreement(database) == []


async def test_a_tie_that_was_taken_and_not_judged_pays_nothing_when_it_ends(database: Database) -> None:
    seconds = {}
    for name in ("first", "second"):
        project_id = await project(database, 1, wanted=2, most=2, name=name)
        _, seconds[name] = await given(database, project_id, ["ok", "hate"])
    boss, other = await admin(database), await admin(database)
    for by, now in ((boss, NOW), (other, after(minutes=-40))):
        item = await take(database, by, now)
        await corrected(database, seconds[item.task.config.name], item.task.id, "ok")
    told = "select person_id from inbox where payload ->> 'wake' = %s"
    assert [row["person_id"] for row in await rows(database, told, (ties.SETTLED,))] == [boss.id]  # the other's is over
    assert await rows(database, "select * from pay_event") == []


async def test_a_tie_that_nobody_decided_in_time_is_not_looked_at_again(database: Database) -> None:
    project_id = await project(database, 1, wanted=2, most=2)
    await given(database, project_id, ["ok", "hate"])
    await commit(database, review.silence, after(hours=49), 10)
    task_id = await value(database, "select id from task")
    config = replace(CONFIG, answers_min=2, answers_max=2)
    await commit(database, settling.reconsider, project_id, config, task_id, after(hours=50))
    assert await value(database, "select count(*) from review") == 1


async def test_a_tie_is_decided_by_a_reviewer_and_costs_nobody_anything(database: Database) -> None:
    project_id = await project(database, 1, wanted=2)
    people = await given(database, project_id, ["ok", "hate"])
    boss = await admin(database)
    item = await judged(database, boss, "hate")
    assert item.kind is ReviewKind.TIE and sorted(item.others) == ["hate", "ok"]
    assert await decide(database, boss, item, Verdict.CORRECTED) == "done"
    assert await value(database, "select result from task") == {"answer": "hate", "confidence": "1", "method": "review"}
    for person in people:
        assert await accounts(database, person) == (PAY.units, 0)
    assert await agreement(database) == []


async def test_after_seven_days_her_slot_is_others(database: Database) -> None:
    project_id = await project(database, 1, wanted=1)
    (odd,) = await given(database, project_id, ["hate"])
    async with database.unit() as uow:  # looked at although it is the result
        await uow.execute("update task set result = jsonb_set(result, '{answer}', '\"ok\"')")
        await uow.commit()
    await refused(database, await admin(database))
    assert await rows(database, "select answers, slots, done_at from task") == [
        {"answers": 0, "slots": 0, "done_at": None}
    ]
    assert await commit(database, review.lose, NOW + REDO_WITHIN - timedelta(minutes=1), 10) == 0
    assert await commit(database, review.lose, NOW + REDO_WITHIN, 10) == 1
    task_id = await value(database, "select id from task")
    assert not await commit(database, recourse.redo, odd, task_id, "ok", NOW + REDO_WITHIN)
    assert await agreement(database) == []
    await given(database, project_id, ["ok"])
    assert await value(database, "select result -> 'answer' from task") == "ok"
    assert await agreement(database) == []


async def test_an_answer_that_is_accepted_cannot_be_refused(database: Database) -> None:
    odd = await differing(database)
    boss = await admin(database)
    item = await judged(database, boss)
    await execute(database, "update answer set accepted_at = %s where person_id = %s", (NOW, odd.id))
    assert await decide(database, boss, item, Verdict.REFUSED, reason="x") == "accepted already"
    assert await status(database, odd, item.task.id) == AnswerStatus.ANSWERED


async def test_an_answer_that_was_accepted_meanwhile_is_looked_at_by_nobody(database: Database) -> None:
    odd = await differing(database)
    await take(database, await admin(database))  # and she leaves it
    await execute(database, "update answer set accepted_at = %s where person_id = %s", (NOW, odd.id))
    other = await admin(database)
    assert await commit(database, review.take, other, after(hours=1)) == "none"


async def test_a_reviewers_time_runs_from_when_she_took_it(database: Database) -> None:
    project_id = await project(database, 1, wanted=2)
    await given(database, project_id, ["ok", "hate"])
    ada = await reviewer(database)
    await execute(database, "update project set promised = promised - 500")
    item = await judged(database, ada, now=after(hours=5))
    await decide(database, ada, item, Verdict.CORRECTED, after(hours=5, seconds=40))
    assert await value(database, "select active from day where person_id = %s", (ada.id,)) == 40


async def test_two_reviewers_at_once_never_have_the_same_one(database: Database) -> None:
    await differing(database)
    bosses = [await admin(database) for _ in range(4)]
    found = await asyncio.gather(*(commit(database, review.take, by=by, now=NOW) for by in bosses))
    assert sum(isinstance(each, ReviewItem) for each in found) == 1
    item = next(each for each in found if isinstance(each, ReviewItem))
    other = next(by for by, each in zip(bosses, found, strict=True) if not isinstance(each, ReviewItem))
    assert await commit(database, review.judge, other, item.id, "ok", NOW) is None
    assert await commit(database, review.decide, other, item.id, Verdict.REFUSED, NOW) == "gone"


async def test_a_verdict_counts_once(database: Database) -> None:
    await differing(database)
    boss = await admin(database)
    item = await judged(database, boss)
    found = await asyncio.gather(*(decide(database, boss, item, Verdict.REFUSED, reason="x") for _ in range(3)))
    assert sorted(found) == ["done", "gone", "gone"]
    assert await value(database, "select count(*) from pay_event") == 1
    assert await agreement(database) == []


async def test_a_reviewer_is_paid_and_never_looks_at_what_she_answered(database: Database) -> None:
    project_id = await project(database, 2, most=5)
    await given(database, project_id, ["ok", "ok", "hate", "ok"])
    ada = await reviewer(database)
    assert await commit(database, review.take, ada, NOW) == "none"  # the project's money is promised
    await execute(database, "update project set promised = promised - 1000")
    item = await judged(database, ada)
    assert await decide(database, ada, item, Verdict.ACCEPTED, after(minutes=1)) == "done"
    assert await accounts(database, ada) == (0, PAY.units)
    assert await value(database, "select active from day where person_id = %s", (ada.id,)) == 60
    await expire(database, NOW + MANY)  # what the others hold of the second task
    hers = (await given(database, project_id, ["ok", "hate", "ok", "ok"]))[0]
    await execute(
        database, "insert into badge (person_id, key, title, at) values (%s, 'revue-1', 'Revue', %s)", (hers.id, NOW)
    )
    assert await commit(database, review.take, hers, NOW) == "none"


async def test_reviews_are_for_those_with_the_badge_and_for_admins(database: Database) -> None:
    awa = await hiteuse(database)
    for person in (awa, replace(awa, role="huber"), replace(awa, role="admin", duty="reader"), replace(awa, role=None)):
        with pytest.raises(NotAllowed):
            await commit(database, review.take, by=person, now=NOW)


async def test_many_refusals_wait_until_an_admin_has_looked(database: Database) -> None:
    project_id = await project(database, 25, most=5)
    people = await hiteuses(database, 4)
    for n, person in enumerate(people):
        for _ in range(25):
            task = await taken(database, person, project_id)
            await counted(database, person, task.id, "hate" if n == 0 else "ok")
    boss = await admin(database)
    outcomes = []
    for _ in range(22):
        item = await judged(database, boss)
        outcomes.append(await decide(database, boss, item, Verdict.REFUSED, reason="x"))
    assert outcomes == ["done"] * 19 + ["waits"] * 3  # 20 of 20 would be refused
    assert await value(database, "select count(*) from pay_event") == 19
    (held,) = await look(database, review.held, boss)
    assert (held.project_id, held.refusals) == (project_id, 3)
    settle = partial(review.settle_held, by=boss, project_id=project_id, channel="telegram", now=NOW, refuse=False)
    assert await commit(database, settle) == 3
    assert await commit(database, settle) == 0
    noted = await value(database, "select about || before || after from audit where action = 'settle refusals'")
    assert (noted["count"], noted["state"]) == (3, "accepted")
    assert await value(database, "select count(*) from pay_event") == 19
    assert await value(database, "select count(*) from answer where accepted_at is not null") == 3
    assert await agreement(database) == []


async def held_refusal(database: Database) -> tuple[Person, Person, int]:
    """An answer whose refusal waits for an admin: who gave it, who refused it, its project."""
    project_id = await project(database, 1, most=5)
    _, _, odd, _ = await given(database, project_id, ["ok", "ok", "hate", "ok"])
    boss = await admin(database)
    item = await judged(database, boss)
    assert await decide(database, boss, item, Verdict.REFUSED, reason="x", words="Relis.") == "done"
    assert await commit(database, recourse.redo, odd, item.task.id, "hate", NOW)
    await execute(database, "update review set held = true")  # as if it was one of many
    assert await decide(database, boss, await judged(database, boss), Verdict.REFUSED, reason="x") == "waits"
    await execute(database, "update review set held = false where id = %s", (item.id,))
    return odd, boss, project_id


async def test_a_refusal_that_waits_for_too_long_is_over(database: Database) -> None:
    """« C'est fait : 1 réponse refusée » was said of answers that were accepted and paid already, and every refusal
    after them waited as well."""
    odd, boss, project_id = await held_refusal(database)
    assert len(await look(database, review.held, boss)) == 1
    assert await commit(database, work_rows.accept_due, after(hours=25), 10) == 4
    assert await look(database, review.held, boss) == []
    settle = partial(review.settle_held, by=boss, project_id=project_id, channel="telegram", now=after(hours=25))
    assert await commit(database, settle, refuse=True) == 0
    assert await commit(database, review.silence, after(hours=25), 10) == 1
    newest = await rows(database, "select held, verdict from review order by id desc limit 1")
    assert newest == [{"held": False, "verdict": Verdict.ACCEPTED}]
    assert await accounts(database, odd) == (0, PAY.units)
    assert await agreement(database) == []


async def test_a_refusal_that_waits_does_not_hit_an_answer_that_is_right_by_now(database: Database) -> None:
    odd, boss, project_id = await held_refusal(database)
    task_id = await value(database, "select id from task")
    corrected = await commit(database, work_service.correct, odd, NOW, CorrectAnswer(task_id, "ok"))
    assert corrected.changed
    settle = partial(review.settle_held, by=boss, project_id=project_id, channel="telegram", now=NOW, refuse=True)
    assert await commit(database, settle) == 0
    assert await accounts(database, odd) == (0, PAY.units)
    assert await agreement(database) == []


async def test_who_let_a_waiting_refusal_take_effect_is_not_the_other_person_of_an_appeal(database: Database) -> None:
    odd, boss, project_id = await held_refusal(database)
    other = await admin(database)
    settle = partial(review.settle_held, by=other, project_id=project_id, channel="telegram", now=NOW, refuse=True)
    assert await commit(database, settle) == 1
    assert await commit(database, recourse.appeal, odd, await value(database, "select id from task"), "", NOW)
    for one in (boss, other):
        assert await commit(database, review.take, one, NOW) == "none"
    assert (await take(database, await admin(database))).kind is ReviewKind.APPEAL


async def test_nobody_confirms_their_own_refusals_while_another_admin_may(database: Database) -> None:
    """An admin refused twenty answers in a row, and confirmed alone that all of them stay refused."""
    _odd, boss, project_id = await held_refusal(database)
    other = await admin(database)
    assert [each.own for each in await look(database, review.held, boss)] == [1]
    assert [each.own for each in await look(database, review.held, other)] == [0]
    settle = partial(review.settle_held, by=boss, project_id=project_id, channel="telegram", now=NOW)
    assert await commit(database, settle, refuse=True) == 0
    assert await value(database, "select count(*) from review where held") == 1
    await execute(database, "update person set joined_at = null where id = %s", (other.id,))  # only invited
    assert [each.own for each in await look(database, review.held, boss)] == [0]
    await execute(database, "update person set joined_at = now(), duty = 'finance' where id = %s", (other.id,))
    assert await commit(database, settle, refuse=True) == 1
    assert await value(database, "select count(*) from review where held") == 0
    assert await agreement(database) == []


async def test_an_admin_may_always_take_back_their_own_refusals(database: Database) -> None:
    odd, boss, project_id = await held_refusal(database)
    await admin(database)
    settle = partial(review.settle_held, by=boss, project_id=project_id, channel="telegram", now=NOW)
    assert await commit(database, settle, refuse=False) == 1
    assert await accounts(database, odd) == (0, PAY.units)


async def test_nobody_accepts_their_own_answers_while_another_admin_may(database: Database) -> None:
    """Who had worked, and is an admin since, had the own refused answers paid."""
    odd, boss, project_id = await held_refusal(database)
    await execute(database, "update person set role = 'admin', duty = 'operations' where id = %s", (odd.id,))
    me = replace(odd, role="admin", duty="operations")
    settle = partial(review.settle_held, project_id=project_id, channel="telegram", now=NOW, refuse=False)
    assert await commit(database, partial(settle, by=me)) == 0
    assert await accounts(database, odd) == (PAY.units, 0)
    assert await commit(database, partial(settle, by=boss)) == 1
    assert await accounts(database, odd) == (0, PAY.units)


async def test_a_refusal_does_not_hit_who_was_erased(database: Database) -> None:
    """She hears nothing of it, and can neither redo nor contest."""
    project_id = await project(database, 1, most=5)
    _, _, odd, _ = await given(database, project_id, ["ok", "ok", "hate", "ok"])
    boss = await admin(database)
    item = await judged(database, boss)
    await commit(database, erasures.ask, odd.id, NOW, NOW, stopped_before=False, claim=None)
    await commit(database, erasures.begin, odd.id, NOW)
    assert await decide(database, boss, item, Verdict.REFUSED, reason="x") == "accepted already"
    assert await accounts(database, odd) == (0, PAY.units)
    assert await agreement(database) == []


async def test_a_waiting_refusal_of_who_was_erased_is_over(database: Database) -> None:
    odd, boss, project_id = await held_refusal(database)
    await commit(database, erasures.ask, odd.id, NOW, NOW, stopped_before=False, claim=None)
    await commit(database, erasures.begin, odd.id, NOW)
    assert await look(database, review.held, boss) == []
    settle = partial(review.settle_held, by=boss, project_id=project_id, channel="telegram", now=NOW, refuse=True)
    assert await commit(database, settle) == 0
    assert await commit(database, review.silence, NOW, 10) == 1
    assert await commit(database, work_rows.accept_due, after(hours=25), 10) == 4
    assert await accounts(database, odd) == (0, PAY.units)
    assert await agreement(database) == []


async def test_a_report_takes_a_task_from_her_alone_and_two_set_it_aside(database: Database) -> None:
    project_id = await project(database, 1, most=5)
    first, second, third = await hiteuses(database, 3)

    async def reports(person: Person) -> int:
        task = await taken(database, person, project_id)
        await commit(database, work_service.report, person, NOW, ReportTask(task.id, "unreadable"))
        return task.id

    task_id = await reports(first)
    assert (await taken(database, third, project_id)).id == task_id  # others go on with it
    await expire(database, NOW + MANY)
    assert await reports(second) == task_id
    assert await rows(database, "select slots, held_at is not null as held from task") == [{"slots": 0, "held": True}]
    boss = await admin(database)
    item = await take(database, boss)
    assert (item.kind, item.reports) == (ReviewKind.REPORT, ("unreadable", "unreadable"))
    assert await decide(database, boss, item, Verdict.ACCEPTED) == "done"
    assert await rows(database, "select slots, held_at from task") == [{"slots": 3, "held_at": None}]
    assert (
        await value(database, "select count(*) from inbox where channel = 'clock' and payload ->> 'right' = 'false'")
        == 2
    )
    assert await agreement(database) == []


async def test_who_reported_rightly_is_paid_for_her_time(database: Database) -> None:
    project_id = await project(database, 2, most=5)
    people = await hiteuses(database, 2)
    for person in people:
        task = await taken(database, person, project_id)
        command = ReportTask(task.id, "wrong")
        await commit(database, work_service.report, person=person, now=NOW, command=command)
    assert await commit(database, review.silence, after(hours=48), 10) == 1
    assert [await accounts(database, person) for person in people] == [(0, PAY.units)] * 2
    assert await value(database, "select count(*) from task where done_at is not null") == 1
    assert await agreement(database) == []


async def test_who_reported_what_a_reviewer_corrects_is_paid_though_all_money_is_promised(database: Database) -> None:
    project_id = await project(database, 2, most=5)
    people = await hiteuses(database, 2)
    for person in people:
        task = await taken(database, person, project_id)
        command = ReportTask(task.id, "wrong")
        await commit(database, work_service.report, person=person, now=NOW, command=command)
    assert await value(database, "select funded - promised from project") == 0
    boss = await admin(database)
    item = await take(database, boss)
    decided = partial(
        review.decide, by=boss, review_id=item.id, verdict=Verdict.CORRECTED, now=NOW, text="Un texte juste."
    )
    assert await commit(database, decided) == "done"
    assert [await accounts(database, person) for person in people] == [(0, PAY.units)] * 2
    assert await agreement(database) == []


async def test_reports_that_were_decided_about_count_for_nothing_more(database: Database) -> None:
    """A corrected task goes on; it takes two new reports to set it aside again, and nobody is paid or told twice."""
    project_id = await project(database, 1, most=5)
    boss = await admin(database)

    async def report(person: Person, now: Any) -> None:
        task = await taken(database, person, project_id, now)
        await commit(database, work_service.report, person=person, now=now, command=ReportTask(task.id, "wrong"))

    first, second, third, fourth = people = await hiteuses(database, 4)
    for minutes, pair in enumerate(((first, second), (third, fourth))):
        for person in pair:
            assert await value(database, "select held_at from task") is None
            await report(person, after(minutes=10 * minutes))
        item = await take(database, boss, after(minutes=10 * minutes + 1))
        assert (item.kind, item.reports) == (ReviewKind.REPORT, ("wrong", "wrong"))
        now = after(minutes=10 * minutes + 2)
        assert await decide(database, boss, item, Verdict.CORRECTED, now, text=f"Texte {minutes}.") == "done"
    assert [await accounts(database, person) for person in people] == [(0, PAY.units)] * 4
    assert await value(database, "select count(*) from inbox where event_key like 'reported:%%'") == 4
    assert await agreement(database) == []


async def test_nobody_looks_at_what_she_reported_herself(database: Database) -> None:
    project_id = await project(database, 2, most=5)
    for person in (ada := await reviewer(database), *await hiteuses(database, 1)):
        task = await taken(database, person, project_id)
        command = ReportTask(task.id, "wrong")
        await commit(database, work_service.report, person=person, now=NOW, command=command)
    async with database.unit() as uow:  # there is money for reviewers
        await uow.execute("update project set promised = 0")
        await uow.commit()
    assert await commit(database, review.take, ada, NOW) == "none"
    assert (await take(database, await reviewer(database))).kind is ReviewKind.REPORT


async def test_reports_that_nobody_looks_at_are_no_living(database: Database) -> None:
    """Two who only report, task after task, wait for nobody to look."""
    project_id = await project(database, MAX_UNSEEN_REPORTS + 3, most=5)
    people = await hiteuses(database, 2)
    for person in people:
        for _ in range(MAX_UNSEEN_REPORTS + 3):
            command = ReportTask((await taken(database, person, project_id)).id, "wrong")
            await commit(database, work_service.report, person=person, now=NOW, command=command)
    assert await commit(database, review.silence, after(hours=48), 100) == MAX_UNSEEN_REPORTS + 3
    assert [await accounts(database, person) for person in people] == [(0, MAX_UNSEEN_REPORTS * PAY.units)] * 2
    assert await agreement(database) == []


async def test_a_hiteuse_reviews_hard_content_as_she_works_on_it(database: Database) -> None:
    """Where she said yes, and not after her hour of it; an admin looks at all of it."""
    project_id = await project(database, 2, most=5)
    await given(database, project_id, ["ok", "ok", "hate", "ok"])
    ada, boss = await reviewer(database), await admin(database)

    async def change(statement: LiteralString, *values: Any) -> None:
        await execute(database, statement, values)

    await change(
        'update project set promised = 0, revision = revision + 1, config = config || \'{"sensitive": ["haine"]}\''
    )
    assert await commit(database, review.take, ada, NOW) == "none"
    assert (await take(database, boss)).kind is ReviewKind.ANSWER
    await change("update review set taken_by = null, taken_until = null")
    await change("update person set themes = '{\"haine\": true}' where id = %s", ada.id)
    item = await take(database, ada)
    await change("update person set themes = '{\"haine\": false}' where id = %s", ada.id)
    assert await commit(database, review.item, ada, item.id) is None
    assert await commit(database, review.take, ada, NOW) == "none"


async def test_nobody_refuses_the_answer_that_they_gave_themselves(database: Database) -> None:
    await differing(database)
    boss = await admin(database)
    item = await judged(database, boss, "hate")
    with pytest.raises(Misuse):
        await decide(database, boss, item, Verdict.REFUSED, reason="x", words="y")
    assert await decide(database, boss, item, Verdict.CORRECTED) == "done"
    assert await agreement(database) == []


async def test_what_is_left_to_another_person_does_not_come_back_and_what_is_laid_aside_does(
    database: Database,
) -> None:
    await differing(database)
    boss, other = await admin(database), await admin(database)
    item = await take(database, boss)
    await commit(database, review.leave, boss, item.id, for_good=False)
    assert (await take(database, boss)).id == item.id
    await commit(database, review.leave, boss, item.id, for_good=True)
    assert await commit(database, review.take, boss, NOW) == "none"
    assert (await take(database, other)).id == item.id


@pytest.mark.parametrize("who", [admin, reviewer])
async def test_what_somebody_has_taken_who_may_review_no_more_goes_to_others_at_once(
    database: Database, who: Callable[[Database], Awaitable[Person]]
) -> None:
    """It waited for half an hour, in which an appeal may come due."""
    await differing(database)
    await execute(database, "update project set promised = promised - 1000")  # a paid reviewer needs money
    one, other, owner = await who(database), await admin(database), await admin(database)
    await execute(database, "update person set duty = 'owner' where id = %s", (owner.id,))
    item = await take(database, one, after(seconds=30))
    other_duty = RoleAssignment("admin", "operations" if one.role == "hiteuse" else "owner")
    await commit(database, roles.change, OPERATOR, one.id, other_duty, "", after(minutes=1))
    assert await commit(database, review.take, other, after(minutes=1)) == "none"  # they may review as before
    reader = RoleAssignment("admin", "reader")
    await commit(database, roles.change, OPERATOR, one.id, reader, "", after(minutes=1))
    assert (await take(database, other, after(minutes=2))).id == item.id


async def test_what_somebody_has_taken_who_is_erased_goes_to_others_at_once(database: Database, tmp_path: Path) -> None:
    await differing(database)
    await execute(database, "update project set promised = promised - 1000")  # a paid reviewer needs money
    one, other = await reviewer(database), await admin(database)
    item = await take(database, one, after(seconds=30))
    async with database.unit() as uow:
        await erasure.ask_now(uow, one.id, after(minutes=1))
        await uow.commit()
    await erasure.erase(database, one.id, after(minutes=1), tmp_path, Keys([new_key()]).numbers)
    assert (await take(database, other, after(minutes=2))).id == item.id


async def test_nobody_decides_about_an_answer_that_became_hers_by_merging(database: Database) -> None:
    odd = await differing(database)
    await commit(database, results.release_spare, 10)
    rose = await reviewer(database)
    item = await judged(database, rose)
    rose = await merged(database, odd, rose)
    assert await commit(database, review.item, rose, item.id) is None
    assert await decide(database, rose, item, Verdict.ACCEPTED) == "gone"
    assert await commit(database, review.take, rose, NOW) == "none"
    later = after(hours=1)  # the half hour is over
    assert (await take(database, await admin(database), later)).id == item.id
    assert await agreement(database) == []


async def test_two_reviewers_at_once_never_have_the_same_and_decide_it_once(database: Database) -> None:
    project_id = await project(database, 2, most=5)
    await given(database, project_id, ["ok", "ok", "hate", "ok"])
    first, second = await admin(database), await admin(database)

    async def takes(by: Person) -> ReviewItem | str:
        return await commit(database, review.take, by, NOW)

    one, two = await asyncio.gather(takes(first), takes(second))
    (item,) = [each for each in (one, two) if isinstance(each, ReviewItem)]
    assert "none" in (one, two)
    by, other = (first, second) if isinstance(one, ReviewItem) else (second, first)
    await commit(database, review.judge, by, item.id, "ok", NOW)
    assert await decide(database, other, item, Verdict.ACCEPTED) == "gone"
    twice = await asyncio.gather(*[decide(database, by, item, Verdict.ACCEPTED) for _ in range(2)])
    assert sorted(twice) == ["done", "gone"]


async def test_a_refusal_comes_too_late_once_the_answer_is_accepted(database: Database) -> None:
    odd = await differing(database)
    boss, late = await admin(database), after(hours=25)
    item = await judged(database, boss)
    assert not item.late
    await commit(database, work_rows.accept_due, late, 10)
    again = await commit(database, review.item, boss, item.id)
    assert again is not None and again.late
    assert await decide(database, boss, item, Verdict.REFUSED, late, reason="Au hasard") == "accepted already"
    assert await accounts(database, odd) == (0, PAY.units)
    assert await commit(database, recourse.appeal, odd, item.task.id, "", late) is None
    assert await agreement(database) == []


async def test_an_appeal_comes_too_late_after_its_seven_days(database: Database) -> None:
    odd = await differing(database)
    item = await refused(database, await admin(database))

    async def appeals(now: Any) -> Any:
        return await commit(database, recourse.appeal, odd, item.task.id, "", now)

    assert await appeals(NOW + REDO_WITHIN) is None
    due = await appeals(NOW + REDO_WITHIN - timedelta(minutes=1))
    assert due == NOW + REDO_WITHIN - timedelta(minutes=1) + timedelta(hours=48)
    assert await appeals(NOW + REDO_WITHIN) == due  # the one that runs
