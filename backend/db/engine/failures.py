"""The failures of the database, by what to do about them: wait, run again, or give up."""

from __future__ import annotations

import psycopg

from backend.domain.errors import Unavailable

UNAVAILABLE = (psycopg.OperationalError, Unavailable)
"""Raised when the database cannot be reached or goes away during a statement; see `is_away`."""

DatabaseError = psycopg.Error
"""The base class of all errors of the database."""

FULL = psycopg.errors.DiskFull
"""No room on the disk of the database: nothing can be written until somebody makes some."""

LIMIT_EXCEEDED = (
    psycopg.errors.ProgramLimitExceeded,
    psycopg.errors.StatementTooComplex,
    psycopg.errors.TooManyArguments,
    psycopg.errors.TooManyColumns,
)
"""Values beyond the server's limits (a key too large for an index). The class is an `OperationalError`, but a retry
with the same values never succeeds."""

INVALID_DATA = (psycopg.DataError, TypeError, ValueError, RecursionError, *LIMIT_EXCEEDED)
"""A value that no column can hold. The server raises it, or the JSON writer before the value is sent."""


class Overtaken(Exception):
    """Another transaction changed what this one has read and built on, before this one wrote."""


class Unshared(Exception):
    """What a turn does wants a transaction of its own, and it shares one."""


RETRYABLE = (psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected, Overtaken)
"""Another transaction held a lock or was faster. This is no failure: the transaction is run again at once."""


def is_away(error: BaseException) -> bool:
    """Whether the error says that the database was away, or something else that comes back. False if the statement or
    its values were wrong."""
    return isinstance(error, UNAVAILABLE) and not isinstance(error, LIMIT_EXCEEDED)
