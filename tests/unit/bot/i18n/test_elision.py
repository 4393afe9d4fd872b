"""Names after "de" and "que"."""

from __future__ import annotations

import pytest

from backend.domain.messaging.message import Raw, Tr, Value
from bot.i18n.elision import before
from bot.i18n.render import Run, part_runs, plain


@pytest.mark.parametrize("name", ["Awa", "Émilie", "Issa", "Oumou", "Ursule", "œuvres", "Yvonne", "Hélène", "HORTENSE"])
def test_de_and_que_lose_their_e_before_a_vowel_or_a_mute_h(name: str) -> None:
    assert before("Le compte de ", name) == "Le compte d'"
    assert before("Plus riche que ", name) == "Plus riche qu'"
    assert before("De ", name) == "D'"


@pytest.mark.parametrize(
    "name", ["Fatou", "Hawa", "Habiba", "Yao", "Yasmine", "Ouattara", "N'Dri", "onze amies", "3", ""]
)
def test_they_keep_it_before_all_else(name: str) -> None:
    assert before("Le compte de ", name) == "Le compte de "


@pytest.mark.parametrize("text", ["Code ", "mode ", "Le compte de", "avec ", "la marque ", ""])
def test_no_other_word_loses_anything(text: str) -> None:
    assert before(text, "Awa") == text


def test_what_people_read_is_elided_whatever_its_style() -> None:
    found = part_runs(Tr("Le compte de *{name}* est rouvert.", {"name": "Awa"}), "fr", "UTC")
    assert found == [Run("Le compte d'"), Run("Awa", bold=True), Run(" est rouvert.")]
    values: dict[str, Value] = {"name": Raw("Aya"), "other": "Eve", "n": 8}
    assert plain(Tr("plus de {n} de {name} que {other}", values), "fr") == "plus de 8 d'Aya qu'Eve"
    assert plain(Tr("de {name}", values), "es") == "de Aya"
