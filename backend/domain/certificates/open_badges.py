"""Credentials in the format of Open Badges 3.0: Verifiable Credentials (W3C, data model 2.0) of achievements, signed as
JWT, with a bitstring status list of revoked ones.

https://www.imsglobal.org/spec/ob/v3p0 · https://www.w3.org/TR/vc-bitstring-status-list
"""

from __future__ import annotations

import base64
import gzip
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from backend.domain.certificates import income
from backend.domain.certificates.badges import ModuleSet
from backend.domain.certificates.credentials import Credential, Status

ISSUER = "hiteuses"
"""The issuer's name on certificates."""

LIST_BITS = 131_072
"""Credentials in one status list. It is the minimum of the standard, so that a request for a list identifies nobody."""
LIST_VALID = timedelta(days=1)
"""How long a list is valid, so that an old copy cannot hide later revocations for longer."""
LIST_TTL = 0
"""Milliseconds for which a verifier may use its copy of a list without asking again: a revocation counts at once.
Without it the standard lets verifiers keep a copy for five minutes."""

ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
"""The form of a credential's number."""
_SCHEME = re.compile(r"https?://", re.IGNORECASE)
_AROUND = "<>()[]{}\"'«»“”‘’…*_.,;:!?"  # signs around a link or a number in a message

_VC = "https://www.w3.org/ns/credentials/v2"
_OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
_SCHEMA = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"


class Addresses:
    """The addresses of everything. `site`: the product's public address, without a slash at the end."""

    def __init__(self, site: str) -> None:
        self._host = _SCHEME.sub("", site).lower()
        self._root = f"{site}/verify"
        self.start = f"{self._root}/"
        self.issuer = f"{self._root}/issuer"
        self.keys = f"{self._root}/keys"

    def credential(self, credential_id: UUID) -> str:
        """The address of one credential."""
        return f"{self._root}/{credential_id}"

    def achievement(self, key: str) -> str:
        """The address of an achievement: what somebody can do."""
        return f"{self._root}/achievements/{key}"

    def status_list(self, number: int) -> str:
        """The address of one status list."""
        return f"{self._root}/status/{number}"

    def key(self, kid: str) -> str:
        """The address of one public key."""
        return f"{self.keys}/{kid}"

    def named_in(self, text: str) -> UUID | Status:
        """The credential that a link or a number in `text` names. "unreadable": none or several. "elsewhere": the link
        is to another site, whose page may show anything, whatever number is in the link."""
        found = {UUID(number) for number in ID.findall(text)}
        if len(found) != 1:
            return "unreadable"
        credential_id = found.pop()
        words = [word.strip(_AROUND) for word in text.split()]
        links = [word for word in words if ID.search(word) and any(sign in word for sign in "/\\.@?=&%")]
        if any(not self._is_credential(word, credential_id) for word in links):
            return "elsewhere"
        others = [word for word in words if "://" in word or word.lower().startswith("www.")]
        if not links and any(not self._is_ours(word) for word in others):
            return "elsewhere"
        return credential_id

    def _is_credential(self, link: str, credential_id: UUID) -> bool:
        path = re.split(r"[?#]", _SCHEME.sub("", link, count=1))[0].lower().rstrip("/")
        own = _SCHEME.sub("", self.credential(credential_id)).lower()
        return path.removesuffix(".json").removesuffix(".jwt") == own

    def _is_ours(self, link: str) -> bool:
        return re.split(r"[/?#]", _SCHEME.sub("", link, count=1))[0].lower() == self._host.partition("/")[0]


def profile(at: Addresses, site: str) -> dict[str, Any]:
    """The issuer's profile."""
    return {"id": at.issuer, "type": ["Profile"], "name": ISSUER, "url": site}


def published_profile(at: Addresses, site: str) -> dict[str, Any]:
    """The issuer's profile as a document of its own."""
    return {"@context": [_VC, _OB], **profile(at, site)}


def achievement(at: Addresses, of: ModuleSet, contents: Iterable[str] = ()) -> dict[str, Any]:
    """The achievement of a set. `contents`: titles of what was passed, if they shall be named."""
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
    """The achievement as a document of its own, with its contents."""
    return {"@context": [_VC, _OB], **achievement(at, of, contents)}


def income_achievement(at: Addresses, title: str = "Revenus", about: str = income.ABOUT) -> dict[str, Any]:
    """The achievement of a certificate of income: `title` names the period, `about` the sums. Without them, the one
    behind all of these certificates."""
    return {
        "id": at.achievement(income.ACHIEVEMENT),
        "type": ["Achievement"],
        "achievementType": "ext:Income",
        "name": title,
        "description": about,
        "criteria": {"narrative": income.CRITERIA},
        "inLanguage": "fr",
    }


def published_income(at: Addresses) -> dict[str, Any]:
    """The achievement of all certificates of income as a document of its own."""
    return {"@context": [_VC, _OB], **income_achievement(at)}


def payload(
    at: Addresses, site: str, credential: Credential, achieved: Mapping[str, Any], place: int
) -> dict[str, Any]:
    """The payload of a credential's token: the credential and the registered claims, which repeat it (OB 3.0, section
    8.2). It contains only what the person agreed to show.

    `achieved`: the achievement (`achievement`, `income_achievement`).
    `place`: its number over all status lists. If the day shall not be shown, the credential is valid from the first day
    of its year: the standard requires an instant, and this one reveals only the year.
    """
    shown = credential.shown
    since = credential.issued_at if shown.date else datetime(credential.issued_at.year, 1, 1, tzinfo=UTC)
    subject_id = f"urn:uuid:{uuid5(NAMESPACE_URL, at.credential(credential.id))}"
    subject: dict[str, Any] = {
        "id": subject_id,  # differs in each credential, so that two credentials of one person cannot be linked
        "type": ["AchievementSubject"],
        "achievement": dict(achieved),
    }
    if shown.name:
        identity = {"type": "IdentityObject", "hashed": False, "identityType": "name", "identityHash": credential.name}
        subject["identifier"] = [identity]
    number, index = divmod(place, LIST_BITS)
    body: dict[str, Any] = {
        "@context": [_VC, _OB],
        "id": at.credential(credential.id),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": credential.title,
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
    """The payload of a status list of `LIST_BITS` credentials, with the places of the `revoked` ones."""
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
            "ttl": LIST_TTL,
        },
        "iss": at.issuer,
        "jti": address,
        "nbf": int(since.timestamp()),
        "exp": int((since + LIST_VALID).timestamp()),
    }


def _instant(at: datetime) -> str:
    """A dateTimeStamp of XML Schema, to the second, like `nbf`."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
