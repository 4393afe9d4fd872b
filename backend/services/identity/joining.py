"""Joining a chat, or a whole account, to an account: what is asked first, and when it is done.

Every function is part of a turn. A second person who is concerned is locked as well.
"""

from __future__ import annotations

import hmac
from datetime import datetime
from typing import Any

from backend.db import turns
from backend.db.admin import audit
from backend.db.earnings import savings
from backend.db.engine.uow import UnitOfWork
from backend.db.identity import chats, links, merge_memory, merge_work, merging, referees
from backend.db.identity import joinings as rows
from backend.db.identity.joinings import Joining
from backend.db.people import queries as people_rows
from backend.db.turns import Conversation
from backend.db.work import leases
from backend.db.work import queries as work_queries
from backend.domain.earnings.savings import SavingKind
from backend.domain.identity.joining import Guard, JoiningState, JoinPending, Kind, Needs, NumberFirst, needs
from backend.domain.identity.linking import MOST_CHATS, LinkAsks, Linked, LinkRefused
from backend.domain.people import roles
from backend.domain.people.commands import Person
from backend.domain.people.roles import LEARNERS
from backend.domain.work.commands import AnswerStatus
from backend.records import Record, replace
from backend.services.identity import identity_verification, linking
from backend.services.identity.linking import Hand
from backend.services.reminders import schedule as reminders_schedule

WAKE = "joining"
"""The event of our own clock at which a joining asks or is done (`joining`: its number)."""


async def guard(uow: UnitOfWork, person_id: int, now: datetime) -> Guard:
    """How an account is protected now."""
    row = await rows.stakes(uow, person_id)
    staff = row.role is not None and row.role not in LEARNERS
    return Guard(identity_verification.counts(row.pin_at, now), stake=row.earned or staff)


class Joined(Record):
    """A joining that is done. `person`, `talk`: the owner of the account and their conversation, locked. `gone`: the
    account that was merged; None: only a chat was joined. `joining`: its number."""

    linked: Linked
    person: Person
    talk: Conversation
    kind: Kind
    contact_id: int
    joining: int
    gone: Person | None = None
    helpers: tuple[int, ...] = ()
    """The referees of both accounts of a merge."""
    dropped: tuple[list[Any], ...] = ()
    """The frames of the conversation of `gone` (`Conversation.stack`), which ends with a merge."""


async def use(
    uow: UnitOfWork,
    person: Person,
    contact_id: int,
    digest: bytes,
    now: datetime,
    *,
    agreed: bool = False,
    proved: bool = False,
) -> LinkRefused | LinkAsks | NumberFirst | JoinPending | Joined:
    """Use a code that was written in this chat of `person`. If both have an account, `person` must have `agreed` to the
    merge. `proved`: they have just written their own secret number there."""
    row = await links.lock(uow, digest)
    # looked up by digest and compared in constant time, so that the time taken reveals nothing of a code
    if row is None or not hmac.compare_digest(row.digest, digest):
        return LinkRefused("unknown")
    if row.used_at is not None:
        return LinkRefused("used")
    if row.expires_at <= now:
        return LinkRefused("expired")
    if row.person_id == person.id:
        return LinkRefused("own")
    giver, talk = await turns.lock_person(uow, row.person_id)
    if (refused := await refusal(uow, person, giver)) is not None:
        return refused
    if person.role is not None and not agreed:
        return LinkAsks(digest.hex(), giver.first_name)
    taker = await guard(uow, person.id, now) if person.role is not None else None
    needed = needs(None if row.contact_id is None else await guard(uow, giver.id, now), taker)
    if needed.taker and not proved:
        return NumberFirst()
    await links.use(uow, digest, now)
    kind: Kind = "add" if person.role is None else "merge"
    return await _begin(uow, kind, giver, talk, row.contact_id, person, contact_id, needed, now)


async def open_locked(
    uow: UnitOfWork,
    person: Person,
    talk: Conversation,
    origin: int | None,
    contact_id: int,
    now: datetime,
    *,
    here: bool = False,
    proved: bool = False,
) -> NumberFirst | JoinPending | Joined:
    """Open a locked chat of a person. `origin`: the person's chat that agrees; None: a referee does. `here`: the person
    writes there. `proved`: they have just written their secret number."""
    known = origin is None or (here and await linking.just_lost(uow, contact_id, now))
    needed = needs(None if known else await guard(uow, person.id, now), None)
    if needed.giver and here:
        if not proved:
            return NumberFirst()
        needed = replace(needed, giver=False)
    return await _begin(uow, "open", person, talk, origin, person, contact_id, needed, now)


async def _begin(
    uow: UnitOfWork,
    kind: Kind,
    giver: Person,
    talk: Conversation,
    origin: int | None,
    taker: Person,
    contact_id: int,
    needed: Needs,
    now: datetime,
) -> JoinPending | Joined:
    state = JoiningState.ASKS if needed.giver else JoiningState.TELLS if needed.wait else JoiningState.JOINED
    joining_id = await rows.begin(uow, kind, state, giver.id, origin, taker.id, contact_id, now, waits=needed.wait)
    if state is JoiningState.JOINED:
        return await _join(uow, joining_id, kind, giver, talk, taker, contact_id, now, vouched=origin is None)
    await _note(uow, "ask to join", kind, giver.id, taker.id, contact_id, now)
    return JoinPending(joining_id, kind, needed.giver, needed.wait)


async def refusal(uow: UnitOfWork, taker: Person, giver: Person) -> LinkRefused | None:
    """Why these two accounts cannot become one; None: they can."""
    if len(await chats.of_person(uow, taker.id)) + len(await chats.of_person(uow, giver.id)) > MOST_CHATS:
        return LinkRefused("many")
    if taker.role is None:
        return None
    if roles.of(taker) != roles.of(giver):  # joining must not change anybody's role
        return LinkRefused("roles", await _huber(uow, giver))
    if await merge_work.same_task(uow, taker.id, giver.id):
        return LinkRefused("answers", await _huber(uow, giver))
    return None


async def _huber(uow: UnitOfWork, person: Person) -> str:
    huber = await referees.first(uow, person.id)
    return huber.first_name if huber is not None else ""


# --- it goes on, and ends ---------------------------------------------------------------------------------


async def agree(uow: UnitOfWork, giver: Person, joining_id: int) -> Joining | None:
    """The secret number of the account that gives was right: a wait begins, or the joining can be done at once. Return
    the joining; None: there is nothing to agree to any more."""
    row = await rows.lock(uow, joining_id)
    if row is None or row.state is not JoiningState.ASKS or row.giver_id != giver.id:
        return None
    await rows.set_state(uow, joining_id, state=JoiningState.TELLS if row.waits else JoiningState.WAITS, due=None)
    return await rows.get(uow, joining_id)


async def complete(
    uow: UnitOfWork, giver: Person, talk: Conversation, joining_id: int, now: datetime
) -> Joined | LinkRefused | None:
    """Finish a joining that has waited, in a turn of the account's owner. None: it has ended already, or is not due.
    `LinkRefused`: it lapsed, because something changed meanwhile."""
    found = await rows.get(uow, joining_id)
    if found is None or found.giver_id != giver.id:
        return None
    if found.taker_id != giver.id:
        await turns.lock_person(uow, found.taker_id)
    row = await rows.lock(uow, joining_id)
    taker = await people_rows.person(uow, found.taker_id)
    if (
        row is None
        or taker is None
        or row.state is not JoiningState.WAITS
        or (row.waits and (row.due is None or row.due > now))
    ):
        return None
    refused = None if await rows.stands(uow, joining_id) else LinkRefused("changed")
    if refused is None and row.kind != "open":
        refused = await refusal(uow, taker, giver)
    if refused is not None:
        await rows.set_state(uow, joining_id, state=JoiningState.LAPSED, ended_at=now)
        return refused
    await rows.set_state(uow, joining_id, state=JoiningState.JOINED, ended_at=now)
    return await _join(uow, joining_id, row.kind, giver, talk, taker, row.contact_id, now, vouched=row.from_id is None)


async def _join(
    uow: UnitOfWork,
    joining_id: int,
    kind: Kind,
    giver: Person,
    talk: Conversation,
    taker: Person,
    contact_id: int,
    now: datetime,
    *,
    vouched: bool,
) -> Joined:
    """Join the chat or the account. All questions are answered."""
    if kind == "open":
        how: linking.How = "vouched" if vouched else "other"
        await linking.open_again(uow, giver.id, contact_id, how, Hand(giver.id, await _channel(uow, contact_id)), now)
        return Joined(Linked(giver.first_name), giver, talk, kind, contact_id, joining_id)
    await _note(uow, "join" if kind == "add" else "merge", kind, giver.id, taker.id, contact_id, now)
    came = [chat.id for chat in await chats.of_person(uow, taker.id)]
    helpers: tuple[int, ...] = ()
    staying: list[int] = []
    dropped: list[list[Any]] = []
    if kind == "add":
        await merging.move_rest(uow, taker.id, giver.id, now)
    else:
        staying = await merging.call_off_erasures(uow, (taker.id, giver.id))
        for person_id in staying:
            await audit.note(uow, person_id, await _channel(uow, contact_id), "stay", {}, now, subject=person_id)
        helpers = await looking_after(uow, giver.id, taker.id)
        talk, dropped = await merge(uow, taker, giver, talk, now)
    await chats.mark_joined(uow, came, "rescue" if vouched else kind, now)
    found = await people_rows.person(uow, giver.id)
    assert found is not None
    stopped = found.stopped_at is not None
    await (reminders_schedule.cancel(uow, found) if stopped else reminders_schedule.plan(uow, found, now))
    linked = Linked(found.first_name, merged=kind == "merge", stopped=stopped, stays=bool(staying))
    return Joined(linked, found, talk, kind, contact_id, joining_id, taker, helpers, tuple(dropped))


async def looking_after(uow: UnitOfWork, *people: int) -> tuple[int, ...]:
    """The referees of these accounts, who hear what becomes of them: the Huber of each, or an admin; never one of the
    people themselves."""
    found = [await referees.first(uow, person_id) for person_id in people]
    return tuple(dict.fromkeys(each.id for each in found if each is not None and each.id not in people))


async def merge(
    uow: UnitOfWork, gone: Person, kept: Person, talk: Conversation, now: datetime
) -> tuple[Conversation, list[list[Any]]]:
    """Merge two accounts. The conversation of `kept` goes on; the frames of the other one are returned."""
    _, other = await turns.lock_person(uow, gone.id)
    for person_id, task_id in await merge_work.open_tasks(uow, gone.id, kept.id):
        await leases.leave(uow, person_id, task_id, AnswerStatus.GIVEN_BACK, now)
    number = await merge_memory.remember(uow, gone.id, kept.id, now)
    await merge_work.move_work(uow, gone.id, kept.id, now)
    for person_id in (gone.id, kept.id):
        await savings.release(uow, person_id, SavingKind.MERGE, now)
    await merge_work.move_money(uow, gone.id, kept.id, number, now)
    await merging.move_training(uow, gone.id, kept.id, now)
    await merging.move_rest(uow, gone.id, kept.id, now)
    # Buttons in these chats carry question numbers of both conversations. The next question gets a number that neither
    # has used, and the questions below it are asked again when their turn comes.
    talk.question = max(talk.question, other.question) + 1
    over = {"link_join", "joining"}  # flows about the joining itself
    if gone.joined_at is not None:
        over.add("onboarding")
    talk.stack = [frame[:3] for frame in talk.stack if frame[0] not in over]
    talk.asked = {}
    talk.task = await work_queries.open_task(uow, kept.id)
    if other.stack and len(other.stack[-1]) == 3:
        other.stack[-1] = [*other.stack[-1], [other.question, other.asked, other.shown]]
    return talk, [frame for frame in other.stack if frame[0] not in over]


async def _note(
    uow: UnitOfWork, action: str, kind: Kind, giver: int, taker: int, contact_id: int, now: datetime
) -> None:
    about = {"kind": kind, "chat": contact_id, "label": await linking.called(uow, contact_id)}
    await audit.note(uow, taker, await _channel(uow, contact_id), action, about, now, subject=giver)


async def _channel(uow: UnitOfWork, contact_id: int) -> str:
    chat = await chats.get(uow, contact_id)
    return chat.channel if chat is not None else ""
