"""What is done about messages beside sending them: telling senders, letting go, counting for the metrics."""

from __future__ import annotations

from backend.domain.messaging.states import OutboxStatus
from tests.integration.scenes import execute, rows, value
from tests.product import Product
from tests.scraping import metrics

INSERT = """
    insert into outbox (person_id, contact_id, channel, lane, purpose, message, created_at, due, status, sender_id)
    select k.person_id, k.id, 'telegram', 2, 'announcement', '{"p": ["Bonjour"]}', %(now)s, %(due)s, %(status)s,
           %(sender)s
    from contact k, generate_series(1, %(count)s) where k.address = %(address)s
"""


async def sent_for(product: Product, sender: int, address: str, status: OutboxStatus, count: int = 1) -> None:
    """Messages of somebody's announcement, in this state."""
    given = {
        "now": product.now,
        "due": product.now.replace(year=2027),
        "status": status,
        "sender": sender,
        "count": count,
        "address": address,
    }
    await execute(product.database, INSERT, given)


async def test_whoever_wrote_to_many_hears_once_what_has_not_reached_them(product: Product) -> None:
    admin = await product.admin()
    awa = await product.hiteuse()
    sender = await value(product.database, "select id from person where role = 'admin'")
    for status, count in (
        (OutboxStatus.SENT, 5),
        (OutboxStatus.HELD, 3),
        (OutboxStatus.FAILED, 1),
        (OutboxStatus.LET_GO, 1),
    ):
        await sent_for(product, sender, str(awa.id), status, count)
    await sent_for(product, sender, str(awa.id), OutboxStatus.WAITING)
    await product.ticks("tell_senders")
    assert await product.heard(admin) == []  # not all have been tried
    await execute(product.database, "update outbox set status = 1 where status = 0")
    await product.forward(minutes=1)
    await product.ticks("tell_senders")
    (told,) = await product.heard(admin)
    assert "3 personnes verront ton message" in told.text
    assert "2 personnes n'ont pas pu recevoir" in told.text
    await product.forward(minutes=1)
    await product.ticks("tell_senders")
    assert await product.heard(admin) == []
    await sent_for(product, sender, str(awa.id), OutboxStatus.HELD)  # another batch
    await product.forward(minutes=1)
    await product.ticks("tell_senders")
    (told,) = await product.heard(admin)
    assert "1 personne verra ton message" in told.text


async def test_what_was_said_elsewhere_has_reached_her(product: Product) -> None:
    admin = await product.admin()
    awa = await product.hiteuse()
    sender = await value(product.database, "select id from person where role = 'admin'")
    await sent_for(product, sender, str(awa.id), OutboxStatus.LET_GO)
    await execute(product.database, "update outbox set moved_to = id where status = 4")
    await product.ticks("tell_senders")
    assert await product.heard(admin) == []


async def test_what_nobody_fetches_is_let_go_by_the_hourly_tidying(product: Product) -> None:
    awa = await product.hiteuse()
    await sent_for(product, 1, str(awa.id), OutboxStatus.HELD)
    await product.forward(days=8)
    await product.heard(awa)
    await product.ticks("tidy")
    assert await rows(product.database, "select status, error from outbox where purpose = 'announcement'") == [
        {"status": OutboxStatus.LET_GO, "error": "too late"}
    ]


async def test_metrics_tell_ages_by_lane_results_by_channel_and_accounts_that_do_not_work(on_both: Product) -> None:
    product = on_both
    awa = await product.hiteuse()
    await sent_for(product, 1, str(awa.id), OutboxStatus.WAITING, 2)
    await sent_for(product, 1, str(awa.id), OutboxStatus.FAILED)
    async with product.database.unit() as uow:
        await uow.execute(
            "insert into setting (name, value) values ('alarm.whatsapp', %s)",
            ('{"at": "2026-03-04T08:00:00+00:00", "reason": "revoked"}',),
        )
        await uow.execute(
            "insert into account_pause values ('telegram', %s)", (product.now.replace(hour=10, minute=0),)
        )
        await uow.commit()
    product.app.clock.forward(product.now.replace(hour=10, minute=30) - product.now)
    found = await metrics(product)
    assert found['hiteuses_waiting{lane="2",queue="outbox"}'] == 2
    assert 5_000 < found['hiteuses_oldest_seconds{lane="2",queue="outbox"}'] < 6_000
    assert found['hiteuses_waiting{lane="messages",queue="dead"}'] == 1
    sent = await value(product.database, "select count(*) from outbox where status = 1 and message is not null")
    assert found['hiteuses_messages_total{channel="telegram",result="sent"}'] == sent
    assert found['hiteuses_account_refused{channel="whatsapp"}'] == 1
    assert 'hiteuses_account_paused_seconds{channel="telegram"}' not in found  # its time is over
    await execute(product.database, "delete from outbox where status = 0")
