"""Words of the chat in the middle of something, and the something resumed where it stood, also when the
whole product is started anew in between."""

from __future__ import annotations

import pytest

from tests.integration.scenes import value
from tests.integration.telegram.test_taps import PHOTOS, answers, working
from tests.product import Product

RECEIPTS = """
name: recus
title: Saisie de reçus
kind: entry
question: "Recopie le reçu."
show: {text: "{receipt}"}
fields:
  - {id: shop, label: Magasin, type: text}
  - {id: total, label: Total, type: amount}
  - {id: date, label: Date, type: date}
pay: {amount: "0.10", currency: EUR}
minutes: 2
"""
ONE_RECEIPT = "id,receipt\n1,Chez Awa 12 500 F\n2,Chez Fatou 800 F\n"


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("menu", "Finissons d'abord ton inscription"),
        ("travail", "Finissons d'abord ton inscription"),
        ("rappels", "Ensuite, tu peux tout changer"),
        ("projet", "Ensuite, tu peux tout changer"),
        ("pause 3 jours", "Finissons d'abord ton inscription"),
        ("gains", "Tes gains"),
        ("aide", "Pas de souci"),
        ("profil", "Ton profil"),
        ("stop", "je ne t'écris plus"),
    ],
)
async def test_words_while_joining_answer_and_joining_goes_on(product: Product, word: str, said: str) -> None:
    awa = await product.newcomer()
    question = await product.taps(awa, "J'accepte")
    answer = await product.says(awa, word)
    assert said in answer.text
    if "inscription" in said or "changer" in said:
        assert "Quel projet" in answer.text
        question = answer
    assert "Raconte-le" in (await product.taps(awa, "🎓 Mes études", question)).text


async def test_a_word_that_waits_for_her_joining_leads_back_to_it_from_a_question_on_top(product: Product) -> None:
    awa = await product.newcomer()
    question = await product.taps(awa, "J'accepte")
    assert "Écris ton message" in (await product.says(awa, "huber")).text
    back = (await product.says(awa, "menu")).text
    assert back.startswith("Finissons d'abord ton inscription")
    assert "Quel projet" in back
    assert "Écris ton message" not in back
    assert "Raconte-le" in (await product.says(awa, "mes études")).text
    assert question.text in back


async def test_joining_goes_on_after_a_restart(product: Product) -> None:
    awa = await product.newcomer()
    question = await product.taps(awa, "J'accepte")
    await product.restart()
    await product.taps(awa, "🎓 Mes études", question)
    await product.restart()
    assert "Quand veux-tu" in (await product.says(awa, "une licence")).text


@pytest.mark.parametrize(
    "word", ["menu", "gains", "aide", "rappels", "projet", "pause 3 jours", "stop", "profil", "pays"]
)
@pytest.mark.parametrize("restart", [False, True], ids=["", "restarted"])
async def test_an_entry_that_is_half_typed_is_resumed_where_it_stood(
    product: Product, word: str, restart: bool
) -> None:
    await product.project(RECEIPTS, ONE_RECEIPT)
    awa = await product.hiteuse()
    await product.taps(awa, "Accepter")
    assert "Total" in (await product.says(awa, "Chez Awa")).text
    await product.says(awa, word)
    if restart:
        await product.restart()
    resumed = await product.says(awa, "travail")
    assert "Total" in resumed.text and "(2 sur 3)" in resumed.text
    await product.says(awa, "12 500")
    summary = await product.says(awa, "3/3/2026")
    assert "Chez Awa" in summary.text and "12 500 F CFA" in summary.text and "03/03/2026" in summary.text
    assert "✅ Noté" in (await product.taps(awa, "✅ Tout est juste")).text
    async with product.database.unit() as uow:
        row = await uow.fetch_one("select value from answer where status = 1 order by answered_at desc limit 1")
    assert row is not None and row["value"] == {"shop": "Chez Awa", "total": "12500", "date": "2026-03-03"}


@pytest.mark.parametrize("word", ["menu", "gains", "aide", "projet", "profil", "pause 1 jour"])
async def test_words_that_only_show_leave_the_task_open_for_typed_answers(product: Product, word: str) -> None:
    awa = await working(product)
    await product.says(awa, word)
    assert "✅ Noté" in (await product.says(awa, "haine")).text
    assert await answers(product) == 1


@pytest.mark.parametrize(
    ("label", "said"), [("Mes gains", "Tes gains"), ("ma huber", "Écris ton message"), ("💼 Travailler", "acceptable")]
)
async def test_what_is_written_on_her_menu_may_be_typed(product: Product, label: str, said: str) -> None:
    awa = await working(product)
    await product.says(awa, "menu")
    assert said in (await product.says(awa, label)).text
    assert await answers(product) == 0


async def test_a_label_of_somebody_elses_menu_is_no_word_of_hers(product: Product) -> None:
    awa = await working(product)
    assert (await product.says(awa, "Chiffres")).text.startswith("Ce mot n'est pas pour toi")
    assert await answers(product) == 0
    paul = await product.admin()
    assert "30 jours" in (await product.says(paul, "chiffres")).text
    assert "File d'attente" in (await product.says(paul, "File d'attente")).text


async def test_ticks_survive_words_and_a_restart(product: Product) -> None:
    await product.project(PHOTOS, "id,words\n1,Un panier\n2,Un étal\n")
    awa = await product.hiteuse()
    task = await product.taps(awa, "Accepter")
    await product.taps(awa, "Bananes", task)
    await product.says(awa, "gains")
    await product.restart()
    assert (await product.taps(awa, "Mangues", task)).labels[:3] == ["☑ Bananes", "☑ Mangues", "Oignons"]


async def test_her_reminders_are_set_in_the_middle_of_a_task_and_the_task_is_there_again(product: Product) -> None:
    awa = await working(product)
    await product.says(awa, "rappels")
    said = await product.says(awa, "lundi mercredi 20h")
    assert "C'est réglé" in said.text
    assert "Commentaire numéro 1" in said.text
    assert "✅ Noté" in (await product.says(awa, "haine")).text


async def test_a_change_of_project_is_asked_and_the_task_is_there_again(product: Product) -> None:
    awa = await working(product)
    shown = await product.says(awa, "projet")
    assert "💼 Mon activité" in shown.text
    await product.taps(awa, "✏️ Changer", shown)
    await product.taps(awa, "🎓 Mes études")
    said = await product.says(awa, "une licence de droit, 600 000")
    assert "600 000 F CFA" in said.text
    assert "Commentaire numéro 1" in said.text


async def test_what_waits_when_the_product_is_down_is_answered_when_it_is_back(product: Product) -> None:
    awa = await working(product)
    await product.stop()
    await awa.taps("Acceptable")
    await awa.says("gains")
    await product.start()
    answered, gains = await product.heard(awa)
    assert "Commentaire numéro 2" in answered.text
    assert "Tes gains" in gains.text
    assert await answers(product) == 1


async def test_a_pause_ends_with_work_and_with_no_other_word(product: Product) -> None:
    awa = await working(product)
    await product.says(awa, "pause 3 jours")
    for word in ("menu", "rappels", "certificat", "start"):
        await product.says(awa, word)
    async with product.database.unit() as uow:
        row = await uow.fetch_one("select stopped_at, paused_until from person where role = 'hiteuse'")
    assert row is not None and row["paused_until"] is not None
    await product.says(awa, "travail")
    async with product.database.unit() as uow:
        row = await uow.fetch_one("select stopped_at, paused_until from person where role = 'hiteuse'")
    assert row is not None and row["paused_until"] is None


async def test_what_she_asks_about_this_week_is_what_gains_shows(product: Product) -> None:
    """« combien j'ai gagné cette semaine » in a task was answered with today's sum, « semaine » not at all."""
    awa = await working(product)
    for said in ("semaine", "ma semaine", "combien j'ai gagné cette semaine", "gains de la semaine", "combien ce mois"):
        assert "Cette semaine" in (await product.says(awa, said)).text, said
        await product.says(awa, "travail")
    assert "Cette semaine" not in (await product.says(awa, "combien j'ai gagné la semaine dernière")).text


async def test_who_wants_no_announcements_is_told_what_ends_them(product: Product) -> None:
    """She heard « Ce mot n'est pas pour toi »."""
    awa = await working(product)
    for said in ("stop l'annonce", "plus d'annonces", "je ne veux plus d'annonces", "arrête les annonces"):
        told = await product.says(awa, said)
        assert "« stop » arrête tout" in told.text and "💬 Écrire à ma Huber" in told.labels, said


async def test_the_kind_of_a_project_may_be_typed_without_its_article(product: Product) -> None:
    """« C'est noté : etudes » was said, and what came next, with the sum, was no hour of reminders."""
    awa = await product.newcomer()
    await product.taps(awa, "J'accepte")
    assert "Raconte-le" in (await product.says(awa, "etudes")).text
    assert "rappelle" in (await product.says(awa, "finir ma licence 250.000 avant octobre")).text
    assert await value(product.database, "select kind || ' ' || units / 10000 from goal") == "studies 250000"
