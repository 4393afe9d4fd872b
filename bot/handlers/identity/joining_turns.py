"""`lier stop`, and the wake-ups of links between accounts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from backend.db.identity import chats, joinings
from backend.domain.french.spelling import fold
from backend.domain.identity.joining import JoiningState
from backend.domain.messaging import intents
from backend.domain.people import codes
from backend.domain.people.permissions import may
from backend.services.identity import joining as service
from backend.services.identity import joining_seen
from bot.flows.engine import denials
from bot.flows.engine.corrections import taking_back
from bot.flows.identity import joining_views
from bot.handlers.engine import flow_engine, flow_stack, open_question, screens
from bot.handlers.engine.dialogue import Wake
from bot.handlers.engine.turn import Turn
from bot.handlers.engine.words import Context
from bot.handlers.identity import joining

FLOW = "joining"
_STOP = re.compile(r"stop(?: (m?)(\d{1,18}))?")


def is_stop(rest: str) -> bool:
    """Whether the text after `lier` cancels: "stop", "stop 12" (a link), or, from a template's button,
    "stop m345" (an outbox row)."""
    return _STOP.fullmatch(rest) is not None


async def stop(turn: Turn, rest: str) -> None:
    """`lier stop`: cancel the named link, or those under way for the person."""
    found = _STOP.fullmatch(rest)
    assert found is not None
    if found[2] is None:
        numbers = await joining_seen.which(turn.uow, turn.person, turn.now)
    elif found[1]:
        number = await joinings.of_message(turn.uow, int(found[2]))
        numbers = [] if number is None else [number]
    else:
        numbers = [int(found[2])]
    said = joining_views.NOTHING
    for number in numbers:
        said = await joining.stop(turn, number)
    flow_stack.drop(turn, FLOW)
    await turn.say(said)


_BEFORE_IT_ASKS = re.compile(r"^(?:(?:mais|et|euh|ah|oh|non)[ ,]+)+", re.IGNORECASE)


async def refused_in_words(turn: Turn, text: str) -> bool:
    """Stop a link of which the person was warned, or a Huber or admin told, if the text refuses it; what only refuses,
    further down, or asks right below it, « mais pourquoi », shows what can be stopped. Return False if it is neither,
    or none is open."""
    if turn.open_question.get("f"):
        return False
    answers = bool(turn.conversation.stack) and turn.shown_here and open_question.pick(turn, text) is not None
    asks = intents.asks(_BEFORE_IT_ASKS.sub("", text)) or intents.read(text, loosely=True) in ("lost", "trust")
    bare = not answers and (denials.barely(text) or (asks and await screens.warns(turn)))
    if (bare or denials.of_a_link(text)) and (warned := await joining_seen.warned_of(turn.uow, turn.person)):
        if bare:
            await turn.say(joining_views.word(warned[-1]))
        else:
            await stop(turn, "stop")
        return True
    return may(turn.person, "vouch") and await _refused_by_helper(turn, text, bare=bare)


async def _refused_by_helper(turn: Turn, text: str, *, bare: bool) -> bool:
    told = await joining_seen.told_of(turn.uow, turn.person)
    named = [each for each in told if denials.of_her(text, each.name)]
    refused = bool(named) or bare
    match named, told:
        case [one], _:
            await stop(turn, f"stop {one.pending.id}")
        case _, (one,) if refused:
            await turn.say(joining_views.huber(one.pending, one.name, one.number))
        case _ if told and refused:
            await turn.say(joining_views.which([(each.pending, each.name) for each in named or told]))
        case _:
            return False
    return True


_IT_WAS_ME = re.compile(r"\b(?:c est|c etait|cetait|ct) (?:bien )?moi\b")


async def regrets_stopping(turn: Turn, text: str) -> bool:
    """Say how a link is asked for anew to who writes right below « C'est arrêté » that it was she after all: « oups
    c'était moi ». Return False if the text does not say so, or stands elsewhere."""
    regrets = taking_back.takes_back(text) or _IT_WAS_ME.search(fold(text)) is not None
    if not regrets or turn.person.role is None or not await screens.begins_with(turn, joining_views.STOPPED):
        return False
    await turn.say(joining_views.AGAIN.with_choices(joining_views.MINE, joining_views.MENU, columns=2))
    return True


def no_line(rest: str, _context: Context) -> bool:
    """Whether the text after `lier` is neither a code nor "stop": then it is a sentence."""
    return not (codes.may_be_bare(rest) or is_stop(rest))


async def woken(turn: Turn, payload: Mapping[str, Any]) -> None:
    """Ask a chat of the account for the secret number, or complete a link whose waiting time is over."""
    row = await joinings.get(turn.uow, payload["joining"])
    if row is None or row.ended_at is not None or row.giver_id != turn.person.id:
        return
    if "ask" not in payload:
        await joining.complete(turn, row.id)
        return
    origin = await chats.get(turn.uow, row.from_id)
    if row.state is JoiningState.ASKS and origin is not None and origin.person_id == turn.person.id:
        turn.lane = 0
        turn.go_on_at(origin.id, origin.channel)
        await flow_engine.open_flow(turn, FLOW, row.id)


WAKEUPS: Mapping[str, Wake] = {service.WAKE: woken}
