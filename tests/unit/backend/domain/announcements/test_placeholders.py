"""« Bonjour {prenom} »: whose name goes in, how it reads without one, and what is no place."""

from __future__ import annotations

import pytest

from backend.domain.announcements.placeholders import LONGEST_NAME, filled, named, unfilled


@pytest.mark.parametrize(
    ("text", "hers", "nobodys"),
    [
        (
            "Bonjour {prenom}, l'atelier est samedi.",
            "Bonjour Awa, l'atelier est samedi.",
            "Bonjour, l'atelier est samedi.",
        ),
        ("Bonjour, {prenom}, viens !", "Bonjour, Awa, viens !", "Bonjour, viens !"),
        ("{Prénom}, l'atelier est samedi.", "Awa, l'atelier est samedi.", "L'atelier est samedi."),
        ("Merci { PRÉNOM } !", "Merci Awa !", "Merci !"),
        ("Merci {pre\u0301nom}\u00a0!", "Merci Awa\u00a0!", "Merci\u00a0!"),
        ("Bravo.\n{{prenom}} : lis ceci", "Bravo.\nAwa : lis ceci", "Bravo.\nLis ceci"),
        ("👋🏾 {prenoms}, viens", "👋🏾 Awa, viens", "👋🏾 Viens"),
        ("{prenom}, {prenom} !", "Awa, Awa !", " !"),
        ("Ta {chose}, {} { } {prenom", "Ta {chose}, {} { } {prenom", "Ta {chose}, {} { } {prenom"),
    ],
)
def test_each_reads_her_name_and_without_one_a_sentence_that_stands(text: str, hers: str, nobodys: str) -> None:
    assert (filled(text, "Awa"), filled(text, "")) == (hers, nobodys)
    assert named(text) == (hers != text)


def test_a_name_is_no_place_itself_and_never_longer_than_what_was_counted() -> None:
    assert filled("Bonjour {prenom}", "{prenom}") == "Bonjour {prenom}"
    assert filled("Bonjour {prenom}", "Awa\n  Marie") == "Bonjour Awa Marie"
    for name in ("a" * 100, "😀" * 100):
        longest = len(filled("{prenom}", LONGEST_NAME).encode("utf-16-le"))
        assert len(filled("{prenom}", name).encode("utf-16-le")) <= longest


def test_what_looks_like_a_place_and_is_none_is_found_as_it_stands() -> None:
    text = "{prenom} {nom} {{date}} [prénom] <Prenom> {prenom, [oui] {}"
    assert unfilled([text, "{nom}"]) == ("{nom}", "{{date}}", "[prénom]", "<Prenom>", "{prenom")
    assert unfilled(["{prenom} [oui] a{b\nc}"]) == ()
    assert unfilled([], ["{prenom}", "Oui"]) == ("{prenom}",)  # where nothing is filled in
