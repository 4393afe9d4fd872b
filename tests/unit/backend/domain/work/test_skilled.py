"""What a learnt model says of a task."""

from __future__ import annotations

import pytest

from backend.domain.work.forms.form import Option
from backend.domain.work.skilled import Opinion, belief, family
from backend.records import replace
from tests.integration.scenes import CONFIG

TURNED = replace(CONFIG, choices=tuple(reversed(CONFIG.choices)))
POOLED = [[0.8, 0.2], [0.2, 0.8]]
PRIOR = [0.5, 0.5]


def opinion(value: str, matrix: list[list[float]] | None = None) -> Opinion:
    return Opinion(value, matrix, PRIOR, POOLED, True)


def test_one_family_has_the_same_choices_in_any_order() -> None:
    assert family(CONFIG) == family(TURNED)
    assert family(CONFIG) != family(replace(CONFIG, choices=(*CONFIG.choices, Option("spam", "Spam"))))
    assert family(replace(CONFIG, kind="text", choices=())) is None


def test_a_belief_has_the_order_of_the_projects_choices() -> None:
    said = [opinion("ok"), opinion("ok")]
    found, turned = belief(CONFIG, said), belief(TURNED, said)
    assert found is not None and turned is not None
    assert found.posterior[0] == turned.posterior[1] > 0.9


def test_a_newcomer_counts_like_all_people_together() -> None:
    new, pooled = belief(CONFIG, [opinion("ok")]), belief(CONFIG, [opinion("ok", POOLED)])
    sure = belief(CONFIG, [opinion("ok", [[0.99, 0.01], [0.01, 0.99]])])
    assert new == pooled
    assert new is not None and sure is not None and sure.posterior[0] > new.posterior[0]


def test_without_a_model_there_is_no_belief() -> None:
    assert belief(CONFIG, [Opinion("ok", None, None, None, None)]) is None
    assert belief(CONFIG, []) is None


def test_an_answer_that_is_no_choice_any_more_tells_nothing() -> None:
    assert belief(CONFIG, [opinion("ok"), opinion("gone")]) == belief(CONFIG, [opinion("ok")])
    gone = belief(CONFIG, [opinion("gone")])
    assert gone is not None and list(gone.posterior) == pytest.approx([0.5, 0.5])
