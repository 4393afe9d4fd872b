"""Words of admins and Hubers: invitations."""

from __future__ import annotations

from bot.handlers import conversing
from bot.handlers.turn import Turn


async def invite(turn: Turn, rest: str) -> None:
    await conversing.open_flow(turn, "invite", rest or None)
