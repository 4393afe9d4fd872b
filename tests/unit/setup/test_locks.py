"""What gets installed is pinned, and is the very file that was looked at."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
LOCKS = sorted(path.relative_to(ROOT).as_posix() for path in [*ROOT.glob("*.lock"), *ROOT.glob("benchmarks/**/*.lock")])


def test_the_locks_are_found() -> None:
    assert {"requirements.lock", "requirements-dev.lock", "requirements-setup.lock"} <= set(LOCKS)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_has_one_version_and_its_hashes(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    assert len(lines) > 2
    for line in lines:
        assert re.match(r"[A-Za-z0-9._-]+(\[[\w,-]+\])?==[\w.+!-]+\s", line), line[:80]
        assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", line), line[:80]
