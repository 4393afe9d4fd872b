"""What she says of her pay in a sentence, on both platforms: the number or the sum in it is taken."""

from __future__ import annotations

import pytest

from backend.domain.payouts.states import Word
from tests.fakes.people import Person
from tests.integration.payouts.test_payments_on_both import names, paid_run, scene, told
from tests.integration.scenes import rows, value
from tests.integration.test_screens import working
from tests.integration.work.test_forwarded_answers import forwards
from tests.product import Product

BOTH = pytest.mark.parametrize("channel", ["telegram", "whatsapp"])


@BOTH
@pytest.mark.parametrize(
    "said",
    [
        "mon numéro de paie c'est le 0701020304",
        "mets moi sur le 07 01 02 03 04 c'est mon wave",
        "mets 0701020304 alors",
        *("je ve changer mon numero 0701020304", "je ve etre payé sur 0701020304"),
        "mon numéro a changé c'est 0701020304 maintenant, wave",
        "mon numéro c'est 07 01 02 03 04",
        "je me suis trompée de numéro c'est 07 01 02 03 04",
        "07 01 02 03 04",
    ],
)
async def test_the_number_in_it_is_not_asked_for_again(on_both: Product, channel: str, said: str) -> None:
    awa = await working(on_both, channel)
    assert "J'ai lu : +225 07 01 02 03 04." in (await on_both.says(awa, said)).text
    assert "au nom d'Awa Koné" in (await on_both.says(awa, "Awa Koné")).text
    await on_both.taps(awa, "✅ C'est juste")
    assert "C'est noté : ta paie ira sur" in (await on_both.says(awa, "4071")).text


@BOTH
@pytest.mark.parametrize("said", ["ok et je donne mon numéro où", "où je mets mon numéro", "je veux donner mon numéro"])
async def test_who_would_give_her_number_is_asked_for_it(on_both: Product, channel: str, said: str) -> None:
    awa = await working(on_both, channel)
    assert "Sur quel numéro mobile money" in (await on_both.says(awa, said)).text


@BOTH
async def test_the_number_of_a_form_is_not_for_her_pay(on_both: Product, channel: str) -> None:
    awa = await working(on_both, channel, "text")
    assert "J'ai lu" not in (await on_both.says(awa, "07 01 02 03 04")).text


@BOTH
async def test_where_any_words_are_an_answer_it_stays_one_or_is_asked_about(on_both: Product, channel: str) -> None:
    awa = await working(on_both, channel, "text")
    said = await on_both.says(awa, "mets moi sur le 07 01 02 03 04 c'est mon wave")
    assert "J'ai lu" not in said.text
    assert await value(on_both.database, "select count(*) from destination") == 0


@BOTH
@pytest.mark.parametrize(
    ("said", "told"),
    [("mets 10% de côté à chaque paie", "10 %"), ("garde 50 francs de côté à chaque paie", "50 F CFA")],
)
async def test_what_she_sets_aside_is_not_asked_for_again(on_both: Product, channel: str, said: str, told: str) -> None:
    awa = await working(on_both, channel)
    assert f"Je garde {told} de chaque paie" in (await on_both.says(awa, said)).text


@BOTH
async def test_money_says_where_to_name_her_number(on_both: Product, channel: str) -> None:
    awa = await working(on_both, channel)
    assert "Pour dire où recevoir ta paie" in (await on_both.says(awa, "où est mon argent")).text


@BOTH
@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("NGO BASSA Solange, mon nom de jeune fille", "NGO BASSA Solange"),
        ("c a mon nom koné awa", "koné awa"),
        ("le compte est au nom de Koné Awa", "Koné Awa"),
    ],
)
async def test_the_name_is_taken_out_of_a_sentence(on_both: Product, channel: str, said: str, name: str) -> None:
    awa = await on_both.joined(on_both.somebody(channel))
    await on_both.says(awa, "paiement")
    await on_both.says(awa, "0701020304")
    assert f"au nom de {name}" in (await on_both.says(awa, said)).text


@BOTH
@pytest.mark.parametrize("said", ["pas besoin", "non merci"])
async def test_who_leaves_is_told_that_her_number_was_not_saved(on_both: Product, channel: str, said: str) -> None:
    awa = await on_both.joined(on_both.somebody(channel))
    for heard in ("paiement", "0701020304", "Awa Koné"):
        await on_both.says(awa, heard)
    assert "n'est pas enregistré" in (await on_both.says(awa, said)).text
    for heard in ("paiement", "0701020304", "Awa Koné", "oui"):
        await on_both.says(awa, heard)
    assert "n'est pas enregistré" in (await on_both.says(awa, said)).text
    assert await value(on_both.database, "select count(*) from destination") == 0


@BOTH
@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("je veux orange money", "C'est le numéro qu'il me faut"),
        ("wave ou orange c'est mieux ?", "Celui que tu veux"),
        ("pourquoi tu veux mon numéro", "C'est là que va ta paie"),
    ],
)
async def test_beside_her_number_she_is_answered(on_both: Product, channel: str, said: str, told: str) -> None:
    awa = await on_both.joined(on_both.somebody(channel))
    await on_both.says(awa, "paiement")
    said_ = (await on_both.says(awa, said)).text
    assert told in said_ and "Sur quel numéro mobile money" in said_


@BOTH
async def test_the_number_of_a_button_is_no_sum_that_she_has_paid(on_both: Product, channel: str) -> None:
    awa = await on_both.joined(on_both.somebody(channel))
    await on_both.says(awa, "j'ai payé")
    for said in ("1", "12"):
        assert "Écris une somme" in (await on_both.says(awa, said)).text
    assert "C'est noté : 100 F CFA payés" in (await on_both.says(awa, "100")).text
    assert await value(on_both.database, "select count(*) from outcome where kind = 'paid'") == 1


@BOTH
async def test_who_wants_another_number_is_asked_for_it(on_both: Product, channel: str) -> None:
    awa, *_ = await scene(on_both, channel)
    await names(on_both, awa)
    assert "Sur quel numéro mobile money" in (await on_both.says(awa, "je veux changer de numéro")).text
    assert "J'ai lu : +225 05 01 02 03 04." in (await on_both.says(awa, "0501020304")).text
    await on_both.says(awa, "pas maintenant")
    assert "+225 07 01 02 03 04, au nom d'Awa Koné" in (await on_both.says(awa, "paiement")).text
    assert "J'ai lu : +225 05 01 02 03 04." in (await on_both.says(awa, "05 01 02 03 04")).text
    assert await value(on_both.database, "select count(*) from destination") == 1


@BOTH
@pytest.mark.parametrize("said", ["finalement c'est arrivé", "c bon c arrivé"])
async def test_money_that_came_after_all_closes_what_she_claimed(on_both: Product, channel: str, said: str) -> None:
    awa, owner, rose = await scene(on_both, channel)
    await names(on_both, awa)
    await paid_run(on_both, owner, rose)
    await told(on_both, Word.PAID)
    await on_both.heard(awa)
    assert "réclamation n°" in (await on_both.says(awa, "non")).text
    await on_both.says(awa, "gains")
    assert "✅ Reçu" in (await on_both.says(awa, said)).labels


@BOTH
async def test_a_number_that_was_passed_on_is_not_taken_below_her_pay(on_both: Product, channel: str) -> None:
    awa, *_ = await scene(on_both, channel)
    await names(on_both, awa)
    await on_both.says(awa, "paiement")
    assert "message transféré" in (await forwards(on_both, awa, "0501020304")).text
    assert await value(on_both.database, "select count(*) from destination") == 1


@BOTH
@pytest.mark.parametrize("said", ["c pas le bon numero", "c'est pas mon numéro", "le numéro est faux"])
async def test_a_number_that_is_wrong_is_asked_for_anew(on_both: Product, channel: str, said: str) -> None:
    awa = await working(on_both, channel)
    await names(on_both, awa)
    await on_both.says(awa, "paiement")
    assert "Sur quel numéro mobile money" in (await on_both.says(awa, said)).text


@BOTH
async def test_what_the_secret_number_is_for_is_told(on_both: Product, channel: str) -> None:
    awa = await on_both.joined(on_both.somebody(channel))
    for heard in ("paiement", "0701020304", "Awa Koné", "oui"):
        await on_both.says(awa, heard)
    for heard in ("pourquoi un code", "je veux pas de code"):
        said = (await on_both.says(awa, heard)).text
        assert "Sans code secret" in said and "écris 4 à 6 chiffres" in said


@BOTH
async def test_the_code_of_her_wallet_is_for_nobody(on_both: Product, channel: str) -> None:
    """« Mon mot de passe orange est 4455 » opened the change of her own secret number, and was kept."""
    awa, *_ = await scene(on_both, channel)
    await on_both.says(awa, "paiement")
    for before in ("", "07 01 02 03 04"):  # at the number, and at the name
        if before:
            await on_both.says(awa, before)
        said = await on_both.says(awa, "mon code orange money c 2525")
        assert "Ne donne ce code à personne" in said.text and "code secret hiteuses actuel" not in said.text
    await on_both.says(awa, "Awa Koné")
    await on_both.says(awa, "oui")
    assert "Ne donne ce code" in (await on_both.says(awa, "mon mot de passe orange est 4455")).text
    assert await value(on_both.database, "select count(*) from person where pin_at is not null") == 0
    kept = str(await rows(on_both.database, "select payload from inbox"))
    assert "4455" not in kept and "2525" not in kept


NUMBER_AGAIN = "Sur quel numéro mobile money"


async def noted(product: Product, channel: str, kind: str) -> Person:
    """Who has an open task of this kind, and has just said where she is paid."""
    awa = await working(product, channel, kind)
    for said in ("paiement", "0701020304", "Awa Koné", "oui"):
        await product.says(awa, said)
    assert "C'est noté : ta paie ira sur" in (await product.says(awa, "4071")).text
    return awa


@BOTH
@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("nn jme sui trompé", NUMBER_AGAIN),
        ("c pas le bon numero", NUMBER_AGAIN),
        ("attend c le num de ma soeur", NUMBER_AGAIN),
        ("non c 07 01 02 03 05", "J'ai lu : +225 07 01 02 03 05."),
    ],
)
async def test_a_number_that_was_just_noted_is_corrected_and_no_task_is(
    on_both: Product, channel: str, said: str, told: str
) -> None:
    """« C pas le bon numero » stood as the answer to the task before, and « C'est corrigé » came."""
    awa = await noted(on_both, channel, "text")
    assert told in (await on_both.says(awa, said)).text
    assert await value(on_both.database, "select count(*) from answer where value is not null") == 1  # for practice


@BOTH
async def test_a_slip_in_the_number_is_heard_where_her_secret_number_is_asked(on_both: Product, channel: str) -> None:
    """« Non jme sui trompé » led to the answer of a task."""
    awa = await on_both.joined(on_both.somebody(channel))
    for said in ("paiement", "0701020304", "Awa Koné", "oui"):
        await on_both.says(awa, said)
    assert NUMBER_AGAIN in (await on_both.says(awa, "non jme sui trompé")).text
    for said in ("0701020304", "Awa Koné", "oui"):
        await on_both.says(awa, said)
    assert "J'ai lu : +225 07 01 02 03 05." in (await on_both.says(awa, "non c 07 01 02 03 05")).text
    assert "code secret" in (await on_both.says(awa, "Awa Koné") and await on_both.says(awa, "oui")).text


@BOTH
async def test_who_would_cancel_the_number_that_was_noted_is_told_that_it_stays(on_both: Product, channel: str) -> None:
    """« Annule sa » got « D'accord, je ne fais rien », and the number stayed."""
    awa = await on_both.joined(on_both.somebody(channel))
    for said in ("paiement", "0701020304", "Awa Koné", "oui", "4071"):
        await on_both.says(awa, said)
    told = await on_both.says(awa, "annule sa")
    assert "reste comme ça" in told.text
    assert NUMBER_AGAIN in (await on_both.taps(awa, "↩️ Y revenir", told)).text


@BOTH
@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("cest quoi le code secret je veux pas de code", "Sans code secret"),
        ("c'est le compte de mon mari", "de la personne à qui est le compte"),
        ("cest au nom de mon frère parce que g pas de carte", "de la personne à qui est le compte"),
        ("mon mari", "comme sur le compte"),
        ("pourquoi le nom", "comme sur le compte, en toutes lettres"),
        ("c koi le nom du compte", "comme sur le compte, en toutes lettres"),
    ],
)
async def test_what_is_asked_about_the_name_is_answered_and_is_no_question_of_her_pay(
    on_both: Product, channel: str, said: str, answer: str
) -> None:
    awa = await working(on_both, channel)
    await on_both.says(awa, "mon numéro de paie c'est le 0701020304")
    told = (await on_both.says(awa, said)).text
    assert answer in told and "À quel nom est-il ?" in told and "Aujourd'hui" not in told
    assert "au nom d'Awa Koné" in (await on_both.says(awa, "Awa Koné")).text


@pytest.mark.parametrize("said", ["paiement 07 01 02 03 04 Awa Koné", "paiement 0701020304 awa koné"])
async def test_the_number_and_the_name_may_follow_the_word(on_both: Product, said: str) -> None:
    """Both were lost: « Sur quel numéro mobile money veux-tu recevoir ta paie ? »"""
    awa = await on_both.joined(on_both.telegram.person("Awa"))
    await on_both.says(awa, "menu")
    shown = (await on_both.says(awa, said)).text
    assert "07 01 02 03 04" in shown and "au nom d'" in shown


@BOTH
@pytest.mark.parametrize("name", ["elle s'appelle Konan Adjoua", "au nom de Konan Adjoua"])
async def test_the_name_in_a_long_text_with_the_number_is_taken(on_both: Product, channel: str, name: str) -> None:
    """The name that was told with the number was asked for once more."""
    awa = await on_both.joined(on_both.somebody(channel))
    await on_both.says(awa, "paiement")
    shown = await on_both.says(awa, f"changer mon numero svp c 0707112233 {name}")
    assert "07 07 11 22 33" in shown.text and "au nom de Konan Adjoua" in shown.text


@BOTH
async def test_what_agrees_or_takes_back_is_no_other_name(on_both: Product, channel: str) -> None:
    """« Cest bon envoi tout » below « au nom d'Awa Koné » was the name: « au nom de bon envoi tout »."""
    awa = await on_both.joined(on_both.somebody(channel))
    for said in ("paiement", "0701020304", "Awa Koné"):
        await on_both.says(awa, said)
    for said in (
        "cest bon envoi tout",
        "enleve tout",
        "enfin c ma mère ki a donné",
        "ya une faute cest ecrit pharmasie",
    ):
        assert "au nom d'Awa Koné" in (await on_both.says(awa, said)).text, said
    assert "au nom d'Awa Traoré" in (await on_both.says(awa, "non c'est Awa Traoré")).text
