"""Second thoughts in words."""

from __future__ import annotations

import pytest

from backend.domain.french.slips import corrected
from bot.flows.engine.corrections.additions import left_out
from bot.flows.engine.corrections.second_thoughts import Thought, continues, contrasts, mends, read, respells
from bot.flows.engine.corrections.taking_back import names_another, of_older, takes_back


@pytest.mark.parametrize(
    ("said", "thought"),
    [
        ("pardon, haine", Thought("haine")),
        ("Oups ! Haine", Thought("haine")),
        ("non pardon haine", Thought("haine")),
        ("je voulais dire hors sujet", Thought("hors sujet")),
        ("Je voulais mettre la haine", Thought("haine")),
        ("je voulais dire non", Thought("non")),
        ("en fait c'est non", Thought("non", sorry=False)),
        ("pardon c'était non", Thought("non", past=True)),
        ("en fait c'est haine", Thought("haine", sorry=False)),
        ("plutôt haine", Thought("haine", sorry=False)),
        ("je me suis trompée c'est haine", Thought("haine")),
        ("erreur, c'était haine", Thought("haine")),
        ("correction : rue 12", Thought("rue 12")),
        ("correction de copies", Thought("de copies", sorry=False)),
        ("en fait c'était rue 12", Thought("rue 12")),
        ("je me suis trompée", Thought()),
        ("c pr la tache davan", Thought()),
        ("c'était pour la question d'avant", Thought()),
        ("non en fait je me suis trompée", Thought()),
        ("ah mince, je me suis trompée", Thought()),
        ("Je me suis trompé de bouton, désolée", Thought()),
        ("je me sui tromper c'était haine", Thought("haine")),
        ("jm sui tromper", Thought()),
        ("Jsuis trompé", Thought()),
        ("jmsuis trompé", Thought()),
        ("jmsuis trompé c pas adjoua c adjoa", Thought("adjoa")),
        ("jvoulais dire haine", Thought("haine")),
        ("j'ai voulu dire haine", Thought("haine")),
        ("non c adjoa ke jvoulais dire", Thought("adjoa")),
        ("c'est haine que je voulais mettre", Thought("haine")),
        ("pardon c'est haine que je voulais dire", Thought("haine")),
        ("pardon je voulais dire", None),
        ("trompette", None),
        ("erreur", Thought()),
        ("je veux changer ma réponse", Thought()),
        ("non, haine", Thought("haine", clear=False, sorry=False)),
        ("non c'est haine", Thought("haine", clear=False, sorry=False)),
        ("non la 2", Thought("2", clear=False, sorry=False)),
        *((f"{no} la 2", Thought("2", clear=False, sorry=False)) for no in ("nn", "nan", "nn nn", "Nn, nn")),
        *(("nn haine pardon", Thought("haine", past=True)), ("nn je me suis trompée", Thought())),
        ("non 2 pardon", Thought("2", past=True)),
        ("non mets 12 500", Thought("12 500", clear=False, sorry=False)),
        ("j'ai fait une erreur sur le tableau", Thought()),
        ("c faux ce que g mis", Thought()),
        ("ce que j'ai écrit c pas bon", Thought()),
        ("g mal lu", Thought()),
        ("je me suis trompee de somme", Thought()),
        ("je me suis trompée sur la date pardon", Thought()),
        ("je me suis trompée de réponse c'est haine", Thought("haine")),
        ("jai changé d'avis sur celle d'avant", Thought()),
        ("finalement je prefere lautre", Thought()),
        ("attends c'est l'autre", Thought()),
        ("non l'autre", Thought()),
        ("c'etait 2", Thought("2", sorry=False, past=True)),
        ("cetait 1 et 3 pas 2", Thought("1 et 3", sorry=False, past=True)),
        ("c'était pas légume mais fruit", Thought("fruit", sorry=False, past=True)),
        ("la derniere cetait insulte", Thought("insulte", past=True)),
        ("non c'etait montent", Thought("montent", past=True)),
        ("c'était bien", Thought("bien", clear=False, sorry=False, past=True)),
        ("ct 2", Thought("2", sorry=False, past=True)),
        ("c'est la rue 12 pardon", Thought("rue 12", past=True)),
        ("ah non sété 2", Thought("2", past=True)),
        ("non c t 2", Thought("2", past=True)),
        ("cetai transport", Thought("transport", clear=False, sorry=False, past=True)),
        ("s'étais pas 1 mais 3", Thought("3", sorry=False, past=True)),
        ("non", None),
        ("pardon", None),
        ("haine", None),
        ("2", None),
        ("", None),
        ("une erreur de caisse", Thought("de caisse", sorry=False)),
    ],
)
def test_what_she_says_of_the_answer_before(said: str, thought: Thought | None) -> None:
    assert read(said) == thought


@pytest.mark.parametrize(
    ("said", "older"),
    [
        ("l'avant-dernière c'est haine", True),
        ("corriger l'avant-dernière", True),
        ("non la première c'était pub", True),
        ("la 2e réponse est fausse", True),
        ("changer la deuxième réponse", True),
        ("la réponse d'il y a 3 tâches", True),
        ("l'avant-dernière", False),
        ("la deuxième", False),
        ("la dernière c'était haine", False),
        ("celle d'avant c'était haine", False),
    ],
)
def test_what_is_said_of_an_answer_before_the_last(said: str, older: bool) -> None:
    assert of_older(said) == older


@pytest.mark.parametrize(
    ("said", "out"),
    [
        ("j'ai oublié de dire qu'elle rit", True),
        ("oups j'ai oublié d'écrire le prix", True),
        ("j'ai oublié mon code", False),
        ("elle a oublié de mettre le sel", False),
    ],
)
def test_what_was_left_out_of_an_answer_in_words(said: str, out: bool) -> None:
    assert left_out(said) == out


@pytest.mark.parametrize(
    ("said", "mended"),
    [
        ("en fait elle vend des papayes", True),
        ("non en fait c'est un homme", True),
        ("finalement il y a deux enfants", True),
        ("et fatou la suit de près", True),
        ("suite: et awa le moin", True),
        ("mais awa vend moins", True),
        ("et puis", False),
        ("mais c'est quoi ça ?", False),
        ("en fait", False),
        ("une femme qui, en fait, vend des papayes", False),
        ("en fait comment on fait ?", False),
        ("attends le total c'est 300", True),
        ("attends je monte la lumière", False),
        ("attends mon bébé pleure", False),
        ("finalement je vais finir ça", False),
        ("finalement je mets 3500", True),
    ],
)
def test_what_may_go_on_with_the_words_before(said: str, mended: bool) -> None:
    assert mends(said) == mended


@pytest.mark.parametrize(
    ("said", "so"),
    [
        ("ont baissé de 40 a 12", True),
        ("parce que dimanche c fermé", True),
        ("psk c fermé", True),
        ("est le plus vendu", True),
        ("avec son bébé au dos", True),
        ("de 12 a 30 en mars", True),
        ("2eme partie les tomates", True),
        ("surtout le mardi", True),
        ("assis sur une chaise", True),
        ("habillée en bleu", True),
        ("qui lit le journal", True),
        ("en train de vendre du poisson", True),
        ("debout, une femme parle", False),
        ("qui est là ?", False),
        ("est-ce que je continue", False),
        ("une femme avec son bébé", False),
        ("les ventes ont baissé", False),
        ("de la viande", False),
        ("avec qui ?", False),
    ],
)
def test_what_begins_in_the_middle_of_a_sentence(said: str, so: bool) -> None:
    assert continues(said) == so


@pytest.mark.parametrize(
    ("said", "respelt"),
    [
        ("c pas adjoua c adjoa", True),
        ("non c'est pas Adjoua, c'est Adjoa", True),
        ("c adjoa et pas adjoua dans lautre", True),
        ("pas adjoua mais adjoa", True),
        ("c'est pas un homme c'est une femme", False),
        ("c'est une femme et pas un homme", False),
    ],
)
def test_what_is_right_and_what_is_not(said: str, respelt: bool) -> None:
    assert contrasts(said) and respells(said) == respelt


@pytest.mark.parametrize(
    "said", ["c'est pas grave", "c'est adjoa", "c'est pas adjoua c'est adjoa ?", "il n'y a pas d'eau"]
)
def test_what_says_only_one_of_them(said: str) -> None:
    assert not contrasts(said) and not respells(said)


@pytest.mark.parametrize(
    ("said", "back"),
    [
        *dict.fromkeys(
            ("annule", "Annuler svp", "annule ce que je viens de faire", "j'annule tout", "défais ça"), True
        ).items(),
        *dict.fromkeys(
            ("non attends", "Oups !", "je me suis trompée de personne", "efface mon dernier message"), True
        ).items(),
        *dict.fromkeys(("annule les 2 derniers codes", "supprime le code que je viens de donner"), True).items(),
        *dict.fromkeys(
            ("annule l'annonce", "supprimer", "efface tout", "attends-moi", "retire Awa", "non"), False
        ).items(),
        *dict.fromkeys(("annule le rendez-vous", "pardon", "annule l'envoi 3", "tâches hier"), False).items(),
    ],
)
def test_what_wants_undone_what_was_done(said: str, back: bool) -> None:
    assert takes_back(said) == back


@pytest.mark.parametrize(
    ("said", "another"),
    [
        *dict.fromkeys(
            ("c'était pour le Togo", "non c'était 2 codes", "Oups c'était pour Fatou pas Awa"), True
        ).items(),
        *dict.fromkeys(("c'était bien", "c'était pour te dire merci beaucoup", "et pour le Togo"), False).items(),
    ],
)
def test_what_names_another_than_was_meant(said: str, another: bool) -> None:
    assert names_another(said) == another


@pytest.mark.parametrize("said", ["non " * 1_000, "pardon " * 500, "en fait " * 500])
def test_a_page_is_no_second_thought(said: str) -> None:
    assert read(said) is None


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("12 non 13", ("12", "13")),
        ("SALON BELLE non BEL FEMME", ("SALON BELLE", "BEL FEMME")),
        ("chez ali, pardon c'est chez alice", ("chez ali", "chez alice")),
        ("non c 12 500", ("", "12 500")),
        ("non 12 500", None),
        ("12 500 non c 13 500 pardon 13 600", ("13 500", "13 600")),
        ("Bar Non Stop", None),
        ("non", None),
        ("chez Mme Pardon", None),
        ("12 non 13 ?", None),
        ("non c le 3 mars 2026 pardon", ("", "le 3 mars 2026")),
        ("chez ali non Mme Pardon", ("chez ali", "Mme Pardon")),
    ],
)
def test_what_a_text_says_in_place_of_its_first_words(said: str, found: tuple[str, str] | None) -> None:
    assert corrected(said) == found
