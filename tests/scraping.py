"""The metrics as Prometheus gets them, as numbers by their name and labels."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import prometheus_client
from prometheus_client.core import CollectorRegistry

from backend.db.earnings.service_figures import LedgerCheck, Owed
from backend.db.engine.backup_mark import Backup
from backend.db.engine.health import QuietChannel, Waiting
from backend.db.engine.uow import Database
from backend.db.messaging.account_conditions import KeptCondition
from backend.db.messaging.traffic import Tally
from backend.db.payouts.overview import OpenClaims, PayoutCount
from backend.domain.messaging.accounts import AccountCondition
from backend.domain.payouts.providers import ProviderName
from backend.domain.privacy import retention
from backend.services.admin import service_state
from backend.services.admin.queue_jobs import Tick
from backend.services.admin.service_state import Measured, ServiceState
from bot.metrics import Service
from tests.product import PATIENCE, Product

OF_PROCESS = frozenset({"hiteuses_events_let_go_total"})
"""Counters that each process keeps for itself."""


async def metrics(product: Product) -> dict[str, float]:
    """What a running product exports."""
    async with asyncio.timeout(PATIENCE), aiohttp.ClientSession() as session:
        while True:
            try:
                async with session.get(f"{product.environment['PUBLIC_URL']}/metrics") as answer:
                    assert answer.status == 200
                    return _read(await answer.text())
            except aiohttp.ClientConnectorError:  # it has only just been started
                await asyncio.sleep(0.02)


async def of_database(database: Database, now: datetime, plan: Mapping[str, timedelta]) -> dict[str, float]:
    """What a program would export on this database."""
    async with database.unit() as uow:
        state = await service_state.look(uow, plan, now)
    registry = CollectorRegistry()
    registry.register(Service(state, Path("/")))
    return _read(prometheus_client.generate_latest(registry).decode())


def _read(text: str) -> dict[str, float]:
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return {name: float(figure) for line in lines for name, figure in re.findall(r"^(\S+) (\S+)$", line)}


def exported_names() -> set[str]:
    """The names of all metrics, of a state that has one of each."""
    at = datetime(2026, 3, 4, tzinfo=UTC)
    state = ServiceState(
        at,
        0.0,
        [Waiting("inbox", "", 1, 2.0)],
        [QuietChannel("telegram", at, at)],
        [Tally("telegram", "sent", 1), Tally(retention.PRUNED, "receipts", 1)],
        [Tick("pay", timedelta(seconds=10), at, late=False)],
        [PayoutCount(ProviderName.WAVE, "XOF", "sent", 1, 1, 1.0)],
        OpenClaims(0, 0),
        None,
        LedgerCheck(at, 0),
        at,
        at,
        Measured((Owed("XOF", 1, 1),), 1, {"whatsapp": 1}),
        [KeptCondition("whatsapp", AccountCondition("green", "connected", "TIER_1K"))],
        Backup(at, 1),
    )
    registry = CollectorRegistry()
    registry.register(Service(state, Path("/")))
    return {
        re.split(r"[{ ]", line)[0]
        for line in prometheus_client.generate_latest(registry).decode().splitlines()
        if not line.startswith("#")
    }
