"""What is old is deleted after its own time: nothing younger, nothing that something still needs."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from backend.clock import Clock
from backend.db.engine.uow import Database
from backend.db.messaging import inbox, media
from backend.db.models import metadata
from backend.domain.messaging.states import InboxStatus, OutboxStatus
from backend.domain.privacy import retention
from bot.jobs import pruning
from tests.integration.scenes import NOW, commit, hiteuse, rows, value


class At(Clock):
    """A clock that stands still."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now


async def prune(database: Database, now: datetime) -> None:
    await pruning.Pruning(database, At(now)).prune()


async def put(database: Database, statement: str, **values: Any) -> None:
    async def act(uow: Any) -> None:
        await uow.execute(statement, values)

    await commit(database, act)


def test_every_rule_has_its_statement_and_names_tables_that_exist() -> None:
    assert set(pruning.WALKS) | set(pruning.DELETIONS) == set(retention.RULES)
    assert not set(pruning.WALKS) & set(pruning.DELETIONS)
    named = [table for rule in retention.RULES.values() for table in rule.tables]
    assert len(named) == len(set(named)) and set(named) <= set(metadata.tables)


def test_a_day_has_room_for_the_rows_of_a_million_people() -> None:
    """Each full day of work causes 360 events and as many messages."""
    runs = timedelta(days=1) // retention.PRUNED_EVERY
    assert runs * pruning.MOST_CHUNKS * pruning.CHUNK_ROWS >= 1_000_000 * 360


EVENT = """
    insert into inbox (person_id, contact_id, channel, event_key, payload, received_at, due, status)
    select k.person_id, k.id, 'demo', %(key)s || n, '{}', %(at)s, %(at)s, %(status)s
    from contact k, generate_series(1, %(count)s) n where k.person_id = %(person)s
"""


async def test_events_go_after_their_time_but_not_those_that_wait(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pruning, "CHUNK_ROWS", 3)
    awa = await hiteuse(database)
    for key, status, count in (("w", InboxStatus.WAITING, 2), ("d", InboxStatus.DONE, 7), ("x", InboxStatus.DEAD, 1)):
        await put(database, EVENT, key=key, at=NOW, status=status, count=count, person=awa.id)
    young = NOW + timedelta(days=20)
    await put(database, EVENT, key="y", at=young, status=InboxStatus.DONE, count=4, person=awa.id)
    await put(
        database,
        """
        with file as (insert into media (hash, mime, content, passing_since) values ('h', 'x/y', '', %(at)s))
        insert into received_media (inbox_id, kind, at) select id, 'image', %(at)s from inbox where event_key = 'd1'
        """,
        at=NOW,
    )
    await prune(database, NOW + retention.EVENTS)
    assert await value(database, "select count(*) from inbox") == 14
    await prune(database, NOW + retention.EVENTS + timedelta(seconds=1))
    kept = await rows(database, "select left(event_key, 1) as k, count(*)::int as n from inbox group by 1 order by 1")
    assert [(row["k"], row["n"]) for row in kept] == [("w", 2), ("y", 4)]
    assert await value(database, "select count(*) from received_media") == 0
    assert await value(database, "select count from tally where channel = 'pruned' and what = 'events'") == 8


SENT = """
    insert into outbox (person_id, contact_id, channel, purpose, message, question, created_at, due, status)
    select k.person_id, k.id, 'demo', 'reply', '{"p": ["Bonjour"]}', 1, %(at)s, %(at)s, %(status)s
    from contact k where k.person_id = %(person)s
"""


async def test_sent_copies_go_but_not_what_waits_nor_the_open_question(database: Database) -> None:
    awa = await hiteuse(database)
    for status in OutboxStatus:
        await put(database, SENT, at=NOW, status=status, person=awa.id)
    await put(database, SENT, at=NOW, status=OutboxStatus.SENT, person=awa.id)
    open_question = await value(database, "select max(id) from outbox")
    await put(database, "update conversation set shown = %(id)s where person_id = %(p)s", id=open_question, p=awa.id)
    await prune(database, NOW + retention.SENT)
    assert await value(database, "select count(*) from outbox") == len(OutboxStatus) + 1
    await prune(database, NOW + retention.SENT + timedelta(seconds=1))
    kept = await rows(database, "select id, status from outbox order by id")
    assert {row["status"] for row in kept[:-1]} == {OutboxStatus.WAITING, OutboxStatus.HELD}
    assert kept[-1]["id"] == open_question


async def test_receipts_go_after_their_time(database: Database) -> None:
    receipt = """
        insert into receipt (channel, event_key, provider_id, status, payload, at)
        values ('whatsapp', %(k)s, '1', 'read', '{}', %(at)s)
    """
    await put(database, receipt, k="old", at=NOW)
    await put(database, receipt, k="young", at=NOW + timedelta(days=1))
    await prune(database, NOW + retention.RECEIPTS + timedelta(seconds=1))
    assert await value(database, "select string_agg(event_key, ' ') from receipt") == "young"


async def test_files_go_unless_work_lessons_or_a_thread_show_them(database: Database) -> None:
    awa = await hiteuse(database)

    async def put_files(uow: Any) -> None:
        for digest in ("passing", "task", "thread", "announced"):
            await media.add(uow, digest, "image/png", b"x", passing_since=NOW)
        await media.add(uow, "task", "image/png", b"x")
        await media.keep(uow, "announced")
        await media.add(uow, "lesson", "image/png", b"x")
        await media.add(uow, "lesson", "image/png", b"x", passing_since=NOW)
        await media.set_handle(uow, "telegram", "passing", "handle")
        await uow.execute(
            """
            with t as (
                insert into thread (person_id, opened_at, last_at) values (%(p)s, %(at)s, %(at)s) returning id)
            insert into thread_message (thread_id, author_id, hers, hash, at)
            select id, %(p)s, true, 'thread', %(at)s from t
            """,
            {"p": awa.id, "at": NOW},
        )

    await commit(database, put_files)
    later = NOW + retention.FILES + timedelta(seconds=1)
    await prune(database, later)
    assert (
        await value(database, "select string_agg(hash, ' ' order by hash) from media") == "announced lesson task thread"
    )
    assert await value(database, "select count(*) from media_handle") == 0
    await put(database, "update thread set closed_at = %(at)s", at=NOW)
    await prune(database, NOW + retention.RULES["threads"].after + timedelta(seconds=1))
    assert await value(database, "select string_agg(hash, ' ' order by hash) from media") == "announced lesson task"


async def test_a_file_that_is_sent_again_begins_anew(database: Database) -> None:
    await commit(database, media.add, "h", "x/y", b"x", passing_since=NOW)
    again = NOW + timedelta(days=20)
    await commit(database, media.add, "h", "x/y", b"x", passing_since=again)
    await prune(database, NOW + retention.FILES + timedelta(days=1))
    assert await value(database, "select count(*) from media") == 1


async def test_used_and_withdrawn_invitations_go_and_open_ones_stay(database: Database) -> None:
    awa = await hiteuse(database)
    await put(
        database,
        """
        insert into invite (code, role, country, created_at, used_by, used_at, withdrawn_at) values
            ('USED', 'hiteuse', 'CI', %(at)s, %(p)s, %(at)s, null),
            ('GONE', 'hiteuse', 'CI', %(at)s, null, null, %(at)s),
            ('OPEN', 'hiteuse', 'CI', %(at)s, null, null, null)
        """,
        at=NOW,
        p=awa.id,
    )
    await prune(database, NOW + retention.INVITATIONS + timedelta(seconds=1))
    assert await value(database, "select string_agg(code, ' ') from invite") == "OPEN"


async def test_the_address_of_a_stranger_goes_and_everybody_else_keeps_theirs(database: Database) -> None:
    awa = await hiteuse(database)
    young = NOW + timedelta(days=1)
    for key, at in (("old", NOW), ("young", young), ("waits", NOW)):
        async with database.turn() as uow:
            await inbox.store(uow, [inbox.Arrival("demo", key, key, {"text": "bonjour"}, key)], at)
    await put(database, "update contact set heard_at = %(at)s where address = 'young'", at=young)
    await put(database, "delete from inbox where event_key <> 'waits'")
    now = NOW + retention.STRANGERS
    await prune(database, now)
    seen = "select name from contact where address not like 'erased:%%' and person_id <> "
    assert {row["name"] for row in await rows(database, f"{seen}{awa.id}")} == {"old", "young", "waits"}
    for _ in range(2):  # the second time there is nothing left
        await prune(database, now + timedelta(seconds=1))
        assert {row["name"] for row in await rows(database, f"{seen}{awa.id}")} == {"young", "waits"}
    assert await value(database, "select count(*) from contact where name <> '' and person_id = " + str(awa.id)) == 1
    counted = await value(database, "select count from tally where channel = 'pruned' and what = 'strangers'")
    assert counted == 1
    async with database.turn() as uow:  # who comes back is somebody new
        await inbox.store(uow, [inbox.Arrival("demo", "old", "again", {"text": "bonjour"}, "old")], now)
    assert await value(database, "select count(*) from contact where address = 'old'") == 1
