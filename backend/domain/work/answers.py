"""The value of an answer in one form, whoever gives it: a person in chat, a file, a client.

| kind | value |
|---|---|
| choice | the option's id |
| choices | list of ids in the project's order, at least one |
| text | the text, as `spelling.clean` leaves it |
| entry | field id → canonical value, every field of the project, "" if nothing was given or it is not asked |
| pair | "a", "b", or "tie" if the project takes that |
| rating | the integer on the scale |
| transcription | the text on one line, "[?]" for what cannot be made out |

Two people gave the same answer if their values are equal.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, assert_never

from backend.domain.errors import BadInput, Reason
from backend.domain.french.spelling import clean
from backend.domain.work.forms import fields
from backend.domain.work.forms.form import Field, FieldError, applying
from backend.domain.work.projects import ProjectConfig

MAX_TEXT = 10_000
"""Characters of a text answer: more than any message can hold."""


def normalise(config: ProjectConfig, value: Any) -> Any:
    """The JSON-safe value. Normalising it again changes nothing. Raises `BadInput` for what is no possible answer.

    A phone number in a form needs its prefix, unless the project is for one country only.
    """
    match config.kind:
        case "choice":
            return _choice(config, value)
        case "choices":
            return _choices(config, value)
        case "text":
            return _text(value)
        case "entry":
            return _entry(config, value)
        case "pair":
            if value in config.sides:
                return value
            raise BadInput(Reason("{value!r} is none of: {known}", value=_Short(value), known=", ".join(config.sides)))
        case "rating":
            return _rating(config, value)
        case "transcription":
            return _transcription(value)
        case _:
            assert_never(config.kind)


def as_text(value: Any) -> str:
    """The value for a cell of an export: the choice's id, the text, or compact JSON."""
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _choice(config: ProjectConfig, value: Any) -> str:
    if isinstance(value, str) and any(value == option.id for option in config.choices):
        return value
    raise BadInput(Reason("{value!r} is not the id of a choice", value=_Short(value)))


def _choices(config: ProjectConfig, value: Any) -> list[str]:
    if not isinstance(value, Sequence) or isinstance(value, str | bytes):
        raise BadInput(Reason("{value!r} is not a list of choice ids", value=_Short(value)))
    given = {_choice(config, each) for each in value}
    if not given:
        raise BadInput(Reason("the list of choices is empty"))
    return [option.id for option in config.choices if option.id in given]


def _text(value: Any) -> str:
    text = clean(value) if isinstance(value, str) else ""
    if not text:
        raise BadInput(Reason("{value!r} is not a text", value=_Short(value)))
    if len(text) > MAX_TEXT:
        raise BadInput(Reason("the text is longer than {limit} characters", limit=MAX_TEXT))
    return text


def _rating(config: ProjectConfig, value: Any) -> int:
    text = str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
    if text.isascii() and text.isdigit() and len(text) < 4 and int(text) in config.points:
        return int(text)
    low, high = config.points[0], config.points[-1]
    raise BadInput(Reason("{value!r} is no whole number from {low} to {high}", value=_Short(value), low=low, high=high))


UNHEARD = "[?]"
"""In a transcription, what cannot be made out."""
_UNHEARD = re.compile(r"[\[(]\s*\?+\s*[\])]|[\[(](?:inaudible|illisible|incompréhensible)[\])]", re.IGNORECASE)


def _transcription(value: Any) -> str:
    """The text on one line. Raises `BadInput` if it has no word."""
    text = " ".join(_UNHEARD.sub(f" {UNHEARD} ", _text(value)).split())
    if not any(sign.isalnum() for sign in text.replace(UNHEARD, "")):
        raise BadInput(Reason("{value!r} holds no word", value=_Short(value)))
    return text


def _entry(config: ProjectConfig, value: Any) -> dict[str, str]:
    if not isinstance(value, Mapping):
        raise BadInput(Reason("{value!r} is not an object of field ids and values", value=_Short(value)))
    known = [field.id for field in config.fields]
    if unknown := sorted(str(key) for key in value.keys() - set(known)):
        raise BadInput(Reason("unknown field {id!r}; known: {known}", id=_Short(unknown[0]), known=", ".join(known)))
    country = config.countries[0] if len(config.countries) == 1 else None
    entry: dict[str, str] = {}
    for field in config.fields:
        given = value.get(field.id)
        if not isinstance(given, str | int | None) or isinstance(given, bool):
            raise _wrong(field, Reason("{value!r} is not a text", value=_Short(given)))
        if field not in applying(config.fields, entry):
            if given:
                raise _wrong(field, Reason("{value!r} is given, but the field is not asked then", value=_Short(given)))
            entry[field.id] = ""
            continue
        try:
            entry[field.id] = fields.read(field, "" if given is None else str(given), country)
        except FieldError:
            if not given:
                raise _wrong(field, Reason("no value")) from None
            misfit = Reason("{value!r} does not fit ({type})", value=_Short(given), type=field.type)
            raise _wrong(field, misfit) from None
    return entry


def _wrong(field: Field, reason: Reason) -> BadInput:
    return BadInput(Reason("field {id!r}: {reason}", id=field.id, reason=reason))


class _Short(str):
    """A value for a message, shortened, because it may be a whole page. Its repr is that of the value itself."""

    _repr: str

    def __new__(cls, value: Any) -> _Short:
        short = super().__new__(cls, _cut(str(value)))
        short._repr = _cut(repr(value))
        return short

    def __repr__(self) -> str:
        return self._repr


def _cut(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}…"
