"""What we say by ourselves to who learns: what is due for revision, and whether she goes on; folded into
the work reminder, at her hour, never two messages a day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.fakes.telegram import Person
from tests.integration.scenes import value
from tests.integration.training.lessons import KEYS, answer, final, lesson, module, read, trainee
from tests.product import Product

DAY = datetime(2026, 3, 4, tzinfo=UTC)  # the Wednesday on which the product's clock starts, at 9
EVENING = "tous les jours à 19h"


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """An instant of March, and beyond it of the days after."""
    return DAY + timedelta(days=day - 4, hours=hour, minutes=minute)


async def begun(product: Product, person: Person) -> None:
    """She answers two of a lesson's three questions, the first one wrongly, and stops there."""
    await product.says(person, "formation")
    question = await read(product, person, await product.taps(person, "▶️ Commencer"))
    await answer(product, person, question, False, True)


async def finished(product: Product, person: Person) -> None:
    """She takes the whole lesson without a mistake."""
    await product.says(person, "formation")
    await answer(product, person, await read(product, person, await product.taps(person, "▶️ Commencer")), *[True] * 3)


@pytest.fixture
async def library(product: Product) -> Product:
    await module(product.database, [lesson(1, KEYS[:3], screens=1), lesson(2, KEYS[:3])])
    return product


async def told(product: Product, person: Person, *days: int) -> list[tuple[int, str]]:
    """Everything that she is told by ourselves up to the end of the last of these days: (day, text)."""
    found = []
    for day in range(days[0], days[-1] + 1):
        for hour in (1, 7, 13, 19):
            await product.forward_to(at(day, hour, 30))
            found += [(day, message.text) for message in await product.heard(person)]
    return found


# --- revision ---------------------------------------------------------------------------------------


async def test_what_is_due_comes_with_the_work_reminder(library: Product) -> None:
    product = library
    await product.project()
    awa = await product.hiteuse(reminder=EVENING)
    await product.forward_to(at(4, 20))
    assert "Modération" in (await product.answer(awa)).text
    await finished(product, awa)
    await product.forward_to(at(5, 19))
    first = await product.answer(awa)
    assert "Modération de commentaires" in first.text and "réviser" not in first.text
    await product.forward_to(at(6, 19))  # right answers are due after two days
    both = await product.answer(awa)
    assert "Modération de commentaires" in both.text
    assert "🔁 3 questions t'attendent pour réviser : deux minutes." in both.text
    revision = await product.taps(awa, "🔁 Réviser", both)
    assert "Révision 1 sur 3 · Les capitales" in revision.text
    end = await answer(product, awa, revision, True, False, True)
    assert "Révision finie : 2 sur 3" in end.text
    assert "La prochaine révision : samedi 7 mars." in end.text
    await product.forward_to(at(7, 19))
    assert "🔁 1 question t'attend pour réviser : une minute." in (await product.answer(awa)).text


async def test_who_has_worked_that_day_hears_of_the_revision_alone(library: Product) -> None:
    product = library
    await product.project()
    awa = await product.hiteuse(reminder=EVENING)
    await product.forward_to(at(4, 20))
    assert "Modération" in (await product.answer(awa)).text
    await finished(product, awa)
    await product.forward_to(at(5, 20))
    await product.heard(awa)
    await product.forward_to(at(6, 10))
    await product.says(awa, "travail")
    await product.taps(awa, "Accepter")
    await product.taps(awa, "Haine")
    await product.forward_to(at(6, 19))
    said = await product.answer(awa)
    assert "réviser" in said.text
    assert "Modération" not in said.text
    assert "💼 Travailler" not in said.labels


async def test_a_trainee_is_reminded_of_what_is_due_on_the_days_that_she_chose_and_only_then(library: Product) -> None:
    product = library
    awa = await trainee(product)
    await finished(product, awa)
    await finished_second(product, awa)
    assert "Quand veux-tu que je te rappelle tes leçons ?" in (await product.says(awa, "rappels")).text
    await product.says(awa, "vendredi dimanche 19h")
    heard = await told(product, awa, 4, 5, 6, 7, 8, 9)
    assert [day for day, _ in heard] == [6, 8]
    assert all("réviser" in text for _, text in heard)


async def finished_second(product: Product, person: Person) -> None:
    """… and the second one, and passes the module."""
    await product.says(person, "formation")
    question = await read(product, person, await product.taps(person, "▶️ Continuer"))
    await final(product, person, await answer(product, person, question, *[True] * 3), *[True] * 6)


async def test_nothing_is_said_when_nothing_is_due(library: Product) -> None:
    product = library
    awa = await trainee(product)
    await product.says(awa, "rappels")
    await product.says(awa, EVENING)
    assert await told(product, awa, 4, 5, 6) == []
    await product.says(awa, "revision")
    assert await value(product.database, "select count(*) from card") == 0


# --- nudges -----------------------------------------------------------------------------------------


async def test_who_stops_in_the_middle_is_asked_after_1_3_7_and_14_days_and_never_again(library: Product) -> None:
    product = library
    awa = await trainee(product)
    await begun(product, awa)
    heard = await told(product, awa, *range(4, 40))
    assert [day for day, _ in heard] == [5, 7, 11, 18]
    assert all("« Leçon 1 »" in text for _, text in heard) and len({text for _, text in heard}) == 4
    assert "là où tu t'es arrêtée" in heard[0][1] and "Je ne t'en parle plus" in heard[-1][1]
    assert await value(product.database, "select count(*) from wakeup") == 0
    assert "Où en étions-nous ? « Leçon 1 », question 3 sur 3." in (await product.taps(awa, "▶️ Continuer")).text


async def test_a_lesson_that_was_never_opened_is_not_told_as_one_where_she_stopped(library: Product) -> None:
    product = library
    awa = await trainee(product)
    await finished(product, awa)
    heard = await told(product, awa, *range(4, 40))
    nudges = [text for _, text in heard if "« Leçon 2 »" in text]
    assert len(nudges) == len(set(nudges)) == 4
    assert not any("arrêtée" in text or "commencé" in text for text in nudges)


async def test_who_has_only_the_final_test_left_is_asked_to_that_and_not_while_it_is_closed(library: Product) -> None:
    product = library
    awa = await trainee(product)
    await finished(product, awa)
    await product.says(awa, "formation")
    question = await read(product, awa, await product.taps(awa, "▶️ Continuer"))
    end = await answer(product, awa, question, *[True] * 3)
    await product.forward_to(at(4, 12))
    end = await final(product, awa, end, *[False] * 6)
    end = await final(product, awa, end, *[False] * 6)
    await product.forward_to(at(4, 20))  # after her hour
    await product.says(awa, "formation")
    end = await final(product, awa, await product.says(awa, "formation"), *[False] * 6)
    assert "demain à partir de 20 h" in end.text
    heard = [(day, text) for day, text in await told(product, awa, *range(5, 40)) if "test final" in text]
    assert [day for day, _ in heard] == [6, 7, 11, 18]  # her hour of the 5th lies before the test is open again
    assert len({text for _, text in heard}) == 4
    assert "Ensuite : le test final" in (await product.says(awa, "formation")).text


async def test_a_step_begins_her_silence_anew(library: Product) -> None:
    product = library
    awa = await trainee(product)
    await begun(product, awa)
    assert [day for day, _ in await told(product, awa, 4, 5, 6)] == [5]
    await product.taps(awa, "▶️ Continuer")
    assert [day for day, _ in await told(product, awa, 7, 8, 9, 10)] == [7, 9]


async def test_an_answer_to_the_question_that_waited_begins_her_silence_anew(library: Product) -> None:
    product = library
    awa = await trainee(product)
    await begun(product, awa)
    question = awa.last
    assert [day for day, _ in await told(product, awa, *range(4, 22))] == [5, 7, 11, 18]
    await product.taps(awa, "Ailleurs", question)  # wrong: the lesson goes on
    assert [day for day, _ in await told(product, awa, *range(22, 26))] == [22, 24]


async def test_a_revision_begins_her_silence_anew_in_the_module_that_she_was_in_last(library: Product) -> None:
    product = library
    await module(product.database, [lesson(3, KEYS[3:])], name="autres", title="Les autres", order=2)
    awa = await trainee(product)
    await product.says(awa, "formation")
    await product.taps(awa, (await product.taps(awa, "Les autres")).labels[0])
    await product.forward(hours=1)
    await product.says(awa, "formation")
    first = await product.taps(awa, (await product.taps(awa, "Les capitales")).labels[0])
    await answer(product, awa, await read(product, awa, first), False, True)
    assert [day for day, _ in await told(product, awa, *range(4, 22))] == [5, 7, 11, 18]
    await answer(product, awa, await product.says(awa, "revision"), True, True)
    heard = await told(product, awa, *range(22, 26))
    assert [day for day, _ in heard] == [22, 24]
    assert all("« Leçon 1 »" in text for _, text in heard)


async def test_a_nudge_comes_with_her_reminder_where_there_is_one_that_day(library: Product) -> None:
    product = library
    await product.project()
    awa = await product.hiteuse(reminder=EVENING)
    await product.forward_to(at(4, 20))
    assert "Modération" in (await product.answer(awa)).text
    await begun(product, awa)
    heard = await told(product, awa, 5, 6, 7)
    assert [day for day, _ in heard] == [5, 6, 7]
    assert ["« Leçon 1 »" in text for _, text in heard] == [True, False, True]
    assert all("Modération" in text for _, text in heard)


@pytest.mark.parametrize("word", ["stop", "pause 3 semaines"])
async def test_stop_and_pause_end_the_nudges(library: Product, word: str) -> None:
    product = library
    awa = await trainee(product)
    await begun(product, awa)
    await product.says(awa, word)
    assert await told(product, awa, *range(4, 20)) == []


async def test_who_wants_no_reminders_is_not_asked(library: Product) -> None:
    product = library
    awa = await trainee(product)
    await begun(product, awa)
    await product.says(awa, "rappels")
    await product.taps(awa, "Pas de rappel")
    assert await told(product, awa, *range(4, 20)) == []


async def test_who_has_passed_all_that_she_began_is_not_asked(library: Product) -> None:
    product = library
    awa = await trainee(product)
    await finished(product, awa)
    await finished_second(product, awa)
    assert await told(product, awa, *range(4, 12)) == []


async def test_an_hour_that_passed_while_the_service_was_down_is_not_made_up_for_later(library: Product) -> None:
    product = library
    awa = await trainee(product)
    await begun(product, awa)
    await product.stop()
    product.skip(days=4)  # past the first two
    await product.start()
    assert [day for day, _ in await told(product, awa, 9, 10, 11)] == [11]
