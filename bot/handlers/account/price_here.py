"""What the open task pays, if she asks: « c combien le panneau »."""

from __future__ import annotations

from backend.domain.earnings import pace
from backend.domain.messaging.message import Francs, tr
from backend.domain.work import titles
from backend.services.work import tasks
from bot.flows.account import small_talk
from bot.flows.work.offers import views as offers
from bot.handlers.account import small_talk_reading
from bot.handlers.engine import flow_engine
from bot.handlers.engine.turn import Turn


async def told(turn: Turn, lead: str, text: str) -> bool:
    """Tell what the open task pays. Return False if she asks for something else. `lead`: the intent of the text."""
    if lead not in ("money", "price") or small_talk_reading.place(turn) not in small_talk_reading.TASKS:
        return False
    task = await tasks.open_task(turn.uow, turn.person)
    if task is None or task.practice:
        return False
    if lead == "money" and not (titles.asks_price(text) and titles.named(text, {0: task.config.title})):
        return False
    pay = offers.in_francs(task.config.pay)
    said = tr("💰 Une tâche ici : *{pay}*, quand elle est acceptée.", pay=pay)
    if hourly := pace.hourly(task.config.pay.francs, task.minutes * 60):
        said += tr("C'est environ *{hourly}* de l'heure.", hourly=Francs(hourly))
    await flow_engine.beside(turn, said + small_talk.ANSWERS["price"])
    return True
