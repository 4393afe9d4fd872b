"""What she says beside the matter of a question, on both platforms, through the whole product: it is answered in
place or asked back, becomes nobody's data before she says so, and costs no picture twice."""

from __future__ import annotations

import re
from typing import Any

import pytest

from backend.domain.work.commands import AnswerStatus
from bot import samples
from tests.fakes.chat import ChatMessage
from tests.fakes.people import Person
from tests.integration.scenes import execute, rows, value
from tests.integration.telegram.test_interruptions import ONE_RECEIPT, RECEIPTS
from tests.integration.telegram.test_odd_messages import TEXT
from tests.integration.telegram.test_samples import offered
from tests.integration.telegram.test_taps import answers
from tests.integration.test_screens import KINDS, working
from tests.product import COMMENTS, Product
from tests.screens import MOST as MOST_SIGNS

BOTH = pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
CRIES = {
    "je n'ai pas reçu mon argent": ("💰 Mon argent", "reste à toi"),
    "comment ça marche": ("❓ De l'aide", "on y va doucement"),
    "bonjour": ("Je te salue", "Contente de te lire"),
    "👍👍": ("Juste un signe", "💛"),
    "g kombien": ("💰 Mes gains", "Aujourd'hui"),
    "ne m'écrivez plus": ("Plus de messages", "Écris « stop »"),
    "je veux plus de messages": ("Plus de messages", "Écris « stop »"),
    "ils ont coupé mon argent": ("💰 Mon argent", "reste à toi"),  # by what it names
    "ki voi mes reponses": ("🔒 Qui voit ça", "Ta famille ne voit rien"),
    "yako": ("Juste un signe", "💛"),
    "azertyuiop": ("Juste un signe", "💛"),
    "a": ("Juste un signe", "💛"),
    "espèce d'imbécile": ("Juste un signe", "💛"),
    "accepter": ("C'est bon", "Très bien"),
    "travail non": ("Juste un signe", "💛"),
    "gains oui": ("Juste un signe", "💛"),
}


@pytest.fixture
def product(on_both: Product) -> Product:
    return on_both


async def given(product: Product) -> list[Any]:
    """What stands as answers to tasks of clients, the first one first."""
    found = await rows(
        product.database,
        """select a.value from answer a join project p on p.id = a.project_id
           where a.status = 1 and not p.practice order by a.answered_at""",
    )
    return [row["value"] for row in found]


def weight(messages: list[ChatMessage]) -> int:
    """Bytes of what she gets: text and files."""
    return sum(len(message.text.encode()) + len(message.data or b"") for message in messages)


@BOTH
@pytest.mark.parametrize("said", CRIES)
async def test_a_cry_for_help_is_asked_back_and_answered_and_becomes_no_data(
    product: Product, channel: str, said: str
) -> None:
    awa = await working(product, channel, "text")
    button, told = CRIES[said]
    asked = await product.says(awa, said)
    assert asked.text.endswith("?")
    assert asked.labels == [button, "C'est ma réponse"]
    assert await given(product) == []
    answered = await product.taps(awa, button)
    assert told in answered.text and "Décris la scène" in answered.text
    assert await given(product) == []
    assert "✅ Noté" in (await product.says(awa, "Une rue animée")).text
    assert await given(product) == ["Une rue animée"]


async def test_several_words_of_the_chat_are_no_data(product: Product) -> None:
    awa = await working(product, "telegram", "text")
    asked = await product.says(awa, "paiement et pause 2 jours")
    assert asked.labels == ["paiement", "C'est ma réponse"] and await given(product) == []
    assert "Sur quel numéro" in (await product.taps(awa, "paiement")).text


@BOTH
@pytest.mark.parametrize("said", ["le code secret c'est 4829", "mon code 4829", "mon kode secret est 482910"])
async def test_her_secret_number_goes_neither_to_a_client_nor_to_her_huber(
    product: Product, channel: str, said: str
) -> None:
    awa = await working(product, channel, "text")
    asked = await product.says(awa, said)
    assert asked.labels == ["secret", "C'est ma réponse"]
    assert "Ton code secret" in (await product.taps(awa, "secret", asked)).text
    assert await given(product) == [] and await rows(product.database, "select id from thread_message") == []


@BOTH
@pytest.mark.parametrize("said", ["next", "suivant stp", "zappe", "zap", "passe à l'autre", "autre", "la suite"])
async def test_who_would_see_the_next_one_is_asked_where_any_words_may_be_the_answer(
    product: Product, channel: str, said: str
) -> None:
    awa = await working(product, channel, "text")
    asked = await product.says(awa, said)
    assert asked.text.startswith("Tu veux passer celle-ci") and asked.labels == ["⏭ Passer", "C'est ma réponse"]
    skipped = await product.taps(awa, "⏭ Passer", asked)
    assert skipped.text.startswith("Un marché")
    assert "⏭ Passer" in (await product.says(awa, said)).labels
    assert "✅ Noté" in (await product.says(awa, "Une rue animée")).text
    assert await given(product) == ["Une rue animée"]


@BOTH
async def test_who_would_see_the_next_one_is_told_how_where_she_is_to_choose(product: Product, channel: str) -> None:
    awa = await working(product, channel, "choice")
    assert (await product.says(awa, "suivant")).text.startswith("Pour laisser celle-ci")
    assert await value(product.database, "select count(*) from answer where status = 0") == 1


@BOTH
@pytest.mark.parametrize("said", ["c'est moi Fatou", "moi c'est Fatou Koné"])
async def test_who_says_who_she_is_answers_no_task(product: Product, channel: str, said: str) -> None:
    awa = await working(product, channel, "text")
    assert (await product.says(awa, said)).labels == ["Je te salue", "C'est ma réponse"]
    assert "Contente de te lire" in (await product.taps(awa, "Je te salue")).text
    assert await given(product) == []


@BOTH
async def test_after_another_screen_she_is_asked_anew(product: Product, channel: str) -> None:
    awa = await working(product, channel, "text")
    await product.says(awa, "bonjour")
    assert "Décris la scène" in (await product.says(awa, "travail")).text
    assert (await product.says(awa, "coucou")).labels == ["Je te salue", "C'est ma réponse"]
    assert "Contente de te lire" in (await product.says(awa, "hello")).text


@BOTH
@pytest.mark.parametrize("said", ["je veux changer mon nom", "mon prénom est mal écrit"])
async def test_who_wants_another_name_is_told_where_it_is_chosen(product: Product, channel: str, said: str) -> None:
    awa = await working(product, channel)
    await product.says(awa, "profil")
    told = (await product.says(awa, said)).text
    assert "« certificat »" in told and "« Changer »" in told and "« paiement »" in told


@BOTH
@pytest.mark.parametrize("yes", ["tap", "C'est ma réponse", "oui c'est ma réponse", "2", "ma réponse"])
async def test_her_own_words_are_kept_and_are_the_answer_when_she_says_so_once(
    product: Product, channel: str, yes: str
) -> None:
    awa = await working(product, channel, "text")
    asked = await product.says(awa, "Bonjour  👋")
    noted = await (product.taps(awa, "C'est ma réponse", asked) if yes == "tap" else product.says(awa, yes))
    assert "✅ Noté" in noted.text
    assert await given(product) == ["Bonjour  👋"]
    await product.forward(minutes=1)
    assert (await product.taps(awa, "C'est ma réponse", asked)).text.startswith("Cette question est déjà passée")
    assert await given(product) == ["Bonjour  👋"]


@BOTH
async def test_who_has_looked_at_her_gains_first_may_still_say_that_it_was_her_answer(
    product: Product, channel: str
) -> None:
    awa = await working(product, channel, "text")
    asked = await product.says(awa, "mon argent")
    await product.taps(awa, "💰 Mes gains", asked)
    assert "✅ Noté" in (await product.taps(awa, "C'est ma réponse", asked)).text
    assert await given(product) == ["mon argent"]


@BOTH
async def test_who_says_it_twice_is_answered(product: Product, channel: str) -> None:
    awa = await working(product, channel, "text")
    await product.says(awa, "j'ai combien")
    said = await product.says(awa, "jai combien svp")
    assert "Aujourd'hui" in said.text and "Décris la scène" in said.text
    assert await given(product) == []


@BOTH
async def test_a_bare_yes_or_no_to_that_question_is_no_data(product: Product, channel: str) -> None:
    awa = await working(product, channel, "text")
    first = await product.says(awa, "g pa resu mon arjen")
    again = await product.says(awa, "non")
    assert (again.text, again.labels) == (first.text, first.labels)
    told = await product.says(awa, "oui")
    assert "reste à toi" in told.text and "Décris la scène" in told.text
    assert await given(product) == []
    asked = await product.says(awa, "oui")  # now it is the task that asks, and a yes describes no scene
    assert asked.labels == ["Juste un signe", "C'est ma réponse"]
    assert "✅ Noté" in (await product.taps(awa, "C'est ma réponse", asked)).text
    assert await given(product) == ["oui"]


@BOTH
async def test_her_real_answer_after_it_may_be_a_number(product: Product, channel: str) -> None:
    awa = await working(product, channel, "text")
    await product.says(awa, "c'est combien")
    assert "✅ Noté" in (await product.says(awa, "N 123")).text
    assert await given(product) == ["N 123"]


@BOTH
@pytest.mark.parametrize("words", ["Rue 12, Médina", "Elle compte son argent", "Je vois un taxi"])
async def test_an_answer_that_only_sounds_like_it_is_one(product: Product, channel: str, words: str) -> None:
    awa = await working(product, channel, "text")
    assert "✅ Noté" in (await product.says(awa, words)).text
    assert await given(product) == [words]


@BOTH
@pytest.mark.parametrize("kind", ["choice", "choices"])
@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("solde", "Aujourd'hui"),
        ("j'ai combien", "Aujourd'hui"),
        ("je veux mon argent", "reste à toi"),
        ("gainss", "Tes gains"),
        ("uber", "Écris ton message"),
        ("je veux parler a quelqu un", "Écris ton message"),
        ("ya du taf ?", "1"),  # the first task once more
        ("c'est quoi en attente", "pas encore accepté"),
        ("g fait combien de taches", "tâche"),
        ("si je fais 50 taches ca fait combien", "ce qu'il te rapporte"),
        ("on m'a volé mon compte", "J'envoie ces mots à"),
        ("rappelle moi à 20h", "Quand veux-tu"),
        ("arrête de m'écrire le dimanche", "« rappels »"),
        ("monargentestou", "Aujourd'hui"),
        ("est ce que mon mari peut voir", "Ta famille ne voit rien"),
        ("mon frère a pris mon téléphone", "dis-le à une personne"),
        ("mes gains ont disparu", "reste à toi"),
        ("combien de taches encore", "ce qui est noté compte déjà"),
        ("c la derniere ?", "ce qui est noté compte déjà"),
    ],
)
async def test_where_she_is_to_choose_she_gets_her_answer(
    product: Product, channel: str, kind: str, said: str, told: str
) -> None:
    awa = await working(product, channel, kind)
    heard = await product.says(awa, said)
    assert told in heard.text
    assert "Choisis une des réponses" not in heard.text and "Écris les numéros" not in heard.text
    assert await answers(product) == 0


@BOTH
@pytest.mark.parametrize("said", ["je vois pas l'image", "aucune réponse ne va", "rien"])
async def test_what_is_wrong_with_a_task_leads_to_where_it_is_told(product: Product, channel: str, said: str) -> None:
    awa = await working(product, channel)
    assert "Qu'est-ce qui ne va pas" in (await product.says(awa, said)).text
    told = await product.says(awa, "aucune réponse ne convient")
    assert "On ne te montre plus cette tâche" in told.text and "Commentaire numéro 2" in told.text


@BOTH
async def test_who_is_tired_is_told_that_her_task_waits(product: Product, channel: str) -> None:
    awa = await working(product, channel)
    assert "Ta tâche t'attend" in (await product.says(awa, "je suis fatiguée")).text
    assert "Commentaire numéro 1" in (await product.says(awa, "travail")).text


# --- a picture with several answers -----------------------------------------------------------------------


async def before_a_picture(product: Product, channel: str) -> Person:
    folder = next(f for f in samples.projects() if f.name == "etiquetage-images")
    await offered(product, folder, rows=12, answers={"min": 1, "max": 1})
    awa = await product.joined(product.somebody(channel))
    assert (await product.taps(awa, "Accepter")).data
    return awa


@BOTH
async def test_five_answers_that_are_not_understood_cost_no_picture(product: Product, channel: str) -> None:
    """With the picture and the twelve lines each time, these five took 51 kB."""
    awa = await before_a_picture(product, channel)
    heard: list[ChatMessage] = []
    for said in ("1 9 14", "fruit et voiture", "je mange", "zzz", "1 ou 3"):
        await awa.says(said)
        heard += await product.heard(awa)
    assert len(heard) == 5
    assert not any(message.data for message in heard)
    assert weight(heard) < 1_500
    assert all(len(message.text) <= 200 for message in heard)
    assert await given(product) == []


@BOTH
async def test_a_picture_is_shown_again_to_who_comes_back_hours_later(product: Product, channel: str) -> None:
    """« bonjour » got its twelve lines without it, and it was far up."""
    awa = await before_a_picture(product, channel)
    await product.forward(hours=4)
    assert (await product.says(awa, "bonjour")).data
    assert not (await product.says(awa, "je mange")).data


@BOTH
@pytest.mark.parametrize(
    ("said", "seen"),
    [
        ("13", ["fruit", "plat"]),
        ("1et3", ["fruit", "plat"]),
        ("un et trois", ["fruit", "plat"]),
        ("1 & 3", ["fruit", "plat"]),
        ("le 1 et le 3", ["fruit", "plat"]),
        ("fruit plat préparé", ["fruit", "plat"]),
        ("1 à 3", ["fruit", "legume", "plat"]),
    ],
)
async def test_several_answers_are_read_as_she_writes_them(
    product: Product, channel: str, said: str, seen: list[str]
) -> None:
    awa = await before_a_picture(product, channel)
    assert "✅ Noté" in (await product.says(awa, said)).text
    assert await given(product) == [seen]


@BOTH
async def test_all_of_them_are_seen_once_more(product: Product, channel: str) -> None:
    awa = await before_a_picture(product, channel)
    asked = await product.says(awa, "tout")
    assert await given(product) == []
    await product.taps(awa, "✅ Valider" if channel == "telegram" else "C'est ma réponse", asked)
    (all_of_them,) = await given(product)
    assert len(all_of_them) == 8
    if channel == "telegram":  # what is named anew stands in place of the boxes
        await product.says(awa, "1")
        await product.says(awa, "2 3")
        assert [each for each in (await product.says(awa, "non 4 5")).labels if "☑" in each] == [
            "☑ Boisson",
            "☑ Tissu ou habit",
        ]
        assert len(await given(product)) == 1


@pytest.mark.parametrize("said", ["c tout", "oui c'est bon"])
async def test_who_says_that_it_is_all_has_answered(product: Product, said: str) -> None:
    awa = await before_a_picture(product, "telegram")
    await product.taps(awa, "Fruit")
    assert "✅ Noté" in (await product.says(awa, said)).text
    assert await given(product) == [["fruit"]]


@BOTH
@pytest.mark.parametrize("said", ["rien", "aucun"])
async def test_nothing_of_it_is_no_error(product: Product, channel: str, said: str) -> None:
    awa = await before_a_picture(product, channel)
    heard = await product.says(awa, said)
    assert any("Aucune réponse ne" in label for label in heard.labels)
    assert heard.data is None


async def test_a_number_that_may_be_two_answers_or_another_one_is_asked(product: Product) -> None:
    awa = await before_a_picture(product, "whatsapp")
    await product.says(awa, "1")
    asked = await product.says(awa, "12")  # the first two, or the twelfth line: to correct the last answer
    assert asked.labels == ["Fruit, Légume", "2. ↩️ Corriger la…"] or "Corriger la dernière" in asked.text
    assert len(await given(product)) == 1
    assert "✅ Noté" in (await product.taps(awa, "Fruit, Légume", asked)).text
    assert await given(product) == [["fruit"], ["fruit", "legume"]]


async def test_the_other_meaning_of_such_a_number_is_hers_to_choose_too(product: Product) -> None:
    awa = await before_a_picture(product, "whatsapp")
    await product.says(awa, "1")
    await product.says(awa, "12")
    assert "Ta dernière réponse" in (await product.says(awa, "2")).text


# --- forms, and what she saves for --------------------------------------------------------------------------


@BOTH
async def test_what_she_has_typed_of_a_form_is_not_thrown_away_without_a_question(
    product: Product, channel: str
) -> None:
    await product.project(RECEIPTS, ONE_RECEIPT)
    awa = await product.joined(product.somebody(channel))
    assert "⏭ Passer cette fiche" in (await product.taps(awa, "Accepter")).labels
    await product.says(awa, "Chez Awa")
    asked = await product.taps(awa, "⏭ Passer cette fiche")
    assert "1 réponse" in asked.text and asked.labels == ["Continuer la fiche", "Passer cette fiche"]
    await product.taps(awa, "Continuer la fiche")
    skipped = f"select count(*) from answer where status = {AnswerStatus.SKIPPED}"
    assert await value(product.database, skipped) == 0
    await product.taps(awa, "⏭ Passer cette fiche")
    await product.taps(awa, "Passer cette fiche")
    assert await value(product.database, skipped) == 1


@BOTH
@pytest.mark.parametrize("said", ["wesh c koi le numero", "c koi le numero", "quel numero"])
async def test_who_asks_for_the_number_that_a_form_wants_writes_to_nobody(
    product: Product, channel: str, said: str
) -> None:
    """It opened a letter to the team, and the number of the receipt was sent with it, or where her pay goes."""
    await product.project(RECEIPTS.replace("id: shop, label: Magasin", "id: no, label: Numéro"), ONE_RECEIPT)
    awa = await product.joined(product.somebody(channel))
    await product.taps(awa, "Accepter")
    told = await product.says(awa, said)
    if "ma réponse" in str(told.labels):
        told = await product.taps(awa, "❓ De l'aide", told)
    assert "on y va doucement" in told.text
    assert "Total (2 sur 3)" in (await product.says(awa, "0045-B")).text
    assert await value(product.database, "select count(*) from thread_message") == 0


@BOTH
async def test_what_she_saves_for_is_no_question_about_her_money(product: Product, channel: str) -> None:
    awa = await product.joined(product.somebody(channel))
    await product.says(awa, "projet")
    await product.taps(awa, "✏️ Changer")
    await product.taps(awa, "🏠 Mon logement")
    told = await product.says(awa, "combien j'ai gagné")
    assert "Aujourd'hui" in told.text and "Raconte-le" in told.text
    asked = await product.says(awa, "un terrain, 900 000 000 F")
    assert "900 000 000 F CFA" in asked.text and "C'est bien ton projet" in asked.text
    assert "2 000 000 F CFA" in (await product.says(awa, "un terrain, 2 millions")).text


@BOTH
async def test_on_her_first_day_a_question_is_answered_and_costs_her_no_place(product: Product, channel: str) -> None:
    awa = await product.welcomed(product.somebody(channel))
    for said, told in (
        *(("c'est une arnaque ?", "sur invitation"), ("combien on gagne", "C'est gratuit"), ("slt", "👋")),
        *(("on gagne combien par mois", "163 989 F CFA par mois"), ("et si je meurs qui touche l'argent", "« huber »")),
    ):
        heard = await product.says(awa, said)
        assert told in heard.text and "J'accepte" in heard.labels
        assert len(heard.text) < 450
    assert "projet" in (await product.says(awa, "oui")).text


@BOTH
@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("j'ai combien", "Tes gains"),
        ("je n'ai pas recu mon arjan", "reste à toi"),
        ("je comprends pas", "Écris un mot"),
        ("merci", "Avec plaisir"),
        ("je veux travailler", "Accepter"),
        ("uber", "Écris ton message"),
        ("gaims", "Tes gains"),
        ("stop pub", "Écris « stop »"),
        ("ils ont coupé mon argent", "reste à toi"),
        ("jveu mn certifika", "badge"),
        ("mon projet avance koman", "projet"),
        ("combien de taches encore", "Accepter"),
        ("combien il reste", "Aujourd'hui"),
    ],
)
async def test_where_nothing_is_open_it_is_answered_too(product: Product, channel: str, said: str, told: str) -> None:
    await product.project()
    awa = await product.joined(product.somebody(channel))
    await product.taps(awa, "Menu")
    await execute(product.database, "update conversation set stack = '[]'")
    heard = await product.says(awa, said)
    assert told in heard.text or told in heard.labels


@BOTH
async def test_before_she_has_joined_there_is_no_other_work(product: Product, channel: str) -> None:
    awa = await product.welcomed(product.somebody(channel))
    await product.taps(awa, "J'accepte")
    await product.taps(awa, "💼 Mon activité")
    await product.taps(awa, "Plus tard")
    assert (await product.says(awa, "autre chose")).text.startswith("Je n'ai pas compris. Écris des jours")


@BOTH
async def test_what_she_says_to_us_on_her_first_day_is_not_at_once_her_project(product: Product, channel: str) -> None:
    awa = await product.welcomed(product.somebody(channel))
    await product.taps(awa, "J'accepte")
    assert "Tu demandes s'il y a des frais" in (await product.says(awa, "vous prenez combien là-dessus")).text
    assert "rappelle" in (await product.says(awa, "un salon de coiffure")).text
    words = await rows(product.database, "select words from goal")
    assert words == [{"words": "un salon de coiffure"}]


@BOTH
@pytest.mark.parametrize("said", ["2,4", "24", "les deux"])
async def test_a_number_that_no_answer_has_is_no_answer(product: Product, channel: str, said: str) -> None:
    """Three answers, and on Telegram a fourth button that confirms."""
    awa = await working(product, channel, "choices")
    await product.says(awa, said)
    assert await answers(product) == 0 and await given(product) == []


@BOTH
async def test_the_title_of_a_project_is_no_answer(product: Product, channel: str) -> None:
    awa = await working(product, channel, "text")
    await product.project()
    asked = await product.says(awa, "moderation de commentaires")
    assert asked.labels == ["🔁 Autre travail", "C'est ma réponse"]
    assert await given(product) == []


SOUNDS = """
name: sons
title: Écrire ce qui est dit
kind: transcription
question: "Que dit la voix ?"
show: {audio: "{url}"}
pay: {amount: "0.05", currency: EUR}
answers: {max: 2}
minutes: 0.5
"""


@BOTH
@pytest.mark.parametrize("said", ["pk", "2 min", "non pas sa", "je vois rien mm"])
async def test_what_has_nothing_of_the_proposed_text_is_stored_when_she_says_so(
    product: Product, channel: str, said: str
) -> None:
    """It was stored and paid as what a sign says, though the task shows what others have read on it."""
    config = SOUNDS.replace('"{url}"', '"{url}", text: "Texte proposé : {words}"')
    await product.project(config, "id,url,words\n1,https://exemple.org/1.ogg,Coiffure Chez Adjoua Tresses\n")
    awa = await product.joined(product.somebody(channel))
    await awa.taps("Accepter")
    await product.heard(awa)
    await product.says(awa, said)
    assert await given(product) == []
    await awa.says("travail")
    await awa.says("Coiffure chez adjoa tresses")
    await product.heard(awa)
    assert await given(product) == ["Coiffure chez adjoa tresses"]


@BOTH
async def test_what_is_said_of_a_sound_is_no_transcription(product: Product, channel: str) -> None:
    await product.project(SOUNDS, "id,url\n" + "".join(f"s{n},https://exemple.org/{n}.ogg\n" for n in range(1, 5)))
    awa = await product.joined(product.somebody(channel))
    await awa.taps("Accepter")
    await product.heard(awa)
    for said in ("elle parle trop vite", "jentend rien", "c'est muet", "il parle en wolof", "inaudible", "[?]"):
        told = (await product.says(awa, said)).text
        assert "entre guillemets" in told or "Qu'est-ce qui ne va pas" in told, said
        await product.says(awa, "retour" if "Qu'est-ce" in told else "menu")
        await awa.says("travail")
        await product.heard(awa)
    assert "touche-le pour l'écouter encore" in (await product.says(awa, "répète le son")).text
    await awa.sends_voice(b"OggS her answer")
    assert "messages vocaux" in (await product.answer(awa)).text
    assert await given(product) == []
    await awa.says("« C'est muet »")
    await product.heard(awa)
    await awa.says("Bonjour, je n'ai pas reçu ma commande du 12 mars")
    await product.heard(awa)
    assert await given(product) == ["C'est muet", "Bonjour, je n'ai pas reçu ma commande du 12 mars"]


@BOTH
async def test_what_accepter_accepts_is_named_below_another_message(product: Product, channel: str) -> None:
    """« Je n'ai pas besoin de ta position » with « Accepter », after a question about her pay."""
    await product.project()
    awa = await product.joined(product.somebody(channel))
    await product.says(awa, "paiement")
    await product.taps(awa, "Pas maintenant")
    await awa.sends_sticker()
    said = await product.answer(awa)
    assert "autocollants" in said.text and "Modération de commentaires" in said.text and "Accepter" in said.labels


@BOTH
async def test_a_project_told_below_hers_is_no_answer(product: Product, channel: str) -> None:
    """« C'est pour une moto 450000 finalement » below « Ton projet » went to a client."""
    awa = await working(product, channel, "text")
    await product.says(awa, "projet")
    await product.says(awa, "un salon, 300 000")
    await product.says(awa, "projet")
    asked = await product.says(awa, "c'est pour une moto 450000 finalement, l'acheter")
    assert asked.labels == ["🌱 Mon projet", "C'est ma réponse"]
    assert "Ton projet" in (await product.taps(awa, "🌱 Mon projet", asked)).text
    assert await given(product) == []
    await product.says(awa, "travail")
    await product.says(awa, "Une femme vend une moto")
    assert await given(product) == ["Une femme vend une moto"]


@BOTH
async def test_what_stands_on_a_button_or_asks_about_one_is_asked_about(product: Product, channel: str) -> None:
    """« Ma date », which stands below her project, went to a client; « compte sûr » to her Huber."""
    awa = await working(product, channel, "text")
    for said, button in [
        ("ma date", "🗓 Ma date"),
        ("un compte sur", "🏦 Un compte sûr"),
        ("versement", "📅 Versements"),
        ("c koi contenu dur", "🛡 Contenus durs"),
    ]:
        assert (await product.says(awa, said)).labels == [button, "C'est ma réponse"]
        await product.says(awa, "travail")
    await product.says(awa, "huber")
    asked = await product.says(awa, "compte sûr")
    assert asked.labels == ["🏦 Un compte sûr", "C'est ma réponse"]
    await product.taps(awa, "🏦 Un compte sûr", asked)
    assert await given(product) == [] and await rows(product.database, "select id from thread_message") == []
    await product.says(awa, "projet")
    await product.says(awa, "un salon, 300 000")
    await product.says(awa, "j'ai ouvert")
    assert "chaque versement avec sa date" in (await product.says(awa, "versements")).text


@BOTH
@pytest.mark.parametrize("said", ["7 500 F", "8000", "sept mille cinq cents"])
async def test_a_sum_below_what_she_has_paid_goes_into_no_form(product: Product, channel: str, said: str) -> None:
    awa = await working(product, channel, "entry")
    await product.says(awa, "Chez Awa")
    await product.says(awa, "j'ai payé 5 000")
    asked = await product.says(awa, said)
    assert asked.labels == ["✅ C'est payé", "C'est ma réponse"]
    assert "payés pour ton projet" in (await product.taps(awa, "✅ C'est payé", asked)).text
    await product.says(awa, "gains")
    assert (await product.says(awa, said)).text.startswith("Un numéro, un oui ou un non")
    assert "(3 sur 3)" in (await product.says(awa, said)).text


@BOTH
async def test_a_letter_that_is_gone_is_not_taken_back(product: Product, channel: str) -> None:
    awa = await working(product, channel)
    await product.says(awa, "huber je suis malade")
    assert "ne s'efface pas" in (await product.says(awa, "annule mon message")).text
    await product.says(awa, "menu")
    assert "ne s'efface pas" in (await product.says(awa, "efface le message svp")).text


@BOTH
async def test_a_choice_in_doubt_is_asked_about(product: Product, channel: str) -> None:
    """« Non acceptable » was stored as « Acceptable »."""
    awa = await working(product, channel)
    assert "✅ Noté" not in (await product.says(awa, "non acceptable")).text
    await product.says(awa, "travail")
    asked = await product.says(awa, "haine ?")
    assert asked.labels == ["C'est ma réponse"] and await given(product) == []
    assert (await product.says(awa, "est-ce de la haine")).labels == asked.labels and await given(product) == []
    await product.taps(awa, "C'est ma réponse", asked)
    assert await given(product) == ["haine"]


@BOTH
async def test_a_code_that_a_recording_says_is_kept_when_she_says_so(product: Product, channel: str) -> None:
    """It was taken for hers each time, so that the client's words could not be written down."""
    await product.project(SOUNDS, "id,url\ns1,https://exemple.org/1.ogg\ns2,https://exemple.org/2.ogg\n")
    awa = await product.joined(product.somebody(channel))
    await awa.taps("Accepter")
    await product.heard(awa)
    heard = "Allo maman, mon code orange money c'est 2525"
    told = (await product.says(awa, heard)).text
    assert "Ne donne ce code à personne" in told and "écris-le encore une fois" in told
    assert await given(product) == []
    await awa.says(heard)
    await product.heard(awa)
    assert await given(product) == [heard]
    assert "Ne donne ce code" in (await product.says(awa, heard)).text


RULES = "".join(f"  - Règle {n} : lis le commentaire en entier, puis choisis.\n" for n in range(1, 11))


@BOTH
async def test_who_is_lost_reads_the_beginning_of_the_instructions(product: Product, channel: str) -> None:
    """With all instructions the screen had up to 873 signs."""
    await product.project(re.sub(r"(?<=instructions: \|\n)(?:  .*\n)+", RULES, COMMENTS))
    awa = await product.joined(product.somebody(channel))
    await product.taps(awa, "Accepter")
    told = (await product.says(awa, "g pa compri")).text
    assert "Règle 1" in told and "Règle 10" not in told and "écris « consignes »" in told
    assert len(told) <= MOST_SIGNS
    assert "Règle 10" in (await product.says(awa, "consignes")).text


@BOTH
async def test_what_a_task_pays_is_told_where_she_does_it(product: Product, channel: str) -> None:
    """« C combien le commentaire » showed what she has earned."""
    awa = await working(product, channel)
    for said in ("c combien le commentaire", "combien la tache", "sa paye combien"):
        told = (await product.says(awa, said)).text
        assert (
            "Une tâche ici : 32 F CFA" in told and "3 935 F CFA de l'heure" in told and "Commentaire numéro 1" in told
        ), said
    assert "Aujourd'hui" in (await product.says(awa, "combien j'ai gagné")).text


@BOTH
async def test_her_project_told_below_its_screen_is_changed_where_she_works(product: Product, channel: str) -> None:
    """The same screen came again, as if it were noted."""
    awa = await working(product, channel)
    await product.says(awa, "projet")
    await product.says(awa, "une marmite")
    await product.says(awa, "projet")
    assert "C'est bien ton projet ?" in (await product.says(awa, "un salon de coiffure 350000")).text


@BOTH
async def test_that_she_may_stop_and_what_a_refusal_means_are_told(product: Product, channel: str) -> None:
    awa = await working(product, channel)
    assert "Tu t'arrêtes quand tu veux" in (await product.says(awa, "jpe arreter kan je veu?")).text
    assert "demander un autre avis" in (await product.says(awa, "jé droit a koi si on me refuse")).text
    assert "à toi jusqu'à mercredi 4 mars à 9 h 15" in (await product.says(awa, "j'ai combien de temps")).text
    assert "De côté" in (await product.says(awa, "il faut combien de temps pour avoir ma machine à coudre")).text


@BOTH
async def test_what_looks_like_none_of_her_answers_is_asked_about(product: Product, channel: str) -> None:
    """« C mort », « trop fatigué dè » among her answers went to the client: what is said beside can be anything."""
    await product.project(KINDS["text"][0], "id,scene\n" + "".join(f"s{n},Scène {n}\n" for n in range(1, 8)))
    awa = await product.joined(product.somebody(channel))
    await product.taps(awa, "Accepter")
    told = ["Une femme vend des mangues", "Deux enfants jouent au ballon", "Un taxi jaune est arrêté"]
    for each in told:
        assert "✅ Noté" in (await product.says(awa, each)).text
    assert (await product.says(awa, "c mort")).labels == ["Juste un signe", "C'est ma réponse"]
    assert "💛" in (await product.taps(awa, "Juste un signe")).text
    assert await given(product) == told
    await product.says(awa, "oh")
    asked = await product.says(awa, "Un taxi")  # her answer, and not the same sign once more
    assert "✅ Noté" in (await product.taps(awa, "C'est ma réponse", asked)).text
    assert "✅ Noté" in (await product.says(awa, "Un marché")).text  # short ones are usual now
    assert await given(product) == [*told, "Un taxi", "Un marché"]


@BOTH
async def test_two_sentences_that_only_speak_to_somebody_send_no_letter(product: Product, channel: str) -> None:
    """« C bon g repri » was heard as « attend jve boire » once more, which then went to her Huber."""
    awa = await working(product, channel, "text")
    await product.says(awa, "Une rue animée")
    asked = await product.says(awa, "laisse moi reflechir")
    assert asked.labels == ["💬 Écrire à ma Huber", "C'est ma réponse"]
    assert (await product.says(awa, "c bon g repri")).labels == asked.labels
    assert await rows(product.database, "select id from thread_message") == []
    assert await given(product) == ["Une rue animée"]


@BOTH
@pytest.mark.parametrize(
    "said", ["vous avez changé les prix ?", "pk le prix a baissé", "jai fini mes 3h", "mariam est la ?"]
)
async def test_the_first_text_that_speaks_to_somebody_is_asked_about(product: Product, channel: str, said: str) -> None:
    awa = await working(product, channel, "text")
    assert "✅ Noté" in (await product.says(awa, "Une rue animée")).text
    asked = await product.says(awa, said)
    assert asked.text.endswith("ou c'est ta réponse ?") and await given(product) == ["Une rue animée"]
    assert "✅ Noté" in (await product.taps(awa, "C'est ma réponse", asked)).text
    assert await given(product) == ["Une rue animée", said]
    # she answers so, as it seems
    assert "✅ Noté" in (await product.says(awa, "Bonjour, je voudrais un remboursement")).text


@BOTH
async def test_who_begins_a_project_is_compared_with_what_others_have_answered(product: Product, channel: str) -> None:
    scenes = "id,scene\n" + "".join(f"{n},Une rue {n}\n" for n in range(1, 9))
    await product.project(TEXT, scenes)
    binta = await product.joined(product.somebody(channel, "Binta"))
    await product.taps(binta, "Accepter")
    for text in ("Une femme vend des mangues", "Deux enfants jouent au ballon", "Un taxi jaune est arrêté"):
        assert "✅ Noté" in (await product.says(binta, text)).text
    awa = await product.joined(product.somebody(channel))
    await product.taps(awa, "Accepter")
    for said in ("deja vu", "une sec", "tjr pareil"):
        asked = await product.says(awa, said)
        assert asked.labels[-1] == "C'est ma réponse", said
    assert len(await given(product)) == 3
    assert "✅ Noté" in (await product.says(awa, "Un homme répare un vélo")).text


@BOTH
@pytest.mark.parametrize("said", ["Voir les autres", "les autres", "↩️ Ma tâche"])
async def test_the_label_of_a_button_of_before_is_no_answer_of_a_form(
    on_both: Product, channel: str, said: str
) -> None:
    """« Voir les autres », below « Tu veux un autre travail, ou c'est ta réponse ? », stood as the name of a shop."""
    product = on_both
    await product.project(RECEIPTS, ONE_RECEIPT)
    for name in ("un", "deux", "trois", "quatre", "cinq", "six"):
        await product.project(COMMENTS.replace("name: commentaires", f"name: {name}").replace("Modération", name))
    awa = await product.joined(product.somebody(channel))
    await product.says(awa, "travail")
    await product.taps(awa, "Accepter")
    await product.says(awa, "travail")
    await product.taps(awa, "🔁 Autre travail")
    await product.taps(awa, "↩️ Ma tâche")
    asked = await product.says(awa, said)
    assert "(1 sur 3)" in asked.text or "C'est ma réponse" in asked.labels or "C'est ta réponse" in asked.text


@BOTH
async def test_a_word_to_go_on_sends_no_letter(product: Product, channel: str) -> None:
    """« On y va », below « Tu veux parler à quelqu'un, ou c'est ta réponse ? », wrote « je commence » to her Huber."""
    mariam = product.telegram.person("Mariam")
    await product.says(mariam, f"start {await product.code('huber')}")
    awa = await working(product, channel, "text")
    for word in ("on y va", "go", "ok", "vazi"):
        assert "Tu veux parler à quelqu'un" in (await product.says(awa, "je commence")).text
        await product.says(awa, word)
        assert not await rows(product.database, "select from thread_message"), word
    assert await given(product) == []
    await product.says(awa, "menu")
    await product.says(awa, "travail")
    await product.says(awa, "je veux parler à quelqu'un")
    assert "Mariam" in (await product.says(awa, "je veux parler à quelqu'un")).text  # who says it twice is asked for it
    assert not await rows(product.database, "select from thread_message")


@BOTH
async def test_what_is_told_below_the_question_who_is_meant_is_sent_as_well(product: Product, channel: str) -> None:
    """« On m'a volé le téléphone » was lost, and only the words before were sent."""
    mariam = product.telegram.person("Mariam")
    await product.says(mariam, f"start {await product.code('huber')}")
    awa = await working(product, channel, "text")
    first, then = "je prete mon tel a ma soeur 2 jours", "on ma volé le telephone"
    assert "Tu veux parler à quelqu'un" in (await product.says(awa, first)).text
    assert "Ton message part à Mariam" in (await product.says(awa, then)).text
    assert [row["words"] for row in await rows(product.database, "select words from thread_message")] == [
        f"{first}\n{then}"
    ]
    assert await given(product) == []


@BOTH
async def test_a_few_words_to_us_are_asked_about_in_a_project_that_nobody_has_answered(
    product: Product, channel: str
) -> None:
    awa = await working(product, channel, "text")
    for said in ("pas celle la", "une sec", "l'autre photo", "toujours pareil"):
        assert "C'est ma réponse" in (await product.says(awa, said)).labels
    assert await given(product) == []
    await product.taps(awa, "C'est ma réponse")
    assert await given(product) == ["toujours pareil"]
    await product.says(awa, "trop cher")  # it is usual now
    assert await given(product) == ["toujours pareil", "trop cher"]


@BOTH
async def test_what_she_says_of_the_picture_begins_no_letter(product: Product, channel: str) -> None:
    """« Y a 2 numeros » opened a letter, and her next words, meant for the form, were sent."""
    await product.project(RECEIPTS, ONE_RECEIPT)
    awa = await product.joined(product.somebody(channel))
    await product.taps(awa, "Accepter")
    await product.says(awa, "Chez Awa")
    told = await product.says(awa, "y a 2 numeros")
    assert "Tu ne le trouves pas ?" in told.text and "(2 sur 3)" in told.text
    assert "(3 sur 3)" in (await product.says(awa, "12 500")).text


@BOTH
async def test_a_description_that_is_pasted_again_is_asked_about(product: Product, channel: str) -> None:
    await product.project(TEXT, "id,scene\n1,Le marché\n2,Le port\n3,La gare\n4,La mosquée\n")
    awa = await product.joined(product.somebody(channel))
    await product.taps(awa, "Accepter")
    scene, port = "Des femmes vendent des tomates au marché", "Des bateaux rentrent au port"
    await product.says(awa, scene)
    await product.says(awa, scene)
    assert "mot pour mot" in awa.last.text
    await product.says(awa, port)
    await product.says(awa, port + ".")
    await product.taps(awa, "C'est ma réponse")
    assert await given(product) == [scene, port, port + "."]
