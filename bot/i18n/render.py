"""Render the parts of a message as runs of styled text, in a person's language and time zone.

Channels turn the runs into their own markup (HTML, asterisks); nothing is escaped here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from backend.domain.messaging.message import Francs, FullDay, Markdown, Part, Raw, Tr, Value
from backend.domain.money import Money
from backend.records import Record, replace
from bot.i18n import elision, formats
from bot.i18n.catalogue import translate

_PIECE = re.compile(r"\{\{|\}\}|\{(\w+)\}|\*(?=\S)|(?<=\S)\*|(?<!\w)_(?=\S)|(?<=\S)_(?!\w)")
_markdown = MarkdownIt("commonmark")


class Run(Record):
    """Text in one style."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    covered: bool = False


class _Place(Record):
    """A placeholder of a template, with its style."""

    name: str
    bold: bool
    italic: bool


def runs(parts: Iterable[Part], language: str, zone: str) -> list[Run]:
    """The whole text; parts are separated by a blank line."""
    found: list[Run] = []
    for part in parts:
        new = part_runs(part, language, zone)
        if found and any(run.text for run in new):
            found.append(Run("\n\n"))
        found += new
    return found


def part_runs(part: Part, language: str, zone: str) -> list[Run]:
    """One part of a message as styled runs."""
    match part:
        case Raw(text, covered):
            return [Run(text, covered=covered)] if text else []
        case Markdown(text):
            return markdown_runs(text)
        case Tr(msgid, values, plural, n):
            found: list[Run] = []
            for piece in _template(translate(msgid, plural, n, language)):
                found += _after(found, _fill(piece, values, language, zone), piece, language)
            return found


def plain(part: Part, language: str, zone: str = "UTC") -> str:
    """One part without styles, for buttons and for comparison with typed text."""
    return "".join(run.text for run in part_runs(part, language, zone))


def _after(found: list[Run], filled: list[Run], piece: Run | _Place, language: str) -> list[Run]:
    """The filled-in value; the text before it is elided if the value wants that ("d'Awa")."""
    if filled and found and isinstance(piece, _Place) and language == formats.FRENCH:
        before = found[-1].text
        if (elided := elision.before(before, filled[0].text)) != before:
            found[-1] = replace(found[-1], text=elided)
    return filled


def _fill(piece: Run | _Place, values: Mapping[str, Value], language: str, zone: str) -> list[Run]:
    if isinstance(piece, Run):
        return [piece]
    value = values[piece.name]
    if isinstance(value, Tr):  # keeps its own styles besides those of the placeholder
        return [
            Run(run.text, run.bold or piece.bold, run.italic or piece.italic, run.code)
            for run in part_runs(value, language, zone)
        ]
    return [Run(show(value, language, zone), piece.bold, piece.italic)]


def show(value: Value, language: str, zone: str) -> str:
    """A value as text: money, dates and times in the given language and time zone."""
    match value:
        case str():
            return value
        case Money():
            return formats.money(value, language)
        case Francs(amount):
            return formats.francs(amount, language)
        case FullDay(on):
            return formats.full_day(on, language)
        case datetime():
            return formats.moment(value, zone, language)
        case date():
            return formats.day(value, language)
        case time():
            return formats.hour(value, language)
        case timedelta():
            return formats.duration(value, language)
        case Tr() | Raw():
            return plain(value, language, zone)
        case int():
            return formats.number(value, language)


@lru_cache(maxsize=4_096)
def _template(text: str) -> tuple[Run | _Place, ...]:
    """A text split at its styles and placeholders. Values are filled in later and never read for styles."""
    pieces: list[Run | _Place] = []
    bold = italic = False
    done = 0
    for found in _PIECE.finditer(text):
        if found.start() > done:
            pieces.append(Run(text[done : found.start()], bold, italic))
        done = found.end()
        match found.group():
            case "{{" | "}}" as brace:
                pieces.append(Run(brace[0], bold, italic))
            case "*":
                bold = not bold
            case "_":
                italic = not italic
            case _:
                pieces.append(_Place(found.group(1), bold, italic))
    if done < len(text):
        pieces.append(Run(text[done:], bold, italic))
    return tuple(pieces)


@lru_cache(maxsize=512)
def _markdown_runs(text: str) -> tuple[Run, ...]:
    found: list[Run] = []
    numbers: list[int | None] = []  # the open lists: None for bullets, else the next number
    heading = False
    fresh = False  # an item has just begun: its paragraph goes on the line of the bullet
    for token in _markdown.parse(text):
        match token.type:
            case "bullet_list_open":
                numbers.append(None)
            case "ordered_list_open":
                numbers.append(int(token.attrs.get("start", 1)))
            case "bullet_list_close" | "ordered_list_close":
                numbers.pop()
            case "list_item_open":
                _line(found, 1)
                number = numbers[-1]
                found.append(Run("  " * (len(numbers) - 1) + ("• " if number is None else f"{number}. ")))
                numbers[-1] = None if number is None else number + 1
                fresh = True
            case "heading_open" | "heading_close":
                heading = token.type == "heading_open"
            case "inline":
                if not fresh:
                    _line(found, 1 if numbers else 2)
                fresh = False
                found += _inline(token.children or [], heading)
            case "fence" | "code_block" | "html_block":
                _line(found, 2)
                found.append(Run(token.content.rstrip(), code=token.type != "html_block"))
            case _:
                pass
    return tuple(found)


def markdown_runs(text: str) -> list[Run]:
    """A client's Markdown: bold, italic, code, lists, headings as bold lines, links with their addresses."""
    return list(_markdown_runs(text))


def _line(found: list[Run], breaks: int) -> None:
    if found:
        found.append(Run("\n" * breaks))


def _inline(children: list[Token], heading: bool) -> list[Run]:
    found: list[Run] = []
    bold, italic, link = int(heading), 0, ""
    for child in children:
        match child.type:
            case "strong_open":
                bold += 1
            case "strong_close":
                bold -= 1
            case "em_open":
                italic += 1
            case "em_close":
                italic -= 1
            case "link_open":
                link = str(child.attrs.get("href", ""))
            case "link_close":
                if link and (not found or found[-1].text != link):
                    found.append(Run(f" ({link})"))
                link = ""
            case "softbreak" | "hardbreak":
                found.append(Run("\n"))
            case "code_inline":
                found.append(Run(child.content, code=True))
            case "image":
                found.append(Run(child.content))
            case _:
                found.append(Run(child.content, bold > 0, italic > 0))
    return found
