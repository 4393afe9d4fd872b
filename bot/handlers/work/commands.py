"""`travail` and `corriger`: the next task and the last answer."""

from __future__ import annotations

from backend.domain.messaging.message import Choice
from backend.services.work import hard_content as service
from bot.flows.engine.kit import Picked
from bot.flows.work.state import OTHER, PREVIOUS
from bot.handlers.engine import flow_engine, flow_stack
from bot.handlers.engine.turn import Turn
from bot.handlers.people.pauses import rested


async def work(turn: Turn, rest: str = "") -> None:
    """`travail`: the open task, or the offers. `travail autre`: another project, while she has a task."""
    await rested(turn)
    flow_stack.drop(turn, "pause")  # the question how long a pause lasts is over
    if rest == "autre" and turn.conversation.task is not None and not turn.conversation.task.practice:
        await flow_engine.give(turn, "work", Picked(OTHER.id))
    elif turn.conversation.task is None and (asked := await service.unasked(turn.uow, turn.person, turn.now)):
        await flow_engine.open_flow(turn, "hard_content", list(asked))
    else:
        await flow_engine.open_flow(turn, "work")


async def hard_content(turn: Turn, _rest: str = "") -> None:
    """`contenus`: change which kinds of hard content she accepts."""
    await flow_engine.open_flow(turn, "hard_content")


async def correct(turn: Turn, _rest: str = "") -> None:
    """`corriger`: show her last answer again, whether or not a task is open."""
    await flow_engine.give(turn, "work", Picked(PREVIOUS.id))


def goes_on(turn: Turn) -> Choice | None:
    """The button back to a task that waits; None if there is none."""
    waits = turn.conversation.task is not None and any(frame[0] == "work" for frame in turn.conversation.stack)
    return Choice("/travail", "▶️ Ma tâche") if waits else None
