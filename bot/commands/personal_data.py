"""`hiteuses people export` and `people erase`: the operator's hand on what is kept about a person."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import click

from backend import new_files
from backend.clock import Clock
from backend.db.engine.uow import Database, UnitOfWork
from backend.domain.errors import BadInput
from backend.services.identity import linking
from backend.services.payouts import keys as key_service
from backend.services.people import owners
from backend.services.privacy import erasure
from backend.services.privacy import person_file as person_file_service
from bot.commands.engine import session
from bot.jobs import person_file
from bot.settings import Settings

T = TypeVar("T")


@click.command()
@click.argument("who", metavar="PERSON")
@click.option("--yes", is_flag=True, help="Ask nothing at a terminal.")
def erase(who: str, yes: bool) -> None:
    """Erase everything about PERSON (a number, or a first name that only one person has) now, for good. At a terminal
    it says who that is, and asks first.

    Answers that clients paid for and the books stay, under a number. Prints the code under which her pay is kept, if
    she has none from chat: hand it to her. The last owner is refused. The audit names the command line."""
    found = session.settings()
    now = Clock(found.clock).now()

    async def work(database: Database) -> tuple[int, bool]:
        async with database.unit() as uow:
            person_id = await linking.one_named(uow, who)
            await owners.keep_one(uow, person_id)
            if sys.stdin.isatty() and not yes:
                await _ask(uow, person_id)
            asked = await erasure.ask_now(uow, person_id, now, erasure.claims(found.home).get(person_id))
            numbers = (await key_service.keys(uow, session.key_source(found))).numbers
            await uow.commit()
        _say_claim(asked)  # before the erasure: it may be interrupted, and the code is stored nowhere
        return person_id, await erasure.erase(database, person_id, now, found.home, numbers)

    person_id, done = on_database(found, work)
    click.echo(f"person {person_id} is erased")
    if not done:
        click.echo("but where she is paid: it is erased when the payment that is on its way has ended")


async def _ask(uow: UnitOfWork, person_id: int) -> None:
    """Ask whether it is she. Raises `BadInput` if not."""
    person = await person_file_service.known(uow, person_id)
    name = person.first_name or "without a name"
    about = ", ".join(filter(None, (person.role, person.country)))
    if not click.confirm(f"Erase person {person.id} ({name}; {about}) for good?", err=True):
        raise BadInput("nothing is erased")


def _say_claim(asked: erasure.AskedNow) -> None:
    owed = " + ".join(f"{sum_} {sum_.currency}" for sum_ in asked.owed)
    left = f"{owed} is still hers" if owed else "nothing is left to pay beside what is on its way"
    if asked.claim:
        click.echo(f"{left}. What is left and what comes back is kept under this code: {asked.claim}")
        click.echo("Hand it to her: it is stored nowhere. With a new account she writes it in chat.")
    elif asked.has_one:
        click.echo(f"{left}. She has the code under which it is kept since the erasure was first asked for.")


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
        with new_files.whole(output) as file:
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
