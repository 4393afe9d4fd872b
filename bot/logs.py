"""Logging: one line per event on stderr, as text or as JSON, with the least data.

Nothing here logs what people write, and whatever a library puts into a line, no secret leaves with
it: tokens are part of the Bot API's addresses, so they turn up in the errors of others.
"""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Collection
from datetime import UTC, datetime
from typing import TextIO

_BOT_TOKEN = re.compile(r"\d{6,20}:[A-Za-z0-9_-]{30,}")
_PASSWORD = re.compile(r"(\w://[^\s:/@]*):[^\s/@]+@")
HIDDEN = "…"

_TALKATIVE = ("aiohttp.access", "alembic", "apscheduler", "asyncio", "procrastinate", "telegram", "PIL")
"""Libraries whose usual lines are of no use to those who run the product."""


def setup(level: str, form: str, secrets: Collection[str] = (), stream: TextIO | None = None) -> None:
    """Send all log lines to `stream` (stderr). `form`: "text" or "json"; `level`: as in `LOG_LEVEL`;
    `secrets`: texts to cut out of every line."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(_Json(secrets) if form == "json" else _Text(secrets))
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


class _Redacting(logging.Formatter):
    def __init__(self, secrets: Collection[str]) -> None:
        super().__init__()
        self._secrets = tuple(secrets)

    def _moment(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC)
        return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def _trace(self, record: logging.LogRecord) -> str:
        return self.formatException(record.exc_info) if record.exc_info and record.exc_info[0] else ""


class _Text(_Redacting):
    """`2026-03-02T08:00:00.000Z INFO bot.web: …`, a traceback below."""

    def format(self, record: logging.LogRecord) -> str:
        line = f"{self._moment(record)} {record.levelname} {record.name}: {record.getMessage()}"
        trace = self._trace(record)
        return redact(f"{line}\n{trace}" if trace else line, self._secrets)


class _Json(_Redacting):
    """One object per line: `at`, `level`, `logger`, `message`, and `error` with the traceback."""

    def format(self, record: logging.LogRecord) -> str:
        entry = {
            "at": self._moment(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": redact(record.getMessage(), self._secrets),
        }
        if trace := self._trace(record):
            entry["error"] = redact(trace, self._secrets)
        return json.dumps(entry, ensure_ascii=False)
