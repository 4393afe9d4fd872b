"""The text of a reported task is the client's: nobody replaces it by words that they wrote about it."""

from __future__ import annotations

import pytest

from tests.fakes.people import Person
from tests.integration.announcements.announcing import owner
from tests.integration.scenes import execute, value
from tests.product import COMMENTS, Product

TASK = "from task where project_id = (select id from project where not practice) order by id limit 1"
TEXT = f"select content ->> 'text' {TASK}"
DECIDED = "select count(*) from review where decided_at is not null"
NEW = "Encore un bel article sur le marché."


async def mends(product: Product) -> Person:
    """An owner, who is asked for the text of a task that two people have reported."""
    await product.project(COMMENTS)
    admin = await owner(product)
    await execute(
        product.database,
        f"insert into review (kind, project_id, task_id, opened_at) select 2, project_id, id, now() {TASK}",
    )
    assert "Une tâche signalée" in (await product.says(admin, "revues")).text
    assert "Écris le texte" in (await product.taps(admin, "✏️ Corriger le texte")).text
    return admin


@pytest.mark.parametrize(
    "said", ["attends je regarde l'image", "c'est quoi le texte déjà ?", "on lit bien pourtant", "bof", "12"]
)
async def test_words_about_a_text_replace_it_by_nothing(product: Product, said: str) -> None:
    """« Attends je regarde l'image » was what all were shown from then on, and the client's text was gone."""
    admin = await mends(product)
    before = await value(product.database, TEXT)
    await product.says(admin, said)
    await product.says(admin, "retour")
    await product.says(admin, "retour")
    assert await value(product.database, TEXT) == before
    assert await value(product.database, DECIDED) == 0
    assert "👍 La tâche est bonne" in (await product.says(admin, "revues")).labels


@pytest.mark.parametrize("said", ["✅ C'est le texte", "oui", "1", "c'est bon"])
async def test_a_text_is_shown_before_it_counts(product: Product, said: str) -> None:
    admin = await mends(product)
    shown = await product.says(admin, NEW)
    assert NEW in shown.text and "C'est noté" not in shown.text
    assert "C'est noté" in (await product.says(admin, said)).text
    assert await value(product.database, TEXT) == NEW


async def test_a_text_can_be_written_again(product: Product) -> None:
    admin = await mends(product)
    await product.says(admin, "Encore un bel article")
    assert NEW in (await product.says(admin, NEW)).text
    assert "noté" in (await product.says(admin, "oui")).text
    assert await value(product.database, TEXT) == NEW
