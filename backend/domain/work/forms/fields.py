"""Typed fields of forms: what a person types is checked and brought to one canonical form."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from decimal import Decimal

import phonenumbers

from backend.domain.french import dates, numbers
from backend.domain.french.phone_numbers import in_pairs
from backend.domain.french.spelling import clean, fold
from backend.domain.messaging import channels
from backend.domain.messaging.message import Tr, Value
from backend.domain.work.forms import prices, said_around, web_addresses
from backend.domain.work.forms.form import Field, FieldError

MAX_DIGITS = 30
"""Digits of a number before the decimal sign, and after it. Longer ones are codes, for which a text field is used."""


def read(field: Field, text: str, country: str | None) -> str:
    """The canonical value of what was typed; "" for nothing in a field that is not required.

    | type | canonical |
    |---|---|
    | text | NFC, trimmed, without control characters but line breaks |
    | number, amount | plain decimal, `1234.5` |
    | date | ISO 8601, `2025-12-31` |
    | email | domain in lower case, see `email-validator`; DNS is not asked |
    | phone | E.164, `+2250707070707`; an extension is left out |
    | price | amount and code, `2500 XOF` |
    | url | `https://mairie.example/horaires`, see `web_addresses` |
    | source | an address as for url, or words that say where it is |
    | choice | the option's id |

    `country` (ISO alpha-2) completes a phone number without prefix, unless the field names a country. None or an
    unknown country means that the number must begin with +. Reading a canonical value again changes nothing. Raises
    only `FieldError`, whatever the text is.
    """
    value = clean(text)
    country = country if field.region else field.country or country
    if not value:
        if field.required:
            raise FieldError(_EXPECTED[field.type](field, country))
        return ""
    try:
        return _typed(field, value, country)
    except FieldError:
        bare = said_around.bare(value, field.type, field.label)
        if bare in ("", value):
            raise
        with suppress(FieldError):  # the first one is about the whole text
            return _typed(field, bare, country)
        raise


def _typed(field: Field, value: str, country: str | None) -> str:
    line = numbers.line(value)
    if field.type in ("number", "amount", "price"):
        line = numbers.in_figures(line)
    match field.type:
        case "number":
            return _number(field, line)
        case "date":
            return _date(field, line)
        case "amount":
            return prices.read_amount(line, field.currency)
        case "email":
            return _email(field, line)
        case "phone":
            return _phone(field, line, country)
        case "price":
            return prices.read_price(line, field.currency)
        case "url":
            return _url(value)
        case "source":
            return _source(value)
        case "choice":
            return _choice(field, value)
        case "text":
            return _text(field, value)


def show(field: Field, value: str) -> Value:
    """A canonical value as shown in a summary. Reading that gives the value again."""
    if not value:
        return Tr("rien")
    match field.type:
        case "number":
            return value.replace(".", ",")
        case "date":
            day = date.fromisoformat(value)  # with its year: a receipt may be from another year
            return f"{day.day:02}/{day.month:02}/{day.year:04}"
        case "amount":
            return prices.money(Decimal(value), field.currency)
        case "price":
            amount, _, currency = value.partition(" ")
            return prices.money(Decimal(amount), currency)
        case "choice":
            return next((option.label for option in field.choices if option.id == value), value)
        case "phone":
            number = phonenumbers.parse(value)
            return in_pairs(number)
        case _:
            return value


def _text(field: Field, value: str) -> str:
    if len(value) > field.max_length:
        raise FieldError(Tr("C'est trop long pour moi : {n} caractères au plus.", {"n": field.max_length}))
    return value


def _number(field: Field, line: str) -> str:
    value = numbers.number(line)
    if value is None:
        raise FieldError(_expected_number(field, None))
    if max(map(len, value.lstrip("-").split("."))) > MAX_DIGITS:
        raise FieldError(Tr("Ce nombre est trop long. Vérifie-le, puis écris-le comme 12 ou 3,5."))
    return value


_WITH_YEAR = Tr("Il manque l'année. Écris la date en entier, par exemple 31/12/2025.")


def _date(field: Field, line: str) -> str:
    try:
        value = dates.read_date(line)
    except dates.NoSuchDayError as e:
        raise FieldError(
            Tr(
                "La date {day} n'est pas possible. Vérifie-la, puis écris-la comme 31/12/2025.",
                {"day": str(e)},
            )
        ) from None
    if value is None:
        raise FieldError(_WITH_YEAR if dates.lacks_year(line) else _expected_date(field, None))
    return value.isoformat()


def _email(field: Field, line: str) -> str:
    from email_validator import EmailNotValidError, validate_email  # late: a hundredth of what loading everything takes

    # phone keyboards like to add a space after a completed word
    address = re.sub(r" ?@ ?", "@", line).removeprefix("mailto:")
    try:
        if len(address) > 320:
            raise EmailNotValidError
        return validate_email(address, check_deliverability=False).normalized
    except EmailNotValidError:
        raise FieldError(_expected_email(field, None)) from None


def _phone(field: Field, line: str, country: str | None) -> str:
    region = country if country in phonenumbers.SUPPORTED_REGIONS else None
    try:
        number = phonenumbers.parse(line, region)
    except phonenumbers.NumberParseException as e:
        if e.error_type == e.INVALID_COUNTRY_CODE:
            raise FieldError(_expected_phone(field, None)) from None
        raise FieldError(_expected_phone(field, region)) from None
    if not phonenumbers.is_valid_number(number):
        of = phonenumbers.region_code_for_country_code(number.country_code or 0)
        raise FieldError(_expected_phone(field, of))
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


_ADDRESS = Tr("J'attends l'adresse d'une page, par exemple mairie.example/horaires. Le plus sûr est de la copier.")
_SEARCHED = Tr("C'est une page de recherche. Ouvre la page que tu as trouvée, puis copie son adresse.")
_WHERE = Tr(
    "Dis où on le retrouve : copie l'adresse de la page, ou écris par exemple « affiche à l'entrée de la mairie »."
)


def _url(text: str) -> str:
    address = web_addresses.read(text)
    if address is None:
        raise FieldError(_ADDRESS)
    if web_addresses.is_search(address):
        raise FieldError(_SEARCHED)
    return address


_CHATS = "|".join({fold(row.label) for row in channels.TABLE.values() if row.label})
_NOWHERE = re.compile(
    r"(?:(?:sur|dans|avec|par|de|d|a|l|le|la|les|un|une|mon|ma|mes|moi|meme|google|internet|web|net|facebook|recherche|"
    r"telephone|site|page|chrome|maps|vu|trouve|cherche|j|je|ai|ne|sais|plus|pas|souviens|rappelle|m|en|connais|tete|"
    r"aucune?|source|chatgpt|gpt|gemini|ia|ami|amie|soeur|frere|mere|pere|tante|mari|voisine?|famille|"
    rf"{_CHATS})\b ?)++"
)
"""Words that name no place where another person can find it again."""
MOST_SOURCE = 300
"""Characters of a source."""


def _source(text: str) -> str:
    address = web_addresses.read(text)
    if address is not None:
        return _url(address)
    line = " ".join(text.split())
    if len(line) > MOST_SOURCE:
        raise FieldError(Tr("C'est trop long pour moi : {n} caractères au plus.", {"n": MOST_SOURCE}))
    plain = fold(line)
    if len(plain) < 4 or not any(sign.isalpha() for sign in plain) or _NOWHERE.fullmatch(plain):
        raise FieldError(_WHERE)
    return line


def _choice(field: Field, text: str) -> str:
    """The id of the choice that is named by its id or label."""
    for option in field.choices:
        if text == option.id or fold(text) == fold(option.label):
            return option.id
    raise FieldError(_expected_choice(field, None))


def _expected_text(field: Field, country: str | None) -> Tr:
    return Tr("Je n'ai rien pu lire. Écris ce que tu vois, par exemple un nom ou une adresse.")


def _expected_number(field: Field, country: str | None) -> Tr:
    return Tr("J'attends un nombre, par exemple 12 ou 3,5.")


def _expected_date(field: Field, country: str | None) -> Tr:
    return Tr("J'attends une date, par exemple 31/12/2025 ou 31 décembre 2025.")


def _expected_email(field: Field, country: str | None) -> Tr:
    return Tr("J'attends une adresse e-mail, par exemple awa@exemple.com.")


def _expected_phone(field: Field, country: str | None) -> Tr:
    if country == "BJ":
        # ten digits since 2024-11-30: "01" before the former eight (ARCEP Bénin)
        return Tr(
            "Un numéro du Bénin a 10 chiffres et commence par 01, par exemple {example}.",
            {"example": "01 97 12 34 56"},
        )
    example = country and phonenumbers.example_number_for_type(country, phonenumbers.PhoneNumberType.MOBILE)
    if not example:
        return Tr("J'attends un numéro avec l'indicatif du pays, par exemple +225 07 07 07 07 07.")
    form = phonenumbers.PhoneNumberFormat.NATIONAL
    return Tr(
        "Ce numéro n'est pas bon. Vérifie-le, puis écris-le comme {example}.",
        {"example": in_pairs(example, form)},
    )


def _expected_url(field: Field, country: str | None) -> Tr:
    return _ADDRESS


def _expected_source(field: Field, country: str | None) -> Tr:
    return _WHERE


def _expected_choice(field: Field, country: str | None) -> Tr:
    return Tr("Choisis une des réponses ci-dessous.")


def _expected_amount(field: Field, country: str | None) -> Tr:
    return prices.expected_amount(field.currency)


def _expected_price(field: Field, country: str | None) -> Tr:
    return prices.expected_price(field.currency)


_EXPECTED: Mapping[str, Callable[[Field, str | None], Tr]] = {
    "text": _expected_text,
    "number": _expected_number,
    "amount": _expected_amount,
    "date": _expected_date,
    "email": _expected_email,
    "phone": _expected_phone,
    "price": _expected_price,
    "url": _expected_url,
    "source": _expected_source,
    "choice": _expected_choice,
}
