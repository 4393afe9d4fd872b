"""What is said of questions that are dropped unanswered: the person's role changes, or two accounts become one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from backend.domain.messaging.message import Message, Raw, tr


def said(frame: Sequence[Any], asked: Mapping[str, Any] | None = None) -> Message:
    """What the person was writing, giving or deciding in a flow that is over now: it is said, and shown as far as it
    was kept, also what it was asked about whether it is the answer. `frame`: the flow as it is stored. `asked`: what is
    kept of the open question, if the frame is on top. Empty if nothing is lost."""
    flow, _, state, *waiting = frame
    kept = (waiting[0][1] if waiting else asked or {}).get("said", ())
    held = next((words for sign, words, *_ in kept if sign == "t"), "")
    match flow:
        case "thread_answer":
            told, words = (
                tr("✋ Tu étais dans une discussion : ta réponse n'est pas partie."),
                state.get("words", "") or held,
            )
        case "announce":
            told, words = tr("✋ L'annonce que tu écrivais n'est pas partie."), state.get("text", "")
        case "telling" | "thread":
            told = tr("✋ Tu écrivais un message : il n'est pas parti.")
            words = state.get("words", "") or state.get("begun", "") or held
        case "work" if any(state.get("draft", {}).values()):
            return tr("✋ La tâche que tu avais commencée est rendue à d'autres.")
        case "destination" if state.get("value"):
            return tr("✋ Le numéro que tu donnais pour ta paie n'est pas gardé.")
        case "confirm":
            return tr("✋ Ce que tu n'avais pas encore confirmé n'est pas fait.")
        case "review" if state.get("at") not in (None, "judge"):
            return tr("✋ Tu étais dans une revue : ta décision n'est pas prise.")
        case _ if kept:
            told, words = tr("✋ Ta réponse n'est pas notée."), held
        case _:
            return Message()
    return told + Message((Raw(words),)) if words else told
