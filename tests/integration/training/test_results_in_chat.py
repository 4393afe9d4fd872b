"""`statmodule`: how people do in training, as who teaches them reads it in chat, on both platforms."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest

from tests.fakes.people import Person
from tests.integration.scenes import hiteuses
from tests.integration.training.lessons import KEYS, answer, enrolled, final, lesson, module, read
from tests.product import Product

TWO = KEYS[:2]


@pytest.fixture(params=["telegram", "whatsapp"])
def person(request: pytest.FixtureRequest, on_both: Product) -> Callable[[str], Person]:
    """Makes people on one of the platforms."""
    made: Callable[[str], Person] = getattr(on_both, request.param).person
    return made


async def huber(product: Product, person: Person, country: str) -> Person:
    await product.says(person, f"start {await product.code('huber', country)}")
    return person


async def class_of_two(product: Product, person: Callable[[str], Person]) -> None:
    """Awa (CI) passes the module at once; Fatou (SN) gets the first question wrong."""
    await module(product.database, [lesson(1, TWO, screens=1)])
    awa, fatou = await enrolled(product, person("Awa")), await enrolled(product, person("Fatou"), "SN")
    await product.says(awa, "formation")
    end = await answer(product, awa, await read(product, awa, await product.taps(awa, "▶️ Commencer")), True, True)
    await final(product, awa, end, True, True)
    await product.says(fatou, "formation")
    await answer(product, fatou, await read(product, fatou, await product.taps(fatou, "▶️ Commencer")), False)


def table(person: Person) -> list[dict[str, str]]:
    file = person.last.file
    assert file is not None
    assert file.data is not None
    assert file.name.endswith(".csv")
    return list(csv.DictReader(io.StringIO(file.data.decode("utf-8-sig"), newline="")))


async def test_a_huber_sees_those_of_her_countries_and_an_admin_all(
    on_both: Product, person: Callable[[str], Person]
) -> None:
    product = on_both
    await class_of_two(product, person)
    mariam, paul = await huber(product, person("Mariam"), "SN"), await product.appointed(person("Paul"))

    assert "• Les capitales : 2 · 1 · 100 %" in (await product.says(paul, "statmodule")).text
    shown = await product.says(mariam, "statmodule")
    assert "• Les capitales : 1 · 0 · –" in shown.text
    lessons = await product.taps(mariam, "Les capitales", shown)
    assert "1 femme l'a commencé, 0 l'a réussi" in lessons.text
    assert "1. Leçon 1 : 0 · –" in lessons.text
    women = await product.taps(mariam, "👩 Par femme", lessons)
    assert "• Fatou : 0 sur 1 · – · –" in women.text and "Awa" not in women.text
    hers = await product.taps(mariam, "Fatou", women)
    assert "👩 Fatou · Les capitales" in hers.text and "▫️ 1. Leçon 1" in hers.text
    assert "À revoir avec elle : 1 question\n" in hers.text + "\n" and "• « Capitale CI ? »" in hers.text
    asked = await product.taps(mariam, "❓ Par question", lessons)
    assert "1. Leçon 1\ncapitale-1-CI : 1 · 0 % · –\ncapitale-1-SN : 0 · – · –" in asked.text

    lessons = await product.says(paul, "statmodule les capitales")
    assert "2 femmes l'ont commencé, 1 l'a réussi" in lessons.text
    assert "Test final : 1 l'a passé, 100 % en moyenne" in lessons.text
    women = await product.taps(paul, "👩 Par femme", lessons)
    assert "• 🇸🇳 Fatou : 0 sur 1 · – · –\n• 🇨🇮 Awa : 1 sur 1 · 100 % · réussi (100 %)" in women.text
    hers = await product.taps(paul, "Awa", women)
    assert "✅ 1. Leçon 1 : 100 %" in hers.text and "Module réussi, 100 % au test final" in hers.text
    assert "À revoir" not in hers.text


async def test_a_huber_and_an_admin_get_their_tables(on_both: Product, person: Callable[[str], Person]) -> None:
    product = on_both
    await class_of_two(product, person)
    mariam, paul = await huber(product, person("Mariam"), "SN"), await product.appointed(person("Paul"))

    await product.taps(mariam, "🎓 Formation", await product.says(mariam, "exporter"))
    assert [(row["prénom"], row["question"], row["note à la dernière"]) for row in table(mariam)] == [
        ("Fatou", "capitale-1-CI", "0")
    ]
    shown = await product.taps(paul, "Les capitales", await product.says(paul, "statmodule"))
    assert "3 lignes" in (await product.taps(paul, "📄 Exporter", shown)).text
    rows = table(paul)
    assert [(row["prénom"], row["pays"], row["question"], row["note à la première"]) for row in rows] == [
        ("Awa", "CI", "capitale-1-CI", "1"),
        ("Awa", "CI", "capitale-1-SN", "1"),
        ("Fatou", "SN", "capitale-1-CI", "0"),
    ]
    assert {row["note du test final"] for row in rows} == {"1", ""}
    await product.says(paul, "/statmodule capitales questions")
    await product.says(paul, "exporter")  # what was shown last
    assert table(paul) == rows


async def test_who_is_not_hers_and_what_is_not_there_is_said_plainly(
    on_both: Product, person: Callable[[str], Person]
) -> None:
    product = on_both
    await class_of_two(product, person)
    mariam, awa = await huber(product, person("Mariam"), "SN"), person("Awa")
    async with product.database.unit() as uow:
        row = await uow.fetch_one("select id from person where first_name = 'Awa'")
        assert row is not None
    said = await product.says(mariam, f"/statmodule capitales femme {row['id']}")
    assert "Je ne trouve pas cette personne dans ce module" in said.text and "Awa" not in said.text
    assert "Je ne trouve pas ce module" in (await product.says(mariam, "statmodule capitole")).text
    assert "Personne" in (await product.says(mariam, "/statmodule capitales femmes 9")).text
    said = await product.says(awa, "statmodule")
    assert "Résultats" not in said.text


async def test_of_two_women_of_one_name_she_chooses(on_both: Product, person: Callable[[str], Person]) -> None:
    product = on_both
    await module(product.database, [lesson(1, TWO, screens=1)])
    people = await hiteuses(product.database, 3)
    async with product.database.unit() as uow:
        for each, name in zip(people, ("Fatou", "Fatou", "Aminata"), strict=True):
            await uow.execute("update person set first_name = %s where id = %s", (name, each.id))
            await uow.execute(
                "insert into enrolment (person_id, module_id, started_at, active_at) values (%s, 'capitales', %s, %s)",
                (each.id, product.now, product.now),
            )
        await uow.commit()
    paul = await product.appointed(person("Paul"))
    which = await product.says(paul, "statmodule les capitales fatou")
    assert "Elles sont 2 à s'appeler « Fatou ». Laquelle ?" in which.text and "Aminata" not in which.text
    assert "👩 Fatou · Les capitales" in (await product.taps(paul, f"Fatou (n° {people[1].id})", which)).text
    assert "👩 Aminata · Les capitales" in (await product.says(paul, "statmodule Les capitales aminata")).text
    women = await product.says(paul, "statmodule les capitales femmes")
    assert "Prénom" in women.text


async def test_a_long_class_is_read_page_by_page(on_both: Product, person: Callable[[str], Person]) -> None:
    product = on_both
    await module(product.database, [lesson(1, TWO, screens=1)])
    people = await hiteuses(product.database, 9)
    async with product.database.unit() as uow:
        for n, each in enumerate(people):
            await uow.execute("update person set first_name = %s where id = %s", (f"Amie{min(n, 7)}", each.id))
            await uow.execute(
                "insert into enrolment (person_id, module_id, started_at, active_at) values (%s, 'capitales', %s, %s)",
                (each.id, product.now, product.now),
            )
        await uow.commit()
    paul = await product.appointed(person("Paul"))
    first = await product.says(paul, "/statmodule capitales femmes")
    assert [line.split()[2] for line in first.text.splitlines() if line.startswith("•")] == [
        f"Amie{n}" for n in range(7)
    ]
    second = await product.taps(paul, "Voir la suite", first)
    two = [label for label in second.labels if label.startswith("Amie7")]
    assert two == [f"Amie7 (n° {each.id})" for each in people[7:]]  # of one name
    assert "Voir la suite" not in second.labels


async def test_the_worst_questions_are_told_by_what_may_be_wrong(
    on_both: Product, person: Callable[[str], Person]
) -> None:
    product = on_both
    await module(product.database, [lesson(1, KEYS[:3])])
    paul = await product.appointed(person("Paul"))
    shown = await product.taps(paul, "Les capitales", await product.says(paul, "formation"))
    assert "Personne ne l'a encore commencé" in (await product.taps(paul, "📊 Les résultats", shown)).text
    people = await hiteuses(product.database, 20)
    # CI: the able are right, the others not; SN: the other way round; CM: hardly anybody
    able = [n < 10 for n in range(20)]
    hits = {"CI": able, "SN": [not each for each in able], "CM": [n == 0 for n in range(20)]}
    async with product.database.unit() as uow:
        for each in people:
            await uow.execute(
                "insert into enrolment (person_id, module_id, started_at, active_at) values (%s, 'capitales', %s, %s)",
                (each.id, product.now, product.now),
            )
        for key, right in hits.items():
            for each, hit in zip(people, right, strict=True):
                await uow.execute(
                    """
                    insert into attempt (person_id, question_id, lesson_id, at, share, first)
                    select %s, id, lesson_id, %s, %s, true from question where key = %s
                    """,
                    (each.id, product.now, int(hit), f"capitale-1-{key}"),
                )
        await uow.commit()
    await product.forward(seconds=5)  # so soon after it would be the same tap twice
    lessons = await product.says(paul, "/statmodule capitales")
    said = await product.taps(paul, "❓ Par question", lessons)
    assert "capitale-1-CI : 20 · 50 % · -0,9" in said.text
    assert "capitale-1-CM : 20 · 5 %" in said.text
    for text in (lessons.text, said.text):
        worst = text.partition("À revoir : 3 questions")[2]
        assert "« Capitale CM ? »" in worst and "« Capitale SN ? »" in worst
        assert "Presque personne ne trouve" in worst and "Celles qui savent le reste se trompent ici" in worst


async def test_a_woman_is_found_by_her_name_and_what_is_not_found_is_said(
    on_both: Product, person: Callable[[str], Person]
) -> None:
    product = on_both
    await class_of_two(product, person)
    mariam, paul = await huber(product, person("Mariam"), "SN"), await product.appointed(person("Paul"))
    for said in ("statmodule capitales fatou", "statmodule capitales femme Fatou"):
        assert "👩 Fatou · Les capitales" in (await product.says(mariam, said)).text
    for said, name in (("statmodule capitales awa", "awa"), ("statmodule capitales binta", "binta")):
        told = await product.says(mariam, said)
        assert f"Je ne trouve pas « {name} » dans ce module." in told.text and "1 femme l'a commencé" in told.text
    assert "• 🇨🇮 Awa" in (await product.says(paul, "statmodule capitales femmes")).text
    assert "Je ne trouve pas" not in (await product.says(paul, "statmodule capitales")).text


async def test_few_answers_tell_nothing_about_a_question(on_both: Product, person: Callable[[str], Person]) -> None:
    product = on_both
    await class_of_two(product, person)
    asked = await product.says(await product.appointed(person("Paul")), "statmodule capitales questions")
    assert "capitale-1-CI : 2 · 50 % · –" in asked.text
    assert "Il faut 10 réponses" in asked.text and "Aucune ne pose problème" not in asked.text
