"""A pseudo-locale: every text of ours with accents, about 40 % longer and in brackets. What shows up without brackets
is not translated; what loses its closing bracket was cut.

It is written as a real catalogue of a real language (Swahili, for its dates and plurals), which the product then reads
as it would read a translation.
"""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from babel.messages.pofile import read_po, write_po

from bot.i18n import catalogue

LANGUAGE = "sw"
OPEN, CLOSE = "⟦", "⟧"
LONGER = 0.4
"""How much longer a text is; translations of French into the region's languages are up to this much longer."""
_KEPT = re.compile(r"(\{\{|\}\}|\{\w+\})")
_LETTERS = str.maketrans("aceinouyACEINOU", "åçęïñöüýÅÇĘÏÑÖÜ")
_MORE = "ŵö"


def pseudo(text: str) -> str:
    """A text of the catalogue in the pseudo-locale. Values keep their names, marks of style their places."""
    lines = [_line(line) for line in text.split("\n")]
    return OPEN + "\n".join(lines) + CLOSE


def _line(line: str) -> str:
    pieces = _KEPT.split(line)
    said = "".join(piece if _KEPT.fullmatch(piece) else piece.translate(_LETTERS) for piece in pieces)
    more = round(len(_KEPT.sub("", line)) * LONGER)
    return said + (" " + (_MORE * more)[: more - 1] if more > 1 else "")


@contextmanager
def installed(folder: Path) -> Iterator[str]:
    """The product with this catalogue beside the French one, in `folder`. Yields the language."""
    shutil.copytree(catalogue.folder(), folder, dirs_exist_ok=True)
    with (folder / f"{catalogue.DOMAIN}.pot").open("rb") as file:
        texts = read_po(file, locale=LANGUAGE)
    for message in texts:
        if message.id:
            ids = message.id if isinstance(message.id, tuple) else (message.id,)
            said = tuple(pseudo(str(text)) for text in ids)
            message.string = said if isinstance(message.id, tuple) else said[0]
    target = folder / LANGUAGE / "LC_MESSAGES" / f"{catalogue.DOMAIN}.po"
    target.parent.mkdir(parents=True)
    found = io.BytesIO()
    write_po(found, texts)
    target.write_bytes(found.getvalue())
    before: Any = catalogue.folder
    _forget()
    catalogue.folder = lambda: folder
    try:
        yield LANGUAGE
    finally:
        catalogue.folder = before
        _forget()


def _forget() -> None:
    catalogue.languages.cache_clear()
    catalogue.catalogue.cache_clear()
