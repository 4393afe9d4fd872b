"""Replays recorded answers through a rule of skilled mode. The model is fitted again after each wave of answers."""

from __future__ import annotations

import numpy as np

from backend.domain.quality import skill
from backend.domain.quality.aggregation import of_recorded
from backend.domain.quality.consensus import Belief, Rule, decide, settle
from backend.domain.quality.label_files import Recorded
from backend.domain.quality.replay import Outcome


def replay(rule: Rule, recorded: Recorded) -> list[Outcome]:
    """The outcome of each task, in the order of `recorded.tasks`.

    It works in waves, like a job that fits the model while people answer. Every task gets its first `rule.least`
    answers. Then the model is fitted to all answers so far and tested on held-out ones, and each task that is not done
    by it gets one more answer, also a task that an earlier model called done. This is repeated until all tasks are
    done.
    """
    everything = of_recorded(recorded)
    task = everything.task
    there = np.bincount(task, minlength=everything.tasks)
    position = _positions(task, there)
    asked = np.minimum(rule.least, there)
    while True:
        answers = everything.only(position < asked[task])
        useful = skill.is_useful(answers)
        fitted = skill.fit(answers, weight=skill.POOLED_WEIGHT if useful else skill.POOLED_ONLY_WEIGHT)
        beliefs = [Belief(row, useful) for row in fitted.posterior.T.tolist()]
        counts: list[list[int]] = answers.counts().T.astype(np.int64).tolist()
        decisions = [decide(rule, row, belief) for row, belief in zip(counts, beliefs, strict=True)]
        wanted = np.array([not decision.done for decision in decisions]) & (asked < there)
        if not wanted.any():
            break
        asked = asked + wanted
    ends = [
        decision if decision.done else settle(row, belief)
        for decision, row, belief in zip(decisions, counts, beliefs, strict=True)
    ]
    return [Outcome(end.label, number, end.confidence) for end, number in zip(ends, asked.tolist(), strict=True)]


def _positions(task: skill.Ints, there: skill.Ints) -> skill.Ints:
    """For each answer, how many answers to the same task come before it."""
    order = np.argsort(task, kind="stable")
    position = np.empty(len(task), dtype=np.int64)
    position[order] = np.arange(len(task)) - np.repeat(np.cumsum(there) - there, there)
    return position
