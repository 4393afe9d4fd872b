"""Reviews: reviewers take answers, ties, reported tasks and appeals one by one, and decide.

Every payment is a transfer with its cause. Silence decides in favour of the person who worked: an answer that nobody
refuses in time is accepted, and an appeal that nobody decides in time is won.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from backend.db.admin import audit
from backend.db.certificates import badges as badge_rows
from backend.db.engine.uow import UnitOfWork
from backend.db.people import erasures
from backend.db.people import themes as theme_rows
from backend.db.quality import held_refusals, refusals, review_evidence
from backend.db.quality import reviews as rows
from backend.db.work import projects as project_rows
from backend.domain.errors import Misuse, NotAllowed
from backend.domain.identity import secret_numbers
from backend.domain.people import themes
from backend.domain.people.commands import Person
from backend.domain.people.permissions import may
from backend.domain.quality import review as rules
from backend.domain.quality.review import ReviewKind, Verdict
from backend.domain.work import agreement
from backend.domain.work.answers import normalise
from backend.domain.work.commands import Task
from backend.domain.work.projects import ProjectConfig
from backend.domain.work.reviewing import NoReview, Reviewed, ReviewItem
from backend.records import replace
from backend.services import access
from backend.services.people import others
from backend.services.quality import verdicts
from backend.services.work import chains, hard_content, review_pay, tasks


async def require_reviewer(uow: UnitOfWork, person: Person) -> None:
    """Only hiteuses with the badge, and admins with that permission, may review. Raises `NotAllowed`."""
    access.require(person, "review")
    if person.role == "hiteuse" and not await badge_rows.holds(uow, person.id, (rules.BADGE,)):
        raise NotAllowed


async def take(uow: UnitOfWork, by: Person, now: datetime) -> ReviewItem | NoReview:
    """Lease the next thing to look at to this reviewer for `rules.REVIEW_LEASE`. A hiteuse sees hard content under
    the same rules as in paid work: only what they agreed to, with breaks, at most an hour a day. Who has asked to be
    erased gets no new work: only what they have taken already. Raises `NotAllowed`."""
    await require_reviewer(uow, by)
    paid = by.role == "hiteuse"
    if paid and await erasures.waiting(uow, by.id) is not None:
        held = await rows.held_by(uow, by.id, now)
        return (held is not None and await item(uow, by, held)) or "none"
    if paid and await tasks.day_done(uow, by, now):
        return "day_done"
    until = now + rules.REVIEW_LEASE
    hard = not paid or await hard_content.too_much(uow, by, now) is None
    review_id = await rows.take_open(uow, by.id, paid, now, until, hard=hard)
    if review_id is None:
        review_id = await _open_answer(uow, by, paid, now, until, hard=hard)
    return await item(uow, by, review_id) or "none" if review_id is not None else "none"


async def _open_answer(
    uow: UnitOfWork, by: Person, paid: bool, now: datetime, until: datetime, *, hard: bool
) -> int | None:
    for found in await rows.refusable(uow, by.id, paid, now, hard=hard):
        config = await project_rows.config(uow, found.project_id, found.revision)
        if not agreement.is_far(config, found.result, found.value):
            continue
        await rows.lock_task(uow, found.task_id)
        if await rows.looked_at(uow, found.task_id, found.person_id):
            return None  # another reviewer was faster
        review_id = await rows.add(
            uow, ReviewKind.ANSWER, found.project_id, found.task_id, now, person_id=found.person_id
        )
        await rows.take(uow, review_id, by.id, until)
        return review_id
    return None


async def item(uow: UnitOfWork, by: Person, review_id: int) -> ReviewItem | None:
    """A review that this reviewer has taken; None if they do not have it (any more)."""
    await require_reviewer(uow, by)
    review = await rows.one(uow, review_id)
    if review is None or review.taken_by != by.id or review.decided_at is not None:
        return None
    if not await rows.is_impartial(uow, review_id, by.id):
        return None  # accounts were merged meanwhile
    config = await project_rows.config(uow, review.project_id, review.revision)
    if by.role == "hiteuse" and not themes.allows(await theme_rows.decisions(uow, by.id), config.sensitive):
        return None  # she has withdrawn her agreement meanwhile
    task = Task(review.task_id, review.project_id, config, review.content, value=review.judged)
    reports = tuple(words for _, words in await review_evidence.reports(uow, review))
    found = ReviewItem(review.id, review.kind, task, review.judged, due_at=review.due_at)
    if review.kind is ReviewKind.REPORT:
        known = await review_evidence.control(uow, review.task_id)
        if known is not None:
            task = replace(task, gold=known.gold, control=True)
            return replace(found, task=task, reports=reports, missed=(known.missed, known.given))
        return replace(found, reports=reports)
    if review.judged is None:
        return found
    return replace(
        found,
        answer=review.value,
        late=review.kind is ReviewKind.ANSWER and review.accepted,
        others=await _others(uow, review),
        why=review.first_reason or "",
        words=review.words if review.kind is ReviewKind.APPEAL else "",
    )


async def _others(uow: UnitOfWork, review: rows.Review) -> tuple[Any, ...]:
    """The answers of others to the task of a review."""
    given = await review_evidence.answers(uow, review.task_id, review.person_id)
    return tuple(each.value for each in given if not each.hers)


async def leave(uow: UnitOfWork, by: Person, review_id: int, *, for_good: bool) -> None:
    """Give a review back to other reviewers. `for_good`: this reviewer does not get it again."""
    if await item(uow, by, review_id) is not None:
        await rows.leave(uow, review_id, for_good=for_good)


async def leave_all(uow: UnitOfWork, person: Person) -> None:
    """Give back what somebody has taken who may not review any more; no effect if they may."""
    try:
        await require_reviewer(uow, person)
    except NotAllowed:
        await rows.leave_all(uow, person.id)


async def open_config(uow: UnitOfWork, by: Person, now: datetime) -> ProjectConfig | None:
    """The project of the review that this reviewer has before them; None if they have none."""
    review_id = await rows.held_by(uow, by.id, now)
    found = await item(uow, by, review_id) if review_id is not None else None
    return found.task.config if found is not None else None


async def judge(uow: UnitOfWork, by: Person, review_id: int, value: Any, now: datetime) -> ReviewItem | None:
    """Store the reviewer's own answer to the task, before they see others'. None if they no longer have the review.
    Raises `BadInput`."""
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
    """Store the reviewer's verdict, once. Raises `NotAllowed`.

    To refuse an answer, `reason` is one of the project's, and `words` a sentence of the reviewer. `text` replaces the
    text of a reported task.
    """
    await require_reviewer(uow, by)
    review = await rows.one(uow, review_id)
    if review is None or review.taken_by != by.id or review.decided_at is not None:
        return "gone"
    if not await rows.is_impartial(uow, review_id, by.id):
        return "gone"
    if review.judged is None and review.kind is not ReviewKind.REPORT:
        return "gone"  # nobody decides before they have judged
    refuses = verdict is Verdict.REFUSED and review.kind in (ReviewKind.ANSWER, ReviewKind.APPEAL)
    if refuses and not rules.may_refuse(review.judged, review.value):
        raise Misuse("an answer that the reviewer gave as well cannot be refused")
    config = await project_rows.config(uow, review.project_id, review.revision)
    held = review.kind is ReviewKind.ANSWER and verdict is Verdict.REFUSED and await _waits(uow, review.project_id, now)
    words = secret_numbers.blotted(words)
    kept = words[: rules.MAX_SENTENCE_LENGTH] if review.kind is not ReviewKind.APPEAL else None
    await rows.decide(uow, review_id, by.id, verdict, now, reason=reason, words=kept, held=held)
    await review_pay.pay(uow, by, review, config, now)
    if held:
        return "waits"
    match review.kind:
        case ReviewKind.ANSWER:
            return await verdicts.decide_answer(uow, review, config, verdict, now)
        case ReviewKind.TIE:
            await verdicts.result_by_hand(uow, review, config, now)
        case ReviewKind.REPORT:
            await verdicts.decide_report(uow, review, config, verdict, now, text)
        case ReviewKind.APPEAL:
            await verdicts.decide_appeal(uow, review, config, verdict, now, reason, words)
    return "done"


async def _waits(uow: UnitOfWork, project_id: int, now: datetime) -> bool:
    """Whether one more refusal must wait until an admin has looked."""
    if await held_refusals.waits(uow, project_id):
        return True
    given = await held_refusals.verdicts(uow, project_id, now - timedelta(days=1), 1_000)
    refused = sum(each is Verdict.REFUSED for each in given)
    row = next((n for n, each in enumerate(given) if each is not Verdict.REFUSED), len(given))
    return rules.waits(len(given) + 1, refused + 1, row + 1)


# --- refusals that wait ---------------------------------------------------------------------------------


async def held(uow: UnitOfWork, by: Person) -> list[held_refusals.HeldRefusals]:
    """Projects with refusals that wait for an admin. `own` counts those that this admin gave and another one must
    confirm. Empty for everybody else."""
    if not may(by, "decide refusals"):
        return []
    found = await held_refusals.held(uow, by.id)
    if any(each.own for each in found) and not await others.another_may(uow, by, "decide refusals"):
        return [replace(each, own=0) for each in found]
    return found


async def held_item(uow: UnitOfWork, by: Person, review_id: int) -> ReviewItem | None:
    """A refusal that waits: the task, the answer, what the reviewer and others answered, and why it is refused. None
    if there is no such review. Raises `NotAllowed`."""
    access.require(by, "decide refusals")
    review = await rows.one(uow, review_id)
    if review is None:
        return None
    config = await project_rows.config(uow, review.project_id, review.revision)
    task = Task(review.task_id, review.project_id, config, review.content, value=review.judged)
    found = ReviewItem(review.id, review.kind, task, review.judged, answer=review.value, words=review.words)
    return replace(found, others=await _others(uow, review), why=review.reason)


async def settle_held(
    uow: UnitOfWork,
    by: Person,
    project_id: int,
    channel: str,
    now: datetime,
    *,
    refuse: bool,
    only: int | None = None,
) -> int:
    """Let a project's waiting refusals take effect, or accept all those answers. Return how many. `only`: that of this
    review alone. Nobody confirms their own refusals, or accepts their own answers, while another admin may: those go on
    waiting. An answer that its author has corrected to the reviewer's own is accepted either way. Raises
    `NotAllowed`."""
    access.require(by, "decide refusals")
    settled = 0
    but = by.id if await others.another_may(uow, by, "decide refusals") else None
    for review_id in await held_refusals.held_of(uow, project_id, but, refused=refuse, only=only):
        review = await rows.one(uow, review_id)
        assert review is not None and review.person_id is not None
        config = await project_rows.config(uow, review.project_id, review.revision)
        refused = refuse and rules.may_refuse(review.judged, review.value)
        await held_refusals.release(uow, review_id, Verdict.REFUSED if refused else Verdict.ACCEPTED, by.id)
        if refused:
            await verdicts.refuse(uow, review, config, now)
        else:
            await verdicts.accept(uow, review.person_id, review.task_id, config, now)
        settled += refused is refuse
    if settled:
        about = {"project": config.title, "count": settled}
        before, after = {"state": "waits"}, {"state": "refused" if refuse else "accepted"}
        await audit.note(uow, by.id, channel, "settle refusals", about, now, before=before, after=after)
    return settled


# --- by the clock ----------------------------------------------------------------------------------------


async def silence(uow: UnitOfWork, now: datetime, most: int) -> int:
    """Decide at most `most` reviews that nobody has decided in time: an appeal is won, a report is right, a tie stays
    undecided. A refusal that waits for an admin ends when its answer is accepted. Return how many."""
    found = await rows.due(uow, now, most)
    for review in found:
        config = await project_rows.config(uow, review.project_id, review.revision)
        match review.kind:
            case ReviewKind.APPEAL:
                await rows.decide(uow, review.id, None, Verdict.ACCEPTED, now)
                await verdicts.decide_appeal(uow, review, config, Verdict.ACCEPTED, now, seen=False)
            case ReviewKind.REPORT:
                await rows.decide(uow, review.id, None, Verdict.REFUSED, now)
                await verdicts.decide_report(uow, review, config, Verdict.REFUSED, now, seen=False)
            case _:
                await rows.decide(uow, review.id, None, Verdict.UNDECIDED, now)
                await chains.no_opinion(uow, review.task_id, now)
    return len(found) + await held_refusals.lapse(uow, most)


async def lose(uow: UnitOfWork, now: datetime, most: int) -> int:
    """Refuse for good answers that were refused more than `rules.REDO_WITHIN` ago and neither redone nor appealed, and
    free their slots. Return the number of tasks, at most `most`."""
    found = await refusals.lose(uow, now - rules.REDO_WITHIN, most)
    return len(found)
