"""Answers in the JSON of Label Studio, and the labelling configuration that belongs to them.

https://labelstud.io/guide/task_format describes tasks, annotations and results: a result says which control
(`from_name`) was answered about which object (`to_name`). Choices, fields and points have the ids of the project.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree

from backend.domain.files.json_records import CLIENT_ID
from backend.domain.work.formats.content_templates import ContentTemplate
from backend.domain.work.projects import ProjectConfig, file_key

ANSWER = "answer"
"""The name of the control. A form has one per field, with the field's id appended."""
_OBJECTS = {"image": "Image", "audio": "Audio"}
"""Tags by what is shown. Anything else is text."""


def configuration(config: ProjectConfig) -> str:
    """The labelling configuration, as XML."""
    view = ElementTree.Element("View")
    for name in config.show:
        ElementTree.SubElement(view, _OBJECTS.get(name, "Text"), name=name, value=f"${name}")
    ElementTree.SubElement(view, "Header", value=config.question)
    about = next(iter(config.show))
    match config.kind:
        case "choice" | "choices" | "pair":
            several = "multiple" if config.kind == "choices" else "single"
            control = ElementTree.SubElement(view, "Choices", name=ANSWER, toName=about, choice=several)
            options = [(side, side) for side in config.sides] if config.kind == "pair" else config.choices
            for option in options:
                key, label = option if isinstance(option, tuple) else (option.id, option.label)
                ElementTree.SubElement(control, "Choice", value=label, alias=key)
        case "rating":
            points = str(config.points[-1])
            ElementTree.SubElement(view, "Rating", name=ANSWER, toName=about, maxRating=points)
        case "entry":
            for field in config.fields:
                ElementTree.SubElement(view, "Header", value=field.label)
                ElementTree.SubElement(view, "TextArea", name=_control(field.id), toName=about)
        case _:
            ElementTree.SubElement(view, "TextArea", name=ANSWER, toName=about)
    return ElementTree.tostring(view, encoding="unicode") + "\n"


def data(config: ProjectConfig, client_id: str, content: Mapping[str, str]) -> dict[str, str]:
    """What a task shows, with the client's own id. Files have the names that the client gave.

    What is one column of the client's data stands under the name of that column as well, so that the project's own
    configuration reads the file again.
    """
    shown = {name: content.get(file_key(name), content.get(name, "")) for name in config.show}
    templates = {name: ContentTemplate.parse(text) for name, text in config.show.items()}
    columns = {each.columns[0]: shown[name] for name, each in templates.items() if each.is_column}
    return {**columns, CLIENT_ID: client_id, **shown}


def results(config: ProjectConfig, value: Any) -> list[dict[str, Any]]:
    """The answer of a person, or the result of a task. A form has one for each field that was filled in."""
    about = next(iter(config.show))
    match config.kind:
        case "choices":
            return [_result(ANSWER, about, "choices", value)]
        case "choice" | "pair":
            return [_result(ANSWER, about, "choices", [value])]
        case "rating":
            return [_result(ANSWER, about, "rating", value)]
        case "entry":
            return [_result(_control(key), about, "textarea", [text]) for key, text in value.items() if text]
        case _:
            return [_result(ANSWER, about, "textarea", [value])]


def _control(field: str) -> str:
    return f"{ANSWER}_{field}"


def _result(name: str, about: str, kind: str, value: Any) -> dict[str, Any]:
    key = "text" if kind == "textarea" else kind
    return {"id": name, "from_name": name, "to_name": about, "type": kind, "value": {key: value}}
