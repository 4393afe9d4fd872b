"""Which question a text answers when the chat shows something else below it; see `bot.flows.engine.meaning`.

Each chat of the person has its own last message. It is read from the outbox, whatever sent it: a turn, a job,
a Huber, an announcement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from backend.db.messaging import last_shown
from backend.db.messaging.last_shown import ShownMessage
from backend.domain.french.spelling import fold
from backend.domain.identity.linking import SECURITY
from backend.domain.messaging.message import Choice, Message, Raw, Tr, Value, load, tr
from backend.records import replace
from bot.flows.engine import answers
from bot.flows.engine.kit import Event, Picked, Several, Typed
from bot.flows.engine.meaning import Meaning, Question, Screen, Unseen, Unsure, read
from bot.handlers.engine import flow_engine, open_question
from bot.handlers.engine.turn import Turn
from bot.i18n.render import plain

MOST_SHOWN = 40
"""The most characters of the person's text that are quoted back."""
ANSWER, NO_ANSWER, REPLY = "/ma-reponse", "/pas-ma-reponse", "/lui-repondre"
UNSEEN = tr("Tu as écrit ça avant de voir cette question :")
AGAIN = tr("Un numéro, un oui ou un non vaut pour ce que tu vois en dernier. Voici encore ta question :")


async def meant(turn: Turn, text: str) -> Meaning | None:
    """What a text is about. None: it is read in the usual way, because the open question is what the chat shows last,
    or because the text names nothing that is shown."""
    contact_id = turn.waiting.contact_id
    if contact_id is None or turn.person.role is None:
        return None
    last = _last(await last_shown.newest(turn.uow, turn.person.id, contact_id))
    open_ = bool(turn.conversation.stack) and turn.shown_here
    if open_ and last is not None and last.question == turn.conversation.question:
        unseen = turn.waiting.id <= turn.conversation.asked.get("until", 0)
        return Unseen() if unseen and open_question.asked_here(turn).answer(text) is not None else None
    screen = _screen(turn, last)
    if _is_another_word(turn, text, screen):
        return None
    return read(text, screen, open_question.asked_here(turn) if open_ else None)


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
    contact_id = turn.waiting.contact_id
    if contact_id is None or not turn.shown_here:
        return False
    last = _last(await last_shown.newest(turn.uow, turn.person.id, contact_id))
    return last is not None and last.question == turn.conversation.question


async def looks_elsewhere(turn: Turn) -> bool:
    """Whether the person looks at another screen since the open question was shown where they write, or it stands far
    up. What only says why a file was refused has no buttons."""
    contact_id = turn.waiting.contact_id
    if contact_id is None or await shows_question(turn):
        return False
    screen = _screen(turn, _last(await last_shown.newest(turn.uow, turn.person.id, contact_id)))
    return (screen.wanted and bool(screen.choices)) or not await open_question.stands_above(turn)


async def asks_back(turn: Turn) -> bool:
    """Whether the chat's last message asks what the person means by an answer to the open question."""
    contact_id = turn.waiting.contact_id
    if contact_id is None or not turn.shown_here:
        return False
    return _screen(turn, _last(await last_shown.newest(turn.uow, turn.person.id, contact_id))).asks_back


async def answered_here(turn: Turn) -> bool:
    """Whether the question that the person answered last was answered in this chat: something was said here since."""
    contact_id, at = turn.waiting.contact_id, turn.conversation.answered_at
    if contact_id is None or at is None:
        return False
    last = _last(await last_shown.newest(turn.uow, turn.person.id, contact_id))
    return last is not None and last.created_at >= at


async def written_last(turn: Turn) -> str | None:
    """The platform's id of the chat's last message if somebody wrote it to the person, and the open flow is not a reply
    to it already; else None."""
    contact_id = turn.waiting.contact_id
    if contact_id is None or turn.person.role is None:
        return None
    last = _last(await last_shown.newest(turn.uow, turn.person.id, contact_id))
    return last.provider_id if last is not None and _may_be_answered(turn, last) else None


async def is_last(turn: Turn, row: ShownMessage) -> bool:
    """Whether this is the last message of the chat where the person writes."""
    assert turn.waiting.contact_id is not None
    last = _last(await last_shown.newest(turn.uow, turn.person.id, turn.waiting.contact_id))
    return last is not None and last.id == row.id


async def offered(turn: Turn) -> Sequence[Choice]:
    """The choices, words of the chat, of the last message of the chat where the person writes."""
    contact_id = turn.waiting.contact_id
    if contact_id is None:
        return ()
    last = _last(await last_shown.newest(turn.uow, turn.person.id, contact_id))
    return [choice for choice, _ in _screen(turn, last).choices]


async def offers(turn: Turn, choice: Choice) -> bool:
    """Whether the last message of the chat where the person writes has this choice."""
    return any(each.id == choice.id for each in await offered(turn))


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
    came_after = [row for row in later if _came_at(row) > _came_at(first)]
    return max(came_after, key=_came_at, default=first)


def _came_at(row: ShownMessage) -> datetime:
    """When a message arrived. WhatsApp reports whole seconds, which can lie before the row was created;
    the later of the two counts."""
    return max(row.sent_at or row.created_at, row.created_at)


def _screen(turn: Turn, row: ShownMessage | None) -> Screen:
    if row is None or row.question is not None:  # the question of these buttons is over: its choices do not count
        return Screen()
    message = load(row.message)
    choices = [(choice, plain(choice.part, turn.person.language)) for choice in message.choices if _is_word(choice)]
    wanted = row.lane == 0 and row.purpose == "reply"
    mine = f"{ANSWER} {turn.conversation.question} "
    hers = frozenset(choice.id for choice, _ in choices if choice.id.startswith(mine))
    kept = said(turn)
    return Screen(
        choices,
        wanted,
        asides=not turn.edits,
        asks_back=bool(hers),
        about=kept.text if isinstance(kept, Typed) else "",
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


async def ask(turn: Turn, text: str, unsure: Unsure) -> None:
    """Ask which of two the person means: a choice of the last message, or an answer to the open
    question, which stays open."""
    asked = tr(
        "« {text} » : tu parles de « {label} », dans le dernier message ? Ou c'est ta réponse à la question d'avant ?",
        text=_brief(text),
        label=unsure.choice.part,
    )
    await ask_back(turn, asked, unsure.answer, unsure.choice)


def _brief(text: str) -> Raw:
    said = " ".join(text.split())
    return Raw(said if len(said) <= MOST_SHOWN else said[: MOST_SHOWN - 1].rstrip() + "…")


async def ask_back(turn: Turn, asked: Message, answer: Event, *choices: Choice) -> None:
    """Ask whether the text was one of these choices, or the answer to the open question. The answer is kept until then.
    A number or label that is typed next picks one of these choices."""
    turn.conversation.asked["said"] = [_dump(answer)]
    await turn.say(asked.with_choices(*choices, _hers(turn, 1, Tr("C'est ma réponse"))))


async def ask_whether_over(turn: Turn, text: str, *, below: bool = False) -> None:
    """Ask whether the text leaves the open question or answers it. `below`: the question stands further up."""
    if below:
        asked = tr(
            "« {text} » : tu veux t'arrêter là, ou c'est ta réponse à la question d'avant ?", text=Raw(text.strip())
        )
    else:
        asked = tr("« {text} » : tu veux t'arrêter là, ou c'est ta réponse ?", text=Raw(text.strip()))
    stop = Choice(f"{NO_ANSWER} {turn.conversation.question}", Tr("Je m'arrête là"))
    await ask_back(turn, asked, open_question.typed(text), stop)


async def ask_which(turn: Turn, text: str, question: Question, *answers: Several | Picked) -> None:
    """Ask which of several answers to the open question the person means."""
    turn.conversation.asked["said"] = [_dump(answer) for answer in answers]
    asked = tr("« {text} » : que veux-tu dire ?", text=Raw(text.strip()))
    hers = (_hers(turn, n, Raw(question.label(answer))) for n, answer in enumerate(answers, 1))
    await turn.say(asked.with_choices(*hers))


async def repeat(turn: Turn) -> None:
    """Send the last message of this chat once more."""
    contact_id = turn.waiting.contact_id
    assert contact_id is not None
    last = _last(await last_shown.newest(turn.uow, turn.person.id, contact_id))
    assert last is not None
    await turn.say(load(last.message))


async def ask_surely(turn: Turn, choices: tuple[Choice, Choice]) -> None:
    """Ask for the yes or the no of the last message, in a clear word."""
    yes, no = choices
    said = tr("Pour que ce soit clair : « {yes} » ou « {no} » ?", yes=yes.part, no=no.part)
    await turn.say(said.with_choices(yes, no, columns=2))


def _hers(turn: Turn, number: int, label: Tr | Raw) -> Choice:
    """The button that confirms the kept answer with this number (from 1)."""
    return Choice(f"{ANSWER} {turn.conversation.question} {number}", label)


def said(turn: Turn) -> Event | None:
    """The kept event that may be an answer; the first one if there are several."""
    kept = turn.conversation.asked.get("said")
    return _load(kept[0]) if kept else None


async def ask_whether_reply(
    turn: Turn,
    text: str,
    answer: Event | None,
    other: Choice | None = None,
    *,
    whom: Value,
    instead: Value | None = None,
) -> None:
    """Ask whether the text is a reply to the last message, which would go to `whom`. `answer`: what it would be as an
    answer to the open question, if it can be one; it would then go to `instead`, if it goes to anybody. `other`: what
    it may mean besides."""
    contact_id = turn.waiting.contact_id
    assert contact_id is not None
    last = _last(await last_shown.newest(turn.uow, turn.person.id, contact_id))
    assert last is not None
    turn.conversation.asked["to"] = [last.provider_id, text.strip()]
    reply = Choice(REPLY, Tr("✍️ Lui répondre"), says="yes")
    if answer is not None:
        asked = tr(
            "« {text} » : tu réponds à *{whom}* ? Ou c'est ta réponse à la question d'avant ?",
            text=_brief(text),
            whom=whom,
        )
        if instead is not None:
            asked = tr(
                "« {text} » : tu réponds à *{whom}* ? Ou c'est ta réponse à *{instead}*, d'avant ?",
                text=_brief(text),
                whom=whom,
                instead=instead,
            )
        await ask_back(turn, asked, answer, reply, *([other] if other is not None else []))
        return
    turn.conversation.asked["said"] = [_dump(Typed(text.strip()))]
    asked = tr("« {text} » : c'est pour répondre à *{whom}* ?", text=_brief(text), whom=whom)
    first, *more = (other,) if other is not None else flow_engine.ways_on(turn)
    await turn.say(asked.with_choices(reply, replace(first, says="no"), *more, columns=2))


def kept_reply(turn: Turn) -> tuple[str, str] | None:
    """(what the person wrote, the platform's id of the message that it may reply to) while that is asked; None
    otherwise. Calling it removes both."""
    asked = turn.conversation.asked
    if "to" not in asked or "said" not in asked:
        return None
    del asked["said"]
    to, words = asked.pop("to")
    return words, to


async def answered(turn: Turn, rest: str) -> None:
    """`ma-reponse 57 1`: the first kept text was the person's answer to question 57. It is handled if
    that question is still open."""
    talk = turn.conversation
    question, _, number = (rest or _asked_about(turn)).partition(" ")
    kept = talk.asked.pop("said", ())  # the kept answers are used once
    place = int(number[:2]) if number.isascii() and number.isdigit() else 1
    if 1 <= place <= len(kept) and _is_open(turn, question):
        await flow_engine.handle(turn, _load(kept[place - 1]))
    else:
        await _over(turn)


async def left(turn: Turn, rest: str) -> None:
    """`pas-ma-reponse 57`: the text was no answer; the person wants to leave question 57."""
    if _is_open(turn, rest or _asked_about(turn)):
        await flow_engine.leave(turn, "away")
    else:
        await _over(turn)


def _asked_about(turn: Turn) -> str:
    """The number of the question while it is asked what the person means, for those who type the button's word without
    its number; otherwise ""."""
    return str(turn.conversation.question) if "said" in turn.conversation.asked else ""


def _is_open(turn: Turn, question: str) -> bool:
    talk = turn.conversation
    return bool(talk.stack) and turn.shown_here and question == str(talk.question)


async def _over(turn: Turn) -> None:
    if not await flow_engine.show_again(turn, OVER):
        await turn.say(OVER.with_choices(Choice("/menu", "Menu")))


OVER = tr("Cette question est déjà passée.")


def _dump(event: Event) -> list[Any]:
    match event:
        case Picked(choice):
            return ["p", choice]
        case Several(choices):
            return ["s", *choices]
        case Typed(text):
            return ["t", text]
        case _:
            raise AssertionError(f"{event} is nothing that she types")


def _load(kept: Sequence[Any]) -> Event:
    sign, *rest = kept
    return Picked(rest[0]) if sign == "p" else Typed(rest[0]) if sign == "t" else Several(tuple(rest))
