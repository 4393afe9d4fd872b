"""What is taken of the words that she writes of a picture."""

from __future__ import annotations

import time

import pytest

from backend.domain.work.commands import Task
from backend.records import replace
from bot.flows.work.drafts import Finished, Wrong
from bot.flows.work.transcription import reading
from tests.dialogues.projects import PROJECTS

CONFIG = next(config for config, _ in PROJECTS.values() if config.kind == "transcription")
SIGN = Task(1, 1, CONFIG, {"image": "sign.png"})
PROPOSED = replace(SIGN, content={"image": "sign.png", "text": "Texte proposé : SOLDES -50%"})


def test_a_run_of_commas_is_read_at_once() -> None:
    """4,096 of them kept everybody waiting for half a second."""
    began = time.process_time()
    value(SIGN, "," * 4_095 + "z")
    value(SIGN, " ," * 2_048)
    assert time.process_time() - began < 0.2


def value(task: Task, said: str) -> object:
    found = reading.taken(task, said)
    return found.value if isinstance(found, Finished) else None


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("c ecri SOLDES -50%", "SOLDES -50%"),
        ("C'est écrit : SOLDES -50%", "SOLDES -50%"),
        ("C'est CHEZ ADJOUA COIFFURE", "CHEZ ADJOUA COIFFURE"),
        ("c BAR 24", "BAR 24"),
        ("c est PHARMACIE DU PORT", "PHARMACIE DU PORT"),
        ("C'EST BIEN ICI", "C'EST BIEN ICI"),
        ("C'est bien ici", "C'est bien ici"),
        ("C CHEZ AWA", "C CHEZ AWA"),
        ("c marqué PHARMACIE DU PONT", "PHARMACIE DU PONT"),
        ("ya ecri coiffure", "coiffure"),
        ("on lit Chez Adjoua", "Chez Adjoua"),
        ("PHARMACIE DU PONT je crois", "PHARMACIE DU PONT"),
        ("C'est la fête", "C'est la fête"),
        ("je crois en Dieu", "je crois en Dieu"),
    ],
)
def test_only_what_stands_on_the_picture_is_taken(said: str, words: str) -> None:
    assert value(SIGN, said) == words


@pytest.mark.parametrize(
    "said", ["la meme chose", "pareil", "rien a corriger", "oui c just", "c'est bon", "pas de faute"]
)
def test_that_the_text_is_right_is_no_text(said: str) -> None:
    assert reading.taken(PROPOSED, said) == Wrong(reading.COPY_IT)


@pytest.mark.parametrize("said", ["Tout est bon chez Awa", "JUSTE PRIX", "Correct Couture"])
def test_a_sign_may_have_such_words(said: str) -> None:
    assert value(PROPOSED, said) == said


@pytest.mark.parametrize("said", ["[?]", "ya rien decri dessus", "ya r décrit"])
def test_who_reads_nothing_is_told_where_to_say_so(said: str) -> None:
    assert reading.taken(SIGN, said) == Wrong(reading.UNREAD)


@pytest.mark.parametrize(
    "said",
    [
        *("jsp lire la fin", "je lis pas le dernier mot", "le dernier mot est caché", "sa se voi pa", "jvoi pa bien"),
        "la fin es caché",
        *("la fin est coupé", "on voi pa le numero", "yé pa clair", "je sais pas ce qui est ecrit en bas"),
    ],
)
def test_what_she_says_of_a_part_of_the_picture_is_no_sign(said: str) -> None:
    """These were stored as what stands on it."""
    assert reading.taken(SIGN, said) == Wrong(reading.THE_REST)


@pytest.mark.parametrize(
    "said", ["C PAS CHER", "Le client est roi", "La Cachette", "Boutique Coup de Coeur", "Ici on ne fait pas credit"]
)
def test_a_sign_may_sound_like_that(said: str) -> None:
    assert value(SIGN, said) == said


def test_of_a_voice_these_may_be_the_words() -> None:
    assert value(replace(SIGN, content={"audio": "voice.ogg"}), "la fin est coupée") == "la fin est coupée"
