"""Signed tokens with joserfc: RSA keys as PEM and JWK, and compact JWS (RFC 7515, 7517, 7518, 7638).

RS256 is the only algorithm: Open Badges 3.0 requires every verifier to support it. The algorithm never comes from the
token itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import orjson
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from backend.domain.errors import BadInput
from backend.records import Record

ALGORITHM = "RS256"
LEAST_BITS = 2048
"""Bits of a key; the minimum of RFC 7518, section 3.3."""
NEW_BITS = 3072
"""Bits of a key that we generate. It is large because credentials are checked for years."""
MOST_TOKEN = 60_000
"""Characters; a longer token is refused unread."""

Jwk = Mapping[str, str]

_REGISTRY = jws.JWSRegistry(algorithms=[ALGORITHM])
_REGISTRY.max_header_length = _REGISTRY.max_signature_length = MOST_TOKEN  # a header may hold a long address or a key


class BadToken(BadInput):
    """This is no token, or not signed by this key."""


class Key(Record):
    """A private key. `kid` is the thumbprint of its public part."""

    kid: str
    public: Jwk
    private: RSAKey

    @classmethod
    def load(cls, pem: str) -> Key:
        """Raises `BadInput` if the text is no RSA key of at least `LEAST_BITS` bits, or has a password. The message
        never holds any part of the key."""
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
        """The private key as PEM, without a password."""
        return self.private.as_pem(private=True).decode()

    def sign(self, payload: Mapping[str, Any], kid: str) -> str:
        """A compact JWS. `kid`: the address at which the public part of this key is found."""
        header = {"alg": ALGORITHM, "kid": kid, "typ": "JWT"}
        return jws.serialize_compact(header, orjson.dumps(payload), self.private, registry=_REGISTRY)


def new() -> Key:
    """A new key. It takes about a second of processor time: call it outside the event loop."""
    return Key.load(RSAKey.generate_key(NEW_BITS).as_pem(private=True).decode())


def read(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and payload of a compact JWS; the signature is not checked. Raises `BadToken`."""
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
    """The payload of a compact JWS that this key signed. Raises `BadToken`."""
    _, payload = read(token)
    try:
        jws.deserialize_compact(token, RSAKey.import_key(dict(public)), registry=_REGISTRY)
    except (JoseError, ValueError):
        raise BadToken from None
    return payload
