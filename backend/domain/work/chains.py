"""Chains: the rules by which tasks are sent on to another project (`then:`).

A key of `then` is `disagreement` (no majority supports a result) or the id of a choice (the result). The child shows
the parent's columns and, as `{answer}`, what was answered. What it shows is fixed when the parent is imported, except
for the answer, which is filled in once it is known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from backend.domain.errors import BadInput, Reason
from backend.domain.work.answers import normalise
from backend.domain.work.formats.content_templates import ContentTemplate
from backend.domain.work.formats.contents import ANSWER, Contents
from backend.domain.work.projects import DISAGREEMENT, WRITTEN, ProjectConfig, ProjectStatus
from backend.records import Record

SECOND_OPINION = "second-opinion"
"""The method of a result that came back from the project to which a disagreement was sent."""


class Target(Record, dict=True):
    """A project to which another sends tasks on, and to which it sends its own. `client_id`: its client."""

    id: int
    config: ProjectConfig
    status: ProjectStatus
    client_id: int
    then: tuple[Target, ...] = ()

    @cached_property
    def _contents(self) -> Contents:
        return Contents(self.config, after=True)

    def lacking(self, columns: Mapping[str, Any]) -> Iterator[Reason]:
        """Faults: columns that a child would show and that do not exist."""
        for column in self._contents.columns:
            if column not in columns:
                yield Reason(
                    "then: {project} shows {{{column}}}, and the data have no such column",
                    project=self.config.name,
                    column=column,
                )
        for target in self.then:
            yield from target.lacking(columns)

    def faults(self, columns: Mapping[str, Any]) -> Iterator[Reason]:
        """Faults of what a child made of these columns would show."""
        contents = self._contents
        texts, wrong = contents.read(columns)
        if not wrong:
            wrong = contents.fill(texts)[1]
        for reason in wrong:
            yield Reason("then: {project}: {reason}", project=self.config.name, reason=reason)
        for target in self.then:
            yield from target.faults(columns)

    def sent(self, columns: Mapping[str, Any]) -> dict[str, Any]:
        """What a child made of these columns shows, in the form that `filled` reads, and what it would itself send
        on."""
        contents = self._contents
        content, _ = contents.fill(contents.read(columns)[0])
        return {"content": content, "then": {target.config.name: target.sent(columns) for target in self.then}}


def circle(name: str, then: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The way from a project back to itself, with its name at both ends; empty if there is none. `then`: the projects
    to which each project sends on."""

    def way(at: str, passed: tuple[str, ...]) -> tuple[str, ...]:
        for target in then.get(at, ()):
            if target == name:
                return (*passed, target)
            if target not in passed and (found := way(target, (*passed, target))):
                return found
        return ()

    return way(name, (name,))


def misfit(config: ProjectConfig, key: str, target: Target, client_id: int) -> Reason | None:
    """Why tasks of a project of this client cannot be sent on there; None: they can."""
    name = target.config.name
    if target.client_id != client_id:
        return Reason("then.{key}: the project {name!r} belongs to another client", key=key, name=name)
    if target.status is ProjectStatus.CLOSED:
        return Reason("then.{key}: the project {name!r} is closed", key=key, name=name)
    if missing := [theme for theme in config.sensitive if theme not in target.config.sensitive]:
        return Reason(
            "then.{key}: {name!r} would show what is marked sensitive here: {themes}; mark it there as well",
            key=key,
            name=name,
            themes=", ".join(missing),
        )
    if key == DISAGREEMENT and not _answers_alike(config, target.config):
        return Reason(
            "then.{key}: an answer to {name!r} cannot be the result here: it must have the same kind, and the same "
            "choices, fields or scale",
            key=key,
            name=name,
        )
    if misplaced := Contents(target.config, after=True).misplaced:
        return Reason(
            "then.{key}: {name!r} shows {{answer}} as {shown}, where only texts can show it",
            key=key,
            name=name,
            shown=misplaced,
        )
    return None


def _answers_alike(config: ProjectConfig, other: ProjectConfig) -> bool:
    """Whether every answer to the other project is a possible answer to this one."""
    if config.kind in WRITTEN:
        return other.kind in WRITTEN
    return (
        config.kind == other.kind
        and {option.id for option in other.choices} <= {option.id for option in config.choices}
        and [field.id for field in config.fields] == [field.id for field in other.fields]
        and len(config.scale) == len(other.scale)
        and set(other.sides) <= set(config.sides)
    )


def keys(config: ProjectConfig, answer: Any, *, disputed: bool) -> tuple[str, ...]:
    """The keys of `then` that a task with this result meets."""
    met = [DISAGREEMENT] if disputed else []
    if config.kind == "choice":
        met.append(answer)
    elif config.kind == "choices":
        met.extend(answer or ())
    return tuple(key for key in met if key in config.then)


def said(config: ProjectConfig, values: Sequence[Any], content: Mapping[str, str]) -> str:
    """The answers as text for people: each once, the most frequent first. `content`: that of the task."""
    shown = [_shown(config, value, content) for value in values]
    once = sorted(dict.fromkeys(shown), key=lambda text: -shown.count(text))
    if len(once) == 1 or (config.kind in ("choice", "rating") and once):
        return " / ".join(once)
    return "\n".join(f"• {text}" for text in once)


def _shown(config: ProjectConfig, value: Any, content: Mapping[str, str]) -> str:
    labels = {option.id: option.label for option in config.choices}
    match config.kind:
        case "choice":
            return labels.get(value, str(value))
        case "choices":
            return ", ".join(labels.get(each, str(each)) for each in value)
        case "entry":
            return "\n".join(
                f"{field.label} : {dict(_options(field.choices)).get(given, given)}"
                for field in config.fields
                if (given := value.get(field.id, ""))
            )
        case "pair":
            return content.get(value, "=")
        case _:
            return str(value)


def _options(options: Sequence[Any]) -> Iterator[tuple[str, str]]:
    return ((option.id, option.label) for option in options)


def filled(content: Mapping[str, str], answer: str) -> dict[str, str]:
    """What a child shows (as `Target.sent` made it), with the answer filled in."""
    texts = {key: ContentTemplate.parse(content[key]).fill({ANSWER: answer}) for key in _templates(content)}
    return {**content, **texts}


def _templates(content: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(key for key in ("text", "a", "b") if key in content)


def adopted(config: ProjectConfig, own: Any, opinion: Any) -> Any:
    """The result that a second opinion makes of a task's own; None: none. Fields on which the second opinion ties keep
    what the first answers agreed on."""
    if opinion is None:
        return None
    if config.kind == "entry":
        both = {**(own or {}), **opinion}
        return {field.id: both[field.id] for field in config.fields if field.id in both}
    try:
        return normalise(config, opinion)
    except BadInput:
        return None
