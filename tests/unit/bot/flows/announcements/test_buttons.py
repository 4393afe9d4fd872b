from __future__ import annotations

from datetime import datetime

import pytest

from backend.records import replace
from bot.flows.announcements.buttons import prompt, step
from bot.flows.announcements.state import Facts, State
from bot.flows.engine.kit import Typed

FACTS = Facts(datetime(2026, 3, 4, 16, 30))  # noqa: DTZ001 (her own clock)


@pytest.mark.parametrize(
    ("said", "answers"),
    [
        ("samedi / dimanche", ("samedi", "dimanche")),
        ("samedi;dimanche", ("samedi", "dimanche")),
        ("matin/soir, jamais", ("matin/soir", "jamais")),
        ("Samedi matin, tôt ; dimanche", ("Samedi matin, tôt", "dimanche")),
        ("1) Oui\n2) Non, jamais / peut-être", ("Oui", "Non, jamais / peut-être")),
    ],
)
def test_answers_of_a_poll_are_parted_by_the_strongest_sign_that_is_there(said: str, answers: tuple[str, ...]) -> None:
    after = step(State(at="poll_answers", question="Quand ?"), Typed(said), FACTS).state
    assert after is not None
    assert after.buttons == (("poll", "Quand ?", list(answers)),)


def test_each_of_our_own_modules_can_be_opened_by_a_button() -> None:
    facts = replace(FACTS, modules=tuple((f"m{n}", f"Module {n}") for n in range(8)))
    assert [choice.id for choice in prompt(State(at="interest"), facts).choices] == [
        "work",
        *(f"module:m{n}" for n in range(8)),
        "back",
    ]


@pytest.mark.parametrize("at", ["link", "poll", "poll_answers"])
@pytest.mark.parametrize("said", ["non", "en fait non", "non finalement pas de sondage", "pas de lien"])
def test_who_wants_no_such_button_after_all_asks_nothing(at: str, said: str) -> None:
    after = step(State(at=at, question="Quand ?"), Typed(said), FACTS).state
    assert after is not None and (after.at, after.buttons, after.question) == ("buttons", (), "")
