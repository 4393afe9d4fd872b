"""Where people are paid, as they type it in each country."""

from __future__ import annotations

import pytest
from phonenumbers import PhoneNumberFormat, PhoneNumberType, example_number_for_type, format_number

from backend.domain.french.phone_numbers import in_pairs
from backend.domain.payouts import destinations, eligibility
from backend.domain.payouts.destinations import NotPayable
from backend.domain.people import places

PAID = [country.code for country in places.COUNTRIES if eligibility.currency_of(country.code) is not None]
IVORIAN = "+2250701020304"


def why(text: str, country: str = "CI") -> str:
    with pytest.raises(NotPayable) as refused:
        destinations.read(text, country)
    return refused.value.why


@pytest.mark.parametrize("country", PAID)
def test_a_mobile_number_is_read_in_every_form_and_every_country(country: str) -> None:
    example = example_number_for_type(country, PhoneNumberType.MOBILE)
    fixed = example_number_for_type(country, PhoneNumberType.FIXED_LINE)
    assert example is not None and fixed is not None
    whole = format_number(example, PhoneNumberFormat.E164)
    local = format_number(example, PhoneNumberFormat.NATIONAL)
    for text in (whole, local, format_number(example, PhoneNumberFormat.INTERNATIONAL), f"00{whole[1:]}", whole[1:]):
        assert destinations.read(text, country).value == whole, text
        assert destinations.read(f"le {text} svp", country).value == whole, text
    assert why(local[:-1], country) == "digits"
    assert why(format_number(fixed, PhoneNumberFormat.NATIONAL), country) == "no mobile"
    assert why("+33 6 12 34 56 78", country) == "abroad"
    with pytest.raises(NotPayable) as refused:
        destinations.read("mon numéro", country)
    assert refused.value.example == in_pairs(example, PhoneNumberFormat.NATIONAL)  # of her country, whatever it is


@pytest.mark.parametrize(
    "text",
    [
        *("07 01 02 03 04", "07-01-02-03-04", "07.01.02.03.04 merci", "07 01 02 03 04 (Wave)", "tel:+2250701020304"),
        *("le 07 01 02 03 04", "au 0701020304", "om 07 01 02 03 04", "OM 2250701020304", "om2250701020304"),
        *("mon numéro c'est le 07 01 02 03 04", "wave 1 : 07 01 02 03 04", "\u202a+225 07 01 02 03 04\u202c"),
        *("٠٧ ٠١ ٠٢ ٠٣ ٠٤", "O7O1O2O3O4", "07\u202f01\u202f02\u202f03\u202f04"),
        *(
            "zéro sept zéro un zéro deux zéro trois zéro quatre",
            "Zéro sept, zéro un, zéro deux, zéro trois, zéro quatre",
        ),
    ],
)
def test_a_number_is_read_among_words(text: str) -> None:
    assert destinations.read(text, "CI").value == IVORIAN


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("070102 WAVE", "digits"),  # letters are no digits of a keypad
        ("0800 ALLOWAVE", "digits"),
        ("0701020304 ou 0505050505", "no number"),
        ("zéro sept quatre-vingt-dix-neuf zéro deux", "no number"),
        ("95 12 34 56", "digits"),
        ("112", "digits"),
        ("oui", "no number"),
        ("", "no number"),
    ],
)
def test_what_is_no_number_of_hers_is_refused(text: str, reason: str) -> None:
    assert why(text) == reason


@pytest.mark.parametrize(
    "text",
    [
        *(
            "CI93 CI00 8011 1301 1342 9120 0589",
            "ci93ci0080111301134291200589",
            "iban CI93 CI00 8011 1301 1342 9120 0589",
        ),
        "mon IBAN : CI93-CI00-8011-1301-1342-9120-0589",
    ],
)
def test_an_account_is_read_among_words(text: str) -> None:
    assert destinations.read(text, "CI").value == "CI93CI0080111301134291200589"


def test_an_account_belongs_to_a_country_with_the_same_currency() -> None:
    assert why("CI93 CI00 8011 1301 1342 9120 0588") == "check digits"
    assert destinations.read("CI93CI0080111301134291200589", "SN").kind is destinations.DestinationKind.ACCOUNT
    assert why("CI93CI0080111301134291200589", "CM") == "other currency"
    assert why("FR14 2004 1010 0505 0001 3M02 606") == "other currency"
