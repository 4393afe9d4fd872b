"""The metrics of the whole service, read from the database: every process gives the same ones, and none is lost
when a process ends. Only the disk is that of the machine of the process that is asked."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from backend.domain.messaging.accounts import WORKING
from backend.domain.money import UNITS_PER_WHOLE
from backend.domain.payouts.alarms import StopReason
from backend.domain.privacy import retention
from backend.services.admin.service_state import ServiceState


class Service(Collector):
    """The metrics as Prometheus reads them. `home`: the data folder."""

    def __init__(self, state: ServiceState, home: Path, *, signs: bool = False) -> None:
        """`signs`: this process has the key that signs certificates in its environment."""
        self._state = state
        self._home = home
        self._signs = signs

    def collect(self) -> Iterable[Metric]:
        """The metric families; Prometheus calls this at each scrape."""
        state = self._state
        yield from _queues(state)
        yield from _accounts(state)
        yield from _schedule(state)
        yield from _payouts(state)
        yield from _ledger(state)
        yield from _machine(state, self._home)
        what = "The newest certificates were signed with a key that this process does not have"
        lost = state.key_elsewhere and not self._signs
        yield GaugeMetricFamily("hiteuses_signing_key_missing", what, float(lost))


def _queues(state: ServiceState) -> Iterator[Metric]:
    count = GaugeMetricFamily("hiteuses_waiting", "Rows that wait", labels=["queue", "lane"])
    age = GaugeMetricFamily("hiteuses_oldest_seconds", "Age of the oldest waiting row", labels=["queue", "lane"])
    for row in state.waiting:
        count.add_metric([row.queue, row.lane], row.count)
        age.add_metric([row.queue, row.lane], row.seconds)
    results = CounterMetricFamily(
        "hiteuses_messages",
        "What became of messages: sent, repeated, dead, later_chat and later_account (the platform asked to "
        "wait), unsure, refused, unreachable, window_closed, outdated, limited, locked, fault; alarm: account refused",
        labels=["channel", "result"],
    )
    pruned = CounterMetricFamily("hiteuses_pruned_rows", "Rows deleted after their time", labels=["what"])
    for tally in state.tallies:
        if tally.channel == retention.PRUNED:
            pruned.add_metric([tally.what], tally.count)
        else:
            results.add_metric([tally.channel, tally.what], tally.count)
    refused = GaugeMetricFamily("hiteuses_account_refused", "A platform refuses our account", labels=["channel"])
    paused = GaugeMetricFamily(
        "hiteuses_account_paused_seconds", "How long a platform still asks us to wait", labels=["channel"]
    )
    for account in state.accounts:
        refused.add_metric([account.channel], account.refused is not None)
        if account.paused_until is not None:
            paused.add_metric([account.channel], (account.paused_until - state.at).total_seconds())
    yield from (count, age, results, pruned, refused, paused)


def _accounts(state: ServiceState) -> Iterator[Metric]:
    quality = GaugeMetricFamily(
        "hiteuses_account_quality", "How a platform rates our account", labels=["channel", "quality"]
    )
    working = GaugeMetricFamily("hiteuses_account_working", "Our number works at the platform", labels=["channel"])
    limit = GaugeMetricFamily(
        "hiteuses_account_people_a_day", "People who may be written to first in a day, if limited", labels=["channel"]
    )
    for kept in state.conditions:
        for name in ("green", "yellow", "red"):
            quality.add_metric([kept.channel, name], kept.condition.quality == name)
        working.add_metric([kept.channel], kept.condition.status in WORKING)
        if kept.condition.people_a_day is not None:
            limit.add_metric([kept.channel], kept.condition.people_a_day)
    written = GaugeMetricFamily(
        "hiteuses_account_people_written_first", "Such people in the last 24 hours", labels=["channel"]
    )
    for channel, people in state.measured.written_first.items() if state.measured is not None else ():
        written.add_metric([channel], people)
    live = GaugeMetricFamily("hiteuses_announcements", "Announcements: planned, running", labels=["state"])
    for name in ("planned", "running"):
        live.add_metric([name], state.announcements.get(name, 0))
    yield from (quality, working, limit, written, live)


def _schedule(state: ServiceState) -> Iterator[Metric]:
    age = GaugeMetricFamily("hiteuses_tick_age_seconds", "Since the last tick of a scheduled job", labels=["job"])
    missed = GaugeMetricFamily("hiteuses_ticks_missed", "Ticks that have passed since without it", labels=["job"])
    late = GaugeMetricFamily("hiteuses_tick_late", "Three ticks of a job are missing, or two minutes", labels=["job"])
    for tick in state.ticks:
        if tick.last is not None:
            age.add_metric([tick.name], (state.at - tick.last).total_seconds())
        missed.add_metric([tick.name], tick.missed)
        late.add_metric([tick.name], tick.late)
    yield from (age, missed, late)


def _payouts(state: ServiceState) -> Iterator[Metric]:
    labels = ["state", "provider", "currency"]
    count = GaugeMetricFamily(
        "hiteuses_payouts",
        "Payments: proposed, sent (on their way), stuck (nobody asks about them), paid and failed (in the last day)",
        labels=labels,
    )
    amount = GaugeMetricFamily("hiteuses_payouts_amount", "Their sum, in the currency", labels=labels)
    oldest = GaugeMetricFamily("hiteuses_payouts_oldest_seconds", "Age of the oldest that has not ended", labels=labels)
    for row in state.payouts:
        where = [row.state, row.provider.value, row.currency]
        count.add_metric(where, row.payouts)
        amount.add_metric(where, row.units / UNITS_PER_WHOLE)
        if row.state not in ("paid", "failed"):
            oldest.add_metric(where, row.seconds)
    stopped = GaugeMetricFamily("hiteuses_payouts_stopped", "Payouts are stopped, by reason", labels=["reason"])
    for reason in StopReason:
        stopped.add_metric([reason.value], state.stop is not None and state.stop.reason is reason)
    claims = GaugeMetricFamily("hiteuses_payout_claims", "Claims: open, and late among them", labels=["state"])
    claims.add_metric(["open"], state.claims.open)
    claims.add_metric(["late"], state.claims.late)
    people = GaugeMetricFamily(
        "hiteuses_owed_people", "People whose accepted pay is in no payment", labels=["currency"]
    )
    owed = GaugeMetricFamily("hiteuses_owed_amount", "That pay, in the currency", labels=["currency"])
    for each in state.measured.owed if state.measured is not None else ():
        people.add_metric([each.currency], each.people)
        owed.add_metric([each.currency], each.units / UNITS_PER_WHOLE)
    yield from (count, amount, oldest, stopped, claims, people, owed)


def _ledger(state: ServiceState) -> Iterator[Metric]:
    if state.ledger is not None:
        yield GaugeMetricFamily(
            "hiteuses_ledger_disagreements", "Found by the last check of the ledger", state.ledger.disagreements
        )
        yield _age("hiteuses_ledger_check_age_seconds", "Since the last check of the ledger", state.ledger.at, state.at)
    if state.closed_until is not None:
        what = "Since the end of the last closed month; before the first, since the first transfer"
        yield _age("hiteuses_ledger_open_seconds", what, state.closed_until, state.at)


def _machine(state: ServiceState, home: Path) -> Iterator[Metric]:
    if state.key_since is not None:
        what = "Since the newest key that signs certificates is used"
        yield _age("hiteuses_signing_key_age_seconds", what, state.key_since, state.at)
    what = "By how much the product's clock is ahead of the database server's"
    yield GaugeMetricFamily("hiteuses_clock_ahead_seconds", what, state.ahead)
    if state.backup is not None:
        # in real time, as the server's clock tells it: a backup does not follow the product's clock
        real = state.at - timedelta(seconds=state.ahead)
        yield _age(
            "hiteuses_backup_age_seconds", "Since the last backup by `hiteuses db backup`", state.backup.at, real
        )
        yield GaugeMetricFamily("hiteuses_backup_bytes", "Size of that backup", state.backup.size)
    if state.measured is not None:
        yield GaugeMetricFamily("hiteuses_database_bytes", "Size of the database on disk", state.measured.database)
    disk = free_disk(home)
    if disk is not None:
        yield GaugeMetricFamily("hiteuses_disk_free_bytes", "Free on the disk of the data folder", disk[0])
        yield GaugeMetricFamily("hiteuses_disk_bytes", "Size of the disk of the data folder", disk[1])


def _age(name: str, what: str, since: datetime, now: datetime) -> Metric:
    return GaugeMetricFamily(name, what, (now - since).total_seconds())


def free_disk(folder: Path) -> tuple[int, int] | None:
    """The bytes that are free for this folder's user, and the size of its disk. None: it cannot be told."""
    there = next((each for each in (folder, *folder.parents) if each.exists()), None)
    if there is None:
        return None
    try:
        found = shutil.disk_usage(there)
    except OSError:
        return None
    return found.free, found.total
