"""Encryption of a stream with a passphrase, in the age format, version 1 (https://age-encryption.org/v1).

The format is public, so `age --decrypt FILE` opens such a file without this program. The passphrase is stretched with
scrypt. The content is sealed in chunks with ChaCha20-Poly1305; the nonce holds the number of the chunk and a mark of
the last one, so that changed, swapped, missing and cut off chunks are all noticed.
"""

from __future__ import annotations

import hmac
import io
import os
import re
from base64 import b64decode, b64encode
from types import TracebackType
from typing import Any, BinaryIO, Protocol, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from backend.domain.errors import BadInput

VERSION = b"age-encryption.org/v1\n"
CHUNK = 65_536
"""Bytes of content in each chunk; the last one may have fewer."""
WORK = 17
"""The cost of scrypt is 2 to this power: 128 MiB and about half a second."""
MOST_WORK = 20
"""A file that asks for more is refused; it would take a gigabyte of memory."""
_TAG = 16
_STANZA = re.compile(rb"-> scrypt ([A-Za-z0-9+/]{22}) ([1-9][0-9]?)\n([A-Za-z0-9+/]{43})\n--- ([A-Za-z0-9+/]{43})\n")
_STANZA_BYTES = 160
"""More than a stanza of a passphrase has."""


class NotEncrypted(BadInput):
    """The file is not in the age format with a passphrase."""


class WrongPassphrase(BadInput):
    """The passphrase does not open the file."""


class Damaged(BadInput):
    """The file is damaged or cut off."""


class Source(Protocol):
    """What can be read."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; fewer at the end."""


class Encrypting:
    """Encrypts what is written to it, and writes that to `file`. The file is complete only after `close`, which leaves
    `file` open. In a `with` statement it is closed only if nothing was raised."""

    def __init__(self, file: BinaryIO, passphrase: str) -> None:
        self._file = file
        self._key, header = _sealed_key(passphrase)
        nonce = os.urandom(16)
        self._cipher = ChaCha20Poly1305(_derived(self._key, nonce, b"payload"))
        self._buffer = bytearray()
        self._count = 0
        file.write(header + nonce)

    def write(self, content: bytes) -> None:
        """Add content. It is encrypted in chunks of `CHUNK` bytes; the last stays in memory until `close`."""
        self._buffer += content
        done = 0
        # the last chunk is not empty, so a full one is kept until more comes
        while len(self._buffer) - done > CHUNK:
            self._seal(bytes(self._buffer[done : done + CHUNK]), last=False)
            done += CHUNK
        del self._buffer[:done]

    def close(self) -> None:
        """Write the last chunk. A file without it is refused as damaged."""
        self._seal(bytes(self._buffer), last=True)

    def _seal(self, chunk: bytes, *, last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._count, last), chunk, None))
        self._count += 1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()


def decrypted(file: Source, passphrase: str) -> io.BufferedReader:
    """The content of an encrypted file, as a stream. Raises `NotEncrypted`, `WrongPassphrase`, and `Damaged`, also
    while it is read. What was read is as it was written; that nothing is missing is known at the end."""
    return io.BufferedReader(_Decrypting(file, passphrase), buffer_size=4 * CHUNK)


class _Decrypting(io.RawIOBase):
    def __init__(self, file: Source, passphrase: str) -> None:
        self._file = file
        key, self._ahead = _opened_key(file, passphrase)
        nonce = self._take(16)
        if len(nonce) < 16:
            raise Damaged
        self._cipher = ChaCha20Poly1305(_derived(key, nonce, b"payload"))
        self._count = 0
        self._chunk = memoryview(b"")
        self._ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int:
        if not self._chunk and not self._ended:
            self._chunk = memoryview(self._next())
        taken = min(len(into), len(self._chunk))
        into[:taken] = self._chunk[:taken]
        self._chunk = self._chunk[taken:]
        return taken

    def _next(self) -> bytes:
        sealed = self._take(CHUNK + _TAG)
        self._ahead = self._ahead or self._file.read(CHUNK)
        self._ended = not self._ahead
        try:
            chunk = self._cipher.decrypt(_nonce(self._count, self._ended), sealed, None)
        except InvalidTag:
            raise Damaged from None
        if not chunk and self._count:
            raise Damaged  # only the chunk of an empty file is empty
        self._count += 1
        return chunk

    def _take(self, size: int) -> bytes:
        """So many bytes; fewer only at the end of the file."""
        while len(self._ahead) < size and (more := self._file.read(size - len(self._ahead))):
            self._ahead += more
        taken, self._ahead = self._ahead[:size], self._ahead[size:]
        return taken


def _sealed_key(passphrase: str) -> tuple[bytes, bytes]:
    """A new key, and the header that holds it."""
    key, salt = os.urandom(16), os.urandom(16)
    sealed = ChaCha20Poly1305(_stretched(passphrase, salt, WORK)).encrypt(bytes(12), key, None)
    stanza = VERSION + b"-> scrypt %s %d\n%s\n---" % (_text(salt), WORK, _text(sealed))
    return key, stanza + b" " + _text(_mark(key, stanza)) + b"\n"


def _opened_key(file: Source, passphrase: str) -> tuple[bytes, bytes]:
    """The key that the header holds, and what was read of the file after it."""
    start = b""
    while len(start) < len(VERSION) + _STANZA_BYTES and (more := file.read(_STANZA_BYTES)):
        start += more
    if not start.startswith(VERSION):
        raise NotEncrypted
    found = _STANZA.match(start, len(VERSION))
    if found is None or int(found[2]) > MOST_WORK:
        raise NotEncrypted
    salt, work, sealed, mark = _bytes(found[1]), int(found[2]), _bytes(found[3]), _bytes(found[4])
    try:
        key = ChaCha20Poly1305(_stretched(passphrase, salt, work)).decrypt(bytes(12), sealed, None)
    except InvalidTag:
        raise WrongPassphrase from None
    stanza = start[: found.start(4) - 1]
    if not hmac.compare_digest(_mark(key, stanza), mark):
        raise Damaged
    return key, start[found.end() :]


def _stretched(passphrase: str, salt: bytes, work: int) -> bytes:
    return Scrypt(b"age-encryption.org/v1/scrypt" + salt, length=32, n=1 << work, r=8, p=1).derive(passphrase.encode())


def _derived(key: bytes, salt: bytes | None, purpose: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt, purpose).derive(key)


def _mark(key: bytes, stanza: bytes) -> bytes:
    return hmac.digest(_derived(key, None, b"header"), stanza, "sha256")


def _nonce(count: int, last: bool) -> bytes:
    return count.to_bytes(11, "big") + (b"\1" if last else b"\0")


def _text(content: bytes) -> bytes:
    return b64encode(content).rstrip(b"=")


def _bytes(text: bytes) -> bytes:
    content = b64decode(text + b"=" * (-len(text) % 4))
    if _text(content) != text:  # several texts can be read as the same bytes, and one of them was written
        raise Damaged
    return content
