"""What the queue knows of a job."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from backend.domain.messaging.message import Tr
from backend.queue import GivenUp, Run


@dataclass(frozen=True, slots=True)
class Job:
    """One kind of job. `run` may run twice after a crash and does no harm then.

    `name` stays: open rows hold it. `said`: what the word `file` calls it. `every`: how often the clock asks for it (it
    divides its unit of the clock, so that all nodes tick at the same instants); None: only turns and other jobs do.
    `given_up`: what is still to be done when it is tried no more. `patience`: how long it holds out for what is away,
    where that is not `backend.retries.RETRY_SPAN`.
    """

    name: str
    said: Tr
    run: Run
    every: timedelta | None = None
    given_up: GivenUp | None = None
    patience: timedelta | None = None
