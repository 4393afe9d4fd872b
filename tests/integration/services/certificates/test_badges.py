"""Badges against the real database: what passing a module gives, opens and pays."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from backend.db.certificates import badges as rows
from backend.db.earnings import ledger, ledger_check
from backend.db.engine.uow import Database
from backend.db.training import learning
from backend.domain.certificates.badges import Granted
from backend.domain.errors import NotFound
from backend.domain.money import Money
from backend.domain.people.commands import Person
from backend.domain.work.commands import TakeWork
from backend.records import replace
from backend.services.certificates import badges
from backend.services.earnings import service as earnings_service
from backend.services.training import library
from backend.services.work import service as work_service
from tests.integration.scenes import NOW, after, agreement, commit, execute, hiteuse, hiteuses, project, value
from tests.integration.services.work.steps import counted, take, taken
from tests.integration.training.rows import answered, module

NEEDS = ("moderation-1",)


async def granted(database: Database, person: Person, module_id: str = "micro-taches", now: Any = NOW) -> Granted:
    return await commit(database, badges.grant, person, module_id, now)


async def offered(database: Database, person: Person) -> list[int]:
    found = await commit(database, work_service.offers, person, NOW)
    return [offer.project_id for offer in found]


async def test_a_module_gives_its_own_badge_and_those_that_it_unlocks_once(database: Database) -> None:
    awa = await hiteuse(database)
    await module(database)
    first = await granted(database, awa)
    again = await granted(database, awa, now=after(days=3))
    assert [(b.key, b.title) for b in first.badges] == [
        ("micro-taches", "Les micro-tâches"),
        ("moderation-1", "Modération de contenus, niveau 1"),
        ("saisie-1", "Saisie de données, niveau 1"),
    ]
    assert again == Granted()
    held = await commit(database, badges.held, awa)
    assert held == first.badges and {b.at for b in held} == {NOW}


async def test_a_module_that_is_not_there_gives_nothing(database: Database) -> None:
    awa = await hiteuse(database)
    with pytest.raises(NotFound, match="no module 'plongee'"):
        await granted(database, awa, "plongee")


async def test_the_last_module_of_a_set_gives_the_set_s_certificate_too(database: Database) -> None:
    awa = await hiteuse(database)
    for name in ("bureautique", "micro-taches"):
        await module(database, name, title=name.title())
    first = await granted(database, awa, "bureautique")
    second = await granted(database, awa, "micro-taches")
    assert [c.key for c in first.certificates] == ["bureautique"]
    assert [c.key for c in second.certificates] == ["micro-taches", "outils-de-travail"]
    hers = await commit(database, badges.certificates, awa)
    assert [c.key for c in hers] == ["outils-de-travail", "bureautique", "micro-taches"]


# --- what badges open -------------------------------------------------------------------------------


async def test_a_project_that_needs_a_badge_is_offered_to_its_holders_only(database: Database) -> None:
    awa, other = await hiteuses(database, 2)
    await module(database)
    needing = await project(database, 3, needs=NEEDS)
    free = await project(database, 3, name="free")
    assert await offered(database, awa) == [free]
    found = await granted(database, awa)
    assert [offer.project_id for offer in found.opened] == [needing]
    assert await offered(database, awa) == [needing, free]
    assert await offered(database, other) == [free]
    assert (await take(database, other, needing)).why == "none_left"


async def test_work_that_a_new_badge_has_opened_stands_first_until_it_is_begun(database: Database) -> None:
    await module(database)
    awa = await hiteuse(database)
    others = [await project(database, 3, name=f"other {n}") for n in range(5)]
    opened = await project(database, 3, name="opened", needs=NEEDS)
    await taken(database, awa, others[0])
    await execute(database, "update project set priority = 1 where id = %s", (others[1],))
    assert opened not in await offered(database, awa)
    await granted(database, awa)
    assert await offered(database, awa) == [opened, others[1], others[0], *others[2:]]
    later = after(days=8)
    found = await commit(database, work_service.offers, awa, later)
    assert [offer.project_id for offer in found][-1] == opened  # it is news no more
    await taken(database, awa, opened)
    assert await offered(database, awa) == [others[1], others[0], opened, *others[2:]]


async def test_of_several_badges_that_a_project_needs_all_must_be_held(database: Database) -> None:
    awa = await hiteuse(database)
    await module(database)
    await module(database, "recherche", title="Chercher", unlocks=())
    both = await project(database, 3, needs=("moderation-1", "recherche"))
    assert (await granted(database, awa)).opened == ()
    assert await offered(database, awa) == []
    assert [offer.project_id for offer in (await granted(database, awa, "recherche")).opened] == [both]


async def test_she_sees_which_module_would_open_which_work_the_best_paid_first(database: Database) -> None:
    awa = await hiteuse(database)
    await module(database)
    await module(database, "recherche", title="Chercher", unlocks=())
    await project(database, 3, needs=NEEDS, title="Trier")
    await project(database, 3, name="better", title="Vérifier", needs=("saisie-1", "recherche"), pay=Money(900))
    await project(database, 3, name="dreams", title="Rêver", needs=("reves",))
    await project(database, 3, name="abroad", title="Ailleurs", needs=NEEDS, countries=("SN",))
    await project(database, 0, name="empty", title="Vide", needs=NEEDS)
    found = await commit(database, badges.openings, awa, NOW)
    assert [(o.offer.config.title, [c.id for c in o.courses]) for o in found] == [
        ("Vérifier", ["micro-taches", "recherche"]),
        ("Trier", ["micro-taches"]),
    ]
    await granted(database, awa)
    found = await commit(database, badges.openings, awa, NOW)
    assert [(o.offer.config.title, [c.id for c in o.courses]) for o in found] == [("Vérifier", ["recherche"])]


async def test_a_closed_module_opens_work_for_her_who_is_in_the_middle_of_it(database: Database) -> None:
    awa, other = await hiteuses(database, 2)
    await module(database)
    await project(database, 3, needs=NEEDS, title="Trier")
    lesson = await value(database, "select id from lesson")
    await commit(database, learning.begin, awa.id, "micro-taches", lesson, NOW)
    await commit(database, library.close_module, "micro-taches", NOW)
    found = await commit(database, badges.openings, awa, NOW)
    assert [(o.offer.config.title, [c.id for c in o.courses]) for o in found] == [("Trier", ["micro-taches"])]
    assert await commit(database, badges.openings, other, NOW) == ()


async def test_work_stops_when_its_badge_is_taken_back(database: Database) -> None:
    awa = await hiteuse(database)
    await module(database)
    needing = await project(database, 3, needs=NEEDS)
    found = await granted(database, awa)
    task = await taken(database, awa, needing)
    moderation = next(b.id for b in found.badges if b.key == "moderation-1")
    await commit(database, rows.revoke, [moderation], "erreur", after(minutes=1))
    # the task that is hers already is still paid; the next one is not handed over
    done = await counted(database, awa, task.id, now=after(minutes=2))
    assert (done.next, done.why) == (None, "badge")
    assert await offered(database, awa) == []
    assert await value(database, "select sum(slots) from task") == 2
    assert await agreement(database) == []


async def test_a_badge_that_was_taken_back_can_be_earned_again(database: Database) -> None:
    awa = await hiteuse(database)
    await module(database)
    first = await granted(database, awa)
    await commit(database, rows.revoke, [b.id for b in first.badges], "erreur", NOW)
    assert await commit(database, badges.held, awa) == ()
    again = await granted(database, awa, now=after(days=1))
    assert [b.key for b in again.badges] == [b.key for b in first.badges]


# --- the time of tests ------------------------------------------------------------------------------

SIX_MINUTES = (60, 60, 60, 60, 60, 60)


async def test_the_tests_that_a_project_needs_are_paid_at_its_rate_once(database: Database) -> None:
    awa = await hiteuse(database)
    await module(database)
    project_id = await project(database, 10, needs=NEEDS)  # 0.05 EUR for half a minute
    await answered(database, awa.id, "micro-taches", (60, 30))
    found = await granted(database, awa)
    assert found.paid == Money(1_500)  # a minute and a half at 0.10 EUR a minute
    await commit(database, rows.revoke, [b.id for b in found.badges], "erreur", NOW)
    assert (await granted(database, awa, now=after(days=1))).paid is None
    assert (await commit(database, ledger.balances, "accepted", awa.id)) == (Money(1_500),)
    funded = await value(database, "select array[funded, promised] from project where id = %s", (project_id,))
    assert funded == [5_000 + 1_500] * 2
    assert await agreement(database) == []


async def test_paid_tests_are_in_her_earnings_of_the_day_but_not_in_her_hours(database: Database) -> None:
    awa = await hiteuse(database)
    await module(database)
    await project(database, 10, needs=NEEDS)
    await answered(database, awa.id, "micro-taches", (60, 30))
    await granted(database, awa)
    figures = await commit(database, earnings_service.figures, awa, after(minutes=5))
    assert figures.today.accepted == figures.week.all == figures.ever.accepted == (Money(1_500),)
    assert (figures.answers_today, figures.time_today) == (0, timedelta())
    assert figures.recent_time == timedelta(seconds=90)
    assert await value(database, "select euro_units from day") == 1_500


async def test_tests_that_no_work_needs_are_not_paid(database: Database) -> None:
    awa = await hiteuse(database)
    await module(database)
    await project(database, 3, name="free")
    await project(database, 3, name="abroad", needs=NEEDS, countries=("SN",))
    await project(database, 0, name="empty", needs=NEEDS)
    paused = await project(database, 3, name="paused", needs=NEEDS)
    await execute(database, "update project set status = 'paused' where id = %s", (paused,))
    await answered(database, awa.id, "micro-taches", SIX_MINUTES)
    assert (await granted(database, awa)).paid is None
    assert await value(database, "select count(*) from assessment") == 0


async def test_of_several_projects_the_best_rate_pays(database: Database) -> None:
    awa = await hiteuse(database)
    await module(database)
    await project(database, 10, needs=NEEDS)
    better = await project(database, 10, name="better", needs=("saisie-1",), pay=Money(800))
    await answered(database, awa.id, "micro-taches", (60,))
    assert (await granted(database, awa)).paid == Money(1_600)
    assert await value(database, "select project_id from assessment") == better
    assert await agreement(database) == []


async def test_a_named_budget_pays_tests_out_of_what_is_not_promised(database: Database) -> None:
    awa, binta = await hiteuses(database, 2)
    await module(database)
    budget = Money(20 * 500 + 1_600)
    project_id = await project(database, 20, needs=NEEDS, budget=budget)
    async with database.unit() as uow:
        more = budget + Money(-20 * 500)
        await ledger.transfer(uow, "fund:more", ("client", 0), ("project", project_id), more, NOW)
        await uow.execute("update project set funded = %s where id = %s", (budget.units, project_id))
        await uow.commit()
    for person in (awa, binta):
        await answered(database, person.id, "micro-taches", (60, 30))
    assert (await granted(database, awa)).paid == Money(1_500)
    assert (await granted(database, binta)).paid is None  # 100 units are left
    assert await value(database, "select array[funded, promised] from project") == [budget.units, 10_000 + 1_500]
    assert await agreement(database) == []


async def test_a_project_stops_paying_for_tests_when_they_have_cost_half_of_its_answers(database: Database) -> None:
    people = await hiteuses(database, 3)
    await module(database)
    await project(database, 10, needs=NEEDS)  # 5,000 units
    for person in people:
        await answered(database, person.id, "micro-taches", (60, 60))  # 2,000 units
    paid = [(await granted(database, person)).paid for person in people]
    assert paid == [Money(2_000), Money(2_000), None]
    assert await agreement(database) == []


async def test_a_trainee_s_tests_are_paid_when_she_becomes_a_hiteuse(database: Database) -> None:
    awa = await hiteuse(database)
    await module(database)
    await project(database, 10, needs=NEEDS)
    await answered(database, awa.id, "micro-taches", (60,))
    found = await granted(database, replace(awa, role="trainee"))
    assert (found.paid, found.opened) == (None, ())
    settled = await commit(database, badges.settle, awa, after(days=2))
    assert [offer.config.name for offer in settled.opened] == ["comments"]
    assert settled.paid == (Money(1_000),)
    assert await value(database, "select units from assessment") == 1_000
    await commit(database, badges.settle, awa, after(days=3))
    assert await value(database, "select count(*) from assessment") == 1
    assert await agreement(database) == []


async def test_a_test_that_was_paid_in_the_ledger_alone_is_found_out(database: Database) -> None:
    awa = await hiteuse(database)
    await module(database)
    await project(database, 10, needs=NEEDS)
    await answered(database, awa.id, "micro-taches", (60,))
    await granted(database, awa)
    async with database.unit() as uow:
        await uow.execute("update assessment set units = units - 1")
        twice = [f"person {awa.id}, tests of micro-taches: paid in training or ledger only"] * 2
        stands = f"person {awa.id} has earned 999 EUR units, and her accounts stand at 1000"
        assert await ledger_check.disagreements(uow) == [*twice, stands]


async def test_an_offer_is_taken_with_its_badge_like_any_other(database: Database) -> None:
    awa = await hiteuse(database)
    await module(database)
    needing = await project(database, 2, needs=NEEDS)
    await granted(database, awa)
    task = await taken(database, awa, needing)
    done = await counted(database, awa, task.id, now=after(seconds=30))
    assert done.next is not None
    assert (await commit(database, work_service.take, awa, NOW, TakeWork(needing))).task == done.next
