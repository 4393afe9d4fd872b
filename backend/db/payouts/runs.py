"""Statements about runs of payments."""

from __future__ import annotations

from datetime import datetime

from backend.db.engine.uow import UnitOfWork
from backend.domain.payouts.states import PayoutState, RunState
from backend.domain.people import permissions
from backend.records import Record


class Run(Record):
    """A run of payments. `proposer_id`: None for the command line and the schedule."""

    id: int
    state: RunState
    proposed_by: str
    proposer_id: int | None
    scheduled: bool
    proposed_at: datetime
    approved_by: str | None
    approved_at: datetime | None


class RunTotal(Record):
    """The payments of a run in one currency and state: their number and sum. `missed`: payments that never arrived, as
    their people say."""

    currency: str
    state: str
    payouts: int
    units: int
    missed: int
    fees: int
    """Units that the payments cost; of those that failed only what was paid before they came back."""


_DUTIES = "('" + "', '".join(sorted(permissions.TABLE["approve payouts"])) + "')"
_APPROVERS = f"role = 'admin' and duty in {_DUTIES}"
_APPROVES = f"(after ->> 'role' = 'admin' and after ->> 'duty' in {_DUTIES})"
"""Whether who was given a role, by the audit, may still approve."""
STATE = f"""
    case when state = '{RunState.APPROVED}' and approver_id is not null
        and (not exists (select from person where id = approver_id and {_APPROVERS})
             or exists (select from audit where subject_id = approver_id and action = 'role' and at >= approved_at
                        and not coalesce({_APPROVES}, false)))
    then '{RunState.PROPOSED}' else state end
"""  # noqa: S608 (constants)
"""The state of a run: proposed again, if who approved it may not approve any more, or could not for a time."""
_COLUMNS = f"id, {STATE} as state, proposed_by, proposer_id, scheduled, proposed_at, approved_by, approved_at"


async def begin(
    uow: UnitOfWork, minimum: int, by: str, by_id: int | None, now: datetime, *, scheduled: bool = False
) -> int:
    """Begin a run in the state `proposing`. Returns its number."""
    return await uow.fetch_int(
        """
        insert into payout_run (state, minimum, proposed_by, proposer_id, scheduled, proposed_at)
        values (%s, %s, %s, %s, %s, %s) returning id
        """,
        (RunState.PROPOSING.value, minimum, by, by_id, scheduled, now),
    )


async def lock(uow: UnitOfWork, run_id: int) -> Run | None:
    """A run, locked until the end of the transaction. None if there is none with this number."""
    return await uow.fetch_one(
        f"select {_COLUMNS} from payout_run where id = %s for no key update",  # noqa: S608 (constants)
        (run_id,),
        row=Run,
    )


async def alone(uow: UnitOfWork) -> None:
    """Let only this transaction propose until it ends."""
    await uow.execute("select pg_advisory_xact_lock(7310400)")


async def approvers(uow: UnitOfWork) -> list[int]:
    """The people who may approve runs."""
    return await uow.fetch_column(
        f"""
        select id from person
        where {_APPROVERS} and joined_at is not null and merged_into is null order by id
        """,  # noqa: S608 (constants)
    )


async def unfinished(uow: UnitOfWork) -> list[int]:
    """Runs whose proposal was interrupted."""
    return [
        row["id"]
        for row in await uow.fetch_all(f"select id from payout_run where state = '{RunState.PROPOSING}' order by id")  # noqa: S608 (constants)
    ]


async def newest(uow: UnitOfWork, most: int) -> list[Run]:
    """The newest runs, the newest first, without those that pay nobody."""
    return await uow.fetch_all(
        f"""
        select {_COLUMNS} from payout_run r where exists (select from payout p where p.run_id = r.id)
        order by id desc limit %s
        """,  # noqa: S608 (constants)
        (most,),
        row=Run,
    )


async def waiting(uow: UnitOfWork) -> list[Run]:
    """The runs that wait for an approval or for being started, the newest first, without those that pay nobody."""
    return await uow.fetch_all(
        f"""
        select {_COLUMNS} from payout_run r
        where state in ('{RunState.PROPOSED}', '{RunState.APPROVED}')
          and exists (select from payout p where p.run_id = r.id)
        order by id desc
        """,  # noqa: S608 (constants)
        row=Run,
    )


async def set_state(uow: UnitOfWork, run_id: int, state: RunState, now: datetime) -> None:
    """Set the state of a run, and `ended_at` for `DONE` and `DROPPED`."""
    await uow.execute(
        "update payout_run set state = %s, ended_at = coalesce(%s, ended_at) where id = %s",
        (state.value, now if state in (RunState.DONE, RunState.DROPPED) else None, run_id),
    )


async def forget(uow: UnitOfWork, run_id: int) -> None:
    """Delete a run that pays nobody."""
    await uow.execute("delete from payout_run where id = %s", (run_id,))


async def approve(uow: UnitOfWork, run_id: int, by: str, by_id: int | None, now: datetime) -> None:
    """Mark a run as approved by this person."""
    await uow.execute(
        "update payout_run set state = %s, approved_by = %s, approver_id = %s, approved_at = %s where id = %s",
        (RunState.APPROVED.value, by, by_id, now, run_id),
    )


async def totals(uow: UnitOfWork, run_id: int) -> list[RunTotal]:
    """The totals of a run, by currency and state."""
    return await uow.fetch_all(
        f"""
        select currency, state, count(*)::int as payouts, sum(units)::bigint as units,
               count(*) filter (where not arrived)::int as missed,
               coalesce(sum(fee) filter (
                   where state <> '{PayoutState.FAILED}' or paid_at is not null), 0)::bigint as fees
        from payout
        where run_id = %s group by 1, 2 order by 1, 2
        """,  # noqa: S608 (constants)
        (run_id,),
        row=RunTotal,
    )
