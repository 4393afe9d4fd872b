from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.domain.quality import posterior, skill
from backend.domain.quality.skill import Answers
from backend.records import replace
from tests.unit.backend.domain.quality.crowds import crowd, right

MIXED = [0.95] * 4 + [0.55] * 8


def test_who_is_right_is_learnt_without_any_truth() -> None:
    answers, truth = crowd(MIXED, 400, 5)
    fitted = skill.fit(answers)
    good, poor = fitted.model.matrix(0), fitted.model.matrix(11)
    assert good.trace() / 2 > 0.88
    assert poor.trace() / 2 < 0.65
    assert right(fitted.posterior, truth) > right(answers.shares, truth) + 0.05


def test_known_answers_tell_a_crowd_that_is_mostly_wrong_from_one_that_is_right() -> None:
    answers, truth = crowd([0.35] * 5, 200, 5)
    known = np.where(np.arange(200) % 4 == 0, truth, skill.UNKNOWN)
    unknown = skill.fit(answers, weight=1.0)
    told = skill.fit(replace(answers, known=known), weight=1.0)
    assert told.model.pooled.trace() < unknown.model.pooled.trace() - 0.1
    assert (told.posterior[truth[::4], np.arange(0, 200, 4)] == 1).all()
    assert skill.fit(replace(answers, known=np.full(200, skill.UNKNOWN))).posterior == pytest.approx(
        skill.fit(answers).posterior
    )


def test_a_person_who_swaps_two_labels_is_understood() -> None:
    answers, truth = crowd([0.9] * 6, 300, 4, labels=3)
    swapped = np.where((answers.worker == 0) & (answers.label < 2), 1 - answers.label, answers.label)
    fitted = skill.fit(replace(answers, label=swapped))
    matrix = fitted.model.matrix(0)
    assert matrix[0].argmax() == 1
    assert matrix[1].argmax() == 0
    assert matrix[2].argmax() == 2
    assert right(fitted.posterior, truth) > 0.97


def test_a_newcomer_has_the_matrix_of_all_and_few_answers_move_it_little() -> None:
    answers, _ = crowd([*MIXED, 0.5], 400, 5)
    answers = answers.only(answers.worker < 12)
    model = skill.fit(answers, weight=10.0).model
    assert model.matrix(12) == pytest.approx(model.pooled)
    one = replace(
        answers,
        task=np.append(answers.task, 0),
        worker=np.append(answers.worker, 12),
        label=np.append(answers.label, 1 - answers.label[0]),
    )
    after = skill.fit(one, weight=10.0).model
    assert np.abs(after.matrix(12) - after.pooled).max() < 0.1


def test_rows_of_each_matrix_are_probabilities() -> None:
    answers, _ = crowd([0.7] * 5, 50, 3, labels=4)
    fitted = skill.fit(answers)
    for worker in range(5):
        matrix = fitted.model.matrix(worker)
        assert (matrix > 0).all()
        assert matrix.sum(axis=1) == pytest.approx(1)
    assert fitted.posterior.sum(axis=0) == pytest.approx(1)
    assert fitted.model.prior.sum() == pytest.approx(1)


def test_old_answers_tell_less_of_a_person_who_changed() -> None:
    early, _ = crowd([0.9] * 5 + [0.2], 300, 4, seed=1)
    late, _ = crowd([0.9] * 6, 100, 4, seed=2)
    both = Answers(
        np.concatenate([early.task, late.task + 300]),
        np.concatenate([early.worker, late.worker]),
        np.concatenate([early.label, late.label]),
        400,
        6,
        2,
        np.concatenate([skill.ageing(np.full(1200, 360.0)), skill.ageing(np.zeros(400))]),
    )
    aged = skill.fit(both).model.matrix(5).trace()
    assert aged > 1.4 > 1.0 > skill.fit(replace(both, ages=None)).model.matrix(5).trace()


def test_an_answer_counts_half_after_its_half_life() -> None:
    assert skill.ageing(np.array([-1.0, 0.0, 90.0, 180.0])).tolist() == [1, 1, 0.5, 0.25]


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 1_000), st.integers(1, 4), st.integers(2, 5))
def test_the_turn_says_of_a_task_what_the_fit_says(seed: int, each: int, labels: int) -> None:
    answers, _ = crowd([0.9, 0.8, 0.6, 0.5], 30, each, labels=labels, seed=seed)
    fitted = skill.fit(answers, rounds=200)
    again = skill._judge(fitted.model, answers, posterior.VOTE_WEIGHT).T
    for task in range(3):
        of_it = np.flatnonzero(answers.task == task)
        told = posterior.posterior(
            fitted.model.prior.tolist(),
            [fitted.model.matrix(worker).tolist() for worker in answers.worker[of_it]],
            answers.label[of_it].tolist(),
        )
        assert told == pytest.approx(again[task].tolist(), abs=1e-9)


def test_thousands_of_answers_to_one_task_do_not_underflow() -> None:
    many = np.arange(5_000)
    fitted = skill.fit(Answers(many * 0, many, (many % 5 > 0).astype(np.int64), 1, 5_000, 2))
    assert np.isfinite(fitted.posterior).all()
    assert fitted.posterior[1, 0] > 0.99
    assert posterior.posterior([0.5, 0.5], [[[0.8, 0.2], [0.2, 0.8]]] * 5_000, [1] * 5_000) == pytest.approx([0, 1])


def test_the_model_is_useful_where_people_differ_and_not_where_they_are_alike() -> None:
    assert skill.is_useful(crowd([0.95] * 6 + [0.55] * 6, 300, 3)[0])
    alike = [skill.is_useful(crowd([0.75] * 200, 300, 3, seed=seed)[0]) for seed in range(10)]
    assert sum(alike) <= 2


def test_too_few_answers_say_nothing_of_the_model() -> None:
    assert not skill.is_useful(crowd(MIXED, 10, 3)[0])
    assert not skill.is_useful(crowd(MIXED, 300, 1)[0])


def test_what_a_turn_needs_imports_no_numpy() -> None:
    code = (
        "import sys, backend.domain.quality.consensus, backend.domain.quality.posterior, bot.cli, bot.app;"
        "sys.exit('numpy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
