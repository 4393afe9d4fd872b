"""What she writes right below a message that the product sent by itself, while a task waits further up, on both
platforms: it never becomes her answer unasked, and is not scolded as a wrong one."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from backend.db.engine.signals import outbox_of
from backend.db.messaging import outgoing
from backend.domain.messaging.message import Choice, Message, Raw, Tr
from backend.domain.quality.conduct import Step
from bot.flows.payouts import destination
from bot.flows.quality import help as helped
from bot.handlers.payouts.arrival import HUBER
from bot.handlers.quality.decisions import EARNED, MENU, WORK
from bot.handlers.reminders.message import RAN_OUT
from tests.fakes.people import Person
from tests.integration.scenes import commit, rows
from tests.integration.test_screens import AGAIN, BOTH, working
from tests.integration.threads.listening import huber
from tests.integration.work.test_second_thoughts import given
from tests.product import Product

POLL = ((1, "Samedi"), (2, "Dimanche"))


def _said(text: str, *choices: Choice) -> Message:
    return Message((Raw(text),)).with_choices(*choices, columns=2)


NOTICES: Mapping[str, tuple[str, Message]] = {
    "many answers too fast": ("review_result", helped.helped("Avis", "hasty", Step.HELP)),
    "work stopped": ("notice", helped.decided("Avis", "hasty", "stopped")),
    "a reported task is good": ("review_result", _said("🔎 La tâche signalée est bonne. Merci !", EARNED, MENU)),
    "an appeal is lost": ("review_result", _said("⚖️ Le refus de ta réponse reste.", WORK, MENU)),
    "pay was raised": ("payment", _said("➕ J'ajoute 120 F CFA à ta paie.", EARNED, MENU)),
    "the wallet is of another name": ("payment", _said("⚠️ Ce compte n'est pas à ton nom.", destination.CHANGE, HUBER)),
    "the week": ("summary", _said("Ta semaine : 1 200 F CFA.", EARNED, MENU)),
    "a milestone": ("milestone", _said("🎉 La moitié est là !", Choice("/projet", "Mon projet"))),
    "a task ran out": ("reminder", RAN_OUT.with_choices(WORK)),
    "a lesson waits": ("learning", _said("📖 Ta leçon t'attend.", Choice("/formation", "Continuer"))),
    "a poll": ("announcement", _said("Réunion. Quel jour ?", *(Choice(f"/voter 1 {n}", Raw(d)) for n, d in POLL))),
    "a text to read": ("announcement", _said("Réunion samedi.", Choice("/lu 1", "✅ J'ai lu"))),
    "an offer": ("announcement", _said("Du travail samedi.", Choice("/interesse 1", Tr("Je suis intéressée")))),
    "news": ("announcement", _said("Réunion samedi à 10 heures.")),
    "a kind word": ("encouragement", _said("Bravo Awa, continue !", HUBER)),
    "where she is paid": ("notice", _said("🔒 L'endroit où va ta paie vient d'être choisi sur Telegram.")),
}
"""Each kind of message that comes by itself, besides payments and refusals, which have tests of their own."""


async def below(product: Product, channel: str, kind: str, notice: str) -> Person:
    """Somebody who sees this message last, below her open task."""
    awa = await working(product, channel, kind)
    await shown(product, channel, notice)
    await product.answer(awa)
    return awa


async def shown(product: Product, channel: str, notice: str) -> None:
    purpose, message = NOTICES[notice]
    (chat,) = await rows(product.database, "select id, person_id from contact")
    await commit(
        product.database,
        outgoing.say_plainly,
        chat["person_id"],
        chat["id"],
        channel,
        message,
        product.now,
        purpose=purpose,
    )
    product.app.signals.tell(outbox_of(channel))


@BOTH
@pytest.mark.parametrize("notice", NOTICES)
async def test_a_second_thought_below_it_is_asked_about(on_both: Product, channel: str, notice: str) -> None:
    """« Non c'est haine » was stored and paid as the answer to the task that stood further up."""
    awa = await below(on_both, channel, "choice", notice)
    asked = await on_both.says(awa, "non c'est haine")
    assert "ou tu parles d'autre chose" in asked.text and asked.labels[-1] == "C'est ma réponse"
    assert await given(on_both) == []
    assert "Noté" in (await on_both.taps(awa, "C'est ma réponse")).text
    assert await given(on_both) == ["haine"]


@BOTH
async def test_what_is_no_answer_below_it_is_not_scolded(on_both: Product, channel: str) -> None:
    awa = await working(on_both, channel, "choice")
    for notice in NOTICES:
        await shown(on_both, channel, notice)
        await on_both.answer(awa)
        told = await on_both.says(awa, "mais pourquoi ça")
        assert "Choisis une des réponses" not in told.text and "écris « huber »" in told.text, notice
        assert "Ce commentaire est-il acceptable" in told.text, notice
        await shown(on_both, channel, notice)
        await on_both.answer(awa)
        assert "Voici encore ta question" in (await on_both.says(awa, "ok")).text, notice
    assert await given(on_both) == []


@BOTH
@pytest.mark.parametrize("kind", ["text", "entry"])
async def test_words_about_it_are_not_stored(on_both: Product, channel: str, kind: str) -> None:
    """« Non c'est dimanche », below the news of a meeting, was stored as the description of a picture."""
    awa = await working(on_both, channel, kind)
    for said in ("samedi je peux pas venir", "j'ai bien travaillé pourtant", "non c'est dimanche"):
        await shown(on_both, channel, "news")
        await on_both.answer(awa)
        asked = await on_both.says(awa, said)
        assert "C'est ma réponse" in asked.labels and any("Huber" in label for label in asked.labels), said
    assert await given(on_both) == []


@BOTH
@pytest.mark.parametrize("said", ["présente", "lundi", "j'arrive", "c'est une arnaque"])
async def test_a_word_or_two_below_it_is_asked_about(on_both: Product, channel: str, said: str) -> None:
    """It was the description of a picture, and paid."""
    awa = await below(on_both, channel, "text", "news")
    assert "C'est ma réponse" in (await on_both.says(awa, said)).labels
    assert await given(on_both) == []


@BOTH
@pytest.mark.parametrize(
    ("said", "told"),
    [("huber merci", "C'est noté"), ("signaler message", "message à signaler"), ("mes gains", "ce que tu as gagné")],
)
async def test_a_word_of_the_chat_below_it_is_one(on_both: Product, channel: str, said: str, told: str) -> None:
    awa = await below(on_both, channel, "text", "news")
    assert told in (await on_both.says(awa, said)).text
    assert await given(on_both) == []


@BOTH
async def test_what_surely_is_her_answer_is_one(on_both: Product, channel: str) -> None:
    awa = await below(on_both, channel, "choice", "news")
    assert "Noté" in (await on_both.says(awa, "haine")).text
    await shown(on_both, channel, "work stopped")
    await on_both.answer(awa)
    assert "Noté" in (await on_both.says(awa, "je crois que c'est haine")).text
    assert await given(on_both) == ["haine", "haine"]


@BOTH
async def test_a_description_below_it_is_an_answer(on_both: Product, channel: str) -> None:
    awa = await below(on_both, channel, "text", "news")
    assert "Noté" in (await on_both.says(awa, "Une femme vend des oranges au marché")).text
    assert await given(on_both) == ["Une femme vend des oranges au marché"]


@BOTH
async def test_an_ok_to_her_huber_is_no_yes_to_what_is_asked_further_up(on_both: Product, channel: str) -> None:
    """« Ok », below « viens mardi », passed the half-filled sheet further up, and threw it away."""
    mariam = await huber(on_both, on_both.telegram.person("Mariam"))
    awa = await working(on_both, channel, "entry")
    await on_both.says(awa, "huber je viens quand au bureau")
    await on_both.heard(mariam)
    await on_both.says(awa, "Chez Awa")
    assert "elle s'efface" in (await on_both.says(awa, "passer")).text
    await on_both.says(mariam, "messages Awa")
    await on_both.says(mariam, "viens mardi matin")
    await on_both.heard(awa)
    again = await on_both.says(awa, "ok")
    assert again.text.startswith(AGAIN) and "(2 sur 3)" in again.text
