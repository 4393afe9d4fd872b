"""A message as WhatsApp can show it: texts, and choices as buttons, a list, or numbered lines.

A tap on a reply button is one tap; a list takes three (open, pick, send). So up to three answers are buttons, and
asides follow as numbered lines where a number is understood. Otherwise up to ten choices are a list, each with its
number. Beyond that, or if a picture leaves no room for a list, they are numbered lines. So everything is in one
message, and each message costs money. A link is a button if it is the only thing to tap, because nothing can be beside
it; otherwise its address is in the text.

Limits: https://developers.facebook.com/documentation/business-messaging/whatsapp (read in 2026). They are counted in
UTF-16 units, which no other way of counting exceeds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from backend.domain.messaging.message import Choice, Message, Tr
from backend.domain.messaging.numbering import by_place
from backend.records import Record, Struct, field, replace
from bot.channels import cutting
from bot.channels.base import button_data
from bot.channels.whatsapp.text import length, marked
from bot.i18n.render import Run, plain, runs

MAX_TEXT = 4_096
"""The most UTF-16 units of a text message."""
MAX_BODY = 1_024  # of an interactive message, and of a caption
MAX_BUTTONS = 3
"""The most reply buttons of a message."""
BUTTON_TITLE = 20
"""The most UTF-16 units of a button's label."""
MAX_ROWS = 10
"""The most rows of a list."""
ROW_TITLE = 24
"""The most UTF-16 units of a row's title."""
ROW_ABOUT = 72
"""The most UTF-16 units of the text below a row's title."""
MOST_ID = 200  # characters of a row's id; a button's may be longer
LINK = "cta_url"
MOST_SPELLED = 100
"""The most numbered lines, as many as Telegram shows buttons."""

CHOOSE = Tr("Choisir")  # on the button that opens a list
ANSWERS = Tr("Réponses")  # headings in a list
OTHERS = Tr("Autre")
NUMBER = Tr("n° {n}")  # below a row of a list: the number that can be typed for it


class Part(Record):
    """One message of WhatsApp. `action`: its buttons, list or link; None for plain text. `file`: it carries the
    message's file, in its header or with `text` as the caption."""

    text: str
    action: Mapping[str, Any] | None = None
    file: bool = False

    @property
    def type(self) -> str:
        """The type of the interactive object."""
        action = self.action or {}
        return "button" if "buttons" in action else LINK if action.get("name") == LINK else "list"


class _Option(Record):
    """A choice as it is shown. `number`: what can be typed for it; 0: nothing."""

    data: str
    label: str
    aside: bool
    number: int

    @property
    def line(self) -> str:
        return f"{self.number}. {self.label}" if self.number else f"• {self.label}"


class _Shape(Struct):
    """How the choices are shown: lines below the text, and an action for each message that has one."""

    lines: list[_Option] = field(default_factory=list)
    actions: list[Mapping[str, Any]] = field(default_factory=list)
    file: bool = True
    """Whether the file goes with the last text; otherwise it goes first, alone."""


def parts(message: Message, question: int | None, language: str, zone: str, kind: str | None) -> Iterator[Part]:
    """The messages that say it, in order; the last one asks. `question`: its number; None if nothing is asked, so that
    a typed number has no meaning. `kind`: of the file ("image", "document", "audio"); None for no file."""
    options = _options(message, question, language)
    links = [choice for choice in message.choices if choice.url]
    shape = _shape(message, options, question is not None, kind, language)
    if len(links) == 1 and not options and kind != "audio":
        links = _link(shape, links[0], language)
    content = runs(message.parts, language, zone)
    lines = _lines(shape.lines)
    for link in links:
        gap = "\n" if lines else ""
        lines.append(Run(f"{gap}🔗 {_label(link, language)} : {link.url}"))
    if lines and content:
        content = [*content, Run("\n\n")]
    content = [*content, *lines]
    if kind is not None and not shape.file:
        yield Part("", file=True)
    most = MAX_BODY if shape.actions or (kind is not None and shape.file) else MAX_TEXT
    text = marked(content)
    if cutting.units(text) > most:
        before, last = cutting.tail(content, most, length)
        for piece in cutting.pieces(before, MAX_TEXT, length):
            yield Part(marked(piece))
        text = marked(last)
    text = text.strip()
    with_file = kind is not None and shape.file
    first = shape.actions[0] if shape.actions else None
    if text or first is not None or kind is None:
        yield Part(text or "…", first, with_file)
    elif with_file:
        yield Part("", file=True)  # else it went first, alone
    for action in shape.actions[1:]:
        yield Part("…", action)


def _options(message: Message, question: int | None, language: str) -> list[_Option]:
    tappable = [(i, c) for i, c in enumerate(message.choices) if not c.url]
    answers = [(i, c) for i, c in tappable if not c.aside]
    asides = [(i, c) for i, c in tappable if c.aside]
    labels = [_label(choice, language) for _, choice in (*answers, *asides)]
    numbered = question is not None and not message.free and by_place(labels)
    found: list[_Option] = []
    known: set[str] = set()
    for number, ((index, choice), label) in enumerate(zip((*answers, *asides), labels, strict=True), 1):
        data = _data(question, index, choice, known)
        known.add(data)
        found.append(_Option(data, label, choice.aside, number if numbered else 0))
    return found


def _label(choice: Choice, language: str) -> str:
    return " ".join(plain(choice.part, language).replace("\0", " ").split()) or "…"


def _link(shape: _Shape, link: Choice, language: str) -> list[Choice]:
    """Make the only link a button if its label fits. Returns the links that have to be in the text."""
    label = _label(link, language)
    if cutting.units(label) > BUTTON_TITLE:
        return [link]
    shape.actions.append({"name": LINK, "parameters": {"display_text": label, "url": link.url}})
    return []


def _data(question: int | None, index: int, choice: Choice, known: set[str]) -> str:
    """The id of a choice. Ids in one message must differ: a word that is there twice gets its place the second time."""
    data = button_data(question, index, choice.id)
    return button_data(question, index, "") if data in known or len(data) > MOST_ID else data


def _shape(message: Message, options: Sequence[_Option], asked: bool, kind: str | None, language: str) -> _Shape:
    """Decide what is shown where; see the module's docstring. A list has no
    header for a file, and a sound has no text."""
    answers = [o for o in options if not o.aside]
    asides = [o for o in options if o.aside]
    alone = kind == "audio"
    pictured = kind is not None and not alone
    numbers = asked and not message.free
    lists = not pictured or not asked
    shape = _Shape(file=not alone)
    if message.many and numbers:
        shape.lines = [] if message.again else answers  # they were shown before
        _tap(shape, asides, lists, language)
    elif len(options) <= MAX_BUTTONS:
        _buttons(shape, options)
    elif numbers and 0 < len(answers) <= MAX_BUTTONS:
        _buttons(shape, answers)
        shape.lines += asides
    elif len(options) <= MAX_ROWS and lists:
        _list(shape, options, language)
    elif numbers:
        shape.lines = answers
        _tap(shape, asides, lists, language)
    elif pictured and asked:  # free text is asked for: a label that is typed whole counts
        _buttons(shape, options[:MAX_BUTTONS])
        shape.lines += options[MAX_BUTTONS:]
    else:
        for start in range(0, len(options), MAX_ROWS):
            _list(shape, options[start : start + MAX_ROWS], language)
    if pictured and any("sections" in action for action in shape.actions):
        shape.file = False
    shape.lines = shape.lines[:MOST_SPELLED]
    return shape


def _tap(shape: _Shape, options: Sequence[_Option], lists: bool, language: str) -> None:
    """Show the options beside numbered lines: as buttons, else as a list, else as lines."""
    if len(options) <= MAX_BUTTONS:
        _buttons(shape, options)
    elif len(options) <= MAX_ROWS and lists:
        _list(shape, options, language)
    else:
        shape.lines = [*shape.lines, *options]


def _buttons(shape: _Shape, options: Sequence[_Option]) -> None:
    """Up to three buttons; a label that is too long is also shown in a line."""
    if not options:
        return
    titles = _titles(options, BUTTON_TITLE)
    long = [o for o, title in zip(options, titles, strict=True) if title != o.label]
    if any(o.number and not o.aside for o in long):
        spelled = [o for o in options if not o.aside or o in long]  # one number alone would be confusing
    else:
        spelled = [replace(o, number=0) for o in long]
    shape.lines = [*shape.lines, *spelled]
    replies = [
        {"type": "reply", "reply": {"id": o.data, "title": title}} for o, title in zip(options, titles, strict=True)
    ]
    shape.actions.append({"buttons": replies})


def _list(shape: _Shape, options: Sequence[_Option], language: str) -> None:
    """A list of up to ten rows; a label that is too long for a row is shown below its title, or in a line."""
    titles = dict(zip((o.data for o in options), _titles(options, ROW_TITLE, rows=True), strict=True))
    long = [o for o in options if cutting.units(o.label) > ROW_ABOUT]
    shape.lines = [*shape.lines, *long]

    def row(option: _Option) -> dict[str, str]:
        title = titles[option.data]
        fits = title == option.label or option in long
        number = plain(replace(NUMBER, values={"n": option.number}), language)[:ROW_ABOUT] if option.number else ""
        about = number if fits else option.label
        return {"id": option.data, "title": title, **({"description": about} if about else {})}

    groups = [(ANSWERS, [o for o in options if not o.aside]), (OTHERS, [o for o in options if o.aside])]
    filled = [(heading, group) for heading, group in groups if group]
    sections = [
        {
            "rows": [row(o) for o in group],
            **({"title": cutting.shorten(plain(heading, language), ROW_TITLE)} if len(filled) > 1 else {}),
        }
        for heading, group in filled
    ]
    shape.actions.append({"button": cutting.shorten(plain(CHOOSE, language), BUTTON_TITLE), "sections": sections})


def _titles(options: Sequence[_Option], most: int, *, rows: bool = False) -> list[str]:
    """Labels that fit, all different. A shortened label has its number in front, except for an aside on a button, where
    one number alone would be confusing."""
    titles: list[str] = []
    for place, option in enumerate(options, 1):
        title = option.label
        if cutting.units(title) > most:
            numbered = option.number and (rows or not option.aside)
            title = cutting.shorten(option.line if numbered else title, most)
        number = option.number or place
        while title in titles:
            title = cutting.shorten(f"{number}. {option.label}", most)
            number += len(options)
        titles.append(title)
    return titles


def _lines(options: Sequence[_Option]) -> list[Run]:
    """Answers on lines, and after a blank line the asides."""
    found: list[Run] = []
    for option, before in zip(options, [None, *options], strict=False):
        gap = "" if before is None else "\n" if before.aside == option.aside else "\n\n"
        found.append(Run(f"{gap}{option.line}"))
    return found
