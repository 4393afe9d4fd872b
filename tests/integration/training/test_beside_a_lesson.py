"""What somebody who learns writes beside a question in words, in a lesson, its repetition and a final test, on both
platforms: it is asked back, and costs her no try before she says that it is her answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from tests.fakes.chat import ChatMessage
from tests.fakes.people import Person
from tests.integration.scenes import value
from tests.integration.training.lessons import enrolled, module, read
from tests.product import Product

LESSON = """# Leçon

Un écran.

```gift
::s-1:: Internet sans fil ? {=Wi-Fi =le réseau wifi =%0%câble # Le câble est un fil.}

::s-2:: Le Togo a pour capitale … ? {=Lomé}
```
"""
FINAL = "\n\n".join(
    f"$CATEGORY: 1\n\n::f-{n}:: Internet sans fil {n} ? {{=Wi-Fi =Le réseau wifi}}" for n in range(1, 7)
)
Where = Callable[[Product, str], Awaitable[tuple[Person, ChatMessage]]]
BOTH = pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
BESIDE = [
    "le fone chauffe trop",
    "c chargé a combien de pourcent",
    "bonjour",
    "attends je cuisine",
    "c'est le tel de ma soeur",
    "laisse moi finir ma cuisine",
    "demain matin inchallah",
    "trop facile ca",
    "vous m'avez pas payé mes tâches",
    "mon compte orange est bloqué",
    "quelqu'un a pris mon argent",
    "je peux répondre en baoulé",
    "a",
    "accepter",
]
ANSWERS = [
    "le bluetooth",
    "un routeur",
    "C'est le réseau de la maison",
    "la 4G",
    "câble",
    "l'ordinateur",
    "ma réponse : wap",
]
NO_WORDS = ["12 000", "1", "👍👍", "😂", "…", "blabla " * 60]


async def at_the_lesson(product: Product, channel: str) -> tuple[Person, ChatMessage]:
    await module(product.database, [LESSON], test=FINAL, more="final: {ask: 2}\n")
    awa = await enrolled(product, getattr(product, channel).person("Awa"))
    return awa, await read(product, awa, await product.taps(awa, "▶️ Commencer"))


async def at_the_test(product: Product, channel: str) -> tuple[Person, ChatMessage]:
    awa, _ = await at_the_lesson(product, channel)
    await product.says(awa, "wifi")
    end = await product.says(awa, "lome")
    asked = await product.taps(awa, next(label for label in end.labels if "le test" in label), end)
    return awa, await product.taps(awa, "▶️ Commencer le test", asked)


async def marked(product: Product) -> tuple[int, int]:
    """How many answers were marked in lessons, and in final tests."""
    found = [
        await value(product.database, "select count(*) from attempt where final_id is null"),
        await value(product.database, "select coalesce(sum(cardinality(marks)), 0)::int from final_try"),
    ]
    return found[0], found[1]


@BOTH
@pytest.mark.parametrize("where", [at_the_lesson, at_the_test])
async def test_what_is_said_beside_a_question_is_no_try(on_both: Product, channel: str, where: Where) -> None:
    awa, question = await where(on_both, channel)
    before = await marked(on_both)
    for said in BESIDE:
        asked = await on_both.says(awa, said)
        assert "C'est ma réponse" in asked.labels, said
        assert await marked(on_both) == before, said
        back = await on_both.taps(awa, asked.labels[0], asked)
        assert await marked(on_both) == before, said
        await on_both.says(awa, "menu")
        await on_both.says(awa, "continuer")
        assert back.text
    for said in NO_WORDS:
        asked = await on_both.says(awa, said)
        assert "en quelques mots" in asked.text, said
        assert await marked(on_both) == before, said
    assert question.text


@BOTH
@pytest.mark.parametrize("said", ANSWERS)
async def test_a_wrong_answer_is_marked_at_once(on_both: Product, channel: str, said: str) -> None:
    awa, _ = await at_the_lesson(on_both, channel)
    assert "Pas encore" in (await on_both.says(awa, said)).text
    assert await marked(on_both) == (1, 0)


@BOTH
@pytest.mark.parametrize("where", [at_the_lesson, at_the_test])
async def test_what_she_says_is_her_answer_is_marked(on_both: Product, channel: str, where: Where) -> None:
    awa, _ = await where(on_both, channel)
    before = sum(await marked(on_both))
    asked = await on_both.says(awa, "quelqu'un a pris mon argent")
    await on_both.taps(awa, "C'est ma réponse", asked)
    assert sum(await marked(on_both)) == before + 1


@BOTH
@pytest.mark.parametrize("said", ["pays", "pays Sénégal", "j'ai déménagé au Sénégal", "j'ai changé de pays"])
async def test_who_learns_hears_when_she_can_choose_her_country(on_both: Product, channel: str, said: str) -> None:
    """She heard that paid work opens later, which says nothing of her country."""
    await module(on_both.database, [LESSON])
    awa = await enrolled(on_both, getattr(on_both, channel).person("Awa"))
    told = (await on_both.says(awa, said)).text
    assert "ton pays reste celui de ton inscription" in told and "écris « huber »" in told
    assert await value(on_both.database, "select country from person where role = 'trainee'") == "CI"


@BOTH
@pytest.mark.parametrize("said", ["les grands fleuves", "je veux faire le module fleuves"])
async def test_another_module_that_is_named_in_a_lesson_is_shown(on_both: Product, channel: str, said: str) -> None:
    """« Touche « Suite » quand tu as lu » was said to the title of a module, as it stands in the list."""
    await module(on_both.database, [LESSON])
    await module(on_both.database, [LESSON.replace("s-", "g-")], name="nil", title="Les grands fleuves", order=2)
    awa = await enrolled(on_both, getattr(on_both, channel).person("Awa"))
    shown = await on_both.taps(awa, "▶️ Commencer", await on_both.says(awa, "formation"))
    assert "Un écran." in shown.text
    shown = await on_both.says(awa, said)
    assert "Les grands fleuves" in shown.text and "1. Leçon" in shown.text
    assert "Un écran." in (await on_both.says(awa, "continuer")).text


@BOTH
@pytest.mark.parametrize("said", ["le car est tombé en panne", "on mange du riz avec du poisson"])
async def test_a_sentence_where_one_word_is_asked_for_is_asked_about(on_both: Product, channel: str, said: str) -> None:
    """Any sentence was a wrong answer, whoever it was for."""
    awa, _ = await at_the_lesson(on_both, channel)
    await on_both.says(awa, "wifi")
    before = await marked(on_both)
    asked = await on_both.says(awa, said)
    assert "C'est ma réponse" in asked.labels and await marked(on_both) == before
    await on_both.taps(awa, "C'est ma réponse", asked)
    assert await marked(on_both) != before
