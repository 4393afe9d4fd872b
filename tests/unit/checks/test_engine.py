"""The engine runs any dialogue, and knows none by name."""

from __future__ import annotations

import ast
from pathlib import Path

from bot.dialogues import DIALOGUES
from bot.flows.engine import confirm

ENGINE = Path(__file__).parents[3] / "bot" / "handlers" / "engine"
ITS_OWN = {"menu", "stop", "ma reponse", "pas ma reponse", "lui repondre"}
"""Words behind its buttons: out of any question, and what a text was that could mean two things."""


def test_the_engine_names_no_flow_and_no_word_of_an_area() -> None:
    flows = set(DIALOGUES.flows) - {confirm.FLOW.name}  # its own
    words = {word.name for word in DIALOGUES.words.words} - ITS_OWN
    found = {
        (file.name, node.value)
        for file in ENGINE.glob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if node.value in flows or node.value.removeprefix("/").replace("-", " ") in words
    }
    assert found == set()
