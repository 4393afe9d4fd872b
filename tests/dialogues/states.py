"""Every state of every dialogue, as the golden conversations reach it, on both channels.

A new dialogue has conversations of its own, and with them it is here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from backend.records import Record
from bot.dialogues import DIALOGUES
from bot.flows.work.forms import entry
from tests.dialogues.player import Player, begun, copied, hers

FILES = sorted(Path(__file__).parent.glob("*.txt"))


class Place(Record):
    """Where somebody waits for an answer: the flow, where in it she is, what is asked for there, who she is, and
    whether her channel is one where boxes can be ticked (Telegram) or not (WhatsApp)."""

    flow: str
    at: str
    asked: str
    role: str
    ticks: bool

    def __str__(self) -> str:
        where = " ".join(filter(None, (self.flow, self.at, self.asked)))
        return f"{where} ({self.role}, {'Telegram' if self.ticks else 'WhatsApp'})"


@cache
def reached() -> dict[Place, Player]:
    """One player for each; a copy is played on (`at`)."""
    found: dict[Place, Player] = {}
    for file in FILES:
        player, talk = begun(file.read_text("utf-8"))
        for line in ("", *hers(talk)):
            if line:
                player.act(line)
            if player.stack and not player.said and player.asked.parts:
                _note(player, found)
    return dict(sorted(found.items(), key=lambda item: str(item[0])))


def at(where: Place) -> Player:
    return copied(reached()[where])


def _note(player: Player, found: dict[Place, Player]) -> None:
    """Where she stands now, on both channels."""
    asked, hers_ = player.asked, player.world.ticks
    for ticks in (True, False):
        player.world.ticks = player.world.learning.ticks = ticks
        player.ask_again()
        if (where := place(player)) not in found:
            found[where] = copied(player)
    player.world.ticks = player.world.learning.ticks = hers_
    player.asked = asked


def place(player: Player) -> Place:
    name, version, data, *_ = json.loads(json.dumps(player.stack[-1]))
    state = DIALOGUES.flows[name].load(version, data)
    asked = [*_kinds(player.world.facts(name, state), state)]
    asked += [word for word, there in (("free", player.asked.free), ("many", player.asked.many)) if there]
    return Place(name, str(getattr(state, "at", "")), " ".join(asked), player.world.role, player.world.ticks)


def _kinds(facts: Any, state: Any) -> Iterator[str]:
    """Of the task and its field, or of the question, that she has before her."""
    task = getattr(facts, "previous", None) or getattr(facts, "task", None)
    if task is not None:
        yield task.config.kind
        if task.config.kind == "entry":
            field = entry.current(task, state.fixing if state.at == "previous" else state.draft)
            yield field.type if field is not None else "all"
    question = getattr(facts, "question", None)
    if question is not None:
        yield type(question.kind).__name__
