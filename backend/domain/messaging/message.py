"""Messages, independent of channel and language.

A `Message` has text, choices and at most one attachment. Its text is a tuple of parts: `Tr` is our text (a French msgid
with typed values, translated and formatted when it is sent), `Raw` is text of people or clients (shown as it is,
escaped), `Markdown` is a client's instructions.

Our texts may contain two styles in the msgid: `*bold*` and `_italic_`. Values for `{name}` are never read for styles.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from backend.domain.errors import Misuse
from backend.domain.money import Money
from backend.records import Record, field, replace

MOST_URL = 2_000
"""Characters of a link's address: WhatsApp's limit; Telegram's is higher."""


class Raw(Record):
    """Text of a person or a client, shown as it is. `covered`: hidden until it is tapped, if the channel can do
    that."""

    text: str
    covered: bool = False


class Markdown(Record):
    """A client's Markdown; the channel shows the styles that it knows."""

    text: str


class Tr(Record):
    """Our text: a French msgid, its values, and for a counted text its plural form and the count. It can be a key of a
    dictionary; its values are compared but not hashed."""

    msgid: str
    values: Mapping[str, Value] = field(default_factory=dict)
    plural: str | None = None
    n: int | None = None

    def __hash__(self) -> int:
        return hash((self.msgid, self.plural, self.n))


class Francs(Record):
    """A whole number of F CFA, shown `163 989 F CFA`."""

    amount: int


class FullDay(Record):
    """A day with its year, shown `3 mars 2026`, for days that may be far away."""

    on: date


Part = Tr | Raw | Markdown
Value = str | int | Money | Francs | FullDay | datetime | date | time | timedelta | Tr | Raw
"""Values for a `{name}`: text is escaped, the rest is formatted in the person's language."""


class Choice(Record):
    """One choice. An id that starts with "/" is a word of the chat and always works; any other id belongs to the open
    question. A str label is a msgid. Raises `Misuse` for an address that no channel may show.

    - `aside`: it is no answer (skip, pause), so it is shown apart, after the answers.
    - `url`: it opens this https address instead. We do not hear of that, and it is no answer.
    - `says`: it is the question's yes or no, although its label does not begin so. "sure" is a yes to what cannot be
      taken back, or is about money: « ok », which may only mean that she has read, does not pick it.
    - `also`: other words that name it.
    """

    id: str
    label: str | Tr | Raw
    aside: bool = False
    url: str = ""
    says: Literal["", "yes", "no", "sure"] = ""
    also: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.url and not (self.url.startswith("https://") and len(self.url) <= MOST_URL):
            raise Misuse("a link is an https address of at most 2,000 characters")

    @property
    def part(self) -> Tr | Raw:
        """The label as a part of a message."""
        return Tr(self.label) if isinstance(self.label, str) else self.label


class Attachment(Record):
    """A file that is shown with the text. `media`: a stored digest, an https address, or the name of a picture that is
    drawn from `values` when it is sent (`kind` "chart"). `covered`: as in `Raw`; only for pictures."""

    kind: Literal["image", "audio", "voice", "document", "chart"]
    media: str
    name: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    covered: bool = False


class Message(Record):
    """One message to one person. A blank line separates the `parts`.

    - `columns`: how many short choices may stand side by side, if the channel can do that.
    - `free`: the person's own words are asked for, so that a number or a near miss is never taken for a choice.
    - `many`: one answer may name several choices ("1 3"), so their numbers are shown if the channel shows numbers.
    - `fresh`: if it replaces another message, its text differs too, and not only its choices.
    - `short`: replaces its parts when it is shown again (None: the same). `again`: it is such a repetition.
    """

    parts: tuple[Part, ...] = ()
    choices: tuple[Choice, ...] = ()
    attachment: Attachment | None = None
    columns: int = 1
    free: bool = False
    many: bool = False
    fresh: bool = False
    short: tuple[Part, ...] | None = None
    again: bool = False

    def __add__(self, other: Message) -> Message:
        """Our text, then the other's. The other's choices and attachment take precedence."""
        return Message(
            self.parts + other.parts,
            other.choices or self.choices,
            other.attachment or self.attachment,
            other.columns if other.choices else self.columns,
            other.free,
            other.many,
            other.fresh,
            None if self.short is None and other.short is None else (*self.in_short, *other.in_short),
        )

    @property
    def in_short(self) -> tuple[Part, ...]:
        """The parts of the message when it is shown again."""
        return self.parts if self.short is None else self.short

    def covered(self) -> Message:
        """The same message, with the picture and other people's texts hidden until they are tapped."""
        parts = tuple(replace(part, covered=True) if isinstance(part, Raw) else part for part in self.parts)
        return replace(self, parts=parts, attachment=self.attachment and replace(self.attachment, covered=True))

    def once(self) -> Message:
        """The same message, left out when the message of which it becomes a part is shown again."""
        return replace(self, short=())

    def after(self, said: Message) -> Message:
        """The question after another message. The other message's choices are dropped."""
        attachment = self.attachment or said.attachment
        return replace(self, parts=(*said.parts, *self.parts), attachment=attachment, short=None)

    def repeated(self, said: Message) -> Message:
        """The question again after `said`, when it stands above already: with its choices, but without its file and
        content."""
        parts = (*said.parts, *self.in_short) or self.parts
        return replace(self, parts=parts, attachment=said.attachment, short=None, again=True)

    def with_choices(self, *choices: Choice, columns: int = 1) -> Message:
        """The same message with these choices instead of its own."""
        return replace(self, choices=choices, columns=columns)


def tr(msgid: str, /, *choices: Choice, **values: Value) -> Message:
    """A message with our text. Babel extracts the msgid."""
    return Message((Tr(msgid, values),), choices)


def trn(singular: str, plural: str, n: int, /, *choices: Choice, **values: Value) -> Message:
    """A message with our counted text; `{n}` is the count."""
    return Message((Tr(singular, {"n": n, **values}, plural, n),), choices)


def raw(text: str, /, *choices: Choice) -> Message:
    """A message with another person's text."""
    return Message((Raw(text),), choices)


def dump(message: Message) -> dict[str, Any]:
    """The message as JSON-ready data for the outbox. It is compact because it is kept as history."""
    data: dict[str, Any] = {"p": [dump_part(part) for part in message.parts]}
    if message.choices:
        data["c"] = [_dump_choice(choice) for choice in message.choices]
    if message.columns != 1:
        data["w"] = message.columns
    if message.free:
        data["f"] = 1
    if message.many:
        data["m"] = 1
    if message.fresh:
        data["e"] = 1
    if message.again:
        data["g"] = 1
    if message.attachment:
        a = message.attachment
        data["a"] = {"k": a.kind, "m": a.media, "n": a.name, "v": dict(a.values), **({"h": 1} if a.covered else {})}
    return data


def load(data: Mapping[str, Any]) -> Message:
    """The inverse of `dump`."""
    attachment = None
    if a := data.get("a"):
        attachment = Attachment(a["k"], a["m"], a["n"], a["v"], bool(a.get("h")))
    return Message(
        tuple(load_part(p) for p in data["p"]),
        tuple(_load_choice(*choice) for choice in data.get("c", ())),
        attachment,
        data.get("w", 1),
        bool(data.get("f")),
        bool(data.get("m")),
        bool(data.get("e")),
        again=bool(data.get("g")),
    )


def _dump_choice(choice: Choice) -> list[Any]:
    """[id, label], then its other fields."""
    beside: list[Any] = [int(choice.aside), choice.url, choice.says, [*choice.also]]
    while beside and not beside[-1]:
        beside.pop()
    return [choice.id, dump_part(choice.part), *beside]


def _load_choice(
    choice_id: str,
    label: Any,
    aside: int = 0,
    url: str = "",
    says: Literal["", "yes", "no", "sure"] = "",
    also: Sequence[str] = (),
) -> Choice:
    return Choice(choice_id, _load_label(label), bool(aside), url, says, tuple(also))


def dump_part(part: Part) -> Any:
    """A part as JSON-ready data. A msgid without values is just its text."""
    match part:
        case Raw(text, covered):
            return {"r": text, "h": 1} if covered else {"r": text}
        case Markdown(text):
            return {"md": text}
        case Tr(msgid, values, None):
            return {"t": msgid, "v": {k: _dump_value(v) for k, v in values.items()}} if values else msgid
        case Tr(msgid, values, plural, n):
            return {
                "t": msgid,
                "v": {k: _dump_value(v) for k, v in values.items()},
                "pl": plural,
                "n": n,
            }


def load_part(data: Any) -> Part:
    """The inverse of `dump_part`."""
    if isinstance(data, str):
        return Tr(data)
    if "r" in data:
        return Raw(data["r"], bool(data.get("h")))
    if "md" in data:
        return Markdown(data["md"])
    values = {k: _load_value(v) for k, v in data["v"].items()}
    return Tr(data["t"], values, data.get("pl"), data.get("n"))


def _load_label(data: Any) -> Tr | Raw:
    part = load_part(data)
    assert not isinstance(part, Markdown)
    return part


def _dump_value(value: Value) -> Any:
    match value:
        case str() | int():
            return value
        case Money(units, currency):
            return {"money": [units, currency]}
        case Francs(amount):
            return {"f": amount}
        case FullDay(on):
            return {"fd": on.isoformat()}
        case datetime():
            return {"dt": value.isoformat()}
        case date():
            return {"d": value.isoformat()}
        case time():
            return {"h": value.isoformat()}
        case timedelta():
            return {"s": int(value.total_seconds())}
        case Tr() | Raw():
            return {"part": dump_part(value)}


def _load_value(data: Any) -> Value:
    if not isinstance(data, dict):
        return data  # type: ignore[no-any-return]
    (kind, value), *_ = data.items()
    match kind:
        case "money":
            return Money(*value)
        case "f":
            return Francs(value)
        case "fd":
            return FullDay(date.fromisoformat(value))
        case "dt":
            return datetime.fromisoformat(value)
        case "d":
            return date.fromisoformat(value)
        case "h":
            return time.fromisoformat(value)
        case "s":
            return timedelta(seconds=value)
        case _:
            return _load_label(value)
