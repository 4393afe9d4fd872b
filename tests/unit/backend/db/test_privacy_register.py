"""The register of personal data names every table and every column that names a person."""

from sqlalchemy import LargeBinary, Table

from backend.db.models import metadata
from backend.domain.privacy.register import BY_NAME, ENTRIES, Erasure


def _columns(table: Table) -> set[str]:
    return {column.name for column in table.columns}


def test_every_table_has_one_entry() -> None:
    assert sorted(entry.name for entry in ENTRIES) == sorted(metadata.tables)


def test_entries_name_columns_that_exist() -> None:
    for entry in ENTRIES:
        own = {each.partition(">")[0] for each in entry.person} | {*entry.empty, *entry.staff, *entry.hidden}
        assert own <= _columns(metadata.tables[entry.name]), entry.name
        assert {each.partition(">")[2] for each in entry.person} <= {"", *BY_NAME}, entry.name


def test_every_reference_to_a_person_is_either_hers_or_of_staff() -> None:
    for entry in ENTRIES:
        named = {
            column.name
            for column in metadata.tables[entry.name].columns
            if any(key.column.table.name == "person" for key in column.foreign_keys)
        }
        assert named <= {*entry.person, *entry.staff}, entry.name


def test_a_row_of_another_table_goes_before_that_row() -> None:
    order = [entry.name for entry in ENTRIES]
    for entry in ENTRIES:
        for each in entry.person:
            _, _, parent = each.partition(">")
            if parent and BY_NAME[parent].erasure is Erasure.DELETE:
                assert order.index(entry.name) < order.index(parent), f"{entry.name} before {parent}"


def test_the_file_of_a_person_holds_no_bytes_and_no_secrets() -> None:
    for entry in ENTRIES:
        if entry.personal:
            raw = {c.name for c in metadata.tables[entry.name].columns if isinstance(c.type, LargeBinary)}
            assert raw <= {*entry.hidden}, entry.name
    assert {"pin", "pin_mark"} <= {*BY_NAME["person"].hidden}


def test_what_is_kept_or_emptied_says_why() -> None:
    assert all(entry.why for entry in ENTRIES)
    assert all(entry.erasure is Erasure.BLANK for entry in ENTRIES if entry.empty)
    assert not [entry.name for entry in ENTRIES if not entry.personal and entry.erasure is not Erasure.KEEP]
