"""Control tasks: how often they come, what they pay and teach, and what they are no part of."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

from backend.db.engine.uow import Database
from backend.db.quality import reviews
from backend.db.work import queries, results, steering
from backend.db.work.files import exports as export_rows
from backend.db.work.files import task_imports
from backend.domain.people.commands import Person
from backend.domain.work import controls
from backend.domain.work.commands import AnswerCounted, ReportTask, SkipTask
from backend.services.work import service
from tests.integration.scenes import NOW, PAY, after, agreement, commit, hiteuse, hiteuses, project, rows, value
from tests.integration.services.work.steps import counted, submit, taken

MOMENT = timedelta(seconds=1)


async def work(
    database: Database, person: Person, project_id: int, answers: int, known: str = "ok"
) -> list[AnswerCounted]:
    """So many answers of hers, `known` to control tasks and "hate" to others."""
    task = await taken(database, person, project_id)
    found = []
    for n in range(answers):
        answer = known if task.control else "hate"
        done = await submit(database, person, task.id, answer, NOW + n * MOMENT)
        assert isinstance(done, AnswerCounted)
        found.append(done)
        if done.next is None:
            break
        task = done.next
    return found


def places(done: list[AnswerCounted]) -> list[int]:
    return [n for n, each in enumerate(done, 1) if each.answered.control]


async def test_at_most_one_task_in_ten_is_one_and_its_place_differs(database: Database) -> None:
    project_id = await project(database, 200, wanted=3, known=60)
    people = await hiteuses(database, 3)
    found = [places(await work(database, person, project_id, 150, "hate")) for person in people]
    for each in found:
        assert all(place >= controls.EVERY * n for n, place in enumerate(each, 1)), each
        assert len(each) in (14, 15)  # in 15 stretches, the last of which is not at its end
    assert len({tuple(each) for each in found}) == 3
    assert len({b - a for each in found for a, b in pairwise(each)}) > 5
    assert await agreement(database) == []


async def test_they_come_more_rarely_as_trust_grows(database: Database) -> None:
    project_id = await project(database, 400, wanted=3, known=60)
    trusted, other = await hiteuses(database, 2)
    right = len(places(await work(database, trusted, project_id, 300)))
    assert right <= 3 + 3 + 300 // 40 + 1 < len(places(await work(database, other, project_id, 300, "hate")))


async def test_nobody_is_given_one_twice_and_she_is_given_others_when_all_are_done(database: Database) -> None:
    project_id = await project(database, 100, wanted=3, known=2)
    done = await work(database, await hiteuse(database), project_id, 60, "hate")
    assert len(done) == 60
    assert len({each.answered.id for each in done}) == 60
    assert len(places(done)) == 2


async def test_when_their_pay_is_spent_none_is_shown(database: Database) -> None:
    # of 60 answers promised, 6 at most are paid beside them
    project_id = await project(database, 60, known=10)
    assert await value(database, "select promised from project") == 66 * PAY.units
    assert await value(database, "select sum(wanted) from task where control") == 6
    assert [row["wanted"] for row in await rows(database, "select wanted from task where control order by id")] == [
        *[1] * 6,
        *[0] * 4,
    ]
    async with database.unit() as uow:  # much more work comes, for which no more of them are paid
        await uow.execute("update task set slots = 9, wanted = 9 where not control")
        await uow.commit()
    found = [len(places(await work(database, person, project_id, 30))) for person in await hiteuses(database, 5)]
    assert found[-1] == 0
    assert await rows(database, "select sum(wanted) as wanted, sum(slots) as slots from task where control") == [
        {"wanted": 6, "slots": 0}  # all given out
    ]
    held = "select count(*) from answer a join task t on t.id = a.task_id where t.control and a.answered_at is null"
    assert sum(found) + await value(database, held) == 6  # one may be the next task of somebody who has stopped


async def test_a_wrong_answer_teaches_and_is_paid_and_neither_is_a_result(database: Database) -> None:
    project_id = await project(database, 40, wanted=3, known=5)
    person = await hiteuse(database)
    done = await work(database, person, project_id, 30, "hate")
    missed = [each for each in done if each.missed]
    assert [each.answered.control for each in missed] == [True] * len(places(done))
    assert missed[0].answered.explanation == "because"
    assert all(each.pay == PAY for each in done)
    assert await value(database, "select sum(franc_units + euro_units) from day") == 30 * PAY.units
    async with database.unit() as uow:
        given = [each.id async for each in export_rows.answers(uow, project_id)]
        ended = {each.id async for each in export_rows.outcomes(uow, project_id)}
        annotated = [each.id async for each in export_rows.annotated(uow, project_id)]
        decided = [each.id async for each in export_rows.decided(uow, project_id)]
        assert await reviews.refusable(uow, 0, False, NOW, hard=True) == []
        listed = await steering.one(uow, project_id)
    for found in (given, ended, annotated, decided):
        assert len(found) == 30 - len(missed)
        assert not [each for each in found if each.startswith("g")]
    assert listed is not None
    assert (listed.tasks, listed.answers, listed.controls) == (40, 30 - len(missed), len(missed))
    assert await agreement(database) == []


async def test_a_right_one_says_nothing_and_counts_for_her(database: Database) -> None:
    project_id = await project(database, 40, wanted=3, known=5)
    done = await work(database, await hiteuse(database), project_id, 30)
    assert places(done)
    assert not any(each.missed for each in done)
    assert await rows(
        database, "select controls, control_streak from progress where project_id = %s", (project_id,)
    ) == [{"controls": len(places(done)), "control_streak": len(places(done))}]


async def test_one_that_is_skipped_or_run_out_does_not_come_again_at_once(database: Database) -> None:
    project_id = await project(database, 60, wanted=3, known=20)
    person = await hiteuse(database)
    task = await taken(database, person, project_id)
    given = 1
    controls_given = 0
    for n in range(50):
        if task.control:
            controls_given += 1
            skip = SkipTask(task.id)
            following = (await commit(database, service.skip, person=person, now=NOW, command=skip)).task
        else:
            following = (await counted(database, person, task.id, "hate", NOW + n * MOMENT)).next
        assert following is not None
        task = following
        given += 1
        assert controls_given * controls.EVERY <= given
    assert controls_given


async def test_open_work_and_offers_know_nothing_of_them(database: Database) -> None:
    project_id = await project(database, 30, known=30)
    person = await hiteuse(database)
    (offer,) = await commit(database, service.offers, person, NOW)
    assert offer.left == 30
    done = await work(database, person, project_id, 100)
    assert len([each for each in done if not each.answered.control]) == 30
    assert done[-1].why == "none_left"
    async with database.unit() as uow:
        assert await service.offers(uow, person, NOW) == ()
        listed = await steering.one(uow, project_id)
    assert listed is not None
    assert (listed.done, listed.tasks) == (30, 30)


async def test_what_is_left_of_their_pay_goes_back_when_the_work_is_done_and_comes_again_with_more(
    database: Database,
) -> None:
    project_id = await project(database, 30, known=30)
    done = await work(database, await hiteuse(database), project_id, 100)
    spent = len(places(done))
    assert await commit(database, results.close_controls) == 3 - spent
    await commit(database, results.release_spare, 100)
    assert await value(database, "select promised from project") == (30 + spent) * PAY.units
    assert await agreement(database) == []
    assert (await commit(database, task_imports.grant_controls, project_id, controls.allowed(60, 1))) == 6 - spent
    assert await agreement(database) == []


async def test_one_that_two_report_is_set_aside_and_looked_at_like_any_other(database: Database) -> None:
    project_id = await project(database, 200, wanted=3, known=1)
    for person in await hiteuses(database, 2):
        task = await taken(database, person, project_id)
        for n in range(40):
            if task.control:
                told = ReportTask(task.id, "wrong")
                await commit(database, service.report, person=person, now=NOW, command=told)
                break
            following = (await counted(database, person, task.id, "hate", NOW + n * MOMENT)).next
            assert following is not None
            task = following
    assert await rows(database, "select held_at is not null as held, slots from task where control") == [
        {"held": True, "slots": 0}
    ]
    assert await value(database, "select count(*) from review") == 1
    assert await agreement(database) == []


async def test_their_pay_is_accepted_in_time_like_any_other(database: Database) -> None:
    project_id = await project(database, 40, wanted=3, known=5)
    await work(database, await hiteuse(database), project_id, 30, "hate")
    assert await commit(database, queries.accept_due, after(hours=25), 1_000) == 30
    assert await agreement(database) == []
