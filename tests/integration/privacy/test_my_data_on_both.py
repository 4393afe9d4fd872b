"""`mesdonnees` on both platforms: everything that is kept about her, as files that open, after her secret number."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import orjson
import pytest

from tests.fakes.chat import ChatMessage
from tests.integration.scenes import rows, value
from tests.integration.telegram.test_figures import PAIRS
from tests.integration.training.lessons import enrolled, module
from tests.product import Product


@pytest.fixture(params=["telegram", "whatsapp"])
def person(request: pytest.FixtureRequest, on_both: Product) -> Callable[[str], Any]:
    made: Callable[[str], Any] = getattr(on_both, request.param).person
    return made


def files(heard: list[ChatMessage]) -> dict[str, bytes]:
    """By ".zip", ".pdf" and ".txt"."""
    return {_ending(message.data): message.data for message in heard if message.kind == "document" and message.data}


def _ending(data: bytes) -> str:
    return ".zip" if data.startswith(b"PK") else ".pdf" if data.startswith(b"%PDF") else ".txt"


async def working(product: Product, person: Callable[[str], Any]) -> Any:
    await product.project(PAIRS)
    awa = await product.joined(person("Awa"))
    await product.taps(awa, "Accepter")
    await product.taps(awa, "Haine")
    return awa


async def asked(product: Product, person: Any) -> dict[str, bytes]:
    await person.says("mes données")
    return files(await product.heard(person))


def in_json(content: dict[str, bytes]) -> Any:
    if ".zip" in content:
        return orjson.loads(zipfile.ZipFile(io.BytesIO(content[".zip"])).read("donnees.json"))
    return orjson.loads(content[".txt"])


async def test_she_gets_everything_as_files_that_open(on_both: Product, person: Callable[[str], Any]) -> None:
    awa = await working(on_both, person)
    found = await asked(on_both, awa)
    if ".zip" in found:
        inside = zipfile.ZipFile(io.BytesIO(found[".zip"]))
        assert set(inside.namelist()) == {"tes-donnees.html", "donnees.json"}
        page = inside.read("tes-donnees.html").decode()
        assert "Tes données, Awa" in page and "Modération" in page and "haine" in page
        assert "<script" not in page
    else:
        assert set(found) == {".pdf", ".txt"}
    said = in_json(found)
    number = await value(on_both.database, "select id from person where first_name = 'Awa'")
    assert said["person"] == number
    assert [row["value"] for row in said["tables"]["answer"] if row["status"] == 1]
    assert said["tables"]["person"][0]["first_name"] == "Awa"
    assert not {"pin", "pin_mark"} & said["tables"]["person"][0].keys()
    assert [
        line["subject_id"]
        for line in await rows(on_both.database, "select * from audit where action = 'export person'")
    ] == [number]


async def test_nobody_elses_rows_are_in_it(on_both: Product, person: Callable[[str], Any]) -> None:
    awa = await working(on_both, person)
    await on_both.joined(person("Bintou"))
    assert "Bintou" not in orjson.dumps(in_json(await asked(on_both, awa))).decode()


async def test_her_secret_number_comes_first(on_both: Product, person: Callable[[str], Any]) -> None:
    awa = await working(on_both, person)
    await on_both.says(awa, "secret")
    await on_both.says(awa, "4071")
    assert "code secret" in (await on_both.says(awa, "mesdonnees")).text
    assert "pas le bon code" in (await on_both.says(awa, "1234")).text
    await awa.says("4071")
    assert files(await on_both.heard(awa))


async def test_the_file_goes_once_it_was_sent(on_both: Product, person: Callable[[str], Any]) -> None:
    awa = await working(on_both, person)
    await asked(on_both, awa)
    assert await value(on_both.database, "select count(*) from personal_media where once") > 0
    await on_both.ticks("forget_person_files")
    assert await value(on_both.database, "select count(*) from personal_media where once") == 0
    assert await value(on_both.database, "select count(*) from media where passing_since is not null") == 0


async def test_staff_get_what_is_about_them_and_nothing_of_others(
    on_both: Product, person: Callable[[str], Any]
) -> None:
    await working(on_both, person)
    rose = await on_both.appointed(person("Rose"))
    await on_both.says(rose, "personne Awa")
    said = in_json(await asked(on_both, rose))
    assert "Awa" not in orjson.dumps(said).decode()
    assert "outbox" not in said["tables"]


async def test_her_number_is_hers_to_read(on_both: Product) -> None:
    awa = await working(on_both, on_both.whatsapp.person)
    assert in_json(await asked(on_both, awa))["chats"] == [awa.number]


async def test_who_only_learns_hears_of_no_gains(on_both: Product, person: Callable[[str], Any]) -> None:
    await module(on_both.database, ["# Une leçon\n\nUn écran.\n\n```gift\n::q:: Oui ? {T}\n```\n"])
    rose = await enrolled(on_both, person("Rose"))
    await rose.says("mes données")
    said = " ".join(message.text for message in await on_both.heard(rose))
    assert "Garde-le pour toi" in said and "gains" not in said
    awa = await on_both.joined(person("Awa"))
    await awa.says("mes données")
    assert "tes gains" in " ".join(message.text for message in await on_both.heard(awa))
