"""Learns the weights of `backend.domain.work.asides.classifier` from examples and writes them: `make asides`.

What is said to us: the phrases of the tests (`tests/dialogues/phrases`), those that the product knows
(`intents.toml`), and `tests/fixtures/asides/said.txt`. Answers: those of the phrases, and `answers.txt` there. What
begins with `held_out` is never learnt from: it is for measuring."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import orjson
import yaml

from backend.domain.messaging.intent_vocabulary import content
from backend.domain.work.asides.classifier import Weights, features, score

DATA = Path(__file__).parents[2] / "backend" / "domain" / "data" / "asides.json"
PHRASES = Path(__file__).parents[1] / "dialogues" / "phrases"
EXAMPLES = Path(__file__).parents[1] / "fixtures" / "asides"
ORDERS, ROUNDS, STEP, SHRINK = 5, 12, 0.5, 1e-4
"""In how many orders the examples are seen, how often in each, how far a weight moves at most, and how it is drawn to 0
(AdaGrad)."""
LEAST, MOST = 2, 4_000
"""Examples in which a feature is found at least, and the features that are kept: those with the greatest weights."""


def said() -> list[str]:
    """Examples of what is said to us beside a task."""
    found = {*_lines("said"), *_phrases("addressed")["to_the_team"], *_phrases("addressed")["in_between"]}
    found.update(_phrases("projects")["beside"])
    for name in ("heard", "more", "loose", "spelled"):
        found.update(_texts({key: value for key, value in _phrases(name).items() if key != "held_out"}))
    for intent in content()["intents"].values():
        for key in ("whole", "loosely", "asked"):
            found.update(intent.get(key, ()))
    return sorted(each for each in found if len(each) > 2)


def answers() -> list[str]:
    """Examples of answers to tasks, and of what women save for."""
    listed = {*_phrases("genuine"), *_phrases("addressed")["honest"], *_phrases("projects")["told"]}
    return sorted(listed.union(_lines("answers")))


def held_out(name: str) -> list[str]:
    """Examples that nothing is learnt from: `said` or `answers`."""
    return _lines(f"held_out_{name}")


def learn(said: list[str], answers: list[str]) -> Weights:
    """The weights that tell the two kinds of examples apart; both kinds count as much. What depends on the order of
    the examples is averaged."""
    data = [(features(each), 1) for each in said] + [(features(each), 0) for each in answers]
    seen = Counter(feature for found, _ in data for feature in found)
    data = [(tuple(each for each in found if seen[each] >= LEAST), kind) for found, kind in data]
    share = (len(data) / 2 / len(answers), len(data) / 2 / len(said))
    learnt = [_learn(data, share, random.Random(order)) for order in range(ORDERS)]
    bias = sum(each for each, _ in learnt) / ORDERS
    weights = {feature: sum(each[feature] for _, each in learnt) / ORDERS for feature in learnt[0][1]}
    kept = sorted(weights, key=lambda each: (-abs(weights[each]), each))[:MOST]
    return Weights(round(bias, 2), {each: round(weights[each], 2) for each in sorted(kept)})


def _learn(
    data: Sequence[tuple[tuple[str, ...], int]], share: tuple[float, float], order: random.Random
) -> tuple[float, dict[str, float]]:
    """The bias and the weights. `share`: what an example of each kind counts."""
    weights = dict.fromkeys((feature for found, _ in data for feature in found), 0.0)
    squares = dict.fromkeys(weights, 1e-2)
    bias, square, shuffled = 0.0, 1.0, [*data]
    for _ in range(ROUNDS):
        order.shuffle(shuffled)
        for found, kind in shuffled:
            norm = 1 / math.sqrt(len(found) or 1)
            at = bias + norm * sum(weights[each] for each in found)
            error = (1 / (1 + math.exp(-at)) - kind) * share[kind]
            for each in found:
                slope = error * norm + SHRINK * weights[each]
                squares[each] += slope * slope
                weights[each] -= STEP * slope / math.sqrt(squares[each])
            square += error * error
            bias -= STEP * error / math.sqrt(square)
    return bias, weights


def _lines(name: str) -> list[str]:
    lines = (EXAMPLES / f"{name}.txt").read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def _phrases(name: str) -> Any:
    return yaml.safe_load((PHRASES / f"{name}.yaml").read_text("utf-8"))


def _texts(found: Any) -> Iterator[str]:
    """All texts in lists and groups."""
    match found:
        case str():
            yield found
        case dict():
            for each in found.values():
                yield from _texts(each)
        case list():
            for each in found:
                yield from _texts(each)


if __name__ == "__main__":
    weights = learn(said(), answers())
    DATA.write_bytes(
        orjson.dumps({"bias": weights.bias, "features": weights.features}, option=orjson.OPT_INDENT_2) + b"\n"
    )
    for name, right in (("said", 1), ("answers", 0)):
        told = [(score(each, weights) >= 0) == right for each in held_out(name)]
        print(f"held out, {name}: {sum(told)} of {len(told)}")
