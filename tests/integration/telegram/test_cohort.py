"""Who looks after learners: a Huber sees who stopped where and encourages, an admin looks at lessons."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend.domain.errors import NotAllowed
from backend.domain.training.learning import OpenLesson
from backend.services.training import learning, progress
from tests.fakes.telegram import Person
from tests.integration.scenes import hiteuses, rows, value
from tests.integration.training.lessons import KEYS, answer, final, lesson, module, read, trainee
from tests.product import Product

THREE = KEYS[:3]


async def huber(product: Product, name: str = "Mariam", country: str = "CI") -> Person:
    person = product.telegram.person(name)
    await product.says(person, f"start {await product.code('huber', country)}")
    return person


async def fails(product: Product, person: Person) -> None:
    """One whole run of the first lesson, with nothing right at once."""
    await product.says(person, "formation")
    listed = await product.taps(person, "Les capitales")
    await product.taps(person, "1. Leçon 1" if "1. Leçon 1" in listed.labels else 0)
    await answer(product, person, await read(product, person, person.last), *[False] * 6)


# --- the Huber --------------------------------------------------------------------------------------


async def test_a_huber_sees_how_her_country_learns_and_nobody_elses(product: Product) -> None:
    await module(product.database, [lesson(1, THREE[:1], screens=1)])
    await module(product.database, [lesson(1, THREE)], name="autre", title="Autre", order=2)
    mariam = await huber(product)
    assert "0 personne inscrite" in (await product.says(mariam, "cohorte")).text
    awa, binta = await trainee(product, "Awa"), await trainee(product, "Binta")
    await trainee(product, "Chantal"), await trainee(product, "Fatou", country="SN")
    await product.says(awa, "formation")
    end = await answer(product, awa, await read(product, awa, await product.taps(awa, "▶️ Commencer")), True)
    await final(product, awa, end, True)
    await product.says(binta, "formation")
    await product.taps(binta, "▶️ Commencer")
    said = await product.says(mariam, "cohorte")
    for line in ("3 personnes inscrites", "2 ont commencé", "2 ont appris cette semaine", "1 a réussi un module"):
        assert f"• {line}" in said.text
    assert "Personne n'est à l'arrêt" in said.text
    await product.forward(days=8)
    later = await product.says(mariam, "cohorte")
    assert "• 0 a appris cette semaine" in later.text
    assert "À encourager : 1 personne" in later.text
    assert "• Binta : « Leçon 1 », il y a 8 jours" in later.text
    assert later.labels[0] == "💛 Binta"


async def test_one_tap_sends_a_word_from_her_by_name_and_at_most_one_a_day(product: Product) -> None:
    await module(product.database, [lesson(1, THREE)])
    mariam, awa = await huber(product), await trainee(product)
    await product.says(awa, "formation")
    await product.taps(awa, "▶️ Commencer")
    await product.says(awa, "rappels")
    await product.taps(awa, "Pas de rappel")
    await product.forward(days=4)
    said = await product.says(mariam, "cohorte")
    assert "C'est envoyé à Awa, de ta part" in (await product.taps(mariam, "💛 Awa", said)).text
    heard = await product.answer(awa)
    assert heard.text.startswith("Bonjour Awa ! 💛")
    assert "C'est Mariam, ta Huber." in heard.text
    await product.forward(seconds=5)
    assert "déjà reçu un mot aujourd'hui" in (await product.taps(mariam, "💛 Awa", said)).text
    assert await product.heard(awa) == []
    assert "encouragée" in (await product.says(mariam, "cohorte")).text
    assert "Où en étions-nous" in (await product.taps(awa, "▶️ Continuer", heard)).text


async def test_who_wants_to_hear_nothing_is_left_in_peace(product: Product) -> None:
    await module(product.database, [lesson(1, THREE)])
    mariam, awa = await huber(product), await trainee(product)
    await product.says(awa, "formation")
    await product.taps(awa, "▶️ Commencer")
    await product.says(awa, "stop")
    await product.forward(days=4)
    await product.says(mariam, "cohorte")
    assert "ne souhaite pas de message" in (await product.taps(mariam, "💛 Awa")).text
    assert await product.heard(awa) == []


async def test_a_huber_cannot_write_to_people_of_another_country(product: Product) -> None:
    await module(product.database, [lesson(1, THREE)])
    mariam = await huber(product, country="SN")
    awa = await trainee(product)
    number = await value(product.database, "select id from person where role = 'trainee'")
    assert "Je ne trouve pas" in (await product.says(mariam, f"/cohorte {number}")).text
    assert await product.heard(awa) == []


async def test_who_fails_a_lesson_three_times_is_told_of_to_her_huber_once(product: Product) -> None:
    await module(product.database, [lesson(1, THREE), lesson(2, THREE)])
    mariam, other = await huber(product), await huber(product, "Aminata", "SN")
    awa = await trainee(product)
    for _ in range(2):
        await fails(product, awa)
        assert await product.heard(mariam) == []
    await fails(product, awa)
    alarm = await product.answer(mariam)
    assert "Awa a du mal avec la leçon « Leçon 1 » (Les capitales)" in alarm.text
    for _ in range(3):
        await fails(product, awa)
    assert await product.heard(mariam) == []
    assert await product.heard(other) == []
    assert "• Awa : bloquée sur « Leçon 1 » (6 essais)" in (await product.says(mariam, "cohorte")).text
    await product.taps(mariam, "💛 Encourager Awa", alarm)
    assert "C'est Mariam" in (await product.answer(awa)).text


async def test_where_there_is_nobody_to_tell_the_next_failure_asks_again(product: Product) -> None:
    await module(product.database, [lesson(1, THREE)])
    awa = await trainee(product)
    for _ in range(3):
        await fails(product, awa)
    mariam = await huber(product)
    await fails(product, awa)
    assert "Awa a du mal" in (await product.answer(mariam)).text


async def test_many_who_stopped_stand_on_pages(product: Product) -> None:
    await module(product.database, [lesson(1, THREE)])
    mariam = await huber(product)
    people = await hiteuses(product.database, 11)
    async with product.database.unit() as uow:
        for number, person in enumerate(people):
            await uow.execute("update person set first_name = %s where id = %s", (f"Amie{number:02}", person.id))
            await uow.execute(
                """
                insert into enrolment (person_id, module_id, started_at, active_at)
                values (%(person)s, 'capitales', %(at)s, %(at)s)
                """,
                {"person": person.id, "at": product.now - timedelta(days=4 + number)},
            )
            await uow.execute(
                "insert into lesson_progress (person_id, lesson_id, started_at) select %s, id, %s from lesson",
                (person.id, product.now),
            )
        await uow.commit()
    shown = await product.says(mariam, "cohorte")
    assert shown.labels[:4] == ["💛 Amie00", "💛 Amie01", "💛 Amie02", "💼 Cette semaine"]
    first = await product.taps(mariam, "📖 Formation", shown)
    assert first.labels[:2] == ["💛 Amie00", "💛 Amie01"]
    assert "À encourager : 11 personnes" in first.text
    assert (await product.taps(mariam, "Voir la suite", first)).labels[:3] == ["💛 Amie07", "💛 Amie08", "💛 Amie09"]


# --- the admin --------------------------------------------------------------------------------------


async def test_an_admin_looks_at_a_lesson_and_nothing_counts(product: Product) -> None:
    await module(product.database, [lesson(1, THREE)])
    paul = await product.admin()
    await product.says(paul, "formation")
    await product.taps(paul, "Les capitales")
    question = await read(product, paul, await product.taps(paul, "1. Leçon 1"))
    end = await answer(product, paul, question, True, False, True, True)
    assert "Fin de l'aperçu : rien n'a été compté" in end.text
    for table in ("attempt", "card", "enrolment", "lesson_progress"):
        assert await value(product.database, f"select count(*) from {table}") == 0


async def test_services_refuse_who_may_not(product: Product) -> None:
    await module(product.database, [lesson(1, THREE)])
    (awa,) = await hiteuses(product.database, 1)
    async with product.database.unit() as uow:
        with pytest.raises(NotAllowed):
            await progress.cohort(uow, awa, product.now, 8)
        with pytest.raises(NotAllowed):
            await progress.encourage(uow, awa, awa.id, product.now)
        with pytest.raises(NotAllowed):
            await learning.open_lesson(uow, awa, product.now, OpenLesson(1, preview=True))
    assert await rows(product.database, "select * from enrolment") == []
