from __future__ import annotations

import io
import json
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.errors import Fault
from backend.domain.files import json_records
from backend.domain.money import Money
from backend.domain.work.formats.data_rows import TaskRow, read_rows
from backend.domain.work.projects import ProjectConfig

TEXT = ProjectConfig("p", "P", "text", "?", {"text": "{t}"}, Money(500))


def rows(data: bytes | str, file: str = "d.jsonl", config: ProjectConfig = TEXT) -> list[TaskRow | Fault]:
    return list(read_rows(io.BytesIO(data.encode() if isinstance(data, str) else data), file, config))


def told(data: bytes | str, file: str = "d.jsonl", config: ProjectConfig = TEXT) -> list[tuple[int, str]]:
    """The id of a task, the reason of a fault, each with its line."""
    return [(r.line, str(r.reason) if isinstance(r, Fault) else r.id) for r in rows(data, file, config)]


BAD_LINES: list[tuple[bytes | str, list[tuple[int, str]]]] = [
    ("", [(0, "there is no row in the file")]),
    (
        '{"id":1,"t":"a"}\n{"id":2,\n{"id":3,"t":"c"}',
        [(1, "1"), (2, "invalid JSON at character 9: Expecting property name enclosed in double quotes"), (3, "3")],
    ),
    (
        '{"id":1}\n{"t":"b"}\n[1]\n"x"',
        [
            (1, "the column 't' is missing; there are: id"),
            (2, "the column 'id' is missing; there are: t"),
            (3, 'this is no JSON object such as {"id": …, …}'),
            (4, 'this is no JSON object such as {"id": …, …}'),
        ],
    ),
    (
        '{"id":1,"t":["a"]}\n{"id":null,"t":{}}',
        [
            (1, "'t' must be a text, not a list or an object"),
            (2, "'id' is empty"),
            (2, "'t' must be a text, not a list or an object"),
        ],
    ),
    (
        '{"id":1,"t":"\\ud83d"}\n{"id":2,"t":"\\u0000"}\n{"id":3,"t":"\\ud83d\\ude00"}',
        [(1, "'t' holds half a character (a lone surrogate)"), (2, "'t' holds a NUL character"), (3, "3")],
    ),
    (
        '{"id":1e400,"t":"a"}\n{"id":1e308,"t":-1.50}\n{"id":1,"t":' + "9" * 400 + ".5}",
        [
            (1, "1e400 is too large for a number of JSON"),
            (2, "1e308"),
            (3, f"{'9' * 40} is too large for a number of JSON"),
        ],
    ),
    (
        '{"id":1,"t":NaN}\n{"id":2,"id":3,"t":"a"}\n' + "[" * 100_000,
        [(1, "NaN is not JSON"), (2, "the key 'id' is there twice"), (3, "invalid JSON: nested too deeply")],
    ),
    (b'{"id":1,"t":"\xe9"}\n{"id":2,"t":"b"}', [(1, "not UTF-8 (byte 0xE9); save it as UTF-8"), (2, "2")]),
    (
        '{"id":1,"t":"' + "x" * (2**20 + 1) + '"}\n{"id":2,"t":"' + "y" * 2**24 + '"}\n{"id":3,"t":"c"}',
        [(1, "'t' is larger than 1 MB"), (2, "the line is longer than 16 MB"), (3, "3")],
    ),
    ('{"id":1,"t":"a","explanation":["x"]}', [(1, "'explanation' must be a text, not a list or an object")]),
]


@pytest.mark.parametrize(("data", "expected"), BAD_LINES)
def test_each_fault_of_json_lines_is_named_with_its_line(data: bytes | str, expected: list[tuple[int, str]]) -> None:
    assert told(data, "d.jsonl") == expected


BEHIND = "; nothing was read behind it"
BAD_ARRAYS: list[tuple[bytes | str, list[tuple[int, str]]]] = [
    ("[]", [(0, "there is no row in the file")]),
    (
        '[\n{"id":1,"data":{"t":"a"}},\n{"id":1,"data":{}}]',
        [
            (2, "1"),
            (3, "object 2: the id '1' is on line 2 already"),
            (3, "object 2: the column 't' is missing; there are: id"),
        ],
    ),
    (
        '[{"id":1,"t":"a"},\n3,\n{"id":2,"t":"b"}]',
        [(1, "1"), (2, 'object 2: this is no JSON object such as {"id": …, …}'), (3, "2")],
    ),
    (
        '[{"id":1,"t":"a"}\n{"id":2,"t":"b"}]',
        [(1, "1"), (2, f"object 2: invalid JSON: a comma or ] is missing{BEHIND}")],
    ),
    ('[{"id":1,"t":"a"},\n{"id":2,"t":', [(1, "1"), (2, f"object 2: invalid JSON: Expecting value{BEHIND}")]),
    ('[{"id":1,"t":"a"},\n', [(1, "1"), (2, f"object 2: invalid JSON: Expecting value{BEHIND}")]),
    (
        '[{"id":1,"t":"a"},\n{\n"id":2\n"t":3}]',
        [(1, "1"), (4, f"object 2: invalid JSON: Expecting ',' delimiter{BEHIND}")],
    ),
    ('[{"id":1,"t":"a"}]\n[]', [(1, "1"), (2, f"object 2: something stands behind the end of the array{BEHIND}")]),
    (
        b'[{"id":1,"t":"\xe9"},\n{"id":2,"t":"b"}]',
        [(1, "object 1: not UTF-8 (byte 0xE9); save the file as UTF-8"), (2, "2")],
    ),
    (
        '[{"id":1,"t":"' + "x" * 10_000_000 + '"},\n{"id":2,"t":"b"}]',
        [(1, "object 1: 't' is larger than 1 MB"), (2, "2")],
    ),
    ('[{"id":1,"id":2,"t":"b"}]', [(1, f"object 1: the key 'id' is there twice{BEHIND}")]),
    ("[" * 100_000, [(1, f"object 1: invalid JSON: nested too deeply{BEHIND}")]),
]


@pytest.mark.parametrize(("data", "expected"), BAD_ARRAYS)
def test_each_fault_of_a_json_array_is_named_with_its_line(data: bytes | str, expected: list[tuple[int, str]]) -> None:
    assert told(data, "d.json") == expected


def test_numbers_are_content_and_stay_as_they_are_written() -> None:
    (row,) = rows('{"id": 007.10, "t": 1}'.replace("007", "7"), "d.jsonl")
    assert isinstance(row, TaskRow)
    assert (row.id, row.content) == ("7.10", {"text": "1"})


@pytest.mark.parametrize("file", ["d.json", "d.jsonl"])
def test_what_is_no_text_is_one_fault(file: str) -> None:
    """Of a spreadsheet it was "Expecting value", of UTF-16 a fault for each line."""
    wide = '{"id":1,"t":"é"}\n{"id":2,"t":"é"}\n'.encode("utf-16")
    assert told(wide, file) == [(1, "the file is UTF-16, not UTF-8; save it as CSV UTF-8")]
    (sheet,) = told(b"PK\x03\x04" + bytes(20), file)
    assert "is a spreadsheet or an archive" in sheet[1]


def test_a_task_that_was_exported_for_label_studio_has_the_clients_id() -> None:
    data = '[{"id": 5, "data": {"client_id": "a7", "t": "x"}}, {"id": 6, "data": {"client_id": "", "t": "y"}}]'
    assert [row.id for row in rows(data, "d.json") if isinstance(row, TaskRow)] == ["a7", "6"]


CELL = st.text(
    st.sampled_from('a é"\n;,\t') | st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=9
)


@given(st.lists(CELL, max_size=8), st.sampled_from([1, 7, 2**18]), st.booleans(), st.sampled_from([None, 1]))
def test_an_array_is_read_whatever_the_pieces(texts: list[str], piece: int, escaped: bool, indent: int | None) -> None:
    tasks = [{"id": n, "data": {"t": f"x{text}x"}} for n, text in enumerate(texts)]
    data = json.dumps(tasks, ensure_ascii=escaped, indent=indent)
    with mock.patch.object(json_records, "_PIECE_BYTES", piece):
        read = rows(data, "d.json")
    if texts:
        assert [r.content["text"] for r in read if isinstance(r, TaskRow)] == [f"x{text}x" for text in texts]
        assert [r.line for r in read] == [1 if indent is None else 2 + 6 * n for n in range(len(texts))]
