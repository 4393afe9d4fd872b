"""A key for tests, made once per run, and an issuer that signs with it."""

from __future__ import annotations

import base64
from functools import cache

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from backend.services.certificates.signing import Issuer

SITE = "https://badges.example.org"


@cache
def pem(name: str = "ours", bits: int = 2048) -> str:
    """A private key; another one for each name."""
    key = rsa.generate_private_key(public_exponent=65_537, key_size=bits)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


@cache
def public_pem(private: str) -> bytes:
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    key = load_pem_private_key(private.encode(), None)
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def issuer(site: str = SITE) -> Issuer:
    return Issuer(site, pem())


def encode(content: bytes) -> str:
    """base64url without padding, as the parts of a token are written."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def decode(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
