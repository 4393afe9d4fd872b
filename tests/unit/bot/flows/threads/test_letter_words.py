"""What a sentence tells her Huber."""

from __future__ import annotations

import pytest

from bot.flows.threads.letter_words import for_her_huber, replies, undoes, wants_code


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("dis a ma huber ke je sui malade", "je sui malade"),
        ("Bonjour, dites à ma Huber que j'arrive demain", "j'arrive demain"),
        ("préviens ma huber : je voyage", "je voyage"),
        ("tu peux dire à ma huber qu'il pleut", "il pleut"),
        ("dis moi qui est ma huber", None),
        ("ma huber dit que c'est bon", None),
        ("dis à ma huber", None),
        ("je veux dire à ma huber que le courant est coupé", "le courant est coupé"),
        ("ecri a ma huber ke il manque 108", "il manque 108"),
        ("écris à ma huber qu'il manque 108", "il manque 108"),
        ("je veux écrire à ma huber", None),
        ("écris à ma huber stp", None),
    ],
)
def test_what_is_to_be_told(said: str, words: str | None) -> None:
    assert for_her_huber(said) == words


@pytest.mark.parametrize(
    ("said", "wants"),
    [
        ("mon mari veut mon code", True),
        ("ya un mec ki me demande mon code", True),
        ("il m'oblige à donner mon mot de passe", True),
        ("j'ai oublié mon code", False),
        ("je veux changer mon numéro", False),
    ],
)
def test_somebody_wants_her_code(said: str, wants: bool) -> None:
    assert wants_code(said) == wants


@pytest.mark.parametrize(
    ("said", "undone"),
    [
        *(("efface tout", True), ("non supprime ça", True), ("arrête", True), ("arrête de me crier dessus", False)),
        *(("arrête le bus", False), ("efface mes fautes", False)),
    ],
)
def test_what_is_done_with_her_words_is_no_part_of_them(said: str, undone: bool) -> None:
    """« Efface tout », below « J'envoie ces mots ? », was sent with them."""
    assert undoes(said) is undone


def test_what_may_be_a_reply_is_not_sent_with_her_words() -> None:
    """« Ouais nan », « okay mais demain », « faut voir avec mon mari » sent her letter."""
    unclear = ["ouais nan", "okay mais demain", "oui oui non", "hmm oui mais", "bof ok", "faut voir avec mon mari"]
    unclear += ["on verra", "si tu veux", "c'est toi qui vois", "ok attends", "à toi de décider", "comme tu sens"]
    assert [each for each in unclear if not replies(each)] == []
    told = ("on m'a payé deux fois", "mon enfant est malade", "il faut que tu m'appelles", "tu peux venir ?")
    assert [each for each in told if replies(each)] == []
