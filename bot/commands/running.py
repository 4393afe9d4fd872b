"""The commands that run until they are stopped: the whole product, its parts, the demo."""

from __future__ import annotations

import asyncio
import errno
import fcntl
import gc
import logging
import os
import shutil
import signal
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable, Coroutine, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click

from backend.clock import CLOCK_FILE, Clock
from backend.db.server import embedded
from backend.domain.errors import HiteusesError, Unavailable
from backend.domain.payouts import terms_file
from backend.services.payouts import terms as terms_service
from backend.services.privacy import erasure
from bot import addresses
from bot.commands.engine import session
from bot.commands.engine.loading import uncollected
from bot.setting_formats import HOST
from bot.settings import OF_ACCOUNTS, Settings
from bot.web import ports

log = logging.getLogger(__name__)

LOOK_EVERY = 1.0
"""Seconds between looks at whether the embedded database server still runs."""
PARTS = frozenset({"web", "worker", "relay", "schedule"})


@click.command()
def run() -> int:
    """Run everything in one process: web, worker, relay and schedule."""
    return _serve(session.settings(service=True), PARTS)


@click.command()
def web() -> int:
    """Run the web part: webhooks, certificates, health and metrics. Any number of them can share one DATABASE_URL."""
    return _serve(session.settings(service=True), frozenset({"web"}))


@click.command()
def worker() -> int:
    """Run the worker: conversations, jobs and the schedule. Any number of them can share one DATABASE_URL."""
    return _serve(session.settings(service=True), frozenset({"worker", "schedule"}))


@click.command()
def relay() -> int:
    """Run the relay, which sends messages. Of several on one DATABASE_URL one is active, the others stand by."""
    return _serve(session.settings(service=True), frozenset({"relay"}))


LOOPBACK = "127.0.0.1"
ENDS_WITHIN = 9.0
"""Seconds that everything gets to end in order: the whole process promises ten."""


def apart(found: Settings, folder: Path, port: int, host: str = LOOPBACK) -> Settings:
    """The settings of a demo. It uses nothing of a real installation: not its database, its accounts on platforms, its
    signing key, or its address."""
    real = ("database_url", "database_pool_url", "public_url", "badge_signing_key", *OF_ACCOUNTS)
    return found.model_copy(update={"home": folder, "port": port, "host": host} | dict.fromkeys(real))


def _address(_context: click.Context, _option: click.Parameter, text: str | None) -> str | None:
    if text is not None and not HOST.fullmatch(text):
        raise click.BadParameter("must be a host name or an address such as 0.0.0.0")
    return text


@click.command()
@click.option("--port", type=click.IntRange(0, 65_535), default=8080, show_default=True)
@click.option(
    "--host",
    metavar="ADDRESS",
    callback=_address,
    help="Listen on another address than loopback, for phones in your network: 0.0.0.0.",
)
@click.option("--no-browser", is_flag=True, help="Do not open the page.")
@click.option("--fresh", is_flag=True, help="Start over: forget what was tried before.")
def demo(port: int, host: str | None, no_browser: bool, fresh: bool) -> int:
    """Try it with sample projects and people, without any account or token."""
    found = session.settings(service=True)
    folder = found.home / "demo"
    found = apart(found, folder, port, host or LOOPBACK)

    def begin() -> None:
        if fresh:
            forget(folder)
        click.echo(f"The data of the demo are in {folder}")

    def ready(address: str) -> None:
        page = address if address.endswith("/demo") else f"{address.rstrip('/')}/demo"
        click.echo(f"Open {page} (Ctrl-C ends it)")
        if not addresses.is_loopback(found.host):
            click.echo(f"It listens on {found.host}: there is no log-in, whoever reaches it does as the people in it")
        if not no_browser and _has_desktop():
            threading.Thread(target=webbrowser.open, args=(page,), daemon=True).start()

    return _serve(found, PARTS, demo=True, begin=begin, ready=ready)


def forget(folder: Path) -> None:
    """Delete the demo's data, unless a demo is using them. Other files in a folder of that name stay."""
    lock, data = folder / "server.lock", folder / "postgres"
    if not lock.exists():
        return  # no demo has been here
    with lock.open("a") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Unavailable(f"a demo is running on {folder}; end it first") from None
        if data.exists():
            old = data.with_name("postgres.new")  # of this name, what a kill leaves here is in nobody's way
            shutil.rmtree(old, ignore_errors=True)
            shutil.rmtree(data.rename(old))
        for name in (erasure.FILE, CLOCK_FILE):
            (folder / name).unlink(missing_ok=True)


def _has_desktop() -> bool:
    """Whether there is a desktop. Without one, `webbrowser` could open a text browser over the command's output."""
    return sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _serve(
    found: Settings,
    parts: frozenset[str],
    *,
    demo: bool = False,
    begin: Callable[[], None] | None = None,
    ready: Callable[[str], None] | None = None,
) -> int:
    """Run these parts. `begin` is called once the port is bound, so that nothing has been done, and no code
    printed, if it is in use.

    If the embedded database server was killed, or belonged to another process that has ended, everything starts again
    with a server of this process, because nobody else would start one."""
    if not demo:
        check_terms(found)
    # Python looks for reference cycles less often than by default, which is made for short programs.
    gc.set_threshold(20_000, 20, 20)
    while True:
        with ExitStack() as stack:
            try:
                bound = stack.enter_context(ports.taken(found.host, found.port)) if "web" in parts else ()
            except OSError as error:
                raise plain(error, found) from error
            if begin is not None:
                begin()
            own = stack.enter_context(session.embedded_server(found, service=True, meanwhile=_load))
            if demo and own is not None and not own.ours:
                raise Unavailable(f"a demo is running on {found.home}; end it first")  # its phones live in its process
            url = session.upgraded(found, own)
            _load()
            from bot import app

            try:
                with asyncio.Runner(loop_factory=_loop_factory()) as runner:
                    work = app.serve(found, url, parts, demo=demo, ready=ready, bound=bound)
                    return runner.run(until_told(work if own is None else _while_it_lives(own, work)))
            except Exception as error:
                if own is None or not own.ended:
                    raise plain(error, found) from error
        if own.ours:
            log.error("the database server was killed; everything begins anew")
        else:
            log.warning("who ran the database server of this data folder has ended; we go on with our own")
        begin = ready = None  # nobody is told the same again


def _load() -> None:
    """Import everything that a service runs; other commands need nothing of it."""
    with uncollected():
        import bot.app  # noqa: F401


def check_terms(found: Settings) -> None:
    """Log which rates of exchange can no longer be used. Raises `BadInput` for terms of payment that cannot be used."""
    terms = terms_service.load(found.home)
    # who has given no rate at all pays nobody in such a currency, and is told so by `check`
    for line in terms.stale(Clock(found.clock).now().date()) if terms.rates else ():
        log.warning("%s: %s: nobody is paid in it", terms_file.FILE, line)


async def _while_it_lives(server: embedded.Server, work: Coroutine[Any, Any, None]) -> None:
    """Run `work` as long as the server runs. Raises `Unavailable`, with other errors in a group."""
    async with asyncio.TaskGroup() as group:
        watch = group.create_task(_killed(server))
        await group.create_task(work)
        watch.cancel()


async def _killed(server: embedded.Server) -> None:
    while not server.ended:  # noqa: ASYNC110 (who ends wakes nobody here)
        await asyncio.sleep(LOOK_EVERY)
    raise Unavailable("the database server has ended")


async def until_told(work: Coroutine[Any, Any, None], *, within: float = ENDS_WITHIN) -> int:
    """Run `work` until SIGTERM or SIGINT cancels it. Returns the exit code of the process. What has not ended `within`
    so many seconds of that is left to the loop, which cancels whatever runs once more when it is closed: a cancellation
    can get lost (`cancellation`)."""
    loop = asyncio.get_running_loop()
    task: asyncio.Future[None] = asyncio.ensure_future(work)
    told: asyncio.Future[int] = loop.create_future()

    def stop(number: int) -> None:
        if not told.done():
            told.set_result(number)
        task.cancel()

    numbers = (signal.SIGINT, signal.SIGTERM)
    before = [signal.getsignal(number) for number in numbers]
    for number in numbers:
        loop.add_signal_handler(number, stop, number)
    try:
        await asyncio.wait((task, told), return_when=asyncio.FIRST_COMPLETED)
        if told.done():
            await asyncio.wait([task], timeout=within)
    finally:
        for number, handler in zip(numbers, before, strict=True):
            loop.remove_signal_handler(number)
            signal.signal(number, handler)  # the loop leaves none, and another start of everything may follow
    if not task.done():
        log.warning("not all has ended in %.0f s; the rest is cut off", within)
    elif not (told.done() and task.cancelled()):
        task.result()
    return 130 if told.done() and told.result() == signal.SIGINT else 0


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        import uvloop
    except ImportError:  # Windows
        return None
    return uvloop.new_event_loop


def plain(error: Exception, found: Settings) -> Exception:
    """The error in plain words if it can happen to every installation; of several errors, one."""
    found_out = list(causes(error))
    for cause in found_out:
        if isinstance(cause, HiteusesError):
            return cause
        if isinstance(cause, OSError) and cause.errno == errno.EADDRINUSE:
            return Unavailable(f"PORT {found.port} on {found.host} is in use: end what listens there or choose another")
        if isinstance(cause, OSError) and cause.errno in (errno.EACCES, errno.EPERM):
            return Unavailable(f"PORT {found.port} on {found.host} may not be opened by this user: {cause.strerror}")
        if isinstance(cause, socket.gaierror) or (isinstance(cause, OSError) and cause.errno == errno.EADDRNOTAVAIL):
            return Unavailable(f"HOST {found.host} is no address of this machine")
    first = found_out[0]
    return first if isinstance(first, Exception) else error


def causes(error: BaseException) -> Iterator[BaseException]:
    """The error itself, or the errors in a group."""
    if isinstance(error, BaseExceptionGroup):
        for each in error.exceptions:
            yield from causes(each)
    else:
        yield error
