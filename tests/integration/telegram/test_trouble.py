"""Errors that are no person's own hold up nobody else, and pass."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from backend.db import turns
from backend.db.messaging import inbox
from backend.db.messaging.inbox import Arrival
from backend.domain.work.formats.form_files import MAX_CHOICES
from bot.handlers import dispatch, runner
from bot.handlers.engine.turn import Turn
from tests.integration.scenes import execute, value
from tests.product import COMMENTS, Product


async def test_a_flood_of_one_person_that_must_wait_does_not_hide_the_others(product: Product) -> None:
    awa, binta = product.telegram.person("Awa"), product.telegram.person("Binta")
    await product.says(awa, "bonjour")
    await product.says(binta, "bonjour")
    await product.stop()
    now = product.app.clock.now()
    payload = {"update_id": 1, "message": {"chat": {"id": awa.id, "type": "private"}}}
    flood = [Arrival("telegram", str(awa.id), f"flood {n}", payload) for n in range(2 * runner.GATHERED_PEOPLE)]
    async with product.database.unit() as uow:
        await inbox.store(uow, flood, now)
        await inbox.store(uow, [Arrival("telegram", str(binta.id), "1", payload)], now)
        await uow.execute(
            "update inbox set due = %s where id = (select min(id) from inbox where status = 0)",
            (now + timedelta(hours=1),),
        )
        await uow.commit()
    await product.start()
    assert "invitation" in (await binta.hears_one()).text
    await execute(product.database, "delete from inbox where status = 0")


async def test_an_error_before_a_turn_ends_nothing(product: Product, monkeypatch: pytest.MonkeyPatch) -> None:
    awa, binta = product.telegram.person("Awa"), product.telegram.person("Binta")
    await product.says(awa, "bonjour")
    hers = await value(product.database, "select id from person")
    claim, left = turns.claim, [1]

    async def unlucky(uow: Any, person_id: int, now: Any) -> Any:
        if person_id == hers and left:
            left.pop()
            raise ValueError("a fault of ours")
        return await claim(uow, person_id, now)

    monkeypatch.setattr(turns, "claim", unlucky)
    monkeypatch.setattr(runner, "REST_SECONDS", 0.01)
    await awa.says("bonjour")
    assert "invitation" in (await product.says(binta, "bonjour")).text
    assert "invitation" in (await awa.hears_one()).text
    assert [record.name for record in product.errors] == ["bot.handlers.runner"]
    product.errors.clear()


async def test_what_the_database_never_takes_is_a_dead_letter_and_no_outage(
    product: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    awa, binta = product.telegram.person("Awa"), product.telegram.person("Binta")
    await product.says(awa, "bonjour")
    await product.says(binta, "bonjour")
    handle = dispatch.handle

    async def unlucky(turn: Turn, event: Any) -> None:
        if "trop" in str(event):  # as a value does that no index can hold
            await turn.uow.execute("do $$ begin raise exception 'index row size' using errcode = '54000'; end $$")
        await handle(turn, event)

    monkeypatch.setattr(dispatch, "handle", unlucky)
    await awa.says("trop")
    await product.settled()
    for _ in range(runner.MOST_TRIES):
        await product.forward(minutes=5)
    assert "pas réussi" in (await awa.hears_one()).text
    assert await value(product.database, "select count(*) from inbox where status = 2") == 1
    assert "invitation" in (await product.says(binta, "bonjour")).text
    product.errors.clear()


PICTURES = """
name: photos
title: Photos du marché
kind: choices
question: "Que vois-tu ?"
show: {image: "{photo}"}
choices: [{id: fruit, label: Des fruits}, {id: tissu, label: Du tissu}]
pay: {amount: "0.10", currency: EUR}
minutes: 1
"""


async def test_a_picture_that_cannot_be_shown_leaves_her_the_question_and_its_ways_out(product: Product) -> None:
    await product.project(PICTURES, "id,photo\n1,https://example.org/gone.jpg\n2,https://example.org/there.jpg\n")
    awa = await product.hiteuse()
    product.telegram.fail_next("sendPhoto", 400, "Bad Request: wrong type of the web page content")
    shown = await product.taps(awa, "Accepter")
    assert "Je n'arrive pas à te montrer le fichier" in shown.text and "Que vois-tu ?" in shown.text
    assert (await product.taps(awa, "⏭ Passer")).kind == "photo"


async def test_as_many_choices_as_a_project_may_have_leave_room_for_all_buttons(product: Product) -> None:
    choices = ", ".join(f"{{id: c{n}, label: Choix {n}}}" for n in range(MAX_CHOICES))
    config = PICTURES.replace("[{id: fruit, label: Des fruits}, {id: tissu, label: Du tissu}]", f"[{choices}]")
    await product.project(
        config.replace('image: "{photo}"', 'text: "{photo}"'), "id,photo\n1,des fruits\n2,du tissu\n3,un pagne\n"
    )
    awa = await product.hiteuse()
    await product.taps(awa, "Accepter")
    await product.taps(awa, "Choix 0")
    labels = [button.label for button in (await product.taps(awa, "✅ Valider")).buttons]
    assert labels[-5:] == ["✅ Valider", "⏭ Passer", "⏸ Pause courte", "⚠️ Signaler un souci", "↩️ Corriger la dernière"]
    assert len(labels) == MAX_CHOICES + 5


async def test_a_file_that_telegram_gives_to_nobody_is_told(product: Product) -> None:
    admin = await product.admin()
    product.telegram.fail_next(
        "getFile", 400, "Bad Request: wrong file_id or the file is temporarily unavailable", times=2
    )
    await product.says(admin, "lot")
    await admin.sends_document(COMMENTS.encode(), "projet.yaml")
    *_, told = await product.heard(admin)
    assert "projet.yaml n'est pas importé" in told.text and "Envoie la configuration" in told.text
