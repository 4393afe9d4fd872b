"""What the collector does about modules that are loaded."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

from bot.commands.engine.loading import uncollected


def test_what_was_loaded_is_left_out_of_later_collections(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "loaded_once.py").write_text("KEPT = [[] for _ in range(1_000)]\n")
    monkeypatch.syspath_prepend(tmp_path)
    gc.collect()
    before = gc.get_freeze_count()
    with uncollected():
        import loaded_once  # type: ignore[import-not-found]

        assert not gc.isenabled()
    assert gc.isenabled()
    assert gc.get_freeze_count() >= before + len(loaded_once.KEPT)


def test_without_a_new_module_all_stays_as_it_is() -> None:
    before = gc.get_freeze_count()
    with uncollected():
        import json  # noqa: F401
    assert (
        gc.get_freeze_count() <= before
    )  # nothing more; what was left out may be freed meanwhile, by other tests' ends
    assert gc.isenabled()
