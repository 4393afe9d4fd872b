"""Reads `payouts.toml`, the terms of payment. A key that is unknown or cannot be used is refused by its name."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib import resources
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from backend.domain.errors import BadInput
from backend.domain.money import FLOATING, PEGGED, UNITS_PER_WHOLE
from backend.domain.payouts.providers import ProviderName
from backend.domain.payouts.terms import Alarms, Fee, Limits, NamedProvider, PaySchedule, Rate, Terms
from backend.domain.people import places

FILE = "payouts.toml"
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CURRENCIES = tuple(sorted(PEGGED | FLOATING))
_COUNTRIES = tuple(country.code for country in places.COUNTRIES)
_WHOLE = Annotated[int, Field(gt=0, lt=10**12, strict=True)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Schedule(_Table):
    weekly: Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    monthly: Annotated[int, Field(ge=1, le=28, strict=True)]
    hour: Annotated[int, Field(ge=0, le=20, strict=True)] = 8


class _Minimum(_Table):
    other: _WHOLE
    weekly: _WHOLE | None = None
    monthly: _WHOLE | None = None
    amount: _WHOLE | None = None
    demand: _WHOLE | None = None


class _Fee(_Table):
    percent: Annotated[Decimal, Field(ge=0, lt=50, decimal_places=4)] = Decimal(0)
    fixed: Annotated[int, Field(ge=0, lt=10**9, strict=True)] = 0
    borne_by: Literal["company", "person"]


class _Limits(_Table):
    wallet: _WHOLE | None = None
    transfer: _WHOLE | None = None


class _Alarms(_Table):
    failed: Annotated[Decimal, Field(gt=0, le=1)]
    of: Annotated[int, Field(ge=1, strict=True)]


class _Rate(_Table):
    per_euro: Annotated[Decimal, Field(gt=0, lt=10**9, decimal_places=4)]
    date: datetime.date


class _File(_Table):
    date: datetime.date
    schedule: _Schedule | None = None
    providers: dict[str, Literal["automatic", "files", "wave", "pawapay", "demonstration"]]
    minimum: dict[str, _Minimum]
    fees: dict[str, dict[str, _Fee]] = {}
    limits: dict[str, dict[str, Any]] = {}
    alarms: _Alarms
    rates: dict[str, Any]


def read(text: str, file: str = FILE, *, demo: bool = False) -> Terms:
    """The terms in a file. A table that it leaves out is the shipped one. `demo`: the provider of the demo may pay.
    Raises `BadInput` with one line for each key that is unknown or cannot be used."""
    own, below = _parsed(text, file), _shipped_tables()
    # [minimum.XOF] is a table, and says nothing of [minimum.XAF]
    parts = {name: below[name] | own[name] for name in ("minimum", "limits") if isinstance(own.get(name), dict)}
    return _checked(below | own | parts, file, demo=demo)


@cache
def shipped() -> Terms:
    """The terms without a file of the operator's."""
    return _checked(_shipped_tables(), FILE)


@cache
def _shipped_tables() -> dict[str, Any]:
    return _parsed((resources.files("backend.domain") / "data" / FILE).read_text("utf-8"), FILE)


def _parsed(text: str, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"{file}: {error}") from None


def _checked(tables: Mapping[str, Any], file: str, *, demo: bool = False) -> Terms:
    try:
        found = _File.model_validate(tables)
    except ValidationError as error:
        raise BadInput("\n".join(f"{file}: {line}" for line in _lines(error))) from None
    faults = list(_names(found))
    if not demo:
        faults += [
            f"providers.{code}: must be automatic, files, wave or pawapay"
            for code, n in found.providers.items()
            if n == "demonstration"
        ]
    limits, more = _read(_limit_tables(found.limits), _Limits)
    rates, rate_faults = _read(
        ((("rates", code), table) for code, table in found.rates.items() if code != "days"), _Rate
    )
    faults += [*more, *rate_faults]
    days = found.rates.get("days", 7)
    if not isinstance(days, int) or isinstance(days, bool) or not 1 <= days <= 366:
        faults.append("rates.days: must be a number of days from 1 to 366")
    if faults:
        raise BadInput("\n".join(f"{file}: {line}" for line in faults))
    return Terms(
        as_of=found.date,
        schedule=_schedule(found.schedule),
        providers={code: _provider(name) for code, name in found.providers.items()},
        minimums={code: _minimum(table) for code, table in found.minimum.items()},
        fees={(provider, place): _fee(fee) for provider, by in found.fees.items() for place, fee in by.items()},
        limits={
            (keys[1], keys[2].casefold() if len(keys) > 2 else ""): Limits(_units(each.wallet), _units(each.transfer))
            for keys, each in limits.items()
        },
        alarms=Alarms(Fraction(found.alarms.failed), found.alarms.of),
        rates={keys[1]: Rate(Fraction(each.per_euro), each.date) for keys, each in rates.items()},
        rate_days=days,
    )


def _schedule(found: _Schedule | None) -> PaySchedule | None:
    return None if found is None else PaySchedule(WEEKDAYS.index(found.weekly), found.monthly, found.hour)


def _provider(name: str) -> NamedProvider:
    return "automatic" if name == "automatic" else ProviderName(name)


def _minimum(table: _Minimum) -> dict[str, int]:
    return {name: whole * UNITS_PER_WHOLE for name, whole in table.model_dump(exclude_none=True).items()}


def _fee(found: _Fee) -> Fee:
    return Fee(Fraction(found.percent) / 100, found.fixed * UNITS_PER_WHOLE, found.borne_by == "person")


def _units(whole: int | None) -> int | None:
    return None if whole is None else whole * UNITS_PER_WHOLE


Keys = tuple[str, ...]
T = TypeVar("T", bound=_Table)


def _limit_tables(limits: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[Keys, Any]]:
    """`[limits.PLACE]`, and the tables of operators below it."""
    for place, table in limits.items():
        yield ("limits", place), {key: value for key, value in table.items() if not isinstance(value, dict)}
        for operator, each in table.items():
            if isinstance(each, dict):
                yield ("limits", place, operator), each


def _read(tables: Iterator[tuple[Keys, Any]], model: type[T]) -> tuple[dict[Keys, T], list[str]]:
    found: dict[Keys, T] = {}
    faults: list[str] = []
    for keys, table in tables:
        try:
            found[keys] = model.model_validate(table)
        except ValidationError as error:
            faults += _lines(error, keys)
    return found, faults


def _names(found: _File) -> Iterator[str]:
    """Faults in the names of countries, currencies and providers."""
    places_too = (*_COUNTRIES, "other")
    yield from _unknown("providers", found.providers, places_too)
    if "other" not in found.providers:
        yield "providers.other: is missing"
    yield from _unknown("minimum", found.minimum, _CURRENCIES)
    yield from _unknown("fees", found.fees, tuple(ProviderName))
    for provider, by in found.fees.items():
        yield from _unknown(f"fees.{provider}", by, places_too)
    yield from _unknown("limits", found.limits, (*_COUNTRIES, *_CURRENCIES))
    for code in set(found.limits) & set(_CURRENCIES):
        if any(isinstance(each, dict) for each in found.limits[code].values()):
            yield f"limits.{code}: an operator stands below a country, not below a currency"
    yield from _unknown("rates", found.rates, (*sorted(FLOATING), "days"))


def _unknown(table: str, names: Iterable[str], known: Sequence[str]) -> Iterator[str]:
    return (f"{table}.{name}: is unknown; known: {', '.join(known)}" for name in names if name not in known)


def _lines(error: ValidationError, above: Keys = ()) -> list[str]:
    """One line for each key that is wrong."""
    found: dict[str, str] = {}
    for fault in error.errors(include_url=False):
        key = ".".join((*above, *(str(part) for part in fault["loc"])))
        match fault["type"]:
            case "missing":
                reason = "is missing"
            case "extra_forbidden":
                reason = "is unknown"
            case "literal_error" | "enum":
                reason = f"must be {fault['ctx']['expected'].replace(chr(39), '')}"
            case _:
                said = fault["msg"].removeprefix("Input should be ").removeprefix("Value error, ")
                reason = f"must be {said}" if said != fault["msg"] else said
        found.setdefault(key, reason)
    return [f"{key}: {reason}" for key, reason in found.items()]
