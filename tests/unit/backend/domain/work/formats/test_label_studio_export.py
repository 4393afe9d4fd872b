"""Answers as Label Studio's results, and the labelling configuration that belongs to them."""

from __future__ import annotations

import io
from typing import Any
from xml.etree import ElementTree

import orjson
import pytest

from backend.domain.work.formats.data_rows import TaskRow, read_rows
from backend.domain.work.formats.label_studio_export import configuration, data, results
from backend.domain.work.formats.project_files import read_config
from backend.domain.work.forms.form import Field, Option
from backend.domain.work.projects import Kind, ProjectConfig
from backend.records import replace
from tests.integration.scenes import CONFIG

SEVERAL = replace(CONFIG, kind="choices")
PAIR = replace(CONFIG, kind="pair", choices=(), tie=True, show={"a": "{a}", "b": "{b}"})
RATING = replace(CONFIG, kind="rating", choices=(), scale=("non", "", "oui"))
FORM = replace(
    CONFIG,
    kind="entry",
    choices=(),
    show={"image": "{photo}", "text": "{comment}"},
    fields=(Field("nom", "Nom", "text"), Field("prix", "Prix", "amount", required=False)),
)


def of_kind(kind: Kind) -> ProjectConfig:
    return replace(CONFIG, kind=kind, choices=())


@pytest.mark.parametrize(
    ("config", "value", "found"),
    [
        (CONFIG, "ok", [("answer", "text", "choices", {"choices": ["ok"]})]),
        (SEVERAL, ["ok", "hate"], [("answer", "text", "choices", {"choices": ["ok", "hate"]})]),
        (PAIR, "tie", [("answer", "a", "choices", {"choices": ["tie"]})]),
        (RATING, 2, [("answer", "text", "rating", {"rating": 2})]),
        (of_kind("text"), "Bien.", [("answer", "text", "textarea", {"text": ["Bien."]})]),
        (of_kind("transcription"), "a [?]", [("answer", "text", "textarea", {"text": ["a [?]"]})]),
        (FORM, {"nom": "Awa", "prix": ""}, [("answer_nom", "image", "textarea", {"text": ["Awa"]})]),
    ],
)
def test_each_kind_of_answer_is_a_result(config: ProjectConfig, value: Any, found: list[Any]) -> None:
    said = results(config, value)
    assert [(each["from_name"], each["to_name"], each["type"], each["value"]) for each in said] == found


@pytest.mark.parametrize("config", [CONFIG, SEVERAL, PAIR, RATING, of_kind("text"), FORM])
def test_the_configuration_names_what_results_name(config: ProjectConfig) -> None:
    view = ElementTree.fromstring(configuration(config))
    names = {tag.get("name"): tag for tag in view if tag.get("name")}
    value: Any = {"ok": "ok"}
    match config.kind:
        case "choice":
            value = "ok"
        case "choices":
            value = ["ok"]
        case "pair":
            value = "a"
        case "rating":
            value = 3
        case "entry":
            value = {"nom": "Awa", "prix": "3"}
        case _:
            value = "Bien."
    for result in results(config, value):
        control = names[result["from_name"]]
        assert control.tag.lower() == result["type"]
        assert control.get("toName") == result["to_name"]
        assert names[result["to_name"]].get("value") == f"${result['to_name']}"
    assert set(data(config, "7", {})) >= {"client_id", *config.show}


def test_a_file_has_the_name_that_the_client_gave() -> None:
    config = replace(CONFIG, show={"image": "{photo}", "text": "{comment}"})
    kept = {"image": "c0ffee", "image_file": "rue 1.jpg", "original": "decade", "text": "Rue 1"}
    shown = data(config, "7", kept)
    assert (shown["client_id"], shown["image"], shown["text"]) == ("7", "rue 1.jpg", "Rue 1")
    assert data(config, "7", {"image": "https://example.org/1.jpg"})["image"] == "https://example.org/1.jpg"


def test_what_the_client_wrote_is_escaped() -> None:
    config = replace(CONFIG, question='<b> & "c"', choices=(Option("ok", "<ok>"), Option("no", "&")))
    view = ElementTree.fromstring(configuration(config))
    assert view.find("Header").get("value") == '<b> & "c"'  # type: ignore[union-attr]
    assert [(tag.get("alias"), tag.get("value")) for tag in view.iter("Choice")] == [("ok", "<ok>"), ("no", "&")]


@pytest.mark.parametrize("config", [CONFIG, SEVERAL, RATING, of_kind("text"), FORM])
def test_the_configuration_of_an_export_is_imported_again(config: ProjectConfig) -> None:
    """That of a scale was refused: « the tag <Rating> is not supported »."""
    again = read_config(configuration(config).encode(), "again.xml")
    assert (again.kind, again.question, len(again.scale)) == (config.kind, config.question, len(config.scale))
    assert [option.id for option in again.choices] == [option.id for option in config.choices]


@pytest.mark.parametrize("show", [{"text": "{comment}"}, {"text": "{id}"}, {"image": "{photo}", "text": "{image}"}])
def test_what_is_exported_is_read_again_with_the_projects_own_configuration(show: dict[str, str]) -> None:
    """It was refused: « 'comment' is empty »."""
    config = replace(CONFIG, show=show)
    content = {"text": "Bon", "image": "1.jpg"}
    task = {"id": 1, "data": data(config, "c9", {name: content[name] for name in show})}
    (again,) = read_rows(io.BytesIO(orjson.dumps([task])), "tasks.json", config)
    assert isinstance(again, TaskRow)
    assert again.id == "c9"
