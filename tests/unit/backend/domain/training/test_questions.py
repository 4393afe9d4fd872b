import json

from hypothesis import given

from backend.domain.training.questions import Question, dump, load
from backend.domain.training.text.soundness import mistake
from tests.unit.backend.domain.training import making


@given(making.questions(making.kinds))
def test_a_kept_question_is_the_same_question(question: Question) -> None:
    assert load(question.key, json.loads(json.dumps(dump(question), sort_keys=True))) == question


@given(making.questions(making.kinds))
def test_the_questions_made_for_tests_are_sound(question: Question) -> None:
    assert mistake(question.kind) is None
