"""A program that is told to end while it starts."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest

from bot.app import run
from tests.product import Product


async def test_it_ends_where_the_queue_loses_that(product: Product, monkeypatch: pytest.MonkeyPatch) -> None:
    """The queue's pool waits with `asyncio.wait_for`, which before Python 3.12 loses a cancellation: the program went
    on for ever."""
    app, opening = product.app, asyncio.Event()
    await product.stop()

    async def loses_it() -> None:
        opening.set()
        with suppress(asyncio.CancelledError):
            await asyncio.Event().wait()

    monkeypatch.setattr(app.jobs.queue, "open", loses_it)
    running = asyncio.create_task(run(app, frozenset({"relay"})))
    await opening.wait()
    running.cancel()
    assert await asyncio.wait({running}, timeout=10) == ({running}, set())
    assert running.cancelled()
