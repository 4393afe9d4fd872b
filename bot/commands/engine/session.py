"""What every command needs: the settings, and a database while it runs."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from backend.clock import CLOCK_FILE
from backend.db.engine.uow import Database, UnitOfWork
from backend.db.server import embedded, migrate
from backend.domain.errors import Unavailable
from backend.services.payouts.keys import KeySource
from bot import logs
from bot.settings import Settings, load

T = TypeVar("T")


def settings(*, service: bool = False) -> Settings:
    """The settings of the environment; also sets up logging. Raises `BadInput`.

    Short commands speak through their output, so only a service logs below the level of warnings. Beside a demo they
    have its time, which may have been moved."""
    found = load(os.environ)
    with suppress(OSError, ValueError, OverflowError):
        if found.clock is None:
            ahead = timedelta(seconds=float((found.home / CLOCK_FILE).read_text("ascii")))
            found = found.model_copy(update={"clock": datetime.now(UTC) + ahead})
    level = found.log_level if service or found.log_level != "info" else "warning"
    logs.setup(level, found.log_format, found.secrets)
    return found


@contextmanager
def embedded_server(
    found: Settings, *, service: bool = False, home: Path | None = None, meanwhile: Callable[[], object] = lambda: None
) -> Iterator[embedded.Server | None]:
    """The embedded server in `home`, which ends with this process; None if DATABASE_URL is set. Call it from the main
    thread. `meanwhile`: see `embedded.start`. Raises `Unavailable`."""
    if found.database_url is not None:
        yield None
        return
    running = embedded.start(home or found.home, service=service, meanwhile=meanwhile)
    try:
        yield running
    finally:
        running.stop()


@contextmanager
def server(found: Settings) -> Iterator[str]:
    """The URL of the database, set or embedded; otherwise like `embedded_server`."""
    with embedded_server(found) as running:
        yield url_of(found, running)


def url_of(found: Settings, running: embedded.Server | None) -> str:
    """The URL of the database: of this embedded server, or as set."""
    url = running.url if running is not None else found.database_url
    assert url is not None
    return url


@contextmanager
def database(found: Settings) -> Iterator[str]:
    """Like `server`, with the schema upgraded to this version. Raises `Unavailable`."""
    with embedded_server(found) as running:
        yield upgraded(found, running)


def upgraded(found: Settings, running: embedded.Server | None) -> str:
    """The URL of the database after upgrading its schema to this version. Raises `Unavailable`."""
    url = url_of(found, running)
    try:
        migrate.upgrade(url)
    except Unavailable as error:
        # name the setting, so that it is clear which address does not answer
        raise Unavailable(f"DATABASE_URL: {error}" if found.database_url else str(error)) from None
    return url


def key_source(found: Settings) -> KeySource:
    """The source of the keys that encrypt people's payment destinations."""
    return KeySource(found.data_encryption_keys, found.home if found.database_url is None else None)


def in_unit(found: Settings, work: Callable[[UnitOfWork], Awaitable[T]]) -> T:
    """Run `work` in one transaction and return its result. It is committed, or rolled back if it raises."""
    with database(found) as url:
        return looked(url, work)


def looked(url: str, work: Callable[[UnitOfWork], Awaitable[T]]) -> T:
    """Like `in_unit`, on a database that runs already, without upgrading it."""
    return asyncio.run(_in_unit(url, work))


async def _in_unit(url: str, work: Callable[[UnitOfWork], Awaitable[T]]) -> T:
    pools = Database(url, turn_connections=1, connections=1)
    try:
        async with pools.unit() as uow:
            done = await work(uow)
            await uow.commit()
            return done
    finally:
        await pools.close()
