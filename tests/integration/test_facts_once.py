"""What a flow needs is read once for a text, however often the text is looked at before it is an answer."""

from __future__ import annotations

from typing import Any

import pytest

from backend.db.messaging import last_shown
from bot.handlers.engine.dialogue import Dialogues
from tests.integration.test_screens import working
from tests.product import Product


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The flows whose facts were read, in order."""
    found: list[str] = []
    load = Dialogues.load

    async def counted(self: Dialogues, turn: Any, flow: str, state: Any) -> Any:
        found.append(flow)
        return await load(self, turn, flow, state)

    monkeypatch.setattr(Dialogues, "load", counted)
    return found


@pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
async def test_an_answer_is_weighed_and_taken_with_the_same_facts(
    on_both: Product, channel: str, loaded: list[str]
) -> None:
    awa = await working(on_both, channel, "text")
    loaded.clear()
    await on_both.says(awa, "Trois tomates rouges sur une table en bois")
    assert loaded == ["work"] * 3  # for the answer, for what came of it, and for the task that comes next


@pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
async def test_a_text_that_picks_nothing_reads_the_facts_once(
    on_both: Product, channel: str, loaded: list[str]
) -> None:
    awa = await working(on_both, channel, "choice")
    loaded.clear()
    said = await on_both.says(awa, "la pluie tombera demain")
    assert said.text.startswith("Choisis une des réponses")
    assert loaded == ["work"]


@pytest.mark.parametrize("text", ["Trois tomates rouges sur une table en bois", "j'ai gagné combien", "bonjour"])
async def test_what_the_chat_shows_is_read_once_for_a_text(
    on_both: Product, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    awa = await working(on_both, "whatsapp", "text")
    newest, read = last_shown.newest, []

    async def counted(uow: Any, person_id: int, contact_id: int) -> Any:
        read.append((person_id, contact_id))
        return await newest(uow, person_id, contact_id)

    monkeypatch.setattr(last_shown, "newest", counted)
    await on_both.says(awa, text)
    assert len(read) == 1
