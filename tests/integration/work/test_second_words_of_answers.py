"""Words that correct, where something else is asked or was just settled: never the next answer unasked, never met with
« Choisis une des réponses »; on both platforms."""

from __future__ import annotations

import pytest

from tests.integration.quality.test_reviews_of_kinds import BOARDS
from tests.integration.scenes import rows, value
from tests.integration.telegram.test_interruptions import ONE_RECEIPT, RECEIPTS
from tests.integration.test_screens import BOTH, working
from tests.integration.work.test_second_thoughts import given
from tests.product import COMMENTS, Product, comments

OF_SIGNS = """
name: panneaux
title: Recopier des panneaux
kind: transcription
question: "Qu'est-ce qui est écrit sur ce panneau ?"
show: {image: "{image}"}
pay: {amount: "0.10", currency: EUR}
minutes: 1
"""


@pytest.fixture
def product(on_both: Product) -> Product:
    return on_both


@BOTH
@pytest.mark.parametrize(
    "said", ["corriger la somme", "plutôt BAR24", "plutôt BAR 24", "ah pardon BAR 24", "non BAR 24"]
)
@pytest.mark.parametrize("kind", ["text", "entry"])
async def test_a_correction_below_a_question_about_what_she_means_is_not_stored(
    product: Product, channel: str, kind: str, said: str
) -> None:
    """« Plutôt BAR24 » was stored as her answer; in a form it was the shop."""
    if kind == "text":
        awa = await working(product, channel, "text")
    else:
        await product.project(RECEIPTS, ONE_RECEIPT)
        awa = await product.joined(product.somebody(channel))
        await product.taps(awa, "Accepter")
    assert "juste un signe" in (await product.says(awa, "👍👍")).text
    told = await product.says(awa, said)
    assert "Total (2 sur 3)" not in told.text and "C'est ma réponse" in told.labels
    assert await given(product) == []


@BOTH
async def test_the_answer_before_that_is_written_out_anew_is_no_answer_to_the_next(
    product: Product, channel: str
) -> None:
    """« Non ya une faute » was asked about, and the whole sign, put right, stood for the next one."""
    awa = await working(product, channel, "text")
    await product.says(awa, "Deux femmes vendent des mangues au marché le dimanche")
    assert "tu parles de ta réponse d'avant" in (await product.says(awa, "oups c samedi")).text
    right = "Deux femmes vendent des mangues au marché le samedi"
    asked = await product.says(awa, right)
    assert asked.labels == ["↩️ La corriger", "C'est ma réponse"] and len(await given(product)) == 1
    await product.taps(awa, "↩️ La corriger", asked)
    await product.says(awa, right)
    assert await given(product) == [right]
    assert "tu parles de ta réponse d'avant" in (await product.says(awa, "ah non c le vendredi")).text
    assert await given(product) == [right]


@BOTH
@pytest.mark.parametrize("said", ["oups", "j'ai fait une faute", "oups faute"])
async def test_what_is_written_where_she_is_asked_whether_she_corrects_is_no_answer_unasked(
    product: Product, channel: str, said: str
) -> None:
    """« Oups », « tu veux corriger ta dernière réponse ? », and « un bus rouge » was the answer to the next task."""
    awa = await working(product, channel, "text")
    await product.says(awa, "Deux femmes vendent des mangues")
    assert "C'est ma réponse" in (await product.says(awa, said)).labels
    asked = await product.says(awa, "Un bus rouge")
    assert asked.labels == ["↩️ La corriger", "C'est ma réponse"] and len(await given(product)) == 1
    await product.taps(awa, "C'est ma réponse")
    assert sorted(await given(product)) == ["Deux femmes vendent des mangues", "Un bus rouge"]


@BOTH
async def test_figures_are_the_answer_where_the_whole_answer_is_asked_for(product: Product, channel: str) -> None:
    """« Sinon, écris toute la bonne réponse » was said, and what she wrote then was asked about as well."""
    await product.project(RECEIPTS, ONE_RECEIPT)
    awa = await product.joined(product.somebody(channel))
    await product.taps(awa, "Accepter")
    assert "écris toute la bonne réponse" in (await product.says(awa, "quinze mille")).text
    assert "Total (2 sur 3)" in (await product.says(awa, "24")).text


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        *((said, True) for said in ("plutôt BAR24", "Plutôt BAR 24", "Non BAR24", "BAR24 plutôt", "ah non c BAR 24")),
        *((said, False) for said in ("Non fumeur", "NON FUMEUR", "BAR PLUTÔT", "NON 24")),
    ],
)
async def test_a_correction_is_no_sign(product: Product, said: str, asked: bool) -> None:
    """« Plutôt BAR24 », written of the answer before or of nothing, was what stands on the picture. Where nothing was
    answered before, nothing else is offered to be corrected."""
    await product.project(OF_SIGNS, "id,image\n1,images/pain.png\n2,images/pain.png\n", base=BOARDS)
    awa = await product.joined(product.somebody("telegram"))
    await product.taps(awa, "Accepter")
    told = await product.says(awa, said)
    assert ("je note ces mots tels quels" in told.text) is asked, told.text
    assert len(await given(product)) == (0 if asked else 1)
    assert "↩️ La corriger" not in told.labels


@BOTH
@pytest.mark.parametrize(
    ("word", "settled", "thought", "told"),
    [
        *(("rappels", ["vendredi 19h"], said, "à 20 h ces jours-là") for said in ("non 20h", "plutôt 20h")),
        ("rappels", ["vendredi 19h"], "oups mardi", "à 19 h ces jours-là, quand il y a du travail : mardi"),
        (
            "rappels",
            ["vendredi 19h"],
            "c mardi pas vendredi",
            "à 19 h ces jours-là, quand il y a du travail : mardi",
        ),
        ("rappels", ["vendredi 19h"], "oups", "Tes rappels"),
        ("/projet changer", ["Mon activité", "moto 400 000"], "plutot moto 450 000", "450 000 F CFA"),
        ("/projet changer", ["Mon activité", "moto 400 000"], "non c'est 450 000", "Quel projet"),
        ("pause", ["3 jours"], "non 2 jours", "vendredi 6 mars"),
        *(("secret", ["4071"], said, "Écris ton code secret hiteuses actuel") for said in ("non 7392", "oups 7392")),
    ],
)
async def test_a_second_thought_about_what_was_settled_is_taken_below_a_task_with_choices(
    product: Product, channel: str, word: str, settled: list[str], thought: str, told: str
) -> None:
    """It got « Choisis une des réponses ci-dessous »."""
    awa = await working(product, channel)
    for said in (word, *settled):
        await product.says(awa, said)
    heard = await product.says(awa, thought)
    assert told in heard.text and "7392" not in heard.text
    assert await given(product) == []


@BOTH
async def test_another_code_is_neither_shown_nor_kept_where_any_words_are_taken(product: Product, channel: str) -> None:
    """« Non 7392 » stood in what was asked, and was a tap away from the client's data."""
    awa = await working(product, channel, "text")
    for said in ("secret", "4071"):
        await product.says(awa, said)
    told = await product.says(awa, "non 7392")
    assert "Écris ton code secret hiteuses actuel" in told.text and "7392" not in told.text
    assert "7392" not in str(await rows(product.database, "select asked, stack from conversation"))
    assert await given(product) == []


@BOTH
async def test_what_answers_the_task_is_no_second_thought_about_what_was_settled(
    product: Product, channel: str
) -> None:
    awa = await working(product, channel)
    for said in ("rappels", "vendredi 19h"):
        await product.says(awa, said)
    assert "✅ Noté" in (await product.says(awa, "non, haine")).text
    assert await given(product) == ["haine"]
    assert [row["at"].hour for row in await rows(product.database, "select at from reminder")] == [19]
    for said in ("mettre de côté 20 %", "rappels", "plutôt vendredi 7 h"):  # it asked how much to set aside
        await product.says(awa, said)
    assert [row["at"].hour for row in await rows(product.database, "select at from reminder")] == [7]


@BOTH
@pytest.mark.parametrize("said", ["ah pardon", "ah oups", "oups"])
async def test_a_sigh_with_an_excuse_shows_the_answer_before(product: Product, channel: str, said: str) -> None:
    awa = await working(product, channel)
    await product.says(awa, "acceptable")
    assert "Ta dernière réponse" in (await product.says(awa, said)).text


@BOTH
@pytest.mark.parametrize(
    ("said", "told"),
    [
        *(("merci pour l argent", "Avec plaisir"), ("merci pour la paie", "Avec plaisir")),
        *(("désolée j étais au village", "💛"), ("pardon pour le retard", "💛")),
    ],
)
async def test_thanks_and_an_excuse_correct_nothing(product: Product, channel: str, said: str, told: str) -> None:
    """« Désolée j'étais au village » heard that there is nothing to correct, or showed her last answer."""
    awa = await working(product, channel)
    assert told in (await product.says(awa, said)).text
    await product.says(awa, "acceptable")
    heard = (await product.says(awa, said)).text
    assert told in heard and "corriger" not in heard and "Ta dernière réponse" not in heard
    await product.says(awa, "pause courte")
    assert told in (await product.says(awa, said)).text
    assert await given(product) == ["ok"]


@BOTH
@pytest.mark.parametrize("said", ["non Chez Aminata", "non FAC-002", "plutot Chez Aminata"])
async def test_a_no_in_a_form_is_asked_about_before_it_is_the_next_field(
    product: Product, channel: str, said: str
) -> None:
    await product.project(RECEIPTS.replace("type: amount", "type: text"), ONE_RECEIPT)
    awa = await product.joined(product.somebody(channel))
    await product.taps(awa, "Accepter")
    await product.says(awa, "Chez Awa")
    asked = await product.says(awa, said)
    assert asked.labels == ["↩️ La corriger", "C'est ma réponse"]
    assert "Magasin (1 sur 3)" in (await product.taps(awa, "↩️ La corriger", asked)).text


@BOTH
async def test_a_no_that_is_no_value_of_this_field_leads_to_the_field_before(product: Product, channel: str) -> None:
    await product.project(RECEIPTS, ONE_RECEIPT)
    awa = await product.joined(product.somebody(channel))
    await product.taps(awa, "Accepter")
    await product.says(awa, "Chez Awa")
    assert "Magasin (1 sur 3)" not in (await product.says(awa, "non y en a pas")).text
    again = (await product.says(awa, "non Chez Aminata")).text
    assert again.startswith("Une chose à la fois. Écris seulement : Magasin.") and "Magasin (1 sur 3)" in again
    await product.says(awa, "Chez Aminata")
    await product.says(awa, "20 000")
    assert "Chez Aminata" in (await product.says(awa, "3/3/2026")).text


@BOTH
async def test_there_is_none_below_the_summary_reports_no_fault(product: Product, channel: str) -> None:
    """« Il n y en a pas » opened « Qu'est-ce qui ne va pas avec cette tâche ? »."""
    await product.project(RECEIPTS, ONE_RECEIPT)
    awa = await product.joined(product.somebody(channel))
    await product.taps(awa, "Accepter")
    for said in ("Chez Awa", "20 000", "3/3/2026"):
        await product.says(awa, said)
    assert "ce que tu veux corriger" in (await product.says(awa, "il n y en a pas")).text
    await product.taps(awa, "✅ Tout est juste")
    assert len(await given(product)) == 1


@BOTH
async def test_the_work_that_she_named_is_shown_after_a_yes(product: Product, channel: str) -> None:
    """« Noter des réponses », and then « oui », showed what came first, and the next « oui » took that."""
    awa = await working(product, channel, "text")
    for n, title in enumerate(("Photos de plats", "Avis de clientes", "Noter des réponses")):
        named = COMMENTS.replace("name: commentaires", f"name: p{n}")
        await product.project(named.replace("title: Modération de commentaires", f"title: {title}"), comments(3))
    asked = await product.says(awa, "Noter des réponses")
    assert "Tu veux un autre travail" in asked.text
    shown = await product.says(awa, "oui")
    assert "Noter des réponses" in shown.text.partition("par tâche")[0]
    await product.says(awa, "oui")
    held = "select p.name from answer a join task t on t.id = a.task_id join project p on p.id = t.project_id"
    assert await value(product.database, f"{held} where a.status = 0") == "p2"


@BOTH
async def test_a_field_is_named_alone_where_the_form_is_checked(product: Product, channel: str) -> None:
    """« Le total » got « Touche « Tout est juste », ou ce que tu veux corriger », and so did « reprendre le total »."""
    await product.project(RECEIPTS.replace("label: Total", "label: Total à payer"), ONE_RECEIPT)
    awa = await product.joined(product.somebody(channel))
    await product.taps(awa, "Accepter")
    for said in ("Chez Awa", "12 500", "3/10/2026"):
        shown = await product.says(awa, said)
    assert "Vérifie ce que tu as écrit" in shown.text
    for said, right in (("le total", "12 600"), ("reprendre le total", "12 700")):
        assert "Total à payer (2 sur 3)" in (await product.says(awa, said)).text, said
        assert right in (await product.says(awa, right)).text.replace("\u202f", " ").replace("\xa0", " ")


@BOTH
@pytest.mark.parametrize(
    "said", ["le total c'était 1500", "non la date c'était le 4/10", "mince le magasin c'était Awa"]
)
async def test_what_a_field_of_the_form_before_was_opens_that_form(product: Product, channel: str, said: str) -> None:
    """« Une chose à la fois. Écris seulement : Magasin » was said, with the next receipt above."""
    await product.project(RECEIPTS, ONE_RECEIPT)
    awa = await product.joined(product.somebody(channel))
    await product.taps(awa, "Accepter")
    for each in ("Chez Awa", "12 500", "3/10/2026", "tout est juste"):
        shown = await product.says(awa, each)
    assert "Chez Fatou" in shown.text
    before = await given(product)
    assert "Ta dernière réponse" in (await product.says(awa, said)).text
    assert await given(product) == before and len(before) == 1
