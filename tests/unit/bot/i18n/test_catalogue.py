"""The message catalogues of `locales/`: what is translated is said so, and an empty one is not parsed."""

from __future__ import annotations

from collections.abc import Iterator
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

import pytest

from bot.i18n import catalogue

HEADER = 'msgid ""\nmsgstr ""\n"Language: xx\\n"\n"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n\n'
PLAIN = 'msgid "Merci"\nmsgstr ""\n\nmsgid "une tâche"\nmsgid_plural "{n} tâches"\nmsgstr[0] ""\nmsgstr[1] ""\n\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty `locales/`."""
    monkeypatch.setattr(catalogue, "folder", lambda: tmp_path)
    for kept in (catalogue.languages, catalogue.catalogue):
        kept.cache_clear()
    yield tmp_path
    for kept in (catalogue.languages, catalogue.catalogue):
        kept.cache_clear()


def write(folder: Path, language: str, text: str) -> None:
    """The catalogue of a language."""
    path = folder / language / "LC_MESSAGES" / "hiteuses.po"
    path.parent.mkdir(parents=True)
    path.write_text(HEADER + text, "utf-8")


def test_the_french_of_our_words_is_not_parsed_and_that_of_reasons_is() -> None:
    assert type(catalogue.catalogue("fr")) is NullTranslations
    assert type(catalogue.catalogue("fr", catalogue.FAULTS)) is GNUTranslations


@pytest.mark.parametrize(
    ("written", "said", "many"),
    [
        ('msgid "Merci"\nmsgstr "Naa goodee"\n', "Naa goodee", "{n} tâches"),
        ('msgid "Merci"\nmsgstr ""\n"Naa "\n"goodee"\n', "Naa goodee", "{n} tâches"),
        (
            'msgid "une tâche"\nmsgid_plural "{n} tâches"\nmsgstr[0] ""\nmsgstr[1] "{n} golle"\n',
            "Merci",
            "{n} golle",
        ),
    ],
    ids=["in its line", "below it", "a plural"],
)
def test_one_translation_is_enough(folder: Path, written: str, said: str, many: str) -> None:
    write(folder, "fr", PLAIN)
    write(folder, "ff", written)
    assert catalogue.languages() == ("fr", "ff")
    assert catalogue.translate("Merci", None, None, "ff") == said
    assert catalogue.translate("une tâche", "{n} tâches", 3, "ff") == many
    assert catalogue.translate("Merci", None, None, "fr") == "Merci"


def test_a_translation_of_the_source_is_taken_too(folder: Path) -> None:
    write(folder, "fr", 'msgid "Merci"\nmsgstr "Merci bien"\n')
    assert catalogue.translate("Merci", None, None, "fr") == "Merci bien"
