"""Export of answers and results from the real database."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import stat
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from backend.db.engine.uow import Database
from backend.domain.errors import BadInput, NotFound
from backend.domain.people.commands import Person
from backend.domain.work.commands import AnswerCounted, CorrectAnswer, SubmitAnswer, TakeWork
from backend.domain.work.formats.data_rows import TaskRow
from backend.domain.work.projects import ProjectConfig
from backend.records import asdict, replace
from backend.services.work import service as work_service
from backend.services.work.files import exports, label_studio
from tests.integration.scenes import commit, execute, hiteuses
from tests.integration.work.importing import CONFIG, NOW, every, run, tasks

TEXT = replace(CONFIG, name="texts", kind="text", choices=())


async def export(database: Database, name: str, what: exports.What) -> list[dict[str, Any]]:
    async with database.unit() as uow:
        return [asdict(row) async for row in await exports.rows(uow, name, what)]


async def written(database: Database, name: str, what: exports.What, form: exports.Format) -> str:
    file = io.StringIO(newline="")
    async with database.unit() as uow:
        await exports.write(file, await exports.rows(uow, name, what), what, form)
    return file.getvalue()


async def answer(database: Database, person: Person, project_id: int, *values: Any, seconds: int = 10) -> list[int]:
    """She answers the next tasks of a project, one after the other; their ids."""
    done = []
    now = NOW
    async with database.turn() as uow:
        given = await work_service.take(uow, person, now, TakeWork(project_id))
        task = given.task
        for value in values:
            assert task is not None
            now += timedelta(seconds=seconds)
            counted = await work_service.submit(uow, person, now, SubmitAnswer(task.id, value))
            assert isinstance(counted, AnswerCounted)
            done.append(task.id)
            task = counted.next
        await uow.commit()
    return done


async def scene(database: Database, config: ProjectConfig = CONFIG, count: int = 3) -> tuple[int, list[Person]]:
    done = await run(database, tasks(count), config)
    return done.project_id, await hiteuses(database, 3)


async def test_every_standing_answer_is_one_row_by_task_and_time(database: Database) -> None:
    project_id, (awa, bintou, _) = await scene(database)
    await answer(database, awa, project_id, "ok", "hate", seconds=20)
    await answer(database, bintou, project_id, "hate", seconds=7)
    rows = await export(database, "comments", "answers")
    assert [(row["id"], row["answer"], row["seconds"]) for row in rows] == [
        ("c1", "hate", 7),
        ("c1", "ok", 20),
        ("c2", "hate", 20),
    ]
    assert [row["at"] - NOW for row in rows] == [timedelta(seconds=s) for s in (7, 20, 40)]
    assert tuple(rows[0]) == exports.COLUMNS["answers"]


async def test_a_corrected_answer_stands_once_with_its_new_value(database: Database) -> None:
    project_id, (awa, *_) = await scene(database)
    (task_id,) = await answer(database, awa, project_id, "ok")
    await commit(database, work_service.correct, awa, NOW + timedelta(minutes=1), CorrectAnswer(task_id, "hate"))
    assert [row["answer"] for row in await export(database, "comments", "answers")] == ["hate"]


async def test_a_lease_without_an_answer_is_no_row(database: Database) -> None:
    project_id, (awa, *_) = await scene(database)
    await answer(database, awa, project_id)
    assert await export(database, "comments", "answers") == []
    assert await export(database, "comments", "results") == []


async def test_a_worker_has_one_pseudonym_in_a_project_and_another_in_the_next(database: Database) -> None:
    first, (awa, bintou, _) = await scene(database)
    second = (await run(database, tasks(2), TEXT)).project_id
    await answer(database, awa, first, "ok", "ok")
    await answer(database, bintou, first, "ok")
    await answer(database, awa, second, "bonjour")
    rows = await export(database, "comments", "answers")
    workers = {(row["id"], row["worker"]) for row in rows}
    assert len({worker for _, worker in workers}) == 2
    assert len([worker for _, worker in workers if worker == rows[-1]["worker"]]) == 2
    (other,) = await export(database, "texts", "answers")
    assert other["worker"] not in {worker for _, worker in workers}
    assert all(re.fullmatch(r"w[0-9a-f]{12}", worker) for _, worker in workers)


async def test_a_done_task_has_its_stored_result_and_others_none_yet(database: Database) -> None:
    config = replace(CONFIG, answers_min=3, answers_max=3)
    project_id, (awa, bintou, chantal) = await scene(database, config)
    await answer(database, awa, project_id, "ok", "hate", seconds=1)
    await answer(database, bintou, project_id, "hate", "ok", seconds=2)
    await answer(database, chantal, project_id, "ok", seconds=3)
    assert await export(database, "comments", "results") == [
        {"id": "c1", "answer": "ok", "confidence": 0.6667, "answers": 3, "method": "guaranteed"},
        {"id": "c2", "answer": None, "confidence": 0.0, "answers": 2, "method": "guaranteed"},
    ]
    stored = await every(database, "select client_id from task where result is not null")
    assert [row["client_id"] for row in stored] == ["c1"]
    async with database.unit() as uow:  # and it is the stored one that is told, whatever made it
        await uow.execute(
            "update task set result = %s where client_id = 'c1'",
            ('{"answer": "x", "confidence": "0.9", "method": "told"}',),
        )
        await uow.commit()
    assert (await export(database, "comments", "results"))[0] == {
        "id": "c1",
        "answer": "x",
        "confidence": 0.9,
        "answers": 3,
        "method": "told",
    }


async def test_a_tie_has_no_answer_and_no_confidence(database: Database) -> None:
    """An empty answer had a confidence of 0.3333."""
    project_id, people = await scene(database, replace(CONFIG, answers_min=2, answers_max=2))
    await answer(database, people[0], project_id, "ok")
    await answer(database, people[1], project_id, "hate")
    (first,) = await export(database, "comments", "results")
    assert (first["answer"], first["confidence"], first["answers"]) == (None, 0.0, 2)


async def test_more_rows_than_one_fetch_come_whole_and_in_order(database: Database) -> None:
    _, (awa, *_) = await scene(database, CONFIG, 5_100)
    async with database.unit() as uow:
        await uow.execute(
            """
            insert into answer (person_id, task_id, project_id, status, leased_at, expires_at, value, answered_at)
            select %(person)s, id, project_id, 1, %(now)s, %(now)s, '"ok"', %(now)s from task
            """,
            {"person": awa.id, "now": NOW},
        )
        await uow.execute("update task set answers = 1, slots = 1")
        await uow.commit()
    for what in ("results", "answers"):
        rows = await export(database, "comments", what)
        assert [row["id"] for row in rows] == [f"c{n}" for n in range(1, 5_101)]


async def test_practice_and_unknown_projects_are_not_exported(database: Database) -> None:
    await scene(database)
    await execute(database, "update project set practice = true")
    for name in ("comments", "nothing"):
        with pytest.raises(NotFound, match=name):
            await export(database, name, "answers")


async def test_csv_has_a_header_and_dates_in_utc(database: Database) -> None:
    project_id, (awa, *_) = await scene(database)
    await answer(database, awa, project_id, "ok")
    lines = (await written(database, "comments", "answers", "csv")).splitlines()
    assert lines[0] == "id,worker,answer,seconds,at"
    assert re.fullmatch(r"c1,w[0-9a-f]{12},ok,10,2026-03-0[0-9]T[0-9:]{8}Z", lines[1])
    lines = (await written(database, "comments", "results", "csv")).splitlines()
    assert lines == ["id,answer,confidence,answers,method", "c1,,0.0,1,guaranteed"]


async def test_an_export_without_a_row_still_has_its_header(database: Database) -> None:
    await scene(database)
    assert await written(database, "comments", "results", "csv") == "id,answer,confidence,answers,method\n"
    assert await written(database, "comments", "results", "jsonl") == ""


async def test_lists_and_fields_are_json_in_both_formats(database: Database) -> None:
    config = replace(CONFIG, name="several", kind="choices")
    project_id, (awa, *_) = await scene(database, config)
    await answer(database, awa, project_id, ["hate", "ok"])
    (row,) = csv.DictReader(io.StringIO(await written(database, "several", "answers", "csv")))
    assert json.loads(row["answer"]) == ["ok", "hate"]
    entry = json.loads(await written(database, "several", "answers", "jsonl"))
    assert entry["answer"] == ["ok", "hate"]
    assert entry["at"].endswith("Z")


async def test_typed_text_comes_back_whole_and_json_lines_is_exact(database: Database) -> None:
    texts = ['Elle dit "non",\nputain ; voilà', "=1+cmd|' /C calc'!A0", "-12,5", "+225 07 07 07", "@awa", "- lait"]
    project_id, (awa, *_) = await scene(database, TEXT, len(texts))
    await answer(database, awa, project_id, *texts)
    lines = (await written(database, "texts", "answers", "jsonl")).splitlines()
    assert [json.loads(line)["answer"] for line in lines] == texts
    table = csv.DictReader(io.StringIO(await written(database, "texts", "answers", "csv"), newline=""))
    assert [row["answer"] for row in table] == [
        texts[0],
        "'=1+cmd|' /C calc'!A0",  # nothing that a spreadsheet would run
        "-12,5",
        "+225 07 07 07",
        "'@awa",
        "'- lait",
    ]


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


async def save(database: Database, path: Path) -> int:
    async with database.unit() as uow:
        return await exports.save(path, await exports.rows(uow, "comments", "answers"), "answers", "csv")


async def test_a_file_appears_whole_in_place_of_the_old_one_and_readable_as_any_other(
    database: Database, tmp_path: Path
) -> None:
    project_id, (awa, *_) = await scene(database)
    await answer(database, awa, project_id, "ok", "ok")
    path = tmp_path / "out.csv"
    path.write_text("old " * 1_000)
    assert await save(database, path) == 2
    assert len(path.read_text().splitlines()) == 3
    (tmp_path / "usual").touch()
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE((tmp_path / "usual").stat().st_mode)
    assert names(tmp_path) == ["out.csv", "usual"]


async def test_an_export_that_fails_in_the_middle_leaves_the_old_file(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project_id, (awa, *_) = await scene(database)
    await answer(database, awa, project_id, "ok", "ok")
    path = tmp_path / "out.csv"
    path.write_text("old")
    seen = []

    def fail_at_the_second(column: str, value: Any) -> Any:
        seen.append(column)
        if len(seen) > len(exports.COLUMNS["answers"]):
            raise OSError(28, "No space left on device")
        return value

    monkeypatch.setattr(exports, "_cell", fail_at_the_second)
    with pytest.raises(BadInput, match=r"out\.csv cannot be written: No space left on device"):
        await save(database, path)
    assert path.read_text() == "old"
    assert names(tmp_path) == ["out.csv"]


@pytest.mark.parametrize("name", [".", "none/out.csv"])
async def test_a_place_that_cannot_be_written_is_told(database: Database, tmp_path: Path, name: str) -> None:
    await scene(database)
    with pytest.raises(BadInput):
        await save(database, tmp_path / name)


async def test_a_pipe_is_written_to_and_not_replaced(database: Database, tmp_path: Path) -> None:
    await scene(database)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    heard: list[str] = []
    reader = threading.Thread(target=lambda: heard.append(pipe.read_text()), daemon=True)
    reader.start()
    await save(database, pipe)
    reader.join(10)
    assert heard == ["id,worker,answer,seconds,at\n"]
    assert pipe.is_fifo()


async def label_studio_file(database: Database, what: exports.What) -> list[dict[str, Any]]:
    file = io.StringIO()
    async with database.unit() as uow:
        count = await label_studio.write(file, uow, CONFIG.name, what)
    found: list[dict[str, Any]] = json.loads(file.getvalue())
    assert len(found) == count
    return found


async def test_label_studio_has_a_task_an_item_and_each_answer_as_an_annotation(database: Database) -> None:
    project_id = (await run(database, tasks(2), replace(CONFIG, answers_min=2, answers_max=2))).project_id
    awa, binta = await hiteuses(database, 2)
    await answer(database, awa, project_id, "ok", "hate")
    await answer(database, binta, project_id, "ok", seconds=20)
    first, second = await label_studio_file(database, "answers")
    assert (first["data"]["client_id"], second["data"]["client_id"]) == ("c1", "c2")
    assert [each["completed_by"] for each in (*first["annotations"], *second["annotations"])] == [1, 2, 1]
    assert [each["lead_time"] for each in first["annotations"]] == [10, 20]
    assert len({each["id"] for each in (*first["annotations"], *second["annotations"])}) == 3
    decided, undecided = await label_studio_file(database, "results")
    (result,) = decided["annotations"]
    assert result["result"][0]["value"] == {"choices": ["ok"]}
    assert (result["confidence"], result["method"], result["answers"]) == (1.0, "guaranteed", 2)
    assert undecided["annotations"] == []


async def test_label_studio_of_no_such_project_is_refused(database: Database) -> None:
    file = io.StringIO()
    async with database.unit() as uow:
        with pytest.raises(NotFound):
            await label_studio.write(file, uow, "nothing", "answers")
    assert file.getvalue() == ""


async def test_a_ranking_of_what_was_compared_in_pairs(database: Database) -> None:
    pairs = replace(CONFIG, kind="pair", choices=(), tie=True, show={"a": "{a}", "b": "{b}"}, answers_max=1)
    met = [("x", "=y"), ("=y", "z"), ("x", "z")]
    data = [TaskRow(n + 2, f"c{n}", {"a": a, "b": b}) for n, (a, b) in enumerate(met)]
    project_id = (await run(database, data, pairs)).project_id
    (awa,) = await hiteuses(database, 1)
    await answer(database, awa, project_id, "a", "a", "tie")
    found = await export(database, CONFIG.name, "ranking")
    assert [(row["thing"], row["confidence"], row["answers"]) for row in found] == [
        ("x", 0.75, 2),
        ("=y", 1.0, 2),
        ("z", 0.75, 2),
    ]
    assert {row["method"] for row in found} == {"bradley-terry"}
    assert "\n'=y," in await written(database, CONFIG.name, "ranking", "csv")


async def test_only_pairs_have_a_ranking(database: Database) -> None:
    await run(database, tasks(1))
    with pytest.raises(BadInput, match="only pairs have a ranking, not choice"):
        await export(database, CONFIG.name, "ranking")
