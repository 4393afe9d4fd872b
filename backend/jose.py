"""Signed tokens: RSA keys as PEM and JWK, and compact JWS (RFC 7515, 7517, 7518, 7638).

Only RS256: Open Badges 3.0 requires it of everybody, and whoever checks our credentials knows it. A
token never says itself how it is to be checked.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from backend.domain.errors import BadInput

ALGORITHM = "RS256"
LEAST_BITS = 2048
"""What RFC 7518 (3.3) asks for at least."""
NEW_BITS = 3072
"""Of a key that we make: credentials are checked for years."""
MOST_TOKEN = 60_000
"""Characters of a token that is looked at."""

Jwk = Mapping[str, str]


class BadToken(BadInput):
    """This is no token, or not signed by this key."""


@dataclass(frozen=True, slots=True)
class Key:
    """A private key. `kid` is its public part's thumbprint."""

    kid: str
    public: Jwk
    private: rsa.RSAPrivateKey

    @classmethod
    def load(cls, pem: str) -> Key:
        """Raises `BadInput` for what is no RSA key of `LEAST_BITS` or more, or is locked with a
        password. The message never holds anything of the key."""
        try:
            private = load_pem_private_key(pem.encode(), password=None)
        except (ValueError, TypeError, UnsupportedAlgorithm):
            private = None
        if not isinstance(private, rsa.RSAPrivateKey) or private.key_size < LEAST_BITS:
            raise BadInput(f"must be a private RSA key of {LEAST_BITS} bits or more, as PEM and without a password")
        numbers = private.public_key().public_numbers()
        public = {"kty": "RSA", "n": _number(numbers.n), "e": _number(numbers.e)}
        return cls(thumbprint(public), public, private)

    @property
    def pem(self) -> str:
        return self.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()

    def sign(self, payload: Mapping[str, Any], kid: str) -> str:
        """A compact JWS. `kid`: the address where this key's public part is found."""
        header = {"alg": ALGORITHM, "kid": kid, "typ": "JWT"}
        signed = f"{encode(orjson.dumps(header))}.{encode(orjson.dumps(payload))}"
        return f"{signed}.{encode(self.private.sign(signed.encode(), padding.PKCS1v15(), SHA256()))}"


def new() -> Key:
    """Takes about a second of the processor: not in the event loop."""
    private = rsa.generate_private_key(public_exponent=65_537, key_size=NEW_BITS)
    return Key.load(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode())


def thumbprint(public: Jwk) -> str:
    """Of an RSA key's public part (RFC 7638): the same key has the same one everywhere."""
    members = {name: public[name] for name in ("e", "kty", "n")}
    return encode(hashlib.sha256(orjson.dumps(members, option=orjson.OPT_SORT_KEYS)).digest())


def read(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and payload of a compact JWS, believed by nobody yet. Raises `BadToken`."""
    parts = token.split(".") if len(token) <= MOST_TOKEN else ()
    if len(parts) != 3:
        raise BadToken
    header, payload = _object(parts[0]), _object(parts[1])
    return header, payload


def check(token: str, public: Jwk) -> dict[str, Any]:
    """The payload of a compact JWS that was signed with this key. Raises `BadToken`."""
    header, payload = read(token)
    if header.get("alg") != ALGORITHM:
        raise BadToken
    signed, _, signature = token.rpartition(".")
    key = rsa.RSAPublicNumbers(_int(public["e"]), _int(public["n"])).public_key()
    try:
        key.verify(decode(signature), signed.encode(), padding.PKCS1v15(), SHA256())
    except InvalidSignature:
        raise BadToken from None
    return payload


def encode(content: bytes) -> str:
    """base64url without padding, as all of JOSE writes bytes."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    """The inverse; raises `BadToken` for anything that `encode` would not have written so."""
    try:
        content = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except ValueError:
        raise BadToken from None
    if encode(content) != text:  # two texts of one content would be two tokens of one signature
        raise BadToken
    return content


def _object(part: str) -> dict[str, Any]:
    try:
        found = orjson.loads(decode(part))
    except orjson.JSONDecodeError:
        raise BadToken from None
    if not isinstance(found, dict):
        raise BadToken
    return found


def _number(value: int) -> str:
    return encode(value.to_bytes((value.bit_length() + 7) // 8, "big"))


def _int(text: str) -> int:
    return int.from_bytes(decode(text), "big")
