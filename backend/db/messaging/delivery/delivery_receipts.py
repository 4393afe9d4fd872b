"""Applies receipts, which platforms send later, to the rows of the outbox that they are about."""

from __future__ import annotations

from collections import Counter as Count
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import get_args

from psycopg.types.json import Jsonb

from backend.db.engine.rows import mapper
from backend.db.engine.uow import UnitOfWork
from backend.db.messaging import outbox, traffic
from backend.db.messaging.delivery import failure_effects
from backend.db.messaging.delivery.receipts import StoredReceipt
from backend.domain.messaging.delivery_state import DeliveryReport, DeliveryState, Kind, hear
from backend.domain.messaging.failures import NOT_SHOWN, DeliveryDecision, Failure
from backend.domain.messaging.message import dump_part
from backend.domain.messaging.prices import price
from backend.domain.messaging.states import OutboxStatus
from backend.records import Record

KINDS = frozenset(get_args(Kind))
MAX_BIGINT = 2**63 - 1  # a platform returns the id that it was given, and that may come from anybody


async def apply_receipts(uow: UnitOfWork, receipts: Sequence[StoredReceipt], now: datetime | None = None) -> list[str]:
    """Apply receipts to their rows, in the transaction that stores the receipts. Return the channels whose relays have
    something new.

    Receipts may come in any order, before or after the relay has recorded the result of sending. A repeated receipt
    changes nothing. `now`: the time from which waits count; None: the newest time among the receipts.
    """
    told: list[str] = []
    by_channel: dict[str, list[StoredReceipt]] = defaultdict(list)
    parts: dict[str, list[StoredReceipt]] = defaultdict(list)
    for receipt in receipts:
        if receipt.status in KINDS and receipt.outbox_id is not None and 0 < receipt.outbox_id <= MAX_BIGINT:
            (parts if receipt.part else by_channel)[receipt.channel].append(receipt)
    for channel, theirs in sorted(by_channel.items()):
        told += await _apply(uow, channel, theirs, now or max(r.at for r in theirs))
    for channel, theirs in sorted(parts.items()):
        told += await _apply_to_files(uow, channel, theirs, now or max(r.at for r in theirs))
    return told


async def _apply_to_files(uow: UnitOfWork, channel: str, receipts: Sequence[StoredReceipt], now: datetime) -> list[str]:
    """Handle failed sounds. A sound is sent before its message, as a message of its own.

    If the sound fails later, the rest was sent without it. The person is told so, with the question again while it is
    open, and a sender of the message hears that it has not arrived.
    """
    lost = [receipt.outbox_id for receipt in receipts if receipt.failure == Failure.FILE]
    said = await uow.fetch_all(
        f"""
        with lost as materialized (
            select o.* from outbox o
            where o.id = any(%(ids)s::bigint[]) and o.channel = %(channel)s and o.message ? 'a'
                  and o.status in ({OutboxStatus.WAITING:d}, {OutboxStatus.SENT:d})
                  and (o.question is null or exists (
                      select from conversation c where c.person_id = o.person_id and c.question = o.question))
            order by o.id for no key update of o
        ),
        let_go as (
            update outbox o set status = {OutboxStatus.LET_GO:d} from lost l
            where o.id = l.id and l.status = {OutboxStatus.SENT:d} and l.sender_id is not null and l.told_at is null
        )
        insert into outbox (person_id, contact_id, channel, lane, purpose, message, question, created_at, due,
                            project_id, event_id)
        select person_id, contact_id, channel, lane, purpose,
               jsonb_set(message - 'a', '{{p}}', %(note)s || coalesce(message -> 'p', '[]')), question, %(now)s,
               %(now)s, project_id, event_id
        from lost order by id returning id
        """,  # noqa: S608 (constants)
        {"ids": lost, "channel": channel, "note": Jsonb([dump_part(NOT_SHOWN)]), "now": now},
    )
    return [channel] if said else []


async def _apply(uow: UnitOfWork, channel: str, receipts: Sequence[StoredReceipt], now: datetime) -> list[str]:
    rows = {row.id: row for row in await _lock(uow, channel, sorted({r.outbox_id or 0 for r in receipts}))}
    before = {row_id: row.state for row_id, row in rows.items()}
    after = dict(before)
    decisions: list[tuple[int, DeliveryDecision]] = []
    counts: Count[str] = Count()
    for receipt in sorted(receipts, key=lambda r: r.at):
        if (row_id := receipt.outbox_id) in after and row_id is not None:
            after[row_id], decision = hear(after[row_id], _report(receipt), now)
            if decision is not None:
                decisions.append((row_id, decision))
                counts[decision.rule.counted] += 1
    changed = {row_id: state for row_id, state in after.items() if state != before[row_id]}
    if not changed:
        return []
    await _write(uow, changed)
    if bare := [row_id for row_id, decision in decisions if decision.rule.bare]:
        await _without_files(uow, bare)
    changes: dict[traffic.Counter, list[int]] = defaultdict(lambda: [0, 0])
    for row_id, state in changed.items():
        if rows[row_id].is_message:
            _count(changes, channel, rows[row_id], before[row_id], -1)
            _count(changes, channel, rows[row_id], state, +1)
        counts["sent"] += state.status is OutboxStatus.SENT and before[row_id].status is not OutboxStatus.SENT
    await traffic.change(uow, channel, {counter: (n, units) for counter, (n, units) in changes.items()})
    await traffic.tally(uow, channel, +counts)
    told = await failure_effects.follow(uow, channel, decisions, now) if decisions else []
    again = any(decision.status is OutboxStatus.WAITING for _, decision in decisions)
    return [*told, channel] if again else told


class _Locked(Record):
    """A row of the outbox that receipts are about. `is_message` False: it only answers a tap. `country`: the person's;
    "" if unknown."""

    id: int
    is_message: bool
    project_id: int | None
    country: str
    state: DeliveryState


async def _lock(uow: UnitOfWork, channel: str, ids: Sequence[int]) -> list[_Locked]:
    # by id, in the same order as the relay locks them
    rows = await uow.fetch_all(
        """
        select o.id, o.status, o.attempts, o.provider_id, o.sent_at, o.delivered_at, o.read_at, o.category,
               o.unsure_at is not null as unsure, o.due, o.error, o.message is not null as is_message, o.project_id,
               (select coalesce(country, '') from person where id = o.person_id) as country
        from outbox o where o.id = any(%s::bigint[]) and o.channel = %s order by o.id for no key update of o
        """,
        (list(ids), channel),
    )
    read = mapper(DeliveryState)
    return [
        _Locked(row.pop("id"), row.pop("is_message"), row.pop("project_id"), row.pop("country"), read(row))
        for row in rows
    ]


def _report(receipt: StoredReceipt) -> DeliveryReport:
    try:
        failure = Failure(receipt.failure or Failure.REFUSED)
    except ValueError:  # a name that no channel used when this was written
        failure = Failure.REFUSED
    kind: Kind = receipt.status  # type: ignore[assignment]  # one of KINDS
    named = timedelta(seconds=receipt.seconds)
    return DeliveryReport(kind, receipt.at, receipt.provider_id, receipt.category, failure, receipt.reason, named)


async def _write(uow: UnitOfWork, changed: dict[int, DeliveryState]) -> None:
    rows = [
        {
            "id": row_id,
            "status": s.status,
            "attempts": s.attempts,
            "provider_id": s.provider_id,
            "sent_at": s.sent_at,
            "delivered_at": s.delivered_at,
            "read_at": s.read_at,
            "category": s.category,
            "unsure": s.unsure,
            "due": s.due,
            "error": outbox.storable(s.error),
        }
        for row_id, s in changed.items()
    ]
    await uow.execute(
        """
        update outbox o set status = s.status, attempts = s.attempts, provider_id = s.provider_id,
               sent_at = s.sent_at, delivered_at = s.delivered_at, read_at = s.read_at, category = s.category,
               unsure_at = case when s.unsure then o.unsure_at end, due = coalesce(s.due, o.due), error = s.error
        from jsonb_to_recordset(%s) as s (
            id bigint, status smallint, attempts smallint, provider_id text, sent_at timestamptz,
            delivered_at timestamptz, read_at timestamptz, category text, unsure boolean, due timestamptz, error text)
        where o.id = s.id
        """,
        (Jsonb(rows),),
    )


async def _without_files(uow: UnitOfWork, ids: Sequence[int]) -> None:
    """Remove the file from these messages from now on, so that a file which a platform cannot show does not block a
    question."""
    await uow.execute(
        """
        update outbox set message = jsonb_set(message - 'a', '{p}', %s || coalesce(message -> 'p', '[]'))
        where id = any(%s::bigint[]) and message ? 'a'
        """,
        (Jsonb([dump_part(NOT_SHOWN)]), list(ids)),
    )


def _count(
    changes: dict[traffic.Counter, list[int]], channel: str, row: _Locked, state: DeliveryState, messages: int
) -> None:
    if state.category is None or state.sent_at is None:
        return
    day = _day(state.sent_at)
    change = changes[traffic.Counter(day, state.category, row.country, row.project_id or 0)]
    change[0] += messages
    change[1] += messages * price(channel, row.country, state.category, day)


def _day(at: datetime) -> date:
    return at.astimezone(UTC).date()
