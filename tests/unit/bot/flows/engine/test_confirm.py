"""Asking once more: nothing is done without a yes to what she sees."""

from __future__ import annotations

import pytest

from backend.domain.messaging.message import Raw, tr
from backend.records import replace
from bot.flows.engine import answers, confirm
from bot.flows.engine.confirm import Ask, CarriedOut, CarryOut, Facts, Look, Looked, Proposal, State
from bot.flows.engine.kit import Do, Done, Picked, Resumed, Say, Started, Typed

ARGUMENTS = {"person": 7, "role": "huber"}
PROPOSAL = Proposal(tr("Changer le rôle de *{name}*.", name=Raw("Awa")), Raw("hiteuse"), Raw("Huber"))
OTHER = Proposal(tr("Changer le rôle de *{name}*.", name=Raw("Awa")), Raw("apprenante"), Raw("Huber"))
ASKED = State("role", ARGUMENTS, PROPOSAL.seen)


def test_it_looks_first_and_then_asks() -> None:
    begun = confirm.step(State(), Started(Ask("role", ARGUMENTS)), Facts())
    assert begun.effects == (Do(Look("role", ARGUMENTS)),)
    assert begun.state is not None
    asked = confirm.step(begun.state, Done(Looked(PROPOSAL.seen)), Facts(PROPOSAL))
    assert (asked.state, asked.effects) == (ASKED, ())
    message = confirm.prompt(ASKED, Facts(PROPOSAL))
    assert [choice.label for choice in message.choices] == ["Oui", "Non"]


def test_what_cannot_be_done_is_not_asked() -> None:
    over = confirm.step(State("role", ARGUMENTS), Done(Looked("")), Facts())
    assert over.state is None and isinstance(over.effects[0], Say)


def test_yes_does_it_and_tells() -> None:
    assert confirm.step(ASKED, Picked("yes"), Facts(PROPOSAL)).effects == (Do(CarryOut("role", ARGUMENTS)),)
    told = confirm.step(ASKED, Done(CarriedOut(tr("C'est fait."))), Facts(None))
    assert told.state is None and told.effects == (Say(tr("C'est fait.")),)


def test_no_does_nothing() -> None:
    over = confirm.step(ASKED, Picked("no"), Facts(PROPOSAL))
    assert over.state is None and not any(isinstance(effect, Do) for effect in over.effects)


def test_a_late_yes_to_changed_facts_does_nothing_and_asks_anew() -> None:
    late = confirm.step(ASKED, Picked("yes"), Facts(OTHER))
    assert not any(isinstance(effect, Do) for effect in late.effects)
    assert late.state == State("role", ARGUMENTS, OTHER.seen)
    assert confirm.step(late.state, Picked("yes"), Facts(OTHER)).effects == (Do(CarryOut("role", ARGUMENTS)),)


def test_a_late_yes_to_what_is_gone_ends_it() -> None:
    late = confirm.step(ASKED, Picked("yes"), Facts(None))
    assert late.state is None and not any(isinstance(effect, Do) for effect in late.effects)


def test_coming_back_shows_how_it_stands_now_and_words_confirm_nothing() -> None:
    assert confirm.step(ASKED, Resumed(), Facts(OTHER)).state == State("role", ARGUMENTS, OTHER.seen)
    typed = confirm.step(ASKED, Typed("je ne sais pas"), Facts(PROPOSAL))
    assert typed.state == replace(ASKED, unread="je ne sais pas")
    assert not any(isinstance(effect, Do) for effect in typed.effects)
    again = confirm.step(typed.state, Picked("yes"), Facts(PROPOSAL))
    assert again.state == ASKED and not any(isinstance(effect, Do) for effect in again.effects)


@pytest.mark.parametrize("said", ["non non lance-le", "ah non c'est Fatim", "non pas elle"])
def test_a_no_with_more_behind_it_is_a_no(said: str) -> None:
    over = confirm.step(ASKED, Typed(said), Facts(PROPOSAL))
    assert over.state is None and over.effects == confirm.step(ASKED, Picked("no"), Facts(PROPOSAL)).effects


def test_not_yet_is_a_no() -> None:
    """« C'est déjà fait » was said of the question before, and nothing of this one."""
    shown = [(choice, str(choice.label)) for choice in confirm.prompt(ASKED, Facts(PROPOSAL)).choices]
    for said in ("pas encore", "attends pas encore", "pas encore attends", "attends pas tout de suite"):
        assert answers.match(said, shown, free=False) == "no", said


@pytest.mark.parametrize("said", ["non c'est bon", "non c'est qui ?", "Nonna Koné"])
def test_what_only_begins_like_a_no_ends_nothing(said: str) -> None:
    assert confirm.step(ASKED, Typed(said), Facts(PROPOSAL)).state is not None


def test_its_state_survives_a_restart() -> None:
    name, version, data = confirm.FLOW.dump(ASKED)
    assert (name, confirm.FLOW.load(version, data)) == ("confirm", ASKED)
