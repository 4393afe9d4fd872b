"""The platform's clock, which tests may move: windows, limits and the life of media are counted on it."""

from __future__ import annotations

import time
from collections.abc import Callable


class Clock:
    """Unix time in seconds, as `source` has it and as far ahead as it was moved."""

    def __init__(self, source: Callable[[], float] = time.time) -> None:
        self._source = source
        self._ahead = 0.0

    def __call__(self) -> float:
        return self._source() + self._ahead

    def forward(self, seconds: float) -> None:
        self._ahead += seconds

    def follow(self, source: Callable[[], float]) -> None:
        """From now on the time is somebody else's."""
        self._source = source
        self._ahead = 0.0
