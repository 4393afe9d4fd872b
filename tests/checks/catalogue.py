"""Whether the message catalogues are in step with the sources. `python -m tests.checks.catalogue [--write]`

There are two of each language. `hiteuses` holds what we say: French is its source, and a text without
a translation is said in French. `faults` holds why a file cannot be used: English is its source, for
the command line, and French has every text, for chat.

`--write` brings them in step: new texts are added without a translation, unused ones go. The files
hold no dates, versions or line numbers, so that they change only when our words do.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from backend.records import Record
from tests.checks.messages import (
    Found,
    Wrong,
    extract,
    faults,
    malformed,
    malformed_reason,
    marks,
    places,
    reason_places,
)

ROOT = Path(__file__).parents[2]
FOLDERS = ("backend", "bot")
FRENCH = "fr"


class Domain(Record):
    """A set of catalogues: its file name, the language of its texts in the code, and whether those
    are reasons (`Reason`)."""

    name: str
    source: str
    header: str
    reasons: bool = False


DOMAINS = (
    Domain("hiteuses", FRENCH, "# The words of hiteuses. French is the source: its own translations stay empty."),
    Domain("faults", "en", "# Why a file cannot be used. English is the source; in chat it is said in French.", True),
)
_NOISE = (
    '"Project-Id-Version:',
    '"Report-Msgid-Bugs-To:',
    '"POT-Creation-Date:',
    '"PO-Revision-Date:',
    '"Last-Translator:',
    '"Language-Team:',
    '"Generated-By:',
)
"""Lines of a header that say nothing here, or something else every day."""


def check(root: Path) -> list[Wrong]:
    """Everything that is wrong in the sources and in the catalogues of a checkout."""
    found = list(extract(root, FOLDERS))
    wrong = [text for text in found if isinstance(text, Wrong)]
    for domain in DOMAINS:
        wrong += _check(root, domain, [text for text in found if isinstance(text, Found)])
    return sorted(wrong, key=str)


def _check(root: Path, domain: Domain, found: Iterable[Found]) -> Iterator[Wrong]:
    template, wrong = _template(domain, found)
    yield from wrong
    for path in _files(root, domain):
        name = path.relative_to(root).as_posix()
        if not path.exists():
            yield Wrong(name, "there is no such file")
            continue
        language = None if path.suffix == ".pot" else path.parts[-3]
        held = _read(path, domain, language)
        yield from (Wrong(name, f"lacks {_name(key)}") for key in _keys(template) - _keys(held))
        yield from (Wrong(name, f"has {_name(key)}, which nobody says") for key in _keys(held) - _keys(template))
        if language is not None:
            yield from _translations(name, domain, held, language)


def write(root: Path) -> None:
    """Bring the catalogues in step."""
    found = [text for text in extract(root, FOLDERS) if isinstance(text, Found)]
    for domain in DOMAINS:
        template, _ = _template(domain, found)
        for path in _files(root, domain):
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.suffix == ".pot":
                catalogue = template
            else:
                language = path.parts[-3]
                catalogue = _read(path, domain, language) if path.exists() else _empty(domain, language)
                catalogue.update(template, no_fuzzy_matching=True)
            _write(path, catalogue)


def _write(path: Path, catalogue: Catalog) -> None:
    file = io.BytesIO()
    write_po(file, catalogue, width=100, sort_output=True, ignore_obsolete=True, include_lineno=False)
    lines = file.getvalue().decode().splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith(_NOISE)), encoding="utf-8")


def _empty(domain: Domain, language: str | None = None) -> Catalog:
    return Catalog(language, domain.name, domain.header, domain.name, "", fuzzy=False)


def _template(domain: Domain, found: Iterable[Found]) -> tuple[Catalog, list[Wrong]]:
    catalogue = _empty(domain)
    wrong: list[Wrong] = []
    for text in found:
        if text.reason != domain.reasons:
            continue
        wrong += faults(text)
        known = catalogue.get(text.msgid)
        if known is not None and text.plural and known.pluralizable and known.id[1] != text.plural:
            wrong.append(Wrong(f"{text.file}:{text.line}", f"{text.msgid!r} has another plural elsewhere"))
            continue
        files = {(text.file, 0), *(known.locations if known else ())}
        id_ = (text.msgid, text.plural) if text.plural else known.id if known else text.msgid
        if known is not None:
            catalogue.delete(text.msgid)
        catalogue.add(id_, locations=sorted(files))
    return catalogue, wrong


def _files(root: Path, domain: Domain) -> list[Path]:
    """The template, and a catalogue for each language; the French one, whether it is there or not."""
    folder = root / "locales"
    french = folder / FRENCH / "LC_MESSAGES" / f"{domain.name}.po"
    others = sorted(set(folder.glob(f"*/LC_MESSAGES/{domain.name}.po")) - {french})
    return [folder / f"{domain.name}.pot", french, *others]


def _read(path: Path, domain: Domain, language: str | None) -> Catalog:
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language, domain=domain.name)
    catalogue.header_comment = domain.header
    catalogue.fuzzy = False
    return catalogue


def _keys(catalogue: Catalog) -> set[tuple[str, ...]]:
    return {_tuple(m.id) for m in catalogue if m.id}


def _name(key: tuple[str, ...]) -> str:
    return " / ".join(repr(text) for text in key)


def _translations(name: str, domain: Domain, catalogue: Catalog, language: str) -> Iterator[Wrong]:
    for message in catalogue:
        if not message.id:
            continue
        ids, texts = _tuple(message.id), _tuple(message.string)
        where = f"{name}: {ids[0]!r}"
        if domain.source != FRENCH == language and not all(texts):
            yield Wrong(where, "has no French: fill in its msgstr")
        for number, text in enumerate(texts):
            if text:
                source = ids[min(number, len(ids) - 1)]
                why = _reason(text, source) if domain.reasons else _translation(text, source, language)
                yield from (Wrong(where, f"{text!r} {each}") for each in why)


def _translation(text: str, source: str, language: str) -> Iterator[str]:
    if language == FRENCH and text != source:
        yield "is not the source's French: change it in the code"
    if why := malformed(text):
        yield f"has {why}"
    if places(text) != places(source):
        yield "has other places"
    elif marks(text) != marks(source):
        yield "has other styles"


def _reason(text: str, source: str) -> Iterator[str]:
    if why := malformed_reason(text):
        yield f"has {why}"
    elif "!r}" in text:
        yield "has a place with !r, which are Python's quotes: write « {…} »"
    elif reason_places(text) != reason_places(source) - {"detail"}:  # a library's English
        yield "has other places"


def _tuple(texts: str | Sequence[str] | None) -> tuple[str, ...]:
    return (texts,) if isinstance(texts, str) else tuple(texts or ())


def main(arguments: list[str]) -> int:
    if arguments == ["--write"]:
        write(ROOT)
    elif arguments:
        print("usage: python -m tests.checks.catalogue [--write]", file=sys.stderr)
        return 2
    wrong = check(ROOT)
    for line in wrong:
        print(line)
    if wrong and not arguments:
        print("`make messages` brings the catalogues in step with the sources, and names what is left to do")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
