"""Encrypted streams: another implementation of the format reads ours and we read its, and no damage goes unnoticed."""

from __future__ import annotations

import io
from functools import cache

import pyrage
import pytest

from backend import age
from backend.age import CHUNK, Damaged, Encrypting, NotEncrypted, WrongPassphrase, decrypted

PASSPHRASE = "cinq mots que personne ne devine"
LENGTHS = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK]


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(age, "WORK", 4)


@cache
def content(length: int) -> bytes:
    return bytes(n * n % 251 for n in range(length))


def encrypted(length: int, step: int = 10_007) -> bytes:
    file = io.BytesIO()
    with Encrypting(file, PASSPHRASE) as out:
        for start in range(0, length, step):
            out.write(content(length)[start : start + step])
    return file.getvalue()


def opened(file: bytes, passphrase: str = PASSPHRASE) -> bytes:
    return decrypted(io.BytesIO(file), passphrase).read()


@pytest.mark.parametrize("length", LENGTHS)
def test_what_was_written_is_read(length: int) -> None:
    assert opened(encrypted(length)) == content(length)


@pytest.mark.parametrize("length", LENGTHS)
def test_another_implementation_reads_it(length: int) -> None:
    assert pyrage.passphrase.decrypt(encrypted(length), PASSPHRASE) == content(length)


def test_what_another_implementation_wrote_is_read() -> None:
    assert opened(pyrage.passphrase.encrypt(content(CHUNK + 9), PASSPHRASE)) == content(CHUNK + 9)


def test_a_stream_that_comes_in_small_pieces_is_read() -> None:
    class Slow(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            return super().read(min(7_000, size) if size is not None and size > 0 else size)

    assert decrypted(Slow(encrypted(2 * CHUNK + 5)), PASSPHRASE).read() == content(2 * CHUNK + 5)


def test_no_byte_can_be_changed() -> None:
    file = encrypted(CHUNK + 100)
    header = file.index(b"\n--- ") + 64
    for at in [*range(header), header + 1_000, len(file) - 200, len(file) - 1]:
        changed = file[:at] + bytes([file[at] ^ 1]) + file[at + 1 :]
        with pytest.raises((Damaged, NotEncrypted, WrongPassphrase)):
            opened(changed)


def test_a_mark_that_is_the_same_in_other_letters_is_noticed() -> None:
    letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    file = encrypted(10)
    last = file.index(b"\n--- ") + 5 + 42
    other = letters[letters.index(file[last]) + 1 :][:1]
    with pytest.raises(Damaged):
        opened(file[:last] + other + file[last + 1 :])


@pytest.mark.parametrize("length", [1, CHUNK, 2 * CHUNK, 2 * CHUNK + 1])
def test_a_file_that_is_cut_off_is_noticed(length: int) -> None:
    file = encrypted(length)
    ends = (len(file) - 1, len(file) - 16, len(file) - 17, len(file) - CHUNK - 16, 180, 100, 10, 0)
    for end in ends:
        with pytest.raises((Damaged, NotEncrypted)):
            opened(file[: max(0, min(end, len(file) - 1))])


def test_chunks_cannot_be_swapped_or_added() -> None:
    file = encrypted(3 * CHUNK)
    sealed = CHUNK + 16
    start = len(file) - 3 * sealed
    first, second, third = (file[start + n * sealed : start + (n + 1) * sealed] for n in range(3))
    assert opened(file[:start] + first + second + third) == content(3 * CHUNK)
    for chunks in ([second, first, third], [first, third], [first, second, third, third], [first, second]):
        with pytest.raises(Damaged):
            opened(file[:start] + b"".join(chunks))


def test_only_the_passphrase_opens_it() -> None:
    with pytest.raises(WrongPassphrase):
        opened(encrypted(10), PASSPHRASE + " ")


@pytest.mark.parametrize("file", [b"", b"PGDMP", b"age-encryption.org/v1\n-> X25519 abc\n", b"x" * 1_000])
def test_other_files_are_refused(file: bytes) -> None:
    with pytest.raises(NotEncrypted):
        opened(file)


def test_a_file_that_asks_for_too_much_memory_is_refused() -> None:
    file = encrypted(10).replace(b" 4\n", b" 30\n")
    with pytest.raises(NotEncrypted):
        opened(file)


def test_an_error_while_writing_leaves_no_complete_file() -> None:
    def stopped(out: io.BytesIO) -> None:
        with Encrypting(out, PASSPHRASE) as encrypting:
            encrypting.write(content(CHUNK + 1))
            raise RuntimeError

    file = io.BytesIO()
    with pytest.raises(RuntimeError):
        stopped(file)
    with pytest.raises(Damaged):
        opened(file.getvalue())
