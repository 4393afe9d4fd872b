"""The commands, as they are typed, in this process."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from backend.db.engine.uow import Database
from backend.db.messaging import inbox
from backend.db.messaging.delivery import failure_effects
from backend.db.server import migrate
from backend.domain.money import Money
from backend.domain.people import codes
from bot import samples
from bot.channels import links
from bot.cli import COMMANDS, run
from bot.delivery.alarms import alarm
from tests import fec, signing
from tests.database import TestServer
from tests.fakes.telegram import FakeTelegram
from tests.integration import scenes
from tests.integration.scenes import commit, execute, hiteuses, rows, value
from tests.integration.services.work.merges import answer, chat_of, merged
from tests.integration.work.importing import count

REAL = next(folder for folder in samples.projects() if folder.name == "moderation-commentaires")  # with texts only


pytestmark = pytest.mark.usefixtures("clean_environment")


class Shell:
    """Types commands; they find the tests' database."""

    def __init__(self, capture: pytest.CaptureFixture[str]) -> None:
        self._capture = capture

    async def __call__(self, *arguments: object) -> tuple[int, str, str]:
        """Exit code, output, errors. In a thread, for a command runs an event loop of its own."""
        code = await asyncio.to_thread(run, [str(each) for each in arguments])
        out, err = self._capture.readouterr()
        assert "Traceback" not in err
        return code, out, err

    async def done(self, *arguments: object) -> str:
        code, out, err = await self(*arguments)
        assert (code, err) == (0, "")
        return out

    async def json(self, *arguments: object) -> Any:
        return json.loads(await self.done(*arguments, "--json"))

    async def refused(self, *arguments: object, code: int = 1) -> str:
        found, out, err = await self(*arguments)
        assert (found, out) == (code, "")
        return err


@pytest.fixture
def shell(own_database: None, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(capsys)


# --- usage ----------------------------------------------------------------------------------------


async def test_every_command_explains_itself(shell: Shell) -> None:
    overview = await shell.done("--help")
    assert all(name in overview for name in COMMANDS)
    for name in COMMANDS:
        assert "Usage: hiteuses" in await shell.done(name, "--help")


@pytest.mark.parametrize(
    "arguments",
    [
        ["unknown"],
        ["run", "--unknown"],
        ["people", "invite", "--role", "boss", "--country", "CM"],
        ["people", "invite", "--role", "hiteuse", "--country", "Atlantis"],
        ["people", "invite", "--role", "hiteuse", "--country", "CM", "--count", "0"],
        ["people", "invite", "--role", "hiteuse", "--country", "CM", "--name", "A" * 101],
        ["people", "invite", "--role", "hiteuse", "--country", "CM", "--name", "!!"],
        ["projects", "import", "none.yaml", "none.csv"],
        ["projects", "export", "x", "--format", "xls"],
        ["projects", "export", "x", "--format", "csv", "--labelling", "l.xml"],
        ["projects", "export", "x", "--format", "label-studio", "--labelling", "x.json", "-o", "./x.json"],
        ["projects", "export", "x", "--format", "label-studio", "--what", "ranking"],
        ["projects"],
    ],
)
async def test_wrong_usage_is_told_and_exits_with_2(shell: Shell, arguments: list[str]) -> None:
    assert "Usage: hiteuses" in await shell.refused(*arguments, code=2)


async def test_names_of_files_that_are_no_utf_8_are_read_and_kept(shell: Shell, tmp_path: Path) -> None:
    """As an old archive from Windows unpacks them."""
    config, data, bank = (
        Path(os.fsdecode(bytes(tmp_path / "march") + b"\xe9" + ending)) for ending in (b".yaml", b".csv", b".gift")
    )
    config.write_bytes((REAL / "project.yaml").read_bytes())
    data.write_bytes((REAL / "data.csv").read_bytes())
    bank.write_text("Combien ? {=deux ~trois}")
    assert "new tasks" in await shell.done("projects", "import", config, data)
    assert "1 question" in await shell.done("training", "import", bank)
    data.write_text("id,none\n")
    assert (await shell.refused("projects", "import", config, data)).startswith("march\ufffd.csv:1: the column")


async def test_on_a_terminal_an_import_shows_how_far_it_is(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    arguments = ["projects", "import", str(REAL / "project.yaml"), str(REAL / "data.csv")]
    assert await asyncio.to_thread(run, arguments) == 0
    assert re.search(r"data\.csv  \[#+\]  100%", capsys.readouterr().err)


@pytest.mark.parametrize(
    "arguments",
    [
        ["people", "invite", "--role", "hiteuse", "--country", "CM", "--name", "Am\udce9"],
        ["projects", "export", "Am\udce9"],
        ["training", "close", "Am\udce9"],
    ],
)
async def test_an_argument_that_is_no_utf_8_is_one_line(shell: Shell, arguments: list[str]) -> None:
    assert await shell.refused(*arguments) == "hiteuses: 'Am\ufffd' is no text in UTF-8\n"


async def test_wrong_settings_are_one_line_each(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "http")
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "very-secret")
    for command in (["projects", "list"], ["run"], ["demo"], ["db", "upgrade"]):
        lines = (await shell.refused(*command)).splitlines()
        assert [line.split()[:2] for line in lines] == [["hiteuses:", "PORT"], ["hiteuses:", "TELEGRAM_BOT_TOKEN"]]
        assert "very-secret" not in "".join(lines)


@pytest.mark.parametrize("more", ["", "?connect_timeout=soon"])
@pytest.mark.parametrize("command", [["projects", "list"], ["run"], ["db", "upgrade"], ["ledger", "check"]])
async def test_a_database_that_does_not_answer_is_one_line(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, command: list[str], more: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"postgresql://awa:very-secret@127.0.0.1:1/none{more}")
    (line,) = (await shell.refused(*command)).splitlines()
    assert line.startswith("hiteuses: DATABASE_URL: the database cannot be reached")
    assert "very-secret" not in line
    assert "connect_timeout" in line or not more


@pytest.mark.parametrize("more", ["connect_timeout=soon", "colour=red"])
async def test_a_backup_of_an_address_that_libpq_does_not_read_is_one_line(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, more: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"postgresql://awa:very-secret@127.0.0.1:1/none?{more}")
    monkeypatch.setenv("HITEUSES_BACKUP_PASSPHRASE", "a long enough passphrase")
    (line,) = (await shell.refused("db", "backup", "of.backup")).splitlines()
    assert line.startswith("hiteuses: the database cannot be reached: ") and more.partition("=")[0] in line
    assert "very-secret" not in line


async def test_a_database_of_a_newer_version_is_left_alone(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, server: TestServer
) -> None:
    with server.another("newer") as url:
        monkeypatch.setenv("DATABASE_URL", url)
        assert "is at schema" in await shell.done("db", "upgrade")
        with psycopg.connect(url) as connection:
            connection.execute("update alembic_version set version_num = '9999'")
        for command in (["projects", "list"], ["db", "upgrade"], ["worker"]):
            assert "newer than this program" in await shell.refused(*command)
        code, out, _ = await shell("check")
        assert code == 1
        assert "the database is at revision 9999, newer than this program: update hiteuses" in out
        with psycopg.connect(url) as connection:
            connection.execute("update alembic_version set version_num = '0025'")
        for command in (["projects", "list"], ["db", "upgrade"], ["worker"]):
            (line,) = (await shell.refused(*command)).splitlines()
            assert "before the first release" in line and "begin with an empty one" in line


async def test_a_server_that_is_too_old_and_a_database_without_utf8_are_one_line(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, server: TestServer
) -> None:
    async def is_refused(why: str) -> None:
        for command in (["projects", "list"], ["db", "upgrade"], ["worker"]):
            assert (await shell.refused(*command)).startswith(f"hiteuses: DATABASE_URL: {why}")
        code, out, _ = await shell("check")
        assert code == 1
        assert f"database  NOT OK: {why}" in out

    with monkeypatch.context() as newer:
        newer.setattr(migrate, "OLDEST", (99,))
        await is_refused("PostgreSQL ")
    with server.another("plain", "SQL_ASCII") as url:
        monkeypatch.setenv("DATABASE_URL", url)
        await is_refused("the database's encoding is SQL_ASCII, not UTF8")


async def test_what_nobody_foresaw_is_one_line_too(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise ZeroDivisionError("division\nby zero")

    monkeypatch.setattr("bot.commands.engine.session.in_unit", broken)
    assert await shell.refused("projects", "list") == (
        "hiteuses: ZeroDivisionError: division by zero (LOG_LEVEL=debug shows where)\n"
    )


async def test_a_client_is_added_listed_and_given_a_project(shell: Shell) -> None:
    assert await shell.done("clients", "add", "Banque du Sahel") == "Banque du Sahel: added\n"
    assert "already" in await shell.refused("clients", "add", "banque du sahel")
    config, data = REAL / "project.yaml", REAL / "data.csv"
    await shell.done("projects", "import", config, data, "--client", "Banque du Sahel")
    house, bank = await shell.json("clients", "list")
    assert (house["name"], house["projects"], bank["name"], bank["projects"]) == ("Maison", 0, "Banque du Sahel", 1)
    assert bank["reserved"] == bank["funded"] != "0" and bank["spent"] == "0"
    assert "Banque du Sahel  1 project, 1 open, 0 of" in await shell.done("clients", "list")
    (project,) = await shell.json("projects", "list")
    assert project["client"] == "Banque du Sahel"
    assert "no client named 'Nobody'" in await shell.refused("projects", "import", config, data, "--client", "Nobody")


# --- people ---------------------------------------------------------------------------------------


async def test_an_invitation_is_printed_with_dashes_for_what_is_unknown(shell: Shell, database: Database) -> None:
    out = await shell.done("people", "invite", "--role", "hiteuse", "--country", "cm", "--count", 3)
    lines = out.splitlines()
    assert [line.split()[1] for line in lines] == ["-", "-", "-"]
    async with database.unit() as uow:
        rows = await uow.fetch_all("select code, role, country, created_by, used_by from invite")
    assert {codes.written(row["code"]) for row in rows} == {line.split()[0] for line in lines}
    assert {(row["role"], row["country"], row["created_by"], row["used_by"]) for row in rows} == {
        ("hiteuse", "CM", None, None)
    }


async def test_an_invitation_has_its_link_once_the_bots_name_is_known(shell: Shell, database: Database) -> None:
    await commit(database, links.note, "telegram", "hiteuses_bot")
    (row,) = await shell.json("people", "invite", "--role", "huber", "--country", "CI", "--name", "Awa")
    link = f"https://t.me/hiteuses_bot?start={row['code']}"
    assert row == {"code": row["code"], "role": "huber", "country": "CI", "telegram": link, "whatsapp": None}


async def test_the_bots_name_is_asked_for_while_nothing_has_run_yet(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with FakeTelegram() as telegram:
        monkeypatch.setenv("TELEGRAM_API_URL", telegram.url)
        monkeypatch.setenv("TELEGRAM_BOT_TOKEN", telegram.token)
        (row,) = await shell.json("people", "invite", "--role", "hiteuse", "--country", "CI")
        assert row["telegram"].endswith(f"?start={row['code']}")
        telegram.token_revoked()
        code, out, err = await shell("people", "invite", "--role", "hiteuse", "--country", "CI", "--json")
        assert (code, json.loads(out)[0]["telegram"]) == (0, None)
        assert "401" in err


async def test_who_lost_her_phones_gets_a_line_that_is_hers_alone(shell: Shell, database: Database) -> None:
    awa, same = await hiteuses(database, 2)
    refused = await shell.refused("people", "rescue", "--name", "awa ")
    assert "say which one with --person" in refused
    assert all(f"  {person.id}  hiteuse  CI  Awa\n" in refused for person in (awa, same))
    row = await shell.json("people", "rescue", "--person", same.id)
    assert (row["person"], row["name"], row["days"]) == (same.id, "Awa", 3)
    digest = codes.digest(codes.read(row["line"].removeprefix("lier ")) or "")
    async with database.unit() as uow:
        link = await uow.fetch_one("select person_id from link where digest = %s", (digest,))
        noted = await uow.fetch_one("select person_id, action, subject_id from audit")
    assert link == {"person_id": same.id}
    assert noted == {"person_id": None, "action": "rescue", "subject_id": same.id}
    assert "nobody of that name" in await shell.refused("people", "rescue", "--name", "Zoé")
    assert "nobody of that name" in await shell.refused("people", "rescue", "--person", 10**20)
    assert "say whom" in await shell.refused("people", "rescue", code=2)
    assert "say whom" in await shell.refused("people", "rescue", "--name", " ", code=2)


async def test_the_operator_parts_what_was_wrongly_joined_and_both_sides_are_told(
    shell: Shell, database: Database
) -> None:
    kept, gone = await hiteuses(database, 2)
    await answer(database, gone, await scenes.project(database, 5), 2)
    chat = await chat_of(database, gone)
    address = await value(database, "select address from contact where id = %s", (chat,))
    await merged(database, gone, kept)
    out = await shell.done("people", "unmerge", f"demo:{address}")
    assert out == (f"person {gone.id} is parted from person {kept.id}: chats #{chat}, 2 answers, earned 0.1 EUR\n")
    told = await rows(database, "select person_id, message ->> 'p' as said from outbox order by person_id")
    assert ["ce que tu as gagné" in row["said"].lower() or "tu retrouves le tien" in row["said"] for row in told] == [
        True,
        True,
    ]
    assert [row["person_id"] for row in told] == [kept.id, gone.id]
    assert (await shell.json("ledger", "check"))["ok"] is True
    assert "nothing was joined" in await shell.refused("people", "unmerge", f"#{chat}")
    assert "no chat is called" in await shell.refused("people", "unmerge", "telegram:1")


async def test_the_operator_changes_a_role_and_the_audit_names_the_command_line(
    shell: Shell, database: Database, tmp_path: Path
) -> None:
    awa, _same = await hiteuses(database, 2)
    assert "several people have that name" in await shell.refused(
        "people", "role", "Awa", "--role", "admin", "--duty", "owner"
    )
    await execute(
        database,
        "insert into person (first_name, role, country, created_at) "
        "select 'Awa', 'hiteuse', 'CM', now() from generate_series(1, 1500)",
    )
    for command in (("erase", "Awa "), ("rescue", "--name", "Awa")):
        said = await shell.refused("people", *command)
        assert "  and 1482 more: in chat, an admin's `personne` shows the number" in said and said.count("\n") < 25
    out = await shell.done("people", "role", awa.id, "--role", "admin", "--duty", "owner")
    assert out == f"{awa.id}: hiteuse -> admin owner\n"
    row = await shell.json("people", "role", awa.id, "--role", "admin", "--duty", "owner")
    assert row == {"person": awa.id, "before": None, "after": None}
    assert "last owner" in await shell.refused("people", "role", awa.id, "--role", "huber", "--country", "CM,CI")
    assert "nobody is called" in await shell.refused("people", "role", "Zoé", "--role", "trainee")
    for empty in ("", ","):  # of an empty variable
        wrong = await shell.refused("people", "role", awa.id, "--role", "huber", "--country", empty, code=2)
        assert "names no country" in wrong
    assert "only an admin has a duty" in await shell.refused(
        "people", "role", awa.id, "--role", "huber", "--duty", "finance"
    )
    file = tmp_path / "audit.csv"
    assert (await shell("audit", "export", "-o", file))[0] == 0
    assert f",role,{awa.id},Awa," in file.read_text()
    async with database.unit() as uow:
        noted = await uow.fetch_one("select person_id, channel, action, subject_id, before, after from audit")
    assert noted == {
        "person_id": None,
        "channel": "",
        "action": "role",
        "subject_id": awa.id,
        "before": {"role": "hiteuse"},
        "after": {"role": "admin", "duty": "owner"},
    }


async def test_staff_is_invited_with_its_duty_or_its_countries(shell: Shell, database: Database) -> None:
    (admin,) = await shell.json("people", "invite", "--role", "admin", "--country", "SN", "--duty", "finance")
    (huber,) = await shell.json("people", "invite", "--role", "huber", "--country", "CM,CI")
    assert (admin["duty"], huber["country"], huber["countries"]) == ("finance", "CM", ["CM", "CI"])
    async with database.unit() as uow:
        kept = await uow.fetch_all("select role, country, duty, countries from invite order by role")
    assert kept == [
        {"role": "admin", "country": "SN", "duty": "finance", "countries": None},
        {"role": "huber", "country": "CM", "duty": None, "countries": ["CM", "CI"]},
    ]
    (again,) = await shell.json("people", "invite", "--role", "huber", "--country", "CM", "--country", "CI,CM")
    assert again["countries"] == ["CM", "CI"]  # the last one alone counted, without a word
    twice = ("--country", "CM", "--country", "CI")
    await shell.refused("people", "invite", "--role", "hiteuse", *twice, code=2)
    for wrong in (("hiteuse", "CM,CI"), ("huber", ","), ("huber", "XX")):
        await shell.refused("people", "invite", "--role", wrong[0], "--country", wrong[1], code=2)
    await shell.refused("people", "invite", "--role", "huber", "--country", "CM", "--duty", "owner", code=2)


async def test_inviting_more_than_the_open_work_can_pay_warns_and_still_invites(
    shell: Shell, database: Database
) -> None:
    await scenes.project(database, 5_000)  # 250 EUR
    invite = ("people", "invite", "--role", "hiteuse", "--country", "CI")
    assert len(await shell.json(*invite)) == 1
    code, out, err = await shell(*invite, "--count", 2)
    assert code == 0 and len(out.split("\n")) == 3
    assert err == "warning: the open work pays 1 woman 250 EUR for a month: fewer than work and are invited\n"
    assert await shell.done("people", "invite", "--role", "huber", "--country", "CI", "--count", 9)


# --- projects -------------------------------------------------------------------------------------


async def test_a_project_goes_in_and_is_listed(shell: Shell, database: Database) -> None:
    out = await shell.done("projects", "import", REAL / "project.yaml", REAL / "data.csv")
    (listed,) = await shell.json("projects", "list")
    assert out.startswith(f"{listed['name']}: {listed['tasks']} new tasks; ")
    assert listed["tasks"] == await count(database, "task where not control") > 50
    assert out.rstrip().endswith(f"; {await count(database, 'task where control')} control tasks beside them")
    assert (listed["status"], listed["answers"], listed["done"]) == ("open", 0, 0)
    assert listed["promised"] == listed["funded"]
    again = await shell.done("projects", "import", REAL / "project.yaml", REAL / "data.csv")
    assert f"0 new tasks, {listed['tasks']} known already" in again
    assert await shell.json("projects", "list") == [listed]
    assert listed["name"] in await shell.done("projects", "list")


async def test_supplements_are_shown_first_and_paid_once(shell: Shell, database: Database) -> None:
    await hiteuses(database, 1)
    project_id = await scenes.project(database, 3, pay=Money(100, "EUR"))
    assert "not measured yet" in await shell.done("projects", "topup", "comments")
    (person,) = await hiteuses(database, 1)
    await answer(database, person, project_id, 3)
    async with database.unit() as uow:
        await uow.execute("update answer set active = 120")
        await uow.execute("update project set median_seconds = 120")
        await uow.commit()
    shown = await shell.done("projects", "topup", "comments")
    assert "196 F CFA an hour" in shown and "below the minimum wage of CI: 433 F CFA an hour in 2023" in shown
    assert "would pay 0.036 EUR to 1 person, 0.036 EUR of it from the client Maison" in shown
    assert await value(database, "select count(*) from pay_event") == 0
    paid = await shell.json("projects", "topup", "comments", "--yes")
    assert (paid["paid"], paid["total"], paid["currency"], paid["beyond_budget"]) == (True, "0.036", "EUR", "0.036")
    assert paid["people"] == [{"person": person.id, "country": "CI", "answers": 3, "seconds": 360, "amount": "0.036"}]
    again = await shell.json("projects", "topup", "comments", "--yes")
    assert (again["people"], again["total"]) == ([], "0")
    assert "nobody is missing anything" in await shell.done("projects", "topup", "comments")
    assert (await shell.json("ledger", "check"))["ok"] is True
    assert "no project 'nothing'" in await shell.refused("projects", "topup", "nothing")


@pytest.mark.parametrize(("n", "said"), [(1, "1 of 1 task done, 1 answer, "), (2, "2 of 2 tasks done, 2 answers, ")])
async def test_the_list_of_projects_counts_one_and_several(
    shell: Shell, database: Database, tmp_path: Path, n: int, said: str
) -> None:
    data = tmp_path / "data.csv"
    data.write_text("".join((REAL / "data.csv").read_text().splitlines(keepends=True)[: n + 1]))
    await shell.done("projects", "import", REAL / "project.yaml", data)
    async with database.unit() as uow:
        person_id = await inbox.meet(uow, "demo", "1", "Awa", datetime.now(UTC))
        await uow.execute(
            "insert into progress (person_id, project_id, accepted_at, answers, done) "
            "select %s, id, now(), %s, %s from project",
            (person_id, n, n),
        )
        await uow.commit()
    assert f"  open  {said}" in await shell.done("projects", "list")


async def test_a_badge_that_no_module_gives_yet_is_one_line_beside_the_import(shell: Shell, tmp_path: Path) -> None:
    config = tmp_path / "project.yaml"
    config.write_text(
        (REAL / "project.yaml").read_text("utf-8") + "\nneeds: [moderation-1, micro-taches, mode]\n", "utf-8"
    )
    code, out, err = await shell("projects", "import", config, REAL / "data.csv")
    name = out.partition(":")[0]
    assert code == 0 and err == f"warning: {name} needs what no module gives yet: moderation-1, micro-taches, mode\n"
    await shell.done("training", "import", samples.training() / "micro-taches")
    _, _, err = await shell("projects", "import", config, REAL / "data.csv")
    assert err == f"warning: {name} needs what no module gives yet: mode\n"


async def test_a_text_that_is_long_for_a_chat_is_one_line_beside_the_import(shell: Shell, tmp_path: Path) -> None:
    data = tmp_path / "data.csv"
    header, row, *_ = csv.reader((REAL / "data.csv").read_text("utf-8").splitlines())
    with data.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, [row[0], *("long " * 1_000 for _ in row[1:4]), "", ""]])
    code, _, err = await shell("projects", "import", REAL / "project.yaml", data)
    assert code == 0 and "warning: the longest task shows " in err and "several messages in a chat" in err
    config = tmp_path / "project.yaml"
    written = (REAL / "project.yaml").read_text("utf-8")
    config.write_text(written.replace('question: "', 'question: "{client} : {inconnu} {} '), "utf-8")
    code, _, err = await shell("projects", "import", config, data)
    assert code == 0 and "warning: only show is filled in; shown as it is written: {client}, {inconnu}\n" in err


async def test_a_project_for_what_others_send_on_needs_no_data(shell: Shell, tmp_path: Path) -> None:
    folders = {folder.name: folder for folder in samples.projects()}
    chain, data = (folders["transcription-panneaux"] / name for name in ("chain.yaml", "data.csv"))
    code, _, err = await shell("projects", "import", chain, data)
    assert code == 1 and "there is no project 'correction-panneaux'; import it first" in err
    config = tmp_path / "project.yaml"
    text = (folders["correction-panneaux"] / "project.yaml").read_text("utf-8")
    config.write_text(f'{text}\nbudget: "0.39"\n', "utf-8")
    assert "0 new tasks" in await shell.done("projects", "import", config)
    code, _, err = await shell("projects", "import", chain, data)
    assert code == 0 and err == (
        "warning: the budget of correction-panneaux pays for 2 of the 10 tasks that transcription-panneaux can send on "
        "to it; the others wait until it is raised\n"
    )


async def test_pictures_are_read_from_the_folder_of_the_data(shell: Shell, database: Database) -> None:
    folder = next(each for each in samples.projects() if (each / "images").is_dir())
    await shell.done("projects", "import", folder / "project.yaml", folder / "data.csv")
    assert await count(database, "media") == len(list((folder / "images").iterdir()))


async def test_a_bad_file_names_its_lines_and_changes_nothing(shell: Shell, database: Database, tmp_path: Path) -> None:
    data = tmp_path / "data.csv"
    lines = (REAL / "data.csv").read_text().splitlines()
    data.write_text("\n".join([*lines[:3], lines[1], *lines[3:5], "x"]) + "\n")
    err = await shell.refused("projects", "import", REAL / "project.yaml", data)
    assert [line.split(": ")[0] for line in err.splitlines()] == ["data.csv:4", "data.csv:7"]
    assert (await count(database, "project"), await count(database, "task")) == (0, 0)
    code, out, err = await shell("projects", "import", REAL / "project.yaml", data, "--skip-bad")
    assert code == 0
    assert "4 new tasks, 2 faults left out" in out
    assert len(err.splitlines()) == 2


async def test_a_bad_configuration_names_its_lines(shell: Shell, tmp_path: Path) -> None:
    config = tmp_path / "project.yaml"
    config.write_text("name: X!\nkind: dance\n")
    err = await shell.refused("projects", "import", config, REAL / "data.csv")
    assert {"project.yaml:1", "project.yaml:2"} <= {line.split(": ")[0] for line in err.splitlines()}


async def test_a_label_studio_project_takes_the_rest_from_options(shell: Shell, tmp_path: Path) -> None:
    config, data = tmp_path / "config.xml", tmp_path / "tasks.json"
    config.write_text(
        '<View><Text name="t" value="$text"/><Choices name="c" toName="t"><Choice value="Oui"/><Choice value="Non"/>'
        "</Choices></View>"
    )
    data.write_text('[{"id": 1, "data": {"text": "Bonjour"}}, {"id": 2, "data": {"text": "Salut"}}]')
    assert "config: 2 new tasks" in await shell.done("projects", "import", config, data)  # named as its file
    options = ["--name", "salut", "--title", "Salutations", "--question", "Est-ce poli ?", "--minutes", "0.5"]
    await shell.done(
        "projects", "import", config, data, *options, "--pay", "30", "--currency", "XOF", "--answers", "2-3"
    )
    _, listed = await shell.json("projects", "list")
    assert (listed["title"], listed["tasks"], listed["promised"], listed["currency"]) == (
        "Salutations",
        2,
        "180",
        "XOF",
    )
    await shell.refused("projects", "import", config, data, *options, "--answers", "some", code=2)


async def test_an_export_goes_to_the_output_or_to_a_file_in_the_format_of_its_name(
    shell: Shell, database: Database, tmp_path: Path
) -> None:
    await shell.done("projects", "import", REAL / "project.yaml", REAL / "data.csv")
    async with database.unit() as uow:
        (name,) = [row["name"] for row in await uow.fetch_all("select name from project")]
        await uow.execute(
            "update task set answers = 1, result = %s", ('{"answer": "é", "confidence": "1", "method": "m"}',)
        )
        await uow.commit()
    rows = list(csv.DictReader(io.StringIO(await shell.done("projects", "export", name))))
    assert len(rows) == await count(database, "task where not control")
    assert {row["answer"] for row in rows} == {"é"}
    file = tmp_path / "out.jsonl"
    code, out, err = await shell("projects", "export", name, "-o", file)
    assert (code, out, err) == (0, "", f"{len(rows)} rows in {file}\n")
    assert [json.loads(line)["id"] for line in file.read_text().splitlines()] == [row["id"] for row in rows]
    assert await shell.done("projects", "export", name, "--what", "answers") == "id,worker,answer,seconds,at\n"
    file, labelling = tmp_path / "out.json", tmp_path / "labelling.xml"
    arguments = ("--format", "label-studio", "--labelling", labelling, "-o", file)
    code, out, err = await shell("projects", "export", name, *arguments)
    assert (code, out, err) == (0, "", f"{len(rows)} tasks in {file}\n")
    assert [each["data"]["client_id"] for each in json.loads(file.read_bytes())] == [row["id"] for row in rows]
    assert labelling.read_text("utf-8").startswith("<View>")
    assert json.loads(await shell.done("projects", "export", name, *arguments[:2], "--what", "answers")) == []
    # it comes back under the ids of the client: Label Studio's own ids would make new tasks of the same
    await shell.done("projects", "import", labelling, file)
    async with database.unit() as uow:
        back = await uow.fetch_all(
            "select client_id from task where project_id = (select max(id) from project) order by id"
        )
    assert [row["client_id"] for row in back] == [row["id"] for row in rows]


async def test_an_export_of_nothing_known_leaves_no_file(shell: Shell, tmp_path: Path) -> None:
    assert await shell.refused("projects", "export", "x", "-o", tmp_path / "o.csv") == (
        "hiteuses: there is no project 'x'\n"
    )
    assert not (tmp_path / "o.csv").exists()


# --- checks ---------------------------------------------------------------------------------------


async def test_books_that_agree_are_said_to(shell: Shell) -> None:
    await shell.done("projects", "import", REAL / "project.yaml", REAL / "data.csv")
    assert await shell.json("ledger", "check") == {"ok": True, "transfers": 1, "accounts": 2, "disagreements": []}


async def test_books_that_do_not_agree_are_named_and_exit_with_1(shell: Shell, database: Database) -> None:
    await shell.done("projects", "import", REAL / "project.yaml", REAL / "data.csv")
    async with database.unit() as uow:
        await uow.execute("insert into account (kind, owner, currency) values ('paid', 7, 'EUR')")
        await uow.execute(
            """
            insert into transfer (key, debit, credit, units, currency, at)
            select 'odd', p.id, c.id, 5, 'EUR', now() from account p, account c
            where p.kind = 'paid' and c.kind = 'client'
            """
        )
        await uow.commit()
    code, out, _ = await shell("ledger", "check")
    assert code == 1
    assert "paid account of 7 stands at -5 EUR" in out
    code, out, _ = await shell("ledger", "check", "--json")
    assert (code, json.loads(out)["ok"]) == (1, False)


async def test_a_month_is_closed_and_listed(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HITEUSES_CLOCK", "2026-10-12T09:00:00+00:00")
    await shell.done("projects", "import", REAL / "project.yaml", REAL / "data.csv")
    assert "2026-10 is not over yet" in await shell.refused("ledger", "close", "2026-10")
    monkeypatch.setenv("HITEUSES_CLOCK", "2026-11-02T09:00:00+00:00")
    assert await shell.done("ledger", "close", "2026-10", "--by", "Nadia") == "2026-10: closed\n"
    assert "2026-10 is closed already" in await shell.refused("ledger", "close", "2026-10")
    (month,) = await shell.json("ledger", "months")
    assert (month["month"], month["closed_by"]) == ("2026-10", "Nadia")
    ((currency, transfers),) = [(each["currency"], each["transfers"]) for each in month["totals"]]
    assert (currency, transfers) == ("EUR", 1)
    assert "2026-10  1 transfer of " in await shell.done("ledger", "months")
    assert (await shell.json("ledger", "check"))["ok"]


async def test_the_ledger_is_exported_as_csv_and_as_fec(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HITEUSES_CLOCK", "2026-10-12T09:00:00+00:00")
    await shell.done("projects", "import", REAL / "project.yaml", REAL / "data.csv")
    export = ("ledger", "export", "2026", "--format")
    code, _, err = await shell(*export, "fec", "--siren", "732 829 320", "-o", tmp_path)
    file = tmp_path / "732829320FEC20261231.txt"
    assert (code, err) == (0, f"1 transfer in {file}\n")
    assert len(fec.read(file.name, file.read_bytes())) == 2
    table = tmp_path / "ledger.csv"
    assert (await shell(*export, "csv", "-o", table))[0] == 0
    (row,) = csv.DictReader(io.StringIO(table.read_text("utf-8")))
    assert (row["from_kind"], row["to_kind"]) == ("client", "project")
    assert "732829321 is no SIREN" in await shell.refused(*export, "fec", "--siren", "732829321", "-o", tmp_path)
    assert "is no period" in await shell.refused("ledger", "export", "10", "--format", "csv", "-o", table)
    code, _, err = await shell(*export, "fec", "-o", tmp_path)
    assert (code, "--format fec needs --siren" in err) == (2, True)


async def test_a_clients_statement_is_written_as_pdf_or_json(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HITEUSES_CLOCK", "2026-10-12T09:00:00+00:00")
    await shell.done("projects", "import", REAL / "project.yaml", REAL / "data.csv")
    said = await shell.json("clients", "statement", "maison", "2026-10")
    assert (said["client"], said["month"], said["closed"], said["until"]) == ("Maison", "2026-10", False, "2026-10-12")
    (project,), (total,) = said["projects"], said["totals"]
    assert project["promised"] == total["promised"] == project["closing"] != "0"
    file = tmp_path / "releve.pdf"
    await shell.done("clients", "statement", "Maison", "2026-10", "-o", file)
    assert file.read_bytes().startswith(b"%PDF-")
    assert "has not begun" in await shell.refused("clients", "statement", "Maison", "2026-11", "-o", file)
    assert "no client named 'x'" in await shell.refused("clients", "statement", "x", "2026-10", "-o", file)
    code, _, err = await shell("clients", "statement", "Maison", "2026-10")
    assert (code, "say --json, or -o FILE" in err) == (2, True)


async def checked(shell: Shell) -> dict[str, tuple[bool, str]]:
    code, out, _ = await shell("check", "--json")
    found = {row["about"]: (row["ok"], row["text"]) for row in json.loads(out)}
    assert code == (0 if all(ok for ok, _ in found.values()) else 1)
    return found


async def test_the_check_is_content_without_any_platform(shell: Shell) -> None:
    found = await checked(shell)
    assert {about: ok for about, (ok, _) in found.items()} == {
        "settings": True,
        "database": True,
        "schedule": True,
        "queue": True,
        "ledger": True,
        "badges": True,
        "keys": True,
        "backups": True,
        "clock": True,
        "disk": True,
        "payouts": True,
        "wave": True,
        "pawapay": True,
        "telegram": True,
        "whatsapp": True,
    }
    lines = (await shell.done("check")).splitlines()
    assert list(dict.fromkeys(line.split()[0] for line in lines)) == list(found)
    assert {line.split()[1] for line in lines} == {"ok:"}


def data_folder() -> Path:
    home = Path(os.environ["HITEUSES_HOME"])
    home.mkdir(exist_ok=True)
    return home


async def test_the_check_reads_the_terms_of_payment(shell: Shell) -> None:
    async def said() -> list[tuple[bool, str]]:
        _, out, _ = await shell("check", "--json")
        return [(row["ok"], row["text"]) for row in json.loads(out) if row["about"] == "payouts"]

    home = data_folder()
    assert (await said())[0][1].startswith(f"as shipped, no payouts.toml in {home}; no [schedule]: no day is promised")
    file = home / "payouts.toml"
    file.write_text("""
        date = 2026-11-28
        [schedule]
        weekly = "friday"
        monthly = 5
        [rates.MGA]
        per_euro = 5012.25
        date = 2020-01-01
    """)
    good, *stale = await said()
    assert good[0] and "each Friday and on day 5 of the month at 8:00 local time" in good[1]
    assert (False, "the rate of MGA is of 2020-01-01, more than 7 days old: nobody is paid in it") in stale
    file.write_text('date = 2026-11-28\n[providers]\nother = "mtn"\n[alarm]\n')
    code, out, _ = await shell("check")
    assert code == 1
    assert f"payouts   NOT OK: {file}: alarm: is unknown" in out
    code, _, err = await shell("run")
    assert (code, f"{file}: alarm: is unknown" in err) == (1, True)


async def test_the_check_says_what_signs_certificates_and_where_they_are_checked(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, text = (await checked(shell))["badges"]
    assert "kept in the database" in text and "only this machine reaches" in text
    monkeypatch.setenv("BADGE_SIGNING_KEY", signing.pem().replace("\n", "\\n"))
    monkeypatch.setenv("PUBLIC_URL", "https://hiteuses.example.org")
    _, text = (await checked(shell))["badges"]
    assert text == "signed with BADGE_SIGNING_KEY, checked at https://hiteuses.example.org/verify"
    monkeypatch.setenv("BADGE_SIGNING_KEY", "secret and wrong")
    found = await checked(shell)
    assert found == {
        "settings": (
            False,
            "BADGE_SIGNING_KEY must be a private RSA key of 2048 bits or more, as PEM and without a password",
        )
    }


async def test_the_check_asks_telegram_about_token_and_webhook(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    async with FakeTelegram() as telegram:
        monkeypatch.setenv("TELEGRAM_API_URL", telegram.url)
        monkeypatch.setenv("TELEGRAM_BOT_TOKEN", telegram.token)
        found = await checked(shell)
        assert found["telegram"][0]
        assert found["webhook"] == (True, "none, updates are polled; 0 updates waiting")
        monkeypatch.setenv("PUBLIC_URL", "https://hiteuses.example.org")
        assert "registered nowhere" in (await checked(shell))["webhook"][1]
        telegram.token_revoked()
        found = await checked(shell)
        assert not found["telegram"][0]
        assert "set a valid TELEGRAM_BOT_TOKEN" in found["telegram"][1]
        assert "webhook" not in found
    found = await checked(shell)
    assert not found["telegram"][0]
    assert "cannot be reached" in found["telegram"][1]


async def test_the_check_tells_what_is_wrong_with_settings_and_database(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, server: TestServer
) -> None:
    with server.another("empty") as url:
        monkeypatch.setenv("DATABASE_URL", url)
        ok, text = (await checked(shell))["database"]
        assert (ok, "run: hiteuses db upgrade" in text) == (False, True)
    monkeypatch.setenv("DATABASE_URL", "postgresql://127.0.0.1:1/none")
    assert not (await checked(shell))["database"][0]
    monkeypatch.setenv("PORT", "-1")
    assert list(await checked(shell)) == ["settings"]


async def test_an_invited_admin_reads_unless_there_is_nobody_yet_who_gives_roles(
    shell: Shell, database: Database
) -> None:
    async def invited(*more: str) -> str:
        (row,) = await shell.json("people", "invite", "--role", "admin", "--country", "CM", *more)
        return str(row["duty"])

    assert await invited() == "owner"
    assert await invited() == "owner"  # the first code is not used yet
    (awa,) = await hiteuses(database, 1)
    await shell.done("people", "role", awa.id, "--role", "admin")  # a reader
    assert await invited() == "owner"
    await shell.done("people", "role", awa.id, "--role", "admin", "--duty", "owner")
    assert await invited() == "reader"
    assert await invited("--duty", "owner") == "owner"


async def test_the_check_tells_of_an_account_that_is_refused_or_shall_wait(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, database: Database
) -> None:
    now = datetime.now(UTC)
    async with database.unit() as uow:
        await alarm.give(uow, "telegram", "Unauthorized: no such bot", now)
        await failure_effects.pause(uow, "whatsapp", now + timedelta(minutes=5))
        await uow.commit()
    assert "sending" not in await checked(shell)  # both are off
    async with FakeTelegram() as telegram:
        monkeypatch.setenv("TELEGRAM_API_URL", telegram.url)
        monkeypatch.setenv("TELEGRAM_BOT_TOKEN", telegram.token)
        ok, text = (await checked(shell))["sending"]
        assert not ok
        assert text.startswith("telegram refuses our account since ") and "(Unauthorized: no such bot)" in text
        async with database.unit() as uow:
            await alarm.clear(uow, "telegram", now)
            await failure_effects.pause(uow, "telegram", now + timedelta(minutes=5))
            await uow.commit()
        ok, text = (await checked(shell))["sending"]
        assert not ok
        assert text.startswith("telegram asked us to wait until ")
