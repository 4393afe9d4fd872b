"""Learning in chat: lessons, their questions, and revisions.

Every function is part of a turn: the person's conversation is locked, so nothing here happens twice at once for one
person. `finals` passes modules. `library` has the modules themselves and their import.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from zlib import crc32

from backend.db.engine.uow import UnitOfWork
from backend.db.people import queries as people_rows
from backend.db.training import learning as rows
from backend.db.training import memory as memory_rows
from backend.db.training import progress
from backend.db.training.learning import LearnersModule
from backend.domain import days
from backend.domain.certificates import badges as badges_domain
from backend.domain.errors import NotAllowed
from backend.domain.people.commands import Person
from backend.domain.people.permissions import may
from backend.domain.training import final, learning
from backend.domain.training.learning import FinalLine, LessonLine, ModuleLine, OpenedWork
from backend.domain.training.memory import SESSION_QUESTIONS, review
from backend.domain.training.modules import Lesson
from backend.domain.training.questions import Question
from backend.services import access
from backend.services.certificates import badges
from backend.services.reminders import schedule as reminders_schedule

SHARE_STEP = Decimal("0.0001")
"""The step to which stored shares are rounded."""


def require_learner(person: Person) -> None:
    """Lessons count for trainees and hiteuses who have joined. Raises `NotAllowed`."""
    access.require(person, "learn")
    if person.joined_at is None:
        raise NotAllowed


def _require_reader(person: Person) -> None:
    if not may(person, "see the training"):
        require_learner(person)


# --- what she sees ----------------------------------------------------------------------------------


async def overview(uow: UnitOfWork, person: Person, now: datetime) -> tuple[ModuleLine, ...]:
    """The state of every module for the person, in the library's order. An admin sees modules that nobody has begun.
    Raises `NotAllowed`."""
    _require_reader(person)
    found = await rows.modules(uow, person.id, every=not may(person, "learn"))
    titles = {module.id: module.title for module in found}
    passed = {module.id for module in found if module.passed}
    opened = await badges.openings(uow, person, now) if person.role != "admin" else ()
    return tuple(_line(module, titles, passed, opened, now) for module in found)


def _line(
    module: LearnersModule,
    titles: dict[str, str],
    passed: set[str],
    opened: Sequence[badges_domain.Opening],
    now: datetime,
) -> ModuleLine:
    missing = (titles[need] for need in module.needs if need in titles and need not in passed)
    opens_at = final.opens_at(module.failures, module.failed_at, now)
    return ModuleLine(
        module.id,
        module.title,
        module.about,
        module.minutes,
        module.pass_mark,
        module.lessons,
        module.passed,
        () if module.begun else tuple(missing),
        tuple(
            OpenedWork(each.offer.config.title, each.offer.config.pay)
            for each in opened
            if any(course.id == module.id for course in each.courses)
        ),
        module.score,
        FinalLine(module.id, module.asks, module.tries, module.done, opens_at),
        module.checked,
        module.sources,
    )


async def lesson_shown(
    uow: UnitOfWork, lesson_id: int, question_id: int
) -> tuple[Lesson | None, str, int, Question | None, datetime | None]:
    """A lesson with its screens, its module's title and number of lessons; one question (0: none), and since when its
    module is as it is."""
    shown, question = await rows.shown(uow, lesson_id, question_id)
    asked, live_at = (question.question, question.live_at) if question else (None, None)
    if shown is None:
        return None, "", 0, asked, live_at
    return shown.lesson, shown.module, shown.lessons, asked, live_at


async def question_shown(uow: UnitOfWork, question_id: int) -> tuple[Question | None, str, datetime | None]:
    """A question, its module's title, and since when the module is as it is."""
    _, question = await rows.shown(uow, 0, question_id)
    return (question.question, question.module, question.live_at) if question else (None, "", None)


# --- a run of a lesson ------------------------------------------------------------------------------


async def open_lesson(
    uow: UnitOfWork, person: Person, now: datetime, command: learning.OpenLesson
) -> learning.LessonOpened | learning.LessonRefused:
    """Begin a run of a lesson with the questions that the person has seen least, or go on with the open run. A preview
    has all questions, in the author's order. Raises `NotAllowed`."""
    if command.preview:
        if person.role != "admin":
            raise NotAllowed
    else:
        require_learner(person)
    found = await rows.run(uow, person.id, command.lesson)
    if found is None:
        return learning.LessonRefused()
    if command.preview:
        return learning.LessonOpened(command.lesson, tuple(number for number, _ in found.bank))
    if found.missing:
        return learning.LessonRefused(found.missing)
    place = (found.state or {}).get("place")
    if place is None and not found.open:
        return learning.LessonRefused()
    await rows.begin(uow, person.id, found.module_id, command.lesson, now)
    await reminders_schedule.plan(uow, person, now)
    if place is not None:
        return learning.LessonOpened(command.lesson, place=place)
    tries = found.tries
    # random, but the same if this turn is run again
    seed = crc32(f"{person.id}:{command.lesson}:{tries}".encode())
    return learning.LessonOpened(command.lesson, learning.draw(found.bank, seed), seed if tries else 0)


async def keep_place(uow: UnitOfWork, person: Person, now: datetime, command: learning.KeepPlace) -> None:
    """Store the person's place in a lesson, so that they can go on from there later."""
    since = await progress.silent_since(uow, person.id, command.lesson)
    rows.keep_place(uow, person.id, command.lesson, command.place, now)
    if since is not None and now - since > learning.SILENT_AFTER:
        await progress.stay_awake(uow, person.id, now, command.lesson)
        await reminders_schedule.plan(uow, person, now)


async def record(uow: UnitOfWork, person: Person, now: datetime, command: learning.RecordAnswer) -> None:
    """Store an answer, and when its question comes again. Raises `NotAllowed`."""
    require_learner(person)
    card = None
    if not command.repeated:  # repeated a minute later, it would say nothing about memory
        card = review(await memory_rows.card(uow, person.id, command.question), command.right, now)
    share = command.share.quantize(SHARE_STEP)
    await memory_rows.record(uow, person.id, command.question, command.lesson, share, command.seconds, card, now)
    if command.lesson is None:
        await progress.stay_awake(uow, person.id, now)


async def finish(
    uow: UnitOfWork, person: Person, now: datetime, command: learning.FinishLesson
) -> learning.LessonFinished:
    """End a run of a lesson. Return its score and the state of its module. Raises `NotAllowed`."""
    require_learner(person)
    score = Decimal(command.right) / command.asked if command.asked else Decimal(1)
    done = await rows.finish(uow, person.id, command.lesson, score.quantize(SHARE_STEP), now)
    module = next(m for m in await overview(uow, person, now) if m.id == done.module_id)
    await reminders_schedule.plan(uow, person, now)
    line = next((each for each in module.lessons if each.id == command.lesson), None)
    return learning.LessonFinished(
        line or await _retired(uow, command.lesson),
        module,
        command.right,
        command.asked,
        failures=done.failures,
        days=await streak(uow, person, now),
        may_ask=await people_rows.reminder(uow, person.id) is None,
    )


async def _retired(uow: UnitOfWork, lesson_id: int) -> LessonLine:
    """A lesson that a new version of its module removed while the person was in it."""
    shown, _ = await rows.shown(uow, lesson_id, 0)
    assert shown is not None
    return LessonLine(lesson_id, shown.lesson.number, shown.lesson.title)


async def streak(uow: UnitOfWork, person: Person, now: datetime) -> int:
    """Days in a row on which the person learnt, including today."""
    today = days.local_day(now, person.zone)
    return learning.streak(await memory_rows.days(uow, person.id, person.zone) | {today}, today)


# --- revision ---------------------------------------------------------------------------------------


async def due(uow: UnitOfWork, person: Person, now: datetime) -> tuple[int, ...]:
    """Questions for a revision now, the longest due first. It includes all that is due by the end of the day, so that
    what is due tonight can be answered this morning."""
    return await memory_rows.due(uow, person.id, _tonight(person, now), SESSION_QUESTIONS)


async def start_revision(uow: UnitOfWork, person: Person, now: datetime) -> learning.RevisionChosen:
    """The questions of a revision, or when the next one is due. Raises `NotAllowed`."""
    require_learner(person)
    chosen = await due(uow, person, now)
    if chosen:
        seed = crc32(f"{person.id}:{days.local_day(now, person.zone)}".encode())
        return learning.RevisionChosen(chosen, seed)
    return learning.RevisionChosen(next=await _next(uow, person, now))


async def end_revision(uow: UnitOfWork, person: Person, now: datetime) -> learning.RevisionEnded:
    """How much is left of a revision, and when more is due. Raises `NotAllowed`."""
    require_learner(person)
    await reminders_schedule.plan(uow, person, now)  # silence counts from now
    left = len(await due(uow, person, now))
    return learning.RevisionEnded(left, await _next(uow, person, now), await streak(uow, person, now))


async def _next(uow: UnitOfWork, person: Person, now: datetime) -> date | None:
    """The next day after today on which something is due."""
    at = await memory_rows.next_due(uow, person.id, _tonight(person, now))
    return None if at is None else days.local_day(at, person.zone)


def _tonight(person: Person, now: datetime) -> datetime:
    return days.day_bounds(days.local_day(now, person.zone), person.zone)[1]
