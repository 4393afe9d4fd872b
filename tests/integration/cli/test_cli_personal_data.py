"""`hiteuses people erase`, as it is typed."""

from __future__ import annotations

import asyncio
import io
import json
import zipfile
from pathlib import Path

import pytest

from backend.db.engine.uow import Database
from backend.domain.money import UNITS_PER_WHOLE, Money
from backend.domain.payouts import terms_file
from backend.domain.people import codes
from backend.domain.people.commands import OPERATOR
from backend.domain.privacy.register import ENTRIES
from backend.services.payouts import runs
from backend.services.privacy import leaving
from bot.cli import run
from tests.integration.payments import FRANC, earns, funded
from tests.integration.payments import names as pay_goes_to
from tests.integration.scenes import NOW, agreement, execute, hiteuses, project, rows, value
from tests.integration.services.privacy.planting import MARK, plant
from tests.integration.services.work.merges import answer

pytestmark = pytest.mark.usefixtures("own_database")


async def typed(capture: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Exit code, output, errors. In a thread, for a command runs an event loop of its own."""
    code = await asyncio.to_thread(run, ["people", *arguments])
    return (code, *capture.readouterr())


async def test_a_person_is_erased_and_her_number_written_down(
    database: Database, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    awa, binta = await hiteuses(database, 2)
    code, said, _ = await typed(capsys, "erase", str(awa.id))
    assert (code, said) == (0, f"person {awa.id} is erased\n")
    assert (tmp_path / "home" / "erased").read_text() == f"{awa.id}\n"
    assert await value(database, "select first_name from person where id = %s", (awa.id,)) == ""
    assert await value(database, "select role from person where id = %s", (binta.id,)) == "hiteuse"
    lines = await rows(database, "select person_id, action, about, subject_id from audit")
    assert lines == [{"person_id": None, "action": "erase person", "about": {}, "subject_id": awa.id}]
    for who in (str(awa.id), "", " "):  # an empty name is not the one who is left
        code, said, errors = await typed(capsys, "erase", who)
        assert (code, said) == (1, "")
        assert f"nobody is called '{who}'" in errors


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


async def test_at_a_terminal_it_says_who_that_is_and_asks(
    database: Database, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A number that was mistyped erased somebody else for good."""
    (awa,) = await hiteuses(database, 1)
    for typed_in, code in (("n\n", 1), ("\n", 1), ("", 130)):
        monkeypatch.setattr("sys.stdin", _Terminal(typed_in))
        done, said, errors = await typed(capsys, "erase", str(awa.id))
        assert (done, said) == (code, "") and f"Erase person {awa.id} (Awa; hiteuse, CI) for good?" in errors
        assert await value(database, "select count(*) from audit") == 0
    monkeypatch.setattr("sys.stdin", _Terminal("y\n"))
    assert (await typed(capsys, "erase", str(awa.id)))[1] == f"person {awa.id} is erased\n"
    (binta,) = await hiteuses(database, 1)
    monkeypatch.setattr("sys.stdin", _Terminal())
    assert (await typed(capsys, "erase", str(binta.id), "--yes"))[0] == 0


async def test_who_has_earned_gets_a_code_to_claim_her_pay_by_hand_of_the_operator(
    database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    """In chat she gets one; by the command line her pay could be claimed by nobody."""
    awa, binta, mina = await hiteuses(database, 3)
    number = await project(database, 8, wanted=2)
    for each in (awa, binta):
        await answer(database, each, number)
    code, said, _ = await typed(capsys, "erase", str(awa.id))
    first, hand, done = said.splitlines()
    assert code == 0 and done == f"person {awa.id} is erased"
    assert first.startswith("0.05 EUR is still hers") and "stored nowhere" in hand
    claim = first.rpartition(" ")[2]
    async with database.unit() as uow:
        kept = await leaving.kept_under(uow, codes.read(claim) or "")
        assert kept is not None and [str(each) for each in kept] == ["0.05"]
        asked = await leaving.ask(uow, binta, None, terms_file.shipped(), "telegram", NOW)
        await uow.commit()
    code, said, _ = await typed(capsys, "erase", str(binta.id))
    assert code == 0 and "She has the code" in said and "under this code" not in said
    async with database.unit() as uow:
        assert await leaving.kept_under(uow, codes.read(asked.claim) or "") is not None
    code, said, _ = await typed(capsys, "erase", str(mina.id))
    assert (code, said) == (0, f"person {mina.id} is erased\n")  # nothing is kept


async def test_everything_about_a_person_is_written_to_a_file(
    database: Database, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (awa,) = await hiteuses(database, 1)
    await plant(database, awa.id)
    async with database.unit() as uow:
        await uow.execute("update destination set sealed = ''")  # it holds what no key opens
        await uow.execute("update outbox set message = null")
        await uow.execute("update person set zone = 'Africa/Abidjan', country = 'CI'")
        await uow.execute("update person set role = 'hiteuse', first_name = %s where id = %s", (f"<b>{MARK}", awa.id))
        await uow.commit()
    file = tmp_path / "awa.zip"
    code, said, errors = await typed(capsys, "export", str(awa.id), "-o", str(file))
    assert (code, said, errors) == (0, f"person {awa.id}: {file}\n", "")
    with zipfile.ZipFile(file) as inside:
        tables = json.loads(inside.read("donnees.json"))["tables"]
        page = inside.read("tes-donnees.html").decode()
        assert [name for name in inside.namelist() if name.startswith("fichiers/")]
    assert tables.keys() == {entry.name for entry in ENTRIES if entry.personal}
    assert {name for name, found in tables.items() if not found} <= {"transfer", "erasure"}
    assert f"&lt;b&gt;{MARK}" in page and "<b>" not in page
    lines = await rows(database, "select person_id, subject_id from audit where action = 'export person'")
    assert lines == [{"person_id": None, "subject_id": awa.id}]
    assert file.stat().st_mode & 0o077 == 0  # nobody else on the machine reads it
    code, _, errors = await typed(capsys, "export", "987654", "-o", str(file))
    assert code == 1 and "nobody is called" in errors
    nowhere = tmp_path / "missing" / "awa.zip"
    code, _, errors = await typed(capsys, "export", str(awa.id), "-o", str(nowhere))
    assert (code, errors) == (1, f"hiteuses: {nowhere} cannot be written: No such file or directory\n")


async def test_the_last_owner_is_not_erased(database: Database, capsys: pytest.CaptureFixture[str]) -> None:
    (awa,) = await hiteuses(database, 1)
    await execute(database, "update person set role = 'admin', duty = 'owner'")
    code, _, errors = await typed(capsys, "erase", str(awa.id))
    assert code == 1
    assert "last owner" in errors
    assert await value(database, "select count(*) from erasure") == 0


async def test_what_was_only_prepared_for_payment_is_said_to_be_hers(
    database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    """« Nothing is left to pay », it said, and all of the payment went back to her."""
    (awa,) = await hiteuses(database, 1)
    await earns(database, await funded(database), awa, Money(50 * UNITS_PER_WHOLE))
    await pay_goes_to(database, awa, "0701020300")
    proposal = await runs.propose(database, OPERATOR, "Fatou", NOW, minimum=FRANC)
    assert proposal.payouts
    code, said, _ = await typed(capsys, "erase", str(awa.id))
    assert code == 0 and said.startswith("50 EUR is still hers"), said
    assert await value(database, "select state from payout") == "dropped"
    assert await agreement(database) == []
