"""What is kept encrypted: Fernet (AES-128-CBC with HMAC-SHA256) with keys that can be rotated, and keyed marks.

A mark tells whether two secrets are the same without opening either. It is made with a key derived from the last of
the keys, so that a new key put before the others leaves marks as they are.
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
    """A fresh key: 32 random bytes as URL-safe base64."""
    return Fernet.generate_key().decode()


class Keys:
    """The keys in use: the first one encrypts, all of them decrypt. Raises `BadInput` for what is no key."""

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
        """Encrypted, another result each time."""
        return self._fernet.encrypt(text.encode())

    def open(self, sealed: bytes) -> str:
        """What was sealed with any of the keys. Raises `Sealed`."""
        try:
            return self._fernet.decrypt(sealed).decode()
        except InvalidToken:
            raise Sealed from None

    def mark(self, text: str) -> bytes:
        """32 bytes, the same for the same text; without the key nothing can be learnt from them."""
        return hmac.digest(self._marking, text.encode(), "sha256")
