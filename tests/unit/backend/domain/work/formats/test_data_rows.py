from __future__ import annotations

import csv
import io
import json
import tracemalloc
from collections.abc import Iterator
from typing import Any, BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.errors import Fault
from backend.domain.money import Money
from backend.domain.work.formats.data_rows import TaskRow, read_rows
from backend.domain.work.forms.form import Field, Option
from backend.domain.work.projects import ProjectConfig

CHOICE = ProjectConfig(
    "p",
    "P",
    "choice",
    "?",
    {"text": "{t} ({lang})", "image": "{url}"},
    Money(500),
    choices=(Option("ok", "Ok"), Option("non", "Non")),
)
TEXT = ProjectConfig("p", "P", "text", "?", {"text": "{t}"}, Money(500))
CHOICES = ProjectConfig("p", "P", "choices", "?", {"text": "{t}"}, Money(500), choices=CHOICE.choices)
ENTRY = ProjectConfig("p", "P", "entry", "?", {"text": "{t}"}, Money(500), fields=(Field("total", "Total", "amount"),))

PAIR = ProjectConfig("p", "P", "pair", "?", {"a": "{t}", "b": "{lang}"}, Money(500))
RATING = ProjectConfig("p", "P", "rating", "?", {"text": "{t}"}, Money(500), scale=("Non", "", "", "", "Oui"))
SPEECH = ProjectConfig("p", "P", "transcription", "?", {"audio": "{url}"}, Money(500))


def rows(data: bytes | str, file: str = "d.csv", config: ProjectConfig = TEXT) -> list[TaskRow | Fault]:
    return list(read_rows(io.BytesIO(data.encode() if isinstance(data, str) else data), file, config))


FULL = TaskRow(2, "a1", {"text": "Ça va (fr)", "image": "https://x/1.png"}, "ok", {"explanation": "Poli"})
BARE = TaskRow(3, "a2", {"text": 'x;"y" (fr)', "image": "https://x/2.png"})
COMMA = (
    'id,t,lang,url,gold,explanation,autre\na1,Ça va,fr,https://x/1.png,ok,Poli,1\na2,"x;""y""",fr,https://x/2.png,,,\n'
)
TABLE = list(csv.reader(io.StringIO(COMMA)))
LINES = "\n".join(["", *(json.dumps({k: v for k, v in zip(TABLE[0], row, strict=True) if v}) for row in TABLE[1:])])
TASKS = [
    {"id": row[0], "data": {k: v for k, v in zip(TABLE[0], row, strict=True) if v and k != "id"}} for row in TABLE[1:]
]


def written(delimiter: str, end: str = "\r\n") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerows(TABLE)
    return out.getvalue()


@pytest.mark.parametrize(
    ("file", "data"),
    [
        ("d.csv", COMMA),
        ("d.CSV", written(";")),
        ("d.tsv", written("\t", "\n")),
        ("envoi", "\ufeff" + written(";")),
        ("d.csv", COMMA.removesuffix("\n")),
        ("d.jsonl", LINES),
        ("d.ndjson", LINES + "\r\n\r\n"),
        ("envoi", LINES),
        ("d.json", "\n" + ",\n".join(map(json.dumps, TASKS)).join("[]")),
        ("envoi", "\ufeff\n" + ",\n".join(map(json.dumps, TASKS)).join("[]") + "\n"),
    ],
)
def test_every_format_gives_the_same_tasks(file: str, data: str) -> None:
    assert rows(data, file, CHOICE) == [FULL, BARE]


def test_a_stream_is_read_once_and_left_open() -> None:
    class Pipe(io.BytesIO):
        def seek(self, *_: Any) -> int:
            raise io.UnsupportedOperation

    stream = Pipe(COMMA.encode())
    assert len(list(read_rows(stream, "d.csv", CHOICE))) == 2
    assert not stream.closed


@pytest.mark.parametrize(
    ("config", "gold", "value"),
    [
        (CHOICE, "ok", "ok"),
        (CHOICES, '["non","ok"]', ["ok", "non"]),
        (CHOICES, ["non"], ["non"]),
        (PAIR, "b", "b"),
        (RATING, "4", 4),
        (SPEECH, " Bonjour  à tous ", "Bonjour à tous"),
        (ENTRY, '{"total": "12 500 F"}', {"total": "12500"}),
        (ENTRY, {"total": 12500}, {"total": "12500"}),
        (ENTRY, "", None),
        (ENTRY, None, None),
    ],
)
def test_a_known_answer_has_the_form_of_an_answer(config: ProjectConfig, gold: Any, value: Any) -> None:
    data = json.dumps({"id": 1, "t": "a", "lang": "fr", "url": "u", "gold": gold})
    (row,) = rows(data, "d.jsonl", config)
    assert isinstance(row, TaskRow)
    assert row.gold == value


@pytest.mark.parametrize(
    ("config", "gold", "reason"),
    [
        (CHOICE, "oui", "gold: 'oui' is not the id of a choice"),
        (CHOICE, ["ok"], "gold: ['ok'] is not the id of a choice"),
        (CHOICES, "ok", "gold: invalid JSON at character 1: Expecting value"),
        (CHOICES, [], "gold: the list of choices is empty"),
        (CHOICES, True, "gold: True is not a list of choice ids"),
        (ENTRY, "[1]", "gold: ['1'] is not an object of field ids and values"),
        (ENTRY, {"total": "cher"}, "gold: field 'total': 'cher' does not fit (amount)"),
        (ENTRY, {"prix": "5"}, "gold: unknown field 'prix'; known: total"),
        (PAIR, "tie", "gold: 'tie' is none of: a, b"),
        (RATING, 6, "gold: '6' is no whole number from 1 to 5"),
        (TEXT, "Bonjour", "gold: answers of the kind 'text' cannot be compared with a known one"),
    ],
)
def test_a_known_answer_that_nobody_could_give_is_named(config: ProjectConfig, gold: Any, reason: str) -> None:
    data = json.dumps({"id": 1, "t": "a", "lang": "fr", "url": "u", "gold": gold})
    (fault,) = rows(data, "d.jsonl", config)
    assert isinstance(fault, Fault)
    assert (fault.line, str(fault.reason)) == (1, reason)


@pytest.mark.parametrize(
    ("known", "why", "reason"),
    [
        ("", "Poli", "explanation: there is no known answer (gold) to explain"),
        ("ok", "é" * 301, "explanation: longer than 300 characters"),
        ("ok", "a\0", "'explanation' holds a NUL character"),
    ],
)
def test_an_explanation_that_explains_nothing_or_too_much_is_named(known: str, why: str, reason: str) -> None:
    data = json.dumps({"id": 1, "t": "a", "lang": "fr", "url": "u", "gold": known, "explanation": why})
    (fault,) = rows(data, "d.jsonl", CHOICE)
    assert isinstance(fault, Fault)
    assert (fault.line, str(fault.reason)) == (1, reason)


@given(st.data(), st.sampled_from(["d.csv", "d.jsonl", "d.json", "d"]))
def test_a_damaged_file_gives_tasks_and_faults_and_nothing_else(data: st.DataObject, file: str) -> None:
    whole = data.draw(st.sampled_from([COMMA, written(";"), LINES, json.dumps(TASKS)])).encode()
    at = data.draw(st.integers(0, len(whole)))
    to = data.draw(st.integers(at, min(len(whole), at + 12)))
    by = data.draw(st.binary(max_size=4) | st.sampled_from([b"\n", b'"', b"{", b"\\", b"]", b";"]))
    read = rows(whole[:at] + by + whole[to:], file, CHOICE)
    assert read
    assert all(isinstance(r, TaskRow | Fault) for r in read)


class Endless(io.RawIOBase):
    """A file of many rows that are made as they are read."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._left = b""

    def read(self, size: int = -1) -> bytes:
        piece = self._left or next(self._pieces, b"")
        piece, self._left = piece[:size], piece[size:]
        return piece


@pytest.mark.parametrize("file", ["d.csv", "d.jsonl", "d.json"])
def test_memory_does_not_grow_with_the_rows(file: str) -> None:
    text = "é" * 5_000
    made = {
        "d.csv": (b"id,t\n", f'%d,"{text}"\n', b""),
        "d.jsonl": (b"", f'{{"id":%d,"t":"{text}"}}\n', b""),
        "d.json": (b"[", f'{{"id":%d,"t":"{text}"}},\n', b'{"id":"z","t":"z"}]'),
    }
    first, row, last = made[file]

    def pieces() -> Iterator[bytes]:
        yield first
        for number in range(2_000):
            yield (row % number).encode()
        yield last

    stream: BinaryIO = Endless(pieces())  # type: ignore[assignment]
    tracemalloc.start()
    try:
        count = sum(isinstance(r, TaskRow) for r in read_rows(stream, file, TEXT))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count == 2_000 + (file == "d.json")
    assert peak < 5_000_000, "20 MB of rows, far less held"


SALES = ProjectConfig(
    "p",
    "P",
    "entry",
    "?",
    {"table": "{ventes}"},
    Money(500),
    fields=(Field("tel", "Téléphone", "phone", country="{pays}"),),
)


def test_a_table_comes_as_lines_or_as_json_and_each_task_has_its_country() -> None:
    kept = {"table": '[["Jour","N"],["Lundi","1.50"]]', "country.tel": "TG"}
    lines = 'id,ventes,pays\n1,"Jour;N\nLundi;1.50",tg\n'
    assert rows(lines, config=SALES) == [TaskRow(2, "1", kept)]
    listed = '{"id": 1, "ventes": [{"Jour": "Lundi", "N": 1.50}], "pays": "TG"}\n'
    assert rows(listed, "d.jsonl", SALES) == [TaskRow(1, "1", kept)]


def test_a_table_that_no_phone_can_show_and_an_unknown_country_are_named_with_their_line() -> None:
    huge = json.dumps([[f"{r}.{c}" for c in range(100)] for r in range(101)])
    data = "\n".join(
        json.dumps(each)
        for each in (
            {"id": 1, "ventes": [["a"], ["1"]], "pays": "TG"},
            {"id": 2, "ventes": huge, "pays": "Togo"},
            {"id": 3, "ventes": "", "pays": "TG"},
        )
    )
    good, *faults = rows(data, "d.jsonl", SALES)
    assert isinstance(good, TaskRow)
    assert [f"{f.line}: {f.reason}"[:58] for f in faults if isinstance(f, Fault)] == [
        "2: the table has 10000 cells in 100 columns and 100 rows; ",
        "2: unknown country 'Togo'; it is a code such as CM",
        "3: 'ventes' is empty",
    ]


def test_a_cell_that_shows_nothing_is_empty() -> None:
    data = "id,t\n1,\u200b\n2,\ufeff \u2060\n3,👍\n4,\u200bmot\n"
    found = rows(data, "d.csv")
    assert [str(each.reason) for each in found if isinstance(each, Fault)] == ["'t' is empty"] * 2
    assert [each.id for each in found if isinstance(each, TaskRow)] == ["3", "4"]


@pytest.mark.parametrize("file", ["t.csv", "t.tsv", "t.json"])
def test_a_flat_export_of_label_studio_comes_back_under_the_clients_ids(file: str) -> None:
    """It came back under Label Studio's own numbers, as tasks that were new."""
    columns = ("annotation_id", "annotator", "answer", "client_id", "created_at", "id", "lead_time", "t", "updated_at")
    cells = ("7", "1", "ok", "a1", "2026-01-02T03:04:05Z", "51", "3.2", "Ça va", "2026-01-02T03:04:05Z")
    sign = "," if file.endswith("csv") else "\t"
    table = f"{sign.join(columns)}\n{sign.join(cells)}\n"
    data = json.dumps([dict(zip(columns, cells, strict=True))]) if file.endswith("json") else table
    (row,) = rows(data, file)
    assert isinstance(row, TaskRow) and row.id == "a1"
    (row,) = rows(data.replace("a1", ""), file)  # a task that was made in Label Studio
    assert isinstance(row, TaskRow) and row.id == "51"


def test_a_column_of_a_clients_own_that_is_called_client_id_names_no_task() -> None:
    (row,) = rows("id,client_id,t\na1,77,x\n")
    assert isinstance(row, TaskRow) and row.id == "a1"


def test_the_error_of_a_formula_is_no_task() -> None:
    """« #N/A » was given out, and paid."""
    found = rows("id,t\n1,#N/A\n#REF!,mot\n3,#DIV/0! partout\n", "d.csv")
    assert [f"{each.line}: {each.reason}" for each in found if isinstance(each, Fault)] == [
        "2: 't' is #N/A, the error of a formula in the spreadsheet",
        "3: 'id' is #REF!, the error of a formula in the spreadsheet",
    ]
