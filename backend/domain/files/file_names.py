"""Names of files: of those that somebody sent, as they may be shown (never a path here), and of our own."""

from __future__ import annotations

import re
import unicodedata

MAX_SHOWN_LENGTH = 60
"""Characters of a name that are shown: more would fill a small screen."""
UNNAMED = "fichier"
_FOLDERS = re.compile(r"^.*[/\\]", re.DOTALL)


def shown(name: str) -> str:
    """One line, without folders, without marks that turn the writing round or cannot be seen, and at
    most `MAX_SHOWN_LENGTH` characters long; its ending stays, which tells what the sender takes it for."""
    visible = "".join(" " if c.isspace() else c for c in name if unicodedata.category(c) not in _HIDDEN or c.isspace())
    text = " ".join(_FOLDERS.sub("", visible).split())
    if len(text) > MAX_SHOWN_LENGTH:
        stem, dot, ending = text.rpartition(".")
        tail = dot + ending if stem and len(ending) <= 10 else ""
        text = text[: MAX_SHOWN_LENGTH - len(tail) - 1].rstrip() + "…" + tail
    return text.strip() if text.strip(" .") else UNNAMED


def text(name: str) -> str:
    """A name of the file system as text. Python keeps bytes that are no UTF-8, as old archives from Windows
    bring them, as halves of characters, which no database takes; here each is a "�"."""
    return name.encode(errors="surrogateescape").decode(errors="replace")


_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn")
"""Unicode's categories: control, format (also the ones that reverse "gpj.exe"), halves, private, none."""
