"""`hiteuses people`: invitations, and a way back for who has lost her phones."""

from __future__ import annotations

import click
import orjson

from backend.clock import Clock
from backend.db import ticks
from backend.db.uow import UnitOfWork
from backend.domain import linking as linking_domain
from backend.domain import places
from backend.domain.errors import BadInput
from backend.domain.people import OPERATOR, ROLES, InvitesMade, MakeInvites, Role
from backend.services import linking
from backend.services import people as service
from bot import links
from bot.channels.errors import SendError
from bot.commands import session
from bot.settings import Settings


@click.group()
def people() -> None:
    """Invite people, and bring them back."""


def _country(_context: click.Context, _parameter: click.Parameter, text: str) -> str:
    try:
        return places.country(text.strip().upper()).code
    except BadInput as error:
        raise click.BadParameter(str(error)) from None


@people.command()
@click.option("--role", type=click.Choice(ROLES), required=True)
@click.option("--country", required=True, callback=_country, help="Where they live, such as CM.")
@click.option("--name", default="", help="How to greet them.")
@click.option("--count", type=click.IntRange(1, service.MOST_INVITES), default=1, show_default=True)
@click.option("--json", "as_json", is_flag=True)
def invite(role: Role, country: str, name: str, count: int, as_json: bool) -> None:
    """Make codes, each of which lets one person in; prints each with its links."""
    found = session.settings()
    command = MakeInvites(role, country, count, name)

    async def work(uow: UnitOfWork) -> InvitesMade:
        known = links.templates(await _bot_name(uow, found), await _number(uow, found))
        return await service.make_invites(uow, command, OPERATOR, Clock(found.clock).now(), known)

    made = session.in_unit(found, work)
    rows = [
        {
            "code": invite.code,
            "role": invite.role,
            "country": invite.country,
            "telegram": hers.get("telegram"),
            "whatsapp": hers.get("whatsapp"),
        }
        for invite, hers in zip(made.invites, made.links, strict=True)
    ]
    if as_json:
        click.echo(orjson.dumps(rows, option=orjson.OPT_INDENT_2))
        return
    for row in rows:
        click.echo(f"{row['code']}  {row['telegram'] or '-'}  {row['whatsapp'] or '-'}")


@people.command()
@click.option("--name", default="", help="Her first name.")
@click.option("--country", default=None, callback=lambda c, p, v: v and _country(c, p, v), help="Where she lives.")
@click.option("--person", type=click.IntRange(1), default=None, help="Her number, as alarms name her.")
@click.option("--json", "as_json", is_flag=True)
def rescue(name: str, country: str | None, person: int | None, as_json: bool) -> None:
    """Make a line for somebody who has none of her phones left: written from a new one, it opens her account.

    Where several people have that name, says which there are.
    """
    if not name and person is None:
        raise click.UsageError("say whom: --name or --person")
    found = session.settings()
    now = Clock(found.clock).now()
    made = session.in_unit(found, lambda uow: linking.rescue(uow, name, country, person, now))
    if isinstance(made, list):
        lines = [f"  {row['id']}  {row['role']}  {row['country']}  {row['first_name']}" for row in made]
        raise BadInput("\n".join(["several people have that name; say which one with --person:", *lines]))
    who, link = made
    line = f"lier {link.code}"
    if as_json:
        row = {"person": who["id"], "name": who["first_name"], "line": line, "days": linking_domain.RESCUE_LIFE.days}
        click.echo(orjson.dumps(row, option=orjson.OPT_INDENT_2))
    else:
        click.echo(line)


async def _bot_name(uow: UnitOfWork, found: Settings) -> str | None:
    """The Telegram bot's name: as the running product has noted it, else as Telegram tells."""
    name = await ticks.setting(uow, links.TELEGRAM_NAME)
    if not name and found.telegram_bot_token:
        from bot.channels import telegram_account  # late: most calls need nothing of the large library behind it

        try:
            name = (await telegram_account.look(found.telegram_bot_token, found.telegram_api_url)).username
        except SendError as error:
            click.echo(f"hiteuses: no links, for {error}", err=True)
    return str(name) if name else None


async def _number(uow: UnitOfWork, found: Settings) -> str | None:
    """Our number on WhatsApp, likewise."""
    number = await ticks.setting(uow, links.WHATSAPP_NUMBER)
    if not number and found.whatsapp is not None:
        from bot.channels import whatsapp_account

        try:
            number = (await whatsapp_account.phone(found.whatsapp)).number
        except SendError as error:
            click.echo(f"hiteuses: no links for WhatsApp, for {error}", err=True)
    return str(number) if number else None
