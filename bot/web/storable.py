"""Make what platforms and people send storable in PostgreSQL."""

from __future__ import annotations

import hashlib
from typing import Any

from backend.db.messaging.delivery.receipts import StoredReceipt
from backend.db.messaging.inbox import Arrival
from backend.records import replace

MOST_KEY = 200  # characters of lookup keys: an index entry holds only a few kB
MAX_DEPTH = 100  # nesting levels of an event that are kept


def key(text: str) -> str:
    """A platform's id, short enough for an index; a longer one is replaced by its hash."""
    return text if len(text) <= MOST_KEY else f"sha256:{hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest()}"


def arrival(given: Arrival) -> Arrival:
    """The event without what PostgreSQL or its JSON cannot store: NUL characters, surrogates, integers beyond 64 bits,
    and what is nested too deep."""
    return replace(
        given,
        address=_text(given.address),
        key=_text(given.key),
        user_id=_text(given.user_id),
        payload=_clean(given.payload, MAX_DEPTH),
        name=_text(given.name),
    )


def receipt(given: StoredReceipt) -> StoredReceipt:
    """The same for a receipt."""
    known = given.outbox_id is not None and 0 <= given.outbox_id < 2**63
    return replace(
        given,
        key=_text(given.key),
        provider_id=_text(given.provider_id),
        status=_text(given.status),
        payload=_clean(given.payload, MAX_DEPTH),
        outbox_id=given.outbox_id if known else None,
        reason=None if given.reason is None else _text(given.reason),
        category=None if given.category is None else _text(given.category),
    )


def _text(value: str) -> str:
    return value.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")


def _clean(value: Any, levels: int) -> Any:
    match value:
        case _ if levels == 0:
            return None
        case str():
            return _text(value)
        case bool() | None:
            return value
        case int():
            return value if -(2**63) <= value < 2**63 else str(value)
        case dict():
            return {_clean(key, 1): _clean(item, levels - 1) for key, item in value.items()}
        case list():
            return [_clean(item, levels - 1) for item in value]
        case _:
            return value
