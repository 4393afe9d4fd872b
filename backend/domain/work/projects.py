"""The configuration of a project, as it is stored with the project.

`project_files.read_config` reads it from a file and reports all faults. Here it is only data, with what follows from
it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any, Literal, get_args

from backend.domain.money import Money
from backend.domain.people.themes import Theme
from backend.domain.quality.consensus import DEFAULT_CONFIDENCE, Mode, Rule
from backend.domain.work.forms.form import Field, Option, When
from backend.records import Record, field

Kind = Literal["choice", "choices", "text", "entry", "pair", "rating", "transcription"]
KINDS: tuple[str, ...] = get_args(Kind)
WRITTEN: tuple[Kind, ...] = ("text", "transcription")
"""Kinds whose answer is any text."""
SHOWN = ("text", "image", "audio", "table", "a", "b")
"""What a task can show: the keys of `ProjectConfig.show` and of a task's content (a `table` as `tables` dumps it). If
the `image` of a content is a lighter one for phones, `original` is the client's, and `original_kb` its size. The name
of a file that the client gave is there under `file_key`."""
FILES = ("image", "audio", "table")
"""Those of `SHOWN` that are a file, or drawn. A message has one of them."""


def file_key(shown: str) -> str:
    """The key in a task's content for the name of the file that is shown as `shown`."""
    return f"{shown}_file"


DISAGREEMENT = "disagreement"
"""The key of `then` for tasks without a majority for a result. The other keys are ids of choices."""


class ProjectStatus(StrEnum):
    """Only an open project gives out tasks. Leased tasks can still be answered, and are paid."""

    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"


REASONS = (
    "La réponse ne correspond pas à ce qui est montré",
    "La consigne n'est pas suivie",
    "La réponse est incomplète",
    "La réponse est donnée au hasard",
)
"""Reasons for which an answer may be refused, if a project names none of its own. They count as the client's words,
like all texts of a project."""


class ProjectConfig(Record):
    """One project. All texts are the client's own words; `instructions` are Markdown.

    - `show` maps keys of `SHOWN` to templates such as "{comment}" (see `content_templates`).
    - `choices` belong to the kinds choice and choices, `fields` to entry, `scale` (each point, "" for one without an
      anchor) to rating, `tie` (whether both may be equally good) to pair; else they are empty.
    - `pay`: for one accepted answer. `budget` None: whatever all answers can cost. `minutes`: the client's estimate per
      answer.
    - `answers_min` to `answers_max`: answers per task. `mode` decides when a task has enough
      (`backend.domain.quality.consensus`), in skilled mode by `confidence`.
    - `needs`: badges. `countries`: ISO 3166 alpha-2 codes; empty: all. `sensitive`: themes of hard content, in the
      order of `THEMES`. `client`: its name; "": the company's own project.
    - `accept_after`: an answer that nobody refused is then accepted. `review`: tied tasks go to a reviewer. `reasons`:
      for which an answer may be refused. `appeal_after`: an appeal that nobody has decided is then won.
    - `ends`: the last day, on each person's calendar, on which tasks are given out; leased ones can still be answered.
      `most_per_person`: answers that one person may give.
    - `then`: names of projects to which tasks are sent on, by their result (`backend.domain.work.chains`).
    """

    name: str
    title: str
    kind: Kind
    question: str
    show: Mapping[str, str]
    pay: Money
    instructions: str = ""
    choices: tuple[Option, ...] = ()
    fields: tuple[Field, ...] = ()
    scale: tuple[str, ...] = ()
    tie: bool = False
    answers_min: int = 1
    answers_max: int = 1
    mode: Mode = "guaranteed"
    confidence: Decimal = Decimal(str(DEFAULT_CONFIDENCE))
    minutes: Decimal = Decimal(1)
    needs: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    sensitive: tuple[Theme, ...] = ()
    budget: Money | None = None
    accept_after: timedelta = timedelta(hours=24)
    client: str = ""
    review: bool = True
    reasons: tuple[str, ...] = REASONS
    appeal_after: timedelta = timedelta(hours=48)
    ends: date | None = None
    most_per_person: int | None = None
    then: Mapping[str, str] = field(default_factory=dict)

    def ended(self, day: date) -> bool:
        """Whether no more tasks are given out on this day."""
        return self.ends is not None and day > self.ends

    @property
    def rule(self) -> Rule:
        """The rule that decides when a task has enough answers."""
        return Rule(self.mode, self.answers_min, self.answers_max, float(self.confidence))

    @property
    def points(self) -> range:
        """The points of the scale."""
        return range(1, len(self.scale) + 1)

    @property
    def sides(self) -> tuple[str, ...]:
        """The possible answers to a pair."""
        return ("a", "b", "tie") if self.tie else ("a", "b")

    @property
    def promise(self) -> Money:
        """What one task can cost: the pay of all answers that it may get."""
        return self.pay * self.answers_max

    @property
    def hourly(self) -> Fraction:
        """F CFA per hour at the client's estimate, exact."""
        return self.pay.francs * 60 / Fraction(self.minutes)

    def to_json(self) -> dict[str, Any]:
        """The configuration as JSON-safe data; money and decimals as exact text."""
        return {
            "name": self.name,
            "title": self.title,
            "kind": self.kind,
            "question": self.question,
            "show": dict(self.show),
            "pay": _dump_money(self.pay),
            "instructions": self.instructions,
            "choices": [[option.id, option.label] for option in self.choices],
            "fields": [_dump_field(f) for f in self.fields],
            "scale": list(self.scale),
            "tie": self.tie,
            "answers_min": self.answers_min,
            "answers_max": self.answers_max,
            "mode": self.mode,
            "confidence": str(self.confidence),
            "minutes": str(self.minutes),
            "needs": list(self.needs),
            "countries": list(self.countries),
            "sensitive": list(self.sensitive),
            "budget": _dump_money(self.budget) if self.budget else None,
            "accept_after": int(self.accept_after.total_seconds()),
            "client": self.client,
            "review": self.review,
            "reasons": list(self.reasons),
            "appeal_after": int(self.appeal_after.total_seconds()),
            "ends": self.ends.isoformat() if self.ends else None,
            "most_per_person": self.most_per_person,
            "then": dict(self.then),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> ProjectConfig:
        """The inverse of `to_json`. The data are our own and not checked again."""
        return cls(
            name=data["name"],
            title=data["title"],
            kind=data["kind"],
            question=data["question"],
            show=dict(data["show"]),
            pay=Money(*data["pay"]),
            instructions=data["instructions"],
            choices=tuple(Option(*option) for option in data["choices"]),
            fields=tuple(map(_load_field, data["fields"])),
            scale=tuple(data["scale"]),
            tie=data["tie"],
            answers_min=data["answers_min"],
            answers_max=data["answers_max"],
            mode=data["mode"],
            confidence=Decimal(data["confidence"]),
            minutes=Decimal(data["minutes"]),
            needs=tuple(data["needs"]),
            countries=tuple(data["countries"]),
            sensitive=tuple(data["sensitive"]),
            budget=Money(*data["budget"]) if data["budget"] else None,
            accept_after=timedelta(seconds=data["accept_after"]),
            client=data["client"],
            review=data["review"],
            reasons=tuple(data["reasons"]),
            appeal_after=timedelta(seconds=data["appeal_after"]),
            ends=date.fromisoformat(data["ends"]) if data["ends"] else None,
            most_per_person=data["most_per_person"],
            then=dict(data["then"]),
        )


def _dump_field(field: Field) -> dict[str, Any]:
    data: dict[str, Any] = {
        "id": field.id,
        "label": field.label,
        "type": field.type,
        "required": field.required,
        "currency": field.currency,
        "max_length": field.max_length,
        "country": field.country,
        "choices": [[option.id, option.label] for option in field.choices],
    }
    if field.when is not None:
        data["when"] = [field.when.field, list(field.when.values), field.when.given]
    return data


def _load_field(data: Mapping[str, Any]) -> Field:
    choices = tuple(Option(*option) for option in data["choices"])
    when = None
    if found := data.get("when"):
        when = When(found[0], tuple(found[1]), found[2])
    return Field(**{**data, "choices": choices, "when": when})


def _dump_money(money: Money) -> list[Any]:
    return [money.units, money.currency]
