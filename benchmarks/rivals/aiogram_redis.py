"""aiogram 3: `Dispatcher` with `RedisStorage`. Updates are handled concurrently, its default; two updates of one person
may overlap, and nothing here prevents it.

Runs in an environment of its own, because aiogram pins versions that differ from the product's. Environment:
TELEGRAM_BOT_TOKEN, TELEGRAM_API_URL, DATABASE_URL, REDIS_URL.
"""

from __future__ import annotations

import os
from typing import Any

import uvloop
from aiogram import Bot, Dispatcher, F  # type: ignore[import-not-found, unused-ignore]
from aiogram.client.session.aiohttp import AiohttpSession  # type: ignore[import-not-found, unused-ignore]
from aiogram.client.telegram import TelegramAPIServer  # type: ignore[import-not-found, unused-ignore]
from aiogram.filters import CommandStart  # type: ignore[import-not-found, unused-ignore]
from aiogram.fsm.state import State, StatesGroup  # type: ignore[import-not-found, unused-ignore]
from aiogram.fsm.storage.redis import RedisStorage  # type: ignore[import-not-found, unused-ignore]
from aiogram.types import (  # type: ignore[import-not-found, unused-ignore]
    InlineKeyboardButton,
    InlineKeyboardMarkup,
)

from benchmarks.rivals import store

_store = store.Store(os.environ["DATABASE_URL"])


class Work(StatesGroup):  # type: ignore[misc, unused-ignore]
    offer = State()
    question = State()


def _keyboard(rows: store.Rows) -> Any:
    return InlineKeyboardMarkup(
        inline_keyboard=[[InlineKeyboardButton(text=label, callback_data=data) for data, label in row] for row in rows]
    )


async def start(message: Any, state: Any) -> None:
    text, rows = store.offer()
    await state.set_state(Work.offer)
    await message.answer(text, parse_mode="HTML", reply_markup=_keyboard(rows))


async def accept(query: Any, state: Any) -> None:
    await query.answer()
    # Set before the question is shown: a tap on it may arrive before a later write to Redis.
    await state.set_state(Work.question)
    await _show(query, state, await _store.begin(query.message.chat.id), None)


async def answer(query: Any, state: Any) -> None:
    await query.answer()
    _, task, value = query.data.split(":")
    counted = None
    if int(task) == (await state.get_data()).get("task"):
        counted = await _store.submit(query.message.chat.id, int(task), value)
    if counted is None:
        await query.message.answer(store.NOT_YOURS)
        return
    await _show(query, state, counted.next, counted)


async def _show(query: Any, state: Any, task: store.Task | None, counted: store.Counted | None) -> None:
    if task is None:
        await state.clear()
        await query.message.answer(store.NOTHING)
        return
    await state.update_data(task=task.id)
    text, rows = store.question(task, counted)
    await query.message.answer(text, parse_mode="HTML", reply_markup=_keyboard(rows))


async def main() -> None:
    await _store.open()
    server = TelegramAPIServer.from_base(os.environ["TELEGRAM_API_URL"])
    bot = Bot(os.environ["TELEGRAM_BOT_TOKEN"], session=AiohttpSession(api=server))
    dispatcher = Dispatcher(
        storage=RedisStorage.from_url(
            os.environ["REDIS_URL"],
            # One connection for each chat: with the default, further ones are refused.
            connection_kwargs={"max_connections": 4_000},
        )
    )
    dispatcher.message.register(start, CommandStart())
    dispatcher.callback_query.register(accept, Work.offer, F.data == "accept")
    dispatcher.callback_query.register(answer, Work.question, F.data.startswith("a:"))
    try:
        await dispatcher.start_polling(bot)
    finally:
        await _store.close()


if __name__ == "__main__":
    uvloop.run(main())
