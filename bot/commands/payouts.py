"""`hiteuses payouts`: pay accepted earnings by a provider or with a file, and reconcile the results."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Literal, TypeVar

import click
import orjson

from backend.clock import Clock
from backend.db.engine.uow import Database, UnitOfWork
from backend.db.payouts.runs import Run, RunTotal
from backend.domain.errors import BadInput
from backend.domain.files import file_names
from backend.domain.money import Money
from backend.domain.payouts import files
from backend.domain.payouts.destinations import read_account, read_name
from backend.domain.payouts.files import Sender
from backend.domain.payouts.providers import LABELS, ProviderName
from backend.domain.payouts.states import HoldReason
from backend.domain.people.commands import OPERATOR
from backend.encryption import Keys
from backend.services.payouts import destinations, proposals, runs, stopping
from backend.services.payouts import keys as key_service
from backend.services.payouts import terms as terms_service
from bot.commands.checking import payments_underway
from bot.commands.checking.payments_underway import payments_in_words
from bot.commands.engine import inputs, outputs, session
from bot.commands.engine.who import NAME
from bot.settings import KEYS

T = TypeVar("T")

_JSON = click.option("--json", "as_json", is_flag=True)
_RUN = click.argument("run_id", metavar="RUN", type=click.IntRange(min=1))


@click.group()
def payouts() -> None:
    """Pay accepted earnings: propose a run, approve it, run it, reconcile it with the provider's results."""


@payouts.command()
@click.option("--minimum", metavar="N", help="In the currency of the payment; that of payouts.toml if left out.")
@click.option("--by", default="operator", show_default=True, type=NAME, metavar="NAME")
@_JSON
def propose(minimum: str | None, by: str, as_json: bool) -> None:
    """Propose a run of everything that can be paid now. Its money is reserved."""
    found = session.settings()
    least = None if minimum is None else Money.parse(minimum, proposals.NOTED_CURRENCY).units
    terms = terms_service.load(found.home, found.providers)

    async def work(database: Database) -> tuple[runs.Proposal, list[runs.Line], list[RunTotal]]:
        proposal = await runs.propose(database, OPERATOR, by, Clock(found.clock).now(), terms=terms, minimum=least)
        async with database.unit() as uow:
            keys = await key_service.keys(uow, session.key_source(found))
            if not proposal.payouts:
                return proposal, [], []
            lines = await runs.lines(uow, OPERATOR, proposal.run_id, keys)
            _, totals = await runs.one(uow, OPERATOR, proposal.run_id)
            await uow.commit()
        return proposal, lines, totals

    proposal, lines, totals = _on_database(work)
    if as_json:
        listed = [
            {
                "worker": line.person_id,
                "amount": str(line.order.amount),
                "currency": line.order.amount.currency,
                "destination": line.order.destination,
            }
            for line in lines
        ]
        held = {reason.value: count for reason, count in sorted(proposal.held.items())}
        report = {"run": proposal.run_id if listed else None, "payouts": listed, "held": held}
        click.echo(orjson.dumps(report, option=orjson.OPT_INDENT_2))
        return
    if lines:
        sums = _sums([line.order.amount for line in lines])
        click.echo(f"run {proposal.run_id}: {payments_in_words(proposal.payouts)}{sums}")
    else:
        click.echo("nobody is to be paid now: no run was made")
    if any(each.fees for each in totals):
        click.echo(f"  fees{_sums([Money(each.fees, each.currency) for each in totals if each.fees])}")
    for reason, count in sorted(proposal.held.items()):
        click.echo(f"  {count} with enough money wait: {reason.value}")
    if HoldReason.NO_RATE in proposal.held:
        for why in terms.stale(Clock(found.clock).now().date()):
            click.echo(f"  {why}: nobody is paid in it")
    if proposal.capped:
        click.echo(
            f"  {payments_in_words(proposal.capped)} reach a limit of payouts.toml; the rest waits for the next run"
        )
    if lines:
        click.echo(f"A second person approves it: hiteuses payouts approve {proposal.run_id} --by NAME")


@payouts.command()
@_RUN
@click.option("--by", required=True, type=NAME, metavar="NAME", help="Somebody else than who has proposed it.")
def approve(run_id: int, by: str) -> None:
    """Approve a run, as a second person."""
    now = Clock(session.settings().clock).now()
    session.in_unit(session.settings(), lambda uow: runs.approve(uow, OPERATOR, by, run_id, now))
    click.echo(f"run {run_id}: approved by {by}")


@payouts.command()
@_RUN
def drop(run_id: int) -> None:
    """Drop a run that was not handed over; its money is released."""
    now = Clock(session.settings().clock).now()
    session.in_unit(session.settings(), lambda uow: runs.drop(uow, OPERATOR, run_id, now))
    click.echo(f"run {run_id}: dropped, its money is back")


@payouts.command("run")
@_RUN
def run_(run_id: int) -> None:
    """Hand over an approved run: `hiteuses run` sends what goes by Wave and pawaPay; export the file of the rest
    afterwards."""
    found = session.settings()
    now, terms = Clock(found.clock).now(), terms_service.load(found.home, found.providers)

    async def work(
        uow: UnitOfWork,
    ) -> tuple[tuple[int, int], runs.Routes, dict[ProviderName, int], dict[HoldReason, int]]:
        routes = await runs.routes(uow, OPERATOR, run_id, terms)
        done = await runs.run(uow, OPERATOR, run_id, now, terms=terms)
        return done, routes, await runs.carriers(uow, OPERATOR, run_id), await runs.left_out(uow, OPERATOR, run_id)

    (sent, dropped), routes, by, left_out = session.in_unit(found, work)
    click.echo(f"run {run_id}: {payments_in_words(sent)} on their way" + (f", {dropped} held back" if dropped else ""))
    for why, count in left_out.items():
        click.echo(f"  {count} held back: {why.value}")
    if not found.providers:  # everything goes by file, as always there
        return
    for name, count in sorted(by.items()):
        by_file = name is ProviderName.FILES
        way = f"export them: hiteuses payouts export {run_id}" if by_file else "hiteuses run sends them"
        click.echo(f"  {count} by {LABELS[name]}; {way}")
    for name, count in sorted(routes.missed.items()):
        click.echo(f"  {count} of them would go by {LABELS[name]}, which is not set up: set {KEYS[name]}", err=True)


@payouts.command()
@click.argument("file", required=False, type=inputs.FILE)
@_JSON
def reconcile(file: Path | None, as_json: bool) -> int:
    """Record the provider's results: a CSV with payout_id, status, reason, or pain.002. Without FILE: list what
    is on its way.

    Lines that contradict what is recorded are named and change nothing; exit 1 then."""
    found = session.settings()
    if file is None:
        under = session.in_unit(found, payments_underway.look)
        if as_json:
            click.echo(orjson.dumps(under.as_json(), option=orjson.OPT_INDENT_2))
        else:
            under.print(found.providers)
        return 0
    name, now = file_names.text(file.name), Clock(found.clock).now()
    with file.open("rb") as stream:
        lines = files.read_returns(stream, name)
    done = session.in_unit(found, lambda uow: runs.reconcile(uow, OPERATOR, lines, now))
    failed = sum(not each.paid for each in done.settled)
    if as_json:
        wrong = [{"line": line, "reason": reason} for line, reason in done.wrong]
        report = {"paid": len(done.settled) - failed, "failed": failed, "known": done.known, "wrong": wrong}
        click.echo(orjson.dumps(report, option=orjson.OPT_INDENT_2))
    else:
        click.echo(f"{len(done.settled) - failed} paid, {failed} failed, {done.known} known already")
        for line, reason in done.wrong:
            click.echo(f"{name}:{line}: {reason}", err=True)
    return 1 if done.wrong else 0


@payouts.command()
@click.option("--by", required=True, type=NAME, metavar="NAME", help="Who stops them.")
def stop(by: str) -> None:
    """Stop all payouts: nothing new is sent, and what is on its way is still asked about, until `resume`."""
    now = Clock(session.settings().clock).now()
    done = session.in_unit(session.settings(), lambda uow: stopping.stop_by_hand(uow, OPERATOR, now, by))
    click.echo(f"payouts are stopped{'' if done else ' already'}; go on: hiteuses payouts resume --by NAME")


@payouts.command()
@click.option("--by", required=True, type=NAME, metavar="NAME", help="Who has looked at what went wrong.")
def resume(by: str) -> None:
    """Let payouts go on that were stopped, or stopped by themselves (an empty account, too many failures, a ledger that
    disagrees)."""
    now = Clock(session.settings().clock).now()
    found = session.in_unit(session.settings(), lambda uow: stopping.go_on(uow, OPERATOR, now, by))
    click.echo("payouts go on" if found is not None else "payouts are not stopped")


@payouts.command()
@_RUN
@click.option("--format", "form", type=click.Choice(["csv", "pain001"]), required=True)
@click.option("--payer", default="Hiteuses", show_default=True, metavar="NAME", help="pain001: who pays.")
@click.option("--payer-account", default="", metavar="IBAN", help="pain001: from which account.")
@click.option("-o", "output", required=True, metavar="FILE", help="- is standard output.")
def export(run_id: int, form: Literal["csv", "pain001"], payer: str, payer_account: str, output: str) -> None:
    """Write the payment orders of a run that was handed over, for a bank or provider; the same file each time. Only you
    may read it."""
    found = session.settings()
    sender = Sender(read_name(payer), read_account(payer_account).value if payer_account else "")

    async def work(uow: UnitOfWork) -> bytes:
        keys: Keys = await key_service.keys(uow, session.key_source(found))
        return await runs.export(uow, OPERATOR, run_id, form, sender, keys)

    written = session.in_unit(found, work)
    with outputs.private(output) as file:
        file.write(written)


@payouts.command("list")
@_JSON
def list_(as_json: bool) -> None:
    """List the newest runs with their totals."""
    found = session.in_unit(session.settings(), lambda uow: runs.listing(uow, OPERATOR, 100))
    if as_json:
        click.echo(orjson.dumps([_as_json(*each) for each in found], option=orjson.OPT_INDENT_2))
        return
    if not found:
        click.echo("no run of payments yet", err=True)
    for run, totals in found:
        parts = [f"{t.payouts} {t.state} ({Money(t.units, t.currency)} {t.currency})" for t in totals]
        click.echo(f"run {run.id}  {run.state}, proposed by {run.proposed_by}: {', '.join(parts) or 'nothing'}")


def _as_json(run: Run, totals: list[RunTotal]) -> dict[str, Any]:
    return {
        "run": run.id,
        "state": run.state.value,
        "proposed_by": run.proposed_by,
        "proposed_at": run.proposed_at.isoformat(),
        "approved_by": run.approved_by,
        "payouts": [
            {
                "state": each.state,
                "count": each.payouts,
                "amount": str(Money(each.units, each.currency)),
                "currency": each.currency,
            }
            for each in totals
        ],
    }


@payouts.command()
@click.argument("person", type=click.IntRange(min=1))
def clear(person: int) -> None:
    """Confirm that a person's account is in order after a check for which payments wait (a locked chat, a
    shared number)."""
    now = Clock(session.settings().clock).now()
    if not session.in_unit(session.settings(), lambda uow: destinations.clear(uow, OPERATOR, person, now)):
        raise BadInput(f"person {person} has not said where to be paid")
    click.echo(f"person {person}: cleared")


def _sums(amounts: list[Money]) -> str:
    """The sums by currency: " of 163989 XOF, 65595 XAF"; "" without payments."""
    sums = {code: sum(a.units for a in amounts if a.currency == code) for code in sorted({a.currency for a in amounts})}
    return " of " + ", ".join(f"{Money(units, code)} {code}" for code, units in sums.items()) if sums else ""


def _on_database(work: Callable[[Database], Awaitable[T]]) -> T:
    """Run `work` on the database and return its result. It commits by itself, in any number of transactions."""

    async def act(url: str) -> T:
        pools = Database(url, turn_connections=1, connections=2)
        try:
            return await work(pools)
        finally:
            await pools.close()

    with session.database(session.settings()) as url:
        return asyncio.run(act(url))
