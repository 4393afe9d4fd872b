"""The sample projects in chat, as a newcomer meets them."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot import samples
from tests.product import Product


async def offered(product: Product, folder: Path, rows: int = 3, **changes: Any) -> None:
    """The project with its first rows."""
    config = yaml.safe_load((folder / "project.yaml").read_text("utf-8")) | changes
    with (folder / "data.csv").open(encoding="utf-8", newline="") as file:
        found = list(csv.reader(file))
    data = io.StringIO()
    csv.writer(data).writerows(found[: rows + 1])
    await product.project(yaml.safe_dump(config), data.getvalue(), base=folder)


def is_open_to_all(folder: Path) -> bool:
    return not yaml.safe_load((folder / "project.yaml").read_text("utf-8")).get("needs")


OPEN = [folder for folder in samples.projects() if is_open_to_all(folder)]


@pytest.mark.parametrize("folder", OPEN, ids=lambda folder: folder.name)
async def test_from_the_code_to_the_first_task_are_at_most_eight_messages(product: Product, folder: Path) -> None:
    await offered(product, folder)
    awa = product.telegram.person("Awa")
    await awa.opens(await product.code(country="CD"))
    told = await product.heard(awa)
    for tap in ("J'accepte", 0, "💼 Mon activité", "Plus tard", "Tous les jours, 19 h", 0, "Accepter"):
        await awa.taps(tap)
        told += await product.heard(awa)
    assert "Signaler un souci" in " ".join(told[-1].labels)
    assert len(told) == 8


async def test_a_picture_is_uploaded_once_and_named_by_its_id_from_then_on(product: Product) -> None:
    folder = next(f for f in samples.projects() if f.name == "etiquetage-images")
    await offered(product, folder, rows=1, answers={"min": 3, "max": 3})
    awa, fatou = await product.hiteuse("Awa"), await product.hiteuse("Fatou")
    for person in (awa, fatou):
        assert (await product.taps(person, "Accepter")).kind == "photo"
    await product.restart()
    zoe = await product.hiteuse("Zoé")
    await product.taps(zoe, "Accepter")
    photos = [call for call in product.telegram.calls if call.method == "sendPhoto"]
    assert len(photos) == 3
    assert awa.last.data == fatou.last.data == zoe.last.data
    assert (
        sum(isinstance(call.params.get("photo"), str) and "attach://" not in call.params["photo"] for call in photos)
        == 2
    )
