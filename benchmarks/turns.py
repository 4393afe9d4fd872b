"""How many turns a second the whole system handles, and whether a `kill -9` loses any."""

from __future__ import annotations

import time

from benchmarks.agreement import answers, differences
from benchmarks.figures import Figure, Section
from benchmarks.processes import Platform, running
from benchmarks.running import BenchError, Run
from benchmarks.system import Hiteuses

WANTED = 400
"""The number of turns a second that must be reached."""


def measure(run: Run) -> Section:
    people = run.size(1_000, 15)
    seconds = run.size(60.0, 1.0)
    with run.home() as home, Platform() as platform:
        bot = Hiteuses(home, platform)
        with running(bot):
            bot.ready()
            bot.add_work(run.size(40_000, 500))
            run.say(f"turns: {people} people join")
            joined = platform.ask("join", codes=bot.invite(people))
            if joined["mute"]:
                raise BenchError(f"{joined['mute']} people were left without an answer while they joined")
            run.say("turns: they work")
            before = answers(bot)
            cpu = bot.cpu()
            report = platform.ask("work", seconds=seconds, patience=30.0)
            cpu_after = bot.cpu()
            wrong = differences(bot, platform)
            done = answers(bot) - before
            run.say("turns: they work, and the program is killed")
            platform.tell("work", seconds=seconds, patience=60.0)
            time.sleep(seconds / 2)
            bot.kill()
            bot.start()
            ready = bot.ready()
            killed = platform.hear()
            lost = differences(bot, platform)
    spent = sum(cpu_after) - sum(cpu)
    rate = report["answered"] / report["seconds"]
    return Section(
        "turns",
        "Durable turns",
        f"`hiteuses run` with its embedded PostgreSQL, polling the fake platform, whose {people} people answer tasks "
        f"without think time; all on 2 cores. {seconds:g} s, then {seconds:g} s more with a kill -9 in the middle. "
        "Afterwards what each person was told is compared with her answers, her day, the events and the ledger",
        [
            Figure(
                f"turns a second, {people} people without think time",
                f"{WANTED}/s",
                f"{rate:.0f}/s ({done} answers)",
                rate >= WANTED,
                report | {"answers": done},
            ),
            Figure(
                "people left mute, things lost or counted twice",
                "none",
                _count(report["mute"], wrong),
                not report["mute"] and not wrong,
                {"differences": wrong},
            ),
            Figure(
                "the same after a kill -9 in the middle",
                "none",
                f"{_count(killed['mute'], lost)}; serving again after {ready:.1f} s",
                not killed["mute"] and not lost,
                killed | {"differences": lost, "ready_seconds": ready},
            ),
            Figure(
                "processor time of a turn",
                "",
                f"{1000 * spent / report['actions']:.2f} ms, of which PostgreSQL "
                f"{1000 * (cpu_after[1] - cpu[1]) / report['actions']:.2f} ms",
                None,
                {"seconds": spent, "turns": report["actions"]},
            ),
        ],
    )


def _count(mute: int, wrong: list[str]) -> str:
    if not mute and not wrong:
        return "none"
    return f"{mute} mute, {len(wrong)} differences" + (f" ({'; '.join(wrong[:3])})" if wrong else "")
