"""Proposals on days of payment: on the promised day, at the hour of each country."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from backend.db.engine.uow import Database
from backend.db.payouts import rhythms as rows
from backend.domain import days
from backend.domain.payouts.terms import Rhythm, Terms
from backend.domain.people import places
from backend.domain.people.commands import OPERATOR
from backend.services.payouts import proposals
from backend.services.payouts.proposals import PayDays, Proposal

PROPOSER = "calendrier"
"""The name under which the schedule proposes."""
LATE = timedelta(days=6)
"""A day of payment that was missed because nothing ran is made up for within this time."""


async def propose(database: Database, terms: Terms, now: datetime) -> Proposal | None:
    """Propose a run for all countries whose day and hour of payment have come since the last one. None if there are
    none, or if no day is promised. A second call for the same day does nothing."""
    if terms.schedule is None:
        return None
    async with database.unit() as alone:  # of two at once, the second finds the days done
        await rows.alone(alone)
        found = due(terms, await rows.newest_days(alone), now)
        if not found.days:
            return None
        proposal = await proposals.propose(database, OPERATOR, PROPOSER, now, terms=terms, pay_days=found)
        await alone.rollback()
    return proposal


def due(terms: Terms, newest: Mapping[str, date], now: datetime) -> PayDays:
    """The days of payment that have come. `newest`: the newest day of each country that was done. No day before the
    date of the terms counts."""
    schedule = terms.schedule
    if schedule is None:
        return PayDays({}, {})
    before = terms.as_of - timedelta(days=1)
    last: dict[str, date] = {}
    rhythms: dict[str, frozenset[Rhythm]] = {}
    for country in places.COUNTRIES:
        zone = country.zones[0].name
        today = days.local_day(now, zone)
        day = max(newest.get(country.code, before), today - LATE)
        while day < today:
            day += timedelta(days=1)
            if schedule.is_day(day) and days.instant(day, time(schedule.hour), zone) <= now:
                last[country.code] = day
                rhythms[country.code] = rhythms.get(country.code, frozenset()) | schedule.rhythms(day)
    return PayDays(last, rhythms)
