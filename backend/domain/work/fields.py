"""Typed fields of the entry kind: what she types is checked and brought to one canonical form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, get_args

import phonenumbers
from babel.numbers import get_currency_precision
from email_validator import EmailNotValidError, validate_email

from backend.domain.errors import HiteusesError
from backend.domain.french import dates, numbers
from backend.domain.french.spelling import clean
from backend.domain.messaging.message import Francs, Tr, Value
from backend.domain.money import PEGGED, UNITS, Money

FieldType = Literal["text", "number", "date", "amount", "email", "phone"]
TYPES: tuple[str, ...] = get_args(FieldType)

MAX_DIGITS = 30
"""Of a number, before the comma and after it; longer ones are codes, which a text field takes."""


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to type in. `id` is the key in the answer, `label` what she sees (client's words).

    `currency` (ISO 4217) counts for an amount only, `max_length` (characters) for a text only.
    A field that is not `required` may be left empty; its value is then "".
    """

    id: str
    label: str
    type: FieldType
    required: bool = True
    currency: str = "XOF"
    max_length: int = 1_000


class FieldError(HiteusesError):
    """What was typed does not fit the field; `reason` says it to her, with an example."""

    def __init__(self, reason: Tr) -> None:
        self.reason = reason
        super().__init__(reason.msgid)


def read(field: Field, text: str, country: str | None) -> str:
    """The canonical value of what was typed; "" for nothing in a field that is not required.

    | type | canonical |
    |---|---|
    | text | NFC, trimmed, without control characters but new lines |
    | number, amount | plain decimal, `1234.5` |
    | date | ISO 8601, `2025-12-31` |
    | email | domain in lower case, see `email-validator`; DNS is not asked |
    | phone | E.164, `+2250707070707`; an extension is left out |

    `country` (ISO alpha-2) completes a phone number without its prefix; None or an unknown one
    means that it must begin with +. Reading a canonical value again changes nothing. Raises
    `FieldError`, nothing else, whatever the text is.
    """
    value = clean(text)
    if not value:
        if field.required:
            raise FieldError(_EXPECTED[field.type](field, country))
        return ""
    if field.type == "text":
        return _text(field, value)
    line = numbers.line(value)
    match field.type:
        case "number":
            return _number(field, line)
        case "date":
            return _date(field, line)
        case "amount":
            return _amount(field, line)
        case "email":
            return _email(field, line)
        case "phone":
            return _phone(field, line, country)


def show(field: Field, value: str) -> Value:
    """A canonical value as she should see it in a summary; reading that gives the value again."""
    if not value:
        return Tr("rien")
    match field.type:
        case "number":
            return value.replace(".", ",")
        case "date":
            day = date.fromisoformat(value)  # with its year: a receipt may be from another one
            return f"{day.day:02}/{day.month:02}/{day.year:04}"
        case "amount":
            return _money(Decimal(value), field.currency)
        case "phone":
            number = phonenumbers.parse(value)
            return _in_pairs(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
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


_FRANC = {"f cfa", "f. cfa", "fcfa", "f.cfa", "cfa", "franc cfa", "francs cfa"}
_UNIT = r"f\.? ?cfa|cfa|francs?(?: cfa)?|f|€|euros?|ariary|ar|\$|[a-z]{3}"
_AMOUNT = re.compile(rf"(?P<minus>-?) ?(?:(?P<before>{_UNIT}) ?)?(?P<n>[-+\d].*?)(?: ?(?P<after>{_UNIT}))?")


def _amount(field: Field, line: str) -> str:
    # "12€50" is how prices are written by hand.
    line = re.sub(r"^(\d+) ?€ ?(\d\d)$", r"\1,\2 €", line)
    found = _AMOUNT.fullmatch(line.lower())
    decimals = get_currency_precision(field.currency)
    value = numbers.number(found["minus"] + found["n"], decimals) if found else None
    if found is None or value is None:
        raise FieldError(_expected_amount(field, None))
    units = {found["before"], found["after"]} - {None}
    example = {"example": _example(field.currency)}
    if any(not _is_unit(unit, field.currency) for unit in units):
        raise FieldError(Tr("Ici, j'attends un montant comme {example}, dans cette monnaie.", example))
    whole, _, rest = value.lstrip("-").partition(".")
    if len(whole) > 12:
        raise FieldError(Tr("Ce montant est trop grand. Vérifie-le, puis écris-le comme {example}.", example))
    if len(rest) > decimals:
        if not decimals:
            raise FieldError(Tr("Ici, un montant s'écrit sans virgule, par exemple {example}.", example))
        raise FieldError(
            Tr(
                "Pas plus de {n} chiffres après la virgule, par exemple {example}.",
                {"n": decimals, **example},
            )
        )
    return value


def _is_unit(unit: str, currency: str) -> bool:
    """Whether what stands beside the number means this currency."""
    if unit in _FRANC:
        return currency in PEGGED
    if unit in ("f", "franc", "francs"):
        return currency in PEGGED | {"GNF", "CDF", "KMF", "RWF", "BIF", "DJF", "CHF"}
    if unit in ("€", "euro", "euros"):
        return currency == "EUR"
    if unit in ("ar", "ariary"):
        return currency == "MGA"
    if unit == "$":
        return currency in ("USD", "CAD")
    return unit.upper() == currency


def _money(value: Decimal, currency: str) -> Money | Francs:
    return Francs(int(value)) if currency in PEGGED else Money(int(value * UNITS), currency)


def _example(currency: str) -> Money | Francs:
    return _money(Decimal(12_500) if get_currency_precision(currency) == 0 else Decimal("12.5"), currency)


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
        raise FieldError(_expected_date(field, None))
    return value.isoformat()


def _email(field: Field, line: str) -> str:
    # Phone keyboards like to put a space after a completed word.
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


_FOUR_AT_THE_END = re.compile(r"(?<=\d )(\d\d)(\d\d)$")


def _in_pairs(number: phonenumbers.PhoneNumber, form: int) -> str:
    """As people there say it: the package leaves the last four digits of some countries (CI, CG) in one."""
    return _FOUR_AT_THE_END.sub(r"\1 \2", phonenumbers.format_number(number, form))


def _expected_text(field: Field, country: str | None) -> Tr:
    return Tr("Je n'ai rien pu lire. Écris ce que tu vois, par exemple un nom ou une adresse.")


def _expected_number(field: Field, country: str | None) -> Tr:
    return Tr("J'attends un nombre, par exemple 12 ou 3,5.")


def _expected_amount(field: Field, country: str | None) -> Tr:
    return Tr("J'attends un montant, par exemple {example}.", {"example": _example(field.currency)})


def _expected_date(field: Field, country: str | None) -> Tr:
    return Tr("J'attends une date, par exemple 31/12/2025 ou 31 décembre 2025.")


def _expected_email(field: Field, country: str | None) -> Tr:
    return Tr("J'attends une adresse e-mail, par exemple awa@exemple.com.")


def _expected_phone(field: Field, country: str | None) -> Tr:
    if country == "BJ":
        # Ten digits since 2024-11-30: "01" before the eight of old (ARCEP Bénin).
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
        {"example": _in_pairs(example, form)},
    )


_EXPECTED = {
    "text": _expected_text,
    "number": _expected_number,
    "amount": _expected_amount,
    "date": _expected_date,
    "email": _expected_email,
    "phone": _expected_phone,
}
