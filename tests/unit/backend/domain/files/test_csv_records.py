from __future__ import annotations

import csv
import io
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.errors import Fault
from backend.domain.files import csv_records
from backend.domain.money import Money
from backend.domain.work.formats.data_rows import TaskRow, read_rows
from backend.domain.work.projects import ProjectConfig

TEXT = ProjectConfig("p", "P", "text", "?", {"text": "{t}"}, Money(500))


def rows(data: bytes | str, file: str = "d.csv", config: ProjectConfig = TEXT) -> list[TaskRow | Fault]:
    return list(read_rows(io.BytesIO(data.encode() if isinstance(data, str) else data), file, config))


def told(data: bytes | str, file: str = "d.csv", config: ProjectConfig = TEXT) -> list[tuple[int, str]]:
    """The id of a task, the reason of a fault, each with its line."""
    return [(r.line, str(r.reason) if isinstance(r, Fault) else r.id) for r in rows(data, file, config)]


def test_a_row_of_several_lines_is_named_by_its_first() -> None:
    assert told('id,t\n1,"a\n\nb"\r\n\n2,x\n1,y') == [(2, "1"), (6, "2"), (7, "the id '1' is on line 2 already")]
    assert rows('id,t\n1,"a\n\nb"')[0] == TaskRow(2, "1", {"text": "a\n\nb"})


@pytest.mark.parametrize("line", ["sep=;\r\n", '"sep=;"\n', "\ufeffSEP=;\n"])
def test_the_line_in_which_excel_names_what_stands_between_cells_is_no_header(line: str) -> None:
    assert told(f"{line}id;t\n1;a,b\n1;c\n") == [(3, "1"), (4, "the id '1' is on line 3 already")]


BAD_CSV: list[tuple[bytes | str, list[tuple[int, str]]]] = [
    ("", [(0, "the file is empty")]),
    ("id,t\n\n,,\n , \n", [(0, "there is no row in the file")]),
    ("id,x\n1,a\n2,b\n", [(1, "the column 't' is missing; there are: id, x")]),
    (
        "\nx,y\n1,a\n",
        [(2, "the column 'id' is missing; there are: x, y"), (2, "the column 't' is missing; there are: x, y")],
    ),
    ("id,t,t\n1,a,b\n", [(1, "the column 't' is there 2 times")]),
    ("id,t\n,a\n1,b\n", [(2, "'id' is empty"), (3, "1")]),
    (
        "id,t\n1,a\n1,b\n 1 ,c\n",
        [(2, "1"), (3, "the id '1' is on line 2 already"), (4, "the id '1' is on line 2 already")],
    ),
    ("id,t\n1,\n,\n2,a", [(2, "'t' is empty"), (4, "2")]),
    (
        "id,t\n1\n2,a,b\n3,c\n",
        [(2, "too few cells: 1, the header has 2"), (3, "too many cells: 3, the header has 2"), (4, "3")],
    ),
    ("id,t\n" + "x" * 201 + ",a\n" + "x" * 200 + ",a\n", [(2, "the id is longer than 200 characters"), (3, "x" * 200)]),
    (
        b'id,t\n1,\xe9t\xe9\n2,a\n3,"b\n\n\xe0"\n',
        [
            (2, "not UTF-8 (byte 0xE9); save the file as CSV UTF-8"),
            (3, "2"),
            (6, "not UTF-8 (byte 0xE0); save the file as CSV UTF-8"),
        ],
    ),
    (b"id,t\xe9,t\n1,a,b\n", [(1, "not UTF-8 (byte 0xE9); save the file as CSV UTF-8")]),
    ("id,t\n1,é".encode("utf-16"), [(1, "the file is UTF-16, not UTF-8; save it as CSV UTF-8")]),
    *(
        (start + b"id,t\n1,a\0\n", [(1, said)])
        for start, said in (
            (b"PK\x03\x04", "the file is a spreadsheet or an archive, not CSV; save the sheet as CSV UTF-8"),
            (b"\xd0\xcf\x11\xe0", "the file is a spreadsheet or an archive, not CSV; save the sheet as CSV UTF-8"),
            (b"\x1f\x8b", "the file is compressed; unpack it first"),
            (b"%PDF-1.4\n", "the file is a PDF, not CSV"),
            (b"\x89PNG\r\n", "the file is a picture, not CSV"),
            (b"\xff\xd8\xff\xe0", "the file is a picture, not CSV"),
            (b"<html>", "the file is a web page, not CSV; save the sheet as CSV UTF-8"),
            (b"<!DOCTYPE html>", "the file is a web page, not CSV; save the sheet as CSV UTF-8"),
        )
    ),
    ("id,t\r1,a\r2,b\r", [(1, "the lines end with CR only; save the file with Windows or Unix line ends")]),
    (
        'id,t\n1,a\0b\n2,"\0"\n3,c\n',
        [
            (2, "a NUL character; the file is damaged or is no CSV"),
            (3, "a NUL character; the file is damaged or is no CSV"),
            (4, "3"),
        ],
    ),
    ('id,t\n1,"a"b\n2,c\n', [(2, "text behind a closing quote; a quote inside a cell is written twice"), (3, "2")]),
    ('id,t\n1,a\n2,"b\n3,c\n', [(2, "1"), (3, "a quote is opened in this row and never closed")]),
    (
        "id,t\n1," + "x" * (2**20 + 1) + '\n2,"' + "é" * 2**20 + '"\n3,' + "x" * 2**20 + "\n",
        [(2, "the cell 't' is larger than 1 MB"), (3, "the cell 't' is larger than 1 MB"), (4, "3")],
    ),
    ("id,t,gold,explanation\n1,a,,\n2,b, ,\n", [(2, "1"), (3, "2")]),
]


@pytest.mark.parametrize(("data", "expected"), BAD_CSV)
def test_each_fault_of_a_csv_file_is_named_with_its_line(data: bytes | str, expected: list[tuple[int, str]]) -> None:
    assert told(data) == expected


CELL = st.text(
    st.sampled_from('a é"\n;,\t') | st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=9
)


@given(st.lists(st.tuples(CELL, CELL), max_size=8), st.sampled_from(",;\t"), st.sampled_from([1, 3, 2**16]))
def test_what_a_spreadsheet_writes_is_read_back_whatever_the_pieces(
    table: list[tuple[str, str]], delimiter: str, piece: int
) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(("id", "t"))
    for number, cells in enumerate(table):
        writer.writerow((f"{number}{cells[0]}", f"x{cells[1]}x"))
    with mock.patch.object(csv_records, "_PIECE_BYTES", max(piece, 8)):
        read = rows(out.getvalue())
    if table:
        assert [r.content["text"] for r in read if isinstance(r, TaskRow)] == [f"x{c[1]}x" for c in table]
        assert [r.id for r in read if isinstance(r, TaskRow)] == [f"{n}{c[0]}".strip() for n, c in enumerate(table)]
