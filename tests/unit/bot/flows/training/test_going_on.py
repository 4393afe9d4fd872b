"""Words that lead on in a training."""

from __future__ import annotations

import time

import pytest

from bot.flows.training.going_on import begins, reads_on


@pytest.mark.parametrize(
    "text",
    [
        *("ok", "Suite", "la suite", "ok je vois", "j'ai fini de lire", "jai fini de lire", "d'accord suite", "next"),
        *("compri", "ok jé fini de lire", "je suis prete pour les questions"),
        *("j'ai tout lu", "c'est lu", "bon et la suite", "ok c'est compris", "je continue", "oui j'ai compris"),
        *("les questions", "je suis prête", "ok go", "donne-moi la suite", "c'est quoi la suite"),
    ],
)
def test_a_screen_is_read(text: str) -> None:
    """« Touche Suite quand tu as lu » was said to each of the longer ones."""
    assert reads_on(text)


@pytest.mark.parametrize("text", ["merci", "ok merci", "non", "pas compris", "j'ai pas lu", "je vois rien", "bon", ""])
def test_other_words_lead_nowhere(text: str) -> None:
    assert not reads_on(text)
    assert not begins(text)


@pytest.mark.parametrize(
    "text",
    ["je commence", "ok", "suite", "ok je commence", "on commence la première leçon", "leçon 1", "vas-y", "commencer"],
)
def test_the_lesson_that_is_offered_is_begun(text: str) -> None:
    assert begins(text)


def test_a_long_text_takes_no_time() -> None:
    began = time.perf_counter()
    assert not reads_on("ok je suis prete et la suite " * 200 + "non")
    assert time.perf_counter() - began < 0.2
