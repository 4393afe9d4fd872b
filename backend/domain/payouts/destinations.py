"""Where a person is paid: a mobile-money number or a bank account, checked by the rules of their country."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal

import phonenumbers

from backend.domain.errors import BadInput, Reason
from backend.domain.french import numbers
from backend.domain.french.phone_numbers import in_pairs
from backend.domain.french.spelling import fold
from backend.domain.people import places
from backend.records import Record

CHANGED_WAIT = timedelta(hours=24)
"""How long a destination that replaces another one waits. So a person who has the phone in hand gains nothing at
once."""
NEW_CHAT_WAIT = timedelta(days=7)
"""If the chat was joined or opened again within this time, even a first destination waits `CHANGED_WAIT`."""
MAX_NAME_LENGTH = 70
"""Characters of an account holder's name: the limit of pain.001."""
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{10,30}")


Why = Literal["no number", "abroad", "digits", "no mobile", "no account", "check digits", "other currency", "name"]


class NotPayable(BadInput):
    """No money can go there. `why`; `example`: a number of the country as one writes it there, where that helps."""

    def __init__(self, why: Why, reason: Reason, example: str = "") -> None:
        super().__init__(reason)
        self.why: Why = why
        self.example = example


class DestinationKind(StrEnum):
    """A mobile-money number (E.164), or a bank account (IBAN)."""

    PHONE = "phone"
    ACCOUNT = "account"


class Destination(Record):
    """`value`: +E.164, or an IBAN without spaces. `name`: the holder's, as on the account."""

    kind: DestinationKind
    value: str
    name: str = ""

    @property
    def shown(self) -> str:
        """The whole number in a readable form, for its owner."""
        if self.kind is DestinationKind.ACCOUNT:
            return " ".join(self.value[i : i + 4] for i in range(0, len(self.value), 4))
        return in_pairs(phonenumbers.parse(self.value))

    @property
    def operator(self) -> str:
        """The mobile operator, as far as the number tells: "MTN Cameroon"; "" if it is not known."""
        if self.kind is DestinationKind.ACCOUNT:
            return ""
        from phonenumbers import carrier  # late import: it brings large tables

        return carrier.name_for_number(phonenumbers.parse(self.value), "en")

    @property
    def tail(self) -> str:
        """The last four characters, enough to tell one's own destinations apart."""
        return self.value[-4:]


def sealable(destination: Destination) -> str:
    """Kind, number and name as one text, to be encrypted."""
    return "\n".join((destination.kind.value, destination.value, destination.name))


def opened(text: str) -> Destination:
    """The inverse of `sealable`."""
    kind, value, name = text.split("\n")
    return Destination(DestinationKind(kind), value, name)


def read(text: str, country: str) -> Destination:
    """The destination that a person typed, with or without spaces and the country's prefix, in digits of any script or
    in words, among other words. Raises `NotPayable` for text without a number or with several, a number of another
    country, a fixed line, an IBAN whose check digits are wrong, and an account in a country with another currency."""
    plain = numbers.line(text).upper()
    account = _ACCOUNT.search(plain)
    if account is None:
        return Destination(DestinationKind.PHONE, _phone(plain, country))
    try:
        found = read_account(account[0])
    except NotPayable:
        try:  # « OM2250701020304 » has the form of an account, and « OM » is a wallet
            return Destination(DestinationKind.PHONE, _phone(account[0][2:], country))
        except NotPayable:
            pass
        raise
    if _currency(found.value[:2]) != _currency(country):
        raise NotPayable("other currency", Reason("this account is in a country with another currency"))
    return found


_ACCOUNT = re.compile(r"(?<![A-Z0-9])[A-Z]{2}[0-9]{2}(?:[ .\-/]*[A-Z0-9]){10,30}\s*\Z")
"""An IBAN at the end of a text, its letters and check digits side by side. « LE 07 01 02 03 04 » is none."""


def serves(before: str | None, country: str) -> bool:
    """Whether a number or account of the country before can be paid in another country: its currency is the same."""
    return before is None or _currency(before) == _currency(country)


def _currency(country: str) -> str | None:
    try:
        return places.country(country).currency
    except BadInput:
        return None


def read_account(text: str) -> Destination:
    """A bank account by its IBAN. Raises `NotPayable`."""
    return Destination(DestinationKind.ACCOUNT, _iban(re.sub(r"[\s.\-/]", "", text).upper()))


_LEAST_DIGITS = 6
"""The digits of a run that may be a phone number. Fewer count something else, unless there is nothing else."""
_HARD_TENS = re.compile(r"\b4 20\b|\b60 1\d\b")
"""« Quatre-vingt » and « soixante-douze » as `numbers.with_digits` reads them: they may be one number or two."""


def _digits(plain: str) -> str:
    """The phone number in a text, as digits. Words are left out: letters are never read as the digits of a keypad.
    "": there is none, or there are several."""
    if not any(sign.isdigit() for sign in plain):
        plain = numbers.with_digits(fold(plain))
        if _HARD_TENS.search(plain):
            return ""
    elif re.fullmatch(r"[\dO\s.\-/()+]+", plain):
        plain = plain.replace("O", "0")
    runs = [re.sub(r"[^\d+]", "", run) for run in re.findall(r"\+?\d[\d\s.,\-/()]*", plain)]
    long = [run for run in runs if len(run) >= _LEAST_DIGITS] or runs
    return long[0] if len(long) == 1 else ""


def _phone(plain: str, country: str) -> str:
    example = phonenumbers.example_number_for_type(country, phonenumbers.PhoneNumberType.MOBILE)
    assert example is not None
    shown = in_pairs(example, phonenumbers.PhoneNumberFormat.NATIONAL)
    try:
        number = phonenumbers.parse(_digits(plain), country)
    except phonenumbers.NumberParseException:
        raise NotPayable("no number", Reason("{text!r} is no phone number", text=plain[:40]), shown) from None
    if number.country_code != phonenumbers.country_code_for_region(country):
        raise NotPayable("abroad", Reason("this number is of another country"))
    if not phonenumbers.is_valid_number_for_region(number, country):
        digits = len(phonenumbers.national_significant_number(example))
        reason = Reason(
            "a mobile number of this country has {digits} digits, as {example}", digits=digits, example=shown
        )
        raise NotPayable("digits", reason, shown)
    if phonenumbers.number_type(number) not in _MOBILE:
        raise NotPayable("no mobile", Reason("this is no mobile number"))
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


_MOBILE = (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE)


def _iban(compact: str) -> str:
    """Check an IBAN by ISO 13616: letters count as 10 to 35, and the whole is 1 modulo 97."""
    if not _IBAN.fullmatch(compact):
        raise NotPayable("no account", Reason("this is no account number"))
    turned = compact[4:] + compact[:4]
    if int("".join(str(int(sign, 36)) for sign in turned)) % 97 != 1:
        raise NotPayable("check digits", Reason("the account number has a slip: its check digits do not fit"))
    return compact


def read_name(text: str) -> str:
    """The holder's name, with single spaces. Raises `NotPayable` for an empty or too long one, or one with a digit."""
    name = " ".join(text.split())
    letters = re.search(r"[^\W\d_]{2}", name) is not None and not any(map(str.isdigit, name))
    if not letters or len(name) > MAX_NAME_LENGTH:
        raise NotPayable("name", Reason("a name has 2 to {most} letters", most=MAX_NAME_LENGTH))
    return name


def usable_from(now: datetime, *, first: bool, chat_since: datetime | None) -> datetime:
    """When money may go to a destination that is named now. `first`: the person never had one. `chat_since`: when the
    chat in which they name it joined their account or was opened again; None: it was theirs from the beginning."""
    settled = chat_since is None or now - chat_since >= NEW_CHAT_WAIT
    return now if first and settled else now + CHANGED_WAIT


# --- commands ---------------------------------------------------------------------------------------


class NameDestination(Record):
    """A command: pay the person there from now on. Outcome: `DestinationNamed`."""

    kind: DestinationKind
    value: str
    name: str


class DestinationNamed(Record):
    """`usable_at`: when the first payment may go there. `waits`: that is later than now."""

    usable_at: datetime
    waits: bool
