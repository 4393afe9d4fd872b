"""Reading a script of `pg_restore`: whatever the size of the pieces that it comes in."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.db.server import scripts, snapshots
from backend.db.server.scripts import Rows, Statements
from backend.domain.errors import BadInput

SCRIPT = rb"""--
-- PostgreSQL database dump
--

\restrict abc
SET statement_timeout = 0;
SET transaction_timeout = 0;

--
-- Name: answer; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.answer (
    id bigint
);

--
-- Data for Name: answer; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.answer (id, value) FROM stdin;
1	one
2	\\.
3	\\.\n\\.
%LONG%
\.


--
-- Data for Name: batch; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public."order" (id) FROM stdin;
\.


--
-- Name: answer pk_answer; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.answer
    ADD CONSTRAINT pk_answer PRIMARY KEY (id);

\unrestrict abc
""".replace(b"%LONG%", b"4\t" + b"x" * 500)


def read(script: bytes) -> list[tuple[str, bytes, int]]:
    found = []
    for part in scripts._parts(io.BytesIO(script)):
        if isinstance(part, Rows):
            content = b"".join(part.pieces)
            found.append((part.table, content, part.count))
        else:
            assert isinstance(part, Statements)
            found.append((part.about, part.text, -1))
    return found


@given(piece=st.integers(1, 2_000))
def test_statements_and_rows_are_told_apart(piece: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scripts, "PIECE", piece)
        settings, table, answers, orders, constraint = read(SCRIPT)
    assert settings[0] == ""
    assert b"statement_timeout" in settings[1]
    assert b"restrict" not in settings[1] + constraint[1]
    assert b"transaction_timeout" not in settings[1]
    assert table[0] == "table answer"
    assert b"CREATE TABLE public.answer" in table[1]
    assert answers[0] == "public.answer"
    assert answers[1].splitlines()[:3] == [b"1\tone", rb"2	\\.", rb"3	\\.\n\\."]
    assert answers[2] == len(answers[1].splitlines()) == 4
    assert orders == ('public."order"', b"", 0)
    assert constraint[0] == "constraint answer pk_answer"
    assert b"ADD CONSTRAINT pk_answer" in constraint[1]


@given(end=st.integers(SCRIPT.index(b"1\tone"), SCRIPT.index(b"\n\\.\n") - 1), piece=st.integers(1, 700))
def test_a_script_that_ends_in_a_table_is_an_error(end: int, piece: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scripts, "PIECE", piece)
        with pytest.raises(BadInput):
            read(SCRIPT[:end])


def test_rows_come_in_pieces_of_bounded_size() -> None:
    rows = b"".join(b"%d\tword\n" % n for n in range(200_000))
    parts = scripts._parts(io.BytesIO(b"COPY public.answer (id, value) FROM stdin;\n" + rows + b"\\.\n"))
    part = next(parts)
    assert isinstance(part, Rows)
    pieces = list(part.pieces)
    assert max(map(len, pieces)) <= 2 * snapshots.PIECE
    assert (b"".join(pieces), part.count) == (rows, 200_000)
    assert list(parts) == []
