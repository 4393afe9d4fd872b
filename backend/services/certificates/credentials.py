"""Credentials: issued to those who earned them, checked by anybody, revoked with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import orjson

from backend import jose
from backend.db.admin import audit
from backend.db.certificates import badges as badge_rows
from backend.db.certificates import credentials as rows
from backend.db.engine.uow import UnitOfWork
from backend.db.people import queries as people_rows
from backend.db.training import progress
from backend.domain.certificates import badges, open_badges
from backend.domain.certificates.credentials import (
    REPLACED,
    CertificateTaken,
    Credential,
    Shown,
    TakeCertificate,
    Verdict,
    Wallet,
)
from backend.domain.errors import BadInput, NotAllowed, existing
from backend.domain.people.commands import Actor, Person
from backend.records import replace
from backend.services import access
from backend.services.certificates import badges as badge_service
from backend.services.certificates import signing
from backend.services.certificates.signing import Issuer
from backend.services.quality import review

MOST_REASON = 500  # characters


async def wallet(uow: UnitOfWork, person: Person) -> Wallet:
    """What she can take, what she has taken, and her last choices. What was revoked she can take again after she has
    passed again."""
    name, shown = await rows.last_choices(uow, person.id) or ("", Shown())
    withdrawn = await rows.withdrawn(uow, person.id, REPLACED)
    lost = {credential.key for credential in withdrawn}
    return Wallet(
        tuple(each for each in await badge_service.certificates(uow, person) if each.key not in lost),
        await rows.standing(uow, person.id),
        withdrawn,
        name,
        shown,
    )


async def take(
    uow: UnitOfWork, person: Person, issuer: Issuer, now: datetime, command: TakeCertificate
) -> CertificateTaken:
    """Issue and sign a certificate that she has earned. An earlier one with the same key is replaced, or returned again
    if it says the same. Raises `NotAllowed` for roles that do not learn, `BadInput` for text that is no name."""
    if person.role not in ("hiteuse", "trainee"):
        raise NotAllowed
    name = badges.read_name(command.name)
    if name is None:
        raise BadInput("this is no name")
    hers = await wallet(uow, person)
    wanted = hers.set_of(command.key)
    if wanted is None:
        return CertificateTaken(None)
    held = [badge for badge in await badge_service.held(uow, person) if badge.key in wanted.modules]
    titles = tuple(badge.title for badge in sorted(held, key=lambda b: wanted.modules.index(b.key)))
    contents = wanted.lessons or titles
    old = hers.credential_of(command.key)
    if old is not None:
        same = (old.name, old.shown, old.contents, old.title) == (name, command.shown, contents, wanted.title)
        if same and old.address == issuer.at.credential(old.id):
            return CertificateTaken(old)
        await rows.revoke(uow, [old.id], REPLACED, now)
    number = uuid4()
    new = Credential(
        id=number,
        person_id=person.id,
        key=wanted.key,
        title=wanted.title,
        about=wanted.about,
        name=name,
        contents=contents,
        awarded=max(badge.at for badge in held),
        shown=command.shown,
        address=issuer.at.credential(number),
        token="",
        issued_at=now,
        badges=frozenset(badge.id for badge in held),
    )
    kind = "certificate" if len(wanted.modules) > 1 else "badge"
    achieved = open_badges.achievement(issuer.at, wanted, contents if new.shown.modules else ())
    return CertificateTaken(await issue(uow, issuer, new, kind, achieved))


async def issue(uow: UnitOfWork, issuer: Issuer, new: Credential, kind: str, achieved: Mapping[str, Any]) -> Credential:
    """Sign and store a credential that has no token yet. `kind`: "certificate", "badge" or "income". An earlier one
    with the same key must have been revoked."""
    place = await rows.reserve(uow)
    key = await signing.key(uow, issuer, new.issued_at)
    claims = open_badges.payload(issuer.at, issuer.site, new, achieved, place)
    signed = replace(new, token=key.sign(claims, issuer.at.key(key.kid)))
    await rows.add(uow, signed, kind, place)
    return signed


# --- checking ---------------------------------------------------------------------------------------


async def by_id(uow: UnitOfWork, credential_id: UUID) -> Verdict:
    """The state of a credential of ours. The signature is checked too, so that a row that was changed in the database
    is not confirmed."""
    found = await rows.find(uow, credential_id)
    if found is None:
        return Verdict("unknown")
    if not await _is_signed(uow, found):
        return Verdict("altered")
    if found.revoked_at is None:
        return Verdict("valid", found)
    return Verdict("replaced" if found.replaced else "revoked", found)


async def check(uow: UnitOfWork, issuer: Issuer, text: str) -> Verdict:
    """Check what somebody submits: a link to a certificate or its number, a signed token, or the credential as JSON.
    Only links to the issuer's own address count."""
    text = text.strip()
    if text.startswith("data:"):
        text = text.partition(",")[2]
    if text.startswith("{"):
        return await _check_json(uow, text)
    if text.count(".") == 2 and " " not in text and "/" not in text:
        return await _check_token(uow, text)
    named = issuer.at.named_in(text)
    return await by_id(uow, named) if isinstance(named, UUID) else Verdict(named)


async def _check_token(uow: UnitOfWork, token: str) -> Verdict:
    try:
        header, _ = jose.read(token)
    except jose.BadToken:
        return Verdict("unreadable")
    public = await rows.public_key(uow, str(header.get("kid", "")).rpartition("/")[2])
    if public is None:
        return Verdict("forged")  # another key signed it, whatever it says
    try:
        claims = jose.check(token, public)
    except jose.BadToken:
        return Verdict("altered")
    credential_id = _id_in(claims)
    return await by_id(uow, credential_id) if credential_id is not None else Verdict("unreadable")


async def _check_json(uow: UnitOfWork, text: str) -> Verdict:
    """Check plain JSON. It has no signature: it is valid if it equals exactly what we signed."""
    try:
        given = orjson.loads(text)
    except orjson.JSONDecodeError:
        return Verdict("unreadable")
    # a token in an envelope (Verifiable Credentials 2.0, section 4.13)
    if given.get("type") == "EnvelopedVerifiableCredential":
        return await _check_token(uow, str(given.get("id", "")).partition(",")[2])
    credential_id = _id_in(given)
    if credential_id is None:
        return Verdict("unreadable" if "credentialSubject" not in given else "forged")
    found = await by_id(uow, credential_id)
    if found.status == "unknown":
        return Verdict("forged")
    if found.credential is not None and open_badges.body(given) != open_badges.body(claims_of(found.credential)):
        return Verdict("altered")
    return found


def claims_of(credential: Credential) -> dict[str, Any]:
    """The payload of the credential's token."""
    return jose.read(credential.token)[1]


async def _is_signed(uow: UnitOfWork, credential: Credential) -> bool:
    """Whether the token is signed by us and agrees with our own row."""
    try:
        header, _ = jose.read(credential.token)
        public = await rows.public_key(uow, str(header.get("kid", "")).rpartition("/")[2])
        claims = jose.check(credential.token, public) if public is not None else {}
    except jose.BadToken:
        return False
    return _id_in(claims) == credential.id and _says(claims, credential)


def _says(claims: Mapping[str, Any], credential: Credential) -> bool:
    identities = claims["credentialSubject"].get("identifier", ())
    named = [identity["identityHash"] for identity in identities]
    about = claims["credentialSubject"]["achievement"]["description"]
    same = claims["name"] == credential.title and about == (credential.about or credential.title)
    return same and named == ([credential.name] if credential.shown.name else [])


def _id_in(claims: Mapping[str, Any]) -> UUID | None:
    last = str(claims.get("id", "")).rpartition("/")[2]
    return UUID(last) if open_badges.ID.fullmatch(last) else None


# --- taking back ------------------------------------------------------------------------------------


async def revoke(
    uow: UnitOfWork, credential_id: UUID, reason: str, by: Actor, now: datetime, *, with_badges: bool = False
) -> tuple[Credential, ...]:
    """Revoke a credential, and return everything that was revoked. The caller tells the person.

    `with_badges`: also revoke all badges that its modules gave her, with the work that they open, and every other
    credential that certifies them. She must then pass these modules again. Raises `NotAllowed` unless `by` is an admin,
    `NotFound`, and `BadInput` for a missing reason or a credential that is revoked already.
    """
    access.require(by, "revoke credentials")
    words = " ".join(reason.split())[:MOST_REASON]
    if not words:
        raise BadInput("a reason is needed: she is told it")
    credential = existing(await rows.find(uow, credential_id), f"no certificate {credential_id}")
    if credential.revoked_at is not None:
        raise BadInput(f"the certificate {credential_id} is revoked already")
    taken: tuple[Credential, ...] = (credential,)
    given: set[int] = set()
    if with_badges:
        hers = await badge_rows.together_with(uow, credential.badges)
        given = {*credential.badges, *hers}
        taken = await rows.resting_on(uow, given)
        await badge_rows.revoke(uow, given, words, now)
        await progress.begin_anew(uow, credential.person_id, sorted({*hers.values()}))
        await review.leave_all(
            uow,
            existing(await people_rows.person(uow, credential.person_id), f"there is no person {credential.person_id}"),
        )
    await rows.revoke(uow, [each.id for each in taken], words, now)
    about = {
        "credentials": [str(each.id) for each in taken],
        "badges": sorted(given),
        "reason": words,
    }
    await audit.note(uow, by.id, "", "revoke credential", about, now, subject=credential.person_id)
    return taken
