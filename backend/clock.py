"""The product's clock: real time, or for demos and tests a time that starts elsewhere and runs on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class Clock:
    """`now()` is aware UTC. `start`: the instant at which it began; None: real time."""

    def __init__(self, start: datetime | None = None) -> None:
        self._offset = timedelta() if start is None else start.astimezone(UTC) - datetime.now(UTC)

    def now(self) -> datetime:
        return datetime.now(UTC) + self._offset

    def forward(self, by: timedelta) -> datetime:
        """Jump ahead; never back, so that nothing happens twice."""
        self._offset += max(by, timedelta())
        return self.now()
