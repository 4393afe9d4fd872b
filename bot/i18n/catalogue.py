"""The message catalogues of `locales/`, read from their .po files at the first use of a language."""

from __future__ import annotations

import io
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

DOMAIN = "hiteuses"
"""What we say. French is the source text."""

FAULTS = "faults"
"""Why a file cannot be used (`bot.i18n.faults`). English is the source text."""

SOURCE = "fr"


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
    """The texts of a language; those of French where there are none."""
    path = folder() / language / "LC_MESSAGES" / f"{domain}.po"
    found = NullTranslations()
    if language in languages() and path.exists():
        with path.open("rb") as file:
            po = read_po(file, locale=language, domain=domain)
        mo = io.BytesIO()
        write_mo(mo, po)
        mo.seek(0)
        found = GNUTranslations(mo)
    if language != SOURCE:
        found.add_fallback(catalogue(SOURCE, domain))
    return found


def translate(msgid: str, plural: str | None, n: int | None, language: str) -> str:
    """The translation, in the plural form of `n`; French source text where there is none."""
    if plural is None or n is None:
        return catalogue(language).gettext(msgid)
    if language == SOURCE:  # French counts nothing as one: "0 tâche"
        return catalogue(language).gettext(msgid if abs(n) < 2 else plural)
    return catalogue(language).ngettext(msgid, plural, n)
