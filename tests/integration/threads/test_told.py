"""What somebody is to be told, in a sentence: « dis à Solange que ça arrive vendredi »."""

from __future__ import annotations

import pytest

from tests.integration.scenes import execute, value
from tests.integration.telegram.linking import linked
from tests.integration.threads.listening import huber
from tests.integration.threads.test_named import two_who_wrote
from tests.product import Product


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("dis à Solange que ça arrive vendredi", "ça arrive vendredi"),
        ("dis a solange ok merci", "ok merci"),
        ("préviens Solange qu'on se voit lundi", "on se voit lundi"),
        ("dis bonjour à Solange", "bonjour"),
        ("annonce à Solange : viens demain", "viens demain"),
        ("annonce pour Solange seulement: viens", "viens"),
        ("tu peux transmettre à Solange que c'est payé ?", "c'est payé ?"),
    ],
)
async def test_the_words_are_shown_and_sent_with_one_tap(product: Product, said: str, words: str) -> None:
    """« Je n'ai pas compris « arrive ». Alors pas de chiffre : il serait faux. »"""
    mariam, solange, fatou = await two_who_wrote(product)
    asked = await product.says(mariam, said)
    assert f"« {words} » : je l'envoie à Solange ?" in asked.text
    assert await product.heard(solange) == []
    await product.taps(mariam, "✅ Envoyer", asked)
    assert words in (await product.answer(solange)).text and await product.heard(fatou) == []


async def test_in_the_thread_of_another_it_is_asked_who_is_meant_and_the_words_are_kept(product: Product) -> None:
    """« Dis à Solange que… » was sent to Fatou, whose thread was open."""
    mariam, solange, fatou = await two_who_wrote(product)
    await product.says(mariam, "messages Fatou")
    asked = await product.says(mariam, "dis à Solange que ça arrive vendredi")
    assert "tu veux écrire à Solange ? Ou c'est ta réponse à Fatou ?" in asked.text
    assert await product.heard(fatou) == []
    shown = await product.taps(mariam, "✍️ Solange", asked)
    assert "« ça arrive vendredi » : je l'envoie à Solange ?" in shown.text
    await product.says(mariam, "oui")
    assert "ça arrive vendredi" in (await product.answer(solange)).text and await product.heard(fatou) == []


async def test_it_may_still_be_the_answer(product: Product) -> None:
    mariam, solange, fatou = await two_who_wrote(product)
    await product.says(mariam, "messages Fatou")
    asked = await product.says(mariam, "dis à Solange que je l'attends")
    await product.taps(mariam, "C'est ma réponse", asked)
    assert "dis à Solange que je l'attends" in (await product.answer(fatou)).text
    assert "Ta réponse part à Fatou" not in (await product.says(mariam, "menu")).text
    await product.says(mariam, "messages Fatou")  # her daughter, who has written nothing
    assert "Ta réponse part à Fatou" in (await product.says(mariam, "dis à Aminata que je pense à elle")).text
    assert await product.heard(solange) == []


async def test_in_a_reply_to_another_it_is_asked_about_and_the_words_are_kept(product: Product) -> None:
    mariam, solange, fatou = await two_who_wrote(product)
    passed = mariam.last
    await mariam.replies(passed, "dis à Solange que ça arrive")
    asked = await product.answer(mariam)
    assert "c'est pour répondre à Fatou ?" in asked.text and "✍️ Solange" in asked.labels
    shown = await product.taps(mariam, "✍️ Solange", asked)
    assert "« ça arrive » : je l'envoie à Solange ?" in shown.text
    assert await product.heard(solange) == [] and await product.heard(fatou) == []


async def test_what_is_for_nobody_who_wrote_goes_nowhere(product: Product) -> None:
    mariam, _, _ = await two_who_wrote(product)
    await product.joined(product.telegram.person("Zoé"))
    told = (await product.says(mariam, "dis à Zoé que ça arrive")).text
    assert "Rien n'est parti" in told and "Aucune discussion ouverte avec Zoé" in told
    told = (await product.says(mariam, "dis à Aminata merci")).text
    assert "Rien n'est parti" in told and "Aucune discussion ouverte avec Aminata" in told
    assert await value(product.database, "select count(*) from thread_message where not hers") == 0


async def test_what_names_nobody_is_none_of_it(product: Product) -> None:
    mariam, _, _ = await two_who_wrote(product)
    await product.says(mariam, "menu")
    for said in ("dis combien a gagné Solange hier", "réponds à sa question demain", "dis à chacune que c'est férié"):
        assert "Rien n'est parti" not in (await product.says(mariam, said)).text, said


@pytest.mark.parametrize("said", ["fini avec Solange", "c'est réglé avec Solange", "ferme la discussion avec Solange"])
async def test_who_has_done_with_a_thread_finds_where_it_is_closed(product: Product, said: str) -> None:
    mariam, _, fatou = await two_who_wrote(product)
    assert "✔️ Fermer" in (await product.says(mariam, said)).labels
    await product.says(mariam, "messages Fatou")
    asked = await product.says(mariam, said)
    assert "Ou c'est ta réponse à Fatou ?" in asked.text and await product.heard(fatou) == []


@pytest.mark.parametrize("said", ["dis à l'équipe que Solange est malade", "préviens l'équipe : Solange est malade"])
async def test_a_huber_tells_the_team_in_a_sentence(product: Product, said: str) -> None:
    mariam = await huber(product, product.telegram.person("Mariam"))
    assert "l'équipe" in (await product.says(mariam, said)).text
    assert await value(product.database, "select words from thread_message") == "Solange est malade"


@pytest.mark.parametrize("said", ["transmets le message de Solange à l'équipe", "fais suivre sa question à l'équipe"])
async def test_a_message_is_passed_on_in_her_own_words(product: Product, said: str) -> None:
    mariam, _, _ = await two_who_wrote(product)
    await product.says(mariam, "menu")
    await product.says(mariam, said)
    await product.says(mariam, "Solange demande une avance")
    assert "avance" in await value(product.database, "select words from thread_message order by id desc limit 1")


@pytest.mark.parametrize("said", ["mets Solange en pause", "bloque Solange", "suspends Solange"])
async def test_an_order_that_is_not_done_in_chat_says_so_to_a_huber(product: Product, said: str) -> None:
    """« Je n'ai pas compris. Que veux-tu faire ? »"""
    mariam, _, _ = await two_who_wrote(product)
    await product.says(mariam, "menu")
    told = await product.says(mariam, said)
    assert "Ça ne se fait pas d'un mot : rien n'a changé" in told.text and "🤝 L'équipe" in told.labels


@pytest.mark.parametrize("said", ["ça arrive vendredi", "je te rappelle ce soir"])
async def test_who_has_answered_on_another_phone_hears_it_on_this_one(on_both: Product, said: str) -> None:
    """« Je n'ai pas compris. Que veux-tu faire ? »"""
    product = on_both
    mariam, solange, _ = await two_who_wrote(product)
    there = await linked(product, mariam, product.somebody("whatsapp"))
    await product.says(mariam, "messages Solange")
    await product.says(there, "messages Solange")
    assert "Ta réponse part" in (await product.says(there, "c'est bon")).text
    told = (await product.says(mariam, said)).text
    assert told.startswith("Tu as déjà répondu sur ton autre téléphone.") and "Rien n'est parti" in told
    assert "pas compris" in (await product.says(mariam, "zorglub")).text
    assert await value(product.database, "select count(*) from thread_message where not hers") == 1
    assert "Le paiement" not in (await product.answer(solange)).text


@pytest.mark.parametrize("said", ["dis à Solange et Fatou que demain c'est férié", "préviens Solange et Fatou : férié"])
async def test_what_is_for_several_is_an_announcement(product: Product, said: str) -> None:
    """« et Fatou que demain c'est férié » was to go to Solange."""
    mariam, solange, fatou = await two_who_wrote(product)
    told = await product.says(mariam, said)
    assert "Rien n'est parti" in told.text and "📣 Annoncer" in told.labels
    assert await product.heard(solange) == [] and await product.heard(fatou) == []


async def test_an_announcement_for_a_country_names_nobody(product: Product) -> None:
    mariam, _, _ = await two_who_wrote(product)
    assert "écris le nouveau" in (await product.says(mariam, "annonce pour la Côte d'Ivoire")).text.lower()
    await product.says(mariam, "annuler")
    assert "Rien n'est parti" not in (await product.says(mariam, "annonce à Abidjan : réunion")).text


@pytest.mark.parametrize(
    "said",
    [
        *("non pas Fatou, Solange", "oups mauvaise personne", "c'est pas pour elle", "annule mon dernier message"),
        *("je me suis trompée de personne", "attends c pour Fatou"),
    ],
)
async def test_what_is_said_of_whom_it_goes_to_is_shown_before_it_is_sent(product: Product, said: str) -> None:
    """« Oups mauvaise personne » was sent to her as well."""
    mariam, solange, fatou = await two_who_wrote(product)
    await product.says(mariam, "messages Fatou")
    asked = await product.says(mariam, said)
    assert "Ta réponse part" not in asked.text
    assert await product.heard(fatou) == [] and await product.heard(solange) == []


@pytest.mark.parametrize("said", ["pour Solange : viens demain", "non c'est pour Solange : viens", "à Solange : viens"])
async def test_words_for_another_are_asked_about_in_the_thread_of_one(product: Product, said: str) -> None:
    """« Pour Solange : viens demain » was sent to Fatou."""
    mariam, solange, fatou = await two_who_wrote(product)
    await product.says(mariam, "messages Fatou")
    asked = await product.says(mariam, said)
    assert "tu veux écrire à Solange ? Ou c'est ta réponse à Fatou ?" in asked.text
    assert await product.heard(fatou) == [] and await product.heard(solange) == []
    assert "je l'envoie à Solange ?" in (await product.taps(mariam, "✍️ Solange", asked)).text


async def test_what_is_said_of_herself_is_an_answer(product: Product) -> None:
    mariam, _, fatou = await two_who_wrote(product)
    for said in (
        "pas de souci pour demain",
        "ce message est pour toutes",
        "efface tes messages de ton téléphone demain, ok ?",
    ):
        await product.says(mariam, "messages Fatou")
        assert "Ta réponse part à Fatou" in (await product.says(mariam, said)).text, said
        await product.heard(fatou)


async def test_words_for_who_has_no_thread_are_asked_about_in_the_thread_of_another(product: Product) -> None:
    """« Dis à Zoé que sa paie est bloquée » was sent to Fatou."""
    mariam, _, fatou = await two_who_wrote(product)
    await product.joined(product.telegram.person("Zoé"))
    await product.says(mariam, "messages Fatou")
    asked = await product.says(mariam, "dis à Zoé que sa paie est bloquée")
    assert "Aucune discussion ouverte avec Zoé" in asked.text and "c'est ta réponse à Fatou ?" in asked.text
    assert await product.heard(fatou) == []
    await product.taps(mariam, "C'est ma réponse", asked)
    assert "dis à Zoé que" in (await product.answer(fatou)).text


async def test_two_of_one_name_are_told_apart_by_their_numbers(product: Product) -> None:
    """« n° 7 que oui » was to go to Solange."""
    mariam, solange, fatou = await two_who_wrote(product)
    await execute(product.database, "update person set first_name = 'Fatou' where first_name = 'Solange'")
    number = await value(product.database, "select min(id) from person where first_name = 'Fatou'")
    await product.says(mariam, "menu")
    assert "Laquelle ?" in (await product.says(mariam, "dis à Fatou que oui")).text
    asked = (await product.says(mariam, f"dis à Fatou n° {number} que oui")).text
    assert f"« oui » : je l'envoie à Fatou (n° {number}) ?" in asked
    await product.says(mariam, "ok")
    assert "oui" in (await product.answer(solange)).text and await product.heard(fatou) == []


@pytest.mark.parametrize(
    "said",
    [
        *("lis le message de Solange", "Solange a répondu ?", "est-ce que Solange a lu mon message ?"),
        *("solange elle a pas repondu", "relance Solange"),
    ],
)
async def test_what_is_asked_of_a_thread_opens_it(product: Product, said: str) -> None:
    """« Je n'ai pas compris. Que veux-tu faire ? »"""
    mariam, solange, _ = await two_who_wrote(product)
    await product.says(mariam, "menu")
    assert (await product.says(mariam, said)).text.startswith("💬 Solange")
    assert await product.heard(solange) == []


@pytest.mark.parametrize(
    "said",
    [
        "qui m'a écrit",
        "ki na pas eu de reponse",
        "à qui je dois répondre",
        "qui attend une réponse",
        "nouveaux messages",
        "messages non lus",
        "j'ai combien de messages",
    ],
)
async def test_who_asks_which_letters_wait_sees_them(product: Product, said: str) -> None:
    """« Je ne fais pas de liste de noms sans classement »; « 8 messages », of all that were sent to anybody."""
    mariam, _, _ = await two_who_wrote(product)
    await product.says(mariam, "menu")
    told = await product.says(mariam, said)
    assert "2 personnes attendent une réponse" in told.text and "Solange attend depuis" in told.text
