"""Links between accounts and chats as they proceed: who is told, who agrees, who
cancels them, what is said at the end."""

from __future__ import annotations

from collections.abc import Callable

from backend.db.identity import chats as chat_rows
from backend.db.identity import joinings
from backend.db.identity.joinings import Joining
from backend.db.messaging import contact_routing, inbox, outgoing
from backend.db.messaging.contact_routing import Chat
from backend.db.people import queries as people_rows
from backend.domain.identity import joining
from backend.domain.identity.linking import SECURITY, LinkRefused
from backend.domain.messaging.message import Choice, Message, Raw, tr
from backend.domain.people.permissions import may
from backend.services.identity import identity_verification, joining_seen
from backend.services.identity import joining as service
from backend.services.identity import linking as linking_service
from bot.flows.identity import joining_views
from bot.flows.identity.joining_views import MENU
from bot.handlers.engine.turn import Turn
from bot.handlers.people import unfinished


async def began(turn: Turn, pending: joining.JoinPending) -> None:
    """Start a link that has to wait: ask the account that gives for its number, or tell all its chats."""
    row = await joinings.get(turn.uow, pending.joining)
    assert row is not None
    if row.state is joining.JoiningState.ASKS:
        payload = {"wake": service.WAKE, "joining": row.id, "ask": True}
        await inbox.post(turn.uow, row.giver_id, f"{service.WAKE}:{row.id}:ask", payload, turn.now)
    else:
        await tell_chats(turn, row)


async def tell_chats(turn: Turn, row: Joining) -> None:
    """Tell every open chat of the accounts, except the one that asked for the link."""
    for chat in await chat_rows.open_of(turn.uow, row.concerned):
        if chat.id not in (row.contact_id, turn.waiting.contact_id):
            shown = await joining_seen.shown(turn.uow, row, chat.person_id)
            await _tell(turn, row.id, chat, joining_views.word(shown), "ask")


async def _tell(turn: Turn, joining_id: int, chat: Chat, message: Message, why: str) -> None:
    person_id = chat.person_id
    outbox_id = await outgoing.say_plainly(
        turn.uow, person_id, chat.id, chat.channel, message, turn.now, purpose=SECURITY
    )
    await joinings.told(turn.uow, joining_id, outbox_id, person_id, chat.id, why)
    turn.channels_to_notify.add(chat.channel)


# --- progress --------------------------------------------------------------------------------------------


async def agree(turn: Turn, command: joining.AgreeToJoin) -> joining.Agreed:
    """Go on after the right secret number was given."""
    row = await service.agree(turn.uow, turn.person, command.joining)
    if row is None:
        return joining.Agreed(over=True)
    chat = await linking_service.called(turn.uow, row.contact_id)
    if row.state is joining.JoiningState.TELLS:
        await tell_chats(turn, row)
        return joining.Agreed(row.kind, chat, waits=True)
    done = await complete(turn, row.id, here=True)
    return joining.Agreed(row.kind, chat, over=not done)


async def complete(turn: Turn, joining_id: int, *, here: bool = False) -> bool:
    """Complete the link, in a turn of the account that gives, and tell all chats. `here`: the open flow tells this
    chat. Return False if it is over."""
    before = await joinings.get(turn.uow, joining_id)
    found = await service.complete(turn.uow, turn.person, turn.conversation, joining_id, turn.now)
    if found is None or before is None:
        return False
    if isinstance(found, LinkRefused):
        await _tell_taker(turn, before, joining_views.lapsed)
        return False
    turn.person = found.person
    turn.kept.clear()
    turn.people_to_wake.add(found.person.id)
    await follow(turn, found)
    chat = await chat_rows.get(turn.uow, found.contact_id)
    assert chat is not None
    await _tell(turn, found.joining, chat, said_there(found), "done")
    skip = {found.contact_id, turn.waiting.contact_id if here else None}
    await tell_joined(turn, found, skip)
    return True


async def follow(turn: Turn, joined: service.Joined) -> None:
    """What follows a merge: one history, the menu on the new chat, and a message to the Hubers."""
    gone, person = joined.gone, joined.person
    if gone is None:
        return
    await turn.jobs.defer(turn.uow, "gather_history", gone=gone.id, kept=person.id)
    await turn.jobs.defer(turn.uow, "show_menu", person_id=person.id)
    for helper in joined.helpers:
        if (chat := await contact_routing.of(turn.uow, helper)) is not None:
            message = joining_views.merged(person.first_name, person.id, gone.first_name, gone.id)
            await turn.notify_after_quiet_hours(chat, message)


def said_there(joined: service.Joined) -> Message:
    """The message to the chat that asked."""
    hello = tr("C'est relié ! 🔗")
    match joined.kind:
        case "merge":
            hello += tr("Tes deux comptes n'en font plus qu'un : tes gains, ta journée et ton projet sont ensemble.")
            if joined.linked.stays:
                hello += joining_views.STAYS
            hello += lost(joined)
        case "open":
            hello = tr("C'est de nouveau ouvert ici. 🔓")
        case "add":
            hello += tr("Tu retrouves tout ici, là où tu l'as laissé.")
    if may(joined.person, "work") and joined.person.joined_at is not None:
        return hello.with_choices(Choice("/travail", "💼 Travailler"), MENU, columns=2)
    return hello.with_choices(MENU)


def lost(joined: service.Joined) -> Message:
    """What is said of the questions that the account which is gone had open."""
    return sum(map(unfinished.said, joined.dropped), Message())


async def tell_joined(turn: Turn, joined: service.Joined, skip: set[int | None]) -> None:
    """Tell the person's other chats, where they can undo a link. Only a Huber or an admin can
    undo a merge of two accounts."""
    chats = await chat_rows.open_of(turn.uow, [joined.person.id])
    label = await linking_service.label(turn.uow, joined.person.id, joined.contact_id)
    for chat in chats:
        if chat.id not in skip and chat.id != joined.contact_id:
            await _tell(turn, joined.joining, chat, _joined_elsewhere(joined, label), "done")


def _joined_elsewhere(joined: service.Joined, label: str) -> Message:
    chat = Raw(label)
    match joined.kind:
        case "merge":
            said = tr("🔗 Tes deux comptes n'en font plus qu'un, demandé depuis *{chat}*.", chat=chat)
            if joined.linked.stays:
                said += joining_views.STAYS
            return (said + tr("Si ce n'est pas toi, touche le bouton tout de suite.")).with_choices(
                joining_views.stop(joined.joining), joining_views.MINE, columns=2
            )
        case "open":
            said = tr("🔓 *{chat}* est de nouveau ouvert.", chat=chat)
        case "add":
            said = tr("🔗 *{chat}* est maintenant relié à ton compte.", chat=chat)
    return (said + tr("Si ce n'est pas toi, touche le bouton tout de suite.")).with_choices(
        _parts(joined.contact_id), joining_views.MINE, columns=2
    )


def _parts(contact_id: int) -> Choice:
    """The button that takes a chat from the account again."""
    return Choice(f"/lier part {contact_id}", "✂️ Délier", says="no")


# --- cancelling ----------------------------------------------------------------------------------------------


async def stop_all(turn: Turn) -> bool:
    """Cancel all links that are under way for the person. Return whether there were any."""
    found = await joinings.open_of(turn.uow, turn.person.id)
    for row in found:
        await stop(turn, row.id)
    return bool(found)


async def stop(turn: Turn, number: int) -> Message:
    """Cancel one link and return the message about it. If it was completed already, those who can undo it are told.
    Raises `NotAllowed` if the link does not concern the person."""
    ended = await joining_seen.stop(turn.uow, turn.person, number, turn.channel, turn.now)
    if ended is None:
        return joining_views.NOTHING
    how, row = ended
    if how == "over":
        return joining_views.OVER
    if how == "joined":
        return await _late(turn, row)
    for chat in await chat_rows.open_of(turn.uow, row.concerned):
        if chat.id not in (turn.waiting.contact_id, row.contact_id):
            shown = await joining_seen.shown(turn.uow, row, chat.person_id)
            await turn.tell(chat, joining_views.stopped(shown))
    await _tell_taker(turn, row, joining_views.stopped)
    return joining_views.stopped_here(turn.person.pin_at is not None or turn.person.id != row.giver_id)


async def _tell_taker(turn: Turn, row: Joining, message: Callable[[joining.Pending], Message]) -> None:
    """Tell the chat that asked for the link, if it still belongs to the same person and is not this chat."""
    chat = await chat_rows.get(turn.uow, row.contact_id)
    if chat is None or chat.person_id != row.taker_id or chat.id == turn.waiting.contact_id:
        return
    if chat.locked_at is None:
        shown = await joining_seen.shown(turn.uow, row, row.taker_id)
        await turn.tell(chat, message(shown))


async def _late(turn: Turn, row: Joining) -> Message:
    """The link was completed already: tell the Huber, and the admins who can undo it, once. What is no merge, its owner
    undoes at once: a template has one button for all that is about safety."""
    shown = await joining_seen.shown(turn.uow, row, turn.person.id)
    if row.disputed_at is None:
        await joinings.set_state(turn.uow, row.id, disputed_at=turn.now)
        her = await people_rows.person(turn.uow, row.giver_id)
        assert her is not None
        message = joining_views.disputed(shown, her.first_name, her.id)
        told = {}
        if (referee := await identity_verification.referee(turn.uow, her.id)) is not None:
            told[referee.person_id] = (referee, message)
        for admin in await contact_routing.who_may(turn.uow, "change people", hubers=False):
            told[admin.person_id] = (admin, message + joining_views.how_to_undo(row.contact_id))
        for chat, said in told.values():
            if chat.person_id != turn.person.id:
                await turn.tell(chat, said)
    said = joining_views.late(shown)
    if row.kind != "merge" and turn.person.id == row.giver_id:
        said += tr("N'attends pas : touche « Délier ».")
        return said.with_choices(_parts(row.contact_id), joining_views.MINE, MENU, columns=2)
    return said.with_choices(joining_views.MINE, MENU, columns=2)
