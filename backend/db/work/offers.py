"""Statements about which projects a person is offered."""

from __future__ import annotations

from datetime import date

from backend.db.engine.uow import UnitOfWork
from backend.db.people.themes import agreed
from backend.db.work.projects import config
from backend.domain.work import commands as work_commands
from backend.domain.work.commands import AnswerStatus, Offer, usual_minutes
from backend.domain.work.projects import ProjectStatus


async def offers(uow: UnitOfWork, person_id: int, country: str, day: date) -> tuple[Offer, ...]:
    """Open projects with work for the person on that day of their calendar. Order: projects that a new badge has opened
    and that are not begun; then by priority, those that the person has begun, the oldest."""
    return await _with_work(uow, person_id, country, day, f"not {_LACKS}")


async def asking(uow: UnitOfWork, person_id: int, country: str, day: date) -> tuple[Offer, ...]:
    """Like `offers`, but of the projects with hard content that the person would get by agreeing to themes that they
    were never asked about."""
    return await _with_work(uow, person_id, country, day, f"not {_LACKS}", f"not {_AGREED} and {_NEVER_REFUSED}")


async def beyond(uow: UnitOfWork, person_id: int, country: str, day: date) -> tuple[Offer, ...]:
    """Like `offers`, but of the projects that need badges which the person does not have. It includes hard content that
    they were never asked about."""
    return await _with_work(uow, person_id, country, day, _LACKS, _NEVER_REFUSED)


async def declined(uow: UnitOfWork, person_id: int, country: str, day: date) -> tuple[Offer, ...]:
    """Like `offers`, but of the projects with hard content that the person has refused."""
    return await _with_work(uow, person_id, country, day, f"not {_LACKS}", f"not {_NEVER_REFUSED}")


def gives(config: str, answers: str, day: str, barred: str = "null") -> str:
    """SQL: whether a project gives out tasks on a day of the person's calendar, and more of them to a person with so
    many answers, by its end date and its limit per person."""
    return f"""(
        {barred} is null and coalesce(({config} ->> 'ends')::date >= {day}, true)
        and coalesce(({config} ->> 'most_per_person')::bigint > coalesce({answers}, 0), true))"""


_LACKS = """
    exists (select from jsonb_array_elements_text(p.config -> 'needs') n (key)
            where not exists (select from badge b
                              where b.person_id = %(person)s and b.key = n.key and b.revoked_at is null))
"""


NEW_DAYS = 7
"""Days for which work that a badge has just opened comes before all other offers, unless it is begun."""


_JUST_EARNED = f"""
    exists (select from jsonb_array_elements_text(p.config -> 'needs') n (key)
            join badge b on b.person_id = %(person)s and b.key = n.key and b.revoked_at is null
            where b.at >= %(day)s::date - {NEW_DAYS})
"""


_AGREED = agreed("p.config", "(select themes from person where id = %(person)s)")


_NEVER_REFUSED = agreed("p.config", "(select themes from person where id = %(person)s)", "true")


async def themes(uow: UnitOfWork, person_id: int, country: str, day: date) -> set[str]:
    """The themes of hard content in work that the person would get by agreeing to them."""
    rows = await uow.fetch_all(
        f"""
        select distinct theme.name from project p
        left join progress g on g.project_id = p.id and g.person_id = %(person)s
        cross join lateral jsonb_array_elements_text(p.config -> 'sensitive') theme (name)
        where p.status = '{ProjectStatus.OPEN}' and not p.practice
          and (jsonb_array_length(p.config -> 'countries') = 0 or p.config -> 'countries' ? %(country)s)
          and {gives("p.config", "g.answers", "%(day)s::date", "g.barred_at")} and not {_LACKS}
          and exists (select from task t where t.project_id = p.id and t.slots > 0 and not t.control)
        """,  # noqa: S608 (constants)
        {"person": person_id, "country": country, "day": day},
    )
    return {row["name"] for row in rows}


async def _with_work(
    uow: UnitOfWork, person_id: int, country: str, day: date, needs: str, hard: str = _AGREED
) -> tuple[Offer, ...]:
    rows = await uow.fetch_all(
        f"""
        select p.id, p.revision, p.median_seconds, g.person_id is not null as started, n.open, n.mine, g.answers
        from project p
        left join progress g on g.project_id = p.id and g.person_id = %(person)s
        cross join lateral (
            select (select count(*) from (
                        select from task t where t.project_id = p.id and t.slots > 0 and not t.control
                        limit %(cap)s + 1) o) as open,
                   (select count(*) from (
                        select from task t join answer a on a.task_id = t.id and a.person_id = %(person)s
                        where t.project_id = p.id and t.slots > 0 and not t.control
                          and a.status <> {AnswerStatus.GIVEN_BACK} and g.person_id is not null
                        limit %(cap)s + 1) m) as mine
        ) n
        where p.status = '{ProjectStatus.OPEN}' and not p.practice and n.open > 0
          and (jsonb_array_length(p.config -> 'countries') = 0 or p.config -> 'countries' ? %(country)s)
          and {gives("p.config", "g.answers", "%(day)s::date", "g.barred_at")} and {needs}
          and {hard}
        order by (g.person_id is null and {_JUST_EARNED}) desc, p.priority desc, (g.person_id is not null) desc, p.id
        """,  # noqa: S608 (constants)
        {"person": person_id, "country": country, "day": day, "cap": work_commands.LEFT_SHOWN},
    )
    found = []
    for row in rows:
        # the person may have had many of the first ones: then the rest is counted exactly
        among_more = row["open"] > work_commands.LEFT_SHOWN and row["mine"]
        left = await _left(uow, row["id"], person_id) if among_more else row["open"] - row["mine"]
        if left > 0:
            known = await config(uow, row["id"], row["revision"])
            if known.most_per_person is not None:
                left = min(left, known.most_per_person - (row["answers"] or 0))
            found.append(Offer(row["id"], known, left, usual_minutes(known, row["median_seconds"]), row["started"]))
    return tuple(found)


async def _left(uow: UnitOfWork, project_id: int, person_id: int) -> int:
    return await uow.fetch_int(
        f"""
        select count(*) from (
            select from task t where t.project_id = %s and t.slots > 0 and not t.control
              and coalesce((
                  select a.status from answer a where a.person_id = %s and a.task_id = t.id
              ), {AnswerStatus.GIVEN_BACK}) = {AnswerStatus.GIVEN_BACK}
            limit %s) o
        """,  # noqa: S608 (constants)
        (project_id, person_id, work_commands.LEFT_SHOWN + 1),
    )
