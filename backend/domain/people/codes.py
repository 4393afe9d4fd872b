"""Codes that invite a person or join two chats. They are read aloud, copied by hand and typed on small keys.

Our codes have 16 characters of Crockford's base 32, which are 80 bits, written in groups of four. That alphabet lacks
I, L, O and U: whoever reads or types one of the first three means 1, 1 and 0, and is understood. Older codes have 8
characters, and one chosen by the operator (`ADMIN_INVITE_CODE`) 8 to 64 letters and digits. All are read the same way.
Shorter texts, from 4 characters on, are read as codes too, so that they can be called wrong.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import string
from collections.abc import Sequence

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 16
"""Letters and digits of a new code."""
GROUP_LENGTH = 4
"""Letters and digits of a group, as codes are shown."""
OLD_LENGTH = 8
"""Letters and digits of a code as older versions made them."""
SHORTEST, LONGEST = 4, 64
"""Letters and digits of any code."""
CONFUSED = str.maketrans("OIL", "011")
"""Characters that are easily confused, and the one that counts. `ix_invite_digest` does the same in SQL."""
_HYPHENS = str.maketrans(dict.fromkeys("‐‑‒–—―", "-"))
"""Dashes that keyboards insert for a hyphen."""
_AROUND = string.punctuation + string.whitespace + "«»“”‘’…\u00a0\u202f"
_IN_GROUPS = re.compile(r"(?:(?<![A-Z0-9])|(?<=%20))([A-Z0-9]{4}(?:-[A-Z0-9]{4}){3})(?![A-Z0-9])")
"""A code in its groups, also after the space of a link."""


_WITH_SPACES = re.compile(r"(?<![A-Z0-9-])(?=([A-Z0-9]{4}(?:[ \u00a0]+[A-Z0-9]{4}){3})(?![A-Z0-9-]))")
_CLEAR = frozenset("23456789")
"""Digits that nobody takes for letters."""


def new() -> str:
    """A new code, without hyphens. It has at least one digit that nobody takes for a letter, so it is never taken for a
    word."""
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
        if _CLEAR & set(code):
            return code


def read(text: str) -> str | None:
    """What may be a code in a typed text, with or without hyphens, spaces and capitals; None if nothing may be one.

    A code in its groups is also found among other words, because a person may pass on the whole message that brought
    it.
    """
    text = text.upper().translate(_HYPHENS)
    if (within := _within(text)) is not None:
        return within
    code = "".join(text.strip(_AROUND).replace("-", " ").split())
    return code if SHORTEST <= len(code) <= LONGEST and code.isascii() and code.isalnum() else None


def _within(text: str) -> str | None:
    found = {code.replace("-", "") for code in _IN_GROUPS.findall(text)}
    found = {code for code in found if any(sign.isdigit() for sign in code) or _has_our_signs(code)}
    if not found:
        found = _spelled_out(text)
    return found.pop() if len(found) == 1 else None


def _spelled_out(text: str) -> set[str]:
    """The code of four groups with spaces between them, among words that may have four letters as well: « mon code
    7BCY QZB4 G9GT G6PA »: where most groups have a digit, and two have one at least."""
    read = [found[1].split() for found in _WITH_SPACES.finditer(text)]
    groups: list[str] = max(reversed(read), key=_with_digits, default=[])
    return {"".join(groups)} if _with_digits(groups) > 1 else set()


def _with_digits(groups: Sequence[str]) -> int:
    return sum(any(map(str.isdigit, group)) for group in groups)


def ours(text: str) -> str | None:
    """The code of ours in a text that somebody with an account writes: in its groups, also among other words, or all 16
    characters at a stretch. None if there is none; a shorter text may be anything."""
    if (within := _within(text.upper().translate(_HYPHENS))) is not None:
        return within
    code = read(text)
    return code if code is not None and len(code) == CODE_LENGTH and may_be_bare(text) else None


def written(code: str) -> str:
    """The code as it is shown: `ABCD-EFGH-JKMN-PQRS`. Shorter and chosen codes are not split."""
    if len(code) != CODE_LENGTH or not set(code) <= set(ALPHABET):
        return code
    return "-".join(code[at : at + GROUP_LENGTH] for at in range(0, CODE_LENGTH, GROUP_LENGTH))


def digest(code: str) -> bytes:
    """The key by which a code is looked up: sha-256, equal for all readings of its confusable characters."""
    return hashlib.sha256(code.translate(CONFUSED).encode()).digest()


def may_be_bare(text: str) -> bool:
    """Whether a text without `start` may be a code: one word as long as a code or with a digit, a code read aloud in
    groups ("ABCD 2345"), or one with hyphens among other words. "Bonjour 12" is none."""
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
    """Letters alone may be one of our codes: one in four hundred is. Hardly any word of that length lacks I, L, O and
    U."""
    return len(code) == CODE_LENGTH and set(code) <= set(ALPHABET)
