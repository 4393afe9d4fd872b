"""How people say that they want out of what is asked."""

from __future__ import annotations

import pytest

from backend.domain.messaging.message import Choice
from bot.flows.engine import leaving
from bot.flows.engine.leaving import Way


@pytest.mark.parametrize(
    ("said", "way"),
    [
        ("annuler", "away"),
        ("Annulé !", "away"),
        ("ANNULER svp", "away"),
        ("laisse tomber", "away"),
        ("c pas la peine", "away"),
        ("plutard", "away"),
        ("Pas besoin merci", "away"),
        ("je n'en veux pas", "away"),
        ("Laissez tomber stp", "away"),
        ("non merci", "away"),
        ("Non, merci.", "away"),
        ("pas maintenant", "away"),
        ("plus tard", "away"),
        ("j'ai changé d'avis", "away"),
        ("je ne veux plus", "away"),
        ("retour", "back"),
        ("Retour svp", "back"),
        ("revenir en arrière", "back"),
        ("non laisse", "away"),
        ("bon non annule", "away"),
        ("nn pas la peine", "away"),
        ("non retour", "back"),
        ("en fait laisse tomber", "away"),
        ("bon laisse", "away"),
        ("bon c'est fini", None),
        ("en fait laisse ce prix", None),
        ("non c'est fini", None),
        ("non, une autre", None),
        ("non", None),
        ("rien", None),
        ("c'est fini", "away"),
        ("c'est fini ?", None),
        ("Annuler la commande de 12 sacs", None),
        ("Un retour de marchandises", None),
        ("1", None),
        ("", None),
    ],
)
def test_a_few_words_alone_say_that_she_wants_out(said: str, way: Way | None) -> None:
    assert leaving.read(said) == way


def test_the_choice_that_leads_out_is_the_clearest_one() -> None:
    both = (Choice("=a", "A"), Choice("back", "Retour"), Choice("cancel", "Annuler"))
    assert leaving.way_out(both, "away") == "cancel"
    assert leaving.way_out(both, "back") == "back"
    assert leaving.way_out((Choice("back", "Retour"),), "away") == "back"
    assert leaving.way_out((Choice("later", "Plus tard"),), "back") == "later"
    assert leaving.way_out((Choice("=a", "A"),), "away") is None


def test_what_a_screen_shows_is_taken_back_by_its_only_button_for_that() -> None:
    stop = Choice("/annonce arreter 5", "🛑 Arrêter")
    shown = [(Choice("/annonce 5", "📈 Où ça en est"), "📈 Où ça en est"), (stop, "🛑 Arrêter")]
    assert leaving.undoing(shown) == stop
    assert leaving.undoing([*shown, (Choice("/x", "Annuler tout"), "Annuler tout")]) is None


@pytest.mark.parametrize(
    ("said", "passes"),
    [
        ("change la photo", True),
        ("celle d'après", True),
        ("Passer", True),
        ("je passe", True),
        ("je passe à la pharmacie", False),
        ("passe-partout", False),
    ],
)
def test_she_leaves_out_what_is_asked(said: str, passes: bool) -> None:
    assert leaving.passes(said) is passes
    assert leaving.read(said) is None


def test_who_asks_whether_she_may_passes_where_it_costs_nothing() -> None:
    """In a final test it would be an answer that does not count."""
    for said in ("je peux passer ?", "est-ce que je peux passer", "on peut sauter"):
        assert leaving.would_pass(said) and not leaving.passes(said)
    assert not leaving.would_pass("je peux passer à la boutique")


@pytest.mark.parametrize(
    ("said", "way"),
    [
        *dict.fromkeys(("anule", "lesse tombé", "non mersi", "c pa grave", "abandoné", "pa maintenan"), "away").items(),
        *dict.fromkeys(("jve plus", "jve pa", "jveux plus"), "away").items(),
        *dict.fromkeys(("retourné", "en arière"), "back").items(),
        *dict.fromkeys(("fermé", "annulation", "laiterie", "les", "kit", "merci"), None).items(),
    ],
)
def test_what_only_sounds_like_leaving_leaves(said: str, way: str | None) -> None:
    assert leaving.read(said) == way


@pytest.mark.parametrize(
    ("said", "back"),
    [
        *(
            ("nn g changé d'avis", True),
            ("attend g changer davis", True),
            ("en fait nn", True),
            ("non je rigole", True),
        ),
        *(("non je voulais pas dire stop", True), ("j'ai pas dit stop", True), ("non je ne veux pas stop", True)),
        *(("non pardon", True), ("pas stop", True), ("je continue", False), ("je ne veux pas", False)),
        *(("j'ai changé d'adresse", False), ("non", False), ("elle a changé d'avis", False)),
    ],
)
def test_what_was_just_said_is_taken_back_as_it_is_spelled(said: str, back: bool) -> None:
    assert leaving.takes_back(said) is back


@pytest.mark.parametrize("label", ["❌ Pas reçu", "❌ Toujours rien", "🚫 Ce n'est pas elle"])
def test_a_button_that_says_how_it_is_takes_nothing_back(label: str) -> None:
    """« Laisse tomber », « pas la peine » opened a claim, and closed the chat of a woman."""
    shown = [(Choice("/yes", "✅ Oui", says="sure"), "✅ Oui"), (Choice("/no", label, says="no"), label)]
    assert leaving.undoing(shown) is None
