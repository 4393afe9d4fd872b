"""The name of a file, as it may be shown."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.files.file_names import MAX_SHOWN_LENGTH, UNNAMED, shown


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("reçu du 3 mars.pdf", "reçu du 3 mars.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Windows\\cv.docx", "cv.docx"),
        ("/", UNNAMED),
        ("..", UNNAMED),
        ("", UNNAMED),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("a\nb\tc\0d.txt", "a b cd.txt"),
        ("  \u200b ", UNNAMED),
        ("<b>*_~`.pdf", "<b>*_~`.pdf"),  # the channels escape it
        ("x" * 200 + ".jpeg", "x" * (MAX_SHOWN_LENGTH - 6) + "….jpeg"),
        ("x" * 200, "x" * (MAX_SHOWN_LENGTH - 1) + "…"),
        ("a." + "b" * 200, "a." + "b" * (MAX_SHOWN_LENGTH - 3) + "…"),
    ],
)
def test_a_name_is_one_short_line_without_folders(name: str, expected: str) -> None:
    assert shown(name) == expected


@given(st.text(max_size=300))
def test_any_name_can_be_shown(name: str) -> None:
    found = shown(name)
    assert 0 < len(found) <= MAX_SHOWN_LENGTH
    assert not set("/\\") & set(found)
    assert not [c for c in found if unicodedata.category(c) in ("Cc", "Cf", "Cs")]
    assert shown(found) == found
    found.encode()
