"""Timeouts for a machine that disappeared without closing its connections, and for a process that was halted. A process
that is killed and a server that stops close their connections and need none of this."""

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
"""How long we wait for a server on another machine that disappeared. The default is a quarter of an hour, in which
everything behind the connection would wait as well. An option that `DATABASE_URL` itself names takes precedence."""
LET_GO_AFTER = "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3"
"""How long the server waits for one of our machines that disappeared. The default is two hours, in which it would hold
the locks of a person's turn."""

STUCK_AFTER = 60_000
"""Milliseconds that the transaction of a turn may be idle between two statements. A longer one belongs to a process
that was halted, and it locks out everybody else from the person whom it holds."""


def gone_after(url: str) -> dict[str, Any]:
    """`GONE_AFTER` without the options that this address itself names."""
    named = conninfo_to_dict(url)
    return {name: value for name, value in GONE_AFTER.items() if name not in named}
