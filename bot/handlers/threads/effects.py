"""The facts of the flows about threads, and their commands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backend.db.messaging import contact_routing
from backend.db.threads import routing as threads_routing
from backend.domain.people.permissions import may
from backend.domain.threads.commands import (
    Answered,
    AnswerThread,
    Closed,
    CloseThread,
    LookAtThread,
    ShowFiles,
    TellOfHuber,
    ThreadLooked,
    ToldOfHuber,
    WriteToHuber,
    WrittenToHuber,
)
from backend.services.threads import answers as threads_answers
from backend.services.threads import reports as threads_reports
from backend.services.threads import service
from bot.flows.threads import answer_views, telling
from bot.flows.threads import write as threads_write
from bot.handlers.engine.dialogue import Execute
from bot.handlers.engine.turn import Turn
from bot.handlers.messaging import fetching
from bot.handlers.threads import relaying, reports

KEPT_NOWHERE = ("stopped", "elsewhere", "gone")
"""Outcomes after which the file of an answer is not fetched, because the answer goes nowhere."""


async def write_facts(turn: Turn, _state: threads_write.State) -> threads_write.Facts:
    """Load where her thread stands."""
    follows = await threads_routing.follows(turn.uow, turn.person.id)
    return threads_write.Facts(await service.standing(turn.uow, turn.person, turn.now), follows)


async def answer_facts(turn: Turn, state: answer_views.State) -> answer_views.Facts:
    """Load the thread that is being answered. The person's role may have changed since it was opened."""
    if not may(turn.person, "answer threads"):
        return answer_views.Facts(turn.now, None, answers=False)
    found = await threads_answers.look(turn.uow, turn.person, state.thread) if state.thread else None
    return answer_views.Facts(turn.now, found)


async def _write(turn: Turn, command: WriteToHuber) -> WrittenToHuber:
    written, passing = await service.write(turn.uow, turn.person, command, turn.waiting.id, turn.now)
    if command.file is not None:
        await fetching.fetch(turn)
    await relaying.pass_on(turn, passing)
    return written


async def telling_facts(turn: Turn, _state: telling.State) -> telling.Facts:
    """Load which Hubers there are, and whether a message can be reported."""
    stood = await service.standing(turn.uow, turn.person, turn.now)
    reportable = await threads_reports.reportable(turn.uow, turn.person, None)
    return telling.Facts(stood.hubers, reportable is not None)


async def _tell(turn: Turn, command: TellOfHuber) -> ToldOfHuber:
    told = await threads_reports.tell(turn.uow, turn.person, command, turn.waiting.id, turn.channel, turn.now)
    if command.file is not None:
        await fetching.fetch(turn)
    return ToldOfHuber(told is not None and await reports.alarm(turn, told))


async def _look(turn: Turn, command: LookAtThread) -> ThreadLooked:
    found = await threads_answers.look(turn.uow, turn.person, command.thread)
    return ThreadLooked(found.seen if found else None)


async def _answer(turn: Turn, command: AnswerThread) -> Answered:
    answered, passing = await threads_answers.answer(turn.uow, turn.person, command, turn.waiting.id, turn.now)
    if command.file is not None and not command.file.event and answered.outcome not in KEPT_NOWHERE:
        await fetching.fetch(turn)
    await relaying.pass_on(turn, passing)
    return answered


async def _close(turn: Turn, command: CloseThread) -> Closed:
    """Close the thread; who waited for an answer in it is told, instead of waiting for ever."""
    closed = await threads_answers.close(turn.uow, turn.person, command, turn.now, turn.channel)
    chat = await contact_routing.of(turn.uow, closed.unanswered) if closed.unanswered is not None else None
    if chat is not None:
        write = threads_write.WRITE_TEAM if closed.of_huber else threads_write.WRITE
        await turn.notify_after_quiet_hours(chat, answer_views.UNANSWERED.with_choices(write))
    return closed


async def _files(turn: Turn, command: ShowFiles) -> None:
    await relaying.show_files(turn, command.thread)


COMMANDS: Mapping[type[Any], Execute] = {
    WriteToHuber: _write,
    TellOfHuber: _tell,
    LookAtThread: _look,
    AnswerThread: _answer,
    CloseThread: _close,
    ShowFiles: _files,
}
