"""Whether the message catalogues are in step with the sources. `python -m tests.checks.catalogue [--write]`

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

from tests.checks.messages import Found, Wrong, extract, faults, malformed, marks, places

ROOT = Path(__file__).parents[2]
FOLDERS = ("backend", "bot")
DOMAIN = "hiteuses"
SOURCE = "fr"
_HEADER = "# The words of hiteuses. French is the source: its own translations stay empty."
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
    template, wrong = _template(extract(root, FOLDERS))
    for path in _files(root):
        name = path.relative_to(root).as_posix()
        if not path.exists():
            wrong.append(Wrong(name, "there is no such file"))
            continue
        language = None if path.suffix == ".pot" else path.parts[-3]
        held = _read(path, language)
        wrong += [Wrong(name, f"lacks {_name(key)}") for key in _keys(template) - _keys(held)]
        wrong += [Wrong(name, f"has {_name(key)}, which nobody says") for key in _keys(held) - _keys(template)]
        if language is not None:
            wrong += _translations(name, held, language)
    return sorted(wrong, key=str)


def write(root: Path) -> None:
    """Bring the catalogues in step."""
    template, _ = _template(extract(root, FOLDERS))
    for path in _files(root):
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".pot":
            catalogue = template
        else:
            language = path.parts[-3]
            catalogue = _read(path, language) if path.exists() else _empty(language)
            catalogue.update(template, no_fuzzy_matching=True)
        file = io.BytesIO()
        write_po(file, catalogue, width=100, sort_output=True, ignore_obsolete=True, include_lineno=False)
        lines = file.getvalue().decode().splitlines(keepends=True)
        path.write_text("".join(line for line in lines if not line.startswith(_NOISE)), encoding="utf-8")


def _empty(language: str | None = None) -> Catalog:
    return Catalog(language, DOMAIN, _HEADER, DOMAIN, "", fuzzy=False)


def _template(found: Iterable[Found | Wrong]) -> tuple[Catalog, list[Wrong]]:
    catalogue = _empty()
    wrong: list[Wrong] = []
    for text in found:
        if isinstance(text, Wrong):
            wrong.append(text)
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


def _files(root: Path) -> list[Path]:
    """The template, and a catalogue for each language; the French one, whether it is there or not."""
    folder = root / "locales"
    french = folder / SOURCE / "LC_MESSAGES" / f"{DOMAIN}.po"
    others = sorted(set(folder.glob(f"*/LC_MESSAGES/{DOMAIN}.po")) - {french})
    return [folder / f"{DOMAIN}.pot", french, *others]


def _read(path: Path, language: str | None) -> Catalog:
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language, domain=DOMAIN)
    catalogue.header_comment = _HEADER
    catalogue.fuzzy = False
    return catalogue


def _keys(catalogue: Catalog) -> set[tuple[str, ...]]:
    return {_tuple(m.id) for m in catalogue if m.id}


def _name(key: tuple[str, ...]) -> str:
    return " / ".join(repr(text) for text in key)


def _translations(name: str, catalogue: Catalog, language: str) -> Iterator[Wrong]:
    for message in catalogue:
        if not message.id:
            continue
        ids, texts = _tuple(message.id), _tuple(message.string)
        where = f"{name}: {ids[0]!r}"
        for number, text in enumerate(texts):
            if text:
                source = ids[min(number, len(ids) - 1)]
                yield from (Wrong(where, f"{text!r} {why}") for why in _translation(text, source, language))


def _translation(text: str, source: str, language: str) -> Iterator[str]:
    if language == SOURCE and text != source:
        yield "is not the source's French: change it in the code"
    if why := malformed(text):
        yield f"has {why}"
    if places(text) != places(source):
        yield "has other places"
    elif marks(text) != marks(source):
        yield "has other styles"


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
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
