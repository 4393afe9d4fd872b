"""Learning in chat: a lesson failed, repeated and passed, on real tables, through a real platform's API."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from tests.integration.scenes import rows, value
from tests.integration.training.lessons import KEYS, answer, final, lesson, module, pool, read, right, trainee
from tests.product import Product

FIVE = KEYS[:5]


async def test_a_trainee_fails_a_lesson_repeats_it_and_passes_the_module(product: Product) -> None:
    await module(product.database, [lesson(1, FIVE), lesson(2, FIVE[:1], screens=1)])
    awa = await trainee(product)
    listed = await product.says(awa, "formation")
    assert "Les capitales : 2 leçons" in listed.text
    first = await product.taps(awa, "▶️ Commencer", listed)
    assert "Leçon 1" in first.text
    question = await read(product, awa, first)
    assert "Question 1 sur 5" in question.text

    after = await answer(product, awa, question, False, False, True, True, True)
    assert "C'est ça !" in after.text
    assert "On revoit ensemble (1 sur 2)" in after.text
    end = await answer(product, awa, after, True, False)
    assert "La réponse : " in end.text
    assert "Leçon 1 : 3 sur 5 du premier coup" in end.text
    assert "1 leçon faite sur 2" in end.text

    again = await product.taps(awa, "🔄 Refaire la leçon", end)
    question = await read(product, awa, again)
    end = await answer(product, awa, question, *[True] * 5)
    assert "5 sur 5 du premier coup" in end.text
    assert "badge" not in end.text

    last = await product.taps(awa, "▶️ Continuer", end)
    end = await answer(product, awa, await read(product, awa, last), True)
    assert "toutes les leçons sont faites" in end.text and "badge" not in end.text
    end = await final(product, awa, end, *[True] * 6)
    assert "Module réussi : Les capitales (6 sur 6)" in end.text
    assert "Tu gagnes le badge : Les capitales" in end.text
    assert await rows(product.database, "select score, tries, passed_at is not null as passed from enrolment") == [
        {"score": Decimal(1), "tries": 1, "passed": True}
    ]
    assert await rows(product.database, "select score, tries, failures, state from lesson_progress order by tries") == [
        {"score": Decimal(1), "tries": 1, "failures": 0, "state": {}},
        {"score": Decimal(1), "tries": 2, "failures": 0, "state": {}},
    ]
    assert [row["key"] for row in await rows(product.database, "select key from badge")] == ["capitales"]
    assert "Les capitales : 100 %" in (await product.says(awa, "formation")).text


async def test_who_comes_to_learn_is_promised_no_pay_before_she_has_joined_either(product: Product) -> None:
    awa = product.telegram.person("Awa")
    await product.says(awa, f"start {await product.code('trainee')}")
    for asked in ("je gagne combien ici", "c'est gratuit ?", "c'est pour travailler ou pour apprendre"):
        said = await product.says(awa, asked)
        assert "tu apprends ici, et c'est gratuit" in said.text
        assert "Avant chaque travail" not in said.text
    assert "tout est prêt" in (await product.says(awa, "jaccepte")).text


async def test_every_answer_is_kept_once_and_only_the_first_of_a_run_says_how_well_she_knows(product: Product) -> None:
    await module(product.database, [lesson(1, FIVE[:2])])
    awa = await trainee(product)
    question = await read(product, awa, await product.taps(awa, "▶️ Commencer"))
    wrong = await answer(product, awa, question, False, True)
    await answer(product, awa, wrong, True)
    found = await rows(
        product.database,
        "select key, share::int, first from attempt a join question q on q.id = a.question_id order by a.id",
    )
    assert [tuple(row.values()) for row in found] == [
        ("capitale-1-CI", 0, True),
        ("capitale-1-SN", 1, True),
        ("capitale-1-CI", 1, False),
    ]
    cards = await rows(
        product.database,
        "select c.due - c.last_review as pause from card c join question q on q.id = c.question_id order by q.key",
    )
    assert [row["pause"] for row in cards] == [timedelta(days=1), timedelta(days=2)]


async def test_a_crash_in_the_middle_of_a_lesson_changes_nothing(product: Product) -> None:
    await module(product.database, [lesson(1, FIVE, screens=3)])
    awa = await trainee(product)
    first = await product.taps(awa, "▶️ Commencer")
    second = await product.taps(awa, "Suite", first)
    await product.restart()
    third = await product.taps(awa, "Suite", second)
    assert "Écran 3" in third.text
    question = await product.taps(awa, "❓ Les questions", third)
    question = await answer(product, awa, question, True, False)
    await product.restart()
    assert "Question 3 sur 5" in question.text
    assert "4 sur 5 du premier coup" in (await answer(product, awa, question, True, True, True, True)).text


async def test_after_days_she_goes_on_where_she_was_and_is_told_in_one_line(product: Product) -> None:
    await module(product.database, [lesson(1, FIVE), lesson(2, FIVE)])
    awa = await trainee(product)
    question = await read(product, awa, await product.taps(awa, "▶️ Commencer"))
    await answer(product, awa, question, True)
    other = await product.says(awa, "formation")
    await product.taps(awa, "Les capitales", other)
    await read(product, awa, await product.taps(awa, "2. Leçon 2"))
    await product.forward(days=9)
    await product.heard(awa)  # we asked her meanwhile
    listed = await product.says(awa, "formation")
    back = await product.taps(awa, "▶️ Continuer", listed)
    assert back.text.startswith("📍 Où en étions-nous ? « Leçon 1 », question 2 sur 5.")
    assert "Question 2 sur 5" in back.text


async def test_the_buttons_of_a_lesson_stay_good_after_something_else(product: Product) -> None:
    await module(product.database, [lesson(1, FIVE)])
    awa = await product.hiteuse()
    await product.says(awa, "formation")
    question = await read(product, awa, await product.taps(awa, "▶️ Commencer"))
    await product.says(awa, "gains")
    await product.says(awa, "travail")
    assert "Question 2 sur 5" in (await product.taps(awa, right(question), question)).text


async def test_the_word_to_go_on_leads_to_the_next_screen_to_work_or_to_a_lesson(product: Product) -> None:
    await product.project()
    await module(product.database, [lesson(1, FIVE, screens=3)])
    awa = await trainee(product)
    assert "Écran 1" in (await product.says(awa, "continuer")).text
    assert "Écran 2" in (await product.says(awa, "continuer")).text
    await product.says(awa, "suite")
    await product.says(awa, "suite")
    assert "Question 1 sur 5" in (await product.says(awa, "continuer")).text
    assert await value(product.database, "select count(*) from attempt") == 0
    binta = await product.hiteuse("Binta")
    assert "Modération de commentaires" in (await product.says(binta, "reprendre")).text


async def test_an_option_that_is_written_out_is_an_answer_though_it_begins_like_a_word(product: Product) -> None:
    asked = "::q:: Avant d'envoyer ? {~Fermer # Non. =Vérifier que le CV est joint # Oui, il y est.}"
    await module(product.database, [f"# Envoyer\n\nUn écran.\n\n```gift\n{asked}\n```\n"])
    awa = await trainee(product)
    await read(product, awa, await product.taps(awa, "▶️ Commencer"))
    assert "Oui, il y est." in (await product.says(awa, "verifier que le cv est joint")).text
    assert "pas pour toi" in (await product.says(awa, "vérifier Binta")).text


async def test_an_answer_that_is_tapped_twice_counts_once(product: Product) -> None:
    await module(product.database, [lesson(1, FIVE)])
    awa = await trainee(product)
    question = await read(product, awa, await product.taps(awa, "▶️ Commencer"))
    await awa.taps(right(question), question)
    await awa.taps(right(question), question)
    (said,) = await product.heard(awa)
    assert "Question 2 sur 5" in said.text
    assert await value(product.database, "select count(*) from attempt") == 1


async def test_a_new_version_keeps_the_place_of_who_is_in_the_middle(product: Product) -> None:
    await module(product.database, [lesson(1, FIVE, screens=3)])
    awa = await trainee(product)
    screen = await product.taps(awa, "Suite", await product.taps(awa, "▶️ Commencer"))
    question = await answer(product, awa, await read(product, awa, screen), True)
    await module(product.database, [lesson(1, (*FIVE[1:], "BJ"), screens=1)])  # one retired, one new
    assert "5 sur 5 du premier coup" in (await answer(product, awa, question, True, True, True, True)).text
    await product.says(awa, "formation")
    await product.taps(awa, "Les capitales")
    again = await product.taps(awa, "1. Leçon 1")
    assert again.labels == ["❓ Les questions"]  # it has one screen now
    question = await product.taps(awa, "❓ Les questions", again)
    asked = [question.text.rpartition("Capitale ")[2][:2]]
    for _ in range(4):
        question = await answer(product, awa, question, True)
        asked.append(question.text.rpartition("Capitale ")[2][:2])
    assert asked == [*FIVE[1:], "BJ"]


async def test_a_new_version_that_needs_another_module_stays_open_to_who_has_begun(product: Product) -> None:
    await module(product.database, [lesson(1, FIVE[:2]), lesson(2, FIVE[:1])])
    awa = await trainee(product)
    await read(product, awa, await product.taps(awa, "▶️ Commencer"))
    await module(product.database, [lesson(3, FIVE[:1])], name="base", title="La base", order=0)
    await module(product.database, [lesson(1, FIVE[:2]), lesson(2, FIVE[:1])], needs=["base"])
    await product.says(awa, "formation")
    going_on = await product.taps(awa, "Les capitales")
    assert "Réussis d'abord" not in going_on.text
    await answer(product, awa, await product.taps(awa, "▶️ Continuer", going_on), True, True)
    assert "Écran 1 de la leçon 2" in (await product.says(awa, "continuer")).text
    binta = await trainee(product, "Binta")
    assert "🔒 Les capitales : après La base" in (await product.says(binta, "formation")).text


async def test_a_module_that_needs_another_opens_once_that_is_passed(product: Product) -> None:
    await module(product.database, [lesson(1, FIVE[:1], screens=1)])
    await module(
        product.database, [lesson(2, FIVE[:1], screens=1)], name="suite", title="La suite", needs=["capitales"], order=2
    )
    awa = await trainee(product)
    listed = await product.says(awa, "formation")
    assert "🔒 La suite : après Les capitales" in listed.text
    await product.taps(awa, "La suite", listed)
    assert "Réussis d'abord" in (await product.taps(awa, "1. Leçon 2")).text
    await product.says(awa, "formation")
    end = await answer(product, awa, await read(product, awa, await product.taps(awa, "▶️ Commencer")), True)
    end = await final(product, awa, end, True)
    assert "Module réussi" in end.text
    assert "Leçon 2" in (await product.taps(awa, "▶️ Continuer", end)).text
    assert await value(product.database, "select count(*) from enrolment") == 2


async def test_another_try_asks_other_questions_where_the_lesson_has_more_than_it_asks(product: Product) -> None:
    many = "".join(f"\n\n::q{n}:: Vrai {n} ? {{T}}" for n in range(14))
    await module(product.database, [f"# Beaucoup\n\nUn écran.\n\n```gift{many}\n```\n"])
    awa = await trainee(product)
    for tries in (1, 2):
        await product.says(awa, "formation")
        await product.taps(awa, "Les capitales")
        await product.taps(awa, "▶️ Commencer" if tries == 1 else "1. Beaucoup")
        message = await product.taps(awa, "❓ Les questions")
        for _ in range(7):
            message = await product.taps(awa, "Vrai", message)
        assert "7 sur 7" in message.text
        assert await value(product.database, "select count(distinct question_id) from attempt") == 7 * tries


async def test_who_looks_after_others_does_not_learn_for_marks(product: Product) -> None:
    await module(product.database, [lesson(1, FIVE)])
    paul = await product.admin()
    huber = product.telegram.person("Mariam")
    await product.says(huber, f"start {await product.code('huber')}")
    assert "pas pour toi" in (await product.says(huber, "formation")).text
    assert "pas pour toi" in (await product.says(paul, "progres")).text


async def test_a_module_is_gone_through_in_words(product: Product) -> None:
    pairs = "::p:: Relie. {=Togo -> Lomé =Bénin -> Porto-Novo =Niger -> Niamey}"
    await module(
        product.database,
        [f"# Leçon 1\n\nUn écran.\n\n---\n\nDeux écrans.\n\n```gift\n{pairs}\n```\n"],
        test=pool(3),
        name="argent",
        title="Gérer son argent",
    )
    awa = await trainee(product)
    assert "Un écran" in (await product.says(awa, "je commence")).text
    assert "Deux écrans" in (await product.says(awa, "ok je vois")).text
    asked = await product.says(awa, "j'ai fini de lire")
    assert "Relie" in asked.text
    for said in ("jsuis à combien", "où j'en suis"):
        assert "Tes progrès" in (await product.says(awa, said)).text, said
    assert "pas encore à toi" in (await product.says(awa, "le certificat argent")).text
    assert "Relie" in (await product.says(awa, "continuer")).text
    half = await product.says(awa, "1a")
    assert any("Effacer" in label for label in half.labels)
    again = await product.says(awa, "je recommence")
    assert "Relie" in again.text and not any("Effacer" in label for label in again.labels)
    done = await product.says(awa, "Togo Lomé, Bénin Porto-Novo, Niger Niamey")
    assert "C'est ça" in done.text
    for said in ("donne-moi le certificat argent", "le certificat de gérer son argent"):
        shown = (await product.says(awa, said)).text
        assert "Ce certificat n'est pas encore à toi" in shown, said
    assert "Test final" in (await product.says(awa, "je veux refaire le test argent")).text
    assert "Test final" in (await product.says(awa, "je continue la leçon")).text  # it is what is open


async def test_a_module_is_chosen_by_a_word_of_its_title_and_going_on_is_no_question_for_work(product: Product) -> None:
    await module(product.database, [lesson(1, KEYS[:3])], name="argent", title="Gérer son argent", test=pool(3))
    await module(product.database, [lesson(1, KEYS[:3])], name="courriel", title="Le courriel", order=2)
    awa = await trainee(product)
    await product.says(awa, "formation")
    assert "Choisis une des réponses" in (await product.says(awa, "c'est bien")).text
    assert "Gérer son argent" in (await product.says(awa, "argent")).text
    assert "Le courriel" in (await product.says(awa, "le module courriel svp")).text
    assert "Écran 1" in (await product.says(awa, "leçon 1")).text
    asked = await product.says(awa, "suite")
    while "Capitale" not in asked.text:
        asked = await product.says(awa, "suite")
    for said in ("suivant", "next", "suivante", "la suite"):
        assert "Choisis une des réponses" in (await product.says(awa, said)).text, said
    await product.says(awa, "quitter")
    for said in ("continue", "suivant", "je continue", "next"):
        assert "Capitale" in (await product.says(awa, said)).text, said
        await product.says(awa, "quitter")


async def test_the_ticks_of_a_question_are_taken_back_in_words(product: Product) -> None:
    asked = "::q:: Lesquelles ? {~%50%Lomé ~%50%Dakar ~%-100%Londres}"
    await module(product.database, [f"# Capitales\n\nUn écran.\n\n```gift\n{asked}\n```\n"])
    awa = await trainee(product)
    ticked = await read(product, awa, await product.taps(awa, "▶️ Commencer"))
    await product.taps(awa, "Londres", ticked)
    again = await product.says(awa, "je recommence")
    assert "Lesquelles" in again.text and not any(label.startswith("☑") for label in again.labels)
