"""What a tap counts: once, on a question that is still open."""

from __future__ import annotations

import pytest

from bot.channels.telegram import sending
from tests.fakes.telegram import Person
from tests.product import Product, comments

PHOTOS = """
name: marche
title: Photos de marché
kind: choices
question: "Que vois-tu ?"
show: {text: "{words}"}
choices: [{id: banana, label: Bananes}, {id: mango, label: Mangues}, {id: onion, label: Oignons}]
pay: {amount: "40", currency: XOF}
minutes: 0.5
"""


async def working(product: Product, name: str = "Awa", reminder: str = "Pas de rappel") -> Person:
    """Somebody with the first comment before her."""
    await product.project()
    awa = await product.hiteuse(name, reminder=reminder)
    await product.taps(awa, "Accepter")
    return awa


async def answers(product: Product) -> int:
    """Answers of real projects that stand."""
    async with product.database.unit() as uow:
        row = await uow.fetch_one(
            """select count(*) as count from answer a join project p on p.id = a.project_id
            where a.status = 1 and not p.practice"""
        )
    assert row is not None
    return int(row["count"])


async def test_an_answer_brings_one_message_with_the_next_task(product: Product) -> None:
    awa = await working(product)
    before = len(product.telegram.calls)
    answered = await product.taps(awa, "Acceptable")
    assert "✅ Noté" in answered.text
    assert "Commentaire numéro 2" in answered.text
    calls = [call.method for call in product.telegram.calls[before:]]
    assert sorted(calls) == ["answerCallbackQuery", "sendMessage"]


@pytest.mark.parametrize("trouble", ["refused for a while", "failed", "lost on the way"])
async def test_a_button_stops_waiting_although_its_answer_met_trouble_at_first(
    product: Product, monkeypatch: pytest.MonkeyPatch, trouble: str
) -> None:
    monkeypatch.setattr(sending, "TAP_PAUSES", (0.01, 0.01, float("inf")))
    awa = await working(product)
    answered = awa.answers
    match trouble:
        case "refused for a while":
            product.telegram.fail_next("answerCallbackQuery", 429, retry_after=1)
        case "failed":
            product.telegram.fail_next("answerCallbackQuery", 502, b"<html>Bad Gateway</html>", times=2)
        case _:
            product.telegram.drop_next("answerCallbackQuery", "before", times=2)
    assert "Commentaire numéro 2" in (await product.taps(awa, "Acceptable")).text
    await awa.is_answered(answered + 1)
    product.telegram.api.calls.kept.clear()  # the trouble was ours: the fixture looks for the bot's


async def test_two_taps_at_once_count_once_and_cost_no_second_message(product: Product) -> None:
    awa = await working(product)
    task = awa.last
    await awa.taps("Acceptable", task)
    await awa.taps("Acceptable", task)
    heard = await product.heard(awa)
    assert len(heard) == 1
    assert "Commentaire numéro 2" in heard[0].text
    assert [toast.text for toast in awa.toasts] == ["C'est déjà noté, merci !"]
    assert await answers(product) == 1


async def test_the_last_answer_tapped_twice_brings_no_second_message(product: Product) -> None:
    await product.project(data=comments(1))
    awa = await product.hiteuse()
    await product.taps(awa, "Accepter")
    task = awa.last
    await awa.taps("Haine", task)
    await awa.taps("Haine", task)
    (said,) = await product.heard(awa)
    assert "Tu as fait toutes les tâches" in said.text
    assert await answers(product) == 1


async def test_a_button_of_an_old_question_counts_nothing_and_shows_what_is_open(product: Product) -> None:
    awa = await working(product)
    first = awa.last
    await product.taps(awa, "Acceptable")
    await product.taps(awa, "Acceptable")
    said = await product.taps(awa, "Haine", first)
    assert said.text.startswith("Cette question est déjà passée.")
    assert "Commentaire numéro 3" in said.text
    assert await answers(product) == 2


async def test_an_old_button_without_anything_open_shows_the_menu(product: Product) -> None:
    awa = await product.newcomer()
    welcome = awa.last
    await product.taps(awa, "Non merci", await product.taps(awa, "Lire les conditions"))
    await product.forward(minutes=1)
    assert (await product.taps(awa, "J'accepte", welcome)).text.startswith("Cette question est déjà passée.")


async def test_a_word_button_tapped_twice_at_once_answers_once(product: Product) -> None:
    awa = await working(product)
    menu = await product.says(awa, "menu")
    await awa.taps("💰 Mes gains", menu)
    await awa.taps("💰 Mes gains", menu)
    assert len(await product.heard(awa)) == 1
    await product.forward(minutes=1)
    assert "Tes gains" in (await product.taps(awa, "💰 Mes gains", menu)).text


async def test_quick_ticks_of_different_boxes_all_count(product: Product) -> None:
    await product.project(PHOTOS, "id,words\n1,Un panier\n2,Un étal\n")
    awa = await product.hiteuse()
    task = await product.taps(awa, "Accepter")
    await awa.taps("Bananes", task)
    await awa.taps("Mangues", task)
    await awa.taps("Oignons", task)
    edits = await product.heard(awa)
    assert all(edit.edited and edit.id == task.id for edit in edits)
    assert awa.last.labels[:3] == ["☑ Bananes", "☑ Mangues", "☑ Oignons"]


async def test_a_box_tapped_twice_at_once_stays_ticked(product: Product) -> None:
    await product.project(PHOTOS, "id,words\n1,Un panier\n2,Un étal\n")
    awa = await product.hiteuse()
    task = await product.taps(awa, "Accepter")
    await awa.taps("Mangues", task)
    await awa.taps("Mangues", task)
    await product.heard(awa)
    assert awa.last.labels[1] == "☑ Mangues"
    await product.forward(seconds=5)
    await product.taps(awa, "☑ Mangues")
    assert awa.last.labels[1] == "Mangues"


async def test_ticking_costs_no_new_message_and_is_sent_once(product: Product) -> None:
    await product.project(PHOTOS, "id,words\n1,Un panier\n2,Un étal\n")
    awa = await product.hiteuse()
    await product.taps(awa, "Accepter")
    assert (await product.taps(awa, "Bananes")).edited
    said = await product.taps(awa, "✅ Valider")
    assert not said.edited
    assert "Un étal" in said.text
    async with product.database.unit() as uow:
        rows = await uow.fetch_all("select value from answer where status = 1 and value ? 'banana'")
    assert [row["value"] for row in rows] == [["banana"]]


async def test_the_tasks_buttons_stay_good_while_another_question_is_open(product: Product) -> None:
    awa = await working(product)
    task = awa.last
    reminders = await product.says(awa, "rappels")
    assert "Tes rappels" in reminders.text
    said = await product.taps(awa, "Acceptable", task)
    assert "✅ Noté" in said.text
    assert "Commentaire numéro 2" in said.text
    late = await product.taps(awa, "Tous les jours, 19 h", reminders)
    assert "Commentaire numéro 2" in late.text  # that question was left


async def test_ticks_go_on_after_another_question_was_opened(product: Product) -> None:
    await product.project(PHOTOS, "id,words\n1,Un panier\n2,Un étal\n")
    awa = await product.hiteuse()
    task = await product.taps(awa, "Accepter")
    await product.taps(awa, "Bananes", task)
    reminders = await product.says(awa, "rappels")
    edit = await product.taps(awa, "Mangues", task)
    assert (edit.id, edit.labels[:2]) == (task.id, ["☑ Bananes", "☑ Mangues"])
    stale = await product.taps(awa, "Pas de rappel", reminders)
    assert "☑ Bananes" in stale.labels and "☑ Mangues" in stale.labels
