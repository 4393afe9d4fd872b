"""Commands about a person's chats: codes that link one more, and changes to one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backend.db.identity import chats
from backend.domain.identity import joining as joining_domain
from backend.domain.identity import linking
from backend.domain.identity.joining import JoinPending, NumberFirst
from backend.domain.people import codes
from backend.records import replace
from backend.services.identity import joining as joining_service
from backend.services.identity import linking as service
from bot.handlers.engine import stranger_rate_limit
from bot.handlers.engine.dialogue import Execute
from bot.handlers.engine.turn import Turn
from bot.handlers.identity import joining, verification


async def make_link(turn: Turn, _command: linking.MakeLink) -> linking.LinkMade:
    """Make a code, and say what will be asked where it is typed."""
    here = turn.waiting.contact_id
    assert here is not None, "she asks for it in a chat"
    made = await service.make(turn.uow, turn.person.id, turn.now, turn.links, turn.channel, contact_id=here)
    guard = await joining_service.guard(turn.uow, turn.person.id, turn.now)
    return replace(made, number=guard.number, waits=guard.stake and not guard.number)


Used = linking.LinkRefused | linking.LinkAsks | NumberFirst | JoinPending | linking.Linked


async def use_link(turn: Turn, command: linking.UseLink) -> Used:
    """Use a code from another chat. A wrong one counts like a wrong invitation code."""
    if stranger_rate_limit.guesses_too_much(turn):
        return linking.LinkRefused("guessing")
    code = codes.read(command.words)
    digest = codes.digest(code or "")
    if turn.parked_conversation is not None:
        return await verification.prove_by_link(turn, digest)
    return await _use(turn, digest, agreed=False)


async def join_accounts(turn: Turn, command: linking.JoinAccounts) -> Used:
    """Merge two accounts after the person has agreed."""
    return await _use(turn, bytes.fromhex(command.link), agreed=True, proved=command.proved)


async def _use(turn: Turn, digest: bytes, *, agreed: bool, proved: bool = False) -> Used:
    here = turn.waiting.contact_id
    assert here is not None
    found = await joining_service.use(turn.uow, turn.person, here, digest, turn.now, agreed=agreed, proved=proved)
    match found:
        case linking.LinkRefused():
            return verification.counted(turn, found)
        case JoinPending():
            await joining.began(turn, found)
            return found
        case joining_service.Joined():
            verification.go_on_as(turn, found.person, found.talk)
            await joining.follow(turn, found)
            await joining.tell_joined(turn, found, {here})
            return replace(found.linked, lost=joining.lost(found))
        case _:
            return found


async def change_chat(
    turn: Turn, command: linking.ChangeChat
) -> linking.ChatChanged | linking.ChatGuarded | NumberFirst | JoinPending:
    """Change one of the person's chats. If the chat is protected, a Huber or an admin is asked."""
    if command.what == "find":
        return await _find(turn, command)
    changed, stranger = await service.change(
        turn.uow, turn.person, command, turn.waiting.contact_id, turn.channel, turn.now
    )
    if isinstance(changed, linking.ChatGuarded):
        return replace(changed, asked=await verification.ask_to_part(turn, changed))
    if stranger is not None:
        turn.people_to_wake.add(stranger)
    # messages that waited go to the chats that are left
    turn.channels_to_notify |= {chat.channel for chat in await chats.of_person(turn.uow, turn.person.id)}
    return changed


async def _find(turn: Turn, command: linking.ChangeChat) -> linking.ChatChanged | NumberFirst | JoinPending:
    """Reopen a phone that was found again. One more phone then shows the account, so its protection comes first."""
    here = turn.waiting.contact_id
    label = await service.label(turn.uow, turn.person.id, command.chat)
    row = await chats.lock(turn.uow, command.chat)
    if here is None or not label or row is None or row.locked_at is None:
        return linking.ChatChanged("find", label)
    found = await joining_service.open_locked(
        turn.uow, turn.person, turn.conversation, here, command.chat, turn.now, here=True, proved=command.proved
    )
    if isinstance(found, JoinPending):
        await joining.began(turn, found)
        return found
    if isinstance(found, NumberFirst):
        return found
    await joining.tell_joined(turn, found, {here})
    turn.channels_to_notify.add(row.channel)  # messages that waited there are sent
    return linking.ChatChanged("find", label)


COMMANDS: Mapping[type[Any], Execute] = {
    linking.MakeLink: make_link,
    linking.UseLink: use_link,
    linking.JoinAccounts: join_accounts,
    linking.ChangeChat: change_chat,
    linking.SetPin: verification.set_pin,
    linking.TryPin: verification.try_pin,
    linking.AskReferee: verification.ask_referee,
    linking.Disown: verification.disown,
    joining_domain.AgreeToJoin: joining.agree,
}
