"""Statements about answers to questions, what the memory model keeps of each, and which questions come again."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from backend.db.engine.uow import Statement, UnitOfWork
from backend.domain.training.memory import Card


async def card(uow: UnitOfWork, person_id: int, question_id: int) -> Card | None:
    """The memory model's card of a question; None if the person was never asked."""
    return await uow.fetch_one(
        """
        select due, stability, difficulty, last_review, state, step from card
        where person_id = %s and question_id = %s and last_review is not null
        """,
        (person_id, question_id),
        row=Card,
    )


async def record(
    uow: UnitOfWork,
    person_id: int,
    question_id: int,
    lesson_id: int | None,
    share: Decimal,
    seconds: int,
    card: Card | None,
    now: datetime,
) -> None:
    """Store an answer, whether it was the person's first to this question, and the card (unless None)."""
    statements: list[Statement] = [
        (
            """
            insert into attempt (person_id, question_id, lesson_id, at, share, first, seconds)
            select %(person)s, %(question)s, %(lesson)s, %(now)s, %(share)s, not exists (
                       select from attempt where person_id = %(person)s and question_id = %(question)s), %(seconds)s
            """,
            {
                "person": person_id,
                "question": question_id,
                "lesson": lesson_id,
                "now": now,
                "share": share,
                "seconds": seconds,
            },
        )
    ]
    if card is not None:
        statements.append(_remembered(person_id, question_id, card))
    await uow.pipeline(*statements)


def _remembered(person_id: int, question_id: int, card: Card) -> Statement:
    kept = (card.due, card.stability, card.difficulty, card.last_review, card.state, card.step)
    return (
        """
        insert into card (person_id, question_id, due, stability, difficulty, last_review, state, step)
        values (%s, %s, %s, %s, %s, %s, %s, %s)
        on conflict (person_id, question_id) do update set due = excluded.due,
            stability = excluded.stability, difficulty = excluded.difficulty,
            last_review = excluded.last_review, state = excluded.state, step = excluded.step
        """,
        (person_id, question_id, *kept),
    )


async def remember(uow: UnitOfWork, person_id: int, question_id: int, card: Card) -> None:
    """Store a card."""
    await uow.pipeline(_remembered(person_id, question_id, card))


_DUE = """
    select c.question_id from card c
    join question q on q.id = c.question_id and q.retired_at is null
    where c.person_id = %s and c.due < %s order by c.due limit %s
"""


async def due(uow: UnitOfWork, person_id: int, before: datetime, most: int) -> tuple[int, ...]:
    """Questions that are due before then, the longest due first."""
    return tuple(row["question_id"] for row in await uow.fetch_all(_DUE, (person_id, before, most)))


async def next_due(uow: UnitOfWork, person_id: int, since: datetime) -> datetime | None:
    """When the next question from then on is due; None if there is none."""
    return await uow.find_value(
        """
        select c.due from card c join question q on q.id = c.question_id and q.retired_at is null
        where c.person_id = %s and c.due >= %s order by c.due limit 1
        """,
        (person_id, since),
    )


async def days(uow: UnitOfWork, person_id: int, zone: str) -> frozenset[date]:
    """The days of the person's calendar on which they answered anything."""
    rows = await uow.fetch_all(
        "select distinct (at at time zone %s)::date as day from attempt where person_id = %s", (zone, person_id)
    )
    return frozenset(row["day"] for row in rows)
