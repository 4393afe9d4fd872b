"""An order that was only passed on is not carried out."""

from __future__ import annotations

from typing import Any

import pytest

from backend.db import turns
from backend.db.engine.uow import Database
from backend.db.turns import InboxEvent
from backend.services.identity import linking
from backend.services.payouts.keys import KeySource
from bot.channels.base import Text
from bot.dialogues import DIALOGUES
from bot.handlers import dispatch, forwarded
from bot.handlers.engine.turn import Turn
from tests.integration.scenes import NOW, hiteuse, rows, value
from tests.integration.test_role_matrix import NoJobs, appointed, subject
from tests.signing import issuer


async def hears(database: Database, person_id: int, *said: Text) -> list[Any]:
    """What she is told of the last of these, in turns of her own."""
    contact = await value(database, "select id from contact where person_id = %s", (person_id,))
    told: list[Any] = []
    for text in said:
        async with database.turn() as uow:
            person, talk = await turns.lock_person(uow, person_id)
            waiting = InboxEvent(1, contact, "demo", "key", {}, 0, False, "", False, reached_id=contact, reached="demo")
            turn = Turn(uow, NOW, person, talk, waiting, NoJobs(), {}, DIALOGUES, issuer(), KeySource())
            await dispatch.handle(turn, text)
            told = turn.said
            await uow.commit(*turns.finish_turn(person.id, turn.conversation, waiting, NOW, turn.outgoing, aside=False))
    return told


@pytest.mark.parametrize(
    "word", ["stats", "inviter hiteuse CI 1", "role {her} huber", "lier ABCD-EFGH-JKMN-PQRS", "secret"]
)
async def test_what_acts_for_others_shows_their_data_or_joins_chats_is_not_done(database: Database, word: str) -> None:
    owner, her = await appointed(database, "owner"), await subject(database, "CI")
    text = word.format(her=her.id)
    assert await hears(database, owner.id, Text(text, forwarded=True)) == [forwarded.REFUSED]
    assert await rows(database, "select from invite union all select from audit") == []
    assert await hears(database, owner.id, Text(text)) != [forwarded.REFUSED]


@pytest.mark.parametrize(
    "said",
    [
        *("ajoute un client Moov", "donne-moi 3 codes de hiteuses pour le Togo", "nomme Awa huber", "affiche l'audit"),
        *("fais une annonce : bonjour", "réclamations"),
    ],
)
@pytest.mark.parametrize("before", ["menu", "lot"])
async def test_an_order_in_a_sentence_is_not_done_either(database: Database, said: str, before: str) -> None:
    """Below an open question it was carried out: a client was there, and three codes."""
    owner = await appointed(database, "owner")
    (told,) = await hears(database, owner.id, Text(before), Text(said, forwarded=True))
    assert told.parts[0] == forwarded.REFUSED.parts[0]
    assert await value(database, "select count(*) from client") == 1
    assert await rows(database, "select from invite union all select from audit") == []


async def test_a_yes_that_was_passed_on_confirms_nothing(database: Database) -> None:
    owner, her = await appointed(database, "owner"), await subject(database, "CI")
    asked = Text(f"role {her.id} huber")
    (told,) = await hears(database, owner.id, asked, Text("Oui", forwarded=True))
    assert told.parts[0] == forwarded.REFUSED.parts[0] and [c.id for c in told.choices] == ["yes", "no"]
    assert await value(database, "select role from person where id = %s", (her.id,)) == "trainee"
    await hears(database, owner.id, Text("Oui"))
    assert await value(database, "select role from person where id = %s", (her.id,)) == "huber"


async def test_a_code_that_joins_chats_is_an_order_without_its_word_as_well(database: Database) -> None:
    other, awa = await subject(database, "CI"), await appointed(database, "hiteuse")
    async with database.unit() as uow:
        made = await linking.make(uow, other.id, NOW, {}, contact_id=None)
        await uow.commit()
    assert await hears(database, awa.id, Text(made.code, forwarded=True)) == [forwarded.REFUSED]
    assert await hears(database, awa.id, Text(made.code)) != [forwarded.REFUSED]


async def test_a_yes_that_was_passed_on_joins_no_accounts(database: Database) -> None:
    awa, other = await appointed(database, "hiteuse"), await hiteuse(database)
    async with database.unit() as uow:
        made = await linking.make(uow, other.id, NOW, {}, contact_id=None)
        await uow.commit()
    (told,) = await hears(database, awa.id, Text(f"lier {made.code}"), Text("Oui", forwarded=True))
    assert told.parts[0] == forwarded.REFUSED.parts[0] and [c.id for c in told.choices] == ["yes", "no"]
    assert await value(database, "select count(*) from merge") == 0
    (told,) = await hears(database, awa.id, Text("secret"), Text("4829", forwarded=True))
    assert told.parts[0] == forwarded.REFUSED.parts[0]
    assert await value(database, "select count(*) from person where pin is not null") == 0


async def test_what_concerns_only_herself_is_done(database: Database) -> None:
    awa = await appointed(database, "hiteuse")
    for word in ("gains", "menu", "aide"):
        assert await hears(database, awa.id, Text(word, forwarded=True)) != [forwarded.REFUSED]


@pytest.mark.parametrize("said", ["mon wave c'est 0701020304", "payez-moi au 07 01 02 03 04"])
async def test_where_she_is_paid_is_not_taken_from_what_was_passed_on(database: Database, said: str) -> None:
    awa = await hiteuse(database)
    assert await hears(database, awa.id, Text(said, forwarded=True)) == [forwarded.REFUSED]
    (told,) = await hears(database, awa.id, Text(said))
    assert [choice.id for choice in told.choices] == ["later"]  # where she is paid is asked for: to whose name
