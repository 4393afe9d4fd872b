from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.errors import BadInput
from backend.domain.work.forms.tables import MOST_CHARACTERS, Table, load, parse

SALES = Table(("Jour", "Ventes"), (("Lundi", "12"), ("Mardi", "1.50")))


@pytest.mark.parametrize(
    "text",
    [
        "Jour;Ventes\nLundi;12\nMardi;1.50",
        "Jour\tVentes\r\nLundi\t12\r\nMardi\t1.50\r\n",
        'Jour,Ventes\nLundi,12\n"Mardi","1.50"',
        '[["Jour","Ventes"],["Lundi",12],["Mardi",1.50]]',
        '[{"Jour":"Lundi","Ventes":12},{"Jour":"Mardi","Ventes":1.50}]',
        SALES.dump(),
    ],
)
def test_a_table_is_read_in_every_form_with_its_numbers_as_they_are_written(text: str) -> None:
    assert parse(text) == SALES
    assert load(parse(text).dump()) == SALES


def test_a_table_reads_as_lines() -> None:
    table = Table(("Jour", "Ventes", "Note"), (("Lundi", "12", ""), ("", "1", "férié")))
    assert table.lines() == ("Lundi · Ventes : 12", "Jour : – · Ventes : 1 · Note : férié")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Jour;Ventes", "a table needs a line with the names of its columns, and one row at least"),
        ("", "a table needs a line"),
        ("Jour;Ventes\nLundi", "row 1 of the table has 1 cells, 2 are named"),
        ("Jour;Jour\nLundi;1", "the columns of the table need names, each another"),
        ("Jour;\nLundi;1", "the columns of the table need names"),
        ('[["a","b"],[1,{}]]', "a cell of the table must be a text or a number"),
        ("[1,2]", "a table is a list of objects, or of lists"),
        ("[[1,", "invalid JSON"),
        ("a;b\n" + "x" * 61 + ";1", "is longer than 60 characters"),
        (
            "\n".join(";".join(f"{r}.{c}" for c in range(100)) for r in range(101)),
            "the table has 10000 cells in 100 columns",
        ),
        (
            "\n".join(["a;b", *("x" * 25 + ";" + "y" * 5 for _ in range(25))]),
            f"a phone shows {MOST_CHARACTERS} at most",
        ),
    ],
)
def test_what_no_phone_can_show_is_refused_with_one_line(text: str, why: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse(text)
    assert why in str(caught.value) and "\n" not in str(caught.value)


@given(st.text(st.sampled_from('ab1;,\t\n"[]{}:. é'), max_size=60))
def test_whatever_stands_in_a_cell_is_a_table_that_lasts_or_refused(text: str) -> None:
    try:
        table = parse(text)
    except BadInput:
        return
    assert load(table.dump()) == table
    assert all(len(row) == len(table.columns) for row in table.rows)
