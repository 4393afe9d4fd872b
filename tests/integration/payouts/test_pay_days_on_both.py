"""When she is paid, on both platforms: what she is told, what she chooses, and the run of the day of payment."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from backend.domain.payouts.states import Word
from tests.integration.payouts.test_payments_on_both import BOTH, names, scene, told
from tests.integration.scenes import agreement, value
from tests.integration.test_screens import working
from tests.product import COMMENTS, Product
from tests.screens import MOST

TERMS = """
date = 2026-03-01
[schedule]
weekly = "friday"
monthly = 10
hour = 8
[minimum.XOF]
other = 500
amount = 2000
[minimum.XAF]
other = 500
[minimum.MGA]
other = 5000
[minimum.CDF]
other = 2500
[minimum.GNF]
other = 10000
[fees.files.CI]
percent = 1
borne_by = "person"
"""


@pytest.fixture
async def scheduled(on_both: Product, tmp_path: Path) -> Product:
    """The product with days of payment."""
    (tmp_path / "payouts.toml").write_text(TERMS, "utf-8")
    await on_both.stop()
    on_both.environment |= {"HITEUSES_HOME": str(tmp_path)}
    await on_both.start()
    return on_both


def shown(message: Any) -> str:
    return str(message.text).replace("\xa0", " ")


@BOTH
async def test_she_chooses_when_and_is_paid_on_the_promised_day(scheduled: Product, channel: str) -> None:
    awa, _, rose = await scene(scheduled, channel)
    await names(scheduled, awa)
    said = shown(await scheduled.says(awa, "paiement"))
    assert "Tu es payée chaque vendredi, dès 500 F CFA acceptés" in said
    # with the practice task she has 2,644 F, of which 27 F of fee are hers
    assert "Prochain paiement : vendredi 13 mars, 2 617 F CFA" in said.replace("*", "")
    assert "pris sur ta paie : 27 F CFA" in said
    asked = shown(await scheduled.says(awa, "paiement quand"))
    assert "Chaque mois, le 10, dès 500 F CFA" in asked and "dès 2 000 F CFA" in asked
    assert "le 10 de chaque mois" in shown(await scheduled.taps(awa, "Chaque mois"))
    assert "au moins 2 000 F CFA" in shown(await scheduled.says(awa, "paiement montant 1 500")).replace("*", "")
    assert "où tu as 5 000 F CFA" in shown(await scheduled.says(awa, "paiement montant 5 000"))
    assert "Dès que 5 000 F CFA" in shown(await scheduled.says(awa, "paiement")).replace("*", "")
    assert "Comme demandé : mardi 10 mars" in shown(await scheduled.says(awa, "paie-moi maintenant")).replace("*", "")
    # on the next day of payment the schedule proposes, one approval is enough, and she is paid
    await scheduled.forward(days=3)
    await scheduled.ticks("propose_payouts_on_days")
    (paid,) = [each.text for each in await scheduled.heard(rose) if "jour de paie" in each.text]
    assert "est prêt : 1 paiement" in paid and "Ici : Côte d'Ivoire" in paid
    assert await value(scheduled.database, "select state from payout_run where state <> 'dropped'") == "proposed"
    assert "Approuver cet envoi" in (said := shown(await scheduled.taps(rose, "✅ Approuver")))
    assert "Frais : 27 F CFA" in said
    assert "approuvé" in (await scheduled.taps(rose, "Oui")).text
    await scheduled.taps(rose, "🚚 Lancer")
    await scheduled.taps(rose, "Oui")
    await told(scheduled, Word.PAID)
    await scheduled.settled()
    assert await value(scheduled.database, "select state || ' ' || units from payout") == "paid 26170000"
    await awa.says("gains")
    (earned,) = [shown(each) for each in await scheduled.heard(awa) if "Payé :" in each.text]
    assert "Payé : 2 644 F CFA, dont 27 F CFA de frais" in earned.replace("*", "")
    assert await agreement(scheduled.database) == []


@pytest.mark.parametrize("words", ["ok", "oui", "ok vas-y"])
async def test_yes_below_the_run_of_the_day_asks_for_the_approval_and_then_for_the_start(
    scheduled: Product, words: str
) -> None:
    """« Très bien ! 👍 » was the answer, or that nothing had been asked: she believed that she had approved it."""
    awa, _, rose = await scene(scheduled, "telegram")
    await names(scheduled, awa)
    friday = scheduled.now.replace(hour=8, minute=0, second=30) + timedelta(days=(4 - scheduled.now.weekday()) % 7)
    await scheduled.forward(seconds=(friday - scheduled.now).total_seconds())
    await scheduled.ticks("propose_payouts_on_days")
    assert any("Ton accord suffit" in each.text for each in await scheduled.heard(rose))
    assert "Approuver cet envoi ?" in (await scheduled.says(rose, words)).text
    assert await value(scheduled.database, "select state from payout_run") == "proposed"
    assert "Lance-le quand tu veux" in (await scheduled.says(rose, "oui")).text
    assert "Lancer cet envoi ?" in (await scheduled.says(rose, words)).text


async def test_a_run_that_waits_is_told_again_each_day_until_it_is_started(scheduled: Product) -> None:
    """A run that nobody approved was named again only on Monday, and its people were in no later one."""
    awa, _, rose = await scene(scheduled, "telegram")
    await names(scheduled, awa)
    friday = scheduled.now.replace(hour=8, minute=0, second=30) + timedelta(days=(4 - scheduled.now.weekday()) % 7)
    await scheduled.forward(seconds=(friday - scheduled.now).total_seconds())
    await scheduled.ticks("propose_payouts_on_days")
    await scheduled.heard(rose)

    async def reminded() -> list[str]:
        await scheduled.ticks("propose_payouts_on_days")
        return [each.text for each in await scheduled.heard(rose) if "attend toujours" in each.text]

    run = await value(scheduled.database, "select id from payout_run")
    await scheduled.forward(hours=20)
    assert await reminded() == []
    await scheduled.forward(hours=5)
    (said,) = await reminded()
    assert f"L'envoi {run} attend toujours" in said.replace("*", "") and "attend un accord" in said
    assert await reminded() == []
    await scheduled.taps(rose, f"✅ Approuver l'envoi {run}")
    await scheduled.taps(rose, "Oui")
    await scheduled.forward(days=1)
    (said,) = await reminded()
    assert "approuvé par Rose" in said
    await scheduled.taps(rose, f"🚚 Lancer l'envoi {run}")
    await scheduled.taps(rose, "Oui")
    await told(scheduled, Word.PAID)
    await scheduled.forward(days=1)
    assert await reminded() == []


async def test_a_day_of_payment_without_anybody_to_pay_says_whose_it_is(scheduled: Product) -> None:
    """« Il n'y a personne à payer » came an hour before the run of the countries further west, and named none."""
    *_, rose = await scene(scheduled, "telegram")
    friday = scheduled.now.replace(hour=8, minute=0, second=30) + timedelta(days=(4 - scheduled.now.weekday()) % 7)
    await scheduled.forward(seconds=(friday - scheduled.now).total_seconds())
    await scheduled.ticks("propose_payouts_on_days")
    (said,) = [each.text for each in await scheduled.heard(rose) if "personne à payer" in each.text]
    assert "C'est jour de paie" in said and "Ici : Côte d'Ivoire" in said and "1 sans numéro de paie" in said


async def test_until_its_run_is_proposed_the_payment_is_still_that_of_the_day(scheduled: Product) -> None:
    """At 8 o'clock on the day of payment she was promised the money for a week later, in the minute before its run."""
    awa, *_ = await scene(scheduled, "telegram")
    await names(scheduled, awa)
    await scheduled.says(awa, "paiement")
    friday = scheduled.now.replace(hour=8, minute=0, second=30) + timedelta(days=(4 - scheduled.now.weekday()) % 7)
    await scheduled.forward(seconds=(friday - scheduled.now).total_seconds())
    assert "à payer le 13 mars" in shown(await scheduled.says(awa, "gains"))
    await scheduled.ticks("propose_payouts_on_days")
    assert "Prochain paiement : vendredi 13" not in shown(await scheduled.says(awa, "paiement")).replace("*", "")


async def test_pay_me_is_a_button_only_where_it_brings_the_payment_forward(scheduled: Product) -> None:
    """« ⚡ Paie-moi » led to the very day that stood above it."""
    awa, *_ = await scene(scheduled, "telegram")
    await names(scheduled, awa)
    sooner = await scheduled.says(awa, "paiement")  # Friday the 13th, and others are paid on the 10th
    assert "vendredi 13 mars" in shown(sooner) and "⚡ Paie-moi" in sooner.labels
    await scheduled.says(awa, "paiement montant 2000")
    the_same = await scheduled.says(awa, "paiement")
    assert "mardi 10 mars" in shown(the_same) and "⚡ Paie-moi" not in the_same.labels
    await scheduled.says(awa, "paiement demande")
    assert "⚡ Paie-moi" in (await scheduled.says(awa, "paiement")).labels


@BOTH
async def test_no_day_is_promised_while_payments_are_stopped(scheduled: Product, channel: str) -> None:
    """`paiement` said that no pay goes, and `gains` that hers is paid on the 13th."""
    awa, _, rose = await scene(scheduled, channel)
    await names(scheduled, awa)
    assert "Accepté : 2 644 F CFA, à payer le 13 mars" in shown(await scheduled.says(awa, "gains"))
    await scheduled.says(rose, "arrête les paiements")
    await scheduled.says(rose, "oui")
    assert "aucune paie ne part" in shown(await scheduled.says(awa, "paiement"))
    for words in ("gains", "où est mon argent"):
        said = shown(await scheduled.says(awa, words))
        assert "Accepté : 2 644 F CFA. En ce moment, aucune paie ne part" in said and "13 mars" not in said
    await scheduled.says(rose, "reprends les paiements")
    await scheduled.says(rose, "oui")
    assert "à payer le 13 mars" in shown(await scheduled.says(awa, "gains"))


async def test_no_more_is_promised_for_the_day_than_a_wallet_takes(scheduled: Product, tmp_path: Path) -> None:
    """« Accepté : 2 644 F CFA, à payer le 13 mars », where 1,000 are paid then and « le reste suit »."""
    (tmp_path / "payouts.toml").write_text(f"{TERMS}\n[limits.CI]\nwallet = 1000\n", "utf-8")
    await scheduled.restart()
    awa, *_ = await scene(scheduled, "telegram")
    await names(scheduled, awa)
    said = shown(await scheduled.says(awa, "paiement"))
    assert "vendredi 13 mars, 1 000 F CFA" in said and "10 F CFA" in said and "le reste suit" in said
    # the fee of hers included
    assert "Accepté : 2 644 F CFA, dont 1 010 F CFA à payer le 13 mars" in shown(await scheduled.says(awa, "gains"))


async def test_everywhere_it_says_when_she_is_paid(scheduled: Product) -> None:
    await scheduled.admin()
    awa = scheduled.telegram.person("Awa")
    welcome = shown(await scheduled.says(awa, f"start {await scheduled.code('hiteuse')}"))
    assert "Tu es payée le vendredi dès 500 F CFA, par mobile money" in welcome
    assert "Paie chaque vendredi dès 500 F CFA" in shown(await scheduled.taps(awa, "Lire les conditions"))
    other = await scheduled.hiteuse("Bea")
    assert "ta paie, le vendredi dès 500 F CFA" in shown(await scheduled.says(other, "aide"))
    assert "Tu es payée chaque vendredi" in shown(await scheduled.says(other, "quand est-ce que je suis payée ?"))


async def test_a_fee_of_hers_is_said_without_days_of_payment_too(product: Product, tmp_path: Path) -> None:
    (tmp_path / "payouts.toml").write_text(
        TERMS.split("[schedule]")[0] + TERMS[TERMS.index("[minimum.XOF]") :], "utf-8"
    )
    await product.stop()
    product.environment |= {"HITEUSES_HOME": str(tmp_path)}
    await product.start()
    awa, _, _ = await scene(product, "telegram")
    await names(product, awa)
    said = shown(await product.says(awa, "paiement"))
    assert "pas encore fixés" in said and "2 617 F CFA peuvent partir" in said.replace("*", "")
    assert "pris sur ta paie : 27 F CFA" in said


async def test_without_days_of_payment_it_says_so(product: Product) -> None:
    bea = await product.hiteuse("Bea")
    assert "jours pas encore fixés" in (await product.says(bea, "aide")).text
    await names(product, bea)
    for words in ("paiement", "paiement quand", "paiement maintenant"):
        assert "pas encore fixés" in (await product.says(bea, words)).text
    assert await value(product.database, "select count(*) from pay_rhythm") == 0


@BOTH
async def test_who_has_not_joined_yet_hears_when_one_is_paid(scheduled: Product, channel: str) -> None:
    fakes: Any = scheduled.telegram if channel == "telegram" else scheduled.whatsapp
    afi = fakes.person("Afi")
    await scheduled.says(afi, f"start {await scheduled.code('hiteuse')}")
    assert "Tu es payée le vendredi dès 500 F CFA" in shown(await scheduled.says(afi, "c'est quand la paie"))


@BOTH
@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("1 foi par moi", "le 10 de chaque mois"),
        ("nn a la demande", "quand tu le demandes"),
        ("kan jaurai 5000", "où tu as 5 000 F CFA"),
    ],
)
async def test_when_she_wants_to_be_paid_is_no_answer_to_the_task_above(
    scheduled: Product, channel: str, said: str, told: str
) -> None:
    """« 1 foi par moi » below the rhythms was stored as what stands on a sign."""
    awa = await working(scheduled, channel, "text")
    await scheduled.says(awa, "paiement quand")
    assert told in shown(await scheduled.says(awa, said)).replace("*", "")
    assert "vendredi" in (await scheduled.says(awa, "non chak semaine")).text
    assert await value(scheduled.database, "select count(*) from answer where status = 1 and value is not null") == 1


@BOTH
async def test_a_sentence_about_when_she_is_paid_changes_it_or_is_asked_about(scheduled: Product, channel: str) -> None:
    awa = await working(scheduled, channel)
    assert "le 10 de chaque mois" in (await scheduled.says(awa, "jveu etre payer 1 fois par mois")).text
    assert "Quand veux-tu être payée" in (await scheduled.says(awa, "je ve etre payé tou lé jour")).text


@BOTH
async def test_a_sentence_about_when_she_is_paid_is_asked_about_where_any_words_count(
    scheduled: Product, channel: str
) -> None:
    awa = await working(scheduled, channel, "text")
    assert "Tu parles de quand tu es payée" in (await scheduled.says(awa, "je ve etre payé tou lé jour")).text
    assert "Quand veux-tu être payée" in (await scheduled.taps(awa, "📅 Quand")).text
    assert await value(scheduled.database, "select count(*) from answer where status = 1 and value is not null") == 1


@BOTH
async def test_when_she_is_paid_and_the_task_below_it_fit_one_screen(scheduled: Product, channel: str) -> None:
    comment = "Perdez 10 kilos en 3 jours avec ma tisane magique, paiement avant livraison et aucun remboursement."
    await scheduled.project(COMMENTS, f'id,comment\nc1,"{comment}"\nc2,"{comment}"\n')
    awa = await scheduled.joined(scheduled.somebody(channel))
    await scheduled.taps(awa, "Accepter")
    await scheduled.says(awa, "1")
    for said in ("jve etr payé mtn", "je suis payée quand", "g rien resu"):
        text = shown(await scheduled.says(awa, said))
        assert "Tu es payée chaque vendredi" in text and "Ce commentaire est-il acceptable" in text
        assert len(text) <= MOST, text
