"""One id leads through the logs of all processes, from an update to the messages that it caused."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import psycopg
from psycopg.rows import dict_row

from backend.db.engine.uow import Database
from backend.db.server import migrate
from tests.database import TestServer
from tests.fakes.telegram import FakeTelegram
from tests.integration.scenes import rows
from tests.machines import Balancer, Machine, Machines
from tests.product import ADMIN_CODE


def entries(machine: Machine) -> list[dict[str, Any]]:
    return [json.loads(line) for line in machine.lines if line.startswith("{")]


async def test_web_worker_and_relay_write_the_id_of_the_update_and_nothing_of_hers(server: TestServer) -> None:
    with server.another("log_ids") as url:
        migrate.upgrade(url)
        with psycopg.connect(url, autocommit=True, row_factory=dict_row) as connection:
            async with FakeTelegram() as telegram, Balancer().serving() as balancer:
                machines = Machines(
                    url,
                    telegram,
                    connection,
                    balancer,
                    LOG_FORMAT="json",
                    LOG_LEVEL="debug",
                    ADMIN_INVITE_CODE=ADMIN_CODE,
                )
                try:
                    web, worker, relay = (machines.start(part) for part in ("web", "worker", "relay"))
                    await asyncio.gather(*(machines.ready(machine) for machine in machines.began))
                    await telegram.listens()
                    awa = telegram.person("Zéphyrine")
                    await awa.says("bonjour à toutes")
                    await awa.hears()
                    await worker.said("handled in")
                    await relay.said("telegram: sent")
                finally:
                    await machines.close()
        database = Database(url, turn_connections=1, connections=1)
        try:
            (event,) = await rows(database, "select id from inbox where channel = 'telegram'")
            (told,) = await rows(database, "select id, event_id from outbox")
        finally:
            await database.close()
    assert told["event_id"] == event["id"]
    for machine, words in ((web, "stored, from telegram"), (worker, "handled in"), (relay, f"row {told['id']}")):
        told_of_it = [entry["message"] for entry in entries(machine) if entry.get("id") == f"e{event['id']}"]
        assert any(words in line for line in told_of_it), machine.lines
        assert not any(word in line for word in ("Zéphyrine", "bonjour", str(awa.id)) for line in machine.lines)
