"""Data of a file in which every value still knows its line, to name each fault there."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

import yaml

from backend.domain.errors import Fault
from backend.domain.fields import clean


@dataclass(frozen=True, slots=True)
class Node:
    """A value and the line where it stands (1-based; 0: it was given beside the file).

    A scalar is its text exactly as written, so that `id: no` is "no" and `amount: 0.10` never
    passes through a float; None is YAML's null.
    """

    value: str | tuple[Node, ...] | Mapping[str, Node] | None
    line: int = 0


def plain(value: Any) -> Node:
    """Plain Python data as a node of line 0."""
    match value:
        case None:
            return Node(None)
        case bool():
            return Node("true" if value else "false")
        case Mapping():
            return Node({str(key): plain(each) for key, each in value.items()})
        case list() | tuple():
            return Node(tuple(plain(each) for each in value))
        case _:
            return Node(str(value))


_CORE = {f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "timestamp", "seq", "map")}
_NULL = "tag:yaml.org,2002:null"


def from_yaml(text: str, faults: list[Fault]) -> Node:
    """The one document of a YAML text. Nothing is constructed from it but text, lists and maps.

    Adds to `faults`; where the text is no YAML at all, that is the only one.
    """
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as e:
        mark = e.problem_mark or e.context_mark
        reason = ", ".join(filter(None, (e.context, e.problem)))
        faults.append(Fault(mark.line + 1 if mark else 0, f"this is not YAML: {reason}"))
        return Node(None, 1)
    except yaml.reader.ReaderError as e:
        line = text.count("\n", 0, e.position) + 1
        faults.append(Fault(line, f"the character U+{ord(text[e.position]):04X} may not be here"))
        return Node(None, 1)
    except RecursionError:
        faults.append(Fault(0, "this is nested too deeply"))
        return Node(None, 1)
    return _Composed(faults).node(root) if root is not None else Node(None, 1)


class _Composed:
    """YAML's own nodes made ours. An alias is read once, however often it is used."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        self._done: dict[int, Node | None] = {}

    def node(self, node: yaml.Node) -> Node:
        line = node.start_mark.line + 1
        if id(node) in self._done:
            if (done := self._done[id(node)]) is None:
                self.faults.append(Fault(line, "this alias contains itself"))
            return done or Node(None, line)
        self._done[id(node)] = None
        done = self._read(node, line)
        self._done[id(node)] = done
        return done

    def _read(self, node: yaml.Node, line: int) -> Node:
        if node.tag == _NULL:
            return Node(None, line)
        if node.tag not in _CORE:
            self.faults.append(Fault(line, f"the tag {node.tag} is not known here"))
            return Node(None, line)
        if isinstance(node, yaml.SequenceNode):
            return Node(tuple(self.node(each) for each in node.value), line)
        if not isinstance(node, yaml.MappingNode):
            return Node(node.value, line)
        found: dict[str, Node] = {}
        for key, value in node.value:
            at = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                self.faults.append(Fault(at, "a key must be a word"))
            elif key.value in found:
                self.faults.append(Fault(at, f"the key {key.value!r} is here a second time"))
            else:
                # What is wrong with a block is best looked for at its key.
                found[key.value] = Node(self.node(value).value, at)
        return Node(found, line)


_DECIMAL = re.compile(r"[+-]?\d{1,15}(?:[.,]\d{1,10})?", re.ASCII)
_WHOLE = re.compile(r"\d{1,9}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Form:
    """What a text must look like, for the machine and in words."""

    pattern: re.Pattern[str]
    words: str


class Reading:
    """Takes values out of nodes and notes everything that is wrong, so that all of it is told at
    once. What cannot be read comes back as None, or as an empty text or collection."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults

    def fault(self, node: Node, reason: str) -> None:
        self.faults.append(Fault(node.line, reason))

    def mapping(self, node: Node, what: str, known: Collection[str], needed: Collection[str] = ()) -> dict[str, Node]:
        """The keys that are there and not null; unknown and missing ones are noted."""
        if not isinstance(node.value, Mapping):
            self.fault(node, f"{what} must be keys with values: {', '.join(needed or known)}")
            return {}
        for key, value in node.value.items():
            if key not in known:
                near = get_close_matches(key, known, 1)
                meant = f"; did you mean {near[0]!r}?" if near else f"; known: {', '.join(known)}"
                self.fault(value, f"{what} has an unknown key {key!r}{meant}")
        for key in needed:
            if (there := node.value.get(key)) is None or there.value is None:
                self.fault(there or node, f"{what} has no {key!r}")
        return {key: node.value[key] for key in known if key in node.value and node.value[key].value is not None}

    def items(self, node: Node | None, what: str, limit: int) -> tuple[Node, ...]:
        if node is None:
            return ()
        if not isinstance(node.value, tuple):
            self.fault(node, f"{what} must be a list")
            return ()
        if len(node.value) > limit:
            self.fault(node, f"{what} has {len(node.value)} items, {limit} at most")
        return node.value[:limit]

    def text(self, node: Node | None, what: str, limit: int, form: Form | None = None) -> str:
        """Trimmed text of 1 to `limit` characters that fits `form`."""
        if node is None:
            return ""
        if not isinstance(node.value, str):
            self.fault(node, f"{what} must be a text")
            return ""
        text = clean(node.value)
        if not text:
            self.fault(node, f"{what} is empty")
        elif len(text) > limit:
            self.fault(node, f"{what} is longer than {limit} characters")
        elif form and not form.pattern.fullmatch(text):
            self.fault(node, f"{what} {text!r} must be {form.words}")
        else:
            return text
        return ""

    def one_of(self, node: Node | None, what: str, known: Collection[str]) -> str:
        text = self.text(node, what, 100)
        if node is not None and text and text not in known:
            self.fault(node, f"unknown {what} {text!r}; known: {', '.join(known)}")
            return ""
        return text

    def decimal(self, node: Node | None, what: str) -> Decimal | None:
        if node is None:
            return None
        if not isinstance(node.value, str) or not _DECIMAL.fullmatch(node.value.strip()):
            self.fault(node, f"{what} must be a number such as 0.5")
            return None
        return Decimal(node.value.strip().replace(",", "."))

    def whole(self, node: Node | None, what: str, low: int, high: int) -> int | None:
        if node is None:
            return None
        text = node.value.strip() if isinstance(node.value, str) else ""
        if not _WHOLE.fullmatch(text) or not low <= int(text) <= high:
            self.fault(node, f"{what} must be a whole number from {low} to {high}")
            return None
        return int(text)

    def flag(self, node: Node | None, what: str, default: bool) -> bool:
        if node is None:
            return default
        if node.value not in ("true", "false", "True", "False"):
            self.fault(node, f"{what} must be true or false")
        return node.value in ("true", "True")
