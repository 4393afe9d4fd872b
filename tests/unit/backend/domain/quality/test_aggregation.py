from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from backend.domain.quality import aggregation, skill
from backend.domain.quality.aggregation import Result
from backend.domain.quality.label_files import Recorded
from tests.unit.backend.domain.quality.crowds import real, real_truth

REFERENCE = Path(__file__).parents[4] / "fixtures" / "snow_rte" / "dawid_skene.json"


def right(results: list[Result], truth: list[int | None]) -> float:
    return sum(result.label == label for result, label in zip(results, truth, strict=True)) / len(truth)


def test_the_majority_has_its_share_and_a_tie_is_nobodys() -> None:
    found = Recorded()
    for task, worker, label in (("t", "u", "a"), ("t", "v", "b"), ("t", "w", "b"), ("x", "u", "a"), ("x", "v", "b")):
        found.task.append(found.tasks[task])
        found.worker.append(found.workers[worker])
        found.label.append(found.labels[label])
    assert aggregation.majority(found) == [Result(1, 2 / 3), Result(None, 0.5)]
    assert aggregation.dawid_skene(found)[1].label is not None


def test_weighing_people_beats_counting_them_on_real_answers() -> None:
    answers = real()
    truth = real_truth(answers)
    assert right(aggregation.dawid_skene(answers), truth) > 0.925
    assert right(aggregation.majority(answers), truth) < 0.9


@pytest.mark.parametrize("each", [1, 2, 3])
def test_few_answers_do_not_make_it_fall_below_the_majority(each: int) -> None:
    answers = real()
    few = Recorded(answers.tasks, answers.workers, answers.labels)
    for positions in answers.by_task():
        for at in positions[:each]:
            few.task.append(answers.task[at])
            few.worker.append(answers.worker[at])
            few.label.append(answers.label[at])
    truth = real_truth(answers)
    decided = [at for at, result in enumerate(aggregation.majority(few)) if result.label is not None]
    majority, weighed = aggregation.majority(few), aggregation.dawid_skene(few)
    of_them = [truth[at] for at in decided]
    assert right([weighed[at] for at in decided], of_them) >= right([majority[at] for at in decided], of_them) - 0.005


def test_without_our_priors_it_is_the_model_of_others() -> None:
    """Against the posterior that crowd-kit 1.4.1 gives for the same answers (`tests/fixtures/NOTICE.md`)."""
    answers = real()
    reference = json.loads(REFERENCE.read_text("utf-8"))
    fitted = skill.fit(aggregation.of_recorded(answers), weight=1e-9, votes=0.0, rounds=500)
    one = answers.labels.get("1")
    ours = dict(zip(answers.tasks.names, fitted.posterior[one].tolist(), strict=True))
    difference = np.array([ours[task] - told for task, told in reference.items()])
    assert len(difference) == 800
    assert np.abs(difference).mean() < 0.005
    assert ((np.array(list(reference.values())) > 0.5) == (np.array([ours[t] for t in reference]) > 0.5)).mean() > 0.995
