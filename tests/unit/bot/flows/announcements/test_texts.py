"""What stands as the text of an announcement at once, and what is asked about; whom it is for, with a country added."""

from __future__ import annotations

from datetime import datetime

import pytest

from backend.records import replace
from bot.flows.announcements import audience_words, texts
from bot.flows.announcements.state import Facts, State

FACTS = Facts(datetime(2026, 3, 4, 16, 30), admin=True, countries=("CI", "TG", "BJ"))  # noqa: DTZ001 (her own clock)


@pytest.mark.parametrize(
    "text",
    [
        "Bonne fête à toutes les mamans",
        "Merci à toutes pour votre travail",
        "Bonjour {prenom}, un nouveau projet arrive demain.",
        "Qui est disponible samedi matin pour une réunion à Abidjan avec les nouvelles hiteuses du quartier ?",
        "Nouveau projet ce soir !",
        "La formation Excel est reportée à demain 18 h.",
        "Il n'y a pas de travail demain : reposez-vous.",
        "Bonjour les filles",
        "Ajoute ton numéro de paie avant vendredi :\nécris « paiement ».",
    ],
)
def test_a_text_stands_at_once(text: str) -> None:
    after = texts.typed(State(), text, FACTS).state
    assert after is not None and (after.at, after.text) == ("file", text)


@pytest.mark.parametrize(
    "text",
    [
        "non",
        "ok envoie",
        "envoie",
        "efface le texte",
        "ajoute : merci",
        "remplace lundi par mardi",
        "lundi pas mardi",
        "combien ça coûte",
        "c'est qui qui reçoit ?",
        "pas de boutons",
        "attends je réfléchis",
        "seulement les apprenantes",
        "demain 9h",
        "pour le Togo",
    ],
)
def test_what_is_rather_said_to_us_is_asked_about(text: str) -> None:
    written = State(text="La formation commence lundi.")
    after = texts.typed(written, text, FACTS).state
    assert after is not None and (after.at, after.text, after.lead) == ("whole", written.text, text)


@pytest.mark.parametrize(
    ("before", "after"), [(("CI",), ("CI", "TG")), (("CI", "TG"), ("CI", "TG")), ((), ())], ids=str
)
def test_a_country_is_added_to_those_that_are_chosen(before: tuple[str, ...], after: tuple[str, ...]) -> None:
    state = State(at="audience")
    state = state.for_readers(replace(state.readers(FACTS), countries=before))
    found = audience_words.typed(state, state.readers(FACTS), "ajoute le Togo", FACTS).state
    assert found is not None and found.readers(FACTS).countries == after
