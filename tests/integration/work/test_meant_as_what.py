"""Words and figures that are meant as something else than the answer that they could be: never stored unasked; on both
platforms."""

from __future__ import annotations

import pytest

from tests.integration.quality.test_recourse_on_both import refused
from tests.integration.scenes import rows
from tests.integration.telegram.test_interruptions import ONE_RECEIPT, RECEIPTS
from tests.integration.telegram.test_odd_messages import TEXT
from tests.integration.test_screens import BOTH, working
from tests.integration.work.test_beside import SOUNDS
from tests.integration.work.test_second_thoughts import SEEN, given
from tests.product import COMMENTS, Product, comments


@pytest.fixture
def product(on_both: Product) -> Product:
    return on_both


@BOTH
async def test_figures_as_long_as_a_code_are_asked_about_before_they_are_several_choices(
    product: Product, channel: str
) -> None:
    """« 4321 », typed where the code was not asked for any more, was sent as four choices, and paid."""
    await product.project(SEEN, comments(4))
    awa = await product.joined(product.somebody(channel))
    await product.taps(awa, "Accepter")
    asked = await product.says(awa, "4321")
    assert "C'est ma réponse" in asked.labels and "4321" not in asked.text
    assert await given(product) == []
    await product.taps(awa, "C'est ma réponse", asked)
    if channel == "telegram":
        await product.says(awa, "valider")
    assert await given(product) == [["ok", "haine", "pub", "tissu"]]


@BOTH
@pytest.mark.parametrize("said", ["je veux retirer mon argent", "verrouille mon code", "👍👍"])
async def test_figures_below_a_question_about_what_she_means_are_asked_about(
    product: Product, channel: str, said: str
) -> None:
    """« 100 », which she wanted to have back, was stored as the answer below « tu parles de ton argent ? »."""
    awa = await working(product, channel, "text")
    assert "C'est ma réponse" in (await product.says(awa, said)).labels
    assert "tels quels" in (await product.says(awa, "7 100")).text
    assert await given(product) == []


@BOTH
async def test_one_word_of_a_title_below_the_question_about_other_work_is_no_answer(
    product: Product, channel: str
) -> None:
    """« Panneaux », below « tu veux un autre travail ? », was stored as her answer."""
    awa = await working(product, channel, "text")
    named = COMMENTS.replace("title: Modération de commentaires", "title: Recopier des panneaux")
    await product.project(named.replace("name: commentaires", "name: panneaux"), comments(3))
    assert "Tu veux un autre travail" in (await product.says(awa, "un autre travail")).text
    assert "Recopier des panneaux" in (await product.says(awa, "panneaux")).text
    assert await given(product) == []


@BOTH
@pytest.mark.parametrize("kind", ["text", "choice", "recours"])
async def test_travail_with_a_word_of_a_title_names_that_work(product: Product, channel: str, kind: str) -> None:
    """« Travail panneaux » was stored as what a voice says; below a refusal it was « choisis une des réponses »."""
    if kind == "recours":
        awa, _ = await refused(product, channel)
        await product.says(awa, "recours")
    else:
        awa = await working(product, channel, *(["text"] if kind == "text" else []))
    before = await given(product)
    named = COMMENTS.replace("title: Modération de commentaires", "title: Recopier des panneaux")
    await product.project(named.replace("name: commentaires", "name: panneaux"), comments(3))
    told = await product.says(awa, "travail panneaux")
    if kind == "text":
        assert "Tu veux un autre travail" in told.text
        told = await product.taps(awa, "🔁 Autre travail", told)
    assert "Recopier des panneaux" in told.text
    assert await given(product) == before


@BOTH
@pytest.mark.parametrize("said", ["je veux appels clients", "je veux faire appels clients"])
async def test_a_title_that_sounds_like_something_else_names_its_work(
    product: Product, channel: str, said: str
) -> None:
    """« Je veux appels clients » was stored as what a voice says: read loosely, it is about a person."""
    await product.project(SOUNDS, "id,url\ns1,https://exemple.org/1.ogg\n")
    awa = await product.joined(product.somebody(channel))
    await awa.taps("Accepter")
    await product.heard(awa)
    named = COMMENTS.replace("title: Modération de commentaires", "title: Appels clients")
    await product.project(named.replace("name: commentaires", "name: appels"), comments(3))
    assert "Tu veux un autre travail" in (await product.says(awa, said)).text
    assert await given(product) == []


NUMBERED = RECEIPTS.replace("  - {id: total", "  - {id: number, label: Numéro, type: text}\n  - {id: total")


@BOTH
async def test_what_a_field_of_words_is_not_is_no_part_of_it(product: Product, channel: str) -> None:
    """« Pas de numéro » and « F-141 pas 114 » were stored as the receipt's number."""
    await product.project(NUMBERED, ONE_RECEIPT)
    awa = await product.joined(product.somebody(channel))
    await product.taps(awa, "Accepter")
    await product.says(awa, "Chez Awa")
    for said in ("pas de numero", "sans numéro", "ya pa de numero", "il n'y a pas de numéro", "ya pas de num"):
        told = await product.says(awa, said)
        assert "Tu ne le trouves pas" in told.text and "Numéro (2 sur 4)" in told.text, said
    for said in ("F-114", "12 500", "3/3/2026"):
        await product.says(awa, said)
    assert "Numéro : F-141\n" in (await product.says(awa, "attends le numero c F-141 pas 114")).text
    assert "Numéro : F-119\n" in (await product.says(awa, "le numéro c'est F-119 et non pas F-141")).text
    assert "Magasin : Tout pas cher\n" in (await product.says(awa, "le magasin c'est Tout pas cher")).text
    assert "Magasin : Tout bon\n" in (await product.says(awa, "le magasin c'est Tout bon, pas tout pas cher")).text


@BOTH
async def test_what_is_to_be_changed_in_what_she_wrote_is_not_the_next_answer(product: Product, channel: str) -> None:
    """« Rajoute devis gratuit » was stored and paid as what the next sign says."""
    await product.project(SOUNDS, "id,url\n" + "".join(f"s{n},https://exemple.org/{n}.ogg\n" for n in range(1, 5)))
    awa = await product.joined(product.somebody(channel))
    await awa.taps("Accepter")
    await product.heard(awa)
    await awa.says("COIFFURE CHEZ ADJOUA")
    await product.heard(awa)
    for said in (
        *("rajoute devis gratuit", "remplace adjoua par adjoa", "mets adjoa à la place de adjoua"),
        *("avec un accent sur le e", "tout en majuscules", "je rectifie adjoua en adjoa", "jai oublié soins"),
        *("corriger 3", "corrige la 2", "je veux corriger la première", "oublie pas le numero 07"),
    ):
        await awa.says(said)
        assert "tu parles de ta réponse d'avant" in (await product.heard(awa))[-1].text, said
    assert await given(product) == ["COIFFURE CHEZ ADJOUA"]
    await awa.says("Ajoutez du sel avec amour")
    await product.heard(awa)
    assert (await given(product))[-1] == "Ajoutez du sel avec amour"


@BOTH
@pytest.mark.parametrize("said", ["jai touché trop vite", "g cliqué sans lire", "je me suis precipitee la derniere"])
async def test_who_was_too_fast_sees_her_last_answer(product: Product, channel: str, said: str) -> None:
    """« Très bien ! 👍 » was said, and what she touched next was the answer to another task."""
    awa = await working(product, channel)
    await product.says(awa, "Haine")
    assert "Ta dernière réponse" in (await product.says(awa, said)).text
    assert await given(product) == ["haine"]


@BOTH
async def test_who_wants_to_describe_writes_no_letter(product: Product, channel: str) -> None:
    """« Je veux décrire des images » opened a letter, to which the name of the work was sent."""
    awa = await working(product, channel)
    told = await product.says(awa, "laisse ca je veux decrire des images")
    assert "Écris ton message" not in told.text
    await product.says(awa, "étiquetage")
    assert not await rows(product.database, "select from thread_message")


@BOTH
async def test_words_below_another_screen_take_the_place_of_no_answer(product: Product, channel: str) -> None:
    """« D'abord je mets combien », below her project, became her last answer."""
    await product.project(SOUNDS, "id,url\n" + "".join(f"s{n},https://exemple.org/{n}.ogg\n" for n in range(1, 5)))
    awa = await product.joined(product.somebody(channel))
    await awa.taps("Accepter")
    await product.heard(awa)
    for said in ("COIFFURE CHEZ ADJOUA", "corriger", "gains", "dabord on met combien la"):
        await awa.says(said)
        heard = await product.heard(awa)
    assert "je note ces mots tels quels ?" in heard[-1].text
    assert await given(product) == ["COIFFURE CHEZ ADJOUA"]
    await awa.says("COIFFURE CHEZ ADJOA")
    assert any("C'est corrigé" in each.text for each in await product.heard(awa))
    assert await given(product) == ["COIFFURE CHEZ ADJOA"]


@BOTH
@pytest.mark.parametrize(
    "said", ["tu peux enlever la haine je supporte plus", "je veux arrêter les commentaires de haine"]
)
async def test_a_wish_for_no_more_hate_opens_the_themes(product: Product, channel: str, said: str) -> None:
    """« Écris « stop », et je ne t'écris plus », with the next hateful comment below."""
    awa = await working(product, channel)
    assert "✅ haine" in str((await product.says(awa, said)).labels).replace("🚫", "✅")


@BOTH
async def test_one_aside_that_was_stored_does_not_make_all_others_answers(product: Product, channel: str) -> None:
    """After « je recommence », stored by a tap, « change le prénom », « je suis enceinte, je peux continuer ? » were
    the next answers, and paid."""
    await product.project(TEXT, "id,scene\n" + "".join(f"{n},Une rue\n" for n in range(1, 9)))
    awa = await product.joined(product.somebody(channel))
    await product.taps(awa, "Accepter")
    described = ["Une femme vend des mangues", "Un homme répare un vélo", "je recommence"]
    for said in described[:2]:
        assert "✅ Noté" in (await product.says(awa, said)).text
    await product.says(awa, described[2])
    await product.taps(awa, "C'est ma réponse")
    for said in ("envoie mon contrat", "je suis enceinte je peu continuer?", "dis lui rien"):
        assert "C'est ma réponse" in (await product.says(awa, said)).labels, said
    assert await given(product) == described


@BOTH
async def test_figures_alone_are_asked_about_where_a_name_is_wanted(product: Product, channel: str) -> None:
    """« 12500 » was the shop."""
    awa = await working(product, channel, "entry")
    assert "tels quels" in (await product.says(awa, "12500")).text
    assert "Total" in (await product.says(awa, "Chez Awa")).text
    assert "Date" in (await product.says(awa, "12500")).text


OF_MORE = NUMBERED.replace("label: Numéro, type: text}", "label: Numéro, type: text, required: false}").replace(
    "type: date}",
    "type: date}\n  - {id: phone, label: Téléphone, type: phone, required: false}"
    "\n  - {id: hours, label: Horaires, type: text, required: false}",
)


@BOTH
async def test_what_is_said_of_another_field_leads_there(product: Product, channel: str) -> None:
    """« 15 mille » and « si y a un c F-114 » were the shop, « tout juste sauf horaires 7h30 » the opening hours."""
    await product.project(OF_MORE, ONE_RECEIPT)
    awa = await product.joined(product.somebody(channel))
    await product.taps(awa, "Accepter")
    for said in ("15 mille", "quinze mille", "deux cents francs", "si y a un c F-114"):
        assert "tels quels" in (await product.says(awa, said)).text, said
    await product.says(awa, "Mille Saveurs")
    assert "Total (3 sur 6)" in (await product.says(awa, "y en a pas")).text
    assert "Numéro (2 sur 6)" in (await product.says(awa, "si y a un c F-114")).text
    await product.says(awa, "F-114")
    assert "Téléphone (5 sur 6)" in (await product.says(awa, "jai pas le tel")).text
    assert "Total (3 sur 6)" in (await product.says(awa, "y en a pas")).text
    await product.says(awa, "12000")
    await product.says(awa, "3/3/2026")
    checked = await product.says(awa, "tout juste sauf horaires 7h30")
    assert "Horaires : 7h30" in checked.text
    for said, told in (("tout est bon sauf le total 13000", "Total : 13"), ("tout juste mais pas horaires 8h", ": 8h")):
        checked = await product.says(awa, said)
        assert told in checked.text, said
    assert "Magasin : Mille Saveurs" in checked.text and "Numéro : F-114" in checked.text


@BOTH
async def test_what_is_wrong_with_a_number_of_the_task_is_no_letter(product: Product, channel: str) -> None:
    """« Ya 2 numero » below « A-t-il une page ? » opened a letter, and her next line went to her Huber."""
    awa = await working(product, channel)
    for said in ("ya 2 numero", "ils ont donné un faux numero", "ya un numero en trop", "le numéro n'existe plus"):
        told = await product.says(awa, said)
        assert "Commentaire numéro 1" in told.text and "ton message" not in told.text, said
    assert "Écris ton message" in (await product.says(awa, "je veux le numero de quelqu'un")).text
