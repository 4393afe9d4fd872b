"""`hiteuses payouts`, as it is typed."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from pathlib import Path

import pytest

from backend.db.engine.uow import Database
from backend.domain.money import UNITS_PER_WHOLE, Money
from backend.domain.payouts.alarms import StopReason
from backend.encryption import Keys, new_key
from backend.services.payouts import stopping
from bot.cli import run
from tests.fakes.payments import FakeWave
from tests.integration import payments
from tests.integration.payments import earns, funded, names
from tests.integration.scenes import NOW, commit, hiteuses, value

KEY = new_key()


@pytest.fixture(autouse=True)
def _environment(own_database: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HITEUSES_CLOCK", "2026-03-04T09:00:00Z")
    monkeypatch.setenv("DATA_ENCRYPTION_KEY", f"{new_key()},{KEY}")
    monkeypatch.setattr(payments, "KEYS", Keys([KEY]))
    monkeypatch.chdir(tmp_path)


async def typed(capture: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    """Exit code, output, errors. In a thread, for a command runs an event loop of its own."""
    code = await asyncio.to_thread(run, [str(each) for each in arguments])
    return (code, *capture.readouterr())


def read(name: str) -> str:
    return Path(name).read_text("utf-8")


def write(name: str, text: str) -> None:
    Path(name).write_text(text, "utf-8")


async def test_from_accepted_pay_to_paid_and_come_back(
    capsys: pytest.CaptureFixture[str], database: Database, tmp_path: Path
) -> None:
    funds = await funded(database)
    people = await hiteuses(database, 3)
    for n, each in enumerate(people):
        await earns(database, funds, each, Money((50 + n) * UNITS_PER_WHOLE))
        await names(database, each, f"070102030{n}")
    code, out, err = await typed(capsys, "payouts", "propose", "--by", "Fatou", "--json")
    assert (code, err) == (0, "")
    proposed = json.loads(out)
    number = proposed["run"]
    assert proposed["payouts"] == [
        {"worker": people[0].id, "amount": "32797", "currency": "XOF", "destination": "+2250701020300"},
        {"worker": people[1].id, "amount": "33453", "currency": "XOF", "destination": "+2250701020301"},
        {"worker": people[2].id, "amount": "34109", "currency": "XOF", "destination": "+2250701020302"},
    ]
    assert await typed(capsys, "payouts", "run", number) == (
        1,
        "",
        f"hiteuses: run {number} is proposed: it must be approved first\n",
    )
    assert (await typed(capsys, "payouts", "approve", number, "--by", "FATOU"))[0] == 1
    assert (await typed(capsys, "payouts", "export", number, "--format", "csv", "-o", "a.csv"))[0] == 1
    assert await typed(capsys, "payouts", "approve", number, "--by", "Aïcha") == (
        0,
        f"run {number}: approved by Aïcha\n",
        "",
    )
    assert await typed(capsys, "payouts", "run", number) == (0, f"run {number}: 3 payments on their way\n", "")
    for file in ("a.csv", "b.csv"):
        assert await typed(capsys, "payouts", "export", number, "--format", "csv", "-o", file) == (0, "", "")
    assert read("a.csv") == read("b.csv")
    rows = list(csv.DictReader(io.StringIO(read("a.csv"))))
    assert [(row["amount"], row["destination"], row["name"]) for row in rows] == [
        ("32797", "+2250701020300", "Awa Koné"),
        ("33453", "+2250701020301", "Awa Koné"),
        ("34109", "+2250701020302", "Awa Koné"),
    ]
    for file in ("a.xml", "b.xml"):
        assert (await typed(capsys, "payouts", "export", number, "--format", "pain001", "-o", file))[0] == 0
    assert read("a.xml") == read("b.xml")
    first, second, third = (row["payout_id"] for row in rows)
    write("retour.csv", f"payout_id,status,reason\n{first},paid,\n{second},failed,wrong number\n")
    assert await typed(capsys, "payouts", "reconcile", "retour.csv") == (0, "1 paid, 1 failed, 0 known already\n", "")
    assert await typed(capsys, "payouts", "reconcile", "retour.csv") == (0, "0 paid, 0 failed, 2 known already\n", "")
    assert await typed(capsys, "payouts", "reconcile") == (
        0,
        f"run {number}: 1 payment of 34109 XOF on their way\n",
        "",
    )
    code, out, _ = await typed(capsys, "payouts", "reconcile", "--json")
    assert (code, json.loads(out)) == (
        0,
        {
            "runs": [{"run": number, "count": 1, "amount": "34109", "currency": "XOF"}],
            "providers": [],
            "notices": [],
            "stopped": None,
        },
    )
    write("autre.csv", f"payout_id,status\n{second},paid\n999999,paid\n{third},paid\n")
    assert await typed(capsys, "payouts", "reconcile", "autre.csv") == (
        1,
        "1 paid, 0 failed, 0 known already\n",
        f"autre.csv:2: payment {second} is failed, and the file says paid\nautre.csv:3: there is no payment 999999\n",
    )
    assert (await typed(capsys, "ledger", "check"))[0] == 0
    assert await value(database, "select state from payout_run") == "done"
    code, out, _ = await typed(capsys, "payouts", "propose", "--minimum", "10", "--json")
    again = json.loads(out)
    assert [line["amount"] for line in again["payouts"]] == ["33453"]
    assert again["payouts"][0]["worker"] == people[1].id
    code, out, _ = await typed(capsys, "payouts", "list")
    assert code == 0
    assert f"run {number}  done, proposed by Fatou: 1 failed (33453 XOF), 2 paid (66906 XOF)" in out
    assert (await typed(capsys, "payouts", "drop", again["run"]))[0] == 0
    assert (await typed(capsys, "ledger", "check"))[0] == 0


async def test_who_waits_is_said_and_cleared(capsys: pytest.CaptureFixture[str], database: Database) -> None:
    funds = await funded(database)
    awa, binta = await hiteuses(database, 2)
    for each in (awa, binta):
        await earns(database, funds, each, Money(50 * UNITS_PER_WHOLE))
        await names(database, each)
    code, out, _ = await typed(capsys, "payouts", "propose")
    assert code == 0
    assert out.splitlines()[1:] == ["  2 with enough money wait: shared destination"]
    assert (await typed(capsys, "payouts", "clear", awa.id))[0] == 0
    assert (await typed(capsys, "payouts", "clear", 10**6))[0] == 1
    _, out, _ = await typed(capsys, "payouts", "propose")
    assert "1 payment of 32797 XOF" in out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("propose", "--minimum", "0"), 1),
        (("propose", "--minimum", "abc"), 1),
        (("approve", "77", "--by", "x"), 1),
        (("approve", "77"), 2),
        (("approve", "77", "--by", " "), 2),
        (("propose", "--by", ""), 2),
        (("stop", "--by", "."), 2),
        (("run", "x"), 2),
        (("export", "77", "--format", "ofx", "-o", "-"), 2),
        (("reconcile", "no-such-file.csv"), 2),
    ],
)
async def test_what_cannot_be_is_one_line(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], code: int
) -> None:
    found, out, err = await typed(capsys, "payouts", *arguments)
    assert (found, out) == (code, "")
    assert err.startswith("hiteuses: ") or code == 2


async def test_payments_by_providers(
    capsys: pytest.CaptureFixture[str], database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with FakeWave() as wave:
        monkeypatch.setenv("WAVE_API_URL", wave.url)
        monkeypatch.setenv("WAVE_API_KEY", wave.token)
        funds = await funded(database)
        for person, number in zip(await hiteuses(database, 2), ("0701020304", "0701020305"), strict=True):
            await earns(database, funds, person, Money(50 * UNITS_PER_WHOLE))
            await names(database, person, number)
        (cameroon,) = await hiteuses(database, 1, country="CM")
        await earns(database, funds, cameroon, Money(50 * UNITS_PER_WHOLE))
        await names(database, cameroon, "671234567")
        number = json.loads((await typed(capsys, "payouts", "propose", "--json"))[1])["run"]
        assert (await typed(capsys, "payouts", "approve", number, "--by", "Aïcha"))[0] == 0
        assert await typed(capsys, "payouts", "run", number) == (
            0,
            f"run {number}: 3 payments on their way\n"
            f"  1 by files; export them: hiteuses payouts export {number}\n"
            "  2 by Wave; hiteuses run sends them\n",
            "",
        )
        assert (await typed(capsys, "payouts", "export", number, "--format", "csv", "-o", "out.csv"))[0] == 0
        assert [row["destination"] for row in csv.DictReader(io.StringIO(read("out.csv")))] == ["+237671234567"]
        # a return file has no word on what goes by Wave
        first = await value(database, "select min(id) from payout where provider = 'wave'")
        write("back.csv", f"payout_id,status,reason\n{first},failed,other bank\n")
        assert await typed(capsys, "payouts", "reconcile", "back.csv") == (
            1,
            "0 paid, 0 failed, 0 known already\n",
            f"back.csv:2: payment {first} goes by Wave, which tells its result itself\n",
        )
        assert "Wave: 2 payments, 2 not sent yet\n" in (await typed(capsys, "payouts", "reconcile"))[1]
        await commit(database, stopping.stop, StopReason.BALANCE, "our account with Wave holds 1 XOF", NOW)
        assert (
            "stopped since 2026-03-04 09:00: our account with Wave" in (await typed(capsys, "payouts", "reconcile"))[1]
        )
        shown = json.loads((await typed(capsys, "payouts", "reconcile", "--json"))[1])
        assert [(each["provider"], each["count"], each["waiting"]) for each in shown["providers"]] == [("wave", 2, 2)]
        assert shown["stopped"]["line"] == "our account with Wave holds 1 XOF"
        code, out, _ = await typed(capsys, "check", "--json")
        found = [(each["about"], each["ok"], each["text"]) for each in json.loads(out)]
        assert code == 1
        assert ("wave", True, "holds 1000000000 XOF") in found
        assert ("pawapay", True, "off: nobody is paid by pawaPay; set PAWAPAY_API_TOKEN to turn it on") in found
        assert any(about == "payouts" and not ok and "stopped since" in text for about, ok, text in found)
        assert await typed(capsys, "payouts", "resume", "--by", "Aïcha") == (0, "payouts go on\n", "")
        assert await typed(capsys, "payouts", "resume", "--by", "Aïcha") == (0, "payouts are not stopped\n", "")
        how = "go on: hiteuses payouts resume --by NAME"
        assert await typed(capsys, "payouts", "stop", "--by", "Aïcha") == (0, f"payouts are stopped; {how}\n", "")
        assert await typed(capsys, "payouts", "stop", "--by", "Aïcha") == (
            0,
            f"payouts are stopped already; {how}\n",
            "",
        )
        assert await typed(capsys, "payouts", "resume", "--by", "Aïcha") == (0, "payouts go on\n", "")
        # the key is gone, and the payments are still there
        monkeypatch.delenv("WAVE_API_KEY")
        assert (await typed(capsys, "payouts", "list"))[
            2
        ] == "hiteuses: WAVE_API_URL has no effect without WAVE_API_KEY\n"
        monkeypatch.delenv("WAVE_API_URL")
        assert "not set up: set WAVE_API_KEY" in (await typed(capsys, "payouts", "reconcile"))[1]
        assert "2 payments are with Wave, which nobody asks: set WAVE_API_KEY" in (await typed(capsys, "check"))[1]
        assert wave.violations == []


async def test_a_proposal_with_nobody_to_pay_makes_no_run(
    capsys: pytest.CaptureFixture[str], database: Database
) -> None:
    """Each try left an empty run, and « envoi 1, 0 paiement » in the audit."""
    code, out, _ = await typed(capsys, "payouts", "propose")
    assert (code, out) == (0, "nobody is to be paid now: no run was made\n")
    funds = await funded(database)
    (her,) = await hiteuses(database, 1)
    await earns(database, funds, her, Money(500 * UNITS_PER_WHOLE))  # nowhere to send it
    code, out, _ = await typed(capsys, "payouts", "propose", "--json")
    assert code == 0 and json.loads(out)["run"] is None and json.loads(out)["held"]
    assert await value(database, "select count(*) from payout_run") == 0
    assert await value(database, "select count(*) from audit where action = 'propose payouts'") == 0
