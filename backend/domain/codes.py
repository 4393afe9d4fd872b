"""Codes that let somebody in or join two chats: read aloud, copied by hand, typed on small keys.

A code of ours is 16 signs of Crockford's base 32, so 80 bits, written in groups of four. That alphabet
leaves out I, L, O and U; who reads or types one of the first three means 1, 1 and 0, and is understood.
Older codes have 8 signs, and one that somebody chose (`ADMIN_INVITE_CODE`) 4 to 64 letters and digits:
all are read the same way.
"""

from __future__ import annotations

import hashlib
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
GROUP = 4
OLD_LENGTH = 8
SHORTEST, LONGEST = 4, 64
CONFUSED = str.maketrans("OIL", "011")
"""What the eye mistakes, as it is compared; `ix_invite_digest` says the same in SQL."""


def new() -> str:
    """A fresh code, without its hyphens."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def read(text: str) -> str | None:
    """What may be a code in what somebody typed, with or without hyphens, spaces and capitals; None if
    it can be none."""
    code = "".join(text.upper().replace("-", " ").split())
    return code if SHORTEST <= len(code) <= LONGEST and code.isascii() and code.isalnum() else None


def written(code: str) -> str:
    """As it is shown: `ABCD-EFGH-JKMN-PQRS`. A shorter or a chosen one stays in one piece."""
    if len(code) != LENGTH or not set(code) <= set(ALPHABET):
        return code
    return "-".join(code[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def digest(code: str) -> bytes:
    """What a code is looked up by: sha-256, the same for all readings of its confused signs."""
    return hashlib.sha256(code.translate(CONFUSED).encode()).digest()


def may_be_bare(text: str) -> bool:
    """Whether words without `start` may be a code: one word as long as codes are or with a digit in
    it, or a code in its groups as it is read aloud ("ABCD 2345"). "Bonjour 12" is none."""
    code = read(text)
    if code is None:
        return False
    digit = any(sign.isdigit() for sign in code)
    groups = [len(group) for group in text.split()]
    if len(groups) == 1:
        return digit or len(code) == OLD_LENGTH or _has_our_signs(code)
    if groups == [GROUP] * (LENGTH // GROUP):
        return digit or _has_our_signs(code)
    return digit and groups == [GROUP] * (OLD_LENGTH // GROUP)


def _has_our_signs(code: str) -> bool:
    """Letters alone may be a code of ours too, one in four hundred is; hardly any word of that length
    is without I, L, O and U."""
    return len(code) == LENGTH and set(code) <= set(ALPHABET)
