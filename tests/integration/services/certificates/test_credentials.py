"""Credentials: issued, checked by us and by others' libraries, revoked."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from jsonschema import Draft201909Validator
from openbadgeslib.ob3.verifier import OB3VerificationError, OB3Verifier

from backend import jose
from backend.db.engine.uow import Database
from backend.db.identity import merging
from backend.domain.certificates import open_badges
from backend.domain.certificates.credentials import Credential, Shown, TakeCertificate, Verdict, Wallet
from backend.domain.errors import BadInput, NotAllowed, NotFound
from backend.domain.people.commands import OPERATOR, Person
from backend.records import replace
from backend.services.certificates import badges, credentials, publishing
from backend.services.certificates.signing import Issuer
from tests import signing
from tests.integration.scenes import NOW, after, commit, execute, hiteuse, hiteuses, rows, value
from tests.integration.services.quality import test_review
from tests.integration.training.rows import module

SCHEMAS = Path(__file__).parents[3] / "fixtures" / "open_badges"
TITLES = {"bureautique": "Taper, écrire, compter", "micro-taches": "Les micro-tâches"}


async def learned(database: Database, *modules: str, person: Person | None = None) -> Person:
    """Somebody who has passed these, one a day."""
    awa = person or await hiteuse(database)
    for days, name in enumerate(modules):
        if not await rows(database, "select from module where id = %s", (name,)):
            await module(database, name, title=TITLES[name], unlocks=())
        await commit(database, badges.grant, person=awa, module=name, now=after(days=days))
    return awa


async def take(
    database: Database,
    person: Person,
    key: str = "micro-taches",
    name: str = "Awa Koné",
    shown: Shown | None = None,
    *,
    issuer: Issuer | None = None,
    now: datetime = NOW,
) -> Credential:
    command = TakeCertificate(key, name, shown or Shown())
    found = await commit(database, credentials.take, person, issuer or signing.issuer(), now, command)
    assert found.credential is not None
    return found.credential


async def check(database: Database, text: str) -> Verdict:
    return await commit(database, credentials.check, signing.issuer(), text)


async def status_list(database: Database) -> str:
    async with database.unit() as uow:
        revoked = await publishing.revoked(uow, 0)
        return await publishing.status_list(uow, signing.issuer(), 0, revoked, datetime.now(UTC))


async def wallet(database: Database, person: Person) -> Wallet:
    return await commit(database, credentials.wallet, person)


async def revoke(database: Database, credential: Credential, reason: str = "copiée", **how: bool) -> None:
    await commit(database, credentials.revoke, credential.id, reason, OPERATOR, after(days=9), **how)


def body(credential: Credential) -> dict[str, Any]:
    return open_badges.body(credentials.claims_of(credential))


def schema(name: str) -> Draft201909Validator:
    found = json.loads((SCHEMAS / f"{name}.json").read_text("utf-8"))
    return Draft201909Validator(found, format_checker=Draft201909Validator.FORMAT_CHECKER)


def faults(name: str, document: dict[str, Any]) -> list[str]:
    return [f"{'/'.join(map(str, error.path))}: {error.message}" for error in schema(name).iter_errors(document)]


# --- issuing ----------------------------------------------------------------------------------------


async def test_a_certificate_says_her_name_what_she_passed_and_when(database: Database) -> None:
    awa = await learned(database, "bureautique", "micro-taches")
    taken = await take(database, awa, "outils-de-travail", now=after(days=5))
    said = body(taken)
    subject = said["credentialSubject"]
    assert said["name"] == subject["achievement"]["name"] == "Outils du travail en ligne"
    assert subject["identifier"] == [
        {"type": "IdentityObject", "hashed": False, "identityType": "name", "identityHash": "Awa Koné"}
    ]
    assert subject["achievement"]["criteria"]["narrative"].splitlines()[-2:] == [
        "- Taper, écrire, compter",
        "- Les micro-tâches",
    ]
    assert (said["awardedDate"], said["validFrom"]) == ("2026-03-05T09:00:00Z", "2026-03-09T09:00:00Z")
    assert said["id"] == f"{signing.SITE}/verify/{taken.id}"
    assert subject["achievement"]["achievementType"] == "Certificate"


async def test_what_she_does_not_agree_to_show_is_nowhere_in_it(database: Database) -> None:
    awa = await learned(database, "bureautique", "micro-taches")
    taken = await take(database, awa, "outils-de-travail", shown=Shown(False, False, False), now=after(days=5))
    _, payload = jose.read(taken.token)
    said = json.dumps(payload, ensure_ascii=False)
    for word in ("Awa", "Koné", *TITLES.values(), "2026-03"):
        assert word not in said
    assert payload["validFrom"] == "2026-01-01T00:00:00Z"
    assert payload["nbf"] == int(datetime(2026, 1, 1, tzinfo=UTC).timestamp())
    assert faults("achievement_credential", open_badges.body(payload)) == []


async def test_two_certificates_of_one_person_cannot_be_joined(database: Database) -> None:
    awa = await learned(database, "bureautique", "micro-taches")
    one = await take(database, awa, "bureautique", shown=Shown(name=False))
    two = await take(database, awa, "micro-taches", shown=Shown(name=False))
    assert body(one)["credentialSubject"]["id"] != body(two)["credentialSubject"]["id"]


async def test_the_same_certificate_asked_for_twice_is_one(database: Database) -> None:
    awa = await learned(database, "micro-taches")
    first = await take(database, awa)
    assert await take(database, awa, now=after(days=1)) == first
    assert await value(database, "select count(*) from credential") == 1


async def test_another_name_replaces_it_and_the_old_one_says_so(database: Database) -> None:
    awa = await learned(database, "micro-taches")
    old = await take(database, awa)
    new = await take(database, awa, name="Awa Traoré", now=after(days=1))
    assert new.id != old.id
    assert (await check(database, str(old.id))).status == "replaced"
    assert await check(database, str(new.id)) == Verdict("valid", new)
    hers = await wallet(database, awa)
    assert hers.taken == (new,) and hers.name == "Awa Traoré"


async def test_what_she_chose_last_is_proposed_for_the_next(database: Database) -> None:
    awa = await learned(database, "bureautique", "micro-taches")
    assert (await wallet(database, awa)).name == ""
    await take(database, awa, "bureautique", "Awa K.", Shown(date=False))
    hers = await wallet(database, awa)
    assert (hers.name, hers.shown) == ("Awa K.", Shown(date=False))
    assert [s.key for s in hers.sets] == ["outils-de-travail", "bureautique", "micro-taches"]


async def test_a_certificate_that_she_has_not_earned_is_not_issued(database: Database) -> None:
    awa = await learned(database, "micro-taches")
    for key in ("outils-de-travail", "moderation-1", "rien"):
        command = TakeCertificate(key, "Awa Koné")
        take_it = partial(credentials.take, person=awa, issuer=signing.issuer(), now=NOW, command=command)
        assert (await commit(database, take_it)).credential is None
    assert await value(database, "select count(*) from credential") == 0


async def test_nobody_takes_a_certificate_under_what_is_no_name(database: Database) -> None:
    awa = await learned(database, "micro-taches")
    with pytest.raises(BadInput):
        await take(database, awa, name="🌸🌸")
    with pytest.raises(NotAllowed):
        await take(database, replace(awa, role="huber"))


# --- others check it --------------------------------------------------------------------------------


@pytest.mark.parametrize("shown", [Shown(), Shown(name=False), Shown(modules=False), Shown(date=False)])
async def test_it_is_what_open_badges_3_demands(database: Database, shown: Shown) -> None:
    awa = await learned(database, "micro-taches")
    taken = await take(database, awa, shown=shown)
    assert faults("achievement_credential", body(taken)) == []
    assert faults("achievement_credential", credentials.claims_of(taken)) == []


def test_the_demands_are_real_ones() -> None:
    assert faults("achievement_credential", {"type": ["VerifiableCredential"]}) != []
    assert faults("profile", {"type": ["Profile"]}) != []


def test_the_issuer_s_profile_is_what_open_badges_3_demands() -> None:
    issuer = signing.issuer()
    assert faults("profile", open_badges.published_profile(issuer.at, issuer.site)) == []


async def test_an_independent_library_accepts_it(database: Database) -> None:
    awa = await learned(database, "micro-taches")
    now = datetime.now(UTC) - timedelta(hours=1)  # it looks at the real time
    taken = await take(database, awa, now=now)
    listed = await status_list(database)
    asked: list[str] = []

    def download(address: str) -> bytes:
        asked.append(address)
        return listed.encode()

    verifier = OB3Verifier(signing.public_pem(signing.pem()))
    found = verifier.verify(taken.token, check_status=True, download=download)
    assert found.issuer.id == f"{signing.SITE}/verify/issuer"
    assert asked == [f"{signing.SITE}/verify/status/0"]


async def test_an_independent_library_refuses_it_once_it_is_revoked(database: Database) -> None:
    awa, binta = await hiteuses(database, 2)
    await learned(database, "micro-taches", person=awa)
    await learned(database, "micro-taches", person=binta)
    now = datetime.now(UTC) - timedelta(hours=1)
    taken, other = await take(database, awa, now=now), await take(database, binta, now=now)
    await revoke(database, taken)
    listed = await status_list(database)
    verifier = OB3Verifier(signing.public_pem(signing.pem()))
    with pytest.raises(OB3VerificationError, match="revocation"):
        verifier.verify(taken.token, check_status=True, download=lambda _: listed.encode())
    verifier.verify(other.token, check_status=True, download=lambda _: listed.encode())


async def test_an_independent_library_refuses_what_was_altered(database: Database) -> None:
    awa = await learned(database, "micro-taches")
    taken = await take(database, awa, now=datetime.now(UTC) - timedelta(hours=1))
    header, payload, signature = taken.token.split(".")
    forged = json.loads(signing.decode(payload))
    forged["credentialSubject"]["identifier"][0]["identityHash"] = "Une autre"
    token = f"{header}.{signing.encode(json.dumps(forged).encode())}.{signature}"
    with pytest.raises(OB3VerificationError, match="signature"):
        OB3Verifier(signing.public_pem(signing.pem())).verify(token)


async def test_there_is_no_status_list_beyond_the_last_credential(database: Database) -> None:
    for number in (-1, 1, 10**9):
        with pytest.raises(NotFound):
            await commit(database, publishing.revoked, number=number)


# --- we check it ------------------------------------------------------------------------------------


async def test_every_form_of_a_valid_credential_is_confirmed(database: Database) -> None:
    awa = await learned(database, "micro-taches")
    taken = await take(database, awa)
    forms = [
        str(taken.id),
        str(taken.id).upper(),
        f"{signing.SITE}/verify/{taken.id}",
        f"  voir {signing.SITE}/verify/{taken.id} !\n",
        taken.token,
        f"data:application/vc+jwt,{taken.token}",
        json.dumps(credentials.claims_of(taken)),
        json.dumps(body(taken), indent=4, ensure_ascii=False),
        json.dumps({"type": "EnvelopedVerifiableCredential", "id": f"data:application/vc+jwt,{taken.token}"}),
    ]
    for form in forms:
        assert await check(database, form) == Verdict("valid", taken), form


async def test_a_link_to_another_site_confirms_nothing_whatever_number_it_bears(database: Database) -> None:
    taken = await take(database, await learned(database, "micro-taches"))
    assert await check(database, f"https://badges.example.org.evil.example/verify/{taken.id}") == Verdict("elsewhere")


async def test_what_somebody_else_signed_is_forged(database: Database) -> None:
    awa = await learned(database, "micro-taches")
    taken = await take(database, awa)
    theirs = jose.Key.load(signing.pem("theirs"))
    claims = credentials.claims_of(taken)
    for kid in (signing.issuer().at.key(theirs.kid), "https://elsewhere.example.org/key", ""):
        assert (await check(database, theirs.sign(claims, kid))).status == "forged"


async def test_a_forger_who_names_our_key_is_found_out(database: Database) -> None:
    awa = await learned(database, "micro-taches")
    taken = await take(database, awa)
    header, _ = jose.read(taken.token)
    forged = jose.Key.load(signing.pem("theirs")).sign(credentials.claims_of(taken), header["kid"])
    assert await check(database, forged) == Verdict("altered")


async def test_json_that_says_something_else_is_altered(database: Database) -> None:
    awa = await learned(database, "micro-taches")
    taken = await take(database, awa)
    changes: list[dict[str, Any]] = [
        {"name": "Doctorat"},
        {"awardedDate": "2020-01-01T00:00:00Z"},
        {"credentialStatus": {}},
        {"comment": "vrai"},
    ]
    for change in changes:
        assert (await check(database, json.dumps({**body(taken), **change}))).status == "altered"


async def test_json_of_a_credential_that_we_never_issued_is_forged(database: Database) -> None:
    awa = await learned(database, "micro-taches")
    taken = await take(database, awa)
    for address in (f"{signing.SITE}/verify/{uuid4()}", "https://elsewhere.example.org/1", 7):
        assert (await check(database, json.dumps({**body(taken), "id": address}))).status == "forged"


@pytest.mark.parametrize(
    "text", ["", "bonjour", "{", "{}", "[1]", "a.b.c", "....", '{"id": [1]}', "data:", "x" * 60_001 + ".y.z", "\0"]
)
async def test_what_is_no_credential_is_unreadable(database: Database, text: str) -> None:
    assert await check(database, text) == Verdict("unreadable")


async def test_a_number_that_nobody_has_is_unknown(database: Database) -> None:
    assert await check(database, str(uuid4())) == Verdict("unknown")


@pytest.mark.parametrize(
    "tampering",
    [
        "update credential set name = 'Une autre'",
        """update credential set document = document || '{"title": "Doctorat"}'""",
        """update credential set document = document || '{"jwt": "a.b.c"}'""",
        "update credential set id = gen_random_uuid()",
        "update signing_key set kid = 'other'",
    ],
)
async def test_a_row_that_was_changed_behind_our_back_is_not_confirmed(database: Database, tampering: str) -> None:
    awa = await learned(database, "micro-taches")
    await take(database, awa)
    await execute(database, tampering)
    number = await value(database, "select id from credential")
    assert await check(database, str(number)) == Verdict("altered")


# --- keys -------------------------------------------------------------------------------------------


async def test_a_key_is_made_once_where_none_is_set_and_is_the_same_on_every_node(database: Database) -> None:
    awa = await learned(database, "bureautique", "micro-taches")
    own = Issuer(signing.SITE)
    first = await take(database, awa, "bureautique", issuer=own)
    other_node = Database(database.url)
    second = await take(other_node, awa, "micro-taches", issuer=own)
    await other_node.close()
    assert jose.read(first.token)[0] == jose.read(second.token)[0]
    assert await value(database, "select count(*) from signing_key") == 1


async def test_a_key_of_the_environment_is_kept_in_no_row(database: Database) -> None:
    awa = await learned(database, "micro-taches")
    await take(database, awa)
    assert await value(database, "select private from signing_key") is None


async def test_old_credentials_stay_valid_when_the_key_changes(database: Database) -> None:
    awa = await learned(database, "bureautique", "micro-taches")
    old = await take(database, awa, "bureautique")
    new = await take(database, awa, issuer=Issuer(signing.SITE, signing.pem("next")), now=after(days=400))
    keys = await commit(database, publishing.keys)
    assert [key["kid"] for key in keys] == [jose.read(each.token)[0]["kid"].rpartition("/")[2] for each in (new, old)]
    assert all(set(key) == {"kty", "n", "e", "kid", "alg", "use"} for key in keys)
    assert await check(database, old.token) == Verdict("valid", old)
    assert await check(database, new.token) == Verdict("valid", new)
    assert await commit(database, publishing.key, keys[1]["kid"]) == keys[1]
    with pytest.raises(NotFound):
        await commit(database, publishing.key, "none")


async def test_a_credential_of_another_address_is_issued_anew(database: Database) -> None:
    awa = await learned(database, "micro-taches")
    old = await take(database, awa, issuer=signing.issuer("http://127.0.0.1:8080"))
    new = await take(database, awa)
    assert (await check(database, str(old.id))).status == "replaced"
    assert body(new)["issuer"]["id"] == f"{signing.SITE}/verify/issuer"


# --- taking back ------------------------------------------------------------------------------------


async def test_a_revoked_credential_says_when_and_cannot_be_had_again_by_asking(database: Database) -> None:
    awa = await learned(database, "micro-taches")
    taken = await take(database, awa)
    await revoke(database, taken, " copiée \n sur une autre ")
    found = await check(database, str(taken.id))
    assert found.status == "revoked" and found.credential is not None
    assert (found.credential.revoked_at, found.credential.reason) == (after(days=9), "copiée sur une autre")
    hers = await wallet(database, awa)
    assert (hers.taken, hers.sets) == ((), ()) and [c.id for c in hers.withdrawn] == [taken.id]
    command = TakeCertificate("micro-taches", "Awa Koné")
    assert (await commit(database, credentials.take, awa, signing.issuer(), NOW, command)).credential is None
    assert len(await commit(database, badges.held, awa)) == 1  # the badge stands


async def test_with_the_badge_of_reviews_the_one_that_she_has_taken_goes_to_others(database: Database) -> None:
    awa = await learned(database, "micro-taches")
    certificate = await take(database, awa, "micro-taches")
    await execute(database, "update badge set key = 'revue-1'")
    await test_review.differing(database)
    await execute(database, "update project set promised = promised - 1000")  # a paid reviewer needs money
    item = await test_review.take(database, awa, after(seconds=30))
    await revoke(database, certificate, with_badges=True)
    other = await test_review.admin(database)
    assert (await test_review.take(database, other, after(minutes=1))).id == item.id


async def test_with_its_badges_all_that_rests_on_them_goes_and_can_be_earned_anew(database: Database) -> None:
    awa = await learned(database, "bureautique", "micro-taches")
    of_set = await take(database, awa, "outils-de-travail")
    of_one = await take(database, awa, "micro-taches")
    other = await take(database, awa, "bureautique")
    await revoke(database, of_one, with_badges=True)
    assert {(await check(database, str(c.id))).status for c in (of_set, of_one)} == {"revoked"}
    assert (await check(database, str(other.id))).status == "valid"
    assert [b.key for b in await commit(database, badges.held, awa)] == ["bureautique"]
    await commit(database, badges.grant, awa, "micro-taches", after(days=10))
    new = await take(database, awa, "outils-de-travail", now=after(days=11))
    assert await check(database, new.token) == Verdict("valid", new)


async def test_revoking_needs_a_reason_an_admin_and_something_to_revoke(database: Database) -> None:
    awa = await learned(database, "micro-taches")
    taken = await take(database, awa)
    with pytest.raises(BadInput, match="reason"):
        await revoke(database, taken, "  ")
    with pytest.raises(NotAllowed):
        await commit(database, credentials.revoke, taken.id, "non", awa, NOW)
    with pytest.raises(NotFound):
        await commit(database, credentials.revoke, uuid4(), "non", OPERATOR, NOW)
    await revoke(database, taken)
    with pytest.raises(BadInput, match="already"):
        await revoke(database, taken)
    lines = await rows(database, "select action, about ->> 'reason' as reason from audit")
    assert lines == [{"action": "revoke credential", "reason": "copiée"}]


async def test_of_two_certificates_of_one_woman_that_was_there_twice_one_stands(database: Database) -> None:
    gone, kept = await hiteuses(database, 2)
    for person in (gone, kept):
        await learned(database, "bureautique", "micro-taches", person=person)
    old, new = await take(database, gone), await take(database, kept, now=after(days=1))
    other = await take(database, gone, "bureautique")
    await commit(database, merging.move_training, gone=gone.id, kept=kept.id, now=after(days=2))
    assert [(await check(database, str(each.id))).status for each in (old, new, other)] == [
        "replaced",
        "valid",
        "valid",
    ]
    hers = await wallet(database, kept)
    assert {each.id for each in hers.taken} == {new.id, other.id}
