"""Many hiteuses at work at once, and moments in their work at which something can be done to the program."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Iterable

from tests.fakes.chat import ChatMessage
from tests.fakes.people import Person
from tests.hiteuse import CHOICES, Hiteuse

ONBOARDING = 7
"""Messages from the code to the first real task."""
JITTER = 0.03
"""Seconds; a turn takes about a tenth of it."""


class Crowd:
    """Each of `people` (with her code) joins and works until nothing is left; all answers wanted of them are
    `answers`. `until` waits for something that the program shall bring about, and raises when it does not.
    """

    def __init__(
        self,
        people: Iterable[tuple[Person, str]],
        answers: int,
        seed: int,
        until: Callable[[asyncio.Event], Awaitable[None]],
    ) -> None:
        self.random = random.Random(seed)
        self.seen = 0
        """Messages that came to anybody."""
        self._until = until
        self._awaited = 0
        self._moment = asyncio.Event()
        self.people = [self.hiteuse(number, *each) for number, each in enumerate(people)]
        self.expected = answers + len(self.people) * ONBOARDING
        """Messages, nearly, until everybody has finished."""

    def hiteuse(self, number: int, person: Person, code: str) -> Hiteuse:
        """One of them, and how she answers."""
        hiteuse = Hiteuse(person, code, choices(number))
        hiteuse.on_seen = self.sees
        return hiteuse

    def sees(self, message: ChatMessage) -> None:
        """A message has come to somebody."""
        self.seen += 1
        if self.seen >= self._awaited or self.finished:
            self._moment.set()

    @property
    def finished(self) -> bool:
        """Whether nobody has anything more to do."""
        return all(hiteuse.finished.is_set() for hiteuse in self.people)

    def begin(self) -> None:
        for hiteuse in self.people:
            hiteuse.begin()

    async def a_moment(self, disturbances: int) -> None:
        """Until a random point in their work, so that so many fall into what is left of it."""
        left = max(2, self.expected - self.seen)
        self._awaited = self.seen + self.random.randrange(1, max(2, int(1.8 * left / disturbances)))
        self._moment.clear()
        if not self.finished:
            await self._until(self._moment)
        # somewhere within a turn, a commit, a request; nothing is waited for
        await asyncio.sleep(self.random.uniform(0, JITTER))

    async def finish(self) -> None:
        """Until everybody has finished and has asked for her earnings."""
        await self._all_finished()
        for hiteuse in self.people:
            hiteuse.says("gains")
        await self._all_finished()

    async def _all_finished(self) -> None:
        for hiteuse in self.people:
            try:
                await self._until(hiteuse.finished)
            except AssertionError as error:
                chat = hiteuse.person.transcript[-1_500:]
                raise AssertionError(f"{hiteuse.person.name} was left waiting:\n{chat}\n{error}") from None


def choices(number: int) -> Callable[[str], str]:
    """What a person answers to each item, whenever she is asked."""
    ids, choose = sorted(CHOICES), random.Random(f"{number}").choice
    answers: dict[str, str] = {}
    return lambda item: answers.setdefault(item, choose(ids))
