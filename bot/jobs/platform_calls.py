"""Calls of a platform outside a turn."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from backend.retries import Away
from bot.channels.errors import AccountDown, Later, Unsure


@contextmanager
def platform() -> Iterator[None]:
    """Wraps a call of a platform in a job. Raises `Away` if the platform is away, so that the job is retried."""
    try:
        yield
    except Later as error:
        raise Away(str(error), timedelta(seconds=error.seconds)) from None
    except (AccountDown, Unsure) as error:
        raise Away(str(error)) from None
