"""Batches of tasks that an admin sends in chat: looked at, kept until she says yes, then imported.

Looking is an import that is not committed, so what it tells is what the import will do; the yes is good
for the very bytes that were looked at.
"""

from __future__ import annotations

import asyncio
import io
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from backend.db.engine.uow import UnitOfWork
from backend.db.work import drafts
from backend.db.work import projects as project_rows
from backend.domain.errors import BadInput, NotFound, Reason
from backend.domain.people.commands import Person
from backend.domain.work.batches import PREVIEWED_TASKS, Checked
from backend.domain.work.formats.data_rows import TaskRow, read_rows
from backend.domain.work.projects import ProjectConfig
from backend.services import access
from backend.services.work.imports import Imported, import_project

MAX_OFFERED_PROJECTS = 5
"""Projects to choose from: a list on WhatsApp has ten rows."""
DRAFT_RETENTION = timedelta(days=2)
"""So long a file waits for her yes."""


async def config_of(uow: UnitOfWork, project: str) -> ProjectConfig:
    """Of a client's project that is there. Raises `BadInput`."""
    stored = await project_rows.by_name(uow, project)
    if stored is None or stored.practice:
        raise BadInput(Reason("no project named {name!r}", name=project))
    return stored.config


async def projects(uow: UnitOfWork, by: Person) -> tuple[tuple[str, str], ...]:
    """Name and title of the newest open ones, to choose from. Raises `NotAllowed`."""
    access.require(by, "import")
    return await drafts.open_projects(uow, MAX_OFFERED_PROJECTS)


async def check(
    uow: UnitOfWork, by: Person, config: ProjectConfig, content: bytes, file: str, now: datetime, *, named: bool
) -> Checked:
    """What an import would do. The unit of work is to be given up afterwards. Raises what `import_project`
    raises."""
    imported = await import_project(
        uow, config, read_rows(io.BytesIO(content), file, config), file=file, base=None, by=by, now=now
    )
    preview = await asyncio.to_thread(_first, content, file, config)
    would = imported.created, file, imported.new, imported.known, imported.cost
    short = tuple((each.project, each.paid, each.most) for each in imported.short)
    return Checked(config, named, *would, preview, imported.ungiven, imported.client, imported.a_month, short)


def _first(content: bytes, file: str, config: ProjectConfig) -> tuple[dict[str, str], ...]:
    rows = (row for row in read_rows(io.BytesIO(content), file, config) if isinstance(row, TaskRow))
    return tuple(dict(row.content) for row in islice(rows, PREVIEWED_TASKS))


async def keep(uow: UnitOfWork, by: Person, checked: Checked, content: bytes, now: datetime) -> int:
    """Until she says yes or no; its number. Raises `NotAllowed`."""
    access.require(by, "import")
    return await drafts.add(uow, by.id, "batch", checked.to_json(), content, now)


async def shown(uow: UnitOfWork, by: Person, draft_id: int) -> Checked:
    """What one of hers would do. Raises `NotFound`."""
    draft = await drafts.of(uow, by.id, "batch", draft_id)
    if draft is None:
        raise NotFound(f"no draft {draft_id}")
    return Checked.from_json(draft.about)


async def waiting(uow: UnitOfWork, by: Person) -> int | None:
    """The last one that waits for her yes."""
    return await drafts.newest(uow, by.id, "batch")


@dataclass(frozen=True, slots=True)
class SettledBatch:
    """`agreed`: her word counts now; False: it was given before, or the file is kept no more."""

    agreed: bool
    file: str = ""


async def settle(uow: UnitOfWork, by: Person, draft_id: int, now: datetime, *, yes: bool) -> SettledBatch:
    """Her word on one of hers, once. Raises `NotAllowed`."""
    access.require(by, "import")
    draft = await drafts.of(uow, by.id, "batch", draft_id)
    if draft is None or draft.settled_at is not None or now - draft.created_at > DRAFT_RETENTION:
        return SettledBatch(False, draft.about["file"] if draft else "")
    await drafts.settle(uow, draft_id, now, keep=yes)
    return SettledBatch(True, draft.about["file"])


async def carry_out(
    uow: UnitOfWork, by: Person, draft_id: int, now: datetime, channel: str
) -> tuple[ProjectConfig, Imported] | None:
    """Import what she said yes to; None when that was done already. Raises what `import_project` raises: the
    project may have changed since it was looked at."""
    found = await drafts.content(uow, draft_id)
    if found is None:
        return None
    checked = Checked.from_json(found[0])
    config = await config_of(uow, checked.config.name) if checked.named else checked.config
    imported = await import_project(
        uow,
        config,
        read_rows(io.BytesIO(found[1]), checked.file, config),
        file=checked.file,
        base=None,
        by=by,
        now=now,
        channel=channel,
    )
    await drafts.use_up(uow, draft_id)
    return config, imported
