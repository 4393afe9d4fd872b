"""What the statements behind figures share: a span and a scope as parameters, and the conditions that they are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Literal

from backend.domain.admin.statistics import By, Scope
from backend.domain.french.ranges import Span

Key = By | Literal["all", "date"]
"""What rows are told apart by; "date" and the times are dates, weeks and months their first day."""

_AROUND = timedelta(hours=15)
"""No calendar is further from UTC than this."""

WHERE_SHE_IS = """
    join person p on p.id = {person}
    left join conversation t on t.person_id = p.id
    left join contact c on c.id = t.contact_id
"""
HER_DATE = "({at} at time zone coalesce(p.zone, 'UTC'))::date"


def _within(country: str, channel: str) -> str:
    """Only where the scope says, for columns that are never null."""
    return f"""
    (%(countries)s::text[] is null or {country} = any(%(countries)s::text[]))
    and {country} <> all(%(no_countries)s::text[])
    and (%(channel)s::text is null or {channel} = %(channel)s) and {channel} <> all(%(no_channels)s::text[])
    """


WITHIN = _within("country", "channel")
HERS = _within("coalesce(p.country, '')", "coalesce(c.channel, '')")
"""The same of a woman, where she is now."""
OF_LETTERS = _within("coalesce(p.country, '')", "o.channel")
"""… and of a message to her."""
OF_PROJECTS = """
    (%(project)s::bigint is null or project_id = %(project)s)
    and (%(projects)s::bigint[] is null or project_id = any(%(projects)s::bigint[]))
    and project_id <> all(%(no_projects)s::bigint[])
"""


def time_key(by: Key, on: str) -> str | None:
    """The key of a date, where rows are told apart by time."""
    match by:
        case "date" | "day":
            return on
        case "week" | "month":
            return f"date_trunc('{by}', {on})::date"
        case _:
            return None


def person_keys(on: str) -> Mapping[Key, str]:
    """Keys of rows that are about a woman on a date."""
    where: dict[Key, str] = {
        "all": "''::text",
        "country": "coalesce(p.country, '')",
        "channel": "coalesce(c.channel, '')",
    }
    times: tuple[Key, ...] = ("day", "week", "month")
    return where | {by: str(time_key(by, on)) for by in times}


def parameters(span: Span, scope: Scope) -> dict[str, Any]:
    """`first`, `last`: dates; `lowest`, `highest`: between these every moment of them lies, on whatever calendar."""
    middle = datetime.min.time()
    lowest = datetime.combine(span.first, middle) - _AROUND
    highest = datetime.combine(span.last, middle) + timedelta(days=1) + _AROUND
    return {
        "first": span.first,
        "last": span.last,
        "lowest": f"{lowest.isoformat()}+00:00",
        "highest": f"{highest.isoformat()}+00:00",
        "countries": list(scope.countries) or None,
        "channel": scope.channel,
        "project": scope.project_id,
        "projects": list(scope.projects) or None,
        "person": scope.person_id,
        "no_countries": list(scope.without.countries),
        "no_channels": list(scope.without.channels),
        "no_projects": list(scope.without.projects),
    }
