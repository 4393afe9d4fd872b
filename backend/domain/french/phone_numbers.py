"""Phone numbers as people say them."""

from __future__ import annotations

import re

import phonenumbers

_FOUR_AT_THE_END = re.compile(r"(?<=\d )(\d\d)(\d\d)$")
_LONG_AT_THE_END = re.compile(r"(\d+(?: \d+)*) \d{5,}$")


def in_pairs(number: phonenumbers.PhoneNumber, form: int = phonenumbers.PhoneNumberFormat.INTERNATIONAL) -> str:
    """The number in pairs of digits, as people in the country say it. The library joins the last four digits in some
    countries (CI, CG), and five in fixed lines of Côte d'Ivoire."""
    written = phonenumbers.format_number(number, form)
    national = phonenumbers.national_significant_number(number)
    if _LONG_AT_THE_END.search(written) and len(national) % 2 == 0 and written.replace(" ", "").endswith(national):
        prefix = written.replace(" ", "").removesuffix(national)
        return f"{prefix} {' '.join(re.findall(r'..', national))}".strip()
    return _FOUR_AT_THE_END.sub(r"\1 \2", written)
