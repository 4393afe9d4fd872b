"""A reviewer who thinks again while she refuses."""

from __future__ import annotations

import pytest

from tests.fakes.people import Person
from tests.integration.announcements.announcing import owner
from tests.integration.quality.test_reviewer_on_both import BOTH, OF_FIVE, OF_TWO, reviewer, tie
from tests.integration.scenes import value
from tests.integration.telegram.test_odd_messages import TEXT
from tests.product import Product

DECIDED = "select count(*) from review where decided_at is not null"


async def refuses(product: Product, channel: str) -> Person:
    """Rose, who is asked why she refuses an answer."""
    await product.project(OF_FIVE)
    for name, answer in (("Binta", "Acceptable"), ("Coumba", "Acceptable"), ("Awa", "Haine"), ("Dado", "Acceptable")):
        other = await product.joined(product.telegram.person(name))
        await product.taps(other, 0)
        await product.taps(other, answer)
    await product.ticks("release_spare")
    rose = await reviewer(product, channel)
    await product.says(rose, "revues")
    await product.taps(rose, "Acceptable")
    assert "Pourquoi ?" in (await product.taps(rose, "❌ Refuser")).text
    return rose


@BOTH
@pytest.mark.parametrize(
    "said", ["finalement elle a raison j'accepte", "en fait c'est bon je valide", "j'ai refusé par erreur"]
)
async def test_who_accepts_after_all_refuses_nothing(on_both: Product, channel: str, said: str) -> None:
    """« Finalement elle a raison j'accepte » was the sentence of the refusal, and she read it."""
    product = on_both
    rose = await refuses(product, channel)
    assert "en une phrase" in (await product.says(rose, "1")).text
    asked = await product.says(rose, said)
    assert "C'est noté" not in asked.text and await value(product.database, DECIDED) == 0
    for _ in range(4):
        if "✅ Accepter" in asked.labels:
            break
        asked = await product.says(rose, "retour")
    assert "C'est noté" in (await product.taps(rose, "✅ Accepter", asked)).text
    assert await value(product.database, "select count(*) from review where verdict = 2") == 0


@BOTH
async def test_who_has_erred_goes_back_to_the_decision(on_both: Product, channel: str) -> None:
    """« Il n'y a rien à corriger : seule ta dernière réponse peut changer »."""
    product = on_both
    rose = await refuses(product, channel)
    assert "✅ Accepter" in (await product.says(rose, "attends je me suis trompée")).labels
    assert "Prends ton temps" in (await product.says(rose, "attends")).text
    assert "C'est noté" not in (await product.says(rose, "oui")).text
    assert "on laisse ça" in (await product.says(rose, "je peux passer ?")).text
    assert await value(product.database, DECIDED) == 0


@BOTH
async def test_the_button_to_pay_and_correct_is_read_in_its_first_words(on_both: Product, channel: str) -> None:
    """« Payer et corriger » asked for the number of her own mobile money."""
    product = on_both
    rose = await refuses(product, channel)
    await product.says(rose, "retour")
    assert "C'est noté" in (await product.says(rose, "payer et corriger")).text
    assert await value(product.database, "select verdict from review where decided_at is not null") == 1


async def test_her_file_counts_what_was_refused_in_all_as_in_the_week(on_both: Product) -> None:
    """« 7 jours : 8 réponses ; 7 en tout »."""
    product = on_both
    rose = await refuses(product, "telegram")
    await product.says(rose, "1")
    asked = await product.says(rose, "Regarde bien qui est insulté dans la phrase.")
    assert "C'est noté" in (await product.taps(rose, "Envoyer", asked)).text
    assert await value(product.database, "select verdict from review where decided_at is not null") == 2
    shown = await product.says(await owner(product), "personne Awa")
    assert "7 jours : 1 réponse" in shown.text and "; 1 en tout" in shown.text


@BOTH
@pytest.mark.parametrize(
    "said",
    [
        "attends je réfléchis à la phrase",
        "passe à la suivante",
        "donne ça à une autre personne",
        "je préfère ne pas refuser",
        "finalement on la paie",
        "mets ce que tu penses",
        "demande à l'équipe",
        "mets comme d'habitude",
    ],
)
async def test_words_for_us_are_shown_before_she_reads_them_as_why(on_both: Product, channel: str, said: str) -> None:
    """« Attends je réfléchis à la phrase » refused her answer, and she read it."""
    product = on_both
    rose = await refuses(product, channel)
    await product.says(rose, "1")
    await product.says(rose, said)
    assert await value(product.database, DECIDED) == 0
    asked = await product.says(rose, "Regarde bien qui est insulté dans la phrase.")
    await product.taps(rose, "Envoyer", asked)
    assert await value(product.database, DECIDED) == 1


@BOTH
@pytest.mark.parametrize(
    "said",
    [
        "elle s'est trompée",
        "oui mais elle s'est trompée",
        "je veux pas la refuser",
        "j'hésite à la refuser",
    ],
)
async def test_what_is_said_of_the_decision_is_not_about_the_reviewer(
    on_both: Product, channel: str, said: str
) -> None:
    """« La tâche d'essai est déjà comptée », the reviewer's own last answer, or her refusals."""
    product = on_both
    rose = await refuses(product, channel)
    await product.says(rose, "retour")
    assert "❌ Refuser" in (await product.says(rose, said)).labels
    assert await value(product.database, DECIDED) == 0


@BOTH
@pytest.mark.parametrize("said", ["1", "oui", "Envoyer"])
async def test_words_that_are_asked_about_are_sent_by_number(on_both: Product, channel: str, said: str) -> None:
    """« Elle doit comprendre : écris ce qui ne va pas », of the number of « Envoyer »."""
    product = on_both
    rose = await refuses(product, channel)
    await product.says(rose, "1")
    assert "elle lira cette phrase" in (await product.says(rose, "Ma collègue a bien lu qui est insulté.")).text
    assert "C'est noté" in (await product.says(rose, said)).text
    assert await value(product.database, "select words from review where verdict = 2") == (
        "Ma collègue a bien lu qui est insulté."
    )


@BOTH
async def test_a_review_is_left_to_another_person_in_words(on_both: Product, channel: str) -> None:
    """« Choisis une des réponses ci-dessous »."""
    product = on_both
    rose = await refuses(product, channel)
    await product.says(rose, "retour")
    await product.says(rose, "laisse à quelqu'un d'autre")
    assert await value(product.database, "select left_by <> '{}' from review")


async def decides(product: Product, channel: str) -> Person:
    """Rose, who decides about an answer."""
    rose = await refuses(product, channel)
    assert "✅ Accepter" in (await product.says(rose, "retour")).labels
    return rose


@BOTH
@pytest.mark.parametrize(
    "said", ["elle s'est trompée je crois", "haine plutôt", "le client ne veut pas ça", "non attends"]
)
async def test_a_yes_after_words_that_were_not_understood_decides_nothing(
    on_both: Product, channel: str, said: str
) -> None:
    """« Elle s'est trompée je crois », « choisis une des réponses », « oui »: her answer was accepted."""
    product = on_both
    rose = await decides(product, channel)
    await product.says(rose, said)
    assert "C'est noté" not in (await product.says(rose, "oui")).text
    assert await value(product.database, DECIDED) == 0
    assert "C'est noté" in (await product.says(rose, "accepter")).text


@BOTH
@pytest.mark.parametrize(
    "said", ["non attends je veux pas refuser", "je veux pas la refuser", "je préfère ne pas refuser"]
)
async def test_who_will_not_refuse_goes_back_to_the_decision(on_both: Product, channel: str, said: str) -> None:
    """« Tu n'as aucune réponse refusée à refaire ou à contester » was the answer, of the reviewer's own."""
    product = on_both
    rose = await refuses(product, channel)
    assert "✅ Accepter" in (await product.says(rose, said)).labels
    assert await value(product.database, DECIDED) == 0


@BOTH
@pytest.mark.parametrize("said", ["la première", "la deuxieme", "le 1er", "la dernière"])
async def test_a_place_in_the_list_of_answers_is_no_decision(on_both: Product, channel: str, said: str) -> None:
    """« La première », of the answers that are listed, accepted hers; « la deuxième » made Rose's the result."""
    product = on_both
    rose = await decides(product, channel)
    assert "✅ Accepter" in (await product.says(rose, said)).labels
    assert await value(product.database, DECIDED) == 0
    assert "C'est noté" in (await product.says(rose, "1")).text


@BOTH
@pytest.mark.parametrize("said", ["non je voulais refuser", "je voulais corriger"])
async def test_who_would_have_decided_otherwise_hears_that_it_stands(on_both: Product, channel: str, said: str) -> None:
    """« Choisis une des réponses ci-dessous », of the next review."""
    product = on_both
    await product.project(OF_TWO)
    rose = await reviewer(product, channel, reviews=2)
    await tie(product, 2)
    await product.says(rose, "revues")
    await product.taps(rose, "Haine")
    assert "C'est noté" in (await product.taps(rose, 0)).text
    assert "ne change plus" in (await product.says(rose, said)).text


SCENES = TEXT + "answers: {min: 2, max: 2}\nreview: true\n"


@BOTH
async def test_what_she_says_of_the_others_is_not_her_own_answer_to_a_tie_of_texts(
    on_both: Product, channel: str
) -> None:
    """« Oui » or « comme les autres » was her answer, and could not be changed any more."""
    product = on_both
    await product.project(SCENES, "id,scene\n1,Une rue\n")
    for name, answer in (("Awa", "Des femmes vendent des tomates"), ("Binta", "Un bateau rentre au port")):
        other = await product.hiteuse(name)
        await product.taps(other, 0)
        await product.says(other, answer)
    rose = await reviewer(product, channel, 2)  # one costs 0.10 EUR
    await product.says(rose, "revues")
    for said in ("oui", "comme les autres", "la même chose", "c'est elle qui a raison", "les deux sont bonnes"):
        asked = await product.says(rose, said)
        assert "C'est ma réponse" in asked.labels, said
    assert await value(product.database, "select count(*)::int from review where judged is not null") == 0
    assert "Ta réponse : Une femme compare" in (await product.says(rose, "Une femme compare des prix")).text


@BOTH
@pytest.mark.parametrize("said", ["corrige", "c'était pas ça", "je peux refaire la dernière ?"])
async def test_who_would_correct_a_decision_keeps_her_review(on_both: Product, channel: str, said: str) -> None:
    """« La tâche d'essai est déjà comptée », and her review was gone."""
    product = on_both
    await product.project(OF_TWO)
    rose = await reviewer(product, channel, reviews=2)
    await tie(product, 2)
    await product.says(rose, "revues")
    await product.taps(rose, "Haine")
    assert "Ta propre réponse est donnée" in (await product.says(rose, said)).text
    assert "Commentaire numéro 2" in (await product.taps(rose, "✅ Ma réponse est la bonne")).text
    kept = await product.says(rose, said + " svp")
    assert "Une décision prise ne change plus ici" in kept.text and "Commentaire numéro 2" in kept.text


@BOTH
@pytest.mark.parametrize(
    "said",
    [
        "je voulais refuser",
        "annule ma dernière décision",
        "il fallait la refuser",
        "finalement elle a tort",
        "oui elle s'est trompée",
        "ne la refuse pas",
    ],
)
async def test_words_about_a_decision_are_no_answer_of_her_own(on_both: Product, channel: str, said: str) -> None:
    """« Je voulais refuser », of the review before, was her own answer to the next; of a tie it is the result."""
    product = on_both
    await product.project(SCENES, "id,scene\n1,Une rue\n")
    for name, answer in (("Awa", "Des femmes vendent des tomates"), ("Binta", "Un bateau rentre au port")):
        other = await product.hiteuse(name)
        await product.taps(other, 0)
        await product.says(other, answer)
    rose = await reviewer(product, channel, 2)
    assert "Une rue" in (await product.says(rose, "revues")).text
    await product.says(rose, said)
    assert await value(product.database, "select count(*)::int from review where judged is not null") == 0


@BOTH
async def test_who_corrected_a_result_does_not_judge_the_answers_that_differ(on_both: Product, channel: str) -> None:
    """One voice overruled two women who agree, and was asked at once to refuse them."""
    product = on_both
    rose = await refuses(product, channel)
    await product.says(rose, "retour")
    await product.taps(rose, "⏭ À une autre personne")
    judge = await owner(product)
    await product.says(judge, "revues")
    await product.taps(judge, "Publicité")
    assert "rien à revoir" in (await product.taps(judge, "✏️ Payer, et corriger le résultat")).text
    assert await value(product.database, "select result ->> 'answer' from task where done_at is not null") == "pub"
    assert "D'abord, ta propre réponse" in (await product.says(rose, "revues")).text  # another one may look


@BOTH
@pytest.mark.parametrize(
    "said",
    [
        "je veux plus faire de revues",
        "j'en ai marre des revues",
        "g pa envi de relire",
        "je préfère pas juger",
        "les revues c'est fini",
    ],
)
async def test_who_wants_no_more_reviews_leaves_them(on_both: Product, channel: str, said: str) -> None:
    """« Je n'ai pas compris », or how to hear nothing of us any more."""
    product = on_both
    rose = await decides(product, channel)
    assert "plus de revue : une autre personne s'en occupe" in (await product.says(rose, said)).text
    assert await value(product.database, DECIDED) == 0
    assert "✅ Accepter" in (await product.says(rose, "revues")).labels


@BOTH
@pytest.mark.parametrize("said", ["c'est ma sœur", "c ma voisine ki a répondu", "je la connais celle là"])
async def test_who_knows_whose_answer_it_is_leaves_it_to_another(on_both: Product, channel: str, said: str) -> None:
    product = on_both
    rose = await decides(product, channel)
    told = await product.says(rose, said)
    assert "laisse-la à une autre personne" in told.text
    assert "C'est noté" not in (await product.says(rose, "oui")).text
    assert await value(product.database, DECIDED) == 0


@BOTH
@pytest.mark.parametrize("said", ["c'est ma sœur", "Elle a fini de relire son cahier"])
async def test_such_words_may_be_an_answer_of_her_own(on_both: Product, channel: str, said: str) -> None:
    """« C'est ma sœur » was her own answer to a tie of texts, and the client's result."""
    product = on_both
    await product.project(SCENES, "id,scene\n1,Une rue\n")
    for name, answer in (("Awa", "Des femmes vendent des tomates"), ("Binta", "Un bateau rentre au port")):
        other = await product.hiteuse(name)
        await product.taps(other, 0)
        await product.says(other, answer)
    rose = await reviewer(product, channel, 2)
    await product.says(rose, "revues")
    asked = await product.says(rose, said)
    assert "C'est ma réponse" in asked.labels
    assert await value(product.database, "select count(*)::int from review where judged is not null") == 0
    assert f"Ta réponse : {said}" in (await product.taps(rose, "C'est ma réponse", asked)).text


async def test_what_is_decided_about_is_shown_again_and_paid_in_words(on_both: Product) -> None:
    """« Paie la » asked for the reviewer's own number; « montre-moi le commentaire encore » showed offers of work."""
    product = on_both
    rose = await decides(product, "whatsapp")
    for said in ("montre-moi le commentaire encore", "je peux relire le texte ?"):
        shown = await product.says(rose, said)
        assert "Commentaire numéro 1" in shown.text and "✅ Accepter" in shown.labels, said
    assert "C'est noté" in (await product.says(rose, "paie la")).text
    assert await value(product.database, "select verdict from review where decided_at is not null") == 0
