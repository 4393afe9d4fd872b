from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from backend.domain.messaging.message import Francs, Tr
from backend.domain.money import Money
from backend.domain.work.forms.fields import read, show
from backend.domain.work.forms.form import TYPES, Field, FieldError, Option


def a(type_: str, **values: object) -> Field:
    return Field("x", "X", type_, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", "12"),
        ("douze", "12"),
        ("007", "7"),
        ("-0", "0"),
        ("−3,5", "-3.5"),
        ("3,50", "3.5"),
        (".5", "0.5"),
        ("1 234 567,89", "1234567.89"),
        ("1\u202f234\u00a0567", "1234567"),
        ("1'234", "1234"),
        ("1.234.567", "1234567"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1.500", "1.5"),
        ("١٢٫٥", "12.5"),
        ("１２", "12"),
        ("\u202a42\u202c", "42"),
    ],
)
def test_a_number_is_read_as_it_is_written_in_french(text: str, value: str) -> None:
    assert read(a("number"), text, None) == value


@pytest.mark.parametrize(
    "text", ["", "beaucoup", "12 34", "1e5", "5,", "1,2,3", "12 kg", "²", "1 23,5", "--1", "9" * 31]
)
def test_what_is_no_number_is_answered_with_an_example(text: str) -> None:
    with pytest.raises(FieldError) as caught:
        read(a("number"), text, None)
    assert "12 ou 3,5" in caught.value.reason.msgid


@pytest.mark.parametrize(
    ("text", "currency", "value"),
    [
        ("12 500 F CFA", "XOF", "12500"),
        ("huit mil cinq cent", "XOF", "8500"),
        ("c'est katre mile fran", "XOF", "4000"),
        ("2 mile 500", "XOF", "2500"),
        ("12mil cinq cents f", "XOF", "12500"),
        ("150 mille", "XOF", "150000"),
        ("12500f", "XAF", "12500"),
        ("FCFA 12.500", "XOF", "12500"),
        ("12,500", "XOF", "12500"),
        ("1 500,00 francs cfa", "XOF", "1500"),
        ("xof 20", "XOF", "20"),
        ("-500", "XOF", "-500"),
        ("12,50 €", "EUR", "12.5"),
        ("12€50", "EUR", "12.5"),
        ("0.50", "EUR", "0.5"),
        ("€ 1.234,56", "EUR", "1234.56"),
        ("1.500", "EUR", "1500"),
        ("1.500", "TND", "1.5"),
        ("20 000 Ar", "MGA", "20000"),
        ("5 000 GNF", "GNF", "5000"),
    ],
)
def test_an_amount_is_read_with_its_sign_of_money(text: str, currency: str, value: str) -> None:
    assert read(a("amount", currency=currency), text, None) == value


@pytest.mark.parametrize(
    ("text", "currency", "word"),
    [
        ("beaucoup", "XOF", "J'attends un montant"),
        ("07 07 07 07 07", "XOF", "J'attends un montant"),
        ("+221 77 123 45 67", "XOF", "J'attends un montant"),
        ("12,50", "XOF", "sans virgule"),
        ("12 €", "XOF", "dans cette monnaie"),
        ("12 XAF", "XOF", "dans cette monnaie"),
        ("12 F", "EUR", "dans cette monnaie"),
        ("0.125", "EUR", "chiffres après la virgule"),
        ("1 234.567", "EUR", "chiffres après la virgule"),
        ("1000000000000", "XOF", "trop grand"),
    ],
)
def test_an_amount_that_cannot_be_meant_is_refused_for_its_reason(text: str, currency: str, word: str) -> None:
    if word == "trop grand":
        text += "0"
    with pytest.raises(FieldError) as caught:
        read(a("amount", currency=currency), text, None)
    assert word in caught.value.reason.msgid
    assert isinstance(caught.value.reason.values["example"], Money | Francs)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("31/12/2025", "2025-12-31"),
        ("31-12-25", "2025-12-31"),
        ("31.12.2025", "2025-12-31"),
        ("31 12 2025", "2025-12-31"),
        ("31 / 12 / 2025", "2025-12-31"),
        ("03/04/2025", "2025-04-03"),
        ("31 décembre 2025", "2025-12-31"),
        ("31 DECEMBRE 2025", "2025-12-31"),
        ("1er mai 2024", "2024-05-01"),
        ("le mercredi 31 déc. 2025", "2025-12-31"),
        ("3 févr. 2024", "2024-02-03"),
        ("12 march 2024", "2024-03-12"),
        ("2025-12-31", "2025-12-31"),
        ("12/05/88", "1988-05-12"),
        ("29/02/2024", "2024-02-29"),
        ("٣١/١٢/٢٠٢٥", "2025-12-31"),
    ],
)
def test_a_date_is_read_day_first(text: str, value: str) -> None:
    assert read(a("date"), text, None) == value


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("31/02/2025", "31/02/2025"),
        ("29 février 2023", "29/02/2023"),
        ("12/31/2025", "12/31/2025"),
        ("00/01/2025", "00/01/2025"),
        ("1/1/0202", "01/01/0202"),
    ],
)
def test_a_day_that_the_calendar_does_not_have_is_refused_by_name(text: str, shown: str) -> None:
    with pytest.raises(FieldError) as caught:
        read(a("date"), text, None)
    assert caught.value.reason.values == {"day": shown}


@pytest.mark.parametrize("text", ["le 12 mars", "12/03", "1er mai"])
def test_who_leaves_the_year_out_is_told_so(text: str) -> None:
    with pytest.raises(FieldError) as caught:
        read(a("date"), text, None)
    assert "manque l'année" in caught.value.reason.msgid


@pytest.mark.parametrize("text", ["demain", "31122025", "12/2025", "31/12-2025", "1 truc 2025"])
def test_what_is_no_date_is_answered_with_an_example(text: str) -> None:
    with pytest.raises(FieldError) as caught:
        read(a("date"), text, None)
    assert "31/12/2025" in caught.value.reason.msgid


def test_an_address_is_checked_without_asking_the_network() -> None:
    assert read(a("email"), " Awa.Diop @Gmail.COM ", None) == "Awa.Diop@gmail.com"
    for wrong in ("awa", "awa@", "awa@x", "a b@c.ci", "a@" + "x" * 400 + ".ci"):
        with pytest.raises(FieldError):
            read(a("email"), wrong, None)


@pytest.mark.parametrize(
    ("text", "country", "value"),
    [
        ("07 07 07 07 07", "CI", "+2250707070707"),
        ("+225 07-07-07-07-07", "SN", "+2250707070707"),
        ("00225 0707070707", "CI", "+2250707070707"),
        ("77 123 45 67", "SN", "+221771234567"),
        ("01 97 12 34 56", "BJ", "+2290197123456"),
        ("٠٧٠٧٠٧٠٧٠٧", "CI", "+2250707070707"),
    ],
)
def test_a_phone_number_is_completed_with_her_country(text: str, country: str, value: str) -> None:
    assert read(a("phone"), text, country) == value


@pytest.mark.parametrize("text", ["97 12 34 56", "+229 97 12 34 56"])
def test_a_number_of_benin_from_before_2024_asks_for_the_01(text: str) -> None:
    with pytest.raises(FieldError) as caught:
        read(a("phone"), text, "BJ")
    assert "commence par 01" in caught.value.reason.msgid


def test_a_phone_number_without_a_country_must_have_its_prefix() -> None:
    for country in (None, "", "ZZ"):
        with pytest.raises(FieldError) as caught:
            read(a("phone"), "0707070707", country)
        assert "indicatif" in caught.value.reason.msgid


def test_a_wrong_phone_number_is_answered_with_one_of_her_country() -> None:
    with pytest.raises(FieldError) as caught:
        read(a("phone"), "123", "SN")
    assert caught.value.reason.values["example"] == "70 123 45 67"


def test_a_text_loses_what_cannot_be_kept_and_nothing_else() -> None:
    assert read(a("text"), " a\0b\ud800\r\nc\td\u202e e\u0301 👩🏾\u200d🎓 ", None) == "ab\nc d é 👩🏾\u200d🎓"
    assert read(a("text", max_length=3), "abc", None) == "abc"
    with pytest.raises(FieldError) as caught:
        read(a("text", max_length=3), "abcd", None)
    assert caught.value.reason.values == {"n": 3}


@pytest.mark.parametrize("type_", TYPES)
@pytest.mark.parametrize("nothing", ["", " \u00a0\n", "\0\x07", "\u200b\u200d"])
def test_only_a_field_that_is_not_required_may_stay_empty(type_: str, nothing: str) -> None:
    assert read(a(type_, required=False), nothing, "CI") == ""
    with pytest.raises(FieldError):
        read(a(type_), nothing, "CI")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("mairie-lome.tg", "https://mairie-lome.tg"),
        ("www.Mairie-Lome.TG/", "https://www.mairie-lome.tg"),
        ("http://univ.ci/horaires", "http://univ.ci/horaires"),
        ("https://univ.ci/fr/?utm_source=fb&id=3#haut", "https://univ.ci/fr/?id=3"),
        ("https://univ.ci:443/a?b=", "https://univ.ci/a?b="),
        ("univ.ci:8080/x.", "https://univ.ci:8080/x"),
        ("facebook.com/mairie.lome", "https://facebook.com/mairie.lome"),
        ("http://été.fr/é", "http://xn--t-9fab.fr/%C3%A9"),
        ("« musee.sn »".replace(" ", ""), "https://musee.sn"),
    ],
)
def test_an_address_of_a_page_is_read_with_or_without_its_scheme(text: str, value: str) -> None:
    assert read(a("url"), text, None) == value
    assert read(a("url"), value, None) == value


@pytest.mark.parametrize(
    "text",
    [
        *("", "univ", "localhost", "192.168.1.1", "awa@exemple.com", "mailto:a@b.ci", "javascript:alert(1)"),
        *(
            "ftp://a.b.ci",
            "https://",
            "https://exa mple.ci",
            "a..b",
            "12,50",
            "3.5",
            "https://[::1",
            "x" * 3_000 + ".ci",
        ),
    ],
)
def test_what_is_no_address_of_a_page_asks_for_one(text: str) -> None:
    with pytest.raises(FieldError) as caught:
        read(a("url"), text, None)
    assert "l'adresse d'une page" in caught.value.reason.msgid


@pytest.mark.parametrize("type_", ["url", "source"])
@pytest.mark.parametrize("text", ["google.com/search?q=mairie", "https://www.bing.com/search", "duckduckgo.com/?q=x"])
def test_a_page_of_a_search_is_no_page(type_: str, text: str) -> None:
    with pytest.raises(FieldError) as caught:
        read(a(type_), text, None)
    assert "page de recherche" in caught.value.reason.msgid


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("mairie.tg/contact", "https://mairie.tg/contact"),
        ("Affiche à l'entrée  de la mairie", "Affiche à l'entrée de la mairie"),
        ("Journal Fraternité Matin du 3 mars", "Journal Fraternité Matin du 3 mars"),
        ("Facebook de la mairie de Lomé", "Facebook de la mairie de Lomé"),
    ],
)
def test_a_source_is_an_address_or_words_that_name_where_it_stands(text: str, value: str) -> None:
    assert read(a("source"), text, None) == value


@pytest.mark.parametrize(
    "text", ["", "google", "sur internet", "Facebook", "WhatsApp", "moi-même", "le site", "oui", "123", "!!!"]
)
def test_words_that_name_no_place_are_no_source(text: str) -> None:
    with pytest.raises(FieldError) as caught:
        read(a("source"), text, None)
    assert "Dis où" in caught.value.reason.msgid


@pytest.mark.parametrize(
    ("text", "currency", "value"),
    [
        ("2 500 F", "XOF", "2500 XOF"),
        ("2500f cfa", "XAF", "2500 XAF"),
        ("500", "XOF", "500 XOF"),
        ("12,50 €", "XOF", "12.5 EUR"),
        ("12€50", "XOF", "12.5 EUR"),
        ("$5", "XOF", "5 USD"),
        ("10 euros", "XOF", "10 EUR"),
        ("3000 naira", "XOF", "3000 NGN"),
        ("5 000 FC", "XOF", "5000 CDF"),
        ("xof 20", "EUR", "20 XOF"),
        ("500 F", "EUR", "500 XOF"),
        ("500 F", "GNF", "500 GNF"),
        ("Gratuit !".removesuffix(" !"), "XOF", "0 XOF"),
    ],
)
def test_a_price_has_the_currency_that_is_typed(text: str, currency: str, value: str) -> None:
    assert read(a("price", currency=currency), text, None) == value
    assert read(a("price", currency=currency), value, None) == value


@pytest.mark.parametrize(
    "text", ["", "cher", "F", "-5 F", "500 F le kilo", "1e5", "500 F 500", "5 kg", "entre 500 et 1000"]
)
def test_what_is_no_price_is_answered_with_an_example(text: str) -> None:
    with pytest.raises(FieldError) as caught:
        read(a("price"), text, None)
    assert "prix avec sa monnaie" in caught.value.reason.msgid


def test_a_choice_is_read_by_its_id_or_its_label() -> None:
    field = a("choice", choices=(Option("oui", "Oui, bien sûr"), Option("non", "Non")))
    assert read(field, "OUI, bien sur !", None) == read(field, "oui", None) == "oui"
    with pytest.raises(FieldError):
        read(field, "peut-être", None)
    assert show(field, "oui") == "Oui, bien sûr"


def test_a_number_of_the_place_is_completed_with_its_own_country() -> None:
    assert read(a("phone", country="TG"), "22 21 25 38", "CI") == "+22822212538"
    assert read(a("phone", country="{pays}"), "22 21 25 38", "TG") == "+22822212538"


def test_values_are_shown_as_what_they_are() -> None:
    assert show(a("date"), "2025-12-31") == "31/12/2025"
    assert show(a("amount"), "12500") == Francs(12500)
    assert show(a("amount", currency="EUR"), "12.5") == Money(125_000, "EUR")
    assert show(a("number"), "1234.5") == "1234,5"
    assert show(a("phone"), "+221771234567") == "+221 77 123 45 67"
    assert show(a("phone"), "+2250701020304") == "+225 07 01 02 03 04"
    assert show(a("text"), "é") == "é"
    assert isinstance(show(a("text", required=False), ""), Tr)


CURRENCIES = st.sampled_from(["XOF", "XAF", "EUR", "MGA", "USD", "TND"])
WRITTEN = st.one_of(
    st.text(max_size=80),
    st.text(alphabet="0123456789 .,-+/'€FCFAf\u00a0\u202f\u0660", max_size=25),
    st.text(alphabet="0123456789 /.-erjanvfévmaiprilutdécmbo", max_size=20),
    st.from_regex(r"\A[+0-9 ()]{5,16}\Z"),
    st.from_regex(r"\A[a-zA-Z0-9.+é'’]{1,9} ?@ ?[a-zA-Z0-9é-]{1,9}\.[a-z]{2,3}\Z"),
    st.dates(date(1800, 1, 1), date(2199, 12, 31)).map(lambda day: f"{day:%d/%m/%Y}"),
    st.decimals(allow_nan=False, allow_infinity=False, places=2).map(lambda n: f"{n:f}"),
)


def shown(field: Field, value: str) -> str:
    """As the summary would have it."""
    match show(field, value):
        case date() as day:
            return f"{day:%d/%m/%Y}"
        case Francs(amount):
            return f"{amount:,} F CFA".replace(",", "\u202f")
        case Money() as money:
            return f"{money} {money.currency}".replace(".", ",")
        case str() as text:
            return text
        case other:
            raise AssertionError(other)


# The first phone number of a country loads its rules from disk: no deadline.
@given(
    st.sampled_from(TYPES),
    WRITTEN,
    st.sampled_from(["CI", "SN", "BJ", "CD", "FR", "ZZ", None]),
    CURRENCIES,
)
@example("text", "a" * 4096, "CI", "XOF")
@example("number", "9" * 4096, "CI", "XOF")
@example("amount", "F " * 2048, "CI", "XOF")
@example("amount", "1 " * 2048, "CI", "XOF")
@example("email", "a@" * 2048, "CI", "XOF")
@example("phone", "+" * 4096, "CI", "XOF")
@example("date", "1/" * 2048, "CI", "XOF")
@example("number", "\0\x1b\ud800", "CI", "XOF")
def test_whatever_is_typed_is_read_into_one_lasting_form_or_refused(
    type_: str, text: str, country: str | None, currency: str
) -> None:
    field = a(type_, currency=currency)
    try:
        value = read(field, text, country)
    except FieldError as refused:
        # Every value that the text names is there.
        refused.reason.msgid.format(**refused.reason.values)
        return
    assert value
    value.encode()
    assert read(field, value, None) == value, "a canonical value stays as it is"
    assert read(field, shown(field, value), None) == value, "what was shown means the same"


@pytest.mark.parametrize(
    ("type_", "text", "value"),
    [
        ("number", "c'est 8999", "8999"),
        ("number", "la somme c 8 999", "8999"),
        ("number", "j'ai trouvé 8999 je crois", "8999"),
        ("amount", "le total est 12 500 F", "12500"),
        ("amount", "ça fait 12500 merci", "12500"),
        ("price", "le prix c'est 2 500 F", "2500 XOF"),
        ("date", "c le 16 octobre 2026", "2026-10-16"),
        ("date", "la date c 16/10/2026", "2026-10-16"),
    ],
)
def test_a_value_may_stand_among_words_that_add_nothing(type_: str, text: str, value: str) -> None:
    assert read(a(type_), text, "CI") == value


@pytest.mark.parametrize(
    ("type_", "text"),
    [
        ("number", "environ 8999"),
        ("number", "pas 8999"),
        ("number", "8999 ou 9000"),
        ("number", "c'est"),
        ("amount", "la date c'est le 16"),
        ("amount", "j'ai payé 8999"),
        ("amount", "c'est 12 €"),
        ("date", "le total c'est 12/10"),
    ],
)
def test_other_words_around_a_value_are_no_part_of_it(type_: str, text: str) -> None:
    with pytest.raises(FieldError):
        read(a(type_), text, "CI")


def test_the_label_of_the_field_adds_nothing() -> None:
    assert read(Field("x", "Nombre de sacs", "number"), "nombre de sacs : 12", None) == "12"
    with pytest.raises(FieldError):
        read(Field("x", "Nombre de sacs", "number"), "nombre de caisses : 12", None)
