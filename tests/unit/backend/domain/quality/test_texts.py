from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.quality.texts import Text, medoid, rover

TEXTS = st.lists(
    st.lists(st.sampled_from(["le", "la", "chat", "noir", "dort", "ici"]), max_size=6).map(" ".join), min_size=1
)


def merged(texts: list[str]) -> Text:
    found = rover(texts)
    assert found is not None
    return found


def test_each_place_goes_to_the_word_that_most_heard() -> None:
    heard = ["le chat noir dort", "le chat gris dort ici", "un chat noir dort ici"]
    assert merged(heard).text == "le chat noir dort ici"


def test_a_word_that_only_the_nearest_text_has_is_left_out() -> None:
    assert merged(["le petit chat noir dort", "le chat noir dort", "le chat noir dort"]).text == "le chat noir dort"


def test_several_words_that_are_missing_at_one_place_come_in_their_order() -> None:
    assert merged(["prix 100 francs", "prix total 100 francs cfa net", "prix total 100 francs cfa net"]).text == (
        "prix total 100 francs cfa net"
    )


def test_two_that_differ_give_one_of_them() -> None:
    assert merged(["le chat dort", "le chien dort"]).text in ("le chat dort", "le chien dort")


@pytest.mark.parametrize(
    "texts",
    [
        ["il fait beau", "combien coûte ce sac", "merci pour tout madame"],
        ["je vends des tomates", "il a plu"],
        ["je vends des tomates", ""],
    ],
)
def test_texts_that_have_nothing_in_common_have_no_result(texts: list[str]) -> None:
    assert rover(texts) is None


def test_the_medoid_is_the_text_nearest_to_the_others() -> None:
    assert medoid(["rue de la paix", "rue de la pais", "avenue X"]).text in ("rue de la paix", "rue de la pais")
    assert medoid(["seul"]) == Text("seul", 1.0)
    assert medoid(["a", "a"]) == Text("a", 1.0)


@given(TEXTS)
def test_agreement_is_kept_and_no_word_is_invented(texts: list[str]) -> None:
    found = rover(texts)
    assert found is not None or len(set(texts)) > 1
    assert found is None or set(found.text.split()) <= {word for text in texts for word in text.split()}
    assert found is None or 0 <= found.confidence <= 1
    assert rover(texts[:1] * 3) == Text(" ".join(texts[0].split()) if texts[0] else "", 1.0)


def test_without_texts_there_is_no_result() -> None:
    with pytest.raises(ValueError, match="no texts"):
        rover([])
