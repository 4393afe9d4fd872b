"""`gains` against histories made at random: the same sums, worked out here in another way."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from backend.db.earnings import ledger
from backend.db.engine.uow import Database
from backend.db.people import queries as rows_of
from backend.domain.money import Money
from backend.domain.people.commands import Goal
from backend.services.earnings import service as earnings_service
from tests.database import TestServer
from tests.integration.scenes import commit, hiteuse, look

ZONES = ("Africa/Abidjan", "Africa/Douala", "Africa/Lubumbashi", "Indian/Antananarivo", "America/Cayenne")


class Worked(NamedTuple):
    """One answer of the history."""

    at: datetime
    units: int
    currency: str
    active: int
    accepted: bool


NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)
MOMENTS = st.integers(0, 94 * 86_400).map(lambda seconds: NOW - timedelta(seconds=seconds))
HISTORY = st.lists(
    st.builds(
        Worked,
        MOMENTS,
        st.integers(1, 10**9),
        st.sampled_from(["EUR", "XOF", "XAF"]),
        st.integers(0, 7_200),
        st.booleans(),
    ),
    max_size=12,
)


async def write(database: Database, person_id: int, zone: str, history: Iterable[Worked]) -> None:
    """The rows that such a history leaves; tasks and projects do not matter here."""
    async with database.unit() as uow:
        await uow.execute("set local session_replication_role = replica")
        await uow.execute(
            """
            insert into account (kind, owner, currency)
            select k, case k when 'project' then 1 else %s end, c
            from unnest(array['project', 'pending', 'accepted', 'paid']) k, unnest(array['EUR', 'XAF', 'XOF']) c
            """,
            (person_id,),
        )
        for n, a in enumerate(history):
            await uow.execute(
                """
                insert into answer (person_id, task_id, project_id, status, leased_at, expires_at, answered_at, units,
                                    currency, active, accepted_at)
                values (%s, %s, 1, 1, %s, %s, %s, %s, %s, %s, %s)
                """,
                (person_id, n, a.at, a.at, a.at, a.units, a.currency, a.active, a.at if a.accepted else None),
            )
        await uow.execute("set local session_replication_role = origin")  # a transfer keeps its balances
        for n, a in enumerate(history):
            pay, work = Money(a.units, a.currency), f"{person_id}:{n}"
            await ledger.transfer(uow, f"answer:{work}", ("project", 1), ("pending", person_id), pay, a.at)
            if a.accepted:
                await ledger.transfer(uow, f"accept:{work}", ("pending", person_id), ("accepted", person_id), pay, a.at)
            await uow.execute(
                """
                insert into day (person_id, date, active, answers) values (%s, %s, %s, 1)
                on conflict (person_id, date) do update set active = day.active + excluded.active,
                    answers = day.answers + 1
                """,
                (person_id, a.at.astimezone(ZoneInfo(zone)).date(), a.active),
            )
        await uow.commit()


def sums(history: Iterable[Worked]) -> tuple[Money, ...]:
    units: dict[str, int] = defaultdict(int)
    for a in history:
        units[a.currency] += a.units
    return tuple(Money(units[currency], currency) for currency in sorted(units))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=HISTORY, zone=st.sampled_from(ZONES), now=st.just(NOW) | MOMENTS)
@example(  # her month and her week begin at midnight on her own clock, not at ours
    history=[
        Worked(datetime(2026, 2, 28, 20, 59, 59, tzinfo=UTC), 7, "EUR", 60, False),
        Worked(datetime(2026, 2, 28, 21, tzinfo=UTC), 11, "EUR", 60, True),
        Worked(datetime(2026, 3, 1, 20, 59, 59, tzinfo=UTC), 13, "EUR", 60, False),
        Worked(datetime(2026, 3, 1, 21, tzinfo=UTC), 17, "XOF", 60, False),
    ],
    zone="Indian/Antananarivo",
    now=datetime(2026, 3, 1, 22, tzinfo=UTC),
)
async def test_the_figures_are_the_sums_of_her_answers_on_her_own_calendar(
    database: Database, server: TestServer, history: list[Worked], zone: str, now: datetime
) -> None:
    server.clean()
    history = [a for a in history if a.at <= now]
    awa = await hiteuse(database, zone=zone)
    await write(database, awa.id, zone, history)
    figures = await look(database, earnings_service.figures, awa, now)

    def day(a: Worked) -> date:
        return a.at.astimezone(ZoneInfo(zone)).date()

    today = now.astimezone(ZoneInfo(zone)).date()
    assert figures.day == today
    monday = today - timedelta(days=today.isoweekday() - 1)
    spans = ((figures.today, today), (figures.week, monday), (figures.month, date(today.year, today.month, 1)))
    for found, first in (*spans, (figures.ever, date.min)):
        here = [a for a in history if day(a) >= first]
        assert positive(found.pending) == sums(a for a in here if not a.accepted)
        assert positive(found.accepted) == sums(a for a in here if a.accepted)
        assert positive(found.paid) == ()
    assert figures.by_day == tuple(sums(a for a in history if day(a) == monday + timedelta(days=n)) for n in range(7))
    assert figures.answers_today == sum(day(a) == today for a in history)
    assert figures.time_today == timedelta(seconds=sum(a.active for a in history if day(a) == today))
    recent = [a for a in history if day(a) >= today - timedelta(days=30)]
    assert figures.recent_pay == sums(recent)
    assert figures.recent_time == timedelta(seconds=sum(a.active for a in recent))


def positive(amounts: tuple[Money, ...]) -> tuple[Money, ...]:
    """Without the sums of nothing that an account may show."""
    return tuple(amount for amount in amounts if amount.units)


async def test_her_goal_stands_beside_what_she_earned(database: Database) -> None:
    awa = await hiteuse(database)
    goal = Goal("business", "Un salon de coiffure", Money(5_000_000_000, "XOF"))
    await commit(database, rows_of.set_goal, awa.id, goal, NOW)
    figures = await look(database, earnings_service.figures, awa, NOW)
    assert (figures.project, figures.goal) == (goal.words, goal.amount)
    assert figures.project_share == 0


async def test_another_persons_work_is_not_hers(database: Database) -> None:
    awa, binta = await hiteuse(database), await hiteuse(database)
    await write(database, binta.id, binta.zone, [Worked(NOW, 500, "EUR", 30, True)])
    figures = await look(database, earnings_service.figures, awa, NOW)
    assert positive(figures.ever.all) == ()
    assert figures.today.all == ()
    assert figures.answers_today == 0
