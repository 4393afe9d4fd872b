"""The fake as a process: `python -m tests.fakes.whatsapp [--port N]`.

Prints one JSON line `{"url", "environment"}` when it serves (the settings of a bot that uses it), and
ends at SIGINT or SIGTERM. Its webhook is given by `connect`; see `tests.fakes.control`.
"""

from __future__ import annotations

import argparse

from tests.fakes import serving

from . import Delivery, FakeWhatsApp, RateLimits


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.fakes.whatsapp", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0: any free one")
    parser.add_argument("--history", type=int, help="newest messages kept per chat (all)")
    parser.add_argument("--limits", action="store_true", help="the platform's rate limits")
    parser.add_argument("--batch", type=int, default=1, help="events in one webhook request, at most")
    parser.add_argument("--disorder", type=float, default=0.0, help="share of events that come out of order")
    parser.add_argument("--repeats", type=float, default=0.0, help="share of requests that come twice")
    parser.add_argument("--webhook-pause", type=float, default=0.05, help="seconds, doubling")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    delivery = Delivery(
        most=given.batch, disorder=given.disorder, repeats=given.repeats, first_pause=given.webhook_pause
    )
    whatsapp = FakeWhatsApp(
        port=given.port,
        history=given.history,
        limits=RateLimits() if given.limits else None,
        delivery=delivery,
        seed=given.seed,
    )
    serving.run(
        whatsapp,
        lambda: {
            "url": whatsapp.url,
            "environment": {**whatsapp.account.environment, "WHATSAPP_API_URL": whatsapp.url},
        },
    )


if __name__ == "__main__":
    main()
