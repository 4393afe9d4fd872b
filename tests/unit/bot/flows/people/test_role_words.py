"""Orders about somebody's role, in sentences."""

from __future__ import annotations

import pytest

from bot.flows.people.role_words import ordered, parted, wanted


@pytest.mark.parametrize(
    ("said", "order"),
    [
        ("nomme Awa huber", "role awa huber"),
        ("Peux-tu nommer Awa Huber du Togo ?", "role awa huber TG"),
        ("fais d'Awa une huber du Cameroun et du Sénégal", "role awa huber CM SN"),
        ("nomme 12 huber CM", "role 12 huber CM"),
        ("passe Mariam propriétaire", "role mariam admin owner"),
        ("Awa devient admin finance", "role awa admin finance"),
        ("mets Awa Koné admin lecture", "role awa kone admin reader"),
        ("donne un accès finances à Mariam", "role mariam admin finance"),
        ("nomme Odile à la finance", "role odile admin finance"),
        ("nomme Odile lecture seule", "role odile admin reader"),  # the duty's name on the product's own screens
        ("passe Odile en lecture seule stp", "role odile admin reader"),
        ("donne à Odile un accès lecture seule", "role odile admin reader"),
        ("passe Mariam aux opérations", "role mariam admin operations"),
        ("donne à Awa le rôle de huber", "role awa huber"),
        ("mets Awa hiteuse stp", "role awa hiteuse"),
        *(
            (said, "role mariam")
            for said in ("fais de Mariam une admin", "rétrograde Mariam", "retire le rôle de Mariam")
        ),
        *((said, "role mariam") for said in ("retire à Mariam ses droits", "enlève l'accès finance de Mariam")),
        *((said, "role mariam") for said in ("retire Mariam des hubers", "Mariam n'est plus huber")),
        ("remets Mariam opérations", "role mariam admin operations"),
        ("nomme Mariam opérations et finance", "role mariam"),  # one of two was given without a word
        ("promeus Awa", "promouvoir awa"),
    ],
)
def test_an_order_about_a_role_is_read(said: str, order: str) -> None:
    found = ordered(said)
    assert found is not None and " ".join(found) == order


@pytest.mark.parametrize(
    "said",
    [
        *("mets Awa en pause", "passe la paie", "donne à Awa la paie", "Awa passe hiteuse du mois", "nomme-moi huber"),
        *("combien de hubers", "Awa est hiteuse", "nomme une nouvelle huber", "fais de Mariam une reine", "nomme Awa"),
        *("donne 500 F à Awa", "top 5 hiteuses", "fais une annonce aux hiteuses", "mets tout en pause", ""),
    ],
)
def test_other_sentences_order_no_role(said: str) -> None:
    assert ordered(said) is None


def test_roles_are_named_in_french() -> None:
    assert wanted(["propriétaire"]) == ["admin", "owner"]
    assert wanted(["Admin", "finances"]) == ["admin", "finance"]
    assert wanted(["huber", "CM", "SN"]) == ["huber", "CM", "SN"]
    assert wanted(["reine"]) == ["reine"]
    assert parted("Awa", ["Koné", "huber", "CM"]) == ("Awa Koné", ["huber", "CM"])
    assert parted("Awa", []) == ("Awa", [])
