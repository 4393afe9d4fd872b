"""What an answer costs the engine: its flow's state is read once and written once."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from bot.flows.engine.registry import Flow
from tests.product import Product, comments


async def test_the_state_of_a_flow_is_read_once_and_written_once_for_an_answer(
    product: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    await product.project(data=comments(3))
    awa = await product.joined(product.telegram.person("Awa"))
    await product.taps(awa, "Accepter")
    seen = Counter[str]()
    for name in ("load", "dump"):
        kept = getattr(Flow, name)

        def counted(*given: Any, name: str = name, kept: Any = kept) -> Any:
            seen[name] += 1
            return kept(*given)

        monkeypatch.setattr(Flow, name, counted)
    assert "✅ Noté" in (await product.taps(awa, "Acceptable")).text
    assert seen == {"load": 1, "dump": 1}
