"""`hiteuses training`, as it is typed."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import shutil
from pathlib import Path

import pytest

from backend.clock import Clock
from backend.db.engine import ticks
from backend.db.engine.uow import Database
from backend.db.training import learning
from backend.services.training import results
from bot import samples
from bot.cli import run
from bot.demo.apart import DEMO_PAGE
from bot.demo.content import install_training
from tests.integration.scenes import NOW, commit, hiteuses, look, rows

SMARTPHONE = samples.training() / "smartphone"


@pytest.fixture(autouse=True)
def _environment(own_database: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


def write(text: str) -> None:
    Path("bank.gift").write_text(text, "utf-8")


async def typed(capture: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    """Exit code, output, errors. In a thread, for a command runs an event loop of its own."""
    code = await asyncio.to_thread(run, ["training", *map(str, arguments)])
    return (code, *capture.readouterr())


async def test_a_module_goes_in_is_listed_and_comes_out(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert await typed(capsys, "import", SMARTPHONE) == (
        0,
        "smartphone: version 1; 4 lessons, 24 questions, 24 in the final test's pool\n",
        "",
    )
    assert await typed(capsys, "list") == (
        0,
        "smartphone  Bien utiliser son smartphone  4 lessons, 24 questions, 24 in the final test's pool\n",
        "",
    )
    code, out, _ = await typed(capsys, "list", "--json")
    assert code == 0
    assert json.loads(out) == [
        {"id": "smartphone", "title": "Bien utiliser son smartphone", "lessons": 4, "questions": 24, "pool": 24}
    ]
    file = tmp_path / "smartphone.gift"
    assert await typed(capsys, "export", "smartphone", "-o", file) == (0, "", f"smartphone in {file}\n")
    assert await typed(capsys, "export", "smartphone") == (0, file.read_text("utf-8"), "")
    assert await typed(capsys, "import", file) == (
        0,
        "smartphone: unchanged; 4 lessons, 24 questions, 24 in the final test's pool\n",
        "",
    )


async def test_a_closed_module_is_offered_to_nobody_until_it_is_opened(
    capsys: pytest.CaptureFixture[str], database: Database
) -> None:
    await typed(capsys, "import", SMARTPHONE)
    assert await typed(capsys, "close", "smartphone") == (0, "smartphone is closed\n", "")
    assert "smartphone" not in await offered(database)
    assert (await typed(capsys, "list"))[1].rstrip().endswith("closed")
    await typed(capsys, "import", SMARTPHONE)  # nothing has changed: it stays as it was put
    assert "smartphone" not in await offered(database)
    assert await typed(capsys, "open", "smartphone") == (0, "smartphone is open\n", "")
    assert "smartphone" in await offered(database)
    needing_smartphone()
    await typed(capsys, "import", "argent")
    _, _, told = await typed(capsys, "close", "smartphone")
    assert told == "who has not begun it is not offered what needs it: argent\n"
    assert await offered(database) == []
    code, _, errors = await typed(capsys, "close", "cuisine")
    assert code == 1 and errors.count("\n") == 1 and "cuisine" in errors


def needing_smartphone() -> None:
    """A module's folder, `argent`."""
    shutil.copytree(SMARTPHONE.with_name("argent"), "argent")
    heading = Path("argent/module.yaml")
    heading.write_text(heading.read_text("utf-8").replace("needs: []", "needs: [smartphone]"), "utf-8")


async def offered(database: Database) -> list[str]:
    """The modules that somebody sees who has begun none."""
    return [module.id for module in await look(database, learning.modules, 0)]


async def test_what_is_left_out_is_told_and_the_rest_imported(capsys: pytest.CaptureFixture[str]) -> None:
    write("::a::Oui ? {T}\n\n::e::Raconte. {}\n\n::b::Non ? {F}\n")
    assert await typed(capsys, "import", "bank.gift") == (
        0,
        "bank: version 1; 1 lesson, 2 questions, 1 note\n",
        "bank.gift:3: left out: an essay can only be marked by a person\n",
    )
    write("::a::Oui ? {T}\n")
    code, out, _ = await typed(capsys, "import", "bank.gift", "--replace")
    assert (code, out) == (0, "bank: version 2; 1 lesson, 1 question, 1 question retired\n")


async def test_faults_are_told_by_file_and_line_and_nothing_is_imported(capsys: pytest.CaptureFixture[str]) -> None:
    write("::a::Oui ? {T}\n\n::b::Non ? {~x\n\n::c::Si ? {~%50%a ~b}\n")
    assert await typed(capsys, "import", "bank.gift") == (
        1,
        "",
        "bank.gift:3: the brace { is not closed before the end of the question, which is an empty line\n"
        "bank.gift:5: the weights of the right answers sum to 50 %, not to 100 %\n",
    )
    assert await typed(capsys, "list", "--json") == (0, "[]\n", "")
    assert await typed(capsys, "import", "bank.gift", "--skip-bad") == (
        0,
        "bank: version 1; 1 lesson, 1 question, 2 notes\n",
        "bank.gift:3: left out: the brace { is not closed before the end of the question, which is an empty line\n"
        "bank.gift:5: left out: the weights of the right answers sum to 50 %, not to 100 %\n",
    )


async def test_another_authors_file_is_imported_under_a_chosen_name_or_knowingly(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write("::a::Le riz pousse-t-il dans l'eau ? {T}\n\n::b::Le mil a-t-il soif ? {F}\n")
    await typed(capsys, "import", "bank.gift")
    write("::a::Un pays a une capitale. {T}\n")
    refused = (
        "bank.gift:1: 2 of the 2 questions of the module 'bank' (Bank) would be replaced: "
        "give this one another name (--as), or replace them (--replace)\n"
    )
    assert await typed(capsys, "import", "bank.gift") == (1, "", refused)
    assert await typed(capsys, "import", "bank.gift", "--as", "pays") == (
        0,
        "pays: version 1; 1 lesson, 1 question\n",
        "",
    )
    assert (await typed(capsys, "import", "bank.gift", "--replace"))[:2] == (
        0,
        "bank: version 2; 1 lesson, 1 question, 2 questions retired\n",
    )
    code, _, err = await typed(capsys, "import", "bank.gift", "--as", "Deux mots")
    assert code == 2 and "small letters, digits and hyphens" in err


async def test_a_draft_is_published_and_an_earlier_version_taken_again(capsys: pytest.CaptureFixture[str]) -> None:
    write("::a::Le riz pousse-t-il dans l'eau ? {T}\n")
    await typed(capsys, "import", "bank.gift")
    write("::a::Le riz pousse-t-il dans l'eau ? {T}\n\n::b::Le mil a-t-il soif ? {F}\n")
    assert await typed(capsys, "import", "bank.gift", "--draft") == (
        0,
        "bank: draft, version 2; 1 lesson, 2 questions\n"
        "Admins read it in chat with `formation`; hiteuses training publish ID puts it in its place\n",
        "",
    )
    assert (await typed(capsys, "list"))[1] == "bank  Bank  1 lesson, 1 question  draft, version 2\n"
    assert await typed(capsys, "publish", "bank") == (0, "bank: version 2 is live; 1 lesson, 2 questions\n", "")
    code, _, err = await typed(capsys, "publish", "bank")
    assert code == 1 and "no draft of a module 'bank' waits" in err
    assert await typed(capsys, "versions", "bank", "--restore", 1) == (
        0,
        "bank: version 3, as version 1 was; 1 lesson, 1 question\n",
        "",
    )
    code, out, _ = await typed(capsys, "versions", "bank")
    assert (code, [line.split("  ")[0::2] for line in out.splitlines()]) == (
        0,
        [
            ["3", "live", "as version 1"],
            ["2", "earlier", "bank.gift"],
            ["1", "earlier", "bank.gift"],
        ],
    )
    listed = json.loads((await typed(capsys, "versions", "bank", "--json"))[1])
    assert [(row["number"], row["state"], row["restored"]) for row in listed] == [
        (3, "live", 1),
        (2, "former", None),
        (1, "former", None),
    ]
    code, _, err = await typed(capsys, "versions", "bank", "--restore", 9)
    assert code == 1 and "has no version 9" in err


async def test_in_a_demo_a_draft_has_a_link_to_the_phone_of_its_admin(
    capsys: pytest.CaptureFixture[str], database: Database
) -> None:
    await commit(database, ticks.set_setting, DEMO_PAGE, "http://127.0.0.1:8080/demo")
    write("::a::Le riz pousse-t-il dans l'eau ? {T}\n")
    code, out, _ = await typed(capsys, "import", "bank.gift", "--draft")
    assert code == 0 and "`formation` (http://127.0.0.1:8080/demo?phone=admin);" in out


async def test_results_come_out_as_a_table_or_lines(
    capsys: pytest.CaptureFixture[str], database: Database, tmp_path: Path
) -> None:
    await typed(capsys, "import", SMARTPHONE)
    head = f"{','.join(results.COLUMNS)}\n"
    assert await typed(capsys, "results") == (0, head, "")
    (awa,) = await hiteuses(database, 1)
    async with database.unit() as uow:
        await uow.execute(
            "insert into enrolment (person_id, module_id, started_at, active_at) values (%s, 'smartphone', %s, %s)",
            (awa.id, NOW, NOW),
        )
        await uow.execute(
            """
            insert into attempt (person_id, question_id, lesson_id, at, share, first)
            select %s, id, lesson_id, %s, 0.5, true from question where lesson_id is not null order by id limit 1
            """,
            (awa.id, NOW),
        )
        await uow.commit()
    code, out, _ = await typed(capsys, "results", "smartphone")
    assert code == 0 and out.startswith(head)
    (row,) = csv.DictReader(io.StringIO(out))
    assert (row["person"], row["name"], row["lesson"], row["first_share"]) == (str(awa.id), "Awa", "1", "0.5")
    file = tmp_path / "out.jsonl"
    assert await typed(capsys, "results", "-o", file) == (0, "", f"1 row in {file}\n")
    assert json.loads(file.read_text("utf-8"))["question"] == row["question"]
    assert await typed(capsys, "results", "--format", "csv", "-o", file) == (0, "", f"1 row in {file}\n")
    assert file.read_text("utf-8") == out
    code, out, err = await typed(capsys, "results", "smartfone", "-o", file)
    assert (code, out) == (1, "")
    assert "there is no module 'smartfone'" in err and "Traceback" not in err
    assert file.read_text("utf-8")  # as it was


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["import", "none"], 2, "does not exist"),
        (["import"], 2, "Missing argument"),
        (["export", "none"], 1, "hiteuses: there is no module 'none'; hiteuses training list names them"),
        (["import", "."], 1, ".:1: there is no module.yaml in this folder or below it"),
    ],
)
async def test_what_is_not_there_is_told_in_plain_words(
    capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, said: str
) -> None:
    found, out, err = await typed(capsys, *arguments)
    assert (found, out) == (code, "")
    assert said in err


async def test_a_demo_has_the_nine_modules_and_renews_them_when_it_starts_again(database: Database) -> None:
    await install_training(database, Clock())
    await install_training(database, Clock())
    found = await rows(database, "select id, version from module order by position")
    assert [row["version"] for row in found] == [1] * 9
    assert found[0]["id"] == "smartphone"
    stored = await rows(database, "select count(*) as count from media")
    pictures = "select count(distinct s -> 'picture' -> 'media') from lesson, jsonb_array_elements(screens) s"
    assert stored == (await rows(database, pictures))


async def test_a_draft_that_changes_nothing_is_no_draft(capsys: pytest.CaptureFixture[str]) -> None:
    """« couture: unchanged », and that `training publish` puts it in its place, which found no draft."""
    write("::a::Oui ? {T}\n")
    await typed(capsys, "import", "bank.gift")
    assert await typed(capsys, "import", "bank.gift", "--draft") == (0, "bank: unchanged; 1 lesson, 1 question\n", "")
    write("::a::Non ? {F}\n")
    await typed(capsys, "import", "bank.gift", "--draft", "--replace")
    code, out, _ = await typed(capsys, "import", "bank.gift", "--draft")
    assert code == 0 and "bank: as the draft that waits" in out and "training publish" in out
    assert (await typed(capsys, "publish", "bank"))[0] == 0


async def test_what_goes_live_over_a_draft_that_waits_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    """The draft of another author could no longer be published, without a word."""
    write("::q1:: Un {=oui ~non}\n")
    assert (await typed(capsys, "import", "bank.gift", "--as", "essai"))[0] == 0
    write("::q1:: Un {=oui ~non}\n\n::q2:: Deux {=oui ~non}\n")
    assert (await typed(capsys, "import", "bank.gift", "--as", "essai", "--draft"))[0] == 0
    write("::q1:: Un {=oui ~non}\n\n::q3:: Trois {=oui ~non}\n")
    code, _, told = await typed(capsys, "import", "bank.gift", "--as", "essai")
    assert code == 0
    assert "essai: the draft, version 2, waits no more; hiteuses training versions essai --restore 2" in told
    write("::q1:: Un {=oui ~non}\n\n::q3:: Trois {=oui ~non}\n\n::q4:: Quatre {=oui ~non}\n")
    assert (await typed(capsys, "import", "bank.gift", "--as", "essai", "--draft"))[0] == 0
    code, _, told = await typed(capsys, "import", "bank.gift", "--as", "essai")  # the draft itself goes live
    assert code == 0 and "waits no more" not in told
