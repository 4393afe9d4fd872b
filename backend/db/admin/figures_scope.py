"""What the statements behind figures share: a span and a scope as parameters and as conditions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal

from backend.db.engine.uow import Row
from backend.domain.admin.metrics import Key
from backend.domain.admin.statistics import TIMES, By, Scope
from backend.domain.french.ranges import Span

Grouping = By | Literal["all", "date"]
"""What rows are grouped by. The key of "date" and "day" is the date, of longer times their first day."""

_TIMES: tuple[Grouping, ...] = ("date", *TIMES)
_MAX_UTC_OFFSET = timedelta(hours=15)
"""No calendar is further from UTC."""

WHERE_SHE_IS = """
    join person p on p.id = {person}
    left join conversation t on t.person_id = p.id
    left join contact c on c.id = t.contact_id
"""
HER_DATE = "({at} at time zone coalesce(p.zone, 'UTC'))::date"


def _within(country: str, channel: str) -> str:
    """A condition: the row is within the scope. The columns must never be null."""
    return f"""
    (%(countries)s::text[] is null or {country} = any(%(countries)s::text[]))
    and {country} <> all(%(no_countries)s::text[])
    and (%(channel)s::text is null or {channel} = %(channel)s) and {channel} <> all(%(no_channels)s::text[])
    """


WITHIN = _within("country", "channel")
HERS = _within("coalesce(p.country, '')", "coalesce(c.channel, '')")
"""A condition: the woman `p` is within the scope, by her current country and channel."""
OF_LETTERS = _within("coalesce(p.country, '')", "o.channel")
"""A condition: the message `o` to `p` is within the scope."""
OF_PROJECTS = """
    (%(project)s::bigint is null or project_id = %(project)s)
    and (%(projects)s::bigint[] is null or project_id = any(%(projects)s::bigint[]))
    and project_id <> all(%(no_projects)s::bigint[])
"""


def time_key(by: Grouping, on: str) -> str | None:
    """The key of a date `on`, if rows are grouped by time; else None."""
    match by:
        case "date" | "day":
            return on
        case "week" | "month" | "quarter":
            return f"date_trunc('{by}', {on})::date"
        case _:
            return None


DAY_KEYS: Mapping[Grouping, str] = {
    "all": "''::text",
    "country": "country",
    "channel": "channel",
    "project": "project_id",
    **{by: str(time_key(by, "date")) for by in _TIMES},
}
"""Keys of rows that are counted by day, and so have a date, a country, a channel and a project."""


def columns(by: Sequence[Grouping], keys: Mapping[Grouping, str] = DAY_KEYS) -> str:
    """The first columns of a statement that is grouped by these keys; they are columns 1, 2, …"""
    return ", ".join(f"{keys[each]} as key_{place}" for place, each in enumerate(by))


def places(by: Sequence[Grouping], more: int = 0) -> str:
    """`1, 2, …` for `group by`, with `more` additional columns."""
    return ", ".join(str(place + 1) for place in range(len(by) + more))


def key_of(row: Row, by: Sequence[Grouping]) -> tuple[Key, ...]:
    """The keys of a row, in the order of `by`."""
    return tuple(row[f"key_{place}"] for place in range(len(by)))


def counts(rows: Iterable[Row]) -> dict[Key, int]:
    """The `count` of each row, by its `key`."""
    return {row["key"]: row["count"] for row in rows}


def person_keys(on: str) -> Mapping[Grouping, str]:
    """Keys of rows about a woman on a date."""
    where: dict[Grouping, str] = {
        "all": "''::text",
        "country": "coalesce(p.country, '')",
        "channel": "coalesce(c.channel, '')",
    }
    return where | {by: str(time_key(by, on)) for by in _TIMES if by != "date"}


def parameters(span: Span, scope: Scope) -> dict[str, Any]:
    """The parameters of a span and a scope. `first`, `last`: dates. `lowest`, `highest`: instants between which every
    moment of these dates lies, in any calendar."""
    middle = datetime.min.time()
    lowest = datetime.combine(span.first, middle) - _MAX_UTC_OFFSET
    highest = datetime.combine(span.last, middle) + timedelta(days=1) + _MAX_UTC_OFFSET
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
