"""Only `bot/channels` and the table know channels by name: anything else asks the table."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.domain.messaging import channels

ROOT = Path(__file__).parents[3]
SPELLS = {
    "backend/domain/messaging/channels.py": "the table itself",
    "bot/settings.py": "environment variables and addresses of webhooks, which never change",
    "bot/cli.py": "the command `demo`",
    "bot/commands/running.py": "the command `demo`: the folder of its data",
    "bot/logs.py": "the logger of the library `telegram`",
}
"""Modules outside `bot/channels` that may spell a name in a string, and why."""
BUILDS = (
    *("bot/app.py", "bot/web/routes.py"),
    *("bot/commands/checking/checks.py", "bot/commands/people.py", "bot/commands/templates.py"),
    "bot/demo/content.py",
    "bot/demo/routes.py",
)
"""Modules that may import the code of one channel: the composition root and its routes, commands about an account of
ours on a platform, and the demo's page."""
OWN = re.compile(r"^bot\.channels\.(?!base$|cutting$|errors$|files$|html_text$|layout$|links$|preview$)\w+")


def _spelled(source: str) -> Iterator[str]:
    """Strings that name a channel as it is stored (as a word, also within SQL), or are its label. Docstrings and
    sentences that are shown may say "WhatsApp"; prefixes of our own settings ("demo.clock") name none."""
    names = "|".join(map(re.escape, sorted(channels.real(), key=len)))
    word = re.compile(rf"(?<![A-Za-z])(?:{names})(?![A-Za-z])")
    labels = {row.label for row in channels.TABLE.values()} | {row.team_label for row in channels.TABLE.values()} - {""}
    if not any(each in source for each in {*channels.TABLE, *labels}):
        return
    tree = ast.parse(source)
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in alone:
            text = node.value
            quoted = any(f"'{name}'" in text for name in channels.TABLE)
            if text in channels.TABLE or text in labels or quoted or word.search(text):
                yield text


def _imported(source: str) -> Iterator[str]:
    if "bot.channels" not in source:
        return
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{each.name}" for each in node.names if node.module == "bot.channels")


def _modules() -> dict[str, str]:
    files = [*(ROOT / "bot").rglob("*.py"), *(ROOT / "backend").rglob("*.py")]
    found = {file.relative_to(ROOT).as_posix(): file.read_text("utf-8") for file in files}
    return {name: source for name, source in found.items() if not name.startswith("bot/channels/")}


def test_no_module_outside_the_list_spells_a_channel() -> None:
    found = {name: list(_spelled(source)) for name, source in _modules().items()}
    assert {name: texts for name, texts in found.items() if texts and name not in SPELLS} == {}
    assert {name for name in SPELLS if not found[name]} == set()  # none stands there for nothing


def test_no_module_outside_the_list_imports_the_code_of_one_channel() -> None:
    found = {name: [each for each in _imported(source) if OWN.match(each)] for name, source in _modules().items()}
    assert {name: texts for name, texts in found.items() if texts and name not in BUILDS} == {}
    assert {name for name in BUILDS if not found[name]} == set()


@pytest.mark.parametrize(
    "source",
    [
        'if channel == "whatsapp": pass',
        "select = \"where channel = 'telegram'\"",
        "select = \"where channel = 'demo'\"",
        'label = f"whatsapp_{part}"',
        'key = "telegram.username"',
        'NAMES = {x: "WhatsApp"}',
    ],
)
def test_a_spelling_is_found(source: str) -> None:
    assert list(_spelled(source))


@pytest.mark.parametrize("source", ['"""Of whatsapp."""', 'tr("Coût sur WhatsApp : {cost}.")', 'KEY = "demo.clock"'])
def test_what_names_no_channel_is_let_through(source: str) -> None:
    assert list(_spelled(source)) == []


def test_each_row_stands_below_its_name() -> None:
    assert {name: row.name for name, row in channels.TABLE.items()} == {name: name for name in channels.TABLE}
