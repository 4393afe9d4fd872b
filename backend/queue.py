"""The task queue: Procrastinate on our own database. It runs everything that is not a turn.

A job is enqueued in the transaction of the change that needs it, so that both are committed or neither.
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

from backend import cancellation, log_context
from backend.db.engine import timeouts as waits
from backend.db.engine.uow import UnitOfWork
from backend.retries import Retries, next_wait

log = logging.getLogger(__name__)

Run = Callable[..., Awaitable[None]]
GivenUp = Callable[..., Awaitable[None]]
"""Called with the last error and the job's arguments when a job is given up."""

Noted = Callable[[int, Exception | None], Awaitable[None]]
"""Called with the job's number and its error after each failure, and with None if it succeeds after failures. It must
not raise."""

EVENT = "event_id"
"""The argument of every job that holds the event which caused it, for the log; jobs do not see it."""
MAX_CONCURRENT_JOBS = 4
"""Jobs that one worker runs at the same time."""
STALLED_AFTER = 20.0  # seconds without a heartbeat, after which a job's worker counts as dead
HEARTBEAT_SECONDS = 5.0
LOOK_FOR_STALLED = 6.0
"""Seconds between looks for stalled jobs. It is longer than the time between two heartbeats: a worker that misses both
looks is dead, and not merely a victim of a clock that was set forward."""
LOOK_FOR_JOBS = 2.0  # seconds between polls, if no notification comes
BEGIN_AGAIN = 1.0  # seconds until a worker that lost the database is replaced
# seconds until connecting fails; so a worker that is told to end while the database is away does end
CONNECT_WITHIN = 2.0
KEEP_FINISHED = timedelta(days=1)  # most are deleted at once; a crash may leave one
KEEP_FAILED = timedelta(days=30)  # so that somebody can find out why
LAST_JOBS = 8.0  # seconds that running jobs get when the process is told to end


class Queue:
    """`jobs`: the functions that can be deferred, by name. A job may run again after a crash, so each must be
    idempotent.

    A failed job is retried as `backend.retries` says. `given_up`: functions, by the same names, that are called when
    retries end. `patience`: how long a job is retried while something is away, if not for `retries.RETRY_SPAN`.
    `noted`: where failures are recorded.
    """

    def __init__(
        self,
        url: str,
        jobs: Mapping[str, Run],
        given_up: Mapping[str, GivenUp] | None = None,
        patience: Mapping[str, timedelta] | None = None,
        noted: Noted | None = None,
    ) -> None:
        self._noted = noted
        self._running = 0  # jobs that run in this process now
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
            with log_context.apart(arguments.pop(EVENT, None), context.job.id):
                await carry_out(context, arguments)

        async def carry_out(context: JobContext, arguments: Mapping[str, Any]) -> None:
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
        """Connect. Raises what the database raises."""
        await self._app.open_async()

    async def close(self) -> None:
        """Close the connections."""
        await self._app.close_async()

    async def defer(self, uow: UnitOfWork, name: str, /, *, after: timedelta | None = None, **arguments: Any) -> None:
        """Enqueue a job in this unit of work. It exists once the unit is committed, and runs after `after` (real time,
        not the product's clock). Raises what the database raises, as any statement of the unit does."""
        connection = await uow.begun()
        wait: TimeDeltaParams | None = None if after is None else {"milliseconds": ceil(after.total_seconds() * 1_000)}
        if (event := log_context.event()) is not None:
            arguments[EVENT] = event
        with _as_the_database_said():
            await self._tasks[name].configure(connection=connection, schedule_in=wait).defer_async(**arguments)

    async def prune(self) -> None:
        """Delete jobs that ended long ago, and their events."""
        hour = timedelta(hours=1)
        manager = self._app.job_manager
        with _as_the_database_said():
            await manager.delete_old_jobs(KEEP_FINISHED // hour, include_cancelled=True)
            await manager.delete_old_jobs(KEEP_FAILED // hour, include_failed=True, include_aborted=True)

    async def run(self) -> None:
        """Work on jobs until cancelled, including jobs of workers that died.

        The library's worker ends when the database goes away, and without an error if one of its side tasks notices it.
        A new worker then starts as soon as the database is back.
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
            # One cancellation ends it in order. But if it comes while the worker starts and meets an answer of the
            # database, it gets lost (`asyncio.wait_for` of Python 3.11), so it is repeated.
            while not worker.done():
                worker.cancel()
                await asyncio.wait([worker], timeout=LAST_JOBS + 0.5 if self._running else 0.3)
            if not worker.cancelled():
                worker.exception()  # marks its error as seen: the database may be away by now
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
            except Exception:  # else the job of a dead worker would wait for the next start of the program
                log.exception("queue: stalled jobs could not be looked for")
            await asyncio.sleep(LOOK_FOR_STALLED)


@contextmanager
def _as_the_database_said() -> Iterator[None]:
    """Raise the database's own error instead of the library's. The library's error hides whether the database went
    away, a lock was held, or something is wrong, and callers decide by that."""
    try:
        yield
    except exceptions.ConnectorException as error:
        if isinstance(error.__cause__, psycopg.Error):
            raise error.__cause__ from None
        raise
