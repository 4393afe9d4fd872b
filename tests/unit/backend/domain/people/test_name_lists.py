"""Lists of names as spreadsheets and people write them."""

from __future__ import annotations

import pytest

from backend.domain.errors import BadInput
from backend.domain.people.name_lists import (
    MAX_NAME_LENGTH,
    MOST_NAMES,
    Named,
    NameList,
    Unread,
    part,
    read_file,
    read_typed,
)


def names(found: NameList) -> tuple[str, ...]:
    return tuple(each.name for each in found.names)


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        ("Awa\nBinta Koné\n", ("Awa", "Binta Koné")),
        ("nom\nAwa\n", ("Awa",)),
        ("\ufeffNom;Téléphone\nAwa;+225 07 00 11 22 33\n\nBinta;\n", ("Awa", "Binta")),
        ("Nom,Prénom\nKoné,Awa\nDiallo,Binta\n", ("Awa Koné", "Binta Diallo")),
        ('id,"Full name"\n1,"Koné, Awa"\n', ("Koné, Awa",)),
        ("فاطمة\nAwa 👩🏾\nO'Neil-Touré\n", ("فاطمة", "Awa 👩🏾", "O'Neil-Touré")),
        ("Awa\u202egnp.exe\n", ("Awa gnp.exe",)),
        ("1. Awa\n2) Binta Koné\n3 - Adja\n- Fatou\n• Sira\n", ("Awa", "Binta Koné", "Adja", "Fatou", "Sira")),
        ("Nom complet;Prénom\nAwa Koné;Awa\n", ("Awa Koné",)),
        ("Prénom;Note\nAwa;sérieuse, à l'heure, bonne\nBinta;\n", ("Awa", "Binta")),
    ],
)
def test_names_are_read_as_they_stand_in_the_file(content: str, wanted: tuple[str, ...]) -> None:
    assert names(read_file(content.encode())) == wanted


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-8-sig"])
def test_what_spreadsheets_write_is_read_in_any_of_their_encodings(encoding: str) -> None:
    assert names(read_file("nom\r\nÉlodie Kouamé\r\n".encode(encoding))) == ("Élodie Kouamé",)


def test_a_line_that_is_no_name_is_named_and_the_others_are_read() -> None:
    found = read_file(f"nom;pays\nAwa;CI\n;CI\n12345;CI\n{'a' * (MAX_NAME_LENGTH + 1)};CI\n👍🏾;CI\n".encode())
    assert found.names == (Named("Awa", "CI"),)
    assert found.unread == (Unread(3, "empty"), Unread(4, "no name"), Unread(5, "long"), Unread(6, "no name"))


@pytest.mark.parametrize(
    "line", ["Total : 2", "TOTAL", "Sous-total;", "Total général : 12", "Nombre de filles : 2", "Effectif 2"]
)
def test_the_sum_below_a_list_is_nobody(line: str) -> None:
    """« Total : 2 » got a code."""
    found = read_file(f"Nom\nAwa\nBinta\n{line}\n".encode())
    assert (names(found), found.unread) == (("Awa", "Binta"), (Unread(4, "no name"),))
    kept = ("Total Coulibaly", "Awa 2", "Somme Diallo")
    assert names(read_file("\n".join(("Nom", *kept)).encode())) == kept


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
    assert names(read_typed("Awa Koné, Binta\nChantal et Dado")) == ("Awa Koné", "Binta", "Chantal", "Dado")
    assert read_typed("12, Awa").unread == (Unread(1, "no name"),)


def test_a_name_that_was_there_before_is_kept_apart() -> None:
    fresh, again = part([Named(name) for name in ("Awa", "AWA", "Élodie", "فاطمة", "فاطمة")], {"elodie"})
    assert [each.name for each in fresh] == ["Awa", "فاطمة"]
    assert [each.name for each in again] == ["AWA", "Élodie", "فاطمة"]


def test_two_of_one_name_with_two_numbers_are_two() -> None:
    found = [
        Named("Awa", "CI", "+2250700112233"),
        Named("Awa", "CI", "+2250700112244"),
        Named("awa", "", "+2250700112233"),
    ]
    assert part(found, ()) == (found[:2], found[2:])


# --- country and number -----------------------------------------------------------------------------------


def test_country_and_number_are_read_where_the_header_names_them() -> None:
    content = (
        "Prénom;Nom;Pays;Numéro WhatsApp\n"
        "Awa;Koné;Côte d'Ivoire;07 00 11 22 33\n"
        "Binta;Diallo;sn;+221 77 123 45 67\n"
        "Chantal;Mballa;;237677123456\n"
        "Dado;Traoré;Mali;\n"
        "Esther;Kouassi;CI;700112244\n"  # a spreadsheet took the zero away
    )
    assert read_file(content.encode(), "CM") == NameList(
        (
            Named("Awa Koné", "CI", "+2250700112233"),
            Named("Binta Diallo", "SN", "+221771234567"),
            Named("Chantal Mballa", "", "+237677123456"),
            Named("Dado Traoré", "ML"),
            Named("Esther Kouassi", "CI", "+2250700112244"),
        )
    )


def test_a_number_without_a_country_is_one_of_the_country_that_is_invited_for() -> None:
    assert read_file(b"nom,tel\nAwa,677123456\n", "CM").names == (Named("Awa", "", "+237677123456"),)
    assert read_file(b"nom,tel\nAwa,677123456\n").unread == (Unread(2, "number"),)


def test_an_unknown_country_or_number_is_refused_with_its_line() -> None:
    content = "nom;pays;téléphone\nAwa;Atlantide;\nBinta;CI;12\nChantal;Congo;\nDado;CI;bonjour\nEsther;CI;\n"
    found = read_file(content.encode())
    assert found.names == (Named("Esther", "CI"),)
    # Congo may be either of the two
    assert found.unread == (Unread(2, "country"), Unread(3, "number"), Unread(4, "country"), Unread(5, "number"))


def test_a_country_for_which_she_does_not_invite_is_refused_with_its_line() -> None:
    found = read_file(b"nom,pays\nAwa,CI\nBinta,Cameroun\nChantal,\n", "CI", ("CI", "SN"))
    assert [each.name for each in found.names] == ["Awa", "Chantal"]
    assert found.unread == (Unread(3, "not yours"),)


@pytest.mark.parametrize(
    "content", ["code;x\nAwa;CI\n", "hiteuse;pays\nAwa;CM\n", "Koné, Awa\nDiallo, Binta\n", "Awa|CI\nBinta|CM\n"]
)
def test_a_table_whose_names_stand_in_no_named_column_is_refused(content: str) -> None:
    """« code » and « hiteuse » were invited, and the country beside them was lost."""
    with pytest.raises(BadInput, match="names its columns"):
        read_file(content.encode())


@pytest.mark.parametrize(
    "content",
    [
        "Nom & prénoms;Pays;Contact\nAwa Koné;CI;0700112233\n",
        "Liste de novembre;;\n\nNom;Pays;Téléphone\nAwa Koné;CI;0700112233\n",
        "Nom|Pays|Tel\nAwa Koné|CI|0700112233\n",
        "Nom;Pays;Tel;Note\nAwa Koné;CI;0700112233;dioula, baoulé, anglais, un peu\n",
    ],
)
def test_a_header_is_found_below_a_title_and_between_other_signs(content: str) -> None:
    assert read_file(content.encode()).names == (Named("Awa Koné", "CI", "+2250700112233"),)


def test_a_column_that_counts_the_lines_holds_no_phones() -> None:
    found = read_file("Numéro;Nom\n1;Awa\n2;Binta\n3;Chantal\n".encode(), "CI")
    assert found == NameList((Named("Awa"), Named("Binta"), Named("Chantal")))
