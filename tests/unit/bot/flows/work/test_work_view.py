"""What she reads of the first work that she is offered."""

from __future__ import annotations

import csv
from datetime import timedelta
from fractions import Fraction

from backend.domain.messaging.message import Message
from backend.domain.money import Money
from backend.domain.work.commands import AnswerCounted, Offer, Task
from backend.domain.work.formats.project_files import read_config
from backend.records import replace
from bot import samples
from bot.channels.whatsapp import layout
from bot.flows.engine.kit import Picked, Typed
from bot.flows.work.dialogue import step
from bot.flows.work.drafts import Draft
from bot.flows.work.outcomes import practised
from bot.flows.work.state import PREVIOUS, Facts, State, working_on
from bot.flows.work.views import prompt
from bot.i18n.render import plain
from tests.dialogues.projects import PROJECTS

COMMENTS = PROJECTS["comments"][0]
TITLES = ("Étiquetage d'images de marchés", "Saisie de reçus et de factures", "Vérification de fiches d'entreprises")


def offer(number: int, **changes: object) -> Offer:
    config = replace(COMMENTS, **{"title": TITLES[number % len(TITLES)], "pay": Money(250, "EUR"), **changes})  # type: ignore[arg-type]
    return Offer(number, config, 40, Fraction(1, 2), False)


def words(message: Message) -> str:
    return "\n".join(plain(part, "fr") for part in message.parts).replace("\u00a0", " ")


def first_after_practice(*offers: Offer) -> Message:
    """… whose answer was wrong, with the longest explanation that we give."""
    folder = samples.practice()
    config = read_config((folder / "project.yaml").read_bytes(), "project.yaml")
    with (folder / "data.csv").open(encoding="utf-8", newline="") as data:
        row = max(csv.DictReader(data), key=lambda row: len(row["explanation"]))
    task = Task(9, 9, config, {}, True, row["gold"], row["explanation"], "nothing")
    counted = AnswerCounted(config.pay, None, None, 1, 16, timedelta(minutes=1), None, task)
    asked = prompt(State("first", 1), Facts("CI", offers=offers))
    return replace(asked, parts=(*practised(counted).parts, *asked.parts))


def test_all_offers_stand_in_one_message_with_what_she_is_to_know_before_she_accepts() -> None:
    cheap = Offer(
        2, replace(COMMENTS, title="Avis", pay=Money(1_200, "EUR"), accept_after=timedelta()), 1, Fraction(2), False
    )
    shown = first_after_practice(offer(1), offer(3), cheap)
    assert [choice.id for choice in shown.choices] == ["accept:1", "accept:3", "accept:2", "/menu"]
    assert words(shown).endswith(
        "• Étiquetage d'images de m… : 16 F CFA · 30 s · 1 967 F CFA/h · 40 tâches\n"
        "• Avis : 78 F CFA · 2 min · 2 361 F CFA/h · 1 tâche · acceptée tout de suite"
    )


def test_they_fit_into_one_message_of_whatsapp_and_what_does_not_is_a_button_away() -> None:
    many = first_after_practice(*map(offer, range(1, 8)))
    assert [choice.id for choice in many.choices[-3:]] == ["accept:4", "others", "/menu"]
    assert "others" not in {choice.id for choice in first_after_practice(*map(offer, range(1, 5))).choices}
    (part,) = layout.parts(many, 7, "fr", "UTC", None)
    assert len(part.action["sections"][0]["rows"]) == 6  # type: ignore[index]
    (part,) = layout.parts(
        first_after_practice(*(offer(n, title="Très long " * 9) for n in range(3))), 7, "fr", "UTC", None
    )
    assert "Très long Très long Très…" in part.text


def test_what_she_corrects_in_a_form_is_the_field_before_and_then_the_task_before() -> None:
    config, contents = PROJECTS["receipts"]
    facts = Facts("CI", Task(1, 1, config, contents[0]))
    state = replace(working_on(facts.task, correctable=True), draft=Draft(values={"shop": "Chez Awa", "items": "2"}))  # type: ignore[arg-type]
    assert PREVIOUS not in prompt(state, facts).choices  # her last answer is further back
    for field in ("items", "shop"):
        state = step(state, Picked(PREVIOUS.id), facts).state  # type: ignore[assignment]
        assert state.draft.asking == field
    assert step(state, Picked(PREVIOUS.id), facts).effects
    state = step(state, Typed("Chez Binta"), facts).state  # type: ignore[assignment]
    assert (dict(state.draft.values), state.draft.asking) == ({"shop": "Chez Binta", "items": "2"}, "")


def test_after_the_practice_her_answer_is_counted_and_the_offers_stay() -> None:
    found = step(State("first"), Picked(PREVIOUS.id), Facts("CI", offers=(offer(1),)))
    assert found.state == State("first") and "déjà comptée" in words(found.effects[0].message)  # type: ignore[union-attr]
