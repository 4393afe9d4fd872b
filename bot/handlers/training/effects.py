"""The facts of the flows of training, and their commands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backend.domain.people.permissions import may
from backend.domain.training import final, learning
from backend.domain.training.versions import version_of
from backend.services.training import finals, previews, progress
from backend.services.training import learning as service
from bot.flows.training import dialogue as training_dialogue
from bot.flows.training import final_views, lesson_views, revision
from bot.handlers.engine.dialogue import Execute
from bot.handlers.engine.turn import Turn
from bot.handlers.training import alerts

# --- facts ------------------------------------------------------------------------------------------


async def modules_facts(turn: Turn, _state: training_dialogue.State) -> training_dialogue.Facts:
    """Load the modules and the number of questions due. Staff also see drafts."""
    looks = not may(turn.person, "learn")
    modules = await service.overview(turn.uow, turn.person, turn.now)
    if looks:
        modules += await previews.drafts(turn.uow, turn.person)
    due = () if looks else await service.due(turn.uow, turn.person, turn.now)
    return training_dialogue.Facts(turn.now, turn.person.zone, modules, len(due), looks)


async def lesson_facts(turn: Turn, state: lesson_views.State) -> lesson_views.Facts:
    """Load the lesson, its module, and the question that is open."""
    if state.ref:
        shown = await previews.lesson_shown(turn.uow, turn.person, state.ref, state.lesson, state.question)
        lesson, module, lessons, question, live_at = *shown, None
    else:
        lesson, module, lessons, question, live_at = await service.lesson_shown(turn.uow, state.lesson, state.question)
    return lesson_views.Facts(
        turn.now,
        lesson,
        module,
        lessons,
        question,
        saver=turn.person.data_saver,
        ticks=turn.edits,
        zone=turn.person.zone,
        live_at=live_at,
    )


async def final_facts(turn: Turn, state: final_views.State) -> final_views.Facts:
    """Load the module before the test, or the question that is open in it."""
    module = question = live_at = None
    if state.at == "intro":
        module = await finals.line(turn.uow, turn.person, state.module, turn.now)
    elif state.question and version_of(state.module):
        asked = await previews.final_questions(turn.uow, turn.person, state.module)
        question = asked[state.question - 1] if state.question <= len(asked) else None
    elif state.question:
        question, _, live_at = await service.question_shown(turn.uow, state.question)
    return final_views.Facts(turn.now, turn.person.zone, module, question, turn.edits, live_at)


async def revision_facts(turn: Turn, state: revision.State) -> revision.Facts:
    """Load the question that is open, and its module."""
    question, module, live_at = await service.question_shown(turn.uow, state.question)
    return revision.Facts(turn.now, question, module, turn.edits, live_at)


# --- commands ---------------------------------------------------------------------------------------


async def _open(turn: Turn, command: learning.OpenLesson) -> learning.LessonOpened | learning.LessonRefused:
    if command.draft:
        return await previews.opened(turn.uow, turn.person, command)
    return await service.open_lesson(turn.uow, turn.person, turn.now, command)


async def _keep(turn: Turn, command: learning.KeepPlace) -> None:
    await service.keep_place(turn.uow, turn.person, turn.now, command)


async def _record(turn: Turn, command: learning.RecordAnswer) -> None:
    await service.record(turn.uow, turn.person, turn.now, command)


async def _finish(turn: Turn, command: learning.FinishLesson) -> learning.LessonFinished:
    found = await service.finish(turn.uow, turn.person, turn.now, command)
    if found.failures >= learning.FAILURES_TOLD:
        told = alerts.of_lesson(turn.person.first_name, turn.person.id, found.lesson.title, found.module.title)
        for chat in await progress.hubers_to_tell(turn.uow, turn.person, command.lesson, turn.now):
            await turn.notify_after_quiet_hours(chat, told, purpose="alert")
    return found


async def _open_final(
    turn: Turn, command: final.OpenFinal
) -> final.FinalOpened | final.FinalReady | final.FinalRefused:
    if version_of(command.module):
        asked = await previews.final_questions(turn.uow, turn.person, command.module)
        return final.FinalOpened(0, tuple(range(1, len(asked) + 1))) if asked else final.FinalRefused()
    return await finals.open_try(turn.uow, turn.person, turn.now, command)


async def _answer_final(turn: Turn, command: final.AnswerFinal) -> final.FinalRefused | None:
    return await finals.answer(turn.uow, turn.person, turn.now, command)


async def _finish_final(turn: Turn, command: final.FinishFinal) -> final.FinalFinished | final.FinalRefused:
    found = await finals.finish(turn.uow, turn.person, turn.now, command)
    if isinstance(found, final.FinalFinished) and found.failures >= learning.FAILURES_TOLD:
        told = alerts.of_final(turn.person.first_name, turn.person.id, found.module.title, found.failures)
        for chat in await progress.hubers_to_tell_of_final(turn.uow, turn.person, found.module.id, turn.now):
            await turn.notify_after_quiet_hours(chat, told, purpose="alert")
    return found


async def _choose(turn: Turn, _command: learning.StartRevision) -> learning.RevisionChosen:
    return await service.start_revision(turn.uow, turn.person, turn.now)


async def _end(turn: Turn, _command: learning.EndRevision) -> learning.RevisionEnded:
    return await service.end_revision(turn.uow, turn.person, turn.now)


COMMANDS: Mapping[type[Any], Execute] = {
    learning.OpenLesson: _open,
    learning.KeepPlace: _keep,
    learning.RecordAnswer: _record,
    learning.FinishLesson: _finish,
    final.OpenFinal: _open_final,
    final.AnswerFinal: _answer_final,
    final.FinishFinal: _finish_final,
    learning.StartRevision: _choose,
    learning.EndRevision: _end,
}
