"""The message catalogues of `locales/`, read from their .po files at the first use of a language."""

from __future__ import annotations

import io
import re
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

DOMAIN = "hiteuses"
"""The catalogue of chat texts. The source is French."""

FAULTS = "faults"
"""The catalogue of reasons why a file cannot be used (`bot.i18n.faults`). The source is English."""

SOURCE = "fr"

_TRANSLATION = re.compile(rb'^msgstr(?:\[\d+\])? (?:"[^"\n]|""\r?\n")', re.MULTILINE)
"""One that is not empty; the first of a file is its header."""


def folder() -> Path:
    """`locales/` of the checkout, or its copy inside the installed package."""
    installed = Path(__file__).parent / "locales"
    return installed if installed.exists() else Path(__file__).parents[2] / "locales"


@cache
def languages() -> tuple[str, ...]:
    """The languages that have a catalogue, French first."""
    found = sorted(path.parts[-3] for path in folder().glob(f"*/LC_MESSAGES/{DOMAIN}.po"))
    return (SOURCE, *(name for name in found if name != SOURCE))


@cache
def catalogue(language: str, domain: str = DOMAIN) -> NullTranslations:
    """The catalogue of a language, with the French one as its fallback."""
    path = folder() / language / "LC_MESSAGES" / f"{domain}.po"
    found = NullTranslations()
    if language in languages() and path.exists():
        written = path.read_bytes()
        # Parsing takes 30 to 45 ms of each start, and the catalogue of French, the source of our words, is empty.
        if len(_TRANSLATION.findall(written)) > 1:
            mo = io.BytesIO()
            write_mo(mo, read_po(io.BytesIO(written), locale=language, domain=domain))
            mo.seek(0)
            found = GNUTranslations(mo)
    if language != SOURCE:
        found.add_fallback(catalogue(SOURCE, domain))
    return found


def translate(msgid: str, plural: str | None, n: int | None, language: str) -> str:
    """The translation, in the plural form of `n`; the French source if there is none."""
    if plural is None or n is None:
        return catalogue(language).gettext(msgid)
    if language == SOURCE:  # French uses the singular for 0: "0 tâche"
        return catalogue(language).gettext(msgid if abs(n) < 2 else plural)
    return catalogue(language).ngettext(msgid, plural, n)
