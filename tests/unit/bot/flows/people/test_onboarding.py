from __future__ import annotations

from bot.flows.people.onboarding import FLOW
from bot.flows.people.onboarding_views import State


def test_who_was_asked_for_her_country_before_choosing_one_meant_accepting_is_welcomed_again() -> None:
    assert FLOW.load(1, {"at": "country", "detours": 2}) == State()


def test_all_others_stay_where_they_were() -> None:
    assert FLOW.load(1, {"at": "words", "kind": "health", "detours": 1}) == State("words", kind="health", detours=1)


def test_a_state_from_before_the_short_welcome_is_read_as_it_was() -> None:
    assert FLOW.load(3, {"at": "terms", "read": True, "detours": 1}) == State("terms", read=True, detours=1)
