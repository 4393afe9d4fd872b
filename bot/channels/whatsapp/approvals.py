"""Templates as they are in the account, compared with those of the product."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from backend.records import Record
from bot.channels.whatsapp.templates import PLACE, Template


class Standing(Record):
    """The state of a template in the account. `state`: "ok", "missing", "different", "pending", "rejected", or another
    word of Meta in lower case ("paused", "disabled"). `text`: the reason in plain words."""

    template: Template
    state: str
    text: str

    @property
    def ok(self) -> bool:
        """Whether the account can send it as it is defined here."""
        return self.state == "ok"


def compare(template: Template, there: Sequence[Mapping[str, Any]]) -> Standing:
    """Compare a template with the account's list (name, language, status, category, components, rejected_reason)."""
    found = _find(template, there)
    if found is None:
        return Standing(template, "missing", "not in the account: hiteuses templates push submits it")
    status = str(found.get("status") or "unknown").lower()
    if status == "rejected":
        reason = str(found.get("rejected_reason") or "no reason given")
        return Standing(template, status, f"Meta rejected it: {reason}")
    if difference := _difference(template, found):
        return Standing(template, "different", f"{difference}; a changed text needs a new name")
    if status != "approved":
        return Standing(template, status, "waits for Meta's approval" if status == "pending" else f"Meta says {status}")
    category = str(found.get("category") or template.category)
    billed = "" if category == template.category else f", billed as {category} instead of {template.category}"
    return Standing(template, "ok", f"approved{billed}")


def usable(template: Template, there: Sequence[Mapping[str, Any]]) -> bool:
    """Whether it can be sent: it is approved, and its placeholders and buttons are the product's,
    even if other words differ."""
    found = _find(template, there)
    if found is None or str(found.get("status")).upper() != "APPROVED":
        return False
    by_type = _by_type(found)
    text = str(by_type.get("BODY", {}).get("text"))
    buttons = by_type.get("BUTTONS", {}).get("buttons") or ()
    return set(PLACE.findall(text)) == {"1", "2"} and len(buttons) == len(template.buttons)


def _find(template: Template, there: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    return next((t for t in there if (t.get("name"), t.get("language")) == (template.name, template.language)), None)


def _by_type(found: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    components = [c for c in found.get("components") or () if isinstance(c, Mapping)]
    return {str(c.get("type")).upper(): c for c in components}


def _difference(template: Template, found: Mapping[str, Any]) -> str | None:
    by_type = _by_type(found)
    if extra := sorted(set(by_type) - {"BODY", "BUTTONS"}):
        return f"it has a {extra[0].lower()} there"
    if str(by_type.get("BODY", {}).get("text")).strip() != template.body:
        return "its text is another one there"
    there = [(str(b.get("type")).upper(), b.get("text")) for b in by_type.get("BUTTONS", {}).get("buttons") or ()]
    if there != [("QUICK_REPLY", label) for label, _ in template.buttons]:
        return "its buttons are others there"
    return None
