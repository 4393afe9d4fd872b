"""Puts the copies of an announcement into the outbox: one row of the announcement lane for each of many people."""

from __future__ import annotations

from datetime import UTC, datetime

import psycopg
from psycopg.rows import DictRow
from psycopg.types.json import Jsonb

from backend.domain.messaging.message import dump, raw
from backend.domain.messaging.states import Lane

TEXT = (
    "Bonjour ! Un nouveau projet de modération ouvre demain à 8 h : 40 000 commentaires, 0,05 € chacun. "
    "Écris « travail » pour commencer."
)
"""The text of the announcement."""


def by_day(now: datetime) -> str:
    """A time zone in which it is about noon now: nobody is told anything at night, and a benchmark may run at any
    hour."""
    ahead = 12 - now.astimezone(UTC).hour
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"  # The sign in `Etc/GMT` names is inverted.


def meet(database: psycopg.Connection[DictRow], channel: str, addresses: list[str]) -> None:
    """Adds a hiteuse for each address; each has just written from it. Columns that triggers maintain row by row are
    written at once."""
    database.execute("set session_replication_role = replica")
    database.execute(
        """
        with n as materialized (
            select nextval(pg_get_serial_sequence('person', 'id')) as person_id, address
            from unnest(%(addresses)s::text[]) as address
        ),
        p as (
            insert into person (id, role, first_name, country, zone, joined_at, created_at) overriding system value
            select person_id, 'hiteuse', 'Awa', 'CI', %(zone)s, now(), now() from n
        ),
        c as (
            insert into contact (person_id, channel, address, name, heard_at)
            select person_id, %(channel)s, address, 'Awa', now() from n returning id, person_id
        )
        insert into conversation (person_id, contact_id) select person_id, id from c
        """,
        {"addresses": addresses, "channel": channel, "zone": by_day(datetime.now(UTC))},
    )
    database.execute(
        "update person p set reached_id = k.id, reached = k.channel from contact k where k.person_id = p.id"
    )
    database.execute("set session_replication_role = origin")
    database.execute("vacuum analyze person")
    database.execute("analyze contact, conversation")


def announce(database: psycopg.Connection[DictRow], channel: str, addresses: list[str]) -> None:
    """Puts an announcement into the outbox for each of these addresses."""
    database.execute(
        """
        insert into outbox (person_id, contact_id, channel, lane, purpose, message, created_at, due)
        select person_id, id, channel, %(lane)s, 'announcement', %(message)s, now(), now()
        from contact where channel = %(channel)s and address = any(%(addresses)s)
        """,
        {
            "lane": Lane.ANNOUNCEMENT,
            "message": Jsonb(dump(raw(TEXT))),
            "channel": channel,
            "addresses": addresses,
        },
    )
