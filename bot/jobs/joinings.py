"""Links that wait: whether every chat was told, who is told instead of a chat that cannot be reached, and when the link
is made. A job looks at each once a minute."""

from __future__ import annotations

from datetime import datetime, timedelta

from backend.db.engine.uow import UnitOfWork
from backend.db.identity import chats as chat_rows
from backend.db.identity import joinings, referees
from backend.db.identity.joinings import Joining, JoiningNotice
from backend.db.messaging import contact_routing, inbox, outgoing
from backend.db.messaging.contact_routing import Chat
from backend.db.people import queries as people_rows
from backend.domain.identity.joining import (
    GIVEN_UP,
    JOIN_WAIT,
    PROOF_EXPIRES_AFTER,
    REMINDED_AFTER,
    UNDELIVERED_AFTER,
    JoiningState,
)
from backend.domain.identity.linking import SECURITY
from backend.domain.messaging import channels, quiet_hours
from backend.domain.messaging.message import Message
from backend.domain.messaging.states import OutboxStatus
from backend.records import Struct, field, replace
from backend.services.identity import joining as service
from backend.services.identity import joining_seen, linking
from bot.flows.identity import joining_views

IN_TIME = timedelta(hours=1)
"""The second message is sent at least this long before the link is made, also during quiet hours."""


class Tended(Struct):
    """`channels`: with new messages. `turns`: whether somebody has a wake-up."""

    channels: set[str] = field(default_factory=set)
    turns: bool = False


async def tend(uow: UnitOfWork, joining_id: int, now: datetime) -> Tended:
    """Look at one link."""
    tended = Tended()
    row = await joinings.lock(uow, joining_id)
    if row is None or row.ended_at is not None:
        return tended
    since = now - row.asked_at
    late = (row.state is JoiningState.ASKS and since > PROOF_EXPIRES_AFTER) or (
        row.state is JoiningState.TELLS and since > GIVEN_UP
    )
    if late or not await joinings.stands(uow, joining_id):
        await _lapse(uow, row, now, tended)
    elif row.state is JoiningState.TELLS:
        told_at = await _tell(uow, row, now, tended)
        if told_at is not None:
            await joinings.set_state(uow, row.id, state=JoiningState.WAITS, told_at=told_at, due=told_at + JOIN_WAIT)
            row = replace(row, state=JoiningState.WAITS, told_at=told_at, due=told_at + JOIN_WAIT)
    if row.state is JoiningState.WAITS and row.ended_at is None:
        await _wait(uow, row, now, tended)
    return tended


async def _lapse(uow: UnitOfWork, row: Joining, now: datetime, tended: Tended) -> None:
    await joinings.set_state(uow, row.id, state=JoiningState.LAPSED, ended_at=now)
    chat = await chat_rows.get(uow, row.contact_id)
    if chat is not None and chat.person_id == row.taker_id and chat.locked_at is None:
        shown = await joining_seen.shown(uow, row, row.taker_id)
        await outgoing.say_plainly(uow, row.taker_id, chat.id, chat.channel, joining_views.lapsed(shown), now)
        tended.channels.add(chat.channel)


# --- telling every chat -----------------------------------------------------------------------------------


async def _tell(uow: UnitOfWork, row: Joining, now: datetime, tended: Tended) -> datetime | None:
    """When every chat, or somebody in its place, had been told: the 24 hours begin then. None: not yet."""
    words = await joinings.notices(uow, row.id)
    open_chats = {chat.id: chat for chat in await chat_rows.open_of(uow, row.concerned)}
    waiting = False
    told_at = row.asked_at
    unreached: dict[int, list[int]] = {}  # person → their chats
    for word in words:
        if word.why != "ask" or word.contact_id not in open_chats:
            continue
        if (had_at := _had_at(word)) is not None:
            told_at = max(told_at, had_at)
            continue
        if not _failed(word, now):
            waiting = True
            continue
        stand_ins = [other for other in words if word.contact_id in other.in_place_of]
        if had := [at for at in map(_had_at, stand_ins) if at is not None]:
            told_at = max(told_at, min(had))
            continue
        waiting = True
        if all(_failed(other, now) for other in stand_ins):
            unreached.setdefault(word.person_id, []).append(word.contact_id)
    for person_id, contacts in unreached.items():
        await _tell_instead(uow, row, person_id, contacts, words, now, tended)
    if not unreached:
        await _tell_helpers(uow, row, words, now, tended)
    return None if waiting else told_at


def _had_at(word: JoiningNotice) -> datetime | None:
    """When a message was received; None if that is not known."""
    if word.status != OutboxStatus.SENT:
        return None
    # without receipts, a message counts as received when it is sent
    return word.arrived_at if channels.of(word.channel).receipts else word.sent_at


def _failed(word: JoiningNotice, now: datetime) -> bool:
    """Whether a message will not arrive: refused, held for a closed window, or under way for too long."""
    if word.status in (OutboxStatus.WAITING, OutboxStatus.SENT):
        return now - word.created_at > UNDELIVERED_AFTER
    return True


async def _tell_instead(
    uow: UnitOfWork,
    row: Joining,
    person_id: int,
    contacts: list[int],
    words: list[JoiningNotice],
    now: datetime,
    tended: Tended,
) -> None:
    """Tell the Huber what a chat could not be told; if the Huber cannot be reached either, tell the next person."""
    tried = {word.person_id for word in words if set(contacts) & set(word.in_place_of)}
    for helper in await referees.of(uow, person_id):
        if helper.id in (row.giver_id, row.taker_id) or helper.id in tried:
            continue
        called = [await linking.called(uow, contact) for contact in contacts]
        if await _tell_helper(uow, row, person_id, helper.id, called, contacts, now, tended):
            return


async def _tell_helpers(
    uow: UnitOfWork, row: Joining, words: list[JoiningNotice], now: datetime, tended: Tended
) -> None:
    """Tell the Hubers of either account what is under way, outside quiet hours."""
    told = {word.person_id for word in words if word.why in ("huber", "for")}
    for person_id in row.concerned:
        helpers = await service.looking_after(uow, person_id)
        for helper in helpers:
            if helper not in told and helper not in (row.giver_id, row.taker_id):
                told.add(helper)
                await _tell_helper(uow, row, person_id, helper, [], [], now, tended)


async def _tell_helper(
    uow: UnitOfWork,
    row: Joining,
    person_id: int,
    helper_id: int,
    unreached: list[str],
    contacts: list[int],
    now: datetime,
    tended: Tended,
) -> bool:
    """Tell a Huber or admin. Returns False if they have no chat. During quiet hours it is put off."""
    chat = await contact_routing.of(uow, helper_id)
    helper, her = await people_rows.person(uow, helper_id), await people_rows.person(uow, person_id)
    if chat is None or helper is None or her is None:
        return False
    if quiet_hours.quiet(now, helper.zone):
        return True
    shown = await joining_seen.shown(uow, row, person_id)
    message = joining_views.huber(shown, her.first_name, her.id, unreached)
    outbox_id = await _say(uow, chat, message, now, tended)
    why = "for" if contacts else "huber"
    await joinings.told(uow, row.id, outbox_id, helper_id, chat.id, why, contacts)
    return True


async def _say(uow: UnitOfWork, chat: Chat, message: Message, now: datetime, tended: Tended) -> int:
    tended.channels.add(chat.channel)
    return await outgoing.say_plainly(uow, chat.person_id, chat.id, chat.channel, message, now, purpose=SECURITY)


# --- the 24 hours -----------------------------------------------------------------------------------------


async def _wait(uow: UnitOfWork, row: Joining, now: datetime, tended: Tended) -> None:
    if not row.waits or row.due is None or row.due <= now:
        payload = {"wake": service.WAKE, "joining": row.id}
        await inbox.post(uow, row.giver_id, f"{service.WAKE}:{row.id}", payload, now)
        tended.turns = True
        return
    await _tell_helpers(uow, row, await joinings.notices(uow, row.id), now, tended)
    if row.again_at is None and now >= row.due - JOIN_WAIT + REMINDED_AFTER:
        await _tell_again(uow, row, row.due, now, tended)


async def _tell_again(uow: UnitOfWork, row: Joining, due: datetime, now: datetime, tended: Tended) -> None:
    """Send the second message to every chat, outside quiet hours unless there is no morning before the link is made."""
    giver = await people_rows.person(uow, row.giver_id)
    if giver is None or now < quiet_hours.after(now, giver.zone) < due - IN_TIME:
        return
    for chat in await chat_rows.open_of(uow, row.concerned):
        shown = await joining_seen.shown(uow, row, chat.person_id)
        outbox_id = await _say(uow, chat, joining_views.again(shown), now, tended)
        await joinings.told(uow, row.id, outbox_id, chat.person_id, chat.id, "again")
    await joinings.set_state(uow, row.id, again_at=now)
