"""Whether what people were told is what the database holds, after whatever happened to the program."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from heapq import merge
from itertools import groupby

import psycopg
from psycopg.rows import DictRow

from backend.domain.messaging.failures import HOLDS_UP
from backend.domain.money import Money, francs
from backend.records import Record
from tests.fakes.chat import ChatMessage
from tests.fakes.people import Person
from tests.fakes.telegram import Call, FakeTelegram
from tests.hiteuse import BESIDE, Hiteuse, Noted, same
from tests.stored import stored

Connection = psycopg.Connection[DictRow]

_WRONG = {
    "events that wait or are dead": "select * from inbox where status <> 1",
    "messages that wait or failed": "select * from outbox where status <> 1",
    "taps that were handled twice": """
        select answers ->> 'tap' as tap from outbox where answers is not null group by 1 having count(*) > 1
    """,
    "tasks above or below what they want": f"""
        select t.* from task t join project p on p.id = t.project_id,
               lateral (select count(*) as n from answer a where a.task_id = t.id and a.status = 1) given
        where t.answers <> given.n or t.answers > t.wanted
           or (not p.practice and not t.control and p.name not in ('suite', '{BESIDE}')
               and (t.answers <> t.wanted or t.slots <> 0))
    """,
    "tasks that were not sent on once": """
        select t.id, count(c.id) from task t left join task c on c.parent_id = t.id
        where t.chain is not null group by t.id
        having count(c.id) <> (max(t.result ->> 'answer') = 'vrai')::int
    """,
    "leases left": "select * from answer where status = 0",
    "answers with other than one entry": """
        select a.person_id, a.task_id, count(t.id) from answer a
        left join transfer t on t.key = 'answer:' || a.person_id || ':' || a.task_id and t.units = a.units
        where a.status = 1 group by a.person_id, a.task_id having count(t.id) <> 1
    """,
    "entries without an answer": """
        select t.key from transfer t where t.key like 'answer:%' and not exists (
            select 1 from answer a where a.status = 1 and t.key = 'answer:' || a.person_id || ':' || a.task_id)
    """,
    "balances other than the pay of the answers": """
        select c.owner, sum(case when t.credit = c.id then t.units else -t.units end) as balance, max(w.units) as worked
        from account c join transfer t on c.id in (t.credit, t.debit),
             lateral (select sum(a.units) as units from answer a where a.person_id = c.owner and a.status = 1) w
        where c.kind = 'pending' group by c.owner
        having sum(case when t.credit = c.id then t.units else -t.units end) <> max(w.units)
    """,
    "keys that are there twice": "select key from transfer group by key having count(*) > 1",
}
"""Statements that find nothing when all is right."""


class Epochs(Record):
    """Which life of the program each message comes from: `of[message id]`."""

    of: dict[int, int]


def differences(connection: Connection, telegram: FakeTelegram, people: Sequence[Hiteuse], epochs: Epochs) -> list[str]:
    """Each thing lost, counted twice or told wrongly, in words; none when all is right. Everybody must
    have finished, and the program have come to rest."""
    found = in_database(connection) + at_telegram(connection, telegram)
    found += [f"refused: {call}" for call in telegram.calls if call.status != 200 and not _follows_from_a_kill(call)]
    for hiteuse in people:
        found += [f"{hiteuse.person.name}: {line}" for line in hers(connection, hiteuse)]
        for phone in hiteuse.phones:
            there = [copies for copies in once(hiteuse) if copies[0].chat_id == phone.id]
            for copies, times in zip(there, written(connection, phone), strict=False):  # `hers` tells other lengths
                lives = Counter(epochs.of[message.id] for message in copies)
                if max(lives.values()) > times:
                    found.append(f"{hiteuse.person.name}: one message came twice without a kill between: {copies[0]}")
    return found


def in_database(connection: Connection) -> list[str]:
    """What is lost, doubled or does not agree in there."""
    return [
        f"{what}: {rows[:3]} ({len(rows)} in all)"
        for what, statement in _WRONG.items()
        if (rows := connection.execute(statement.encode()).fetchall())
    ]


def at_telegram(connection: Connection, telegram: FakeTelegram) -> list[str]:
    """What was lost on the way from there, or is against the platform's contract."""
    found = [f"against the contract: {call}" for call in telegram.violations]
    stored = _value(connection, "select count(*) from inbox where channel = 'telegram'")
    if stored != (made := telegram.stats["updates"]["made"]):
        found.append(f"{made} updates were made, {stored} are stored")
    if telegram.unanswered:
        found.append(f"{telegram.unanswered} taps were never answered")
    return found


def repetitions(people: Iterable[Hiteuse]) -> int:
    """How many messages came again."""
    return sum(len(hiteuse.seen) - len(once(hiteuse)) for hiteuse in people)


def _follows_from_a_kill(call: Call) -> bool:
    """A tap answered a second time; a killed program's poll, ended by the next one's."""
    return "too old" in call.description or (call.method == "getUpdates" and call.status == 409)


def hers(connection: Connection, hiteuse: Hiteuse) -> Iterator[str]:
    """Where what she was told is not what there is. She has finished, and asked for her earnings."""
    phones: dict[str, object] = {"addresses": [stored(connection, phone) for phone in hiteuse.phones]}
    phones["own"] = stored(connection, hiteuse.person)
    rows = connection.execute(
        """
        select t.client_id, a.value, a.units, a.currency, p.practice
        from answer a join contact c on c.person_id = a.person_id
        join task t on t.id = a.task_id join project p on p.id = t.project_id
        where c.address = %(own)s and a.status = 1 order by a.answered_at
        """,
        phones,
    ).fetchall()
    held = {row["client_id"]: row["value"] for row in rows if not row["practice"]}
    if len(hiteuse.phones) > 1:
        # two answers at the same second: an acknowledgement does not say of which phone's
        strange = {item: answer for item, answer in held.items() if answer not in hiteuse.tapped[item]}
        if strange:
            yield f"has answers that she never gave: {strange}"
    elif held != hiteuse.answered:
        yield f"was told that these count: {hiteuse.answered}, but there are {held}"
    # what each acknowledgement must have said; that of the practice task comes without a count
    paid = [Money(row["units"], row["currency"]) for row in rows]
    right = [Noted(n, francs(*paid[:n])) for n in range(1, len(rows) + 1) if not rows[n - 1]["practice"]]
    late = {phone.id: _overtaken(connection, phone) for phone in hiteuse.phones}
    noted = _noted(hiteuse)
    if any(late.values()):
        noted = list(dict.fromkeys(noted))
    if noted != right:
        wrong = [(told, should) for told, should in zip(noted, right, strict=False) if told != should]
        yield f"was told {len(noted)} of {len(right)} counts; of these wrong: {wrong[:3]}"
    if hiteuse.gains != (Noted(len(paid), francs(*paid))):
        yield f"was told of her gains: {hiteuse.gains}, but of {len(paid)} answers she has {francs(*paid)} F"
    seen = Counter(copies[0].chat_id for copies in once(hiteuse))
    for phone in hiteuse.phones:
        n = len(written(connection, phone))
        if not n <= seen[phone.id] <= n + late[phone.id]:
            yield f"{n} messages were written to {phone.name}'s {phone.address}, she saw {seen[phone.id]}"
    found = connection.execute(
        "select count(distinct person_id) as people from contact where address = any(%(addresses)s)", phones
    ).fetchone()
    assert found is not None
    if found["people"] != 1:
        yield f"she is {found['people']} people"


def written(connection: Connection, phone: Person) -> list[int]:
    """What was written for this phone, in order: how many in a row say the same. A question that is shown once
    more does, marked as such or not (`g`): that changes nothing of its words."""
    rows = connection.execute(
        """
        select coalesce(o.message - 'g', o.answers -> 'toast') as said, o.question
        from outbox o join contact c on c.id = o.contact_id
        where c.address = %s and (o.message is not null or (o.channel <> 'telegram' and o.answers ? 'toast'))
        order by o.id
        """,
        (stored(connection, phone),),
    ).fetchall()
    return [len(list(same_ones)) for _, same_ones in groupby(rows)]


def _overtaken(connection: Connection, phone: Person) -> int:
    """How often a message may have come again behind a later one: one that had failed so often that it held up no other
    any more when it was tried once more, or one that WhatsApp had taken and reported as failed later. Any other comes
    again right behind itself."""
    row = connection.execute(
        """
        select coalesce(sum(o.attempts), 0)::int as n from outbox o join contact c on c.id = o.contact_id
        where c.address = %s and (o.attempts > %s or (o.attempts > 1 and o.channel = 'whatsapp'))
        """,
        (stored(connection, phone), HOLDS_UP),
    ).fetchone()
    assert row is not None
    return int(row["n"])


def _noted(hiteuse: Hiteuse) -> list[Noted]:
    """The acknowledgements as she puts them together: those of one phone as they came there. What comes to
    two phones overtakes each other."""
    by_phone = [[noted for at, noted in hiteuse.noted if at == phone.id] for phone in hiteuse.phones]
    return list(merge(*by_phone, key=lambda noted: noted.answers))


def once(hiteuse: Hiteuse) -> list[list[ChatMessage]]:
    """What she saw, messages that say the same in a row on one phone together."""
    found: list[list[ChatMessage]] = []
    latest: dict[int, list[ChatMessage]] = {}
    for message in hiteuse.seen:
        last = latest.get(message.chat_id)
        if last is not None and same(last[-1], message):
            last.append(message)
        else:
            found.append([message])
            latest[message.chat_id] = found[-1]
    return found


def at_rest(connection: Connection) -> bool:
    """Whether no event and no message waits."""
    events = _value(connection, "select count(*) from inbox where status = 0")
    return events == 0 and _value(connection, "select count(*) from outbox where status = 0") == 0


def _value(connection: Connection, statement: str) -> int:
    row = connection.execute(statement.encode()).fetchone()
    assert row is not None
    (value,) = row.values()
    return int(value)
