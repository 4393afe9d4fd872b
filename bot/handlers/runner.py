"""Running turns: people who have something waiting are handed to runners, one turn each at a time."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta

from backend.clock import Clock
from backend.db import turns
from backend.db.engine.signals import TURN, Signals, outbox_of
from backend.db.engine.uow import RETRYABLE, Database, UnitOfWork, is_away
from backend.db.messaging import contact_routing, inbox
from backend.domain.identity import secret_numbers
from backend.domain.messaging.channels import CLOCK
from backend.domain.messaging.message import tr
from backend.services.certificates.signing import Issuer
from bot.channels.base import Channel
from bot.handlers import clock as clock_handler
from bot.handlers import dispatch
from bot.handlers.engine.dialogue import Dialogues
from bot.handlers.engine.turn import Jobs, Turn

log = logging.getLogger(__name__)

RUNNER_COUNT = 3  # a few keep two cores busy; more of them only get in each other's way (measured)
LOOK_AGAIN = 1.0  # seconds between looks when nobody tells
GATHERED_PEOPLE = 200  # waiting people named at one look
WAIT_FOR_ROOM = 0.01  # seconds between looks at how many are in hand, when more wait than that
REST_SECONDS = 1.0  # seconds of rest after an error that is no event's own
MOST_TRIES = 5
FIRST_WAIT = timedelta(seconds=1)  # after a failed try; three times longer each time
SORRY = tr("Désolée, je n'ai pas réussi à traiter ton message. L'équipe est prévenue. Réessaie, ou écris « menu ».")


class Runners:
    """Turns for one process. Any number of processes may run them on one database: a person is held
    by the lock on her conversation, which dies with the transaction."""

    def __init__(
        self,
        database: Database,
        channels: Mapping[str, Channel],
        clock: Clock,
        signals: Signals,
        jobs: Jobs,
        links: Callable[[], Mapping[str, str]],
        dialogues: Dialogues,
        issuer: Issuer,
    ) -> None:
        self._database = database
        self._channels = channels
        self._clock = clock
        self._signals = signals
        self._jobs = jobs
        self._links = links
        self._dialogues = dialogues
        self._issuer = issuer
        self._waiting: deque[int] = deque()
        self._known: set[int] = set()  # waiting or in hand here
        self._again: set[int] = set()  # told of while in hand
        self._work = asyncio.Event()
        self.running = False

    def hand_over(self, people: Iterable[int]) -> None:
        """People who have something new, so that nobody needs to look for them."""
        for person_id in people:
            if person_id in self._known:
                self._again.add(person_id)
            else:
                self._known.add(person_id)
                self._waiting.append(person_id)
        self._work.set()

    async def run(self) -> None:
        """Take events and make their turns, until it is cancelled."""
        self.running = True
        async with asyncio.TaskGroup() as group:
            for _ in range(RUNNER_COUNT):
                group.create_task(self._runner())
            group.create_task(self._look())

    async def _look(self) -> None:
        """Find people whose events wait: from other processes, from before a crash, or due again."""
        after = 0  # round all, or one person's flood would hide the others
        while True:
            try:
                async with self._database.turn() as uow:
                    found = await inbox.waiting_people(uow, self._clock.now(), GATHERED_PEOPLE, after)
                    await uow.commit()
            except Exception as error:
                await self._trouble("nobody can be looked for", error)
                continue
            self.hand_over([person_id for person_id in found if person_id not in self._known])
            if len(found) < GATHERED_PEOPLE:
                after = 0
                await self._signals.wait(TURN, LOOK_AGAIN)
            else:
                after = found[-1]
                while len(self._waiting) > GATHERED_PEOPLE:  # noqa: ASYNC110 (only under a great backlog)
                    await asyncio.sleep(WAIT_FOR_ROOM)

    async def _trouble(self, what: str, error: Exception) -> None:
        """An error that is no event's own: all goes on after a moment."""
        if is_away(error):
            log.warning("turns: the database is away (%s)", type(error).__name__)
        else:
            log.error("turns: %s", what, exc_info=error)
        await asyncio.sleep(REST_SECONDS)

    async def _runner(self) -> None:
        while True:
            while not self._waiting:
                self._work.clear()
                await self._work.wait()
            person_id = self._waiting.popleft()
            more = False
            try:
                more = await self.turn(person_id)
            except Exception as error:
                await self._trouble(f"no turn for person {person_id}", error)
            finally:
                if more or person_id in self._again:
                    self._again.discard(person_id)
                    self._waiting.append(person_id)
                else:
                    self._known.discard(person_id)

    async def turn(self, person_id: int) -> bool:
        """One turn of a person; True when more of hers waits."""
        now = self._clock.now()
        waiting = None
        try:
            async with self._database.turn() as uow:
                claimed = await turns.claim(uow, person_id, now)
                if claimed is None:
                    await uow.commit()
                    return False
                if isinstance(claimed, turns.Elsewhere):
                    await uow.commit()
                    self.hand_over([claimed.person_id])
                    return True
                person, conversation, waiting = claimed
                turn = Turn(
                    uow,
                    now,
                    person,
                    conversation,
                    waiting,
                    self._jobs,
                    self._links(),
                    self._dialogues,
                    self._issuer,
                    channels=self._channels,
                )
                await self._handle(turn)
                # not by `person_id`: her chat may have been joined to another person's in this turn
                ending = turns.finish_turn(
                    turn.person.id,
                    turn.conversation,
                    turn.waiting,
                    now,
                    turn.outgoing,
                    aside=turn.parked_conversation is not None,
                )
                await uow.commit(*ending)
        except RETRYABLE:  # another turn held what this one needed: again at once, it has not failed
            return True
        except Exception as error:
            if waiting is None or is_away(error):
                raise
            log.exception("a turn failed: event %s, try %s", waiting.id, waiting.attempts + 1)
            await self._failed(person_id, waiting, error)
            return False
        if turn.outgoing or turn.waiting.held:
            turn.channels_to_notify.add(turn.channel)
        for channel in turn.channels_to_notify:
            self._signals.tell(outbox_of(channel))
        if turn.people_to_wake:
            self.hand_over(turn.people_to_wake)
        return waiting.more

    async def _handle(self, turn: Turn) -> None:
        waiting = turn.waiting
        if waiting.channel == CLOCK:
            await clock_handler.woken(turn, waiting.payload)
            return
        turn.platform_name = waiting.contact_name
        if turn.person.pin_at is not None and secret_numbers.numbers_in(waiting.payload):
            await self._jobs.defer(turn.uow, "blot_number", person_id=turn.person.id, event=waiting.id)
        await dispatch.handle(turn, self._channels[waiting.channel].hear(waiting.payload))

    async def _failed(self, person_id: int, waiting: turns.InboxEvent, error: Exception) -> None:
        """Count the failure outside the turn that failed; in the end a dead letter and an apology. Only the
        error's kind is kept: its text may hold what she wrote."""
        tries = waiting.attempts + 1
        dead = tries >= MOST_TRIES
        now = self._clock.now()
        async with self._database.unit() as uow:
            due = now + FIRST_WAIT * 3**waiting.attempts
            await inbox.fail(uow, waiting.id, f"{type(error).__name__}, see the log", due, dead)
            if dead:
                await self._jobs.defer(uow, "blot_number", person_id=person_id, event=waiting.id)
                await self._apologise(uow, person_id, waiting)
            await uow.commit()
        if dead:
            log.error("dead letter: event %s of person %s", waiting.id, person_id)
            for channel in self._channels:
                self._signals.tell(outbox_of(channel))
            self._signals.tell(TURN)

    async def _apologise(self, uow: UnitOfWork, person_id: int, waiting: turns.InboxEvent) -> None:
        """Tell her, and tell the admins, who can see what it was."""
        now = self._clock.now()
        if waiting.contact_id is not None:
            await turns.say_plainly(uow, person_id, waiting.contact_id, waiting.channel, SORRY, now)
        alarm = tr("⚠️ Un message n'a pas pu être traité : événement {event}.", event=str(waiting.id))
        for admin in await contact_routing.who_may(uow, "see queues"):
            await turns.say_plainly(uow, admin.person_id, admin.id, admin.channel, alarm, now)
