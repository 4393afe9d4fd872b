"""What a hiteuse is told of her own answers."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from backend.db.engine.uow import Database
from backend.domain.errors import NotAllowed
from backend.domain.people.commands import Person
from backend.domain.quality.own_results import OwnResults, ProjectResults
from backend.records import replace
from backend.services.quality import own_results
from bot.handlers.quality.own_results import message
from bot.i18n.render import plain
from tests.integration.scenes import NOW, after, commit, hiteuse, hiteuses, install_practice, project
from tests.integration.services.work.steps import counted, take, taken


async def results(database: Database, person: Person) -> tuple[ProjectResults, ...]:
    return await commit(database, own_results.of, person)


async def work(database: Database, person: Person, project_id: int, answers: list[Any], start: int = 0) -> None:
    task = await taken(database, person, project_id)
    for n, answer in enumerate(answers):
        done = await counted(database, person, task.id, answer, after(seconds=start + n))
        if done.next is None:
            break
        task = done.next


async def test_answers_that_became_the_result_are_counted_by_project(database: Database) -> None:
    me, one, two = await hiteuses(database, 3)
    project_id = await project(database, 4, wanted=3)
    for person in (one, two):
        await work(database, person, project_id, ["ok"] * 3)
    await work(database, me, project_id, ["ok", "hate", "ok", "ok"])
    other = await project(database, 1, name="other", title="Autre")
    await work(database, me, other, ["hate"], 60)
    assert await results(database, me) == (
        ProjectResults("Autre", 0, 0, 0, 0, True),  # a result of one answer says nothing of it
        ProjectResults("Commentaires", 3, 2, 0, 0, True),  # the fourth is not decided yet
    )


async def test_known_answers_count_apart_and_practice_counts_for_nothing(database: Database) -> None:
    await install_practice(database)
    person = await hiteuse(database)
    project_id = await project(database, 30, wanted=2, known=9)
    task = await taken(database, person, project_id)
    known = 0
    for n in range(30):
        known += task.control
        done = await counted(database, person, task.id, "hate", after(seconds=n))
        assert done.next is not None
        task = done.next
    (found,) = await results(database, person)
    assert (found.decided, found.known, found.right) == (0, known, 0)
    assert known


async def test_free_text_is_not_compared_and_a_grade_within_a_point(database: Database) -> None:
    me, one, two = await hiteuses(database, 3)
    texts = await project(database, 1, wanted=3, kind="text", choices=(), title="Textes")
    grades = await project(
        database, 1, wanted=3, kind="rating", choices=(), scale=("",) * 5, name="grades", title="Notes"
    )
    for person, grade in ((one, 4), (two, 4), (me, 5)):
        await work(database, person, texts, [f"le texte {grade}"])
        await work(database, person, grades, [grade], 60)
    assert {each.title: (each.decided, each.agreed) for each in await results(database, me)} == {
        "Textes": (0, 0),
        "Notes": (1, 1),
    }


async def test_who_has_not_worked_is_told_so_and_nobody_else_asks(database: Database) -> None:
    person = await hiteuse(database)
    assert await results(database, person) == ()
    assert "pas encore de réponse" in said(())
    with pytest.raises(NotAllowed):
        await results(database, replace(person, role="huber"))
    assert (await take(database, person, await project(database, 1), NOW)).task is not None


def said(projects: tuple[ProjectResults, ...], *, reviews: bool = False, course: str = "") -> str:
    return "\n".join(plain(part, "fr") for part in message(OwnResults(projects, reviews, course)).parts)


def test_shares_are_told_only_where_they_say_something_and_always_kindly() -> None:
    few = ProjectResults("Avis", 9, 1, 0, 0, True)
    assert few.grade == "too few"
    assert "Pas encore assez" in said((few,))
    assert ProjectResults("Avis", 10, 9, 0, 0, True).grade == "often"
    assert ProjectResults("Avis", 100, 75, 0, 0, True).grade == "mostly"
    assert ProjectResults("Avis", 26, 26, 6, 1, True).grade == "seldom"  # others were wrong in the same way
    assert ProjectResults("Avis", 26, 26, 4, 0, True).grade == "often"
    poor = ProjectResults("Avis", 100, 40, 6, 1, False)
    assert poor.share == Fraction(2, 5)
    told = said((poor,))
    assert "Ta réponse est le résultat 40 fois sur 100" in told
    assert "Réponses connues d'avance : 1 juste sur 6" in told
    assert "n'est pas une faute" in told
    assert "d'autres ne sont pas d'accord" not in told


def test_what_it_opens_is_said_as_it_is() -> None:
    good = ProjectResults("Avis", 100, 95, 0, 0, True)
    assert "d'autres ne sont pas d'accord" in said((good,))
    assert "la formation « Relire »" in said((good,), course="Relire")
    assert "écris « revues »" in said((good,), reviews=True)
    assert len(said(tuple(replace(good, title="Un titre de projet plutôt long") for _ in range(5)), course="R")) < 1_024


def test_projects_without_a_decided_answer_share_one_sentence() -> None:
    """Five of them, each with its own, made more than one screen."""
    new = [ProjectResults(title, 0, 0, 0, 0, False) for title in ("Recherche de lieux publics", "Saisie de reçus")]
    shown = said((*new, ProjectResults("Avis", 2, 2, 0, 0, False)))
    assert shown.count("Pas encore assez") == 2
    assert "Recherche de lieux publics\nSaisie de reçus\nPas encore assez" in shown
