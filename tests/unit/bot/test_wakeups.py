"""What the product says by itself, in wake-ups."""

from __future__ import annotations

import ast
import inspect
import textwrap

from bot.dialogues import DIALOGUES

ASKED_FOR = {"batch", "batch checked", "file", "names read", "personal data", "result file", "thread_file"}
"""Wake-ups that answer what the person has just asked for or sent, so that free text reaches them on every channel."""
JOINS = "joining"
"""Its question is asked on a chat that has the word by a template of its own."""


def test_what_the_product_starts_says_what_it_is_for() -> None:
    """A message without a purpose counts as a reply: on WhatsApp it waits, a day after the person's last word."""
    found = set()
    for name, told in DIALOGUES.wakeups.items():
        for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(told)))):
            if not isinstance(node, ast.Call) or ast.unparse(node.func) not in ("turn.say", "flow_engine.open_flow"):
                continue
            if all(word.arg != "purpose" for word in node.keywords):
                found.add(name)
    assert found - {JOINS} == ASKED_FOR
