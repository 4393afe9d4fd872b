"""Tables that are exported from the chat ("exporter") as CSV documents.

The file is UTF-8 with a byte order mark, by which spreadsheet programs recognise the encoding. Cells that could be
taken for a formula are guarded as in every export (`exports.guarded`)."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Sequence

from backend.db.messaging import media as media_rows
from backend.domain.messaging.message import Attachment, Choice, tr
from backend.services.work.files.exports import guarded
from bot.handlers.engine.turn import Turn

MIME = "text/plain"
"""The MIME type of the file. WhatsApp does not accept "text/csv"; programs that open the file go by its name."""


NOTHING = tr("📄 Il n'y a rien à mettre dans ce tableau.")
"""Said instead of a table without a row."""


async def attach(
    turn: Turn, name: str, columns: Sequence[str], rows: Iterable[Sequence[str | int | float | None]]
) -> Attachment:
    """Store the table as a file and return the attachment. `name`: the file name with ".csv". A None cell is empty."""
    content = content_of(columns, rows)
    digest = hashlib.sha256(content).hexdigest()
    await media_rows.add_personal(turn.uow, turn.person.id, digest, MIME, content, turn.now)
    return Attachment("document", digest, name)


def content_of(columns: Sequence[str], rows: Iterable[Sequence[str | int | float | None]]) -> bytes:
    """The content of a CSV file as spreadsheet programs open it: UTF-8 with a byte order mark, CRLF line ends."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([guarded(cell) if isinstance(cell, str) else cell for cell in row])
    return b"\xef\xbb\xbf" + file.getvalue().encode()


def offer(turn: Turn, word: str) -> Choice:
    """The button that exports the table just shown. `word` (with its "/") makes the table; "exporter" alone,
    typed next, means the same."""
    turn.conversation.asked["table"] = turn.kept["table"] = word
    return Choice(word, "📄 Exporter")


def put_away(turn: Turn) -> None:
    """At the end of a turn: no table and no question about figures was the last, if something was said without one."""
    for key in ("table", "figures"):
        if turn.said and key not in turn.kept:
            turn.conversation.asked.pop(key, None)


def offered(turn: Turn) -> str | None:
    """The word of the table that was shown last; None if what was shown last has none."""
    found: str | None = turn.conversation.asked.get("table")
    return found
