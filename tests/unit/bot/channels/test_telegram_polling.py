"""Polling: what Telegram hands out is stored, then confirmed, and no update stops the others."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any, cast

import pytest

from bot.channels.base import Files, Receipt, Received
from bot.channels.telegram.channel import Telegram


class Updates:
    """Stands for the calls of getUpdates: each hands out the next list, then all is quiet."""

    def __init__(self, *lists: list[Any]) -> None:
        self.lists = list(lists)
        self.urls: list[str] = []

    async def post(self, url: str, **_: Any) -> Any:
        self.urls.append(url)
        if not self.lists:
            await asyncio.Event().wait()
        return self.lists.pop(0)


def message(number: int) -> dict[str, Any]:
    return {"update_id": number, "message": {"chat": {"id": 7, "type": "private"}, "text": "bonjour"}}


async def polled(updates: Updates, calls: int) -> list[str]:
    """The keys of what is stored until getUpdates has been called so often; the polling goes on till then."""
    telegram = Telegram("1:" + "a" * 35, "http://127.0.0.1:1", cast(Files, None), 30)
    telegram._requests = cast(Any, (telegram._requests[0], updates))
    stored: list[Received] = []

    async def store(received: Sequence[Received], _receipts: Sequence[Receipt] = (), /) -> None:
        stored.extend(received)

    polling = asyncio.create_task(telegram.poll(store))
    async with asyncio.timeout(30):
        while len(updates.urls) < calls and not polling.done():  # noqa: ASYNC110
            await asyncio.sleep(0)
    assert not polling.done()
    polling.cancel()
    return [received.key for received in stored]


@pytest.mark.parametrize(
    "odd",
    [
        {"update_id": 2, "message": 7},
        {"message": {"chat": {"id": 7, "type": "private"}, "text": "bonjour"}},
        {"update_id": None},
        7,
        {"update_id": 2, "message": {"chat": None}},
        {"update_id": 2, "callback_query": {"data": "1:1"}},
        {"update_id": 2, "my_chat_member": {"chat": {"type": "private"}}},
    ],
)
async def test_an_update_of_an_unknown_shape_is_let_go_and_the_others_are_stored(odd: Any) -> None:
    updates = Updates([message(1), message(3), odd])
    assert await polled(updates, 2) == ["1", "3"]
    assert "offset=4" in updates.urls[1]


@pytest.mark.parametrize("nothing", [{"ok": True}, "updates", [7], [{"message": {}}]])
async def test_an_answer_without_updates_is_asked_for_again(nothing: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.channels.telegram.channel.NO_UPDATES", 0)
    assert await polled(Updates(nothing, [message(1)]), 3) == ["1"]
