"""The sample content for trying a refusal and an appeal in the demo: a client with a project, colleagues who have
answered its tasks, and a reviewer.

The client and the project exist from the start. The colleagues are added with the first reviewer's phone, so that a
demo without reviews has no people without phones."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from backend.clock import Clock
from backend.db.engine.uow import Database, UnitOfWork
from backend.db.messaging import inbox
from backend.db.people import queries as people_rows
from backend.db.work import projects, steering
from backend.domain.errors import existing
from backend.domain.people import places
from backend.domain.people.commands import OPERATOR, Person
from backend.domain.work.commands import SubmitAnswer, TakeWork
from backend.domain.work.formats.data_rows import read_rows
from backend.domain.work.formats.project_files import read_config
from backend.domain.work.projects import ProjectConfig
from backend.services.certificates import badges
from backend.services.clients import service as clients
from backend.services.people import service as people_service
from backend.services.work import service as work_service
from backend.services.work.files.imports import import_project

FOLDER = Path(__file__).parent / "sample"
COLLEAGUES = (("colleague-1", "Mawusi", "TG"), ("colleague-2", "Abla", "TG"))
"""(address, name, country) of the colleagues, who have no phones."""
MODULE = "revue"
"""The training module whose badge lets a hiteuse review."""
PER_TASK = timedelta(seconds=20)
"""The time between two answers of a colleague."""


async def install(database: Database, clock: Clock) -> None:
    """Add the client and the project, once."""
    config = _config()
    async with database.unit() as uow:
        if await projects.by_name(uow, config.name) is not None:
            return
        await clients.add(uow, OPERATOR, config.client, clock.now())
        with (FOLDER / "data.csv").open("rb") as data:
            rows = read_rows(data, "data.csv", config)
            await import_project(uow, config, rows, file="data.csv", base=None, by=OPERATOR, now=clock.now())
        await uow.commit()


async def begin(uow: UnitOfWork, channel: str, address: str, name: str, country: str, now: datetime) -> None:
    """Add a reviewer who has joined and passed the module, and the answers of the colleagues. Their project becomes the
    first offer. Raises `NotFound` if it is missing."""
    reviewer = await _joined(uow, channel, address, name, country, now)
    await badges.grant(uow, reviewer, MODULE, now)
    project = existing(await projects.by_name(uow, _config().name), "the demo's project is not there")
    await steering.set_priority(uow, project.id, 1)
    said = _said()
    for place, (colleague, first_name, where) in enumerate(COLLEAGUES, 1):
        person = await _joined(uow, channel, colleague, first_name, where, now)
        at = now - PER_TASK * (len(said) + 1) * place
        task = (await work_service.take(uow, person, at, TakeWork(project.id))).task
        while task is not None:
            at += PER_TASK
            counted = await work_service.submit(uow, person, at, SubmitAnswer(task.id, said[task.content["text"]]))
            task = counted.next


def _config() -> ProjectConfig:
    return read_config((FOLDER / "project.yaml").read_bytes(), "project.yaml")


async def _joined(uow: UnitOfWork, channel: str, address: str, name: str, country: str, now: datetime) -> Person:
    person_id = await inbox.meet(uow, channel, address, name, now)
    zone = places.country(country).zones[0].name
    columns = {"role": "hiteuse", "first_name": name, "country": country, "zone": zone}
    await people_rows.set_profile(uow, person_id, **columns)
    person = await people_rows.person(uow, person_id)
    assert person is not None
    await people_service.join(uow, person, now)
    joined = await people_rows.person(uow, person_id)
    assert joined is not None
    return joined


def _said() -> Mapping[str, str]:
    """Text → what the colleagues answer to it, which is not always right."""
    with (FOLDER / "data.csv").open(encoding="utf-8", newline="") as file:
        return {row["avis"]: row["collegues"] for row in csv.DictReader(file)}
