"""The contents of a webhook call of WhatsApp: messages, receipts, and news of the account; and
the meaning of a message.

One call can bring several entries, changes, messages and statuses, repeated and in any order. Their shape is never
trusted: what cannot be read is skipped, and the rest of the call is kept."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from backend.records import Struct, field
from bot.channels.base import (
    File,
    Heard,
    Moved,
    Oddity,
    OtherHands,
    Receipt,
    Received,
    Tap,
    Text,
    read_button,
)
from bot.channels.used import Leaf, Shape, used
from bot.channels.whatsapp import errors

log = logging.getLogger(__name__)

OBJECT = "whatsapp_business_account"
MESSAGES = "messages"
TEMPLATES = frozenset(
    {"message_template_status_update", "message_template_components_update", "template_category_update"}
)
STATUSES = {"sent": "sent", "delivered": "delivered", "read": "read", "played": "read", "failed": "failed"}
FREE = "free"
"""The category of a message that is not billed."""
MOST_KIND = 40
"""The most characters of a type or category that is kept."""

_NUMBER = re.compile(r"[0-9]{5,20}")
_USER_ID = re.compile(r"[A-Z]{2}\.[A-Za-z0-9.]{1,128}")

_ODD = {
    "sticker": "sticker",
    "location": "location",
    "contacts": "contact",
    "reaction": "reaction",
    "edit": "edited",
    "edited": "edited",
    "revoke": "deleted",
    "revoked": "deleted",
    "deleted": "deleted",
    "unsupported": "unsupported",
    "unknown": "unsupported",
    "order": "order",
}
_FILES = {"image": "photo.jpg", "audio": "audio", "video": "video.mp4", "document": "fichier"}
OF_HERS = "of_hers"
"""Our field in the context of a reply to a message of the sender: the number by which that is seen is not kept."""
_REPLY: Shape = {"id": Leaf.VALUE}
_FILE: Shape = dict.fromkeys(("id", "filename", "mime_type", "caption", "voice"), Leaf.VALUE)
_USED: Shape = {
    "type": Leaf.VALUE,
    "text": {"body": Leaf.VALUE},
    "button": dict.fromkeys(("payload", "text"), Leaf.VALUE),
    "interactive": {"type": Leaf.VALUE, "button_reply": _REPLY, "list_reply": _REPLY},
    "system": dict.fromkeys(("type", "user_id", "new_wa_id", "wa_id"), Leaf.VALUE),
    "context": dict.fromkeys(("id", "forwarded", "frequently_forwarded", OF_HERS), Leaf.VALUE),
    **dict.fromkeys(_FILES, _FILE),
}
"""What `hear` reads of a message."""
OURS = "biz_opaque_callback_data"
"""The field in which a status returns our own mark of the message."""

_NEW_NUMBER = frozenset({"user_changed_number", "customer_changed_number"})
_NEW_USER_ID = "user_changed_user_id"
_OTHER_HANDS = "customer_identity_changed"
_NO_WORD = frozenset({"system", "edit", "edited", "revoke", "revoked", "deleted"})
"""Types that are no new message of the person: they do not keep the 24-hour window open, so their time is not used."""


class Batch(Struct):
    """The contents of one call. `news`: kinds of events of the account. `templates`: whether one of them may have
    changed which templates are approved."""

    received: list[Received] = field(default_factory=list)
    receipts: list[Receipt] = field(default_factory=list)
    news: list[str] = field(default_factory=list)
    templates: bool = False


def read(body: Any, phone_number_id: str) -> Batch:
    """Read a call's body. Events for other numbers are skipped. Raises `ValueError` if it is no webhook of WhatsApp."""
    if not isinstance(body, Mapping) or body.get("object") != OBJECT or not isinstance(body.get("entry"), list):
        raise ValueError("no webhook of WhatsApp")
    batch = Batch()
    for entry in _objects(body.get("entry")):
        for change in _objects(entry.get("changes")):
            value = change.get("value")
            if not isinstance(value, Mapping):
                continue
            name = str(change.get("field") or "")[:MOST_KIND]
            if name == MESSAGES:
                _messages(batch, value, phone_number_id)
            else:
                batch.news.append(f"{name} {str(value.get('event') or '')[:MOST_KIND]}".strip())
                batch.templates = batch.templates or name in TEMPLATES
    return batch


def _objects(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, list):
        yield from (item for item in value if isinstance(item, Mapping))


def _messages(batch: Batch, value: Mapping[str, Any], phone_number_id: str) -> None:
    metadata = value.get("metadata")
    if not isinstance(metadata, Mapping) or str(metadata.get("phone_number_id")) != phone_number_id:
        return
    contacts = list(_objects(value.get("contacts")))
    for message in _objects(value.get("messages")):
        received = _received(message, contacts)
        if received is None:
            log.warning("a message without an id or a sender is passed over")
        else:
            batch.received.append(received)
    for status in _objects(value.get("statuses")):
        receipt = _receipt(status)
        if receipt is not None:
            batch.receipts.append(receipt)
    for error in _objects(value.get("errors")):
        batch.news.append(f"error {errors.read(0, error)}")


# --- the sender -------------------------------------------------------------------------------------


def _received(message: Mapping[str, Any], contacts: Sequence[Mapping[str, Any]]) -> Received | None:
    """A message as an event; None if it has no id or no sender, or comes from a group, where
    the product does not write."""
    key, number = _text(message.get("id")), _number(message.get("from"))
    user_id = _user_id(message.get("from_user_id"))
    contact = _contact(contacts, number, user_id)
    user_id = user_id or _user_id(contact.get("user_id"))
    system = message.get("system")
    if message.get("type") == "system" and isinstance(system, Mapping):
        # contact and sender name the old identity; the new one is in the event itself
        user_id = _user_id(system.get("previous_user_id")) or ("" if system.get("user_id") else user_id)
    if not key or not (number or user_id) or message.get("group_id"):
        return None
    profile = contact.get("profile")
    name = _text(profile.get("name"))[:100] if isinstance(profile, Mapping) else ""
    payload = {"message": used(_with_context(message), _USED)}
    at = None if _text(message.get("type")) in _NO_WORD else _moment(message.get("timestamp"))
    return Received(number or user_id, key, payload, name, user_id, at)


def _with_context(message: Mapping[str, Any]) -> Mapping[str, Any]:
    """The message, with `OF_HERS` where it replies to one of its sender's own."""
    context = message.get("context")
    if not isinstance(context, Mapping):
        return message
    author = _text(context.get("from"))
    if not author or author not in (_text(message.get("from")), _text(message.get("from_user_id"))):
        return message
    return {**message, "context": {**context, OF_HERS: True}}


def _contact(contacts: Sequence[Mapping[str, Any]], number: str, user_id: str) -> Mapping[str, Any]:
    """The sender's entry among the contacts of the call."""
    for contact in contacts:
        if (user_id and _text(contact.get("user_id")) == user_id) or (number and _text(contact.get("wa_id")) == number):
            return contact
    only = contacts[0] if len(contacts) == 1 else {}
    # a single entry is the sender's, unless it names another number
    return only if not (_text(only.get("wa_id")) and number) else {"profile": only.get("profile")}


def _receipt(status: Mapping[str, Any]) -> Receipt | None:
    """A status as a receipt; None for statuses that are not used."""
    provider_id, told = _text(status.get("id")), STATUSES.get(_text(status.get("status")))
    if not provider_id or told is None:
        return None
    failure = None
    if told == "failed":
        failure = errors.classify(errors.read(0, next(_objects(status.get("errors")), {})))
    ours, _, part = _text(status.get(OURS)).partition("/")
    return Receipt(
        key=f"{provider_id}:{_text(status.get('status'))}",
        provider_id=provider_id,
        status=told,
        at=_moment(status.get("timestamp")) or datetime.now(UTC),
        payload={OURS: status.get(OURS)} if OURS in status else {},
        outbox_id=int(ours) if ours.isascii() and ours.isdigit() and len(ours) < 19 else None,
        failure=failure,
        category=_category(status.get("pricing")),
        part=bool(part),
    )


def _category(pricing: Any) -> str | None:
    """The billing category: "service", "utility", "marketing", …, or `FREE`. None if it is not given."""
    if not isinstance(pricing, Mapping):
        return None
    if pricing.get("billable") is False or _text(pricing.get("type")).startswith("free"):
        return FREE
    return _text(pricing.get("category")).lower()[:MOST_KIND] or None


def _number(value: Any) -> str:
    """A phone number in digits; "" if it is none, because such a sender could be stored but never be written to."""
    found = _text(value).removeprefix("+")
    return found if _NUMBER.fullmatch(found) else ""


def _user_id(value: Any) -> str:
    """The platform's own id of a person (country code, then letters and digits); "" if it is none."""
    found = _text(value)
    return found if _USER_ID.fullmatch(found) else ""


def _text(value: Any) -> str:
    return value if isinstance(value, str) else str(value) if isinstance(value, int) else ""


def _moment(value: Any) -> datetime | None:
    """Read seconds since 1970, given as text; None if it is no such time."""
    text = _text(value)
    if not (text.isascii() and text.isdigit() and len(text) <= 11):
        return None
    return datetime.fromtimestamp(int(text), UTC)


# --- the meaning ------------------------------------------------------------------------------------


def hear(payload: Any) -> Heard:
    """The meaning of a stored message. Never raises: an unknown one is an `Oddity`."""
    try:
        return _hear(payload["message"])
    except (KeyError, TypeError, AttributeError, ValueError, IndexError):
        return Oddity("unknown")


def is_said(payload: Any) -> bool:
    """Whether a message is text, a tap or a file, which gets an answer. Reactions and messages of
    the platform itself do not."""
    match payload:
        case {"message": {"type": "reaction" | "system"}}:
            return False
        case _:
            return True


def _hear(message: Mapping[str, Any]) -> Heard:
    kind = str(message.get("type") or "unknown")
    match kind:
        case "text":
            if not isinstance(body := message["text"]["body"], str):
                return Oddity("unknown")
            return Text(body, _answered(message), _forwarded(message), _of_hers(message))
        case "button":
            return _button(message["button"])
        case "interactive":
            return _interactive(message["interactive"])
        case "system":
            return _system(message["system"])
        case _ if kind in _FILES:
            return _file(kind, message[kind], _answered(message))
        case _:
            return Oddity(_ODD.get(kind, kind[:MOST_KIND]))


def _button(button: Mapping[str, Any]) -> Heard:
    """A tap on a template's button: its payload is a word of the chat. A payload that is none is read as text."""
    data = str(button.get("payload") or "")
    if data.startswith("/") or read_button(data) is not None:
        return Tap(data)
    return Text(str(button.get("text") or data))


def _interactive(interactive: Mapping[str, Any]) -> Heard:
    for kind in ("button_reply", "list_reply"):
        if reply := interactive.get(kind):
            return Tap(str(reply["id"]))
    return Oddity(str(interactive.get("type") or "interactive")[:MOST_KIND])


def _system(system: Mapping[str, Any]) -> Heard:
    kind = system.get("type")
    new_user_id = _user_id(system.get("user_id"))
    new_number = _number(system.get("new_wa_id") or system.get("wa_id"))
    if kind in _NEW_NUMBER and new_number:
        return Moved(new_number, new_user_id)
    if kind == _NEW_USER_ID and new_user_id:
        return Moved(new_user_id, new_user_id)
    if kind == _OTHER_HANDS:
        return OtherHands()
    return Oddity("system")


def _answered(message: Mapping[str, Any]) -> str | None:
    """The id of the message that this one replies to. A forwarded message has a context too, but without an id."""
    context = message.get("context")
    return _text(context.get("id")) or None if isinstance(context, Mapping) else None


def _of_hers(message: Mapping[str, Any]) -> bool:
    context = message.get("context")
    return isinstance(context, Mapping) and context.get(OF_HERS) is True


def _forwarded(message: Mapping[str, Any]) -> bool:
    context = message.get("context")
    passed_on = ("forwarded", "frequently_forwarded")
    return isinstance(context, Mapping) and any(context.get(name) is True for name in passed_on)


def _file(kind: str, file: Mapping[str, Any], replies_to: str | None) -> Heard:
    """A file. The platform tells its size only when asked."""
    voice = kind == "audio" and file.get("voice") is True
    return File(
        "voice" if voice else kind,
        str(file.get("filename") or _FILES[kind]),
        str(file["id"]),
        str(file.get("mime_type") or "").partition(";")[0].strip(),
        0,
        str(file.get("caption") or ""),
        replies_to,
    )
