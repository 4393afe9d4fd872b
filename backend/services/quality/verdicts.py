"""The effects of a verdict: on pay, on the result of the task, and messages to the people concerned."""

from __future__ import annotations

from datetime import datetime, timedelta

from backend.db.earnings import ledger, pay_events
from backend.db.engine.uow import UnitOfWork
from backend.db.messaging import inbox
from backend.db.quality import refusals, review_evidence
from backend.db.quality.reviews import Review
from backend.db.work import chains as chain_rows
from backend.db.work import results
from backend.domain.earnings.pay_events import PayEvent
from backend.domain.quality.review import MAX_UNSEEN_REPORTS, Verdict
from backend.domain.work.projects import ProjectConfig
from backend.domain.work.reviewing import Reviewed
from backend.services.work import chains, review_pay, settling, ties

REFUSED, DECIDED, LOOKED = "answer refused", "appeal decided", "report decided"
"""The events by which people hear of a verdict."""


async def decide_answer(
    uow: UnitOfWork, review: Review, config: ProjectConfig, verdict: Verdict, now: datetime
) -> Reviewed:
    """Apply a decision on one answer."""
    assert review.person_id is not None
    if verdict is Verdict.REFUSED:
        return await refuse(uow, review, config, now)
    await accept(uow, review.person_id, review.task_id, config, now)
    if verdict is Verdict.CORRECTED:
        await result_by_hand(uow, review, config, now)
    return "done"


async def refuse(uow: UnitOfWork, review: Review, config: ProjectConfig, now: datetime) -> Reviewed:
    """Refuse an answer: its pay goes back to the project, and the person is told. "accepted already" if it is too
    late, or the person was erased: then it is accepted now."""
    assert review.person_id is not None
    pay = await refusals.refuse(uow, review.person_id, review.task_id, now)
    if pay is None:
        await accept(uow, review.person_id, review.task_id, config, now)  # of who was erased
        return "accepted already"
    await pay_events.add(uow, PayEvent.REFUSED, review.person_id, review.project_id, pay, now, task_id=review.task_id)
    if await results.is_done(uow, review.task_id):
        await settling.reconsider(uow, review.project_id, config, review.task_id, now)
    told = {"wake": REFUSED, "task": review.task_id, "project": config.title}
    await inbox.post(uow, review.person_id, f"refused:{review.id}", told, now)
    return "done"


async def accept(uow: UnitOfWork, person_id: int, task_id: int, config: ProjectConfig, now: datetime) -> None:
    """Accept an answer now and move its pay. Does nothing if it was accepted already."""
    if await refusals.accept_now(uow, person_id, task_id, now):
        key = f"accept:{person_id}:{task_id}"
        if not await ledger.transfer(uow, key, ("pending", person_id), ("accepted", person_id), config.pay, now):
            raise RuntimeError("an accepted answer has no account to move its pay to")


async def result_by_hand(uow: UnitOfWork, review: Review, config: ProjectConfig, now: datetime) -> None:
    """Make the reviewer's own answer the task's result, with all that follows from it."""
    result = {"answer": review.judged, "confidence": "1", "method": chains.BY_HAND}
    await refusals.finish_by_hand(uow, review.task_id, result, config.answers_max, now)
    opinion_of = await chain_rows.opinion_of(uow, review.task_id)
    await chains.decided(
        uow, review.project_id, config, review.task_id, review.judged, now, again=True, opinion_of=opinion_of
    )


async def decide_report(
    uow: UnitOfWork,
    review: Review,
    config: ProjectConfig,
    verdict: Verdict,
    now: datetime,
    text: str = "",
    *,
    seen: bool = True,
) -> None:
    """Apply a decision on a reported task. A good task, or one whose text was corrected, is offered again. A bad one is
    over. All who reported it hear of the decision.

    People whose report was right are paid. Of reports on tasks that nobody has `seen`, `MAX_UNSEEN_REPORTS` a day are
    paid.
    """
    good = verdict is not Verdict.REFUSED
    if good:
        if text:
            await refusals.rewrite(uow, review.task_id, text)
        await refusals.go_on(uow, review.task_id)
    else:
        result = {"answer": None, "confidence": "0", "method": chains.BY_HAND}
        await refusals.finish_by_hand(uow, review.task_id, result, config.answers_max, now)
        await ties.close(uow, config, review.task_id, now)
        await results.release(uow, review.task_id)  # the released money pays those who reported it
        await chains.no_opinion(uow, review.task_id, now)
    right = not good or verdict is Verdict.CORRECTED
    for person_id, _ in await review_evidence.reports(uow, review):
        paid = right and await _pay_reporter(uow, person_id, review, config, now, seen)
        told = {"wake": LOOKED, "project": config.title, "right": right, "paid": paid, "seen": seen}
        await inbox.post(uow, person_id, f"reported:{review.id}:{person_id}", told, now)


async def _pay_reporter(
    uow: UnitOfWork, person_id: int, review: Review, config: ProjectConfig, now: datetime, seen: bool
) -> bool:
    """Pay for the time of a right report, as for one answer. False if the person has had the daily number of reports
    on unseen tasks."""
    if not seen:
        had = await pay_events.count(uow, PayEvent.REPORTED, person_id, now - timedelta(days=1))
        if had >= MAX_UNSEEN_REPORTS:
            return False
    await review_pay.book(uow, review.project_id, config.pay, f"report:{review.id}:{person_id}", now)
    await ledger.open_earnings(uow, person_id, config.pay.currency)
    await pay_events.add(uow, PayEvent.REPORTED, person_id, review.project_id, config.pay, now, task_id=review.task_id)
    return True


async def decide_appeal(
    uow: UnitOfWork,
    review: Review,
    config: ProjectConfig,
    verdict: Verdict,
    now: datetime,
    reason: str = "",
    words: str = "",
    *,
    seen: bool = True,
) -> None:
    """Apply a decision on an appeal. If it is won, the answer is paid at once. If it is lost, the refusal stands; the
    person may still redo the answer in time. `seen`: False if nobody looked in time."""
    assert review.person_id is not None
    won = verdict is not Verdict.REFUSED
    if won:
        pay = await refusals.stand_again(uow, review.person_id, review.task_id)
        if pay is None:
            return
        await pay_events.add(
            uow, PayEvent.RESTORED, review.person_id, review.project_id, pay, now, task_id=review.task_id
        )
        await accept(uow, review.person_id, review.task_id, config, now)
        await settle(uow, review.project_id, config, review.task_id, review.person_id, now)
    told = {"wake": DECIDED, "task": review.task_id, "project": config.title, "won": won, "words": words, "seen": seen}
    await inbox.post(uow, review.person_id, f"appeal:{review.id}", told, now)


async def settle(
    uow: UnitOfWork, project_id: int, config: ProjectConfig, task_id: int, person_id: int, now: datetime
) -> None:
    """Decide the task again, after an answer was restored."""
    if await results.is_done(uow, task_id):
        await settling.reconsider(uow, project_id, config, task_id, now)
    elif await results.has_all(uow, task_id):
        opinion_of = await chain_rows.opinion_of(uow, task_id)
        await settling.conclude(uow, project_id, config, task_id, person_id, now, opinion_of)
