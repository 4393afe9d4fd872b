"""Her day of three hours, and what she earned."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image

from tests.fakes.telegram import Person
from tests.integration.scenes import execute
from tests.integration.telegram.test_taps import working
from tests.product import Product, comments

SLOW = """
name: longues
title: Longues lectures
kind: choice
question: "Acceptable ?"
show: {text: "{comment}"}
choices: [{id: ok, label: Acceptable}, {id: haine, label: Haine}]
pay: {amount: "1.00", currency: EUR}
minutes: 10
"""


async def at_long_tasks(product: Product, reminder: str = "Pas de rappel") -> Person:
    await product.project(SLOW, comments(20))
    awa = await product.hiteuse(reminder=reminder)
    await product.taps(awa, "Accepter")
    return awa


async def work(product: Product, person: Person, minutes: float) -> str:
    """She takes so long for the task before her."""
    product.app.clock.forward(timedelta(minutes=minutes))
    return (await product.taps(person, "Acceptable")).text


async def test_her_day_warns_at_two_and_a_half_hours_and_ends_after_three_with_the_current_task(
    product: Product,
) -> None:
    awa = await at_long_tasks(product)
    for _ in range(3):
        assert "une demi-heure" not in await work(product, awa, 39)
    warned = await work(product, awa, 35)
    assert "il te reste une demi-heure" in warned and "Commentaire numéro 5" in warned
    assert "une demi-heure" not in await work(product, awa, 20)
    ended = await work(product, awa, 30)
    assert "Tu as fait tes 3 h" in ended and "✅ Noté" in ended
    assert "Tu as déjà fait tes 3 h" in (await product.says(awa, "travail")).text
    gains = await product.says(awa, "gains")
    assert "6 tâches" in gains.text or "7 tâches" in gains.text


async def test_after_a_full_day_she_is_greeted_on_the_next_one_once(product: Product) -> None:
    awa = await at_long_tasks(product, reminder="tous les jours à 10h")
    for _ in range(6):
        await work(product, awa, 39)
    await product.forward_to(datetime(2026, 3, 5, 9, 59, tzinfo=UTC))
    assert await product.heard(awa) == []
    await product.forward_to(datetime(2026, 3, 5, 10, 0, tzinfo=UTC))
    assert "Bonjour Awa" in (await product.answer(awa)).text
    assert "Accepter" in (await product.says(awa, "travail")).labels


@pytest.mark.parametrize(("reminder", "hour"), [("week-end 10h", 10), (None, 8)], ids=["other days", "never chosen"])
async def test_after_a_full_day_she_is_told_when_she_hears_of_work_and_hears_of_it_then(
    product: Product, reminder: str | None, hour: int
) -> None:
    awa = await at_long_tasks(product, reminder or "week-end 10h")
    if reminder is None:
        await execute(product.database, "delete from reminder")
    done = ""
    while "Tu as fait tes 3 h" not in done:
        done = await work(product, awa, 39)
    assert f"Demain à {hour} h, je t'écris s'il y a du travail." in done
    await product.forward_to(datetime(2026, 3, 5, hour, 0, tzinfo=UTC))
    assert "Une nouvelle journée commence" in (await product.answer(awa)).text


@pytest.mark.parametrize("silence", ["Pas de rappel", "stop", "pause 3 jours"])
async def test_whoever_wants_silence_is_promised_nothing_after_a_full_day_and_hears_nothing(
    product: Product, silence: str
) -> None:
    awa = await at_long_tasks(product, "Pas de rappel" if silence == "Pas de rappel" else "week-end 10h")
    for _ in range(4):
        await work(product, awa, 39)
    if silence != "Pas de rappel":
        await product.says(awa, silence)
    done = ""
    while "Tu as fait tes 3 h" not in done:
        product.app.clock.forward(timedelta(minutes=39))
        done = (await product.says(awa, "acceptable")).text
    assert "Demain" not in done and "je t'écris" not in done
    for hour in (8, 10):
        await product.forward_to(datetime(2026, 3, 5, hour, 0, tzinfo=UTC))
    assert await product.heard(awa) == []


async def test_a_break_is_no_work(product: Product) -> None:
    awa = await at_long_tasks(product)
    await product.taps(awa, "⏸ Pause courte")
    product.app.clock.forward(timedelta(hours=2))
    await product.taps(awa, "Continuer")
    await work(product, awa, 5)
    async with product.database.unit() as uow:
        row = await uow.fetch_one("select active from day")
    assert row is not None and 290 <= row["active"] <= 420  # the practice task's moments are in it


async def test_gains_show_each_answer_waiting_then_accepted_after_its_time(product: Product) -> None:
    awa = await working(product)
    for _ in range(3):
        await product.taps(awa, "Acceptable")
    waiting = await product.says(awa, "gains")
    today = next(line for line in waiting.text.splitlines() if "Aujourd'hui" in line)
    assert "119 F CFA" in today and "4 tâches" in today  # three answers of 0.05 €, the practice task of 0.032 €
    assert "⏳ En attente : 119 F CFA, à vérifier d'ici le" in waiting.text and "✅ Accepté" not in waiting.text
    await product.forward(hours=24, minutes=1)
    accepted = await product.says(awa, "gains")
    assert "✅ Accepté : 119 F CFA, à payer à partir de 1 000 F CFA" in accepted.text
    assert "⏳" not in accepted.text


async def test_gains_come_with_a_small_picture_that_says_the_same_or_without_it_for_who_saves_data(
    product: Product,
) -> None:
    awa = await working(product)
    await product.taps(awa, "Acceptable")
    shown = await product.says(awa, "gains")
    assert shown.kind == "photo" and shown.data is not None
    assert len(shown.data) <= 25_000
    with Image.open(io.BytesIO(shown.data)) as picture:
        assert picture.format == "PNG"
    await product.says(awa, "profil")
    await product.taps(awa, "Économie de données")
    saved = await product.says(awa, "gains")
    assert saved.kind == "text" and saved.text == shown.text


async def test_an_answer_is_paid_exactly_once_whatever_comes_after(product: Product) -> None:
    awa = await working(product)
    await product.taps(awa, "Acceptable")
    await product.taps(awa, "↩️ Corriger la dernière")
    await product.taps(awa, "Haine")
    await product.forward(hours=25)
    await product.forward(hours=25)
    async with product.database.unit() as uow:
        rows = await uow.fetch_all(
            """select t.key, t.units from transfer t join account a on a.id = t.credit
            where a.kind in ('pending', 'accepted') order by t.id"""
        )
    assert sum(row["key"].startswith("answer:") for row in rows) == 2  # the practice task, and hers
    assert sum(row["key"].startswith("accept:") for row in rows) == 2


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("j'ai gagné combien hier", "2 tâches, 676"),
        ("g gagné combien avant hier", "0 tâche, 0"),
        ("j'ai eu combien l'année dernière", "0 tâche, 0"),
        ("combien j'ai gagné en fevrier", "En février"),
        ("gains d'hier", "2 tâches, 676"),
        ("on m'a payé combien le mois passé", "En février"),
    ],
)
async def test_a_time_that_she_names_gets_its_own_figure(product: Product, words: str, told: str) -> None:
    awa = await at_long_tasks(product)
    await work(product, awa, 12)
    await product.forward(hours=24)
    said = (await product.says(awa, words)).text
    assert "🗓" in said and told in said and "Aujourd'hui" not in said
    assert ("Rien n'a été payé" in said) is ("payé" in words)  # else what was earned then is read as paid
    await product.says(awa, "menu")
    said = (await product.says(awa, words)).text
    assert "🗓" in said and told in said and "Aujourd'hui" not in said


@pytest.mark.parametrize("words", ["combien aujourd'hui", "combien j'ai gagné depuis le début"])
async def test_todays_figure_is_told_of_today_or_where_all_is_asked(product: Product, words: str) -> None:
    awa = await at_long_tasks(product)
    await work(product, awa, 12)
    assert "Aujourd'hui" in (await product.says(awa, words)).text


async def test_another_time_may_follow_below_her_figures(product: Product) -> None:
    awa = await at_long_tasks(product)
    await work(product, awa, 12)
    await product.forward(hours=24)
    await product.says(awa, "gains")
    assert "2 tâches, 676" in (await product.says(awa, "et hier ?")).text
    assert "🗓" not in (await product.says(awa, "et hier ?")).text  # below the task
    rose = await product.hiteuse("Rose")
    await product.says(rose, "menu")
    await product.says(rose, "gains")
    assert "🗓 En février" in (await product.says(rose, "le mois passé")).text
