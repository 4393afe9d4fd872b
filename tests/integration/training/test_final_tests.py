"""A module's final test in chat, on each platform and from one to the other."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from backend.services.training import library, module_files
from benchmarks.learner import Learner
from bot import samples
from tests.fakes.chat import ChatMessage
from tests.fakes.people import Person
from tests.integration.scenes import NOW, execute, rows, value
from tests.integration.telegram.linking import linked
from tests.integration.training.lessons import KEYS, answer, enrolled, final, lesson, module, pool, read, right, trainee
from tests.product import AnyPerson, Product

START = datetime(2026, 3, 4, 9, tzinfo=UTC)
THREE = KEYS[:3]


async def ready(product: Product, person: AnyPerson) -> ChatMessage:
    """She has finished the only lesson of a module with a pool of twenty-four."""
    await module(product.database, [lesson(1, THREE, screens=1)], test=pool(24), more="final: {ask: 8}\n")
    await enrolled(product, person)
    question = await read(product, person, await product.taps(person, "▶️ Commencer"))
    return await answer(product, person, question, *[True] * 3)


async def begins(product: Product, person: Person, message: ChatMessage) -> ChatMessage:
    """To the first question."""
    label = next(label for label in message.labels if "le test" in label)
    return await product.taps(person, "▶️ Commencer le test", await product.taps(person, label, message))


def passes(product: Product, **duration: float) -> None:
    """Time, without anything that is due by itself."""
    product.app.clock.forward(timedelta(**duration))


async def back(product: Product, **duration: float) -> None:
    """The machine's clock is set back."""
    await product.stop()
    product.skip(**{unit: -value for unit, value in duration.items()})
    await product.start()


async def asked(product: Product) -> list[list[str]]:
    """The questions of each try, by their names."""
    found = await rows(
        product.database,
        "select array(select key from question where id = any(asked)) as keys from final_try order by id",
    )
    return [row["keys"] for row in found]


async def test_a_test_is_failed_four_times_and_passed_and_no_answer_is_told_before(product: Product) -> None:
    awa = product.telegram.person("Awa")
    end = await ready(product, awa)
    assert "Il reste le test final : 8 questions, 7 justes." in end.text
    told = []
    pauses = {"dès maintenant": 0, "aujourd'hui à partir de": 1, "demain à partir de": 24, "dimanche 8 mars à": 72}
    for when, hours in pauses.items():
        question = await begins(product, awa, end)
        assert "Test final : question 1 sur 8" in question.text
        for _ in range(8):
            question = await product.taps(awa, "Non", question)
            told.append(question.text)
        end = question
        assert "0 sur 8. Il en faut 7." in end.text and "À relire : « Leçon 1 »." in end.text
        assert f"recommencer {when}" in end.text
        assert ("🔄 Repasser le test" in end.labels) == (not hours)
        if hours:
            waiting = await product.says(awa, "formation")
            assert "⏳ Les capitales : test final " in waiting.text
            assert "▶️ Continuer" not in waiting.labels and "🎓 Passer le test" not in waiting.labels
            await product.taps(awa, "Les capitales", waiting)
            assert "recommencer" in awa.last.text
            for said in ("refaire le test", "je peux repasser quand ?", "quand est-ce que je refais le test"):
                assert f"recommencer {when}" in (await product.says(awa, said)).text, said
            passes(product, hours=hours)
            end = await product.says(awa, "formation")
            assert "Ensuite : le test final" in end.text
    assert not any("Expliqué" in text or "Pas du tout" in text or "La réponse" in text for text in told)
    assert await value(product.database, "select count(*) from card") == 3  # the lesson's own
    end = await final(product, awa, end, *[True] * 7, False)
    assert "Module réussi : Les capitales (7 sur 8)" in end.text
    assert "Tu gagnes le badge : Les capitales" in end.text
    first, second, third, *later = await asked(product)
    assert len({*first, *second, *third}) == 24
    assert not set(third) & set(later[0]) and not set(later[0]) & set(later[1])
    passes(product, days=1)
    revision = await product.says(awa, "revision")
    while "Vrai test" not in revision.text:
        revision = await product.taps(awa, right(revision), revision)
    assert "Expliqué" in (await product.taps(awa, "Oui", revision)).text


async def test_a_crash_and_other_words_in_the_middle_change_nothing(product: Product) -> None:
    awa = product.telegram.person("Awa")
    question = await begins(product, awa, await ready(product, awa))
    question = await answer(product, awa, question, True, True)
    before = question.text
    await product.restart()
    assert (await product.says(awa, "progres")).text
    await product.says(awa, "formation")
    back = await product.taps(awa, "▶️ Continuer le test")
    assert "On reprend ton test final, question 3 sur 8." in back.text
    assert back.text.endswith(before.rpartition("question 3 sur 8")[2])
    old = await product.taps(awa, "Oui", question)  # a button of before: the open question once more
    assert "question 3 sur 8" in old.text or "question 4 sur 8" in old.text
    passes(product, days=40)
    left = 8 - await value(product.database, "select cardinality(marks) from final_try")
    message = await product.says(awa, "continuer")
    assert "Module réussi" in (await answer(product, awa, message, *[True] * left)).text
    assert await value(product.database, "select count(*) from attempt where final_id is not null") == 8


async def test_the_word_is_about_the_module_whose_lesson_is_open(product: Product) -> None:
    awa = product.telegram.person("Awa")
    await ready(product, awa)
    two = [lesson(1, THREE, screens=1), lesson(2, THREE, screens=1)]
    await module(product.database, two, name="fleuves", title="Les fleuves", order=2, test=pool(24))
    await product.taps(awa, "Les fleuves", await product.says(awa, "formation"))
    await answer(product, awa, await read(product, awa, await product.says(awa, "1")), *[True] * 3)
    await product.says(awa, "formation fleuves")
    await product.taps(awa, "▶️ Continuer")
    said = await product.says(awa, "test final")
    assert "Les fleuves" in said.text and "Les capitales" not in said.text


async def test_an_answer_that_is_tapped_twice_counts_once(product: Product) -> None:
    awa = product.telegram.person("Awa")
    question = await begins(product, awa, await ready(product, awa))
    await awa.taps("Oui", question)
    await awa.taps("Non", question)
    following, told = await product.heard(awa)
    assert "question 2 sur 8" in following.text
    assert "ta première réponse compte" in told.text and "question 2 sur 8" in told.text
    assert await value(product.database, "select marks from final_try") == [True]


async def test_a_try_that_is_left_is_no_way_to_other_questions(product: Product) -> None:
    awa = product.telegram.person("Awa")
    end = await ready(product, awa)
    await begins(product, awa, end)
    for _ in range(3):
        await product.says(awa, "formation")
        await product.taps(awa, "▶️ Continuer le test")
    assert await value(product.database, "select count(*) from final_try") == 1


async def test_a_test_begun_on_whatsapp_ends_on_telegram_and_each_answer_counts_once(on_both: Product) -> None:
    product = on_both
    there = product.whatsapp.person("Awa")
    question = await begins(product, there, await ready(product, there))
    asked_there = await answer(product, there, question, True, True)
    here = await linked(product, there, product.telegram.person("Awa"))
    await product.forward(minutes=1)
    shown = await product.says(here, "bonjour")
    assert "question 3 sur 8" in shown.text
    await product.forward(minutes=1)
    await there.taps("Oui", asked_there)
    await here.taps("Oui", shown)
    heard = [*await product.heard(there), *await product.heard(here)]
    assert sum("question 4 sur 8" in message.text for message in heard) >= 1
    assert await value(product.database, "select cardinality(marks) from final_try") == 3
    await product.forward(minutes=1)
    back = await product.says(here, "continuer")
    assert "Module réussi : Les capitales (8 sur 8)" in (await answer(product, here, back, *[True] * 5)).text


async def test_a_clock_that_steps_back_neither_stops_the_test_nor_makes_her_wait(product: Product) -> None:
    awa = product.telegram.person("Awa")
    end = await ready(product, awa)
    end = await final(product, awa, end, *[False] * 8)
    question = await begins(product, awa, end)
    await back(product, hours=2)
    end = await answer(product, awa, question, *[False] * 8)
    assert "recommencer aujourd'hui à partir de" in end.text
    await back(product, hours=1)
    assert "🔄 Repasser le test" in (await product.says(awa, "formation")).labels
    assert await value(product.database, "select min(seconds) >= 0 from attempt")


async def test_her_huber_is_told_of_three_failures_once(product: Product) -> None:
    mariam = product.telegram.person("Mariam")
    await product.says(mariam, f"start {await product.code('huber')}")
    awa = product.telegram.person("Awa")
    end = await ready(product, awa)
    for hours in (0, 1, 24, 72):
        end = await final(product, awa, end, *[False] * 8)
        passes(product, hours=hours)
        end = await product.says(awa, "formation")
    (told,) = await product.heard(mariam)
    assert "Awa n'a pas encore réussi le test final de « Les capitales » : 3 essais." in told.text
    assert "💛 Encourager Awa" in told.labels
    await product.forward_to(START.replace(day=10))
    listed = await product.says(mariam, "/cohorte formation")
    assert "Awa : bloquée sur « test final, Les capitales » (4 essais)" in listed.text


async def test_a_module_that_was_passed_is_not_taken_again(product: Product) -> None:
    awa = product.telegram.person("Awa")
    end = await ready(product, awa)
    button = await product.says(awa, "formation")
    await final(product, awa, end, *[True] * 8)
    again = await product.taps(awa, "🎓 Passer le test", button)
    assert "Tu as déjà réussi « Les capitales » : c'est pour toujours." in again.text
    assert await value(product.database, "select count(*) from final_try") == 1


async def test_a_trainee_of_before_keeps_her_badge(product: Product) -> None:
    await module(product.database, [lesson(1, THREE, screens=1)])
    awa = await trainee(product)
    await execute(
        product.database,
        """
            insert into enrolment (person_id, module_id, started_at, active_at, passed_at, score)
            select id, 'capitales', %(now)s, %(now)s, %(now)s, 0.85 from person where role = 'trainee'
            """,
        {"now": product.now},
    )
    await module(product.database, [lesson(1, THREE, screens=1)], test=pool(24))
    assert "✅ Les capitales : 85 %" in (await product.says(awa, "formation")).text


async def test_the_sources_are_a_tap_away_and_for_who_looks_at_the_lessons_too(product: Product) -> None:
    heading = 'checked: 2026-11-25\nsources: ["[Atlas](https://atlas.example/1)", "Un vieux livre"]\n'
    await module(product.database, [lesson(1, THREE, screens=1)], more=heading)
    paul = await product.admin()
    await product.says(paul, "formation")
    seen = await product.taps(paul, "ℹ️ Les sources", await product.taps(paul, "Les capitales"))
    assert "Vérifié le mercredi 25 novembre 2026, d'après :" in seen.text
    assert "• Atlas (https://atlas.example/1)\n• Un vieux livre" in seen.text
    assert "Test final : question 1 sur 3" in (await product.says(paul, "/formation final capitales")).text
    assert await value(product.database, "select count(*) from final_try") == 0
    assert (await product.says(paul, "sources")).text == seen.text
    zoe = await product.hiteuse("Zoé")
    assert "quand tu l'as réussi" in (await product.says(zoe, "Sources ?")).text


async def test_every_question_of_our_own_final_tests_is_one_message_on_whatsapp(on_whatsapp: Product) -> None:
    """… and its right answer, as somebody writes it there, is taken for right."""
    product = on_whatsapp
    async with product.database.unit() as uow:
        sources = module_files.read(samples.training())
        await library.import_modules(uow, sources, NOW)
        await uow.commit()
    awa = await enrolled(product, product.whatsapp.person("Awa"))
    async with product.database.unit() as uow:
        await uow.execute(
            "insert into enrolment (person_id, module_id, started_at, active_at) select p.id, m.id, %(now)s, %(now)s "
            "from person p, module m where p.role = 'trainee'",
            {"now": product.now},
        )
        await uow.execute(
            "insert into lesson_progress (person_id, lesson_id, started_at, finished_at, score) "
            "select p.id, l.id, %(now)s, %(now)s, 1 from person p, lesson l where p.role = 'trainee'",
            {"now": product.now},
        )
        await uow.commit()
    learner = Learner(samples.training(), wrong=10_000)
    for source in sources:
        for knows in (False, False, True):
            await product.says(awa, f"/formation final {source.draft.module.id}")
            if not knows and "⏳" in awa.last.text:
                continue
            message = await product.taps(awa, "▶️ Commencer le test", awa.last)
            for number in range(1, 9):
                assert f"question {number} sur 8" in message.text
                message = await product.says(awa, learner.answer(message) if knows else "Je ne sais pas")
            passes(product, hours=1)
        assert f"Module réussi : {source.draft.module.title} (8 sur 8)" in " ".join(message.text.split())
    found = await rows(product.database, "select count(distinct question_id) as asked from attempt")
    assert found == [{"asked": 24 * len(sources)}]


@pytest.mark.parametrize(
    "said", ["dis moi la réponse", "c koi la bonne reponse", "la réponse stp", "combien j'ai juste", "mon score"]
)
async def test_who_asks_for_the_answer_or_her_result_in_a_test_has_not_answered(product: Product, said: str) -> None:
    awa = product.telegram.person("Awa")
    await begins(product, awa, await ready(product, awa))
    heard = await product.says(awa, said)
    assert "tu as ton résultat à la fin" in heard.text and "question 1 sur 8" in heard.text
    assert "question 2 sur 8" in (await product.says(awa, "je ne sais pas")).text
    assert await value(product.database, "select marks from final_try") == [False]


async def test_who_asks_for_the_answer_in_a_lesson_is_told_it_and_for_her_result_when_she_sees_it(
    product: Product,
) -> None:
    awa = product.telegram.person("Awa")
    await module(product.database, [lesson(1, THREE, screens=1)])
    await enrolled(product, awa)
    await read(product, awa, await product.taps(awa, "▶️ Commencer"))
    heard = await product.says(awa, "combien j'ai juste")
    assert "Après chaque réponse, je te dis si c'est juste" in heard.text and "Question 1 sur 3" in heard.text
    heard = await product.says(awa, "la réponse stp")
    assert "La réponse" in heard.text and "Question 2 sur 3" in heard.text


@pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
async def test_who_waits_for_the_next_try_is_told_until_when_in_her_own_words(on_both: Product, channel: str) -> None:
    """« je refais » and « quand je peux refaire » were not understood, and what was shown named no hour; « commencer »
    at the test's own button showed the menu."""
    product = on_both
    awa: Person = getattr(product, channel).person("Awa")
    await ready(product, awa)
    await product.says(awa, "refaire le test")
    message = await product.says(awa, "commencer")
    for _ in range(2):
        for _ in range(8):
            assert "Test final : question" in message.text
            message = await product.says(awa, "je ne sais pas")
        if "à partir de" not in message.text:
            await product.says(awa, "formation")
            await product.says(awa, "je refais")
            message = await product.says(awa, "je suis prête allons y")
    for words in ("quand", "quand je peux repasser", "c'est quand"):
        assert "à partir de 10 h" in (await product.says(awa, words)).text, words
        passes(product, seconds=2)
    await product.says(awa, "formation")
    for words in ("je refais", "quand je peux refaire", "pourquoi je dois attendre", "je veux refaire maintenant"):
        told = (await product.says(awa, words)).text
        assert "Tu pourras recommencer aujourd'hui à partir de 10 h" in told, words
    passes(product, hours=2)
    assert "Pour le réussir" in (await product.says(awa, "jveux refaire le test svp")).text


@pytest.mark.parametrize("said", ["suivant", "next", "allez on y va", "continue le test", "passer le test maintenant"])
async def test_where_the_test_comes_next_she_goes_on_to_it_in_words(product: Product, said: str) -> None:
    awa = product.telegram.person("Awa")
    await ready(product, awa)
    assert "Ensuite : le test final" in (await product.says(awa, "formation")).text
    assert (await product.says(awa, "ok")).text.startswith("Choisis")
    assert "▶️ Commencer le test" in (await product.says(awa, said)).labels
    assert "question 1 sur 8" in (await product.says(awa, "suivant")).text
    await product.says(awa, "oui")
    assert "ta première réponse compte" in (await product.says(awa, "je voulais dire non")).text
    for meant in ("je peux revenir en arrière", "c'est ma fille qui a répondu"):
        assert "Une réponse déjà donnée reste" in (await product.says(awa, meant)).text, meant


@pytest.mark.parametrize("said", ["reprendre le test", "la suite du test", "je continue mon test"])
async def test_a_test_under_way_is_gone_on_with_in_words(product: Product, said: str) -> None:
    awa = product.telegram.person("Awa")
    question = await begins(product, awa, await ready(product, awa))
    await answer(product, awa, question, True, True)
    await product.says(awa, "menu")
    passes(product, days=1)
    assert "question 3 sur 8" in (await product.says(awa, said)).text


@pytest.mark.parametrize(
    "said",
    ["je veux le refaire", "je refais", "repasser maintenant", "encor", "test", "jve le test", "g envi de refair"],
)
async def test_who_has_failed_takes_it_again_in_words(product: Product, said: str) -> None:
    awa = product.telegram.person("Awa")
    end = await final(product, awa, await ready(product, awa), *[False] * 8)
    assert "Il en faut 7" in end.text
    assert "▶️ Commencer le test" in (await product.says(awa, said)).labels
    assert "▶️ Commencer le test" in (await product.says(awa, "quand je peux repasser")).labels
    assert "question 1 sur 8" in (await product.says(awa, "je refais")).text


@pytest.mark.parametrize(
    "said", ["test", "jve le test", "encor", "continuer", "je reprends", "g envi de finir le test"]
)
async def test_a_test_that_was_left_is_gone_on_with_whatever_lesson_is_open_besides(
    product: Product, said: str
) -> None:
    """« Test » got a heart, « jve le test » the list of modules, « continuer » the lesson of another module."""
    awa = product.telegram.person("Awa")
    begun = await ready(product, awa)
    await module(product.database, [lesson(1, THREE)], name="alphabet", title="L'alphabet", order=0, test=pool(24))
    await product.taps(awa, "L'alphabet", await product.says(awa, "formation"))
    assert "1 sur" in (await product.says(awa, "ok")).text
    await product.says(awa, "formation")
    await begins(product, awa, begun)
    left = await product.says(awa, "retour")
    assert "▶️ Continuer" in left.labels
    assert "Test final : question 1 sur 8" in (await product.says(awa, said)).text


@pytest.mark.parametrize("said", ["jve le test", "test", "g envi de passé le test", "je suis prete pour le test"])
async def test_the_test_that_a_button_offers_is_the_one_that_she_means(product: Product, said: str) -> None:
    """With a lesson of another module open below, « jve le test » showed all modules, « ok » that lesson."""
    awa = product.telegram.person("Awa")
    await module(product.database, [lesson(1, THREE)], name="alphabet", title="L'alphabet", order=0, test=pool(24))
    await module(product.database, [lesson(1, THREE)], test=pool(24), more="final: {ask: 8}\n")
    await enrolled(product, awa)
    await product.says(awa, "ok")  # begins the alphabet
    await product.taps(awa, "Les capitales", await product.says(awa, "formation"))
    ended = await answer(product, awa, await read(product, awa, await product.says(awa, "ok")), *[True] * 3)
    assert "Il reste le test final" in ended.text
    assert "Test final : Les capitales" in (await product.says(awa, said)).text


async def test_the_button_at_the_end_of_a_lesson_goes_on_in_the_same_module(product: Product) -> None:
    awa = product.telegram.person("Awa")
    await module(product.database, [lesson(1, THREE)], name="alphabet", title="L'alphabet", order=0, test=pool(24))
    await module(product.database, [lesson(1, THREE), lesson(2, THREE)], test=pool(24))
    await enrolled(product, awa)
    await product.says(awa, "ok")
    await product.taps(awa, "Les capitales", await product.says(awa, "formation"))
    ended = await answer(product, awa, await read(product, awa, await product.says(awa, "ok")), *[True] * 3)
    assert "Les capitales : 1 leçon faite sur 2" in ended.text
    assert "Leçon 2" in (await product.taps(awa, "▶️ Continuer", ended)).text


async def test_a_lesson_is_chosen_by_its_number_when_its_button_only_says_go_on(product: Product) -> None:
    awa = product.telegram.person("Awa")
    await module(product.database, [lesson(1, THREE), lesson(2, THREE)], test=pool(24))
    await enrolled(product, awa)
    await answer(product, awa, await read(product, awa, await product.says(awa, "ok")), *[True] * 3)
    await product.taps(awa, "Les capitales", await product.says(awa, "formation"))
    assert "Leçon 2" in (await product.says(awa, "2")).text


async def test_who_has_failed_and_asks_for_her_faults_hears_why_they_are_not_shown(product: Product) -> None:
    awa = product.telegram.person("Awa")
    await final(product, awa, await ready(product, awa), *[False] * 8)
    for said in ("montre mes fautes", "j'ai faux où", "la correction stp", "les questions que j'ai ratées", "pourquoi"):
        assert "ne montre pas tes fautes" in (await product.says(awa, said)).text, said


@pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
async def test_an_answer_to_a_question_that_was_published_anew_is_not_marked(on_both: Product, channel: str) -> None:
    """She answered what she read, and was told « pas encore »: the new text marked it."""
    product = on_both
    awa = product.somebody(channel)
    await module(product.database, [lesson(1, THREE, screens=1)], test=pool(24), more="final: {ask: 8}\n")
    await enrolled(product, awa)
    question = await read(product, awa, await product.taps(awa, "▶️ Commencer"))
    passes(product, minutes=1)
    other = lesson(1, THREE, screens=1).replace("~Ailleurs", "=Ailleurs").replace(f"={right(question)}", "~Aucune")
    await module(product.database, [other], test=pool(24), more="final: {ask: 8}\n", now=product.now)
    passes(product, minutes=1)
    shown = await product.says(awa, right(question))
    assert "mis à jour" in shown.text and "Question 1 sur 3" in shown.text and "Ailleurs" in " ".join(shown.labels)
    assert await value(product.database, "select count(*) from attempt") == 0
    assert "mis à jour" not in (await product.says(awa, "Ailleurs")).text
    assert await value(product.database, "select count(*) from attempt where share = 1") == 1


async def test_in_a_test_too(product: Product) -> None:
    awa = product.telegram.person("Awa")
    question = await begins(product, awa, await ready(product, awa))
    passes(product, minutes=1)
    turned = pool(24).replace("=Oui", "~Oui").replace("~Non", "=Non")
    await module(product.database, [lesson(1, THREE)], test=turned, more="final: {ask: 8}\n", now=product.now)
    passes(product, minutes=1)
    shown = await product.taps(awa, "Oui", question)
    assert "mis à jour" in shown.text and "question 1 sur 8" in shown.text
    assert "question 2 sur 8" in (await product.taps(awa, "Non", shown)).text


@pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
async def test_another_button_of_a_question_of_before_an_update_answers_nothing(on_both: Product, channel: str) -> None:
    """It was a second thought about the answer that was not taken, and marked by its place among the new options."""
    awa = on_both.somebody(channel)
    former = await begins(on_both, awa, await ready(on_both, awa))
    other = pool(24).replace("=Oui # Expliqué", "=Exact # Expliqué").replace("~Non #", "~Inexact #")
    await module(on_both.database, [lesson(1, THREE, screens=1)], test=other, more="final: {ask: 8}\n", now=on_both.now)
    on_both.app.clock.forward(timedelta(minutes=1))
    assert "mis à jour" in (await on_both.taps(awa, "Oui", former)).text
    told = await on_both.taps(awa, "Non", former)
    assert "question 1 sur 8" in told.text and "Exact" in told.labels
    assert await value(on_both.database, "select marks from final_try") == []
