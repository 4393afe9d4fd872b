"""Logging: one line per event on stderr, as text or as JSON, with the least data.

What people write is never logged, and secrets are cut out of every line, also of those of libraries: tokens are part of
the Bot API's addresses, so they occur in their errors.

An exception's message can contain anything: a database's "Key (address)=(…) already exists", a platform's "unsupported
tag …", a `KeyError` with what somebody typed. So above the level `debug` an exception is logged with its class, its
code and the places in the source, never with its message. Code that knows a message to be harmless logs `str(error)`.
"""

from __future__ import annotations

import copy
import json
import logging
import re
import sys
import time
import traceback
from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import TextIO

from backend import log_context
from backend.records import Struct

_BOT_TOKEN = re.compile(r"\d{6,20}:[A-Za-z0-9_-]{30,}")
_PASSWORD = re.compile(r"(\w://[^\s:/@]*):[^\s/@]+@")
HIDDEN = "…"
_CALL = re.compile(r"\(.*\)", re.DOTALL)
_CODES = ("code", "sqlstate", "errno", "status")
_MAX_FRAMES = 60  # frames of one traceback: an endless recursion must not fill the disk
_MAX_LINKS = 20  # exceptions of a chain or a group

_TALKATIVE = ("aiohttp.access", "alembic", "apscheduler", "asyncio", "procrastinate", "telegram", "PIL")
"""Libraries whose ordinary lines do not help operators."""


REPEATED_WITHIN = 60.0  # seconds after a failure in which the same failure is logged briefly
MAX_REPEATS = 10  # brief lines in that time; further ones are only counted
MAX_FAILURE_KINDS = 100  # kinds of failures that are told apart


def setup(
    level: str,
    form: str,
    secrets: Collection[str] = (),
    stream: TextIO | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> None:
    """Send all log lines to `stream` (default: stderr). `form`: "text" or "json". `level`: as in `LOG_LEVEL`.
    `secrets`: texts that are cut out of every line. `clock`: in seconds, for counting repeated failures."""
    everything = level == "debug"
    handler = _Handler(stream or sys.stderr, None if everything else clock)
    handler.setFormatter(_Json(secrets, everything) if form == "json" else _Text(secrets, everything))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.NOTSET if level == "debug" else logging.WARNING)
    # psycopg warns of queries that end with the process; what matters is raised as an exception. The scheduler warns of
    # a tick that comes while the last one still runs, which is no fault; the metrics count ticks that are missed
    for name in ("psycopg", "apscheduler.scheduler"):
        logging.getLogger(name).setLevel(logging.NOTSET if level == "debug" else logging.ERROR)


def redact(text: str, secrets: Collection[str] = ()) -> str:
    """The text without these secrets, and without anything that looks like a
    bot's token or the password of an address."""
    for secret in sorted(secrets, key=len, reverse=True):
        text = text.replace(secret, HIDDEN)
    return _PASSWORD.sub(rf"\1:{HIDDEN}@", _BOT_TOKEN.sub(HIDDEN, text))


def named(error: BaseException) -> str:
    """An exception without its message: its class, and its code if it has one (`ApiError 131026`,
    `UniqueViolation 23505`)."""
    for name in _CODES:
        code = getattr(error, name, None)
        if isinstance(code, int) or (isinstance(code, str) and len(code) <= 5 and code.isalnum()):
            return f"{type(error).__name__} {code:d}" if isinstance(code, int) else f"{type(error).__name__} {code}"
    return type(error).__name__


def trace(error: BaseException) -> str:
    """The traceback of an exception and of its causes, the latest first, without their messages."""
    parts = []
    for relation, each in _chain(error, "", set()):
        places = "".join(traceback.format_list(traceback.extract_tb(each.__traceback__)[-_MAX_FRAMES:]))
        parts.append(f"{relation}{named(each)}\n{places}".rstrip())
        if len(parts) == _MAX_LINKS:
            break
    return "\n".join(parts)


def _chain(error: BaseException, relation: str, seen: set[int]) -> Iterator[tuple[str, BaseException]]:
    if id(error) in seen:
        return
    seen.add(id(error))
    yield relation, error
    if isinstance(error, BaseExceptionGroup):
        for each in error.exceptions:
            yield from _chain(each, "of these: ", seen)
    if error.__cause__ is not None:
        yield from _chain(error.__cause__, "because of: ", seen)
    elif error.__context__ is not None and not error.__suppress_context__:
        yield from _chain(error.__context__, "while handling: ", seen)


class _Kind(Struct):
    """Failures of one kind within `REPEATED_WITHIN`. `first`: the one that was logged completely. `quiet`: how many
    were not logged at all."""

    first: logging.LogRecord
    until: float
    lines: int = 0
    quiet: int = 0


class _Handler(logging.StreamHandler[TextIO]):
    """Logs the same failure in a few lines a minute, so that nobody can fill the disk with it. Two failures are the
    same if they have the same exceptions from the same places."""

    def __init__(self, stream: TextIO, clock: Callable[[], float] | None) -> None:
        """`clock` None: log every failure completely."""
        super().__init__(stream)
        self._clock = clock
        self._kinds: OrderedDict[Hashable, _Kind] = OrderedDict()

    def emit(self, record: logging.LogRecord) -> None:
        """Log a record, unless the same failure was logged too often in this minute."""
        if self._clock is None:
            super().emit(record)
            return
        now = self._clock()
        while self._kinds and (kind := next(iter(self._kinds.values()))).until <= now:
            self._forget_first(kind)
        if not record.exc_info or record.exc_info[1] is None:
            super().emit(record)
            return
        key = (record.name, record.lineno, _places(record.exc_info[1]))
        known = self._kinds.get(key)
        if known is None:
            if len(self._kinds) == MAX_FAILURE_KINDS:
                self._forget_first(next(iter(self._kinds.values())))
            self._kinds[key] = _Kind(record, now + REPEATED_WITHIN)
            super().emit(record)
        elif known.lines < MAX_REPEATS:
            known.lines += 1
            super().emit(_noted(record, " (as before)"))
        else:
            known.quiet += 1

    def _forget_first(self, kind: _Kind) -> None:
        self._kinds.popitem(last=False)
        if kind.quiet:
            super().emit(_noted(kind.first, f" ({kind.quiet} more times)"))


def _noted(record: logging.LogRecord, note: str) -> logging.LogRecord:
    """The same line with a note added, without its traceback."""
    again = copy.copy(record)
    again.exc_info = again.exc_text = None
    again.note = note
    return again


def _places(error: BaseException) -> Hashable:
    """What makes two failures the same: the exceptions, and their places in the source."""
    return tuple(
        (type(each), *((frame.f_code, line) for frame, line in [*traceback.walk_tb(each.__traceback__)][-_MAX_FRAMES:]))
        for _, each in islice(_chain(error, "", set()), _MAX_LINKS)
    )


class _Redacting(logging.Formatter):
    def __init__(self, secrets: Collection[str], everything: bool) -> None:
        """`everything`: log messages of exceptions too."""
        super().__init__()
        self._secrets = tuple(secrets)
        self._everything = everything

    def _moment(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC)
        return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def _message(self, record: logging.LogRecord) -> str:
        if self._everything:
            return record.getMessage()
        message = str(record.msg) if not isinstance(record.msg, BaseException) else named(record.msg)
        if isinstance(record.args, tuple) and record.args:
            message %= tuple(named(arg) if isinstance(arg, BaseException) else arg for arg in record.args)
        elif record.args:
            message %= record.args
        if record.name == "asyncio":  # the lines below its first show objects, and messages of exceptions in them
            message = message.partition("\n")[0]
        elif record.name.startswith("procrastinate"):  # a job's arguments, and its result or error
            message = _CALL.sub("(…)", message).partition("\n")[0]
        return message + getattr(record, "note", "")

    def _trace(self, record: logging.LogRecord) -> str:
        if not record.exc_info or record.exc_info[1] is None:
            return ""
        return self.formatException(record.exc_info) if self._everything else trace(record.exc_info[1])


class _Text(_Redacting):
    """`2026-03-02T08:00:00.000Z INFO bot.handlers.runner [e12]: …`, with a traceback below. What stands in brackets is
    the id of `backend.log_context`, if there is one."""

    def format(self, record: logging.LogRecord) -> str:
        """The text line, and the traceback if there is one."""
        about = f" [{found}]" if (found := log_context.current()) else ""
        line = f"{self._moment(record)} {record.levelname} {record.name}{about}: {self._message(record)}"
        places = self._trace(record)
        return redact(f"{line}\n{places}" if places else line, self._secrets)


class _Json(_Redacting):
    """One object per line: `at`, `level`, `logger`, `message`; `id` as in `backend.log_context` if there is one, and
    `error` with the traceback."""

    def format(self, record: logging.LogRecord) -> str:
        """One JSON object on one line."""
        entry = {
            "at": self._moment(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": redact(self._message(record), self._secrets),
        }
        if found := log_context.current():
            entry["id"] = found
        if places := self._trace(record):
            entry["error"] = redact(places, self._secrets)
        return json.dumps(entry, ensure_ascii=False)
