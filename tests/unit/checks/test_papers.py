"""Whether the papers are honest where that is cheap to see: links, paths that they name, the length of the README."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from backend.domain.people.commands import Person
from bot.dialogues import DIALOGUES
from bot.settings import Settings

ROOT = Path(__file__).parents[3]
MOST_LINES = 200
"""Of the README: what does not fit belongs to the papers of one kind of reader."""
PAPERS = sorted((*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")))
OF_TODAY = [paper for paper in PAPERS if paper.name != "CHANGELOG.md"]
"""The change log names what was."""

_FENCED = re.compile(r"^(```+).*?^\1", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_PATH = re.compile(r"`((?:alembic|backend|benchmarks|bot|deploy|docs|locales|setup|tests|tools)(?:/[\w.-]+)*/?)`")


def named(paper: Path) -> str:
    return str(paper.relative_to(ROOT))


def prose(paper: Path) -> str:
    """Without blocks of code."""
    return _FENCED.sub("", paper.read_text("utf-8"))


def anchors(paper: Path) -> set[str]:
    """What a link into a page may name, as GitHub makes it of the headings."""
    headings = re.findall(r"^#+ (.+)$", prose(paper), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("paper", PAPERS, ids=named)
def test_every_relative_link_leads_to_something(paper: Path) -> None:
    for link in _LINK.findall(prose(paper)):
        if "://" in link:
            continue
        file, _, anchor = link.partition("#")
        target = (paper.parent / file).resolve() if file else paper
        assert target.is_file(), f"{named(paper)}: {link}"
        assert not anchor or anchor in anchors(target), f"{named(paper)}: {link}"


@pytest.mark.parametrize("paper", OF_TODAY, ids=named)
def test_every_path_that_a_paper_names_is_there(paper: Path) -> None:
    for path in _PATH.findall(prose(paper)):
        assert (ROOT / path).exists(), f"{named(paper)}: {path}"


def test_every_paper_can_be_found_from_the_readme() -> None:
    found, waiting = set[Path](), [ROOT / "README.md"]
    while waiting:
        paper = waiting.pop()
        found.add(paper)
        links = (paper.parent / link.partition("#")[0] for link in _LINK.findall(prose(paper)) if "://" not in link)
        waiting += [
            link.resolve() for link in links if link.is_file() and link.resolve() not in found and link.suffix == ".md"
        ]
    assert set(PAPERS) <= found


def test_the_readme_stays_short() -> None:
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) <= MOST_LINES


def test_every_setting_is_told_to_operators() -> None:
    told = (ROOT / "docs/operators/settings.md").read_text("utf-8")
    for field in Settings.model_fields.values():
        assert f"`{field.alias}`" in told, field.alias


@pytest.mark.parametrize(
    "staff", [Person(1, "huber"), Person(1, "admin", duty="owner")], ids=lambda person: person.role
)
def test_every_word_that_only_staff_has_is_told_to_them(staff: Person) -> None:
    told = (ROOT / "docs/staff/README.md").read_text("utf-8")
    for name, _ in DIALOGUES.words.listed(staff):
        assert f"`{name}`" in told or DIALOGUES.words.by_name[name].open_to(Person(1)), name


def test_the_order_of_the_areas_is_the_one_that_is_held() -> None:
    told = (ROOT / "docs/developers/architecture.md").read_text("utf-8")
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    orders = [contract for contract in contracts if contract["type"] == "layers"]
    assert orders
    for contract in orders:
        for layer in contract["containers"]:
            assert f"| `{layer.replace('.', '/')}` | {', '.join(contract['layers'])} |" in told, layer
