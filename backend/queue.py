"""The task queue: Procrastinate on our own database. Everything that is not a turn runs here.

A job is enqueued in the transaction of the change that needs it, so neither is there without the
other.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import timedelta
from math import ceil
from typing import Any

import procrastinate
import psycopg
from procrastinate import exceptions
from procrastinate.job_context import JobContext
from procrastinate.types import TimeDeltaParams

from backend import cancellation
from backend.db.engine import timeouts as waits
from backend.db.engine.uow import UnitOfWork
from backend.retries import Retries, next_wait

log = logging.getLogger(__name__)

Run = Callable[..., Awaitable[None]]
GivenUp = Callable[..., Awaitable[None]]
"""Called with the last error and the job's arguments when a job is tried no more."""

Noted = Callable[[int, Exception | None], Awaitable[None]]
"""Told of a job's failure, and of its good end (None) after failures. Raises nothing."""

MAX_CONCURRENT_JOBS = 4
STALLED_AFTER = 20.0  # seconds without a sign of life of the worker that had the job
HEARTBEAT_SECONDS = 5.0
LOOK_FOR_STALLED = 6.0
"""Longer than from one sign of life to the next: whoever gives none in that time either is gone, and not only the
clock set forward."""
LOOK_FOR_JOBS = 2.0  # when nobody tells
BEGIN_AGAIN = 1.0  # seconds until a worker that lost the database is replaced
CONNECT_WITHIN = 2.0  # seconds; a worker that is told to end while the database is away gives up after it
KEEP_FINISHED = timedelta(days=1)  # most are deleted at once; a crash may leave one
KEEP_FAILED = timedelta(days=30)  # so that somebody can look why
LAST_JOBS = 8.0  # seconds for jobs that run when the process is told to end


class Queue:
    """`jobs`: what can be deferred, by name. A job may run again after a crash: each one is written
    so that this does no harm. A failed one is tried again as `retries` says; `given_up`, by the same
    names: what is still to be done when that is over; `patience`: for how long a job holds out for what
    is away, where that is not `retries.RETRY_SPAN`; `noted`: who keeps what a job failed with."""

    def __init__(
        self,
        url: str,
        jobs: Mapping[str, Run],
        given_up: Mapping[str, GivenUp] | None = None,
        patience: Mapping[str, timedelta] | None = None,
        noted: Noted | None = None,
    ) -> None:
        self._noted = noted
        self._running = 0  # jobs at work here
        self._app = procrastinate.App(
            connector=procrastinate.PsycopgConnector(
                conninfo=url,
                kwargs=waits.gone_after(url),
                min_size=1,
                max_size=MAX_CONCURRENT_JOBS + 3,
                timeout=CONNECT_WITHIN,
            )
        )
        last_words, long = given_up or {}, patience or {}
        self._tasks = {
            name: self._app.task(name=name, retry=Retries(long.get(name)), pass_context=True)(
                self._watched(job, last_words.get(name), long.get(name))
            )
            for name, job in jobs.items()
        }

    def _watched(self, job: Run, given_up: GivenUp | None, patience: timedelta | None) -> Run:
        async def run(context: JobContext, /, **arguments: Any) -> None:
            self._running += 1
            try:
                await job(**arguments)
                if self._noted is not None and context.job.attempts and context.job.id is not None:
                    await self._noted(context.job.id, None)
            except Exception as error:
                if self._noted is not None and context.job.id is not None:
                    await self._noted(context.job.id, error)
                if given_up is not None and next_wait(error, context.job.attempts, patience) is None:
                    await given_up(error, **arguments)
                raise
            finally:
                self._running -= 1

        return run

    async def open(self) -> None:
        await self._app.open_async()

    async def close(self) -> None:
        await self._app.close_async()

    async def defer(self, uow: UnitOfWork, name: str, /, *, after: timedelta | None = None, **arguments: Any) -> None:
        """Enqueue a job in this unit of work: it is there when the unit is committed, and runs `after` a while
        (of real time, however the product's clock is set). Raises what the database raises, as any statement of
        the unit does."""
        connection = await uow.begun()
        wait: TimeDeltaParams | None = None if after is None else {"milliseconds": ceil(after.total_seconds() * 1_000)}
        with _as_the_database_said():
            await self._tasks[name].configure(connection=connection, schedule_in=wait).defer_async(**arguments)

    async def prune(self) -> None:
        """Forget jobs that came to their end long ago, with all that was noted of them."""
        hour = timedelta(hours=1)
        manager = self._app.job_manager
        with _as_the_database_said():
            await manager.delete_old_jobs(KEEP_FINISHED // hour, include_cancelled=True)
            await manager.delete_old_jobs(KEEP_FAILED // hour, include_failed=True, include_aborted=True)

    async def run(self) -> None:
        """Work on jobs until cancelled; those of a worker that died are taken up again.

        The package's worker ends when the database goes away, and without an error when it is one of
        its side tasks that notices: a new one begins as soon as there is a database again.
        """
        recovery = asyncio.create_task(self._recover())
        try:
            while True:
                try:
                    with suppress(exceptions.ConnectorException):
                        await self._work()
                    log.warning("queue: the database is away; a new worker begins")
                except Exception:
                    log.exception("queue: the worker ended; a new one begins")
                cancellation.honour()
                await asyncio.sleep(BEGIN_AGAIN)
        finally:
            recovery.cancel()

    async def _work(self) -> None:
        worker = asyncio.create_task(
            self._app.run_worker_async(
                concurrency=MAX_CONCURRENT_JOBS,
                install_signal_handlers=False,
                delete_jobs="successful",
                fetch_job_polling_interval=LOOK_FOR_JOBS,
                shutdown_graceful_timeout=LAST_JOBS,
                update_heartbeat_interval=HEARTBEAT_SECONDS,
                stalled_worker_timeout=STALLED_AFTER,
            )
        )
        try:
            await asyncio.shield(worker)
        except asyncio.CancelledError:
            # Told once it ends in order; but while it starts, a cancellation that meets the answer of
            # the database is lost (`asyncio.wait_for` of Python 3.11), so it is told again.
            while not worker.done():
                worker.cancel()
                await asyncio.wait([worker], timeout=LAST_JOBS + 0.5 if self._running else 0.3)
            if not worker.cancelled():
                worker.exception()  # the database may be away by then; it ends all the same
            raise

    async def _recover(self) -> None:
        manager = self._app.job_manager
        before: set[int | None] = set()
        while True:
            try:
                stalled = list(await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER))
                for job in stalled:
                    if job.id in before:
                        log.warning("job %s (%s) is taken up again after a crash", job.id, job.task_name)
                        await manager.retry_job(job)
                before = {job.id for job in stalled}
            except (exceptions.ConnectorException, psycopg.Error) as error:
                log.warning("queue: the database is away (%s)", type(error).__name__)
            except Exception:  # without this look a job of a worker that died would wait for the next start
                log.exception("queue: stalled jobs could not be looked for")
            await asyncio.sleep(LOOK_FOR_STALLED)


@contextmanager
def _as_the_database_said() -> Iterator[None]:
    """The package's own error hides whether the database went away, which is nobody's failure, others held
    what was needed, or something is wrong: those who decide on that look at the database's."""
    try:
        yield
    except exceptions.ConnectorException as error:
        if isinstance(error.__cause__, psycopg.Error):
            raise error.__cause__ from None
        raise
