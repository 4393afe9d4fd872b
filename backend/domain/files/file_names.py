"""File names: names of files that people sent, in a form that may be shown (never used as a path), and our own."""

from __future__ import annotations

import re
import unicodedata

MAX_SHOWN_LENGTH = 60
"""Characters of a name that are shown. More would fill a small screen."""
UNNAMED = "fichier"
_FOLDERS = re.compile(r"^.*[/\\]", re.DOTALL)


def shown(name: str) -> str:
    """A name on one line, without folders, invisible characters and marks of writing direction, at most
    `MAX_SHOWN_LENGTH` characters long. Its extension stays."""
    visible = "".join(" " if c.isspace() else c for c in name if unicodedata.category(c) not in _HIDDEN or c.isspace())
    text = " ".join(_FOLDERS.sub("", visible).split())
    if len(text) > MAX_SHOWN_LENGTH:
        stem, dot, ending = text.rpartition(".")
        tail = dot + ending if stem and len(ending) <= 10 else ""
        text = text[: MAX_SHOWN_LENGTH - len(tail) - 1].rstrip() + "…" + tail
    return text.strip() if text.strip(" .") else UNNAMED


def text(name: str) -> str:
    """A name from the file system as text. Python keeps bytes that are no UTF-8, as in old archives from Windows, as
    surrogates, which no database takes. Here each becomes "�"."""
    return name.encode(errors="surrogateescape").decode(errors="replace")


_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn")
"""Unicode categories: control, format (also those that reverse "gpj.exe"), surrogates, private use, unassigned."""
