"""What is sent for a completed task: messages, which cost us money, and bytes, which cost the person mobile data."""

from __future__ import annotations

from collections.abc import Mapping

from benchmarks.figures import Figure, Section
from benchmarks.nodes import NODE, Nodes
from benchmarks.processes import Platform
from benchmarks.running import BenchError, Run

NAMES = {"telegram": "Telegram", "whatsapp": "WhatsApp"}
"""The name of each channel in the results."""
MOST = 1.1
"""The highest number of messages per completed task."""
SESSION = 60
"""The number of answers in a session."""

Calls = Mapping[str, tuple[int, int]]
"""Method → (calls accepted, bytes of their parameters)."""


def measure(run: Run) -> Section:
    people = run.size(20, 4)
    each = run.size(25, 4)
    session = run.size(SESSION, 6)
    figures = []
    for channel in NAMES:
        run.say(f"cost: {NAMES[channel]}")
        figures += _on(run, channel, people, each, session)
    return Section(
        "cost",
        "What a task costs to send",
        f"{people} people of one platform join, do the practice task and answer {each} tasks each on average. Then, "
        "their open task run out, each comes back with `travail`, takes an offer, answers "
        f"{SESSION} tasks (half an hour at 30 s each) and goes with `menu`: a session. Counted are the calls that the "
        "platform accepted and the bytes of their parameters as we write them, without HTTP's own; a message is one "
        "that she sees, the rest answers taps or ticks what she wrote. The first day is all from her code on to her "
        "session's beginning, by its completed tasks, the practice task included",
        figures,
    )


def _on(run: Run, channel: str, people: int, each: int, session: int) -> list[Figure]:
    with (
        run.home() as home,
        run.server() as url,
        Platform() as platform,
        Nodes(home, url, platform, NODE) as nodes,
    ):
        nodes.add_work(people * (each + session))
        start: Calls = {}
        joined = platform.ask("join", on=channel, codes=nodes.invite(people))
        before: Calls = platform.ask("calls", on=channel)
        answers_before = _answers(nodes)
        report = platform.ask("work", on=channel, actions=people * each, think=0.05, patience=60.0)
        after: Calls = platform.ask("calls", on=channel)
        answers = _answers(nodes)
        _run_out(nodes)
        back = platform.ask("session", on=channel, answers=session)
        at_the_end: Calls = platform.ask("calls", on=channel)
        answers_at_the_end = _answers(nodes)
    if joined["mute"] or report["mute"] or back["mute"]:
        raise BenchError("people were left without an answer")
    name = NAMES[channel]
    return [
        _figure(f"{name}: one completed task", before, after, answers - answers_before, wanted=True),
        _figure(f"{name}: a session, per completed task", after, at_the_end, answers_at_the_end - answers, wanted=True),
        _figure(f"{name}: the first day, per completed task", start, after, answers, wanted=False),
    ]


def _answers(nodes: Nodes) -> int:
    with nodes.database() as database:
        row = database.execute("select count(*) as n from answer where status = 1").fetchone()
    assert row is not None
    return int(row["n"])


def _run_out(nodes: Nodes) -> None:
    """Lets every open lease expire, as when the person was away for longer than a task is kept."""
    with nodes.database() as database:
        database.execute("update answer set expires_at = now() - interval '1 hour' where status = 0")


def _figure(what: str, before: Calls, after: Calls, tasks: int, *, wanted: bool) -> Figure:
    if tasks <= 0:
        raise BenchError("no task was completed")
    calls = {
        method: (n - before.get(method, (0, 0))[0], size - before.get(method, (0, 0))[1])
        for method, (n, size) in after.items()
    }
    said = [found for method, found in calls.items() if _is_message(method)]
    messages, size = (sum(each) for each in zip(*said, strict=True))
    all_calls, all_bytes = (sum(each) for each in zip(*calls.values(), strict=True))
    ratio = messages / tasks
    return Figure(
        what,
        f"at most {MOST:g} messages" if wanted else "",
        f"{ratio:.2f} messages of {size / messages:.0f} bytes; with all else {all_calls / tasks:.2f} calls and "
        f"{all_bytes / tasks:.0f} bytes ({tasks} tasks)",
        ratio <= MOST if wanted else None,
        {"messages": messages, "tasks": tasks, "calls": calls},
    )


def _is_message(method: str) -> bool:
    return method == "messages" or (method.startswith(("send", "edit")) and method != "sendChatAction")
