"""Logging: one line per event on stderr, as text or as JSON, with the least data.

Nothing here logs what people write, and whatever a library puts into a line, no secret leaves with
it: tokens are part of the Bot API's addresses, so they turn up in the errors of others.

An exception's own words may hold anything: a database's "Key (address)=(…) already exists", a
platform's "unsupported tag …", a `KeyError` of what somebody typed. So above the level `debug` an
exception is told by its name, its code and the places in the source, never by its words. Who is sure of
an error's words hands over `str(error)`.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from typing import TextIO

_BOT_TOKEN = re.compile(r"\d{6,20}:[A-Za-z0-9_-]{30,}")
_PASSWORD = re.compile(r"(\w://[^\s:/@]*):[^\s/@]+@")
HIDDEN = "…"
_CALL = re.compile(r"\(.*\)", re.DOTALL)
_CODES = ("code", "sqlstate", "errno", "status")
_FRAMES = 60  # of one traceback: a recursion without end fills no disk
_LINKS = 20  # of a chain or a group of exceptions

_TALKATIVE = ("aiohttp.access", "alembic", "apscheduler", "asyncio", "procrastinate", "telegram", "PIL")
"""Libraries whose usual lines are of no use to those who run the product."""


def setup(level: str, form: str, secrets: Collection[str] = (), stream: TextIO | None = None) -> None:
    """Send all log lines to `stream` (stderr). `form`: "text" or "json"; `level`: as in `LOG_LEVEL`;
    `secrets`: texts to cut out of every line."""
    handler = logging.StreamHandler(stream or sys.stderr)
    everything = level == "debug"
    handler.setFormatter(_Json(secrets, everything) if form == "json" else _Text(secrets, everything))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.NOTSET if level == "debug" else logging.WARNING)
    # it warns of queries that end with us; what matters comes as an exception and is told by its name
    logging.getLogger("psycopg").setLevel(logging.NOTSET if level == "debug" else logging.ERROR)


def redact(text: str, secrets: Collection[str] = ()) -> str:
    """The text without these secrets, and without anything that looks like a bot's token or the
    password of an address."""
    for secret in sorted(secrets, key=len, reverse=True):
        text = text.replace(secret, HIDDEN)
    return _PASSWORD.sub(rf"\1:{HIDDEN}@", _BOT_TOKEN.sub(HIDDEN, text))


def named(error: BaseException) -> str:
    """An exception without its words: its class, and its code where it has one (`ApiError 131026`,
    `UniqueViolation 23505`)."""
    for name in _CODES:
        code = getattr(error, name, None)
        if isinstance(code, int) or (isinstance(code, str) and len(code) <= 5 and code.isalnum()):
            return f"{type(error).__name__} {code:d}" if isinstance(code, int) else f"{type(error).__name__} {code}"
    return type(error).__name__


def trace(error: BaseException) -> str:
    """The traceback of an exception and of those behind it, the latest first, without their words."""
    parts = []
    for relation, each in _chain(error, "", set()):
        places = "".join(traceback.format_list(traceback.extract_tb(each.__traceback__)[-_FRAMES:]))
        parts.append(f"{relation}{named(each)}\n{places}".rstrip())
        if len(parts) == _LINKS:
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


class _Redacting(logging.Formatter):
    def __init__(self, secrets: Collection[str], everything: bool) -> None:
        """`everything`: the words of exceptions too."""
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
        if record.name == "asyncio":  # the lines below its first show objects, an exception's words with them
            message = message.partition("\n")[0]
        elif record.name.startswith("procrastinate"):  # a job's arguments, and its result or error
            message = _CALL.sub("(…)", message).partition("\n")[0]
        return message

    def _trace(self, record: logging.LogRecord) -> str:
        if not record.exc_info or record.exc_info[1] is None:
            return ""
        return self.formatException(record.exc_info) if self._everything else trace(record.exc_info[1])


class _Text(_Redacting):
    """`2026-03-02T08:00:00.000Z INFO bot.web: …`, a traceback below."""

    def format(self, record: logging.LogRecord) -> str:
        line = f"{self._moment(record)} {record.levelname} {record.name}: {self._message(record)}"
        places = self._trace(record)
        return redact(f"{line}\n{places}" if places else line, self._secrets)


class _Json(_Redacting):
    """One object per line: `at`, `level`, `logger`, `message`, and `error` with the traceback."""

    def format(self, record: logging.LogRecord) -> str:
        entry = {
            "at": self._moment(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": redact(self._message(record), self._secrets),
        }
        if places := self._trace(record):
            entry["error"] = redact(places, self._secrets)
        return json.dumps(entry, ensure_ascii=False)
