"""The record of a job."""

from __future__ import annotations

from datetime import timedelta

from backend.domain.messaging.message import Tr
from backend.queue import GivenUp, Run
from backend.records import Record


class Job(Record):
    """One kind of job.

    - `name` must not change: rows in the queue hold it.
    - `said`: its name in the word `file`.
    - `run`: may run twice after a crash without harm.
    - `every`: the interval of a scheduled job. It must divide its unit of the clock, so that all nodes tick at the same
      instants. None: only turns and other jobs start it.
    - `given_up`: called when it is not retried any more.
    - `patience`: how long it is retried while something is away, if not `backend.retries.RETRY_SPAN`."""

    name: str
    said: Tr
    run: Run
    every: timedelta | None = None
    given_up: GivenUp | None = None
    patience: timedelta | None = None
