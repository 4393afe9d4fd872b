"""The jobs that run at intervals."""

from __future__ import annotations

import logging
from datetime import timedelta

from backend.clock import Clock
from backend.db.engine.signals import TURN, Signals, outbox_of
from backend.db.engine.uow import Database
from backend.db.identity import joinings as joining_rows
from backend.db.identity import proofs
from backend.db.messaging import deferred_messages
from backend.db.quality import news
from backend.db.threads import schedule as threads_schedule
from backend.db.work import chains, leases, results
from backend.db.work import projects as project_rows
from backend.db.work import queries as work_rows
from backend.domain.earnings.pace import LEAST_ANSWERS, LEAST_PEOPLE
from backend.domain.identity.linking import RECYCLED_AFTER
from backend.domain.messaging import channels
from backend.domain.messaging.message import Tr
from backend.services.admin import service_state, statistics, week
from backend.services.payouts.timing import waits
from backend.services.quality import concerns, learning, review
from backend.services.reminders import first_work
from backend.services.reminders import service as reminders_service
from backend.services.work import chains as chain_service
from backend.services.work import projects, sharing
from bot.delivery import senders
from bot.delivery.alarms import claim_alarm, ledger_alarm, wage_alarm
from bot.jobs import joinings
from bot.jobs.record import Job

log = logging.getLogger(__name__)

CHUNK_ROWS = 1_000
"""Rows that one transaction handles."""


class Clocked:
    def __init__(self, database: Database, clock: Clock, signals: Signals) -> None:
        self._database = database
        self._clock = clock
        self._signals = signals

    def jobs(self) -> tuple[Job, ...]:
        """Each job with its interval."""
        second, minute, hour = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
        return (
            Job("wake_people", Tr("rappels à envoyer"), self._wake_people, 10 * second),
            Job("offer_first_work", Tr("premières tâches à proposer"), self._offer_first_work, 10 * minute),
            Job("give_back_leases", Tr("tâches à rendre"), self._give_back_leases, minute),
            Job("accept_answers", Tr("réponses à accepter"), self._accept_answers, minute),
            Job("measure_pace", Tr("rythme des projets"), self._measure_pace, 10 * minute),
            Job("fund_chains", Tr("tâches en attente de budget"), self._fund_chains, minute),
            Job("share_work", Tr("parts du travail rare"), self._share_work, 5 * minute),
            Job("release_spare", Tr("réponses promises en trop"), self._release_spare, 10 * minute),
            Job("tend_reviews", Tr("revues à conclure"), self._tend_reviews, minute),
            Job("learn_skill", Tr("modèle des réponses"), self._learn_skill, 10 * minute),
            Job("tend_concerns", Tr("coups de main au travail"), self._tend_concerns, 10 * minute),
            Job("count_figures", Tr("chiffres"), self._count_figures, 10 * minute),
            Job("tell_senders", Tr("avis aux expéditeurs"), self._tell_senders, minute),
            Job("tend_threads", Tr("messages sans réponse"), self._tend_threads, minute),
            Job("tend_joinings", Tr("liaisons en attente"), self._tend_joinings, minute),
            Job("tell_decisions", Tr("décisions à dire"), self._tell_decisions, minute),
            Job("send_monday_sheets", Tr("feuille du lundi"), self._send_monday_sheets, 10 * minute),
            Job("measure_pay_wait", Tr("délai de la paie"), self._measure_pay_wait, hour),
            Job("tend_claims", Tr("réclamations en retard"), self._tend_claims, hour),
            Job("measure_service", Tr("état du service"), self._measure_service, 10 * minute),
            Job("tidy", Tr("rangement"), self._tidy, hour),
            Job("check_ledger", Tr("contrôle des comptes"), self._check_ledger, 24 * hour),
        )

    async def _wake_people(self) -> None:
        """Find everybody whose planned time has come, and post a wake-up for those who will get a message."""
        done = CHUNK_ROWS
        while done == CHUNK_ROWS:
            async with self._database.turn() as uow:  # by its indexes alone, as for one person
                woken = await reminders_service.wake(uow, self._clock.now(), CHUNK_ROWS)
                await uow.commit()
            if woken.people:
                self._signals.tell(TURN)
            done = woken.looked

    async def _offer_first_work(self) -> None:
        """Tell people who have had no paid task yet that there is work now."""
        async with self._database.unit() as uow:
            work = await projects.open_work(uow)
            await first_work.tell(uow, self._clock.now(), work.answers)
            await uow.commit()

    async def _give_back_leases(self) -> None:
        done = CHUNK_ROWS
        while done == CHUNK_ROWS:
            async with self._database.unit() as uow:
                done = await leases.give_back_expired(uow, self._clock.now(), CHUNK_ROWS)
                await uow.commit()

    async def _accept_answers(self) -> None:
        """Accept answers that nobody refused in time."""
        done = CHUNK_ROWS
        while done == CHUNK_ROWS:
            async with self._database.unit() as uow:
                done = await work_rows.accept_due(uow, self._clock.now(), CHUNK_ROWS)
                await uow.commit()

    async def _measure_pace(self) -> None:
        """Measure how long tasks take, and give the alarm where pay falls below a minimum wage."""
        async with self._database.unit() as uow:
            await project_rows.measure_pace(uow, LEAST_PEOPLE, LEAST_ANSWERS)
            told = await wage_alarm.look(uow, self._clock.now())
            await uow.commit()
        for channel in told:
            self._signals.tell(outbox_of(channel))

    async def _share_work(self) -> None:
        async with self._database.unit() as uow:
            await sharing.measure(uow, self._clock.now())
            await uow.commit()

    async def _release_spare(self) -> None:
        """Close control tasks of finished projects, and release the budget that finished tasks do not need."""
        async with self._database.unit() as uow:
            await results.close_controls(uow)
            await uow.commit()
        done = CHUNK_ROWS
        while done == CHUNK_ROWS:
            async with self._database.unit() as uow:
                done = await results.release_spare(uow, CHUNK_ROWS)
                await uow.commit()

    async def _fund_chains(self) -> None:
        """Open tasks that were sent on to a project as its budget allows; send tasks whose second opinion will not come
        to reviewers."""
        async with self._database.unit() as uow:
            await chains.fund(uow, self._clock.now())
            await uow.commit()
        done = CHUNK_ROWS
        while done == CHUNK_ROWS:
            async with self._database.unit() as uow:
                done = await chain_service.give_up(uow, self._clock.now(), CHUNK_ROWS)
                await uow.commit()

    async def _tend_reviews(self) -> None:
        """Decide reviews that nobody decided in time, and drop refused answers after their time."""
        for look in (review.silence, review.lose):
            done = CHUNK_ROWS
            while done == CHUNK_ROWS:
                async with self._database.unit() as uow:
                    done = await look(uow, self._clock.now(), CHUNK_ROWS)
                    await uow.commit()
        self._signals.tell(TURN)

    async def _tend_concerns(self) -> None:
        """Look for answers that show that somebody needs help, and take the next step for each."""
        if await concerns.tend(self._database, self._clock.now()):
            self._signals.tell(TURN)

    async def _learn_skill(self) -> None:
        await learning.learn(self._database, self._clock.now())

    async def _count_figures(self) -> None:
        await statistics.count_ahead(self._database, self._clock)

    async def _tell_senders(self) -> None:
        """Tell people who wrote to many how many did not get it."""
        async with self._database.unit() as uow:
            told = await senders.tell(uow, self._clock.now())
            await uow.commit()
        for channel in told:
            self._signals.tell(outbox_of(channel))

    async def _tend_threads(self) -> None:
        """Post wake-ups for threads that are due, and for messages held back during quiet hours."""
        done = CHUNK_ROWS
        while done == CHUNK_ROWS:
            async with self._database.turn() as uow:
                done = await threads_schedule.post_due(uow, self._clock.now(), CHUNK_ROWS)
                await uow.commit()
            if done:
                self._signals.tell(TURN)

    async def _tend_joinings(self) -> None:
        """Look after links that wait, each in its own transaction, because each locks people."""
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

    async def _tell_decisions(self) -> None:
        """Wake people whose message about decisions is due."""
        done = CHUNK_ROWS
        while done == CHUNK_ROWS:
            async with self._database.turn() as uow:
                done = await news.wake_due(uow, self._clock.now(), CHUNK_ROWS)
                await uow.commit()
            if done:
                self._signals.tell(TURN)

    async def _send_monday_sheets(self) -> None:
        """Wake Hubers and admins whose Monday sheet is due."""
        async with self._database.unit() as uow:
            woken = await week.wake(uow, self._clock.now())
            await uow.commit()
        if woken:
            self._signals.tell(TURN)

    async def _measure_pay_wait(self) -> None:
        async with self._database.unit() as uow:
            await waits.measure(uow, self._clock.now())
            await uow.commit()

    async def _measure_service(self) -> None:
        """Measure for the metrics what is too costly for each look at them."""
        async with self._database.unit() as uow:
            await service_state.measure(uow, self._clock.now())
            await uow.commit()

    async def _tend_claims(self) -> None:
        """Remind finance of claims whose promised day is over."""
        async with self._database.unit() as uow:
            told = await claim_alarm.look(uow, self._clock.now())
            await uow.commit()
        for channel in told:
            self._signals.tell(outbox_of(channel))

    async def _tidy(self) -> None:
        async with self._database.unit() as uow:
            await deferred_messages.let_go_outdated(uow, self._clock.now())
            await uow.commit()
        await self._lock_silent()

    async def _check_ledger(self) -> None:
        async with self._database.unit() as uow:
            told = await ledger_alarm.look(uow, self._clock.now())
            await uow.commit()
        for channel in told:
            self._signals.tell(outbox_of(channel))

    async def _lock_silent(self) -> None:
        """Lock chats with a phone number that was silent for half a year: the
        number may belong to somebody else now."""
        now = self._clock.now()
        async with self._database.unit() as uow:
            locked = await proofs.lock_silent(uow, channels.numbers(), now - RECYCLED_AFTER, now)
            await uow.commit()
        if locked:
            log.info("%s numbers are locked: nobody has written from there for long", locked)
