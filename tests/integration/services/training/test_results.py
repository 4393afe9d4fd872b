"""What trainers learn from how people do: by module, lesson, woman and question, and as a table."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from math import sqrt
from pathlib import Path

import pytest

from backend.db.engine.uow import Database, UnitOfWork
from backend.db.people import queries as people_rows
from backend.domain.errors import NotAllowed, NotFound
from backend.domain.people.commands import OPERATOR, Person
from backend.services.training import results
from tests.integration.scenes import NOW, execute, hiteuses, look, value
from tests.integration.services.training.test_library import Author
from tests.integration.training.lessons import KEYS, lesson, module

THREE = KEYS[:3]
LATER = datetime(2026, 3, 5, 10, 30, tzinfo=UTC)


async def staff(uow: UnitOfWork, database: Database, role: str, country: str = "CI") -> Person:
    (person,) = await hiteuses(database, 1, country=country)
    duty = "owner" if role == "admin" else None
    await uow.execute("update person set role = %s, duty = %s where id = %s", (role, duty, person.id))
    found = await people_rows.person(uow, person.id)
    assert found is not None
    return found


async def named(database: Database, name: str, country: str = "CI") -> Person:
    (person,) = await hiteuses(database, 1, country=country)
    await execute(database, "update person set first_name = %s where id = %s", (name, person.id))
    return person


async def answered(
    database: Database, person: Person, shares: Mapping[str, Sequence[float]], at: datetime = NOW
) -> None:
    """She begins the module and answers its questions (keys), some of them several times."""
    async with database.unit() as uow:
        await uow.execute(
            "insert into enrolment (person_id, module_id, started_at, active_at) values (%s, 'capitales', %s, %s)",
            (person.id, NOW, NOW),
        )
        for key, each in shares.items():
            for n, share in enumerate(each):
                await uow.execute(
                    """
                    insert into attempt (person_id, question_id, lesson_id, at, share, first)
                    select %s, id, lesson_id, %s, %s, %s from question where key = %s
                    """,
                    (person.id, at, share, n == 0, key),
                )
        await uow.commit()


async def finished(
    database: Database, person: Person, number: int, score: str, *, tries: int = 1, failures: int = 0
) -> None:
    done = None if failures else LATER
    await execute(
        database,
        """
            insert into lesson_progress (person_id, lesson_id, started_at, finished_at, score, tries, failures)
            select %s, id, %s, %s, %s, %s, %s from lesson where position = %s
            """,
        (person.id, NOW, done, None if failures else Decimal(score), tries, failures, number),
    )


async def passed(database: Database, person: Person, score: str, tries: int) -> None:
    await execute(
        database,
        "update enrolment set tries = %s, score = %s, passed_at = %s where person_id = %s",
        (tries, Decimal(score), LATER, person.id),
    )


async def class_of_three(database: Database) -> tuple[Person, Person, Person]:
    """Awa (CI) passes; Binta (CI) fails the first lesson; Coumba (SN) has begun and answered nothing."""
    await module(database, [lesson(1, THREE), lesson(2, KEYS[3:4])])
    awa, binta, coumba = [
        await named(database, name, country) for name, country in (("Awa", "CI"), ("Binta", "CI"), ("Coumba", "SN"))
    ]
    await answered(database, awa, {"capitale-1-CI": [1], "capitale-1-SN": [0, 0.5, 1], "capitale-2-BF": [1]})
    await finished(database, awa, 1, "0.9", tries=2)
    await finished(database, awa, 2, "1")
    await passed(database, awa, "0.85", 2)
    await answered(database, binta, {"capitale-1-CI": [0, 0], "capitale-1-SN": [0.5]})
    await finished(database, binta, 1, "0", tries=3, failures=3)
    await answered(database, coumba, {})
    return awa, binta, coumba


async def test_an_admin_sees_all_and_a_huber_her_countries(database: Database) -> None:
    await class_of_three(database)
    await module(database, [lesson(1, THREE)], name="autre", title="Autre", order=2)
    async with database.unit() as uow:
        admin, huber = await staff(uow, database, "admin"), await staff(uow, database, "huber", "SN")
        first, second = await results.modules(uow, admin)
        assert (first.id, first.begun, first.passed, first.tried, first.score) == (
            "capitales",
            3,
            1,
            1,
            Decimal("0.85"),
        )
        assert (second.id, second.begun, second.score) == ("autre", 0, None)
        hers, _ = await results.modules(uow, huber)
        assert (hers.begun, hers.passed, hers.tried, hers.score) == (1, 0, 0, None)

        one, two = (await results.module(uow, admin, "capitales")).lessons
        assert (one.number, one.begun, one.finished, one.score, one.stuck) == (1, 2, 1, Decimal("0.9"), 1)
        assert (two.title, two.begun, two.finished, two.stuck) == ("Leçon 2", 1, 1, 0)
        of_hers = await results.module(uow, huber, "capitales")
        assert of_hers.countries == ("SN",)
        assert [(each.begun, each.finished, each.stuck) for each in of_hers.lessons] == [(0, 0, 0)] * 2
        assert [line.tried for line in of_hers.questions] == [0, 0, 0, 0]

        _, women = await results.women(uow, admin, "capitales", 10)
        assert [(w.name, w.country, w.finished, w.score, w.tries, w.final, w.passed) for w in women] == [
            ("Binta", "CI", 0, None, 0, None, False),
            ("Coumba", "SN", 0, None, 0, None, False),
            ("Awa", "CI", 2, Decimal("0.95"), 2, Decimal("0.85"), True),
        ]
        _, page = await results.women(uow, admin, "capitales", 1, 1)
        assert [w.name for w in page] == ["Coumba"]
        _, women = await results.women(uow, huber, "capitales", 10)
        assert [w.name for w in women] == ["Coumba"]


async def test_one_of_them_is_shown_with_what_she_got_wrong_the_last_time(database: Database) -> None:
    awa, binta, coumba = await class_of_three(database)
    async with database.unit() as uow:
        admin, huber = await staff(uow, database, "admin"), await staff(uow, database, "huber", "SN")
        found = await results.woman(uow, admin, "capitales", awa.id)
        assert [(each.number, each.finished, each.score, each.tries) for each in found.lessons] == [
            (1, True, Decimal("0.9"), 2),
            (2, True, Decimal(1), 1),
        ]
        assert found.missed == ()  # right the last time, after all
        found = await results.woman(uow, admin, "capitales", binta.id)
        assert [(each.key, each.text, each.answers, each.lesson) for each in found.missed] == [
            ("capitale-1-CI", "Capitale CI ?", 2, 1),
            ("capitale-1-SN", "Capitale SN ?", 1, 1),
        ]
        assert (await results.woman(uow, huber, "capitales", coumba.id)).woman.name == "Coumba"
        with pytest.raises(NotFound):
            await results.woman(uow, huber, "capitales", awa.id)
        with pytest.raises(NotFound):
            await results.woman(uow, admin, "capitales", admin.id)


async def test_who_teaches_is_in_no_figure(database: Database) -> None:
    awa, *_ = await class_of_three(database)
    async with database.unit() as uow:
        admin = await staff(uow, database, "admin")
        await uow.execute("update person set role = 'huber' where id = %s", (awa.id,))
        first, *_ = await results.modules(uow, admin)
        assert (first.begun, first.passed, first.score) == (2, 0, None)


async def test_the_table_has_a_row_for_each_question_that_somebody_answered(database: Database, tmp_path: Path) -> None:
    awa, _, coumba = await class_of_three(database)
    async with database.unit() as uow:
        huber = await staff(uow, database, "huber", "SN")
        file = io.StringIO()
        assert await results.write(uow, OPERATOR, "capitales", file, "csv") == 6
        rows = list(csv.DictReader(io.StringIO(file.getvalue())))
        assert list(rows[0]) == list(results.COLUMNS)
        assert [(row["name"], row["lesson"], row["question"]) for row in rows] == [
            ("Awa", "1", "capitale-1-CI"),
            ("Awa", "1", "capitale-1-SN"),
            ("Awa", "2", "capitale-2-BF"),
            ("Binta", "1", "capitale-1-CI"),
            ("Binta", "1", "capitale-1-SN"),
            ("Coumba", "", ""),
        ]
        second = rows[1]
        assert {name: second[name] for name in ("answers", "first_share", "last_share", "last_at")} == {
            "answers": "3",
            "first_share": "0",
            "last_share": "1",
            "last_at": "2026-03-04T09:00:00Z",
        }
        assert (second["person"], second["final_tries"], second["final_score"]) == (str(awa.id), "2", "0.85")
        assert (second["lesson_score"], second["lesson_tries"]) == ("0.9", "2")
        assert second["lesson_finished_at"] == "2026-03-05T10:30:00Z"
        assert (rows[3]["lesson_score"], rows[3]["lesson_tries"], rows[3]["passed_at"]) == ("", "3", "")

        path = tmp_path / "results.jsonl"
        assert await results.save(uow, OPERATOR, None, path, "jsonl") == 6
        lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        assert [line["answers"] for line in lines] == [1, 3, 1, 2, 1, None]
        file = io.StringIO()
        assert await results.write(uow, huber, None, file, "jsonl") == 1
        assert json.loads(file.getvalue())["person"] == coumba.id
        with pytest.raises(NotFound):
            await results.write(uow, OPERATOR, "capitale", io.StringIO(), "csv")


async def test_answers_stand_beside_the_text_that_was_answered(database: Database, tmp_path: Path) -> None:
    author, awa = Author(database, tmp_path), await named(database, "Awa")
    changed = NOW + timedelta(days=1)
    await author.imports(author.write("capitales.gift", "::q::Accra est-elle au Togo ? {F}\n\n::r::Vrai ? {T}"))
    await answered(database, awa, {"q": [0, 1], "r": [0]})
    reworded = "::q::Accra est-elle la capitale du Togo ? {F}\n\n::r::Est-ce vrai ? {T}"
    await author.imports(author.write("capitales.gift", reworded), changed)
    await execute(
        database,
        "insert into attempt (person_id, question_id, lesson_id, at, share, first) "
        "select %s, id, lesson_id, %s, 0.5, false from question where key = 'q'",
        (awa.id, changed + timedelta(hours=1)),
    )
    async with database.unit() as uow:
        admin, file = await staff(uow, database, "admin"), io.StringIO()
        assert await results.write(uow, OPERATOR, None, file, "csv") == 3
        rows = list(csv.DictReader(io.StringIO(file.getvalue())))
        assert [(row["text"], row["answers"], row["first_share"], row["last_share"]) for row in rows] == [
            ("Accra est-elle au Togo ?", "2", "0", "1"),
            ("Accra est-elle la capitale du Togo ?", "1", "0.5", "0.5"),
            ("Vrai ?", "1", "0", "0"),
        ]
        missed = (await results.woman(uow, admin, "capitales", awa.id)).missed
        assert [each.text for each in missed] == ["Accra est-elle la capitale du Togo ?", "Vrai ?"]
        assert [each.tried for each in (await results.module(uow, admin, "capitales")).questions] == [0, 0]


async def test_a_table_holds_no_formula(database: Database) -> None:
    await module(database, [lesson(1, THREE)])
    await answered(database, await named(database, "=1+1"), {"capitale-1-CI": [1]})
    async with database.unit() as uow:
        file = io.StringIO()
        await results.write(uow, OPERATOR, None, file, "csv")
    (row,) = csv.DictReader(io.StringIO(file.getvalue()))
    assert row["name"] == "'=1+1"


async def test_learners_see_nobodys_results(database: Database) -> None:
    await module(database, [lesson(1, THREE)])
    (awa,) = await hiteuses(database, 1)
    async with database.unit() as uow:
        for refused in (
            results.modules(uow, awa),
            results.module(uow, awa, "capitales"),
            results.women(uow, awa, "capitales", 5),
            results.woman(uow, awa, "capitales", awa.id),
            results.write(uow, awa, None, io.StringIO(), "csv"),
        ):
            with pytest.raises(NotAllowed):
                await refused


async def test_discrimination_is_the_correlation_with_her_other_answers(database: Database) -> None:
    await module(database, [lesson(1, KEYS[:4])])
    answers = ["1110", "1100", "1011", "0110", "0001", "0000"]
    for person, hers in zip(await hiteuses(database, 6), answers, strict=True):
        shares = {f"capitale-1-{key}": [int(hit)] for key, hit in zip(KEYS[:4], hers, strict=True)}
        await answered(database, person, shares)
    lines = (await look(database, results.module, OPERATOR, "capitales")).questions
    expected = [
        _pearson([int(h[i]) for h in answers], [(sum(map(int, h)) - int(h[i])) / 3 for h in answers]) for i in range(4)
    ]
    assert [line.tried for line in lines] == [6] * 4
    assert [line.right for line in lines] == pytest.approx([3 / 6, 3 / 6, 3 / 6, 2 / 6])
    assert [line.discrimination for line in lines] == pytest.approx(expected)


def _pearson(a: list[int], b: list[float]) -> float:
    mean_a, mean_b = sum(a) / len(a), sum(b) / len(b)
    together = sum((x - mean_a) * (y - mean_b) for x, y in zip(a, b, strict=True))
    return together / sqrt(sum((x - mean_a) ** 2 for x in a) * sum((y - mean_b) ** 2 for y in b))


async def test_the_questions_of_the_final_test_come_last(database: Database) -> None:
    pool = "::p1::Le Togo a une capitale. {T}\n\n::p2::Le Mali aussi. {T}\n\n::p3::Et le Bénin. {T}\n"
    await module(database, [lesson(1, THREE[:1])], test=pool)
    (awa,) = await hiteuses(database, 1)
    await answered(database, awa, {"p1": [0], "capitale-1-CI": [1]})
    async with database.unit() as uow:
        lines = (await results.module(uow, OPERATOR, "capitales")).questions
        assert [(line.key, line.lesson, line.tried) for line in lines] == [
            ("capitale-1-CI", 1, 1),
            ("p1", 0, 1),
            ("p2", 0, 0),
            ("p3", 0, 0),
        ]
        file = io.StringIO()
        await results.write(uow, OPERATOR, None, file, "csv")
        rows = list(csv.DictReader(io.StringIO(file.getvalue())))
        assert [(row["lesson"], row["question"]) for row in rows] == [("1", "capitale-1-CI"), ("", "p1")]
        (missed,) = (await results.woman(uow, OPERATOR, "capitales", awa.id)).missed
        assert (missed.lesson, missed.key) == (0, "p1")
    assert await value(database, "select count(*) from attempt") == 2
