"""Templates of what a task shows: text with `{column}`, and `{{` and `}}` for braces."""

from __future__ import annotations

import re
from collections.abc import Mapping

from backend.domain.errors import BadInput, Reason
from backend.records import Record

_PARTS = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]|[^{}]+")
_NAME = re.compile(r"\w[\w .'’°/-]{0,99}")


_PLACE = re.compile(r"\{\s*(" + _NAME.pattern + r")\s*\}")


def places(*texts: str) -> tuple[str, ...]:
    """What looks like a column in texts that are shown as they are, each once: `{comment}`."""
    return tuple(dict.fromkeys(found[0] for text in texts for found in _PLACE.finditer(text)))


class ContentTemplate(Record):
    """A parsed template. `parts`: (literal text, column or None) in order."""

    parts: tuple[tuple[str, str | None], ...]

    @classmethod
    def parse(cls, text: str) -> ContentTemplate:
        """Parse a template. Raises `BadInput` for an unpaired brace, and for anything but a column's name: no format,
        attribute or index, so a client's template can reach nothing else."""
        parts: list[tuple[str, str | None]] = []
        for found in _PARTS.finditer(text):
            part, name = found[0], found[1]
            if part in ("{", "}"):
                raise BadInput(
                    Reason(
                        "{text!r} has a lone {sign}; write {twice} for the sign itself",
                        text=text,
                        sign=part,
                        twice=part * 2,
                    )
                )
            if name is None:
                parts.append((part[0] if part in ("{{", "}}") else part, None))
                continue
            name = name.strip()
            if not _NAME.fullmatch(name):
                raise BadInput(Reason("{place} is not the name of a column", place=part))
            parts.append(("", name))
        return cls(tuple(parts))

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it names, each once."""
        return tuple(dict.fromkeys(name for _, name in self.parts if name is not None))

    @property
    def is_column(self) -> bool:
        """Whether it is one column and nothing else."""
        return len(self.parts) == 1 and self.parts[0][1] is not None

    def fill(self, values: Mapping[str, str]) -> str:
        """The text with the values of one row. Every column must exist."""
        return "".join(text if name is None else values[name] for text, name in self.parts)

    def left_open(self, values: Mapping[str, str], column: str) -> str:
        """A template with only this column; the others are filled in."""
        return "".join(
            escape(text) if name is None else f"{{{column}}}" if name == column else escape(values[name])
            for text, name in self.parts
        )


def escape(text: str) -> str:
    """A literal text as a template."""
    return text.replace("{", "{{").replace("}", "}}")
