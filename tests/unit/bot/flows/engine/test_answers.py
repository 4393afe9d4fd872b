"""Reading what she typed as one of the open choices."""

from __future__ import annotations

import pytest

from backend.domain.messaging.message import Choice, Raw
from bot.flows.engine import answers, several_answers
from bot.flows.engine.kit import Several
from bot.flows.engine.labels.words import Labelled
from bot.flows.engine.meaning import Question

CHOICES = [
    (Choice("=a", Raw("Acceptable")), "Acceptable"),
    (Choice("=h", Raw("Haine")), "Haine"),
    (Choice("skip", Raw("⏭ Passer"), aside=True), "⏭ Passer"),
]


@pytest.mark.parametrize(
    ("typed", "picked"),
    [
        ("1", "=a"),
        ("2.", "=h"),
        ("acceptable", "=a"),
        ("ACCEPTABEL", "=a"),
        ("aksèptable", "=a"),
        ("je di haine", "=h"),
        ("hai8ne", "=h"),
        ("c pas juste", None),
        ("haine", "=h"),
        ("passer", "skip"),
        ("passe ca", "skip"),
        *((said, None) for said in ("sa passe", "ça passe bien", "oui ça passe pour moi", "ca passe pas")),
        ("3", None),  # what is beside the matter has no number
        ("0", None),
        ("autre chose", None),
        ("", None),
        ("🙂", None),
    ],
)
def test_a_choice_is_its_number_or_its_label(typed: str, picked: str | None) -> None:
    assert answers.match(typed, CHOICES, free=False) == picked


@pytest.mark.parametrize(
    ("typed", "picked"), [("Prix : 500 F", "=0"), ("Prix :  500 F", "=0"), ("Prix: 500 F", "=1"), ("prix 500 f", None)]
)
def test_of_options_that_differ_in_marks_alone_she_may_write_one_as_it_stands(typed: str, picked: str | None) -> None:
    labels = ("Prix : 500 F", "Prix: 500 F", "Prix :500 F")
    choices = [(Choice(f"={place}", Raw(label)), label) for place, label in enumerate(labels)]
    assert answers.match(typed, choices, free=False) == picked


@pytest.mark.parametrize(("typed", "picked"), [("1", None), ("acceptabel", None), ("Passer", "skip"), ("HAINE", "=h")])
def test_where_her_own_words_are_asked_for_only_a_whole_label_counts(typed: str, picked: str | None) -> None:
    assert answers.match(typed, CHOICES, free=True) == picked


@pytest.mark.parametrize(("typed", "picked"), [("2", "=h"), ("3", "skip"), ("4", None), ("passer", "skip")])
def test_where_the_channel_numbers_what_is_beside_the_matter_those_numbers_count_too(
    typed: str, picked: str | None
) -> None:
    assert answers.match(typed, CHOICES, free=False, asides=True) == picked


FRUIT = [
    (Choice("=b", Raw("Bananes")), "Bananes"),
    (Choice("=m", Raw("Mangues")), "Mangues"),
    (Choice("=o", Raw("Oranges, citrons")), "Oranges, citrons"),
    (Choice("skip", Raw("⏭ Passer"), aside=True), "⏭ Passer"),
]


@pytest.mark.parametrize(
    ("typed", "picked"),
    [
        ("1 2", ("=b", "=m")),
        ("2,1", ("=b", "=m")),
        ("1, 2 et 3.", ("=b", "=m", "=o")),
        ("1-3", ("=b", "=o")),
        ("1 1", ("=b",)),
        ("1ET2", ("=b", "=m")),
        ("bananes, mangues", ("=b", "=m")),
        ("Mangue et banane", ("=b", "=m")),
        ("mangue é banane", ("=b", "=m")),
        ("mangues\n3", ("=m", "=o")),
        *(("2 valider", ("=m",)), ("1 3, valide", ("=b", "=o")), ("valider", None)),
        ("1 4", None),  # what is beside the matter is no answer
        ("bananes, passer", None),
        ("bananes, autre chose", None),
        ("0 1", None),
        ("", None),
        (", ;", None),
    ],
)
def test_several_answers_are_their_numbers_or_labels_in_one_message(typed: str, picked: tuple[str, ...] | None) -> None:
    assert several_answers.read(typed, FRUIT) == picked


@pytest.mark.parametrize(
    ("typed", "labels", "picked"),
    [
        ("oui", ("Oui, réunir", "Non"), 0),
        ("Non !", ("J'accepte", "Lire les conditions", "Non merci"), 2),
        ("oui", ("Oui, le matin", "Oui, le soir"), None),  # which one?
        ("oui", ("Acceptable", "Haine"), None),
    ],
)
def test_a_bare_yes_or_no_is_the_only_answer_that_begins_so(
    typed: str, labels: tuple[str, ...], picked: int | None
) -> None:
    choices = [(Choice(str(place), Raw(label)), label) for place, label in enumerate(labels)]
    assert answers.match(typed, choices, free=False) == (None if picked is None else str(picked))


@pytest.mark.parametrize("free", [False, True])
@pytest.mark.parametrize("said", ["je sais pas", "jsp", "Je ne sais pas trop", "aucune idée", "chai pas"])
def test_who_does_not_know_taps_that_in_any_words(said: str, free: bool) -> None:
    choices = [(Choice("=a", Raw("Dakar")), "Dakar"), (Choice("unknown", Raw("Je ne sais pas")), "Je ne sais pas")]
    assert answers.match(said, choices, free=free) == "unknown"
    assert answers.match(said, choices[:1], free=free) is None


@pytest.mark.parametrize("said", ["c'est quoi la réponse", "donne moi la reponse", "la bonne c laquelle"])
def test_who_asks_for_the_answer_has_not_said_that_she_does_not_know(said: str) -> None:
    choices = [(Choice("=a", Raw("Dakar")), "Dakar"), (Choice("=n", Raw("Je ne sais pas")), "Je ne sais pas")]
    assert answers.match(said, choices, free=False) is None


@pytest.mark.parametrize(
    ("typed", "picked"),
    [
        ("tissu", ("=t",)),
        ("un habit", ("=t",)),
        ("fruit et habits", ("=f", "=t")),
        ("fruit tissu", ("=f", "=t")),
        ("tt sauf tissu", ("=f", "=p", "=q")),
        ("lundi", None),  # half of two
        ("1", ("=f",)),
    ],
)
def test_half_of_a_label_with_two_names_is_a_name(typed: str, picked: tuple[str, ...] | None) -> None:
    labels = {"=f": "Fruit", "=t": "Tissu ou habit", "=p": "Lundi ou mardi", "=q": "Lundi / jeudi"}
    choices = [(Choice(each, Raw(label)), label) for each, label in labels.items()]
    assert several_answers.read(typed, choices) == picked


TOPICS: Labelled = [
    (Choice("=n", Raw("Nourriture")), "Nourriture"),
    (Choice("=t", Raw("Transport")), "Transport"),
    (Choice("=s", Raw("Santé")), "Santé"),
]


@pytest.mark.parametrize(
    ("typed", "picked"),
    [
        ("2 transport", "=t"),
        ("c la 3 santé", "=s"),
        ("2) Transport", "=t"),
        ("santé 3", "=s"),
        ("c transport le 2", "=t"),
        ("3 transport", None),
        ("transport 1", None),
        ("4 transport", None),
        ("1 kg", None),
    ],
)
def test_number_and_label_together_are_a_choice_if_they_are_the_same(typed: str, picked: str | None) -> None:
    assert answers.match(typed, TOPICS, free=False) == picked


@pytest.mark.parametrize("typed", ["ok envoi", "c bon envoie", "vasy envoi", "j'envoie", "c'est bon tu peux envoyer"])
def test_what_is_filled_in_is_sent_where_one_button_sends_it(typed: str) -> None:
    summary = [
        (Choice("right", "✅ Tout est juste", says="yes"), "✅ Tout est juste"),
        (Choice("fix:a", "✏️ Magasin"), "✏️ Magasin"),
    ]
    assert answers.match(typed, summary, free=False) == "right"
    assert answers.match(typed, TOPICS, free=False) is None
    money = [(Choice("right", "✅ C'est juste", says="sure"), "✅ C'est juste")]
    assert answers.match(typed, money, free=False) is None


ABOUT = [(Choice(f"={n}", Raw(label)), label) for n, label in enumerate(("Le produit", "La livraison", "L'accueil"))]


@pytest.mark.parametrize(
    ("typed", "picked"),
    [
        ("livraizon", "=1"),
        ("le produi", "=0"),
        ("c la livraizon maman", "=1"),
        ("accueill", "=2"),
        ("livre", None),
        ("la", None),
    ],
)
def test_a_slip_is_forgiven_without_the_article(typed: str, picked: str | None) -> None:
    assert answers.match(typed, ABOUT, free=False) == picked


@pytest.mark.parametrize("typed", ["sauf " * 800, "tout sauf sauf la 1", "a, " * 1000])
def test_a_text_that_is_too_long_or_leaves_out_twice_names_nothing(typed: str) -> None:
    """« Sauf sauf sauf … » of 4,096 signs kept the event loop for five seconds: each word was read as an exception to
    those before."""
    assert several_answers.read(typed, FRUIT) is None and answers.find(typed, FRUIT, free=False) is None


NUMBERED = [(Choice(f"/p {n}", Raw(f"Fatou (n° {n})")), f"Fatou (n° {n})") for n in (12, 13)]
CROSSED = [(Choice(f"/p {n}", Raw(f"✍️ Awa (n° {n})")), f"✍️ Awa (n° {n})") for n in (2, 1)]


@pytest.mark.parametrize(
    ("typed", "picked"),
    [
        *(("13", "/p 13"), ("la 13", "/p 13"), ("n° 12", "/p 12"), ("Fatou 13", "/p 13"), ("fatou n°12", "/p 12")),
        *(("2", "/p 13"), ("la deuxième", "/p 13"), ("n° 2", None), ("fatou 14", None), ("99", None)),
    ],
)
def test_a_label_with_a_number_of_its_own_is_named_by_it(typed: str, picked: str | None) -> None:
    found = answers.find(typed, NUMBERED, free=False)
    assert (found.choice if found is not None else None) == picked


@pytest.mark.parametrize(("typed", "picked"), [("1", None), ("2", None), ("n° 1", "/p 1"), ("awa 2", "/p 2")])
def test_a_number_that_is_the_place_of_another_names_none(typed: str, picked: str | None) -> None:
    found = answers.find(typed, CROSSED, free=False)
    assert (found.choice if found is not None else None) == picked


@pytest.mark.parametrize(
    ("typed", "picked"),
    [
        ("alors là je crois que c'est la deuxième parce que on voit bien le livreur", "1"),
        ("alors ça parle de livraison je crois", "1"),
        ("je crois que c'est le prix parce que elle dit que c'est trop cher", "2"),
        ("la couleur donc c'est le produit", "0"),
        ("bon moi je dis la livraison", "1"),
        ("la livraison donc le prix", None),
        ("2 donc le prix", None),
        ("c'est pas le prix parce que c'est le produit", None),
        ("moi la livraison me fatigue", None),
        ("bon je laisse parce que c'est trop dur", None),
        ("ok donc la livraison c'est quoi", None),
        ("la livraison non le prix parce que c'est cher", None),
        ("donc le prix ?", None),
    ],
)
def test_an_answer_is_found_beside_its_reason(typed: str, picked: str | None) -> None:
    labels = ("Le produit", "La livraison", "Le prix")
    choices = [(Choice(str(place), label), label) for place, label in enumerate(labels)]
    assert answers.match(typed, choices, free=False) == picked


@pytest.mark.parametrize(
    ("typed", "picked"),
    [
        *(("ah d'accord", None), ("ok d'accord", None), ("pa d'accord", "/recours")),
        *(("pas d'acord", "/recours"), ("je ne suis pa daccord", "/recours")),
    ],
)
def test_what_agrees_is_no_slip_of_what_denies(typed: str, picked: str | None) -> None:
    """« Ah d'accord », below a refusal, contested it: it is near « pas d'accord »."""
    shown = Choice("/recours", Raw("Contester"), also=("pas d'accord", "je ne suis pas d'accord"))
    assert answers.match(typed, [(shown, "Contester")], free=False) == picked


@pytest.mark.parametrize(
    ("typed", "picked"), [("réseau", None), ("le reseau", None), ("raizon", "won"), ("raisons", "won")]
)
def test_another_word_that_is_known_is_no_slip_of_a_name(typed: str, picked: str | None) -> None:
    """« Réseau » of a reviewer without a network sounds like « raison » but its end: it paid the answer."""
    shown = Choice("won", Raw("Elle a raison"), also=("elle a raison",))
    assert answers.match(typed, [(shown, "Elle a raison")], free=False) == picked


@pytest.mark.parametrize(
    ("typed", "picked"),
    [
        *(("plat", ("=0",)), ("c'est un plat", ("=0",)), ("plat et boisson", ("=0", "=3")), ("abîmé", ("=1",))),
        *(("produit", None), ("frais", None), ("plat ou quoi", None)),
    ],
)
def test_a_word_that_one_label_alone_has_names_it(typed: str, picked: tuple[str, ...] | None) -> None:
    """« Plat » is « Plat préparé »; « produit » may be two, and « frais » is denied in its label."""
    labels = ("Plat préparé", "Produit abîmé", "Produit perdu", "Boisson", "Pas frais")
    question = Question([(Choice(f"={place}", Raw(label)), label) for place, label in enumerate(labels)], many=True)
    found = question.pick(typed)
    chosen = found.choices if isinstance(found, Several) else (found.choice,) if found is not None else None
    assert chosen == picked


@pytest.mark.parametrize("typed", ["c'est faux", "faux", "mauvais"])
def test_a_word_that_judges_all_of_it_names_no_part(typed: str) -> None:
    """« C'est faux » was « Téléphone faux », where the address may be."""
    labels = ("Tout est juste", "Téléphone faux", "Adresse fausse", "Mauvais horaires")
    shown = [(Choice(f"={place}", Raw(label)), label) for place, label in enumerate(labels)]
    assert answers.match(typed, shown, free=False) is None


@pytest.mark.parametrize("said", ["j'hésite", "je vais réfléchir", "pas encore décidé", "comme tu veux", "au hasard"])
def test_who_has_not_decided_or_lets_us_choose_has_not_said_that_she_does_not_know(said: str) -> None:
    """In a final test that counted as a wrong answer."""
    choices = [(Choice(each, Raw(each)), each) for each in ("Vrai", "Faux", "Je ne sais pas")]
    assert answers.match(said, choices, free=False) is None
    assert answers.match("je sais pas", choices, free=False) == "Je ne sais pas"


@pytest.mark.parametrize("said", ["mets moi 5 etoiles", "5 points", "je donne 2 étoiles"])
def test_points_of_a_scale_name_no_place_in_a_list(said: str) -> None:
    """« Mets-moi 5 étoiles » was the fifth country."""
    countries = [(Choice(each, Raw(each)), each) for each in ("Bénin", "Mali", "Niger", "Togo", "Tchad")]
    assert answers.match(said, countries, free=False) is None
    scale = [(Choice(each, Raw(each)), each) for each in ("1 Pas du tout", "2", "3 Moyen", "4", "5 Tout à fait")]
    assert answers.match(said, scale, free=False) is not None


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        *(("inacceptable", "Acceptable"), ("illisible", "Lisible"), ("ilisible", "Lisible"), ("visible", "Invisible")),
        *(("incorrect", "Correct"), ("insuffisant", "Suffisant"), ("inintéressant", "Intéressant")),
        *(("texte illisible", "Texte lisible"), ("c'est irrégulier", "Régulier")),
    ],
)
def test_a_word_behind_a_prefix_is_the_opposite_and_no_slip(typed: str, label: str) -> None:
    """« Inacceptable » was stored as « Acceptable », a client's data."""
    assert answers.match(typed, [(Choice("=a", label), label), (Choice("=b", "Haine"), "Haine")], free=False) is None


@pytest.mark.parametrize("typed", ["aceptable", "acceptabl", "acceptables", "accpetable"])
def test_a_slip_in_the_same_word_still_names_it(typed: str) -> None:
    assert answers.match(typed, [(Choice("=a", "Acceptable"), "Acceptable")], free=False) == "=a"


@pytest.mark.parametrize("typed", ["+1", "-1", " −2 ", "+3"])
def test_a_number_with_a_sign_names_no_choice(typed: str) -> None:
    """« +1 », one point more than the last time, was stored as the note 1, a client's data."""
    scale = [(Choice(f"={point}", Raw(str(point))), str(point)) for point in range(1, 6)]
    assert answers.match(typed, scale, free=False) is None
    assert answers.match(typed, CHOICES, free=False) is None
    signed = [(Choice(each, Raw(each)), each) for each in ("+1", "−2", "-1", "+3")]
    assert answers.match(typed, signed, free=False) == typed.strip()
