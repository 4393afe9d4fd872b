"""Text with styles, as the platform reads it: HTML to plain text and entities.

The real parser forgives a bare `&` or `>`. Here they are faults: they show that somebody's words
were put into a message without being escaped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape
from typing import Any

from .errors import violation

_TOKEN = re.compile(
    r"<(?P<close>/?)(?P<tag>[A-Za-z][A-Za-z0-9-]*)(?P<attributes>(?:\s[^<>]*)?)>"
    r"|&(?P<entity>\#x[0-9A-Fa-f]{1,6}|\#[0-9]{1,7}|[A-Za-z]+);"
    r"|(?P<bare>[<>&])"
)
_ATTRIBUTE = re.compile(r"""\s*([A-Za-z][A-Za-z-]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'))?\s*""")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}

_PLAIN_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "tg-spoiler": "spoiler",
    "blockquote": "blockquote",
}


@dataclass(frozen=True, slots=True)
class Formatted:
    """What people see: plain `text`, its `entities` (offsets in UTF-16 units) and the `html`."""

    text: str
    entities: list[dict[str, Any]] = field(default_factory=list)
    html: str = ""


@dataclass(slots=True)
class _Open:
    tag: str
    start: int
    entity: dict[str, Any] | None


def formatted(text: str, parse_mode: str | None, entities: list[dict[str, Any]] | None) -> Formatted:
    """Reads `text` as the call says. Raises `ViolationError` where it is not well formed, and for
    Markdown, which this fake does not read."""
    if not parse_mode:
        return Formatted(text, entities or [], escape(text, quote=False))
    if parse_mode.lower() != "html":
        raise violation(f"parse_mode {parse_mode!r} is not read by this fake: HTML or none")
    if "<" not in text and ">" not in text and "&" not in text:
        return Formatted(text, [], text)
    return _parse(text)


def utf16(text: str) -> int:
    """The length in UTF-16 units, in which entities count."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _parse(source: str) -> Formatted:
    out: list[str] = []
    length = 0
    position = 0
    stack: list[_Open] = []
    entities: list[dict[str, Any]] = []
    for token in _TOKEN.finditer(source):
        before = source[position : token.start()]
        position = token.end()
        out.append(before)
        length += utf16(before)
        if token["bare"]:
            raise _cannot(f"unescaped {token['bare']!r}", token)
        if token["entity"]:
            character = _character(token)
            out.append(character)
            length += utf16(character)
        elif token["close"]:
            opened = stack.pop() if stack else None
            if opened is None or opened.tag != token["tag"].lower():
                raise _cannot(f"unexpected end tag </{token['tag']}>", token)
            if opened.entity is not None and length > opened.start:
                entities.append({**opened.entity, "offset": opened.start, "length": length - opened.start})
        else:
            stack.append(_open(token, length, stack))
    if stack:
        raise violation(f"can't parse entities: can't find end tag corresponding to start tag {stack[-1].tag!r}")
    out.append(source[position:])
    entities.sort(key=lambda e: (e["offset"], -e["length"]))
    return Formatted("".join(out), entities, source)


def _character(token: re.Match[str]) -> str:
    name = token["entity"]
    if name in _NAMED:
        return _NAMED[name]
    if not name.startswith("#"):
        raise _cannot(f"unknown entity &{name};", token)
    code = int(name[2:], 16) if name[1] == "x" else int(name[1:])
    if not 0 < code < 0x110000 or 0xD800 <= code < 0xE000:
        raise _cannot(f"no character &{name};", token)
    return chr(code)


def _open(token: re.Match[str], offset: int, stack: list[_Open]) -> _Open:
    tag = token["tag"].lower()
    attributes = _attributes(token)
    inside = stack[-1].tag if stack else ""
    if any(o.tag in ("code", "pre") for o in stack) and not (tag == "code" and inside == "pre"):
        raise _cannot(f"<{tag}> inside code", token)
    entity: dict[str, Any] | None
    match tag, attributes:
        case "a", {"href": href, **rest} if href and not rest:
            entity = {"type": "text_link", "url": href}
        case "span", {"class": "tg-spoiler", **rest} if not rest:
            entity = {"type": "spoiler"}
        case "tg-emoji", {"emoji-id": number, **rest} if not rest:
            entity = {"type": "custom_emoji", "custom_emoji_id": number}
        case "blockquote", {"expandable": _, **rest} if not rest:
            entity = {"type": "expandable_blockquote"}
        case "code", {"class": language, **rest} if not rest and inside == "pre":
            entity = None
            if stack[-1].entity is not None:
                stack[-1].entity["language"] = language.removeprefix("language-")
        case "code", {**rest} if not rest and inside == "pre":
            entity = None
        case _, {**rest} if tag in _PLAIN_TAGS and not rest:
            entity = {"type": _PLAIN_TAGS[tag]}
        case _:
            raise _cannot(f"unsupported start tag {token[0]!r:.60}", token)
    return _Open(tag, offset, entity)


def _attributes(token: re.Match[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    rest = token["attributes"]
    position = 0
    while rest[position:].strip():
        attribute = _ATTRIBUTE.match(rest, position)
        if attribute is None:
            raise _cannot(f"attributes of <{token['tag']}>", token)
        found[attribute[1].lower()] = attribute[2] or attribute[3] or ""
        position = attribute.end()
    return found


def _cannot(reason: str, token: re.Match[str]) -> Exception:
    offset = len(token.string[: token.start()].encode())
    return violation(f"can't parse entities: {reason} at byte offset {offset}")
