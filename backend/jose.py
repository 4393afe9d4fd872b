"""Signed tokens: RSA keys as PEM and JWK, and compact JWS (RFC 7515, 7517, 7518, 7638), by joserfc.

Only RS256: Open Badges 3.0 requires it of everybody, and whoever checks our credentials knows it. A
token never says itself how it is to be checked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

import orjson
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from backend.domain.errors import BadInput

ALGORITHM = "RS256"
LEAST_BITS = 2048
"""What RFC 7518 (3.3) asks for at least."""
NEW_BITS = 3072
"""Of a key that we make: credentials are checked for years."""
MOST_TOKEN = 60_000
"""Characters of a token that is looked at."""

Jwk = Mapping[str, str]

_REGISTRY = jws.JWSRegistry(algorithms=[ALGORITHM])
_REGISTRY.max_header_length = _REGISTRY.max_signature_length = MOST_TOKEN  # an address, and a key, may be long


class BadToken(BadInput):
    """This is no token, or not signed by this key."""


@dataclass(frozen=True, slots=True)
class Key:
    """A private key. `kid` is its public part's thumbprint."""

    kid: str
    public: Jwk
    private: RSAKey

    @classmethod
    def load(cls, pem: str) -> Key:
        """Raises `BadInput` for what is no RSA key of `LEAST_BITS` or more, or is locked with a
        password. The message never holds anything of the key."""
        try:
            private = load_pem_private_key(pem.encode(), password=None)
        except (ValueError, TypeError, UnsupportedAlgorithm):
            private = None
        if not isinstance(private, RSAPrivateKey) or private.key_size < LEAST_BITS:
            raise BadInput(f"must be a private RSA key of {LEAST_BITS} bits or more, as PEM and without a password")
        key = RSAKey.import_key(private)
        return cls(key.thumbprint(), cast(Jwk, key.as_dict(private=False)), key)

    @property
    def pem(self) -> str:
        return self.private.as_pem(private=True).decode()

    def sign(self, payload: Mapping[str, Any], kid: str) -> str:
        """A compact JWS. `kid`: the address where this key's public part is found."""
        header = {"alg": ALGORITHM, "kid": kid, "typ": "JWT"}
        return jws.serialize_compact(header, orjson.dumps(payload), self.private, registry=_REGISTRY)


def new() -> Key:
    """Takes about a second of the processor: not in the event loop."""
    return Key.load(RSAKey.generate_key(NEW_BITS).as_pem(private=True).decode())


def read(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and payload of a compact JWS, believed by nobody yet. Raises `BadToken`."""
    if len(token) > MOST_TOKEN:
        raise BadToken
    try:
        found = jws.extract_compact(token.encode(), registry=_REGISTRY)
        payload = orjson.loads(found.payload)
    except (JoseError, ValueError, RecursionError):
        raise BadToken from None
    if not isinstance(found.protected, dict) or not isinstance(payload, dict):
        raise BadToken
    return found.protected, payload


def check(token: str, public: Jwk) -> dict[str, Any]:
    """The payload of a compact JWS that was signed with this key. Raises `BadToken`."""
    _, payload = read(token)
    try:
        jws.deserialize_compact(token, RSAKey.import_key(dict(public)), registry=_REGISTRY)
    except (JoseError, ValueError):
        raise BadToken from None
    return payload
