from __future__ import annotations

import pytest

from bot.flows.engine import names


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Awa Koné", "Awa Koné"),
        ("c'est au nom de Awa Koné", "Awa Koné"),
        ("je m'appelle Awa Koné", "Awa Koné"),
        ("non c'est Kouassi Aya svp", "Kouassi Aya"),
        ("Cissé", "Cissé"),
        *((said, "Awa Koné") for said in ("en fait mets a mon nom Awa Koné", "plutôt Awa Koné", "Awa Koné plutôt")),
        *((said, None) for said in ("Traoré Rokia sans h", "plutôt", "oups")),
        *((said, None) for said in ("par la banque", "payer le loyer", "cent mille francs", "western union")),
        *((said, None) for said in ("faut doubler le prix", "louche votre affaire", "deux minutes chef", "test micro")),
        ("Céline Kouadio", "Céline Kouadio"),
        ("Marie-Claire N'Guessan", "Marie-Claire N'Guessan"),
        ("Bien Aimé Yao", "Bien Aimé Yao"),
        ("peut-être", None),
        ("explique en wolof", None),
        ("c bien orange", None),
        ("oui c'est moi Awa", "Awa"),
        ("orange money", None),
        ("nn c pas ca", None),
        ("c'est à mon nom", None),
        ("je ne sais pas encore", None),
        ("d'accord", None),
        ("oui réunir", None),
        ("vas y doucement", None),
        ("ok mais d'abord explique", None),
        ("à toi de décider", None),
        ("kes ki se passe", None),
        ("keski ya", None),
        ("Kes Amani", "Kes Amani"),
        ("NGO BASSA Solange, mon nom de jeune fille", "NGO BASSA Solange"),
        ("Koné Awa (mon nom de jeune fille)", "Koné Awa"),
        ("c a mon nom koné awa", "koné awa"),
        ("le compte est au nom de Koné Awa", "Koné Awa"),
        ("c o nom 2 Awa Koné", "Awa Koné"),
        ("il est au nom de Awa Koné", "Awa Koné"),
        ("mon wave est au nom de Awa Koné", "Awa Koné"),
        ("au nom d'Awa Koné s'il vous plait", "Awa Koné"),
        ("mon nom c koné awa", "koné awa"),
        ("mon nom complet Koné Awa", "Koné Awa"),
        ("le nom sur le compte c'est Koné Awa", "Koné Awa"),
        ("sur le compte c'est marqué Koné Awa", "Koné Awa"),
        ("Koné Awa, c'est mon compte wave", "Koné Awa"),
        ("awa koné c le nom sur le compte", "awa koné"),
        ("Koné Awa c'est moi", "Koné Awa"),
        ("Koné Awa c'est ça", "Koné Awa"),
        ("bonjour c'est Awa Koné", "Awa Koné"),
        ("mets Koné Awa", "Koné Awa"),
        ("Nom : Koné, prénom : Awa", "Koné Awa"),
        ("prenom awa nom kone", "awa kone"),
        ("Awa Koné 👍", "Awa Koné"),
        ("KONE AWA epouse YAO", "KONE AWA epouse YAO"),
        ("C. Koné", "C. Koné"),
        ("Moïse Nomana", "Moïse Nomana"),
        ("D'Almeida Reine", "D'Almeida Reine"),
        ("Awa Koné mais tout le monde m'appelle Tata", None),
        ("Awa Koné ou Koné Awa", None),
        ("c'est au nom de ma soeur Koné Fanta", None),
        ("c'est le nom de mon mari", None),
        ("Koné Mariam c ma soeur", "Koné Mariam"),
        ("Traoré Ali (mon mari)", "Traoré Ali"),
        ("le compte est à moi", None),
        ("le meme nom", None),
        *(
            ("code 1234", None),
            ("Awa Koné pin 4071", None),
            ("Awa Koné 07 01 02 03 04", None),
            ("Ets Koné 2", "Ets Koné 2"),
        ),
        ("c trop long", None),
        *((said, None) for said in ("la dame tient une fiche", "l'annonce part", "c'est arrivé", "c'est moi")),
        *((said, None) for said in ("juska mercredi", "efface le texte", "jamais le vendredi", "gains d'Awa")),
        ("Le Goff Marie", "Le Goff Marie"),
        *((said, None) for said in ("enfin c ma mère ki a donné", "ya une faute cest ecrit pharmasie")),
    ],
)
def test_a_name_is_found_among_the_words_around_it(said: str, name: str | None) -> None:
    assert names.typed(said) == name


@pytest.mark.parametrize("said", ["- " * 2_000, "au nom de " * 400, "je m'appelle " * 300, "é" * 4_096])
def test_a_page_is_no_name(said: str) -> None:
    assert names.typed(said) is None
