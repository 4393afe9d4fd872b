"""Ready answers, and how long answers are said to take."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.dialogues import DIALOGUES
from bot.flows.threads.canned_replies import ANSWERS, BY_KEY, TO_HUBERS
from bot.flows.threads.write import spoken
from bot.i18n.render import plain

ROW_TITLE = 24  # of a list on WhatsApp


def test_there_are_ten_and_each_question_stands_whole_in_a_list() -> None:
    assert len(ANSWERS) == 10 and len(TO_HUBERS) <= 10 and len(BY_KEY) == len(ANSWERS) + len(TO_HUBERS)
    assert [r.key for r in BY_KEY.values() if len(plain(r.question, "fr")) > ROW_TITLE] == []


def test_every_word_that_an_answer_names_is_one_of_the_chat() -> None:
    for ready in BY_KEY.values():
        quoted = [part.partition(" »")[0] for part in plain(ready.answer, "fr").replace("\u00a0", " ").split("« ")[1:]]
        named = [word for word in quoted if not word.startswith(("⚠️", "❌"))]
        assert [word for word in named if DIALOGUES.words.read(word) is None] == []


def test_both_words_of_threads_are_for_those_who_may() -> None:
    assert DIALOGUES.words.by_name["huber"].takes and not DIALOGUES.words.by_name["messages"].takes
    assert DIALOGUES.words.read("Messages importants pour toutes") is None


@pytest.mark.parametrize(
    ("took", "said"),
    [
        (timedelta(minutes=3), "souvent en moins d'une heure"),
        (timedelta(minutes=70), "souvent en 1 heure environ"),
        (timedelta(hours=5, minutes=40), "souvent en 6 heures environ"),
        (timedelta(hours=30), "souvent en 1 jour environ"),
        (timedelta(hours=60), "souvent en 2 jours environ"),
    ],
)
def test_how_long_answers_take_is_rounded_and_promises_nothing(took: timedelta, said: str) -> None:
    assert plain(spoken(took), "fr") == said
