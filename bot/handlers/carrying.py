"""Carry out a word of the chat, wherever it comes from: typed, tapped, or picked by its number."""

from __future__ import annotations

from backend.domain import days
from backend.domain.messaging import intents
from backend.domain.messaging.message import Choice, Message, Raw, tr
from backend.domain.people.permissions import may
from backend.services.payouts import leavers
from bot.flows.account import asked_words, small_talk
from bot.flows.earnings import times
from bot.flows.earnings.project_words import as_named, opened_in, tells_of_it
from bot.flows.engine.kit import Picked, Typed
from bot.flows.people import place
from bot.flows.people.onboarding_views import CHANGED_LATER, TERMS
from bot.flows.threads import away, letter_words
from bot.flows.threads.write import Begun
from bot.flows.work.state import OFFERING
from bot.handlers.account import commands as account_commands
from bot.handlers.account import price_here, small_talk_reading, small_talk_replies
from bot.handlers.earnings import times as earned_at_times
from bot.handlers.engine import asking_back, flow_engine, flow_stack
from bot.handlers.engine.turn import Turn
from bot.handlers.engine.words import Word
from bot.handlers.identity import commands as identity_commands
from bot.handlers.work import commands as work

_JOINING = {("onboarding", at) for at in ("goal", "words", "reminder", "hard_content")}
"""Where somebody who joins has answered something already."""
_READING = {("onboarding", at) for at in ("", "country")}
"""Where the terms are a button away. Its first place, the welcome, has no name in what is stored."""
_NAMES_MORE = frozenset({"other", "rappels"})
"""What a text may want of us and name besides: which work, when she is reminded."""
NOT_HERS = tr("Ce mot n'est pas pour toi. Écris « menu » pour voir ce que tu peux faire.")
FIRST = tr("Finissons d'abord ton inscription. Ensuite, tout s'ouvre !")


async def word(turn: Turn, named: Word, rest: str) -> None:
    """Answer one word. `rest`: the text after it. A word that the person may not use, or not yet, is refused."""
    person = turn.person
    if named.name == "start":
        await account_commands.start(turn, rest)
    elif person.role is None and named.name == "lier":
        await identity_commands.link_of_stranger(turn, rest)
    elif person.role is None and not named.of_strangers:
        await account_commands.stranger(turn)
    elif not named.open_to(person) and not (named.of_pay and await leavers.may_be_paid(turn.uow, person)):
        learns = may(person, "learn") and "work" in named.actions
        if named.name == "corriger" and small_talk_reading.place(turn)[0] in small_talk_reading.LEARNING:
            await aside(turn, "mistake")
            return
        first = small_talk_replies.COUNTRY_LATER if named.name == "pays" else small_talk_replies.LEARNS_FIRST
        await turn.say(first if learns else _not_hers(turn, named, rest))
    elif named.name == "conditions" and small_talk_reading.place(turn) in _READING:
        await flow_engine.handle(turn, Picked(TERMS.id))
    elif person.joined_at is None and not await _before_joining(turn, named):
        later = named.name in ("pays", "projet", "rappels") and small_talk_reading.place(turn) in _JOINING
        said = CHANGED_LATER if later else FIRST
        if small_talk_reading.place(turn)[0] == "onboarding" and turn.shown_here:
            await flow_engine.beside(turn, said)
        else:
            await flow_engine.open_flow(turn, "onboarding", said=said if turn.conversation.stack else None)
    elif named.name == "demande":
        named_too = small_talk_replies.asked_of(turn, rest) if rest in _NAMES_MORE else ""
        await aside(turn, rest, named_too)
    else:
        await turn.dialogues.answer(turn, named.name, rest)


def _not_hers(turn: Turn, named: Word, rest: str) -> Message:
    """That a word is for others, with the person's own word for it if there is one. A Huber has no « pause », and yet
    may be away."""
    if named.name == "pause" and may(turn.person, "write to the team"):
        instead = away.said(stopped=turn.person.stopped_at is not None)
        return instead if rest else away.NOT_HERS.with_choices(*instead.choices, columns=2)
    own = turn.dialogues.words.like(named, turn.person)
    return tr("Ce mot n'est pas pour toi. Écris plutôt « {word} ».", word=Raw(own)) if own else NOT_HERS


async def _before_joining(turn: Turn, named: Word) -> bool:
    """Whether the word can be used before onboarding is done. Where pay goes is asked only of who has agreed that it is
    kept, or who has earned already."""
    if named.of_pay and named.own_hand:
        return await leavers.has_pay(turn.uow, turn.person)
    return named.before_joining


async def aside(turn: Turn, lead: str, text: str = "") -> None:
    """Answer an intent that is not about the open question (`bot.handlers.account.small_talk_replies`). `text`: what
    she wrote, if nothing was asked about it."""
    of_work = lead == "price" and times.of_work(text, days.local_day(turn.now, turn.person.zone))
    if not of_work and await price_here.told(turn, lead, text):
        return
    if (of_work or lead in ("money", "gains")) and await _earned_then(turn, text):
        return
    if lead == "mistake" and await left_by_mistake(turn):
        return
    if lead == "mistake" and small_talk_reading.place(turn) in _JOINING:
        await flow_engine.beside(turn, CHANGED_LATER)
        return
    if lead == "number" and intents.read(text) == "number":  # a new one is asked for, not the old one shown
        await word(turn, turn.dialogues.words.by_name["changer mon momo"], "")
        return
    if lead == "other" and text and await work.refused_for_content(turn, text):
        return
    if (
        lead == "other"
        and text
        and work.on_a_task(turn)
        and small_talk_reading.place(turn)[1] not in {*OFFERING, "other"}
    ):
        await word(turn, turn.dialogues.words.by_name["travail"], f"autre {text}")
        return
    if (instead := small_talk_replies.instead(turn, lead)) is not None:
        rest = small_talk_replies.for_her_huber(turn) if instead.name == "huber" else ""
        if rest and text != rest and small_talk.tells_a_person(text):
            rest = f"{rest}\n{text}"  # « on m'a volé le téléphone », below the question about the words before
        if instead.name == "pays" and place.lives_there(text):
            rest = text
        if instead.name == "projet":
            rest = _of_the_project(text)
        if instead.name == "huber" and not rest and (begun := small_talk_replies.begins_letter(turn, text)):
            warned = letter_words.KEEP_CODE if letter_words.wants_code(begun) else None
            await flow_engine.open_flow(turn, "thread", Begun(begun), said=warned)
            return
        await word(turn, instead, text if instead.name == "rappels" else rest)
    else:
        await turn.dialogues.answer(turn, "demande", lead)


async def left_by_mistake(turn: Turn) -> bool:
    """Leave the open question, or go one step back in it, after « je me suis trompée »: she has opened it by mistake.
    Return False if nothing is open, or answers are given there that count."""
    if not turn.conversation.stack or not turn.shown_here or turn.person.joined_at is None:
        return False
    flow = flow_stack.opened(turn)
    if small_talk_reading.place(turn)[0] in small_talk_reading.ANSWERING or flow.draft or flow.waits:
        return False
    await flow_engine.leave(turn, "back")
    return True


async def _earned_then(turn: Turn, text: str) -> bool:
    """Tell what was earned at another time than today, if she names one. Return False if she does not."""
    kept = asking_back.said(turn)
    said = text or (kept.text if isinstance(kept, Typed) else "")
    hers = turn.person.joined_at is not None and turn.dialogues.words.is_hers(turn.person, "gains")
    return hers and not small_talk.asks_this_week(said) and await earned_at_times.told(turn, said)


def _of_the_project(text: str) -> str:
    """What `projet` is about in a text: what she has opened (« j'ai fini mon projet, j'ai ouvert mon salon »), that she
    saves for something else (« un salon de coiffure, 350 000 »), or nothing of these."""
    if opened := opened_in(text):
        return f"ouvert {opened}"
    asks = "saving" in (intents.read(text), asked_words.beside(text)) or intents.asks(text)
    changes = tells_of_it(text) and not asks
    return f"changer {as_named(text)}".strip() if changes else ""


async def choice(turn: Turn, chosen: Choice) -> None:
    """Carry out a choice whose id is a word of the chat."""
    if (found := turn.dialogues.words.read(chosen.id)) is not None:
        await word(turn, *found)
    else:  # the word no longer exists
        await account_commands.menu(turn)
