"""The state of two accounts before a merge, kept with the merge so that it can be undone."""

from __future__ import annotations

from datetime import datetime

from backend.db.engine.uow import UnitOfWork

WHOLE = (
    *("enrolment", "lesson_progress", "card", "consent", "goal", "reminder", "outreach", "encouragement", "rating"),
    *("pay_rhythm", "report"),
)
"""Tables of which all rows of `gone` are kept, because merging combines them with rows of `kept`."""
MOVED = {
    "attempt": "id",
    "final_try": "id",
    "badge": "id",
    "credential": "id",
    "assessment": "module_id",
    "recipient": "announcement_id",
    "person_note": "id",
    "draft": "id",
    "thread": "id",
    "concern": "id",
    "payout": "id",
    "saving": "id",
    "outcome": "id",
    "decision_news": "id",
    "pay_hold": "id",
    "personal_media": "hash",
}
"""Tables whose rows only change their owner: table → the column that names a row, besides `person_id`."""
DONE = (
    ("announcement", "id", "author_id"),
    ("batch", "id", "created_by"),
    ("invite", "code", "used_by"),
    ("invite", "code", "created_by"),
    ("invite", "code", "withdrawn_by"),
    ("person_note", "id", "by_id"),
    ("encouragement", "person_id", "by_id"),
    ("instruction_voice", "hash", "by_id"),
    ("concern", "id", "decided_by"),
    ("review", "id", "taken_by"),
    ("review", "id", "decided_by"),
    ("payout_run", "id", "proposer_id"),
    ("payout_run", "id", "approver_id"),
)
"""Columns that say who did something: table, the column that names a row, the column of the person."""
OWN = {
    "goal": "kind",
    "reminder": "at",
    "pay_rhythm": "rhythm",
    "enrolment": "module_id",
    "lesson_progress": "lesson_id",
    "card": "question_id",
    "personal_media": "hash",
    "report": "task_id",
}
"""Tables of which the rows that `kept` had before are noted: table → the column that names a row."""


async def remember(uow: UnitOfWork, gone: int, kept: int, now: datetime) -> int:
    """Keep both accounts as they are, before anything moves, and return the merge's number. Answers, days and money are
    not kept here: the ledger tells to whom each belonged."""
    parts = [
        "'gone', (select to_jsonb(p) from person p where p.id = %(gone)s)",
        "'kept', (select to_jsonb(p) from person p where p.id = %(kept)s)",
        "'chats', (select coalesce(jsonb_agg(id), '[]') from contact where person_id = %(gone)s)",
        """
        'said', (select coalesce(jsonb_agg(m.id), '[]') from thread t join thread_message m on m.thread_id = t.id
                 where t.person_id = %(gone)s)
        """,
        "'open_thread', (select id from thread where person_id = %(gone)s and closed_at is null)",
        *(
            f"'{table}', (select coalesce(jsonb_agg(to_jsonb(r)), '[]') from {table} r where r.person_id = %(gone)s)"  # noqa: S608
            for table in WHOLE
        ),
        *(
            f"'{table}', (select coalesce(jsonb_agg(r.{key}), '[]') from {table} r where r.person_id = %(gone)s)"  # noqa: S608
            for table, key in MOVED.items()
        ),
        *(
            f"'{table}.{by}', (select coalesce(jsonb_agg(r.{key}), '[]') from {table} r where r.{by} = %(gone)s)"  # noqa: S608
            for table, key, by in DONE
        ),
        *(
            f"'own.{table}', (select coalesce(jsonb_agg(r.{key}), '[]') from {table} r where r.person_id = %(kept)s)"  # noqa: S608
            for table, key in OWN.items()
        ),
    ]
    pairs = " || ".join(f"jsonb_build_object({part})" for part in parts)
    return await uow.fetch_int(
        f"""
        insert into merge (gone_id, kept_id, at, before) values (%(gone)s, %(kept)s, %(now)s, {pairs}) returning id
        """,  # noqa: S608 (constants)
        {"gone": gone, "kept": kept, "now": now},
    )
