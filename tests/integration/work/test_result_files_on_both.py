"""An admin gets a project's results as a file, on both platforms; others do not."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest

from backend.services.work.files import result_files
from tests.fakes.chat import ChatMessage
from tests.fakes.people import Person
from tests.integration.scenes import execute, rows
from tests.integration.telegram.test_figures import PAIRS
from tests.product import Product


@pytest.fixture(params=["telegram", "whatsapp"])
def person(request: pytest.FixtureRequest, on_both: Product) -> Callable[[str], Any]:
    made: Callable[[str], Any] = getattr(on_both, request.param).person
    return made


async def answered(product: Product, person: Callable[[str], Any]) -> Person:
    """Two women have agreed on the first task, and an admin is there."""
    await product.project(PAIRS)
    for name in ("Awa", "Binta"):
        woman = await product.joined(person(name))
        await product.taps(woman, "Accepter")
        await product.taps(woman, "Haine")
    admin: Person = await product.appointed(person("Paul"))
    return admin


def table(message: ChatMessage) -> list[dict[str, str]]:
    assert message.data is not None
    return list(csv.DictReader(io.StringIO(message.data.decode("utf-8-sig"), newline="")))


def document(heard: list[ChatMessage]) -> ChatMessage:
    (found,) = [message for message in heard if message.kind == "document"]
    return found


async def test_results_and_answers_come_as_files(on_both: Product, person: Callable[[str], Any]) -> None:
    admin = await answered(on_both, person)
    await on_both.says(admin, "projets modération")
    await on_both.taps(admin, "⚙️ Régler")
    await admin.taps("📄 Résultats")
    heard = await on_both.heard(admin)
    found = document(heard)
    assert table(found) == [
        {"id": "c1", "answer": "haine", "confidence": "1.0", "answers": "2", "method": "guaranteed"}
    ]
    assert "1 résultat." in heard[-1].text and "pas encore" not in heard[-1].text
    await admin.taps("📄 Chaque réponse")
    assert [row["answer"] for row in table(document(await on_both.heard(admin)))] == ["haine", "haine"]
    audited = "select action, about ->> 'what' as what from audit where action = 'results.export' order by id"
    assert await rows(on_both.database, audited) == [
        {"action": "results.export", "what": "results"},
        {"action": "results.export", "what": "answers"},
    ]


async def test_a_task_without_a_result_is_not_counted_as_one(on_both: Product, person: Callable[[str], Any]) -> None:
    """« 4 résultats » was said of three, and a task on which nobody had agreed yet."""
    admin = await answered(on_both, person)
    coumba = await on_both.joined(person("Coumba"))
    await on_both.taps(coumba, "Accepter")
    await on_both.taps(coumba, "Haine")
    await admin.says("projets modération résultats")
    heard = await on_both.heard(admin)
    assert [row["answer"] for row in table(document(heard))] == ["haine", ""]
    assert "1 résultat." in heard[-1].text and "1 tâche a des réponses et pas encore" in heard[-1].text


async def test_it_can_be_asked_for_in_words(on_both: Product, person: Callable[[str], Any]) -> None:
    admin = await answered(on_both, person)
    for words in ("projets modération résultats", "projets modération reponses"):
        await admin.says(words)
        assert document(await on_both.heard(admin)).file is not None


async def test_a_file_that_is_too_large_is_said_and_nothing_is_kept(
    on_both: Product, person: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(result_files, "MOST_BYTES", 40)
    admin = await answered(on_both, person)
    await on_both.says(admin, "projets modération")
    await on_both.taps(admin, "⚙️ Régler")
    await admin.taps("📄 Résultats")
    assert "trop pour une conversation" in (await on_both.heard(admin))[-1].text
    assert await rows(on_both.database, "select 1 from audit where action = 'results.export'") == []


async def test_who_may_only_look_gets_no_file(on_both: Product, person: Callable[[str], Any]) -> None:
    admin = await answered(on_both, person)
    await execute(on_both.database, "update person set duty = 'reader' where role = 'admin'")
    said = await on_both.says(admin, "projets modération résultats")
    assert said.kind in ("text", "interactive") and "fichier" not in said.text
