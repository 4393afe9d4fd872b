"""Payments over HTTP: everybody is paid once, whatever the provider answers, loses or does late."""

from __future__ import annotations

from collections.abc import AsyncIterator
from fractions import Fraction

import pytest

from backend.db.engine.uow import Database
from backend.domain.errors import BadInput
from backend.domain.payouts import terms_file
from backend.domain.payouts.files import Sender
from backend.domain.payouts.providers import ProviderName
from backend.domain.payouts.states import HoldReason, ReturnLine, Word
from backend.domain.payouts.terms import Fee
from backend.domain.people.commands import OPERATOR
from backend.records import replace
from backend.services.payouts import runs, stopping
from bot.jobs.payouts import paying
from tests.fakes.faults import When
from tests.fakes.payments import Fate
from tests.integration.payments import FRANC, KEYS, funded
from tests.integration.payouts.providing import READY, Providing, payable, providing
from tests.integration.scenes import agreement, commit, hiteuse, hiteuses, look, rows, value

CI, CM = "+2250701020304", "+237671234567"


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paying, "CALLS_PER_SECOND", 10_000)


@pytest.fixture
async def scene(database: Database) -> AsyncIterator[Providing]:
    async with providing(database) as found:
        yield found
    assert await agreement(database) == []


async def one(scene: Providing, country: str = "CI", number: str = CI) -> int:
    """A payment of 2,000 F, handed over."""
    person = await hiteuse(scene.database, country=country)
    await payable(scene.database, await funded(scene.database, "XOF"), person, number)
    await scene.run()
    return person.id


async def wakes(scene: Providing) -> list[tuple[bool, str]]:
    """What people were told of payments: whether they are paid, and the reason."""
    found = await rows(scene.database, "select payload from inbox where payload ->> 'wake' = 'payout' order by id")
    return [(row["payload"]["paid"], row["payload"]["reason"]) for row in found]


async def test_a_payment_by_each_provider_arrives(scene: Providing) -> None:
    funds = await funded(scene.database, "XOF")
    await payable(scene.database, funds, await hiteuse(scene.database), CI)
    await payable(scene.database, funds, await hiteuse(scene.database, country="CM"), CM, 3_000)
    await payable(scene.database, funds, await hiteuse(scene.database, country="TG"), "+22890112233")
    run_id = await scene.run()
    assert await commit(scene.database, runs.carriers, OPERATOR, run_id) == {
        ProviderName.WAVE: 1,
        ProviderName.PAWAPAY: 1,
        ProviderName.FILES: 1,
    }
    await scene.tend()
    assert await scene.states() == ["sent", "sent", "sent"]
    await scene.tend(seconds=6)
    assert await scene.states() == ["paid", "paid", "sent"]
    assert dict(scene.wave.books.sums) == {CI: 2_000}
    assert dict(scene.pawapay.books.sums) == {CM[1:]: 3_000}
    assert await wakes(scene) == [(True, ""), (True, "")]
    (key,) = scene.wave.books.payouts
    assert key == str(await value(scene.database, "select key from payout where provider = 'wave'"))
    # the file holds nobody who is paid otherwise
    written = await commit(scene.database, runs.export, OPERATOR, run_id, "csv", Sender("us"), KEYS)
    assert written.decode().count("\n") == 2
    assert b"+22890112233" in written


async def test_nobody_bears_the_fee_of_a_provider_that_does_not_pay_her(scene: Providing) -> None:
    """The fee of Wave was taken off her pay, which then went by a file that costs nothing."""
    await payable(scene.database, await funded(scene.database, "XOF"), await hiteuse(scene.database), CI)
    shipped, now = replace(terms_file.shipped(), ready=READY), scene.clock.now()
    hers: dict[tuple[str, str], Fee] = {(ProviderName.WAVE, "CI"): Fee(Fraction(2, 100), hers=True)}
    proposal = await runs.propose(scene.database, OPERATOR, "a", now, minimum=FRANC, terms=replace(shipped, fees=hers))
    await commit(scene.database, runs.approve, OPERATOR, "b", proposal.run_id, now)
    assert await commit(scene.database, runs.run, OPERATOR, proposal.run_id, now, terms=shipped) == (0, 1)
    assert await look(scene.database, runs.left_out, OPERATOR, proposal.run_id) == {HoldReason.OTHER_FEE: 1}
    await scene.run()
    await scene.tend(2, seconds=6)
    assert dict(scene.wave.books.sums) == {CI: 2_000}


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("trouble", ["lost", "500", "408", "429", "slow"])
@pytest.mark.parametrize(("country", "number"), [("CI", CI), ("CM", CM)])
async def test_an_answer_that_is_lost_pays_nobody_twice(
    scene: Providing, country: str, number: str, trouble: str, when: When
) -> None:
    fake = scene.wave if country == "CI" else scene.pawapay
    if trouble == "lost":
        fake.loses("start", when=when)
    elif trouble == "slow":
        fake.slow("start", 3.0)
    else:
        fake.fails("start", int(trouble), when=when)
    await one(scene, country, number)
    await scene.tend()
    assert await scene.states() == ["sent"]
    await scene.tend(3, seconds=40)
    assert await scene.states() == ["paid"]
    assert list(fake.books.paid_to.values()) == [1]
    # it was looked up before it was sent again
    made = [call.method for call in fake.calls.kept if call.method in ("start", "ask")]
    assert made[:2] == ["start", "ask"]


async def test_who_cannot_be_reached_is_called_again_without_a_question(scene: Providing) -> None:
    await scene.wave.away()
    await one(scene)
    await scene.tend()
    assert await value(scene.database, "select called_at from payout") is None
    await scene.wave.back()
    await scene.tend(2, seconds=11)
    assert await scene.states() == ["paid"]
    assert [call.method for call in scene.wave.calls.kept] == ["balance", "start", "ask"]


@pytest.mark.parametrize(
    ("country", "number", "fate"),
    [
        ("CI", CI, Fate("failed", "recipient-limit-exceeded", asks=0)),
        ("CI", CI, Fate("failed", "recipient-limit-exceeded")),
        ("CM", CM, Fate("REJECTED", "INVALID_PHONE_NUMBER", asks=0)),
        ("CM", CM, Fate("FAILED", "RECIPIENT_NOT_FOUND")),
    ],
)
async def test_a_definite_refusal_gives_the_money_back_with_the_reason(
    scene: Providing, country: str, number: str, fate: Fate
) -> None:
    fake = scene.wave if country == "CI" else scene.pawapay
    fake.fate = fate
    await one(scene, country, number)
    await scene.tend(2, seconds=6)
    assert await scene.states() == ["failed"]
    assert await wakes(scene) == [(False, fate.error)]
    assert sum(fake.books.paid_to.values()) == 0
    # the next run pays it under another key
    fake.fate = Fate("succeeded" if country == "CI" else "COMPLETED")
    await scene.run()
    await scene.tend(2, seconds=6)
    assert await scene.states() == ["failed", "paid"]


async def test_a_refusal_after_a_lost_answer_is_looked_up_first(scene: Providing) -> None:
    """The first call was not carried out, the second is refused: only then the money is hers again."""
    scene.wave.loses("start", when="before")
    scene.wave.fate = Fate("failed", "recipient-account-blocked", asks=0)
    await one(scene)
    await scene.tend(2, seconds=11)
    assert await scene.states() == ["failed"]
    assert [call.method for call in scene.wave.calls.kept] == ["balance", "start", "ask", "start", "ask"]


async def test_what_nobody_knows_after_a_day_is_for_a_person(scene: Providing) -> None:
    scene.wave.loses("start", when="before")
    await one(scene)
    await scene.tend()
    await scene.tend(hours=25)
    assert await scene.states() == ["sent"]
    assert scene.wave.books.payouts == {}
    stop = await commit(scene.database, stopping.standing)
    assert stop is not None
    assert stop.reason == "unknown"
    (line,) = await scene.notices()
    assert "does not know payment" in line
    calls = len(scene.wave.calls.kept)
    await scene.tend(2, hours=1)
    assert len(scene.wave.calls.kept) == calls  # nobody asks any more
    # now a file may say what became of it
    payout = await value(scene.database, "select id from payout")
    failed = ReturnLine(1, payout, Word.FAILED, "never arrived")
    done = await commit(scene.database, runs.reconcile, OPERATOR, [failed], scene.clock.now())
    assert [each.paid for each in done.settled] == [False]


async def test_a_file_says_nothing_about_what_a_provider_carries_out(scene: Providing) -> None:
    await one(scene)
    payout = await value(scene.database, "select id from payout")
    failed = ReturnLine(7, payout, Word.FAILED, "other bank")
    done = await commit(scene.database, runs.reconcile, OPERATOR, [failed], scene.clock.now())
    assert [(line, str(reason)) for line, reason in done.wrong] == [
        (7, f"payment {payout} goes by Wave, which tells its result itself")
    ]
    assert await scene.states() == ["sent"]


async def test_an_answer_about_another_amount_moves_nothing(scene: Providing) -> None:
    await one(scene)
    await scene.tend()
    (payout,) = scene.wave.books.payouts.values()
    payout.amount = 9_000
    await scene.tend(2, seconds=11)
    assert await scene.states() == ["sent"]
    (line,) = await scene.notices()
    assert (
        line == f"payment {await value(scene.database, 'select id from payout')} is of 2000 XOF, and Wave says 9000 XOF"
    )
    stop = await commit(scene.database, stopping.standing)
    assert stop is not None
    assert stop.reason == "contradiction"
    payout.amount = 2_000
    await scene.tend(minutes=1)
    assert await scene.states() == ["paid"]


async def test_an_account_that_is_refused_stops_payouts_until_a_person_goes_on(scene: Providing) -> None:
    scene.wave.revoked = True
    await one(scene)
    await scene.tend(2, seconds=11)
    assert await scene.states() == ["sent"]
    assert await value(scene.database, "select called_at from payout") is None
    stop = await commit(scene.database, stopping.standing)
    assert stop is not None
    assert stop.reason == "account"
    scene.wave.revoked = False
    await scene.tend(minutes=1)
    assert scene.wave.books.payouts == {}
    await commit(scene.database, stopping.go_on, OPERATOR, scene.clock.now())
    await scene.tend(2, minutes=1)
    assert await scene.states() == ["paid"]


@pytest.mark.parametrize(("country", "number"), [("CI", CI), ("CM", CM)])
async def test_nothing_is_sent_that_the_account_cannot_pay(scene: Providing, country: str, number: str) -> None:
    scene.wave.books.balance["XOF"] = 1_999
    scene.pawapay.wallets["CMR"] = 1_999
    await one(scene, country, number)
    await scene.tend(2, seconds=11)
    assert await scene.states() == ["sent"]
    assert not scene.wave.books.payouts
    assert not scene.pawapay.books.payouts
    stop = await commit(scene.database, stopping.standing)
    assert stop is not None
    assert stop.reason == "balance"
    # nor is another run handed over
    later = await hiteuse(scene.database)
    funds = await value(scene.database, "select id from project where name = 'p-XOF'")
    await payable(scene.database, funds, later, "+2250501020304")
    with pytest.raises(BadInput, match="payouts are stopped"):
        await scene.run()


async def test_too_many_failures_stop_payouts(scene: Providing) -> None:
    funds = await funded(scene.database, "XOF")
    for n, person in enumerate(await hiteuses(scene.database, 60)):
        await payable(scene.database, funds, person, f"+22507010203{n:02}")
        if n < 2:
            scene.wave.fates[f"+22507010203{n:02}"] = Fate("failed", "recipient-minor", asks=0)
    await scene.run()
    await scene.tend(3, seconds=11)
    assert (await scene.states()).count("failed") == 2
    stop = await commit(scene.database, stopping.standing)
    assert stop is not None
    assert stop.reason == "failures"
    await commit(scene.database, stopping.go_on, OPERATOR, scene.clock.now())
    assert await commit(scene.database, stopping.standing) is None
    await scene.tend(2, minutes=1)
    assert await commit(scene.database, stopping.standing) is None  # those before count no more


async def test_an_empty_account_that_shows_late_stops_payouts(scene: Providing) -> None:
    scene.wave.fate = Fate("failed", "insufficient-funds", asks=0)
    await one(scene)
    await scene.tend()
    assert await scene.states() == ["failed"]
    stop = await commit(scene.database, stopping.standing)
    assert stop is not None
    assert stop.reason == "balance"
