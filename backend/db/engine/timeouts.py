"""How long one waits for the other where a machine went without a word or a process was halted: a killed process or
a server that stops closes its connections, and needs none of this."""

from __future__ import annotations

from typing import Any

from psycopg.conninfo import conninfo_to_dict

GONE_AFTER = {
    "connect_timeout": "10",
    "keepalives_idle": "5",
    "keepalives_interval": "3",
    "keepalives_count": "3",
    "tcp_user_timeout": "15000",  # milliseconds
}
"""Of a server on another machine that went without a word: whoever waits for its answer would do so for a
quarter of an hour, and all that waits behind. Where `DATABASE_URL` names its own, that holds."""
LET_GO_AFTER = "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3"
"""And of a machine of ours, as the server waits for it: for two hours else, with a person's turn in its hands."""

STUCK_AFTER = 60_000
"""Milliseconds that a turn's transaction may stand still between two statements. One that waits longer is of a
process that was halted in the middle, and nobody else gets at the person whom it holds."""


def gone_after(url: str) -> dict[str, Any]:
    """`GONE_AFTER`, without what this address itself names."""
    named = conninfo_to_dict(url)
    return {name: value for name, value in GONE_AFTER.items() if name not in named}
