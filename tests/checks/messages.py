"""Finds our words in the sources: what `tr`, `trn`, `Tr` and `Choice` of `backend.domain.messaging.message` are
given, and `Reason` of `backend.domain.errors`.

Read from the syntax tree, for Babel's own reader of Python counts the commas inside a literal
`{"a": 1, "b": 2}` as arguments, and would take a wrong one for the plural.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from string import Formatter

from backend.records import Record

_PIECE = re.compile(r"\{\{|\}\}|\{(\w+)\}|[{}]|\*(?=\S)|(?<=\S)\*|(?<!\w)_(?=\S)|(?<=\S)_(?!\w)")
"""As `bot.i18n.render` cuts a text, and every brace that is left over."""


class Found(Record):
    """One text of ours. `values`: the names that are put in; None where the source does not say.
    `reason`: it says why a file cannot be used; those have a catalogue and a form of their own."""

    file: str
    line: int
    msgid: str
    plural: str | None = None
    values: frozenset[str] | None = None
    reason: bool = False


class Wrong(Record):
    """What is wrong at a place of a source or a catalogue."""

    where: str
    why: str

    def __str__(self) -> str:
        return f"{self.where}: {self.why}"


def extract(root: Path, folders: tuple[str, ...]) -> Iterator[Found | Wrong]:
    """All texts below these folders of `root`, in the order of files and lines."""
    for folder in folders:
        for path in sorted((root / folder).rglob("*.py")):
            name = path.relative_to(root).as_posix()
            yield from extract_source(name, path.read_text(encoding="utf-8"))


def extract_source(file: str, source: str) -> Iterator[Found | Wrong]:
    if not _CALLS.search(source):
        return
    for node in ast.walk(ast.parse(source, file)):
        if isinstance(node, ast.Call):
            yield from _call(file, node)


def _call(file: str, node: ast.Call) -> Iterator[Found | Wrong]:
    function = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    if function not in _READERS or file in _DEFINED:
        return
    text, plural, values = _READERS[function](node)
    texts = list(_texts(text))
    plurals = [None] if plural is None else list(_texts(plural))
    if function == "Choice" and None in texts and not isinstance(text, ast.JoinedStr):
        texts = [t for t in texts if t]  # a Tr or a Raw of its own is met by itself
    elif None in texts or (plural is not None and None in plurals):
        yield Wrong(f"{file}:{node.lineno}", f"{function}(…) is given what is no literal, so nobody can translate it")
        return
    for msgid, several in product(texts, plurals):
        if msgid:
            yield Found(file, node.lineno, msgid, several, values, function == "Reason")


_Given = tuple[ast.expr | None, ast.expr | None, frozenset[str] | None]


def _argument(node: ast.Call, place: int, name: str | None = None) -> ast.expr | None:
    if place < len(node.args):
        return node.args[place]
    return next((k.value for k in node.keywords if k.arg == name and name), None)


def _tr(node: ast.Call) -> _Given:
    return _argument(node, 0), None, _names(node)


def _trn(node: ast.Call) -> _Given:
    values = _names(node)
    return _argument(node, 0), _argument(node, 1), None if values is None else values | {"n"}


def _part(node: ast.Call) -> _Given:
    values = _argument(node, 1, "values")
    plural = _argument(node, 2, "plural")
    return _argument(node, 0, "msgid"), plural, _keys(values)


def _choice(node: ast.Call) -> _Given:
    return _argument(node, 1, "label"), None, frozenset()


_READERS: dict[str, Callable[[ast.Call], _Given]] = {
    "tr": _tr,
    "trn": _trn,
    "Tr": _part,
    "Choice": _choice,
    "Reason": _tr,
}
_CALLS = re.compile(rf"\b(?:{'|'.join(_READERS)})\s*\(")
_DEFINED = ("backend/domain/messaging/message.py", "backend/domain/errors.py")


def _texts(node: ast.expr | None) -> Iterator[str | None]:
    """The literals that an expression may come to; None for what is none."""
    match node:
        case ast.Constant(str() as text):
            yield text
        case ast.Constant(None):
            yield None
        case ast.IfExp():
            yield from _texts(node.body)
            yield from _texts(node.orelse)
        case _:
            yield None


def _names(node: ast.Call) -> frozenset[str] | None:
    names = [k.arg for k in node.keywords]
    return None if None in names else frozenset(name for name in names if name)


def _keys(node: ast.expr | None) -> frozenset[str] | None:
    if not isinstance(node, ast.Dict):
        return None  # also for `Tr("…")` alone: a table of texts gets its values where it is used
    keys = [k.value if isinstance(k, ast.Constant) else None for k in node.keys]
    return frozenset(str(k) for k in keys) if None not in keys else None


def places(text: str) -> frozenset[str]:
    """The names of the `{places}` of a text."""
    return frozenset(m.group(1) for m in _PIECE.finditer(text) if m.group(1))


def malformed(text: str) -> str | None:
    """Why the marks of a text are wrong, or None: a lone brace, a style that is not closed."""
    open_marks: list[str] = []
    for found in _PIECE.finditer(text):
        mark = found.group()
        if mark in "{}":
            return f"a lone {mark}; write {mark}{mark}"
        if mark in "*_":
            if mark not in open_marks:
                open_marks.append(mark)
            elif open_marks.pop() != mark:
                return f"{mark} is closed before what was opened inside of it"
    return f"{open_marks[0]} is never closed" if open_marks else None


def marks(text: str) -> tuple[int, int]:
    """How many `*` and `_` of a text are styles."""
    found = [m.group() for m in _PIECE.finditer(text)]
    return found.count("*"), found.count("_")


def faults(found: Found) -> Iterator[Wrong]:
    """What is wrong with a text by itself, and with the values that it is given."""
    where = f"{found.file}:{found.line}"
    wanted: frozenset[str] = frozenset()
    look, named = (malformed_reason, reason_places) if found.reason else (malformed, places)
    for text in (found.msgid, found.plural):
        if text is None:
            continue
        if why := look(text):
            yield Wrong(where, f"{text!r}: {why}")
            return
        wanted |= named(text)
    if found.values is None:
        return
    if lacking := wanted - found.values:
        yield Wrong(where, f"{found.msgid!r} is given no {', '.join(sorted(lacking))}")
    if unused := found.values - wanted - {"n"}:
        yield Wrong(where, f"{found.msgid!r} has no place for {', '.join(sorted(unused))}")


def malformed_reason(text: str) -> str | None:
    """Why the places of a reason are wrong, or None. They are Python's own: `{name}`, `{name!r}`."""
    try:
        pieces = [(name, spec, how) for _, name, spec, how in Formatter().parse(text) if name is not None]
    except ValueError as error:
        return str(error)
    if any(spec or how not in (None, "r") or not name.isidentifier() for name, spec, how in pieces):
        return "a place that is neither {name} nor {name!r}"
    return None


def reason_places(text: str) -> frozenset[str]:
    """The names of the places of a well-formed reason."""
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)
