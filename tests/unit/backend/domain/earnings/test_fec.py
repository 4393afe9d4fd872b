"""Names and numbers of a FEC, and the strict reader that judges the files."""

import re

import pytest
import sqlalchemy as sa

from backend.db.models.ledger import account
from backend.domain.earnings import fec
from backend.domain.errors import BadInput
from tests import fec as reader


@pytest.mark.parametrize("text", ["732 829 320", "732829320", "552100554"])
def test_a_siren_is_read(text: str) -> None:
    assert fec.read_siren(text) == text.replace(" ", "")


@pytest.mark.parametrize("text", ["732829321", "12345678", "", "73282932A", "٧٣٢٨٢٩٣٢٠"])
def test_what_is_no_siren_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        fec.read_siren(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("2026", "732829320FEC20261231.txt"),
        ("2026-02", "732829320FEC20260228.txt"),
        ("2028-02", "732829320FEC20280229.txt"),
        ("2026-12", "732829320FEC20261231.txt"),
    ],
)
def test_a_file_is_named_after_its_last_day(text: str, name: str) -> None:
    assert fec.file_name("732829320", fec.read_period(text)) == name
    assert reader.FILE.fullmatch(name)


@pytest.mark.parametrize("text", ["26", "2026-13", "2026-1", "2026-10-01", "", "0000"])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="is no period"):
        fec.read_period(text)


def test_every_kind_of_account_has_one_in_the_plan_comptable() -> None:
    (check,) = [c for c in account.constraints if isinstance(c, sa.CheckConstraint)]
    assert set(re.findall(r"'(\w+)'", str(check.sqltext))) <= set(fec.PLAN)
    assert set(fec.CAUSES.values()) < set(fec.JOURNALS)
    assert tuple(reader.NAMES) == fec.COLUMNS


GOOD = (
    "AA|Achats|1|20260102|401000|Fournisseurs|H1|Hiteuse 1|x|20260102|Travail|0,0000|1,5000|||20260102||\n"
    "AA|Achats|1|20260102|512000|Banques|||x|20260102|Travail|1,5000|0,0000|||20260102|984,0000|XOF\n"
)


def test_the_reader_takes_a_right_file() -> None:
    assert len(reader.read("732829320FEC20261231.txt", _file(GOOD))) == 2


@pytest.mark.parametrize(
    ("part", "other"),
    [
        ("1,5000|||20260102||\n", "1,5001|||20260102||\n"),  # not balanced
        ("|20260102|512000", "|2026-01-02|512000"),
        ("0,0000|1,5000", "0,0000|1.5000"),
        ("0,0000|1,5000", "0,0000|1 500,0"),
        ("984,0000|XOF", "|XOF"),
        ("984,0000|XOF", "984,0000|EUR"),
        ("20260102|984", "20270102|984"),  # after the end
        ("|512000|Banques|", "|B12|Banques|"),
        ("AA|Achats|1|20260102|512000", "AA|Achats|3|20260102|512000"),
        ("AA|Achats|1|20260102|512000", "AA|Achat|1|20260102|512000"),
        ("H1|Hiteuse 1", "H1|"),
        ("|x|20260102|Travail|1,5", "||20260102|Travail|1,5"),
        ("984,0000|XOF", "984,0000|XOF|"),
    ],
)
def test_the_reader_refuses_what_is_wrong(part: str, other: str) -> None:
    assert part in GOOD
    with pytest.raises(AssertionError):
        reader.read("732829320FEC20261231.txt", _file(GOOD.replace(part, other, 1)))


def test_what_moves_from_a_client_to_a_project_is_in_the_journal_of_clients() -> None:
    """Practice is paid by the house: its budget was among « Opérations diverses »."""
    assert {fec.CAUSES[key.partition(":")[0]] for key in ("fund:7:topup:3", "practice:12")} == {"CL"}


def _file(lines: str) -> bytes:
    return ("|".join(fec.COLUMNS) + "\n" + lines).encode("iso8859-15")
