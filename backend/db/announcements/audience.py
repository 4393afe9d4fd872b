"""Statements about audiences: how many people belong to one, and who they are.

They read little besides `person`: triggers keep there the chat in which each person is reached, and the day on which
they were last active.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, time, timedelta
from typing import Any

from backend.db.engine.uow import UnitOfWork
from backend.domain.announcements.life import AT_RISK, QUIET_FOR, Audience
from backend.domain.messaging import channels
from backend.domain.messaging.quiet_hours import EVENING, MORNING
from backend.records import Record

FREE_WINDOW = timedelta(hours=24)
"""How long after a person's last message a channel with a window takes free messages."""

_MANY = {
    **dict.fromkeys(
        (
            "enable_seqscan",
            "enable_sort",
            "enable_bitmapscan",
            "enable_hashjoin",
            "enable_mergejoin",
            "enable_material",
        ),
        "on",
    ),
    "plan_cache_mode": "force_custom_plan",
    "work_mem": "64MB",
    "jit": "off",  # compiling takes longer than it saves
}


@asynccontextmanager
async def looking_at_all(uow: UnitOfWork) -> AsyncIterator[None]:
    """Let the planner choose freely for statements that read everybody. The turn pool else forces it to use indexes."""
    names = tuple(_MANY)
    before = await uow.fetch_one(
        f"select {', '.join(f'current_setting(%s) as s{n}' for n in range(len(names)))}", names
    )
    assert before is not None
    await _set(uow, _MANY)
    yield
    await _set(uow, {name: before[f"s{n}"] for n, name in enumerate(names)})


async def _set(uow: UnitOfWork, values: dict[str, str]) -> None:
    given = [each for pair in values.items() for each in pair]
    await uow.fetch_one(f"select {', '.join('set_config(%s, %s, true)' for _ in values)}", given)


def _fits(audience: Audience, now: datetime, but: Collection[int] = ()) -> tuple[str, dict[str, Any]]:
    """The condition on `person p`, and its parameters. `but`: ids of people who are left out."""
    conditions = [
        "p.role = any(%(roles)s::text[])",
        "p.reached is not null and p.stopped_at is null and p.merged_into is null",
        "(p.joined_at is not null or p.role = 'huber')",
        "(p.paused_until is null or p.paused_until <= %(now)s)",
    ]
    today = now.date()
    given: dict[str, Any] = {
        "roles": list(audience.roles),
        "now": now,
        "countries": list(audience.countries),
        "project": audience.project_id,
        "badge": audience.badge,
        "channel": audience.channel,
        "quiet": today - QUIET_FOR,
        "at_risk": today - AT_RISK,
    }
    if but:
        given["but"] = list(but)
        conditions.append("p.id <> all(%(but)s::bigint[])")
    if audience.countries:
        conditions.append("p.country = any(%(countries)s::text[])")
    if audience.channel is not None:
        conditions.append("p.reached = %(channel)s")
    match audience.activity:
        case "active":
            conditions.append("p.active_on > %(quiet)s")
        case "quiet":
            conditions.append("(p.active_on is null or p.active_on <= %(quiet)s)")
        case "at risk":
            conditions.append("p.active_on <= %(quiet)s and p.active_on > %(at_risk)s")
    if audience.project_id is not None:
        conditions.append(
            "exists (select from progress g where g.project_id = %(project)s::bigint and g.person_id = p.id)"
        )
    if audience.badge is not None:
        conditions.append(
            "exists (select from badge b where b.key = %(badge)s::text and b.person_id = p.id and b.revoked_at is null)"
        )
    return " and ".join(conditions), given


class AudienceGroup(Record):
    """The `people` of one country, zone and channel. `outside`: how many of them will be outside the window of their
    channel when they are written to, if they do not write until then. `unnamed`: how many have no first name."""

    country: str
    zone: str
    channel: str
    people: int
    outside: int
    unnamed: int


async def count(
    uow: UnitOfWork, audience: Audience, dues: Mapping[str, datetime], now: datetime, but: Collection[int] = ()
) -> list[AudienceGroup]:
    """The audience in groups, without those of the ids `but`. `dues`: by zone, when its people are written to; `now` in
    any other zone."""
    fits, given = _fits(audience, now, but)
    heard = {zone: due - FREE_WINDOW for zone, due in dues.items()}
    least = min([now - FREE_WINDOW, *heard.values()])
    async with looking_at_all(uow):
        return await uow.fetch_all(
            f"""
            select coalesce(p.country, '') as country, coalesce(p.zone, 'UTC') as zone, p.reached as channel,
                   count(*)::int as people,
                   (count(*) filter (where p.reached = any(%(windowed)s) and (
                       k.id is null or k.heard_at <= coalesce(d.heard, %(heard)s))))::int as outside,
                   (count(*) filter (where p.first_name = ''))::int as unnamed
            from person p left join (
                select id, heard_at from contact where channel = any(%(windowed)s) and heard_at > %(least)s
            ) k on k.id = p.reached_id
            left join unnest(%(zones)s::text[], %(heards)s::timestamptz[]) as d (zone, heard)
                on d.zone = coalesce(p.zone, 'UTC')
            where {fits} group by 1, 2, 3
            """,  # noqa: S608 (constants)
            {
                **given,
                "heard": now - FREE_WINDOW,
                "least": least,
                "windowed": channels.windowed(),
                "zones": list(heard),
                "heards": list(heard.values()),
            },
            row=AudienceGroup,
        )


_CHOSEN = """
    case when r.days <> '{}' and (r.at >= %(evening)s or r.at < %(morning)s) then r.at end
"""
"""The hour of her reminder, if it is within the quiet hours."""


async def hours(uow: UnitOfWork, audience: Audience, now: datetime) -> list[tuple[str, time | None]]:
    """The time zones of the audience, each with the hours inside the quiet hours that somebody there has chosen (None:
    no such hour)."""
    fits, given = _fits(audience, now)
    async with looking_at_all(uow):
        rows = await uow.fetch_all(
            f"""
            select distinct coalesce(p.zone, 'UTC') as zone, {_CHOSEN} as chosen
            from person p left join reminder r on r.person_id = p.id where {fits}
            """,  # noqa: S608
            {**given, "evening": EVENING, "morning": MORNING},
        )
    return [(row["zone"], row["chosen"]) for row in rows]


async def gather(
    uow: UnitOfWork,
    announcement_id: int,
    audience: Audience,
    dues: Sequence[tuple[str, time | None, datetime]],
    now: datetime,
    but: Collection[int] = (),
) -> int:
    """Store the people who belong to the audience now, without those of the ids `but`, each with the hour for her (by
    zone and chosen hour, see `hours`). Return how many."""
    fits, given = _fits(audience, now, but)
    async with looking_at_all(uow):
        return await uow.execute(
            f"""
            insert into recipient (announcement_id, person_id, due)
            select %(announcement)s, p.id, d.due
            from person p left join reminder r on r.person_id = p.id
            join unnest(%(places)s::text[], %(dues)s::timestamptz[]) as d (place, due)
              on d.place = coalesce(p.zone, 'UTC') || coalesce(({_CHOSEN})::text, '')
            where {fits} on conflict do nothing
            """,  # noqa: S608
            {
                **given,
                "announcement": announcement_id,
                "evening": EVENING,
                "morning": MORNING,
                "places": [f"{zone}{chosen.isoformat() if chosen else ''}" for zone, chosen, _ in dues],
                "dues": [due for *_, due in dues],
            },
        )
