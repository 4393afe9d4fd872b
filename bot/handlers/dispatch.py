"""What an event means and who answers it: a word of the chat, a choice of the open question, or her
own words for the open flow."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime, timedelta

from backend.db import people as people_rows
from backend.domain import codes
from backend.domain.errors import LastOwner, NotAllowed
from backend.domain.message import Tr, tr
from backend.domain.permissions import may
from backend.domain.words import fold
from bot.channels.base import File, Heard, Moved, Oddity, OtherHands, Reachability, Tap, Text, read_button
from bot.flows import answers, asides
from bot.flows.kit import Odd, Picked, Sent
from bot.handlers import (
    batches,
    chat_lock,
    chats,
    conversing,
    everyone,
    files,
    forwarded,
    invitations,
    listening,
    questions,
    roles,
    sentences,
    table,
    words,
)
from bot.handlers.turn import Turn

log = logging.getLogger(__name__)

BEFORE_JOINING = frozenset({"start", "aide", "stop", "gains", "profil", "lier", "huber"})
NOT_HERS = tr("Ce mot n'est pas pour toi. Écris « menu » pour voir ce que tu peux faire.")
FIRST = tr("Finissons d'abord ton inscription. Ensuite, tout s'ouvre !")
ANSWERED_THERE = tr("Tu as déjà répondu sur ton autre téléphone.")
HERE = tr("On continue ici ! Voici où tu en es.")
NOT_UNDERSTOOD = tr("Je n'ai pas compris.")
OLD = tr("Cette question est déjà passée.")
ALREADY = Tr("C'est déjà noté, merci !")
DOUBLE_TAP = timedelta(seconds=10)
"""An old button tapped this soon after its question was answered is the same finger twice."""
DOUBLE_TICK = timedelta(seconds=1)
"""… and so is the same box ticked, or the same word tapped, this soon after."""


async def handle(turn: Turn, heard: Heard) -> None:
    """One event of a person, whatever it is."""
    try:
        await _heard(turn, heard)
    except NotAllowed:
        await _refused(turn)
    except LastOwner:
        await turn.say(roles.LAST_OWNER.with_choices(everyone.HELP))


async def _refused(turn: Turn) -> None:
    """A service refused her: her role has changed since this was opened. It asks before it changes
    anything, so nothing was done."""
    log.warning("person %s (%s) was refused what her role may not do", turn.person.id, turn.person.role)
    if stack := turn.conversation.stack:
        conversing.drop(turn, stack[-1][0])
    await turn.say(NOT_HERS)


async def _heard(turn: Turn, heard: Heard) -> None:
    if await _platform_told(turn, heard):
        return
    if turn.waiting.locked and turn.person.role is not None:
        await chats.locked(turn, heard)
        return
    turn.arrive()
    admitted = await chat_lock.admit(turn, heard)
    if admitted is None:
        return
    heard = admitted
    match heard:
        case Tap(data, tap_id):
            turn.tap = tap_id or None
            await _tap(turn, data)
        case Text() | File() as said if await listening.replied(turn, said):
            pass  # it has gone to the other side of a thread
        case Text() as said if await forwarded.refused(turn, said):
            pass
        case Text(text):
            await _text(turn, text)
        case File() as file if batches.takes(turn, file):
            await batches.offer(turn, file)
        case File() as file if invitations.takes(turn, file):
            await invitations.offer(turn, file)
        case File() as file:
            await _other(turn, await files.receive(turn, file))
        case Oddity(kind) if kind in answers.SILENT:
            return
        case Oddity(kind):
            await _other(turn, Odd(kind))
    if turn.tap is not None:  # nothing was said: at least her button stops waiting
        await turn.notice(None)


async def _platform_told(turn: Turn, heard: Heard) -> bool:
    """Whether it was no word of hers, but what the platform says of her chat."""
    match heard:
        case Reachability(reachable):
            await _reachability(turn, reachable)
        case Moved(address, user_id):
            await chats.moved(turn, address, user_id)
        case OtherHands():
            await chats.other_hands(turn)
        case _:
            return False
    return True


async def _reachability(turn: Turn, reachable: bool) -> None:
    contact_id = turn.waiting.contact_id
    assert contact_id is not None
    await people_rows.block(turn.uow, contact_id, None if reachable else turn.now)
    turn.waiting = replace(turn.waiting, blocked=False)  # what this event says stands


async def _tap(turn: Turn, data: str) -> None:
    if data.startswith("/"):
        await _word_button(turn, data)
        return
    if turn.person.role is None:
        await everyone.stranger(turn)
        return
    button = read_button(data)
    talk = turn.conversation
    if button is None or not talk.stack or not (button[0] == talk.question or conversing.reopen(turn, button[0])):
        await _outdated(turn, button[0] if button else None)
        return
    choice = conversing.choice_at(turn, button[1])
    if choice is None:
        await _outdated(turn, None)
    elif choice.id.startswith("/"):
        await _word_button(turn, choice.id)
    elif talk.asked.get("last") == choice.id and _just_now(turn, DOUBLE_TICK):
        await turn.notice(ALREADY)
    else:
        question = talk.question
        await conversing.handle(turn, Picked(choice.id))
        if talk.question == question:  # a box was ticked, in place
            talk.asked["last"] = choice.id


async def _word_button(turn: Turn, data: str) -> None:
    """A button that is a word of the chat: good for ever, but the same one twice at once is one tap."""
    talk = turn.conversation
    last, at = talk.asked.get("word", ("", ""))
    if last == data and turn.now - datetime.fromisoformat(at) < DOUBLE_TICK:
        await turn.notice(None)
        return
    if (word := words.read(data)) is None:
        return  # a word that is no more: the tap is answered all the same
    await _word(turn, *word)
    talk.asked["word"] = [data, turn.now.isoformat()]


async def _outdated(turn: Turn, question: int | None) -> None:
    """A button of an older question: nothing counts twice, and she sees what is open now."""
    talk = turn.conversation
    answered = talk.question - 1 if talk.stack else talk.question
    told = OLD
    if question == answered and _just_now(turn, DOUBLE_TAP):
        if turn.shown_here:
            await turn.notice(ALREADY)
            return
        told = ANSWERED_THERE
    if not await conversing.show_again(turn, told):
        await turn.say(told + everyone.menu_message(turn))


def _just_now(turn: Turn, span: timedelta) -> bool:
    """Whether she answered a question so short a time ago."""
    at = turn.conversation.answered_at
    return at is not None and turn.now - at < span


async def _text(turn: Turn, text: str) -> None:
    word = words.read(text) or _written_on_menu(turn, text)
    person = turn.person
    if word is not None and not _is_sentence(turn, text, *word):
        await _word(turn, *word)
    elif person.role is None:
        await _stranger_text(turn, text)
    elif turn.conversation.stack and not turn.shown_here:
        await _continue_here(turn)
    elif turn.conversation.stack:
        picked = conversing.pick(turn, text)
        match picked:
            case Picked(word_id) if word_id.startswith("/") and (chosen := words.read(word_id)) is not None:
                await _word(turn, *chosen)
            case None if (aside := _beside(turn, text)) is not None:
                await everyone.beside(turn, aside)
            case None if await questions.taken(turn, text):
                pass  # the open question waits for its answer
            case _:
                await conversing.handle(turn, picked or conversing.typed(text))
    elif person.joined_at is None:
        await conversing.open_flow(turn, "onboarding")
    else:
        await _nothing_open(turn, text)


def _written_on_menu(turn: Turn, text: str) -> tuple[words.Word, str] | None:
    """A label of her menu is its word, but where any words may be the answer to the open question, or these are."""
    word = everyone.menu_word(turn.person, text)
    if word is None or turn.person.joined_at is None or (turn.shown_here and conversing.takes(turn, text)):
        return None
    return word, ""


async def _nothing_open(turn: Turn, text: str) -> None:
    asks = questions.may_ask(turn)
    aside = asides.read(text)
    if aside is not None and not (asks and aside in ("price", "payday")):
        await everyone.beside(turn, aside)
    elif not text.strip():
        await turn.say(answers.odd("empty") + everyone.menu_message(turn))
    elif asks:
        await questions.answer(turn, text)
    else:
        to_huber = may(turn.person, "write to the huber")
        said = tr("Je n'ai pas compris. Pour en parler à ta Huber, écris « huber ».") if to_huber else NOT_UNDERSTOOD
        await turn.say(said + everyone.menu_message(turn))


def _beside(turn: Turn, text: str) -> asides.Aside | None:
    """What she says beside the matter of the open question. Where any words may be the answer, nothing is, and the
    flow of her first day answers it by itself; "ok" answers some questions, so it is theirs too."""
    talk = turn.conversation
    flow, _, state, *_ = talk.stack[-1]
    if flow == "work" and not fold(text):
        return asides.read(text)  # "???" describes no picture; to her Huber it says something
    if turn.asked.get("f") or flow == "onboarding":
        return None
    aside = asides.read(text)
    if aside == "okay" or (aside == "lost" and state.get("at") == "problem"):  # "pas clair" says what is wrong there
        return None
    return aside


async def _continue_here(turn: Turn) -> None:
    """Her first words from another chat answer nothing that she sees there: the open question is shown."""
    await conversing.show_again(turn, ANSWERED_THERE if _just_now(turn, DOUBLE_TAP) else HERE)


def _is_sentence(turn: Turn, text: str, word: words.Word, rest: str) -> bool:
    """Whether it is an answer to the open question that only begins like a word of the chat."""
    talk = turn.conversation
    if text.strip().startswith("/") or not talk.stack:
        return False
    if rest and turn.shown_here and conversing.pick(turn, text) is not None:
        return True  # an option that is written out: « Vérifier que le CV est joint »
    if not turn.asked.get("f"):
        return False
    return sentences.is_sentence(word.name, rest, talk.stack[-1][0], turn.now, turn.person.zone)


async def _stranger_text(turn: Turn, text: str) -> None:
    """A bare code works as well as `start CODE`; anything else is no code."""
    if codes.may_be_bare(text):
        await everyone.start(turn, text)
    else:
        await everyone.stranger(turn)


async def _word(turn: Turn, word: words.Word, rest: str) -> None:
    person = turn.person
    if word.name == "start":
        await everyone.start(turn, rest)
    elif person.role is None and word.name == "lier":
        await chats.link_of_stranger(turn, rest)
    elif person.role is None:
        await everyone.stranger(turn)
    elif not word.open_to(person):
        await turn.say(NOT_HERS)
    elif person.joined_at is None and word.name not in BEFORE_JOINING:
        await conversing.open_flow(turn, "onboarding", said=FIRST if turn.conversation.stack else None)
    else:
        if word.name == "menu" and person.stopped_at is not None:
            await everyone.back_again(turn)
        await table.HANDLERS[word.name](turn, rest)


async def _other(turn: Turn, event: Odd | Sent) -> None:
    if turn.person.role is None:
        await everyone.stranger(turn)
    elif turn.conversation.stack and not turn.shown_here:
        await _continue_here(turn)
    elif turn.conversation.stack:
        await conversing.handle(turn, event)
    else:
        await turn.say(answers.odd(event.kind) + everyone.menu_message(turn))
