"""What a bot sends, read against Meta's documents: every parameter, and every limit on it.

Sources: the Cloud API's pages "Send messages", "Interactive reply buttons", "Interactive lists", "Media
messages", "Template messages", "Reaction messages", "Mark messages as read", "Typing indicators".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.fakes.chat import Button

from . import limits
from .errors import missing, wrong
from .schema import Check, array, boolean, by_type, matching, number, obj, one_of, text

_PHONE = matching(r"\+?\d{5,20}", "a phone number")
_USER_ID = matching(r"[A-Z]{2}\.[A-Za-z0-9.]{1,128}", "a business-scoped user id")
_MESSAGE_ID = matching(r"wamid\.\S{1,300}", "a message id")
_LINK = matching(r"https?://\S{1,2000}", "an address")


def _media(captioned: bool, named: bool = False) -> Check:
    more: dict[str, Check] = {"id": text(50), "link": _LINK}
    if captioned:
        more["caption"] = text(limits.CAPTION)
    if named:
        more["filename"] = text(240)
    fields = obj({}, more)

    def check(value: Any, way: str) -> None:
        fields(value, way)
        if ("id" in value) == ("link" in value):
            raise wrong(way, "needs either an id or a link")

    return check


_BUTTON = obj(
    {
        "type": one_of("reply"),
        "reply": obj({"id": text(limits.BUTTON_ID), "title": text(limits.BUTTON_TITLE)}),
    }
)
_ROW = obj({"id": text(limits.ROW_ID), "title": text(limits.ROW_TITLE)}, {"description": text(limits.ROW_DESCRIPTION)})
_SECTION = obj({"rows": array(_ROW, 1, limits.ROWS)}, {"title": text(limits.SECTION_TITLE)})
_HEADER = by_type(
    {
        "text": obj({"type": one_of("text"), "text": text(limits.HEADER)}),
        **{
            kind: obj({"type": one_of(kind), kind: _media(captioned=False, named=kind == "document")})
            for kind in ("image", "video", "document")
        },
    }
)
_AROUND: dict[str, Check] = {"header": _HEADER, "footer": obj({"text": text(limits.FOOTER)})}
_BODY = obj({"text": text(limits.BODY)})
_BUTTONS = obj({"buttons": array(_BUTTON, 1, limits.REPLY_BUTTONS)})
_LIST = obj({"button": text(limits.LIST_BUTTON), "sections": array(_SECTION, 1, limits.ROWS)})
_URL = obj(
    {
        "name": one_of("cta_url"),
        "parameters": obj({"display_text": text(limits.BUTTON_TITLE), "url": _LINK}),
    }
)

_INTERACTIVE = by_type(
    {
        "button": obj({"type": one_of("button"), "body": _BODY, "action": _BUTTONS}, _AROUND),
        "list": obj({"type": one_of("list"), "body": _BODY, "action": _LIST}, _AROUND),
        "cta_url": obj({"type": one_of("cta_url"), "body": _BODY, "action": _URL}, _AROUND),
    }
)


def _interactive(value: Any, way: str) -> None:
    _INTERACTIVE(value, way)
    action = value["action"]
    match value["type"]:
        case "button":
            _unique([b["reply"]["title"] for b in action["buttons"]], f"{way}.action.buttons: titles")
            _unique([b["reply"]["id"] for b in action["buttons"]], f"{way}.action.buttons: ids")
        case "list":
            if value.get("header", {}).get("type", "text") != "text":
                raise wrong(f"{way}.header", "a list has a header of text or none")
            sections = action["sections"]
            rows = [row for section in sections for row in section["rows"]]
            if len(rows) > limits.ROWS:
                raise wrong(f"{way}.action.sections", f"{len(rows)} rows, at most {limits.ROWS} over all sections")
            if len(sections) > 1:
                for section in sections:
                    if "title" not in section:
                        raise missing(f"{way}.action.sections.title")
            _unique([row["id"] for row in rows], f"{way}.action.sections: ids of rows")


def _unique(values: list[str], what: str) -> None:
    if len(set(values)) != len(values):
        raise wrong(what, "are not unique")


_PARAMETER = by_type(
    {
        "text": obj({"type": one_of("text"), "text": text(1024, least=0)}, {"parameter_name": text(60)}),
        "payload": obj({"type": one_of("payload"), "payload": text(256)}),
        **{
            kind: obj({"type": one_of(kind), kind: _media(captioned=False, named=kind == "document")})
            for kind in ("image", "video", "document")
        },
    }
)
_PARAMETERS = array(_PARAMETER, 0, 50)
_COMPONENT = by_type(
    {
        "header": obj({"type": one_of("header"), "parameters": _PARAMETERS}),
        "body": obj({"type": one_of("body"), "parameters": _PARAMETERS}),
        "button": obj(
            {
                "type": one_of("button"),
                "sub_type": one_of("quick_reply", "url"),
                "index": matching(r"\d", "the place of a button, as a string"),
                "parameters": _PARAMETERS,
            }
        ),
    }
)
_TEMPLATE = obj(
    {
        "name": matching(r"[a-z0-9_]{1,512}", "a template's name"),
        "language": obj(
            {"code": matching(r"[a-z]{2,3}(_[A-Z]{2})?", "a language")}, {"policy": one_of("deterministic")}
        ),
    },
    {"components": array(_COMPONENT, 0, 12)},
)

_CONTACT = obj({"name": obj({"formatted_name": text(200)}, {"first_name": text(200), "last_name": text(200)})})
_PAYLOADS: dict[str, Check] = {
    "text": obj({"body": text(limits.TEXT)}, {"preview_url": boolean}),
    "interactive": _interactive,
    "template": _TEMPLATE,
    "image": _media(captioned=True),
    "video": _media(captioned=True),
    "audio": _media(captioned=False),
    "sticker": _media(captioned=False),
    "document": _media(captioned=True, named=True),
    "location": obj({"latitude": number, "longitude": number}, {"name": text(1000), "address": text(1000)}),
    "contacts": array(_CONTACT, 1, 257),
    "reaction": obj({"message_id": _MESSAGE_ID, "emoji": text(20, least=0)}),
}
_ENVELOPE: dict[str, Check] = {
    "messaging_product": one_of("whatsapp"),
    "recipient_type": one_of("individual"),
    "to": _PHONE,
    "recipient": _USER_ID,
    "context": obj({"message_id": _MESSAGE_ID}),
    "biz_opaque_callback_data": text(limits.OPAQUE),
}
_MESSAGE = by_type(
    {
        kind: obj(
            {"messaging_product": _ENVELOPE["messaging_product"], kind: check},
            {"type": one_of(kind), **{k: v for k, v in _ENVELOPE.items() if k != "messaging_product"}},
        )
        for kind, check in _PAYLOADS.items()
    }
)
_READ = obj(
    {"messaging_product": one_of("whatsapp"), "status": one_of("read"), "message_id": _MESSAGE_ID},
    {"typing_indicator": obj({"type": one_of("text")})},
)


@dataclass(frozen=True, slots=True)
class Sending:
    """A message whose parameters are right. `to`: a phone number without "+", or `user_id`; one of both
    is set. `payload`: what stands under its kind."""

    kind: str
    payload: Any
    to: str
    user_id: str
    opaque: str | None
    answers: str | None

    @property
    def recipient(self) -> str:
        return self.to or self.user_id


@dataclass(frozen=True, slots=True)
class Reading:
    """A message of a person is marked as read, with or without a sign that we are typing."""

    message_id: str
    typing: bool


def read(body: Any) -> Sending | Reading:
    """Raises `ViolationError` for anything that is not as Meta's documents have it."""
    if isinstance(body, dict) and "status" in body:
        _READ(body, "")
        return Reading(body["message_id"], "typing_indicator" in body)
    if isinstance(body, dict) and "type" not in body:
        body = {**body, "type": "text"}  # the documents' default
    _MESSAGE(body, "")
    if not ("to" in body or "recipient" in body):
        raise missing("to")
    kind = body["type"]
    to = body.get("to", "").removeprefix("+")
    context = body.get("context", {}).get("message_id")
    return Sending(kind, body[kind], to, "" if to else body["recipient"], body.get("biz_opaque_callback_data"), context)


def seen(interactive: dict[str, Any]) -> tuple[str, tuple[tuple[Button, ...], ...]]:
    """The text of an interactive message as written, and what can be tapped in it."""
    around = [interactive.get("header", {}).get("text"), interactive["body"]["text"]]
    around.append(interactive.get("footer", {}).get("text"))
    action = interactive["action"]
    match interactive["type"]:
        case "button":
            buttons = [Button(b["reply"]["title"], b["reply"]["id"]) for b in action["buttons"]]
        case "list":
            buttons = [
                Button(row["title"], row["id"], note=row.get("description", ""))
                for section in action["sections"]
                for row in section["rows"]
            ]
        case _:
            buttons = [Button(action["parameters"]["display_text"], url=action["parameters"]["url"])]
    return "\n\n".join(part for part in around if part), tuple((button,) for button in buttons)
