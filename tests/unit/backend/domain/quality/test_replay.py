from __future__ import annotations

import numpy as np
import pytest

from backend.domain.quality import consensus, replay, skill, skilled_replay
from backend.domain.quality.label_files import Recorded
from backend.domain.quality.replay import Outcome
from tests.unit.backend.domain.quality.crowds import crowd, real, real_truth, shuffled


def recorded(answers: skill.Answers) -> Recorded:
    found = Recorded()
    for task, worker, label in zip(answers.task, answers.worker, answers.label, strict=True):
        found.task.append(found.tasks[f"t{task}"])
        found.worker.append(found.workers[f"w{worker}"])
        found.label.append(found.labels[f"l{label}"])
    return found


def right(outcomes: list[Outcome], truth: list[int | None]) -> float:
    return sum(outcome.label == label for outcome, label in zip(outcomes, truth, strict=True)) / len(truth)


def asked(outcomes: list[Outcome]) -> float:
    return sum(outcome.answers for outcome in outcomes) / len(outcomes)


def test_real_answers_in_each_mode() -> None:
    answers = shuffled(real())
    truth = real_truth(answers)
    majority = replay.replay(consensus.rule("majority"), answers)
    guaranteed = replay.replay(consensus.rule("guaranteed"), answers)
    skilled = skilled_replay.replay(consensus.rule("skilled"), answers)
    assert [outcome.label for outcome in guaranteed] == [outcome.label for outcome in majority]
    assert asked(guaranteed) < 3.9 < asked(majority) == 5
    assert right(skilled, truth) > right(majority, truth) + 0.03
    assert asked(skilled) < 3.9
    assert all(outcome.label is not None for outcome in skilled)
    assert all(2 <= outcome.answers <= 9 for outcome in skilled)


def test_a_crowd_without_differences_is_asked_as_in_guaranteed_mode() -> None:
    answers, _ = crowd([0.75] * 400, 200, 6, seed=3)
    assert not skill.is_useful(answers)
    alike = recorded(answers)
    skilled = skilled_replay.replay(consensus.rule("skilled"), alike)
    guaranteed = replay.replay(consensus.rule("guaranteed", 2), alike)
    same = sum(a.answers == b.answers for a, b in zip(skilled, guaranteed, strict=True))
    assert same / len(skilled) > 0.85  # while there are few answers, the model may seem useful by chance


def test_no_more_is_asked_than_the_file_has_and_ties_stay_ties() -> None:
    found = Recorded()
    for task, worker, label in (("t", "v", "a"), ("t", "w", "b"), ("u", "v", "a"), ("x", "v", "b"), ("x", "w", "b")):
        found.task.append(found.tasks[task])
        found.worker.append(found.workers[worker])
        found.label.append(found.labels[label])
    assert replay.replay(consensus.rule("guaranteed"), found) == [Outcome(None, 2), Outcome(0, 1), Outcome(1, 2)]
    skilled = skilled_replay.replay(consensus.rule("skilled"), found)
    assert [outcome.answers for outcome in skilled] == [2, 1, 2]
    assert [outcome.label for outcome in skilled[1:]] == [0, 1]


def test_the_order_in_which_tasks_stand_in_the_file_does_not_matter() -> None:
    answers, _ = crowd([0.9] * 5 + [0.6] * 5, 100, 6)
    last_first = np.argsort(-answers.task, kind="stable")
    one = skilled_replay.replay(consensus.rule("skilled"), recorded(answers))
    other = skilled_replay.replay(consensus.rule("skilled"), recorded(answers.only(last_first)))
    assert asked(one) == pytest.approx(asked(other), abs=0.1)
