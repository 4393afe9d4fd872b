"""`hiteuses check`: check settings, database and accounts."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import click
import orjson

from backend.clock import Clock
from backend.db.engine import health
from backend.db.engine.health import QuietChannel
from backend.db.server.state import State, state
from backend.domain.errors import BadInput, HiteusesError
from backend.domain.payouts import terms_file
from backend.domain.payouts.providers import LABELS, ProviderName
from backend.domain.payouts.terms import PaySchedule, Terms
from backend.domain.people import places
from backend.records import replace
from backend.services.payouts import terms as terms_service
from bot.channels import telegram, whatsapp
from bot.channels.errors import SendError
from bot.commands import templates
from bot.commands.checking import payment_providers, service_checks
from bot.commands.engine import session
from bot.commands.engine.finding import Finding
from bot.logs import redact
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.channels.telegram.account import Account as TelegramAccount

RECENT_SPAN = timedelta(hours=1)
"""An error of the webhook that is older than this is not reported."""


@click.command()
@click.option("--json", "as_json", is_flag=True)
def check(as_json: bool) -> int:
    """Check settings, database, schedule, ledger, keys, backups, disk, clock, and our accounts on platforms and with
    payment providers: one line each, ok or what to do. Exit code 1 if something is to be done."""
    findings = list(_findings())
    if as_json:
        rows = [{"about": f.about, "ok": f.ok, "text": f.text} for f in findings]
        click.echo(orjson.dumps(rows, option=orjson.OPT_INDENT_2))
    else:
        for finding in findings:
            click.echo(f"{finding.about:<10}{'ok' if finding.ok else 'NOT OK'}: {finding.text}")
    return 0 if all(finding.ok for finding in findings) else 1


def _findings() -> Iterator[Finding]:
    try:
        found = session.settings()
    except BadInput as error:
        yield from (Finding("settings", False, line) for line in str(error).splitlines())
        return
    where = "DATABASE_URL" if found.database_url else f"data in {found.home}"
    yield Finding("settings", True, where)
    yield from _database(found)
    yield service_checks.disk(found.home)
    yield from payments(found)
    yield from _telegram(found)
    yield from templates.findings(found)
    yield from payment_providers.findings(found)


def payments(found: Settings) -> Iterator[Finding]:
    """The line on the terms of payment: who pays when. For terms with faults, a line for each."""
    try:
        terms = terms_service.load(found.home, found.providers)
    except BadInput as error:
        yield from (Finding("payouts", False, line) for line in str(error).splitlines())
        return
    own = (found.home / terms_file.FILE).exists()
    where = f"{terms_file.FILE} of {terms.as_of}" if own else f"as shipped, no {terms_file.FILE} in {found.home}"
    used = "; ".join(f"{LABELS[name]}: {' '.join(codes)}" for name, codes in _by_provider(terms).items())
    promised = "no [schedule]: no day is promised" if terms.schedule is None else _promised(terms.schedule)
    yield Finding("payouts", True, f"{where}; {promised}; {used}")
    # currencies that the operator has not given a rate for are no fault of the file
    for reason in terms.stale(Clock(found.clock).now().date()):
        yield Finding("payouts", not terms.rates, f"{reason}: nobody is paid in it")


def _promised(schedule: PaySchedule) -> str:
    day = terms_file.WEEKDAYS[schedule.weekly].capitalize()
    return f"each {day} and on day {schedule.monthly} of the month at {schedule.hour}:00 local time"


def _by_provider(terms: Terms) -> dict[ProviderName, list[str]]:
    found: dict[ProviderName, list[str]] = {}
    for country in places.COUNTRIES:
        found.setdefault(terms.provider(country.code), []).append(country.code)
    return found


def _telegram(found: Settings) -> Iterator[Finding]:
    if found.telegram_bot_token is None:
        yield Finding(telegram.NAME, True, "off; set TELEGRAM_BOT_TOKEN to turn it on")
        return
    from bot.channels.telegram import (
        account as telegram_account,  # late import: most calls need nothing of the large library behind it
    )

    try:
        account = asyncio.run(telegram_account.look(found.telegram_bot_token, found.telegram_api_url))
    except SendError as error:
        yield Finding(telegram.NAME, False, redact(str(error), found.secrets))
        return
    yield Finding(telegram.NAME, True, f"@{account.username}, its token works")
    yield webhook(account, found.webhook_url, datetime.now(UTC))


def _database(found: Settings) -> Iterator[Finding]:
    quiet: list[QuietChannel] = []
    paying: list[Finding] = []
    service: list[Finding] = []
    now = Clock(found.clock).now()
    try:
        with session.server(found) as url:
            there = state(url)
            if there.unfit is None and there.revision == there.head:
                quiet = session.looked(url, lambda uow: health.accounts(uow, now))
                paying = session.looked(url, lambda uow: payment_providers.standing(uow, found))
                service = session.looked(url, lambda uow: service_checks.findings(uow, found, now))
    except HiteusesError as error:
        advice = "; check DATABASE_URL" if found.database_url else ""
        yield Finding("database", False, redact(str(error), found.secrets) + advice)
        return
    yield _schema(there)
    yield from service
    yield from paying
    on = {telegram.NAME: found.telegram_bot_token is not None, whatsapp.NAME: found.whatsapp is not None}
    for account in quiet:
        if not on.get(account.channel):
            continue  # it was turned off since then
        finding = sending(account, now)
        yield replace(finding, text=redact(finding.text, found.secrets))


def sending(account: QuietChannel, now: datetime) -> Finding:
    """The line on a platform that accepts no messages now: why, and until when."""
    if account.refused is not None:
        since, reason = _moment(account.refused), f" ({account.reason})" if account.reason else ""
        what = "check its token and what the platform says of the account; what waits is sent then"
        return Finding("sending", False, f"{account.channel} refuses our account since {since}{reason}: {what}")
    assert account.paused_until is not None
    until, seconds = _moment(account.paused_until), (account.paused_until - now).total_seconds()
    return Finding(
        "sending",
        False,
        f"{account.channel} asked us to wait until {until}, {seconds:.0f} s from now; then it goes on by itself",
    )


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def _schema(now: State) -> Finding:
    version = f"PostgreSQL {'.'.join(map(str, now.server))}"
    if now.unfit is not None:
        return Finding("database", False, now.unfit)
    if now.revision is None:
        return Finding("database", False, f"{version}, still empty; run: hiteuses db upgrade")
    if now.revision != now.head:
        what = f"the schema is at {now.revision}, this program needs {now.head}"
        return Finding("database", False, f"{version}; {what}; run: hiteuses db upgrade")
    return Finding("database", True, f"{version}, schema {now.revision}")


def webhook(account: TelegramAccount, wanted: str | None, now: datetime) -> Finding:
    """The line on the webhook: whether updates arrive as the settings say (`wanted` None: they are polled)."""
    waiting = f"{account.pending} updates waiting"
    if wanted is None and account.webhook:
        text = f"registered at {account.webhook}, but PUBLIC_URL is unset: hiteuses run takes it away and polls"
        return Finding("webhook", False, text)
    if wanted is None:
        return Finding("webhook", True, f"none, updates are polled; {waiting}")
    if account.webhook != wanted:
        there = account.webhook or "nowhere"
        return Finding("webhook", False, f"registered {there}, not at {wanted}: hiteuses run or web registers it")
    at = account.last_error_at
    if account.last_error and at is not None and now - at < RECENT_SPAN and account.pending:
        return Finding("webhook", False, f"{wanted}; {waiting}; Telegram could not deliver: {account.last_error}")
    return Finding("webhook", True, f"{wanted}; {waiting}")
