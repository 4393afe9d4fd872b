"""Run turns: people whose events wait are queued, and a few runners take them, one turn at a time."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from time import monotonic

from backend import log_context
from backend.clock import Clock
from backend.db import turns
from backend.db.engine.failures import RETRYABLE, is_away
from backend.db.engine.shared import Packets
from backend.db.engine.signals import TURN, Signals, outbox_of
from backend.db.engine.uow import Database, Statement, UnitOfWork
from backend.db.messaging import contact_routing, inbox, outgoing
from backend.domain.identity import secret_numbers
from backend.domain.messaging.channels import CLOCK
from backend.domain.messaging.message import tr
from backend.domain.payouts import terms_file
from backend.domain.payouts.terms import Terms
from backend.services.certificates.signing import Issuer
from backend.services.payouts.keys import KeySource
from bot.channels.base import Channel
from bot.handlers import dispatch
from bot.handlers.engine import wakeups
from bot.handlers.engine.dialogue import Dialogues
from bot.handlers.engine.turn import Jobs, Turn

log = logging.getLogger(__name__)

RUNNER_COUNT = 3  # a few keep two cores busy; more only contend with each other (measured)
MOST_SHARE = 16
"""The most turns that share a transaction."""
SHARED_PATIENCE = "300ms"
"""How long a shared transaction waits for a lock. Two of them may each hold what the other waits for, and the server
notices that only after a second. Mostly one waits for the end of another, in which people answer the same tasks: with
50 ms one in twenty gave up, and its turns were run once more, alone."""
SHARED_SECONDS = 1.0
"""Seconds that turns in a shared transaction may take. One that takes longer is run alone, so that nobody waits for
it."""
SHARING_ROLES = ("hiteuse", "trainee")
LOOK_AGAIN = 1.0  # seconds between looks at the inbox when nothing is signalled
GATHERED_PEOPLE = 200  # people whose events wait, read in one look
WAIT_FOR_ROOM = 0.01  # seconds between looks at the queue while it holds more than that
REST_SECONDS = 1.0  # seconds of rest after an error that belongs to no event
MOST_TRIES = 5
"""Tries of one event before it becomes a dead letter."""
FIRST_WAIT = timedelta(seconds=1)  # the wait after the first failed try; three times longer after each further one
SORRY = tr("Désolée, je n'ai pas réussi à traiter ton message. L'équipe est prévenue. Réessaie, ou écris « menu ».")


def _may_share(claim: turns.Claim) -> bool:
    """Whether a turn may share its transaction: a first try of a person at work or in training who writes in a chat of
    her own. What staff and strangers do may take long, or touch other people."""
    person, event = claim.person, claim.event
    return (
        person.role in SHARING_ROLES
        and person.joined_at is not None
        and event.channel != CLOCK
        and event.attempts == 0
        and not event.locked
    )


def _first_locked(claim: turns.Claim) -> int:
    """The order of turns that share a transaction: by the task that each may answer, since its row is locked then."""
    task = claim.conversation.task
    return task.id if task is not None else 0


class Runners:
    """The turns of one process. Any number of processes may run on one database: the lock on a person's conversation
    lets one turn of theirs run at a time, and ends with the transaction."""

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
        key_source: KeySource,
        terms: Terms | None = None,
    ) -> None:
        self._database = database
        self._channels = channels
        self._clock = clock
        self._signals = signals
        self._jobs = jobs
        self._links = links
        self._dialogues = dialogues
        self._issuer = issuer
        self._key_source = key_source
        self._terms = terms or terms_file.shipped()
        self._waiting: deque[int] = deque()
        self._known: set[int] = set()  # queued or running in this process
        self._again: set[int] = set()  # reported again while queued or running
        self._work = asyncio.Event()
        self.running = False

    def hand_over(self, people: Iterable[int]) -> None:
        """Queue people who have new events, so that they need not be looked for."""
        for person_id in people:
            if person_id in self._known:
                self._again.add(person_id)
            else:
                self._known.add(person_id)
                self._waiting.append(person_id)
        self._work.set()

    async def run(self) -> None:
        """Run turns until cancelled."""
        self.running = True
        async with asyncio.TaskGroup() as group:
            for _ in range(RUNNER_COUNT):
                group.create_task(self._runner())
            group.create_task(self._look())

    async def _look(self) -> None:
        """Find people whose events wait: from other processes, from before a crash, or due for a retry."""
        # the last person read: the next look goes on there, so that the many waiting people do not hide others
        after = 0
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
        """Log an error that belongs to no event, and rest for a moment."""
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
            people = self._next_people()
            try:
                left = await self.shared_turns(people) if len(people) > 1 else people
            except BaseException:
                self._put_down(people, False)
                raise
            for person_id in left:
                more = False
                try:
                    more = await self.turn(person_id)
                except Exception as error:
                    await self._trouble(f"no turn for person {person_id}", error)
                finally:
                    self._put_down([person_id], more)

    def _next_people(self) -> list[int]:
        """The people of the next transaction: all who wait, up to `MOST_SHARE`."""
        number = min(MOST_SHARE, len(self._waiting))
        return [self._waiting.popleft() for _ in range(number)]

    def _put_down(self, people: Iterable[int], more: bool) -> None:
        """Their turns are over. `more`: further events of theirs wait."""
        for person_id in people:
            if more or person_id in self._again:
                self._again.discard(person_id)
                self._waiting.append(person_id)
            else:
                self._known.discard(person_id)

    async def shared_turns(self, people: Sequence[int]) -> Sequence[int]:
        """Run one turn of each of several people in one transaction. Return those whose turns want one of their own:
        all of them if anything failed, since nothing is committed then. The others are put down."""
        started, now = monotonic(), self._clock.now()
        turns_: list[Turn] = []
        try:
            async with self._database.turn() as uow:
                found = await turns.claim_together(uow, people, now, patience=SHARED_PATIENCE)
                claimed = [claim for claim in found if isinstance(claim, turns.Claim)]
                async with asyncio.timeout(SHARED_SECONDS), asyncio.TaskGroup() as group:
                    packets = Packets(uow.connection, group)
                    for place, claim in enumerate(sorted(filter(_may_share, claimed), key=_first_locked)):
                        turn = self._begin(uow.part(packets, place), now, claim)
                        turns_.append(turn)
                        group.create_task(self._handle_apart(turn))
                for turn in turns_:
                    uow.take_over(turn.uow)
                await uow.commit(*(statement for turn in turns_ for statement in self._ending(turn)))
        except Exception as error:  # each is tried alone, and counted there
            log.debug("turns: %s people do not share a transaction: %s", len(people), type(error).__name__)
            return people
        for turn in turns_:
            with log_context.apart(turn.waiting.id):
                self._after(turn, started)
        elsewhere = [claim.person_id for claim in found if isinstance(claim, turns.Elsewhere)]
        self.hand_over(elsewhere)
        alone = [claim.person.id for claim in claimed if not _may_share(claim)]
        more = {turn.person.id for turn in turns_ if turn.waiting.more}
        for person_id in people:
            if person_id not in alone:
                self._put_down([person_id], person_id in more or bool(elsewhere))
        return alone

    async def turn(self, person_id: int) -> bool:
        """Run one turn of a person, alone. Return True if further events of theirs wait."""
        with log_context.apart():
            return await self._turn(person_id)

    async def _turn(self, person_id: int) -> bool:
        started = monotonic()
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
                waiting = claimed.event
                log_context.about(waiting.id)
                turn = self._begin(uow, now, claimed)
                await self._handle(turn)
                await uow.commit(*self._ending(turn))
        except RETRYABLE:  # another turn held a row that this one needed: run it again at once; this is no failed try
            return True
        except Exception as error:
            if waiting is None or is_away(error):
                raise
            log.exception("a turn failed: event %s, try %s", waiting.id, waiting.attempts + 1)
            await self._failed(person_id, waiting, error)
            return False
        self._after(turn, started)
        return waiting.more

    def _begin(self, uow: UnitOfWork, now: datetime, claim: turns.Claim) -> Turn:
        return Turn(
            uow,
            now,
            claim.person,
            claim.conversation,
            claim.event,
            self._jobs,
            self._links(),
            self._dialogues,
            self._issuer,
            self._key_source,
            self._terms,
            channels=self._channels,
        )

    def _ending(self, turn: Turn) -> list[Statement]:
        """The statements that end a turn. It may have joined the chat to another person's conversation: that is
        saved."""
        return turns.finish_turn(
            turn.person.id,
            turn.conversation,
            turn.waiting,
            turn.now,
            turn.outgoing,
            aside=turn.parked_conversation is not None,
            keep=self._keeps(turn.waiting),
        )

    def _after(self, turn: Turn, started: float) -> None:
        """Log a turn that is committed, and tell the relays and other runners what it has left for them."""
        log.debug("handled in %.0f ms, %s messages", 1_000 * (monotonic() - started), len(turn.outgoing))
        if turn.outgoing or turn.waiting.held:
            turn.channels_to_notify.add(turn.channel)
        for channel in turn.channels_to_notify:
            self._signals.tell(outbox_of(channel))
        if woken := turn.people_to_wake | turn.uow.woken:
            self.hand_over(woken)

    def _keeps(self, waiting: turns.InboxEvent) -> bool:
        """Whether the event's content stays when it is handled. That of our own clock holds no words of anybody."""
        return waiting.channel == CLOCK or self._channels[waiting.channel].keeps_events

    async def _handle_apart(self, turn: Turn) -> None:
        """Handle an event in a task of its own."""
        log_context.about(turn.waiting.id)
        await self._handle(turn)

    async def _handle(self, turn: Turn) -> None:
        waiting = turn.waiting
        if waiting.channel == CLOCK:
            await wakeups.woken(turn, waiting.payload)
            return
        turn.platform_name = waiting.contact_name
        written = turn.person.pin_at is not None and self._keeps(waiting)
        if written and secret_numbers.numbers_in(waiting.payload):
            await self._jobs.defer(turn.uow, "blot_number", person_id=turn.person.id, event=waiting.id)
        await dispatch.handle(turn, self._channels[waiting.channel].hear(waiting.payload))

    async def _failed(self, person_id: int, waiting: turns.InboxEvent, error: Exception) -> None:
        """Count the failure in a transaction of its own; after the last try, keep a dead letter and apologise. Only the
        type of the error is stored, because its text may hold what the person wrote."""
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
        """Tell the person, and the admins who may look at the event."""
        now = self._clock.now()
        if waiting.contact_id is not None:
            await outgoing.say_plainly(uow, person_id, waiting.contact_id, waiting.channel, SORRY, now)
        alarm = tr("⚠️ Un message n'a pas pu être traité : événement {event}.", event=str(waiting.id))
        for admin in await contact_routing.who_may(uow, "see queues"):
            await outgoing.say_plainly(uow, admin.person_id, admin.id, admin.channel, alarm, now)
