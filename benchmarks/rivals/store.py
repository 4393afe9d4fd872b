"""The rivals' database work: one commit for each answer together with the next task.

The rivals get the same aids as the product: a partial index over open tasks, a cursor for each person, and rows that
are locked by others are skipped.
"""

from __future__ import annotations

from html import escape
from typing import NamedTuple

import psycopg
from psycopg_pool import AsyncConnectionPool

TITLE = "Modération de commentaires"
QUESTION = "Ce commentaire est-il acceptable ?"
CHOICES = (("ok", "Acceptable"), ("non", "À retirer"))
ASIDES = (
    (("skip", "⏭ Passer"), ("problem", "⚠️ Signaler un problème")),
    (("pause", "⏸ Pause"), ("previous", "↩️ Corriger la dernière")),
)
"""Further buttons below each task, as (data, label); nothing handles them."""
PAY = 500  # Ten-thousandths of a euro.
FRANCS_PER_EURO = 655.957

SCHEMA = """
drop schema public cascade;  -- a quick run's databases have the product's tables
create schema public;
create table task (id bigint primary key, body text not null, slots int not null check (slots >= 0));
create index open_task on task (id) where slots > 0;
create table person (chat bigint primary key, cursor bigint not null default 0);
create table answer (
    chat bigint references person, task bigint references task, value text, status smallint not null default 0,
    leased_at timestamptz not null default now(), answered_at timestamptz, primary key (chat, task)
);
create table pay (
    id bigint generated always as identity primary key, chat bigint not null, task bigint not null,
    units bigint not null, at timestamptz not null default now(), unique (chat, task)
);
create table day (
    chat bigint, date date, answers int not null, units bigint not null, primary key (chat, date)
);
"""


class Task(NamedTuple):
    id: int
    body: str


class Counted(NamedTuple):
    """The person's day with this answer (`units`: ten-thousandths of a euro), and the next task, None when there is
    none."""

    answers: int
    units: int
    next: Task | None


def create(url: str, tasks: int, wanted: int) -> None:
    """Creates the tables, and `tasks` tasks that want `wanted` answers each."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(SCHEMA)
        connection.execute(
            """
            insert into task select n, 'Commentaire numéro ' || n || ' : merci pour ce service, je recommande !', %s
            from generate_series(1, %s) n
            """,
            (wanted, tasks),
        )
        connection.execute("vacuum analyze")


def answers(url: str) -> int:
    """The number of answers that were kept."""
    with psycopg.connect(url) as connection:
        row = connection.execute("select count(*) from answer where status = 1").fetchone()
    assert row is not None
    return int(row[0])


class Store:
    """The rivals' database. Call `open` inside the running loop."""

    def __init__(self, url: str) -> None:
        self._pool = AsyncConnectionPool(url, min_size=8, max_size=12, open=False)

    async def open(self) -> None:
        await self._pool.open(wait=True)

    async def close(self) -> None:
        await self._pool.close()

    async def begin(self, chat: int) -> Task | None:
        """Accepts the offer. Returns the first task; None when there is none."""
        async with self._pool.connection() as connection:
            await connection.execute("insert into person (chat) values (%s) on conflict do nothing", (chat,))
            return await _claim(connection, chat)

    async def submit(self, chat: int, task: int, value: str) -> Counted | None:
        """Keeps the answer, pays it and leases the next task. Returns None when the task is not leased to this chat."""
        async with self._pool.connection() as connection:
            kept = await connection.execute(
                """
                update answer set status = 1, value = %s, answered_at = now()
                where chat = %s and task = %s and status = 0
                """,
                (value, chat, task),
            )
            if kept.rowcount != 1:
                return None
            await connection.execute("insert into pay (chat, task, units) values (%s, %s, %s)", (chat, task, PAY))
            day = await connection.execute(
                """
                insert into day (chat, date, answers, units) values (%s, current_date, 1, %s)
                on conflict (chat, date) do update set answers = day.answers + 1, units = day.units + excluded.units
                returning answers, units
                """,
                (chat, PAY),
            )
            row = await day.fetchone()
            assert row is not None
            return Counted(row[0], row[1], await _claim(connection, chat))


async def _claim(connection: psycopg.AsyncConnection[tuple[object, ...]], chat: int) -> Task | None:
    found = await connection.execute(
        """
        with found as (
            select t.id, t.body from task t
            where t.slots > 0 and t.id > (select cursor from person where chat = %(chat)s)
            order by t.id limit 1 for no key update of t skip locked
        ),
        taken as (update task set slots = slots - 1 from found where task.id = found.id),
        moved as (update person set cursor = found.id from found where chat = %(chat)s),
        lease as (insert into answer (chat, task) select %(chat)s, id from found)
        select id, body from found
        """,
        {"chat": chat},
    )
    row = await found.fetchone()
    return Task(int(str(row[0])), str(row[1])) if row else None


# --- texts as HTML, and buttons as rows of (data, label) ------------------------------------------------

Rows = tuple[tuple[tuple[str, str], ...], ...]


def offer() -> tuple[str, Rows]:
    text = (
        f"<b>{TITLE}</b>\n\n💰 <b>0,05 €</b> par tâche · ⏱ environ 30 s · soit <b>3 935 F CFA</b> de l'heure\n\n"
        "Plus de 500 tâches t'attendent.\n\n"
        "Une réponse compte comme acceptée après 24 heures, si personne ne la refuse."
    )
    return text, ((("accept", "Accepter"), ("menu", "Menu")),)


def question(task: Task, counted: Counted | None = None) -> tuple[str, Rows]:
    """The task, after the acknowledgement of the answer before it."""
    text = f"{escape(task.body, quote=False)}\n\n{QUESTION}"
    if counted is not None:
        francs = int(counted.units / 10_000 * FRANCS_PER_EURO)
        many = "tâche" if counted.answers == 1 else "tâches"
        text = f"✅ Noté. Aujourd'hui : {counted.answers} {many}, <b>{francs} F CFA</b>.\n\n{text}"
    answers = tuple((f"a:{task.id}:{choice}", label) for choice, label in CHOICES)
    return text, (answers, *ASIDES)


NOTHING = "Tu as fait toutes les tâches disponibles de ce projet. 👏"
NOT_YOURS = "Cette tâche n'est plus à toi."
