from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.errors import BadInput
from backend.domain.money import FRANCS_PER_EURO, UNITS_PER_WHOLE
from backend.domain.payouts import terms_file
from backend.domain.payouts.destinations import DestinationKind
from backend.domain.payouts.providers import ProviderName
from backend.domain.payouts.terms import Fee, PaySchedule, Rhythm
from backend.records import replace

FRANC = UNITS_PER_WHOLE
OWN = """
date = 2026-11-28
[schedule]
weekly = "friday"
monthly = 5
hour = 9
[providers]
other = "files"
CI = "wave"
CM = "pawapay"
[fees.wave.CI]
percent = 1
borne_by = "person"
[fees.pawapay.other]
percent = 1.5
fixed = 25
borne_by = "company"
[limits.XOF]
wallet = 200000
[limits.CM]
transfer = 500000
[limits.CM.MTN]
transfer = 1000000
wallet = 150000
[rates]
days = 3
[rates.MGA]
per_euro = 5012.25
date = 2026-11-27
"""


def test_every_key_counts() -> None:
    ready = frozenset({ProviderName.WAVE, ProviderName.PAWAPAY})
    found = replace(terms_file.read(OWN), ready=ready)
    assert found.schedule == PaySchedule(4, 5, 9)
    assert [found.provider(code) for code in ("CI", "CM", "SN")] == ["wave", "pawapay", "files"]
    assert found.fee("CI") == Fee(Fraction(1, 100), 0, hers=True)
    assert found.fee("CM") == Fee(Fraction(15, 1_000), 25 * FRANC, hers=False)
    assert found.fee("SN") == Fee()
    assert found.fee("CI", DestinationKind.ACCOUNT) == Fee()  # by file
    assert replace(found, ready=frozenset()).fee("CI") == Fee()  # Wave is not set up: by file too
    assert found.minimum("XOF").units == 1_000 * FRANC  # a table left out is the shipped one
    phone, account = DestinationKind.PHONE, DestinationKind.ACCOUNT
    assert found.most("CI", "XOF", phone, "Orange") == 200_000 * FRANC
    assert found.most("CI", "XOF", account, "") is None
    assert found.most("CM", "XAF", phone, "MTN Cameroon") == 150_000 * FRANC
    assert found.most("CM", "XAF", phone, "Orange") == 500_000 * FRANC
    assert found.most("GA", "XAF", phone, "") == 200_000 * FRANC  # as shipped too
    assert found.rate("MGA", date(2026, 11, 30)) == Fraction(501_225, 100)
    assert found.rate("XAF", date(2026, 11, 30)) == FRANCS_PER_EURO


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("surprise = 1", "surprise: is unknown"),
        ('date = "soon"', "date: must be a valid date"),
        ('[schedule]\nweekly = "vendredi"\nmonthly = 1', "schedule.weekly: must be monday"),
        ('[schedule]\nweekly = "friday"\nmonthly = 31', "schedule.monthly: must be less than or equal to 28"),
        ('[schedule]\nweekly = "friday"\nmonthly = 1\nnoon = 1', "schedule.noon: is unknown"),
        ('[providers]\nother = "mtn"', "providers.other: must be automatic, files"),
        ('[providers]\nother = "demonstration"', "providers.other: must be automatic, files"),
        ('[providers]\nother = "files"\nFR = "wave"', "providers.FR: is unknown; known: BF,"),
        ('[providers]\nCI = "wave"', "providers.other: is missing"),
        ("[minimum.EUR]\nother = 1", "minimum.EUR: is unknown; known: CDF, GNF"),
        ("[minimum.XOF]\nother = 0.5", "minimum.XOF.other: must be a valid integer"),
        ("[minimum.XOF]\nother = 0", "minimum.XOF.other: must be greater than 0"),
        ("[fees.wave.CI]\npercent = 1", "fees.wave.CI.borne_by: is missing"),
        ('[fees.mtn.CI]\nborne_by = "person"', "fees.mtn: is unknown; known: files, wave"),
        ("[limits.FR]\nwallet = 1", "limits.FR: is unknown; known: BF,"),
        ("[limits.XOF.MTN]\nwallet = 1", "limits.XOF: an operator stands below a country"),
        ("[limits.CI.MTN]\nwalet = 1", "limits.CI.MTN.walet: is unknown"),
        ("[rates]\ndays = 0", "rates.days: must be a number of days"),
        ("[rates.MGA]\nper_euro = 5012.25", "rates.MGA.date: is missing"),
        ("[rates.MGA]\nper_euro = 5012.25123\ndate = 2026-11-27", "rates.MGA.per_euro:"),
        ("[rates.XOF]\nper_euro = 655\ndate = 2026-11-27", "rates.XOF: is unknown; known: CDF"),
        ("[alarms]\nfailed = 2\nof = 50", "alarms.failed: must be less than or equal to 1"),
        ("= 3", "Invalid statement"),
    ],
)
def test_a_key_that_cannot_act_is_refused_by_its_name(line: str, reason: str) -> None:
    head = "" if line.startswith("date") else "date = 2026-11-28\n"
    with pytest.raises(BadInput) as error:
        terms_file.read(head + line, "here.toml")
    assert f"here.toml: {reason}" in str(error.value)


def test_a_table_of_one_currency_leaves_those_of_others_as_shipped() -> None:
    found = terms_file.read("date = 2026-11-28\n[minimum.XOF]\nother = 500\n[limits.XAF]\n")
    assert (found.minimum("XOF").units, found.minimum("XAF").units) == (500 * FRANC, 1_000 * FRANC)
    phone = DestinationKind.PHONE
    assert found.most("CI", "XOF", phone, "") == 200_000 * FRANC
    assert found.most("GA", "XAF", phone, "") is None  # an empty table takes the limit away


def test_the_example_of_the_documents_can_be_used() -> None:
    text = (Path(__file__).parents[5] / "docs/operators/payouts.md").read_text("utf-8")
    assert terms_file.read(text.split("```toml\n")[1].split("```")[0]).schedule == PaySchedule(4, 5, 8)


def test_without_a_file_no_day_is_promised() -> None:
    found = terms_file.shipped()
    assert found.schedule is None
    assert {found.provider(code) for code in ("CI", "MG")} == {"files"}
    assert found.alarms.of == 50
    assert found.alarms.failed == Fraction(2, 100)


def test_a_rate_that_is_missing_or_too_old_pays_nobody() -> None:
    found = terms_file.read(OWN)
    with pytest.raises(BadInput, match="the rate of MGA is of 2026-11-27, more than 3 days old"):
        found.rate("MGA", date(2026, 12, 1))
    with pytest.raises(BadInput, match="the rate of MGA is of a day to come"):
        found.rate("MGA", date(2026, 11, 25))
    with pytest.raises(BadInput, match="CDF has no rate of exchange"):
        found.rate("CDF", date(2026, 11, 28))
    assert found.stale(date(2026, 11, 28)) == ["CDF has no rate of exchange", "GNF has no rate of exchange"]


@pytest.mark.parametrize(
    ("rhythm", "now", "day"),
    [
        (Rhythm.WEEKLY, "2026-11-26T12:00", date(2026, 11, 27)),
        (Rhythm.WEEKLY, "2026-11-27T05:59", date(2026, 11, 27)),  # 8:59 in Antananarivo
        (Rhythm.WEEKLY, "2026-11-27T06:00", date(2026, 12, 4)),
        (Rhythm.MONTHLY, "2026-11-27T06:00", date(2026, 12, 5)),
        (Rhythm.DEMAND, "2026-12-04T06:00", date(2026, 12, 5)),
        (Rhythm.AMOUNT, "2026-12-05T06:00", date(2026, 12, 11)),
    ],
)
def test_the_next_day_of_payment_on_her_calendar(rhythm: Rhythm, now: str, day: date) -> None:
    schedule = terms_file.read(OWN).schedule
    assert schedule is not None
    at = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert schedule.next_day(rhythm, at, "Indian/Antananarivo") == day


@given(st.integers(0, 10**12), st.integers(0, 4_999), st.integers(0, 10**6))
def test_a_fee_that_she_bears_fits_into_what_she_has(gross: int, hundredths: int, fixed: int) -> None:
    fee = Fee(Fraction(hundredths, 10_000), fixed * FRANC, hers=True)
    net = fee.net(gross)
    assert net % FRANC == 0
    assert net == 0 or net + fee.of(net) <= gross
    # one franc more does not fit
    assert net + FRANC + fee.of(net + FRANC) > gross
