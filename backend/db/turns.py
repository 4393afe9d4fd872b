"""The statements of every turn: claim a person, end the turn.

They are plain SQL because they run for every event. They guard one rule: one turn of a person at a time. So a turn
first locks the person's conversation and only then, in a second statement, reads the oldest waiting event. One
statement for both would let two turns overlap, since it would not see what the lock waited for. `for no key update`:
foreign keys of other tables do not wait.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from psycopg.rows import DictRow
from psycopg.types.json import Jsonb

from backend.db.engine.rows import first
from backend.db.engine.uow import Statement, UnitOfWork
from backend.db.messaging import contact_routing, deferred_messages
from backend.db.work import queries as work_queries
from backend.db.work.queries import OpenTask
from backend.domain.messaging.states import InboxStatus, OutboxStatus
from backend.domain.people.commands import Person
from backend.records import Record, Struct, field


class Conversation(Struct):
    """The state of the dialogue with a person: the running flows (the last one on top), and the open question."""

    stack: list[Any]
    question: int
    asked: dict[str, Any]
    shown: int | None
    answered_at: datetime | None
    contact_id: int | None
    """The chat in which the person wrote last."""
    refused: int
    refused_at: datetime | None
    task: OpenTask | None = None
    """The task that the person has leased."""
    answered: dict[str, Any] = field(default_factory=dict)
    """The question that the person answered last, for a second thought (`bot.handlers.engine.flow_engine`)."""


class OutgoingMessage(Record):
    """A row for the relay, written in a turn. `question`: the number of the question that it asks. `project_id`: the
    client's project that it is about."""

    purpose: str
    lane: int
    message: Any = None
    question: int | None = None
    edits: int | None = None
    answers: Any = None
    project_id: int | None = None


class InboxEvent(Record):
    """The event of this turn.

    `contact_id`: the chat in which the person wrote; None: the event comes from our own clock. `reached_id`, `reached`:
    the chat (and its channel) to which this turn's messages go: the chat of the event, or for our own clock the chat in
    which the person is reached. `locked`: another person may hold that chat now. `held`: something waits for the
    person's next word from there.
    """

    id: int
    contact_id: int | None
    channel: str
    key: str
    payload: Any
    attempts: int
    blocked: bool
    contact_name: str
    more: bool
    """Whether another event of the person waits behind this one."""
    reached_id: int | None = None
    reached: str | None = None
    locked: bool = False
    held: bool = False
    newest_id: int | None = None
    """The newest event that waits behind this one. The person wrote all of them before they saw what comes of this
    one."""
    received_at: datetime | None = None
    """When it came; None: from our own clock."""
    said_at: datetime | None = None
    """When the person wrote it, on the platform's clock; None where the platform does not tell."""


class Elsewhere(Record):
    """This turn has nothing to do: the account was merged or the chat handed over, and `person_id` has the event
    now."""

    person_id: int


_LOCK = """
    select c.stack, c.question, c.asked, c.shown, c.answered_at, c.answered, c.contact_id, c.refused, c.refused_at,
           p.id, p.role, p.first_name, p.country, p.zone, p.language, p.data_saver, p.joined_at, p.paused_until,
           p.stopped_at, p.merged_into, p.duty, p.countries, p.pin_at, p.discreet, p.terms
    from unnest(%s::bigint[]) h (person_id)
    cross join lateral (select * from conversation where person_id = h.person_id for no key update {how}) c
    cross join lateral (select * from person where id = c.person_id offset 0) p
"""
# as with `offset 0` below: by key for each person and event, never the other way round, whatever the planner believes
_LOCK_OR_LEAVE = _LOCK.format(how="skip locked")
_LOCK_WAITING = _LOCK.format(how="")
_OLDEST = f"""
    select i.*, k.person_id as owner, k.blocked_at, k.locked_at, k.name as contact_name, r.id as reached_id, r.reached,
           exists (select from outbox o where o.contact_id = i.contact_id and o.status = {OutboxStatus.HELD:d}
                   order by o.contact_id, o.id offset 0) as held,
           (select n.id from inbox n
            where n.person_id = i.person_id and n.status = {InboxStatus.WAITING:d} and n.id > i.id
            order by n.id desc limit 1) as newest_id
    from unnest(%s::bigint[]) h (person_id)
    cross join lateral (
        select id, person_id, contact_id, channel, event_key, payload, attempts, due, received_at, said_at from inbox
        where person_id = h.person_id and status = {InboxStatus.WAITING:d} order by id limit 1) i
    left join lateral (
        select person_id, blocked_at, locked_at, name from contact where id = i.contact_id offset 0) k on true
    left join lateral (
        select id, channel as reached from ({contact_routing.reach("i.person_id", "i.contact_id is null")}) chat) r on
        true
"""  # noqa: S608 (constants)


class Claim(Record):
    """A person who is locked for a turn, and the event of the turn."""

    person: Person
    conversation: Conversation
    event: InboxEvent


async def claim(uow: UnitOfWork, person_id: int, now: datetime) -> Claim | Elsewhere | None:
    """`claim_together` for one person. None if another runner holds the person, if nothing waits, or if the oldest
    event is to be retried later (events are handled in order)."""
    found = await claim_together(uow, [person_id], now)
    return found[0] if found else None


async def claim_together(
    uow: UnitOfWork, people: Sequence[int], now: datetime, *, patience: str | None = None
) -> list[Claim | Elsewhere]:
    """Lock people and read the oldest waiting event of each; those are left out whom another runner holds, or for whom
    nothing is due. `Elsewhere`: the event now belongs to another person. `patience`: how long the transaction waits for
    any lock, as the server's setting says it."""
    whom = list(people)
    before: list[Statement] = []
    if patience is not None:
        uow.lock_timeout = patience
        before.append(("select set_config('lock_timeout', %s, true)", (patience,)))
    *_, locked, events, tasks = await uow.pipeline(
        *before, (_LOCK_OR_LEAVE, (whom,)), (_OLDEST, (whom,)), (work_queries.OPEN_TASKS, (whom,))
    )
    # the events were read after the locks were taken, by a statement of its own: see the module's docstring
    oldest = {event["person_id"]: event for event in events}
    leased = {task["person_id"]: task for task in tasks}
    claimed: list[Claim | Elsewhere] = []
    for row in locked:
        person_id = row["id"]
        event = oldest.get(person_id)
        if event is None or event["due"] > now:
            continue
        owner = event["owner"] or row["merged_into"]
        if owner is not None and owner != person_id:
            await uow.execute("update inbox set person_id = %s where id = %s", (owner, event["id"]))
            claimed.append(Elsewhere(owner))
        else:
            task = leased.get(person_id)
            claimed.append(Claim(_person(row), _conversation(row, [task] if task else []), _event(event)))
    return claimed


def _event(row: DictRow) -> InboxEvent:
    contact = row["contact_id"]
    return InboxEvent(
        row["id"],
        contact,
        row["channel"],
        row["event_key"],
        row["payload"],
        row["attempts"],
        row["blocked_at"] is not None,
        row["contact_name"] or "",
        row["newest_id"] is not None,
        contact or row["reached_id"],
        row["channel"] if contact else row["reached"],
        row["locked_at"] is not None,
        row["held"],
        row["newest_id"],
        row["received_at"] if contact else None,
        row["said_at"],
    )


async def lock_person(uow: UnitOfWork, person_id: int) -> tuple[Person, Conversation]:
    """Lock another person besides the turn's own. It waits for a running turn of that person. Raises `Unshared` if the
    turn shares its transaction: the person's own turn may be part of it."""
    uow.alone()
    locked, tasks = await uow.pipeline((_LOCK_WAITING, ([person_id],)), (work_queries.OPEN_TASKS, ([person_id],)))
    return _person(locked[0]), _conversation(locked[0], tasks)


def _conversation(row: DictRow, tasks: Sequence[DictRow]) -> Conversation:
    return Conversation(
        row["stack"],
        row["question"],
        row["asked"],
        row["shown"],
        row["answered_at"],
        row["contact_id"],
        row["refused"],
        row["refused_at"],
        first(OpenTask, tasks),
        row["answered"],
    )


def _person(row: DictRow) -> Person:
    return Person(
        row["id"],
        row["role"],
        row["first_name"],
        row["country"] or "",
        row["zone"] or "UTC",
        row["language"],
        row["data_saver"],
        row["joined_at"],
        row["paused_until"],
        row["stopped_at"],
        row["duty"],
        tuple(row["countries"] or ()),
        row["pin_at"],
        row["discreet"],
        row["terms"],
    )


def finish_turn(
    person_id: int,
    conversation: Conversation,
    waiting: InboxEvent,
    now: datetime,
    said: Sequence[OutgoingMessage] = (),
    *,
    aside: bool = False,
    keep: bool = False,
) -> list[Statement]:
    """The statements that end a turn, to be sent with its commit: they write the messages, save the conversation and
    mark the event as done. `aside`: the turn was not a dialogue with the owner of the account, so the conversation
    stays unchanged. `keep`: the event's content stays; otherwise nobody needs it any more, and it goes."""
    outgoing = said if waiting.reached_id is not None else ()
    statements: list[Statement] = [
        (
            _FINISH_ASIDE if aside else _FINISH,
            {
                "person": person_id,
                "contact": waiting.reached_id,
                "channel": waiting.reached,
                "last": waiting.contact_id or conversation.contact_id,
                "now": now,
                "event": waiting.id,
                "keep": keep,
                "said": Jsonb(
                    [[s.lane, s.purpose, s.message, s.question, s.edits, s.answers, s.project_id] for s in outgoing]
                ),
                "stack": Jsonb(conversation.stack),
                "question": conversation.question,
                "asked": Jsonb(conversation.asked),
                "shown": conversation.shown,
                "answered_at": conversation.answered_at,
                "answered": Jsonb(conversation.answered),
                "refused": conversation.refused,
                "refused_at": conversation.refused_at,
            },
        )
    ]
    if waiting.contact_id is not None and waiting.blocked:
        statements.append(("update contact set blocked_at = null where id = %s", (waiting.contact_id,)))
    if waiting.contact_id is not None and waiting.held:
        statements.append(deferred_messages.release(waiting.contact_id, now))
    return statements


_SAID = """
    with out as (
        insert into outbox (person_id, contact_id, channel, lane, purpose, message, question, edits, answers,
                            project_id, created_at, due, event_id)
        select %(person)s, %(contact)s, %(channel)s, (said ->> 0)::smallint, said ->> 1,
               nullif(said -> 2, 'null'), (said ->> 3)::int, (said ->> 4)::bigint, nullif(said -> 5, 'null'),
               (said ->> 6)::bigint, %(now)s, %(now)s, %(event)s
        from jsonb_array_elements(%(said)s) with ordinality as s (said, place)
        order by place
        returning id, question
    )
"""
_DONE = f"""
    update inbox set status = {InboxStatus.DONE:d}, error = null,
           payload = case when %(keep)s then payload else '{{}}' end
    where id = %(event)s
"""  # noqa: S608 (constants)
_FINISH = f"""
    {_SAID},
    done as ({_DONE})
    update conversation set stack = %(stack)s, question = %(question)s, asked = %(asked)s,
           shown = coalesce((select max(id) from out where question is not null), %(shown)s),
           answered_at = %(answered_at)s, answered = %(answered)s, contact_id = %(last)s, refused = %(refused)s,
           refused_at = %(refused_at)s
    where person_id = %(person)s
"""  # noqa: S608 (constants)
_FINISH_ASIDE = f"{_SAID} {_DONE}"
