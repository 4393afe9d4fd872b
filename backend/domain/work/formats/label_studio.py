"""Converts a Label Studio labelling configuration (XML) to the shape of our YAML.

What it shows (Text, Image, Audio, a Header with a variable) becomes `show`. What it asks becomes the kind: Choices →
choice or choices, Rating → rating, one TextArea → text, several fields or a Number or DateTime → entry. A Header
directly before one of several fields is that field's label; any other is the question. A tag or attribute that changes
what is asked and is not supported is reported, never dropped. What only changes the appearance is ignored. Tags and
attributes: labelstud.io/tags.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from math import ceil
from pathlib import PurePath
from typing import Any
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl, InputSource

from defusedxml import DefusedXmlException
from defusedxml.sax import make_parser

from backend.domain.earnings.figures import HOURLY_GOAL
from backend.domain.errors import Fault, Reason
from backend.domain.files.source_positions import Node, plain
from backend.domain.french.spelling import fold
from backend.domain.money import UNITS_PER_WHOLE
from backend.domain.work.formats.content_templates import escape
from backend.domain.work.formats.form_files import MAX_POINTS
from backend.records import Record

_SHOWN = {
    "Text": "text",
    "Header": "text",
    "Image": "image",
    "Audio": "audio",
    "AudioPlus": "audio",
}
_ALONE = ("Choices", "Rating")
_POINTS = 5
"""Those of a Rating that does not say how many."""
_TYPES = {"TextArea": "text", "Number": "number", "DateTime": "date"}
_CONDITIONS = (
    *("visibleWhen", "whenTagName", "whenLabelValue", "whenChoiceValue", "whenRole"),
    *("perRegion", "perItem", "valueType", "valueList", "min", "max", "allowNested"),
)
_QUESTIONS = {
    "choice": "Quelle réponse convient ?",
    "choices": "Quelles réponses conviennent ?",
    "text": "Que vois-tu, que lis-tu ou qu'entends-tu ?",
    "entry": "Recopie ces informations.",
    "rating": "Quelle note donnes-tu ?",
}
"""The question if no Header asks one. It counts as the client's words: shown as it is, never translated."""
_VARIABLE = re.compile(r"\$(\w+)([.\[]\w)?")


def read(text: str, faults: list[Fault]) -> Node:
    """The configuration's keys as a node. Faults are added to `faults`."""
    handler = _Tags(faults)
    # Without document types and entities, a few bytes cannot become gigabytes or read files.
    parser: Any = make_parser()
    parser.forbid_dtd = True
    parser.setContentHandler(handler)
    source = InputSource()
    source.setByteStream(io.BytesIO(text.strip().encode()))
    # The bytes were encoded here, whatever encoding the file declares.
    source.setEncoding("utf-8")
    handler.offset = text[: len(text) - len(text.lstrip())].count("\n")
    try:
        parser.parse(source)
    except SAXParseException as e:
        line = (e.getLineNumber() or 0) + handler.offset
        faults.append(Fault(line, Reason("this is not XML: {detail}", detail=e.getMessage())))
        return Node(None)
    except DefusedXmlException:
        faults.append(Fault(handler.line, Reason("a document type or an entity may not be here")))
        return Node(None)
    return handler.config()


def left_out(file: str, keys: Mapping[str, Node]) -> dict[str, Node]:
    """The keys that such a file cannot have, if nobody gave them: name and title from the file's name, a general
    question, and the pay that brings `earnings.HOURLY_GOAL` at the estimated minutes."""
    stem = PurePath(file).stem
    name = re.sub(r"[^a-z0-9]+", "-", fold(stem))[:64].strip("-") or "label-studio"
    title = " ".join(re.split(r"[\s_-]+", stem)).strip()[:200] or name
    found = {"name": plain(name), "title": plain(title[:1].upper() + title[1:])}
    if (kind := keys.get("kind")) is not None and str(kind.value) in _QUESTIONS:
        found["question"] = plain(_QUESTIONS[str(kind.value)])
    found["pay"] = plain({"amount": str(_fair_pay(keys.get("minutes"))), "currency": "EUR"})
    return {key: value for key, value in found.items() if key not in keys}


def _fair_pay(minutes: Node | None) -> Decimal:
    """Euros for one answer, rounded up to a ten-thousandth. Impossible minutes count as one; their reader reports
    them."""
    each = Decimal(1)
    if minutes is not None:
        with suppress(InvalidOperation):
            given = Decimal(str(minutes.value))
            each = given if 0 < given <= 24 * 60 else each
    return Decimal(ceil(HOURLY_GOAL.value * Fraction(each) / 60 * UNITS_PER_WHOLE)) / UNITS_PER_WHOLE


class _Control(Record):
    """A tag that asks something, with the Header before it and the choices inside it."""

    tag: str
    line: int
    attributes: dict[str, str]
    header: Node | None
    choices: list[Node]


class _Tags(ContentHandler):
    """Handles the tags as they come. Nesting only matters for Choice."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__()
        self.faults = faults
        self.offset = 0
        self._locator: Any = None
        self._open: list[str] = []
        self._shown: dict[str, Node] = {}
        self._controls: list[_Control] = []
        self._headers: list[Node] = []

    @property
    def line(self) -> int:
        return (self._locator.getLineNumber() or 0) + self.offset if self._locator else 0

    def setDocumentLocator(self, locator: Any) -> None:  # noqa: N802 - the name is SAX's
        self._locator = locator

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802
        attributes = {key: attrs.getValue(key) for key in attrs.getNames()}
        if not self._open and name != "View":
            self._fault(Reason("a Label Studio configuration begins with <View>, not <{tag}>", tag=name))
        for key in _CONDITIONS:
            if attributes.get(key, "false") not in ("false", "text"):
                self._fault(Reason("the attribute {key} of <{tag}> is not supported", key=key, tag=name))
        if name in _SHOWN:
            self._show(name, attributes)
        elif name in _ALONE or name in _TYPES:
            header = self._headers.pop() if self._headers and self._after_header else None
            self._controls.append(_Control(name, self.line, attributes, header, []))
            self._control(name, attributes)
        elif name == "Choice":
            self._choice(attributes)
        elif name not in ("View", "Style"):
            self._fault(Reason("the tag <{tag}> is not supported", tag=name))
        self._after_header = name == "Header"
        self._open.append(name)

    _after_header = False

    def endElement(self, name: str) -> None:  # noqa: N802
        self._open.pop()

    def _fault(self, reason: Reason) -> None:
        self.faults.append(Fault(self.line, reason))

    def _show(self, name: str, attributes: dict[str, str]) -> None:
        value = attributes.get("value", "")
        found = [_VARIABLE.search(value)] if name == "Header" else list(_VARIABLE.finditer(value))
        if name == "Header" and found == [None]:
            self._headers.append(Node(value, self.line))
            return
        if not value or (name != "Text" and not found):
            self._fault(Reason('<{tag}> needs a value such as "$column"', tag=name))
            return
        if any(match and match[2] for match in _VARIABLE.finditer(value)):
            inside = Reason("<{tag}> {value!r}: only a column can be shown, nothing inside it", tag=name, value=value)
            self._fault(inside)
            return
        template = _VARIABLE.sub(r"{\1}", escape(value))
        key = _SHOWN[name]
        if (before := self._shown.get(key)) is None:
            self._shown[key] = Node(template, self.line)
        elif key == "text":
            self._shown[key] = Node(f"{before.value}\n\n{template}", before.line)
        else:
            self._fault(Reason("a second <{tag}>: a task shows one", tag=name))

    def _control(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Choices":
            if "value" in attributes:
                self._fault(Reason("choices that come from the data are not supported"))
            if attributes.get("choice", "single") not in ("single", "single-radio", "multiple"):
                self._fault(Reason("choice={value!r} is not supported", value=attributes["choice"]))
        elif name == "Rating":
            points = attributes.get("maxRating", str(_POINTS))
            if not (points.isascii() and points.isdigit() and 2 <= int(points[:3]) <= MAX_POINTS):
                self._fault(
                    Reason("maxRating={value!r} is no number from 2 to {limit}", value=points, limit=MAX_POINTS)
                )
        elif not attributes.get("name"):
            self._fault(Reason("<{tag}> needs a name", tag=name))
        if name == "DateTime" and {"date"} != set(_split(attributes.get("only", ""))):
            self._fault(Reason('<DateTime> is supported with only="date"'))

    def _choice(self, attributes: dict[str, str]) -> None:
        if self._open[-1:] != ["Choices"]:
            self._fault(Reason("a <Choice> is supported directly inside <Choices> only"))
            return
        label = attributes.get("value", "")
        keys = {"id": attributes.get("alias") or label, "label": label}
        choice = Node({key: Node(text, self.line) for key, text in keys.items()}, self.line)
        self._controls[-1].choices.append(choice)

    def config(self) -> Node:
        """What was found, under the keys of the YAML format."""
        keys: dict[str, Node] = {}
        if self._shown:
            keys["show"] = Node(self._shown, 0)
        tags = [control.tag for control in self._controls]
        if not tags:
            self.faults.append(Fault(0, Reason("nothing is asked: <Choices>, <TextArea>, … is missing")))
        elif tags == ["Choices"]:
            control = self._controls[0]
            several = control.attributes.get("choice") == "multiple"
            keys["kind"] = Node("choices" if several else "choice", control.line)
            keys["choices"] = Node(tuple(control.choices), control.line)
        elif tags == ["TextArea"]:
            keys["kind"] = Node("text", self._controls[0].line)
        elif tags == ["Rating"]:
            control = self._controls[0]
            most = control.attributes.get("maxRating", str(_POINTS))
            anchors = {"1": Node("1 étoile", control.line), most: Node(f"{most} étoiles", control.line)}
            keys["kind"] = Node("rating", control.line)
            keys["scale"] = Node(anchors, control.line)
        elif alone := next((tag for tag in tags if tag in _ALONE), None):
            control = self._controls[1]
            reason = Reason("<{tag}>: one <{alone}> is supported, alone", tag=control.tag, alone=alone)
            self.faults.append(Fault(control.line, reason))
        else:
            keys["kind"] = Node("entry", self._controls[0].line)
            keys["fields"] = Node(tuple(map(_field, self._controls)), self._controls[0].line)
        headers = list(self._headers)
        if len(self._controls) == 1 and self._controls[0].header:
            headers.append(self._controls[0].header)
        if headers:
            texts = "\n".join(str(header.value) for header in headers)
            keys["question"] = Node(texts, headers[0].line)
        return Node(keys, 0)


def _field(control: _Control) -> Node:
    name = control.attributes.get("name", "")
    label = control.header.value if control.header else control.attributes.get("placeholder") or name
    required = control.attributes.get("required", "false")
    values = {"id": name, "label": label, "type": _TYPES[control.tag], "required": required}
    return Node({key: Node(value, control.line) for key, value in values.items()}, control.line)


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
