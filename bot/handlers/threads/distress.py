"""What a person tells of somebody who hurts her, or that she wants to die."""

from __future__ import annotations

from backend.domain.messaging.message import Message
from backend.domain.people.permissions import may
from backend.services.threads import service
from backend.services.work import tasks
from bot.flows.threads import distress, ill_treatment
from bot.flows.threads.write import Begun
from bot.handlers.engine import flow_engine, flow_stack, open_question
from bot.handlers.engine.turn import Turn


async def keep(turn: Turn, text: str, said: Message | None = None, *, below_file: bool = False) -> bool:
    """Keep for a person what she tells of somebody who hurts her, or that she wants to die; what a Huber tells is kept
    for the team. Of a recording or a picture that is written down, it may be the very words; what a Huber does has its
    own way. `said`: comes first. `below_file`: the text is the caption of a file, which answers no task."""
    if not service.may_write(turn.person) or not await _tells(turn, text, below_file=below_file):
        return False
    if ill_treatment.told(text, loosely=False):
        return False
    word, rest = turn.dialogues.words.read(text) or (None, "")
    if word is not None and word.name == "huber" and rest:
        return False  # she sends them herself
    flow = flow_stack.top(turn)
    if flow is not None and flow.writes_to is not None:
        return False  # they are for a person already
    if not below_file and await _writes_down(turn):
        return False
    await flow_engine.open_flow(turn, "thread", Begun(text.strip(), distress=True), said=said)
    return True


async def _tells(turn: Turn, text: str, *, below_file: bool) -> bool:
    """Whether the text tells of it; a long one, or one about somebody else, does where it is no answer to a task and no
    draft."""
    if distress.told(text):
        return True
    staff = may(turn.person, "ask figures")
    if not distress.told(text, at_length=True) and not distress.of_another(text, of_anybody=staff):
        return False
    flow = flow_stack.top(turn) if turn.shown_here else None
    if below_file or flow is None or not (flow.marks or flow.draft):
        return True
    return (await flow_engine.preview(turn, open_question.typed(text))).misread


async def may_be_written_down(turn: Turn, text: str) -> bool:
    """Whether the text is such words where it may as well be what she reads or hears in her task: she is asked."""
    quoted = any(sign in text for sign in '«»“”"')
    return distress.told(text) and not quoted and await _writes_down(turn)


async def _writes_down(turn: Turn) -> bool:
    """Whether the chat shows a task whose answer is what somebody else has said or written."""
    flow = flow_stack.top(turn)
    task = await tasks.open_task(turn.uow, turn.person) if flow is not None and flow.marks else None
    return task is not None and task.config.kind == "transcription" and turn.shown_here
