"""The fakes are a package of their own: nothing of the product, nothing of the other tests."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
LIBRARIES = {"aiohttp", "orjson", "PIL", "uvloop"}


def _foreign(name: str) -> bool:
    """Whether a module is neither of the fakes nor one that they may use."""
    top, _, rest = name.partition(".")
    if top == "tests":
        return rest.partition(".")[0] != "fakes"
    return top not in LIBRARIES | sys.stdlib_module_names


def test_the_fakes_import_only_themselves_and_a_few_libraries() -> None:
    found = []
    for file in (ROOT / "tests" / "fakes").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names = [each.name for each in node.names]
            elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                names = [node.module]
            else:
                continue
            found += [f"{file.relative_to(ROOT)}: {name}" for name in names if _foreign(name)]
    assert found == []
