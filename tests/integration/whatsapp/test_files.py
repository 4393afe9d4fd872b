"""Files on WhatsApp: ours are uploaded once, an admin's become a batch, anybody's are kept once."""

from __future__ import annotations

import pytest

from bot import samples
from tests.fakes.whatsapp import Person
from tests.integration.scenes import rows, value
from tests.product import COMMENTS, Product, comments

PICTURE = next(photo for folder in samples.projects() for photo in (folder / "images").glob("*.png"))
DATA = PICTURE.read_bytes()
PICTURES = """
name: images
title: Images
kind: choice
question: "Que vois-tu ?"
show: {image: "{picture}"}
choices: [{id: fruit, label: Un fruit}, {id: autre, label: Autre chose}]
pay: {amount: "0.05", currency: EUR}
answers: {min: 2, max: 2}
minutes: 0.5
"""


async def shown(product: Product, name: str) -> Person:
    """Somebody with the first task before her."""
    person = await product.joined(product.whatsapp.person(name))
    await product.taps(person, "Accepter")
    return person


async def test_a_picture_is_uploaded_once_and_shown_to_everybody(product: Product) -> None:
    await product.project(PICTURES, f"id,picture\n1,{PICTURE.name}\n", base=PICTURE.parent)
    for name in ("Awa", "Binta"):
        task = (await shown(product, name)).last
        assert task.kind == "image" and task.data == DATA
        assert task.labels[:2] == ["Un fruit", "Autre chose"]
    assert product.whatsapp.api.calls.counts["media.upload"] == 1


@pytest.mark.parametrize("lost", ["forgotten", "old"])
async def test_a_picture_that_the_platform_has_forgotten_is_uploaded_again(product: Product, lost: str) -> None:
    await product.project(PICTURES, f"id,picture\n1,{PICTURE.name}\n", base=PICTURE.parent)
    await shown(product, "Awa")
    if lost == "forgotten":
        product.whatsapp.forget_media()
    else:
        await product.forward(days=31)
    assert (await shown(product, "Binta")).last.data == DATA
    assert product.whatsapp.api.calls.counts["media.upload"] == 2


async def test_an_admins_two_files_become_a_batch(product: Product) -> None:
    admin = await product.appointed(product.whatsapp.person("Paul"))
    await product.says(admin, "lot")
    await admin.sends_document(COMMENTS.encode(), "projet.yaml")
    await product.answer(admin)
    await admin.sends_document(comments(12).encode(), "donnees.csv")
    _, ready = await product.heard(admin)
    assert "12 nouvelles tâches" in ready.text and "Commentaire numéro 3" in ready.text
    done = await product.taps(admin, "Importer")
    assert "12 nouvelles tâches" in done.text and "commentaires" in done.text
    awa = await product.joined(product.whatsapp.person("Awa"))
    assert "12 tâches t'attendent" in awa.last.text.replace("\u00a0", " ")


async def test_a_file_of_an_admin_that_the_platform_does_not_give_out_changes_nothing(product: Product) -> None:
    admin = await product.appointed(product.whatsapp.person("Paul"))
    await product.says(admin, "lot")
    await admin.sends_document(COMMENTS.encode(), "projet.yaml")
    await product.answer(admin)
    product.whatsapp.fail_next("media.get", 100, details="gone", times=20)
    await admin.sends_document(comments(2).encode(), "donnees.csv")
    assert await product.heard(admin)
    assert await value(product.database, "select count(*) from project where not practice") == 0


async def test_what_people_send_to_their_huber_is_kept_once_under_its_hash(product: Product) -> None:
    awa = await product.joined(product.whatsapp.person("Awa"))
    binta = await product.joined(product.whatsapp.person("Binta"))
    before = await value(product.database, "select count(*) from media")
    for person in (awa, binta, awa):
        await product.says(person, "huber")
        await person.sends_photo(DATA)
        await product.heard(person)
    kept = await rows(product.database, "select hash, kind, error from received_media order by inbox_id")
    assert [(row["kind"], row["error"]) for row in kept] == [("image", None)] * 3
    assert len({row["hash"] for row in kept}) == 1
    assert await value(product.database, "select count(*) from media") == before + 1
    assert product.whatsapp.api.calls.counts["media.get"] == 3
    # the platform does not tell how large a file is before it is there
    counted = await rows(product.database, "select files, bytes from file_quota order by files")
    assert [(row["files"], row["bytes"]) for row in counted] == [(1, len(DATA)), (2, 2 * len(DATA))]


async def test_what_nothing_asked_for_is_not_fetched(product: Product) -> None:
    awa = await product.joined(product.whatsapp.person("Awa"))
    for _ in range(3):
        await awa.sends_photo(DATA)
        await awa.sends_document(b"%PDF-1.7", "cv.pdf")
        assert len(await product.heard(awa)) == 2
    assert product.whatsapp.api.calls.counts["media.get"] == 0
    assert await value(product.database, "select count(*) from received_media") == 0


async def test_what_is_no_picture_is_not_kept_as_one(product: Product) -> None:
    awa = await product.joined(product.whatsapp.person("Awa"))
    await product.says(awa, "huber")
    await awa.sends_photo(b"<script>alert(1)</script>")
    await product.heard(awa)
    (row,) = await rows(product.database, "select hash, error from received_media")
    assert row["hash"] is None and row["error"]
