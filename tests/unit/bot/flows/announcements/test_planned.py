"""A time that stands before the text of an announcement, and passes while it is written."""

from __future__ import annotations

from datetime import datetime, timedelta

from backend.records import replace
from bot.flows.announcements import views
from bot.flows.announcements.dialogue import step
from bot.flows.announcements.state import Facts, State
from bot.flows.engine.kit import Picked, Say, Started

FACTS = Facts(datetime(2026, 3, 4, 16, 30))  # noqa: DTZ001 (her own clock)


def test_a_time_of_sending_that_has_passed_meanwhile_is_no_text_and_said() -> None:
    """The whole line was the text, and nobody was told."""
    asked = step(State(), Started("aujourd'hui 18h : coucou les filles"), FACTS).state
    assert asked is not None and asked.at == "timed"
    later = replace(FACTS, now=FACTS.now + timedelta(hours=3))
    after = step(asked, Picked(views.OF_SENDING.id), later)
    assert after.state is not None
    assert (after.state.at, after.state.text, after.state.local) == ("file", "coucou les filles", "")
    (said,) = after.effects
    assert isinstance(said, Say) and "est déjà passé" in str(said.message.parts)
