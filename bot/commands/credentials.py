"""`hiteuses training revoke`: revoke a certificate, with a reason that the person is told."""

from __future__ import annotations

import re
from uuid import UUID

import click

from backend.clock import Clock
from backend.db.engine.uow import UnitOfWork
from backend.db.messaging import contact_routing
from backend.domain.certificates.credentials import Credential
from backend.domain.people.commands import OPERATOR
from bot.commands.engine import session

_ID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def _number(_context: click.Context, _parameter: click.Parameter, text: str) -> UUID:
    found = _ID.findall(text)
    if len(found) != 1:
        raise click.BadParameter("the number of a certificate, or its link")
    return UUID(found[0])


@click.command()
@click.argument("credential", metavar="ID", callback=_number)
@click.option("--reason", required=True, help="In words that she will read.")
@click.option("--with-badges", is_flag=True, help="Take back what it certifies too: she has to pass it again.")
def revoke(credential: UUID, reason: str, with_badges: bool) -> None:
    """Revoke a certificate: ID is its number or its link.

    Whoever verifies it sees that, and the person is told why. Without --with-badges she keeps the badges, and the
    work that they open."""
    from backend.services.certificates import credentials as service  # late import: it needs a large library
    from bot.flows.certificates import dialogue as certificates_dialogue
    from bot.handlers.engine.turn import tell_after_quiet_hours

    found = session.settings()

    async def work(uow: UnitOfWork) -> tuple[Credential, ...]:
        now = Clock(found.clock).now()
        taken = await service.revoke(uow, credential, reason, OPERATOR, now, with_badges=with_badges)
        chat = await contact_routing.of(uow, taken[0].person_id)
        if chat is not None:
            said = certificates_dialogue.withdrawn(taken, " ".join(reason.split()), with_badges=with_badges)
            await tell_after_quiet_hours(uow, chat, said, now)
        return taken

    for taken in session.in_unit(found, work):
        click.echo(f"{taken.id}  revoked  {taken.title}")
