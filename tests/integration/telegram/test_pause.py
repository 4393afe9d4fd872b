"""A pause of her choosing: asked for, told in her own words, and never in the way of her task."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.fakes.telegram import Person
from tests.integration.scenes import value
from tests.integration.telegram.test_taps import answers, working
from tests.product import Product

ASKED = "Combien de temps ?"


async def paused_until(product: Product) -> datetime | None:
    found = await value(product.database, "select paused_until from person where role = 'hiteuse'")
    assert found is None or isinstance(found, datetime)
    return found


async def days_of_pause(product: Product) -> float:
    until = await paused_until(product)
    assert until is not None
    return round((until - product.now) / timedelta(days=1), 2)


async def free(product: Product) -> Person:
    """A hiteuse with nothing open."""
    awa = await product.hiteuse()
    await product.says(awa, "travail")
    return awa


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("10 jours", 10),
        ("dix jours", 10),
        ("2", 2),
        ("une semaine", 7),
        ("pause 3 jours", 3),
        ("je veux faire une pause d'une semaine", 7),
        ("mettez-moi en pause 3 jours svp", 3),
    ],
)
@pytest.mark.parametrize("at_work", [False, True], ids=["", "at work"])
async def test_how_long_is_told_in_her_own_words(product: Product, words: str, days: int, at_work: bool) -> None:
    awa = await (working(product) if at_work else free(product))
    assert ASKED in (await product.says(awa, "pause")).text
    said = await product.says(awa, words)
    assert "pas de rappel" in said.text and "Combien" not in said.text and "Commentaire" not in said.text
    assert ("écris « travail »" in said.text) == at_work
    assert await days_of_pause(product) == days


@pytest.mark.parametrize("words", ["repren", "je sui la", "je reviens"])
async def test_who_is_back_pauses_no_longer(product: Product, words: str) -> None:
    awa = await working(product)
    await product.says(awa, "pause")
    assert "pas de pause" in (await product.says(awa, words)).text
    await product.says(awa, "pause 3 jours")
    assert "Contente de te retrouver" in (await product.says(awa, words)).text
    assert await paused_until(product) is None


@pytest.mark.parametrize("at_work", [False, True], ids=["", "at work"])
async def test_a_sentence_that_says_how_long_is_enough(product: Product, at_work: bool) -> None:
    awa = await (working(product) if at_work else free(product))
    for text in ("Je veux faire une pause d'une semaine", "ma fille est malade je fais pause 1 semaine"):
        said = await product.says(awa, text)
        assert "pas de rappel" in said.text
        assert await days_of_pause(product) == 7


async def test_no_messages_for_today_is_a_pause_in_the_evening_too(product: Product) -> None:
    awa = await working(product)
    await product.forward(hours=8)
    assert "pas de rappel" in (await product.says(awa, "stop pour aujourd'hui seulement")).text
    assert await paused_until(product) is not None


async def test_who_says_when_she_cannot_work_is_asked_about_a_pause_and_offered_no_work(product: Product) -> None:
    awa = await free(product)
    assert ASKED in (await product.says(awa, "je ne peux pas travailler cette semaine")).text
    assert await paused_until(product) is None


async def test_a_pause_of_minutes_is_one_in_the_task(product: Product) -> None:
    awa = await working(product)
    await product.says(awa, "je veux une pause de 10 minutes")
    assert await paused_until(product) is None


async def test_what_is_no_duration_is_asked_again_and_no_answer_of_her_task(product: Product) -> None:
    awa = await working(product)
    await product.says(awa, "pause")
    for words in ("longtemps", "haine"):
        said = await product.says(awa, words)
        assert "pas compris la durée" in said.text and ASKED in said.text
    assert await answers(product) == 0
    assert "pas de rappel" in (await product.taps(awa, "1 semaine")).text
    assert await days_of_pause(product) == 7


@pytest.mark.parametrize("words", [["pause", "10 jours"], ["pause 10 jours"], ["pause", "pause longtemps", "5 jours"]])
async def test_after_a_pause_her_task_is_answered_in_words_or_by_its_old_button(
    product: Product, words: list[str]
) -> None:
    awa = await working(product)
    task = awa.last
    for word in words:
        await product.says(awa, word)
    assert "✅ Noté" in (await product.says(awa, "haine")).text
    assert await answers(product) == 1
    await awa.taps("Haine", task)  # it counts once
    await product.heard(awa)
    assert await answers(product) == 1


@pytest.mark.parametrize("words", [["pause", "10 jours"], ["pause 10 jours"], ["pause"]])
async def test_after_a_pause_the_old_buttons_of_her_task_count(product: Product, words: list[str]) -> None:
    awa = await working(product)
    task = awa.last
    for word in words:
        await product.says(awa, word)
    assert "✅ Noté" in (await product.taps(awa, "Haine", task)).text
    assert await answers(product) == 1


async def test_a_button_of_the_answered_question_is_no_choice_of_her_task(product: Product) -> None:
    awa = await working(product)
    asked = await product.says(awa, "pause")
    await product.says(awa, "10 jours")
    await product.forward(minutes=1)
    said = await product.taps(awa, "Pas de pause", asked)
    assert "déjà passée" in said.text and "Commentaire numéro 1" in said.text
    assert await answers(product) == 0
    assert await paused_until(product) is not None


async def test_no_pause_after_all_brings_her_task_back(product: Product) -> None:
    awa = await working(product)
    await product.says(awa, "pause 3 jours")
    await product.says(awa, "pause")
    said = await product.taps(awa, "Pas de pause")
    assert "pas de pause" in said.text and "Commentaire numéro 1" in said.text
    assert await paused_until(product) is None
    assert "✅ Noté" in (await product.says(awa, "haine")).text


async def test_work_leaves_the_question_of_how_long_behind(product: Product) -> None:
    await product.project(data="id,comment\n1,Un seul commentaire\n")
    awa = await product.hiteuse()
    await product.says(awa, "pause")
    await product.says(awa, "travail")
    await product.taps(awa, "Accepter")
    done = await product.says(awa, "haine")
    assert "✅ Noté" in done.text and ASKED not in done.text
    assert ASKED not in (await product.says(awa, "bonjour")).text


async def test_another_span_behind_a_no_answers_the_question_and_not_the_task_before(product: Product) -> None:
    """« Nn jusqua mercredi », below « Combien de temps ? », brought « Il n'y a rien à corriger », and no pause."""
    await product.project()
    awa = await product.hiteuse()
    await product.says(awa, "travail")
    await product.taps(awa, "Accepter")
    await product.taps(awa, "Acceptable")
    assert ASKED in (await product.says(awa, "pause")).text
    assert "pas de rappel jusqu'au mercredi" in (await product.says(awa, "nn jusqua mercredi")).text
    assert await paused_until(product) is not None
