"""Words for somebody who is named: « réponds à Solange : viens demain »."""

from __future__ import annotations

import pytest

from tests.fakes.telegram.people import Person
from tests.integration.scenes import execute, value
from tests.integration.threads.listening import asks, huber
from tests.product import Product


async def two_who_wrote(product: Product) -> tuple[Person, Person, Person]:
    """A Huber to whom Solange, then Fatou wrote."""
    mariam = await huber(product, product.telegram.person("Mariam"))
    solange = await product.joined(product.telegram.person("Solange"))
    fatou = await product.joined(product.telegram.person("Fatou"))
    await asks(product, solange, "Bonjour, une question")
    await asks(product, fatou, "Bonsoir, je suis là")
    await product.heard(mariam)
    return mariam, solange, fatou


@pytest.mark.parametrize(
    "said",
    ["reponds a solange: ok viens demain", "Écris à Solange : ok viens demain", "dis à SOLANGE: ok viens demain"],
)
async def test_the_words_go_to_who_is_named_not_to_who_wrote_last(product: Product, said: str) -> None:
    mariam, solange, fatou = await two_who_wrote(product)
    assert "Ta réponse part à Solange" in (await product.says(mariam, said)).text
    came = (await product.answer(solange)).text
    assert "ok viens" in came and "olange" not in came and await product.heard(fatou) == []


async def test_who_is_named_counts_in_the_thread_of_another_and_in_a_reply_to_her(product: Product) -> None:
    mariam, solange, fatou = await two_who_wrote(product)
    await product.says(mariam, "messages Fatou")
    assert "Ta réponse part à Solange" in (await product.says(mariam, "réponds à Solange : un")).text
    assert "un" in (await product.answer(solange)).text
    await asks(product, fatou, "Encore moi")
    passed = await product.answer(mariam)
    await mariam.replies(passed, "réponds à solange: deux")
    assert "Ta réponse part à Solange" in (await product.answer(mariam)).text
    assert "deux" in (await product.answer(solange)).text and await product.heard(fatou) == []


async def test_what_is_for_nobody_who_wrote_goes_nowhere(product: Product) -> None:
    mariam, solange, fatou = await two_who_wrote(product)
    await product.joined(product.telegram.person("Zoé"))
    none = (await product.says(mariam, "réponds à Zoé : ok")).text
    assert "Rien n'est parti" in none and "Aucune discussion ouverte avec Zoé" in none
    unknown = (await product.says(mariam, "réponds à Aminata : ok")).text
    assert "Rien n'est parti" in unknown and "personne du nom de « Aminata »" in unknown
    other = await product.joined(product.telegram.person("Solange"))
    await asks(product, other, "Moi aussi")
    await product.heard(mariam)
    which = await product.says(mariam, "réponds à Solange : ok")
    assert "Plusieurs personnes s'appellent ainsi" in which.text and len(which.labels) == 2
    for person in (solange, fatou, other):
        assert await product.heard(person) == []
    assert await value(product.database, "select count(*) from thread_message where not hers") == 0


async def test_two_of_one_name_are_told_apart_by_their_numbers(product: Product) -> None:
    """The buttons had the numbers of threads, which stood nowhere else: neither in the list nor in `personne`."""
    mariam, solange, _ = await two_who_wrote(product)
    other = await product.joined(product.telegram.person("Solange"))
    await asks(product, other, "Moi aussi")
    await product.heard(mariam)
    last = "select max(id) from person where first_name = 'Solange'"
    number = await value(product.database, last)
    shown = await product.says(mariam, "messages")
    assert f"✍️ Solange (n° {number})" in shown.labels
    assert any(f"Solange (n° {number})" in line and "Moi aussi" in line for line in shown.text.split("\n"))
    assert "Moi aussi" in (await product.says(mariam, str(number))).text
    await product.says(mariam, "menu")
    wrong = (await product.says(mariam, "réponds à Solange n° 999999 : ok")).text
    assert "rien n'est parti" in wrong and "Plusieurs" in wrong
    assert "Ta réponse part" in (await product.says(mariam, f"réponds à Solange n° {number} : viens demain")).text
    assert "viens demain" in (await product.answer(other)).text and await product.heard(solange) == []
    # letters of both cross while she answers one of them
    for said in ("messages", str(number)):
        await product.says(mariam, said)
    await asks(product, solange, "Il est tard ?")
    assert f"💬 Solange (n° {number - 2}) (Côte d'Ivoire)" in (await product.answer(mariam)).text
    asked = (await product.says(mariam, "courage ma soeur")).text
    assert f"à Solange (n° {number - 2}) ? Ou c'est ta réponse à Solange (n° {number}), d'avant ?" in asked
    await product.says(mariam, "menu")
    assert "personne du nom de « Fatou 999999 »" in (await product.says(mariam, "réponds à Fatou 999999: ok")).text


async def test_below_the_list_a_name_and_its_words_are_enough(product: Product) -> None:
    """« Solange : viens demain » and « merci pour la photo » were « Je n'ai pas compris »."""
    mariam, solange, fatou = await two_who_wrote(product)
    shown = await product.says(mariam, "messages")
    told = await product.says(mariam, "merci pour la photo")
    assert "Rien n'est parti" in told.text and "« Solange : » et tes mots" in told.text
    assert told.labels == [label for label in shown.labels if label.startswith("✍️")]
    assert "Ta réponse part à Solange" in (await product.says(mariam, "solange : viens demain")).text
    assert "viens demain" in (await product.answer(solange)).text and await product.heard(fatou) == []
    other = await product.joined(product.telegram.person("Solange"))
    await asks(product, other, "Moi aussi")
    await product.heard(mariam)
    await product.says(mariam, "messages")
    assert "rien n'est parti. Laquelle ?" in (await product.says(mariam, "Solange : ok")).text
    number = await value(product.database, "select max(id) from person where first_name = 'Solange'")
    assert "Ta réponse part" in (await product.says(mariam, f"Solange (n° {number}) : à jeudi")).text
    assert "à jeudi" in (await product.answer(other)).text and await product.heard(solange) == []
    await product.says(mariam, "menu")
    assert "Ta réponse part" not in (await product.says(mariam, "Fatou : à jeudi")).text  # no list above it
    assert await product.heard(fatou) == []


async def test_other_words_below_a_message_are_asked_about_with_the_name(product: Product) -> None:
    """The question back did not say who would get them."""
    mariam, solange, fatou = await two_who_wrote(product)
    asked = await product.says(mariam, "on se voit au marché jeudi")
    assert "c'est pour répondre à Fatou ?" in asked.text
    await product.taps(mariam, "✍️ Lui répondre", asked)
    assert "au marché jeudi" in (await product.answer(fatou)).text and await product.heard(solange) == []


@pytest.mark.parametrize("how", ["open", "reply", "file"])
async def test_what_is_written_when_the_role_has_just_changed_is_not_lost(product: Product, how: str) -> None:
    """« Ce mot n'est pas pour toi » to an answer that was on its way."""
    mariam, _, fatou = await two_who_wrote(product)
    passed = mariam.last
    await product.says(mariam, "messages Fatou")
    await execute(product.database, "update person set role = 'hiteuse' where first_name = 'Mariam'")
    match how:
        case "open":
            await mariam.says("Viens demain")
        case "reply":
            await mariam.replies(passed, "Viens demain")
        case _:
            await mariam.sends_document(b"%PDF", "plan.pdf", caption="Viens demain")
    told = (await product.answer(mariam)).text
    assert "ce n'est plus toi qui réponds" in told and "n'est pas partie" in told and "Viens demain" in told, told
    assert await product.heard(fatou) == []


@pytest.mark.parametrize("said", ["messages Fatou", "Messages de fatou"])
async def test_another_thread_is_opened_by_name_while_an_answer_is_written(product: Product, said: str) -> None:
    """« messages Fatou » was sent to Solange."""
    mariam, solange, fatou = await two_who_wrote(product)
    await product.says(mariam, "messages Solange")
    assert "Bonsoir, je suis là" in (await product.says(mariam, said)).text
    await product.says(mariam, "menu")
    assert "une question" in (await product.says(mariam, "messages Solange")).text
    assert await product.heard(solange) == [] and await product.heard(fatou) == []


@pytest.mark.parametrize(
    "said", ["non c'est pour fatou", "pour Fatou", "pas à solange, à fatou", "ah non ça c'était pour Fatou"]
)
async def test_who_is_named_in_the_thread_of_another_is_asked_about(product: Product, said: str) -> None:
    """« Pour Fatou » was sent to Solange."""
    mariam, solange, fatou = await two_who_wrote(product)
    await product.says(mariam, "messages Solange")
    asked = await product.says(mariam, said)
    assert "tu veux écrire à Fatou ? Ou c'est ta réponse à Solange ?" in asked.text
    assert "Bonsoir, je suis là" in (await product.taps(mariam, "✍️ Fatou", asked)).text
    assert await product.heard(solange) == [] and await product.heard(fatou) == []


@pytest.mark.parametrize("said", ["pour demain", "à toi", "c'est pour Solange", "pour Zoé"])
async def test_other_words_after_pour_are_an_answer(product: Product, said: str) -> None:
    mariam, solange, _ = await two_who_wrote(product)
    await product.says(mariam, "messages Solange")
    assert "Ta réponse part à Solange" in (await product.says(mariam, said)).text
    assert said in (await product.answer(solange)).text


async def test_whose_reply_it_is_can_be_said_instead_of_yes(product: Product) -> None:
    """« Non à Solange » was counted as figures."""
    mariam, solange, fatou = await two_who_wrote(product)
    assert "c'est pour répondre à Fatou ?" in (await product.says(mariam, "on se voit au marché jeudi")).text
    assert "une question" in (await product.says(mariam, "non a solange")).text
    assert await product.heard(solange) == [] and await product.heard(fatou) == []


@pytest.mark.parametrize("said", ["oups mauvaise personne", "c'était pas pour elle", "non pas à elle"])
async def test_who_wrote_to_the_wrong_woman_hears_that_it_stays(product: Product, said: str) -> None:
    """« Je n'ai pas compris « oups », « mauvaise » : pas de chiffre »."""
    mariam, *_ = await two_who_wrote(product)
    await product.says(mariam, "réponds à Solange : ok")
    assert "Un message parti ne s'efface pas" in (await product.says(mariam, said)).text


async def test_a_thread_that_was_left_does_not_come_back_after_an_announcement(product: Product) -> None:
    """« Ok merci » to « C'est annulé : rien n'est envoyé » went to Solange, whose thread was shown again below it."""
    mariam, solange, fatou = await two_who_wrote(product)
    await product.says(mariam, "messages Solange")
    await product.says(mariam, "annonce")
    assert "rien n'est envoyé" in (await product.taps(mariam, "Annuler")).text
    assert "Écris ta réponse" not in mariam.last.text
    await product.says(mariam, "ok merci")
    assert await product.heard(solange) == [] and await product.heard(fatou) == []


async def test_a_name_before_the_words_is_asked_about_in_the_thread_of_another(product: Product) -> None:
    """« Solange : viens demain », as the list says, went to Fatou once her thread was open."""
    mariam, solange, fatou = await two_who_wrote(product)
    await product.says(mariam, "messages Fatou")
    asked = await product.says(mariam, "Solange : viens demain")
    assert "tu veux écrire à Solange ?" in asked.text and "ta réponse à Fatou" in asked.text
    assert await product.heard(solange) == [] and await product.heard(fatou) == []
    assert "« viens demain » : je l'envoie à Solange ?" in (await product.taps(mariam, "✍️ Solange", asked)).text
    assert "Ta réponse part à Solange" in (await product.says(mariam, "viens demain")).text
    await product.answer(solange)
    await product.says(mariam, "messages Fatou")
    await product.says(mariam, "Solange : elle te remplace")
    assert "Ta réponse part à Fatou" in (await product.taps(mariam, "C'est ma réponse")).text
    assert "Solange : elle te remplace" in (await product.answer(fatou)).text
    await product.says(mariam, "messages Fatou")
    assert "Ta réponse part à Fatou" in (await product.says(mariam, "Fatou : oui")).text


async def test_of_several_with_the_name_before_the_words_one_is_chosen(product: Product) -> None:
    mariam, solange, fatou = await two_who_wrote(product)
    other = await product.joined(product.telegram.person("Solange"))
    await asks(product, other, "Moi aussi")
    await product.heard(mariam)
    await product.says(mariam, "messages Fatou")
    asked = await product.says(mariam, "solange : ok")
    assert sum(label.startswith("✍️ Solange (n° ") for label in asked.labels) == 2
    for person in (solange, fatou, other):
        assert await product.heard(person) == []


async def test_a_reply_or_a_file_that_names_another_goes_to_nobody_before_she_is_asked(product: Product) -> None:
    mariam, solange, fatou = await two_who_wrote(product)
    passed = mariam.last
    await mariam.replies(passed, "Solange : viens demain")
    asked = await product.answer(mariam)
    assert "c'est pour répondre à Fatou ?" in asked.text and "✍️ Solange" in asked.labels
    await product.says(mariam, "messages Fatou")
    await mariam.sends_document(b"%PDF", "plan.pdf", caption="Solange : le plan")
    told = await product.answer(mariam)
    assert "Rien n'est parti" in told.text and "C'est pour Solange ?" in told.text
    assert await product.heard(solange) == [] and await product.heard(fatou) == []


@pytest.mark.parametrize("words", ["viens demain", "c'est réglé"])
async def test_an_answer_goes_out_beside_an_announcement_that_is_written(product: Product, words: str) -> None:
    """« Réponds à Solange : viens demain » was met with « Prends ton temps », and Solange heard nothing."""
    mariam, solange, fatou = await two_who_wrote(product)
    await product.says(mariam, "annonce")
    assert "photo ou un document" in (await product.says(mariam, "Réunion samedi")).text
    assert "Ta réponse part à Solange" in (await product.says(mariam, f"réponds à Solange : {words}")).text
    assert words in (await product.answer(solange)).text and await product.heard(fatou) == []
    assert "Des boutons sous l'annonce" in (await product.says(mariam, "sans")).text


@pytest.mark.parametrize("said", ["réponds à toutes : je viens lundi", "dis à mes filles : je viens lundi"])
async def test_words_for_all_go_to_nobody_and_lead_to_the_announcement(product: Product, said: str) -> None:
    """« Prends ton temps : je garde ta place »."""
    mariam, solange, fatou = await two_who_wrote(product)
    told = await product.says(mariam, said)
    assert "Rien n'est parti" in told.text and "📣 Annoncer" in told.labels
    await product.says(mariam, "messages Fatou")
    assert "Rien n'est parti" in (await product.says(mariam, said)).text
    assert await product.heard(solange) == [] and await product.heard(fatou) == []


@pytest.mark.parametrize("said", ["réponds à Solange", "écris a solange svp", "je veux parler à Solange"])
async def test_an_order_to_write_to_who_is_written_to_already_is_no_letter(product: Product, said: str) -> None:
    """« réponds à Solange » was sent to Solange."""
    mariam, solange, fatou = await two_who_wrote(product)
    await product.says(mariam, "messages Solange")
    told = await product.says(mariam, said)
    assert "Rien n'est parti" in told.text and "Tu réponds déjà à Solange" in told.text
    assert "Ta réponse part à Solange" in (await product.says(mariam, "viens demain")).text
    assert await product.heard(fatou) == []
    (came,) = await product.heard(solange)
    assert "viens demain" in came.text


async def test_such_an_order_asks_which_of_two_of_the_name_is_meant(product: Product) -> None:
    mariam, solange, fatou = await two_who_wrote(product)
    await execute(product.database, "update person set first_name = 'Fatou' where first_name = 'Solange'")
    await product.says(mariam, "messages")
    await product.taps(mariam, 0)
    told = await product.says(mariam, "réponds à Fatou")
    assert "rien n'est parti. Laquelle ?" in told.text
    assert len([each for each in told.labels if each.startswith("✍️ Fatou (n°")]) == 2
    assert await product.heard(solange) == [] and await product.heard(fatou) == []


async def test_a_number_before_the_words_is_asked_about_in_the_thread_of_another(product: Product) -> None:
    """« n° 12 bonjour » was sent to Solange, who is n° 11."""
    mariam, solange, fatou = await two_who_wrote(product)
    number = await value(product.database, "select id from person where first_name = 'Fatou'")
    await product.says(mariam, "messages Solange")
    asked = await product.says(mariam, f"n° {number} : bonjour")
    assert "tu veux écrire à Fatou ? Ou c'est ta réponse à Solange ?" in asked.text
    assert await product.heard(solange) == [] and await product.heard(fatou) == []


async def test_a_name_before_the_words_where_no_list_is_shown_hears_how(product: Product) -> None:
    """« Je n'ai pas compris. Que veux-tu faire ? »"""
    mariam, solange, _ = await two_who_wrote(product)
    await product.says(mariam, "menu")
    told = await product.says(mariam, "Solange : viens demain")
    assert "Rien n'est parti" in told.text and "réponds à Solange :" in told.text and "✍️ Solange" in told.labels
    assert await product.heard(solange) == []


async def test_an_order_in_a_reply_to_another_is_asked_about(product: Product) -> None:
    """« réponds à Fatou », below a message of Solange's, was sent to Solange."""
    mariam = await huber(product, product.telegram.person("Mariam"))
    solange = await product.joined(product.telegram.person("Solange"))
    fatou = await product.joined(product.telegram.person("Fatou"))
    await asks(product, solange, "Bonjour, une question")
    came = await product.answer(mariam)
    await asks(product, fatou, "Bonsoir, je suis là")
    await product.heard(mariam)
    await mariam.replies(came, "réponds à Fatou")
    asked = await product.answer(mariam)
    assert "c'est pour répondre à Solange ?" in asked.text and "✍️ Fatou" in asked.labels
    assert await product.heard(solange) == [] and await product.heard(fatou) == []


async def test_a_thread_is_opened_by_name_while_she_writes_to_the_team(product: Product) -> None:
    """« messages Fatou » was sent to the team."""
    mariam, _, fatou = await two_who_wrote(product)
    await product.says(mariam, "equipe")
    assert "Bonsoir, je suis là" in (await product.says(mariam, "messages Fatou")).text
    assert await value(product.database, "select count(*) from thread_message") == 2
    assert await product.heard(fatou) == []


async def test_a_voice_for_nobody_hears_how_it_reaches_somebody(product: Product) -> None:
    mariam, solange, _ = await two_who_wrote(product)
    await product.says(mariam, "messages")
    await mariam.sends_voice(b"OggS for nobody")
    assert "« messages », puis son prénom" in (await product.answer(mariam)).text
    assert await product.heard(solange) == []


@pytest.mark.parametrize("said", ["pour Solange : c'est vendredi", "Solange, c'est vendredi"])
@pytest.mark.parametrize("before", ["", "inviter"])
async def test_words_for_another_below_a_message_name_who_is_meant(product: Product, before: str, said: str) -> None:
    """« C'est pour répondre à Zoé ? » was asked of what began with the name of Solange."""
    mariam, solange, _ = await two_who_wrote(product)
    if before:
        await product.says(mariam, before)
    await asks(product, await product.joined(product.telegram.person("Zoé")), "mon fils est malade")
    await product.answer(mariam)
    told = await product.says(mariam, said)
    assert "✍️ Solange" in told.labels and await product.heard(solange) == []
