"""What is said of a sound is no transcription of it; what a voice may say is."""

from __future__ import annotations

import pytest

from bot.flows.work.transcription.unheard import of_the_sound, wants_it_again

OF_THE_SOUND = (
    *("on entend pas bien", "jentend rien", "j'entend pas b1", "on n'entend pas ce qu'elle dit", "rien entendu"),
    *(
        "le son est mauvais",
        "ya du bruit",
        "y'a que du bruit",
        "ça grésille",
        "c'est muet",
        "ya pa de son",
        "aucun son",
    ),
    *("le vocal est vide", "le vocal ne s'ouvre pas", "l'audio ne passe pas", "ça joue pas", "le son coupe", "silence"),
    *("elle parle trop vite", "elle parle trop bas", "il parle en wolof", "il parle une autre langue"),
    *("on entend que la musique", "c'est pas du français", "je comprends pas sa langue", "inaudible", "non audible"),
    *("personne ne parle", "il y a personne qui parle", "j'ai compris que la fin", "j'ai pas d'écouteurs"),
    *("trop vite", "trop rapide", "c'est trop vite", "ça va trop vite", "je l'ai pas entendu", "je l'entends pas"),
    *("j'ai pas bien entendu la fin", "je n'ai pas entendu le début", "trop bas"),
    *("on dirait du dioula", "on dirait de l'anglais", "on n'entend que la pluie", "on entend juste des enfants"),
    *("la dame rigole", "elle tousse", "bruit", "bip", "elle parle bété", "le volume est trop bas"),
    *("le son coupe à la fin", "ya 2 personnes qui parlent", "on entend un bébé qui pleure derrière"),
    *("elle a dit bonjour et après je sais pas", "il dit un numéro je l'écris", "en lettres ou en chiffres"),
    *("c'est le même audio", "même voix que tout à l'heure", "encore le même son", "on l'a déjà fait celui-là"),
)
AGAIN = (
    *("répète", "répète le son", "encore une fois", "mets plus fort", "je veux réécouter", "rejouer", "il a dit quoi"),
    *("elle a dit koi", "c'est qui qui parle", "j'ai raté"),
    *("c'est quoi le mot après bonjour", "elle dit quoi à la fin", "joue", "play"),
    *("remets-le", "remets la", "remets-le stp", "repasse-le", "attends je réécoute"),
)
OF_THE_VOICE = (
    *("Bonjour, je n'ai pas reçu mon colis", "je ne comprends pas pourquoi le prix a changé", "Allô, tu m'entends ?"),
    *("il parle avec sa mère au téléphone", "je veux écouter la radio ce soir", "Encore une fois merci d'avoir appelé"),
    *("le son du tam tam résonne au village", "Oui c'est bon", "Elle parle bien français", "On parle français ici"),
    *("silence on tourne", "Il y a du bruit dans la rue", "je n'ai pas compris votre question", "Ça marche, à demain"),
    *("C'est une chanson de Fally", "mon fils ne parle pas encore", "« c'est muet »", '"le son est mauvais"'),
    *(
        "remets-le à ta mère",
        "tu parles trop vite",
        "la fin du mois est dure",
        "on dirait du riz",
        "on l'a déjà fait hier",
    ),
    *("Le bébé pleure toute la nuit", "Il y a deux personnes au bureau", "On entend un peu partout que ça va mal"),
    *(
        "Elle a dit qu'elle ne vient pas",
        "C'est quoi le prix ?",
        "Il chante à l'église le dimanche",
        "Joue avec ton frère",
    ),
    *("Il a dit son nom au policier", "De la musique pour la fête"),
    *("on entend que le prix du riz a augmenté", "je l'ai pas entendu dire ça", "c'est le même prix"),
)


@pytest.mark.parametrize("said", OF_THE_SOUND)
def test_what_is_wrong_with_a_sound_is_heard(said: str) -> None:
    assert of_the_sound(said)


@pytest.mark.parametrize("said", AGAIN)
def test_who_wants_it_again_is_heard(said: str) -> None:
    assert wants_it_again(said) and not of_the_sound(said)


@pytest.mark.parametrize("said", OF_THE_VOICE)
def test_what_a_voice_says_is_neither(said: str) -> None:
    assert not of_the_sound(said) and not wants_it_again(said)


def test_a_long_text_is_read_at_once() -> None:
    for many in (14, 2_000):
        assert not of_the_sound("on entend pas " + "le son " * many + "!")
