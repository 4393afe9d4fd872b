"""The world changes while somebody is in the middle of something, on both platforms: what she answers then is what she
was asked, or she is asked again."""

from __future__ import annotations

from datetime import datetime

import pytest

from backend.db.earnings import pay_events
from backend.db.engine.uow import UnitOfWork
from backend.db.quality import refusals
from backend.domain.earnings.pay_events import PayEvent
from backend.domain.people.commands import OPERATOR
from backend.domain.people.roles import RoleAssignment
from backend.services.admin import roles
from tests.fakes.people import Person
from tests.integration.announcements.announcing import owner, written
from tests.integration.quality.test_recourse_of_several import refuses_next
from tests.integration.quality.test_recourse_on_both import refused, scene
from tests.integration.quality.test_reviewer_on_both import OF_TWO, reviewer, tie
from tests.integration.quality.test_reviewing_in_a_hurry import refuses
from tests.integration.scenes import commit, execute, value
from tests.integration.telegram.linking import person_of
from tests.integration.telegram.test_interruptions import RECEIPTS
from tests.integration.test_screens import KINDS, working
from tests.integration.threads.listening import asks, huber
from tests.integration.work.test_hard_content import HARD
from tests.product import COMMENTS, Product, comments

BOTH = pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
WRITTEN = "select count(*) from thread_message"


async def becomes(product: Product, person: Person, role: RoleAssignment) -> str:
    """An owner gives her another role; what she is told."""
    number = await person_of(product, person)
    await commit(product.database, roles.change, OPERATOR, number, role, "", product.now)
    product.app.signals.tell("turn")
    return "\n".join(message.text for message in await product.heard(person))


# --- her Huber is another one ---------------------------------------------------------------------------


async def of_mariam(product: Product, channel: str) -> tuple[Person, Person]:
    """Awa, and her Huber Mariam."""
    mariam = await huber(product, product.telegram.person("Mariam"))
    return await product.joined(product.somebody(channel)), mariam


async def leaves(product: Product, mariam: Person) -> Person:
    """Fatou comes, who is the Huber instead of Mariam."""
    fatou = await huber(product, product.telegram.person("Fatou"))
    await becomes(product, mariam, RoleAssignment("hiteuse"))
    await product.heard(fatou)
    return fatou


@BOTH
@pytest.mark.parametrize(
    ("before", "said"),
    [
        (("huber",), "Mariam, mon mari a pris mon argent hier"),
        (("huber", "bonjour"), "oui"),
        (("huber", "bonjour"), "c'est pour la paie de mardi"),
        (("huber", "bonjour"), "tap"),
    ],
)
async def test_a_letter_to_mariam_is_not_sent_to_who_came_instead(
    on_both: Product, channel: str, before: tuple[str, ...], said: str
) -> None:
    """« J'envoie ces mots à Mariam ? », « oui »: « Ton message part à Fatou »."""
    awa, mariam = await of_mariam(on_both, channel)
    for each in before:
        asked = await on_both.says(awa, each)
    assert "Mariam" in asked.text
    fatou = await leaves(on_both, mariam)
    again = await (on_both.taps(awa, 0, asked) if said == "tap" else on_both.says(awa, said))
    assert "Rien n'est parti" in again.text and "J'envoie ces mots à Fatou ?" in again.text
    assert await value(on_both.database, WRITTEN) == 0 and await on_both.heard(fatou) == []
    assert "Ton message part à Fatou" in (await on_both.says(awa, "oui")).text
    assert await value(on_both.database, WRITTEN) == 1 and len(await on_both.heard(fatou)) == 1


@BOTH
async def test_she_can_leave_a_letter_that_another_would_read(on_both: Product, channel: str) -> None:
    awa, mariam = await of_mariam(on_both, channel)
    await on_both.says(awa, "huber")
    await leaves(on_both, mariam)
    await on_both.says(awa, "Mariam, je dois te dire une chose")
    assert "Écris « huber »" in (await on_both.says(awa, "non")).text
    assert await value(on_both.database, WRITTEN) == 0


@BOTH
async def test_a_reply_to_mariam_is_asked_about_when_another_reads_it(on_both: Product, channel: str) -> None:
    awa, mariam = await of_mariam(on_both, channel)
    await asks(on_both, awa, "Bonjour")
    await on_both.heard(mariam)
    await on_both.says(mariam, "messages Awa")
    await on_both.says(mariam, "Que veux-tu me dire ?")
    passed = (await on_both.heard(awa))[-1]
    fatou = await leaves(on_both, mariam)
    reply = awa.answers if channel == "whatsapp" else awa.replies  # type: ignore[attr-defined]
    await reply(passed, "Je suis enceinte, ne le dis à personne")
    assert "J'envoie ces mots à Fatou ?" in (await on_both.answer(awa)).text
    assert await value(on_both.database, WRITTEN) == 2 and await on_both.heard(fatou) == []


# --- what she tells of her Huber ------------------------------------------------------------------------


@BOTH
@pytest.mark.parametrize("said", ["oui", "tap", "vas-y"])
async def test_who_tells_of_a_huber_is_heard_though_she_has_left(on_both: Product, channel: str, said: str) -> None:
    """« Tu ne peux plus faire ça », and her words were lost."""
    awa, mariam = await of_mariam(on_both, channel)
    paul = await on_both.appointed(on_both.telegram.person("Paul"))
    asked = await on_both.says(awa, "ma huber m'insulte")
    await leaves(on_both, mariam)
    told = await (on_both.taps(awa, 0, asked) if said == "tap" else on_both.says(awa, said))
    assert "L'équipe le lit" in told.text
    assert await value(on_both.database, "select words from thread_message") == "ma huber m'insulte"
    number = await person_of(on_both, mariam)
    assert await value(on_both.database, "select subject_id from audit where action = 'report message'") == number
    assert any("signale sa Huber" in message.text for message in await on_both.heard(paul))


@BOTH
async def test_a_message_is_reported_though_another_came_on_top(on_both: Product, channel: str) -> None:
    """« Ce n'est plus possible : entre-temps, ça a changé. »"""
    awa, mariam = await of_mariam(on_both, channel)
    await on_both.appointed(on_both.telegram.person("Paul"))
    await asks(on_both, awa, "Bonjour")
    await on_both.heard(mariam)
    for said in ("messages Awa", "Tu es trop bête", "messages Awa"):
        await on_both.says(mariam, said)
    await on_both.heard(awa)
    asked = await on_both.says(awa, "signaler message")
    assert "Tu es trop bête" in asked.text
    await on_both.says(mariam, "Réponds quand je te parle")
    await on_both.heard(awa)
    assert "Merci de l'avoir dit" in (await on_both.taps(awa, "Oui", asked)).text
    message = await value(
        on_both.database, "select (about ->> 'message')::bigint from audit where action like 'report m%%'"
    )
    reported = await value(on_both.database, "select words from thread_message where id = %s", (message,))
    assert reported == "Tu es trop bête"


@BOTH
@pytest.mark.parametrize("when", ["before she reports it", "while she is asked"])
async def test_a_message_is_reported_though_its_writer_has_closed_the_thread(
    on_both: Product, channel: str, when: str
) -> None:
    """« Ce n'est plus possible », or that there is nothing to report."""
    awa, mariam = await of_mariam(on_both, channel)
    await on_both.appointed(on_both.telegram.person("Paul"))
    await asks(on_both, awa, "Bonjour")
    await on_both.heard(mariam)
    for said in ("messages Awa", "Tu es trop bête", "messages Awa"):
        shown = await on_both.says(mariam, said)
    await on_both.heard(awa)
    if when == "while she is asked":
        assert "Tu es trop bête" in (await on_both.says(awa, "signaler message")).text
    assert "est fermée" in (await on_both.taps(mariam, "✔️ Fermer", shown)).text
    if when == "before she reports it":
        assert "Tu es trop bête" in (await on_both.says(awa, "signaler message")).text
    assert "Merci de l'avoir dit" in (await on_both.says(awa, "oui")).text
    assert await value(on_both.database, "select count(*) from thread where reported_at is not null") == 1


# --- the project is imported anew -----------------------------------------------------------------------


@BOTH
@pytest.mark.parametrize("reasons", ['["Autre chose"]', '["Autre chose", "Encore autre chose"]'])
async def test_a_refusal_has_the_reason_that_was_picked(on_both: Product, channel: str, reasons: str) -> None:
    """With fewer reasons her sentence went nowhere; with others the woman read one that nobody had picked."""
    rose = await refuses(on_both, channel)
    await on_both.says(rose, "2")
    await execute(
        on_both.database,
        "update project set revision = revision + 1, config = jsonb_set(config, '{reasons}', %s::jsonb)"
        " where not practice",
        (reasons,),
    )
    asked = await on_both.says(rose, "Regarde bien qui est insulté dans la phrase.")
    assert "C'est noté" in (await on_both.taps(rose, "Envoyer", asked)).text
    assert (
        await value(on_both.database, "select reason from review where verdict = 2") == "La consigne n'est pas suivie"
    )


REWORDED = {
    "choice": (COMMENTS.replace("Ce commentaire est-il acceptable", "Faut-il le cacher"), "Acceptable"),
    "entry": (RECEIPTS.replace("Magasin", "Ville du magasin"), "Chez Fanta"),
}


@BOTH
@pytest.mark.parametrize(
    ("kind", "said"), [("choice", "tap"), ("choice", "1"), ("choice", "label"), ("entry", "label")]
)
async def test_what_is_asked_in_other_words_is_asked_again(
    on_both: Product, channel: str, kind: str, said: str
) -> None:
    """« Acceptable » was noted below « Faut-il le cacher ? », which she never saw."""
    awa = await working(on_both, channel, kind)
    config, answer = REWORDED[kind]
    await on_both.project(config, KINDS[kind][1])
    if said == "tap":
        again = await on_both.taps(awa, answer)
    else:
        again = await on_both.says(awa, answer if said == "label" else said)
    assert "La tâche a changé" in again.text and ("cacher" in again.text or "Ville" in again.text)
    assert await value(on_both.database, "select count(*) from answer where status = 1") == 1, "that of practice"
    again = await on_both.says(awa, answer)
    assert "La tâche a changé" not in again.text


HIDE = "Faut-il le cacher"
ASKS_OTHERWISE = """
    update project set revision = revision + 1,
                       config = jsonb_set(config, '{question}', to_jsonb('Faut-il le cacher ?'::text))
    where not practice
"""


@BOTH
async def test_a_reviewer_is_asked_again_in_other_words(on_both: Product, channel: str) -> None:
    await on_both.project(OF_TWO)
    await tie(on_both)
    rose = await reviewer(on_both, channel)
    assert "acceptable" in (await on_both.says(rose, "revues")).text
    await execute(on_both.database, ASKS_OTHERWISE)
    again = await on_both.taps(rose, "Acceptable")
    assert "La tâche a changé" in again.text and HIDE in again.text
    assert await value(on_both.database, "select count(*) from review where judged is not null") == 0
    assert "Ta réponse : Acceptable" in (await on_both.taps(rose, "Acceptable")).text


@BOTH
async def test_who_redoes_an_answer_is_asked_again_in_other_words(on_both: Product, channel: str) -> None:
    awa, _ = await refused(on_both, channel)
    await on_both.says(awa, "recours")
    await on_both.taps(awa, "🔁 Refaire la tâche")
    await execute(on_both.database, ASKS_OTHERWISE)
    again = await on_both.taps(awa, "Acceptable")
    assert "La tâche a changé" in again.text and HIDE in again.text
    assert "C'est refait" in (await on_both.taps(awa, "Acceptable")).text


@BOTH
async def test_a_text_that_was_corrected_is_shown_before_it_is_answered(on_both: Product, channel: str) -> None:
    """Two reported it, and a reviewer wrote another text; her answer to the former was stored for that."""
    await on_both.project(COMMENTS.replace("{min: 1, max: 1}", "{min: 3, max: 3}"), comments(1))
    paul = await owner(on_both)
    awa, *others = [await on_both.joined(on_both.somebody(channel, name)) for name in ("Awa", "Binta", "Coumba")]
    for each in (awa, *others):
        await on_both.taps(each, "Accepter")
    for each in others:
        await on_both.taps(each, "⚠️ Signaler un souci")
        await on_both.taps(each, "La question n'est pas claire")
    await on_both.says(paul, "revues")
    await on_both.taps(paul, "✏️ Corriger le texte")
    await on_both.says(paul, "Ce sac est très beau")
    await on_both.taps(paul, "✅ C'est le texte")
    again = await on_both.taps(awa, "Acceptable")
    assert "La tâche a changé" in again.text and "Ce sac est très beau" in again.text
    assert "Noté" in (await on_both.taps(awa, "Acceptable")).text


# --- she lives elsewhere --------------------------------------------------------------------------------


@BOTH
@pytest.mark.parametrize("steps", [2, 3, 4])
async def test_a_number_of_where_she_lived_is_not_kept(on_both: Product, channel: str, steps: int) -> None:
    """« Celui d'avant ne sert plus », and her pay was to go there."""
    awa = await on_both.joined(on_both.somebody(channel))
    said = ["paiement", "0701020304", "Awa Koné", "oui", "4829"]
    for each in said[:steps]:
        await on_both.says(awa, each)
    await on_both.says(awa, "pays Cameroun")
    for each in said[steps:]:
        told = await on_both.says(awa, each)
        if "autre pays" in told.text:
            break
    assert "Ce numéro est d'un autre pays" in told.text and "Sur quel numéro" in told.text
    assert await value(on_both.database, "select count(*) from destination") == 0
    await on_both.says(awa, "6 71 23 45 67")
    assert "Ta paie ira ici" in (await on_both.says(awa, "Awa Koné")).text


# --- hard content is of another kind --------------------------------------------------------------------

THEMES = "select themes from person where first_name = 'Awa'"


async def asked_before_joining(product: Product, channel: str, *themes: str) -> Person:
    """Awa, who has just said when she is reminded, while there is work with such content."""
    awa = product.somebody(channel)
    await product.project(HARD.replace("[haine]", f"[{', '.join(themes)}]"), comments(5))
    await product.welcomed(awa)
    for label in ("J'accepte", "💼 Mon activité", "Plus tard"):
        await product.taps(awa, label)
    return awa


async def now_of(product: Product, theme: str) -> None:
    """The work there is shows other content by now."""
    await execute(
        product.database,
        "update project set revision = revision + 1, config = jsonb_set(config, '{sensitive}', %s::jsonb)"
        " where not practice",
        (f'["{theme}"]',),
    )


@BOTH
@pytest.mark.parametrize(("said", "agreed"), [("oui", True), ("Oui, je veux bien", True), ("non", False)])
async def test_who_joins_decides_about_what_she_was_asked(
    on_both: Product, channel: str, said: str, agreed: bool
) -> None:
    """« Haine, tu veux bien ? », « oui »: noted for « sexe »."""
    awa = await asked_before_joining(on_both, channel, "haine")
    assert "contenus durs : haine" in (await on_both.says(awa, "lundi 19h")).text
    await now_of(on_both, "sexe")
    await on_both.says(awa, said)
    assert await value(on_both.database, THEMES) == {"haine": agreed}


@BOTH
@pytest.mark.parametrize("said", ["oui", "Accepter", "1", "oui je veux bien", "non", "tap", "tap no"])
async def test_an_offer_of_other_content_is_asked_about_again(on_both: Product, channel: str, said: str) -> None:
    awa = await asked_before_joining(on_both, channel, "haine", "violence")
    await on_both.says(awa, "lundi 19h")
    offer = await on_both.taps(awa, 0)
    assert "haine et violence" in offer.text
    await now_of(on_both, "sexe")
    taps = {"tap": "Accepter", "tap no": "Non, pas de ça"}
    again = await (on_both.taps(awa, taps[said], offer) if said in taps else on_both.says(awa, said))
    assert "ça a changé" in again.text and "durs : sexe" in again.text
    assert await value(on_both.database, THEMES) in (None, {})
    await on_both.says(awa, "oui")
    assert await value(on_both.database, THEMES) == {"sexe": True}


# --- her answer is refused while she corrects it ---------------------------------------------------------


async def refuse(uow: UnitOfWork, person_id: int, task_id: int, now: datetime) -> None:
    """Her answer is refused, as by a reviewer."""
    pay = await refusals.refuse(uow, person_id, task_id, now)
    project_id = await uow.fetch_value("select project_id from task where id = %s", (task_id,))
    assert pay is not None
    await pay_events.add(uow, PayEvent.REFUSED, person_id, project_id, pay, now, task_id=task_id)


@BOTH
@pytest.mark.parametrize("said", ["tap", "Haine", "2"])
async def test_an_answer_that_was_refused_is_not_corrected_in_another(
    on_both: Product, channel: str, said: str
) -> None:
    """Her correction of the second answer was stored as that to the first."""
    awa = await working(on_both, channel)
    await on_both.taps(awa, "Acceptable")
    await on_both.taps(awa, "Acceptable")
    shown = await on_both.says(awa, "corriger")
    last = await value(on_both.database, "select max(task_id) from answer where status = 1")
    await commit(on_both.database, refuse, await person_of(on_both, awa), last, on_both.now)
    told = await (on_both.taps(awa, "Haine", shown) if said == "tap" else on_both.says(awa, said))
    assert "rien à corriger" in told.text and "Commentaire numéro 3" in told.text
    assert await value(on_both.database, "select count(*) from answer where value = to_jsonb('haine'::text)") == 0


# --- her form is filled by another ------------------------------------------------------------------------


async def late_with_a_form(product: Product, channel: str) -> Person:
    """Awa, who has filled the first field of the only receipt, and comes back the next day."""
    awa = await working(product, channel, "entry")
    await product.says(awa, "Chez Fanta")
    await product.forward(hours=26)
    await product.heard(awa)
    return awa


@BOTH
async def test_who_comes_too_late_with_a_form_does_not_fill_the_rest(on_both: Product, channel: str) -> None:
    """She wrote all of it, and then: « Cette tâche a été faite par une autre »."""
    awa = await late_with_a_form(on_both, channel)
    binta = await on_both.joined(on_both.somebody(channel, "Binta"))
    for each in ("Accepter", "Chez Fanta", "12 500", "12/12/2025", "Tout est juste"):
        await on_both.says(binta, each)
    assert "faite par une autre" in (await on_both.says(awa, "12 500")).text


@BOTH
async def test_a_form_that_she_goes_on_with_is_given_to_nobody_else(on_both: Product, channel: str) -> None:
    awa = await late_with_a_form(on_both, channel)
    assert "Date" in (await on_both.says(awa, "12 500")).text
    binta = await on_both.joined(on_both.somebody(channel, "Binta"))
    assert "1 tâche t'attend" in (await on_both.says(binta, "travail")).text, "of two"
    await on_both.says(awa, "12/12/2025")
    assert "Noté" in (await on_both.says(awa, "Tout est juste")).text


# --- there are many more to read an announcement ----------------------------------------------------------


async def many_join(product: Product, count: int) -> None:
    for number in range(count):
        await product.joined(product.telegram.person(f"Binta {number}"))


@pytest.mark.parametrize("said", ["oui", "tap"])
async def test_an_announcement_goes_to_as_many_as_was_said(product: Product, said: str) -> None:
    """« On envoie ? 1 personne », « oui »: « C'est parti pour 4 personnes »."""
    paul = await owner(product)
    await many_join(product, 1)
    await written(product, paul, "Coucou")
    for label in ("Suite ➡️", "Choisir quand ➡️", "Maintenant"):
        asked = await product.taps(paul, label)
    assert "1 personne" in asked.text
    await many_join(product, 3)
    again = await (product.taps(paul, "✅ Envoyer", asked) if said == "tap" else product.says(paul, said))
    assert "ça a changé" in again.text and "4 personnes" in again.text
    assert await value(product.database, "select count(*) from announcement") == 0
    await paul.taps("✅ Envoyer")
    assert "C'est parti pour 4 personnes" in (await product.heard(paul))[0].text


# --- her refused answer is accepted, and another one is refused -------------------------------------------


async def restore(uow: UnitOfWork, person_id: int, task_id: int, now: datetime) -> None:
    """Her answer stands again, as after an appeal."""
    pay = await refusals.stand_again(uow, person_id, task_id)
    project_id = await uow.fetch_value("select project_id from task where id = %s", (task_id,))
    assert pay is not None
    await pay_events.add(uow, PayEvent.RESTORED, person_id, project_id, pay, now, task_id=task_id)


@BOTH
@pytest.mark.parametrize("label", ["🔁 Refaire la tâche", "⚖️ Demander un autre regard"])
async def test_what_she_does_about_a_refused_answer_is_not_done_about_another(
    on_both: Product, channel: str, label: str
) -> None:
    """Below the first answer, which was accepted by then, she contested the second."""
    awa, admin = await scene(on_both, channel, tasks=2)
    await on_both.says(admin, "revues")
    await refuses_next(on_both, admin)
    await on_both.answer(awa)
    shown = await on_both.says(awa, "recours")
    assert "numéro 1" in shown.text
    await refuses_next(on_both, admin)
    await on_both.heard(awa)
    first = await value(on_both.database, "select min(task_id) from review")
    await commit(on_both.database, restore, await person_of(on_both, awa), first, on_both.now)
    told = await on_both.taps(awa, label, shown)
    assert "plus possible pour cette réponse" in told.text and "numéro 1" not in told.text


# --- her role, or where she lives, is another one -----------------------------------------------------------


@BOTH
@pytest.mark.parametrize(
    ("before", "told"),
    [
        (("huber", "bonjour"), "Tu écrivais un message : il n'est pas parti.\n\nbonjour"),
        (("ma huber m'insulte",), "Tu écrivais un message : il n'est pas parti.\n\nma huber m'insulte"),
    ],
)
async def test_who_gets_another_role_hears_what_she_wrote_is_not_sent(
    on_both: Product, channel: str, before: tuple[str, ...], told: str
) -> None:
    awa, _ = await of_mariam(on_both, channel)
    for each in before:
        await on_both.says(awa, each)
    assert told in await becomes(on_both, awa, RoleAssignment("huber", countries=("CI",)))
    assert await value(on_both.database, WRITTEN) == 0


@BOTH
@pytest.mark.parametrize("before", [("huber", "bonjour"), ("ma huber m'insulte",)])
async def test_a_letter_stays_open_while_she_learns_instead_of_working(
    on_both: Product, channel: str, before: tuple[str, ...]
) -> None:
    awa, _ = await of_mariam(on_both, channel)
    await on_both.appointed(on_both.telegram.person("Paul"))
    for each in before:
        await on_both.says(awa, each)
    await becomes(on_both, awa, RoleAssignment("trainee"))
    shown = await on_both.says(awa, "oui")
    if "vaut pour ce que tu vois" in shown.text:  # the news of her role stands below the question
        await on_both.says(awa, "oui")
    assert await value(on_both.database, "select words from thread_message") == before[-1]


@BOTH
@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Chez Fanta", "commencée est rendue à d'autres"),
        ("j'ai pas reçu mon argent", "Ta réponse n'est pas notée.\n\nj'ai pas reçu mon argent"),
    ],
)
async def test_who_gets_another_role_hears_what_is_over(on_both: Product, channel: str, said: str, told: str) -> None:
    """Half of a form was filled, or « c'est ta réponse ? » was asked, and nothing was said of it."""
    awa = await working(on_both, channel, "entry")
    await on_both.says(awa, said)
    assert told in await becomes(on_both, awa, RoleAssignment("trainee"))


@BOTH
@pytest.mark.parametrize("said", ["oui", "tap"])
async def test_a_ready_answer_to_who_lives_elsewhere_is_said_not_to_be_sent(
    on_both: Product, channel: str, said: str
) -> None:
    """« Cette discussion n'est plus ouverte », and no word of the answer."""
    awa, mariam = await of_mariam(on_both, channel)
    await asks(on_both, awa, "Quand suis-je payée ?")
    await on_both.heard(mariam)
    await on_both.says(mariam, "messages Awa")
    await on_both.taps(mariam, "📋 Réponses prêtes")
    await on_both.taps(mariam, 0)
    await on_both.says(awa, "pays Cameroun")
    told = await (on_both.taps(mariam, "✅ Envoyer") if said == "tap" else on_both.says(mariam, said))
    assert "Ta réponse n'est pas partie" in told.text and "Tout ce que tu gagnes est noté" in told.text
    assert await value(on_both.database, WRITTEN) == 1


@BOTH
async def test_who_has_moved_gets_no_more_of_work_for_her_country_alone(on_both: Product, channel: str) -> None:
    """She went on with it for as long as there was any; what she has open is hers still."""
    await on_both.project(COMMENTS + "countries: [CI]\n", comments(10))
    awa = await on_both.joined(on_both.somebody(channel))
    await on_both.taps(awa, "Accepter")
    assert "Commentaire numéro 1" in (await on_both.says(awa, "pays Togo")).text
    told = await on_both.taps(awa, "Acceptable")
    assert "Noté" in told.text and "n'est pas ouvert dans le pays" in told.text and "numéro 2" not in told.text
    assert await value(on_both.database, "select count(*) from answer where status = 0") == 0


# --- more of her work is accepted while she takes a certificate of income ----------------------------------


@BOTH
@pytest.mark.parametrize("steps", [1, 2])
async def test_a_certificate_shows_the_sum_that_she_has_chosen(on_both: Product, channel: str, steps: int) -> None:
    """« 20 F CFA », tapped a day later, was a document that says 53."""
    awa = await working(on_both, channel)
    await on_both.forward(hours=30)
    await on_both.heard(awa)
    await on_both.taps(awa, "Acceptable", await on_both.says(awa, "travail"))
    await on_both.says(awa, "attestation")
    shown = await on_both.taps(awa, 0)
    chosen = shown.labels[0]
    if steps == 2:
        await on_both.taps(awa, 0, shown)
        await on_both.says(awa, "Awa Koné")
    await on_both.forward(hours=30)
    await on_both.heard(awa)
    again = await (on_both.taps(awa, 0, shown) if steps == 1 else on_both.says(awa, "Non, sans mon nom"))
    assert "ça a changé" in again.text and chosen not in again.labels and again.data is None
    assert await value(on_both.database, "select count(*) from credential") == 0


@BOTH
async def test_another_button_of_the_former_question_answers_nothing(on_both: Product, channel: str) -> None:
    """It was a second thought about the answer that was not taken, and stored as that to the new words."""
    awa = await working(on_both, channel, "choice")
    former = awa.last
    await on_both.project(REWORDED["choice"][0], KINDS["choice"][1])
    await on_both.taps(awa, "Acceptable", former)
    told = await on_both.taps(awa, "Haine", former)
    assert await value(on_both.database, "select count(*) from answer where status = 1") == 1, "that of practice"
    assert "cacher" in told.text
