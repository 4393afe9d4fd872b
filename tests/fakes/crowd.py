"""Many people at once, who react to what the bot says, and what that costs the bot.

The same crowd works on every platform; what a person does after a message is a policy, which knows no
platform either. An action's time runs from its event being handed to the bot (in the answer of a poll,
or as it is posted to the webhook) to the first message or edit accepted for that chat.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from .chat import ChatMessage
from .people import Person


class Event(Protocol):
    """Something that somebody did, on its way to the bot; times in seconds, on the platform's
    `moment()`."""

    @property
    def chat_id(self) -> int: ...

    @property
    def made_at(self) -> float: ...

    @property
    def handed_at(self) -> float | None: ...


class Platform(Protocol):
    """What a crowd needs of a fake platform. `calls_made`: by the bot, without polls; `on_event` hears
    of each event of a person as it is made."""

    on_event: Callable[[Any], None] | None

    @property
    def calls_made(self) -> int: ...

    @property
    def violations(self) -> Sequence[Any]: ...

    def person(self, name: str) -> Person: ...

    def moment(self) -> float: ...


@dataclass(frozen=True, slots=True)
class Says:
    """She writes a text."""

    text: str


@dataclass(frozen=True, slots=True)
class Taps:
    """She taps a button, as in `Person.taps`."""

    what: str | int
    message: ChatMessage | None = None


Action = Says | Taps
Policy = Callable[[Person, ChatMessage], Action | None]
"""What a person does after a message of the bot; None: she waits for the next one."""


def first_button(person: Person, message: ChatMessage) -> Action | None:
    """Taps the first button of the message, if it has any."""
    if not message.buttons or message.buttons[0].url:
        return None
    return Taps(0, message)


@dataclass(frozen=True, slots=True)
class Report:
    """What a run showed. Times in seconds; `handed`: from handed out to answered, `made`: from her
    action to answered, both sorted; `each`: (person's id, handed out at, answered at) of each
    answered action, on the platform's `moment()`; `mute`: ids of people whose last action got no
    answer; `calls`: calls of the bot without polls; `cpu`: this process's own processor time."""

    people: int
    actions: int
    seconds: float
    handed: list[float] = field(repr=False)
    made: list[float] = field(repr=False)
    each: list[tuple[int, float, float]] = field(repr=False)
    mute: list[int] = field(repr=False)
    calls: int
    violations: int
    cpu: float

    @property
    def json(self) -> dict[str, Any]:
        """For files and the control endpoint; latencies in milliseconds."""
        return {
            "people": self.people,
            "actions": self.actions,
            "answered": len(self.handed),
            "mute": len(self.mute),
            "mute_ids": self.mute[:20],
            "seconds": round(self.seconds, 3),
            "actions_per_second": round(self.actions / self.seconds, 1),
            "calls_per_second": round(self.calls / self.seconds, 1),
            "calls_per_cpu_second": round(self.calls / self.cpu, 1) if self.cpu else None,
            "handed_to_answered_ms": _percentiles(self.handed),
            "made_to_answered_ms": _percentiles(self.made),
            "violations": self.violations,
        }


def _percentiles(times: list[float]) -> dict[str, float]:
    """`times` is sorted."""
    if not times:
        return {}
    at = {"p50": 0.5, "p90": 0.9, "p99": 0.99, "max": 1.0}
    last = len(times) - 1
    return {name: round(times[min(last, int(len(times) * q))] * 1000, 3) for name, q in at.items()}


class _Member:
    """One person of a crowd. `waiting`: her event that has no answer yet; `latest`: what she will
    react to, the newest message with buttons since her last action, else the newest."""

    __slots__ = ("latest", "person", "timer", "waiting")

    def __init__(self, person: Person) -> None:
        self.person = person
        self.waiting: Event | None = None
        self.timer: asyncio.Handle | None = None
        self.latest: ChatMessage | None = None


class Crowd:
    """`size` new people against the bot of `platform`.

    `opening`: what each says first; a callable gets her number from 0. `think`: seconds between the
    bot's message and her action, fixed or (least, most) drawn by `seed`. It ends after `actions` in
    all, or `seconds`, or when nobody has anything more to do; whoever has no answer `patience`
    seconds after anybody had one is left mute. `ramp`: seconds over which the openings are spread.

    Without think time, a bot that answers one action with several messages is flattered: the second
    message may pass for the answer to her next action.
    """

    def __init__(
        self,
        platform: Platform,
        size: int,
        *,
        policy: Policy = first_button,
        opening: str | Callable[[int], str] = "/start",
        think: float | tuple[float, float] = 0.0,
        actions: int | None = None,
        seconds: float | None = None,
        ramp: float = 0.0,
        seed: int = 0,
        patience: float = 10.0,
    ) -> None:
        if actions is None and seconds is None:
            raise ValueError("a crowd ends after a number of actions or of seconds")
        self.platform = platform
        self._policy = policy
        self._opening = opening
        self._think = think if isinstance(think, tuple) else (think, think)
        self._left = actions
        self._seconds = seconds
        self._ramp = ramp
        self._random = random.Random(seed)
        self._patience = patience
        self._members = {member.person.id: member for member in map(self._join, range(size))}
        self._thinking = 0
        self._waiting = 0
        self._stopped = False
        self._over = asyncio.Event()
        self._error: Exception | None = None
        self._actions = 0
        self._each: list[tuple[int, float, float]] = []
        self._made: list[float] = []

    async def run(self) -> Report:
        """Lets them act, once. Raises what the policy raises."""
        platform = self.platform
        loop = asyncio.get_running_loop()
        calls, violations = platform.calls_made, len(platform.violations)
        started, cpu = time.perf_counter(), time.process_time()
        platform.on_event = self._put
        stop = loop.call_later(self._seconds, self._stop) if self._seconds is not None else None
        for number, member in enumerate(self._members.values()):
            pause = self._ramp * number / len(self._members)
            member.timer = loop.call_later(pause, self._open, member, number)
            self._thinking += 1
        try:
            await self._settled()
            ended = time.perf_counter()
        finally:
            platform.on_event = None
            if stop is not None:
                stop.cancel()
            self._stop()
            for member in self._members.values():
                member.person.on_message = None
        if self._error is not None:
            raise self._error
        return Report(
            people=len(self._members),
            actions=self._actions,
            seconds=ended - started,
            handed=sorted(answered - handed for _, handed, answered in self._each),
            made=sorted(self._made),
            each=self._each,
            mute=[m.person.id for m in self._members.values() if m.waiting is not None],
            calls=platform.calls_made - calls,
            violations=len(platform.violations) - violations,
            cpu=time.process_time() - cpu,
        )

    def _join(self, number: int) -> _Member:
        member = _Member(self.platform.person(f"Personne {number + 1}"))
        member.person.on_message = lambda message: self._told(member, message)
        return member

    async def _settled(self) -> None:
        """Until nobody thinks or waits, or nothing moves any more."""
        while not self._over.is_set():
            before = len(self._each)
            try:
                async with asyncio.timeout(self._patience):
                    await self._over.wait()
            except TimeoutError:
                if len(self._each) == before and not self._thinking:
                    return

    def _open(self, member: _Member, number: int) -> None:
        opening = self._opening(number) if callable(self._opening) else self._opening
        self._acts(member, Says(opening))

    def _react(self, member: _Member) -> None:
        message, member.latest = member.latest, None
        assert message is not None
        try:
            self._acts(member, self._policy(member.person, message))
        except Exception as error:  # a policy may raise anything; run() passes it on
            self._error = error
            self._over.set()

    def _acts(self, member: _Member, action: Action | None) -> None:
        member.timer = None
        self._thinking -= 1
        if action is not None:
            self._actions += 1
            if isinstance(action, Says):
                member.person.write(action.text)
            else:
                member.person.tap(action.what, action.message)
            if self._left is not None and self._actions >= self._left:
                self._stop()
        self._check_over()

    def _put(self, event: Event) -> None:
        member = self._members.get(event.chat_id)
        if member is not None and member.waiting is None:
            member.waiting = event
            self._waiting += 1

    def _told(self, member: _Member, message: ChatMessage) -> None:
        if message.buttons or member.latest is None:
            member.latest = message
        event = member.waiting
        if event is not None:
            if event.handed_at is None:
                return  # said without knowing of her action: she waits on
            now = self.platform.moment()
            self._each.append((event.chat_id, event.handed_at, now))
            self._made.append(now - event.made_at)
            member.waiting = None
            self._waiting -= 1
        if self._stopped:
            self._check_over()
        elif member.timer is None:
            self._thinking += 1
            pause = self._random.uniform(*self._think)
            loop = asyncio.get_running_loop()
            if pause:
                member.timer = loop.call_later(pause, self._react, member)
            else:
                member.timer = loop.call_soon(self._react, member)

    def _stop(self) -> None:
        self._stopped = True
        for member in self._members.values():
            if member.timer is not None:
                member.timer.cancel()
                member.timer = None
                self._thinking -= 1
        self._check_over()

    def _check_over(self) -> None:
        if not self._thinking and not self._waiting:
            self._over.set()
