"""A part of what a real crowd answered, given again through the product. All of it: the benchmark."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from tests import replay
from tests.integration.scenes import agreement
from tests.product import Product

SETS = 3
PAY, PRACTICE = 500, 320
"""Units: 0.05 EUR an answer, 0.032 EUR for the practice task."""


async def test_a_real_crowds_answers_come_out_as_they_were_given(product: Product, tmp_path: Path) -> None:
    everything, truth = replay.read_answers(), replay.read_truth()
    items = [item for found, _ in replay.sets(everything)[:SETS] for item in found]
    answers = replay.of_items(everything, items)
    assert (len(items), len(answers)) == (60, 600)
    replayed = await replay.replay(product, answers, tmp_path)
    assert replay.differences(replayed, answers, PAY, PRACTICE) == []
    assert replayed.skipped == 0
    assert await agreement(product.database) == []
    # 47 items right and 5 ties, counted in the files apart from this code
    assert replay.accuracy(replayed, truth) == Fraction(99, 120)


def test_the_files_are_whole() -> None:
    answers, truth = replay.read_answers(), replay.read_truth()
    assert (len(answers), len({person for _, person in answers}), len(truth)) == (8_000, 164, 800)
    found = replay.sets(answers)
    assert {(len(items), len(people)) for items, people in found} == {(20, 10)}
