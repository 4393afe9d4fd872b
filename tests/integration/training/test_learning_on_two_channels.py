"""Learning on WhatsApp, and on one platform after the other."""

from __future__ import annotations

from pathlib import Path

import pytest

from backend.services.training import library, module_files
from bot import samples
from tests.fakes import whatsapp
from tests.fakes.chat import ChatMessage
from tests.integration.scenes import NOW, commit, value
from tests.integration.telegram.linking import linked
from tests.integration.training.lessons import KEYS, answer, enrolled, lesson, module, read, right
from tests.product import Product

KINDS = """# Toutes les questions

Un écran.

```gift
::k-1:: Où va-t-on ? { =Ajouter une appli -> Le magasin officiel =Retirer un droit -> Les paramètres
=Additionner -> La calculatrice #### Chaque outil a son travail. }

::k-2:: Range du plus petit au plus grand. {> ALL VERTICAL ABSOLUTE SHOW none
Un
Deux
Trois
}

::k-3:: Lesquelles sont utiles ? { ~%50%A # Oui. ~%50%B # Oui. ~%-100%C # Non. ~%-100%D # Non. }

::k-4:: Combien font 20 fois 5 ? {#100:0 #### Cent.}

::k-5:: Internet sans fil ? {=Wi-Fi}

::k-6:: C'est vrai. {T}

::k-7:: Combien de riz ? {#12,5 kg}
```
"""
"""The kinds that GIFT has. A lesson asks no more than seven questions: another kind takes a lesson of its own."""
COUNT = KINDS.count("::k-")


def letters(message: ChatMessage, pairs: dict[str, str]) -> str:
    """What she writes to join the sides as they stand before her."""
    lines = message.text.splitlines()
    rights = {line[3:]: line[0] for line in lines if line[1:3] == ". " and line[0].isalpha()}
    return " ".join(f"{n}{rights[right]}" for n, right in enumerate(pairs.values(), 1))


def numbers(message: ChatMessage, order: list[str]) -> str:
    shown = {line[3:]: line[0] for line in message.text.splitlines() if line[1:3] == ". " and line[0].isdigit()}
    return " ".join(shown[item] for item in order)


async def test_every_kind_of_question_is_answered_in_words_on_whatsapp(on_whatsapp: Product) -> None:
    product = on_whatsapp
    await module(product.database, [KINDS])
    awa = await enrolled(product, product.whatsapp.person("Awa"))
    question = await read(product, awa, await product.taps(awa, "▶️ Commencer"))
    pairs = {
        "Ajouter une appli": "Le magasin officiel",
        "Retirer un droit": "Les paramètres",
        "Additionner": "La calculatrice",
    }
    question = await product.says(awa, letters(question, pairs))
    assert "✅" in question.text and f"Question 2 sur {COUNT}" in question.text
    question = await product.says(awa, numbers(question, ["Un", "Deux", "Trois"]))
    assert "✅" in question.text
    question = await product.says(awa, "1 2")
    assert "✅" in question.text
    question = await product.says(awa, "100")
    assert "✅" in question.text
    question = await product.says(awa, "le wi fi")
    assert "✅" in question.text
    question = await product.says(awa, "vrai")
    assert "✅" in question.text
    assert f"{COUNT} sur {COUNT} du premier coup" in (await product.says(awa, "12,5 kilos")).text


async def test_pairs_and_an_order_can_be_tapped_there_too(on_whatsapp: Product) -> None:
    product = on_whatsapp
    await module(product.database, [KINDS])
    awa = await enrolled(product, product.whatsapp.person("Awa"))
    question = await read(product, awa, await product.taps(awa, "▶️ Commencer"))
    for side in ("Le magasin officiel", "Les paramètres", "La calculatrice"):
        question = await product.taps(awa, _labelled(question, side), question)
    assert "✅" in question.text and f"Question 2 sur {COUNT}" in question.text
    for item in ("Un", "Deux", "Trois"):
        question = await product.taps(awa, _labelled(question, item), question)
    assert "✅" in question.text and f"Question 3 sur {COUNT}" in question.text


async def test_a_pair_is_changed_on_the_list_of_before_until_all_are_joined(on_whatsapp: Product) -> None:
    product = on_whatsapp
    await module(product.database, [KINDS])
    awa = await enrolled(product, product.whatsapp.person("Awa"))
    question = await read(product, awa, await product.taps(awa, "▶️ Commencer"))
    await product.taps(awa, _labelled(question, "La calculatrice"), question)
    second = await product.taps(awa, _labelled(question, "Le magasin officiel"), question)
    assert "Ta première réponse compte" not in second.text and "2. Retirer un droit va avec" in second.text
    for side in ("Les paramètres", "La calculatrice"):
        second = await product.taps(awa, _labelled(second, side), second)
    assert "✅" in second.text and f"Question 2 sur {COUNT}" in second.text
    told = await product.taps(awa, _labelled(question, "Les paramètres"), question)
    assert f"Question 2 sur {COUNT}" in told.text and await value(product.database, "select count(*) from attempt") == 1


async def test_the_list_of_before_puts_the_next_one_in_order(on_whatsapp: Product) -> None:
    """She taps one row after the other on the first list."""
    product = on_whatsapp
    await module(product.database, [KINDS])
    awa = await enrolled(product, product.whatsapp.person("Awa"))
    question = await read(product, awa, await product.taps(awa, "▶️ Commencer"))
    question = await product.says(
        awa,
        letters(
            question,
            {
                "Ajouter une appli": "Le magasin officiel",
                "Retirer un droit": "Les paramètres",
                "Additionner": "La calculatrice",
            },
        ),
    )
    for item in ("Un", "Deux", "Trois"):
        told = await product.taps(awa, _labelled(question, item), question)
        assert "Ta première réponse compte" not in told.text
    assert "✅" in told.text and f"Question 3 sur {COUNT}" in told.text


@pytest.mark.parametrize("said", ["efface", "Effacer"])
async def test_what_is_joined_is_taken_back_in_words(on_whatsapp: Product, said: str) -> None:
    product = on_whatsapp
    await module(product.database, [KINDS])
    awa = await enrolled(product, product.whatsapp.person("Awa"))
    question = await read(product, awa, await product.taps(awa, "▶️ Commencer"))
    begun = await product.taps(awa, _labelled(question, "La calculatrice"), question)
    assert any("Effacer" in label for label in begun.labels)
    afresh = await product.says(awa, said)
    assert "1. Ajouter une appli" in afresh.text and not any("Effacer" in label for label in afresh.labels)


def _labelled(message: ChatMessage, words: str) -> str:
    return next(label for label in message.labels if words in label)


async def test_a_lesson_begun_on_whatsapp_ends_on_telegram(on_both: Product) -> None:
    product = on_both
    await module(product.database, [lesson(1, KEYS[:3])])
    there = await enrolled(product, product.whatsapp.person("Awa"))
    question = await read(product, there, await product.taps(there, "▶️ Commencer"))
    await answer(product, there, question, True)
    here = await linked(product, there, product.telegram.person("Awa"))
    await product.says(here, "formation")
    back = await product.taps(here, "▶️ Continuer")
    assert "Où en étions-nous ? « Leçon 1 », question 2 sur 3." in back.text
    assert "3 sur 3 du premier coup" in (await answer(product, here, back, True, True)).text
    assert await value(product.database, "select count(distinct person_id) from attempt") == 1


async def test_each_step_of_our_own_lessons_is_one_message_there(on_whatsapp: Product) -> None:
    """Screens, questions with the explanation before them, and the end: everything fits, picture and all."""
    product = on_whatsapp
    await commit(product.database, library.import_modules, module_files.read(_training()), NOW)
    awa = await enrolled(product, product.whatsapp.person("Awa"))
    lessons = await value(product.database, "select count(*) from lesson")
    assert lessons == 36
    await product.says(awa, "formation")
    message = await product.taps(awa, "▶️ Commencer")
    for _ in range(lessons):
        message = await _through(product, awa, message)
        await product.says(awa, "formation")
        message = awa.last
        label = next((each for each in message.labels if "Continuer" in each), None)
        if label is None:
            break
        message = await product.taps(awa, label, message)


async def _through(product: Product, awa: whatsapp.Person, message: ChatMessage) -> ChatMessage:
    """A lesson, without knowing anything: each answer brings its whole explanation. `Product.taps` fails where
    a step brings more than one message."""
    while "🏁" not in message.text:
        label = next((each for each in message.labels if each in ("Suite", "❓ Les questions")), "Je ne sais pas")
        if label in message.labels:
            message = await product.taps(awa, label, message)
        else:  # what is beside the matter stands in lines there
            message = await product.says(awa, label)
    return message


def _training() -> Path:
    return samples.training()


async def test_both_phones_buttons_are_good_for_the_open_question_and_one_answer_counts(on_both: Product) -> None:
    product = on_both
    await module(product.database, [lesson(1, KEYS[:3])])
    awa = await enrolled(product, product.whatsapp.person("Awa"))
    second = await linked(product, awa, product.telegram.person("Awa"))
    question = await read(product, awa, await product.taps(awa, "▶️ Commencer"))
    await product.forward(minutes=1)
    assert "Question 1" in (await product.says(second, "bonjour")).text
    asked = await product.taps(awa, right(question), question)
    assert "Question 2" in asked.text
    assert await value(product.database, "select count(*) from attempt") == 1
    await product.forward(minutes=1)
    there = await product.says(second, "bonjour")
    await awa.taps(right(asked), asked)
    await second.taps("Ailleurs", there)
    told = [*await product.heard(awa), *await product.heard(second)]
    assert sum(message.text.startswith("Tu as déjà répondu") for message in told) == 1
    assert await value(product.database, "select count(*) from attempt") == 2


@pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
@pytest.mark.parametrize("said", ["c'est fini", "annuler", "je veux sortir"])
async def test_out_of_a_lesson_is_out_and_no_screen_back(on_both: Product, channel: str, said: str) -> None:
    product = on_both
    await module(product.database, [lesson(1, KEYS[:3], screens=3)])
    awa = await enrolled(product, getattr(product, channel).person("Awa"))
    await product.taps(awa, "▶️ Commencer")
    assert "Écran 2" in (await product.says(awa, "suite")).text
    assert "Écran 1" in (await product.says(awa, "retour")).text
    await product.says(awa, "suite")
    assert "Ta place est gardée" in (await product.says(awa, said)).text


async def test_continuer_on_another_phone_shows_the_screen_that_it_has_not_shown(on_both: Product) -> None:
    """It went on, past a screen that she had not read there."""
    product = on_both
    await module(
        product.database, ["# Trois écrans\n\nUn.\n\n---\n\nDeux.\n\n---\n\nTrois.\n\n```gift\n::q:: Oui ? {T}\n```\n"]
    )
    awa = await enrolled(product, product.telegram.person("Awa"))
    assert "1 sur 3" in (await product.taps(awa, "▶️ Commencer")).text
    two = await linked(product, awa, product.whatsapp.person("Awa"))
    assert "2 sur 3" in (await product.says(awa, "continuer")).text
    assert "2 sur 3" in (await product.says(two, "continuer")).text
    assert "3 sur 3" in (await product.says(two, "continuer")).text
