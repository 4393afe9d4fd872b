"""The jobs of the task queue. Each may run twice after a crash without harm."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

from backend.clock import Clock
from backend.db.engine import jobs as job_rows
from backend.db.engine.failures import UNAVAILABLE
from backend.db.engine.signals import Signals
from backend.db.engine.uow import Database, UnitOfWork
from backend.db.identity import chats, merging
from backend.db.people import queries as people_rows
from backend.domain.messaging.message import Raw, Tr
from backend.domain.payouts import terms_file
from backend.domain.payouts.providers import ProviderName
from backend.domain.payouts.terms import Terms
from backend.queue import Queue
from backend.services.identity import identity_verification
from backend.services.payouts import key_rotation
from backend.services.payouts.keys import KeySource
from bot.channels.base import Channel, Menu
from bot.channels.errors import Unreachable
from bot.flows.announcements import report as announcements_report
from bot.handlers.engine.words import Vocabulary
from bot.i18n.render import plain
from bot.jobs import (
    accounts,
    announcements,
    batches,
    name_lists,
    personal_data,
    platform_calls,
    received_files,
    result_files,
)
from bot.jobs.clocked import Clocked
from bot.jobs.payouts import holders, paying, proposals
from bot.jobs.pruning import Pruning
from bot.jobs.record import Job
from bot.providers.base import Provider

log = logging.getLogger(__name__)


class Jobs:
    """All jobs, and what turns may ask of the queue (`bot.handlers.engine.turn.Jobs`)."""

    def __init__(
        self,
        database: Database,
        channels: Mapping[str, Channel],
        clock: Clock,
        signals: Signals,
        words: Vocabulary,
        providers: Mapping[ProviderName, Provider] | None = None,
        key_source: KeySource | None = None,
        terms: Terms | None = None,
        home: Path | None = None,
    ) -> None:
        self._database = database
        self._channels = channels
        self._clock = clock
        self._signals = signals
        self._words = words
        self._key_source = key_source or KeySource()
        self._files = received_files.ReceivedFiles(database, channels, clock, signals)
        self._batches = batches.Batches(database, channels, clock, signals)
        self._results = result_files.ResultFiles(database, clock, signals)
        self._personal = personal_data.PersonalData(database, clock, signals, key_source or KeySource(), home)
        self._names = name_lists.Names(database, channels, clock, signals)
        self._payouts = proposals.Payouts(database, clock, signals, terms or terms_file.shipped())
        self._paying = paying.Paying(
            *(database, clock, signals, providers or {}, key_source or KeySource()),
            (terms or terms_file.shipped()).alarms,
        )
        self._holders = holders.Holders(
            *(database, clock, signals, providers or {}, key_source or KeySource()), terms or terms_file.shipped()
        )
        self._accounts = accounts.Accounts(database, channels, clock, signals)
        self._announcing = announcements.Announcing(
            *(database, channels, clock, signals, self.defer),
            *(announcements_report.result, announcements_report.delayed, announcements_report.held),
        )
        by_clock = (*Clocked(database, clock, signals).jobs(), Pruning(database, clock).job())
        self.by_name: Mapping[str, Job] = {job.name: job for job in (*by_clock, *self._all())}
        self.queue = Queue(
            database.url,
            {name: job.run for name, job in self.by_name.items()},
            {name: job.given_up for name, job in self.by_name.items() if job.given_up},
            {name: job.patience for name, job in self.by_name.items() if job.patience is not None},
            self._note,
        )
        self.ticks: Mapping[str, timedelta] = {name: job.every for name, job in self.by_name.items() if job.every}

    def _all(self) -> tuple[Job, ...]:
        found, batch = self._announcing, self._batches
        return (
            Job("announcements", Tr("annonces à reprendre"), found.take_up, timedelta(seconds=30)),
            Job("look_at_accounts", Tr("comptes sur les plateformes"), self._accounts.look, timedelta(minutes=10)),
            Job("prune_jobs", Tr("ménage des travaux"), self._prune_jobs, timedelta(days=1)),
            Job("check_batch", Tr("lot à vérifier"), batch.check, given_up=batch.check_given_up),
            # enqueued by the version before
            Job("import_batch", Tr("lot à vérifier"), batch.check, given_up=batch.check_given_up),
            Job("import_draft", Tr("lot à importer"), batch.carry_out, given_up=batch.carry_out_given_up),
            Job(
                "make_result_file",
                Tr("résultats en fichier"),
                self._results.make,
                given_up=self._results.given_up,
            ),
            Job("read_names", Tr("liste de noms"), self._names.read, given_up=self._names.given_up),
            Job("propose_payouts", Tr("paiements à préparer"), self._payouts.propose),
            Job("pay", Tr("paiements à envoyer et à suivre"), self._paying.tend, timedelta(seconds=10)),
            Job("verify_holder", Tr("nom du compte à vérifier"), self._holders.verify),
            Job("ask_payout", Tr("paiement à vérifier chez l'opérateur"), self._paying.ask),
            Job(
                "propose_payouts_on_days",
                Tr("paiements du calendrier"),
                self._payouts.propose_on_days,
                timedelta(hours=1),
            ),
            Job("announcement", Tr("annonce"), found.look),
            Job("show_menu", Tr("menu"), self._show_menu),
            Job(
                "fetch_file",
                Tr("fichier reçu"),
                self._files.fetch,
                given_up=self._files.given_up,
                patience=received_files.FETCH_SPAN,
            ),
            Job("rotate_keys", Tr("clés de chiffrement"), self._rotate_keys, timedelta(days=1)),
            Job("gather_history", Tr("historique à réunir"), self._gather_history),
            Job(
                "make_person_file",
                Tr("données d'une personne en fichier"),
                self._personal.make,
                given_up=self._personal.given_up,
            ),
            Job(
                "forget_person_files",
                Tr("fichiers envoyés à enlever"),
                self._personal.forget_files,
                timedelta(minutes=10),
            ),
            Job("erase_people", Tr("comptes à effacer"), self._personal.erase, timedelta(minutes=10)),
            Job("blot_number", Tr("code secret à effacer"), self._blot_number),
        )

    def said(self, name: str) -> Tr | Raw:
        """The job's name in the word `file`; for a job of another version, its technical name."""
        return self.by_name[name].said if name in self.by_name else Raw(name)

    # --- for turns ----------------------------------------------------------------------------------

    async def defer(self, uow: UnitOfWork, name: str, /, **arguments: Any) -> None:
        """Enqueue a job with this transaction; see `backend.queue.Queue.defer`."""
        await self.queue.defer(uow, name, **arguments)

    async def answered(self, uow: UnitOfWork, **arguments: Any) -> None:
        """Let the job of an announcement look at its answers soon, once for all who answer until then."""
        await self._announcing.answered(uow, **arguments)

    async def _prune_jobs(self) -> None:
        await self.queue.prune()
        async with self._database.unit() as uow:
            await job_rows.forget_failures(uow)
            await uow.commit()

    async def _note(self, job_id: int, error: Exception | None) -> None:
        """Record the error of a job for the word `file`. While the database is away, nothing is recorded."""
        with suppress(*UNAVAILABLE):
            async with self._database.unit() as uow:
                if error is None:
                    await job_rows.went_well(uow, job_id)
                else:
                    await job_rows.failed_with(uow, job_id, type(error).__name__, self._clock.now())
                await uow.commit()

    # --- jobs of people -----------------------------------------------------------------------------

    async def _gather_history(self, gone: int, kept: int) -> None:
        """Move the history of two merged people to one."""
        async with self._database.unit() as uow:
            await merging.gather_history(uow, gone, kept)
            await uow.commit()

    async def _rotate_keys(self) -> None:
        """Encrypt anew what an older key has encrypted."""
        done = await key_rotation.rotate(self._database, self._key_source)
        if done.anew:
            log.info("%s payment destinations are under the first key now", done.anew)

    async def _blot_number(self, person_id: int, event: int | None = None) -> None:
        """Remove a secret number from what the person wrote."""
        async with self._database.unit() as uow:
            await identity_verification.blot(uow, person_id, event)
            await uow.commit()

    async def _show_menu(self, person_id: int) -> None:
        """Show the person's words in the command list of each of their platforms."""
        async with self._database.unit() as uow:
            person = await people_rows.person(uow, person_id)
            contacts = await chats.of_person(uow, person_id)
        if person is None:
            return
        listed = [(name, plain(about, person.language)) for name, about in self._words.listed(person)]
        for contact in contacts:
            channel = self._channels.get(contact.channel)
            if channel is not None:
                try:
                    with platform_calls.platform():
                        await channel.show_menu(Menu(contact.address, person.language, listed))
                except Unreachable:
                    log.info("the menu of person %s was not set: she cannot be reached", person_id)
