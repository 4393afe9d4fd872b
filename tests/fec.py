"""A strict reader of FEC files, by the published rules: article A47 A-1 of the *Livre des procédures fiscales* and its
comments (BOI-CF-IOR-60-40-20)."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date, datetime
from decimal import Decimal

NAMES = [
    *("JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib", "CompAuxNum"),
    *("CompAuxLib", "PieceRef", "PieceDate", "EcritureLib", "Debit", "Credit", "EcritureLet", "DateLet"),
    *("ValidDate", "Montantdevise", "Idevise"),
]
NEEDED = [*NAMES[:6], *NAMES[8:13], "ValidDate"]
"""The fields that may not be empty. An auxiliary account, the lettering and another currency are only given if used."""
FILE = re.compile(r"(\d{9})FEC(\d{8})\.txt")
_NUMBER = re.compile(r"-?\d+(,\d+)?")


def read(name: str, content: bytes) -> list[dict[str, str]]:
    """The lines of a FEC, which must be right in every point; AssertionError says which one is not."""
    named = FILE.fullmatch(name)
    assert named, f"{name}: not SIRENFECYYYYMMDD.txt"
    closing = _day(named[2])
    text = content.decode("iso8859-15")
    assert text.endswith("\n") and "\r" not in text and '"' not in text.splitlines()[0]
    head, *rest = text.removesuffix("\n").split("\n")
    (separator,) = {sign for sign in "\t|" if sign in head}
    assert head.split(separator) == NAMES
    lines = []
    for place, row in enumerate(rest, 2):
        fields = row.split(separator)
        assert len(fields) == len(NAMES), f"line {place}: {len(fields)} fields"
        lines.append(dict(zip(NAMES, fields, strict=True)))
        _line(place, lines[-1], closing)
    _entries(lines)
    return lines


def _line(place: int, line: dict[str, str], closing: date) -> None:
    empty = [name for name in NEEDED if not line[name]]
    assert not empty, f"line {place}: {empty} empty"
    for name, value in line.items():
        assert value == value.strip() and value.isprintable(), f"line {place}: {name} {value!r}"
    for name in ("EcritureDate", "PieceDate", "ValidDate"):
        assert _day(line[name]) <= closing, f"line {place}: {name} after the end of the period"
    assert bool(line["EcritureLet"]) == bool(line["DateLet"])
    assert re.match(r"[1-9]\d\d", line["CompteNum"]), f"line {place}: no account of the plan comptable"
    assert bool(line["CompAuxNum"]) == bool(line["CompAuxLib"])
    debit, credit = amount(line["Debit"]), amount(line["Credit"])
    assert debit >= 0 and credit >= 0 and not (debit and credit), f"line {place}: on both sides"
    assert bool(line["Montantdevise"]) == bool(line["Idevise"])
    if line["Idevise"]:
        assert re.fullmatch(r"[A-Z]{3}", line["Idevise"]) and line["Idevise"] != "EUR"
        amount(line["Montantdevise"])


def _entries(lines: list[dict[str, str]]) -> None:
    """Entries are numbered without a gap, dated in order, of one journal and day each, and balanced."""
    numbers = [int(line["EcritureNum"]) for line in lines]
    assert numbers == sorted(numbers)
    assert not numbers or sorted(set(numbers)) == list(range(numbers[0], numbers[-1] + 1)), "a gap in the numbers"
    days = [line["ValidDate"] for line in lines]
    assert days == sorted(days), "not in the order of validation"
    entries = defaultdict(list)
    for line in lines:
        entries[line["EcritureNum"]].append(line)
    for number, parts in entries.items():
        assert len(parts) > 1, f"entry {number} has one line"
        assert len({(p["JournalCode"], p["EcritureDate"], p["PieceRef"]) for p in parts}) == 1
        assert sum(amount(p["Debit"]) - amount(p["Credit"]) for p in parts) == 0, f"entry {number} is not balanced"
    labels = {(line["JournalCode"], line["JournalLib"]) for line in lines}
    assert len(labels) == len({code for code, _ in labels}), "a journal with two labels"
    accounts = {(line["CompteNum"], line["CompteLib"]) for line in lines}
    assert len(accounts) == len({number for number, _ in accounts}), "an account with two labels"


def amount(text: str) -> Decimal:
    """A number in the notation of a FEC."""
    assert _NUMBER.fullmatch(text), f"{text!r} is no number"
    return Decimal(text.replace(",", "."))


def _day(text: str) -> date:
    assert re.fullmatch(r"\d{8}", text), f"{text!r} is no date"
    return datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007 (a date)
