"""Whatever she sends gets a helpful answer, and nothing is counted twice."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from bot import samples
from tests.fakes.telegram import Person
from tests.integration.telegram.test_taps import answers, working
from tests.product import Product

TEXT = """
name: phrases
title: Décrire des photos
kind: text
question: "Décris la scène."
show: {text: "{scene}"}
pay: {amount: "0.10", currency: EUR}
minutes: 1
"""
PHOTO = next(photo for folder in samples.projects() for photo in (folder / "images").glob("*.png")).read_bytes()
SCENES = "id,scene\n1,Une rue\n2,Un marché\n3,Un port\n"


async def test_the_same_update_twice_is_one_answer(product: Product) -> None:
    awa = await working(product)
    product.telegram.duplicate_next_update()
    assert "Commentaire numéro 2" in (await product.taps(awa, "Acceptable")).text
    assert await answers(product) == 1


async def test_an_edited_message_is_not_read_again(product: Product) -> None:
    awa = await working(product)
    word = await awa.says("haine")
    await product.answer(awa)
    await awa.edits(word, "acceptable")
    said = await product.answer(awa)
    assert said.text.startswith("Tu as modifié un ancien message")
    assert "Commentaire numéro 2" in said.text
    assert await answers(product) == 1


@pytest.mark.parametrize(
    ("send", "expected"),
    [
        (lambda p: p.sends_sticker(), "autocollants"),
        (lambda p: p.sends_voice(), "vocaux"),
        (lambda p: p.sends_photo(PHOTO), "photo"),
        (lambda p: p.sends_document(b"%PDF", "cv.pdf"), "fichier"),
        (lambda p: p.sends("location", location={"latitude": 5.3, "longitude": -4.0}), "position"),
        (lambda p: p.sends("contact", contact={"phone_number": "+225", "first_name": "Awa"}), "contact"),
        (lambda p: p.sends("dice", dice={"emoji": "🎲", "value": 3}), "Je ne sais pas lire"),
        (lambda p: p.says(" "), "vide"),
        (lambda p: p.says("Je ne sais pas trop"), "Choisis une des réponses"),
        (lambda p: p.says("bonjour"), "Contente de te lire"),
        (lambda p: p.says("ok merci"), "Avec plaisir"),
        (lambda p: p.says("je comprends pas"), "en entier"),  # the instructions once more
        (lambda p: p.says("c'est combien ?"), "jamais d'argent"),
        (lambda p: p.says("ne m'écris plus !"), "Écris « stop »"),
        (lambda p: p.says("ok"), "Choisis une des réponses"),
        (lambda p: p.says("x" * 4_096), "Choisis une des réponses"),
        (lambda p: p.says("99999999999999999999"), "Choisis une des réponses"),
    ],
    ids=[
        "sticker",
        "voice",
        "photo",
        "document",
        "place",
        "contact",
        "dice",
        "empty",
        "words",
        "hello",
        "thanks",
        "lost",
        "price",
        "leave",
        "okay",
        "long",
        "number",
    ],
)
async def test_anything_else_is_answered_with_the_question(
    product: Product, send: Callable[[Person], Awaitable[object]], expected: str
) -> None:
    awa = await working(product)
    await send(awa)
    said = await product.answer(awa)
    assert expected in said.text
    assert "Commentaire numéro 1" in said.text
    assert "Acceptable" in said.labels
    assert await answers(product) == 0


@pytest.mark.parametrize(
    ("typed", "chosen"),
    [
        ("haine", "haine"),
        ("HAINE !", "haine"),
        ("2", "haine"),
        ("publicite", "pub"),
        ("aceptable", "ok"),
        ("3.", "pub"),
    ],
)
async def test_a_choice_can_be_typed(product: Product, typed: str, chosen: str) -> None:
    awa = await working(product)
    assert "✅ Noté" in (await product.says(awa, typed)).text
    async with product.database.unit() as uow:
        row = await uow.fetch_one("select value from answer order by answered_at desc nulls last limit 1")
    assert row is not None and row["value"] == chosen


async def test_a_long_text_is_an_answer_of_a_text_task(product: Product) -> None:
    await product.project(TEXT, SCENES)
    awa = await product.hiteuse()
    await product.taps(awa, "Accepter")
    text = ("Une étoile brille là-haut. " * 200)[:4_095].rstrip().ljust(4_095, "é") + "!"
    assert "✅ Noté" in (await product.says(awa, text)).text
    assert "Tu avais répondu" in (await product.taps(awa, "↩️ Corriger la dernière")).text
    async with product.database.unit() as uow:
        row = await uow.fetch_one("select value from answer where status = 1 order by answered_at desc limit 1")
    assert row is not None and row["value"] == text


async def test_a_sentence_that_begins_like_a_word_of_the_chat_is_an_answer(product: Product) -> None:
    await product.project(TEXT, SCENES)
    awa = await product.hiteuse()
    await product.taps(awa, "Accepter")
    for sentence in ("Pause déjeuner sur un chantier", "Menu affiché devant un maquis"):
        assert "✅ Noté" in (await product.says(awa, sentence)).text


async def test_a_bare_question_mark_is_no_answer_where_words_are_asked_for(product: Product) -> None:
    await product.project(TEXT, SCENES)
    awa = await product.hiteuse()
    await product.taps(awa, "Accepter")
    for text in ("???", "?"):
        said = await product.says(awa, text)
        assert "on y va doucement" in said.text and "Une rue" in said.text
    assert await answers(product) == 0


async def test_html_of_others_is_shown_as_it_is(product: Product) -> None:
    hostile = '<b>&amp; "gras"</b> <script>alert(1)</script> & < >'
    config = """
name: pieges
title: '<i>Titre</i> & co'
kind: choice
instructions: 'Lis <b>bien</b> & **vite**'
question: 'A < B & C > D ?'
show: {text: "{comment}"}
choices: [{id: a, label: '<b>Oui</b> & non'}, {id: b, label: '*étoile* _ligne_'}]
pay: {amount: "0.05", currency: EUR}
minutes: 0.5
"""
    await product.project(config, 'id,comment\n1,"' + hostile.replace('"', '""') + '"\n2,*pas gras* _ni penché_\n')
    awa = await product.hiteuse("<b>Awa</b>")
    assert "<i>Titre</i> & co" in awa.last.text
    task = await product.taps(awa, "Accepter")
    assert hostile in task.text
    assert "Lis <b>bien</b> & vite" in task.text
    assert "A < B & C > D ?" in task.text
    assert task.labels[:2] == ["<b>Oui</b> & non", "*étoile* _ligne_"]
    assert "*pas gras* _ni penché_" in (await product.taps(awa, 0)).text
    assert "<b>Awa</b>" in (await product.says(awa, "profil")).text


async def test_a_long_text_comes_in_pieces_cut_at_paragraphs_with_the_buttons_last(product: Product) -> None:
    paragraph = "Une phrase qui se répète. " * 60
    text = "\n\n".join(f"{n}. {paragraph}".strip() for n in range(1, 7))
    await product.project(data='id,comment\n1,"' + text + '"\n')
    awa = await product.hiteuse()
    await awa.taps("Accepter")
    pieces = await product.heard(awa)
    assert len(pieces) == 3
    assert all(len(piece.text) <= 4_096 for piece in pieces)
    assert [piece.labels != [] for piece in pieces] == [False, False, True]
    assert all(piece.text.rstrip().endswith((".", "?")) for piece in pieces)
    assert text in "\n\n".join(piece.text for piece in pieces)


async def test_an_update_that_no_database_could_keep_blocks_nobody(product: Product) -> None:
    awa = await working(product)
    fatou = await product.hiteuse("Fatou")
    await product.stop()  # so that both come in one batch
    await awa.says("haine\x00")
    await fatou.says("gains")
    await product.start()
    assert "✅ Noté" in (await product.answer(awa)).text
    assert "Tes gains" in (await product.answer(fatou)).text


@pytest.mark.parametrize("at_work", [True, False])
async def test_an_album_that_nobody_asked_for_is_answered_once(product: Product, at_work: bool) -> None:
    """Each of its pictures got the whole answer."""
    awa = await working(product) if at_work else await product.joined(product.telegram.person("Awa"))
    await product.heard(awa)
    for _ in range(3):
        await awa.sends_photo(PHOTO)
    assert len(await product.heard(awa)) == 1
    await product.says(awa, "bonjour")
    await awa.sends_photo(PHOTO)
    assert "photo" in (await product.answer(awa)).text  # something stands between
    await product.forward(minutes=1)
    await awa.sends_photo(PHOTO)
    assert "photo" in (await product.answer(awa)).text
