"""What happens in a storm: short ones for the suite, long ones for `make chaos`."""

from __future__ import annotations

from backend.records import replace
from tests.chaos.storm import Plan

PARTS = Plan(
    "two each of web, worker and relay; webhooks",
    ("web", "web", "worker", "worker", "relay", "relay"),
    people=50,
    items=100,
    deeds=(
        *("kill web", "kill worker", "kill relay", "kill relay", "end web", "end worker", "end relay"),
        *("database crashes", "database stops", "telegram away"),
    ),
)
WHOLE = Plan(
    "two that run everything; Telegram polled",
    ("run", "run"),
    people=10,
    items=20,
    deeds=("kill run", "kill run", "end run", "database killed"),
    seed=2,
)
SHORT = (PARTS, WHOLE)

LONG = (
    replace(
        PARTS,
        items=1_200,
        # a call that is cut off may have a minute until a receipt has not told of it: none of a short storm
        deeds=(*(*PARTS.deeds, "whatsapp away") * 4, "database killed", "database killed", "database stops for long"),
        long=True,
    ),
    replace(
        WHOLE,
        people=50,
        items=600,
        deeds=(*("kill run", "end run", "telegram away", "whatsapp away", "database crashes") * 5, *WHOLE.deeds),
        long=True,
    ),
)
QUICK = (replace(PARTS, people=6, items=6, deeds=("kill relay", "kill worker", "database crashes")),)
"""Whether it works at all."""
