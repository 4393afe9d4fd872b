"""A call whose parameters are known to be right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .files import File
from .markup import Formatted
from .table import Upload
from .world import World


@dataclass(frozen=True, slots=True)
class Request:
    """One call: checked parameters, uploads by field name, and the parsed text or caption."""

    params: dict[str, Any]
    uploads: Mapping[str, Upload]
    body: Formatted | None

    def file(self, world: World, kind: str, value: str | Upload) -> File:
        """The file that a parameter or a media object names. Raises `ApiError`."""
        if isinstance(value, str) and value.startswith("attach://"):
            value = self.uploads[value.removeprefix("attach://")]
        return world.files.named(kind, value)
