"""Whether anything was lost, doubled, told wrongly or broken in a storm, and what it was made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from time import monotonic, time
from typing import Any

import psycopg
from psycopg.rows import DictRow

from backend.records import Struct, asdict, field
from tests.chaos.roaming import Roaming
from tests.chaos.storm import Plan, Storm, at_work
from tests.chaos.weather import RETRY_AFTER
from tests.fakes.calls import Call
from tests.fakes.chat import ChatMessage
from tests.integration import told

SAME_MOMENT = 0.5
"""Seconds between a message's coming and the call that brought it, on a machine that has much else to do."""


class Report(Struct):
    """`wrong`: in words; nothing else of this is a failure. `linked`: people who came to have two phones.
    `repeated`: messages that came again, by platform; `lost`: messages whose answer was lost on the way;
    `late_taps`: taps that were answered when their button had stopped waiting."""

    plan: str
    seconds: float
    deeds: Mapping[str, int]
    people: int
    linked: int
    answers: int
    messages: int
    repeated: Mapping[str, int]
    lost: Mapping[str, int]
    late_taps: int
    mishaps: Mapping[str, int]
    webhooks: Mapping[str, Any]
    wrong: list[str] = field(default_factory=list)

    @property
    def json(self) -> dict[str, Any]:
        return asdict(self)


async def weathered(plan: Plan, home: Path) -> Report:
    """Carry a plan out. `home`: an empty folder."""
    async with at_work(plan, home) as (storm, commands, crowd):
        began = monotonic()
        await storm.rage(crowd)
        await storm.comes_to_rest()
        seconds = monotonic() - began
        ledger = await commands.ledger()
        for node in storm.nodes:
            await node.stop()
        return judge(storm, ledger, seconds)


def judge(storm: Storm, ledger: Mapping[str, Any], seconds: float) -> Report:
    """Everybody must have finished, all be at rest, and the nodes have ended in order."""
    assert storm.crowd is not None
    with storm.database() as connection:
        wrong = told.in_database(connection) + told.at_telegram(connection, storm.telegram)
        wrong += _at_whatsapp(connection, storm)
        for hiteuse in storm.crowd.people:
            wrong += [f"{hiteuse.person.name}: {line}" for line in told.hers(connection, hiteuse)]
        answers = connection.execute("select count(*) as n from answer where status = 1").fetchone()
        repeated, without_reason = _repeated(storm, connection)
    wrong += [f"came again, but no answer was lost: {each}" for each in without_reason]
    wrong += [*_limits(storm), *_nodes(storm)]
    if ledger["ok"] is not True:
        wrong.append(f"the ledger does not agree: {ledger}")
    roaming = [hiteuse for hiteuse in storm.crowd.people if isinstance(hiteuse, Roaming)]
    assert answers is not None
    lost = {name: sum(map(_is_said, calls)) for name, calls in _lost(storm).items()}
    return Report(
        plan=storm.plan.name,
        seconds=round(seconds, 1),
        deeds=dict(Counter(storm.happened.deeds)),
        people=len(storm.crowd.people),
        linked=sum(hiteuse.joined for hiteuse in roaming),
        answers=int(answers["n"]),
        messages=storm.crowd.seen,
        repeated=repeated,
        lost=lost,
        late_taps=_late_taps(storm),
        mishaps={f"{name}: {what}": n for name, each in storm.weather.items() for what, n in each.met.items()},
        webhooks=storm.whatsapp.stats["webhook"],
        wrong=wrong,
    )


def _at_whatsapp(connection: psycopg.Connection[DictRow], storm: Storm) -> Iterator[str]:
    """What was lost on the way from there, or is against the platform's contract."""
    whatsapp = storm.whatsapp
    yield from (f"against the contract: {call}" for call in whatsapp.violations)
    made = {
        "words of people": sum(message.mine for person in whatsapp.people.values() for message in person.chat),
        "receipts": sum(len(set(statuses)) for statuses in whatsapp.world.receipts.told.values()),
    }
    row = connection.execute(
        """
        select (select count(*) from inbox where channel = 'whatsapp') as "words of people",
               (select count(*) from receipt where channel = 'whatsapp') as receipts
        """
    ).fetchone()
    for what, number in (row or {}).items():
        if number != made[what]:
            yield f"{made[what]} {what} were made, {number} are stored"


def _limits(storm: Storm) -> Iterator[str]:
    if refused := storm.telegram.stats["refused_by_rate"]:
        yield f"Telegram's pace was broken {refused} times"
    if refused := storm.whatsapp.stats["refused_by_rate"]:
        yield f"WhatsApp's pace was broken: {refused}"
    closed: dict[str, float] = {}
    for call in storm.telegram.calls:
        chat = _chat(call)
        if not _is_said(call):
            continue
        if call.at < closed.get(chat, 0.0):
            yield f"Telegram said to wait {RETRY_AFTER} s, and heard from us {closed[chat] - call.at:.2f} s before"
        # a pause that was never written died with the process that heard of it
        if call.status == 429 and not _within(call.at, storm.happened.losses):
            closed[chat] = call.at + RETRY_AFTER


def _nodes(storm: Storm) -> Iterator[str]:
    for node in storm.nodes:
        yield from (f"{node.name}: {line}" for line in node.complaints)
        yield from (f"{node.name}: told to end: {line}" for line in node.bad_ends)
        for at, line in node.gave_up:
            if not _within(at, storm.happened.outages):
                yield f"{node.name}: it ended by itself: {line}"


# --- what came twice ----------------------------------------------------------------------------------


def _repeated(storm: Storm, connection: psycopg.Connection[DictRow]) -> tuple[dict[str, int], list[str]]:
    """How many messages came again, by platform, and those of them for which there was no reason."""
    assert storm.crowd is not None
    counts: Counter[str] = Counter(Telegram=0, WhatsApp=0)
    without: list[str] = []
    for hiteuse in storm.crowd.people:
        for phone in hiteuse.phones:
            if phone.id not in storm.telegram.people:
                continue
            there = [copies for copies in told.once(hiteuse) if copies[0].chat_id == phone.id]
            for copies, times in zip(there, told.written(connection, phone), strict=False):
                counts["Telegram"] += max(0, len(copies) - times)
                no_reason = [copy for copy in copies[:-1] if not answer_lost(storm, copy)]
                without += [_when(storm, copies, copy) for copy in no_reason[times - 1 :]]
    lost = {_marked(call) for call in _lost(storm)["WhatsApp"]}
    held_back = {id(call): seconds for call, seconds in storm.whatsapp.api.calls.slow}
    offset = time() - monotonic()  # the platform's clock is another one
    receipts = storm.whatsapp.world.receipts
    for mark, accepted in receipts.opaque.items():
        # one that the platform took and failed later is rightly said again
        again = accepted - receipts.failed[mark] - 1
        if again > 0:
            counts["WhatsApp"] += again
            taken = [call for call in storm.whatsapp.calls if _marked(call) == mark and call.status == 200]
            spans = [(call.at - offset, call.at - offset + held_back.get(id(call), 0.0)) for call in taken[:-1]]
            if mark not in lost and not any(_meets(span, storm.happened.losses) for span in spans):
                without.append(f"WhatsApp's {mark}")
    return dict(counts), without


def answer_lost(storm: Storm, copy: ChatMessage) -> bool:
    """Whether the answer to the call that brought this may never have come to us."""
    calls = storm.telegram.api.calls
    hers = [call.at for call in calls.lost if _is_to(call, copy)]
    held_back = {call.at: seconds for call, seconds in calls.slow if _is_to(call, copy)}
    for at in storm.happened.came[copy.chat_id, copy.id]:
        if any(abs(at - moment) < SAME_MOMENT for moment in hers):
            return True
        answered = at + max((s for moment, s in held_back.items() if abs(at - moment) < SAME_MOMENT), default=0.0)
        if _meets((at, answered), storm.happened.losses):
            return True
    return False


def _when(storm: Storm, copies: Sequence[ChatMessage], copy: ChatMessage) -> str:
    """Which message it is, and what happened around it, in seconds from its coming."""
    happened = storm.happened
    first = happened.came[copy.chat_id, copy.id][0]
    came = [round(at - first, 2) for each in copies for at in happened.came[each.chat_id, each.id]]
    spans = [(round(begin - first, 2), round(end - first, 2)) for begin, end in happened.losses]
    near = [span for span in spans if span[0] < 30 and span[1] > -30]
    return f"{copy}\n    came at {came}; answers may have been lost at {near}"


def _marked(call: Call) -> str | None:
    mark: str | None = call.params.get("biz_opaque_callback_data")
    return mark


def _lost(storm: Storm) -> dict[str, list[Call]]:
    return {"Telegram": storm.telegram.api.calls.lost, "WhatsApp": storm.whatsapp.api.calls.lost}


def _chat(call: Call) -> str:
    """As text, which is how a form carries it: pictures go out in one, all else as JSON."""
    return str(call.params.get("chat_id"))


def _is_to(call: Call, message: ChatMessage) -> bool:
    return _chat(call) == str(message.chat_id) and _is_said(call)


def _is_said(call: Call) -> bool:
    """Whether it is a message, or a change of one."""
    return call.method == "messages" or (call.method.startswith(("send", "edit")) and call.method != "sendChatAction")


def _within(at: float, spans: Sequence[tuple[float, float]]) -> bool:
    return _meets((at, at), spans)


def _meets(span: tuple[float, float], spans: Sequence[tuple[float, float]]) -> bool:
    return any(begin <= span[1] and span[0] <= end for begin, end in spans)


def _late_taps(storm: Storm) -> int:
    """Taps whose first answer came too late."""
    answered: set[str] = set()
    late = 0
    for call in storm.telegram.calls:
        if call.method == "answerCallbackQuery":
            tap = str(call.params.get("callback_query_id"))
            late += call.status == 400 and tap not in answered
            answered.add(tap)
    return late
