"""Whether the papers are honest where that is cheap to see: links, paths that they name, the length of the README."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
MOST_LINES = 200
"""Of the README: what does not fit belongs to the papers of one kind of reader."""
PAPERS = sorted((*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")))
OF_TODAY = [paper for paper in PAPERS if paper.name != "CHANGELOG.md"]
"""The change log names what was."""

_FENCED = re.compile(r"^(```+).*?^\1", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_PATH = re.compile(r"`((?:alembic|backend|benchmarks|bot|docs|locales|setup|tests|tools)(?:/[\w.-]+)*/?)`")


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
