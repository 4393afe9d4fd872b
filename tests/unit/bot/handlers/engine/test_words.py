from __future__ import annotations

import pytest

from bot.dialogues import DIALOGUES


@pytest.mark.parametrize(
    ("text", "name", "rest"),
    [
        ("gains", "gains", ""),
        ("/GAINS@hiteuses_bot", "gains", ""),
        ("Stop.", "stop", ""),
        ("STOP !", "stop", ""),
        ("STOP STOP STOP", "stop", ""),
        ("stop stop svp !", "stop", ""),
        ("stop !!!", "stop", ""),
        ("Gains ?", "gains", ""),
        ("les sources ?", "sources", ""),
        ("gains\u00a0?", "gains", ""),
        ("menu 😊", "menu", ""),
        ("« menu »", "menu", ""),
        ("travail…", "travail", ""),
        ("lier ?", "lier", ""),
        ("lier\nABCD-2345", "lier", "ABCD-2345"),
        ("start : ABCD-2345", "start", ": ABCD-2345"),
        ("huber\nBonjour,\nça va ?", "huber", "Bonjour,\nça va ?"),
        ("huber ❤️", "huber", "❤️"),
        ("stop svp", "stop", ""),
        ("Gains s'il te plaît", "gains", ""),
        ("aide stp !", "aide", ""),
        ("lier s'il vous plaît", "lier", ""),
        ("huber merci", "huber", "merci"),
    ],
)
def test_a_word_is_read_in_any_writing(text: str, name: str, rest: str) -> None:
    found = DIALOGUES.words.read(text)
    assert found is not None
    assert (found[0].name, found[1]) == (name, rest)


@pytest.mark.parametrize(
    "text",
    ["", " ", "!", "/", "« »", "gains 2", "stop ou encore", "menu du jour", "menu\nriz", "projet قهوة", "gainsbourg"],
)
def test_what_goes_on_behind_a_word_that_takes_nothing_is_a_sentence(text: str) -> None:
    assert DIALOGUES.words.read(text) is None
