"""A number or a label is about what a chat shows last, on both platforms; what stands hidden above it is never
answered by it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from psycopg.types.json import Jsonb

from bot.handlers.engine.turn import UNASKED
from tests.fakes.people import Person
from tests.integration.announcements.announcing import look, sent, written
from tests.integration.scenes import execute, rows, value
from tests.integration.telegram.linking import linked
from tests.integration.telegram.test_interruptions import ONE_RECEIPT, RECEIPTS
from tests.integration.telegram.test_odd_messages import SCENES, TEXT
from tests.integration.telegram.test_taps import PHOTOS, answers
from tests.integration.threads.listening import huber
from tests.integration.training.lessons import KEYS, enrolled, lesson, module, read
from tests.integration.work.test_hard_content import HARD
from tests.product import COMMENTS, Product, comments

BOTH = pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
KINDS = {
    "choice": (COMMENTS, comments(10)),
    "choices": (PHOTOS, "id,words\n" + "".join(f"{n},Panier {n}\n" for n in range(1, 9))),
    "text": (TEXT, SCENES),
    "entry": (RECEIPTS, ONE_RECEIPT),
}
TYPED: dict[str, Callable[[str], Any]] = {
    "telegram": lambda text: {"message": {"text": text}},
    "whatsapp": lambda text: {"message": {"type": "text", "text": {"body": text}}},
}
"""An event as it is stored."""
AGAIN = "Un numéro, un oui ou un non vaut pour ce que tu vois en dernier"


@pytest.fixture
def product(on_both: Product) -> Product:
    return on_both


async def working(product: Product, channel: str, kind: str = "choice") -> Person:
    """Somebody with the first task of a project before her."""
    await product.project(*KINDS[kind])
    awa = await product.joined(product.somebody(channel))
    await product.taps(awa, "Accepter")
    return awa


async def stood(product: Product) -> list[Any]:
    """The states of her flows."""
    found = await rows(
        product.database,
        "select stack from conversation join person p on p.id = person_id where p.role in ('hiteuse', 'trainee')",
    )
    return [[[name, _asking(state)] for name, _, state, *_ in row["stack"]] for row in found]


def _asking(state: dict[str, Any]) -> dict[str, Any]:
    """Without what changes with the time when it is shown."""
    return {key: value for key, value in state.items() if key not in UNASKED}


@BOTH
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("word", "number", "shown"),
    [
        ("menu", "2", "Tes gains"),
        ("menu", "deux", "Tes gains"),
        ("menu", "mes gains", "Tes gains"),
        ("menu", "7", "Ton profil"),
        ("gains", "2", "Ton projet"),
        ("gains", "mon projet", "Ton projet"),
        ("projet", "2", "Qu'as-tu payé"),
        ("profil", "4", "Dans quel pays"),
        ("aide", "2", "Que veux-tu faire"),
    ],
)
async def test_after_a_word_that_shows_a_screen_a_number_is_one_of_its_choices(
    product: Product, channel: str, kind: str, word: str, number: str, shown: str
) -> None:
    awa = await working(product, channel, kind)
    await product.says(awa, word)
    assert shown in (await product.says(awa, number)).text
    assert await answers(product) == 0


@BOTH
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("word", ["gains", "economie", "projet", "menu"])
async def test_a_number_that_the_screen_has_not_shows_the_task_again_and_then_counts(
    product: Product, channel: str, kind: str, word: str
) -> None:
    awa = await working(product, channel, kind)
    await product.says(awa, word)
    before = await stood(product)
    again = await product.says(awa, {"menu": "11", "gains": "5", "projet": "11"}.get(word, "3"))
    assert again.text.startswith(AGAIN)
    assert await answers(product) == 0 and await stood(product) == before
    said = await product.says(awa, "3")
    if kind == "text":  # a bare number may be meant for a button
        assert said.labels[-1] == "C'est ma réponse" and await answers(product) == 0
        said = await product.taps(awa, "C'est ma réponse", said)
    if kind == "entry":
        assert "(2 sur 3)" in said.text
    elif kind == "choices" and channel == "telegram":
        assert "☑ Oignons" in said.labels
    else:
        assert "✅ Noté" in said.text and await answers(product) == 1


@BOTH
async def test_a_label_of_the_task_is_still_an_answer_and_a_tap_as_well(product: Product, channel: str) -> None:
    awa = await working(product, channel)
    task = awa.last
    await product.says(awa, "menu")
    assert "✅ Noté" in (await product.says(awa, "haine")).text
    task = awa.last
    await product.says(awa, "gains")
    assert "✅ Noté" in (await product.taps(awa, "Acceptable", task)).text
    assert await answers(product) == 2


@BOTH
@pytest.mark.parametrize("kind", KINDS)
async def test_what_came_in_between_and_takes_her_number_too_is_asked_about(
    product: Product, channel: str, kind: str
) -> None:
    awa = await working(product, channel, kind)
    mariam = await huber(product, product.telegram.person("Mariam"))
    await written(product, mariam, "Atelier", "📊 Un sondage", "Quel jour ?\nSamedi\nDimanche\nJamais")
    await sent(product, mariam)
    news = await product.answer(awa)
    assert news.labels == ["Samedi", "Dimanche", "Jamais"]
    asked = await product.says(awa, "2")
    assert "Dimanche" in asked.text and asked.labels == ["Dimanche", "C'est ma réponse"]
    assert await answers(product) == 0
    said = await product.taps(awa, "C'est ma réponse", asked)
    if kind == "entry":
        assert "(2 sur 3)" in said.text
    elif kind == "choices" and channel == "telegram":
        assert "☑ Mangues" in said.labels
    else:
        assert "✅ Noté" in said.text and await answers(product) == 1
    assert await value(product.database, "select count(*) from recipient where vote is not null") == 0
    stands = await stood(product)
    await product.forward(minutes=1)
    assert "déjà passée" in (await product.taps(awa, "C'est ma réponse", asked)).text  # it counts once
    assert await stood(product) == stands
    before = await answers(product)
    await product.taps(awa, "Dimanche", news)
    assert await value(product.database, "select count(*) from recipient where vote is not null") == 1
    assert await answers(product) == before


@BOTH
async def test_the_question_which_of_two_is_answered_by_number_and_label_as_well(
    product: Product, channel: str
) -> None:
    awa = await working(product, channel)
    mariam = await huber(product, product.telegram.person("Mariam"))
    await written(product, mariam, "Atelier", "📊 Un sondage", "Quel jour ?\nSamedi\nDimanche")
    await sent(product, mariam)
    await product.answer(awa)
    await product.says(awa, "1")
    assert "✅ Noté" in (await product.says(awa, "c'est ma reponse")).text
    assert await answers(product) == 1
    await look(product)
    await product.heard(mariam)  # the report on the first one, which on a slow machine comes by itself
    await written(product, mariam, "Encore", "📊 Un sondage", "Quel lieu ?\nYopougon\nCocody")
    await sent(product, mariam)
    await product.answer(awa)
    await product.says(awa, "2")
    assert "C'est noté" in (await product.says(awa, "1")).text
    assert await answers(product) == 1
    assert await rows(product.database, "select vote from recipient where vote is not null") == [{"vote": 1}]


@BOTH
async def test_a_word_of_her_huber_is_a_screen_too(product: Product, channel: str) -> None:
    awa = await working(product, channel)
    mariam = await huber(product, product.telegram.person("Mariam"))
    await product.says(awa, "huber Bonjour")
    relayed = await product.answer(mariam)
    await product.says(awa, "travail")
    await mariam.replies(relayed, "Viens à 3 heures ?")
    await product.heard(mariam)
    await product.answer(awa)
    said = await product.says(awa, "3")
    assert said.text.startswith(AGAIN) and "Commentaire numéro 1" in said.text
    assert "✅ Noté" in (await product.says(awa, "3")).text


@BOTH
async def test_a_bare_yes_below_a_word_of_her_huber_may_be_for_her(product: Product, channel: str) -> None:
    awa = await working(product, channel)
    mariam = await huber(product, product.telegram.person("Mariam"))
    await product.says(awa, "huber Bonjour")
    await mariam.replies(await product.answer(mariam), "Ça va mieux ?")
    await product.heard(mariam)
    await product.answer(awa)
    asked = await product.says(awa, "oui")  # to the task it would be « Acceptable »
    assert asked.labels == ["✍️ Lui répondre", "C'est ma réponse"]
    assert "tu réponds à Mariam ?" in asked.text
    await product.says(awa, "oui")
    assert "oui" in (await product.heard(mariam))[-1].text
    assert await answers(product) == 0


@BOTH
async def test_a_reminder_is_a_screen_too(product: Product, channel: str) -> None:
    await product.project(data=comments(20))
    awa = await product.joined(product.somebody(channel), reminder="tous les jours à 19h")
    await product.taps(awa, "Accepter")
    await product.forward(hours=23)
    await product.says(awa, "menu")
    await product.forward(hours=11)
    reminder = await product.answer(awa)
    assert "💼 Travailler" in reminder.labels
    asked = await product.says(awa, str(reminder.labels.index("⏰ Mes rappels") + 1))
    assert "⏰ Mes rappels" in asked.labels and "C'est ma réponse" in asked.labels
    assert await answers(product) == 0
    assert "Tes rappels" in (await product.says(awa, "1")).text


@BOTH
async def test_a_lessons_question_is_not_answered_from_below_a_menu(product: Product, channel: str) -> None:
    await module(product.database, [lesson(1, KEYS[:3])])
    awa = await enrolled(product, product.somebody(channel))
    await read(product, awa, await product.taps(awa, "▶️ Commencer"))
    await product.says(awa, "menu")
    before = await stood(product)
    assert "Tes progrès" in (await product.says(awa, "2")).text
    assert (await product.says(awa, "8")).text.startswith(AGAIN)
    assert await stood(product) == before
    assert await value(product.database, "select count(*) from attempt") == 0
    assert "Question 2 sur 3" in (await product.says(awa, "1")).text


@BOTH
async def test_other_questions_are_not_answered_from_below_a_screen_either(product: Product, channel: str) -> None:
    awa = await product.welcomed(product.somebody(channel))
    await product.says(awa, "gains")
    assert (await product.says(awa, "4")).text.startswith(AGAIN)
    assert await value(product.database, "select count(*) from consent") == 0
    await product.taps(awa, "J'accepte")
    await product.says(awa, "profil")
    assert (await product.says(awa, "6")).text != ""
    assert await value(product.database, "select count(*) from goal") == 0


@BOTH
async def test_with_nothing_open_a_number_is_one_of_what_she_sees(product: Product, channel: str) -> None:
    awa = await enrolled(product, product.somebody(channel))
    await product.says(awa, "menu")
    assert "Tes progrès" in (await product.says(awa, "2")).text
    assert "Je n'ai pas compris" in (await product.says(awa, "5")).text


async def test_each_of_her_chats_has_its_own_last_screen(product: Product) -> None:
    there = await working(product, "whatsapp")
    here = await linked(product, there, product.telegram.person("Awa"))
    await product.says(there, "menu")
    await product.says(here, "travail")
    assert "✅ Noté" in (await product.says(here, "2")).text
    assert "Tes gains" in (await product.says(there, "2")).text
    assert await answers(product) == 1


async def test_a_staffs_screen_is_answered_by_number_while_a_draft_waits(product: Product) -> None:
    paul = await product.admin()
    await product.project()
    await product.says(paul, "annonce")
    await product.says(paul, "projets")
    assert "commentaires" in (await product.says(paul, "1")).text.lower()
    said = await product.says(paul, "99")
    assert said.text.startswith(AGAIN)
    assert "Une annonce" in said.text


@BOTH
@pytest.mark.parametrize("kind", KINDS)
async def test_words_after_her_hubers_message_may_be_for_her_huber(product: Product, channel: str, kind: str) -> None:
    awa = await working(product, channel, kind)
    mariam = await huber(product, product.telegram.person("Mariam"))
    await product.says(awa, "huber Bonjour")
    relayed = await product.answer(mariam)
    await product.says(awa, "travail")
    await mariam.replies(relayed, "Tu viens demain ?")
    await product.heard(mariam)
    await product.answer(awa)
    asked = await product.says(awa, "oui je viens demain")
    assert "✍️ Lui répondre" in asked.labels
    assert ("C'est ma réponse" in asked.labels) == (kind in ("text", "entry"))
    assert await answers(product) == 0
    assert "Ton message part à Mariam" in (await product.taps(awa, "✍️ Lui répondre", asked)).text
    assert "oui je viens demain" in (await product.answer(mariam)).text
    assert await answers(product) == 0
    await product.forward(minutes=1)
    assert "déjà passée" in (await product.taps(awa, "✍️ Lui répondre", asked)).text  # it goes once


@BOTH
@pytest.mark.parametrize("kind", ["choice", "text"])
@pytest.mark.parametrize(("said", "button"), [("pas reçu", "💰 Mon argent"), ("je suis fatiguée", "⏸ Une pause")])
async def test_short_words_below_her_hubers_question_may_answer_it(
    product: Product, channel: str, kind: str, said: str, button: str
) -> None:
    """« Pas reçu », to « As-tu reçu ton argent ? », was answered with what she had earned; her Huber heard nothing."""
    awa = await working(product, channel, kind)
    mariam = await huber(product, product.telegram.person("Mariam"))
    await product.says(awa, "huber Bonjour")
    relayed = await product.answer(mariam)
    await mariam.replies(relayed, "As-tu reçu ton argent ?")
    await product.heard(mariam)
    await product.answer(awa)
    asked = await product.says(awa, said)
    assert asked.labels[:2] == ["✍️ Lui répondre", button]
    assert ("C'est ma réponse" in asked.labels) == (kind == "text")
    await product.taps(awa, "✍️ Lui répondre", asked)
    assert said in (await product.answer(mariam)).text
    assert await answers(product) == 0


async def test_a_hubers_words_go_to_whom_she_means(product: Product) -> None:
    mariam = await huber(product, product.telegram.person("Mariam"))
    awa, binta = await product.hiteuse("Awa"), await product.joined(product.whatsapp.person("Binta"))
    await product.says(awa, "huber Question d'Awa")
    passed = await product.answer(mariam)
    await product.taps(mariam, "✍️ Répondre", passed)
    await product.says(binta, "huber Question de Binta")
    await product.answer(mariam)
    asked = await product.says(mariam, "C'est demain à 9 heures")
    assert asked.labels == ["✍️ Lui répondre", "C'est ma réponse"]
    assert "tu réponds à Binta ? Ou c'est ta réponse à Awa, d'avant ?" in asked.text
    assert await product.heard(awa) == [] and await product.heard(binta) == []
    await product.taps(mariam, "✍️ Lui répondre", asked)
    assert "C'est demain" in (await product.answer(binta)).text
    assert await product.heard(awa) == []
    await product.says(binta, "huber Merci")
    await product.answer(mariam)
    await product.taps(mariam, "✍️ Répondre", passed)
    assert "Ta réponse part à Awa" in (await product.says(mariam, "À 9 heures aussi")).text
    assert "À 9 heures aussi" in (await product.answer(awa)).text


async def wrote(product: Product, channel: str, *texts: str, before: timedelta | None = None) -> None:
    """What she wrote while the product was down, after her last words. `before`: so long ago, as the platform says."""
    for text in texts:
        await execute(
            product.database,
            """
            insert into inbox (person_id, contact_id, channel, event_key, payload, received_at, said_at, due)
            select person_id, contact_id, channel, event_key || 'n', %s, %s, %s, due
            from inbox join person p on p.id = person_id
            where contact_id is not null and p.role = 'hiteuse' order by inbox.id desc limit 1
            """,
            (Jsonb(TYPED[channel](text)), product.now, product.now - before if before is not None else None),
        )


@BOTH
@pytest.mark.parametrize("text", ["haine", "2"])
async def test_what_she_wrote_before_a_question_was_asked_is_no_answer_to_it(
    product: Product, channel: str, text: str
) -> None:
    """We were slow, and she wrote it twice more."""
    awa = await working(product, channel)
    await product.says(awa, text)
    await product.stop()
    product.skip(seconds=2)
    await wrote(product, channel, text, text, text)
    await product.start()
    noted, again, once_more = await product.heard(awa)
    assert "✅ Noté" in noted.text and "Commentaire numéro 3" in noted.text
    assert again.text.startswith("Tu as écrit ça avant") and "Commentaire numéro 3" in again.text
    assert once_more.text == again.text
    assert await answers(product) == 2
    assert "✅ Noté" in (await product.says(awa, text)).text


@BOTH
async def test_words_that_were_sent_twice_are_no_answer_to_the_next_question(product: Product, channel: str) -> None:
    """The network came back, and brought « haine » twice within a second. Other words, and the same later, answer."""
    awa = await working(product, channel)
    assert "Commentaire numéro 2" in (await product.says(awa, "haine")).text
    await awa.says("Haine")  # within the same second
    again = await product.answer(awa)
    assert again.text.startswith("Tu as écrit ça avant") and "Commentaire numéro 2" in again.text
    await awa.says("haine !")
    assert (await product.answer(awa)).text == again.text
    assert await answers(product) == 1
    assert "Commentaire numéro 3" in (await product.says(awa, "acceptable")).text
    await product.forward(seconds=2)
    assert "✅ Noté" in (await product.says(awa, "acceptable")).text
    assert await answers(product) == 3


@BOTH
async def test_words_that_were_sent_twice_are_no_yes_to_what_they_opened(product: Product, channel: str) -> None:
    """« 1 » on the menu, sent twice, opened the question about hard content and answered it with yes."""
    awa = await product.joined(product.somebody(channel))
    await product.project(HARD)
    await product.says(awa, "menu")
    assert "contenus durs" in (await product.says(awa, "1")).text
    await awa.says("1")
    assert (await product.answer(awa)).text.startswith("Tu as écrit ça avant de voir cette question")
    assert await value(product.database, "select themes from person where role = 'hiteuse'") == {}


@pytest.mark.parametrize(
    ("before", "ahead", "count"),
    [
        (timedelta(minutes=5), timedelta(0), 1),
        (timedelta(0), timedelta(0), 2),
        (timedelta(minutes=5), timedelta(minutes=5), 2),
    ],
)
async def test_what_whatsapp_brings_late_is_no_answer_to_what_was_shown_since(
    product: Product, before: timedelta, ahead: timedelta, count: int
) -> None:
    """`ahead`: our clock is so much ahead of the platform's; then nothing is late."""
    awa = await working(product, "whatsapp")
    await product.says(awa, "haine")
    await product.stop()
    product.skip(seconds=2)
    await execute(product.database, "update inbox set said_at = received_at - %s where said_at is not null", (ahead,))
    await wrote(product, "whatsapp", "haine", before=before)
    await product.start()
    told = await product.answer(awa)
    assert told.text.startswith("Tu as écrit ça avant") == (count == 1)
    assert await answers(product) == count


@pytest.mark.parametrize("late", [True, False])
async def test_a_number_that_came_late_is_no_answer_to_an_announcement_since(product: Product, *, late: bool) -> None:
    """The number is about the task that she saw. Once she could see the poll, she is asked."""
    awa = await working(product, "whatsapp")
    await product.forward(minutes=10)
    mariam = await huber(product, product.telegram.person("Mariam"))
    await written(product, mariam, "Atelier", "📊 Un sondage", "Quel jour ?\nSamedi\nDimanche")
    await sent(product, mariam)
    await product.heard(awa)
    await product.stop()
    await wrote(product, "whatsapp", "2", before=timedelta(minutes=5 if late else 0))
    await product.start()
    told = await product.answer(awa)
    assert ("✅ Noté" in told.text) is late and ("Dimanche" in told.text) is not late
    assert await answers(product) == int(late)


async def test_a_number_that_came_late_picks_nothing_of_a_screen_that_was_shown_since(product: Product) -> None:
    awa = await working(product, "whatsapp")
    await product.says(awa, "menu")
    await product.forward(minutes=10)
    earned = await product.says(awa, "2")
    await product.stop()
    await wrote(product, "whatsapp", "2", before=timedelta(minutes=5))
    await product.start()
    again = await product.answer(awa)
    assert "Tes gains" in earned.text and again.text.startswith("Tu as écrit ça avant de voir ces boutons")
    assert again.kind == "text" and again.labels == earned.labels


@BOTH
async def test_a_question_that_is_only_shown_again_was_seen_before(product: Product, channel: str) -> None:
    """She asks something, and answers the task before she is told."""
    awa = await working(product, channel)
    await product.says(awa, "haine")
    await product.stop()
    product.skip(seconds=2)
    await wrote(product, channel, "j'ai gagné combien", "haine", "haine")
    await product.start()
    earned, noted, again = await product.heard(awa)
    assert "Commentaire numéro 2" in earned.text
    assert "✅ Noté" in noted.text and "Commentaire numéro 3" in noted.text
    assert again.text.startswith("Tu as écrit ça avant")
    assert await answers(product) == 2


@BOTH
async def test_her_profile_says_that_she_is_in_pause(product: Product, channel: str) -> None:
    awa = await product.joined(product.somebody(channel), reminder="tous les jours à 19h")
    await product.says(awa, "pause 3 jours")
    assert "en pause jusqu'au" in (await product.says(awa, "profil")).text
