"""Who may do what, written down by hand and tried: every word of the chat by everybody through the real
dispatcher, what concerns somebody of another country, and every action of the table.

A new word or action fails here until somebody has decided whose it is.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from backend.db import turns
from backend.db.engine.uow import Database, UnitOfWork
from backend.db.people import queries as people_rows
from backend.db.turns import InboxEvent
from backend.domain.errors import NotAllowed
from backend.domain.identity.linking import ProofReason
from backend.domain.messaging.message import Raw
from backend.domain.people.commands import OPERATOR, Person
from backend.domain.people.permissions import ACTIONS, Action
from backend.services import access
from backend.services.certificates import badges
from backend.services.identity import linking
from backend.services.payouts.keys import KeySource
from bot.channels.base import Text
from bot.dialogues import DIALOGUES
from bot.handlers import dispatch
from bot.handlers.account import small_talk_replies
from bot.handlers.engine.turn import Turn
from bot.i18n.render import plain
from tests.integration.scenes import NOW, commit, hiteuses, value
from tests.integration.training.rows import module
from tests.signing import issuer

ROOT = Path(__file__).parents[2]
TITLES = ("hiteuse", "trainee", "huber", "owner", "operations", "finance", "reader")
LEARNERS = {"hiteuse", "trainee"}
STAFF = {"owner", "operations", "finance", "reader"}
DOING = {"owner", "operations"}
FIELD = DOING | {"huber"}
ALL = set(TITLES)

WORDS: dict[str, set[str]] = {
    "travail": {"hiteuse"},
    "paiement": STAFF | {"hiteuse"},
    "gains": {"hiteuse"},
    "prenom": LEARNERS,
    "attestation": {"hiteuse"},
    "projet": {"hiteuse"},
    "mettre de cote": {"hiteuse"},
    "mon compte": {"hiteuse"},
    "changer mon momo": {"hiteuse"},
    "declarer": {"hiteuse"},
    "j ai paye": {"hiteuse"},
    "j ai pas paye": {"hiteuse"},
    "j ai ouvert": {"hiteuse"},
    "j ai pas ouvert": {"hiteuse"},
    "corriger": {"hiteuse"},
    "contenus": {"hiteuse"},
    "avis": {"hiteuse"},
    "recours": {"hiteuse"},
    "resultats": {"hiteuse"},
    "suivi": FIELD,
    "revues": DOING | {"hiteuse"},
    "pays": {"hiteuse"},
    "conditions": {"hiteuse", "trainee"},
    "progres": LEARNERS,
    "certificat": LEARNERS,
    "revision": LEARNERS,
    "rappels": LEARNERS,
    "pause": LEARNERS,
    "continuer": LEARNERS,
    "test final": LEARNERS | STAFF,
    "huber": LEARNERS,
    "equipe": {"huber"},
    "consignes": FIELD | {"hiteuse"},
    "ecouter": {"hiteuse"},
    "formation": LEARNERS | STAFF,
    "sources": LEARNERS | STAFF,
    "statmodule": STAFF | {"huber"},
    "annonce": FIELD,
    "annonces": FIELD,
    "nouvelle annonce": FIELD,
    "arreter annonce": FIELD | LEARNERS,
    "suspendre annonce": FIELD,
    "reprendre annonce": FIELD,
    "ou en est annonce": FIELD,
    "arreter paiements": {"owner", "finance"},
    "reprendre paiements": {"owner", "finance"},
    "messages": FIELD,
    "lui repondre": LEARNERS | FIELD,
    "signaler une personne": LEARNERS,
    "signaler message": LEARNERS | FIELD,
    "promouvoir": FIELD,
    "inviter": FIELD,
    "verifier": FIELD,
    "cohorte": STAFF | {"huber"},
    "lot": DOING,
    "importer": DOING,
    "projets": STAFF,
    "clients": STAFF,
    "paiements": STAFF | {"hiteuse"},
    "stats": STAFF,
    "chiffres": STAFF | {"huber"},
    "exporter": STAFF | {"huber"},
    "file": STAFF,
    "audit": STAFF,
    "personne": STAFF,
    "role": {"owner"},
    **dict.fromkeys(("menu", "profil", "lier", "aide", "stop", "revenir", "start", "economie", "secret"), ALL),
    "confidentialite": ALL,
    "discret": ALL,
    **dict.fromkeys(("mesdonnees", "supprimer", "je reste"), ALL),
    "sans rappels": LEARNERS,
    **dict.fromkeys(
        ("annonce vote", "annonce lu", "annonce oui", "annonce voir", "ma reponse", "pas ma reponse", "demande"), ALL
    ),
}
SERVICE_ACTIONS: dict[Action, set[str]] = {
    "work": {"hiteuse"},
    "learn": LEARNERS,
    "write to the huber": LEARNERS,
    "write to the team": {"huber"},
    "export results": DOING,
    "invite": FIELD,
    "invite staff": {"owner"},
    "promote": FIELD,
    "vouch": FIELD,
    "see the cohort": STAFF | {"huber"},
    "encourage": FIELD,
    "announce": FIELD,
    "approve announcements": DOING,
    "set rules": {"owner"},
    "answer threads": FIELD,
    "answer hubers": DOING,
    "see figures": STAFF,
    "ask figures": STAFF | {"huber"},
    "see projects": STAFF,
    "steer projects": DOING,
    "record instructions": FIELD,
    "import": DOING,
    "see people": STAFF,
    "change people": DOING,
    "give roles": {"owner"},
    "see queues": STAFF,
    "clear queues": DOING,
    "see the audit": STAFF,
    "see the training": STAFF,
    "see results": STAFF | {"huber"},
    "revoke credentials": DOING,
    "review": DOING | {"hiteuse"},  # of hiteuses those with the badge
    "decide refusals": DOING,
    "decide concerns": FIELD,
    "see payouts": STAFF,
    "propose payouts": {"owner", "finance"},
    "approve payouts": {"owner", "finance"},
}
OWN, SECOND, OTHER = "CI", "SN", "CM"


class NoJobs:
    """Jobs are asked for and forgotten: each word is undone at once. `asked`: whether one was."""

    asked = False

    ticks: Mapping[str, timedelta] = MappingProxyType({"tidy": timedelta(hours=1)})

    def said(self, name: str) -> Raw:
        return Raw(name)

    async def defer(self, uow: UnitOfWork, name: str, /, **arguments: Any) -> None:
        self.asked = True

    async def answered(self, uow: UnitOfWork, **arguments: Any) -> None:
        return None


async def appointed(database: Database, title: str, **columns: Any) -> Person:
    """Somebody who lives in `OWN`; a Huber looks after `SECOND` too."""
    (person,) = await hiteuses(database, 1)
    columns |= {"role": "admin", "duty": title} if title in STAFF else {"role": title}
    if title == "huber":
        columns["countries"] = [OWN, SECOND]
    await commit(database, people_rows.set_profile, person.id, **columns)
    found = await commit(database, people_rows.person, person.id)
    assert found is not None
    return found


async def says(database: Database, person: Person, text: str) -> tuple[bool, list[tuple[str, Any]], bool]:
    """Whether she was let, the acts that the audit has of it with their country, and whether she is asked once
    more; all of it undone."""
    contact = await value(database, "select id from contact where person_id = %s", (person.id,))
    async with database.turn() as uow:
        found, talk = await turns.lock_person(uow, person.id)
        waiting = InboxEvent(1, contact, "demo", "key", {}, 0, False, "", False, reached_id=contact, reached="demo")
        jobs = NoJobs()
        turn = Turn(uow, NOW, found, talk, waiting, jobs, {}, DIALOGUES, issuer(), KeySource())
        await dispatch.handle(turn, Text(text))
        assert turn.said or turn.outgoing or jobs.asked, text  # a file that a job makes is the answer
        later = (small_talk_replies.LEARNS_FIRST, small_talk_replies.COUNTRY_LATER)
        refused = bool(turn.said) and (
            turn.said[0] in later or plain(turn.said[0].parts[0], "fr").startswith("Ce mot n'est pas pour toi.")
        )
        lines = await uow.fetch_all(
            "select action, about ->> 'country' as country from audit where person_id = %s order by id", (person.id,)
        )
        noted = [(line["action"], line["country"]) for line in lines]
        asked = bool(talk.stack) and talk.stack[-1][0] == "confirm"
        await uow.rollback()
    return not refused, noted, asked


@pytest.mark.parametrize("title", TITLES)
async def test_every_word_is_answered_to_those_whose_it_is_and_to_nobody_else(database: Database, title: str) -> None:
    person = await appointed(database, title)
    let = set()
    for word in DIALOGUES.words.words:
        written = f"/{word.name.replace(' ', '-')}"
        if DIALOGUES.words.read(written) is None:
            written = f"/{word.name}"
        allowed, _, _ = await says(database, person, written)
        if allowed:
            let.add(word.name)
    theirs = {word.name for word in DIALOGUES.words.words if title in WORDS.get(word.name, ())}
    assert let == theirs, "WORDS of this file and the `needs` of a word differ"


def test_every_word_and_every_action_is_decided_here() -> None:
    """Words that are still to come may stand here before; each that is there must."""
    undecided = {word.name for word in DIALOGUES.words.words} - set(WORDS)
    assert undecided == set(), "enter each in WORDS of this file: who may use it"
    assert set(SERVICE_ACTIONS) == set(ACTIONS), "enter each action in SERVICE_ACTIONS of this file: who may do it"


async def subject(database: Database, country: str | None, role: str = "trainee") -> Person:
    (person,) = await hiteuses(database, 1, country=country or OWN)
    columns = {"role": role, "country": country, "first_name": "Binta"}
    await commit(database, people_rows.set_profile, person.id, **columns)
    found = await commit(database, people_rows.person, person.id)
    assert found is not None
    return found


@pytest.mark.parametrize("title", TITLES)
async def test_what_concerns_somebody_is_done_in_her_own_countries_only(database: Database, title: str) -> None:
    """What was really done is seen by its line in the audit."""
    await module(database, unlocks=())
    person = await appointed(database, title)
    for country in (OWN, SECOND, OTHER, None):
        binta = await subject(database, country)
        await commit(database, badges.grant, binta, "micro-taches", NOW)
        chat = await value(database, "select id from contact where person_id = %s", (binta.id,))
        await commit(database, linking.lock, binta.id, chat, ProofReason.HANDS, linking.Hand(), NOW)
        proof = await value(database, "select max(id) from proof")
        hers = title in DOING or (title == "huber" and country in (OWN, SECOND))
        assert (await says(database, person, f"/promouvoir {binta.id}"))[2] == hers, (title, country)
        done = (await says(database, person, f"/verifier {proof} non"))[1]
        assert [action for action, _ in done] == (["vouch", "part"] if hers else []), (title, country)
        if country is not None:
            invited = (await says(database, person, f"/inviter hiteuse {country} 1"))[1]
            assert ("invite", country) not in invited or hers, (title, country)
            assert {action for action, _ in invited} <= {"invite"} and (not hers or invited == [("invite", country)])
        asked = (await says(database, person, f"/role {binta.id} hiteuse"))[2]
        assert asked == (title == "owner")


@pytest.mark.parametrize("title", TITLES)
def test_every_action_of_the_services_is_asked_of_everybody(title: str) -> None:
    role = "admin" if title in STAFF else title
    person = Person(1, role, country=OWN, duty=title if title in STAFF else None, countries=(OWN, SECOND))  # type: ignore[arg-type]
    for action in ACTIONS:
        for country in (OWN, SECOND, OTHER, "", None):
            hers = title in SERVICE_ACTIONS[action]
            if title == "huber" and country not in (OWN, SECOND, None):
                hers = False
            access.require(OPERATOR, action, country)
            try:
                access.require(person, action, country)
            except NotAllowed:
                assert not hers, (action, country)
            else:
                assert hers, (action, country)


def test_who_has_no_role_and_an_admin_without_a_duty_may_change_nothing() -> None:
    for action in ACTIONS:
        with pytest.raises(NotAllowed):
            access.require(Person(1), action)
        if "reader" not in SERVICE_ACTIONS[action]:
            with pytest.raises(NotAllowed):
                access.require(Person(1, "admin"), action)


def test_every_action_is_asked_by_some_service() -> None:
    """Else it would be a right that nobody looks at."""
    source = "\n".join(file.read_text() for file in (ROOT / "backend" / "services").rglob("*.py"))
    asked = {
        call.args[1].value
        for call in ast.walk(ast.parse(source.replace("from __future__ import annotations", "")))
        if isinstance(call, ast.Call)
        and ast.unparse(call.func) in ("access.require", "may", "contact_routing.who_may")
        and len(call.args) > 1
        and isinstance(call.args[1], ast.Constant)
    }
    by_the_word_alone = {"work", "learn"}
    """Her own work and lessons: a service finds nothing of hers to change where she has none."""
    assert set(ACTIONS) - asked - by_the_word_alone == set()


SHOWN_BY_ROLE = {
    "account/commands.py:_redeem",
    "account/commands.py:_welcome",
    "account/help.py:rules_at_hand",
    "account/profile.py:profile",
    "admin/roles.py:changed",
    "admin/support/views.py:_choices",
    "admin/support/views.py:_work",
    "admin/support/views.py:file",
    "announcements/effects.py:facts",
    "announcements/responses.py:interested",
    "identity/chat_lock.py:admit",
    "identity/facts.py:link_join",
    "identity/verification.py:set_pin",
    "people/effects.py:onboarding_facts",
    "people/promotion.py:welcome",
    "reminders/commands.py:pause_facts",
    "reminders/commands.py:reminder_facts",
    "runner.py:_may_share",  # whose turns share a transaction; it decides nothing that somebody may do
    "training/commands.py:go_on",
}
"""Where a handler looks at a role to choose its words; each was read."""


def test_no_handler_decides_by_a_role_what_somebody_may_do() -> None:
    """As far as can be seen: comparisons of a role with a name stand in the functions above only."""
    found = set()
    for file in (ROOT / "bot" / "handlers").rglob("*.py"):
        for function in ast.walk(ast.parse(file.read_text())):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                for node in ast.walk(function):
                    if isinstance(node, ast.Compare) and _reads_role(node):
                        found.add(f"{file.relative_to(ROOT / 'bot' / 'handlers')}:{function.name}")
    assert found == SHOWN_BY_ROLE


def _reads_role(node: ast.Compare) -> bool:
    """`….person.role == "admin"`, `person.role in (…)`; "is None" asks whether she was invited at all."""
    left = ast.unparse(node.left)
    return left.endswith(".role") and not isinstance(node.ops[0], ast.Is | ast.IsNot)
