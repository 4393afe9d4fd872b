"""Announcements on the real database: whom they are for, that each is one, and what people answer."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest

from backend.db.announcements import audience as audience_rows
from backend.db.engine.uow import Database
from backend.db.messaging import contact_routing
from backend.domain.announcements.content import Announcement
from backend.domain.announcements.life import Activity, AnnouncementState, Audience
from backend.domain.errors import BadInput, Misuse, NotAllowed
from backend.domain.people.commands import Person
from backend.records import replace
from backend.services.announcements import approval_rules, composing, steering
from backend.services.announcements import responses as announcements_responses
from backend.services.announcements import service as announcements_service
from bot.jobs import announcements as jobs_announcements
from tests.integration.announcements.announcement_engine import (
    ALL,
    ASKING,
    COPIES,
    Engine,
    clock,
    create,
    hand_over,
    people,
    result,
    set_all,
    staff,
)
from tests.integration.delivery.relays import Phone
from tests.integration.scenes import NOW, after, commit, execute, hiteuses, look, project, rows, value

# --- whom it is for ------------------------------------------------------------------------------------


async def test_of_projects_with_one_title_the_author_reads_the_names(database: Database) -> None:
    for name, title in (("paris", "Avis"), ("lyon", "Avis"), ("photos", "Photos")):
        await project(database, 1, name=name, title=title)
    found = await look(database, composing.choices, await staff(database, "admin"))
    assert [title for _, title in found.projects] == ["Photos", "Avis (lyon)", "Avis (paris)"]


async def test_an_audience_is_who_joined_and_can_be_reached_and_wants_to_hear(database: Database) -> None:
    admin = await staff(database)
    stopped, paused, back, blocked, left, here = await hiteuses(database, 6)
    await set_all(database, [stopped], stopped_at=NOW)
    await set_all(database, [paused], paused_until=after(days=1))
    await set_all(database, [back], paused_until=NOW)
    await set_all(database, [left], joined_at=None)
    await execute(database, "update contact set blocked_at = %s where person_id = %s", (NOW, blocked.id))
    assert await people(database, ALL, admin) == 2
    await execute(database, "update contact set blocked_at = null")
    assert await people(database, ALL, admin) == 3
    assert here.id


async def test_each_filter_counts_who_fits_it(database: Database) -> None:
    admin = await staff(database)
    ivory = await hiteuses(database, 3)
    benin = await hiteuses(database, 2, country="BJ", zone="Africa/Porto-Novo")
    await set_all(database, ivory[:1], role="trainee")
    await set_all(database, ivory, active_on=NOW.date())
    await set_all(database, benin[:1], active_on=NOW.date() - timedelta(days=7))
    given = await project(database, 1)
    await execute(
        database,
        "insert into progress (person_id, project_id, accepted_at) values (%s, %s, %s)",
        (ivory[0].id, given, NOW),
    )
    await execute(
        database,
        "insert into badge (person_id, key, title, at, revoked_at)"
        " values (%s, 'm', 'M', %s, null), (%s, 'm', 'M', %s, %s)",
        (benin[0].id, NOW, benin[1].id, NOW, NOW),
    )

    async def count(**filters: Any) -> int:
        return await people(database, Audience(**filters), admin)

    assert await count() == 5
    assert [await count(countries=(c,)) for c in ("CI", "BJ", "CM")] == [3, 2, 0]
    assert [await count(roles=(r,)) for r in ("trainee", "hiteuse", "huber")] == [1, 4, 0]
    kinds: tuple[Activity, ...] = ("active", "quiet", "at risk")
    assert [await count(activity=kind) for kind in kinds] == [3, 2, 1]
    assert [await count(channel=c) for c in ("demo", "telegram")] == [5, 0]
    assert [await count(project_id=p) for p in (given, given + 1)] == [1, 0]
    assert [await count(badge=b) for b in ("m", "n")] == [1, 0]
    assert await count(countries=("CI",), roles=("trainee",), project_id=given, activity="active") == 1


async def test_where_each_is_reached_is_kept_as_it_would_be_looked_up(database: Database) -> None:
    first, second = await hiteuses(database, 2)
    changes = (
        ("insert into contact (person_id, channel, address) values (%s, 'whatsapp', '225')", first.id),
        ("update conversation set contact_id = (select max(id) from contact) where person_id = %s", first.id),
        ("update person set prefers = 'demo' where id = %s", first.id),
        ("update contact set blocked_at = now() where person_id = %s and channel = 'demo'", first.id),
        ("update contact set locked_at = now() where person_id = %s and channel = 'whatsapp'", first.id),
        ("update contact set blocked_at = null where person_id = %s", first.id),
        ("update contact set person_id = %s where channel = 'whatsapp'", second.id),
        ("update conversation set contact_id = null where person_id = %s", first.id),
        ("delete from contact where person_id = %s and channel = 'whatsapp'", second.id),
    )
    seen = []
    for statement, person_id in changes:
        await execute(database, statement, (person_id,))
        for person in (first, second):
            chat = await look(database, contact_routing.of, person.id)
            open_ = chat if chat and chat.blocked_at is None and chat.locked_at is None else None
            kept = await rows(database, "select reached_id, reached from person where id = %s", (person.id,))
            assert kept == [{"reached_id": open_ and open_.id, "reached": open_ and open_.channel}], statement
            seen.append(kept[0]["reached"])
    assert set(seen) == {"demo", "whatsapp", None}


async def test_a_huber_reaches_her_countries_only_and_means_them_when_she_names_none(database: Database) -> None:
    huber = await staff(database, "huber")
    await hiteuses(database, 2)
    await hiteuses(database, 3, country="CM", zone="Africa/Douala")
    assert await people(database, ALL, huber) == 2
    with pytest.raises(NotAllowed):
        await people(database, Audience(("CI", "CM")), huber)
    both = replace(huber, countries=("CI", "CM"))
    assert await people(database, ALL, both) == 5
    reader = await staff(database, duty="reader")
    with pytest.raises(NotAllowed):
        await people(database, ALL, reader)


async def test_a_huber_is_shown_what_went_to_her_countries_alone_and_can_open_all_of_it(database: Database) -> None:
    admin, huber = await staff(database), await staff(database, "huber")
    await hiteuses(database, 1)
    await hiteuses(database, 1, country="CM", zone="Africa/Douala")
    hers = await hand_over(database, huber, Announcement("Abidjan"))
    for number, audience in enumerate((ALL, Audience(("CI", "CM")), Audience(("CM",)))):
        await hand_over(database, admin, Announcement(f"Ailleurs {number}"), audience)
    shown = await commit(database, announcements_service.latest, huber)
    assert [each.id for each in shown] == [hers.id]
    for each in shown:
        await commit(database, announcements_service.get, by=huber, number=each.id)
    both = replace(huber, countries=("CI", "CM"))
    assert len(await commit(database, announcements_service.latest, both)) == 3
    assert len(await commit(database, announcements_service.latest, admin)) == 4


async def test_the_cost_is_that_of_whatsapp_inside_and_outside_its_24_hours(database: Database) -> None:
    admin = await staff(database)
    found = await hiteuses(database, 3)
    async with database.unit() as uow:
        await uow.execute("update contact set channel = 'whatsapp' where person_id <> %s", (found[0].id,))
        await uow.execute("update contact set heard_at = %s where person_id = %s", (after(hours=-23), found[1].id))
        await uow.execute("update contact set heard_at = %s where person_id = %s", (after(hours=-25), found[2].id))
        await uow.execute("update person p set reached = channel from contact k where k.id = p.reached_id")
        await uow.commit()
    later = NOW.replace(year=2027)  # by the price list of October 2026
    estimate = await commit(database, announcements_service.estimate, admin, ALL, NOW)
    assert (estimate.people, estimate.channels, estimate.outside) == (3, {"demo": 1, "whatsapp": 2}, 1)
    assert estimate.cost == 194  # 0.0225 USD, one template
    estimate = await commit(database, announcements_service.estimate, admin, ALL, later)
    assert (estimate.outside, estimate.cost) == (2, 388)
    # without a template it waits until they write, and costs what an answer costs
    estimate = await commit(database, announcements_service.estimate, admin, ALL, NOW, held={"whatsapp"})
    assert (estimate.outside, estimate.cost) == (1, 0)


async def test_the_cost_of_a_planned_one_is_that_of_the_hour_at_which_it_goes(database: Database) -> None:
    """Whoever wrote an hour ago is outside of WhatsApp's 24 hours the day after tomorrow; a template costs five
    times as much as free words."""
    admin = await staff(database)
    found = await hiteuses(database, 3)
    there = await hiteuses(database, 1, country="MG", zone="Indian/Antananarivo")
    now = NOW.replace(year=2027)
    async with database.unit() as uow:
        await uow.execute("update contact set channel = 'whatsapp'")
        await uow.execute("update contact set heard_at = %s", (now - timedelta(hours=1),))
        await uow.execute("update person p set reached = channel from contact k where k.id = p.reached_id")
        await uow.commit()
    assert len(found) + len(there) == 4

    async def outside(local: datetime | None, at: datetime = now) -> tuple[int, int]:
        estimate = await commit(database, announcements_service.estimate, admin, ALL, at, local)
        assert estimate.people == 4
        return estimate.outside, estimate.cost

    assert await outside(None) == (0, 4 * 34)
    assert await outside(clock(2027, 3, 4, 20)) == (0, 4 * 34)  # this evening
    assert await outside(clock(2027, 3, 6, 9)) == (4, 4 * 194)
    # tomorrow at 10, on everybody's own clock: in Madagascar that is three hours sooner, not yet a day after
    assert await outside(clock(2027, 3, 5, 10)) == (3, 3 * 194 + 34)
    # at once, but it is night: they are written to at 7, and their day is over by then
    night = NOW.replace(year=2027, day=5, hour=4)
    assert await outside(None, night) == (0, 4 * 34)
    assert (await outside(None, NOW.replace(year=2027, day=5, hour=22)))[0] == 4


# --- that it is one ------------------------------------------------------------------------------------


async def test_two_at_once_with_the_same_words_make_one_announcement(database: Database) -> None:
    first, second = await staff(database, "huber"), await staff(database, "huber")
    await hiteuses(database, 1)
    spaced = Announcement("  Réunion   samedi à 10 h. ")
    made = await asyncio.gather(
        create(database, first), create(database, second, spaced), create(database, first, key="another tap")
    )
    assert len({found.id for found, _ in made}) == 1
    assert sorted(new for _, new in made) == [False, False, True]
    (found, _), *_ = made
    author = first if found.author_id == first.id else second
    other = second if author is first else first
    assert await create(database, other, now=after(minutes=11)) != (found, False)  # another day's
    assert not (await create(database, author, key="k", now=after(hours=23)))[1]
    assert (await create(database, author, key="l", now=after(hours=25, minutes=11)))[1]
    assert await value(database, "select count(*) from audit where action = 'announce'") == 3


async def test_nothing_is_handed_over_that_could_not_be_shown_or_told(database: Database) -> None:
    admin = await staff(database)
    with pytest.raises(BadInput, match="nobody"):
        await create(database, admin)
    await hiteuses(database, 1, country="MG", zone="Indian/Antananarivo")
    with pytest.raises(BadInput, match="too long"):
        await create(database, admin, Announcement("a" * 4_097))
    with pytest.raises(BadInput, match="passed"):  # 12 h there already
        await create(database, admin, local=clock(2026, 3, 4, 11))
    with pytest.raises(BadInput, match="60 days"):
        await create(database, admin, local=clock(2026, 5, 4, 11))
    assert await rows(database, "select from announcement") == []
    assert await create(database, admin, local=clock(2026, 3, 4, 13))


async def test_more_than_500_people_need_a_second_person_where_their_country_asked_for_it(database: Database) -> None:
    owner, huber = await staff(database), await staff(database, "huber")
    await execute(
        database,
        """
            with p as (insert into person (role, country, zone, created_at, joined_at)
                       select 'hiteuse', 'CI', 'Africa/Abidjan', %(now)s, %(now)s from generate_series(1, 501)
                       returning id)
            , k as (insert into contact (person_id, channel, address) select id, 'demo', 'many-' || id from p
                    returning id, person_id)
            insert into conversation (person_id, contact_id) select person_id, id from k
            """,
        {"now": NOW},
    )
    with pytest.raises(NotAllowed):
        await commit(database, approval_rules.ask_for_second, huber, "CI", True, "demo", NOW)
    for changed in (True, False):
        assert (await commit(database, approval_rules.ask_for_second, owner, "CI", True, "demo", NOW)) is changed
    assert await value(database, "select count(*) from audit where action = 'ask for a second person'") == 1
    found = await hand_over(database, huber)
    assert found.state is AnnouncementState.ASKED
    assert [announcements_service.may_decide(by, found) for by in (owner, huber)] == [True, False]
    engine = Engine(database, Phone())
    await engine.look(found.id, minutes=1)
    assert await value(database, COPIES) == 0
    with pytest.raises(NotAllowed):
        await commit(database, steering.approve, huber, found.id, "demo", NOW)
    yes = await commit(database, steering.approve, owner, found.id, "demo", NOW)
    assert (yes.state, yes.approved_by) == (AnnouncementState.PLANNED, owner.id)
    with pytest.raises(Misuse):
        await commit(database, steering.refuse, owner, found.id, "demo", NOW)
    await engine.look(found.id)
    assert await value(database, COPIES) == 501
    mine = await hand_over(database, owner, Announcement("À moi"))
    assert not announcements_service.may_decide(owner, mine)
    with pytest.raises(NotAllowed):
        await commit(database, steering.approve, owner, mine.id, "demo", NOW)


# --- answers -------------------------------------------------------------------------------------------


async def test_a_vote_counts_once_may_change_and_only_while_the_poll_is_open(database: Database) -> None:
    admin = await staff(database)
    awa, fatou = await hiteuses(database, 2)
    engine = Engine(database, Phone())
    number = (await hand_over(database, admin, ASKING)).id
    await engine.look(number)
    (stranger,) = await hiteuses(database, 1)

    async def vote(person: Person, place: int, now: datetime = NOW) -> str:
        return await commit(database, announcements_responses.vote, person, number, place, now)

    assert [await vote(awa, 0), await vote(awa, 0), await vote(awa, 1), await vote(fatou, 1)] == [
        "counted",
        "same",
        "changed",
        "counted",
    ]
    assert [await vote(stranger, 0), await vote(awa, 2), await vote(awa, 0, after(days=8))] == [
        "unknown",
        "unknown",
        "closed",
    ]
    for act in (announcements_responses.note_read, announcements_responses.note_interest):
        said = [await commit(database, act, person=awa, number=number, now=NOW) for _ in range(2)]
        assert said == ["counted", "same"]
    progress = await result(database, number)
    assert (progress.votes, progress.noted, progress.interested) == ((0, 2), 1, 1)


async def test_many_who_answer_at_once_bring_one_look(database: Database) -> None:
    admin = await staff(database)
    await hiteuses(database, 1)
    engine = Engine(database, Phone())
    number = (await hand_over(database, admin, ASKING)).id
    engine.clock.forward(timedelta(seconds=1))
    for _ in range(3):
        await commit(database, engine.jobs.answered, number)
    assert engine.deferred == [("announcement", jobs_announcements.REPORT_INTERVAL)]


async def test_a_turn_may_look_at_everybody_and_goes_by_key_again_afterwards(database: Database) -> None:
    async with database.turn() as uow:
        before = await uow.fetch_one("select current_setting('enable_hashjoin') as it")
        async with audience_rows.looking_at_all(uow):
            assert await uow.fetch_one("select current_setting('enable_hashjoin') as it") == {"it": "on"}
        assert await uow.fetch_one("select current_setting('enable_hashjoin') as it") == before == {"it": "off"}


async def test_a_huber_steers_her_own_announcement_and_nobody_elses(database: Database) -> None:
    admin, mariam, fatou = await staff(database), await staff(database, "huber"), await staff(database, "huber")
    await hiteuses(database, 1)
    hers = await hand_over(database, mariam, Announcement("Bonjour"))
    ours = await hand_over(database, admin, Announcement("Bonsoir"), Audience(countries=("CI",)))
    for by, found in ((fatou, hers), (mariam, ours)):
        async with database.unit() as uow:
            assert (await announcements_service.get(uow, by, found.id)).id == found.id  # she sees it
            with pytest.raises(NotAllowed):
                await steering.pause(uow, by, found.id, "demo", NOW)
    for by, found in ((mariam, hers), (admin, ours)):
        await commit(database, steering.pause, by=by, number=found.id, channel="demo", now=NOW)
    await commit(database, steering.cancel, by=admin, number=hers.id, channel="demo", now=NOW)
