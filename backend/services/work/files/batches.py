"""Batches of tasks that an admin sends in chat: checked, stored until the admin confirms, then imported.

The check is an import that is not committed, so it tells what the import will do. The confirmation is for exactly the
bytes that were checked.
"""

from __future__ import annotations

import asyncio
import hashlib
import io
import json
from collections.abc import Sequence
from datetime import datetime
from itertools import islice

from backend.db.engine.uow import UnitOfWork
from backend.db.work import drafts
from backend.db.work import projects as project_rows
from backend.domain.errors import BadInput, Reason, existing
from backend.domain.french.spelling import fold
from backend.domain.people.commands import Person
from backend.domain.privacy.retention import UPLOADS
from backend.domain.work.batches import PREVIEWED_TASKS, Checked
from backend.domain.work.formats.data_rows import TaskRow, read_rows
from backend.domain.work.projects import ProjectConfig
from backend.records import Record
from backend.services import access
from backend.services.work.files.imports import Imported, import_project

MAX_OFFERED_PROJECTS = 5
"""How many projects are offered as choices: a list on WhatsApp has ten rows."""


async def config_of(uow: UnitOfWork, project: str) -> ProjectConfig:
    """The configuration of a client's existing project, by its name, its title, or a part of one that only one open
    project has. Raises `BadInput`."""
    stored = await project_rows.by_name(uow, project)
    if stored is None and (name := _called(project, await project_rows.called(uow))) is not None:
        stored = await project_rows.by_name(uow, name)
    if stored is None or stored.practice:
        raise BadInput(Reason("no project named {name!r}", name=project))
    return stored.config


def _called(text: str, known: Sequence[tuple[str, str]]) -> str | None:
    """The name of the only one of these projects, (name, title), that the text means; None if there is none."""
    said = fold(text)
    whole = [name for name, title in known if said in (fold(name), fold(title))]
    part = [name for name, title in known if said and said in f"{fold(name)} {fold(title)}"]
    found = whole or part
    return found[0] if len(found) == 1 else None


async def projects(uow: UnitOfWork, by: Person) -> tuple[tuple[str, str], ...]:
    """Names and titles of the newest open projects. Raises `NotAllowed`."""
    access.require(by, "import")
    return await drafts.open_projects(uow, MAX_OFFERED_PROJECTS)


async def check_project(uow: UnitOfWork, by: Person, config: ProjectConfig, now: datetime) -> None:
    """Raise what is wrong with a project before its data are there. The caller must give up the unit of work."""
    await import_project(uow, config, iter(()), file="", base=None, by=by, now=now)


async def check(
    uow: UnitOfWork, by: Person, config: ProjectConfig, content: bytes, file: str, now: datetime, *, named: bool
) -> Checked:
    """What an import would do. The caller must give up the unit of work afterwards. Raises what `import_project`
    raises."""
    before = await _known_by(uow, config)
    imported = await import_project(
        uow, config, read_rows(io.BytesIO(content), file, config), file=file, base=None, by=by, now=now
    )
    preview = await asyncio.to_thread(_first, content, file, config)
    return Checked(
        config,
        named,
        imported.created,
        file,
        imported.new,
        imported.known,
        imported.cost,
        preview,
        ungiven=imported.ungiven,
        client=imported.client,
        a_month=imported.a_month,
        short=tuple((each.project, each.paid, each.most) for each in imported.short),
        controls=imported.controls,
        differ=imported.differ,
        longest=imported.longest,
        before=before,
    )


async def _known_by(uow: UnitOfWork, config: ProjectConfig) -> str:
    """By which it is known whether the configuration that this one replaces is still the same; "" if there is none."""
    stored = await project_rows.by_name(uow, config.name)
    if stored is None:
        return ""
    return hashlib.sha256(json.dumps(stored.config.to_json(), sort_keys=True).encode()).hexdigest()


def _first(content: bytes, file: str, config: ProjectConfig) -> tuple[dict[str, str], ...]:
    rows = (row for row in read_rows(io.BytesIO(content), file, config) if isinstance(row, TaskRow))
    return tuple(dict(row.content) for row in islice(rows, PREVIEWED_TASKS))


async def keep(uow: UnitOfWork, by: Person, checked: Checked, content: bytes, now: datetime) -> int:
    """Store a batch until the admin says yes or no. Return its number. Raises `NotAllowed`."""
    access.require(by, "import")
    return await drafts.add(uow, by.id, "batch", checked.to_json(), content, now)


async def shown(uow: UnitOfWork, by: Person, draft_id: int) -> Checked:
    """What a stored batch of the admin would do. Raises `NotFound`."""
    draft = existing(await drafts.of(uow, by.id, "batch", draft_id), f"no draft {draft_id}")
    return Checked.from_json(draft.about)


async def waiting(uow: UnitOfWork, by: Person) -> int | None:
    """The admin's last batch that waits for a confirmation; None if there is none."""
    return await drafts.newest(uow, by.id, "batch")


class SettledBatch(Record):
    """`agreed`: the confirmation counts. False: it was given before, or the file is no longer stored."""

    agreed: bool
    file: str = ""


async def settle(uow: UnitOfWork, by: Person, draft_id: int, now: datetime, *, yes: bool) -> SettledBatch:
    """Record the admin's yes or no to a batch, once. Raises `NotAllowed`."""
    access.require(by, "import")
    draft = await drafts.of(uow, by.id, "batch", draft_id)
    if draft is None or draft.settled_at is not None or now - draft.created_at > UPLOADS:
        return SettledBatch(False, draft.about["file"] if draft else "")
    await drafts.settle(uow, draft_id, now, keep=yes)
    return SettledBatch(True, draft.about["file"])


async def carry_out(
    uow: UnitOfWork, by: Person, draft_id: int, now: datetime, channel: str
) -> tuple[ProjectConfig, Imported] | None:
    """Import a confirmed batch. None if that was done already. Raises what `import_project` raises, because the project
    may have changed since the check, and `BadInput` if it has another configuration by now, which this one would
    undo."""
    found = await drafts.content(uow, draft_id)
    if found is None:
        return None
    checked = Checked.from_json(found[0])
    config = await config_of(uow, checked.config.name) if checked.named else checked.config
    if not checked.named and checked.before not in (None, await _known_by(uow, config)):
        reason = Reason("the project {name!r} was changed since: send your files once more", name=config.name)
        raise BadInput(reason)
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
