"""Labels of buttons as people write them, in every state of every dialogue, on both channels: behind a wish they are
what a tap is; denied, or asked about, they are not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from backend.domain.french.spelling import fold
from backend.domain.messaging.message import Choice
from backend.domain.messaging.numbering import by_place
from bot.dialogues import DIALOGUES
from bot.flows.engine import answers, leaving, yes_no
from bot.flows.engine.kit import Do, Event, Picked, Several, Step, Typed
from bot.flows.engine.meaning import Question
from tests.dialogues.test_phrases import standing

WISHED = ("je prends {}", "oui {}", "alors {} stp", "{} svp", "je veux {}")
DENIED = ("surtout pas {}", "{} non", "jamais {}")
ASKED = ("c'est quoi {}", "{} ça fait quoi", "mon mari dit {}", "pourquoi {}")
NUMBERED = (
    "{}",
    "la {}",
    "n°{}",
    "{}.",
    "{} svp",
    "je prends la {}",
    "oui la {}",
    "c'est la {}",
    "réponse {}",
)
LEAST_LABELS = 150
HARMLESS = {"AskReferee"}
"""« Je l'ai oublié » in any words, where a secret number is asked for: only leads to who helps."""


def labels(question: Question) -> Iterator[tuple[Choice, str]]:
    """The choices that a person picks with their whole label, without those that say yes or no, tick, or are a
    number or a sum: their words have readers of their own."""
    for choice, label in question.choices:
        name = fold(label)
        bare = yes_no.read(label) is not None or name.split()[:1] in (["oui"], ["je"], ["j"])
        bare = bare or not {"non", "pas"}.isdisjoint(name.split())
        read = (
            bare
            or leaving.read(label) is not None
            or any(sign.isdigit() for sign in name)
            or choice.id == answers.CONFIRMS
        )
        if name and not read and "?" not in label and question.how(name) == "label":
            yield choice, name


def _places(question: Question) -> tuple[str, ...]:
    """Places in the list, which name nothing where what is picked cannot be taken back."""
    return () if any(choice.says == "sure" for choice, _ in question.choices) else ("{}eme", "la {}e")


def done(step: Step[Any]) -> list[str]:
    return [str(each) for each in step.effects if isinstance(each, Do) and type(each.command).__name__ not in HARMLESS]


def test_most_dialogues_have_labels_to_write() -> None:
    """What is left out above must not be all there is."""
    written = {
        flow: {name for _, _, question, _ in standing(flow) for _, name in labels(question)} for flow in DIALOGUES.flows
    }
    assert sum(map(len, written.values())) > LEAST_LABELS
    assert sum(map(bool, written.values())) > len(written) / 2


@pytest.mark.parametrize("flow", sorted(DIALOGUES.flows))
def test_a_label_behind_a_wish_is_what_a_tap_is(flow: str) -> None:
    lost = [
        f"{where}: {said!r}"
        for where, _, question, _ in standing(flow)
        for choice, name in labels(question)
        for said in (each.format(name) for each in WISHED)
        if question.pick(said) != Picked(choice.id)
    ]
    assert lost == []


@pytest.mark.parametrize("flow", sorted(DIALOGUES.flows))
def test_a_number_however_it_is_said_is_what_a_tap_is(flow: str) -> None:
    """« Oui la 2 » was the project that she saves for."""
    lost = [
        f"{where}: {said!r}"
        for where, _, question, _ in standing(flow)
        if not question.free and by_place([label for _, label in answers.counted(question.choices)])
        for place, (choice, _) in enumerate(answers.counted(question.choices)[:3], 1)
        for said in (each.format(place) for each in (*NUMBERED, *_places(question)))
        if question.pick(said) not in (Picked(choice.id), Several((choice.id,)))
    ]
    assert lost == []


@pytest.mark.parametrize("flow", sorted(DIALOGUES.flows))
def test_what_is_denied_or_asked_about_is_not_done(flow: str) -> None:
    carried_out = []
    for where, _, question, take in standing(flow):
        for choice, name in labels(question):
            tapped = done(take(Picked(choice.id)))
            for said in (each.format(name) for each in (*DENIED, *ASKED)):
                event: Event = question.pick(said) or Typed(said)
                if event == Picked(choice.id) or (tapped and done(take(event)) == tapped):
                    carried_out.append(f"{where}: {said!r} ({tapped})")
    assert carried_out == []
