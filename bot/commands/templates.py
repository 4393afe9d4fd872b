"""`hiteuses templates`, and the lines on WhatsApp in `hiteuses check`."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence

import click
import orjson

from backend.domain.errors import BadInput
from backend.domain.messaging.accounts import WORKING, AccountCondition
from bot.channels import whatsapp
from bot.channels.errors import SendError
from bot.channels.whatsapp import account as whatsapp_account
from bot.channels.whatsapp.account import FIELDS, WANTED, Account
from bot.channels.whatsapp.approvals import Standing, compare
from bot.channels.whatsapp.templates import TEMPLATES
from bot.commands.engine import session
from bot.commands.engine.finding import Finding
from bot.delivery.alarms.account_alarm import in_words
from bot.logs import redact
from bot.settings import WHATSAPP, Settings, WhatsAppAccount


def findings(found: Settings) -> Iterator[Finding]:
    """The lines of the check: the token and the number, where events are sent, the templates."""
    account = found.whatsapp
    if account is None:
        yield Finding(whatsapp.NAME, True, f"off; set {', '.join(WHATSAPP)} to turn it on")
        return
    try:
        known = asyncio.run(whatsapp_account.look(account))
    except SendError as error:
        yield Finding(whatsapp.NAME, False, redact(str(error), found.secrets))
        return
    yield number(known)
    yield webhook(known, found.whatsapp_webhook_url)
    yield templates_line([compare(template, known.templates) for template in TEMPLATES])


def number(known: Account) -> Finding:
    """The line on the number: its quality, its state, and how many people a day it may write to first."""
    condition = AccountCondition(known.phone.quality, known.phone.status, known.tier)
    said = f"+{known.phone.number} ({known.phone.name}), {in_words(condition)}"
    if condition.status not in WORKING:
        return Finding(whatsapp.NAME, False, f"{said}: see the number in WhatsApp Manager")
    if condition.quality in ("red", "yellow"):
        advice = "people block or report us: send fewer announcements, and see WhatsApp Manager"
        return Finding(whatsapp.NAME, False, f"{said}: {advice}")
    return Finding(whatsapp.NAME, True, said)


def webhook(known: Account, wanted: str | None) -> Finding:
    """The line on events: whether they arrive as the settings say."""
    there = known.phone.webhook
    if wanted is None:
        return Finding("events", False, "PUBLIC_URL is unset: WhatsApp has no address to send events to")
    if not known.apps:
        return Finding("events", False, "no app gets the account's events: hiteuses run or web subscribes it")
    if there and there != wanted:
        return Finding("events", False, f"events go to {there}, not to {wanted}: hiteuses run or web changes it")
    if known.fields is None:
        return Finding("events", True, f"{wanted}; which fields the app asks for is not told to this token")
    if missing := sorted(FIELDS - known.fields):
        advice = "subscribe to it in the App Dashboard, WhatsApp, Configuration"
        return Finding("events", False, f"{wanted}; the app does not ask for {', '.join(missing)}: {advice}")
    lacking = sorted(WANTED - known.fields)
    advice = f"; {', '.join(lacking)} would tell of approvals sooner" if lacking else ""
    return Finding("events", True, f"{wanted}{advice}")


def templates_line(standings: Sequence[Standing]) -> Finding:
    """The line on the templates: whether all are approved."""
    wrong = [f"{s.template.name} {s.state}" for s in standings if not s.ok]
    if not wrong:
        return Finding("templates", True, f"all {len(standings)} approved")
    return Finding("templates", False, f"{', '.join(wrong)}; see hiteuses templates check")


@click.group()
def templates() -> None:
    """WhatsApp's templates: what may be sent more than 24 hours after a person's last message."""


@templates.command("check")
@click.option("--json", "as_json", is_flag=True)
def check_templates(as_json: bool) -> int:
    """Compare the product's templates with the account's; exit 1 if not all of them are approved as they are."""
    standings = asyncio.run(whatsapp_account.standings(_account()))
    if as_json:
        _print_json([_row(s, s.state, s.text) for s in standings])
    else:
        for s in standings:
            click.echo(_line(s, s.state, s.text))
    return 0 if all(s.ok for s in standings) else 1


@templates.command("push")
@click.option("--json", "as_json", is_flag=True)
def push_templates(as_json: bool) -> int:
    """Submit the templates that are missing; leave the others as they are. Meta reviews each, mostly within minutes."""
    pushed = asyncio.run(whatsapp_account.push(_account()))
    if as_json:
        _print_json([_row(p.standing, p.done, p.text) for p in pushed])
    else:
        for p in pushed:
            click.echo(_line(p.standing, p.done, p.text))
    return 1 if any(p.done == "refused" for p in pushed) else 0


def _account() -> WhatsAppAccount:
    account = session.settings().whatsapp
    if account is None:
        raise BadInput(f"WhatsApp is off: set {', '.join(WHATSAPP)}")
    return account


def _row(standing: Standing, state: str, text: str) -> dict[str, str]:
    template = standing.template
    return {
        "name": template.name,
        "language": template.language,
        "purpose": template.purpose,
        "state": state,
        "text": text,
    }


def _line(standing: Standing, state: str, text: str) -> str:
    template = standing.template
    return f"{template.name:<26}{template.language:<4}{state}: {text}"


def _print_json(rows: Sequence[dict[str, str]]) -> None:
    click.echo(orjson.dumps(rows, option=orjson.OPT_INDENT_2))
