"""What the women of `tests.metric_queries.world` learned, and what was written to them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from backend.db.earnings import ledger
from backend.db.engine.uow import UnitOfWork
from backend.domain.money import Money


async def learning(
    uow: UnitOfWork, people: Sequence[int], project: int, span: tuple[datetime, datetime], chance: random.Random
) -> None:
    """Lessons, and tests that a project has paid. `span`: from when until now."""
    began, now = span
    await uow.execute("insert into module (id, title, imported_at) values ('bases', 'Les bases', %s)", (began,))
    lessons = [
        (await uow.fetch_one(
            "insert into lesson (module_id, key, position, title) values ('bases', %s, %s, %s) returning id",
            (f"l{place}", place, f"Leçon {place}"),
        ) or {})["id"]
        for place in range(1, 5)
    ]  # fmt: skip
    joined = {row["id"]: row["joined_at"] for row in await uow.fetch_all("select id, joined_at from person")}
    for place, person in enumerate(people):
        for lesson in lessons[: chance.randrange(0, 5)]:
            days = chance.randrange(1, max(2, (now - joined[person]).days))
            at = joined[person] + timedelta(days=days, minutes=chance.randrange(1_440))
            await uow.execute(
                "insert into lesson_progress (person_id, lesson_id, started_at, finished_at) values (%s, %s, %s, %s)",
                (person, lesson, at - timedelta(hours=1), at if at < now else None),
            )
        if place % 3 == 0:
            await _test(uow, project, person, joined[person] + timedelta(days=2, hours=3))


async def _test(uow: UnitOfWork, project: int, person: int, at: datetime) -> None:
    """The time of a module's tests, paid by a project."""
    pay = Money(2_345)
    await uow.execute(
        "insert into assessment (person_id, module_id, project_id, seconds, units, currency, at) "
        "values (%s, 'bases', %s, 120, %s, 'EUR', %s)",
        (person, project, pay.units, at),
    )
    zone = await uow.fetch_value("select zone from person where id = %s", (person,))
    await uow.execute(
        """
        insert into day (person_id, date, euro_units) values (%s, %s, %s)
        on conflict (person_id, date) do update set euro_units = day.euro_units + excluded.euro_units
        """,
        (person, at.astimezone(ZoneInfo(zone)).date(), pay.units),
    )
    for kind in ("pending", "accepted", "paid"):
        await ledger.open_account(uow, kind, person, "EUR")
    key = f"assessment:{person}:bases"
    assert await ledger.transfer(uow, key, ("project", project), ("accepted", person), pay, at)


async def traffic(
    uow: UnitOfWork, projects: Sequence[int], span: tuple[datetime, datetime], chance: random.Random
) -> None:
    """Messages as they were counted when they were sent, about these projects or (0) none."""
    on = span[0].date()
    while on <= span[1].date():
        for country in ("CM", "CI", "SN", "BJ", "TG", "MG", "CD"):
            for channel, category, units in CATEGORIES:
                if count := chance.randrange(0, 9):
                    await uow.execute(
                        "insert into traffic (date, channel, category, country, project_id, messages, units) "
                        "values (%s, %s, %s, %s, %s, %s, %s)",
                        (on, channel, category, country, chance.choice(projects), count, count * units),
                    )
        on += timedelta(days=1)


CATEGORIES = (("telegram", "free", 0), ("whatsapp", "service", 0), ("whatsapp", "utility", 340))
"""Channel, category, and what one costs in units of EUR."""


async def letters(uow: UnitOfWork, people: Sequence[int], now: datetime, chance: random.Random) -> None:
    """Single messages of the last weeks, most of them of the last days: sent, given up, or waiting; on WhatsApp most
    of those that were sent arrived and many were read."""
    chats = {row["person_id"]: row for row in await uow.fetch_all("select id, person_id, channel from contact")}
    for _ in range(1_200):
        chat = chats[chance.choice(people)]
        back = chance.randrange(0, 75 * 86_400) if chance.random() < 0.8 else chance.randrange(60, 200_000)
        at = now - timedelta(seconds=back)
        status = chance.choices((1, 2, 3), weights=(80, 15, 5))[0]
        seen = at + timedelta(minutes=chance.randrange(1, 300))
        arrived = status == 1 and chat["channel"] == "whatsapp" and chance.random() < 0.9
        await uow.execute(
            """
            insert into outbox (person_id, contact_id, channel, purpose, message, created_at, due, status, sent_at,
                                delivered_at, read_at, error)
            values (%s, %s, %s, 'reply', '{}', %s, %s, %s, %s, %s, %s, %s)
            """,
            (
                *(chat["person_id"], chat["id"], chat["channel"], at, at, status),
                at + timedelta(seconds=5) if status == 1 else None,
                seen if arrived else None,
                seen if arrived and chance.random() < 0.6 else None,
                "refused" if status == 2 else None,
            ),
        )
