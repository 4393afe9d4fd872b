from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.dialogues import DIALOGUES
from bot.handlers.engine.words import Context

NOW = datetime(2026, 3, 4, 16, 30, tzinfo=UTC)


def answers(text: str, flow: str) -> bool:
    """Whether a text answers the open question, which takes free words."""
    read = DIALOGUES.words.read(text)
    assert read is not None, "it begins like a word"
    word, rest = read
    return bool(rest) and word.is_sentence(rest, Context(flow, NOW, "UTC"))


@pytest.mark.parametrize(
    ("text", "flow"),
    [
        ("Annonce importante : réunion samedi", "announce"),
        ("Annonces de la semaine", "announce"),
        ("Personne ne doit rester seule devant un écran", "announce"),
        ("Inviter une amie, c'est facile avec votre code", "announce"),
        ("Certificat médical", "work"),
        ("pause déjeuner au chantier", "work"),
        ("lier les deux phrases", "work"),
    ],
)
def test_words_of_her_own_may_begin_like_a_word_of_the_chat(text: str, flow: str) -> None:
    assert answers(text, flow)


@pytest.mark.parametrize(
    ("text", "flow"),
    [
        ("annonce", "announce"),
        ("annonce liste", "announce"),
        ("annonce 12", "announce"),
        ("annonce pause 12", "announce"),
        ("annonce accord Cameroun oui", "announce"),
        ("annonce Réunion demain", "thread_answer"),
        ("personne Awa Koné", "announce"),
        ("personne +225 07 07 07 07 07", "announce"),
        ("inviter 5 hiteuses au Cameroun", "announce"),
        ("huber je n'arrive pas à ouvrir la leçon", "work"),
        ("pause 3 jours", "work"),
        ("gains", "work"),
    ],
)
def test_a_word_of_the_chat_answers_at_any_point(text: str, flow: str) -> None:
    assert not answers(text, flow)
