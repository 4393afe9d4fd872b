"""Export for Label Studio, task by task. Memory does not grow with their number."""

from __future__ import annotations

from contextlib import aclosing
from typing import Any, TextIO

import orjson

from backend.db.engine.uow import UnitOfWork
from backend.db.work.files import exports as export_rows
from backend.db.work.files.exports import Annotated
from backend.domain.errors import existing
from backend.domain.work.formats import label_studio_export
from backend.domain.work.projects import ProjectConfig
from backend.services.work.files.exports import What


async def write(file: TextIO, uow: UnitOfWork, name: str, what: What) -> int:
    """Write the JSON of a project's tasks to an open text file. Return the number of tasks. Raises `NotFound` before
    anything is written.

    `answers`: every standing answer is an annotation. `results`: the result of a task is its only annotation; none if
    it is undecided or tied. Tasks without answers are left out.
    """
    project_id, config = await _project(uow, name)
    workers: dict[str, int] = {}
    count = 0
    file.write("[")
    found = export_rows.annotated(uow, project_id) if what == "answers" else export_rows.decided(uow, project_id)
    task: dict[str, Any] = {}
    async with aclosing(found) as rows:
        async for row in rows:
            if task.get("id") != row.task:
                _flush(file, task, count)
                count += 1
                task = _task(config, row)
            if row.answer is not None:
                task["annotations"].append(_annotation(config, row, workers))
    _flush(file, task, count)
    file.write("\n]\n")
    return count


async def configuration(uow: UnitOfWork, name: str) -> str:
    """The labelling configuration that belongs to the export. Raises `NotFound`."""
    _, config = await _project(uow, name)
    return label_studio_export.configuration(config)


async def _project(uow: UnitOfWork, name: str) -> tuple[int, ProjectConfig]:
    return existing(await export_rows.project(uow, name), f"there is no project {name!r}")


def _flush(file: TextIO, task: dict[str, Any], count: int) -> None:
    if task:
        file.write("\n" if count == 1 else ",\n")
        file.write(orjson.dumps(task, option=orjson.OPT_UTC_Z).decode())


def _task(config: ProjectConfig, row: Annotated) -> dict[str, Any]:
    return {
        "id": row.task,
        "data": label_studio_export.data(config, row.id, row.content),
        "annotations": [],
        "predictions": [],
    }


def _annotation(config: ProjectConfig, row: Annotated, workers: dict[str, int]) -> dict[str, Any]:
    """An annotation. Label Studio numbers its people, so they are numbered in order of appearance; the pseudonym stands
    beside."""
    annotation: dict[str, Any] = {
        "id": row.annotation,
        "result": label_studio_export.results(config, row.answer),
        "was_cancelled": False,
        "ground_truth": False,
        "created_at": row.at,
        "updated_at": row.at,
        "lead_time": row.seconds,
    }
    if row.worker is not None:
        annotation["completed_by"] = workers.setdefault(row.worker, len(workers) + 1)
        annotation["worker"] = row.worker
    else:
        annotation |= {"confidence": row.confidence, "method": row.method, "answers": row.answers}
    return annotation
