"""Which lines of a program's log count as complaints in a storm."""

from __future__ import annotations

import pytest

from tests.chaos.nodes import Node

FORGOTTEN = "2026-12-03T03:47:04.871Z ERROR asyncio: Task exception was never retrieved"
NEXT = "2026-12-03T03:47:05.000Z INFO bot.app: it goes on"


@pytest.mark.parametrize(
    ("lines", "complaints"),
    [
        ((FORGOTTEN, "ConnectorException", NEXT), []),
        ((FORGOTTEN, "ConnectorException", f"{FORGOTTEN} (as before)", NEXT), []),
        ((FORGOTTEN, "ConnectorException", f"{FORGOTTEN} (3 more times)", NEXT), []),
        ((FORGOTTEN, "KeyError", f"{FORGOTTEN} (as before)", NEXT), [FORGOTTEN]),
        ((FORGOTTEN, NEXT), [FORGOTTEN]),
    ],
)
def test_what_the_library_leaves_to_asyncio_is_judged_when_it_is_told_in_full(
    lines: tuple[str, ...], complaints: list[str]
) -> None:
    node = Node("worker 3", "worker", {})
    for line in lines:
        node._hears(line)
    assert node.complaints == complaints
