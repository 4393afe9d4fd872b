"""Lists of names as spreadsheets and people write them."""

from __future__ import annotations

import pytest

from backend.domain.errors import BadInput
from backend.domain.name_lists import LONGEST, MOST_NAMES, Unread, part, read_file, read_typed


@pytest.mark.parametrize(
    ("content", "names"),
    [
        ("Awa\nBinta Koné\n", ("Awa", "Binta Koné")),
        ("nom\nAwa\n", ("Awa",)),
        ("\ufeffNom;Téléphone\nAwa;070000\n\nBinta;\n", ("Awa", "Binta")),
        ("Nom,Prénom\nKoné,Awa\nDiallo,Binta\n", ("Awa Koné", "Binta Diallo")),
        ('id,"Full name"\n1,"Koné, Awa"\n', ("Koné, Awa",)),
        ("فاطمة\nAwa 👩🏾\nO'Neil-Touré\n", ("فاطمة", "Awa 👩🏾", "O'Neil-Touré")),
        ("Awa\u202egnp.exe\n", ("Awa gnp.exe",)),
    ],
)
def test_names_are_read_as_they_stand_in_the_file(content: str, names: tuple[str, ...]) -> None:
    assert read_file(content.encode()).names == names


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-8-sig"])
def test_what_spreadsheets_write_is_read_in_any_of_their_encodings(encoding: str) -> None:
    assert read_file("nom\r\nÉlodie Kouamé\r\n".encode(encoding)).names == ("Élodie Kouamé",)


def test_a_line_that_is_no_name_is_named_and_the_others_are_read() -> None:
    found = read_file(f"nom;pays\nAwa;CI\n;CI\n12345;CI\n{'a' * (LONGEST + 1)};CI\n👍🏾;CI\n".encode())
    assert found.names == ("Awa",)
    assert found.unread == (Unread(3, "empty"), Unread(4, "no name"), Unread(5, "long"), Unread(6, "no name"))


@pytest.mark.parametrize(
    "content",
    [b"", b"\n \n", b"nom\n", b"PK\x03\x04\x14\0\6\0xl/worksheets", b"%PDF-1.7", b"Awa\0\0", b"\x89PNG\r\n\x1a\n"],
)
def test_what_is_no_list_of_names_is_refused(content: bytes) -> None:
    with pytest.raises(BadInput):
        read_file(content)


def test_a_list_that_is_too_long_is_refused_whole() -> None:
    assert len(read_file("\n".join(f"Awa {n}" for n in range(MOST_NAMES)).encode()).names) == MOST_NAMES
    with pytest.raises(BadInput):
        read_file("\n".join(f"Awa {n}" for n in range(MOST_NAMES + 1)).encode())


def test_typed_names_stand_below_each_other_or_between_commas() -> None:
    assert read_typed("Awa Koné, Binta\nChantal et Dado").names == ("Awa Koné", "Binta", "Chantal", "Dado")
    assert read_typed("12, Awa").unread == (Unread(1, "no name"),)


def test_a_name_that_was_there_before_is_kept_apart() -> None:
    assert part(["Awa", "AWA", "Élodie", "فاطمة", "فاطمة"], {"elodie"}) == (
        ["Awa", "فاطمة"],
        ["AWA", "Élodie", "فاطمة"],
    )
