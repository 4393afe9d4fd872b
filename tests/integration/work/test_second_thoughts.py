"""A second thought on the question just answered: it corrects the answer, or she is told plainly that it does not; on
both platforms. It never makes a second answer or a second pay."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.announcements.announcing import sent, written
from tests.integration.scenes import rows, value
from tests.integration.telegram.test_interruptions import ONE_RECEIPT, RECEIPTS
from tests.integration.telegram.test_taps import answers
from tests.integration.test_screens import BOTH, working
from tests.integration.threads.listening import huber
from tests.integration.training.lessons import KEYS, enrolled, lesson, module, read
from tests.integration.work.test_beside import SOUNDS
from tests.product import COMMENTS, Product, comments

MANY = COMMENTS.replace(
    "  - {id: pub, label: Publicité}\n",
    "  - {id: pub, label: Publicité}\n  - {id: arnaque, label: Arnaque}\n  - {id: hors, label: Hors sujet}\n",
)


@pytest.fixture
def product(on_both: Product) -> Product:
    return on_both


async def given(product: Product) -> list[Any]:
    found = await rows(
        product.database,
        "select a.value from answer a join task t on t.id = a.task_id join project p on p.id = t.project_id"
        " where a.status = 1 and not p.practice order by a.task_id",
    )
    return [row["value"] for row in found]


async def paid(product: Product) -> int:
    """Units booked for answers of projects."""
    found: int = await value(
        product.database,
        "select coalesce(sum(units), 0)::int from transfer where key like 'answer:%%'",
    )
    return found


@BOTH
@pytest.mark.parametrize("config", [COMMENTS, MANY], ids=["buttons", "list"])
async def test_another_choice_of_the_question_just_answered_corrects_the_answer(
    product: Product, channel: str, config: str
) -> None:
    await product.project(config, comments(5))
    awa = await product.joined(product.somebody(channel))
    task = await product.taps(awa, "Accepter")
    await product.taps(awa, "Acceptable", task)
    pay = await paid(product)
    said = await product.taps(awa, "Haine", task)
    assert "C'est corrigé : Haine" in said.text and "Commentaire numéro 2" in said.text
    assert await given(product) == ["haine"] and await paid(product) == pay
    assert "✅ Noté" in (await product.taps(awa, "Publicité", said)).text
    assert await given(product) == ["haine", "pub"]


@BOTH
async def test_the_same_choice_twice_is_one_tap_and_costs_no_message(product: Product, channel: str) -> None:
    awa = await working(product, channel)
    task = awa.last
    await awa.taps("Haine", task)
    await awa.taps("Haine", task)
    (said,) = await product.heard(awa)
    assert "Commentaire numéro 2" in said.text
    assert await given(product) == ["haine"]


@BOTH
async def test_two_fingers_at_once_leave_one_answer_and_the_last_choice_is_told(product: Product, channel: str) -> None:
    awa = await working(product, channel)
    task = awa.last
    await awa.taps("Acceptable", task)
    await awa.taps("Haine", task)
    _, said = await product.heard(awa)
    assert "C'est corrigé : Haine" in said.text
    assert await given(product) == ["haine"]


@BOTH
async def test_after_it_is_accepted_she_is_told_so(product: Product, channel: str) -> None:
    awa = await working(product, channel)
    task = awa.last
    assert "orriger" in str(await product.taps(awa, "Acceptable", task))
    await product.forward(hours=25)
    await product.heard(awa)
    assert "orriger" not in str(await product.says(awa, "travail"))
    for said in ("prouve le", "envoie le reçu"):  # the button was back with the second of them
        assert "orriger" not in str(await product.says(awa, said)), said
    assert "seule ta dernière réponse peut changer" in (await product.taps(awa, "Haine", task)).text
    assert await given(product) == ["ok"]


@BOTH
async def test_it_corrects_the_last_answer_of_all(product: Product, channel: str) -> None:
    await product.project(data=comments(1))
    awa = await product.joined(product.somebody(channel))
    task = await product.taps(awa, "Accepter")
    await product.taps(awa, "Acceptable", task)
    assert "C'est corrigé : Haine" in (await product.taps(awa, "Haine", task)).text
    assert await given(product) == ["haine"]


@BOTH
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("pardon, haine", "C'est corrigé : Haine"),
        ("je voulais dire haine", "C'est corrigé : Haine"),
        ("c'etait 2", "C'est corrigé : Haine"),
        ("la derniere cetait haine", "C'est corrigé : Haine"),
        ("c'etait haine et acceptable", "Ta dernière réponse"),
        *(("je me suis trompée", "Ta dernière réponse"), ("g mal lu c haine", "C'est corrigé : Haine")),
        ("oups je sais plus", "Ta dernière réponse"),
        ("non haine pardon", "C'est corrigé : Haine"),
        ("non 2 pardon", "C'est corrigé : Haine"),
        ("non la 2 dsl", "C'est corrigé : Haine"),
        ("nn haine pardon", "C'est corrigé : Haine"),
        ("non, haine", "✅ Noté"),  # to « Ce commentaire est-il acceptable ? »
        *(("ah pardon, haine", "C'est corrigé : Haine"), ("oh oups haine", "C'est corrigé : Haine")),
        *(("ah mince c'était haine", "C'est corrigé : Haine"), ("aïe pardon 2", "Ta dernière réponse")),
    ],
)
async def test_a_second_thought_in_words(product: Product, channel: str, text: str, said: str) -> None:
    awa = await working(product, channel)
    await product.says(awa, "acceptable")
    assert said in (await product.says(awa, text)).text
    assert await given(product) == (["haine"] if "corrigé" in said else ["ok", "haine"] if "Noté" in said else ["ok"])


ABOUT_WHAT = (
    COMMENTS.replace("Ce commentaire est-il acceptable ?", "De quoi ce commentaire parle-t-il ?")
    .replace("label: Acceptable", "label: Le produit")
    .replace("label: Haine", "label: Le prix")
)


@BOTH
@pytest.mark.parametrize("said", ["non le prix", "non c'est le prix", "non, le prix"])
async def test_a_no_answers_no_question_that_asks_which(product: Product, channel: str, said: str) -> None:
    """« Non le prix », after « le produit », was the answer to the next task, and paid."""
    await product.project(ABOUT_WHAT)
    awa = await product.joined(product.somebody(channel))
    await product.taps(awa, "Accepter")
    await product.says(awa, "le produit")
    asked = await product.says(awa, said)
    assert asked.labels == ["↩️ La corriger", "C'est ma réponse"]
    assert "tu parles de ta réponse d'avant" in (await product.says(awa, "le prix")).text
    assert await given(product) == ["ok"]
    assert "Ta dernière réponse" in (await product.says(awa, "oui la corriger")).text
    await product.says(awa, "le prix")
    assert await given(product) == ["haine"]


@BOTH
@pytest.mark.parametrize(
    "said",
    [
        *("non la 2", "non 2 svp", "non non c'est la 2", "non mets 2", "nn la 2", "ah non 2"),
        *("plutôt 2", "plutôt haine", "la haine plutôt"),
    ],
)
async def test_a_number_behind_a_no_is_asked_about(product: Product, channel: str, said: str) -> None:
    awa = await working(product, channel)
    await product.says(awa, "acceptable")
    asked = await product.says(awa, said)
    assert asked.labels == ["↩️ La corriger", "C'est ma réponse"]
    assert await given(product) == ["ok"]
    await product.taps(awa, "↩️ La corriger", asked)
    await product.says(awa, "2")
    assert await given(product) == ["haine"]
    asked = await product.says(awa, said)
    await product.taps(awa, "C'est ma réponse", asked)
    assert await given(product) == ["haine", "haine"]


@BOTH
@pytest.mark.parametrize(
    "said",
    ["jai changé d'avis sur celle d'avant", "finalement je prefere l'autre", "non plutot lautre"],
)
async def test_who_changes_her_mind_sees_her_last_answer(product: Product, channel: str, said: str) -> None:
    awa = await working(product, channel)
    await product.says(awa, "acceptable")
    assert "Ta dernière réponse" in (await product.says(awa, said)).text
    assert await given(product) == ["ok"]


@BOTH
async def test_where_any_words_are_an_answer_she_is_asked(product: Product, channel: str) -> None:
    awa = await working(product, channel, "text")
    await product.says(awa, "Une rue pavée")
    asked = await product.says(awa, "pardon, une rue en terre")
    assert asked.labels == ["↩️ La corriger", "C'est ma réponse"]
    assert await given(product) == ["Une rue pavée"]
    assert "Une rue pavée" in (await product.taps(awa, "↩️ La corriger", asked)).text
    await product.says(awa, "Une rue en terre")
    assert await given(product) == ["Une rue en terre"]


@BOTH
@pytest.mark.parametrize("kind", ["choice", "text"])
@pytest.mark.parametrize(
    "said", ["corriger la dernière", "corrige la derniere", "je veux corriger ma dernière réponse"]
)
async def test_who_wants_to_correct_the_last_answer_sees_it(
    product: Product, channel: str, kind: str, said: str
) -> None:
    """« Corriger la dernière », the label of the button, asked what was meant, and what she wrote next was stored as
    the answer to the task below, and paid."""
    awa = await working(product, channel, kind)
    first, right, known = (
        ("Une rue pavée", "Une rue en terre", "Une rue en terre")
        if kind == "text"
        else ("acceptable", "haine", "haine")
    )
    await product.says(awa, first)
    assert "Ta dernière réponse" in (await product.says(awa, said)).text
    assert "corrigé" in (await product.says(awa, right)).text
    assert await given(product) == [known]


@BOTH
async def test_who_is_asked_what_she_meant_can_open_the_last_answer_in_words(product: Product, channel: str) -> None:
    awa = await working(product, channel, "text")
    await product.says(awa, "Une rue pavée")
    assert "tu parles de ta réponse d'avant" in (await product.says(awa, "pardon, une rue en terre")).text
    assert "Ta dernière réponse" in (await product.says(awa, "corrige la dernière")).text
    await product.says(awa, "Une rue en terre")
    assert await given(product) == ["Une rue en terre"]


@BOTH
@pytest.mark.parametrize(
    "said", ["ah pardon, une rue en terre", "oh oups c'est une rue en terre", "plutôt une rue en terre"]
)
async def test_a_sigh_before_a_second_thought_in_any_words_changes_nothing_about_it(
    product: Product, channel: str, said: str
) -> None:
    """« Ah pardon BAR CHEZ TATINE » stood in the client's data as the next answer, with these words."""
    awa = await working(product, channel, "text")
    await product.says(awa, "Une rue pavée")
    asked = await product.says(awa, said)
    assert asked.labels == ["↩️ La corriger", "C'est ma réponse"]
    assert await given(product) == ["Une rue pavée"]


@BOTH
async def test_an_answer_that_is_given_again_as_it_was_is_not_said_to_be_corrected(
    product: Product, channel: str
) -> None:
    """« Pas publicité » was not understood, and « valider » then said that the answer was corrected."""
    awa = await _answered(product, channel, "2 3")
    before = await given(product)
    asked = await product.says(awa, "corriger")
    said = await (product.taps(awa, "✅ Valider", asked) if channel == "telegram" else product.says(awa, "3 2"))
    assert "C'est bien ce que j'ai noté" in said.text and "corrigé" not in said.text
    assert await given(product) == before


@BOTH
async def test_another_offer_than_the_one_just_accepted_is_taken_instead(product: Product, channel: str) -> None:
    await product.project(COMMENTS, comments(3))
    await product.project(COMMENTS.replace("commentaires", "avis").replace("Modération", "Tri"), comments(3))
    awa = await product.joined(product.somebody(channel))
    offers = awa.last
    await product.taps(awa, "Accepter", offers)
    other = next(button for button in offers.buttons if "Tri" in button.label or button.label.startswith("2."))
    assert "Commentaire numéro 1" in (await product.taps(awa, other.data or "", offers)).text
    held = await rows(
        product.database,
        "select p.name from answer a join task t on t.id = a.task_id join project p on p.id = t.project_id"
        " where a.status = 0",
    )
    assert held == [{"name": "avis"}]


@BOTH
async def test_reminders_and_project_are_changed(product: Product, channel: str) -> None:
    awa = await working(product, channel)
    asked = await product.says(awa, "rappels")
    await product.taps(awa, 0, asked)
    assert "tous les jours" in (await product.taps(awa, 1, asked)).text
    asked = await product.says(awa, "/projet changer")
    await product.taps(awa, "🎓 Mes études", asked)
    assert "je change" in (await product.taps(awa, "🏠 Mon logement", asked)).text
    await product.says(awa, "un terrain à Yopougon")
    assert await value(product.database, "select kind from goal") == "housing"
    assert await answers(product) == 0


@BOTH
async def test_a_marked_answer_stays_and_she_is_told_so(product: Product, channel: str) -> None:
    await module(product.database, [lesson(1, KEYS[:3])])
    awa = await enrolled(product, product.somebody(channel))
    question = await read(product, awa, await product.taps(awa, "▶️ Commencer"))
    await product.taps(awa, "Ailleurs", question)
    said = await product.taps(awa, "Nulle part", question)
    assert "Ta première réponse compte" in said.text and "Question 2 sur 3" in said.text
    assert await value(product.database, "select count(*) from attempt") == 1


@BOTH
async def test_a_vote_may_be_changed(product: Product, channel: str) -> None:
    awa = await product.joined(product.somebody(channel))
    mariam = await huber(product, product.telegram.person("Mariam"))
    await written(product, mariam, "Atelier", "📊 Un sondage", "Quel jour ?\nSamedi\nDimanche")
    await sent(product, mariam)
    news = await product.answer(awa)
    await product.taps(awa, "Samedi", news)
    await product.taps(awa, "Dimanche", news)
    assert await rows(product.database, "select vote from recipient") == [{"vote": 1}]


@BOTH
async def test_a_yes_after_a_no_is_asked_once_more_and_a_no_after_a_yes_changes_nothing(
    product: Product, channel: str
) -> None:
    paul = await product.appointed(product.somebody(channel, "Paul"))
    await product.project()
    await product.says(paul, "projets")
    await product.says(paul, "1")
    asked = await product.says(paul, "mettre en pause")
    await product.taps(paul, "Non", asked)
    once_more = await product.taps(paul, "Oui", asked)
    assert "Tu confirmes" in once_more.text
    assert await value(product.database, "select status from project where name = 'commentaires'") == "open"
    await product.taps(paul, "Oui", once_more)
    assert "C'est déjà fait" in (await product.taps(paul, "Non", once_more)).text
    assert await value(product.database, "select status from project where name = 'commentaires'") == "paused"


@pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
@pytest.mark.parametrize("said", ["je me suis trompée", "oups"])
async def test_a_marked_answer_is_said_to_stay_and_the_words_are_no_answer(
    product: Product, channel: str, said: str
) -> None:
    gap = "# Leçon\n\nUn écran.\n\n```gift\n::a:: Dakar est au Sénégal. {T}\n\n::b:: Sa capitale est {=Dakar}.\n```\n"
    await module(product.database, [gap])
    learner = await enrolled(product, product.somebody(channel, "Awa"))
    await product.says(learner, "1")
    await product.says(learner, "1")
    await product.says(learner, "faux")
    asked = await product.says(learner, said)
    assert await value(product.database, "select count(*) from attempt") == 1
    told = await product.says(learner, "oui") if "ou c'est ta réponse" in asked.text else asked
    assert "Une réponse déjà donnée reste comme elle est" in told.text and "Sa capitale" in told.text


SEEN = COMMENTS.replace("kind: choice\n", "kind: choices\n").replace(
    "  - {id: pub, label: Publicité}\n",
    "  - {id: pub, label: Publicité}\n  - {id: tissu, label: Tissu ou habit}\n",
)


async def _answered(product: Product, channel: str, said: str) -> Any:
    await product.project(SEEN, comments(4))
    awa = await product.joined(product.somebody(channel))
    await product.taps(awa, "Accepter")
    await product.says(awa, said)
    if channel == "telegram":
        await product.says(awa, "valider")
    return awa


@BOTH
@pytest.mark.parametrize(
    ("text", "now"),
    [
        ("pardon, haine", ["haine"]),
        ("j'ai oublié tissu", ["haine", "pub", "tissu"]),
        ("oups il manque habit", ["haine", "pub", "tissu"]),
        ("ajoute haine", ["haine", "pub"]),
    ],
)
async def test_of_several_choices_one_said_in_words_replaces_them_or_is_added(
    product: Product, channel: str, text: str, now: list[str]
) -> None:
    awa = await _answered(product, channel, "2 3")
    said = (await product.says(awa, text)).text
    assert "C'est bien ce que j'ai noté" in said if now == ["haine", "pub"] else "C'est corrigé : Haine" in said
    assert await given(product) == [now]


@BOTH
@pytest.mark.parametrize(
    ("said", "now"),
    [
        *((said, ["haine", "pub", "tissu"]) for said in ("rajoute le 4", "j'ai oublié tissu", "tissu aussi")),
        *((said, ["haine"]) for said in ("enlève publicité", "pas publicité")),
        ("c pas publicité c tissu", ["haine", "tissu"]),
    ],
)
async def test_an_answer_that_is_shown_again_is_added_to(
    product: Product, channel: str, said: str, now: list[str]
) -> None:
    """Where no boxes can be ticked, what was forgotten stood in place of the whole answer. « Rajoute le 4 », « enlève
    publicité » were not understood."""
    awa = await _answered(product, channel, "2 3")
    await product.says(awa, "corriger")
    shown = await product.says(awa, said)
    if channel == "telegram":
        assert "☑ Haine" in shown.labels and await given(product) == [["haine", "pub"]]
        await product.says(awa, "valider")
    assert await given(product) == [now]


async def test_a_second_thought_on_what_is_ticked_is_about_the_open_task(product: Product) -> None:
    await product.project(SEEN, comments(2))
    awa = await product.joined(product.telegram.person("Awa"))
    task = await product.taps(awa, "Accepter")
    await product.says(awa, "haine")
    said = await product.says(awa, "pardon, publicité")
    assert "☑ Publicité" in said.labels and "Haine" in said.labels
    assert "☑ Tissu ou habit" in (await product.says(awa, "j'ai oublié tissu")).labels
    assert "☑ Acceptable" in (await product.taps(awa, "Acceptable", task)).labels
    await product.says(awa, "valider")
    assert await given(product) == [["ok", "pub", "tissu"]]


@BOTH
async def test_a_form_takes_another_choice_for_the_field_before(product: Product, channel: str) -> None:
    config = COMMENTS.replace("kind: choice\n", "kind: entry\n").split("choices:")[0] + (
        "fields:\n  - {id: ton, label: Ton, type: choice, choices: [{id: a, label: Calme}, {id: b, label: Fâché}]}\n"
        '  - {id: mot, label: Mot, type: text}\npay: {amount: "0.05", currency: EUR}\nanswers: {min: 2, max: 5}\n'
    )
    await product.project(config, comments(2))
    awa = await product.joined(product.somebody(channel))
    await product.taps(awa, "Accepter")
    first = awa.last
    await product.taps(awa, "Calme", first)
    assert "Mot (2 sur 2)" in (await product.taps(awa, "Fâché", first)).text
    await product.says(awa, "Dehors")
    await product.taps(awa, "✅ Tout est juste")
    assert await given(product) == [{"mot": "Dehors", "ton": "b"}]


@BOTH
@pytest.mark.parametrize("said", ["je me suis trompée de magasin", "j'ai fait une erreur sur le reçu", "jai mal ecri"])
async def test_a_mistake_in_a_form_leads_to_the_field_before(product: Product, channel: str, said: str) -> None:
    await product.project(RECEIPTS, ONE_RECEIPT)
    awa = await product.joined(product.somebody(channel))
    await product.taps(awa, "Accepter")
    await product.says(awa, "Chez Awa")
    assert "Magasin (1 sur 3)" in (await product.says(awa, said)).text
    await product.says(awa, "Chez Fatou")
    await product.taps(awa, "⏸ Pause courte")
    assert "Magasin" in (await product.says(awa, said)).text
    await product.says(awa, "Chez Ali")
    await product.says(awa, "12 500")
    assert "Chez Ali" in (await product.says(awa, "3/3/2026")).text


@BOTH
async def test_a_value_behind_a_no_with_an_excuse_fills_the_field_that_is_asked_for(
    product: Product, channel: str
) -> None:
    """It led to the field before, which took the next value."""
    await product.project(RECEIPTS, ONE_RECEIPT)
    awa = await product.joined(product.somebody(channel))
    await product.taps(awa, "Accepter")
    await product.says(awa, "Chez Awa")
    told = await product.says(awa, "non c 12 500 pardon")
    assert "Total : 12 500" in told.text and "Date (3 sur 3)" in told.text
    assert "Chez Awa" in (await product.says(awa, "non c le 3/3/2026 dsl")).text


@BOTH
async def test_help_while_she_corrects_is_about_the_answer_that_she_corrects(product: Product, channel: str) -> None:
    awa = await working(product, channel)
    await product.says(awa, "acceptable")
    await product.project(RECEIPTS, ONE_RECEIPT)
    await product.says(awa, "autre travail")
    await product.taps(awa, "Accepter")
    await product.says(awa, "corriger")
    told = (await product.says(awa, "je comprends pas")).text
    assert "Modération de commentaires" in told and "Saisie de reçus" not in told


@BOTH
async def test_an_excuse_before_an_answer_is_no_part_of_it(product: Product, channel: str) -> None:
    await product.project(data=comments(3))
    awa = await product.welcomed(product.somebody(channel))
    await product.says(awa, "oui")
    await product.says(awa, "euh, mon activité")
    await product.says(awa, "un salon de couture")
    practice = await product.says(awa, "désolée, lundi 20 h")
    assert "tâche d'essai" in practice.text
    assert [row["at"].hour for row in await rows(product.database, "select at from reminder")] == [20]
    assert "Tu viens de gagner" in (await product.says(awa, f"pardon, {practice.labels[1]}")).text
    await product.taps(awa, "Accepter")
    assert "✅ Noté" in (await product.says(awa, "alors 2")).text
    assert await given(product) == ["haine"]


@BOTH
async def test_an_excuse_before_her_number_is_about_no_task(product: Product, channel: str) -> None:
    awa = await working(product, channel)
    await product.says(awa, "acceptable")
    await product.says(awa, "paiement")
    asked = await product.says(awa, "pardon, 07 07 12 34 56")
    assert "J'ai lu : +225 07 07 12 34 56" in asked.text


@BOTH
async def test_who_lets_her_answer_be_has_not_changed_it(product: Product, channel: str) -> None:
    awa = await working(product, channel, "text")
    await product.says(awa, "Une rue pavée")
    await product.says(awa, "corriger")
    assert "corrigé" not in (await product.says(awa, "non laisse")).text
    assert await given(product) == ["Une rue pavée"]


@BOTH
async def test_of_an_answer_before_the_last_she_is_told_that_it_stays(product: Product, channel: str) -> None:
    awa = await working(product, channel)
    await product.says(awa, "haine")
    await product.says(awa, "haine")
    for said in (
        "l'avant-dernière c'est acceptable",
        "corriger l'avant-dernière",
        "non la première c'était acceptable",
    ):
        told = (await product.says(awa, said)).text
        assert "Tu peux corriger seulement ta dernière réponse" in told and "Commentaire numéro 3" in told
    assert await given(product) == ["haine", "haine"]


@BOTH
async def test_what_she_left_out_of_her_words_is_asked_about_before_it_is_the_next_answer(
    product: Product, channel: str
) -> None:
    awa = await working(product, channel, "text")
    await product.says(awa, "une femme vend des mangues")
    for said in (
        "nn elle vend des papayes",
        "en fait elle vend des papayes",
        "finalement c'est un homme",
        "j'ai oublié de dire qu'elle rit",
        "et un homme lui parle",
        "suite: et un homme lui parle",
        "parce que c'est jour de marché",
        "avec son bébé au dos",
        "elle porte un pagne bleu",
        "c pr la tache davan",
    ):
        asked = await product.says(awa, said)
        assert "tu parles de ta réponse d'avant" in asked.text, said
        assert await given(product) == ["une femme vend des mangues"]
    assert "Ta dernière réponse" in (await product.taps(awa, "↩️ La corriger", asked)).text


@BOTH
async def test_a_short_no_is_no_part_of_a_transcription(product: Product, channel: str) -> None:
    await product.project(SOUNDS, "id,url\n" + "".join(f"s{n},https://exemple.org/{n}.ogg\n" for n in range(1, 5)))
    awa = await product.joined(product.somebody(channel))
    await awa.taps("Accepter")
    await product.heard(awa)
    await awa.says("COIFFURE")
    await product.heard(awa)
    await awa.says("nn COIFFURE TATA")
    assert "tu parles de ta réponse d'avant" in (await product.heard(awa))[-1].text
    assert await given(product) == ["COIFFURE"]
    await awa.says("c'est ma réponse")
    await product.heard(awa)
    await awa.says("Non stop chez Tata")
    await product.heard(awa)
    assert (await given(product))[-1] == "Non stop chez Tata"


@BOTH
async def test_a_word_that_is_said_again_is_asked_about_before_it_is_the_next_answer(
    product: Product, channel: str
) -> None:
    awa = await working(product, channel, "text")
    await product.says(awa, "chez adjoua coiffure")
    for said in (
        "jmsuis trompé c pas adjoua c adjoa",
        "c pas adjoua c adjoa",
        "c adjoa et pas adjoua",
        "non c adjoa ke jvoulais dire",
        "jvoulais dire adjoa",
    ):
        asked = await product.says(awa, said)
        assert "tu parles de ta réponse d'avant" in asked.text, said
        assert await given(product) == ["chez adjoua coiffure"]
    await product.taps(awa, "↩️ La corriger", asked)
    for said in ("c adjoa et pas adjoua dans lautre", "jmsuis trompé c adjoa", "c'est adjoa que je voulais dire"):
        asked = await product.says(awa, said)
        assert "je note ces mots tels quels ?" in asked.text and asked.labels == ["C'est ma réponse"], said
        assert await given(product) == ["chez adjoua coiffure"]
    assert "C'est corrigé" in (await product.says(awa, "chez adjoa coiffure")).text
    assert await given(product) == ["chez adjoa coiffure"]


@BOTH
async def test_words_that_are_the_correction_as_they_are_are_kept(product: Product, channel: str) -> None:
    awa = await working(product, channel, "text")
    await product.says(awa, "adjoua")
    await product.says(awa, "corriger")
    asked = await product.says(awa, "c adjoa et pas adjoua")
    await product.taps(awa, "C'est ma réponse", asked)
    assert await given(product) == ["c adjoa et pas adjoua"]


async def test_a_label_that_is_typed_ticks_and_never_unticks(product: Product) -> None:
    awa = await _answered(product, "telegram", "haine")
    asked = await product.says(awa, "corriger")
    assert "☑ Haine" in asked.labels
    said = await product.says(awa, "haine")
    assert "« Haine » est déjà choisi" in said.text and "☑ Haine" in said.labels
    assert "☑ Publicité" in (await product.says(awa, "publicité")).labels
    await product.says(awa, "valider")
    assert await given(product) == [["haine", "pub"]]


@pytest.mark.parametrize("said", ["enlève publicité", "pas publicité", "non sans la publicité", "enlève le 3"])
async def test_what_is_ticked_is_taken_off_in_words(product: Product, said: str) -> None:
    """It was not understood, and « valider » sent what she did not mean."""
    awa = await _answered(product, "telegram", "haine")
    await product.says(awa, "haine")
    await product.says(awa, "publicité")
    shown = await product.says(awa, said)
    assert "☑ Haine" in shown.labels and "☑ Publicité" not in shown.labels
    await product.says(awa, "valider")
    assert await given(product) == [["haine"], ["haine"]]
    await product.says(awa, "corriger")
    assert "☑ Haine" in (await product.says(awa, said)).labels  # what is not ticked is not taken off


async def test_numbers_are_added_to_what_is_ticked_and_wait_for_the_button(product: Product) -> None:
    await product.project(SEEN, comments(4))
    awa = await product.joined(product.telegram.person("Awa"))
    await product.taps(awa, "Accepter")
    assert "☑ Haine" in (await product.says(awa, "2")).labels
    said = await product.says(awa, "3 4")
    assert {"☑ Haine", "☑ Publicité", "☑ Tissu ou habit"} <= set(said.labels) and await given(product) == []
    await product.says(awa, "valider")
    assert await given(product) == [["haine", "pub", "tissu"]]
    await product.says(awa, "2")
    await product.says(awa, "tout sauf haine")  # names the whole answer
    assert await given(product) == [["haine", "pub", "tissu"], ["ok", "pub", "tissu"]]


@BOTH
async def test_numbers_for_an_answer_that_is_shown_again_stand_in_its_place(product: Product, channel: str) -> None:
    awa = await _answered(product, channel, "2 3")
    await product.says(awa, "corriger")
    assert "C'est corrigé" in (await product.says(awa, "1 4")).text
    assert await given(product) == [["ok", "tissu"]]


@BOTH
async def test_who_is_not_done_corrects_nothing(product: Product, channel: str) -> None:
    await product.project(data=comments(1))
    awa = await product.joined(product.somebody(channel))
    await product.taps(awa, "Accepter")
    await product.says(awa, "acceptable")
    assert "Ta dernière réponse" not in (await product.says(awa, "attend jé pa fini")).text
    assert await given(product) == ["ok"]


@BOTH
async def test_what_is_nearly_the_answer_before_is_asked_about(product: Product, channel: str) -> None:
    awa = await working(product, channel, "text")
    await product.says(awa, "SUPERETTE LA GRACE")
    asked = await product.says(awa, "non c SUPERETTE LA GRASSE")
    assert asked.labels == ["↩️ La corriger", "C'est ma réponse"]
    assert await given(product) == ["SUPERETTE LA GRACE"]
    await product.taps(awa, "↩️ La corriger", asked)
    await product.says(awa, "SUPERETTE LA GRASSE")
    assert await given(product) == ["SUPERETTE LA GRASSE"]
    await product.says(awa, "non c'est une boutique verte")  # another answer, which only begins like one
    assert len(await given(product)) == 2


@BOTH
async def test_a_sorry_behind_a_number_corrects(product: Product, channel: str) -> None:
    awa = await working(product, channel)
    await product.says(awa, "acceptable")
    assert "C'est corrigé : Haine" in (await product.says(awa, "c 2 desolé")).text
    assert await given(product) == ["haine"]
    assert "Qu'est-ce qui ne va pas" in (await product.says(awa, "signaler")).text


@BOTH
async def test_words_of_a_form_that_correct_themselves_are_asked_about(product: Product, channel: str) -> None:
    """« SALON BELLE non BEL FEMME » stood in the client's data with both names."""
    await product.project(RECEIPTS, ONE_RECEIPT)
    awa = await product.joined(product.somebody(channel))
    await product.taps(awa, "Accepter")
    asked = await product.says(awa, "SALON BELLE non BEL FEMME")
    assert "je note ces mots tels quels ?" in asked.text and asked.labels == ["C'est ma réponse"]
    assert "BEL FEMME" not in (await product.says(awa, "SALON BEL FEMME")).text


@BOTH
async def test_a_second_thought_after_a_text_that_was_no_answer_is_asked_about(product: Product, channel: str) -> None:
    """« 1 ou 2 », and then « finalement 1 », corrected the answer to the task before."""
    awa = await working(product, channel)
    await product.taps(awa, "Haine")
    assert "C'est corrigé" in (await product.says(awa, "finalement acceptable")).text
    assert await given(product) == ["ok"]
    assert "corrigé" not in (await product.says(awa, "1 ou 2")).text
    assert "tu parles de ta réponse d'avant" in (await product.says(awa, "non finalement haine")).text
    await product.taps(awa, "C'est ma réponse")
    assert await given(product) == ["ok", "haine"]


@BOTH
@pytest.mark.parametrize(
    ("word", "settled", "thought", "back"),
    [
        ("rappels", ["vendredi 19h"], "c mardi pas vendredi", "Tes rappels"),
        ("rappels", ["vendredi 19h"], "non jme sui trompé", "Tes rappels"),
        ("pause", ["3 jours"], "non plutot 2 semaines", "Combien de temps"),
        ("mettre de cote", ["500"], "en fait c'est trop", "de côté"),
        ("/projet changer", ["Mes études", "une licence 600 000"], "non c'est un master", "Quel projet"),
        ("secret", ["4071"], "attends c'est pas ça", "code secret"),
    ],
)
async def test_a_second_thought_about_what_was_just_settled_is_no_answer_to_the_task(
    product: Product, channel: str, word: str, settled: list[str], thought: str, back: str
) -> None:
    """« C mardi pas vendredi », after her reminders, was stored as her answer; the reminder stayed on friday."""
    awa = await working(product, channel, "text")
    for said in (word, *settled):
        await product.says(awa, said)
    asked = await product.says(awa, thought)
    assert "tu parles de ce que tu viens de régler, ou c'est ta réponse" in asked.text
    assert back in (await product.taps(awa, "↩️ Y revenir", asked)).text
    assert await given(product) == []


@BOTH
async def test_a_mistake_is_the_one_that_was_just_made(product: Product, channel: str) -> None:
    """It led to the answer of a task from before."""
    awa = await working(product, channel)
    await product.says(awa, "haine")
    await product.says(awa, "rappels")
    await product.says(awa, "vendredi 19h")
    assert "Tes rappels" in (await product.says(awa, "non jme sui trompé")).text
    await product.says(awa, "mardi 19h")
    await product.forward(minutes=11)
    assert "Ta dernière réponse" in (await product.says(awa, "je me suis trompée")).text


@BOTH
@pytest.mark.parametrize(
    ("said", "told"),
    [
        (["pays", "annuler", "annule"], "je ne fais rien"),
        (["rappels", "laisse tomber", "annule ça"], "je ne fais rien"),
        (["huber bonjour maman", "annule"], "Un message parti ne s'efface pas"),
    ],
)
async def test_what_settled_nothing_is_not_said_to_stay(
    product: Product, channel: str, said: list[str], told: str
) -> None:
    awa = await product.joined(product.somebody(channel))
    for each in said:
        last = await product.says(awa, each)
    assert told in last.text and "Y revenir" not in last.labels


@BOTH
async def test_a_wish_is_heard_while_an_answer_that_has_been_accepted_is_shown_to_be_corrected(
    product: Product, channel: str
) -> None:
    """« Supprime mon compte » got « Il n'y a rien à corriger »."""
    awa = await working(product, channel)
    await product.says(awa, "haine")
    assert "Ta dernière réponse" in (await product.says(awa, "corriger")).text
    await product.forward(hours=25)
    await product.heard(awa)
    await awa.says("supprime mon compte")
    assert "14 jours pour changer d'avis" in (await product.heard(awa))[-1].text
    await product.says(awa, "Non, je reste")
    assert "rien à corriger" in (await product.says(awa, "acceptable")).text
    assert "Commentaire numéro 2" in (await product.says(awa, "travail")).text


async def _one_form_sent(product: Product, channel: str) -> Any:
    await product.project(RECEIPTS, ONE_RECEIPT)
    awa = await product.joined(product.somebody(channel))
    await product.taps(awa, "Accepter")
    for said in ("Chez Awa", "20 000", "3/3/2026"):
        await product.says(awa, said)
    await product.taps(awa, "✅ Tout est juste")
    return awa


@BOTH
async def test_a_correction_of_the_form_that_was_sent_opens_it_in_a_pause(product: Product, channel: str) -> None:
    """« Tu étais en pause : rien n'est noté » was said, and the next form came."""
    awa = await _one_form_sent(product, channel)
    await product.taps(awa, "⏸ Pause courte")
    assert "20 000" in (await product.says(awa, "Non c'est 2000 pas 20000")).text
    assert [each["total"] for each in await given(product)] == ["20000"]


@BOTH
@pytest.mark.parametrize(
    "said",
    ["le total de tout a lheure c'est 2000 pas 20000", "celui d'avant c'était 2000", "la fiche précédente c faux"],
)
async def test_what_is_said_of_the_form_before_is_no_name_of_a_shop(product: Product, channel: str, said: str) -> None:
    awa = await _one_form_sent(product, channel)
    asked = await product.says(awa, said)
    assert "tu parles de ta réponse d'avant ?" in asked.text
    assert "20 000" in (await product.taps(awa, "↩️ La corriger")).text


@pytest.mark.parametrize(
    ("said", "ticked"),
    [
        (["2", "c pas 2 c 3"], {"Publicité"}),
        (["2", "tissu aussi"], {"Haine", "Tissu ou habit"}),
        (["2", "aussi tissu", "juste 1"], {"Acceptable"}),
        (["2", "tout faux annule"], set()),
        (["2", "c pas 1 c 3"], {"Haine"}),
    ],
)
async def test_what_is_ticked_is_changed_in_words(product: Product, said: list[str], ticked: set[str]) -> None:
    """« C pas 2 c 3 » and « tissu aussi » were not understood, and « juste 1 » was added."""
    await product.project(SEEN, comments(4))
    awa = await product.joined(product.somebody("telegram"))
    await product.taps(awa, "Accepter")
    for each in said:
        shown = await product.says(awa, each)
    assert {label.removeprefix("☑ ") for label in shown.labels if label.startswith("☑")} == ticked


@BOTH
@pytest.mark.parametrize(
    "said", ["juste 1", "tissu aussi", "et tissu", "+ tissu", "et la 3", "c pas 2 c 3", "non juste 1"]
)
async def test_where_the_answer_before_may_be_meant_she_is_asked(product: Product, channel: str, said: str) -> None:
    """« Juste 1 », of the answer before, ticked the next task, or was sent for it."""
    await product.project(SEEN, comments(4))
    awa = await product.joined(product.somebody(channel))
    await product.taps(awa, "Accepter")
    await product.says(awa, "1 et 2")
    asked = await product.says(awa, said)
    assert "ta réponse d'avant" in asked.text and asked.labels == ["↩️ La corriger", "C'est ma réponse"]
    assert await given(product) == [["ok", "haine"]]


@BOTH
@pytest.mark.parametrize(
    "said", ["erreur c la 1 la derniere", "erreur la derniere c 1", "la derniere c'est la 1 erreur"]
)
async def test_the_last_one_that_is_named_is_corrected(product: Product, channel: str, said: str) -> None:
    awa = await working(product, channel)
    await product.says(awa, "Haine")
    assert "C'est corrigé : Acceptable" in (await product.says(awa, said)).text
    assert await given(product) == ["ok"]


@BOTH
async def test_what_is_not_good_is_the_choice_that_says_wrong(product: Product, channel: str) -> None:
    """« Le mail est pas bon » was not understood; behind « nan » it may be about the answer before."""
    labels = {"Acceptable": "Tout est juste", "Haine": "E-mail faux", "Publicité": "Adresse fausse"}
    config = COMMENTS
    for label, other in labels.items():
        config = config.replace(f"label: {label}", f"label: {other}")
    await product.project(config, comments(5))
    awa = await product.joined(product.somebody(channel))
    await product.taps(awa, "Accepter")
    await product.says(awa, "le mail est pas bon")
    await product.says(awa, "l'adresse est pas bonne")
    assert await given(product) == ["haine", "pub"]
    asked = await product.says(awa, "nan le mail est pas bon")
    assert asked.labels == ["↩️ La corriger", "C'est ma réponse"]
    await product.says(awa, "c'est pas bon")
    assert await given(product) == ["haine", "pub"]


@BOTH
async def test_who_asks_to_wait_in_a_form_is_not_led_to_the_field_before(product: Product, channel: str) -> None:
    """« Attends je monte la lumière » asked for the shop once more, and the date that came next was its name."""
    awa = await working(product, channel, "entry")
    before = await product.says(awa, "super u")
    for said in ("attends je monte la lumière", "attends mon téléphone rame là"):
        assert before.text.splitlines()[0] in (await product.says(awa, said)).text, said


@BOTH
async def test_who_always_writes_of_her_is_not_asked_whether_it_goes_on(product: Product, channel: str) -> None:
    awa = await working(product, channel, "text")
    for said in ("Elle vend des mangues", "Elle porte un pagne bleu"):
        assert "✅ Noté" in (await product.says(awa, said)).text
    assert await given(product) == ["Elle vend des mangues", "Elle porte un pagne bleu"]
