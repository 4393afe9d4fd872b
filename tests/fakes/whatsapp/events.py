"""What the platform tells the bot: messages of people, statuses of the bot's own, anything else; and how
many of them become the body of one webhook request."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, TypeVar

from .account import Account

T = TypeVar("T")


@dataclass(slots=True)
class Event:
    """One thing to tell. `part`: "messages" or "statuses", the list of the change that it goes into;
    None: `value` is a whole change's own, of the webhook field `field`, of the Unix time `time`. Events
    of one `lane` come in order unless disorder is asked for. Other times in seconds on the webhooks' clock;
    `chat_id` 0: of nobody's own."""

    lane: Hashable
    chat_id: int
    part: str | None
    value: dict[str, Any]
    contact: dict[str, Any] | None
    made_at: float
    handed_at: float | None = None
    field: str = "messages"
    time: int | None = None


def body(account: Account, events: Sequence[Event], per_change: int, per_entry: int) -> bytes:
    """The raw bytes of a request: as many entries, changes, messages and statuses as the events need with
    so many in each. Written as Meta does: letters beyond ASCII and slashes are escaped."""
    changes: list[tuple[int | None, dict[str, Any]]] = []
    for (part, field), group in groupby(events, key=lambda event: (event.part, event.field)):
        for some in _cut(list(group), per_change if part else 1):
            changes.append((some[-1].time, {"value": _value(account, part, some), "field": field}))
    entries = []
    for cut in _cut(changes, per_entry):
        times = [time for time, _ in cut if time is not None]
        timed = {"time": max(times)} if times else {}
        entries.append({"id": account.business_account_id, **timed, "changes": [change for _, change in cut]})
    text = json.dumps({"object": "whatsapp_business_account", "entry": entries}, separators=(",", ":"))
    return text.replace("/", "\\/").encode()


def signature(secret: str, raw: bytes) -> str:
    """As `X-Hub-Signature-256` has it."""
    return "sha256=" + hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()


def _value(account: Account, part: str | None, events: Sequence[Event]) -> dict[str, Any]:
    if part is None:
        return events[0].value
    value: dict[str, Any] = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": account.number, "phone_number_id": account.phone_number_id},
    }
    if contacts := list(_once(event.contact for event in events if event.contact)):
        value["contacts"] = contacts
    value[part] = [event.value for event in events]
    return value


def _once(contacts: Iterable[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    seen = set()
    for contact in contacts:
        key = contact.get("wa_id") or contact.get("user_id")
        if key not in seen:
            seen.add(key)
            yield contact


def _cut(items: Sequence[T], most: int) -> Iterable[Sequence[T]]:
    return (items[at : at + most] for at in range(0, len(items), most))
