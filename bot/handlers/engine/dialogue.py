"""What an area brings to the chat, and all areas together.

An area has one record of this kind (`bot.handlers.<area>.dialogue.DIALOGUE`); the composition root collects them
(`bot.dialogues`). The engine knows no dialogue by name: it finds flows, words, commands, confirmations and wake-ups
here.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from backend.domain.errors import Misuse
from backend.domain.messaging.message import Choice, Message
from backend.records import Record, field
from bot.flows.engine.registry import Flow
from bot.handlers.engine.words import Vocabulary, Word

if TYPE_CHECKING:
    from bot.handlers.engine.confirmations import Confirmation
    from bot.handlers.engine.turn import Turn

Load = Callable[["Turn", Any], Awaitable[Any]]
"""(turn, state of the flow) → the facts that the flow needs in that state."""
Execute = Callable[["Turn", Any], Awaitable[Any]]
"""(turn, command of a flow) → the outcome that is passed to the flow; None: the flow gets no outcome."""
Answer = Callable[["Turn", str], Awaitable[None]]
"""(turn, the text after the word) → None. Answers a word."""
Wake = Callable[["Turn", Mapping[str, Any]], Awaitable[None]]
"""(turn, payload of the wake-up) → None. Handles an event of the product's own clock."""


class Dialogue(Record):
    """What one area brings.

    - `flows`: each flow with the function that loads its facts.
    - `commands`: the type of a flow's command → the function that carries it out.
    - `words`: what can be typed, each with the function that answers it.
    - `confirmations`: what is done only after a confirmation, by name. A name must never change, because
      stored open questions hold it.
    - `wakeups`: events of the product's own clock by name (`payload["wake"]`).
    - `menu`: the message that is shown when nothing is open; only one area brings it.
    - `goes_on`: the button that leads back to something unfinished in this area; it returns None
      when nothing is unfinished."""

    flows: Sequence[tuple[Flow, Load]] = ()
    commands: Mapping[type[Any], Execute] = field(default_factory=dict)
    words: Sequence[tuple[Word, Answer]] = ()
    confirmations: Mapping[str, Confirmation] = field(default_factory=dict)
    wakeups: Mapping[str, Wake] = field(default_factory=dict)
    menu: Callable[[Turn], Awaitable[Message]] | None = None
    goes_on: Callable[[Turn], Choice | None] | None = None


class Dialogues:
    """The records of all areas, merged into one table of each kind. Raises
    `Misuse` if two areas bring the same name."""

    def __init__(self, dialogues: Iterable[Dialogue]) -> None:
        self.flows: dict[str, Flow] = {}
        self.confirmations: dict[str, Confirmation] = {}
        self.wakeups: dict[str, Wake] = {}
        self._loaders: dict[str, Load] = {}
        self._commands: dict[type[Any], Execute] = {}
        self._answers: dict[str, Answer] = {}
        self._menus: dict[str, Callable[[Turn], Awaitable[Message]]] = {}
        self._ways_on: list[Callable[[Turn], Choice | None]] = []
        words: list[Word] = []
        for each in dialogues:
            for flow, load in each.flows:
                _add(self.flows, flow.name, flow)
                self._loaders[flow.name] = load
            for command, execute in each.commands.items():
                _add(self._commands, command, execute)
            for word, answer in each.words:
                _add(self._answers, word.name, answer)
                words.append(word)
            for name, confirmation in each.confirmations.items():
                _add(self.confirmations, name, confirmation)
            for name, wake in each.wakeups.items():
                _add(self.wakeups, name, wake)
            if each.menu is not None:
                _add(self._menus, "menu", each.menu)
            if each.goes_on is not None:
                self._ways_on.append(each.goes_on)
        self.words = Vocabulary(words)

    async def load(self, turn: Turn, flow: str, state: Any) -> Any:
        """Load the facts that a flow needs in this state."""
        return await self._loaders[flow](turn, state)

    async def execute(self, turn: Turn, command: Any) -> Any:
        """Carry out a flow's command. Return its outcome for the flow; None: the flow gets no outcome."""
        return await self._commands[type(command)](turn, command)

    async def answer(self, turn: Turn, word: str, rest: str) -> None:
        """Answer a word of the chat. `rest`: the text after the word."""
        await self._answers[word](turn, rest)

    async def menu(self, turn: Turn) -> Message:
        """The message that is shown when nothing is open."""
        return await self._menus["menu"](turn)

    def way_on(self, turn: Turn) -> Choice | None:
        """The button that leads back to something unfinished, from the first area that has one; None if no area has."""
        return next((found for way in self._ways_on if (found := way(turn)) is not None), None)


def _add(table: dict[Any, Any], key: Any, value: Any) -> None:
    if key in table:
        raise Misuse(f"two dialogues bring {key!r}")
    table[key] = value
