"""Codes that let somebody in or join two chats: read aloud, copied by hand, typed on small keys.

A code of ours is 16 signs of Crockford's base 32, so 80 bits, written in groups of four. That alphabet
leaves out I, L, O and U; who reads or types one of the first three means 1, 1 and 0, and is understood.
Older codes have 8 signs, and one that somebody chose (`ADMIN_INVITE_CODE`) 8 to 64 letters and digits:
all are read the same way. What is shorter, from 4 signs on, is read as a code too, so that it is told to be wrong.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import string

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 16
GROUP_LENGTH = 4
OLD_LENGTH = 8
SHORTEST, LONGEST = 4, 64
CONFUSED = str.maketrans("OIL", "011")
"""What the eye mistakes, as it is compared; `ix_invite_digest` says the same in SQL."""
_HYPHENS = str.maketrans(dict.fromkeys("‐‑‒–—―", "-"))
"""What keyboards make of one."""
_AROUND = string.punctuation + string.whitespace + "«»“”‘’…\u00a0\u202f"
_IN_GROUPS = re.compile(r"(?:(?<![A-Z0-9])|(?<=%20))([A-Z0-9]{4}(?:-[A-Z0-9]{4}){3})(?![A-Z0-9])")
"""A code in its groups, behind the space of a link too."""


_CLEAR = frozenset("23456789")
"""Digits that nobody takes for letters."""


def new() -> str:
    """A fresh code, without its hyphens. It has a digit that nobody takes for a letter: it is never mistaken for a
    word, however it is copied."""
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
        if _CLEAR & set(code):
            return code


def read(text: str) -> str | None:
    """What may be a code in what somebody typed, with or without hyphens, spaces and capitals, or the one that
    stands in its groups among other words: she may pass on the whole message that brought it. None if it can be
    none."""
    text = text.upper().translate(_HYPHENS)
    if (within := _within(text)) is not None:
        return within
    code = "".join(text.strip(_AROUND).replace("-", " ").split())
    return code if SHORTEST <= len(code) <= LONGEST and code.isascii() and code.isalnum() else None


def _within(text: str) -> str | None:
    found = {code.replace("-", "") for code in _IN_GROUPS.findall(text)}
    found = {code for code in found if any(sign.isdigit() for sign in code) or _has_our_signs(code)}
    return found.pop() if len(found) == 1 else None


def written(code: str) -> str:
    """As it is shown: `ABCD-EFGH-JKMN-PQRS`. A shorter or a chosen one stays in one piece."""
    if len(code) != CODE_LENGTH or not set(code) <= set(ALPHABET):
        return code
    return "-".join(code[at : at + GROUP_LENGTH] for at in range(0, CODE_LENGTH, GROUP_LENGTH))


def digest(code: str) -> bytes:
    """What a code is looked up by: sha-256, the same for all readings of its confused signs."""
    return hashlib.sha256(code.translate(CONFUSED).encode()).digest()


def may_be_bare(text: str) -> bool:
    """Whether words without `start` may be a code: one word as long as codes are or with a digit in
    it, a code in its groups as it is read aloud ("ABCD 2345"), or one with hyphens among other words.
    "Bonjour 12" is none."""
    if _within(text.upper().translate(_HYPHENS)) is not None:
        return True
    code = read(text)
    if code is None:
        return False
    digit = any(sign.isdigit() for sign in code)
    groups = [len(group) for group in text.split()]
    if len(groups) == 1:
        return digit or len(code) == OLD_LENGTH or _has_our_signs(code)
    if groups == [GROUP_LENGTH] * (CODE_LENGTH // GROUP_LENGTH):
        return digit or _has_our_signs(code)
    return digit and groups == [GROUP_LENGTH] * (OLD_LENGTH // GROUP_LENGTH)


def _has_our_signs(code: str) -> bool:
    """Letters alone may be a code of ours too, one in four hundred is; hardly any word of that length
    is without I, L, O and U."""
    return len(code) == CODE_LENGTH and set(code) <= set(ALPHABET)
