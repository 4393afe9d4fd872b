"""Encryption of stored data: Fernet (AES-128-CBC with HMAC-SHA256) with keys that can be rotated, keyed marks, and
phone numbers that can still be found.

The keys of the operator seal what is only read by its row. What must be found by its value depends on another key, the
finding key. It is made once and stored sealed by the operator's keys, so it stays when they change: a rotation seals it
anew and changes neither marks nor stored numbers.
"""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from backend.domain.errors import BadInput
from backend.domain.messaging.channels import SEALED, SHOWN_DIGITS


class Sealed(BadInput):
    """No key that is known opens this."""


def new_key() -> str:
    """A new key: 32 random bytes as URL-safe base64."""
    return Fernet.generate_key().decode()


class Keys:
    """The keys in use: the first one encrypts, all of them decrypt. Raises `BadInput` for text that is not a key.

    `finding`: the finding key, in the same form; None: the last of the keys."""

    __slots__ = ("_fernet", "_first", "_marking", "numbers")

    def __init__(self, keys: Sequence[str], finding: str | None = None) -> None:
        if not keys:
            raise BadInput("at least one key")
        try:
            found = [Fernet(key) for key in keys]
        except ValueError:
            raise BadInput("a key is 32 bytes as URL-safe base64 (44 characters)") from None
        self._fernet, self._first = MultiFernet(found), found[0]
        secret = base64.urlsafe_b64decode(finding or keys[-1])
        self._marking = _derived(secret, b"hiteuses marks")
        self.numbers = Numbers(_derived(secret, b"hiteuses numbers"))

    def seal(self, text: str) -> bytes:
        """The encrypted text; each call gives another result."""
        return self._fernet.encrypt(text.encode())

    def open(self, sealed: bytes) -> str:
        """The text that was encrypted with any of the keys. Raises `Sealed`."""
        try:
            return self._fernet.decrypt(sealed).decode()
        except InvalidToken:
            raise Sealed from None

    def is_new(self, sealed: bytes) -> bool:
        """Whether the first key encrypted this."""
        try:
            self._first.decrypt(sealed)
        except InvalidToken:
            return False
        return True

    def mark(self, text: str) -> bytes:
        """A mark of 32 bytes, equal for equal texts; without the key it reveals nothing."""
        return hmac.digest(self._marking, text.encode(), "sha256")


class Numbers:
    """Phone numbers as they are stored: `~` + base64 of AES-SIV + `~` + the last four digits. The beginning is a keyed
    hash of the number, so equal numbers are stored equally and an index finds them. The last digits are those that
    people and the team are shown."""

    __slots__ = ("_cipher",)

    def __init__(self, key: bytes) -> None:
        self._cipher = AESSIV(key)

    def sealed(self, address: str) -> str:
        """The number as it is stored. Anything but digits is returned as it is."""
        if not (address.isascii() and address.isdigit()):
            return address
        hidden = base64.urlsafe_b64encode(self._cipher.encrypt(address.encode(), None)).decode()
        return f"{SEALED}{hidden}{SEALED}{address[-SHOWN_DIGITS:]}"

    def opened(self, stored: str) -> str:
        """The number. An address that is none is returned as it is. Raises `Sealed`."""
        if not stored.startswith(SEALED):
            return stored
        try:
            hidden = base64.urlsafe_b64decode(stored.split(SEALED)[1])
            return self._cipher.decrypt(hidden, None).decode()
        except (InvalidTag, ValueError, binascii.Error, IndexError):
            raise Sealed from None


def _derived(secret: bytes, what: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=what).derive(secret)
