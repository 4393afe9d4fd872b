"""What is written in a woman's thread, and is about her or for us."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.flows.threads import letter_words
from bot.flows.threads.about_thread import is_about, may_be_a_note

PHRASES = Path(__file__).parents[4] / "fixtures" / "threads"


@pytest.mark.parametrize(("file", "about"), [("not_to_her", True), ("to_her", False)])
def test_what_is_to_her_is_told_from_what_is_about_her_or_for_us(file: str, about: bool) -> None:
    said = PHRASES.joinpath(f"{file}.txt").read_text(encoding="utf-8").splitlines()
    assert [each for each in said if is_about(each, "Solange") is not about] == []


@pytest.mark.parametrize(
    "said",
    [
        *(
            "elle a reçu son argent ou pas ?",
            "combien elle a gagné ?",
            "elle est bête celle-là",
            "c'est réglé avec elle",
        ),
        *(
            "je sais pas quoi lui répondre",
            "c'est qui Solange ?",
            "j'ai déjà appelé Solange",
            "Solange est en retard ?",
        ),
        *("Solange c'est laquelle déjà ?", "envoie lui son code", "c quoi son problème", "hein", "???", "-"),
        *("passe ce message à l'équipe", "transfère à l'équipe", "dis à l'équipe que c'est urgent", "la suivante svp"),
        *("dis à tout le monde que la réunion est annulée", "je réponds plus tard", "attends je réponds après"),
        *("quelqu'un d'autre peut répondre ?", "marque comme lu", "réponse prête"),
        *("repond lui que c'est bon", "dit lui de venir", "envoi lui son code", "ecrit lui courage"),
        *("transfere solange a sita", "passe la à Sita je suis malade", "mets la en pause", "retire Solange du projet"),
        *("jai deja repondu a solange par telephone", "laisse je vais l'appeler", "son vocal je l'entends pas"),
        *("note: mari violent ne pas appeler le soir", "note privée, elle est enceinte, lui souhaiter courage"),
        *(
            "ferme la discution",
            "c'est réglé on ferme",
            "ok je prend",
            "passe a la prochaine",
            "kelle autre attend",
            "efface",
        ),
        *(
            "propose moi une réponse",
            "corrige mes fautes",
            "relis",
            "traduis en dioula",
            "reponds non",
            "ou est le menu",
        ),
        *("c'est pas ma hiteuse", "réponds à ma place", "note que je l'ai appelée", "tu peux lui dire que c'est férié"),
        *("envoie la 2", "mets la 3", "la 2", "prends la première réponse prête", "réponse 3"),
    ],
)
def test_what_is_about_her_or_for_us_is_noticed(said: str) -> None:
    assert is_about(said, "Solange") or letter_words.of_sending(said, "Solange")


@pytest.mark.parametrize(
    "said",
    [
        *("ok", "👍", "merci Solange", "Solange à demain", "Courage Solange", "Solange je t'appelle", "d'accord"),
        *("Bonjour Solange, ça va ?", "ton argent part vendredi", "je te réponds plus tard", "je vois ça demain"),
        *("va voir Awa", "la réunion est samedi", "ta sœur, elle va bien ?", "est-ce que tu as vu ?", "comment ?"),
        *(
            "dis à Aminata que je pense à elle",
            "c'est pour Solange",
            "Demande à ta collègue",
            "la responsable arrive demain",
            "1500",
            "2",
            "le 12",
            "qui t'a dit ça ?",
            "le paiement est parti",
            "passe la commande demain",
            "mets la photo en grand",
            "note le numéro",
            "ferme l'application",
            "ajoute Fatou à tes contacts",
            "Solange passe à Sita ton cahier",
            "je l'ai signalé",
            "je suis une hiteuse comme vous",
        ),
    ],
)
def test_what_is_to_her_is_not(said: str) -> None:
    assert not is_about(said, "Solange")


@pytest.mark.parametrize(
    "said",
    [
        "menteuse",
        "Spam !",
        "4",
        "à rappeler",
        "ne pas appeler le soir",
        "faut la virer",
        "payer Awa",
        "à voir avec Sita",
        *("rappel demain", "rdv mardi 15h", "virement Awa lundi", "numéro volé"),
        *("c'est une fausse", "envoyer 5000 a awa"),
    ],
)
def test_what_may_be_a_note_is_noticed(said: str) -> None:
    assert may_be_a_note(said)


@pytest.mark.parametrize(
    "said",
    [
        *(
            "Super !",
            "Voici",
            "Entendu.",
            "Courage",
            "Félicitations",
            "bonjour",
            "hier soir",
            "demain matin",
            "je regarde",
            "merci d'appeler",
        ),
        *("il faut lire la consigne", "ouvre la leçon 3", "tu dois appeler", "payer ta moto", "c'est réglé", "👍", ""),
        *("reviens demain", "viens mardi 15h", "avec plaisir", "c'est normal", "bon travail"),
        *("Fatou, viens demain", "Fatou : oui", "Solange viens demain"),
    ],
)
def test_what_is_a_message_is_no_note(said: str) -> None:
    assert not may_be_a_note(said, "Solange")


def test_few_messages_to_her_are_asked_about_where_she_has_asked_nothing() -> None:
    said = PHRASES.joinpath("to_her.txt").read_text(encoding="utf-8").splitlines()
    assert [each for each in said if may_be_a_note(each)] == ["vendredi", "lequel", "0707123456"]


def test_without_a_name_only_the_words_count() -> None:
    assert is_about("elle a reçu ?", "") and not is_about("c'est parti", "")
