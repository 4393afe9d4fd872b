"""The check that holds migrations and models together sees what it is there for."""

import psycopg
import pytest

from backend.db.server import migrate
from backend.domain.errors import Unavailable
from tests.checks.migrations import differences
from tests.database import TestServer

CHANGES = {
    "person.country": "alter table person drop column country",
    "task.wanted": "alter table task alter column wanted set default 1",
    "batch.file": "alter table batch alter column file drop not null",
    "index ix_outbox_ready": "drop index ix_outbox_ready",
    "index ix_task_open": "drop index ix_task_open; create index ix_task_open on task (project_id, batch_id, id)",
    "constraint task.ck_task_slots": "alter table task drop constraint ck_task_slots",
    "constraint transfer.uq_transfer_key": "alter table transfer drop constraint uq_transfer_key",
    "column stray.id": "create table stray (id bigint)",
}


def test_the_migrations_make_what_the_models_say_and_every_change_is_named(server: TestServer) -> None:
    with server.another("changed") as url:
        migrate.upgrade(url)
        assert differences(server, url) == []
        with psycopg.connect(url) as connection:
            for change in CHANGES.values():
                connection.execute(change.encode())
        found = differences(server, url)
    assert [name for name in CHANGES if not any(name in line for line in found)] == []


def test_a_database_of_another_program_is_refused_in_a_line_and_stays_as_it_is(server: TestServer) -> None:
    with server.another("foreign") as url, psycopg.connect(url, autocommit=True) as connection:
        connection.execute("create table person (theirs text)")
        with pytest.raises(
            Unavailable, match=r'not empty, and not ours .*"person" already exists.*: name an empty one'
        ):
            migrate.upgrade(url)
        tables = connection.execute("select tablename from pg_tables where schemaname = 'public'").fetchall()
    assert tables == [("person",)]
