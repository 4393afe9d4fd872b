"""Reads `module.yaml`: a module's names, prerequisites and what it unlocks."""

from __future__ import annotations

import re
from datetime import date

from backend.domain.errors import Fault, Reason
from backend.domain.files.source_positions import Form, Node, Reading, from_yaml
from backend.domain.training.modules import PASS_MARK, Module
from backend.records import Record

KEYS = ("id", "title", "about", "minutes", "order", "needs", "unlocks", "pass", "checked", "sources", "final")
MOST_ASK = 50
"""Questions of one try at a final test: half an hour in a chat."""
SLUG = Form(re.compile(r"[a-z0-9][a-z0-9-]{0,63}"), Reason("small letters, digits and hyphens"))


class Heading(Record):
    """A module without its lessons, the line of its `needs` (the file's first, if it has none), and that of `final`."""

    module: Module
    needs_line: int
    final_line: int = 0


def read(text: str, faults: list[Fault]) -> Heading:
    """The content of the file. If faults were added to `faults`, the result is only good for further checks."""
    before = len(faults)
    root = from_yaml(text, faults)
    if len(faults) > before and root.value is None:
        return Heading(Module("", ""), 1)
    return _Heading(faults).read(root)


class _Heading(Reading):
    def read(self, root: Node) -> Heading:
        """The heading of a file. Faults are added to the list."""
        keys = self.mapping(root, Reason("the module"), KEYS, ("id", "title"))
        module_id = self.text(keys.get("id"), "id", 64, SLUG)
        needs = self._slugs(keys.get("needs"), "needs")
        if module_id and module_id in needs:
            self.fault(keys["needs"], Reason("the module needs itself"))
        module = Module(
            id=module_id,
            title=self.text(keys.get("title"), "title", 100),
            about=self.text(keys.get("about"), "about", 300),
            minutes=self.whole(keys.get("minutes"), "minutes", 1, 6_000) or 0,
            order=self.whole(keys.get("order"), "order", 0, 10_000) or 0,
            needs=needs,
            unlocks=self._slugs(keys.get("unlocks"), "unlocks"),
            pass_mark=self.whole(keys.get("pass"), "pass", 1, 100) or PASS_MARK,
            checked=self._date(keys.get("checked")),
            sources=self._sources(keys.get("sources")),
            ask=self._ask(keys.get("final")),
        )
        needs_line = keys["needs"].line if "needs" in keys else root.line
        return Heading(module, needs_line, keys["final"].line if "final" in keys else root.line)

    def _ask(self, node: Node | None) -> int | None:
        if node is None:
            return None
        keys = self.mapping(node, "final", ("ask",), ("ask",))
        return self.whole(keys.get("ask"), "ask", 1, MOST_ASK)

    def _slugs(self, node: Node | None, what: str) -> tuple[str, ...]:
        found = (self.text(item, what, 64, SLUG) for item in self.items(node, what, 50))
        return tuple(dict.fromkeys(each for each in found if each))

    def _date(self, node: Node | None) -> date | None:
        text = self.text(node, "checked", 20)
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            assert node is not None
            self.fault(node, Reason("checked must be a day such as 2026-11-25"))
            return None

    def _sources(self, node: Node | None) -> tuple[str, ...]:
        found = (self.text(item, Reason("a source"), 300) for item in self.items(node, "sources", 100))
        return tuple(each for each in found if each)
