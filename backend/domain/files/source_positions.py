"""Data of a file in which every value knows its line, so that faults can be reported there."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

import yaml

from backend.domain.errors import Fault, Reason
from backend.domain.french.spelling import clean
from backend.records import Record


class Node(Record):
    """A value and its line (1-based; 0: it was given besides the file).

    A scalar is its text exactly as written: `id: no` is "no", and `amount: 0.10` never becomes a float. None is YAML's
    null.
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
_CUT = re.compile(r"[ \t]+#[^\s#]")
"""What cuts a text off without quotes. Comments have a space behind the sign."""
_NULL = "tag:yaml.org,2002:null"


def from_yaml(text: str, faults: list[Fault]) -> Node:
    """The single document of a YAML text. Only texts, lists and maps are built from it.

    Faults are added to `faults`. If the text is no YAML at all, that is the only one.
    """
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as e:
        mark = e.problem_mark or e.context_mark
        detail = ", ".join(filter(None, (e.context, e.problem)))
        faults.append(Fault(mark.line + 1 if mark else 0, Reason("this is not YAML: {detail}", detail=detail)))
        return Node(None, 1)
    except yaml.reader.ReaderError as e:
        line = text.count("\n", 0, e.position) + 1
        code = f"{ord(text[e.position]):04X}"
        faults.append(Fault(line, Reason("the character U+{code} may not be here", code=code)))
        return Node(None, 1)
    except RecursionError:
        faults.append(Fault(0, Reason("this is nested too deeply")))
        return Node(None, 1)
    return _Composed(text, faults).node(root) if root is not None else Node(None, 1)


class _Composed:
    """Converts YAML's nodes to ours. An alias is read once, however often it is used."""

    def __init__(self, text: str, faults: list[Fault]) -> None:
        self.text = text
        self.faults = faults
        self._done: dict[int, Node | None] = {}

    def node(self, node: yaml.Node) -> Node:
        """A node of `yaml` as ours, with its line. A node met twice (an alias) is read once."""
        line = node.start_mark.line + 1
        if id(node) in self._done:
            if (done := self._done[id(node)]) is None:
                self.faults.append(Fault(line, Reason("this alias contains itself")))
            return done or Node(None, line)
        self._done[id(node)] = None
        done = self._read(node, line)
        self._done[id(node)] = done
        return done

    def _read(self, node: yaml.Node, line: int) -> Node:
        if node.tag == _NULL:
            return Node(None, line)
        if node.tag not in _CORE:
            self.faults.append(Fault(line, Reason("the tag {tag} is not known here", tag=node.tag)))
            return Node(None, line)
        if isinstance(node, yaml.SequenceNode):
            return Node(tuple(self.node(each) for each in node.value), line)
        if not isinstance(node, yaml.MappingNode):
            plain = isinstance(node, yaml.ScalarNode) and node.style is None and node.tag.endswith(":str")
            if plain and _CUT.match(self.text, node.end_mark.index):  # "title: Avis #1" would be "Avis"
                self.faults.append(Fault(line, Reason("a # behind a space begins a comment; write the text in quotes")))
            return Node(node.value, line)
        found: dict[str, Node] = {}
        for key, value in node.value:
            at = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                self.faults.append(Fault(at, Reason("a key must be a word")))
            elif key.value in found:
                self.faults.append(Fault(at, Reason("the key {key!r} is here a second time", key=key.value)))
            else:
                # a fault in a block is best reported at its key
                found[key.value] = Node(self.node(value).value, at)
        return Node(found, line)


_DECIMAL = re.compile(r"[+-]?\d{1,15}(?:[.,]\d{1,10})?", re.ASCII)
_WHOLE = re.compile(r"\d{1,9}", re.ASCII)


class Form(Record):
    """The required form of a text, as a pattern and in words."""

    pattern: re.Pattern[str]
    words: Reason


What = str | Reason
"""What a fault is about: a key of the file, or our words for a part without a key."""


def _named(what: What) -> Reason:
    return Reason("{key}", key=what) if isinstance(what, str) else what


class Reading:
    """Reads values from nodes and collects all faults, so that they are reported together. A value that cannot be read
    becomes None, or an empty text or collection."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults

    def fault(self, node: Node, reason: Reason) -> None:
        """Add a fault of this node."""
        self.faults.append(Fault(node.line, reason))

    def mapping(
        self,
        node: Node,
        what: What,
        known: Collection[str],
        needed: Collection[str] = (),
        inner: Mapping[str, Collection[str]] | None = None,
    ) -> dict[str, Node]:
        """The keys that exist and are not null. Unknown and missing keys are faults. `inner`: the keys inside these
        keys; where one of them stands here, the fault says where it belongs."""
        if not isinstance(node.value, Mapping):
            keys = ", ".join(needed or known)
            self.fault(node, Reason("{what} must be keys with values: {keys}", what=_named(what), keys=keys))
            return {}
        for key, value in node.value.items():
            if key not in known:
                self.fault(value, _unknown_key(_named(what), key, known, inner or {}))
        for key in needed:
            if (there := node.value.get(key)) is None or there.value is None:
                self.fault(there or node, Reason("{what} has no {key!r}", what=_named(what), key=key))
        return {key: node.value[key] for key in known if key in node.value and node.value[key].value is not None}

    def items(self, node: Node | None, what: What, limit: int) -> tuple[Node, ...]:
        """The items of a list. If it is no list, or has more than `limit` items, a fault is added."""
        if node is None:
            return ()
        if not isinstance(node.value, tuple):
            self.fault(node, Reason("{what} must be a list", what=_named(what)))
            return ()
        if len(node.value) > limit:
            n = len(node.value)
            self.fault(node, Reason("{what} has {n} items, {limit} at most", what=_named(what), n=n, limit=limit))
        return node.value[:limit]

    def text(self, node: Node | None, what: What, limit: int, form: Form | None = None) -> str:
        """The trimmed text, with 1 to `limit` characters and in the given `form`."""
        if node is None:
            return ""
        if not isinstance(node.value, str):
            self.fault(node, Reason("{what} must be a text", what=_named(what)))
            return ""
        text = clean(node.value)
        if not text:
            self.fault(node, Reason("{what} is empty", what=_named(what)))
        elif len(text) > limit:
            self.fault(node, Reason("{what} is longer than {limit} characters", what=_named(what), limit=limit))
        elif form and not form.pattern.fullmatch(text):
            self.fault(node, Reason("{what} {text!r} must be {form}", what=_named(what), text=text, form=form.words))
        else:
            return text
        return ""

    def one_of(self, node: Node | None, what: What, known: Collection[str]) -> str:
        """The text, which must be one of `known`."""
        text = self.text(node, what, 100)
        if node is not None and text and text not in known:
            there = ", ".join(known)
            self.fault(
                node, Reason("unknown {what} {text!r}; known: {known}", what=_named(what), text=text, known=there)
            )
            return ""
        return text

    def decimal(self, node: Node | None, what: str) -> Decimal | None:
        """A decimal number; None, with a fault, if it is none."""
        if node is None:
            return None
        if not isinstance(node.value, str) or not _DECIMAL.fullmatch(node.value.strip()):
            self.fault(node, Reason("{what} must be a number such as 0.5", what=_named(what)))
            return None
        return Decimal(node.value.strip().replace(",", "."))

    def whole(self, node: Node | None, what: What, low: int, high: int) -> int | None:
        """An integer from `low` to `high`; None, with a fault, if it is none."""
        if node is None:
            return None
        text = node.value.strip() if isinstance(node.value, str) else ""
        if not _WHOLE.fullmatch(text) or not low <= int(text) <= high:
            wanted = Reason("{what} must be a whole number from {low} to {high}", what=_named(what), low=low, high=high)
            self.fault(node, wanted)
            return None
        return int(text)

    def flag(self, node: Node | None, what: What, default: bool) -> bool:
        """A boolean; `default` if it is missing. If it is neither `true` nor `false`, a fault is added."""
        if node is None:
            return default
        if node.value not in ("true", "false", "True", "False"):
            self.fault(node, Reason("{what} must be true or false", what=_named(what)))
        return node.value in ("true", "True")


def _unknown_key(what: Reason, key: str, known: Collection[str], inner: Mapping[str, Collection[str]]) -> Reason:
    for outer, keys in inner.items():
        if key in keys:
            return Reason("{key!r} is a key of {outer!r}: write {outer}: {{{key}: …}}", key=key, outer=outer)
    if near := get_close_matches(key, known, 1):
        return Reason("{what} has an unknown key {key!r}; did you mean {near!r}?", what=what, key=key, near=near[0])
    return Reason("{what} has an unknown key {key!r}; known: {known}", what=what, key=key, known=", ".join(known))
