"""Help before anything else: what is noticed, what is said, and what a person decides."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from backend.db.engine.uow import Database
from backend.db.people import queries as people_rows
from backend.db.quality import concerns as rows_of
from backend.db.quality import skills
from backend.domain.errors import NotFound
from backend.domain.people.commands import Person
from backend.domain.quality.conduct import Step
from backend.domain.quality.review import Verdict
from backend.domain.threads.commands import TellOfHuber
from backend.domain.work.commands import AnswerCounted, SubmitAnswer
from backend.domain.work.reviewing import ReviewItem
from backend.services.quality import concerns, review
from backend.services.threads import reports
from backend.services.threads import service as threads
from backend.services.work import service
from tests.integration.scenes import (
    NOW,
    PAY,
    after,
    agreement,
    commit,
    execute,
    hiteuse,
    hiteuses,
    look,
    project,
    rows,
    value,
)
from tests.integration.services.work.steps import counted, take, taken
from tests.integration.test_role_matrix import appointed

LONG = "Un commentaire assez long pour qu'il faille plusieurs secondes à le lire jusqu'au bout, avec soin et attention."


async def staffed(database: Database, country: str, role: str = "huber") -> Person:
    (person,) = await hiteuses(database, 1, country=country)
    columns = {"role": role, "countries": [country]} if role == "huber" else {"role": "admin", "duty": role}
    await commit(database, people_rows.set_profile, person.id, **columns)
    found = await commit(database, people_rows.person, person.id)
    assert found is not None
    return found


async def lengthen(database: Database) -> None:
    await execute(database, "update task set content = jsonb_build_object('text', %s::text)", (LONG,))


async def work(
    database: Database, person: Person, project_id: int, answers: int, seconds: float, start: datetime
) -> datetime:
    """So many answers, each after so many seconds, one like the other half the time; when she is done."""
    task = await taken(database, person, project_id, start)
    now = start
    for n in range(answers):
        now += timedelta(seconds=seconds)
        done = await counted(database, person, task.id, "ok" if n % 2 else "hate", now)
        assert done.next is not None
        task = done.next
    return now


async def concern(database: Database) -> dict[str, Any]:
    (found,) = await rows(database, "select signal, step, closed_at, decision from concern order by id desc limit 1")
    return found


async def told(database: Database, person: Person) -> list[dict[str, Any]]:
    found = await rows(
        database, "select payload from inbox where person_id = %s and channel = 'clock' order by id", (person.id,)
    )
    return [row["payload"] for row in found]


async def hard(database: Database, person: Person) -> bool:
    found = await value(database, "select gets_reopened from progress where person_id = %s", (person.id,))
    return bool(found)


async def noticed(database: Database, person: Person, project_id: int) -> datetime:
    """She is hasty three times, a day apart each, until a person is to look."""
    now = NOW
    for step in (Step.HELP, Step.EASY, Step.PERSON):
        now = await work(database, person, project_id, 20, 1, now)
        assert await concerns.tend(database, now) == 1
        assert (await concern(database))["step"] == step
        assert await concerns.tend(database, now) == 0  # once
        now += timedelta(days=1, minutes=1)
    return now


async def test_help_comes_first_then_easy_tasks_then_a_person_and_pay_is_never_touched(database: Database) -> None:
    huber, other = await staffed(database, "CI"), await staffed(database, "SN")
    person = await hiteuse(database)
    project_id = await project(database, 100, wanted=3)
    await lengthen(database)
    await noticed(database, person, project_id)
    heard = await told(database, person)
    assert [(each["wake"], each["signal"], each["step"]) for each in heard] == [
        (concerns.HELPED, "hasty", step) for step in (1, 2, 3)
    ]
    assert not await hard(database, person)
    assert [each["wake"] for each in await told(database, huber)] == [concerns.WAITS]
    assert await told(database, other) == []
    assert await value(database, "select sum(euro_units) from day") == 60 * PAY.units
    assert await agreement(database) == []


async def test_a_step_is_not_taken_before_a_day_nor_for_what_was_seen_before(database: Database) -> None:
    person = await hiteuse(database)
    project_id = await project(database, 100, wanted=3)
    await lengthen(database)
    now = await work(database, person, project_id, 20, 1, NOW)
    assert await concerns.tend(database, now) == 1
    now = await work(database, person, project_id, 20, 1, now)
    assert await concerns.tend(database, now) == 0  # not a day after
    now = await work(database, person, project_id, 1, 30, now + timedelta(days=2))
    assert await concerns.tend(database, now) == 1  # those of two days ago count: they were after the first step
    assert (await concern(database))["step"] == Step.EASY


async def test_who_takes_her_time_again_has_all_of_it_back(database: Database) -> None:
    person = await hiteuse(database)
    project_id = await project(database, 200, wanted=3)
    await lengthen(database)
    now = NOW
    for _ in range(2):
        now = await work(database, person, project_id, 20, 1, now)
        await concerns.tend(database, now)
        now += timedelta(days=1, minutes=1)
    assert not await hard(database, person)
    now = await work(database, person, project_id, 20, 20, now)
    assert await concerns.tend(database, now) == 1
    assert (await concern(database))["decision"] == "better"
    assert await hard(database, person)
    assert (await told(database, person))[-1]["decision"] == "better"
    now = await work(database, person, project_id, 20, 20, now + timedelta(minutes=1))
    assert await concerns.tend(database, now) == 0


async def test_who_is_fast_and_right_hears_nothing(database: Database) -> None:
    me, one, two = await hiteuses(database, 3)
    project_id = await project(database, 30, wanted=3)
    await lengthen(database)
    for person in (one, two):
        await work(database, person, project_id, 20, 20, NOW)
    now = await work(database, me, project_id, 20, 1, after(hours=1))
    assert await concerns.tend(database, now) == 0


async def test_a_control_task_that_most_get_wrong_says_nothing_of_anybody(database: Database) -> None:
    project_id = await project(database, 20, wanted=9, known=1)
    known = await value(database, "select id from task where control")
    people = await hiteuses(database, 6)
    async with database.unit() as uow:
        for n, person in enumerate(people):
            await uow.execute(
                "insert into answer (person_id, task_id, project_id, status, leased_at, expires_at, answered_at, "
                "value, control_right) values (%s, %s, %s, 1, %s, %s, %s, '\"hate\"', %s)",
                (person.id, known, project_id, NOW, NOW, NOW, n == 0),
            )
        await uow.commit()
        await uow.execute("update task set answers = 6, wanted = wanted + 6 where id = %s", (known,))
        await uow.commit()
    assert await look(database, rows_of.known, people[0].id, project_id, after(hours=-1)) == []
    await concerns.tend(database, after(minutes=1))
    assert await rows(database, "select held_at is not null as held, slots from task where id = %s", (known,)) == [
        {"held": True, "slots": 0}
    ]
    owner = await appointed(database, "owner")
    item = await commit(database, review.take, owner, after(minutes=2))
    assert isinstance(item, ReviewItem)
    assert (item.task.gold, item.missed, item.reports) == ("ok", (5, 6), ())
    await commit(database, review.decide, owner, item.id, Verdict.ACCEPTED, after(minutes=3))
    await concerns.tend(database, after(minutes=4))  # once is enough: somebody has looked
    assert await rows(database, "select held_at from task where id = %s", (known,)) == [{"held_at": None}]


async def test_the_model_gives_back_no_hard_tasks_while_she_has_easy_ones(database: Database) -> None:
    person = await hiteuse(database)
    project_id = await project(database, 100, wanted=3)
    await lengthen(database)
    now = NOW
    for _ in range(2):
        now = await work(database, person, project_id, 20, 1, now)
        await concerns.tend(database, now)
        now += timedelta(days=1, minutes=1)
    await commit(database, skills.give_reopened, [project_id], [])
    assert not await hard(database, person)


@pytest.mark.parametrize("decision", ["well", "easy"])
async def test_a_person_finds_nothing_wrong_or_leaves_easy_tasks(database: Database, decision: Any) -> None:
    person, huber = await hiteuse(database), await staffed(database, "CI")
    project_id = await project(database, 100, wanted=3)
    await lengthen(database)
    now = await noticed(database, person, project_id)
    (waits,) = await commit(database, concerns.waiting, huber)
    _, shown = await commit(database, concerns.evidence, huber, waits.id)
    assert (waits.seen.count, len(shown), shown[0].seconds) == (
        19,
        5,
        1,
    )  # between the first one and its task lies a day
    assert (await commit(database, concerns.decide, huber, waits.id, decision, "demo", now)) is not None
    assert await commit(database, concerns.decide, huber, waits.id, decision, "demo", now) is None
    assert await hard(database, person) == (decision == "well")
    assert (await told(database, person))[-1]["decision"] == decision
    (line,) = await rows(database, "select action, person_id, subject_id, after from audit where action = 'concern'")
    assert line == {
        "action": "concern",
        "person_id": huber.id,
        "subject_id": person.id,
        "after": {"state": decision},
    }
    assert await commit(database, concerns.waiting, huber) == []


async def test_a_stopped_project_gives_no_more_tasks_and_what_she_has_is_paid_until_it_is_undone(
    database: Database,
) -> None:
    person, huber = await hiteuse(database), await staffed(database, "CI")
    project_id = await project(database, 100, wanted=3)
    await lengthen(database)
    now = await noticed(database, person, project_id)
    held = await taken(database, person, project_id, now)
    (waits,) = await commit(database, concerns.waiting, huber)
    await commit(database, concerns.decide, huber, waits.id, "stopped", "demo", now)
    done = await commit(database, service.submit, person, now, SubmitAnswer(held.id, "ok"))
    assert isinstance(done, AnswerCounted)
    assert (done.pay, done.next, done.why) == (PAY, None, "stopped")
    assert (await take(database, person, project_id, now)).why == "stopped"
    assert await commit(database, service.offers, person, now) == ()
    other = await project(database, 1, name="other")
    offers = await commit(database, service.offers, person, now)
    assert [offer.project_id for offer in offers] == [other]
    await commit(database, concerns.undo, huber, waits.id, "demo", now)
    assert (await take(database, person, project_id, now)).task is not None
    assert [each["decision"] for each in (await told(database, person))[-2:]] == ["stopped", "undone"]
    assert (await concern(database))["closed_at"] is None
    assert await commit(database, concerns.undo, huber, waits.id, "demo", now) is None
    assert await value(database, "select count(*) from audit where action = 'concern'") == 2
    assert await agreement(database) == []


async def test_nobody_of_another_country_sees_or_decides_it(database: Database) -> None:
    person, other = await hiteuse(database), await staffed(database, "SN")
    project_id = await project(database, 100, wanted=3)
    await lengthen(database)
    now = await noticed(database, person, project_id)
    assert await commit(database, concerns.waiting, other) == []
    concern_id = await value(database, "select id from concern")
    with pytest.raises(NotFound):
        await commit(database, concerns.decide, other, concern_id, "stopped", "demo", now)
    owner = await appointed(database, "owner")
    assert len(await commit(database, concerns.waiting, owner)) == 1


async def test_a_huber_from_whom_a_report_keeps_her_apart_does_not_decide_it(database: Database) -> None:
    person, huber, owner = (
        await hiteuse(database),
        await staffed(database, "CI"),
        await staffed(database, "CI", "owner"),
    )
    stood = await commit(database, threads.standing, person, NOW)
    assert [number for number, _ in stood.hubers] == [huber.id]
    tells = TellOfHuber("Elle me demande de l'argent", huber.id)
    assert await commit(database, reports.tell, person, tells, 0, "demo", NOW) is not None
    project_id = await project(database, 100, wanted=3)
    await lengthen(database)
    now = await noticed(database, person, project_id)
    assert await told(database, huber) == []
    assert [each["wake"] for each in await told(database, owner)] == [concerns.WAITS]
    assert await commit(database, concerns.waiting, huber) == []
    concern_id = await value(database, "select id from concern")
    with pytest.raises(NotFound):
        await commit(database, concerns.decide, huber, concern_id, "stopped", "demo", now)
