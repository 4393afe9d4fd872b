"""Recorded answers given again to a rule of skilled mode, with the model fitted again after each wave of answers."""

from __future__ import annotations

import numpy as np

from backend.domain.quality import skill
from backend.domain.quality.aggregation import of_recorded
from backend.domain.quality.consensus import Belief, Rule, decide, settle
from backend.domain.quality.label_files import Recorded
from backend.domain.quality.replay import Outcome


def replay(rule: Rule, recorded: Recorded) -> list[Outcome]:
    """The outcome of each task, in the order of `recorded.tasks`.

    Wave by wave, as with a job that fits the model while people answer: every task gets its first `rule.least`
    answers; the model is fitted to all answers so far and tried on held-out ones; each task that is not done by it
    gets one more answer, a task that an earlier model held for done as well; and so on until all are done.
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
        beliefs = [Belief(row, useful) for row in skill.beliefs(fitted).tolist()]
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
    """Of each answer, how many answers to the same task come before it."""
    order = np.argsort(task, kind="stable")
    position = np.empty(len(task), dtype=np.int64)
    position[order] = np.arange(len(task)) - np.repeat(np.cumsum(there) - there, there)
    return position
