"""`hiteuses people erase`: the operator's hand on what is kept about a person."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import click

from backend.clock import Clock
from backend.db.engine.uow import Database
from backend.services.identity import linking
from backend.services.people import owners
from backend.services.privacy import erasure
from bot.commands import session
from bot.settings import Settings

T = TypeVar("T")


@click.command()
@click.argument("who", metavar="PERSON")
def erase(who: str) -> None:
    """Erase everything about PERSON (a number, or a first name that only one person has) now, for good.

    Answers that clients paid for and the books stay, under a number. The last owner is refused. The audit names the
    command line."""
    found = session.settings()
    now = Clock(found.clock).now()

    async def work(database: Database) -> int:
        async with database.unit() as uow:
            person_id = await linking.one_named(uow, who)
            await owners.keep_one(uow, person_id)
            await erasure.ask_now(uow, person_id, now)
            await uow.commit()
        await erasure.erase(database, person_id, now, found.home)
        return person_id

    click.echo(f"person {on_database(found, work)} is erased")


def on_database(found: Settings, work: Callable[[Database], Awaitable[T]]) -> T:
    """Run `work`, which commits in pieces, on the upgraded database."""

    async def run(url: str) -> T:
        pools = Database(url, turn_connections=1, connections=3)
        try:
            return await work(pools)
        finally:
            await pools.close()

    with session.database(found) as url:
        return asyncio.run(run(url))
