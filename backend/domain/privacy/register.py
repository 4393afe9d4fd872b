"""The register of what the database holds about people: one entry per table, in the order in which an erasure goes
through them (rows that name others come before those).

Three things read it: the erasure of a person, the file of a person's data, and the jobs that delete what is old. A test
compares it with the models: a new table needs an entry.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from functools import partial
from typing import Any

from backend.domain.privacy import retention
from backend.records import Record, field


class Erasure(StrEnum):
    """What an erasure does with the rows of the person."""

    DELETE = "delete"
    BLANK = "blank"
    """The row stays, with the columns of `Entry.empty` emptied."""
    KEEP = "keep"
    """The row stays as it is: it holds numbers only, or the law asks for it."""


class Entry(Record):
    """What one table holds about people.

    - `person`: how a row is known to belong to a person: a column with their number, or `"thread_id>thread"`, a column
      that names a row of another table of the register that belongs to them. A row belongs to a person if one of these
      says so. Empty: the table holds nothing about a person.
    - `erasure`, `empty`: what becomes of these rows; by column the value that it has afterwards.
    - `why`: the reason for the rule, or why the table is nobody's.
    - `staff`: columns with the number of somebody who did something there. The number stays.
    - `hidden`: columns that the file of a person's data leaves out: secrets, and who of the staff did it.
    - `filed_by`: of `person` those by which rows are in that file; None: all.
    """

    name: str
    person: tuple[str, ...]
    erasure: Erasure
    why: str
    empty: Mapping[str, Any] = field(default_factory=dict)
    staff: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    filed_by: tuple[str, ...] | None = None

    @property
    def filed(self) -> tuple[str, ...]:
        """How a row is known to be in the file of a person's data, in the form of `person`."""
        return self.person if self.filed_by is None else self.filed_by

    @property
    def keeps(self) -> timedelta | None:
        """After how long a row is deleted (`backend.domain.privacy.retention`). None: no job does; it stays as long as
        the account, or the accounting."""
        return next((rule.after for rule in retention.RULES.values() if self.name in rule.tables), None)

    @property
    def personal(self) -> bool:
        """Whether rows belong to people."""
        return bool(self.person)


def _entry(
    erasure: Erasure,
    name: str,
    *person: str,
    why: str,
    empty: Mapping[str, Any] | None = None,
    staff: tuple[str, ...] = (),
    hidden: tuple[str, ...] = (),
) -> Entry:
    return Entry(name, person, erasure, why, empty or {}, staff, hidden)


def _none(columns: str) -> dict[str, Any]:
    return dict.fromkeys(columns.split())


_gone, _blank, _kept = (partial(_entry, each) for each in (Erasure.DELETE, Erasure.BLANK, Erasure.KEEP))
_nobody = _kept

_ACCOUNTING = "accounting: amounts and days under a number"
_OF_PROJECT = "a figure of the project under a number"

ENTRIES: tuple[Entry, ...] = (
    # --- messages and events
    _gone("received_media", "inbox_id>inbox", why="the files that she sent"),
    _gone(
        "receipt",
        "outbox_id>outbox",
        why="what platforms reported of her messages; it names her number",
        hidden=("payload",),
    ),
    _gone("quiet_hours_queue", "person_id", why="what waits for her morning"),
    _gone("outreach", "person_id", why="which reminders she had"),
    _gone("inbox", "person_id", why="her words, places and files as they came"),
    Entry(
        "outbox",
        ("person_id", "sender_id", "thread_id>thread"),
        Erasure.DELETE,
        "what was written to her, and by her",
        hidden=("sender_id",),
        filed_by=("person_id",),
    ),
    _gone("file_quota", "person_id", why="counts of her files"),
    _gone("wakeup", "person_id", why="her due times"),
    _gone("reminder", "person_id", why="her hours"),
    _gone("proof", "contact_id>contact", why="the dialogue with a chat that has to prove whose it is"),
    _gone("link", "person_id", why="codes for her chats", hidden=("digest",)),
    _gone(
        "joining_word",
        "joining_id>joining",
        "person_id",
        why="who was told of a chat that joins",
        hidden=("person_id",),
    ),
    _gone("joining", "giver_id", "taker_id", why="chats that joined her account"),
    _blank(
        "merge",
        *("gone_id", "kept_id", "undone_from"),
        why="the ledger's transfers between the two numbers rest on it; what the accounts were before goes",
        empty={"before": {}},
    ),
    # --- threads
    _gone("instruction_voice", "by_id", why="a Huber's voice with a project's instructions", hidden=("by_id",)),
    _gone("thread_message", "thread_id>thread", why="what she and her Huber wrote", hidden=("author_id",)),
    _gone(
        "thread",
        "person_id",
        why="her threads",
        staff=("answered_by", "closed_by", "reported_by", "muted_id"),
        hidden=("answered_by", "closed_by", "reported_by", "reported_id", "muted_id"),
    ),
    # --- training
    _gone("attempt", "person_id", why="her answers to questions"),
    _gone("card", "person_id", why="what she remembers"),
    _gone("final_try", "person_id", why="her tests"),
    _gone("lesson_progress", "person_id", why="her lessons"),
    _gone("enrolment", "person_id", why="her modules"),
    _gone("credential", "person_id", why="certificates with the name that she chose"),
    _gone("badge", "person_id", why="her skills"),
    # --- the person
    _gone("recipient", "person_id", why="her answers to announcements"),
    _gone("encouragement", "person_id", why="about her", staff=("by_id",), hidden=("by_id",)),
    _gone("person_note", "person_id", why="notes about her", staff=("by_id",), hidden=("by_id",)),
    _gone("draft", "person_id", why="files that she uploaded, before they were imported", hidden=("content",)),
    _gone("goal", "person_id", why="the project that she saves for"),
    _blank("outcome", "person_id", why="a figure of impact under a number", empty={"words": ""}),
    _gone("pay_rhythm", "person_id", why="her choice"),
    _gone("consent", "person_id", why="the account that it was given for is gone"),
    _blank(
        "invite",
        "used_by",
        why="the invitation counts for who made it",
        empty={"name": ""},
        staff=("created_by", "withdrawn_by"),
        hidden=("created_by", "withdrawn_by"),
    ),
    # --- quality
    _gone("decision_news", "person_id", why="decisions that she hears of"),
    _gone("skill", "person_id", why="what was learnt about her answers"),
    _gone(
        "concern", "person_id", why="what was noticed about her answers", staff=("decided_by",), hidden=("decided_by",)
    ),
    _gone("rating", "person_id", why="her opinions"),
    _blank("report", "person_id", why="a task that was reported stays reported", empty={"reason": ""}),
    _blank(
        "review",
        "person_id",
        why="it decided what was paid; the words go",
        empty={"words": "", "reason": ""},
        staff=("taken_by", "decided_by", "left_by"),
        hidden=("taken_by", "decided_by", "left_by"),
    ),
    # --- work and pay
    _blank(
        "answer",
        "person_id",
        why="work that a client paid for, and what it was paid, under a number",
        empty={"begun": None, "begun_until": None},
    ),
    _kept("progress", "person_id", why=_OF_PROJECT),
    _kept("day", "person_id", why="hours and pay of a day, for the minimum wage, under a number"),
    _kept("first_income", "person_id", why="a figure of impact under a number"),
    _kept("handed_back", "person_id", "to_id", why=_ACCOUNTING),
    _kept("pay_event", "person_id", why=_ACCOUNTING),
    _kept("assessment", "person_id", why="accounting: pay for the time of a test, under a number"),
    _kept("saving", "person_id", why=_ACCOUNTING),
    _kept("payout_part", "payout_id>payout", why=_ACCOUNTING),
    _kept("payout_claim", "payout_id>payout", why=_ACCOUNTING, hidden=("answered_by",)),
    _kept("payout_notice", "payout_id>payout", why="what a provider said, without names", hidden=("digest",)),
    _kept("payout", "person_id", why=_ACCOUNTING, hidden=("key",)),
    _blank(
        "destination",
        "person_id",
        why="payments name it; the number and the name go",
        empty={"sealed": b"", "mark": b"", "tail": "", "operator": ""},
        hidden=("sealed", "mark"),
    ),
    _blank(
        "pay_hold",
        "person_id",
        why="pay that is held back stays held; the words go",
        empty={"reason": ""},
        hidden=("held_by", "ended_by"),
    ),
    _kept("account", "owner", why=_ACCOUNTING),
    _kept("transfer", "debit>account", "credit>account", why=_ACCOUNTING),
    # --- what names the person itself
    _blank(
        "conversation",
        "person_id",
        why="an empty row under a number: every person has one",
        empty={
            **_none("shown answered_at contact_id refused_at"),
            "stack": [],
            "question": 0,
            "asked": {},
            "answered": {},
            "refused": 0,
        },
    ),
    _blank(
        "contact",
        "person_id",
        why="old messages of others name it; its address and name go (see `backend.db.privacy.erasure`)",
        empty={
            **_none("user_id heard_at quiet_until open_until joined_at joined_how"),
            "name": "",
        },
    ),
    _blank(
        "person",
        "id",
        "merged_into",
        why="transfers and answers name the number",
        empty={
            **_none(
                "role country zone joined_at paused_until stopped_at prefers active_on pin pin_at pin_mark pin_after"
            ),
            **_none("duty countries terms reached_id reached"),
            "first_name": "",
            "language": "fr",
            "data_saver": False,
            "discreet": False,
            "pin_tries": 0,
            "themes": {},
        },
        hidden=("pin", "pin_mark", "pin_tries", "pin_after", "reached_id"),
    ),
    # --- what staff did to people's data: words about the person go, who did what and when stays
    Entry(
        "audit",
        ("subject_id",),
        Erasure.BLANK,
        "who did what and when stays; the words go (see `backend.db.privacy.erasure`)",
        staff=("person_id",),
        hidden=("person_id",),
    ),
    _gone("personal_media", "person_id", why="files that she sent, or that were made for her; see `media`"),
    _kept(
        "erasure",
        "person_id",
        why="an erasure is repeated after a restore; it holds numbers and days",
        hidden=("claim",),
    ),
    # --- nobody's
    _nobody("media", why="files by their digest; those of a person go with the rows that name them"),
    _nobody("media_handle", why="platforms' ids of such files; they go with them"),
    _nobody("announcement", why="what the organisation wrote to many", staff=("author_id", "approved_by")),
    *(
        _nobody(name, why="figures")
        for name in ("announcement_count", "announcement_change", "traffic", "tally", "work_day", "work_share")
    ),
    _nobody("account_pause", why="a platform's wish"),
    _nobody("client", why="companies"),
    _nobody("project", why="clients' projects"),
    _nobody("batch", why="clients' files", staff=("created_by",)),
    _nobody("task", why="clients' data, and the result of all answers"),
    _nobody("skill_family", why="what was learnt of all people together"),
    _nobody("closed_month", why="accounting: who closed the books"),
    _nobody("month_balance", why="accounting: clients and projects"),
    _nobody("payout_run", why="accounting: who proposed and approved", staff=("proposer_id", "approver_id")),
    _nobody("pay_day", why="days of payment"),
    *(_nobody(name, why="lessons") for name in ("module", "module_version", "lesson", "question")),
    _nobody("signing_key", why="keys of the company"),
    _nobody("tick", why="the clock"),
    _nobody("job_failure", why="classes of errors"),
    _nobody("setting", why="the service's own"),
)
"""Every table of `backend.db.models`."""

BY_NAME: Mapping[str, Entry] = {entry.name: entry for entry in ENTRIES}
