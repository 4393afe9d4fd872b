"""Why the embedded server did not start, as it is told."""

from __future__ import annotations

import pytest

from backend.db.server.embedded import LEAST_ROOM, _why

ENDS = "2026-12-03 06:02 UTC [7] LOG:  database system is shut down"


@pytest.mark.parametrize(
    ("said", "free", "told"),
    [
        (ENDS, 0, "there is no room on its disk"),  # the log had no room either: its last words were no reason
        (ENDS, LEAST_ROOM, ENDS),
        (f"2026-12-03 UTC [7] FATAL:  lock file is empty\n{ENDS}", 0, "lock file is empty"),
    ],
)
def test_a_full_disk_is_told(said: str, free: int, told: str) -> None:
    assert _why(said, free) == told
