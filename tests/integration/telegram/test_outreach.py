"""At most one message a day that we start, folded into one, over days and zones, whatever comes between."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from backend.services.reminders import service as reminders_service
from tests.fakes.telegram import Person
from tests.integration.scenes import execute, rows, value
from tests.integration.telegram.test_learning_reminders import begun, finished
from tests.integration.telegram.test_taps import working
from tests.integration.training.lessons import KEYS, lesson, module
from tests.product import Product

EVENING = "tous les jours à 19h"
DAY = datetime(2026, 3, 4, tzinfo=UTC)  # the Wednesday on which the product's clock starts, at 9


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return DAY.replace(day=day) + timedelta(hours=hour, minutes=minute)


async def decided(product: Product) -> list[tuple[int, Any]]:
    """For each day of the only hiteuse: what was said, or why nothing was."""
    found = await rows(product.database, "select date, kinds, reason from outreach order by date, person_id")
    return [(row["date"].day, row["reason"] or row["kinds"]) for row in found]


async def test_a_week_brings_one_message_a_day_and_keeps_the_reason_of_each(product: Product) -> None:
    await module(product.database, [lesson(1, KEYS[:3], screens=1)])
    await product.project()
    awa = await product.hiteuse(reminder=EVENING)
    await product.forward_to(at(4, 20))
    assert "Il y a du travail" in (await product.answer(awa)).text  # the practice task was none
    await finished(product, awa)  # due again in two days
    for day in range(5, 9):
        await product.forward_to(at(day, 10))
        if day == 6:
            await product.says(awa, "travail")
            await product.taps(awa, "Accepter")
            await product.taps(awa, "Haine")
        if day == 7:
            await product.says(awa, "pause 1 jour")
        await product.forward_to(at(day, 19))
        heard = await product.heard(awa)
        assert len(heard) == (day != 7), [message.text for message in heard]
        await product.forward_to(at(day, 23))
        assert await product.heard(awa) == []
    assert await decided(product) == [
        (4, ["work"]),
        (5, ["lesson", "work"]),  # its final test is what is left
        (6, ["revision"]),
        (7, "paused"),
        (8, ["expired", "revision", "work", "summary"]),
    ]


async def test_a_sunday_brings_reminder_and_week_in_one_message_with_the_picture(product: Product) -> None:
    awa = await working(product)
    await product.taps(awa, "Haine")
    await product.says(awa, "rappels")
    await product.says(awa, "dimanche 17h")
    await product.forward_to(at(8, 17))
    said = await product.answer(awa)
    assert said.text.startswith("Bonsoir Awa !")
    assert "Il y a du travail" in said.text
    assert "elle est repartie dans la liste" in said.text
    assert "Cette semaine : 2 tâches, 53 F CFA gagnés." in said.text
    assert said.kind == "photo"
    assert said.labels == ["💼 Travailler", "💰 Mes gains", "⏰ Mes rappels"]
    await product.forward_to(at(8, 23))
    assert await product.heard(awa) == []
    assert "Tes gains" in (await product.taps(awa, "💰 Mes gains", said)).text


async def test_on_the_first_her_month_is_the_message_of_the_day_with_its_picture(product: Product) -> None:
    awa = await working(product)
    await product.taps(awa, "Haine")
    await product.says(awa, "rappels")
    await product.says(awa, "dimanche 17h")
    await product.forward_to(at(31, 22))  # the Sundays between pass in an outage
    await product.heard(awa)
    await product.forward_to(datetime(2026, 4, 1, 17, tzinfo=UTC))
    said = await product.answer(awa)
    assert "Voici ton mois" in said.text and "En mars : 2 tâches, 53 F CFA gagnés." in said.text
    assert "Encore 947 F CFA acceptés avant ton prochain paiement." in said.text and said.kind == "photo"
    await product.forward_to(datetime(2026, 4, 1, 23, tzinfo=UTC))
    assert await product.heard(awa) == []
    assert (await decided(product))[-1] == (1, ["month"])


async def test_an_announcement_in_the_morning_is_enough_for_the_day(product: Product) -> None:
    await product.project()
    awa = await product.hiteuse(reminder=EVENING)
    await product.forward_to(at(5, 9))
    await execute(
        product.database,
        """
            insert into outbox (person_id, contact_id, channel, lane, purpose, message, created_at, due)
            select person_id, id, channel, 2, 'announcement', '{"p": ["Bonne journée !"]}', %(now)s, %(now)s
            from contact
            """,
        {"now": product.now},
    )
    await product.forward_to(at(5, 19))
    assert [message.text for message in await product.heard(awa)] == ["Bonne journée !"]
    await product.forward_to(at(6, 19))
    assert "Il y a du travail" in (await product.answer(awa)).text
    assert (await decided(product))[-2:] == [(5, "announced"), (6, ["work"])]


async def just_before(product: Product, awa: Person, words: str) -> list[str]:
    """What she hears up to her hour, having said this ten seconds before it."""
    await product.project()
    await product.forward_to(at(4, 20))
    await product.heard(awa)
    await product.stop()
    product.skip(hours=22, minutes=59, seconds=50)
    await awa.says(words)  # waits with the platform, and is said before she is woken
    await product.start()
    await product.settled()
    await product.forward_to(at(5, 19))
    return [message.text for message in await product.heard(awa)]


async def test_a_stop_a_moment_before_is_the_last_word(product: Product) -> None:
    awa = await product.hiteuse(reminder=EVENING)
    heard = await just_before(product, awa, "stop")
    assert len(heard) == 1 and "Bonsoir" not in heard[0]
    assert await decided(product) == [(4, ["work"])]


async def test_what_was_planned_is_decided_again_when_it_is_said(product: Product) -> None:
    """The job found work for her; until her turn she has stopped, and that counts."""
    await product.project()
    awa = await product.hiteuse(reminder=EVENING)
    await product.forward_to(at(5, 18))
    async with product.database.unit() as uow:
        await uow.execute("update person set stopped_at = %s where role = 'hiteuse'", (product.now,))
        await uow.execute(
            """
            insert into inbox (person_id, channel, event_key, payload, received_at, due)
            select id, 'clock', 'reminder:now', jsonb_build_object('wake', 'reminder', 'due', %(now)s::timestamptz),
                   %(now)s, %(now)s from person where role = 'hiteuse'
            """,
            {"now": product.now},
        )
        await uow.commit()
    await product.settled()
    assert await product.heard(awa) == []
    assert (await decided(product))[-1] == (5, "stopped")


async def test_killed_between_decision_and_sending_she_is_told_once(product: Product, monkeypatch: Any) -> None:
    await product.project()
    awa = await product.hiteuse(reminder=EVENING)
    await product.forward_to(at(5, 18))
    real, died = reminders_service.sent, list[bool]()

    async def dies_once(*arguments: Any) -> None:
        await real(*arguments)
        if not died:
            died.append(True)
            raise ConnectionResetError("the process is gone")

    monkeypatch.setattr(reminders_service, "sent", dies_once)
    await product.forward_to(at(5, 19))
    product.errors.clear()  # of the turn that died
    await product.forward(seconds=10)
    assert died and "Il y a du travail" in (await product.answer(awa)).text
    assert await value(product.database, "select count(*) from outbox where purpose = 'reminder'") == 1
    assert (await decided(product))[-1] == (5, ["work"])


async def test_a_lesson_left_in_the_middle_comes_with_the_new_day(product: Product) -> None:
    await module(product.database, [lesson(1, KEYS[:3], screens=1)])
    await product.project()
    awa = await product.hiteuse()
    await product.says(awa, "rappels")
    await product.says(awa, "mardi 10h")
    await begun(product, awa)
    await execute(product.database, "update day set active = 10800")
    await product.says(awa, "rappels")
    await product.says(awa, "mardi 10h")  # planned anew: her day is full
    await product.forward_to(at(5, 10))
    said = await product.answer(awa)
    assert "Une nouvelle journée commence" in said.text
    assert "Ta leçon « Leçon 1 » t'attend" in said.text and "Il y a du travail" in said.text
    assert said.labels == ["🔁 Réviser", "▶️ Continuer", "💼 Travailler"]
    assert (await decided(product))[-1] == (5, ["revision", "lesson", "new_day"])


async def test_an_admin_sees_for_each_day_what_was_said_or_why_nothing_was(product: Product) -> None:
    await product.project()
    await product.hiteuse(reminder=EVENING)
    paul = await product.admin()
    await product.forward_to(at(4, 19))
    await execute(product.database, "update project set status = 'paused' where not practice")
    await product.forward_to(at(5, 19))
    file = await product.says(paul, "personne Awa")
    shown = await product.taps(paul, "⏰ Ses rappels", file)
    assert shown.text.splitlines() == [
        "⏰ Rappels à Awa, jour par jour",
        "",
        "• jeudi 5 mars : rien (pas de travail pour elle)",
        "• mercredi 4 mars : travail · parti",
    ]


async def test_who_has_had_no_paid_task_hears_of_one_though_she_chose_no_hour(product: Product) -> None:
    awa = await product.hiteuse()
    await execute(product.database, "delete from reminder")
    assert "dès qu'il y en a, je t'écris" in (await product.says(awa, "travail")).text
    await product.project()
    await product.forward(hours=3)
    await product.ticks("offer_first_work")
    await product.forward(seconds=10)
    said = await product.answer(awa)
    assert "Ta première tâche payée t'attend : Modération de commentaires, 32 F CFA par tâche" in said.text
    assert await decided(product) == [(4, ["first"])]
    await product.ticks("offer_first_work")
    await product.forward(hours=2)
    assert await product.heard(awa) == []
    await product.taps(awa, "💼 Travailler", said)
    await product.taps(awa, "Accepter")
    await product.taps(awa, "Haine")
    for day in (5, 6):
        await product.forward_to(at(day, 12))
        await product.ticks("offer_first_work")
        await product.forward(minutes=1)
        assert await product.heard(awa) == []
