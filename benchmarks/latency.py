"""How long a person waits: from their message reaching us to our answer accepted by the platform."""

from __future__ import annotations

from benchmarks.agreement import differences
from benchmarks.figures import Figure, Section, shown
from benchmarks.processes import Platform, running
from benchmarks.running import BenchError, Run
from benchmarks.system import Hiteuses


def measure(run: Run) -> Section:
    people = run.size(200, 10)
    seconds = run.size(60.0, 1.0)
    think = run.size(1.0, 0.1)
    figures = []
    # Every other benchmark polls, so --quick measures only the webhook here.
    for webhook in run.size((False, True), (True,)):
        how = "webhook" if webhook else "polling"
        run.say(f"latency: {people} people, {how}")
        with run.home() as home, Platform() as platform:
            bot = Hiteuses(home, platform, webhook=webhook)
            with running(bot):
                bot.ready()
                bot.add_work(run.size(10_000, 300))
                joined = platform.ask("join", codes=bot.invite(people), ramp=run.size(5.0, 0.0))
                if joined["mute"]:
                    raise BenchError(f"{joined['mute']} people were left without an answer while they joined")
                report = platform.ask("work", seconds=seconds, think=think, ramp=think)
                wrong = differences(bot, platform)
        if wrong:
            raise BenchError("; ".join(wrong[:5]))
        times = report["handed_to_answered_ms"]
        reached = times["p99"] < 50 and not report["mute"]
        figures += [
            Figure(
                f"update in → reply accepted, {people} people, think time {think:g} s, {how}",
                "p99 < 50 ms",
                f"{shown(times)}; {report['actions_per_second']:.0f} turns/s, {report['mute']} people mute",
                reached,
                report,
            )
        ]
    return Section(
        "latency",
        "Latency",
        f"`hiteuses run` with its embedded PostgreSQL, the fake platform and its {people} people on 2 cores; after "
        f"joining they answer tasks for {seconds:g} s, each {think:g} s after the bot's message. An answer is an "
        "event, its turn (answer, pay, day, next task) and the next message; from the update being handed out to "
        "that message accepted",
        figures,
    )
