"""When the product writes by itself: at her hour, in her zone, and only when it makes sense."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.fakes.telegram import Person
from tests.integration.scenes import execute, value
from tests.integration.telegram.test_taps import working
from tests.product import Product

EVERY_EVENING = "tous les jours à 19h"
DAY = datetime(2026, 3, 4, tzinfo=UTC)  # the Wednesday on which the product's clock starts, at 9


async def reminded(product: Product, *, country: str = "CI") -> Person:
    """Somebody with work before her and a reminder every evening at 7, who has done nothing but the practice task today
    and so has had her reminder (where we were not too late for her clock): tomorrow is the next one."""
    await product.project()
    awa = await product.hiteuse(country=country, reminder=EVERY_EVENING)
    await product.forward_to(at(4, 20))
    assert all("Il y a du travail" in message.text for message in await product.heard(awa))
    return awa


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return DAY.replace(day=day) + timedelta(hours=hour, minutes=minute)


async def test_a_reminder_comes_at_her_hour_with_what_is_there(product: Product) -> None:
    awa = await reminded(product)
    await product.forward_to(at(5, 18, 59))
    assert await product.heard(awa) == []
    await product.forward_to(at(5, 19))
    said = await product.answer(awa)
    assert said.text.startswith("Bonsoir Awa !")
    assert "Modération de commentaires, 32 F CFA par tâche" in said.text
    await product.forward(minutes=10)
    assert await product.heard(awa) == []
    assert "Accepter" in (await product.taps(awa, "💼 Travailler", said)).labels


@pytest.mark.parametrize(("country", "hour"), [("CI", 19), ("CM", 18), ("CD", 18), ("MG", 16)])
async def test_her_hour_is_that_of_her_own_clock(product: Product, country: str, hour: int) -> None:
    awa = await reminded(product, country=country)
    await product.forward_to(at(5, hour) - timedelta(minutes=1))
    assert await product.heard(awa) == []
    await product.forward_to(at(5, hour))
    assert "Bonsoir" in (await product.answer(awa)).text


async def test_the_east_of_a_country_has_its_own_hour(product: Product) -> None:
    await product.project()
    awa = await product.newcomer(country="CD")
    await product.taps(awa, "J'accepte")
    await product.taps(awa, "Lubumbashi et l'est")
    for tap in ("🩺 La santé", "Plus tard", "Tous les jours, 19 h", 0):
        await product.taps(awa, tap)
    await product.forward_to(at(5, 16, 59))
    assert await product.heard(awa) == []
    await product.forward_to(at(5, 17))
    assert "Bonsoir" in (await product.answer(awa)).text


async def test_the_open_task_is_what_she_is_reminded_of_and_stays_open(product: Product) -> None:
    awa = await reminded(product)
    task = await product.taps(awa, "Accepter")
    await product.forward_to(at(5, 18, 50))
    await product.says(awa, "travail")
    await product.forward_to(at(5, 19))
    assert "Ta tâche t'attend" in (await product.answer(awa)).text
    assert "✅ Noté" in (await product.says(awa, "haine")).text
    assert task.labels


async def test_who_stops_has_nothing_planned_until_she_is_back(product: Product) -> None:
    awa = await reminded(product)
    await product.says(awa, "stop")
    await product.says(awa, "pays")
    await product.taps(awa, "🇨🇲 Cameroun")
    assert await value(product.database, "select count(*) from wakeup") == 0
    await product.says(awa, "menu")
    assert await value(product.database, "select count(*) from wakeup") == 0
    await product.says(awa, "revenir")
    assert await value(product.database, "select count(*) from wakeup") == 1
    await product.forward_to(at(5, 18))
    assert "Bonsoir" in (await product.answer(awa)).text


async def test_a_stop_while_her_reminder_is_on_its_way_is_the_last_word(product: Product) -> None:
    awa = await reminded(product)
    await product.says(awa, "stop")
    await execute(
        product.database,
        "insert into wakeup (person_id, name, due) select id, 'reminder', %s from person where role = 'hiteuse'",
        (at(5, 19),),
    )
    await product.forward_to(at(5, 19))
    assert await product.heard(awa) == []
    assert await value(product.database, "select count(*) from wakeup") == 0


async def test_who_joins_after_a_stop_and_chooses_an_hour_is_planned_for(product: Product) -> None:
    awa = await product.newcomer()
    await product.says(awa, "stop")
    for tap in ("J'accepte", "🩺 La santé", "Plus tard", "Tous les jours, 19 h"):
        await product.taps(awa, tap)
    assert await value(product.database, "select count(*) from wakeup") == 1


async def test_no_reminder_when_she_has_worked_today(product: Product) -> None:
    awa = await reminded(product)
    await product.forward_to(at(5, 10))
    await product.taps(awa, "Accepter")
    await product.taps(awa, "Haine")
    await product.forward_to(at(5, 19))
    assert await product.heard(awa) == []
    await product.forward_to(at(6, 19))
    assert "Bonsoir" in (await product.answer(awa)).text


async def test_no_reminder_after_stop_until_she_is_back(product: Product) -> None:
    awa = await reminded(product)
    await product.says(awa, "stop")
    await product.forward_to(at(5, 19))
    await product.forward_to(at(6, 19))
    assert await product.heard(awa) == []
    await product.says(awa, "menu")
    await product.forward_to(at(7, 19))
    assert await product.heard(awa) == []
    await product.says(awa, "revenir")
    await product.forward_to(at(8, 19))
    assert "Il y a du travail" in (await product.answer(awa)).text


async def test_who_stops_and_then_joins_after_all_is_reminded_as_she_asked(product: Product) -> None:
    await product.project()
    awa = await product.newcomer()
    await product.says(awa, "stop")
    for tap in ("J'accepte", "💼 Mon activité", "Plus tard", "Tous les jours, 19 h", 0):
        await product.taps(awa, tap)
    await product.forward_to(at(4, 19))
    assert "Bonsoir" in (await product.answer(awa)).text
    await product.forward_to(at(5, 19))
    assert "Bonsoir" in (await product.answer(awa)).text


async def test_no_reminder_during_her_pause(product: Product) -> None:
    awa = await reminded(product)
    assert "pas de rappel" in (await product.says(awa, "pause 2 jours")).text
    for day in (5, 6):
        await product.forward_to(at(day, 19))
        assert await product.heard(awa) == []
    await product.forward_to(at(7, 19))
    assert "Bonsoir" in (await product.answer(awa)).text


async def test_no_reminder_without_work_for_her(product: Product) -> None:
    awa = await product.hiteuse(reminder=EVERY_EVENING)
    await product.forward_to(at(5, 19))
    assert await product.heard(awa) == []
    await product.project()
    await product.forward_to(at(6, 19))
    assert "Bonsoir" in (await product.answer(awa)).text


async def test_no_reminder_to_who_blocked_the_bot_and_her_next_word_undoes_it(product: Product) -> None:
    awa = await reminded(product)
    await awa.blocks_bot()
    await product.settled()  # the platform has told so long before her reminder
    await product.forward_to(at(5, 19))
    assert await product.heard(awa) == []
    assert not any(call.status == 403 for call in product.telegram.calls)
    await awa.unblocks_bot()
    await product.says(awa, "gains")
    await product.forward_to(at(6, 19))
    assert "Bonsoir" in (await product.answer(awa)).text


async def test_a_block_that_nobody_told_is_found_out_once(product: Product) -> None:
    awa = await reminded(product)
    product.telegram.blocked(awa)
    await product.forward_to(at(5, 19))
    await product.forward_to(at(6, 19))
    assert sum(call.status == 403 for call in product.telegram.calls) == 1
    product.telegram.blocked(awa, on=False)
    await product.says(awa, "menu")
    await product.forward_to(at(7, 19))
    assert "Il y a du travail" in (await product.answer(awa)).text


async def test_an_hour_that_passed_while_the_service_was_down_is_made_up_for_within_two_hours(
    product: Product,
) -> None:
    awa = await reminded(product)
    await product.forward_to(at(5, 18))
    await product.stop()
    product.skip(hours=2, minutes=50)
    await product.start()
    await product.forward(seconds=10)
    assert "Bonsoir" in (await product.answer(awa)).text


async def test_an_hour_that_passed_longer_ago_is_dropped(product: Product) -> None:
    awa = await reminded(product)
    await product.forward_to(at(5, 18))
    await product.stop()
    product.skip(hours=3, minutes=10)
    await product.start()
    await product.forward(seconds=10)
    assert await product.heard(awa) == []
    await product.forward_to(at(6, 19))
    assert "Bonsoir" in (await product.answer(awa)).text


async def test_changed_reminders_count_at_once(product: Product) -> None:
    awa = await reminded(product)
    await product.says(awa, "rappels")
    assert "vendredi" in (await product.says(awa, "vendredi 8h30")).text
    await product.forward_to(at(5, 19))
    assert await product.heard(awa) == []
    await product.forward_to(at(6, 8, 30))
    assert "Bonjour" in (await product.answer(awa)).text


async def test_moving_changes_the_hour(product: Product) -> None:
    awa = await reminded(product)
    await product.says(awa, "pays")
    await product.taps(awa, "🇲🇬 Madagascar")
    await product.forward_to(at(5, 16))
    assert "Bonsoir" in (await product.answer(awa)).text


async def test_the_weeks_summary_comes_on_sunday_at_her_hour(product: Product) -> None:
    awa = await working(product, reminder="mercredi 18h")
    await product.taps(awa, "Haine")
    await product.forward_to(at(8, 17, 59))
    assert await product.heard(awa) == []
    await product.forward_to(at(8, 18))
    said = await product.answer(awa)
    assert "Voici ta semaine" in said.text
    assert said.kind == "photo" and said.data is not None and len(said.data) <= 25_000
    await product.forward_to(at(9, 18))
    assert await product.heard(awa) == []
