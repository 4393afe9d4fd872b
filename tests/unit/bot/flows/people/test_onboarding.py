from __future__ import annotations

import pytest

from bot.flows.people.onboarding import FLOW
from bot.flows.people.onboarding_views import State
from bot.flows.people.place import agreed_from


def test_who_was_asked_for_her_country_before_choosing_one_meant_accepting_is_welcomed_again() -> None:
    assert FLOW.load(1, {"at": "country", "detours": 2}) == State()


def test_all_others_stay_where_they_were() -> None:
    assert FLOW.load(1, {"at": "words", "kind": "health", "detours": 1}) == State("words", kind="health", detours=1)


def test_a_state_from_before_the_short_welcome_is_read_as_it_was() -> None:
    assert FLOW.load(3, {"at": "terms", "read": True, "detours": 1}) == State("terms", read=True, detours=1)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("oui et je suis au Togo", "TG"),
        ("ok d'accord mais je suis au Sénégal", "SN"),
        ("J'accepte, j'habite à Dakar", "SN"),
        ("oui oui c'est bon j'habite Abidjan", "CI"),
        ("je suis au Togo", None),
        ("ok je suis au Togo", None),
        ("oui mais je suis pas au Togo", None),
        ("oui si je suis au Togo", None),
        ("oui je suis au Togo ou au Bénin", None),
        ("d'accord j'habite au Congo", None),
        ("oui je suis à Lagos", None),
        ("oui mais j'habite où ?", None),
    ],
)
def test_who_agrees_may_say_where_she_lives_in_the_same_text(said: str, code: str | None) -> None:
    found = agreed_from(said)
    assert (found.code if found is not None else None) == code
