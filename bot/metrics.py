"""The metrics of the whole service, read from the database: every process gives the same ones, and none is lost
when a process ends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from backend.db.engine import health
from backend.db.engine.uow import UnitOfWork
from backend.db.messaging import traffic


@dataclass(frozen=True, slots=True)
class Figures:
    """What the metrics show, as read at one time."""

    waiting: Sequence[health.Waiting]
    accounts: Sequence[health.QuietChannel]
    tallies: Sequence[traffic.Tally]
    at: datetime


async def look(uow: UnitOfWork, now: datetime) -> Figures:
    """Read the metrics from the database."""
    return Figures(await health.waiting(uow, now), await health.accounts(uow, now), await traffic.tallies(uow), now)


class Service(Collector):
    """The metrics as Prometheus reads them."""

    def __init__(self, figures: Figures) -> None:
        self._figures = figures

    def collect(self) -> Iterable[Metric]:
        """The metric families; Prometheus calls this at each scrape."""
        count = GaugeMetricFamily("hiteuses_waiting", "Rows that wait", labels=["queue", "lane"])
        age = GaugeMetricFamily("hiteuses_oldest_seconds", "Age of the oldest waiting row", labels=["queue", "lane"])
        for row in self._figures.waiting:
            count.add_metric([row.queue, row.lane], row.count)
            age.add_metric([row.queue, row.lane], row.seconds)
        results = CounterMetricFamily(
            "hiteuses_messages",
            "What became of messages: sent, repeated, dead, later_chat and later_account (the platform asked to "
            "wait), unsure, refused, unreachable, window_closed, outdated, locked, fault; alarm: account refused",
            labels=["channel", "result"],
        )
        for tally in self._figures.tallies:
            results.add_metric([tally.channel, tally.what], tally.count)
        refused = GaugeMetricFamily("hiteuses_account_refused", "A platform refuses our account", labels=["channel"])
        paused = GaugeMetricFamily(
            "hiteuses_account_paused_seconds", "How long a platform still asks us to wait", labels=["channel"]
        )
        for account in self._figures.accounts:
            refused.add_metric([account.channel], account.refused is not None)
            if account.paused_until is not None:
                paused.add_metric([account.channel], (account.paused_until - self._figures.at).total_seconds())
        return [count, age, results, refused, paused]
