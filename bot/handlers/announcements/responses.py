"""Answers to an announcement: the poll, « J'ai lu », « Je suis intéressée », and « Voir l'annonce » where a platform
only took a short version.

The buttons are words of the chat, so they stay valid forever and leave the open question alone. If the message can be
edited in place, the tapped button is marked on it; elsewhere a short message confirms the answer. Below it stand the
answers of the poll once more: words and numbers right after it may change hers, and are none of the open question."""

from __future__ import annotations

from backend.db.announcements import composing
from backend.domain.announcements import content as announcements_content
from backend.domain.announcements.content import INTERESTED, READ, VOTE, Interest
from backend.domain.announcements.life import Answered
from backend.domain.announcements.sending import RecipientAnswers
from backend.domain.messaging.message import Choice, Message, Tr
from backend.records import replace
from backend.services.announcements import responses as service
from bot.handlers.announcements.effects import PREVIEW_ID
from bot.handlers.engine.turn import Turn
from bot.handlers.training import commands as training_commands
from bot.handlers.work import commands as work_commands

NOTED = Tr("C'est noté, merci !")
CHANGED = Tr("C'est changé, merci !")
SAME = Tr("C'est déjà noté, merci !")
CLOSED = Tr("C'est fini : on ne peut plus répondre à cette annonce.")
NOT_HERS = Tr("Je ne trouve plus cette annonce.")
ONLY_SHOWN = Tr("C'est un essai : ici, la réponse de chacune sera comptée.")
_SAID: dict[Answered, Tr] = {
    "counted": NOTED,
    "changed": CHANGED,
    "same": SAME,
    "closed": CLOSED,
    "unknown": NOT_HERS,
}


async def vote(turn: Turn, rest: str) -> None:
    """`12 3`: the person's vote in announcement 12, for the third answer."""
    number, place = _numbers(rest)
    if number == PREVIEW_ID:
        await _say(turn, ONLY_SHOWN)
        return
    outcome = await service.vote(turn.uow, turn.person, number, place - 1, turn.now)
    await _answer(turn, number, outcome, poll=True)


async def read(turn: Turn, rest: str) -> None:
    """`12`: « J'ai lu » was tapped."""
    number, _ = _numbers(rest)
    if number == PREVIEW_ID:
        await _say(turn, ONLY_SHOWN)
        return
    outcome = await service.note_read(turn.uow, turn.person, number, turn.now)
    await _answer(turn, number, outcome)


async def interested(turn: Turn, rest: str) -> None:
    """Record the interest and open what the button promises, even if answers are no longer counted."""
    number, _ = _numbers(rest)
    if number == PREVIEW_ID:
        await _say(turn, ONLY_SHOWN)
        return
    outcome = await service.note_interest(turn.uow, turn.person, number, turn.now)
    if outcome == "counted":
        await turn.jobs.answered(turn.uow, announcement=number)
    found = await service.told(turn.uow, turn.person, number)
    opens = next((b for b in found.content.buttons if isinstance(b, Interest)), None) if found is not None else None
    if opens is None:
        await _say(turn, _SAID[outcome])
    elif opens.opens == "module":
        await training_commands.formation(turn, opens.module_id)
    elif turn.person.role == "hiteuse":
        await work_commands.work(turn)
    else:  # trainees and staff have no work of their own
        await _say(turn, _SAID[outcome])


async def whole(turn: Turn, rest: str) -> None:
    """`345`: send the whole announcement, with its buttons. 345 is the outbox row of its short version."""
    copy, _ = _numbers(rest)
    number = await composing.copied(turn.uow, copy, turn.person.id)
    found = None if number is None else await service.told(turn.uow, turn.person, number)
    if number is None or found is None:
        await _say(turn, NOT_HERS)
        return
    await turn.say(announcements_content.message(found.content, number, turn.person.first_name))


def _numbers(rest: str) -> tuple[int, int]:
    """(announcement or copy, answer); -1 for what is not a number."""
    found = [int(n[:18]) if n.isascii() and n.isdigit() else -1 for n in rest.split()[:2]]
    number, place = [*found, -1, -1][:2]
    return number, place


async def _answer(turn: Turn, number: int, outcome: Answered, *, poll: bool = False) -> None:
    if outcome in ("counted", "changed"):
        await turn.jobs.answered(turn.uow, announcement=number)
        if await _mark(turn, number):
            return
    choices = await _choices(turn, number) if poll and outcome in ("counted", "changed", "same") else ()
    await _say(turn, _SAID[outcome], *(each for each in choices if each.id.startswith(VOTE)))


async def _choices(turn: Turn, number: int) -> tuple[Choice, ...]:
    """The buttons of the announcement, those that the person has picked marked."""
    found = await service.told(turn.uow, turn.person, number)
    copy = await composing.copy_of(turn.uow, number, turn.person.id)
    if found is None or copy is None:
        return ()
    answered = _answered(number, copy.answers)
    message = announcements_content.message(found.content, number, turn.person.first_name)
    return tuple(_tick(choice) if choice.id in answered else choice for choice in message.choices)


async def _mark(turn: Turn, number: int) -> bool:
    """Mark the answers on the person's copy of the announcement. Return False if it cannot be edited."""
    if not turn.edits or turn.tap is None:
        return False
    found = await service.told(turn.uow, turn.person, number)
    copy = await composing.copy_of(turn.uow, number, turn.person.id)
    if found is None or copy is None or copy.contact_id != turn.waiting.contact_id:
        return False
    message = announcements_content.message(found.content, number, turn.person.first_name)
    await turn.say(replace(message, choices=await _choices(turn, number)), edits=copy.id, purpose="announcement")
    return True


def _answered(number: int, answers: RecipientAnswers) -> set[str]:
    """The ids of the choices that the person has picked."""
    found = set() if answers.vote is None else {f"{VOTE} {number} {answers.vote + 1}"}
    found |= {f"{READ} {number}"} if answers.noted_at else set()
    return found | ({f"{INTERESTED} {number}"} if answers.interested_at else set())


def _tick(choice: Choice) -> Choice:
    return replace(choice, label=Tr("☑️ {label}", {"label": choice.part}))


async def _say(turn: Turn, text: Tr, *choices: Choice) -> None:
    """Answer with a notice where the channel has one, else with a short message and its buttons."""
    if turn.tap is not None and turn.edits:
        await turn.notice(text)
    else:
        await turn.say(Message((text,)).with_choices(*choices))
