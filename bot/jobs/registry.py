"""The jobs of the task queue. Each may run twice after a crash and does no harm then."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Any

from backend.clock import Clock
from backend.db.engine import jobs as job_rows
from backend.db.engine import ticks
from backend.db.engine.signals import TURN, Signals, outbox_of
from backend.db.engine.uow import UNAVAILABLE, Database, UnitOfWork
from backend.db.identity import joinings as joining_rows
from backend.db.identity import links, merging
from backend.db.messaging import deferred_messages
from backend.db.people import queries as people_rows
from backend.db.threads import schedule as threads_schedule
from backend.db.work import drafts, leases
from backend.db.work import projects as project_rows
from backend.db.work import queries as work_rows
from backend.domain.earnings.pace import LEAST_PEOPLE
from backend.domain.identity.linking import SILENCE
from backend.domain.messaging import channels
from backend.queue import GivenUp, Job, Queue
from backend.services.admin import statistics
from backend.services.identity import identity_verification, linking
from backend.services.messaging import file_quota
from backend.services.reminders import service as reminders_service
from backend.services.threads import schedule as thread_service
from backend.services.work import batches as batch_service
from bot.channels.base import Channel, Menu
from bot.channels.errors import Unreachable
from bot.delivery import senders
from bot.flows.announcements import report as announcements_report
from bot.handlers.engine.words import Vocabulary
from bot.i18n.render import plain
from bot.jobs import announcements, batches, joinings, name_lists, platform_calls, received_files

log = logging.getLogger(__name__)

CHUNK = 1_000


class Jobs:
    """What the queue can do, and what turns may ask of it (`bot.handlers.engine.turn.Jobs`)."""

    def __init__(
        self, database: Database, channels: Mapping[str, Channel], clock: Clock, signals: Signals, words: Vocabulary
    ) -> None:
        self._database = database
        self._channels = channels
        self._clock = clock
        self._signals = signals
        self._words = words
        self._files = received_files.ReceivedFiles(database, channels, clock, signals)
        self._batches = batches.Batches(database, channels, clock, signals)
        self._names = name_lists.Names(database, channels, clock, signals)
        self._announcing = announcements.Announcing(
            database, channels, clock, signals, self._defer, announcements_report.result
        )
        self.queue = Queue(
            database.url, self._all(), self._given_up(), {"fetch_file": received_files.PATIENCE}, self._note
        )

    def _all(self) -> dict[str, Job]:
        return {
            "wake_people": self._wake_people,
            "give_back_leases": self._give_back_leases,
            "accept_answers": self._accept_answers,
            "measure_pace": self._measure_pace,
            "count_figures": self._count_figures,
            "tell_senders": self._tell_senders,
            "tend_threads": self._tend_threads,
            "tend_joinings": self._tend_joinings,
            "tidy": self._tidy,
            "prune_jobs": self._prune_jobs,
            "check_batch": self._batches.check,
            "import_batch": self._batches.check,  # asked for by the version before
            "import_draft": self._batches.carry_out,
            "read_names": self._names.read,
            "announcement": self._announcing.look,
            "announcements": self._announcing.take_up,
            "show_menu": self._show_menu,
            "fetch_file": self._files.fetch,
            "gather_history": self._gather_history,
            "blot_number": self._blot_number,
        }

    def _given_up(self) -> dict[str, GivenUp]:
        return {
            "check_batch": self._batches.check_given_up,
            "import_batch": self._batches.check_given_up,
            "import_draft": self._batches.carry_out_given_up,
            "read_names": self._names.given_up,
            "fetch_file": self._files.given_up,
        }

    # --- asked for by turns -------------------------------------------------------------------------

    async def check_batch(self, uow: UnitOfWork, **arguments: Any) -> None:
        await self.queue.defer(uow, "check_batch", **arguments)

    async def import_draft(self, uow: UnitOfWork, **arguments: Any) -> None:
        await self.queue.defer(uow, "import_draft", **arguments)

    async def read_names(self, uow: UnitOfWork, **arguments: Any) -> None:
        await self.queue.defer(uow, "read_names", **arguments)

    async def show_menu(self, uow: UnitOfWork, **arguments: Any) -> None:
        await self.queue.defer(uow, "show_menu", **arguments)

    async def fetch_file(self, uow: UnitOfWork, **arguments: Any) -> None:
        await self.queue.defer(uow, "fetch_file", **arguments)

    async def gather_history(self, uow: UnitOfWork, **arguments: Any) -> None:
        await self.queue.defer(uow, "gather_history", **arguments)

    async def blot_number(self, uow: UnitOfWork, **arguments: Any) -> None:
        await self.queue.defer(uow, "blot_number", **arguments)

    async def announce(self, uow: UnitOfWork, **arguments: Any) -> None:
        await self.queue.defer(uow, "announcement", **arguments)

    async def answered(self, uow: UnitOfWork, **arguments: Any) -> None:
        await self._announcing.answered(uow, **arguments)

    async def _defer(self, uow: UnitOfWork, name: str, **arguments: Any) -> None:
        await self.queue.defer(uow, name, **arguments)

    # --- asked for by the clock ---------------------------------------------------------------------

    async def _wake_people(self) -> None:
        """Look at everybody whose moment has come: who will be written to has an event of hers then."""
        done = CHUNK
        while done == CHUNK:
            async with self._database.turn() as uow:  # by its indexes alone, as it would be for one person
                woken = await reminders_service.wake(uow, self._clock.now(), CHUNK)
                await uow.commit()
            if woken.people:
                self._signals.tell(TURN)
            done = woken.looked

    async def _give_back_leases(self) -> None:
        done = CHUNK
        while done == CHUNK:
            async with self._database.unit() as uow:
                done = await leases.give_back_expired(uow, self._clock.now(), CHUNK)
                await uow.commit()

    async def _accept_answers(self) -> None:
        """Answers that nobody refused in time count as accepted."""
        done = CHUNK
        while done == CHUNK:
            async with self._database.unit() as uow:
                done = await work_rows.accept_due(uow, self._clock.now(), CHUNK)
                await uow.commit()

    async def _measure_pace(self) -> None:
        async with self._database.unit() as uow:
            await project_rows.measure_pace(uow, LEAST_PEOPLE)
            await uow.commit()

    async def _count_figures(self) -> None:
        await statistics.count_ahead(self._database, self._clock)

    async def _tell_senders(self) -> None:
        """Whoever wrote to many hears what has not reached them."""
        async with self._database.unit() as uow:
            told = await senders.tell(uow, self._clock.now())
            await uow.commit()
        for channel in told:
            self._signals.tell(outbox_of(channel))

    async def _tend_threads(self) -> None:
        """Threads that are due, and who could not be told at night."""
        done = CHUNK
        while done == CHUNK:
            async with self._database.turn() as uow:
                done = await threads_schedule.post_due(uow, self._clock.now(), CHUNK)
                await uow.commit()
            if done:
                self._signals.tell(TURN)

    async def _tend_joinings(self) -> None:
        """Chats that ask to join an account and wait: each by itself, for each locks people."""
        async with self._database.unit() as uow:
            found = await joining_rows.under_way(uow)
        for joining_id in found:
            async with self._database.unit() as uow:
                tended = await joinings.tend(uow, joining_id, self._clock.now())
                await uow.commit()
            for channel in tended.channels:
                self._signals.tell(outbox_of(channel))
            if tended.turns:
                self._signals.tell(TURN)

    async def _tidy(self) -> None:
        async with self._database.unit() as uow:
            await ticks.forget_before(uow, self._clock.now() - timedelta(days=2))
            await deferred_messages.let_go_outdated(uow, self._clock.now())
            await links.forget_links(uow, self._clock.now() - linking.KEPT)
            await drafts.forget_before(uow, self._clock.now() - batch_service.KEPT)
            await thread_service.forget(uow, self._clock.now())
            await file_quota.forget(uow, self._clock.now())
            await uow.commit()
        await self._lock_silent()
        await self._forget_outreach()

    async def _forget_outreach(self) -> None:
        more = True
        while more:
            async with self._database.unit() as uow:
                more = await reminders_service.forget(uow, self._clock.now())
                await uow.commit()

    async def _lock_silent(self) -> None:
        """A number from which nobody has written for half a year may be somebody else's."""
        now = self._clock.now()
        async with self._database.unit() as uow:
            locked = await links.lock_silent(uow, channels.numbers(), now - SILENCE, now)
            await uow.commit()
        if locked:
            log.info("%s numbers are locked: nobody has written from there for long", locked)

    async def _prune_jobs(self) -> None:
        await self.queue.prune()
        async with self._database.unit() as uow:
            await job_rows.forget_failures(uow)
            await uow.commit()

    async def _note(self, job_id: int, error: Exception | None) -> None:
        """Keep what a job failed with, for `file`. While the database is away, nothing can be kept."""
        with suppress(*UNAVAILABLE):
            async with self._database.unit() as uow:
                if error is None:
                    await job_rows.went_well(uow, job_id)
                else:
                    await job_rows.failed_with(uow, job_id, type(error).__name__, self._clock.now())
                await uow.commit()

    # --- asked for by people ------------------------------------------------------------------------

    async def _gather_history(self, gone: int, kept: int) -> None:
        """What two people said and heard who are one now."""
        async with self._database.unit() as uow:
            await merging.gather_history(uow, gone, kept)
            await uow.commit()

    async def _blot_number(self, person_id: int, event: int | None = None) -> None:
        """Her secret number goes from what she wrote."""
        async with self._database.unit() as uow:
            await identity_verification.blot(uow, person_id, event)
            await uow.commit()

    async def _show_menu(self, person_id: int) -> None:
        """Her words, in the command list of each platform where she is."""
        async with self._database.unit() as uow:
            person = await people_rows.person(uow, person_id)
            contacts = await people_rows.contacts(uow, person_id)
        if person is None:
            return
        listed = [(name, plain(about, person.language)) for name, about in self._words.listed(person)]
        for contact in contacts:
            channel = self._channels.get(contact["channel"])
            if channel is not None:
                try:
                    with platform_calls.platform():
                        await channel.show_menu(Menu(contact["address"], person.language, listed))
                except Unreachable:
                    log.info("the menu of person %s was not set: she cannot be reached", person_id)
