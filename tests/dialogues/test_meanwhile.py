"""Every state of every dialogue, answered after the world has become that of another conversation: no answer fails, and
what is asked then can be shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from bot.dialogues import DIALOGUES
from bot.flows.engine.kit import Event, Left, Picked, Resumed, Typed
from tests.dialogues.player import Player
from tests.dialogues.states import Place, reached
from tests.dialogues.world import World

MOST_WORLDS = 12
"""Other worlds in which each state is answered."""
SAID: tuple[Event, ...] = (Resumed(), Left(back=True), Typed("oui"), Typed("12 500"))


def places(flow: str) -> list[tuple[Place, Player]]:
    return [(where, player) for where, player in reached().items() if where.flow == flow]


def events(player: Player) -> Iterator[Event]:
    """A word of each kind, and the buttons that she was shown."""
    yield from SAID
    yield from (Picked(choice.id) for choice in player.asked.choices if not choice.id.startswith("/"))


@pytest.mark.parametrize("name", sorted(DIALOGUES.flows))
def test_an_answer_in_another_world_fails_nowhere(name: str) -> None:
    flow, there = DIALOGUES.flows[name], places(name)
    worlds = [player.world for _, player in there][:: max(1, len(there) // MOST_WORLDS)]
    for where, player in there:
        _, version, data, *_ = player.stack[-1]
        state = flow.load(version, data)
        for world in worlds:
            if (facts := known(world, name, state)) is None:
                continue
            for event in events(player):
                after = flow.take(state, event, facts).state
                if after is not None and (now := known(world, name, after)) is not None:
                    assert flow.prompt(after, now).parts, (where, event)


def known(world: World, flow: str, state: Any) -> Any:
    """The facts of this world; None: it has no such question of a lesson."""
    try:
        return world.facts(flow, state)
    except IndexError:
        return None
