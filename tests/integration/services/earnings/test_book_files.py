"""Exports of the ledger: everything of the period once, in the form of the FEC, the same file each time."""

import csv
import io
from collections import defaultdict
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from backend.db.clients import queries as client_rows
from backend.db.earnings import ledger
from backend.db.engine.uow import Database
from backend.domain.earnings import fec
from backend.domain.earnings.fec import read_period
from backend.domain.errors import BadInput, NotAllowed
from backend.domain.money import FRANCS_PER_EURO, Money
from backend.domain.people.commands import OPERATOR
from backend.services.earnings import book_files
from tests import fec as reader
from tests.integration.scenes import hiteuses, look, rows

SIREN = "732829320"


async def books(database: Database) -> int:
    """Transfers of two years in two currencies; returns the number of a hiteuse."""
    (awa,) = await hiteuses(database, 1)
    async with database.unit() as uow:
        client = await client_rows.add(uow, "Société « Œuvre » | d’Été 😀", datetime(2025, 1, 1, tzinfo=UTC))
        assert client is not None
        for currency in ("EUR", "XOF"):
            await ledger.open_account(uow, "client", client, currency)
            await ledger.open_account(uow, "project", 7, currency)
            await ledger.open_earnings(uow, awa.id, currency)
        moves = [
            ("fund:7", ("client", client), ("project", 7), Money(123_456, "EUR"), "2025-11-03T10:00"),
            ("fund:7:x", ("client", client), ("project", 7), Money(9_999_999, "XOF"), "2025-12-31T23:59"),
            ("answer:1:2", ("project", 7), ("pending", awa.id), Money(333, "EUR"), "2026-01-01T00:00"),
            ("answer:1:1", ("project", 7), ("pending", awa.id), Money(70_001, "XOF"), "2025-12-31T23:59:30"),
            ("accept:1:1", ("pending", awa.id), ("accepted", awa.id), Money(70_001, "XOF"), "2026-01-05T10:00"),
            ("accept:1:2", ("pending", awa.id), ("accepted", awa.id), Money(333, "EUR"), "2026-02-01T10:00"),
            ("merge:9:x|y\\", ("accepted", awa.id), ("paid", awa.id), Money(5, "EUR"), "2026-02-28T23:59:59.999"),
        ]
        for key, debit, credit, amount, at in moves:
            moment = datetime.fromisoformat(at).replace(tzinfo=UTC)
            assert await ledger.transfer(uow, key, debit, credit, amount, moment)  # type: ignore[arg-type]
        await uow.commit()
    return awa.id


async def written(database: Database, period: str, separator: book_files.Separator = "tab") -> bytes:
    file = io.BytesIO()
    await look(database, book_files.fec_file, OPERATOR, read_period(period), separator, file.write)
    return file.getvalue()


def lines(content: bytes, period: str) -> list[dict[str, str]]:
    return reader.read(fec.file_name(SIREN, read_period(period)), content)


@pytest.mark.parametrize("separator", book_files.SEPARATORS)
async def test_a_year_holds_every_transfer_after_the_balances_brought_forward(
    database: Database, separator: book_files.Separator
) -> None:
    await books(database)
    content = await written(database, "2026", separator)
    found = lines(content, "2026")
    assert [line["JournalCode"] for line in found] == ["AN"] * 5 + ["TR"] * 6 + ["OD"] * 2
    assert [line["EcritureNum"] for line in found] == ["1"] * 5 + [str(n) for n in (2, 3, 4, 5) for _ in range(2)]
    assert await written(database, "2026", separator) == content
    labels = {line["CompteNum"]: line["CompAuxLib"] for line in found}
    assert labels["411000"] == "Société « OEuvre » _ d'Été _"


async def test_balances_brought_forward_are_those_of_the_year_before(database: Database) -> None:
    await books(database)
    before, after = lines(await written(database, "2025"), "2025"), lines(await written(database, "2026"), "2026")

    def stands(found: list[dict[str, str]]) -> dict[tuple[str, str, str], Decimal]:
        sums: defaultdict[tuple[str, str, str], Decimal] = defaultdict(Decimal)
        for line in found:
            account = line["CompteNum"], line["CompAuxNum"], line["Idevise"]
            sums[account] += reader.amount(line["Debit"]) - reader.amount(line["Credit"])
        return dict(sums)

    assert stands(before) == stands([line for line in after if line["JournalCode"] == "AN"])
    assert not [line for line in before if line["JournalCode"] == "AN"]  # nothing was before


async def test_the_months_of_a_year_are_the_year(database: Database) -> None:
    await books(database)
    year = lines(await written(database, "2026"), "2026")
    months = [line for n in range(1, 13) for line in lines(await written(database, f"2026-{n:02}"), f"2026-{n:02}")]
    assert months == year


async def test_francs_are_kept_beside_their_value_in_euros(database: Database) -> None:
    await books(database)
    found = lines(await written(database, "2026-01"), "2026-01")
    (line,) = [line for line in found if line["PieceRef"] == "accept:1:1" and reader.amount(line["Credit"])]
    assert (line["Montantdevise"], line["Idevise"]) == ("7,0001", "XOF")
    exact = Money(70_001, "XOF").value / FRANCS_PER_EURO
    assert abs(reader.amount(line["Credit"]) - Decimal(exact.numerator) / exact.denominator) <= Decimal("0.00005")
    (line,) = [line for line in found if line["PieceRef"] == "answer:1:2" and reader.amount(line["Debit"])]
    assert (line["Debit"], line["CompteNum"], line["Idevise"]) == ("0,0333", "419100", "")


async def test_a_person_is_named_by_her_number_only(database: Database) -> None:
    number = await books(database)
    (row,) = await rows(database, "select first_name from person where id = %s", (number,))
    content = (await written(database, "2026")).decode(fec.ENCODING)
    assert f"Hiteuse {number}" in content
    assert not row["first_name"] or row["first_name"] not in content


async def test_csv_holds_every_transfer_exactly(database: Database) -> None:
    number = await books(database)
    file = io.BytesIO()
    done = await look(database, book_files.csv, OPERATOR, read_period("2026"), file.write)
    found = list(csv.DictReader(io.StringIO(file.getvalue().decode())))
    assert done.transfers == len(found) == 4
    assert {key: found[0][key] for key in list(found[0])[1:]} == {
        "at": "2026-01-01T00:00:00.000000Z",
        "cause": "answer:1:2",
        "from_kind": "project",
        "from_owner": "7",
        "to_kind": "pending",
        "to_owner": str(number),
        "amount": "0.0333",
        "currency": "EUR",
    }


async def test_only_the_staff_of_payments_sees_the_books(database: Database) -> None:
    await books(database)
    (binta,) = await hiteuses(database, 1)
    async with database.unit() as uow:
        with pytest.raises(NotAllowed):
            await book_files.csv(uow, binta, read_period("2026"), io.BytesIO().write)


async def paid_abroad(database: Database, key: str) -> None:
    """A payment of 5,000 MGA at 5,000.1234 for a euro, and a transfer of it with this key."""
    (lala,) = await hiteuses(database, 1, country="MG", zone="Indian/Antananarivo")
    async with database.unit() as uow:
        run = "insert into payout_run (state, minimum, proposed_by, proposed_at) values ('done', 1, 'a', now())"
        await uow.execute(run)
        await uow.execute(
            "insert into destination (person_id, kind, sealed, mark, tail, named_at, usable_at)"
            " values (%s, 'phone', '', '', '1', now(), now())",
            (lala.id,),
        )
        await uow.execute(
            """
            insert into payout (run_id, person_id, destination_id, units, currency, carried, per_euro, state,
                                proposed_at)
            select r.id, d.person_id, d.id, 50000000, 'MGA', 0, 5000.1234, 'paid', now()
            from payout_run r, destination d
            """
        )
        for kind in ("bank", "exchange"):
            await ledger.open_account(uow, kind, ledger.COMPANY, "MGA")
        number = (await uow.fetch_all("select id from payout"))[0]["id"]
        amount, at = Money(50_000_000, "MGA"), datetime(2026, 3, 1, tzinfo=UTC)
        company = ledger.COMPANY
        await ledger.transfer(uow, key.format(number), ("exchange", company), ("bank", company), amount, at)
        await uow.commit()


async def test_another_currency_has_the_rate_of_its_payment(database: Database) -> None:
    await books(database)
    await paid_abroad(database, "exchange:{}:MGA")
    found = lines(await written(database, "2026"), "2026")
    (line,) = [line for line in found if line["Idevise"] == "MGA" and reader.amount(line["Debit"])]
    assert (line["Debit"], line["Montantdevise"], line["CompteNum"]) == ("1,0000", "5000,0000", "471000")
    assert (line["JournalCode"], line["CompAuxNum"]) == ("PA", "")
    assert lines(await written(database, "2027"), "2027")  # and brings it forward


@pytest.mark.parametrize("key", ["fund:1", "exchange:99{}:MGA"])
async def test_an_amount_without_a_rate_is_named_before_anything_is_written(database: Database, key: str) -> None:
    await paid_abroad(database, key)
    file = io.BytesIO()
    async with database.unit() as uow:
        with pytest.raises(BadInput, match="booked in MGA without a rate"):
            await book_files.fec_file(uow, OPERATOR, read_period("2026"), "tab", file.write)
    assert file.getvalue() == b""
