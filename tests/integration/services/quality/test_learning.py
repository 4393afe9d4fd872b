"""Skilled projects: what the job learns, and how turns and tasks go by it."""

from __future__ import annotations

import csv
from datetime import datetime, timedelta
from itertools import islice

from backend.db.engine.uow import Database
from backend.db.identity import merging
from backend.db.quality import skills
from backend.db.work import leases
from backend.domain import days
from backend.domain.people.commands import Person
from backend.domain.quality import skilled_replay
from backend.domain.quality.consensus import rule
from backend.domain.quality.label_files import Recorded
from backend.domain.quality.review import ReviewKind, Verdict
from backend.domain.work.reviewing import ReviewItem
from backend.records import replace
from backend.services.quality import learning, review
from backend.services.work import settling
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
    project,
    rows,
    value,
)
from tests.integration.services.work.steps import counted
from tests.replay import FOLDER, MEANING

LABELS = {"vrai": "ok", "faux": "hate"}


async def ready(database: Database, people: list[Person], project_id: int) -> None:
    """They have begun the project."""
    async with database.unit() as uow:
        for person in people:
            await leases.begin_project(uow, person.id, project_id, PAY.currency, NOW)
        await uow.commit()


async def answers(database: Database, person: Person, task_id: int, answer: str, now: datetime = NOW) -> None:
    """She answers just this task: her day is done, so that no other is leased to her along with it."""
    async with database.unit() as uow:
        await uow.execute(
            "insert into day (person_id, date, active) values (%s, %s, %s) on conflict do nothing",
            (person.id, days.local_day(now, person.zone), int(days.DAY_LIMIT.total_seconds())),
        )
        await uow.execute("update task set slots = slots - 1 where id = %s", (task_id,))
        await uow.execute(
            "insert into answer (person_id, task_id, project_id, status, leased_at, expires_at) "
            "select %s, id, project_id, 0, %s, %s from task where id = %s",
            (person.id, now, now + timedelta(hours=1), task_id),
        )
        await uow.commit()
    await counted(database, person, task_id, answer, now)


def recorded(tasks: int) -> Recorded:
    """The first tasks of the recorded crowd, with all their answers."""
    found = Recorded()
    with (FOLDER / "labels.csv").open(encoding="utf-8", newline="") as file:
        everything = [(row["task"], row["worker"], row["label"]) for row in csv.DictReader(file)]
    kept = set(islice(dict.fromkeys(task for task, _, _ in everything), tasks))
    for task, worker, label in everything:
        if task in kept:
            found.task.append(found.tasks[task])
            found.worker.append(found.workers[worker])
            found.label.append(found.labels[LABELS[MEANING[label]]])
    return found


async def test_recorded_answers_are_decided_as_the_simulation_says(database: Database) -> None:
    """Wave by wave with the job between: the same number of answers and the same result for each task."""
    crowd = recorded(240)
    simulated = skilled_replay.replay(rule("skilled"), crowd)
    project_id = await project(database, len(crowd.tasks.names), wanted=2, most=9, mode="skilled")
    people = await hiteuses(database, len(crowd.workers.names))
    await ready(database, people, project_id)
    ids = [row["id"] for row in await rows(database, "select id from task order by id")]
    waiting = {ids[task]: given for task, given in enumerate(crowd.by_task())}
    for wave in range(1, 20):
        now = after(seconds=3 * wave)
        undecided = [row["id"] for row in await rows(database, "select id from task where done_at is null order by id")]
        for task_id in undecided:
            for at in waiting[task_id][: 2 if wave == 1 else 1]:
                answer = crowd.labels.names[crowd.label[at]]
                await answers(database, people[crowd.worker[at]], task_id, answer, now)
            del waiting[task_id][: 2 if wave == 1 else 1]
        if not undecided:
            break
        assert await learning.learn(database, now + timedelta(seconds=2)) == 1
    ends = await rows(database, "select answers, result ->> 'answer' as answer from task order by id")
    assert await agreement(database) == []
    assert [(end["answers"], end["answer"]) for end in ends] == [
        (outcome.answers, None if outcome.label is None else crowd.labels.names[outcome.label]) for outcome in simulated
    ]
    assert await value(database, "select useful from skill_family")


async def crowd_of_two_kinds(database: Database) -> tuple[int, list[Person], list[Person]]:
    """A guaranteed project with the same choices in another order, in which four people see what is there, and two say
    anything. All six answered all of it."""
    tasks = 60
    turned = (CONFIG.choices[1], CONFIG.choices[0])
    project_id = await project(database, tasks, wanted=6, most=6, name="before", choices=turned)
    people = await hiteuses(database, 6)
    await ready(database, people, project_id)
    ids = [row["id"] for row in await rows(database, "select id from task order by id")]
    for at, person in enumerate(people):
        for number, task_id in enumerate(ids):
            right = "ok" if number % 2 else "hate"
            wrong = "hate" if right == "ok" else "ok"
            blind = number // 2 % 2 if at == 4 else number // 4 % 2
            erring = blind if at > 3 else (number + at * 7) % 19 == 0
            await answers(database, person, task_id, wrong if erring else right)
    return project_id, people[:4], people[4:]


async def test_a_turn_decides_by_what_was_learnt_in_another_project_with_the_same_choices(database: Database) -> None:
    _, clear, unclear = await crowd_of_two_kinds(database)
    project_id = await project(database, 3, wanted=2, most=9, mode="skilled")
    await ready(database, [*clear, *unclear], project_id)
    assert await learning.learn(database, after(seconds=1)) == 1
    assert await learning.learn(database, after(seconds=2)) == 0  # nothing new
    assert await value(database, "select useful from skill_family where key = 'choice:hate,ok'")
    first, second, third = [
        row["id"]
        for row in await rows(database, "select id from task where project_id = %s order by id", (project_id,))
    ]
    for task_id, people, answer in ((first, clear[:2], "ok"), (second, clear[:2], "hate"), (third, unclear, "ok")):
        for person in people:
            await answers(database, person, task_id, answer, after(seconds=3))
    found = await rows(
        database, "select result ->> 'answer' as answer from task where project_id = %s order by id", (project_id,)
    )
    # two people whose answers tell next to nothing are not enough
    assert [row["answer"] for row in found] == ["ok", "hate", None]
    assert await agreement(database) == []


async def test_who_tells_next_to_nothing_gets_no_task_that_asks_for_one_more_until_she_does(database: Database) -> None:
    _, clear, unclear = await crowd_of_two_kinds(database)
    project_id = await project(database, 40, wanted=2, most=9, mode="skilled")
    await ready(database, [*clear, *unclear], project_id)
    await learning.learn(database, after(seconds=1))
    reopened = "select person_id, gets_reopened from progress where project_id = %s order by person_id"
    found = {row["person_id"]: row["gets_reopened"] for row in await rows(database, reopened, (project_id,))}
    assert found == {person.id: person in clear for person in (*clear, *unclear)}
    ids = [row["id"] for row in await rows(database, "select id from task where project_id = %s", (project_id,))]
    for number, task_id in enumerate(ids):  # a year later she has learnt what it is about
        for person in (unclear[0], clear[number % 4]):
            await answers(database, person, task_id, "ok" if number % 2 else "hate", after(days=365))
    await learning.learn(database, after(days=365, seconds=1))
    found = {row["person_id"]: row["gets_reopened"] for row in await rows(database, reopened, (project_id,))}
    assert found[unclear[0].id]
    assert await agreement(database) == []


async def test_too_few_answers_tell_nobody_apart(database: Database) -> None:
    """Then a skilled task ends like a guaranteed one, and everybody gets tasks that ask for one more."""
    project_id = await project(database, 12, wanted=2, most=9, mode="skilled")
    people = await hiteuses(database, 3)
    await ready(database, people, project_id)
    await execute(database, "update progress set gets_reopened = false where person_id = %s", (people[0].id,))
    ids = [row["id"] for row in await rows(database, "select id from task order by id")]
    for number, task_id in enumerate(ids[:-1]):
        for person in people[:2]:
            await answers(database, person, task_id, "ok" if number % 2 else "hate")
    await learning.learn(database, after(seconds=1))
    assert await rows(database, "select useful from skill_family") == [{"useful": False}]
    assert await rows(database, "select * from skill") == []
    assert await value(database, "select bool_and(gets_reopened) from progress")
    for person in people[:2]:
        await answers(database, person, ids[-1], "ok", after(seconds=2))
    assert await rows(database, "select slots, done_at from task where id = %s", (ids[-1],)) == [
        {"slots": 1, "done_at": None}
    ]
    await answers(database, people[2], ids[-1], "ok", after(seconds=2))
    assert await value(database, "select result ->> 'answer' from task where id = %s", (ids[-1],)) == "ok"


async def test_a_result_that_the_model_doubts_stays_where_the_money_is_promised_to_others(database: Database) -> None:
    project_id = await project(database, 1, wanted=2, most=9, mode="skilled")
    people = await hiteuses(database, 3)
    await ready(database, people, project_id)
    task_id = await value(database, "select id from task")
    for person in people:
        await answers(database, person, task_id, "ok")
    kept = await value(database, "select result from task where done_at is not null")
    async with database.unit() as uow:  # one of the three answers is gone: two are not enough without a model
        await uow.execute("update answer set value = '\"hate\"' where person_id = %s", (people[0].id,))
        await uow.execute("update project set promised = funded")
        await uow.execute("update task set spare = 0")
        await uow.commit()
    config = replace(CONFIG, answers_min=2, answers_max=9, mode="skilled")
    await commit(database, settling.judge_again, project_id, config, task_id, after(seconds=1))
    assert await value(database, "select result from task where done_at is not null") == kept


async def test_a_tie_from_before_there_was_a_model_is_decided_by_it_and_goes_to_no_reviewer(database: Database) -> None:
    _, clear, unclear = await crowd_of_two_kinds(database)
    project_id = await project(database, 1, wanted=2, most=4, mode="skilled")
    rose = await hiteuse(database)
    async with database.unit() as uow:
        await uow.execute(
            "insert into badge (person_id, key, title, at) values (%s, 'revue-1', 'Revue', %s)", (rose.id, NOW)
        )
        await uow.execute("delete from review")  # ties of the project before
        await uow.commit()
    await funds(database, project_id)
    await ready(database, [*clear, *unclear], project_id)
    task_id = await value(database, "select id from task where project_id = %s", (project_id,))
    for person, answer in zip((clear[0], *unclear, clear[1]), ("ok", "hate", "hate", "ok"), strict=True):
        await answers(database, person, task_id, answer)
    result = "select result ->> 'answer' from task where id = %s"
    assert await value(database, result, (task_id,)) is None
    item = await commit(database, review.take, rose, NOW)
    assert isinstance(item, ReviewItem) and item.kind is ReviewKind.TIE
    await commit(database, review.judge, rose, item.id, "hate", NOW)
    assert await learning.learn(database, after(minutes=5)) == 1
    assert await value(database, result, (task_id,)) == "ok"
    assert await value(database, "select verdict from review where task_id = %s", (task_id,)) == Verdict.SETTLED
    paid = "select person_id, units from pay_event where kind = 'review'"
    assert await rows(database, paid) == [{"person_id": rose.id, "units": PAY.units}]
    assert await commit(database, review.decide, rose, item.id, Verdict.CORRECTED, NOW) == "gone"
    assert await agreement(database) == []


async def test_of_two_accounts_that_become_one_the_one_that_stays_keeps_what_was_learnt(database: Database) -> None:
    """Else it takes what was learnt of the other."""
    gone, kept = await hiteuses(database, 2)
    async with database.unit() as uow:
        for family, of in (("choice:a,b", {gone.id: [[1]], kept.id: [[2]]}), ("choice:c,d", {gone.id: [[3]]})):
            await skills.keep(uow, family, [1], [[1]], True, of, NOW)
        await merging.move_rest(uow, gone.id, kept.id, NOW)
        await uow.commit()
    assert await rows(database, "select person_id, family, matrix from skill order by family") == [
        {"person_id": kept.id, "family": "choice:a,b", "matrix": [[2]]},
        {"person_id": kept.id, "family": "choice:c,d", "matrix": [[3]]},
    ]


async def test_control_tasks_tell_the_model_what_is_right_and_are_never_decided_by_it(database: Database) -> None:
    project_id = await project(database, 30, wanted=3, most=9, known=6, mode="skilled")
    people = await hiteuses(database, 3)
    await ready(database, people, project_id)
    for task in await rows(database, "select id, control from task order by id"):
        for person in people:  # all of them say the same, and of control tasks what is wrong
            await answers(database, person, task["id"], "hate" if task["control"] else "ok")
    async with database.unit() as uow:  # one is corrected after the right answer was told
        await uow.execute(
            "update answer set value = '\"ok\"' where control_right = false and person_id = %s", (people[0].id,)
        )
        await uow.commit()
    await learning.learn(database, after(minutes=10))
    matrix = await value(database, "select pooled from skill_family")
    labels = ["hate", "ok"]  # in alphabetical order
    assert matrix[labels.index("ok")][labels.index("hate")] > 0.1  # without them next to nothing
    assert await value(database, "select count(*) from task where control and (done_at is not null or reopened)") == 0
