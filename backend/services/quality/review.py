"""Second looks: reviewers take answers, ties, reported tasks and appeals one by one, and decide.

Every step of pay is a transfer with its cause. Silence is for her who worked: an answer that nobody refuses in time is
accepted, an appeal that nobody decides in time is won.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from backend.db.certificates import badges as badge_rows
from backend.db.clients.queries import HOUSE
from backend.db.earnings import ledger, pay_events
from backend.db.earnings.pay_events import PayEvent
from backend.db.engine.uow import UnitOfWork
from backend.db.messaging import inbox
from backend.db.quality import reviews as rows
from backend.db.quality.reviews import Review
from backend.db.work import projects as project_rows
from backend.db.work import queries as work_rows
from backend.domain import days
from backend.domain.errors import NotAllowed
from backend.domain.people.commands import Person
from backend.domain.people.permissions import may
from backend.domain.quality import review as rules
from backend.domain.quality.review import ReviewKind, Verdict
from backend.domain.work.answers import normalise
from backend.domain.work.commands import AnswerStatus, Task
from backend.domain.work.projects import ProjectConfig
from backend.domain.work.reviewing import NoReview, RefusedTask, Reviewed, ReviewItem
from backend.services import access
from backend.services.work import settling, tasks

REFUSED, DECIDED, LOOKED = "answer refused", "appeal decided", "report decided"
"""The events by which people hear of it."""


async def require_reviewer(uow: UnitOfWork, person: Person) -> None:
    """Hiteuses with the badge, and admins who run the work. Raises `NotAllowed`."""
    access.require(person, "review")
    if person.role == "hiteuse" and not await badge_rows.holds(uow, person.id, (rules.BADGE,)):
        raise NotAllowed


async def take(uow: UnitOfWork, by: Person, now: datetime) -> ReviewItem | NoReview:
    """The next thing to look at, this reviewer's alone for `rules.LEASE`. Raises `NotAllowed`."""
    await require_reviewer(uow, by)
    paid = by.role == "hiteuse"
    if paid and await tasks.day_done(uow, by, now):
        return "day_done"
    until = now + rules.LEASE
    review_id = await rows.take_open(uow, by.id, paid, now, until)
    if review_id is None:
        review_id = await _open_answer(uow, by, paid, now, until)
    return await item(uow, by, review_id) or "none" if review_id is not None else "none"


async def _open_answer(uow: UnitOfWork, by: Person, paid: bool, now: datetime, until: datetime) -> int | None:
    found = await rows.refusable(uow, by.id, paid, now)
    if found is None:
        return None
    project_id, task_id, person_id = found
    await rows.lock_task(uow, task_id)
    if await rows.looked_at(uow, task_id, person_id, ReviewKind.ANSWER):
        return None  # somebody was faster
    review_id = await rows.add(uow, ReviewKind.ANSWER, project_id, task_id, now, person_id=person_id)
    await rows.take(uow, review_id, by.id, until)
    return review_id


async def item(uow: UnitOfWork, by: Person, review_id: int) -> ReviewItem | None:
    """One that she has taken; None: it is not hers (any more)."""
    await require_reviewer(uow, by)
    review = await rows.one(uow, review_id)
    if review is None or review.taken_by != by.id or review.decided_at is not None:
        return None
    config = await project_rows.config(uow, review.project_id, review.revision)
    task = Task(review.task_id, review.project_id, config, review.content, value=review.judged)
    reports = tuple(words for _, words in await rows.reports(uow, review.task_id))
    found = ReviewItem(review.id, review.kind, task, review.judged, due_at=review.due_at)
    if review.kind is ReviewKind.REPORT:
        return replace(found, reports=reports)
    if review.judged is None:
        return found
    given = await rows.answers(uow, review.task_id, review.person_id)
    return replace(
        found,
        answer=review.value,
        others=tuple(each.value for each in given if not each.hers),
        why=review.first_reason or "",
        words=review.words if review.kind is ReviewKind.APPEAL else "",
    )


async def leave(uow: UnitOfWork, by: Person, review_id: int) -> None:
    """Give it back to others."""
    if await item(uow, by, review_id) is not None:
        await rows.leave(uow, review_id)


async def judge(uow: UnitOfWork, by: Person, review_id: int, value: Any, now: datetime) -> ReviewItem | None:
    """Her own answer to the task, before she sees others'. Raises `BadInput`; None: it is not hers any more."""
    found = await item(uow, by, review_id)
    if found is None:
        return None
    await rows.judge(uow, review_id, normalise(found.task.config, value))
    return await item(uow, by, review_id)


async def decide(
    uow: UnitOfWork,
    by: Person,
    review_id: int,
    verdict: Verdict,
    now: datetime,
    *,
    reason: str = "",
    words: str = "",
    text: str = "",
) -> Reviewed:
    """Her verdict, once. `reason` is one of the project's, with a sentence of hers, where an answer is refused; `text`
    mends what a reported task shows. Raises `NotAllowed`."""
    await require_reviewer(uow, by)
    review = await rows.one(uow, review_id)
    if review is None or review.taken_by != by.id or review.decided_at is not None:
        return "gone"
    if review.judged is None and review.kind is not ReviewKind.REPORT:
        return "gone"  # nobody decides before she has judged
    config = await project_rows.config(uow, review.project_id, review.revision)
    held = review.kind is ReviewKind.ANSWER and verdict is Verdict.REFUSED and await _waits(uow, review.project_id, now)
    kept = words[: rules.LONGEST] if review.kind is not ReviewKind.APPEAL else None
    await rows.decide(uow, review_id, by.id, verdict, now, reason=reason, words=kept, held=held)
    await _pay_reviewer(uow, by, review, config, now)
    if held:
        return "waits"
    match review.kind:
        case ReviewKind.ANSWER:
            return await _answer(uow, review, config, verdict, now)
        case ReviewKind.TIE:
            await _result_by_hand(uow, review, config, now)
        case ReviewKind.REPORT:
            await _reported(uow, review, config, verdict, now, text)
        case ReviewKind.APPEAL:
            await _appealed(uow, review, config, verdict, now, reason, words)
    return "done"


async def _waits(uow: UnitOfWork, project_id: int, now: datetime) -> bool:
    """Whether one more refusal is too many before somebody has looked."""
    if any(each.project_id == project_id for each in await rows.held(uow)):
        return True
    given = await rows.verdicts(uow, project_id, now - timedelta(days=1), 1_000)
    refused = sum(each is Verdict.REFUSED for each in given)
    row = next((n for n, each in enumerate(given) if each is not Verdict.REFUSED), len(given))
    return rules.waits(len(given) + 1, refused + 1, row + 1)


async def _pay_reviewer(uow: UnitOfWork, by: Person, review: Review, config: ProjectConfig, now: datetime) -> None:
    """As one answer of the project, out of its budget; where that is all promised meanwhile, out of the house's."""
    if by.role != "hiteuse":
        return
    if not await project_rows.book(uow, review.project_id, 0, config.pay.units):
        key = f"fund:{review.project_id}:review:{review.id}"
        await ledger.open_account(uow, "client", HOUSE, config.pay.currency)
        await ledger.transfer(uow, key, ("client", HOUSE), ("project", review.project_id), config.pay, now)
        await project_rows.book(uow, review.project_id, config.pay.units, config.pay.units)
    await ledger.open_earnings(uow, by.id, config.pay.currency)
    await pay_events.add(uow, PayEvent.REVIEWED, by.id, review.project_id, config.pay, now, task_id=review.task_id)
    estimate = tasks.estimate(config)
    seconds = int(min(now - review.opened_at, days.cap(estimate)).total_seconds())
    await rows.add_time(uow, by.id, days.local_day(now, by.zone), max(0, seconds))


async def _answer(uow: UnitOfWork, review: Review, config: ProjectConfig, verdict: Verdict, now: datetime) -> Reviewed:
    assert review.person_id is not None
    if verdict is Verdict.REFUSED:
        return await _refuse(uow, review, config, now)
    await _accept(uow, review.person_id, review.task_id, config, now)
    if verdict is Verdict.CORRECTED:
        await _result_by_hand(uow, review, config, now)
    return "done"


async def _refuse(uow: UnitOfWork, review: Review, config: ProjectConfig, now: datetime) -> Reviewed:
    assert review.person_id is not None
    pay = await rows.refuse(uow, review.person_id, review.task_id, now)
    if pay is None:
        return "accepted already"
    await pay_events.add(uow, PayEvent.REFUSED, review.person_id, review.project_id, pay, now, task_id=review.task_id)
    if await work_rows.is_done(uow, review.task_id):
        await settling.reconsider(uow, review.project_id, config, review.task_id)
    told = {"wake": REFUSED, "task": review.task_id}
    await inbox.post(uow, review.person_id, f"refused:{review.id}", told, now)
    return "done"


async def _accept(uow: UnitOfWork, person_id: int, task_id: int, config: ProjectConfig, now: datetime) -> None:
    if await rows.accept_now(uow, person_id, task_id, now):
        key = f"accept:{person_id}:{task_id}"
        if not await ledger.transfer(uow, key, ("pending", person_id), ("accepted", person_id), config.pay, now):
            raise RuntimeError("an accepted answer has no account to move its pay to")


async def _result_by_hand(uow: UnitOfWork, review: Review, config: ProjectConfig, now: datetime) -> None:
    result = {"answer": review.judged, "confidence": "1", "method": settling.BY_HAND}
    await rows.finish_by_hand(uow, review.task_id, result, config.answers_max, now)


async def _reported(
    uow: UnitOfWork, review: Review, config: ProjectConfig, verdict: Verdict, now: datetime, text: str
) -> None:
    """A good task goes on, one whose text was mended as well; a bad one is over, and who reported it is paid. All who
    reported it hear."""
    good = verdict is not Verdict.REFUSED
    if good:
        if text:
            await rows.rewrite(uow, review.task_id, text)
        await rows.go_on(uow, review.task_id)
    else:
        result = {"answer": None, "confidence": "0", "method": settling.BY_HAND}
        await rows.finish_by_hand(uow, review.task_id, result, config.answers_max, now)
        await work_rows.release(uow, review.task_id)  # its money pays who reported it
    right = not good or verdict is Verdict.CORRECTED
    for person_id, _ in await rows.reports(uow, review.task_id):
        paid = right and await _pay_reporter(uow, person_id, review, config, now)
        told = {"wake": LOOKED, "project": config.title, "right": right, "paid": paid}
        await inbox.post(uow, person_id, f"reported:{review.id}:{person_id}", told, now)


async def _pay_reporter(uow: UnitOfWork, person_id: int, review: Review, config: ProjectConfig, now: datetime) -> bool:
    """For the time of who reported rightly, as one answer; False where the project's money is all promised."""
    if not await project_rows.book(uow, review.project_id, 0, config.pay.units):
        return False
    await ledger.open_earnings(uow, person_id, config.pay.currency)
    await pay_events.add(uow, PayEvent.REPORTED, person_id, review.project_id, config.pay, now, task_id=review.task_id)
    return True


async def _appealed(
    uow: UnitOfWork,
    review: Review,
    config: ProjectConfig,
    verdict: Verdict,
    now: datetime,
    reason: str = "",
    words: str = "",
) -> None:
    """Won: paid at once. Lost: the refusal stands; she may still redo it in its time."""
    assert review.person_id is not None
    won = verdict is not Verdict.REFUSED
    if won:
        pay = await rows.stand_again(uow, review.person_id, review.task_id)
        if pay is None:
            return
        await pay_events.add(
            uow, PayEvent.RESTORED, review.person_id, review.project_id, pay, now, task_id=review.task_id
        )
        await _accept(uow, review.person_id, review.task_id, config, now)
        await _settle(uow, review.project_id, config, review.task_id, review.person_id, now)
    told = {"wake": DECIDED, "task": review.task_id, "project": config.title, "won": won, "words": words}
    await inbox.post(uow, review.person_id, f"appeal:{review.id}", told, now)


async def _settle(
    uow: UnitOfWork, project_id: int, config: ProjectConfig, task_id: int, person_id: int, now: datetime
) -> None:
    """After an answer has come back."""
    if await work_rows.is_done(uow, task_id):
        await settling.reconsider(uow, project_id, config, task_id)
    elif await work_rows.has_all(uow, task_id):
        await settling.conclude(uow, project_id, config, task_id, person_id, now)


# --- refusals that wait ---------------------------------------------------------------------------------


async def held(uow: UnitOfWork, by: Person) -> list[rows.HeldRefusals]:
    """Projects whose refusals wait. Only admins see them; nobody else does anything with them."""
    return await rows.held(uow) if may(by, "decide refusals") else []


async def settle_held(uow: UnitOfWork, by: Person, project_id: int, now: datetime, *, refuse: bool) -> int:
    """Let a project's refusals that wait count, or accept all those answers; how many. Raises `NotAllowed`."""
    access.require(by, "decide refusals")
    found = await rows.held_of(uow, project_id)
    for review_id in found:
        review = await rows.one(uow, review_id)
        assert review is not None and review.person_id is not None
        config = await project_rows.config(uow, review.project_id, review.revision)
        await rows.release(uow, review_id, Verdict.REFUSED if refuse else Verdict.ACCEPTED)
        if review.status is AnswerStatus.ANSWERED:
            if refuse:
                await _refuse(uow, review, config, now)
            else:
                await _accept(uow, review.person_id, review.task_id, config, now)
    return len(found)


# --- hers ------------------------------------------------------------------------------------------------


async def refused(uow: UnitOfWork, person: Person) -> list[RefusedTask]:
    """Her answers that were refused, while she can still do something about it or an appeal runs."""
    found = []
    for row in await rows.refused_of(uow, person.id):
        config = await project_rows.config(uow, row.project_id, row.revision)
        task = Task(row.task_id, row.project_id, config, row.content, value=row.value)
        until = row.refused_at + rules.REDO
        redo = not row.redone and row.appealed is None
        found.append(RefusedTask(task, row.reason, row.words, row.judged, until, redo, row.appealed, row.decided))
    return found


async def redo(uow: UnitOfWork, person: Person, task_id: int, value: Any, now: datetime) -> bool:
    """Another answer to a task whose first one was refused, once and within `rules.REDO`; False: not any more. Raises
    `BadInput`."""
    mine = next((each for each in await rows.refused_of(uow, person.id) if each.task_id == task_id), None)
    if mine is None or mine.appealed is not None:
        return False
    config = await project_rows.config(uow, mine.project_id, mine.revision)
    pay = await rows.stand_again(
        uow,
        person.id,
        task_id,
        value=normalise(config, value),
        accept_at=now + config.accept_after,
        since=now - rules.REDO,
    )
    if pay is None:
        return False
    await pay_events.add(uow, PayEvent.REDONE, person.id, mine.project_id, pay, now, task_id=task_id)
    await _settle(uow, mine.project_id, config, task_id, person.id, now)
    return True


async def appeal(uow: UnitOfWork, person: Person, task_id: int, words: str, now: datetime) -> datetime | None:
    """Bring a refusal to another person, once and within `rules.REDO`; when it is decided at the latest, None: it
    cannot be appealed (any more)."""
    mine = next((each for each in await rows.refused_of(uow, person.id) if each.task_id == task_id), None)
    if mine is None or mine.decided or mine.refused_at <= now - rules.REDO:
        return None
    if mine.appealed is not None:
        return mine.appealed
    config = await project_rows.config(uow, mine.project_id, mine.revision)
    due = now + config.appeal_after
    await rows.add(
        uow,
        ReviewKind.APPEAL,
        mine.project_id,
        task_id,
        now,
        person_id=person.id,
        due_at=due,
        first_id=mine.review_id,
        words=words[: rules.LONGEST],
    )
    return due


# --- by the clock ----------------------------------------------------------------------------------------


async def silence(uow: UnitOfWork, now: datetime, most: int) -> int:
    """Decide what nobody has decided in time: an appeal for her, a reported task as she said, a tie as no answer. How
    many; at most `most`."""
    found = await rows.due(uow, now, most)
    for review in found:
        config = await project_rows.config(uow, review.project_id, review.revision)
        match review.kind:
            case ReviewKind.APPEAL:
                await rows.decide(uow, review.id, None, Verdict.ACCEPTED, now)
                await _appealed(uow, review, config, Verdict.ACCEPTED, now)
            case ReviewKind.REPORT:
                await rows.decide(uow, review.id, None, Verdict.REFUSED, now)
                await _reported(uow, review, config, Verdict.REFUSED, now, "")
            case _:
                await rows.decide(uow, review.id, None, Verdict.UNDECIDED, now)
    return len(found)


async def lose(uow: UnitOfWork, now: datetime, most: int) -> int:
    """Answers that were refused more than `rules.REDO` ago and neither redone nor appealed are refused for good, and
    their slots are others'. How many tasks; at most `most`."""
    found = await rows.lose(uow, now - rules.REDO, most)
    return len(found)
