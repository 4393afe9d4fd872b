from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.errors import BadInput
from backend.domain.quality import consensus
from backend.domain.quality.consensus import Belief, Decision, Mode, Rule, decide, fewest_more, settle

SKILLED = Rule("skilled", 2, 9)
STREAMS = st.integers(1, 5).flatmap(
    lambda labels: st.tuples(st.just(labels), st.lists(st.integers(0, labels - 1), min_size=9, max_size=9))
)
"""(number of labels, nine answers)."""


def counted(answers: list[int], labels: int) -> list[int]:
    return [answers.count(label) for label in range(labels)]


@given(STREAMS, st.integers(1, 9), st.data())
def test_guaranteed_is_the_majority_of_all_whatever_the_order(
    stream: tuple[int, list[int]], most: int, data: st.DataObject
) -> None:
    labels, answers = stream
    whole = decide(Rule("majority", most, most), counted(answers[:most], labels))
    asked = Rule("guaranteed", data.draw(st.integers(1, most)), most)
    decisions = [decide(asked, counted(answers[:n], labels)) for n in range(most + 1)]
    first = next(n for n, decision in enumerate(decisions) if decision.done)
    assert asked.least <= first <= most
    assert decisions[first].label == whole.label


@pytest.mark.parametrize("labels", [2, 3])
@pytest.mark.parametrize("most", [1, 2, 3, 4, 5])
def test_a_task_goes_on_only_while_the_rest_could_change_its_result(labels: int, most: int) -> None:
    for answers in product(range(labels), repeat=most):
        for n in range(1, most):
            early = decide(Rule("guaranteed", 1, most), counted(list(answers[:n]), labels))
            results = {
                consensus.plurality(counted([*answers[:n], *rest], labels))
                for rest in product(range(labels), repeat=most - n)
            }
            assert early.done == (len(results) == 1)


@pytest.mark.parametrize("mode", ["majority", "guaranteed"])
def test_a_tie_at_the_end_is_nobodys(mode: Mode) -> None:
    assert decide(Rule(mode, 1, 4), [2, 2, 0]) == Decision(True, None, 0.5)


def sure(*posterior: float, useful: bool = True) -> Belief:
    return Belief(posterior, useful)


def test_a_skilled_task_is_done_where_a_sure_model_agrees_with_the_plurality() -> None:
    assert decide(SKILLED, [2, 0], sure(0.95, 0.05)) == Decision(True, 0, 0.95)
    assert decide(SKILLED, [2, 0], sure(0.91, 0.09)) == Decision(False, None, 0.91)
    assert not decide(SKILLED, [1, 2], sure(0.95, 0.05)).done  # it says otherwise than most people
    assert not decide(SKILLED, [1, 1], sure(0.95, 0.05)).done
    assert not decide(SKILLED, [1, 0], sure(0.999, 0.001)).done  # two people at least


def test_the_longer_people_differ_the_less_confidence_is_wanted() -> None:
    assert not decide(SKILLED, [3, 1], sure(0.87, 0.13)).done
    assert decide(SKILLED, [3, 2], sure(0.87, 0.13)).done
    assert not decide(SKILLED, [4, 3], sure(0.73, 0.27)).done
    assert decide(SKILLED, [5, 3], sure(0.73, 0.27)).done


def test_from_six_answers_on_a_sure_model_need_not_agree_with_the_plurality() -> None:
    """It breaks the tie, or overrules: what the result would be is known."""
    assert not decide(SKILLED, [2, 2], sure(0.95, 0.05)).done
    assert not decide(SKILLED, [3, 2], sure(0.05, 0.95)).done
    assert decide(SKILLED, [3, 3], sure(0.85, 0.15)) == Decision(True, 0, 0.85)
    assert decide(SKILLED, [4, 2], sure(0.05, 0.95)) == Decision(True, 1, 0.95)
    assert not decide(SKILLED, [3, 3], sure(0.7, 0.3)).done
    assert not decide(SKILLED, [4, 2], sure(0.15, 0.85)).done  # the plurality would be the result, and it doubts that


def test_at_the_end_the_plurality_holds_and_the_model_breaks_ties() -> None:
    assert decide(SKILLED, [5, 4], sure(0.2, 0.8)) == Decision(True, 0, 0.2)
    assert decide(SKILLED, [4, 4, 1], sure(0.3, 0.35, 0.35)) == Decision(True, 1, 0.35)
    assert settle([1, 1], sure(0.4, 0.6)).label == 1
    assert settle([1, 1]).label is None


def test_a_model_that_is_nearly_certain_overrules() -> None:
    assert settle([5, 4], sure(0.1, 0.9)).label == 1
    assert settle([5, 4], sure(0.11, 0.89)).label == 0
    assert settle([5, 4], sure(0.1, 0.9, useful=False)).label == 0


@given(STREAMS, st.lists(st.floats(0.001, 1), min_size=5, max_size=5), st.booleans())
def test_a_skilled_task_always_ends_with_a_result(
    stream: tuple[int, list[int]], weights: list[float], useful: bool
) -> None:
    labels, answers = stream
    posterior = [weight / sum(weights[:labels]) for weight in weights[:labels]]
    decision = decide(SKILLED, counted(answers, labels), Belief(posterior, useful))
    assert decision.done
    assert decision.label is not None
    assert decision.confidence == posterior[decision.label]


def test_without_a_useful_model_skilled_is_guaranteed_with_five() -> None:
    assert decide(SKILLED, [3, 0]).done
    assert not decide(SKILLED, [2, 0]).done
    assert not decide(SKILLED, [2, 0], sure(0.99, 0.01, useful=False)).done
    assert decide(SKILLED, [3, 2]) == Decision(True, 0, 0.6)
    assert decide(SKILLED, [2, 2, 1]) == Decision(True, None, 0.4)
    assert decide(SKILLED, [2, 2, 1], sure(0.1, 0.6, 0.3, useful=False)) == Decision(True, 1, 0.6)
    assert not decide(Rule("skilled", 4, 9), [3, 0]).done


@given(STREAMS, st.sampled_from([Rule("majority", 5, 5), Rule("guaranteed", 2, 7), SKILLED]), st.integers(0, 6))
def test_with_fewer_answers_than_it_asks_for_a_task_cannot_be_done(
    stream: tuple[int, list[int]], asked: Rule, given: int
) -> None:
    labels, answers = stream
    counts = counted(answers[:given], labels)
    if decide(asked, counts).done:
        return
    more = fewest_more(asked, counts)
    assert 1 <= more <= asked.most - given
    for rest in product(range(labels), repeat=min(more - 1, 3)):
        assert not decide(asked, counted([*answers[:given], *rest], labels)).done


def test_a_task_that_the_model_decides_asks_for_one_more() -> None:
    assert fewest_more(SKILLED, [1, 0], sure(0.9, 0.1)) == 1
    assert fewest_more(SKILLED, [1, 1], sure(0.6, 0.4)) == 1
    assert fewest_more(SKILLED, [2, 0], sure(0.6, 0.4, useful=False)) == 1
    assert fewest_more(SKILLED, [1, 1], sure(0.6, 0.4, useful=False)) == 2


def test_defaults_of_each_mode() -> None:
    assert consensus.rule("majority") == Rule("majority", 5, 5)
    assert consensus.rule("majority", 3, 3) == Rule("majority", 3, 3)
    assert consensus.rule("guaranteed") == Rule("guaranteed", 1, 5)
    assert consensus.rule("guaranteed", 7) == Rule("guaranteed", 7, 7)
    assert consensus.rule("skilled") == Rule("skilled", 2, 9, 0.92)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("guaranteed", 3, 2), "a maximum of 2 answers is less than the minimum of 3"),
        (("guaranteed", None, None, 0.9), "confidence belongs to the mode skilled"),
        (("majority", 2, 3), "exactly the maximum"),
        (("skilled", 1), "the mode skilled needs at least 2 answers"),
        (("skilled", None, 1), "a maximum of 1 answers is less than the minimum of 2"),
        (("skilled", None, None, 1.0), "confidence must lie between 0.5 and 1"),
        (("guaranteed", 0), "the mode guaranteed needs at least 1 answers"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_with_a_reason(arguments: Any, reason: str) -> None:
    with pytest.raises(BadInput, match=reason):
        consensus.rule(*arguments)
