"""A person with a mark in every column that can hold words, in every table of the register, made from the models."""

from __future__ import annotations

import uuid
from datetime import date, time
from typing import Any

import sqlalchemy as sa
from psycopg.types.json import Jsonb
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from backend.db.engine.uow import Database, UnitOfWork
from backend.db.models import metadata
from backend.domain.privacy.register import BY_NAME, ENTRIES, Entry, Erasure
from backend.domain.work.rating import Aspect
from tests.integration.scenes import NOW

MARK = "Zélindaé"
STAYS = {
    # work that was delivered to a client, and the product's own words about it
    ("answer", "value"),
    ("answer", "currency"),
    ("review", "judged"),
    ("report", "at"),
    # the product's own words: kinds, states, currencies, countries, roles
    ("outcome", "kind"),
    ("outcome", "goal_kind"),
    ("outcome", "currency"),
    ("invite", "code"),
    ("invite", "role"),
    ("invite", "country"),
    ("invite", "duty"),
    ("invite", "countries"),
    ("pay_hold", "held_by"),
    ("pay_hold", "ended_by"),
    ("destination", "kind"),
    ("contact", "channel"),
    ("person", "language"),
    ("person", "role"),
    ("person", "duty"),
    ("person", "reached"),
    ("audit", "channel"),
    ("audit", "action"),
    ("inbox", "channel"),
    ("outbox", "channel"),
}
"""Columns with words that stay after an erasure, or that hold only words of the product."""
_ALLOWED: dict[tuple[str, str], Any] = {
    ("outcome", "kind"): "opened",
    ("outcome", "units"): None,
    ("outcome", "currency"): None,
    ("saving", "kind"): "stop",
    ("saving", "payout_id"): None,
    ("pay_event", "kind"): "report",
    ("destination", "kind"): "phone",
    ("payout", "state"): "failed",
    ("payout", "provider"): "files",
    ("payout_claim", "outcome"): None,
    ("payout_claim", "closed_at"): None,
    ("pay_rhythm", "rhythm"): "weekly",
    ("joining", "kind"): "add",
    ("joining", "state"): "joined",
    ("account", "kind"): "accepted",
    ("concern", "decision"): None,
    ("concern", "closed_at"): None,
    ("rating", "aspect"): next(iter(Aspect)).value,
    ("goal", "share"): 10,
    ("goal", "aside_units"): None,
    ("goal", "aside_currency"): None,
    ("outreach", "outbox_id"): None,
    ("person", "role"): "hiteuse",
    ("person", "duty"): None,
    ("person", "language"): "fr",
    ("person", "merged_into"): None,
    ("person", "reached_id"): None,
    ("person", "reached"): None,
    ("contact", "channel"): "telegram",
    ("inbox", "channel"): "telegram",
    ("outbox", "channel"): "telegram",
    ("outbox", "status"): 1,
    ("inbox", "status"): 1,
    ("thread", "closed_at"): None,
    ("attempt", "final_id"): None,
    ("attempt", "lesson_id"): None,
    ("answer", "status"): 1,
    ("erasure", "begun_at"): None,
    ("erasure", "done_at"): None,
    ("audit", "channel"): "telegram",
    ("audit", "action"): "note person",
}
"""Values that a check of the database, or the meaning of the column, asks for."""


async def plant(database: Database, person_id: int) -> None:
    """Put one row of the person into every table that can hold one."""
    async with database.unit() as uow:
        await uow.execute("set local session_replication_role = replica")  # rows may name what is not there
        ids: dict[str, Any] = {"person": person_id}
        waiting = [entry for entry in ENTRIES if entry.personal and entry.name not in ("person", "erasure", "transfer")]
        while waiting:
            ready = [entry for entry in waiting if _parents(entry) <= ids.keys()]
            assert ready, [entry.name for entry in waiting]
            for entry in ready:
                ids[entry.name] = await _row(uow, entry, person_id, ids)
                waiting.remove(entry)
        blank = metadata.tables["person"]
        sets = {
            column.name: _value(blank, column, person_id)
            for column in blank.columns
            if column.name not in ("id", "created_at")
        }
        names = ", ".join(f"{name} = %({name})s" for name in sets)
        await uow.execute(f"update person set {names} where id = {person_id}", sets)
        await uow.execute("update media set content = %s where hash = %s", (MARK.encode(), f"{MARK}{person_id}-hash"))
        await uow.commit()


def _parents(entry: Entry) -> set[str]:
    return {each.partition(">")[2] for each in entry.person} - {""}


async def _row(uow: UnitOfWork, entry: Entry, person_id: int, ids: dict[str, Any]) -> Any:
    table = metadata.tables[entry.name]
    values = {column.name: _value(table, column, person_id) for column in table.columns if column.identity is None}
    for each in entry.person:
        own, _, parent = each.partition(">")
        values[own] = ids[parent] if parent else person_id
    if "hash" in values:
        values["hash"] = f"{MARK}{person_id}-hash"
        await uow.execute(
            "insert into media (hash, mime, content, passing_since) values (%s, 'text/plain', '', now())"
            " on conflict do nothing",
            (values["hash"],),
        )
    names = ", ".join(values)
    places = ", ".join(f"%({name})s" for name in values)
    key = next(iter(table.primary_key.columns)).name
    row = await uow.fetch_one(
        f"insert into {table.name} ({names}) values ({places}) on conflict do nothing returning {key} as key", values
    )
    if row is None:  # it was there: a conversation, say
        assert key in values, table.name
        sets = ", ".join(f"{name} = %({name})s" for name in values if name not in table.primary_key.columns)
        row = await uow.fetch_one(
            f"update {table.name} set {sets} where {key} = %({key})s returning {key} as key", values
        )
    assert row is not None, table.name
    return row["key"]


def _value(table: sa.Table, column: sa.Column[Any], person_id: int = 0) -> Any:
    mark = f"{MARK}{person_id}"  # every person has their own, where a column is unique
    if (table.name, column.name) in _ALLOWED:
        return _ALLOWED[table.name, column.name]
    entry = BY_NAME[table.name]
    marked = entry.erasure is not Erasure.KEEP and (table.name, column.name) not in STAYS
    match column.type:
        case JSONB():
            return Jsonb(
                [mark]
                if marked and column.name in ("stack", "instalments", "left_by")
                else {"words": mark}
                if marked
                else {}
            )
        case ARRAY(item_type=sa.Text()):
            return [mark] if marked else []
        case ARRAY():
            return []
        case sa.LargeBinary():
            return mark.encode() if marked else uuid.uuid4().bytes
        case sa.Text():
            return mark if marked else "x"
        case sa.Uuid():
            return uuid.uuid4()
        case sa.Boolean():
            return False
        case sa.DateTime():
            return NOW
        case sa.Date():
            return date(2026, 3, 4)
        case sa.Time():
            return time(8)
        case _:
            return person_id if column.unique else 1


def marked() -> set[str]:
    """Tables of which a row can hold the mark."""
    return {
        entry.name
        for entry in ENTRIES
        if entry.personal and entry.erasure is not Erasure.KEEP
        for column in metadata.tables[entry.name].columns
        if MARK in str(_plain(_value(metadata.tables[entry.name], column)))
    }


def _plain(value: Any) -> Any:
    return (
        value.obj if isinstance(value, Jsonb) else value.decode(errors="replace") if isinstance(value, bytes) else value
    )


async def places(database: Database, marks: list[str]) -> set[str]:
    """Tables in which one of the marks is found, in any column; bytes as well."""
    found = set()
    async with database.unit() as uow:
        tables = await uow.fetch_all(
            "select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"
        )
        for table in tables:
            for mark in marks:
                row = await uow.fetch_one(
                    f"""
                    select count(*) as n from {table["name"]} t
                    where position(%(mark)s in t::text) > 0 or position(%(hex)s in t::text) > 0
                    """,
                    {"mark": mark, "hex": mark.encode().hex()},
                )
                if row and row["n"]:
                    found.add(table["name"])
        await uow.commit()
    return found
