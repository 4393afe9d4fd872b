"""Gives all answers of a real crowd again through the product: 8,000 answers of 164 people."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from backend.db.engine.uow import Database
from backend.db.server import migrate
from benchmarks.figures import Figure, Section
from benchmarks.running import BenchError, Run
from tests import replay
from tests.fakes.telegram import FakeTelegram
from tests.integration.scenes import agreement
from tests.product import Product

WANTED = "0.897"
"""The accuracy that the replayed answers must have exactly, as a share."""
PAY, PRACTICE = 500, 320
"""Currency units (ten-thousandths): 0.05 EUR an answer, 0.032 EUR for the practice task."""


def measure(run: Run) -> Section:
    everything, truth = replay.read_answers(), replay.read_truth()
    chosen = replay.sets(everything)[: run.size(40, 2)]
    answers = replay.of_items(everything, [item for items, _ in chosen for item in items])
    people = len({person for _, person in answers})
    items = sum(len(found) for found, _ in chosen)
    run.say(f"replay: {len(answers)} answers of {people} people to {items} items")
    with run.server() as url, run.home() as folder:
        migrate.upgrade(url)
        replayed, seconds, disagreements = asyncio.run(_replay(url, answers, folder))
    wrong = replay.differences(replayed, answers, PAY, PRACTICE)
    if wrong:
        raise BenchError("; ".join(wrong[:5]))
    accuracy = f"{float(replay.accuracy(replayed, truth)):.3f}"
    return Section(
        "replay",
        "A real crowd's answers",
        f"{len(answers)} recorded answers of {people} people to {items} items that want ten each, given through the "
        "Telegram channel by people who join with codes; the product and the fake platform in one process, the pace "
        "to one chat lifted, since here people need no time to read. A set of 20 items is imported when the one "
        "before is done. Then the exports are compared with what was given",
        [
            Figure(
                "accuracy of the majority of the exported answers (a tie counts as its share)",
                WANTED,
                accuracy,
                None if run.quick else accuracy == WANTED,
            ),
            Figure(
                "answers exported once, as they were given",
                f"{len(answers)}",
                f"{len(replayed.answers)}; {len(replayed.results)} results; {replayed.skipped} tasks skipped",
                len(replayed.answers) == len(answers),
            ),
            Figure(
                "differences of ledger and answers",
                "none",
                "none" if not disagreements else "; ".join(disagreements[:3]),
                not disagreements,
                {"units": sum(replayed.balances.values())},
            ),
            Figure("time", "", f"{seconds:.0f} s", None, {"seconds": seconds}),
        ],
    )


async def _replay(url: str, answers: replay.Answers, folder: Path) -> tuple[replay.Replayed, float, list[str]]:
    database = Database(url)
    started = time.perf_counter()
    try:
        async with FakeTelegram(history=6) as telegram:
            product = Product(telegram, database)
            await product.start()
            try:
                replayed = await replay.replay(product, answers, folder)
            finally:
                await product.stop()
            found = [f"the platform refused: {call}" for call in telegram.violations]
            found += [record.getMessage() for record in product.errors]
        return replayed, time.perf_counter() - started, found + await agreement(database)
    finally:
        await database.close()
