"""What she thinks of a project, asked with the last message of a session on both platforms, and what admins see."""

from __future__ import annotations

from datetime import datetime, timedelta
from fractions import Fraction

import pytest

from backend.db.engine.uow import Database
from backend.db.work import rating as rows
from backend.domain.people.commands import Person
from backend.domain.work.rating import ASKED_AGAIN, Aspect, AspectRating, next_aspect
from backend.services.work import rating
from tests.integration import scenes
from tests.integration.scenes import NOW, after, commit, hiteuses, value
from tests.integration.services.work.merges import merged
from tests.integration.services.work.steps import counted, taken
from tests.integration.test_screens import BOTH
from tests.product import COMMENTS, Product, comments


@BOTH
async def test_one_tap_on_the_closing_message_rates_the_project(on_both: Product, channel: str) -> None:
    product = on_both
    await product.project(COMMENTS, comments(2))
    awa = await product.joined(product.somebody(channel))
    await product.taps(awa, "Accepter")
    await product.taps(awa, "Acceptable")
    closing = await product.taps(awa, "Acceptable")  # one message
    assert "Tu as fait toutes les tâches" in closing.text and "🗣 Modération de commentaires : " in closing.text
    assert {"👍 Oui", "😐 Moyen", "👎 Non"} <= set(closing.labels)
    await awa.taps("😐 Moyen", closing)
    await product.settled()
    await product.heard(awa)
    assert await value(product.database, "select value from rating") == 2
    await awa.taps("👍 Oui", closing)  # her last word counts
    await product.settled()
    await product.heard(awa)
    assert await value(product.database, "select value from rating") == 3


async def test_admins_see_what_is_said_from_five_people_on(product: Product) -> None:
    admin = await product.admin()
    await product.project()
    async with product.database.unit() as uow:
        (row,) = await uow.fetch_all("select id from project where not practice")
    project_id = row["id"]
    people = await hiteuses(product.database, 5)
    for n, person in enumerate(people):
        task = await taken(product.database, person, project_id, product.now)
        await counted(product.database, person, task.id, now=product.now)
        assert await commit(
            product.database,
            lambda uow, p=person, n=n: rating.rate(uow, p, project_id, Aspect.PAY, 1 + 2 * (n > 0), NOW),  # type: ignore[misc]
        )
        said = (await product.says(admin, "projets modération")).text
        assert ("🗣 Avis : paie juste 80 % (5)" in said) == (n == 4)
        assert ("Avis : moins de 5" in said) == (n < 4)
    assert "🗣 Avis : paie juste 80 % (5)" in (await product.says(admin, "stats modération")).text


async def test_only_who_worked_on_it_is_heard_and_a_merge_keeps_the_last_word(database: Database) -> None:
    awa, same, other = await hiteuses(database, 3)
    project_id = await scenes.project(database, 4, wanted=2)

    async def says(person: Person, value: int, **later: float) -> bool:
        return await commit(database, rating.rate, person, project_id, Aspect.FAIRNESS, value, after(**later))

    assert not await says(other, 1)
    task = await taken(database, awa, project_id)
    await counted(database, awa, task.id)
    assert await says(awa, 1) and await says(awa, 2, hours=1)
    kept = await merged(database, awa, same)
    assert await commit(database, rows.of_project, project_id) == [AspectRating(Aspect.FAIRNESS, 1, 2)]
    asked = await commit(database, rating.asked, kept, project_id, NOW)
    assert asked is not None and asked.aspect is not Aspect.FAIRNESS


@pytest.mark.parametrize("turn", range(3))
def test_each_aspect_is_asked_in_its_turn_and_again_only_after_long(turn: int) -> None:
    rated: dict[Aspect, datetime] = {}
    for _ in range(3):
        aspect = next_aspect(rated, turn, NOW)
        assert aspect is not None and aspect not in rated
        rated[aspect] = NOW
    assert len({next_aspect({}, turn + n, NOW) for n in range(3)}) == 3
    assert next_aspect(rated, turn, NOW + ASKED_AGAIN - timedelta(seconds=1)) is None
    assert next_aspect(rated, turn, NOW + ASKED_AGAIN) is not None


def test_too_few_ratings_have_no_share() -> None:
    assert AspectRating(Aspect.PAY, 4, 12).share is None
    assert [AspectRating(Aspect.PAY, 5, total).share for total in (5, 10, 15)] == [0, Fraction(1, 2), 1]
