"""When a failed job is retried, and how often: a job that itself fails, a few times; a job that needs something that is
away, for hours."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from procrastinate.jobs import Job
from procrastinate.retry import BaseRetryStrategy, RetryDecision

from backend.db.engine import failures
from backend.domain.errors import Unavailable

FAULTY_TRIES = 5
"""Retries of a job that itself fails. Failures that pass by themselves do so within minutes."""
RETRY_SPAN = timedelta(hours=12)
"""How long a job is retried (the sum of its waits) while a platform or the database is away. It covers a night, so that
the person who waits for the result still hears on the same day or the next."""
FIRST_WAIT = timedelta(seconds=3)  # it triples with each retry
LONGEST_WAIT = timedelta(minutes=10)


class Away(Unavailable):
    """Something outside that this job needs is away. `wait`: the shortest wait that the platform asked for."""

    def __init__(self, message: str, wait: timedelta = timedelta()) -> None:
        super().__init__(message)
        self.wait = wait


def is_away(error: BaseException) -> bool:
    """Whether a job failed because a platform or the database is away."""
    return failures.is_away(error)


def backoff(tries: int) -> timedelta:
    """The wait after a failure, for a job that had failed `tries` times before."""
    times: int = 3 ** min(tries, 20)
    return min(FIRST_WAIT * times, LONGEST_WAIT)


def next_wait(error: BaseException, tries: int, patience: timedelta | None = None) -> timedelta | None:
    """The wait until the next try of a job that failed with `error` and had failed `tries` times before; None: it is
    given up. `patience` replaces `RETRY_SPAN`."""
    if isinstance(error, asyncio.CancelledError):  # the process was told to end: not a failure of the job
        return timedelta()
    if not is_away(error):
        return backoff(tries) if tries < FAULTY_TRIES else None
    if sum((backoff(n) for n in range(tries)), timedelta()) >= (RETRY_SPAN if patience is None else patience):
        return None
    return max(backoff(tries), error.wait) if isinstance(error, Away) else backoff(tries)


class Retries(BaseRetryStrategy):
    """`next_wait` as the retry strategy of the queue."""

    def __init__(self, patience: timedelta | None = None) -> None:
        self._patience = patience

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """When a failed job runs again; None: it is given up."""
        wait = next_wait(exception, job.attempts, self._patience)
        return None if wait is None else RetryDecision(retry_at=datetime.now(UTC) + wait)
