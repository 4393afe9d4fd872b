"""Every dialogue can be left in a few words, or by any word of the chat, and says what is true then; on both
platforms."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.integration.announcements.announcing import huber as announcer
from tests.integration.announcements.announcing import number, sent, written
from tests.integration.scenes import rows, value
from tests.integration.telegram.test_interruptions import ONE_RECEIPT, RECEIPTS
from tests.integration.telegram.test_taps import answers
from tests.integration.test_screens import BOTH, stood, working
from tests.integration.threads.listening import huber
from tests.integration.training.lessons import KEYS, answer, enrolled, lesson, module, pool, read
from tests.integration.work.test_beside import given
from tests.product import Product

OUT = pytest.mark.parametrize("out", ["annuler", "retour", "laisse tomber", "non merci"])


@pytest.fixture
def product(on_both: Product) -> Product:
    return on_both


@BOTH
@OUT
@pytest.mark.parametrize("before", [(), ("menu",), ("chat noir",), ("12",)], ids="".join)
async def test_a_secret_number_is_not_asked_for_ever(
    product: Product, channel: str, out: str, before: tuple[str, ...]
) -> None:
    awa = await working(product, channel)
    await product.says(awa, "secret")
    for text in before:
        await product.says(awa, text)
    assert "4 à 6 chiffres" not in (await product.says(awa, out)).text
    assert "Commentaire numéro 1" in (await product.says(awa, "travail")).text
    assert "✅ Noté" in (await product.says(awa, "2")).text
    assert await value(product.database, "select count(*) from person where pin is not null") == 0


@BOTH
async def test_the_country_is_asked_with_a_way_back(product: Product, channel: str) -> None:
    awa = await working(product, channel)
    asked = await product.says(awa, "pays")
    assert "Retour" in asked.labels
    assert "rien ne change" in (await product.taps(awa, "Retour", asked)).text
    await product.says(awa, "pays")
    assert "rien ne change" in (await product.says(awa, "retour")).text
    assert await value(product.database, "select country from person where role = 'hiteuse'") == "CI"


@BOTH
@OUT
async def test_what_she_writes_to_her_huber_is_not_the_word_by_which_she_leaves(
    product: Product, channel: str, out: str
) -> None:
    mariam = await huber(product, product.telegram.person("Mariam"))
    awa = await working(product, channel)
    await product.says(awa, "huber")
    assert "D'accord" in (await product.says(awa, out)).text
    assert await product.heard(mariam) == []
    await product.says(awa, "huber Bonjour")
    relayed = await product.answer(mariam)
    await product.taps(mariam, "✍️ Répondre", relayed)
    assert "je n'envoie rien" in (await product.says(mariam, out)).text
    assert await product.heard(awa) == []


@BOTH
@pytest.mark.parametrize("kind", ["choice", "choices", "text", "entry"])
async def test_a_task_is_put_aside_in_words_and_stays_hers(product: Product, channel: str, kind: str) -> None:
    awa = await working(product, channel, kind)
    said = await product.says(awa, "laisse tomber")
    if kind in ("text", "entry"):  # it may be what is to be written
        assert said.labels == ["Je m'arrête là", "C'est ma réponse"]
        said = await product.taps(awa, "Je m'arrête là", said)
    assert "Ta tâche t'attend" in said.text and "🔁 Autre travail" in said.labels
    assert await answers(product) == 0
    assert "continuer" in [label.casefold() for label in said.labels]
    await product.taps(awa, "Continuer", said)
    if kind == "text":
        await product.says(awa, "annuler")
        assert "✅ Noté" in (await product.says(awa, "c'est ma réponse")).text
        assert await value(product.database, "select value from answer where value = '\"annuler\"'") == "annuler"


@BOTH
async def test_a_lesson_is_left_and_gone_on_with(product: Product, channel: str) -> None:
    await module(product.database, [lesson(1, KEYS[:3])])
    awa = await enrolled(product, product.somebody(channel))
    question = await read(product, awa, await product.taps(awa, "▶️ Commencer"))
    await answer(product, awa, question, True)
    assert "Ta place est gardée" in (await product.says(awa, "annuler")).text
    assert "Question 2 sur 3" in (await product.says(awa, "continuer")).text


@BOTH
async def test_with_nothing_to_leave_nothing_happens(product: Product, channel: str) -> None:
    awa = await working(product, channel)
    await product.says(awa, "menu")
    before = await stood(product)
    said = await product.says(awa, "annuler")
    assert "je ne fais rien" in said.text and "▶️ Ma tâche" in said.labels
    assert await stood(product) == before


@BOTH
async def test_a_draft_is_not_given_up_from_below_another_screen(product: Product, channel: str) -> None:
    mariam = await huber(product, product.somebody(channel, "Mariam"))
    await product.says(mariam, "annonce Atelier samedi")
    await product.says(mariam, "menu")
    shown = await product.says(mariam, "annuler")
    assert "photo ou un document" in shown.text and "Annuler" in shown.labels
    assert "rien n'est envoyé" in (await product.says(mariam, "annuler")).text


async def test_annuler_after_planning_an_announcement_leads_to_its_end(product: Product) -> None:
    await product.hiteuse()
    mariam = await announcer(product)
    await written(product, mariam, "Atelier samedi")
    (planned,) = await sent(product, mariam, "demain 9h")
    assert "C'est prévu" in planned.text and "🛑 Arrêter" in planned.labels
    assert "Arrêter l'annonce" in (await product.says(mariam, "annuler")).text
    assert "plus rien ne part" in (await product.says(mariam, "oui")).text
    assert await value(product.database, "select state from announcement") == "cancelled"


async def test_retour_after_planning_an_announcement_stops_nothing(product: Product) -> None:
    await product.hiteuse()
    mariam = await announcer(product)
    await written(product, mariam, "Atelier samedi")
    await sent(product, mariam, "demain 9h")
    assert "Arrêter" not in (await product.says(mariam, "retour")).text
    assert "Arrêter l'annonce" not in (await product.says(mariam, f"annonce {await number(product)}")).text
    assert "Arrêter" not in (await product.says(mariam, "retour")).text
    await product.says(mariam, f"annonce {await number(product)}")
    assert "Arrêter l'annonce" in (await product.says(mariam, "annule-la")).text


async def test_giving_up_a_draft_says_what_is_still_planned(product: Product) -> None:
    await product.hiteuse()
    mariam = await announcer(product)
    await written(product, mariam, "Atelier samedi")
    await sent(product, mariam, "demain 9h")
    planned = await number(product)
    await product.says(mariam, "annonce Une autre")
    assert "🛑 Arrêter" in (await product.says(mariam, f"annonce {planned}")).labels
    assert "Arrêter l'annonce" in (await product.says(mariam, "annuler")).text  # of what she sees
    await product.says(mariam, "non")
    await product.says(mariam, "annonce")
    given_up = await product.says(mariam, "annuler")
    assert "Atelier samedi" in given_up.text and "🛑 Arrêter" in given_up.labels
    assert await value(product.database, "select state from announcement") == "planned"


@BOTH
async def test_yes_and_no_are_read_where_one_choice_says_so(product: Product, channel: str) -> None:
    await product.project(COMPANIES, "id,card\n" + "".join(f"{n},Fiche {n}\n" for n in range(1, 9)))
    awa = await product.joined(product.somebody(channel))
    await product.taps(awa, "Accepter")
    for text in ("oui", "C'est bon", "exact !", "c'est juste"):
        assert "✅ Noté" in (await product.says(awa, text)).text
    for text in ("non", "c'est faux"):  # what is wrong?
        assert "Choisis une des réponses" in (await product.says(awa, text)).text
    given = await rows(
        product.database,
        "select distinct value from answer a join task t on t.id = a.task_id"
        " join project p on p.id = t.project_id where a.status = 1 and not p.practice",
    )
    assert given == [{"value": "correcte"}]


COMPANIES = """
name: fiches
title: Vérification de fiches
kind: choice
question: "Cette fiche est-elle juste ?"
show: {text: "{card}"}
choices:
  - {id: correcte, label: Tout est juste}
  - {id: telephone, label: Téléphone faux}
  - {id: adresse, label: Adresse fausse}
pay: {amount: "0.05", currency: EUR}
minutes: 0.5
"""


async def test_an_admins_yes_is_of_the_question_that_was_just_shown(product: Product) -> None:
    paul = await product.admin()
    await product.project()
    await product.says(paul, "projets")
    await product.says(paul, "1")
    assert "Tu confirmes" in (await product.says(paul, "mettre en pause")).text
    await product.says(paul, "menu")
    assert "Tu confirmes" in (await product.says(paul, "oui")).text
    assert await value(product.database, "select status from project where name = 'commentaires'") == "open"
    assert "clairement « oui » ou « non »" in (await product.says(paul, "c'est bon")).text  # or « that is enough »
    assert await value(product.database, "select status from project where name = 'commentaires'") == "open"
    assert "est en pause" in (await product.says(paul, "oui c'est bon")).text
    assert await value(product.database, "select status from project where name = 'commentaires'") == "paused"


@BOTH
@pytest.mark.parametrize("kind", ["choice", "text"])
async def test_pause_is_asked_about_where_it_means_two_things(product: Product, channel: str, kind: str) -> None:
    awa = await working(product, channel, kind)
    asked = await product.says(awa, "pause")
    assert "Pause courte" in asked.text and "Pause des rappels" in asked.text
    assert asked.labels[0] == "⏸ Pause courte"
    assert await answers(product) == 0
    assert "Ta tâche t'attend" in (await product.says(awa, "pause courte")).text
    await product.says(awa, "pause")
    assert "pas de rappel jusqu'au" in (await product.says(awa, "3 jours")).text
    await product.says(awa, "travail")
    assert "Ta tâche t'attend" in (await product.says(awa, "pause courte")).text
    assert "pas de rappel jusqu'au" in (await product.says(awa, "pause 2 jours")).text


@BOTH
async def test_without_a_task_pause_is_one_of_our_messages(product: Product, channel: str) -> None:
    awa = await product.joined(product.somebody(channel))
    asked = await product.says(awa, "pause")
    assert "Pause des rappels" in asked.text and "⏸ Pause courte" not in asked.labels
    assert "on laisse ça" in (await product.says(awa, "annuler")).text
    until = await value(product.database, "select paused_until from person where role = 'hiteuse'")
    assert until is None or until - product.now < timedelta()


# --- « …, ou c'est ta réponse ? » ------------------------------------------------------------------------------


ASKED_BACK = {
    "annuler": ("tu veux t'arrêter là", "Ta tâche t'attend"),
    "retour": ("tu veux t'arrêter là", "Ta tâche t'attend"),
    "je me suis trompée": ("tu parles de ta réponse d'avant", "Ta dernière réponse"),
    "c'était une route": ("tu parles de ta réponse d'avant", "Ta dernière réponse"),
}
"""What she writes in a task that takes her own words: what she is asked, and what her yes leads to."""


@BOTH
async def test_envoie_below_what_asks_which_she_means_is_no_data(product: Product, channel: str) -> None:
    """« J'ai pas reçu mon argent », « envoie » was her answer: it may be her money that is to be sent."""
    awa = await working(product, channel, "text")
    for said in ("j'ai pas reçu mon argent", "annuler"):
        assert "C'est ma réponse" in (await product.says(awa, said)).labels
        await product.says(awa, "envoie")
    assert await given(product) == []


@BOTH
@pytest.mark.parametrize("said", ASKED_BACK)
async def test_a_bare_yes_or_no_to_what_asks_which_she_means_is_no_data(
    product: Product, channel: str, said: str
) -> None:
    awa = await working(product, channel, "text")
    await product.says(awa, "Une rue")
    told, led = ASKED_BACK[said]
    asked = await product.says(awa, said)
    assert told in asked.text
    again = await product.says(awa, "non")
    assert (again.text, again.labels) == (asked.text, asked.labels)
    assert led in (await product.says(awa, "oui")).text
    assert await given(product) == ["Une rue"]


@BOTH
@pytest.mark.parametrize("said", ASKED_BACK)
async def test_who_says_it_once_more_has_meant_it(product: Product, channel: str, said: str) -> None:
    awa = await working(product, channel, "text")
    await product.says(awa, "Une rue")
    await product.says(awa, said)
    assert ASKED_BACK[said][1] in (await product.says(awa, said.upper())).text
    assert await given(product) == ["Une rue"]


@BOTH
async def test_her_answer_is_still_taken_after_it(product: Product, channel: str) -> None:
    awa = await working(product, channel, "text")
    await product.says(awa, "annuler")
    assert "✅ Noté" in (await product.says(awa, "Une rue")).text
    assert await given(product) == ["Une rue"]


@BOTH
async def test_where_it_can_be_no_answer_she_is_not_asked_whether_it_is(product: Product, channel: str) -> None:
    await product.project(RECEIPTS, ONE_RECEIPT)
    awa = await product.joined(product.somebody(channel))
    await product.taps(awa, "Accepter")
    for said in ("Chez Awa", "2 500"):
        await product.says(awa, said)
    assert "Ta tâche t'attend" in (await product.says(awa, "annuler")).text  # a date is asked for


@BOTH
async def test_a_bare_yes_says_nothing_of_what_is_wrong_with_a_task(product: Product, channel: str) -> None:
    awa = await working(product, channel)
    await product.says(awa, "signaler un souci")
    for said in ("oui", "non", "ok"):
        asked = await product.says(awa, said)
        assert "Qu'est-ce qui ne va pas" in asked.text and "Retour" in asked.labels
    assert await value(product.database, "select count(*) from report") == 0


@BOTH
async def test_corriger_once_more_shows_it_once_more(product: Product, channel: str) -> None:
    awa = await working(product, channel, "text")
    await product.says(awa, "Une rue")
    first = await product.says(awa, "corriger")
    again = await product.says(awa, "corriger")
    assert (again.text, again.labels) == (first.text, first.labels)


@BOTH
@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("secret", "Tu le retrouves dans « profil »"),
        ("pays", "rien ne change"),
        ("pause", "on laisse ça"),
        ("formation", "on laisse ça"),
    ],
)
async def test_a_bare_no_leaves_what_has_no_other_no(product: Product, channel: str, word: str, told: str) -> None:
    await module(product.database, [lesson(1, KEYS[:2])])
    awa = await product.joined(product.somebody(channel))
    await product.says(awa, word)
    said = await product.says(awa, "non")
    assert told in said.text or told in said.labels
    assert "Un code secret" not in (await product.says(awa, "menu")).text


@BOTH
async def test_a_yes_begins_the_lesson_and_the_final_test_that_are_offered(product: Product, channel: str) -> None:
    await module(product.database, [lesson(1, KEYS[:1], screens=1)], test=pool(9), more="final: {ask: 3}")
    awa = await enrolled(product, product.somebody(channel))
    assert "Écran 1" in (await product.says(awa, "oui")).text
    assert "Question 1" in (await product.says(awa, "oui")).text
    await product.says(awa, "Yamoussoukro")
    await product.says(awa, "formation")
    assert "3 questions" in (await product.says(awa, "oui")).text
    assert "question 1 sur 3" in (await product.says(awa, "oui")).text


@BOTH
async def test_who_has_forgotten_her_number_is_not_taken_for_who_lets_it_be(product: Product, channel: str) -> None:
    awa = await product.joined(product.somebody(channel))
    await product.says(awa, "secret")
    await product.says(awa, "4826")
    await product.says(awa, "secret")
    tapped = await product.taps(awa, "Je l'ai oublié")
    await product.says(awa, "secret")
    assert (await product.says(awa, "oublié")).text == tapped.text


@BOTH
async def test_what_is_asked_is_passed_over_in_words_and_the_task_is_passed_only_where_it_is_asked(
    product: Product, channel: str
) -> None:
    awa = await working(product, channel)
    await product.says(awa, "rappels")
    assert "on laisse ça" in (await product.says(awa, "je passe")).text
    await product.says(awa, "huber")
    assert "Écris « huber » quand tu veux" in (await product.says(awa, "non")).text
    assert await rows(product.database, "select 1 from thread_message") == []
    await product.says(awa, "travail")
    assert "Commentaire numéro 2" in (await product.says(awa, "je passe")).text


@BOTH
async def test_who_takes_a_rest_goes_on_in_her_words(product: Product, channel: str) -> None:
    awa = await working(product, channel)
    assert "⏸ Pause" in (await product.says(awa, "c fini pr ojd")).text
    assert "Commentaire numéro 1" in (await product.says(awa, "stp on continue")).text


@BOTH
async def test_a_no_to_nothing_is_no_question_about_figures(product: Product, channel: str) -> None:
    paul = await product.appointed(product.somebody(channel, "Paul"))
    for text in ("menu", "projets"):
        await product.says(paul, text)
        assert (await product.says(paul, "non")).text == "D'accord, je ne fais rien."


@BOTH
async def test_who_passes_a_question_of_a_lesson_does_not_know(product: Product, channel: str) -> None:
    gap = "# Leçon\n\nUn écran.\n\n```gift\n::a:: Dakar est au Sénégal. {T}\n\n::b:: Sa capitale est {=Dakar}.\n```\n"
    await module(product.database, [gap])
    learner = await enrolled(product, product.somebody(channel, "Awa"))
    for text in ("1", "1"):
        await product.says(learner, text)
    assert "c'est fait pour apprendre" in (await product.says(learner, "passer")).text
    assert "c'est fait pour apprendre" in (await product.says(learner, "je passe")).text


@BOTH
async def test_a_word_of_others_is_an_answer_where_any_words_are(product: Product, channel: str) -> None:
    """« Ce mot n'est pas pour toi » was said to who copied it from a picture."""
    awa = await working(product, channel, "text")
    assert "✅ Noté" in (await product.says(awa, "Chiffres")).text
    assert (await product.says(awa, "bloque les paiements")).labels[-1] == "C'est ma réponse"
    assert "✅ Noté" in (await product.taps(awa, "C'est ma réponse")).text
    assert "pas pour toi" in (await product.says(awa, "/projets")).text
    given = await rows(product.database, "select value from answer where status = 1 and value is not null")
    assert {"Chiffres", "bloque les paiements"} <= {row["value"] for row in given}


async def test_a_question_about_a_deed_does_not_come_back_by_itself(product: Product) -> None:
    """« Tu confirmes ? » was asked anew after a batch was given up, and to whatever was written below the menu."""
    paul = await product.admin()
    await product.project()
    await product.says(paul, "projets commentaires")
    old = await product.says(paul, "mettre en pause")
    assert "Tu confirmes ?" in old.text
    await product.says(paul, "lot")
    assert "Tu confirmes ?" not in (await product.says(paul, "annuler")).text
    await product.says(paul, "projets commentaires")
    old = await product.says(paul, "mettre en pause")
    await product.says(paul, "menu")
    assert "Tu confirmes ?" not in (await product.says(paul, "chat noir")).text
    await product.taps(paul, "Oui", old)
    assert "Cette question est déjà passée" in paul.last.text
    assert await value(product.database, "select status from project where name = 'commentaires'") == "open"


@BOTH
async def test_the_erasure_is_not_asked_about_again_unasked(product: Product, channel: str) -> None:
    """« Je vais voir les gains » below the menu brought « Oui, tout effacer » back."""
    awa = await working(product, channel)
    assert "Oui, tout effacer" in (await product.says(awa, "supprimer")).labels
    await product.says(awa, "huber")
    await product.says(awa, "Bonjour Mariam, je te raconte demain")
    assert "Oui, tout effacer" not in awa.last.labels
    await product.says(awa, "supprimer")
    await product.says(awa, "gains")
    assert "Oui, tout effacer" in (await product.says(awa, "oui")).labels
    await product.says(awa, "menu")
    assert "tout effacer" not in str((await product.says(awa, "le taxi est en retard")).labels)
    assert await value(product.database, "select count(*) from erasure") == 0


@BOTH
@pytest.mark.parametrize("said", ["je reste", "nn je reste", "je veux rester", "nn g changé d'avis"])
async def test_who_stays_after_all_below_stop_is_written_to_again(product: Product, channel: str, said: str) -> None:
    """« D'accord. Rien n'est effacé. » came, and nothing was written to her any more."""
    awa = await product.joined(product.somebody(channel))
    assert "Revenir" in (await product.says(awa, "stop")).labels
    await product.says(awa, said)
    assert await value(product.database, "select count(*) from person where stopped_at is not null") == 0


@BOTH
async def test_who_says_later_that_she_stays_sees_that_she_has_said_stop(product: Product, channel: str) -> None:
    awa = await product.joined(product.somebody(channel))
    await product.says(awa, "stop")
    await product.says(awa, "gains")
    told = await product.says(awa, "je reste")
    assert "Tu as dit « stop »" in told.text and "Revenir" in told.labels


@BOTH
@pytest.mark.parametrize(
    ("opens", "left"),
    [
        (("paiement",), "écris « paiement »"),
        (("secret",), "dans « profil »"),
        (("pays",), "rien ne change"),
        (("projet", "changer"), "on laisse ça"),
        (("rappels",), "on laisse ça"),
    ],
)
async def test_who_opened_a_question_by_mistake_leaves_it(
    product: Product, channel: str, opens: tuple[str, ...], left: str
) -> None:
    """« Il n'y a rien à corriger », and the task above came."""
    awa = await working(product, channel)
    for word in opens:
        await product.says(awa, word)
    assert left in (await product.says(awa, "je me suis trompée")).text
    assert [[name for name, _ in flows] for flows in await stood(product)] == [["work"]]


@BOTH
async def test_an_operator_is_no_number_and_a_sum_no_holder(product: Product, channel: str) -> None:
    awa = await working(product, channel)
    await product.says(awa, "paiement")
    assert "C'est le numéro qu'il me faut" in (await product.says(awa, "wave")).text
    await product.says(awa, "0707070707")
    assert "le prénom et le nom" in (await product.says(awa, "5 mille")).text
    assert "au nom d'Awa Koné" in (await product.says(awa, "Awa Koné")).text
