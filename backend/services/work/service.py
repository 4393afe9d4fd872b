"""Work: offers, answers and their pay, skipping, reporting, correcting. `tasks` decides which task a person has.

Every function is part of a turn: the person's conversation is locked, so nothing here happens twice at once for one
person. The statements of `backend.db.work.queries` settle what others do to the same tasks.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from fractions import Fraction

from backend.db.engine.failures import Overtaken
from backend.db.engine.uow import Statement, UnitOfWork
from backend.db.quality import reviews
from backend.db.work import begun_answers, leases, results
from backend.db.work import offers as offers_rows
from backend.db.work import practice as practice_rows
from backend.db.work import projects as project_rows
from backend.db.work import queries as rows
from backend.db.work.leases import WorkDay
from backend.db.work.queries import BookedAnswer, ProjectTask, TriedTask
from backend.domain import days
from backend.domain.earnings import pace
from backend.domain.errors import BadInput, Misuse, NotAllowed
from backend.domain.french.spelling import fold
from backend.domain.identity import secret_numbers
from backend.domain.money import Money, francs
from backend.domain.people.commands import Person
from backend.domain.quality.review import REPORT_DECIDED_WITHIN, REPORTS_TO_SET_ASIDE, ReviewKind
from backend.domain.work import commands as work_commands
from backend.domain.work import controls, titles
from backend.domain.work.answers import normalise
from backend.domain.work.asides import usual_answers
from backend.domain.work.commands import AnswerStatus
from backend.domain.work.projects import WRITTEN
from backend.records import replace
from backend.services.reminders import schedule as reminders_schedule
from backend.services.work import hard_content, practice, rating, settling, sharing, tasks


def require_worker(person: Person) -> None:
    """Only hiteuses do paid work. Raises `NotAllowed`."""
    if person.role != "hiteuse":
        raise NotAllowed


async def offers(uow: UnitOfWork, person: Person, now: datetime) -> tuple[work_commands.Offer, ...]:
    """Projects that have work for her. Order: those that a new badge has opened, then by priority, begun ones, the
    oldest."""
    require_worker(person)
    found = await offers_rows.offers(uow, person.id, person.country, days.local_day(now, person.zone))
    if any(offer.config.sensitive for offer in found) and await hard_content.too_much(uow, person, now):
        return tuple(offer for offer in found if not offer.config.sensitive)
    return found


MOST_TITLE = 8
"""Words of a text that may be the title of a project."""


async def is_a_title(
    uow: UnitOfWork, text: str, *, wished: bool = True, in_part: bool = False, alone: bool = False
) -> bool:
    """Whether a text of at least two words is the title of an open project, or (if `wished`) wishes for work that it
    names. `in_part`: two words of a title are enough; `alone`: so is one."""
    said = fold(text)
    if not (0 if alone else 1) < len(said.split()) <= MOST_TITLE:
        return False
    found = await project_rows.open_titles(uow)
    if any(titles.whole(text, title) for title in found):
        return True
    may_name = (wished and titles.wished(text)) or alone or (in_part and titles.several_words(text))
    return may_name and bool(titles.named(text, dict(enumerate(found))))


async def asking(uow: UnitOfWork, person: Person, now: datetime) -> tuple[work_commands.Offer, ...]:
    """Projects with hard content that she would get by agreeing to themes about which she was never asked."""
    require_worker(person)
    return await offers_rows.asking(uow, person.id, person.country, days.local_day(now, person.zone))


async def declined(uow: UnitOfWork, person: Person, now: datetime) -> tuple[work_commands.Offer, ...]:
    """Projects with hard content that she has refused."""
    require_worker(person)
    return await offers_rows.declined(uow, person.id, person.country, days.local_day(now, person.zone))


async def take(
    uow: UnitOfWork, person: Person, now: datetime, command: work_commands.TakeWork
) -> work_commands.TaskGiven:
    """Begin or go on with a project. A leased task of another project is given back, unless there is no task here."""
    require_worker(person)
    if person.joined_at is None:
        raise Misuse("she has not finished her profile")
    held = await rows.open_task(uow, person.id)
    if held is not None and held.project_id == command.project_id:
        return work_commands.TaskGiven(await tasks.with_config(uow, held))
    if command.says_yes:
        await hard_content.decide(uow, person, now, dict.fromkeys(command.says_yes, True))
    offer = next((o for o in await offers(uow, person, now) if o.project_id == command.project_id), None)
    if offer is None:
        config = await project_rows.present_config(uow, command.project_id)
        why = await tasks.barred(uow, person, command.project_id, config, now) if config else None
        return work_commands.TaskGiven(None, why or "none_left")
    if over := await tasks.over(uow, person, now):
        return work_commands.TaskGiven(None, over)
    if held is not None:
        await leases.leave(uow, person.id, held.id, AnswerStatus.GIVEN_BACK, now)
    await leases.begin_project(uow, person.id, command.project_id, offer.config.pay.currency, now)
    given = await _once_more(uow, person, now, command.project_id)
    if given is None:
        most = offer.config.most_per_person
        given = await tasks.take_next(uow, person, command.project_id, now, offer.minutes, most)
    if held is not None and given.task is None:
        await leases.take_again(uow, person.id, held.id, held.expires_at, None)
    elif held is not None and command.begun:
        await begun_answers.keep(uow, person.id, held.id, command.begun, held.expires_at)
    if given.task is not None and offer.config.kind in WRITTEN:
        texts = await results.newest_texts(uow, command.project_id, usual_answers.REMEMBERED)
        return replace(given, usual=tuple(map(usual_answers.shape, texts)))
    return given


async def _once_more(uow: UnitOfWork, person: Person, now: datetime, project_id: int) -> work_commands.TaskGiven | None:
    """The task of a project that she left with a part of its answer given, leased again. None if it is not free any
    more, or if her lease would have ended."""
    found = await begun_answers.last(uow, person.id, project_id, now)
    left = await rows.held(uow, person.id, found.task_id) if found is not None else None
    if found is None or left is None:
        return None
    expires = work_commands.lease_ends(now, (await tasks.with_config(uow, left)).minutes)
    if not await leases.take_again(uow, person.id, found.task_id, expires, now):
        return None
    given = await tasks.hand_over(uow, person, now, left)
    if given.task is None:
        return given
    await begun_answers.forget(uow, person.id, found.task_id)
    return replace(given, begun=found.begun)


async def start_practice(uow: UnitOfWork, person: Person, now: datetime) -> work_commands.TaskGiven:
    """Lease the paid practice task, once. The company funds it when it is given out."""
    require_worker(person)
    held = await rows.open_task(uow, person.id)
    if held is None:
        project_id = await practice.make_room(uow, person, now)
        if project_id is not None:
            return await tasks.take_next(uow, person, project_id, now, Fraction(1))
        task_id = await practice_rows.unfinished_practice(uow, person.id)
        if task_id is not None:
            return await tasks.go_on(uow, person, now, work_commands.GoOn(task_id))
    return work_commands.TaskGiven(await tasks.with_config(uow, held) if held and held.practice else None, None)


async def submit(
    uow: UnitOfWork,
    person: Person,
    now: datetime,
    command: work_commands.SubmitAnswer,
    hers: work_commands.Task | None = None,
    *,
    contact_id: int | None = None,
) -> work_commands.AnswerCounted | work_commands.AnswerRefused:
    """Store an answer, book its pay, and lease the next task in the same round trip. `hers`: her leased task, if the
    caller has just read it. `contact_id`: the chat in which she answers."""
    require_worker(person)
    task = hers if hers is not None and hers.id == command.task_id else None
    if task is None:
        found = await tasks.answerable(uow, person, now, command.task_id)
        if isinstance(found, work_commands.AnswerRefused):
            return found
        task = found
    value = normalise(task.config, command.value)
    right = controls.is_right(task.config, task.gold, value) if task.control else None
    date = days.local_day(now, person.zone)
    midnight, _ = days.day_bounds(date, person.zone)
    estimate = tasks.estimate(task.config)
    answer = rows.answer_statement(
        person.id,
        task.id,
        value,
        task.config.pay,
        now,
        now + task.config.accept_after,
        days.cap(estimate),
        date,
        midnight,
        pace.reading_time(task.content),
        estimate,
        contact_id,
        right,
    )
    claim, most = None, task.config.most_per_person
    if not task.practice and not task.config.ended(date):
        expires = work_commands.lease_ends(now, task.minutes)
        day = WorkDay(date, midnight, days.DAY_LIMIT, person.country)
        claim = leases.claim_statement(person.id, task.project_id, now, expires, day=day, most=most)
    done, following = await _booked(uow, person, task.id, answer, claim)
    if done.answers >= done.wanted and not task.practice and not task.control:
        await settling.conclude(uow, task.project_id, task.config, task.id, person.id, now, done.opinion_of)
    after = timedelta(seconds=done.day_active)
    if after >= days.DAY_LIMIT:
        await reminders_schedule.plan(uow, person, now)  # plans the greeting of the next morning
        given = work_commands.TaskGiven(None, "day_done")
    elif task.practice:
        given = work_commands.TaskGiven(None, None)
    elif following is not None:
        given = await tasks.hand_over(uow, person, now, following)
    elif task.config.ended(date):
        given = work_commands.TaskGiven(None, "ended")
    elif most is not None and done.hers is not None and done.hers >= most:
        given = work_commands.TaskGiven(None, "most")
    elif (shared := await sharing.done(uow, person, now)) and await leases.any_open(uow, task.project_id):
        given = work_commands.TaskGiven(None, shared)
    else:
        given = await tasks.from_the_front(uow, person, task.project_id, now, task.minutes, most)
    closing = given.task is None and not task.practice
    return work_commands.AnswerCounted(
        pay=task.config.pay,
        next=given.task,
        why=given.why,
        answers_today=done.day_answers,
        francs_today=francs(Money(done.euro_units, "EUR"), Money(done.franc_units, "XOF")),
        time_today=after,
        crossed=days.crossed(after - timedelta(seconds=done.active), after),
        answered=replace(task, value=value),
        missed=right is False,
        rate=await rating.asked(uow, person, task.project_id, now) if closing else None,
    )


async def _booked(
    uow: UnitOfWork, person: Person, task_id: int, answer: Statement, claim: Statement | None
) -> tuple[BookedAnswer, ProjectTask | None]:
    booked, following = await rows.answer(uow, answer, claim)
    if booked is None:  # the transaction must be given up, because the next task may be leased already
        held = await rows.held(uow, person.id, task_id)
        if held is not None and held.status is AnswerStatus.GIVEN_BACK:
            raise Overtaken("her lease was given back after it was read")
        raise RuntimeError("an answer could not be booked")  # an account is missing
    return booked, following


async def skip(
    uow: UnitOfWork, person: Person, now: datetime, command: work_commands.SkipTask
) -> work_commands.TaskGiven:
    """Leave a task to others. It costs her nothing, and the task does not come back to her."""
    return await _leave(uow, person, now, command.task_id, AnswerStatus.SKIPPED)


async def report(
    uow: UnitOfWork, person: Person, now: datetime, command: work_commands.ReportTask
) -> work_commands.TaskGiven:
    """Report that a task is flawed. It costs her nothing, and the task does not come back to her. Others go on with it;
    once two people have reported it, it is held for a review."""
    require_worker(person)
    held = await _leavable(uow, person, command.task_id)
    if held is None:
        return await _leave(uow, person, now, command.task_id, AnswerStatus.REPORTED)
    words = f"{command.reason}: {secret_numbers.blotted(command.words)}" if command.words else command.reason
    reports = await leases.report(uow, person.id, command.task_id, words[:2_000], now)
    if reports >= REPORTS_TO_SET_ASIDE and await leases.hold(uow, command.task_id, now):
        due = now + REPORT_DECIDED_WITHIN
        await reviews.add(uow, ReviewKind.REPORT, held.project_id, command.task_id, now, due_at=due)
    return await _leave(uow, person, now, command.task_id, AnswerStatus.REPORTED)


async def correct(
    uow: UnitOfWork, person: Person, now: datetime, command: work_commands.CorrectAnswer
) -> work_commands.AnswerCorrected:
    """Replace an answer that is not accepted yet. Its pay stays; the task's result is decided again."""
    held = await rows.held(uow, person.id, command.task_id)
    if held is None or held.status is not AnswerStatus.ANSWERED:
        return work_commands.AnswerCorrected(False)
    config = await project_rows.config(uow, held.project_id, held.revision)
    changed = await rows.correct(uow, person.id, command.task_id, normalise(config, command.value))
    if changed and not held.practice and await results.is_done(uow, command.task_id):
        await settling.reconsider(uow, held.project_id, config, command.task_id, now)
    return work_commands.AnswerCorrected(changed)


async def _leavable(uow: UnitOfWork, person: Person, task_id: int) -> TriedTask | None:
    """A task that she has leased, or whose lease ran out; else None. Raises `BadInput` for the practice task."""
    held = await rows.held(uow, person.id, task_id)
    if held is None or held.status not in (AnswerStatus.LEASED, AnswerStatus.GIVEN_BACK):
        return None
    if held.practice:
        raise BadInput("the practice task is hers to try")
    return held


async def _leave(
    uow: UnitOfWork, person: Person, now: datetime, task_id: int, status: AnswerStatus
) -> work_commands.TaskGiven:
    require_worker(person)
    held = await _leavable(uow, person, task_id)
    if held is None:
        return await tasks.current(uow, person, now, await rows.held(uow, person.id, task_id))
    if not await leases.leave(uow, person.id, task_id, status, now):  # her lease ran out, maybe just now
        await leases.turn_away(uow, person.id, task_id, status)
    return await tasks.current(uow, person, now, held)
