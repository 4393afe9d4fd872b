"""The links that open a chat with the product's account and a code, by channel."""

from __future__ import annotations

from collections.abc import Mapping

from backend.db.engine import ticks
from backend.db.engine.uow import UnitOfWork
from backend.domain.messaging import channels


async def note(uow: UnitOfWork, channel: str, account: str) -> None:
    """Store the account's name on a channel: a bot's name, or a number in digits."""
    await ticks.set_setting(uow, _key(channel), account)


async def noted(uow: UnitOfWork) -> dict[str, str]:
    """The accounts' names by channel, as far as they are stored."""
    found = {channel: await ticks.setting(uow, _key(channel)) for channel in channels.linked()}
    return {channel: str(account) for channel, account in found.items() if account}


def _key(channel: str) -> str:
    return f"{channel}.account"


def templates(accounts: Mapping[str, str]) -> dict[str, str]:
    """The links by channel, with `{code}` where the code goes. `accounts`: as from `noted`."""
    return {
        channel: channels.of(channel).link.replace("{account}", accounts[channel])
        for channel in channels.linked()
        if accounts.get(channel)
    }
