"""`hiteuses people export` and `people erase`: the operator's hand on what is kept about a person."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import click

from backend.clock import Clock
from backend.db.engine.uow import Database, UnitOfWork
from backend.services.identity import linking
from backend.services.payouts import keys as key_service
from backend.services.people import owners
from backend.services.privacy import erasure
from backend.services.privacy import person_file as person_file_service
from bot.commands.engine import private_files, session
from bot.jobs import person_file
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
            numbers = (await key_service.keys(uow, session.key_source(found))).numbers
            await uow.commit()
        await erasure.erase(database, person_id, now, found.home, numbers)
        return person_id

    click.echo(f"person {on_database(found, work)} is erased")


@click.command()
@click.argument("who", metavar="PERSON")
@click.option(
    "-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="A zip file."
)
def export(who: str, output: Path) -> None:
    """Write everything about PERSON (a number, or a first name that only one person has) to a zip file, as she gets it
    with `mesdonnees`: HTML to read, JSON with every row, and her files. Only you may read it. The audit names the
    command line."""
    found = session.settings()
    now = Clock(found.clock).now()

    async def work(uow: UnitOfWork) -> int:
        person = await person_file_service.known(uow, await linking.one_named(uow, who))
        keys = await key_service.keys(uow, session.key_source(found))
        with private_files.whole(output) as file:
            await person_file.write_zip(file, uow, person, keys, now)
        await person_file_service.note(uow, None, "", person.id, now)
        return person.id

    person_id = session.in_unit(found, work)
    click.echo(f"person {person_id}: {output}")


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
