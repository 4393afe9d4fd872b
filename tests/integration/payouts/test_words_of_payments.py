"""What staff say of payments without the word `paiements`: it leads there, and is no question for figures."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.handlers.engine.words import Context
from bot.handlers.payouts import run_words
from tests.integration.announcements.announcing import huber, owner
from tests.integration.scenes import value
from tests.product import Product


@pytest.mark.parametrize(
    "said",
    [
        *("arrête tous les paiements", "stoppe les virements", "BLOQUE les paiements !", "arrete tout les paiements"),
        *("stop la paie", "stoppe la paie de vendredi", "il faut arrêter les paiements tout de suite"),
    ],
)
async def test_all_payments_are_stopped_in_words(product: Product, said: str) -> None:
    """« Je n'ai pas compris « arrête » », with buttons for figures, while money was leaving."""
    paul = await owner(product)
    asked = await product.says(paul, said)
    assert "Arrêter tous les paiements ?" in asked.text
    assert "Les paiements sont arrêtés" in (await product.says(paul, "oui")).text
    assert "Reprendre les paiements ?" in (await product.says(paul, "reprends les paiements")).text
    assert "reprennent" in (await product.says(paul, "oui")).text
    assert (
        await value(
            product.database, "select count(*) from audit where action in ('stop payouts by hand', 'resume payouts')"
        )
        == 2
    )


@pytest.mark.parametrize("said", ["proposer", "Prépare", "préparer"])
async def test_a_run_is_proposed_by_the_word_alone(product: Product, said: str) -> None:
    """« Je n'ai pas compris « proposer » », where « approuver » and « lancer » alone are read."""
    paul = await owner(product)
    assert "Préparer un envoi" in (await product.says(paul, said)).text


async def test_what_is_to_be_done_with_pay_is_no_question_for_figures(product: Product) -> None:
    await product.hiteuse()
    paul = await owner(product)
    for said in ("envoie la paie", "retiens la paie"):
        shown = await product.says(paul, said)
        assert "💵 Paiements" in shown.labels and "c'est dans « paiements »" in shown.text, said
    assert "💵 Paiements" in (await product.says(paul, "combien a-t-on payé en octobre")).labels
    mariam = await huber(product)
    assert "💵 Paiements" not in (await product.says(mariam, "bloque la paie")).labels


async def test_the_screen_of_payments_says_how_all_are_stopped_and_resumed(product: Product) -> None:
    paul = await owner(product)
    assert "« arrête les paiements »" in (await product.says(paul, "paiements")).text
    await product.says(paul, "arrête les paiements")
    await product.says(paul, "oui")
    shown = await product.says(paul, "paiements")
    assert "« reprends les paiements »" in shown.text and "« arrête" not in shown.text


async def test_a_run_is_proposed_in_words(product: Product) -> None:
    paul = await owner(product)
    for said in ("propose un paiement", "prépare la paie", "paiements proposer un envoi"):
        assert "Préparer un envoi avec tout ce qui peut être payé ?" in (await product.says(paul, said)).text, said
        await product.says(paul, "non")


async def test_pay_is_held_and_released_by_the_first_name(product: Product) -> None:
    """« retenir awa » was a question about figures; the number of a person had to be looked up first."""
    await product.hiteuse("Awa")
    paul = await owner(product)
    for said in (
        "retenir awa",
        "Arrête la paie d'Awa",
        "paiements retenir awa",
        "bloque la paie de awa",
        "ne paie pas Awa",
        "paie pas Awa",
        "ne paye pas encore Awa",
    ):
        shown = (await product.says(paul, said)).text
        assert "Retenir la paie d'Awa (n°" in shown and "Pourquoi ?" in shown, said
    asked = await product.says(paul, "retiens Awa : numéro à vérifier")
    assert "Retenir la paie d'Awa" in asked.text and "« numéro à vérifier »" in asked.text
    await product.says(paul, "ok merci")  # no clear yes
    assert await value(product.database, "select count(*) from audit where action = 'hold pay'") == 0
    assert "même avec une date" in (await product.says(paul, "oui")).text
    later = (await product.says(paul, "libère awa vendredi")).text  # the day was left out, and the yes released it
    assert "« vendredi » n'est pas pris en compte" in later and "Libérer la paie d'Awa" in later
    assert "C'est libéré" in (await product.says(paul, "oui")).text
    assert "La paie de qui ?" in (await product.says(paul, "ne la paie pas")).text
    assert "Je ne connais personne du nom de « zoe »" in (await product.says(paul, "retenir Zoé")).text


async def test_whose_pay_is_held_is_asked_where_two_have_the_name(product: Product) -> None:
    for _ in range(2):
        await product.hiteuse("Awa")
    paul = await owner(product)
    which = await product.says(paul, "retenir awa")
    assert "Laquelle ?" in which.text and len(which.labels) == 3
    assert "Pourquoi ?" in (await product.taps(paul, which.labels[0])).text


@pytest.mark.parametrize("said", ["{n}", "la {n}", "n° {n}", "Awa {n}", "la deuxième"])
async def test_whose_pay_is_held_is_said_by_her_number(product: Product, said: str) -> None:
    """« 13 », « oui » became the reason why the pay of the first one is held."""
    for _ in range(2):
        await product.hiteuse("Awa")
    number = await value(product.database, "select max(id) from person where first_name = 'Awa'")
    paul = await owner(product)
    await product.says(paul, "retenir awa")
    assert "Tu confirmes" not in (await product.says(paul, "oui")).text
    await product.says(paul, "retenir awa")
    asked = (await product.says(paul, said.format(n=number))).text
    assert f"Retenir la paie d'Awa (n° {number})" in asked and "Pourquoi ?" in asked, asked


async def test_a_number_behind_the_name_says_whose_pay_is_held(product: Product) -> None:
    for _ in range(2):
        await product.hiteuse("Awa")
    number = await value(product.database, "select max(id) from person where first_name = 'Awa'")
    paul = await owner(product)
    assert f"Awa (n° {number})" in (await product.says(paul, f"paiements retenir Awa n° {number}")).text
    assert f"d'Awa (n° {number}) n'est pas retenue" in (await product.says(paul, f"libère awa {number}")).text
    assert "personne du nom de « awa 999999 »" in (await product.says(paul, "retenir awa 999999")).text


async def test_what_is_no_reason_holds_nobodys_pay(product: Product) -> None:
    """« Non attends », « plutôt Binta » were the reason to hold Awa's, and only a yes was missing."""
    for name in ("Awa", "Binta"):
        await product.hiteuse(name)
    paul = await owner(product)
    for said in ("oui", "ok"):
        await product.says(paul, "retenir awa")
        assert "Pourquoi ?" in (await product.says(paul, said)).text, said
    for said in ("non", "non attends", "annule"):
        await product.says(paul, "retenir awa")
        assert "je ne fais rien" in (await product.says(paul, said)).text, said
    for said in ("plutôt Binta", "non Binta"):
        await product.says(paul, "retenir awa")
        told = (await product.says(paul, said)).text
        assert "la paie de Binta" in told and "Pourquoi ?" in told, said
    for said in ("et libère Binta", "et Binta", "non attends Binta", "plutôt Binta", "mais pas maintenant"):
        told = (await product.says(paul, f"retiens Awa {said}")).text
        assert f"« {said} » n'est pas pris en compte" in told and "Pourquoi ?" in told, said
    await product.says(paul, "retenir awa")
    assert "« numéro faux »" in (await product.says(paul, "numéro faux")).text


async def test_several_runs_are_approved_one_by_one(product: Product) -> None:
    paul = await owner(product)
    shown = (await product.says(paul, "approuver 3 et 4")).text
    assert "Un envoi à la fois" in shown and "écris « approuver 4 »" in shown and "pas d'envoi n° 3" in shown
    assert "Aucun envoi n'attend d'accord" in (await product.says(paul, "approuve tout")).text


async def test_a_run_is_dropped_by_its_number_alone(product: Product) -> None:
    """« Approuver 3 » was read, « abandonner 3 » counted as figures."""
    paul = await owner(product)
    assert "pas d'envoi n° 3" in (await product.says(paul, "abandonner 3")).text


async def test_who_may_not_pay_stops_nothing(product: Product) -> None:
    mariam = await huber(product)
    for said in ("arrete tout les paiements", "retenir awa", "propose un paiement"):
        shown = await product.says(mariam, said)
        assert "Tu confirmes" not in shown.text and "Pourquoi ?" not in shown.text, said


async def test_ready_answers_and_reported_messages_are_not_counted(product: Product) -> None:
    """« réponses toutes faites » was answered with the number of tasks."""
    mariam = await huber(product)
    for said in ("réponses toutes faites", "messages signalés"):
        assert "tâche" not in (await product.says(mariam, said)).text, said


async def test_a_deed_without_a_run_says_that_none_waits(product: Product) -> None:
    """« Je ne lis pas « approuver » après « paiements » », which it reads every day."""
    paul = await owner(product)
    for said in ("paiements approuver", "paiements approuve", "paiements valide"):
        assert "Aucun envoi n'attend d'accord" in (await product.says(paul, said)).text, said
    assert "d'être lancé" in (await product.says(paul, "paiements lance")).text
    assert "ne peut être abandonné" in (await product.says(paul, "virements abandonne")).text


async def test_deeds_are_read_as_orders(product: Product) -> None:
    paul = await owner(product)
    assert "pas d'envoi n° 7" in (await product.says(paul, "paiements approuve 7")).text
    await product.hiteuse("Awa")
    number = await value(product.database, "select id from person where first_name = 'Awa'")
    for said in ("retiens", "garde", "bloque"):
        assert "Pourquoi ?" in (await product.says(paul, f"paiements {said} personne {number}")).text, said
    assert "personne sous le n° 999999" in (await product.says(paul, "paiements retiens personne 999999")).text
    assert "Je ne lis pas" not in (await product.says(paul, "paiements libère 3")).text
    assert "Préparer un envoi" in (await product.says(paul, "paiements prépare")).text


def test_what_stands_on_a_receipt_is_no_order() -> None:
    context = Context("task", datetime(2026, 3, 9, tzinfo=UTC), "Africa/Abidjan")
    for said in ("validé", "bloqué", "lancé hier", "bancaire"):
        assert run_words.is_sentence(said, context), said
    for said in ("approuver", "approuve 3", "retiens personne 3"):
        assert not run_words.is_sentence(said, context), said


@pytest.mark.parametrize(
    "said", ["non pas encore", "pas encore", "non attends", "non laisse", "finalement non", "surtout pas"]
)
async def test_a_no_that_says_more_does_nothing_and_ends_the_question(product: Product, said: str) -> None:
    """« Non pas encore » was no answer: the question stayed open for the next « oui »."""
    paul = await owner(product)
    assert "Tu confirmes ?" in (await product.says(paul, "arrête tous les paiements")).text
    assert "rien ne change" in (await product.says(paul, said)).text
    assert "sont arrêtés" not in (await product.says(paul, "oui")).text


@pytest.mark.parametrize("said", ["non non reprends-les plutôt", "non, seulement ceux d'Awa"])
async def test_a_no_with_more_behind_it_is_a_no(product: Product, said: str) -> None:
    """It was not understood, the question stood there again, and the « oui » after it did what was denied."""
    paul = await owner(product)
    await product.says(paul, "arrête les paiements")
    assert "rien ne change" in (await product.says(paul, said)).text
    await product.says(paul, "oui")
    assert await value(product.database, "select count(*) from audit where action = 'stop payouts by hand'") == 0


@pytest.mark.parametrize("said", ["seulement ceux d'Awa", "plutôt lundi", "sauf Rokia"])
async def test_a_yes_after_words_that_were_not_understood_is_asked_about(product: Product, said: str) -> None:
    paul = await owner(product)
    await product.says(paul, "arrête les paiements")
    assert "Choisis une des réponses" in (await product.says(paul, said)).text
    assert f"« {said} » n'est pas pris en compte" in (await product.says(paul, "oui")).text
    assert await value(product.database, "select count(*) from audit where action = 'stop payouts by hand'") == 0
    assert "Les paiements sont arrêtés" in (await product.says(paul, "oui")).text
