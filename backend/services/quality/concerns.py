"""Helps people whose answers call for it, step by step, and carries out a person's decision at the end (`conduct`)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from backend.db.admin import audit
from backend.db.engine.failures import RETRYABLE
from backend.db.engine.uow import Database, UnitOfWork
from backend.db.messaging import inbox
from backend.db.quality import concerns as rows
from backend.db.quality import reviews
from backend.db.quality.concerns import Concern, Shown, Working
from backend.db.threads import reports as report_rows
from backend.db.work import leases
from backend.db.work import projects as project_rows
from backend.domain.errors import NotAllowed, NotFound
from backend.domain.people.commands import Person
from backend.domain.people.permissions import may
from backend.domain.quality import conduct
from backend.domain.quality.conduct import Decision, Evidence, Step
from backend.domain.quality.review import REPORT_DECIDED_WITHIN, ReviewKind
from backend.domain.work.projects import ProjectConfig
from backend.records import asdict
from backend.services import access

HELPED, WAITS, DECIDED = "help with work", "concern waits", "concern decided"
"""The events by which people hear of a concern."""
LOOKED_BACK = timedelta(minutes=30)
"""The people who have answered within this time are examined."""
SHOWN = 5
"""The number of answers that are shown as evidence."""
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


async def tend(database: Database, now: datetime) -> int:
    """Examine everybody who has worked recently, each in a unit of work of its own. Returns for how many something
    changed."""
    async with database.unit() as uow:
        await set_flawed_aside(uow, now)
        working = await rows.working(uow, now - LOOKED_BACK)
        await uow.commit()
    changed = 0
    for each in working:
        try:
            async with database.unit() as uow:
                if await look_at(uow, each, now):
                    await uow.commit()
                    changed += 1
        except RETRYABLE:
            continue  # examined again the next time
    return changed


async def set_flawed_aside(uow: UnitOfWork, now: datetime) -> int:
    """Hold control tasks that most people get wrong until a person has looked, because the known answer may be wrong
    and is taught. Returns how many."""
    found = await rows.flawed(uow)
    for each in found:
        if await leases.hold(uow, each.task_id, now):
            due = now + REPORT_DECIDED_WITHIN
            await reviews.add(uow, ReviewKind.REPORT, each.project_id, each.task_id, now, due_at=due)
    return len(found)


async def look_at(uow: UnitOfWork, of: Working, now: datetime) -> bool:
    """Take the next step for this person in this project if it is due. False if nothing changes."""
    last = await rows.newest(uow, of.person_id, of.project_id)
    since = LONG_AGO if last is None else last.closed_at or last.step_at
    under_way = last if last is not None and last.closed_at is None else None
    if under_way is not None and (under_way.step is Step.PERSON or now - since < conduct.REST):
        return False
    answers = await rows.answers(uow, of.person_id, of.project_id, since)
    known = await rows.known(uow, of.person_id, of.project_id, since)
    rare = conduct.in_a_row(answers) >= conduct.IN_A_ROW
    shares = await rows.shares(uow, of.person_id, of.project_id) if rare else {}
    evidence = conduct.look(answers, known, shares)
    if under_way is None:
        return evidence is not None and await _begin(uow, of, evidence, now)
    if evidence is not None:
        return await _go_on(uow, under_way, evidence, now)
    return conduct.settled(answers) and await _better(uow, under_way, now)


async def _begin(uow: UnitOfWork, of: Working, evidence: Evidence, now: datetime) -> bool:
    concern_id = await rows.begin(uow, of, evidence, now)
    if concern_id is None:
        return False
    config = await project_rows.present_config(uow, of.project_id)
    assert config is not None
    await _tell(uow, of.person_id, concern_id, config.title, Step.HELP, evidence, now)
    return True


async def _go_on(uow: UnitOfWork, concern: Concern, evidence: Evidence, now: datetime) -> bool:
    step = Step(concern.step + 1)
    if not await rows.go_to(uow, concern.id, concern.step, step, now, evidence):
        return False
    await rows.give_hard_tasks(uow, concern.person_id, concern.project_id, False)
    await _tell(uow, concern.person_id, concern.id, concern.title, step, evidence, now)
    if step is Step.PERSON:
        apart = await report_rows.apart(uow, concern.person_id)
        for person_id in await rows.who_decides(uow, concern.country, apart):
            key = f"concern:{concern.id}:{now.isoformat()}:{person_id}"
            await inbox.post(uow, person_id, key, {"wake": WAITS, "concern": concern.id}, now)
    return True


async def _tell(
    uow: UnitOfWork, person_id: int, concern_id: int, title: str, step: Step, evidence: Evidence, now: datetime
) -> None:
    told = {"wake": HELPED, "title": title, "step": int(step), **asdict(evidence)}
    await inbox.post(uow, person_id, f"concern:{concern_id}:{int(step)}:{now.isoformat()}", told, now)


async def _better(uow: UnitOfWork, concern: Concern, now: datetime) -> bool:
    """Close the concern, because there is no signal any more. False if it was closed already."""
    if not await rows.close(uow, concern.id, "better", None, now):
        return False
    await rows.give_hard_tasks(uow, concern.person_id, concern.project_id, True)
    if concern.step is Step.EASY:
        await _decided(uow, concern, "better", now)
    return True


async def _decided(uow: UnitOfWork, concern: Concern, decision: Decision | str, now: datetime) -> None:
    told = {"wake": DECIDED, "concern": concern.id, "decision": decision, "title": concern.title}
    told["signal"] = concern.signal
    await inbox.post(uow, concern.person_id, f"concern:{concern.id}:{decision}:{now.isoformat()}", told, now)


# --- a person decides ------------------------------------------------------------------------------------


async def waiting(uow: UnitOfWork, by: Person) -> list[Concern]:
    """Concerns that wait for a decision, for a Huber those of the Huber's countries without women from whom a report
    keeps them apart. Raises `NotAllowed`."""
    access.require(by, "decide concerns")
    found = await rows.waiting(uow, by.looks_after if by.role == "huber" else None)
    return [concern for concern in found if not await _apart(uow, by, concern.person_id)]


async def _apart(uow: UnitOfWork, by: Person, person_id: int) -> bool:
    return by.role == "huber" and by.id in await report_rows.apart(uow, person_id)


async def one(uow: UnitOfWork, by: Person, concern_id: int) -> Concern:
    """A concern by its number, locked. Raises `NotFound`, also for one that this Huber does not decide (`waiting`), and
    `NotAllowed`."""
    access.require(by, "decide concerns")
    found = await rows.one(uow, concern_id)
    if found is None or not may(by, "decide concerns", found.country) or await _apart(uow, by, found.person_id):
        raise NotFound(f"no concern {concern_id}")
    if found.person_id == by.id:
        raise NotAllowed
    return found


async def evidence(uow: UnitOfWork, by: Person, concern_id: int) -> tuple[ProjectConfig, list[Shown]]:
    """The project, and the person's newest answers to it. Raises as `one`."""
    found = await one(uow, by, concern_id)
    config = await project_rows.present_config(uow, found.project_id)
    assert config is not None
    return config, await rows.shown(uow, found.person_id, found.project_id, SHOWN)


async def decide(
    uow: UnitOfWork, by: Person, concern_id: int, decision: Decision, channel: str, now: datetime
) -> Concern | None:
    """Decide a concern that waits, and tell the person. None if it does not wait any more. Raises as `one`."""
    found = await one(uow, by, concern_id)
    if found.closed_at is not None or found.step is not Step.PERSON:
        return None
    if decision == "easy":
        await rows.go_to(uow, concern_id, Step.PERSON, Step.EASY, now)
    else:
        await rows.close(uow, concern_id, decision, by.id, now)
        await rows.give_hard_tasks(uow, found.person_id, found.project_id, decision == "well")
    if decision == "stopped":
        await rows.bar(uow, found.person_id, found.project_id, now)
    await _note(uow, by, found, "waits", decision, channel, now)
    await _decided(uow, found, decision, now)
    return found


async def undo(uow: UnitOfWork, by: Person, concern_id: int, channel: str, now: datetime) -> Concern | None:
    """Undo a decision: the person is admitted to the project again, and the concern waits for another decision. None if
    there was no decision. Raises as `one`."""
    found = await one(uow, by, concern_id)
    if found.decision not in ("well", "stopped"):
        return None
    await rows.open_again(uow, concern_id, now)
    await rows.bar(uow, found.person_id, found.project_id, None)
    await _note(uow, by, found, found.decision, "waits", channel, now)
    if found.decision == "stopped":
        await _decided(uow, found, "undone", now)
    return found


async def _note(
    uow: UnitOfWork, by: Person, concern: Concern, before: str, after: str, channel: str, now: datetime
) -> None:
    about = {"project": concern.title, "why": concern.signal}
    states = {"before": {"state": before}, "after": {"state": after}}
    await audit.note(uow, by.id, channel, "concern", about, now, subject=concern.person_id, **states)
