"""`file`: what an admin sees of the messages, and does about them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from backend.db.engine.failures import DatabaseError
from backend.domain.errors import NotAllowed
from backend.domain.messaging.states import OutboxStatus
from backend.domain.people.commands import Person, Role
from backend.services.admin import statistics
from backend.services.messaging import dead_letters
from tests.integration.scenes import execute, rows, value
from tests.product import Product

DEAD = "update outbox set status = 2, error = %s where id = %s"


async def _act(product: Product, statement: str, *parameters: Any) -> None:
    await execute(product.database, statement, parameters)


async def _dead_messages(product: Product, count: int, reason: str = "chat is full") -> list[int]:
    """So many messages to one person, given up."""
    async with product.database.unit() as uow:
        found = await uow.fetch_all(
            """
            insert into outbox (person_id, contact_id, channel, lane, purpose, message, created_at, due, status,
                                attempts, error)
            select k.person_id, k.id, 'telegram', 0, 'reply', '{"p": [{"r": "secret words"}]}', %(now)s, %(now)s, 2, 8,
                   %(reason)s
            from contact k, generate_series(1, %(count)s) where k.id = (select max(id) from contact)
            returning id
            """,
            {"now": product.now, "reason": reason, "count": count},
        )
        await uow.commit()
    return [row["id"] for row in found]


async def test_file_says_what_waits_and_since_when(product: Product) -> None:
    admin = await product.admin()
    said = (await product.says(admin, "file")).text
    assert "À traiter : 0" in said  # her own question waits no more
    assert "Réponses à envoyer : 0" in said
    await product.hiteuse()
    (row,) = await _dead_messages(product, 1)
    await _act(product, "update outbox set status = 3, lane = 2 where id = %s", row)
    await product.forward(hours=3)
    said = (await product.says(admin, "file")).text
    assert "En attente d'un mot d'elle : 1 (le plus ancien : 3 h)" in said
    assert "Abandonnés : messages 0, événements 0, travaux 0" in said
    await _act(product, "insert into account_pause values ('whatsapp', %s)", product.now.replace(year=2027))
    assert "WhatsApp nous demande d'attendre" in (await product.says(admin, "file")).text


async def test_who_only_reads_is_offered_nothing_to_do_about_dead_letters(product: Product) -> None:
    admin = await product.admin()
    await product.hiteuse()
    await _dead_messages(product, 1)
    assert "🔁 Renvoyer ceux-ci" in (await product.says(admin, "/file lire m")).labels
    await _act(product, "update person set duty = 'reader' where role = 'admin'")
    shown = await product.says(admin, "/file lire m")
    assert shown.labels == ["File d'attente"] and "chat is full" in shown.text


async def test_dead_letters_are_read_page_by_page_without_what_they_say(product: Product) -> None:
    admin = await product.admin()
    awa = await product.hiteuse()
    ids = await _dead_messages(product, 7)
    assert "messages 7" in (await product.says(admin, "file")).text
    first = await product.taps(admin, "📄 Messages abandonnés")
    assert all(str(row) in first.text for row in ids[:5]) and str(ids[5]) not in first.text
    assert "chat is full" in first.text and "essais : 8" in first.text
    assert "secret" not in first.text and "Awa" not in first.text and str(awa.id) not in first.text
    second = await product.taps(admin, "Suivants ›")
    assert str(ids[6]) in second.text and str(ids[4]) not in second.text
    assert "Suivants ›" not in [button.label for button in second.buttons]


async def test_dead_letters_are_sent_again_and_reach_her(product: Product) -> None:
    admin = await product.admin()
    awa = await product.hiteuse()
    ids = await _dead_messages(product, 2)
    await product.says(admin, "file")
    await product.taps(admin, "📄 Messages abandonnés")
    sure = await product.taps(admin, "🔁 Renvoyer ceux-ci")
    assert "Renvoyer 2 messages" in sure.text and await product.heard(awa) == []
    await product.taps(admin, "Oui")
    await product.settled()
    assert [message.text for message in await product.heard(awa)] == ["secret words"] * 2
    assert await value(product.database, "select count(*) from outbox where status = 2") == 0
    (line,) = await rows(
        product.database, "select person_id, channel, action, about from audit where action <> 'invite'"
    )
    assert line["action"] == "letters.again" and line["about"] == {"kind": "message", "ids": ids}
    assert line["channel"] == "telegram" and line["person_id"] is not None


async def test_dead_letters_are_dropped_once_she_is_sure(product: Product) -> None:
    admin = await product.admin()
    awa = await product.hiteuse()
    ids = await _dead_messages(product, 2)
    await product.says(admin, "file")
    await product.taps(admin, "📄 Messages abandonnés")
    sure = await product.taps(admin, "🗑 Jeter ceux-ci")
    assert "2 messages pour de bon" in sure.text
    assert await value(product.database, "select count(*) from outbox where status = 2") == 2
    await product.taps(admin, "Oui")
    assert await product.heard(awa) == []
    kept = await rows(product.database, "select status, error from outbox where id = any(%s)", (ids,))
    assert kept == [{"status": OutboxStatus.LET_GO, "error": "chat is full"}] * 2
    assert await value(product.database, "select action from audit where action <> 'invite'") == "letters.drop"
    await product.forward(seconds=15)  # or it would be the same finger twice
    again = await product.taps(admin, "Oui", sure)  # the old button: nothing is left to drop
    assert "Cette question est déjà passée" in again.text
    assert "Ce n'est plus possible" in (await product.says(admin, f"file jeter m {ids[0]}")).text
    assert await value(product.database, "select count(*) from audit where action <> 'invite'") == 1


async def test_an_event_that_was_given_up_is_handled_again(product: Product) -> None:
    admin = await product.admin()
    awa = await product.hiteuse()
    await product.says(awa, "menu")
    await _act(
        product,
        """
        insert into inbox (person_id, contact_id, channel, event_key, payload, received_at, due, status, attempts,
                           error)
        select person_id, contact_id, channel, 'again', '{"message": {"text": "menu"}}', received_at, due, 2, 5,
               'a fault of ours'
        from inbox where person_id = (select max(person_id) from inbox) order by id desc limit 1
        """,
    )
    await product.says(admin, "file")
    assert "a fault of ours" in (await product.taps(admin, "📄 Événements abandonnés")).text
    await product.taps(admin, "🔁 Renvoyer ceux-ci")
    await product.taps(admin, "Oui")
    (again,) = await product.heard(awa)
    assert "travail" in str(again).lower()
    assert await value(product.database, "select count(*) from inbox where status = 2") == 0


async def test_what_is_no_dead_letter_is_neither_sent_again_nor_dropped(product: Product) -> None:
    admin = await product.admin()
    awa = await product.hiteuse()
    sent = await value(product.database, "select max(id) from outbox where status = 1 and message is not null")
    for words in (f"renvoyer m {sent}", f"oui m {sent}", f"renvoyer m {10**30}", "renvoyer m", "renvoyer x 1"):
        await product.says(admin, f"file {words}")
    assert await product.heard(awa) == []
    assert await value(product.database, "select status from outbox where id = %s", (sent,)) == OutboxStatus.SENT
    assert await value(product.database, "select count(*) from audit where action <> 'invite'") == 0


async def test_nobody_changes_what_was_done(product: Product) -> None:
    admin = await product.admin()
    (row,) = await _dead_messages(product, 1)
    await product.says(admin, f"file jeter m {row}")
    await product.taps(admin, "Oui")
    assert await value(product.database, "select count(*) from audit where action = 'letters.drop'") == 1
    for statement in ("update audit set action = 'x'", "delete from audit", "truncate audit"):
        with pytest.raises(DatabaseError, match="append-only"):
            await _act(product, statement)


@pytest.mark.parametrize("role", ["hiteuse", "trainee", "huber", None])
async def test_the_services_ask_for_the_role_themselves(product: Product, role: Role | None) -> None:
    by = Person(1, role, "Awa", "CI", "UTC", "fr", False, None, None, None)
    async with product.database.unit() as uow:
        for asked in (
            dead_letters.queues(uow, by, product.now),
            dead_letters.read(uow, by, "message", 0, 5),
            dead_letters.send_again(uow, by, "message", [1], "telegram", product.now),
            dead_letters.drop(uow, by, "event", [1], "telegram", product.now),
            statistics.periods(uow, by, product.now),
        ):
            with pytest.raises(NotAllowed):
                await asked


async def test_every_message_is_counted_once_with_its_project(product: Product) -> None:
    await product.project()
    awa = await product.hiteuse()
    await product.taps(awa, "Accepter")
    for _ in range(3):
        await product.taps(awa, "Acceptable")
    await product.settled()
    project = await value(product.database, "select id from project where not practice")
    counted = await rows(product.database, "select * from traffic where project_id = %s", (project,))
    # the first task, and three answers that each brought the next one
    assert [(row["messages"], row["units"], row["category"], row["country"]) for row in counted] == [
        (4, 0, "free", "CI")
    ]
    assert counted[0]["date"] == date(2026, 3, 4)
    told = "select count(*) from outbox where status = 1 and message is not null"
    assert await value(product.database, "select sum(messages) from traffic") == await value(product.database, told)
