"""Encryption of stored data: Fernet (AES-128-CBC with HMAC-SHA256) with keys that can be rotated, and keyed marks.

A mark shows whether two secrets are equal without decrypting them. It is made with a key derived from the last of the
keys, so a new key that is put before the others does not change the marks.
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from backend.domain.errors import BadInput


class Sealed(BadInput):
    """No key that is known opens this."""


def new_key() -> str:
    """A new key: 32 random bytes as URL-safe base64."""
    return Fernet.generate_key().decode()


class Keys:
    """The keys in use: the first one encrypts, all of them decrypt. Raises `BadInput` for text that is not a key."""

    __slots__ = ("_fernet", "_marking")

    def __init__(self, keys: Sequence[str]) -> None:
        if not keys:
            raise BadInput("at least one key")
        try:
            self._fernet = MultiFernet([Fernet(key) for key in keys])
        except ValueError:
            raise BadInput("a key is 32 bytes as URL-safe base64 (44 characters)") from None
        self._marking = HKDF(SHA256(), 32, salt=None, info=b"hiteuses marks").derive(base64.urlsafe_b64decode(keys[-1]))

    def seal(self, text: str) -> bytes:
        """The encrypted text; each call gives another result."""
        return self._fernet.encrypt(text.encode())

    def open(self, sealed: bytes) -> str:
        """The text that was encrypted with any of the keys. Raises `Sealed`."""
        try:
            return self._fernet.decrypt(sealed).decode()
        except InvalidToken:
            raise Sealed from None

    def mark(self, text: str) -> bytes:
        """A mark of 32 bytes, equal for equal texts; without the key it reveals nothing."""
        return hmac.digest(self._marking, text.encode(), "sha256")
