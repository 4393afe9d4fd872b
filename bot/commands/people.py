"""`hiteuses people`: invite people, change roles, give access to somebody who has lost all phones,
undo wrong links, and erase people."""

from __future__ import annotations

import click
import orjson

from backend.clock import Clock
from backend.db.engine.uow import UnitOfWork
from backend.db.identity import chats as chat_rows
from backend.db.messaging import outgoing
from backend.domain.earnings.figures import MONTHLY_GOAL
from backend.domain.errors import BadInput, Unavailable
from backend.domain.identity import linking as linking_domain
from backend.domain.messaging import channels
from backend.domain.people import name_lists, places, roles
from backend.domain.people.commands import DUTIES, OPERATOR, ROLES, Duty, InvitesMade, MakeInvites, Role
from backend.services.admin import roles as role_service
from backend.services.identity import linking, unmerging
from backend.services.payouts import keys as key_service
from backend.services.people import service
from backend.services.work import projects
from bot.channels import links, telegram, whatsapp
from bot.channels.errors import SendError
from bot.commands import personal_data
from bot.commands.engine import session
from bot.flows.identity import joining_views
from bot.settings import Settings


@click.group()
def people() -> None:
    """Invite people, change their roles, restore access, undo wrong links, and erase people."""


people.add_command(personal_data.export)
people.add_command(personal_data.erase)


def _country(_context: click.Context, _parameter: click.Parameter, text: str) -> str:
    try:
        return places.country(text.strip().upper()).code
    except BadInput as error:
        raise click.BadParameter(str(error)) from None


def _countries(context: click.Context, parameter: click.Parameter, texts: tuple[str, ...]) -> tuple[str, ...]:
    """Countries with a comma between them, or each behind the option again."""
    codes = [code for text in texts for code in text.split(",") if code.strip()]
    if texts and not codes:  # of an empty variable: a Huber would lose all her countries but her own
        raise click.BadParameter("names no country")
    return tuple(dict.fromkeys(_country(context, parameter, code) for code in codes))


def _name(_context: click.Context, _parameter: click.Parameter, text: str) -> str:
    """The name as it is stored; "" if none is given."""
    name = name_lists.clean(text)
    if name and (wrong := name_lists.wrong(name)):
        raise click.BadParameter(_WRONG[wrong])
    return name


_WRONG = {
    "long": f"a name has at most {name_lists.MAX_NAME_LENGTH} characters",
    "no name": "a name has a letter",
}


@people.command()
@click.option("--role", type=click.Choice(ROLES), required=True)
@click.option(
    "--duty",
    type=click.Choice(DUTIES),
    default=None,
    help="Of an admin (default: reader; owner until an owner has joined).",
)
@click.option(
    "--country",
    "countries",
    required=True,
    multiple=True,
    callback=_countries,
    help="Where they live, such as CM; of a Huber all the countries that she looks after, such as CM,CI.",
)
@click.option("--name", default="", callback=_name, help="How to greet them.")
@click.option("--count", type=click.IntRange(1, service.MOST_INVITES), default=1, show_default=True)
@click.option("--json", "as_json", is_flag=True)
def invite(role: Role, duty: Duty | None, countries: tuple[str, ...], name: str, count: int, as_json: bool) -> None:
    """Make codes, each of which lets one person in; prints each with its links."""
    if not countries or (len(countries) > 1 and role != "huber"):
        raise click.UsageError("one country, please; only a Huber has several")
    if duty is not None and role != "admin":
        raise click.UsageError("only an admin has a duty")
    found = session.settings()
    command = MakeInvites(role, countries[0], count, name, duty, countries if len(countries) > 1 else ())

    async def work(uow: UnitOfWork) -> tuple[InvitesMade, int | None]:
        known = links.templates(await _accounts(uow, found))
        made = await service.make_invites(uow, command, OPERATOR, Clock(found.clock).now(), known)
        if role != "hiteuse" or not await projects.listing(uow, OPERATOR):
            return made, None  # before the first project, no work is expected yet
        return made, await projects.women_paid(uow, len(made.invites))

    made, paid = session.in_unit(found, work)
    if paid is not None:
        women = "1 woman" if paid == 1 else f"{paid} women"
        goal = f"{MONTHLY_GOAL} {MONTHLY_GOAL.currency}"
        click.echo(f"warning: the open work pays {women} {goal} for a month: fewer than work and are invited", err=True)
    rows = [
        {
            "code": invite.code,
            "role": invite.role,
            "country": invite.country,
            **{name: hers.get(name) for name in channels.linked()},
            **({"duty": invite.duty} if invite.duty else {}),
            **({"countries": list(invite.countries)} if invite.countries else {}),
        }
        for invite, hers in zip(made.invites, made.links, strict=True)
    ]
    try:
        if as_json:
            click.echo(orjson.dumps(rows, option=orjson.OPT_INDENT_2))
            return
        for invite, hers in zip(made.invites, made.links, strict=True):
            click.echo("  ".join([invite.code, *(hers.get(name) or "-" for name in channels.linked())]))
    except BrokenPipeError:
        raise
    except OSError as error:
        raise Unavailable(f"not every code could be written, and all {count} are good: {error.strerror}") from None


@people.command()
@click.argument("who")
@click.option("--role", type=click.Choice(ROLES), required=True)
@click.option("--duty", type=click.Choice(DUTIES), default=None, help="Of an admin (default: reader).")
@click.option("--country", "countries", multiple=True, callback=_countries, help="Of a Huber, such as CM,CI.")
@click.option("--json", "as_json", is_flag=True)
def role(who: str, role: Role, duty: Duty | None, countries: tuple[str, ...], as_json: bool) -> None:
    """Give WHO (an id, or a first name that only one person has) another role. The person is told in chat; the audit
    names the command line."""
    found = session.settings()
    now = Clock(found.clock).now()

    async def work(uow: UnitOfWork) -> tuple[int, roles.Changed | None]:
        person_id = await linking.one_named(uow, who)
        person = await role_service.look(uow, OPERATOR, person_id)
        wanted = roles.read(role, duty or "", countries, lives=person.country)
        return person_id, await role_service.change(uow, OPERATOR, person_id, wanted, "", now)

    person_id, changed = session.in_unit(found, work)
    if as_json:
        before, after = (changed.before.to_json(), changed.after.to_json()) if changed is not None else (None, None)
        click.echo(orjson.dumps({"person": person_id, "before": before, "after": after}, option=orjson.OPT_INDENT_2))
    elif changed is None:
        click.echo(f"{person_id}: nothing to change")
    else:
        click.echo(f"{person_id}: {_standing(changed.before)} -> {_standing(changed.after)}")
        if n := len(changed.stopped):
            click.echo(f"{n} unfinished {'announcement' if n == 1 else 'announcements'} of theirs will not go out")


def _standing(standing: roles.RoleAssignment) -> str:
    return " ".join(filter(None, (standing.role, standing.duty, ",".join(standing.countries))))


@people.command()
@click.option("--name", default="", callback=lambda c, p, v: v.strip(), help="Her first name.")
@click.option("--country", default=None, callback=lambda c, p, v: v and _country(c, p, v), help="Where she lives.")
@click.option("--person", type=click.IntRange(1), default=None, help="Her number, as alarms name her.")
@click.option("--json", "as_json", is_flag=True)
def rescue(name: str, country: str | None, person: int | None, as_json: bool) -> None:
    """Make a code for somebody who has none of her phones left: written from a new one, it opens her account.

    If several people have that name, they are listed."""
    if not name and person is None:
        raise click.UsageError("say whom: --name or --person")
    found = session.settings()
    now = Clock(found.clock).now()
    made = session.in_unit(found, lambda uow: linking.rescue(uow, name, country, person, now))
    if isinstance(made, list):
        which = "several people have that name; say which one with --person, or her country with --country:"
        raise BadInput(f"{which}\n{linking.listed(made)}")
    who, link = made
    line = f"lier {link.code}"
    if as_json:
        row = {"person": who.id, "name": who.first_name, "line": line, "days": linking_domain.RESCUE_LIFE.days}
        click.echo(orjson.dumps(row, option=orjson.OPT_INDENT_2))
    else:
        click.echo(line)


@people.command()
@click.argument("chat")
def unmerge(chat: str) -> None:
    """Undo a wrong link made by way of CHAT: a number or an address, "whatsapp:225…", or "#12" as alarms name it.

    The account that was merged is restored, with its chats, its earnings and what was answered on these chats since; a
    chat that had no account belongs to nobody. Both sides are told, and the audit names the command line."""
    found = session.settings()
    now = Clock(found.clock).now()

    async def work(uow: UnitOfWork) -> unmerging.Parted:
        keys = await key_service.keys(uow, session.key_source(found))
        parted = await unmerging.unmerge(uow, await unmerging.chat_named(uow, chat, keys.numbers), now)
        for person, said in ((parted.account, joining_views.parted_from()), (parted.person, joining_views.parted())):
            for each in await chat_rows.open_of(uow, [person.id] if person is not None else []):
                await outgoing.say_plainly(uow, each.person_id, each.id, each.channel, said, now)
        return parted

    parted = session.in_unit(found, work)
    chats = ", ".join(f"#{each}" for each in parted.chats) or "none"
    if parted.person is None:
        click.echo(f"chat {chats} is parted from person {parted.account.id} and nobody's now")
        return
    sums = ", ".join(f"{each} {each.currency}" for each in parted.earned) or "nothing"
    click.echo(f"person {parted.person.id} is parted from person {parted.account.id}: chats {chats}, ", nl=False)
    click.echo(f"{parted.answers} answers, earned {sums}")
    for each in parted.paid_since:
        click.echo(f"{each} {each.currency} of it were paid out while they were one: settle that by hand")
    if not parted.chats:
        click.echo(f"she has no chat: hiteuses people rescue --person {parted.person.id} makes a line for her")


async def _accounts(uow: UnitOfWork, found: Settings) -> dict[str, str]:
    """The accounts' names: as the running product has stored them, else as the platforms tell."""
    known = await links.noted(uow)
    if telegram.NAME not in known and found.telegram_bot_token:
        from bot.channels.telegram import (
            account as telegram_account,  # late import: most calls need nothing of the large library behind it
        )

        try:
            told = await telegram_account.look(found.telegram_bot_token, found.telegram_api_url)
            known[telegram.NAME] = told.username
        except SendError as error:
            click.echo(f"hiteuses: no links, for {error}", err=True)
    if whatsapp.NAME not in known and found.whatsapp is not None:
        from bot.channels.whatsapp import account as whatsapp_account

        try:
            known[whatsapp.NAME] = (await whatsapp_account.phone(found.whatsapp)).number
        except SendError as error:
            click.echo(f"hiteuses: no links for WhatsApp, for {error}", err=True)
    return known
