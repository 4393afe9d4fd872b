"""The samples are what the import accepts, fair to the people, and true to their pictures."""

from __future__ import annotations

import csv
import json
from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import Any

import phonenumbers
import pytest
import yaml
from email_validator import validate_email
from PIL import Image, ImageChops, ImageFont, ImageStat

from backend.domain.messaging.message import Markdown, Message, tr
from backend.domain.work.agreement import first_wanted
from backend.domain.work.answers import normalise
from backend.domain.work.chains import Target, misfit
from backend.domain.work.commands import Task
from backend.domain.work.formats.data_rows import TaskRow, read_rows
from backend.domain.work.formats.project_files import read_config
from backend.domain.work.forms import tables
from backend.domain.work.projects import KINDS, ProjectConfig, ProjectStatus
from backend.records import replace
from bot import samples
from bot.flows.work import state, views
from bot.flows.work.state import working_on
from bot.handlers.account.help import instructions
from tests.screens import MOST, length
from tools.drawing import __main__ as draw
from tools.drawing import papers
from tools.drawing.boards import BOARDS
from tools.drawing.pictures import PICTURES
from tools.drawing.receipts import RECEIPTS
from tools.drawing.text import letters

MINIMUM_WAGES = {"CI": 433, "SN": 371, "CM": 346, "TG": 303, "BJ": 300, "BF": 260, "ML": 231}
"""F CFA per hour, 2023."""

COUNTS = {
    "comparaison-phrases": 16,
    "correction-panneaux": 6,
    "etiquetage-images": 24,
    "lecture-tableaux": 24,
    "moderation-commentaires": 60,
    "notation-reponses": 16,
    "recherche-lieux": 30,
    "relecture-moderation": 20,
    "saisie-recus": 20,
    "tableau-en-une-phrase": 20,
    "transcription-panneaux": 12,
    "verification-entreprises": 30,
}
OPEN_ENDED = {"recherche-lieux", "tableau-en-une-phrase"}
"""Where no answer is known before."""
GOAL = Fraction(250)
"""EUR a month, at 3 hours on 22 days."""
ALL = [*samples.projects(), samples.practice()]

folders = pytest.mark.parametrize("folder", ALL, ids=lambda folder: folder.name)


def config(folder: Path) -> ProjectConfig:
    return read_config((folder / "project.yaml").read_bytes(), "project.yaml")


def rows(folder: Path) -> list[dict[str, str]]:
    with (folder / "data.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def project(name: str) -> Path:
    return next(folder for folder in ALL if folder.name == name)


def known_of(folder: Path) -> dict[str, str]:
    """The known answer of each task by its id, "" for none: those of control tasks, which stand in the data, and those
    that only we know (`known/`)."""
    found = {row["id"]: row.get("gold", "") for row in rows(folder)}
    beside = Path(__file__).with_name("known") / f"{folder.name}.csv"
    if beside.exists():
        with beside.open(encoding="utf-8", newline="") as file:
            ours = {row["id"]: row["gold"] for row in csv.DictReader(file)}
        assert not any(found[each] for each in ours), "a known answer stands in one place"
        found |= ours
    return found


def golds(folder: Path) -> list[Any]:
    """The known answers in the form in which answers are kept."""
    known = [gold for gold in known_of(folder).values() if gold]
    return [json.loads(gold) for gold in known] if config(folder).kind in ("choices", "entry", "rating") else known


def test_the_projects_are_in_a_stable_order() -> None:
    assert [folder.name for folder in samples.projects()] == sorted(COUNTS)
    assert [config(folder).name for folder in samples.projects()] == sorted(COUNTS)


def test_each_kind_of_work_has_a_project() -> None:
    assert {config(folder).kind for folder in samples.projects()} == set(KINDS)


@pytest.mark.parametrize(("name", "least"), COUNTS.items())
def test_a_project_has_enough_tasks(name: str, least: int) -> None:
    assert len(rows(project(name))) >= least


@folders
def test_the_import_takes_every_row(folder: Path) -> None:
    with (folder / "data.csv").open("rb") as stream:
        found = list(read_rows(stream, "data.csv", config(folder)))
    assert [row for row in found if not isinstance(row, TaskRow)] == []
    assert len(found) == len(rows(folder))


def test_what_a_project_needs_is_given_by_a_sample_module() -> None:
    given = {badge for folder in samples.training().iterdir() for badge in _unlocks(folder)}
    needed = {badge for folder in samples.projects() for badge in config(folder).needs}
    assert needed and needed <= given


def _unlocks(folder: Path) -> list[str]:
    module = yaml.safe_load((folder / "module.yaml").read_text("utf-8"))
    return [module["id"], *module["unlocks"]]


@folders
def test_ids_are_unique(folder: Path) -> None:
    assert [i for i, n in Counter(row["id"] for row in rows(folder)).items() if n > 1] == []


@folders
def test_no_two_tasks_are_the_same(folder: Path) -> None:
    shown = [tuple(v for k, v in row.items() if k not in {"id", "gold", "explanation"}) for row in rows(folder)]
    assert len(set(shown)) == len(shown)


@folders
def test_known_answers_are_possible_answers_in_their_canonical_form(folder: Path) -> None:
    known = golds(folder)
    assert known or folder.name in OPEN_ENDED
    assert [normalise(config(folder), gold) for gold in known] == known


@pytest.mark.parametrize("folder", samples.projects(), ids=lambda folder: folder.name)
def test_control_tasks_are_few_among_the_others_and_most_explain_themselves(folder: Path) -> None:
    table = rows(folder)
    known = [row for row in table if row.get("gold")]
    assert len(known) <= len(table) / 5
    assert all("image" in row or row["explanation"] for row in known)


@pytest.mark.parametrize("folder", [f for f in ALL if config(f).choices], ids=lambda f: f.name)
def test_every_choice_is_the_answer_of_some_task(folder: Path) -> None:
    known = golds(folder)
    if config(folder).kind == "choices":
        known = [label for picture in PICTURES for label in picture.labels]
    assert set(known) == {option.id for option in config(folder).choices}


@pytest.mark.parametrize("folder", samples.projects(), ids=lambda folder: folder.name)
def test_a_month_is_paid_as_the_mission_promises(folder: Path) -> None:
    one = config(folder)
    assert GOAL <= one.pay.euros * 60 / Fraction(one.minutes) * 3 * 22 <= GOAL * Fraction("1.2")


@folders
def test_an_hour_is_paid_above_every_minimum_wage(folder: Path) -> None:
    assert config(folder).hourly > max(MINIMUM_WAGES.values())


@pytest.mark.parametrize("folder", samples.projects(), ids=lambda folder: folder.name)
def test_a_project_asks_several_people_everywhere(folder: Path) -> None:
    one = config(folder)
    assert 2 <= first_wanted(one) <= one.answers_max
    assert one.answers_max in {3, 5}
    assert one.countries == ()


@folders
def test_texts_fit_the_narrowest_message_and_button_of_the_platforms(folder: Path) -> None:
    one = config(folder)
    assert len(one.instructions) + len(one.question) <= 1024
    assert all(len(option.label) <= 20 for option in one.choices)
    assert all(len(option.label) <= 20 for field in one.fields for option in field.choices)
    with (folder / "data.csv").open("rb") as stream:
        tasks = [row for row in read_rows(stream, "data.csv", one) if isinstance(row, TaskRow)]
    assert max(len(task.content.get("text", "")) + len(one.question) for task in tasks) <= 900


BESIDE_THE_FIRST = 780
"""Characters of the first task with the instructions above it. They are one message, because from her code to her first
task a hiteuse gets at most eight."""


@folders
def test_instructions_fit_a_screen_alone_and_hardly_more_with_the_first_task(folder: Path) -> None:
    found = config(folder)
    asked_for = instructions(found) + tr("Pour tout le reste, écris *menu*, ou *huber* pour parler à une personne.")
    assert length(asked_for) <= MOST
    with (folder / "data.csv").open("rb") as stream:
        tasks = [row for row in read_rows(stream, "data.csv", found) if isinstance(row, TaskRow)]
    above = Message((Markdown(found.instructions),))
    for row in tasks:
        task = Task(1, 1, found, row.content)
        shown = views.prompt(working_on(task), state.Facts("CI", task=task)).after(above)
        assert length(shown, asks=True) <= BESIDE_THE_FIRST, row.content


@pytest.mark.parametrize(
    ("name", "most", "high"),
    [
        ("etiquetage-images", 25_000, (400, 600)),
        ("saisie-recus", 60_000, (600, 900)),
        ("transcription-panneaux", 25_000, (200, 300)),
        ("correction-panneaux", 25_000, (200, 300)),
    ],
)
def test_every_picture_is_there_and_light(name: str, most: int, high: tuple[int, int]) -> None:
    folder = project(name)
    named = {folder / row["image"] for row in rows(folder)}
    assert named == set((folder / "images").iterdir())
    for file in named:
        assert file.stat().st_size <= most, file.name
        with Image.open(file) as picture:
            assert high[0] <= picture.height <= high[1], file.name


def test_the_data_beside_the_pictures_say_what_is_drawn() -> None:
    for name, drawn in (
        ("etiquetage-images", draw.picture_rows()),
        ("saisie-recus", draw.receipt_rows()),
        ("transcription-panneaux", draw.board_rows()),
        ("correction-panneaux", draw.correction_rows()),
    ):
        assert [tuple(row.values()) for row in rows(project(name))] == [tuple(row) for row in drawn]


def difference(one: Path, other: Path) -> float:
    """Mean difference of a pixel's channel, 0 to 255."""
    with Image.open(one) as a, Image.open(other) as b:
        assert a.size == b.size
        mean = ImageStat.Stat(ImageChops.difference(a.convert("RGB"), b.convert("RGB"))).mean
    return sum(mean) / len(mean)


@pytest.mark.parametrize("name", ["tomates", "gbaka", "robe"])
def test_the_script_draws_the_pictures_that_are_shipped(name: str, tmp_path: Path) -> None:
    picture = next(picture for picture in PICTURES if picture.name == name)
    picture.draw().save(tmp_path / "drawn.png")
    shipped = project("etiquetage-images") / "images"
    assert difference(tmp_path / "drawn.png", shipped / f"{name}.png") < 1
    assert difference(tmp_path / "drawn.png", shipped / "bananes.png") > 10


@pytest.mark.parametrize("name", ["coiffure", "cours"])
def test_the_script_draws_the_boards_that_are_shipped(name: str, tmp_path: Path) -> None:
    number = next(number for number, board in enumerate(BOARDS) if board.name == name)
    (tmp_path / "drawn.png").write_bytes(BOARDS[number].draw(number).png(draw.MOST_BYTES))
    assert difference(tmp_path / "drawn.png", project("transcription-panneaux") / "images" / f"{name}.png") < 1


def test_a_chain_is_its_project_with_a_then_to_one_that_fits() -> None:
    chains = [folder for folder in samples.projects() if (folder / "chain.yaml").exists()]
    assert [folder.name for folder in chains] == ["transcription-panneaux"]
    for folder in chains:
        chained = read_config((folder / "chain.yaml").read_bytes(), "chain.yaml")
        assert chained.then and replace(chained, then={}) == config(folder)
        for key, name in chained.then.items():
            other = config(project(name))
            assert misfit(chained, key, Target(1, other, ProjectStatus.OPEN, 0), 0) is None
            assert other.name < chained.name  # in the demo it is there first
            assert [*Target(1, other, ProjectStatus.OPEN, 0).lacking(rows(folder)[0])] == []


def test_what_is_asked_of_a_table_can_be_seen_in_it() -> None:
    """The sum is that of the second column, and the odd value at least twice or half of those beside it."""
    known = known_of(project("lecture-tableaux"))
    for row in rows(project("lecture-tableaux")):
        if not known[row["id"]]:
            continue
        gold = json.loads(known[row["id"]])
        table = tables.parse(row["tableau"])
        values = [int(cells[1]) for cells in table.rows]
        assert int(gold["somme"]) == sum(values), row["id"]
        beside = [values[i - 1 : i] + values[i + 1 : i + 2] for i in range(len(values))]
        odd = [
            cells[0]
            for cells, value, near in zip(table.rows, values, beside, strict=True)
            if all(value >= 2 * other or 2 * value <= other for other in near)
        ]
        assert (gold["bizarre"] == "oui") == bool(odd) and gold["ligne"] in (odd or [""]), row["id"]


@pytest.mark.parametrize("layout", ["ticket", "invoice", "energy", "book"])
def test_the_script_draws_the_receipts_that_are_shipped(layout: str, tmp_path: Path) -> None:
    receipt = next(receipt for receipt in RECEIPTS if receipt.layout == layout)
    papers.draw(receipt, tmp_path / "drawn.png")
    shipped = project("saisie-recus") / "images" / f"{receipt.id}.png"
    assert difference(tmp_path / "drawn.png", shipped) < 1


def test_the_font_has_every_letter_that_the_receipts_need() -> None:
    font = ImageFont.load_default(40)
    missing = bytes(font.getmask("\uffff"))
    source = Path(papers.__file__).with_name("receipts.yaml").read_text(encoding="utf-8")
    needed = {letter for letter, _ in letters(source.replace("\n", ""))} - {" "}
    assert [letter for letter in sorted(needed) if bytes(font.getmask(letter)) == missing] == []
    assert bytes(font.getmask("é")) == missing, "Pillow has accents now: text.py can be simpler"


def test_what_was_paid_on_a_ticket_covers_its_total() -> None:
    assert all(receipt.paid > receipt.total for receipt in RECEIPTS if receipt.paid)


def test_a_record_s_phone_is_wrong_exactly_where_the_answer_says_so() -> None:
    known = known_of(project("verification-entreprises"))
    for row in rows(project("verification-entreprises")):
        number = phonenumbers.parse(row["telephone"])
        assert phonenumbers.is_valid_number(number) == (known[row["id"]] != "telephone"), row["nom"]


def test_a_record_with_a_good_answer_has_a_good_mail_address_of_its_own() -> None:
    table = rows(project("verification-entreprises"))
    known = known_of(project("verification-entreprises"))
    for row in table:
        if known[row["id"]] != "email":
            validate_email(row["email"], check_deliverability=False)
    assert len({row["email"] for row in table}) == len(table)


def test_a_duplicate_shows_the_same_phone_as_the_record_beside_it() -> None:
    known = known_of(project("verification-entreprises"))
    for row in rows(project("verification-entreprises")):
        assert (row["telephone"] in row["proche"]) == (known[row["id"]] == "doublon"), row["nom"]


def test_practice_explains_each_of_its_three_answers() -> None:
    folder = samples.practice()
    table = rows(folder)
    assert len(table) == 3
    assert {row["gold"] for row in table} == {option.id for option in config(folder).choices}
    labels = {option.id: option.label for option in config(folder).choices}
    for row in table:
        assert labels[row["gold"]].lower() in row["explanation"]


def test_projects_are_plain_yaml_in_utf_8() -> None:
    for folder in ALL:
        text = (folder / "project.yaml").read_bytes().decode("utf-8")
        assert set(yaml.safe_load(text)) >= {"name", "title", "kind", "instructions", "pay"}
