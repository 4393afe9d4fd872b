"""The fake as a process: `python -m tests.fakes.telegram [--port N]`.

Prints one JSON line `{"url", "token"}` when it serves, and ends at SIGINT or SIGTERM.
"""

from __future__ import annotations

import argparse

from tests.fakes import serving

from . import FakeTelegram, RateLimits


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.fakes.telegram", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0: any free one")
    parser.add_argument("--token", help="the bot's token")
    parser.add_argument("--history", type=int, help="newest messages kept per chat (all)")
    parser.add_argument("--limits", action="store_true", help="the platform's rate limits")
    parser.add_argument("--webhook-pause", type=float, default=0.05, help="seconds, doubling")
    given = parser.parse_args()
    telegram = FakeTelegram(
        **({"token": given.token} if given.token else {}),
        port=given.port,
        history=given.history,
        limits=RateLimits() if given.limits else None,
        webhook_pause=given.webhook_pause,
    )
    serving.run(telegram, lambda: {"url": telegram.url, "token": telegram.token})


if __name__ == "__main__":
    main()
