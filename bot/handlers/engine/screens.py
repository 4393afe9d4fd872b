"""Which question a text answers when the chat shows something else below it; see `bot.flows.engine.meaning`.

Each chat of the person has its own last message. It is read from the outbox, whatever sent it: a turn, a job,
a Huber, an announcement."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import datetime

from backend.db.messaging.last_shown import ShownMessage
from backend.domain.french.spelling import fold
from backend.domain.identity.linking import SECURITY
from backend.domain.messaging.message import Choice, Tr, load, tr
from bot.flows.engine import answers, meaning, reasoned, yes_no
from bot.flows.engine.kit import Typed
from bot.flows.engine.meaning import Meaning, OnScreen, Screen, Unseen, read
from bot.handlers.engine import asking_back, flow_engine, open_question, written_by
from bot.handlers.engine.turn import Turn
from bot.i18n.render import plain

UNSEEN = tr("Tu as écrit ça avant de voir cette question :")
UNSEEN_CHOICES = tr("Tu as écrit ça avant de voir ces boutons. Choisis encore.")
AGAIN = tr("Un numéro, un oui ou un non vaut pour ce que tu vois en dernier. Voici encore ta question :")


async def meant(turn: Turn, text: str) -> Meaning | None:
    """What a text is about. None: it is read in the usual way, because the open question is what the chat shows last,
    or because the text names nothing that is shown."""
    if turn.waiting.contact_id is None or turn.person.role is None:
        return None
    newest = await _shown(turn)
    last = _last(newest)
    open_ = bool(turn.conversation.stack) and turn.shown_here
    if open_ and last is not None and last.question == turn.conversation.question:
        asked = [row for row in newest if row.question == last.question][-1]
        answers_it = open_question.asked_here(turn).answer(text) is not None
        return Unseen() if answers_it and await _was_written_before(turn, asked) else None
    screen = _screen(turn, last)
    if _is_another_word(turn, text, screen):
        return None
    found = read(text, screen, open_question.asked_here(turn) if open_ else None)
    if isinstance(found, OnScreen) and last is not None and last.unseen_at(await written_by.moment(turn)):
        return Unseen() if answers.is_number(text) or answers.is_bare(text) else None
    return found


async def _was_written_before(turn: Turn, asked: ShownMessage) -> bool:
    """Whether the turn's text was written before the open question, first shown as `asked`, could be seen."""
    if turn.waiting.id <= turn.conversation.asked.get("until", 0):
        return True
    if written_by.sent_twice(turn, asked.created_at):
        return True
    return asked.unseen_at(await written_by.moment(turn))


async def _shown(turn: Turn) -> list[ShownMessage]:
    """The newest messages of the chat, without what came by itself after the text was written: an announcement that
    she could not see yet."""
    by = await written_by.moment(turn)
    rows = await turn.newest_here()
    return [row for row in rows if row.is_reply or row.question is not None or not row.unseen_at(by)]


def _is_another_word(turn: Turn, text: str, screen: Screen) -> bool:
    """Whether the text is a word of the chat, as it is written, that only resembles a label of the screen: « annonces »
    below « Annoncer »."""
    found, word = answers.find(text, screen.choices, free=False), turn.dialogues.words.read(text)
    if found is None or found.how != "near" or word is None or word[1] or not word[0].open_to(turn.person):
        return False
    choice = next(choice for choice, _ in screen.choices if choice.id == found.choice)
    if fold(text) in map(fold, choice.also):
        return False
    on_button = turn.dialogues.words.read(choice.id)
    return on_button is None or on_button[0].name != word[0].name


async def shows_question(turn: Turn) -> bool:
    """Whether the open question is the last message of the chat where the person writes or taps."""
    if not turn.shown_here:
        return False
    last = _last(await _shown(turn))
    return last is not None and last.question == turn.conversation.question


async def shown_again(turn: Turn) -> bool:
    """Whether the open question was shown again where the person writes, since they answered the one before: what they
    wrote in between was about it."""
    at = turn.conversation.answered_at
    if at is None:
        return False
    asked = [row for row in await _shown(turn) if row.question == turn.conversation.question and row.created_at > at]
    return any(load(row.message).again for row in asked)


async def looks_elsewhere(turn: Turn) -> bool:
    """Whether the person looks at another screen since the open question was shown where they write, or it stands far
    up. What only says why a file was refused has no buttons; a message that came by itself counts if it wants a clear
    yes or no, or warns: « oui je l'ai vue », below « Est-ce bien elle ? », was sent to another woman."""
    if turn.waiting.contact_id is None or await shows_question(turn):
        return False
    rows = await _shown(turn)
    since = itertools.takewhile(lambda row: row.question != turn.conversation.question, rows)
    screens = (_screen(turn, row) for row in (_last(rows), *since))
    wanted = (each for each in screens if each.wanted or each.warns or meaning.sure_and_no(each) is not None)
    return any(each.choices for each in wanted) or not await open_question.stands_above(turn)


async def asks_back(turn: Turn) -> bool:
    """Whether the chat's last message asks what the person means by an answer to the open question."""
    if not turn.shown_here:
        return False
    return _screen(turn, _last(await _shown(turn))).asks_back


async def asks_for_all_of_it(turn: Turn) -> bool:
    """Whether the chat's last message asks only whether words are the answer as they stand: what is written there
    instead is the answer."""
    if not turn.shown_here:
        return False
    screen = _screen(turn, _last(await _shown(turn)))
    return screen.asks_back and all(choice.id in screen.hers for choice, _ in screen.choices)


async def answered_here(turn: Turn) -> bool:
    """Whether the question that the person answered last was answered in this chat: something was said here since."""
    at = turn.conversation.answered_at
    if at is None:
        return False
    last = _last(await _shown(turn))
    return last is not None and last.created_at >= at


async def over(turn: Turn) -> datetime | None:
    """When the last message of the chat where the person writes was shown, if it asks for words and no question is open
    any more; None otherwise."""
    last = _last(await _shown(turn)) if not turn.conversation.stack else None
    asks = last is not None and last.question is not None and bool(last.message.get("f"))
    return last.created_at if last is not None and asks else None


async def written_last(turn: Turn) -> str | None:
    """The platform's id of the chat's last message if somebody wrote it to the person, and the open flow is not a reply
    to it already; else None."""
    if turn.waiting.contact_id is None or turn.person.role is None:
        return None
    last = _last(await _shown(turn))
    return last.provider_id if last is not None and _may_be_answered(turn, last) else None


async def came_by_itself(turn: Turn) -> bool:
    """Whether the last message of the chat where the person writes is a notice of the product: no reply to her, no
    question, nobody's words, and no warning, to which a no has a meaning of its own."""
    last = _last(await _shown(turn))
    if last is None or last.question is not None or last.purpose == SECURITY:
        return False
    return not last.is_reply and not _may_be_answered(turn, last)


async def is_last(turn: Turn, row: ShownMessage) -> bool:
    """Whether this is the last message of the chat where the person writes."""
    last = _last(await _shown(turn))
    return last is not None and last.id == row.id


async def offered(turn: Turn) -> Sequence[Choice]:
    """The choices, words of the chat, of the last message of the chat where the person writes."""
    last = _last(await _shown(turn))
    return [choice for choice, _ in _screen(turn, last).choices]


async def sure_and_no(turn: Turn) -> tuple[Choice, Choice] | None:
    """The clear yes and the no that the last message of the chat where the person writes asks for, if it does."""
    found = meaning.sure_and_no(_screen(turn, _last(await _shown(turn))))
    return found.choices if found is not None else None


async def offers(turn: Turn, choice: Choice) -> bool:
    """Whether the last message of the chat where the person writes has this choice."""
    return any(each.id == choice.id for each in await offered(turn))


async def warns(turn: Turn) -> bool:
    """Whether the last message of the chat where the person writes is about the safety of an account."""
    last = _last(await _shown(turn))
    return last is not None and last.purpose == SECURITY


async def begins_with(turn: Turn, said: Tr) -> bool:
    """Whether the last message of the chat where the person writes begins with this text, whatever its values are."""
    last = _last(await _shown(turn))
    parts = load(last.message).parts if last is not None and last.question is None else ()
    return bool(parts) and isinstance(parts[0], Tr) and parts[0].msgid == said.msgid


async def names_a_button(turn: Turn, text: str, *, of_client: bool = False) -> bool:
    """Whether the text is the whole label of a button of ours that the open question has, or that stands, or stood a
    moment ago, in the chat where the person writes: « voir les autres », « passer svp », « surtout pas fermer ».
    `of_client`: what a client's task offers counts as well, « haine »."""
    said = {fold(text), reasoned.wished(text), reasoned.denied(text)} - {""}
    if not said:
        return False
    shown = [choice for row in await _shown(turn) for choice in load(row.message).choices]
    shown += [choice for choice, _ in open_question.asked_here(turn).choices]
    ours = [each for each in shown if not each.url and (of_client or not each.id.startswith(yes_no.OF_CLIENT))]
    return any(
        not said.isdisjoint((fold(plain(each.part, turn.person.language)), *map(fold, each.also))) for each in ours
    )


def choice_of(turn: Turn, row: ShownMessage, text: str) -> Choice | None:
    """The choice of this message, a word of the chat, that the text names; None if it names none."""
    choices = _screen(turn, row).choices
    found = answers.find(text, choices, free=False, asides=not turn.edits)
    return next((choice for choice, _ in choices if found is not None and choice.id == found.choice), None)


def _last(newest: Sequence[ShownMessage]) -> ShownMessage | None:
    """The message that arrived last among the newest rows. A message in a slower lane can arrive after a later row."""
    if not newest:
        return None
    first, *older = newest
    if first.sent_at is None:
        return first
    later = [row for row in older if row.lane > first.lane and row.sent_at is not None]
    came_after = [row for row in later if row.came_at > first.came_at]
    return max(came_after, key=lambda row: row.came_at, default=first)


def _screen(turn: Turn, row: ShownMessage | None) -> Screen:
    if row is None or row.question is not None:  # the question of these buttons is over: its choices do not count
        return Screen()
    message = load(row.message)
    choices = [(choice, plain(choice.part, turn.person.language)) for choice in message.choices if _is_word(choice)]
    mine = f"{asking_back.ANSWER} {turn.conversation.question} "
    hers = frozenset(choice.id for choice, _ in choices if choice.id.startswith(mine))
    kept = asking_back.said(turn)
    return Screen(
        choices,
        row.is_reply,
        asides=not turn.edits,
        asks_back=bool(hers),
        about=kept.text if isinstance(kept, Typed) else "",
        kept=kept,
        hers=hers,
        written=_may_be_answered(turn, row),
        warns=row.purpose == SECURITY,
    )


def _may_be_answered(turn: Turn, row: ShownMessage) -> bool:
    """Whether somebody wrote the message to the person, and the open flow is not already a reply to that thread."""
    if row.thread_id is None or row.provider_id is None:
        return False
    if not turn.conversation.stack:
        return True
    name, _, state, *_ = turn.conversation.stack[-1]
    writes_to = turn.dialogues.flows[name].writes_to
    return writes_to is None or not writes_to(state, row.thread_id)


def _is_word(choice: Choice) -> bool:
    return choice.id.startswith("/") and not choice.url


async def show_unseen(turn: Turn) -> None:
    """Say that a text was written before the last message of this chat could be seen, and show the open question again,
    or the choices of the message: not its picture, which costs her data."""
    if await shows_question(turn):
        await flow_engine.show_again(turn, UNSEEN)
        return
    last = _last(await _shown(turn))
    assert last is not None
    message = load(last.message)
    await turn.say(UNSEEN_CHOICES.with_choices(*message.choices, columns=message.columns))


async def repeat(turn: Turn) -> None:
    """Send the last message of this chat once more."""
    last = _last(await _shown(turn))
    assert last is not None
    await turn.say(load(last.message))
