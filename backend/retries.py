"""How often a job is tried again, and when: what fails by itself a few times, what is away for hours."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from procrastinate.jobs import Job
from procrastinate.retry import BaseRetryStrategy, RetryDecision

from backend.db.engine import uow
from backend.domain.errors import Unavailable

FAULTY_TRIES = 5
"""Tries again of a job that fails by itself: what passes at all passes within minutes."""
RETRY_SPAN = timedelta(hours=12)
"""So long, in waits between tries, a job holds out for a platform or a database that is away: over a
night, and whoever waits for it still hears on the day on which she asked for it or the next."""
FIRST_WAIT = timedelta(seconds=3)  # three times longer after each try
LONGEST_WAIT = timedelta(minutes=10)


class Away(Unavailable):
    """What this job needs outside is not there now. `wait`: no sooner than that (the platform's word)."""

    def __init__(self, message: str, wait: timedelta = timedelta()) -> None:
        super().__init__(message)
        self.wait = wait


def is_away(error: BaseException) -> bool:
    """Whether a job failed for something that is away, a platform or the database."""
    return uow.is_away(error)


def backoff(tries: int) -> timedelta:
    """The wait after a job has failed that had failed `tries` times before."""
    times: int = 3 ** min(tries, 20)
    return min(FIRST_WAIT * times, LONGEST_WAIT)


def next_wait(error: BaseException, tries: int, patience: timedelta | None = None) -> timedelta | None:
    """How long a job waits that failed with `error`, and `tries` times before; None: it is given up.
    `patience`: of this job, instead of `RETRY_SPAN`."""
    if isinstance(error, asyncio.CancelledError):  # the process was told to end: nobody's failure
        return timedelta()
    if not is_away(error):
        return backoff(tries) if tries < FAULTY_TRIES else None
    if sum((backoff(n) for n in range(tries)), timedelta()) >= (RETRY_SPAN if patience is None else patience):
        return None
    return max(backoff(tries), error.wait) if isinstance(error, Away) else backoff(tries)


class Retries(BaseRetryStrategy):
    """`next_wait` for the queue."""

    def __init__(self, patience: timedelta | None = None) -> None:
        self._patience = patience

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        wait = next_wait(exception, job.attempts, self._patience)
        return None if wait is None else RetryDecision(retry_at=datetime.now(UTC) + wait)
