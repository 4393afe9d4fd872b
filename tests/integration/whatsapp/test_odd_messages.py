"""Whatever she sends on WhatsApp gets a helpful answer, and nothing is counted twice."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from tests.fakes.whatsapp import Person
from tests.integration.telegram.test_odd_messages import PHOTO, SCENES, TEXT
from tests.integration.telegram.test_taps import PHOTOS, answers
from tests.integration.whatsapp.test_joining import working
from tests.product import Product


@pytest.mark.parametrize(
    ("send", "expected"),
    [
        (lambda p: p.sends_sticker(), "autocollants"),
        (lambda p: p.sends_voice(), "vocaux"),
        (lambda p: p.sends_audio(), ""),
        (lambda p: p.sends_video(), ""),
        (lambda p: p.sends_photo(PHOTO), "photo"),
        (lambda p: p.sends_document(b"%PDF", "cv.pdf"), "fichier"),
        (lambda p: p.sends_location(), "position"),
        (lambda p: p.sends_contact("Fatou", "2250701999999"), "contact"),
        (lambda p: p.sends_unsupported(), ""),
        (lambda p: p.sends("order", order={"catalog_id": "1", "product_items": []}), ""),
        (lambda p: p.sends("hologram", hologram={"depth": 3}), "Je ne sais pas lire"),
        (lambda p: p.edits(p.chat[0], "bonsoir"), "modifié un ancien message"),
        (lambda p: p.says("Je ne sais pas trop"), "Choisis une des réponses"),
        (lambda p: p.says("x" * 20_000), "Choisis une des réponses"),
        (lambda p: p.says("99999999999999999999"), "Choisis une des réponses"),
        (lambda p: p.answers(p.last, "peut-être"), "Choisis une des réponses"),
    ],
    ids=[
        *("sticker", "voice", "audio", "video", "photo", "document", "place", "contact", "unsupported", "order"),
        *("tomorrow", "edit", "words", "long", "number", "reply"),
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


async def test_a_reaction_and_a_deletion_change_nothing_and_cost_at_most_one_message(product: Product) -> None:
    awa = await working(product)
    said = await awa.says("haine")
    await product.answer(awa)
    await awa.reacts(awa.last)
    assert len(await product.heard(awa)) <= 1
    await awa.reacts(awa.last, "")
    assert len(await product.heard(awa)) <= 1
    await awa.deletes(said)
    assert len(await product.heard(awa)) <= 1
    assert await answers(product) == 1


@pytest.mark.parametrize(("typed", "chosen"), [("haine", "haine"), ("2", "haine"), ("aceptable", "ok"), ("3.", "pub")])
async def test_a_choice_can_be_typed(product: Product, typed: str, chosen: str) -> None:
    awa = await working(product)
    assert "✅ Noté" in (await product.says(awa, typed)).text
    async with product.database.unit() as uow:
        row = await uow.fetch_one("select value from answer order by answered_at desc nulls last limit 1")
    assert row is not None and row["value"] == chosen


async def test_several_answers_are_given_by_their_numbers(product: Product) -> None:
    await product.project(PHOTOS, "id,words\n1,Un panier\n2,Un étal\n")
    awa = await product.joined(product.whatsapp.person("Awa"))
    await product.taps(awa, "Accepter")
    await product.says(awa, "1 3")
    if "Un étal" not in awa.last.text:
        await product.taps(awa, "✅ Valider")
    assert "Un étal" in awa.last.text
    async with product.database.unit() as uow:
        rows = await uow.fetch_all("select value from answer where status = 1 and value ? 'banana'")
    assert [sorted(row["value"]) for row in rows] == [["banana", "onion"]]


async def test_a_long_text_is_an_answer_of_a_text_task(product: Product) -> None:
    await product.project(TEXT, SCENES)
    awa = await product.joined(product.whatsapp.person("Awa"))
    await product.taps(awa, "Accepter")
    text = ("Une étoile brille là-haut. " * 200)[:4_095].rstrip().ljust(4_095, "é") + "!"
    assert "✅ Noté" in (await product.says(awa, text)).text
    async with product.database.unit() as uow:
        row = await uow.fetch_one("select value from answer where status = 1 order by answered_at desc limit 1")
    assert row is not None and row["value"] == text


async def test_marks_of_others_format_nothing(product: Product) -> None:
    hostile = "*gras* _penché_ ~barré~ `code` > cité"
    config = """
name: pieges
title: '*Titre* & _co_'
kind: choice
instructions: 'Lis **bien** & vite'
question: 'A *B* C ?'
show: {text: "{comment}"}
choices: [{id: a, label: '*Oui*'}, {id: b, label: '_Non_'}]
pay: {amount: "0.05", currency: EUR}
minutes: 0.5
"""
    await product.project(config, f'id,comment\n1,"{hostile}"\n2,Rien\n')
    awa = await product.joined(product.whatsapp.person("*Awa*"))
    task = await product.taps(awa, "Accepter")
    for tag in ("<i>", "<s>", "<code>", "<blockquote>"):
        assert tag not in task.html
    assert "gras" in task.text and "<b>gras</b>" not in task.html
    assert "<b>bien</b>" in task.html  # the client's own Markdown


async def test_a_long_text_comes_in_pieces_with_the_buttons_last(product: Product) -> None:
    paragraph = "Une phrase qui se répète. " * 60
    text = "\n\n".join(f"{n}. {paragraph}".strip() for n in range(1, 7))
    await product.project(data='id,comment\n1,"' + text + '"\n')
    awa = await product.joined(product.whatsapp.person("Awa"))
    await awa.taps("Accepter")
    pieces = await product.heard(awa)
    assert [piece.labels != [] for piece in pieces] == [False] * (len(pieces) - 1) + [True]
    assert (
        text.split()
        == [word for word in "\n\n".join(piece.text for piece in pieces).split() if word in text][: len(text.split())]
    )


async def test_a_message_of_a_group_is_left_alone(product: Product) -> None:
    awa = await working(product)
    await awa.sends("text", group_id="Y2FwaV9ncm91cDox", text={"body": "haine"})
    assert await product.heard(awa) == []
    assert await answers(product) == 0


async def test_what_no_database_could_keep_blocks_nobody(product: Product) -> None:
    awa = await working(product)
    binta = await product.joined(product.whatsapp.person("Binta"))
    product.whatsapp.deliver(most=10)
    await product.stop()  # so that both come in one batch
    await awa.says("haine\x00")
    await binta.says("gains")
    await product.start()
    assert "✅ Noté" in (await product.answer(awa)).text
    assert "Tes gains" in (await product.answer(binta)).text
