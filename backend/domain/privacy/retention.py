"""How long rows are kept that grow with use. The jobs that delete them (`bot.jobs.pruning`), the page about data and
`docs/operators/data.md` all take the times from here.

Accounting is kept for ten years (French commercial code, article L123-22), so nothing deletes it by itself: the ledger,
payments, answers and their pay, the audit. What is kept as long as an account goes with its erasure.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Literal

from backend.domain.reminders.reminder_policy import LOG_RETENTION
from backend.domain.threads.timing import THREAD_RETENTION
from backend.records import Record

EVENTS = timedelta(days=30)
"""Traces of events. Platforms repeat an event for at most a week; a dead letter can be tried again until then."""
SENT = timedelta(days=90)
"""Messages of ours. They show what was said when somebody asks, and hold the figures of delivery."""
RECEIPTS = timedelta(days=30)
FILES = timedelta(days=30)
"""Files that somebody sent, and documents that were made to be sent once, unless a thread shows them."""
INVITATIONS = timedelta(days=365)
"""Used and withdrawn invitations: who invited whom settles disputes of the first year."""
DECISIONS = timedelta(days=30)
"""That somebody was told of a decision."""
CODES = timedelta(days=7)
"""How long an expired code for another chat is still told apart from an unknown one."""
FILE_COUNTS = timedelta(days=3)
"""How many files somebody sent on a day: until the day is over in every time zone."""
STRANGERS = timedelta(days=90)
"""Addresses of people who wrote without an invitation, since they last wrote. They are told then how to come in, and a
code that is sent to them reaches the same chat."""
UPLOADS = timedelta(days=2)
"""Files that were sent to become a batch, and not confirmed."""
TICKS = timedelta(days=2)
ACCOUNTING_YEARS = 10
PRUNED_EVERY = timedelta(hours=1)
"""How often old rows are looked for; by so much they may live longer."""

PRUNED = "pruned"
"""Stands in the column of the channel where deleted rows are counted."""

Name = Literal[
    "events",
    "sent",
    "receipts",
    "files",
    "invitations",
    "threads",
    "decisions",
    "reminders",
    "codes",
    "uploads",
    "file_counts",
    "strangers",
    "ticks",
]


class Rule(Record):
    """`tables`: whose rows are deleted `after` this time. The first one is the table that the time is about. `emptied`:
    the rows stay as numbers, which others name."""

    tables: tuple[str, ...]
    after: timedelta
    emptied: bool = False


RULES: Mapping[Name, Rule] = {
    "events": Rule(("inbox", "received_media"), EVENTS),
    "sent": Rule(("outbox",), SENT),
    "receipts": Rule(("receipt",), RECEIPTS),
    "threads": Rule(("thread", "thread_message"), THREAD_RETENTION),
    "files": Rule(("media", "media_handle", "personal_media"), FILES),
    "invitations": Rule(("invite",), INVITATIONS),
    "decisions": Rule(("decision_news",), DECISIONS),
    "reminders": Rule(("outreach",), LOG_RETENTION),
    "codes": Rule(("link",), CODES),
    "uploads": Rule(("draft",), UPLOADS),
    "file_counts": Rule(("file_quota",), FILE_COUNTS),
    "strangers": Rule(("contact",), STRANGERS, emptied=True),
    "ticks": Rule(("tick",), TICKS),
}
"""What is deleted by time, by the name under which the metrics count it. Threads and events come before the files that
they show."""
