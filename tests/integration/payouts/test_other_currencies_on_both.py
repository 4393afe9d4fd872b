"""Pay in a currency that is not pegged to the euro, as it is said: earned in F CFA, paid in that currency."""

from __future__ import annotations

from pathlib import Path

import pytest

from backend.domain.money import Money
from backend.domain.payouts import terms_file
from backend.domain.payouts.states import Word
from backend.domain.people.commands import OPERATOR
from backend.services.payouts import runs
from tests.integration.payments import FRANC, earns, funded, names
from tests.integration.payouts.test_payments_on_both import BOTH, DEAR, told
from tests.integration.scenes import commit, execute, hiteuse, value
from tests.product import Product

TERMS = """
date = 2026-03-01
[schedule]
weekly = "friday"
monthly = 28
hour = 8
[rates]
days = 60
[rates.MGA]
per_euro = 5000
date = 2026-03-01
[fees.files.MG]
percent = 2
borne_by = "person"
"""


@pytest.fixture
async def product(on_both: Product, tmp_path: Path) -> Product:
    (tmp_path / "payouts.toml").write_text(TERMS, "utf-8")
    await on_both.stop()
    on_both.environment |= {"HITEUSES_HOME": str(tmp_path)}
    await on_both.start()
    return on_both


@BOTH
async def test_ariary_that_were_paid_and_their_fee_are_not_said_to_be_francs(product: Product, channel: str) -> None:
    """She was told « 20 000 F CFA payés sur ton compte » of 20,000 Ar, seven times as much, and 400 F CFA of fee."""
    await product.project(DEAR)
    hanta = product.somebody(channel, "Hanta")
    await product.joined(hanta, "MG")
    await product.taps(hanta, 0)
    await product.taps(hanta, "Acceptable")
    await product.forward(hours=73)
    for words in ("paiement", "034 12 345 67", "Hanta Rabe", "oui", "4071"):
        await product.says(hanta, words)
    await product.forward(days=6)
    await product.ticks("propose_payouts_on_days")
    run_id = await value(product.database, "select max(run_id) from payout")
    said = (await product.says(hanta, "gains")).text
    assert "En préparation : 2 644 F CFA, dont 396 Ar de frais" in said
    await commit(product.database, runs.approve, OPERATOR, "b", run_id, product.now)
    await commit(product.database, runs.run, OPERATOR, run_id, product.now, terms=terms_file.read(TERMS))
    await told(product, Word.PAID)
    await product.heard(hanta)
    assert await value(product.database, "select units / 10000 || ' ' || currency from payout") == "19764 MGA"
    said = (await product.says(hanta, "gains")).text
    assert "Payé : 2 644 F CFA, dont 396 Ar de frais" in said
    said = (await product.says(hanta, "j'ai gagné combien en mars")).text
    assert "2 tâches, 2 644 F CFA gagnés" in said and "19 764 Ar payés sur ton compte" in said


@BOTH
@pytest.mark.parametrize(
    ("opens", "said", "again"),
    [
        ("mettre de côté", "5000 Ar", "Écris une part, comme 20 %"),
        ("mettre de côté", "5 000", "Écris une part, comme 20 %"),
        ("j'ai payé", "20 000 ariary", "Écris une somme"),
        ("versements", "50 000 le 15 septembre", "50 000 F CFA le 15 septembre"),
    ],
)
async def test_a_sum_whose_rate_is_not_known_is_not_only_asked_for_again(
    product: Product, channel: str, opens: str, said: str, again: str
) -> None:
    """« 5000 Ar » met five times with « écris une somme », and she could not see why it was none."""
    hanta = await product.joined(product.somebody(channel, "Hanta"), "MG")
    await product.says(hanta, opens)
    told = (await product.says(hanta, said)).text
    assert "je compte en F CFA" in told and again in told
    told = (await product.says(hanta, "merci")).text
    assert "je compte en F CFA" not in told


@BOTH
async def test_a_project_whose_cost_cannot_be_counted_says_how_it_can(product: Product, channel: str) -> None:
    hanta = await product.joined(product.somebody(channel, "Hanta"), "MG")
    await product.says(hanta, "projet")
    await product.taps(hanta, "✏️ Changer")
    await product.taps(hanta, 0)
    told = (await product.says(hanta, "une machine à coudre, 500 000 Ar")).text
    assert "je compte en F CFA" in told and "« mon projet coûte 65 000 F CFA »" in told
    await product.says(hanta, "mon projet coûte 65 000 F CFA")
    assert "65 000 F CFA" in (await product.says(hanta, "projet")).text
    await product.taps(hanta, "✏️ Changer")
    await product.taps(hanta, 0)
    told = (await product.says(hanta, "une machine à coudre")).text
    assert "je compte en F CFA" not in told


@BOTH
@pytest.mark.parametrize("said", ["ça fait combien en ariary", "2644 c'est combien en Ar", "pourquoi c'est en F CFA"])
async def test_what_pay_is_in_her_own_currency_is_told(product: Product, channel: str, said: str) -> None:
    """She was shown F CFA once more, told to choose an answer, or not understood."""
    hanta = await product.joined(product.somebody(channel, "Hanta"), "MG")
    told = (await product.says(hanta, said)).text
    assert "Ta paie part en ariary" in told and "1 000 F CFA font 7 622 Ar" in told
    awa = await product.joined(product.somebody(channel, "Awa"))
    assert "ta paie part en F CFA" in (await product.says(awa, said)).text


@BOTH
async def test_from_which_sum_on_she_is_paid_is_told(product: Product, channel: str) -> None:
    """« C'est gratuit : on ne te demande jamais d'argent » was the answer."""
    await product.project(DEAR)
    hanta = await product.joined(product.somebody(channel, "Hanta"), "MG")
    await product.taps(hanta, 0)
    assert "dès 7 500 Ar acceptés" in (await product.says(hanta, "combien minimum pour être payée")).text


async def test_the_largest_payments_of_a_run_are_those_that_are_worth_most(product: Product) -> None:
    """20,000 Ar stood above 5,000 F CFA, which are worth twice as much; two sums in F CFA looked the same."""
    owner = await product.admin()
    await execute(product.database, "update person set duty = 'owner' where role = 'admin'")
    funds = await funded(product.database, "XOF")
    numbers = {"MG": "0341234567", "CI": "0701020304", "CM": "671234567"}
    for country, number in numbers.items():
        person = await hiteuse(product.database, country=country)
        amount = {"CI": 5_000, "MG": 3_000, "CM": 2_644}[country]
        await earns(product.database, funds, person, Money(amount * FRANC, "XOF"))
        await names(product.database, person, number, product.now)
    terms = terms_file.read(TERMS)
    found = await runs.propose(product.database, OPERATOR, "a", product.now, minimum=FRANC, terms=terms)
    largest = (await product.says(owner, f"paiements envoi {found.run_id}")).text
    assert largest.index("5 000 F CFA") < largest.index(" Ar ") < largest.index("2 644 F CFA")
    shown = (await product.says(owner, "paiements")).text
    assert "2 à envoyer : 7 644 F CFA" in shown and shown.count("à envoyer") == 2
