"""Files that people send: fetched, looked at, kept once each, or refused with a reason."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

import pytest

from backend import queue, retries
from backend.db import inbox
from backend.domain.file_types import MOST_BYTES, Why
from bot import received
from tests.integration.scenes import commit, rows, value
from tests.integration.telegram.test_odd_messages import PHOTO
from tests.integration.telegram.test_staff import sends_batch
from tests.integration.telegram.test_taps import working
from tests.product import COMMENTS, Product, comments

PDF = b"%PDF-1.7\nmon contrat"
PROGRAM = b"MZ\x90\0 a program"


@pytest.fixture(autouse=True)
def _no_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the product starts: a job is tried again at once."""
    monkeypatch.setattr(retries, "FIRST_WAIT", timedelta())
    monkeypatch.setattr(queue, "LOOK_FOR_JOBS", 0.01)


async def fates(product: Product) -> list[dict[str, Any]]:
    await product.settled()
    return await rows(
        product.database,
        """
        select r.kind, r.name, r.error, m.mime, m.content, r.hash from received_media r
        left join media m on m.hash = r.hash order by r.inbox_id
        """,
    )


async def test_what_a_hiteuse_sends_is_kept_under_its_hash_once(product: Product) -> None:
    awa = await working(product)
    for _ in range(2):
        await awa.sends_photo(PHOTO)
    await awa.sends_voice()
    await awa.sends_document(PDF, "../contrat*de*travail.pdf")
    assert len(await product.heard(awa)) == 4  # each was answered, and nothing more was said
    found = await fates(product)
    assert [(row["kind"], row["name"], row["mime"]) for row in found] == [
        ("image", "photo.jpg", "image/png"),
        ("image", "photo.jpg", "image/png"),
        ("voice", "voice", "audio/ogg"),
        ("document", "contrat*de*travail.pdf", "application/pdf"),
    ]
    assert [bytes(row["content"]) for row in found] == [PHOTO, PHOTO, b"OggS voice", PDF]
    assert found[0]["hash"] == hashlib.sha256(PHOTO).hexdigest()
    assert await value(product.database, "select count(*) from media where hash = any(%s)", ([found[0]["hash"]],)) == 1


async def test_a_strangers_file_is_not_even_fetched(product: Product) -> None:
    zoe = product.telegram.person("Zoé")
    await zoe.sends_document(PDF, "cv.pdf")
    await product.heard(zoe)
    assert await fates(product) == []
    assert [call for call in product.telegram.calls if call.method == "getFile"] == []


async def test_a_program_is_refused_and_she_is_warned_once(product: Product) -> None:
    awa = await working(product)
    await awa.sends_document(PROGRAM, "photo\u202egpj.pdf")
    answered, warned = await product.heard(awa)
    assert "fichier" in answered.text
    assert warned.text.startswith("⚠️ photogpj.pdf contient un programme")
    (row,) = await fates(product)
    assert (row["error"], row["hash"]) == (Why.PROGRAM, None)
    assert "Commentaire numéro 2" in (await product.says(awa, "Acceptable")).text  # her task is still open


async def test_a_voice_that_is_none_is_refused_in_silence(product: Product) -> None:
    awa = await working(product)
    await awa.sends_voice(PDF)
    assert len(await product.heard(awa)) == 1
    assert [row["error"] for row in await fates(product)] == [Why.OTHER]


async def test_what_is_too_large_is_never_fetched(product: Product) -> None:
    awa = await working(product)
    await awa.sends_document(PDF + bytes(MOST_BYTES), "film.pdf")
    (said,) = await product.heard(awa)  # that it is not needed; so that it was not kept is no news
    assert "Je n'ai pas besoin de fichier ici" in said.text
    assert [row["error"] for row in await fates(product)] == [Why.LARGE]
    assert [call for call in product.telegram.calls if call.method == "getFile"] == []


async def test_a_name_is_shown_as_it_is_whatever_marks_it_holds(product: Product) -> None:
    awa = await working(product)
    await awa.sends_document(PROGRAM, "<i>*x*_y_&amp;.bin")
    _, said = await product.heard(awa)
    assert said.text.startswith("⚠️ <i>*x*_y_&amp;.bin contient un programme")


async def test_a_file_outlasts_an_outage_of_the_platform(product: Product) -> None:
    awa = await working(product)
    product.telegram.drop_next("getFile", times=4 * retries.FAULTY_TRIES)
    await awa.sends_document(PDF, "cv.pdf")
    assert len(await product.heard(awa)) == 1
    assert [row["mime"] for row in await fates(product)] == ["application/pdf"]


async def test_a_file_that_never_came_is_given_up_with_its_reason(
    product: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    awa = await working(product)
    await product.stop()
    monkeypatch.setattr(received, "PATIENCE", timedelta())
    await product.start()
    product.telegram.drop_next("getFile", times=2)
    await awa.sends_document(PDF, "cv.pdf")
    await awa.sends_photo(PHOTO)
    assert len(await product.heard(awa)) == 2  # to each one answer
    assert [(row["error"], row["hash"]) for row in await fates(product)] == [(Why.AWAY, None)] * 2
    product.errors.clear()


async def test_the_files_of_a_batch_are_fetched_by_their_import_alone(product: Product) -> None:
    admin = await product.admin()
    await sends_batch(product, admin, COMMENTS, comments(3))
    assert await fates(product) == []


async def test_after_stop_nothing_is_said_of_a_file(product: Product) -> None:
    awa = await working(product)
    await product.says(awa, "stop")
    told = {"wake": "file", "name": "jeu.apk", "why": Why.PROGRAM}
    person_id = await value(product.database, "select id from person where role = 'hiteuse'")
    await commit(product.database, lambda uow: inbox.post(uow, person_id, "file:1", told, product.now))
    assert await product.heard(awa) == []
