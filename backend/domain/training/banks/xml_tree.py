"""XML as elements that know their lines. It refuses anything that could turn a few bytes into gigabytes."""

from __future__ import annotations

import io
from html import escape
from typing import Any
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl, InputSource

from defusedxml import DefusedXmlException
from defusedxml.sax import make_parser

from backend.domain.errors import Fault, Reason
from backend.domain.training.text.markup import Format
from backend.records import Struct, field

_FORMATS: dict[str, Format] = {"html": "html", "markdown": "markdown", "plain_text": "plain"}
MAX_DEPTH = 50
"""Depth of nested elements. Moodle's own are six deep, and HTML in them some more."""

MOST_IN_ONE = 1_000
"""Child elements of one element other than the root. A question with pictures has about thirty."""


class Element(Struct, eq=False):
    """One element. `pieces`: its texts and elements in order; `children`: its elements only."""

    tag: str
    attributes: dict[str, str]
    line: int
    children: list[Element] = field(default_factory=list)
    pieces: list[str | Element] = field(default_factory=list)

    def all(self, tag: str) -> list[Element]:
        """The child elements with this name, in order."""
        return [child for child in self.children if child.tag == tag]

    def one(self, tag: str) -> Element | None:
        """The first child element with this name; None if there is none."""
        return next((child for child in self.children if child.tag == tag), None)

    def words(self, tag: str = "") -> str:
        """The text of the element, or of its first child with that name; in Moodle's `<text>`, or directly."""
        element = self.one(tag) if tag else self
        if element is None:
            return ""
        text = element.one("text")
        if text is not None and text.children:  # HTML that is not in CDATA
            return text.inside().strip()
        return "".join(piece for piece in (text or element).pieces if isinstance(piece, str)).strip()

    def inside(self) -> str:
        """The content, written as HTML."""
        return "".join(escape(each, quote=False) if isinstance(each, str) else each._whole() for each in self.pieces)

    def _whole(self) -> str:
        attributes = "".join(f' {name}="{escape(value)}"' for name, value in self.attributes.items())
        inside = self.inside()
        return f"<{self.tag}{attributes}>{inside}</{self.tag}>" if inside else f"<{self.tag}{attributes}/>"

    @property
    def form(self) -> Format:
        """The format that the element claims for its text."""
        return _FORMATS.get(self.attributes.get("format", ""), "moodle")


def parse(text: str, faults: list[Fault]) -> Element | None:
    """The root `<quiz>` of a file; None, with a fault, if there is none. If the file stops being XML, a fault is added,
    and the root has the elements that were complete by then."""
    handler = _Tree()
    parser: Any = make_parser()
    parser.forbid_dtd = True
    parser.setContentHandler(handler)
    source = InputSource()
    source.setByteStream(io.BytesIO(text.strip().encode()))
    source.setEncoding("utf-8")  # the bytes were encoded here, whatever the file declares
    above = text[: len(text) - len(text.lstrip())].count("\n")
    handler.above = above
    try:
        parser.parse(source)
    except SAXParseException as e:
        faults.append(
            Fault((e.getLineNumber() or 0) + above, Reason("this is not XML: {detail}", detail=e.getMessage()))
        )
        return handler.complete()
    except DefusedXmlException:
        faults.append(Fault(handler.line, Reason("a document type or an entity may not be here")))
        return None
    root = handler.root
    if root is None or root.tag != "quiz":
        name = root.tag if root else ""
        faults.append(
            Fault(root.line if root else 0, Reason("a question bank begins with <quiz>, not <{tag}>", tag=name))
        )
        return None
    return root


class _Tree(ContentHandler):
    """The elements with their lines. The content of a `<file>` is not kept."""

    def __init__(self) -> None:
        super().__init__()
        self.root: Element | None = None
        self.above = 0
        self._locator: Any = None
        self._open: list[Element] = []

    @property
    def line(self) -> int:
        return (self._locator.getLineNumber() or 0) + self.above if self._locator else 0

    def complete(self) -> Element | None:
        """The root without the child that is still open; None if it is no `<quiz>`."""
        if self.root is None or self.root.tag != "quiz":
            return None
        self.root.children = [child for child in self.root.children if child not in self._open[1:2]]
        return self.root

    def setDocumentLocator(self, locator: Any) -> None:  # noqa: N802 - the names are SAX's
        self._locator = locator

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802
        if len(self._open) > MAX_DEPTH:
            raise SAXParseException("elements too deep within each other", None, self._locator)
        if len(self._open) > 1 and len(self._open[-1].children) >= MOST_IN_ONE:
            raise SAXParseException(
                f"more than {MOST_IN_ONE} elements in one <{self._open[-1].tag}>", None, self._locator
            )
        attributes = {key: attrs.getValue(key) for key in attrs.getNames()}
        element = Element(name, attributes, self.line)
        if self._open:
            self._open[-1].children.append(element)
            self._open[-1].pieces.append(element)
        else:
            self.root = element
        self._open.append(element)

    def endElement(self, name: str) -> None:  # noqa: N802
        self._open.pop()

    def characters(self, content: str) -> None:
        if self._open[-1].tag != "file":
            self._open[-1].pieces.append(content)
