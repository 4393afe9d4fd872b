"""A yes or a no, and which choices they are."""

from __future__ import annotations

import pytest

from backend.domain.messaging.message import Choice, Raw
from backend.records import replace
from bot.flows.announcements import views
from bot.flows.certificates import income
from bot.flows.engine import agreement, answers, confirm, yes_no
from bot.flows.engine.labels.words import Labelled
from bot.flows.identity import join, link, proof
from bot.flows.payouts import destination
from bot.flows.privacy import leaving
from bot.flows.quality import review_views
from bot.handlers.payouts import arrival

CHECKED = {
    "correcte": "Tout est juste",
    "telephone": "Téléphone faux",
    "adresse": "Adresse fausse",
    "email": "E-mail faux",
    "doublon": "Doublon",
}
MODERATED = {"ok": "Acceptable", "insulte": "Insulte", "haine": "Haine"}


@pytest.mark.parametrize(
    ("question", "options", "said"),
    [
        ("Cette fiche est-elle juste ?", CHECKED, {"correcte": "yes"}),
        ("Ce commentaire est-il acceptable ?", MODERATED, {"ok": "yes"}),
        ("Est-ce que ce texte est correct ?", {"a": "Correct", "b": "Incorrect"}, {"a": "yes", "b": "no"}),
        ("Est-ce le même produit ?", {"a": "Même produit", "b": "Produit différent"}, {"a": "yes", "b": "no"}),
        ("Est-ce que c'est le même produit ?", {"a": "Même produit", "b": "Autre"}, {"a": "yes", "b": "no"}),
        ("Vois-tu une personne ?", {"a": "Oui", "b": "Non", "c": "Je ne sais pas"}, {"a": "yes"}),
        ("Y a-t-il une voiture ?", {"a": "Oui, une", "b": "Pas de voiture"}, {"a": "yes", "b": "no"}),
        ("Le texte est-il positif ou négatif ?", {"a": "Positif", "b": "Négatif"}, {}),
        ("Quelle catégorie convient-elle ?", {"a": "Catégorie A", "b": "B"}, {}),
        ("Que vois-tu sur la photo ?", {"a": "Photo floue", "b": "Rien"}, {}),
        ("Où est-il ?", {"a": "Dedans", "b": "Dehors"}, {}),
        ("Choisis la couleur juste", {"a": "Juste", "b": "Faux"}, {}),
        ("Est-il sûr ?", {"a": "Oui, très", "b": "Oui, un peu", "c": "Non"}, {}),
    ],
)
def test_the_yes_of_a_clients_question_is_the_one_option_that_affirms(
    question: str, options: dict[str, str], said: dict[str, str]
) -> None:
    assert yes_no.of_question(question, options) == said


def _choices(question: str, options: dict[str, str]) -> Labelled:
    said = yes_no.of_question(question, options)
    return [(Choice(id_, Raw(label), says=said.get(id_, "")), label) for id_, label in options.items()]


@pytest.mark.parametrize(
    ("typed", "picked"),
    [
        *((word, "correcte") for word in ("oui", "OUI !", "c'est bon", "exact", "c'est juste", "vrai", "d'accord")),
        *((word, None) for word in ("non", "faux", "pas juste", "c'est faux", "oui mais non", "juste le nom", "ok")),
        ("téléphone faux", "telephone"),
    ],
)
def test_yes_is_read_where_it_can_only_be_one(typed: str, picked: str | None) -> None:
    assert answers.match(typed, _choices("Cette fiche est-elle juste ?", CHECKED), free=False) == picked


@pytest.mark.parametrize(
    ("typed", "picked"),
    [
        ("oui", "a"),
        ("ok", "a"),
        ("exact", "a"),
        ("non", "b"),
        ("c'est faux", "b"),
        ("pas du tout", "b"),
        ("merci", None),
    ],
)
def test_with_two_options_no_is_the_other_one(typed: str, picked: str | None) -> None:
    choices = _choices("Est-ce que ce texte est correct ?", {"a": "Correct", "b": "Incorrect"})
    assert answers.match(typed, choices, free=False) == picked


def test_ok_alone_is_no_yes_to_what_binds_her() -> None:
    choices = [(Choice("yes", "Oui, réunir"), "Oui, réunir"), (Choice("no", "Non"), "Non")]
    assert answers.match("oui", choices, free=False) == "yes"
    assert answers.match("d'accord", choices, free=False) == "yes"
    assert answers.match("oui c moi", choices, free=False) == "yes"
    assert answers.match("oui dakor", choices, free=False) == "yes"
    for said in ("ok", "vazi", "sa marche", "ça me va", "ok je prend", "oui go"):
        assert answers.match(said, choices, free=False) is None
    assert answers.match("oui non", choices, free=False) is None
    assert answers.match("non merci", choices, free=False) == "no"


@pytest.mark.parametrize("said", ["tout est juste", "tout est bon", "oui tout est correct"])
def test_that_all_is_right_answers_what_asks_for_that(said: str) -> None:
    """« Tout est juste », to « Y a-t-il une valeur bizarre ? », was a yes; below offers it accepted the first."""
    asked = _choices("Y a-t-il une valeur bizarre ?", {"a": "Oui", "b": "Non"})
    assert answers.match(said, asked, free=False) is None
    offers = [(Choice("accept:1", "Accepter"), "Accepter"), (Choice("others", "Voir les autres"), "Voir les autres")]
    assert answers.match(said, offers, free=False) is None
    checked = _choices("Cette fiche est-elle juste ?", CHECKED)
    assert answers.match(said, checked, free=False) == "correcte"
    form = [(Choice("right", "✅ Tout est juste"), "✅ Tout est juste"), (Choice("fix:0", "✏️ Nom"), "✏️ Nom")]
    assert answers.match(said, form, free=False) == "right"


CLEAR = ("oui", "ouii", "oui merci", "ok oui", "je confirme", "d'accord oui", "c'est ça", "c'est juste", "exact")
WEAK = (
    "ok",
    "d'accord",
    "dakor",
    "je suis d'accord",
    "dac",
    "ok merci",
    "c'est bon",
    "je veux bien",
    "volontiers",
    "vazi",
    "ok vas-y",
    "oui je crois",
    "oui sans doute",
    "oui je suppose",
    "oui on dirait",
    "je dirais oui",
    "sa marche",
    "ça me va",
    "ok je prend",
    "👍",
)


@pytest.mark.parametrize(("said", "picked"), [*((each, "right") for each in CLEAR), *((each, None) for each in WEAK)])
def test_what_cannot_be_taken_back_takes_a_clear_yes(said: str, picked: str | None) -> None:
    """« D'accord » below what is erased may only mean that she has read it; « ok » closed the question of her pay."""
    sure, no = Choice("right", "Tout effacer", says="sure"), Choice("no", "Je reste", says="no")
    choices = [(sure, "Tout effacer"), (no, "Je reste")]
    assert answers.match(said, choices, free=False) == picked
    assert answers.match("tout effacer", choices, free=False) == "right"
    assert answers.match("non", choices, free=False) == "no"


SURE = (
    *(leaving.GO, link.PART, join.YES, proof.SURE, confirm.YES, views.SEND, destination.RIGHT, income.WITH_NAME),
    *(review_views.ACCEPT, review_views.MINE, review_views.WON, arrival.choices(7)[0]),
)


@pytest.mark.parametrize("choice", SURE, ids=lambda choice: str(choice.label))
def test_no_button_that_binds_or_pays_is_picked_by_politeness(choice: Choice) -> None:
    labelled = [(choice, str(choice.label)), (Choice("no", "Non", says="no"), "Non")]
    assert [said for said in WEAK if answers.match(said, labelled, free=False) is not None] == []
    assert answers.match("oui", labelled, free=False) == choice.id


GOES_ON = ["vazi", "oui vazy", "vas-y", "ok vasy", "sa marche", "ça me va", "oui go", "ok je prend", "volontier"]


@pytest.mark.parametrize("said", ["ok", "Je prends", "je prends !", "oui", *GOES_ON])
def test_who_takes_the_work_that_is_offered_says_so(said: str) -> None:
    accept, menu = Choice("accept:7", "Accepter"), Choice("/menu", "Menu")
    found = answers.find(said, [(accept, "Accepter"), (menu, "Menu")], free=False)
    assert found is not None and found.choice == "accept:7"


@pytest.mark.parametrize("said", ["ok", "Je prends", "oui", "d'accord", "volontiers", "oui celui là", *GOES_ON])
def test_a_yes_accepts_the_offer_that_is_shown_whole_with_others_beside_it(said: str) -> None:
    accept = Choice("accept:7", "Accepter", says="yes")
    others = [Choice("accept:8", "Photos · 20 F CFA"), Choice("others", "Voir les autres"), Choice("/menu", "Menu")]
    labelled = [(choice, str(choice.label)) for choice in (accept, *others)]
    found = answers.find(said, labelled, free=False)
    assert found is not None and found.choice == "accept:7"
    assert answers.find(said, labelled[1:3] * 2, free=False) is None  # a list of titles has no yes


@pytest.mark.parametrize(
    ("said", "picked"),
    [
        *((word, "=oui") for word in ("oui", "ouais", "d'accord", "c'est juste", "Oui oui")),
        *(
            (word, None)
            for word in ("d'accord maman", "yes merci", "oui merci", "volontiers", "non merci", "ok ma soeur")
        ),
    ],
)
def test_who_thanks_or_accepts_has_not_answered_a_client(said: str, picked: str | None) -> None:
    """« Ce commentaire est-il acceptable ? » was answered by « d'accord maman », said to us."""
    choices = [(Choice("=oui", "Acceptable", says="yes"), "Acceptable"), (Choice("=non", "Haine", says="no"), "Haine")]
    assert answers.match(said, choices, free=False) == picked
    ours = [(replace(choice, id=choice.id[1:]), label) for choice, label in choices]
    assert answers.match("oui merci", ours, free=False) == "oui"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nonnn", "no"),
        ("nonnn merci", "no"),
        ("nooon", "no"),
        ("naaan", "no"),
        ("ouiiii merci", "yes"),
        ("nonon", None),
    ],
)
def test_a_yes_or_a_no_may_be_drawn_out(text: str, said: str | None) -> None:
    assert yes_no.read(text) == said


@pytest.mark.parametrize("said", ["je veux bien", "Oui volontiers", "avec plaisir", "J'accepte volontiers !"])
def test_who_would_like_to_agrees(said: str) -> None:
    assert yes_no.read(said) == "yes" and agreement.agrees(said)


@pytest.mark.parametrize(
    "said", ["je veu bien", "dakor", "Daccord", "jaccepte", "wi", "ouiii", "c bon", "ok dakor je prend"]
)
def test_a_yes_is_heard_as_it_sounds(said: str) -> None:
    assert yes_no.read(said) == "yes"


@pytest.mark.parametrize(
    "said",
    [
        *(
            "je veu bien",
            "Dakor",
            "jaccepte",
            "J'accepte",
            "jaccepte volontiers",
            "wi",
            "oui pas de souci",
            "ok daccord",
        ),
        *("oui ya pa de problème", "oui ma chère", "bonsoir oui d'accord merci", "ok j'accepte"),
    ],
)
def test_terms_are_accepted_as_it_sounds(said: str) -> None:
    assert agreement.agrees(said)


@pytest.mark.parametrize(
    "said", ["ok", "je veux", "jarrete", "veux", "pas de souci", "ok merci", "oui mais", "oui non"]
)
def test_nothing_less_accepts_terms(said: str) -> None:
    assert not agreement.agrees(said)


@pytest.mark.parametrize(
    ("text", "said", "sure"),
    [
        *(
            (text, "yes", True)
            for text in ("ben oui", "mais oui", "bah ouais", "euh oui", "alors oui merci", "eh oui !")
        ),
        *((text, "yes", True) for text in ("absolument", "yep", "ouep", "bien sûr que oui")),
        *(
            (text, "no", False)
            for text in ("mais non", "ah non", "bah nan", "eh ben non", "surtout pas", "mais non merci")
        ),
        *((text, "no", False) for text in ("absolument pas", "certainement pas", "bien sûr que non", "nope")),
        *((text, None, False) for text in ("ah oui", "ah bon", "mais oui mais non", "ben", "alors non pas encore")),
    ],
)
def test_what_stands_before_a_yes_or_a_no_adds_nothing(text: str, said: str | None, sure: bool) -> None:
    assert (yes_no.read(text), yes_no.surely(text)) == (said, sure)


@pytest.mark.parametrize("said", ["oui ?", "oui??", "oui c'est ça ?", "j'accepte ?"])
def test_a_yes_that_asks_is_no_yes(said: str) -> None:
    """« Oui ? », below « Tout effacer », erased."""
    assert yes_no.read(said) is None and not yes_no.surely(said) and not yes_no.accepts(said)
    assert not yes_no.agrees(said) and not yes_no.goes_on(said)


@pytest.mark.parametrize("said", ["oui bonjour", "oui bonsoir madame", "ouais salut"])
def test_who_answers_a_call_has_not_said_a_clear_yes(said: str) -> None:
    """« Oui bonjour » below « supprimer » began the erasure."""
    assert not yes_no.surely(said)
    assert yes_no.surely("bonjour oui")
