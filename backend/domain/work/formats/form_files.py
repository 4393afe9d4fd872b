"""Reads the choices, fields and scale of a project's configuration from its nodes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import cast

import phonenumbers
from babel.numbers import list_currencies

from backend.domain.errors import BadInput, Reason
from backend.domain.files.source_positions import Form, Node, Reading
from backend.domain.work.formats.content_templates import ContentTemplate
from backend.domain.work.forms.form import TYPES, Field, FieldType, Option, When

MAX_CHOICES = 90
"""A Telegram message has at most 100 buttons; some are needed below the answers (confirm, skip, …)."""
MAX_FIELDS = 50
"""Fields of a form."""
MAX_FIELD_CHOICES = 9
"""Together with the way out they are the rows of a list on WhatsApp."""
MAX_POINTS, MAX_ANCHOR = 10, 60
"""The highest point of a scale, and the characters of the words for a point."""
_OPTION_ID = Form(re.compile(r"[^/].*"), Reason('one line that does not begin with "/"'))
"""A choice that begins with "/" would be a word of the chat."""
_FIELD_ID = Form(re.compile(r"\w[\w .-]*"), Reason("letters, digits, spaces, points, hyphens"))

_OF_TYPES: Mapping[str, tuple[str, ...]] = {
    "currency": ("amount", "price"),
    "max_length": ("text",),
    "country": ("phone",),
    "choices": ("choice",),
}
"""Keys of a field that only these types have."""


def options(reading: Reading, node: Node | None, most: int = MAX_CHOICES) -> tuple[Option, ...]:
    """The choices of a node, each `{id, label}` with an id of its own. Faults are noted in `reading`."""
    options: list[Option] = []
    seen: set[str] = set()
    for item in reading.items(node, "choices", most):
        keys = reading.mapping(item, Reason("a choice"), ("id", "label"), ("id", "label"))
        option = Option(
            reading.text(keys.get("id"), Reason("a choice's id"), 200, _OPTION_ID),
            reading.text(keys.get("label"), Reason("a choice's label"), 200),
        )
        if option.id in (o.id for o in options if o.id):
            reading.fault(keys["id"], Reason("the choice id {id!r} is here a second time", id=option.id))
        if option.label and option.label.casefold() in seen:
            reading.fault(keys["label"], Reason("the label {label!r} is here a second time", label=option.label))
        seen.add(option.label.casefold())
        options.append(option)
    if node is not None and isinstance(node.value, tuple) and len(options) < 2:
        reading.fault(node, Reason("choices must be two at least"))
    return tuple(options)


def scale(reading: Reading, node: Node | None) -> tuple[str, ...]:
    """The points from 1 on; those with an anchor have a text: `{1: Pas du tout, 5: Tout à fait}`."""
    if node is None:
        return ()
    if not isinstance(node.value, Mapping) or len(node.value) < 2:
        reading.fault(node, Reason("scale must name its first and its last point: {{1: Pas du tout, 5: Tout à fait}}"))
        return ()
    anchors: dict[int, str] = {}
    for key, value in node.value.items():
        point = int(key) if key.isascii() and key.isdigit() and len(key) < 3 else 0
        if not 1 <= point <= MAX_POINTS:
            reading.fault(value, Reason("scale: {key!r} is no point from 1 to {limit}", key=key, limit=MAX_POINTS))
            continue
        anchors[point] = reading.text(value, f"scale.{key}", MAX_ANCHOR)
    if anchors and 1 not in anchors:
        reading.fault(node, Reason("scale must begin at 1"))
    return tuple(anchors.get(point, "") for point in range(1, max(anchors, default=0) + 1))


def fields(reading: Reading, node: Node | None) -> tuple[Field, ...]:
    """The fields of a form. Faults are noted in `reading`."""
    known = ("id", "label", "type", "required", *_OF_TYPES, "when")
    found: dict[str, Field] = {}
    for item in reading.items(node, "fields", MAX_FIELDS):
        keys = reading.mapping(item, Reason("a field"), known, ("id", "label", "type"))
        field = Field(
            reading.text(keys.get("id"), Reason("a field's id"), 64, _FIELD_ID),
            reading.text(keys.get("label"), Reason("a field's label"), 200),
            cast(FieldType, reading.one_of(keys.get("type"), "type", TYPES)),
            reading.flag(keys.get("required"), "required", default=True),
            _currency(reading, keys),
            reading.whole(keys.get("max_length"), "max_length", 1, 4_000) or 1_000,
            _region(reading, keys["country"]) if "country" in keys else "",
            options(reading, keys.get("choices"), MAX_FIELD_CHOICES),
            _when(reading, keys["when"], found) if "when" in keys else None,
        )
        if field.id in found and field.id:
            reading.fault(keys["id"], Reason("the field id {id!r} is here a second time", id=field.id))
        for key, types in _OF_TYPES.items():
            if key in keys and field.type and field.type not in types:
                of = " or ".join(types)
                reading.fault(keys[key], Reason("{key} belongs to a field of type {type}", key=key, type=of))
        if field.type == "choice" and "choices" not in keys:
            reading.fault(item, Reason("a field of type {type} needs {key!r}", type=field.type, key="choices"))
        found[field.id] = field
    if node is not None and isinstance(node.value, tuple) and not found:
        reading.fault(node, Reason("fields must be one at least"))
    return tuple(found.values())


def _when(reading: Reading, node: Node, before: Mapping[str, Field]) -> When | None:
    """The condition `{open: oui}` or `{open: [oui, parfois]}` for an earlier choice, `{phone: true}` for any other
    field."""
    if not isinstance(node.value, Mapping) or len(node.value) != 1:
        reading.fault(node, Reason("when must name one field and its answer, such as {{open: oui}}"))
        return None
    ((name, answer),) = node.value.items()
    if (other := before.get(name)) is None:
        reading.fault(node, Reason("when: {id!r} is no field before this one", id=name))
        return None
    if other.type != "choice":
        return When(name, given=reading.flag(answer, f"when.{name}", default=True))
    listed = answer.value if isinstance(answer.value, tuple) else (answer,)
    values = tuple(reading.one_of(each, f"when.{name}", [o.id for o in other.choices]) for each in listed)
    return When(name, values)


def _currency(reading: Reading, keys: Mapping[str, Node]) -> str:
    currency = reading.text(keys.get("currency"), "currency", 3) or "XOF"
    if currency not in list_currencies():
        unknown = Reason("unknown currency {code!r}; it is a code such as XOF", code=currency)
        reading.fault(keys["currency"], unknown)
    return currency


def _region(reading: Reading, node: Node) -> str:
    """A country, or a `{column}` of the data."""
    text = str(node.value).strip() if isinstance(node.value, str) else ""
    if not text.startswith("{"):
        return country(reading, node)
    try:
        column = ContentTemplate.parse(text).is_column
    except BadInput:
        column = False
    if not column:
        reading.fault(node, Reason('country must be a code such as CM, or a column such as "{{country}}"'))
    return text


def country(reading: Reading, node: Node) -> str:
    """A code of ISO 3166 in capitals; "" if there is none, or an unknown one, which is noted as a fault."""
    code = reading.text(node, Reason("a country"), 100).upper()
    if code and code not in phonenumbers.SUPPORTED_REGIONS:
        reading.fault(node, Reason("unknown country {code!r}; it is a code such as CM", code=code))
        return ""
    return code
