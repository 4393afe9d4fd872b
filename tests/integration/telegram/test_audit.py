"""`audit` in chat: who did what, read by person, act and day, and handed out as a table."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from pathlib import Path

import orjson
import pytest

from backend.db.admin import audit
from backend.domain.people.commands import OPERATOR
from backend.services.admin import audit as service
from tests.fakes.telegram import Person
from tests.integration.scenes import execute, look, value
from tests.product import Product


async def number(product: Product, role: str) -> int:
    return int(await value(product.database, "select max(id) from person where role = %s", (role,)))


async def noted(product: Product, count: int) -> tuple[Person, int, int]:
    """An owner, her number and a hiteuse's, and so many acts, one an hour."""
    owner, _awa = await product.admin(), await product.hiteuse()
    by, awa = await number(product, "admin"), await number(product, "hiteuse")
    async with product.database.unit() as uow:
        for n in range(count):
            at = product.now - timedelta(hours=count - n)
            await audit.note(uow, by, "whatsapp", "project.priority", {"name": f"projet-{n}"}, at)
        await audit.note(
            *(uow, None, "", "role", {}, product.now),
            subject=awa,
            before={"role": "trainee"},
            after={"role": "huber", "countries": ["CM"]},
        )
        await uow.commit()
    return owner, by, awa


async def test_it_says_who_when_what_before_and_after_and_from_where(product: Product) -> None:
    owner, by, awa = await noted(product, 1)
    shown = await product.says(owner, "audit")
    assert f"ligne de commande : rôle changé · Awa (n° {awa}) · apprenante → Huber (Cameroun) · serveur" in shown.text
    assert f"Paul (n° {by}) : priorité d'un projet · projet-0 · WhatsApp" in shown.text
    assert "mercredi 4 mars" in shown.text or " à " in shown.text
    assert shown.text.index("rôle changé") < shown.text.index("priorité d'un projet")


async def test_it_is_read_by_page_person_act_and_day(product: Product) -> None:
    owner, by, awa = await noted(product, 9)
    first = await product.says(owner, "audit a:project.priority")
    assert "projet-8" in first.text and "projet-3" in first.text and "projet-2" not in first.text
    second = await product.taps(owner, "Plus anciens ›")
    assert "projet-2" in second.text and "projet-0" in second.text and "projet-3" not in second.text
    assert "Plus anciens ›" not in second.labels
    hers = await product.says(owner, f"audit {awa}")
    assert "rôle changé" in hers.text and "projet" not in hers.text
    assert "rôle changé" in (await product.says(owner, "audit awa")).text
    assert "Je ne connais personne de ce nom" in (await product.says(owner, "audit Zoé")).text
    assert "Rien n'est noté ici" in (await product.says(owner, "audit avant-hier")).text
    await product.says(owner, "audit qui")
    his = await product.taps(owner, f"Paul (n° {by})")
    assert "projet-8" in his.text and "rôle changé" not in his.text
    await product.says(owner, "audit quoi")
    assert "rôle changé" in (await product.taps(owner, "rôle changé")).text


async def test_it_is_handed_out_as_a_table_that_spreadsheets_read(product: Product) -> None:
    owner, _by, awa = await noted(product, 2)
    await execute(product.database, "update person set first_name = '=1+1' where id = %s", (awa,))
    await product.says(owner, "audit rôle changé")
    assert ": 1 ligne (heures en UTC)." in (await product.taps(owner, "📄 Exporter")).text
    content = await value(product.database, "select content from media where mime = 'text/plain'")
    text = bytes(content).decode()
    assert text.startswith("\ufeffid,at,by,")
    (line,) = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    assert (line["action"], line["by"], line["subject_name"]) == ("role", "", "'=1+1")
    assert orjson.loads(line["after"]) == {"role": "huber", "countries": ["CM"]}
    assert line["at"].endswith("Z")


@pytest.mark.parametrize("form", ["csv", "jsonl"])
async def test_the_operator_saves_all_of_it(product: Product, tmp_path: Path, form: str) -> None:
    await noted(product, 3)
    file = tmp_path / f"audit.{form}"
    count = int(await value(product.database, "select count(*) from audit"))
    assert await look(product.database, service.save, OPERATOR, file, form) == count  # type: ignore[arg-type]
    text = file.read_text()
    if form == "csv":
        assert len(list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))) == count
    else:
        first, *rest = map(orjson.loads, text.splitlines())
        assert (first["action"], first["before"], len(rest)) == ("role", {"role": "trainee"}, count - 1)
