"""Where somebody is paid: a mobile-money number or a bank account, checked after the rules of her country."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal

import phonenumbers

from backend.domain.errors import BadInput, Reason

CHANGED_WAIT = timedelta(hours=24)
"""How long a destination that takes another's place waits: whoever has her phone in hand gains nothing at once."""
NEW_CHAT_WAIT = timedelta(days=7)
"""On a chat that was joined or opened within this time a first destination waits `CHANGED_WAIT` too."""
MAX_NAME_LENGTH = 70
"""Characters of an account's name: what pain.001 takes."""
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{10,30}")


Why = Literal["no number", "abroad", "digits", "no mobile", "no account", "check digits", "name"]


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


@dataclass(frozen=True, slots=True)
class Destination:
    """`value`: +E.164, or an IBAN without spaces. `name`: the holder's, as on the account."""

    kind: DestinationKind
    value: str
    name: str = ""

    @property
    def shown(self) -> str:
        """In full and legible, for whom it belongs to."""
        if self.kind is DestinationKind.ACCOUNT:
            return " ".join(self.value[i : i + 4] for i in range(0, len(self.value), 4))
        number = phonenumbers.parse(self.value)
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)

    @property
    def tail(self) -> str:
        """Its last four signs, enough to tell one's own from another."""
        return self.value[-4:]


def sealable(destination: Destination) -> str:
    """Kind, number and name as one text, to be encrypted."""
    return "\n".join((destination.kind.value, destination.value, destination.name))


def opened(text: str) -> Destination:
    """What `sealable` made."""
    kind, value, name = text.split("\n")
    return Destination(DestinationKind(kind), value, name)


def read(text: str, country: str) -> Destination:
    """What she typed, with spaces or not, with or without the country's prefix. Raises `NotPayable`: no number, one of
    another country, a fixed line, an IBAN whose check digits are wrong."""
    compact = re.sub(r"[\s.\-/()]", "", text).upper()
    if re.match(r"[A-Z]{2}[0-9]{2}", compact):
        return read_account(compact)
    return Destination(DestinationKind.PHONE, _phone(compact, country))


def read_account(text: str) -> Destination:
    """A bank account by its IBAN. Raises `NotPayable`."""
    return Destination(DestinationKind.ACCOUNT, _iban(re.sub(r"\s", "", text).upper()))


def _phone(compact: str, country: str) -> str:
    try:
        number = phonenumbers.parse(compact, country)
    except phonenumbers.NumberParseException:
        raise NotPayable("no number", Reason("{text!r} is no phone number", text=compact[:40])) from None
    if number.country_code != phonenumbers.country_code_for_region(country):
        raise NotPayable("abroad", Reason("this number is of another country"))
    if not phonenumbers.is_valid_number_for_region(number, country):
        example = phonenumbers.example_number_for_type(country, phonenumbers.PhoneNumberType.MOBILE)
        assert example is not None
        shown = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.NATIONAL)
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
    """ISO 13616: letters count 10 to 35, and the whole is 1 modulo 97."""
    if not _IBAN.fullmatch(compact):
        raise NotPayable("no account", Reason("this is no account number"))
    turned = compact[4:] + compact[:4]
    if int("".join(str(int(sign, 36)) for sign in turned)) % 97 != 1:
        raise NotPayable("check digits", Reason("the account number has a slip: its check digits do not fit"))
    return compact


def read_name(text: str) -> str:
    """The holder's name, spaces tidied. Raises `NotPayable` for none, or a very long one."""
    name = " ".join(text.split())
    if not re.search(r"[^\W\d_]{2}", name) or len(name) > MAX_NAME_LENGTH:
        raise NotPayable("name", Reason("a name has 2 to {most} letters", most=MAX_NAME_LENGTH))
    return name


def usable_from(now: datetime, *, first: bool, chat_since: datetime | None) -> datetime:
    """When money may go to a destination that is named now. `first`: she never had one. `chat_since`: when the chat
    where she names it was joined to her account or opened again, None: it began there."""
    settled = chat_since is None or now - chat_since >= NEW_CHAT_WAIT
    return now if first and settled else now + CHANGED_WAIT


# --- commands ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NameDestination:
    """She is to be paid there from now on."""

    kind: DestinationKind
    value: str
    name: str


@dataclass(frozen=True, slots=True)
class DestinationNamed:
    """`usable_at`: when the first payment may go there. `waits`: it does not at once."""

    usable_at: datetime
    waits: bool
