"""Decide what an event means and who answers it: a word of the chat, a choice of the open question, or
free text for the open flow."""

from __future__ import annotations

import logging

from backend.db.people import queries as people_rows
from backend.domain.errors import LastOwner, NotAllowed
from backend.domain.messaging.message import tr
from backend.records import replace
from bot.channels.base import File, Heard, Moved, Oddity, OtherHands, Reachability, Tap, Text
from bot.flows.engine import odd
from bot.flows.engine.kit import Odd, Sent
from bot.handlers import answered, captions, carrying, forwarded, quoted, taps, written
from bot.handlers.account import commands as account_commands
from bot.handlers.admin import roles
from bot.handlers.engine import flow_engine, flow_stack, screens, sheets
from bot.handlers.engine.turn import Turn
from bot.handlers.identity import chat_lock, verification
from bot.handlers.identity import commands as identity_commands
from bot.handlers.messaging import fetching, files
from bot.handlers.people import invitations, renewal
from bot.handlers.threads import commands as threads_commands
from bot.handlers.work import batches

log = logging.getLogger(__name__)

NO_LONGER = tr("Tu ne peux plus faire ça. Écris « menu » pour voir ce que tu peux faire.")
"""To an answer or a tap of somebody whose role, badge or countries have changed since the question."""


async def handle(turn: Turn, heard: Heard) -> None:
    """Handle one event of a person. A refusal by a service is answered with one line."""
    try:
        await _heard(turn, heard)
        await renewal.ask(turn)
    except NotAllowed:
        await _refused(turn)
    except LastOwner:
        await turn.say(roles.LAST_OWNER.with_choices(roles.HELP))
    sheets.put_away(turn)


async def _refused(turn: Turn) -> None:
    """Answer a refusal by a service: the person's role has changed since the flow was opened. Services check
    permissions before they change anything, so nothing was done."""
    log.warning("person %s (%s) was refused what her role may not do", turn.person.id, turn.person.role)
    if stack := turn.conversation.stack:
        flow_stack.drop(turn, stack[-1][0])
    was_answer = turn.conversation.answered_at == turn.now  # it went to the open flow, and was no word
    await turn.say(NO_LONGER if was_answer else carrying.NOT_HERS)


async def _heard(turn: Turn, heard: Heard) -> None:
    if await _platform_told(turn, heard):
        return
    if turn.waiting.locked and turn.person.role is not None:
        await identity_commands.locked(turn, heard)
        return
    turn.arrive()
    admitted = await chat_lock.admit(turn, heard)
    if admitted is None or (isinstance(admitted, Text) and await verification.hears_of_wallet(turn, admitted.text)):
        return
    heard = admitted
    match heard:
        case Tap(data, tap_id):
            turn.tap = tap_id or None
            await taps.tapped(turn, data)
        case Text() | File() as said if await threads_commands.replied(turn, said):
            pass  # the message was passed on as a reply in its thread
        case File() as file if await threads_commands.captioned(turn, file) or await threads_commands.follows(
            turn, file
        ):
            pass
        case Text() as said if await quoted.about_older(turn, said):
            pass
        case Text() as said:
            meant = await screens.meant(turn, said.text)
            if not await forwarded.refused(turn, said, meant) and not await forwarded.asked_back(turn, said, meant):
                await written.written(turn, forwarded.marked(turn, said, meant), meant)
        case File() as file:
            await _file(turn, file)
        case Oddity(kind) if kind in odd.SILENT:
            return
        case Oddity(kind):
            await _other(turn, Odd(kind))
    if turn.tap is not None:  # nothing was said: the tap is answered so that the button stops waiting
        await turn.notice(None)


async def _file(turn: Turn, file: File) -> None:
    if batches.takes(turn, file):
        await batches.offer(turn, file)
    elif invitations.takes(turn, file):
        if await fetching.taken(turn, file):
            await invitations.offer(turn, file)
    elif await threads_commands.goes_along(turn, file):
        pass
    elif (event := await files.receive(turn, file)) is not None:
        refused = files.refuses(turn, event)
        answered_below = refused and await captions.heard(turn, file)
        if not answered_below and (not refused or not await files.goes_on(turn, file.kind)):
            await _other(turn, event)
        if refused:
            files.keep_refused(turn, file.kind)


async def _platform_told(turn: Turn, heard: Heard) -> bool:
    """Handle an event in which the platform reports on the chat. Return False if it is a message of the person."""
    match heard:
        case Reachability(reachable):
            await _reachability(turn, reachable)
        case Moved(address, user_id):
            await identity_commands.moved(turn, address, user_id)
        case OtherHands():
            await identity_commands.other_hands(turn)
        case _:
            return False
    return True


async def _reachability(turn: Turn, reachable: bool) -> None:
    contact_id = turn.waiting.contact_id
    assert contact_id is not None
    await people_rows.block(turn.uow, contact_id, None if reachable else turn.now)
    turn.waiting = replace(turn.waiting, blocked=False)  # this event is newer than what was read with the turn


async def _other(turn: Turn, event: Odd | Sent) -> None:
    if turn.person.role is None:
        await account_commands.stranger(turn)
    elif turn.conversation.stack and not turn.shown_here:
        await answered.file_elsewhere(turn)
    elif turn.conversation.stack:
        await flow_engine.handle(turn, event)
    else:
        await turn.say(flow_engine.odd_said(turn, event.kind) + await turn.dialogues.menu(turn))
