"""What stays of a payment when a part is set aside: at least the smallest payment of her own rhythm."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from backend.db.payouts.candidates import Candidate
from backend.domain.money import UNITS_PER_WHOLE as FRANC
from backend.domain.payouts import terms_file
from backend.domain.payouts.amounts import Payment
from backend.domain.payouts.terms import Rhythm
from backend.records import replace
from backend.services.payouts import proposals

NOW = datetime(2026, 11, 27, 8, tzinfo=UTC)
MINIMUMS = {"other": 1_000 * FRANC, "monthly": 3_000 * FRANC, "amount": 5_000 * FRANC}
TERMS = replace(terms_file.shipped(), minimums={"XOF": MINIMUMS})


@pytest.mark.parametrize(
    ("rhythm", "reach", "earned", "paid"),
    [
        (Rhythm.WEEKLY, None, 4_000, 2_000),
        (Rhythm.WEEKLY, None, 1_500, 1_000),
        (Rhythm.MONTHLY, None, 4_000, 3_000),  # less is set aside, so that the rest can be sent
        (Rhythm.MONTHLY, None, 10_000, 5_000),
        (Rhythm.AMOUNT, 15_000, 15_000, 7_500),  # the sum that she waits for is what comes in
        (Rhythm.AMOUNT, 6_000, 6_000, 5_000),
        (Rhythm.AMOUNT, 5_000, 5_000, 5_000),
    ],
)
def test_what_is_paid_is_at_least_the_smallest_payment_of_her_rhythm(
    rhythm: Rhythm, reach: int | None, earned: int, paid: int
) -> None:
    found, aside = proposals.next_payment(_saver(rhythm, reach, earned), TERMS, NOW, {"CI": frozenset({rhythm})})
    assert isinstance(found, Payment)
    left = earned * FRANC - found.amount.units
    assert (aside.units if aside is not None else 0) in (left, left + found.carried, left - found.carried)
    assert paid * FRANC <= found.amount.units <= (paid + 1) * FRANC  # a franc is never split


def _saver(rhythm: Rhythm, reach: int | None, earned: int) -> Candidate:
    """Somebody in Abidjan who sets half of each payment aside."""
    return Candidate(
        person_id=1,
        country="CI",
        balances={"XOF": earned * FRANC},
        carried=0,
        open=False,
        destination_id=1,
        usable_at=NOW,
        kind="phone",
        operator="Orange",
        shared=False,
        locked=None,
        joined=None,
        plan={"share": 50, "aside": [None, None], "cost": [1_000_000 * FRANC, "XOF"], "there": []},
        rhythm=rhythm.value,
        reach_units=None if reach is None else reach * FRANC,
        reach_currency=None if reach is None else "XOF",
        asked=False,
        held=False,
    )
