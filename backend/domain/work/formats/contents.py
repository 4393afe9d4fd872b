"""Fills a project's `show` from the columns of one row."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import phonenumbers

from backend.domain.errors import BadInput, Reason
from backend.domain.files.csv_records import MAX_CELL
from backend.domain.work.formats.content_templates import ContentTemplate, places
from backend.domain.work.forms import tables
from backend.domain.work.projects import ProjectConfig

ANSWER = "answer"
"""The column of a task that was sent on; it holds the answer to the parent task."""
TEXTS = ("text", "a", "b")
"""Keys of `show` that can contain it."""
MOST_READ = 8_000
"""Characters of one task that are still read in a chat: two messages. More are imported, with a warning."""
MOST_NAMES = 200
"""Characters of the columns that a fault names."""
_HALF = re.compile("[\ud800-\udfff]")
_SPREADSHEET_ERRORS = frozenset(
    (
        *("#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"),
        *("#NOM?", "#VALEUR!", "#NUL!", "#NOMBRE!", "#PROPAGATION!", "#CALCUL!"),  # as French ones write them
    )
)


class Contents:
    """The templates of one project. `after`: for tasks that are sent on to it. Then the column `answer` is not known
    yet, and what `fill` makes of `TEXTS` are templates with only that column."""

    def __init__(self, config: ProjectConfig, *, after: bool = False) -> None:
        self._after = after
        self._templates = {key: ContentTemplate.parse(text) for key, text in config.show.items()}
        named = [name for template in self._templates.values() for name in template.columns]
        self._regions = {field.region_key: field.region for field in config.fields if field.region}
        self._tables = self._templates["table"].columns if "table" in self._templates else ()
        known = dict.fromkeys((*named, *self._regions.values()))
        self.columns = tuple(name for name in known if not (after and name == ANSWER))
        """The columns that every row must have."""

    @property
    def misplaced(self) -> str:
        """The key, other than a text, that shows the answer; "" if there is none."""
        shown = (key for key, each in self._templates.items() if key not in TEXTS and ANSWER in each.columns)
        return next(shown, "country" if ANSWER in self._regions.values() else "")

    def read(self, values: Mapping[str, Any]) -> tuple[dict[str, str], list[Reason]]:
        """The texts of the columns, and their faults."""
        texts: dict[str, str] = {}
        wrong = []
        for column in self.columns:
            found = cell(values.get(column), is_table=column in self._tables)
            if reason := missing(column, values) or fault(column, found):
                wrong.append(reason)
            texts[column] = found or ""
        return texts, wrong

    def fill(self, texts: Mapping[str, str]) -> tuple[dict[str, str], list[Reason]]:
        """What a task shows, and its faults."""
        wrong = []
        content = {key: self._filled(key, template, texts) for key, template in self._templates.items()}
        if self._tables and texts[self._tables[0]]:
            try:
                content["table"] = tables.parse(content["table"]).dump()
            except BadInput as e:
                wrong.append(e.reason)
        for key, column in self._regions.items():
            content[key] = texts[column].upper()
            if texts[column] and content[key] not in phonenumbers.SUPPORTED_REGIONS:
                wrong.append(Reason("unknown country {code!r}; it is a code such as CM", code=texts[column]))
        return content, wrong

    def _filled(self, key: str, template: ContentTemplate, texts: Mapping[str, str]) -> str:
        return template.left_open(texts, ANSWER) if self._after and key in TEXTS else template.fill(texts)


def unfilled(config: ProjectConfig) -> tuple[str, ...]:
    """What looks like a column where none is filled in: she would read `{comment}` itself."""
    labels = [*(option.label for option in config.choices), *(field.label for field in config.fields)]
    return places(config.title, config.question, config.instructions, *config.scale, *labels)


def cell(value: Any, *, is_table: bool = False) -> str | None:
    """A value as a cell's text; None for a list or an object. A table may also be a JSON list."""
    match value:
        case str():
            return value.strip()
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list() if is_table:
            return json.dumps(value)
        case _:
            return None


def missing(column: str, values: Mapping[str, Any]) -> Reason | None:
    """Why a row has no cell for a column: objects of JSON have names of their own."""
    if column in values:
        return None
    columns = ", ".join(values)[:MOST_NAMES]
    return Reason("the column {name!r} is missing; there are: {columns}", name=column, columns=columns)


def fault(column: str, text: str | None) -> Reason | None:
    """Why a cell's text cannot be used; None: it can."""
    if text is None:
        return Reason("{column!r} must be a text, not a list or an object", column=column)
    if len(text) > MAX_CELL // 4 and len(text.encode(errors="replace")) > MAX_CELL:
        return Reason("{column!r} is larger than 1 MB", column=column)
    if not text.isascii() and _HALF.search(text):
        return Reason("{column!r} holds half a character (a lone surrogate)", column=column)
    if "\0" in text:
        return Reason("{column!r} holds a NUL character", column=column)
    if not any(c.isprintable() and not c.isspace() for c in text):  # signs of no width show nothing
        return Reason("{column!r} is empty", column=column)
    if text in _SPREADSHEET_ERRORS:
        return Reason("{column!r} is {text}, the error of a formula in the spreadsheet", column=column, text=text)
    return None
