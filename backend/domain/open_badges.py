"""Credentials as Open Badges 3.0 have them: Verifiable Credentials (W3C, data model 2.0) of achievements,
signed as JWT, with a bitstring status list that says which ones are taken back.

https://www.imsglobal.org/spec/ob/v3p0 · https://www.w3.org/TR/vc-bitstring-status-list
"""

from __future__ import annotations

import base64
import gzip
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from backend.domain.badges import ModuleSet
from backend.domain.credentials import Credential

ISSUER = "hiteuses"
"""The issuer's name, as certificates say it."""

LIST_BITS = 131_072
"""Credentials in one status list: the least that the standard takes, so that nobody is told from others
by the list that is asked for."""
LIST_VALID = timedelta(days=1)
"""A list is good for so long: an old copy cannot bring back what was revoked since."""

_VC = "https://www.w3.org/ns/credentials/v2"
_OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
_SCHEMA = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"


class Addresses:
    """Where things are found. `site`: the product's public address, without a slash at its end."""

    def __init__(self, site: str) -> None:
        self._root = f"{site}/verify"
        self.issuer = f"{self._root}/issuer"
        self.keys = f"{self._root}/keys"

    def credential(self, credential_id: UUID) -> str:
        return f"{self._root}/{credential_id}"

    def achievement(self, key: str) -> str:
        return f"{self._root}/achievements/{key}"

    def status_list(self, number: int) -> str:
        return f"{self._root}/status/{number}"

    def key(self, kid: str) -> str:
        return f"{self.keys}/{kid}"


def profile(at: Addresses, site: str) -> dict[str, Any]:
    """Who issues."""
    return {"id": at.issuer, "type": ["Profile"], "name": ISSUER, "url": site}


def published_profile(at: Addresses, site: str) -> dict[str, Any]:
    """The same as a document of its own."""
    return {"@context": [_VC, _OB], **profile(at, site)}


def achievement(at: Addresses, of: ModuleSet, contents: Iterable[str] = ()) -> dict[str, Any]:
    """What was achieved. `contents`: the titles of what was passed, where it shall be named."""
    criteria = (
        "Suivre chaque leçon, puis réussir le test final de chaque module : des questions tirées au sort, "
        "sans correction pendant le test."
    )
    named = list(contents)
    if named:
        criteria = f"{criteria}\n\n" + "\n".join(f"- {title}" for title in named)
    return {
        "id": at.achievement(of.key),
        "type": ["Achievement"],
        "achievementType": "Certificate" if len(of.modules) > 1 else "Badge",
        "name": of.title,
        "description": of.about or of.title,
        "criteria": {"narrative": criteria},
        "inLanguage": "fr",
    }


def published_achievement(at: Addresses, of: ModuleSet, contents: Iterable[str]) -> dict[str, Any]:
    """The same as a document of its own, with all that it takes."""
    return {"@context": [_VC, _OB], **achievement(at, of, contents)}


def payload(at: Addresses, site: str, credential: Credential, of: ModuleSet, place: int) -> dict[str, Any]:
    """The payload of its token: the credential itself and the registered claims that say the same again
    (OB 3.0, 8.2). It holds what she agreed to show, and nothing else of her.

    `place`: its number over all status lists. Where the day is not to be seen, it holds from the first
    of its year on: the standard wants an instant, and this one tells no more than the year.
    """
    shown = credential.shown
    since = credential.issued_at if shown.date else datetime(credential.issued_at.year, 1, 1, tzinfo=UTC)
    subject_id = f"urn:uuid:{uuid5(NAMESPACE_URL, at.credential(credential.id))}"
    subject: dict[str, Any] = {
        "id": subject_id,  # hers in this credential alone: two of hers cannot be joined by it
        "type": ["AchievementSubject"],
        "achievement": achievement(at, of, credential.contents if shown.modules else ()),
    }
    if shown.name:
        identity = {"type": "IdentityObject", "hashed": False, "identityType": "name", "identityHash": credential.name}
        subject["identifier"] = [identity]
    number, index = divmod(place, LIST_BITS)
    body: dict[str, Any] = {
        "@context": [_VC, _OB],
        "id": at.credential(credential.id),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": of.title,
        "issuer": profile(at, site),
        "validFrom": _instant(since),
        "credentialSubject": subject,
        "credentialSchema": [{"id": _SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
        "credentialStatus": {
            "id": f"{at.status_list(number)}#{index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(index),
            "statusListCredential": at.status_list(number),
        },
    }
    if shown.date:
        body["awardedDate"] = _instant(credential.awarded)
    claims = {"iss": at.issuer, "jti": body["id"], "nbf": int(since.timestamp()), "sub": subject_id}
    return {**body, **claims}


def body(claims: Mapping[str, Any]) -> dict[str, Any]:
    """The credential in a token's payload."""
    return {name: value for name, value in claims.items() if name not in ("iss", "jti", "nbf", "sub")}


def status_list(at: Addresses, number: int, revoked: Iterable[int], now: datetime) -> dict[str, Any]:
    """The payload of a status list: of its `LIST_BITS` credentials, the places of the `revoked` ones."""
    bits = bytearray(LIST_BITS // 8)
    for place in revoked:
        index = place % LIST_BITS
        bits[index // 8] |= 0x80 >> (index % 8)
    packed = base64.urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0)).rstrip(b"=").decode()
    address = at.status_list(number)
    since = now.replace(microsecond=0)
    return {
        "@context": [_VC],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": at.issuer,
        "validFrom": _instant(since),
        "validUntil": _instant(since + LIST_VALID),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": f"u{packed}",
        },
        "iss": at.issuer,
        "jti": address,
        "nbf": int(since.timestamp()),
        "exp": int((since + LIST_VALID).timestamp()),
    }


def _instant(at: datetime) -> str:
    """As a dateTimeStamp of XML Schema, to the second, as `nbf` has it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
