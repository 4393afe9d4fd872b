"""python-telegram-bot: `Application` with a persistent `ConversationHandler`, `PicklePersistence` and its own httpx
transport. Updates are handled one after the other, as its documentation requires for conversations.

Environment: TELEGRAM_BOT_TOKEN, TELEGRAM_API_URL, DATABASE_URL, STATE_FILE.
"""

from __future__ import annotations

import asyncio
import os
import warnings
from typing import Any

import uvloop
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    PicklePersistence,
)
from telegram.warnings import PTBUserWarning

from benchmarks.rivals import store

OFFER, QUESTION = range(2)

_store = store.Store(os.environ["DATABASE_URL"])


def _keyboard(rows: store.Rows) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=data) for data, label in r] for r in rows])


async def start(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
    assert update.effective_chat is not None
    text, rows = store.offer()
    await update.effective_chat.send_message(text, parse_mode="HTML", reply_markup=_keyboard(rows))
    return OFFER


async def accept(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
    assert update.effective_chat is not None
    assert update.callback_query is not None
    await update.callback_query.answer()
    return await _show(update, context, await _store.begin(update.effective_chat.id), None)


async def answer(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
    query, chat = update.callback_query, update.effective_chat
    assert query is not None
    assert query.data is not None
    assert chat is not None
    await query.answer()
    _, task, value = query.data.split(":")
    assert context.user_data is not None
    counted = None
    if int(task) == context.user_data.get("task"):
        counted = await _store.submit(chat.id, int(task), value)
    if counted is None:
        await chat.send_message(store.NOT_YOURS)
        return QUESTION
    return await _show(update, context, counted.next, counted)


async def _show(
    update: Update, context: ContextTypes.DEFAULT_TYPE, task: store.Task | None, counted: store.Counted | None
) -> int:
    chat = update.effective_chat
    assert chat is not None
    assert context.user_data is not None
    if task is None:
        await chat.send_message(store.NOTHING)
        return ConversationHandler.END
    context.user_data["task"] = task.id
    text, rows = store.question(task, counted)
    await chat.send_message(text, parse_mode="HTML", reply_markup=_keyboard(rows))
    return QUESTION


async def _open(application: Application[Any, Any, Any, Any, Any, Any]) -> None:
    await _store.open()


async def _close(application: Application[Any, Any, Any, Any, Any, Any]) -> None:
    await _store.close()


def main() -> None:
    # The warning says that per_message=False does not track single messages, which is wanted here.
    warnings.filterwarnings("ignore", category=PTBUserWarning, message=".*per_message=False.*")
    asyncio.set_event_loop(uvloop.new_event_loop())
    application = (
        Application.builder()
        .token(os.environ["TELEGRAM_BOT_TOKEN"])
        .base_url(os.environ["TELEGRAM_API_URL"] + "/bot")
        .persistence(PicklePersistence(os.environ["STATE_FILE"]))
        .post_init(_open)
        .post_shutdown(_close)
        .build()
    )
    application.add_handler(
        ConversationHandler(
            entry_points=[CommandHandler("start", start)],
            states={
                OFFER: [CallbackQueryHandler(accept, pattern="^accept$")],
                QUESTION: [CallbackQueryHandler(answer, pattern="^a:")],
            },
            fallbacks=[CommandHandler("start", start)],
            name="work",
            persistent=True,
        )
    )
    application.run_polling(allowed_updates=Update.ALL_TYPES)


if __name__ == "__main__":
    main()
