"""Pictures that rows name: found beside the data, checked, stored once."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest
from PIL import Image

from backend.db.engine.uow import Database
from backend.db.messaging import media as media_rows
from backend.domain.errors import BadFile
from backend.domain.work.formats.data_rows import TaskRow
from backend.records import replace
from tests.integration.scenes import look
from tests.integration.work.importing import CONFIG, count, every, run


def png(colour: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (8, 8), colour).save(file, "PNG")
    return file.getvalue()


PICTURES = replace(CONFIG, show={"image": "{image}", "text": "{text}"})


def shown(line: int, image: str) -> TaskRow:
    return TaskRow(line, f"p{line}", {"image": image, "text": "…"})


async def test_pictures_beside_the_data_are_stored_once_under_their_digest(database: Database, tmp_path: Path) -> None:
    red, blue = png("red"), png("blue")
    for name, content in (("red.png", red), ("again.png", red), ("blue.png", blue)):
        (tmp_path / name).write_bytes(content)
    rows = [shown(n, name) for n, name in enumerate(["red.png", "again.png", "blue.png", "red.png"], 2)]
    await run(database, rows, PICTURES, base=tmp_path)
    digests = [hashlib.sha256(content).hexdigest() for content in (red, red, blue, red)]
    kept = await every(
        database, "select content ->> 'image' as image, content ->> 'text' as text from task order by id"
    )
    assert kept == [{"image": digest, "text": "…"} for digest in digests]
    assert await count(database, "media") == 2
    assert await look(database, media_rows.read, digests[0]) == ("image/png", red)


async def test_addresses_stay_as_they_are(database: Database, tmp_path: Path) -> None:
    await run(database, [shown(2, "https://example.org/a.png")], PICTURES, base=tmp_path)
    rows = await every(database, "select content ->> 'image' as image from task")
    assert rows == [{"image": "https://example.org/a.png"}]
    assert await count(database, "media") == 0


async def test_every_bad_file_is_named_with_its_line_and_none_is_stored(database: Database, tmp_path: Path) -> None:
    (tmp_path / "good.png").write_bytes(png("red"))
    (tmp_path / "text.png").write_text("no picture")
    names = ["good.png", "none.png", "text.png", "../good.png", "http://example.org/a.png", "none.png"]
    with pytest.raises(BadFile) as raised:
        await run(database, [shown(n, name) for n, name in enumerate(names, 2)], PICTURES, base=tmp_path)
    assert [fault.line for fault in raised.value.faults] == [3, 4, 5, 6, 7]
    assert all(str(fault.reason).startswith("image: ") for fault in raised.value.faults)
    assert (await count(database, "media"), await count(database, "task")) == (0, 0)


async def test_without_a_folder_only_addresses_can_be_shown(database: Database) -> None:
    with pytest.raises(BadFile, match=r"data\.csv:3: image: 'a\.png' must be an address"):
        await run(database, [shown(2, "https://example.org/a.png"), shown(3, "a.png")], PICTURES)
