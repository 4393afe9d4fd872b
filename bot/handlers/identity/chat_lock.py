"""The lock of admins' chats. An admin's chat with a secret number locks after some silence; it then asks for the number
before it carries out what only staff may do. Each chat locks by itself. What everybody may do stays open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backend.db.identity import secret_numbers as rows
from backend.domain.identity.linking import LOCKS_AFTER, TryPin, read_pin
from backend.domain.messaging.message import Message
from bot.channels.base import File, Heard, Tap, Text, read_button
from bot.flows.engine import leaving
from bot.flows.engine.meaning import OnScreen
from bot.flows.identity import secret_number
from bot.handlers.engine import flow_engine, flow_stack, screens
from bot.handlers.engine.turn import Turn
from bot.handlers.identity import joining_turns, verification

OPEN = frozenset({"start", "menu", "aide", "stop"})
"""Words that stay open in a locked chat: they show nothing about others and change only the person's own settings.
`lier` and `secret` are not among them, because whoever holds the phone could take over the account with them."""
FLOW = "chat_lock"


async def admit(turn: Turn, heard: Heard) -> Heard | None:
    """The event to handle now: this one, or the one that was kept until the right number came. None: nothing to handle,
    the number was asked for."""
    contact_id = turn.waiting.contact_id
    if turn.person.role != "admin" or contact_id is None or not isinstance(heard, Text | Tap | File):
        return heard
    lock = await rows.chat_lock(turn.uow, contact_id)
    if lock is None or not lock.has_number:
        return heard
    if lock.open_until is not None and lock.open_until > turn.now:
        rows.keep_open(turn.uow, contact_id, turn.now + LOCKS_AFTER)
        return heard
    if _is_open(turn, heard):
        return heard
    asked = bool(turn.conversation.stack) and turn.conversation.stack[-1][0] == FLOW
    if isinstance(heard, Text) and asked and read_pin(heard.text) is not None and not heard.forwarded:
        return await _tried(turn, heard.text, contact_id)
    if isinstance(heard, Tap) and asked and _is_current(turn, heard):
        return heard  # a button of the question for the number: forgotten, or later
    if isinstance(heard, Text) and asked and leaving.read(heard.text) is not None:
        return heard  # they give up what they wanted
    if isinstance(heard, Text) and asked and turn.dialogues.words.read(heard.text) is None:
        await flow_engine.show_again(turn, secret_number.OR_LEAVE)
        return None
    if isinstance(heard, Tap):
        turn.tap = heard.id or None
    elif isinstance(heard, Text) and isinstance(meant := await screens.meant(turn, heard.text), OnScreen):
        heard = Tap(meant.choice.id)  # a choice of the message shown now; the question for the number takes its place
    await flow_engine.open_flow(turn, FLOW, _kept(heard))
    return None


def _is_open(turn: Turn, heard: Heard) -> bool:
    text = heard.text if isinstance(heard, Text) else heard.data if isinstance(heard, Tap) else ""
    if isinstance(heard, Tap) and not text.startswith("/"):
        return False
    word = turn.dialogues.words.read(text)
    if word is None:
        return False
    stops = word[0].name == "lier" and joining_turns.is_stop(word[1])  # saying no changes nothing
    return stops or (word[0].name in OPEN and not word[1])


def _is_current(turn: Turn, tap: Tap) -> bool:
    button = read_button(tap.data)
    return button is not None and button[0] == turn.conversation.question


async def _tried(turn: Turn, pin: str, contact_id: int) -> Heard | None:
    """Check the number that was typed. If it is right, the chat opens and the kept event is returned."""
    tried = await verification.try_pin(turn, TryPin(pin))
    if not tried.right:
        await flow_engine.show_again(turn, secret_number.wrong(tried))
        return None
    rows.keep_open(turn.uow, contact_id, turn.now + LOCKS_AFTER)
    wanted = _read(turn.conversation.stack[-1][2].get("wanted", {}))
    flow_stack.drop(turn, FLOW)
    if wanted is None and not await flow_engine.show_again(turn, Message()):
        return Text("menu")
    return wanted


def _kept(heard: Heard) -> dict[str, Any]:
    match heard:
        case Text(text=text) if read_pin(text) is not None:
            return {"nothing": True}  # it may be the number, which is stored nowhere
        case Text(text=text, replies_to=replies_to, forwarded=forwarded, of_hers=of_hers):
            return {"text": text, "replies_to": replies_to, "forwarded": forwarded, "of_hers": of_hers}
        case Tap(data=data):
            return {"tap": data}
        case _:
            return {"nothing": True}  # a file has to be sent again


def _read(kept: Mapping[str, Any]) -> Heard | None:
    if "text" in kept:
        return Text(kept["text"], kept.get("replies_to"), bool(kept.get("forwarded")), bool(kept.get("of_hers")))
    return Tap(kept["tap"]) if "tap" in kept else None
