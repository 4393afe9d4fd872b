"""The lines of `hiteuses check` on payment providers."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from backend.db.engine.uow import UnitOfWork
from backend.db.payouts import execution as execution_rows
from backend.domain.payouts.providers import LABELS, OVER_HTTP, Balance
from backend.services.payouts import stopping
from bot.commands.engine.finding import Finding
from bot.logs import redact
from bot.providers import accounts
from bot.providers.base import Provider, ProviderError
from bot.settings import KEYS, PAWAPAY_WEBHOOK, WAVE_WEBHOOK, Settings


def findings(found: Settings) -> Iterator[Finding]:
    """One line for each provider: off, its balance, or what it says; and one on Wave's callbacks."""
    on = {provider.name: provider for provider in accounts.of(found)}
    for name in OVER_HTTP:
        about = LABELS[name].lower()
        if name not in on:
            yield Finding(about, True, f"off: nobody is paid by {LABELS[name]}; set {KEYS[name]} to turn it on")
            continue
        try:
            balances = asyncio.run(_balances(on[name]))
        except ProviderError as error:
            yield Finding(about, False, f"{redact(str(error), found.secrets)}; check {KEYS[name]}")
            continue
        sums = ", ".join(
            f"{each.amount} {each.amount.currency}{f' for {each.country}' * bool(each.country)}" for each in balances
        )
        yield Finding(about, True, f"holds {sums or 'nothing'}")
    if found.wave is not None:
        if found.wave.webhook_secret is None:
            text = "no callbacks: WAVE_WEBHOOK_SECRET is unset; payments are asked about instead"
        else:
            text = f"callbacks to {found.site}{WAVE_WEBHOOK}, as registered in Wave's portal"
        yield Finding("wave", True, text)
    if found.pawapay is not None:
        yield Finding("pawapay", True, f"callbacks to {found.site}{PAWAPAY_WEBHOOK}, as set in pawaPay's dashboard")


async def standing(uow: UnitOfWork, found: Settings) -> list[Finding]:
    """A line if payouts are stopped, and one for each provider that has payments of ours and is not set up."""
    lines = []
    stop = await stopping.standing(uow)
    if stop is not None:
        text = f"stopped since {stop.at:%Y-%m-%d %H:%M} UTC: {stop.line}; go on: hiteuses payouts resume --by NAME"
        lines.append(Finding("payouts", False, text))
    for way in await execution_rows.underway(uow):
        if way.provider not in found.providers and way.provider in OVER_HTTP:
            text = (
                f"{way.payouts} payments are with {LABELS[way.provider]}, which nobody asks: set {KEYS[way.provider]}"
            )
            lines.append(Finding("payouts", False, text))
    return lines


async def _balances(provider: Provider) -> tuple[Balance, ...]:
    await provider.open()
    try:
        return await provider.balances()
    finally:
        await provider.close()
