"""Files that people send: fetched, looked at, kept once each, or refused with a reason."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

import pytest

from backend import queue, retries
from backend.db.messaging import inbox
from backend.domain.files.file_types import MOST_BYTES, Why
from backend.services.messaging import file_quota
from bot.jobs import received_files
from tests.fakes.telegram import Person
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


def fetched(product: Product) -> int:
    """How many files the platform was asked for."""
    return sum(call.method == "getFile" for call in product.telegram.calls)


async def asked(product: Product, awa: Person) -> None:
    """She is about to write to her Huber: a file is asked for."""
    assert "Écris ton message" in (await product.says(awa, "huber")).text


async def test_what_a_hiteuse_sends_to_her_huber_is_kept_under_its_hash_once(product: Product) -> None:
    awa = await working(product)
    for _ in range(2):
        await asked(product, awa)
        await awa.sends_photo(PHOTO)
        await product.answer(awa)
    await asked(product, awa)
    await awa.sends_voice()
    await product.answer(awa)
    await asked(product, awa)
    await awa.sends_document(PDF, "../contrat*de*travail.pdf")
    await product.answer(awa)
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
    assert fetched(product) == 4


async def test_a_file_that_nothing_asked_for_is_not_fetched(product: Product) -> None:
    """In a task, in the menu, on a question for words; of staff as of hiteuses."""
    awa, paul = await working(product), await product.admin()
    for person in (awa, paul):
        for word in ("", "menu", "projet", "rappels", "gains"):
            if word:
                await product.says(person, word)
            await person.sends_photo(PHOTO)
            await person.sends_voice()
            await person.sends_document(PDF, "contrat.pdf")
            assert len(await product.heard(person)) == 3
    assert fetched(product) == 0
    assert await fates(product) == []
    assert await value(product.database, "select count(*) from file_quota") == 0


async def test_a_kind_of_file_that_a_question_does_not_take_is_not_fetched(product: Product) -> None:
    paul = await product.admin()
    await product.says(paul, "annonce Bonjour à toutes")
    await paul.sends_voice()
    assert "photo ou un document" in (await product.answer(paul)).text
    await product.says(paul, "lot")
    await paul.sends_photo(PHOTO)
    assert "pas comme photo" in (await product.answer(paul)).text
    assert fetched(product) == 0


async def test_so_many_files_are_fetched_of_one_person_in_a_day_and_no_more(
    product: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_quota, "HERS", file_quota.Quota(3, 10**9))
    await product.admin()  # somebody reads what she sends
    awa = await working(product)
    binta = await product.hiteuse("Binta")
    for _ in range(3):
        await asked(product, awa)
        await awa.sends_photo(PHOTO)
        assert "✅" in (await product.answer(awa)).text
    await asked(product, awa)
    for _ in range(2):
        await awa.sends_photo(PHOTO)
        assert (await product.answer(awa)).text.startswith("📎 Tu m'as envoyé beaucoup de fichiers")
    assert "✅" in (await product.says(awa, "Ma photo ne part pas")).text  # her words do
    assert fetched(product) == 3
    await asked(product, binta)
    await binta.sends_photo(PHOTO)  # of somebody else nothing was counted
    assert "✅" in (await product.answer(binta)).text
    await product.forward(days=1)
    await product.heard(awa)
    await asked(product, awa)
    await awa.sends_photo(PHOTO)
    assert "✅" in (await product.answer(awa)).text
    assert fetched(product) == 5


async def test_so_many_bytes_are_fetched_of_one_person_in_a_day(
    product: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_quota, "HERS", file_quota.Quota(100, 2_000))
    await product.admin()  # somebody reads what she sends
    awa = await working(product)
    for content, taken in ((PDF + bytes(b"x" * 2_000), True), (PDF, False)):
        await asked(product, awa)
        await awa.sends_document(content, "cv.pdf")
        assert ("✅" in (await product.answer(awa)).text) is taken
        await product.says(awa, "menu")
    assert fetched(product) == 1


async def test_the_files_of_batches_and_lists_are_counted_too(
    product: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_quota, "STAFF", file_quota.Quota(2, 10**9))
    admin = await product.admin()
    await sends_batch(product, admin, COMMENTS, comments(3))
    assert fetched(product) == 3  # the project alone, then both
    await product.says(admin, "menu")
    for name in ("noms.csv", "donnees.jsonl", "projet.yaml"):
        await admin.sends_document(b"prenom,telephone\nAwa,+2250700000001\n", name)
        assert (await product.answer(admin)).text.startswith("📎 Tu m'as envoyé beaucoup de fichiers")
    assert fetched(product) == 3


async def test_a_strangers_file_is_not_even_fetched(product: Product) -> None:
    zoe = product.telegram.person("Zoé")
    await zoe.sends_document(PDF, "cv.pdf")
    await product.heard(zoe)
    assert await fates(product) == []
    assert fetched(product) == 0


async def test_whoever_sends_a_program_is_warned_though_nobody_fetches_it(product: Product) -> None:
    awa = await working(product)
    await awa.sends_document(PROGRAM, "Mon\u202eSolde.APK")
    assert (await product.answer(awa)).text.startswith("⚠️ MonSolde.APK contient un programme")
    assert fetched(product) == 0
    assert "Commentaire numéro 2" in (await product.says(awa, "Acceptable")).text  # her task is still open


async def test_a_program_for_her_huber_is_told_by_its_bytes_and_not_passed_on(product: Product) -> None:
    await product.admin()  # somebody reads what she sends
    awa = await working(product)
    await asked(product, awa)
    await awa.sends_document(PROGRAM, "photo\u202egpj.pdf")
    said, lost = await product.heard(awa)
    assert "✅" in said.text and "n'est pas parti" in lost.text
    (row,) = await fates(product)
    assert (row["error"], row["hash"]) == (Why.PROGRAM, None)


async def test_a_voice_that_is_none_is_refused(product: Product) -> None:
    awa = await working(product)
    await asked(product, awa)
    await awa.sends_voice(PDF)
    assert "n'est pas parti" in (await product.heard(awa))[-1].text
    assert [row["error"] for row in await fates(product)] == [Why.OTHER]


async def test_what_is_too_large_is_never_fetched(product: Product) -> None:
    awa = await working(product)
    await asked(product, awa)
    await awa.sends_document(PDF + bytes(MOST_BYTES), "film.pdf")
    assert "n'est pas parti" in (await product.heard(awa))[-1].text
    assert [row["error"] for row in await fates(product)] == [Why.LARGE]
    assert fetched(product) == 0


async def test_a_name_is_shown_as_it_is_whatever_marks_it_holds(product: Product) -> None:
    awa = await working(product)
    await awa.sends_document(PROGRAM, "<i>*x*_y_&amp;.exe")
    assert (await product.answer(awa)).text.startswith("⚠️ <i>*x*_y_&amp;.exe contient un programme")


async def test_a_file_outlasts_an_outage_of_the_platform(product: Product) -> None:
    awa = await working(product)
    product.telegram.drop_next("getFile", times=4 * retries.FAULTY_TRIES)
    await asked(product, awa)
    await awa.sends_document(PDF, "cv.pdf")
    assert len(await product.heard(awa)) == 1
    assert [row["mime"] for row in await fates(product)] == ["application/pdf"]


async def test_a_file_that_never_came_is_given_up_with_its_reason(
    product: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    awa = await working(product)
    await product.stop()
    monkeypatch.setattr(received_files, "FETCH_SPAN", timedelta())
    await product.start()
    product.telegram.drop_next("getFile", times=2)
    for _ in range(2):
        await asked(product, awa)
        await awa.sends_document(PDF, "cv.pdf")
        assert "n'est pas parti" in (await product.heard(awa))[-1].text
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
    await commit(product.database, inbox.post, person_id, "file:1", told, product.now)
    assert await product.heard(awa) == []
