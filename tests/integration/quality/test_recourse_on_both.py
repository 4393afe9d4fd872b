"""Refusal, redoing, appeal and what it comes to, on both platforms, with the money at each step."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend.records import asdict
from backend.services.work.files import exports
from bot.handlers import runner
from tests.fakes.chat import ChatMessage
from tests.fakes.people import Person
from tests.integration.scenes import agreement, execute, value
from tests.integration.work.test_second_thoughts import given
from tests.product import COMMENTS, PATIENCE, START, Product

BOTH = pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
OF_FIVE = COMMENTS.replace("{min: 1, max: 1}", "{min: 1, max: 5}")


async def scene(product: Product, channel: str, *, tasks: int = 1) -> tuple[Person, Person]:
    """Awa, whose answer to each of the first tasks differs from the result, and an admin."""
    admin = await product.admin()
    await product.project(OF_FIVE)
    awa = product.somebody(channel, "Awa")
    for person, answer in (
        (product.telegram.person("Binta"), "Acceptable"),
        (product.telegram.person("Coumba"), "Acceptable"),
        (awa, "Haine"),
        (product.telegram.person("Dado"), "Acceptable"),
    ):
        await product.joined(person)
        await product.taps(person, 0)
        for _ in range(tasks):
            await product.taps(person, answer)
    return awa, admin


async def refuses(product: Product, admin: Person, hers: str = "Haine") -> None:
    assert "D'abord, ta propre réponse" in (await product.says(admin, "revues")).text
    seen = await product.taps(admin, "Acceptable")
    assert f"La sienne : {hers}" in seen.text and "Les autres : Acceptable × 3" in seen.text
    done = await says_why(product, admin)
    assert "C'est noté" in done.text and "rien à revoir" in done.text


async def told_why(product: Product, admin: Person) -> ChatMessage:
    """The admin writes why, and sends it when it is shown."""
    asked = await product.says(admin, "Ce commentaire est poli : relis la consigne.")
    assert "elle lira cette phrase ?" in asked.text
    return await product.taps(admin, "Envoyer", asked)


async def appeals(product: Product, awa: Person, words: str) -> ChatMessage:
    """Awa says why her answer is right, and sends it when it is shown to her."""
    asked = await product.says(awa, words)
    if "C'est ma réponse" in asked.labels:
        asked = await product.taps(awa, "C'est ma réponse", asked)
    assert "je l'envoie comme ça ?" in asked.text
    return await product.taps(awa, "Envoyer", asked)


async def says_why(product: Product, admin: Person) -> ChatMessage:
    """The admin refuses the answer that is shown, with a sentence; what comes then."""
    await product.taps(admin, "❌ Refuser")
    await product.taps(admin, "La consigne n'est pas suivie")
    return await told_why(product, admin)


async def refused(product: Product, channel: str) -> tuple[Person, Person]:
    """The scene, after the admin refused her answer and she has read that."""
    awa, admin = await scene(product, channel)
    await refuses(product, admin)
    await product.answer(awa)
    return awa, admin


@BOTH
@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("mais j'ai bien lu moi", "je l'envoie comme ça ?"),
        ("je suis pas d'accord avec ça", "Dis en une phrase pourquoi"),
        ("bon je la refais", "Encore une fois"),
        ("je comprends pas la raison", "Refusée parce que"),
        ("pourquoi", "Refusée parce que"),
        ("non c'est acceptable", "tu parles de ta réponse refusée"),
    ],
)
async def test_what_she_says_right_below_a_refusal_is_about_it(
    on_both: Product, channel: str, said: str, told: str
) -> None:
    """« Non c'est acceptable » was stored as the answer to the next task, « je suis pas d'accord avec ça » was not
    understood."""
    product = on_both
    awa, _ = await refused(product, channel)
    answers = await value(product.database, "select count(*) from answer")
    assert told in (await product.says(awa, said)).text
    assert await value(product.database, "select count(*) from answer") == answers


@BOTH
async def test_who_agrees_below_a_refusal_contests_nothing(on_both: Product, channel: str) -> None:
    product = on_both
    awa, _ = await refused(product, channel)
    assert "Dis en une phrase pourquoi" not in (await product.says(awa, "ah d'accord")).text
    await product.says(awa, "recours")
    assert "Dis en une phrase pourquoi" not in (await product.says(awa, "ah d'accord")).text
    assert await value(product.database, "select count(*) from review where kind = 3") == 0


@BOTH
async def test_an_answer_to_the_next_task_below_a_refusal_is_one(on_both: Product, channel: str) -> None:
    awa, _ = await refused(on_both, channel)
    assert "Noté" in (await on_both.says(awa, "haine")).text


@BOTH
async def test_a_refused_answer_is_told_with_its_reason_and_redone(on_both: Product, channel: str) -> None:
    product = on_both
    awa, admin = await scene(product, channel)
    await refuses(product, admin)
    told = await product.answer(awa)
    assert "est refusée" in told.text and "La consigne n'est pas suivie" in told.text
    assert "Ce commentaire est poli" in told.text
    assert await agreement(product.database) == []
    shown = await product.taps(awa, "⚖️ Voir, refaire ou contester", told)
    assert "Ta réponse : Haine" in shown.text and "Ce qui était attendu : Acceptable" in shown.text
    await product.says(awa, "je refais")
    assert "compte de nouveau" in (await product.taps(awa, "Acceptable")).text
    assert "aucune réponse refusée" in (await product.says(awa, "recours")).text
    assert await agreement(product.database) == []


async def test_an_export_says_when_an_answer_was_redone(on_both: Product) -> None:
    """It was dated two days before, when another answer was given."""
    product = on_both
    awa, _ = await refused(product, "telegram")
    await product.forward(days=2)
    await product.heard(awa)
    await product.says(awa, "recours")
    await product.says(awa, "je refais")
    assert "compte de nouveau" in (await product.taps(awa, "Acceptable")).text
    async with product.database.unit() as uow:
        found = sorted([asdict(row)["at"] async for row in await exports.rows(uow, "commentaires", "answers")])
    redone = await value(product.database, "select max(at) from pay_event where kind = 'redo'")
    assert [at.date() for at in found[-2:]] == [START.date(), START.date() + timedelta(days=2)] and found[-1] == redone


@BOTH
async def test_what_was_redone_by_mistake_is_what_corriger_shows(on_both: Product, channel: str) -> None:
    """It showed the answer before, to another task: she would have changed that one."""
    product = on_both
    awa, admin = await scene(product, channel)
    await product.says(awa, "travail")
    await product.taps(awa, "Acceptable")
    await refuses(product, admin)
    await product.answer(awa)
    await product.says(awa, "recours")
    await product.taps(awa, "🔁 Refaire la tâche")
    await product.taps(awa, "Publicité")
    shown = await product.says(awa, "je me suis trompée")
    assert "Commentaire numéro 1" in shown.text and "Tu avais répondu : Publicité" in shown.text
    assert "C'est corrigé" in (await product.taps(awa, "Acceptable", shown)).text
    redone = "select value from answer a join task t on t.id = a.task_id where a.redone"
    assert await value(product.database, redone) == "ok"
    assert await agreement(product.database) == []


@BOTH
async def test_what_is_noted_after_a_refusal_is_what_gains_tells(on_both: Product, channel: str) -> None:
    """« Aujourd'hui » counted the refused answer on: 15 tasks, 451 F CFA, and 430 in `gains`."""
    product = on_both
    awa, _admin = await refused(product, channel)
    await product.says(awa, "travail")
    noted = (await product.taps(awa, "Acceptable")).text
    assert "Aujourd'hui : 3 tâches, 53 F CFA" in noted  # the practice task, and this one
    gains = (await product.says(awa, "gains")).text
    assert "Aujourd'hui : 53 F CFA" in gains and "1 réponse refusée n'y est pas" in gains


@BOTH
async def test_an_appeal_reaches_another_person_and_is_paid_when_it_is_won(on_both: Product, channel: str) -> None:
    product = on_both
    awa, admin = await refused(product, channel)
    assert "Refusée parce que" in (await product.says(awa, "recours")).text
    await product.taps(awa, "⚖️ Demander un autre regard")
    sent = await appeals(product, awa, "C'est une insulte dans mon pays. Mon code secret est 4829")
    assert "C'est envoyé" in sent.text and "Sans réponse d'ici là" in sent.text
    gains = (await product.says(awa, "gains")).text
    assert "1 réponse refusée n'y est pas : une autre personne la regarde." in gains and "« recours »" not in gains
    assert "rien à revoir" in (await product.says(admin, "revues")).text  # never against one's own refusal
    rose = await another_admin(product)
    assert "Un recours" in (await product.says(rose, "revues")).text
    seen = await product.taps(rose, "Haine")
    assert "La consigne n'est pas suivie" in seen.text and "C'est une insulte dans mon pays." in seen.text
    assert "4829" not in seen.text
    assert "C'est noté" in (await product.says(rose, "elle a raison")).text
    told = await product.answer(awa)
    assert "Tu avais raison" in told.text and "compte dans tes gains" in told.text
    assert "refusée" not in (await product.says(awa, "gains")).text
    assert await value(product.database, "select count(*) from pay_event where kind = 'restore'") == 1
    assert await agreement(product.database) == []


async def another_admin(product: Product) -> Person:
    rose = product.telegram.person("Rose")
    await product.says(rose, f"start {await product.code('admin')}")
    await execute(
        product.database, "update person set duty = 'operations' where role = 'admin' and duty is distinct from 'owner'"
    )
    return rose


@BOTH
async def test_what_is_left_to_her_is_what_she_is_told(on_both: Product, channel: str) -> None:
    """After the second refusal « Tu peux la refaire une fois » stood there; after a lost appeal nothing."""
    product = on_both
    awa, _admin = await refused(product, channel)
    await product.says(awa, "recours")
    await product.taps(awa, "⚖️ Demander un autre regard")
    await product.taps(awa, "Sans rien ajouter")
    rose = await another_admin(product)
    await product.says(rose, "revues")
    await product.taps(rose, "Acceptable")
    await product.taps(rose, "❌ Le refus reste")
    await product.taps(rose, "Envoyer", await product.says(rose, "Ce commentaire ne vise personne."))
    lost = await product.answer(awa)
    assert "reste" in lost.text and "encore la refaire une fois" in lost.text
    shown = await product.taps(awa, "🔁 La refaire", lost)
    assert "Une autre personne a regardé : le refus reste." in shown.text and "Tu as jusqu'à" in shown.text
    await product.taps(awa, "🔁 Refaire la tâche")
    assert "compte de nouveau" in (await product.taps(awa, "Publicité")).text
    await product.forward(hours=23)  # what comes after the first decision of a day waits for the next
    if channel == "whatsapp":
        await product.says(awa, "gains")
    await refuses(product, rose, "Publicité")
    told = await product.answer(awa)
    assert "est refusée" in told.text and "le refus reste" in told.text
    assert "refaire" not in told.text and "Tu as jusqu'à" not in told.text
    assert "le refus reste" in (await product.taps(awa, "⚖️ La voir", told)).text
    assert await agreement(product.database) == []


@BOTH
async def test_silence_wins_an_appeal(on_both: Product, channel: str) -> None:
    product = on_both
    awa, _admin = await refused(product, channel)
    await product.says(awa, "recours")
    await product.taps(awa, "⚖️ Demander un autre regard")
    await product.taps(awa, "Sans rien ajouter")
    await product.forward(hours=49)
    if channel == "whatsapp":  # after 24 hours the platform brings her nothing before she writes
        await awa.says("gains")
    assert any("Personne n'a regardé à temps" in each.text for each in await product.heard(awa))
    assert await agreement(product.database) == []


@BOTH
async def test_an_answer_that_she_corrects_meanwhile_is_shown_before_it_is_refused(
    on_both: Product, channel: str
) -> None:
    """The turn failed, for the answer was the reviewer's own by then; a third one would have been refused unseen."""
    product = on_both
    awa, admin = await scene(product, channel)
    await product.says(admin, "revues")
    await product.taps(admin, "Acceptable")
    await product.taps(admin, "❌ Refuser")
    await product.taps(admin, "La consigne n'est pas suivie")
    await product.taps(awa, "Publicité", await product.says(awa, "corriger"))
    seen = await product.says(admin, "Ce commentaire est poli : relis la consigne.")
    assert "Elle vient de corriger sa réponse" in seen.text and "La sienne : Publicité" in seen.text
    await product.taps(admin, "❌ Refuser")
    await product.taps(awa, "Acceptable", await product.says(awa, "corriger"))
    seen = await product.taps(admin, "La consigne n'est pas suivie")
    assert "La sienne : Acceptable" in seen.text and "la même réponse qu'elle" in seen.text
    assert "C'est noté" in (await product.taps(admin, "✅ Accepter")).text
    assert await value(product.database, "select count(*) from pay_event where kind = 'refuse'") == 0
    assert await agreement(product.database) == []


@BOTH
async def test_who_takes_it_back_refuses_nothing_and_sends_no_appeal(on_both: Product, channel: str) -> None:
    """« Non en fait je me suis trompée » refused the answer and was told her as the reason; « en fait non » was sent as
    her only appeal."""
    product = on_both
    awa, admin = await scene(product, channel)
    await product.says(admin, "revues")
    await product.taps(admin, "Acceptable")
    await product.taps(admin, "❌ Refuser")
    await product.taps(admin, "La consigne n'est pas suivie")
    asked = await product.says(admin, "non en fait je me suis trompée")
    assert "tu veux t'arrêter là" in asked.text
    assert "on laisse ça" in (await product.taps(admin, "Je m'arrête là", asked)).text
    assert await value(product.database, "select count(*) from pay_event where kind = 'refuse'") == 0
    assert "La sienne : Haine" in (await product.says(admin, "revues")).text
    await product.taps(admin, "❌ Refuser")
    await product.taps(admin, "La consigne n'est pas suivie")
    await told_why(product, admin)
    await product.heard(awa)
    await product.says(awa, "recours")
    assert "pourquoi ta réponse est juste" in (await product.says(awa, "je ne suis pas d'accord")).text
    asked = await product.says(awa, "en fait non")
    assert "tu veux t'arrêter là" in asked.text
    await product.taps(awa, "Je m'arrête là", asked)
    assert await value(product.database, "select count(*) from review where kind = 3") == 0
    assert await agreement(product.database) == []


async def test_who_has_no_badge_is_told_so(product: Product) -> None:
    awa = await product.hiteuse()
    assert "celles qui en ont le badge" in (await product.says(awa, "revues")).text


@BOTH
async def test_who_disagrees_below_the_refusal_is_led_and_a_question_is_no_appeal(
    on_both: Product, channel: str
) -> None:
    """« c pas juste » was met by the next task; « pourquoi » was sent as the one sentence that she has."""
    product = on_both
    awa, admin = await scene(product, channel)
    await refuses(product, admin)
    await product.heard(awa)
    assert "Refusée parce que" in (await product.says(awa, "c pas juste")).text
    await product.says(awa, "je conteste")
    for said in ("recours", "je fais un recours", "voilà mon recours svp", "je veux contester", "c'est pas juste"):
        asked = await product.says(awa, said)  # « je fais un recours » was shown and sent as her reason
        assert "Dis en une phrase pourquoi" in asked.text and "Sans rien ajouter" in asked.labels, said
    for said in ("pourquoi", "comment vous avez décidé"):
        assert "je l'envoie comme ça ?" in (await product.says(awa, said)).text, said
    assert "C'est envoyé" in (await appeals(product, awa, "parce que la phrase insulte les femmes")).text


@BOTH
@pytest.mark.parametrize("said", ["suivant", "je passe"])
async def test_who_would_go_on_sends_no_appeal_with_it(on_both: Product, channel: str, said: str) -> None:
    """« Suivant » was sent to the other person as her reason, and it was her only appeal."""
    product = on_both
    awa, admin = await scene(product, channel)
    await refuses(product, admin)
    await product.heard(awa)
    await product.says(awa, "recours")
    await product.says(awa, "je conteste")
    assert "C'est envoyé" not in (await product.says(awa, said)).text
    assert await value(product.database, "select count(*) from review where kind = 3") == 0


@BOTH
@pytest.mark.parametrize("said", ["c'est faux j'ai bien lu", "c'est la consigne qui est mal faite"])
async def test_a_reason_below_the_refused_answer_is_shown_before_it_is_sent(
    on_both: Product, channel: str, said: str
) -> None:
    """She was told to choose one of the answers, and her reason was lost."""
    product = on_both
    awa, admin = await scene(product, channel)
    await refuses(product, admin)
    await product.heard(awa)
    await product.says(awa, "voir")
    asked = await product.says(awa, said)
    assert f"« {said} » : je l'envoie comme ça ?" in asked.text
    assert await value(product.database, "select count(*) from review") == 1
    assert "C'est envoyé" in (await product.taps(awa, "Envoyer", asked)).text
    assert await value(product.database, "select words from review order by id desc limit 1") == said


async def test_who_has_nothing_refused_is_told_so_without_the_offers_below_it(product: Product) -> None:
    """Above a full list of offers « recours » had 623 signs."""
    await product.project()
    awa = await product.hiteuse()
    told = await product.says(awa, "recours")
    assert "aucune réponse refusée" in told.text and "par tâche" not in told.text
    assert told.labels == ["Travailler", "Menu"]
    assert "par tâche" in (await product.taps(awa, "Travailler", told)).text


@BOTH
async def test_what_she_asks_after_an_appeal_was_won_is_answered(on_both: Product, channel: str) -> None:
    """« J'ai gagné combien » below « Tu avais raison » was met with « tu n'as aucune réponse refusée »: `recours` was
    still open above it. « Jveux lautre regard » was taken for another work."""
    product = on_both
    awa, _admin = await refused(product, channel)
    await product.says(awa, "recours")
    assert "Dis en une phrase" in (await product.says(awa, "jveux lautre regard")).text
    await appeals(product, awa, "c'est une insulte chez nous")
    assert "Une autre personne regarde" in (await product.says(awa, "recours")).text
    rose = await another_admin(product)
    await product.says(rose, "revues")
    await product.taps(rose, "Haine")
    await product.says(rose, "elle a raison")
    assert "Tu avais raison" in (await product.answer(awa)).text
    assert "Aujourd'hui" in (await product.says(awa, "j'ai gagné combien")).text


@BOTH
@pytest.mark.parametrize("role", ["huber", "trainee"])
async def test_who_has_another_role_when_her_answer_is_refused_can_still_appeal(
    on_both: Product, channel: str, role: str
) -> None:
    """« Tu peux demander le regard d'une autre personne », she read, and `recours` was not for her."""
    product = on_both
    awa, admin = await scene(product, channel)
    her = await value(product.database, "select id from person where first_name = 'Awa'")
    await product.says(admin, f"role {her} {role}")
    await product.taps(admin, "Oui")
    await product.answer(awa)
    await refuses(product, admin)
    told = await product.answer(awa)
    assert "Tu peux demander le regard d'une autre personne" in told.text and "refaire" not in told.text
    assert "Travailler" not in told.labels
    gains = await product.says(awa, "gains")
    assert "1 réponse refusée n'y est pas : écris « recours »" in gains.text
    assert gains.labels == ["💵 Ma paie"]
    shown = await product.says(awa, "recours")
    assert len(shown.labels) == 2 and not any("Refaire" in label for label in shown.labels)
    await product.taps(awa, "⚖️ Demander un autre regard", shown)
    assert "C'est envoyé" in (await appeals(product, awa, "C'est une insulte dans mon pays")).text
    rose = await another_admin(product)
    await product.says(rose, "revues")
    await product.taps(rose, "Haine")
    await product.says(rose, "elle a raison")
    assert "Tu avais raison" in (await product.answer(awa)).text
    assert "refusée" not in (await product.says(awa, "gains")).text
    nothing = await product.says(awa, "recours")
    assert "aucune réponse refusée" in nothing.text and "Travailler" not in nothing.labels
    assert await agreement(product.database) == []


async def test_an_appeal_begun_before_the_role_changed_goes_on(product: Product) -> None:
    """Her sentence was « Je n'ai pas compris »."""
    awa, admin = await refused(product, "telegram")
    her = await value(product.database, "select id from person where first_name = 'Awa'")
    await product.says(awa, "recours")
    await product.taps(awa, "⚖️ Demander un autre regard")
    await product.says(admin, f"role {her} huber")
    await product.taps(admin, "Oui")
    await product.answer(awa)
    assert "C'est envoyé" in (await appeals(product, awa, "C'est une insulte dans mon pays")).text


@BOTH
@pytest.mark.parametrize("said", ["nn publicité je voulais dire", "non plutôt publicité", "pardon publicité"])
async def test_a_second_thought_while_she_redoes_a_task_is_its_answer(
    on_both: Product, channel: str, said: str
) -> None:
    """« Nn publicité je voulais dire » was not understood."""
    product = on_both
    awa, _ = await refused(product, channel)
    await product.says(awa, "recours")
    await product.taps(awa, "🔁 Refaire la tâche")
    assert "C'est refait" in (await product.says(awa, said)).text
    assert "pub" in await given(product)


@BOTH
@pytest.mark.parametrize("said", ["pardon publicité", "nn publicité je voulais dire"])
async def test_a_second_thought_after_a_task_was_redone_is_about_it(on_both: Product, channel: str, said: str) -> None:
    """« Pardon publicité » was stored and paid as the answer to the next task."""
    product = on_both
    awa, _ = await refused(product, channel)
    await product.says(awa, "recours")
    await product.taps(awa, "🔁 Refaire la tâche")
    await product.says(awa, "haine")
    stored = len(await given(product))
    shown = await product.says(awa, said)
    assert "Ta dernière réponse" in shown.text and "Commentaire numéro 1" in shown.text
    await product.taps(awa, "Publicité", shown)
    assert len(await given(product)) == stored and "pub" in await given(product)


@BOTH
async def test_the_appeal_without_a_reason_is_named_in_the_words_of_its_button(on_both: Product, channel: str) -> None:
    """« Sans rien ajouter » was quoted as her reason, and stored so after « Envoyer »."""
    product = on_both
    awa, admin = await scene(product, channel)
    await refuses(product, admin)
    await product.heard(awa)
    await product.says(awa, "recours")
    await product.says(awa, "je conteste")
    assert "C'est envoyé" in (await product.says(awa, "sans rien ajouter")).text
    assert await value(product.database, "select words from review where kind = 3") == ""


async def test_whose_answer_is_refused_hears_it_without_waiting_to_be_looked_for(
    on_both: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody told the runners of what was put in her inbox: she heard it when they looked, up to a second later."""
    awa, admin = await scene(on_both, "whatsapp")
    monkeypatch.setattr(runner, "LOOK_AGAIN", 2 * PATIENCE)
    await on_both.restart()
    await refuses(on_both, admin)
    assert "est refusée" in (await on_both.answer(awa)).text


REASON = "J'ai bien lu : il insulte les femmes."


@BOTH
@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("svp", f"{REASON}\nsvp"),
        ("c'est vraiment pas juste", f"{REASON}\nc'est vraiment pas juste"),
        ("j'attends votre réponse", f"{REASON}\nj'attends votre réponse"),
        ("combien de temps ça prend ?", REASON),
        ("c'est pas juste", REASON),
        ("je fais un recours", REASON),
        ("non je voulais dire qu'il insulte sa mère", "non je voulais dire qu'il insulte sa mère"),
        (
            "J'ai bien lu : il insulte les femmes et les enfants.",
            "J'ai bien lu : il insulte les femmes et les enfants.",
        ),
    ],
)
async def test_what_she_writes_after_her_reason_does_not_take_its_place(
    on_both: Product, channel: str, said: str, shown: str
) -> None:
    """« Svp », after her reason, was the reason that the other person read; she can ask only once."""
    product = on_both
    awa, admin = await scene(product, channel)
    await refuses(product, admin)
    await product.heard(awa)
    await product.says(awa, "recours")
    await product.says(awa, "je conteste")
    await product.says(awa, REASON)
    asked = await product.says(awa, said)
    assert f"« {shown} » : je l'envoie comme ça ?" in asked.text
    await product.taps(awa, "Envoyer", asked)
    assert await value(product.database, "select words from review where kind = 3") == shown
