"""Fields of a form that she names herself, in the order that suits her."""

from __future__ import annotations

from typing import Any

import pytest

from backend.domain.work.forms.form import Field
from bot.flows.engine.kit import Typed
from bot.flows.work.drafts import Draft, More, Wrong
from bot.flows.work.forms import entry, named_fields
from tests.unit.bot.flows.work.test_task_input import task

FILLED = {"shop": "Chez Awa", "items": "2", "date": "2025-03-03", "total": "1250", "mail": "", "phone": ""}


def typed(text: str, values: dict[str, str], asking: str = "") -> Any:
    return entry.step(task("receipts"), Draft(values=values, asking=asking), Typed(text), "CI")


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        *(("la date c'est le 16/10/2026", "date", "2026-10-16"), ("Date : 16/10/2026", "date", "2026-10-16")),
        *(("le total c'est 12 700", "total", "12700"), ("total 12700", "total", "12700")),
        *(("correction : le total c'était 12 700 F", "total", "12700"), ("non, total = 500", "total", "500")),
        *(("le magasin c'est Chez Fatou", "shop", "Chez Fatou"), ("nombre d'articles 3", "items", "3")),
        *(("pardon le magasin est Chez Fatou", "shop", "Chez Fatou"), ("change le total : 90", "total", "90")),
        *(("le telephone c est 07 01 02 03 04", "phone", "+2250701020304"), ("e-mail : rien", "mail", "")),
        *(("tel 07 01 02 03 04", "phone", "+2250701020304"), ("non le montant c t 12 700", "total", "12700")),
    ],
)
def test_below_the_summary_a_field_and_its_value_are_a_correction(text: str, field: str, value: str) -> None:
    """« Touche « Tout est juste » » was all that was said to « le total c'est 12 700 »."""
    assert typed(text, FILLED).draft.values == FILLED | {field: value}


@pytest.mark.parametrize(
    ("text", "field"),
    [
        *(("le magasin c'est faux", "shop"), ("le total est pas bon", "total"), ("la date : mardi", "date")),
        *(
            ("je ve revenir a la date", "date"),
            ("retour au total svp", "total"),
            ("non je dois changer le magasin", "shop"),
        ),
    ],
)
def test_a_field_that_is_wrong_or_unreadable_is_asked_for(text: str, field: str) -> None:
    step = typed(text, FILLED)
    assert step.draft.asking == field and step.draft.values == FILLED


@pytest.mark.parametrize("text", ["c'est bon", "le prix c'est 500", "tout est faux", "12 700", "voilà : fini"])
def test_other_words_below_the_summary_change_nothing(text: str) -> None:
    assert not isinstance(typed(text, FILLED), More)


def test_a_field_before_is_corrected_while_another_is_asked_for() -> None:
    begun = {"shop": "Chez Awa", "items": "2"}
    step = typed("pardon, le magasin c'était Chez Fatou", begun)
    assert step.draft.values == {"shop": "Chez Fatou", "items": "2"} and step.said.parts and not step.words


def test_the_first_text_of_a_form_is_about_no_other_field() -> None:
    """« Correction : le total c'était 12 700 », written of the receipt just sent, became the next one's shop."""
    step = typed("correction : le total c'était 12 700", {})
    assert step.draft.values == {"shop": "correction : le total c'était 12 700"} and step.words == "data"


def test_a_sentence_about_another_field_with_an_excuse_at_its_end_is_no_shop() -> None:
    """« Le total c 12000 en fait », written of the receipt just sent, became the next one's shop."""
    assert isinstance(typed("le total c 12000 en fait", {}), Wrong)
    assert typed("le total c 12000 en fait", FILLED).draft.values == FILLED | {"total": "12000"}


@pytest.mark.parametrize("text", ["Le magasin est fermé le lundi", "Total : Abidjan", "Date limite 12/05"])
def test_without_a_sign_of_correction_words_for_a_field_stay_as_they_are(text: str) -> None:
    step = typed(text, FILLED, asking="shop")
    assert step.draft.values == FILLED | {"shop": text}


@pytest.mark.parametrize(
    ("text", "asking", "value"),
    [
        *(("Magasin : Chez Fatou", "shop", "Chez Fatou"), ("le magasin c'est Chez Fatou", "shop", "Chez Fatou")),
        *(("magasin CHEZ FATOU", "shop", "CHEZ FATOU"), ("Magasin CHEZ FATOU", "shop", "CHEZ FATOU")),
        *(("magasin Chez Fatou", "shop", "Chez Fatou"), ("Magasin Awa", "shop", "Magasin Awa")),
        *(("le total c'est 500 F", "total", "500"), ("la date est le 3/4/2025", "date", "2025-04-03")),
    ],
)
def test_the_label_before_the_value_is_no_part_of_it(text: str, asking: str, value: str) -> None:
    assert typed(text, FILLED, asking=asking).draft.values == FILLED | {asking: value}


@pytest.mark.parametrize(
    "text",
    [
        *("Chez Ali, date 3/10/2026, total 4500", "magasin Chez Ali\ntotal : 4500", "Chez Ali et le total 4 500"),
        *("le total c'est 4500 et la boutique c'est chez Ali", "total : 4 500 F", "la date c'est le 3/10/2026"),
        *("la date c'est le 13 mars", "le total c'est 4500 tout rond"),
        *("le montan cest 12 500 f", "le totale c 12 500"),
        *("le tel c 07 01 02 03 04", "le montant c 4500", "la somme : 4500"),
        *("date 14 mars 2026", "total 4500", "montant 4500 f", "tel 07 01 02 03 04", "la somme c'est 4500"),
    ],
)
def test_several_fields_at_once_are_no_name_of_a_shop(text: str) -> None:
    """« Chez Ali, total 4500 » stood as the shop."""
    assert isinstance(typed(text, {}), Wrong)


def test_a_named_field_takes_no_second_one_with_it() -> None:
    """« Le magasin c Chez Ali et la date c 12/02/26 » stood as the shop, wherever it was written."""
    said = "le magasin c Chez Ali et la date c 12/02/26"
    assert isinstance(typed(said, FILLED, asking="shop"), Wrong)
    for asking in ("", "phone"):
        step = typed(said, FILLED, asking=asking)
        assert step.draft.asking == "shop" and step.draft.values == FILLED


@pytest.mark.parametrize("text", ["yen a pa", "ya pa de num", "nya pas", "ya rien sur google", "ny en a pas"])
def test_there_is_none_as_it_is_heard(text: str) -> None:
    """« Ce numéro n'est pas bon »."""
    assert typed(text, {**FILLED, "phone": "+2250701020304"}, asking="phone").draft.values == FILLED


@pytest.mark.parametrize(
    "text",
    [
        "Total 2 Plateaux",
        "Total : 2 Plateaux",
        "Total 24",
        "Date limite 12/05",
        "Chez Ali, 2 Plateaux",
        "Ali et frères",
        "Date & Co",
    ],
)
def test_a_shop_may_have_a_name_like_a_field(text: str) -> None:
    assert typed(text, {}).draft.values == {"shop": text}


@pytest.mark.parametrize(
    "text",
    [
        *("la date est effacee", "le total est un peu flou", "le reçu est déchiré", "le nom du magasin est caché"),
        *("y a deux totaux", "il y a plusieurs dates", "on voit pas le nom", "le total est illisible"),
    ],
)
def test_what_she_says_of_the_picture_is_no_name_of_a_shop(text: str) -> None:
    assert typed(text, {}) == Wrong(entry.NOT_THERE)


@pytest.mark.parametrize(
    "text", ["Le Masque", "La Tache", "Boutique Coup de Coeur", "La Cachette", "Y'a Bon", "2 Dates"]
)
def test_a_shop_may_be_called_like_what_is_said_of_a_picture(text: str) -> None:
    assert typed(text, {}).draft.values == {"shop": text}


def test_she_goes_back_to_a_field_by_its_name_while_another_is_asked_for() -> None:
    begun = {"shop": "Chez Awa", "items": "2"}
    step = typed("je ve revenir au magasin", begun)
    assert step.draft.asking == "shop" and step.draft.values == begun


@pytest.mark.parametrize("text", ["je ve revenir au magasin", "change le magasin"])
def test_the_field_that_is_asked_for_is_asked_for_again_by_its_name(text: str) -> None:
    """Where any words are taken, these became the client's data."""
    step = typed(text, {})
    assert step.draft.asking == "shop" and step.draft.values == {}


@pytest.mark.parametrize("said", ["numero el 2025 118", "Numéro el 2025 118"])
def test_the_label_before_a_number_is_no_part_of_it(said: str) -> None:
    number = Field("number", "Numéro", "text")
    assert named_fields.read(said, [number], number, begun=True) == named_fields.Named(number, "el 2025 118")


def test_a_field_is_known_by_its_short_name() -> None:
    """« Num FA-2231 » below the summary changed nothing."""
    number = Field("number", "Numéro", "text")
    assert named_fields.read("num FA-2231", [number], None, begun=True) == named_fields.Named(number, "FA-2231")


@pytest.mark.parametrize(
    "said", ["le numero c 004512 et le fournisseur c Le Fromager", "n° 004512, fournisseur : Le Fromager"]
)
def test_a_number_takes_no_name_with_it(said: str) -> None:
    """« 004512 et le fournisseur c Le Fromager » stood as the number; words follow both labels."""
    shop, number = Field("shop", "Fournisseur", "text"), Field("number", "Numéro", "text")
    assert named_fields.several(said.removeprefix("le numero c "), [shop, number], number)
    assert not named_fields.several("Riz et Sucre", [shop, number], shop)
    assert not named_fields.several("Chez Ali, c'est bon", [shop, number], shop)


@pytest.mark.parametrize("said", ["le tel c faux c 27 22 48 00 01", "les horaires c 8h a 16h", "le prix c 1000 f"])
def test_what_is_said_of_another_field_is_no_source(said: str) -> None:
    """« Le tel c faux c 27 22… » stood as where it was read."""
    hours, phone = Field("hours", "Horaires", "text"), Field("phone", "Téléphone", "phone")
    price, source = Field("price", "Prix de l'entrée", "price"), Field("source", "Source", "source")
    form = [phone, hours, price, source]
    assert named_fields.several(said, form, source)
    assert named_fields.read("tout est bon sauf prix c 1000 f", form, None, begun=True) == named_fields.Named(
        price, "1000 f"
    )
    assert not named_fields.several("leur page Facebook", form, source)
