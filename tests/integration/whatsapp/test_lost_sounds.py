"""A sound that the platform takes and fails later: whoever should hear it is told, and whoever sent it."""

from __future__ import annotations

from typing import Any

from backend.db.announcements import senders
from backend.db.engine.uow import Database
from backend.db.messaging.delivery.delivery_receipts import apply_receipts
from backend.db.messaging.delivery.receipts import StoredReceipt
from backend.domain.messaging.states import OutboxStatus
from tests.integration.delivery.relays import contact, waits
from tests.integration.scenes import NOW, commit, rows
from tests.product import Product

SOUNDS = """
name: sons
title: Sons
kind: choice
question: "Quelle langue entends-tu ?"
show: {audio: "{url}"}
choices:
  - {id: fr, label: Français}
  - {id: wo, label: Wolof}
pay: {amount: "0.05", currency: EUR}
answers: {min: 1, max: 1}
minutes: 0.5
"""


async def test_she_is_told_and_has_the_question_again(product: Product) -> None:
    await product.project(SOUNDS, "id,url\ns1,https://exemple.org/perdu.ogg\n")
    awa = await product.joined(product.whatsapp.person("Awa"))
    product.whatsapp.world.receipts.fail_next(131053, "Media download error")  # the first message: the sound
    await awa.taps("Accepter")
    asked, told = await product.heard(awa)
    assert asked.labels == told.labels == ["Français", "Wolof"]
    assert told.text.startswith("⚠️ Je n'arrive pas à te montrer le fichier")
    assert "✅ Noté" in (await product.taps(awa, "Wolof")).text


async def sound(database: Database, **columns: Any) -> tuple[int, list[dict[str, Any]]]:
    """The row of a message with a sound that went out and was lost: how it stands, and what is said after it."""
    hers = await contact(database, "2250700000001", "whatsapp", role="hiteuse")
    told = '{"p": ["Écoute"], "a": {"k": "audio", "m": "0", "n": "", "v": {}}}'
    row = await waits(database, hers, message=told, status=1, sent_at=NOW, **columns)
    word = StoredReceipt(
        "whatsapp", "1:failed", "1", "failed", NOW, {}, outbox_id=row, failure="FileRefused", reason="lost", part=True
    )
    await commit(database, apply_receipts, [word], NOW)
    (before,) = await rows(database, "select status from outbox where id = %s", (row,))
    return before["status"], await rows(database, "select message, sender_id from outbox where id > %s", (row,))


async def test_whoever_wrote_to_her_hears_that_it_has_not_reached_her(database: Database) -> None:
    huber = await contact(database, "2250700000002", "whatsapp", role="huber")
    status, said = await sound(database, sender_id=huber["person_id"], question=None)
    assert status == OutboxStatus.LET_GO
    (row,) = said
    assert "a" not in row["message"] and len(row["message"]["p"]) == 2 and row["sender_id"] is None
    (untold,) = await commit(database, senders.untold, NOW)
    assert (untold.sender_id, untold.lost) == (huber["person_id"], 1)


async def test_who_has_gone_on_to_another_question_is_not_shown_the_old_one_again(database: Database) -> None:
    assert await sound(database, question=41) == (OutboxStatus.SENT, [])
