"""The addresses that open a chat with our account and a code in it, by channel."""

from __future__ import annotations

from collections.abc import Mapping

from backend.db.engine import ticks
from backend.db.engine.uow import UnitOfWork
from backend.domain.messaging import channels


async def note(uow: UnitOfWork, channel: str, account: str) -> None:
    """Keep how our account is called there: a bot's name, a number in digits."""
    await ticks.set_setting(uow, _key(channel), account)


async def noted(uow: UnitOfWork) -> dict[str, str]:
    """How our accounts are called, by channel, as far as the running product was told."""
    found = {channel: await ticks.setting(uow, _key(channel)) for channel in channels.linked()}
    return {channel: str(account) for channel, account in found.items() if account}


def _key(channel: str) -> str:
    return f"{channel}.account"


def templates(accounts: Mapping[str, str]) -> dict[str, str]:
    """With `{code}` where the code goes. `accounts`: as `noted`."""
    return {
        channel: channels.of(channel).link.replace("{account}", accounts[channel])
        for channel in channels.linked()
        if accounts.get(channel)
    }
