"""Tables that somebody asks for in chat ("exporter"), as a CSV document.

UTF-8 with a byte order mark, by which spreadsheets know it; what could be taken for a formula there is
guarded as in every export (`exports.guarded`).
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Sequence

from backend.db.messaging import media as media_rows
from backend.domain.messaging.message import Attachment, Choice
from backend.services.work.exports import guarded
from bot.handlers.engine.turn import Turn

MIME = "text/plain"
"""WhatsApp takes no "text/csv"; what opens the file goes by its name."""


async def attach(
    turn: Turn, name: str, columns: Sequence[str], rows: Iterable[Sequence[str | int | float | None]]
) -> Attachment:
    """The table as a file of this name (with ".csv"), kept as other files are: the channels name it by its
    content. None is an empty cell."""
    content = content_of(columns, rows)
    digest = hashlib.sha256(content).hexdigest()
    await media_rows.add(turn.uow, digest, MIME, content)
    return Attachment("document", digest, name)


def content_of(columns: Sequence[str], rows: Iterable[Sequence[str | int | float | None]]) -> bytes:
    """A CSV file as spreadsheet programs open it: UTF-8 with its mark, CRLF."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([guarded(cell) if isinstance(cell, str) else cell for cell in row])
    return b"\xef\xbb\xbf" + file.getvalue().encode()


def offer(turn: Turn, word: str) -> Choice:
    """The button for a table of what is shown now: `word` (with its "/") makes it. "exporter" alone, typed
    next, means the same."""
    turn.conversation.asked["table"] = word
    return Choice(word, "📄 Exporter")


def offered(turn: Turn) -> str | None:
    """The word of the last table that was offered."""
    found: str | None = turn.conversation.asked.get("table")
    return found
