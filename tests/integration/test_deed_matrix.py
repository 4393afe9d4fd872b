"""Buttons that name something by its number, typed by everybody: another country's announcement, thread or person
is shown to nobody whose it is not, and nothing comes of the wish."""

from __future__ import annotations

import pytest

from backend.db import turns
from backend.db.engine.uow import Database
from backend.db.people import queries as people_rows
from backend.db.turns import InboxEvent
from backend.domain.announcements.content import Announcement, Poll
from backend.domain.announcements.life import Audience
from backend.domain.people.commands import Person
from backend.domain.threads.commands import WriteToHuber
from backend.records import Record
from backend.services.announcements import service as announcements_service
from backend.services.payouts.keys import KeySource
from backend.services.threads import service as threads_service
from bot.channels.base import Tap
from bot.dialogues import DIALOGUES
from bot.handlers import dispatch
from bot.handlers.engine.turn import Turn
from bot.i18n.render import plain
from tests.integration.scenes import NOW, commit, hiteuses, value
from tests.integration.test_role_matrix import DOING, OTHER, OWN, STAFF, TITLES, NoJobs, appointed, subject
from tests.signing import issuer

OF_ANNOUNCEMENTS = (
    "",
    "pause ",
    "reprendre ",
    "arreter ",
    "absentes ",
    "image ",
    "encore ",
    "exporter ",
    "voir ",
    "oui ",
)
OF_PEOPLE = ("", " messages", " rappels", " notes", " note", " pause", " reprise", " debloquer")
CHANGE = frozenset({" note", " pause", " reprise", " debloquer"})
SECRET = "Rendez-vous au marché"
"""Stands in everything that is somebody's own here."""


class Came(Record):
    """What came of a tap: all that was said, whether the audit has it, whether she is asked once more."""

    text: str
    noted: bool
    asked: bool


async def taps(database: Database, person: Person, data: str) -> Came:
    contact = await value(database, "select id from contact where person_id = %s", (person.id,))
    async with database.turn() as uow:
        found, talk = await turns.lock_person(uow, person.id)
        waiting = InboxEvent(1, contact, "demo", "key", {}, 0, False, "", False, reached_id=contact, reached="demo")
        turn = Turn(uow, NOW, found, talk, waiting, NoJobs(), {}, DIALOGUES, issuer(), KeySource())
        before = await uow.fetch_one("select count(*) as lines from audit")
        await dispatch.handle(turn, Tap(data, "tap"))
        after = await uow.fetch_one("select count(*) as lines from audit")
        shown = [part for message in turn.said for part in (*message.parts, *(c.part for c in message.choices))]
        asked = bool(talk.stack) and talk.stack[-1][0] == "confirm"
        await uow.rollback()
    return Came("\n".join(plain(part, "fr") for part in shown), before != after, asked)


async def announced(database: Database, by: Person, *countries: str) -> int:
    content = Announcement(SECRET, buttons=(Poll(f"{SECRET} ?", ("oui", "non")),))
    audience, key = Audience(countries=countries), f"key-{by.id}-{countries}"
    made, _ = await commit(database, announcements_service.create, by, key, content, audience, None, "demo", NOW)
    return made.id


async def asked(database: Database, her: Person) -> int:
    await commit(database, threads_service.write, her, WriteToHuber(SECRET), 0, NOW)
    found: int = await value(database, "select max(id) from thread")
    return found


async def huber_of(database: Database, country: str) -> Person:
    (person,) = await hiteuses(database, 1, country=country)
    await commit(database, people_rows.set_profile, person.id, role="huber", countries=[country])
    found = await commit(database, people_rows.person, person.id)
    assert found is not None
    return found


@pytest.mark.parametrize("title", TITLES)
async def test_what_has_a_number_is_for_those_of_its_country_alone(database: Database, title: str) -> None:
    person = await appointed(database, title)
    for country in (OWN, OTHER):
        her = await subject(database, country, "hiteuse")
        huber = await huber_of(database, country)
        announcement, everywhere = await announced(database, huber, country), 0
        thread = await asked(database, her)
        hers = title in DOING or (title == "huber" and country == OWN)
        if country == OTHER:
            everywhere = await announced(database, await appointed(database, "owner"))
        for number in filter(None, (announcement, everywhere)):
            for deed in OF_ANNOUNCEMENTS:
                came = await taps(database, person, f"/annonce {deed}{number}")
                if not hers:
                    assert SECRET not in came.text and not came.noted and not came.asked, (deed, number)
                elif deed in ("", "image ", "voir "):
                    assert SECRET in came.text, (deed, number)
                elif deed in ("pause ", "arreter "):
                    assert (came.noted or came.asked) == (title in DOING), (deed, number)  # a Huber's own alone
            assert SECRET not in (await taps(database, person, f"/annonce-vote {number} 1")).text
        assert (SECRET in (await taps(database, person, f"/messages {thread}")).text) == hers
        for deed in OF_PEOPLE:
            came = await taps(database, person, f"/personne {her.id}{deed}")
            let = title in (DOING if deed in CHANGE else STAFF)
            assert ("Binta" in came.text) == let, deed
            assert came.asked <= let and came.noted <= let, deed
        for deed in ("", " parler", " risque"):
            assert (await taps(database, person, f"/cohorte {her.id}{deed}")).noted == hers, deed
        assert (await taps(database, person, f"/role {her.id} admin owner")).asked == (title == "owner")


@pytest.mark.parametrize("title", TITLES)
async def test_what_concerns_no_country_is_asked_of_its_duties_alone(database: Database, title: str) -> None:
    person = await appointed(database, title)
    doing, staff = title in DOING, title in STAFF
    for data, hers in {
        "/annonce accord CM oui": title == "owner",
        "/inviter admin CI 1": False,  # her duty is asked first
        "/inviter huber CI 1": title == "owner",
        "/inviter hiteuse CM 1": doing,
    }.items():
        assert (await taps(database, person, data)).noted == hers, data
    refused = "Ce mot n'est pas pour toi."
    for data, hers in {
        **dict.fromkeys(
            ("/stats pays", "/stats exporter", "/projets exporter", "/file lire m", "/audit exporter"), staff
        ),
        **dict.fromkeys(("/file renvoyer m 1", "/file jeter e 1", "/file relancer 1", "/file oublier 1"), doing),
        **dict.fromkeys(
            (
                "/projets 1 pause",
                "/projets 1 fermer",
                "/projets 1 priorite haute",
                "/projets 1 complement",
                "/lot importer 1",
            ),
            doing,
        ),
        **dict.fromkeys(
            ("/cohorte semaine", "/cohorte exporter semaine", "/statmodule", "/statmodule exporter"),
            staff or title == "huber",
        ),
        **dict.fromkeys(("/messages page 2", "/annonce liste", "/inviter codes"), doing or title == "huber"),
    }.items():
        assert (refused not in (await taps(database, person, data)).text) == hers, data
