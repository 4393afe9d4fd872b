from __future__ import annotations

import pytest

from backend.domain.messaging.message import Message
from backend.domain.money import Money
from backend.domain.people.commands import Goal
from bot.flows.earnings.goal import IN_WORDS, Doubtful, knows_none, read_goal, read_project
from bot.flows.earnings.project_words import kind_of, tells_of_it
from bot.flows.earnings.sums import read_amount


@pytest.mark.parametrize(
    ("said", "amount"),
    [
        ("un salon, 300 000 F CFA", "300000"),
        ("300.000", "300000"),
        ("300k", "300000"),
        ("300 mille", "300000"),
        ("1,5 million de francs", "1500000"),
        ("mes études 2026, 300.000F", "300000"),
        ("3 machines à 150 000", "150000"),
        ("un ti commerce de glace 150mil", "150000"),
        *(("machine a coudr 2 cent mille", "200000"), ("lekol dé petits, soixante quinze mille", "75000")),
        *(("un terrain à deux millions cinq cent mille", "2500000"), ("2 pagnes, mille mercis", None)),
        *(("pas 500 000, 50 000", "50000"), ("un salon, 50 000 et non 500 000", "50000"), ("pas 20 000", None)),
        ("300 kg de riz", None),
        ("reprendre mes études en 2027", None),
        ("500 dollars", None),
        ("$5000", None),
        ("500 000 FC", None),
    ],
)
def test_an_amount_in_her_sentence_is_read(said: str, amount: str | None) -> None:
    assert read_amount(said, "XOF") == (Money.parse(amount, "XOF") if amount else None)


@pytest.mark.parametrize("currency", ["MGA", "CDF", "GNF"])
def test_where_money_is_no_f_cfa_only_what_is_named_so_is_an_amount(currency: str) -> None:
    for said in ("4 000 000 ariary", "une maison à 9 000 000", "500 000 francs", "500 000 FC", "2 millions d'ariary"):
        assert read_amount(said, currency) is None, said
    assert read_amount("300 000 F CFA", currency) == Money.parse("300000", "XOF")
    assert read_amount("une moto, 500 euros", currency) == Money.parse("500", "EUR")


@pytest.mark.parametrize(
    "said", ["9" * 4_000, "999 999 999 999 999 F", "appelle-moi : 002250707070707", "999999999 millions F CFA"]
)
def test_a_number_beyond_all_money_is_no_amount_and_no_failure(said: str) -> None:
    assert read_amount(said, "XOF") is None
    assert read_goal("business", said, "XOF").words


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("etudes", "studies"),
        ("Un salon de coiffure, 300 000 F", "business"),
        ("l'école de mes enfants", "studies"),
        ("Construire ma maison", "housing"),
        ("l'opération de ma mère", "health"),
        ("le mariage de ma sœur", "family"),
        ("voyager", "other"),
        ("ouvrir un kiosk de garba", "business"),
        ("une boutik", "business"),
        ("lekol des enfants", "family"),
    ],
)
def test_her_own_words_say_of_which_kind_her_project_is(said: str, kind: str) -> None:
    assert kind_of(said) == kind


@pytest.mark.parametrize("said", ["jsp", "je sais pa encor trop", "je ne sais pas encore", "pas encore décidé"])
def test_who_does_not_know_yet_has_named_no_project(said: str) -> None:
    assert knows_none(said) and not knows_none("ouvrir un salon")


@pytest.mark.parametrize("said", ["Cameroun", "je suis au cameroun", "Yaoundé", "en Côte d'Ivoire", "France"])
def test_where_she_lives_is_no_project(said: str) -> None:
    assert read_project(said, "", "XAF") == IN_WORDS


@pytest.mark.parametrize("said", ["rentrer au Cameroun", "un terrain à Douala", "Boutique Lomé"])
def test_a_place_may_stand_in_a_project(said: str) -> None:
    assert read_project(said, "", "XAF") != IN_WORDS


@pytest.mark.parametrize(
    "said",
    [
        "Je m'appelle Awa",
        "moi c'est Awa",
        "mon nom est Awa Traoré",
        "j'habite chez ma mère",
        "j'ai 23 ans",
        "lundi é jeudi 20h",
        *("code 4821", "envoi 5000 a ma mere", "awa.kone@mail.com", "https://bit.ly/xyz", "remet en arriere"),
        "pardn je voulé dire non",
    ],
)
def test_what_she_says_of_herself_is_asked_back_before_it_is_a_project(said: str) -> None:
    """« Je m'appelle Awa » stood as the project that she saves for."""
    assert isinstance(read_project(said, "", "XOF"), Doubtful)


@pytest.mark.parametrize(
    "said", ["je suis couturière, une machine", "voyager", "moi je veux voyager", "avoir mon permis"]
)
def test_who_tells_of_a_project_is_not_asked(said: str) -> None:
    assert not isinstance(read_project(said, "", "XOF"), Doubtful)


@pytest.mark.parametrize("said", ["mon mari dit que non", "ma soeur est malade", "mes enfants sont à l'hôpital"])
def test_what_she_tells_of_her_life_is_asked_back(said: str) -> None:
    assert isinstance(read_project(said, "", "XOF"), Doubtful)


@pytest.mark.parametrize("said", ["un moulin a mil", "ma moto", "mes enfants d'abord", "acheter un téléphone"])
def test_what_she_wants_is_taken(said: str) -> None:
    assert not isinstance(read_project(said, "", "XOF"), Doubtful)


@pytest.mark.parametrize("said", ["je veux pas le dire", "c'est privé", "mon secret", "ça ne vous regarde pas"])
def test_who_does_not_tell_has_none(said: str) -> None:
    assert knows_none(said)


@pytest.mark.parametrize(
    "said",
    [
        *(
            "vous prenez combien",
            "et si je meurs qui touche l'argent",
            "y a des frais d'inscription",
            "c'est une arnaque",
        ),
        *(
            "ça te regarde pas",
            "mes projets me regarde",
            "ça me regarde",
            "le prix a monté à 200 000",
            "vous êtes où",
            "mdr tu es curieuse",
            "je n'ai pas reçu le code",
            "vous volez les gens",
        ),
    ],
)
def test_what_she_says_to_us_is_asked_back(said: str) -> None:
    """« C'est une arnaque » stood as the project that she saves for, and was answered with the next question."""
    assert isinstance(read_project(said, "", "XOF"), Doubtful)


@pytest.mark.parametrize(
    "said",
    [
        *("payer l'école des enfants", "c'est pour ma mère malade", "je veux payer la scolarité de mes enfants"),
        *(
            "me faire opérer",
            "mes frais de scolarité",
            "ne plus demander d'argent à mon mari",
            "changer mon téléphone gâté",
        ),
        *(
            "avoir mon propre argent",
            "m'inscrire à la fac",
            "un kiosque mobile money",
            "payer la dot",
            "faire une tontine",
        ),
    ],
)
def test_what_money_is_wanted_for_is_taken(said: str) -> None:
    assert not isinstance(read_project(said, "", "XOF"), Doubtful)


@pytest.mark.parametrize(
    "said",
    [
        "je veux être indépendante",
        "jve acheter un telephone",
        "mon salon a ouvert",
        "j'ai eu mon permis",
        "jveu fair une ferme 2 poulé",
        "je veu payé lecole d mes enfan",
        "je veux une moto",
        "je veux un moulin 450 000",
        "je voudrais un étal 200000",
    ],
)
def test_what_tells_of_a_project_is_known(said: str) -> None:
    assert tells_of_it(said)


@pytest.mark.parametrize(
    "said",
    [
        "je suis à l'hôpital",
        "j'ai perdu ma sim",
        "on m'a pas encore payée",
        "ça bloque",
        "je veu parlé a mariam",
        "je veu etre payé",
        "jveu changé mon numero",
        "je veu mangé",
        "je veux une avance 5000",
        "je veux une pause",
        "je veux un code",
    ],
)
def test_what_may_be_anything_tells_of_no_project(said: str) -> None:
    assert not tells_of_it(said)


def test_who_only_agrees_has_named_none() -> None:
    for said in ("vasy", "ok dakor je prend", "vazy"):
        assert isinstance(read_project(said, "business", "XOF"), Message), said


def test_who_only_wants_to_change_it_is_asked_for_what() -> None:
    assert read_project("je veux changer mon but", "", "XOF") == IN_WORDS
    assert read_project("projet tranches", "", "XOF") == read_project("projet garder", "", "XOF") == IN_WORDS


@pytest.mark.parametrize("said", ["les deux", "un peu de tout", "tout ça", "j'en ai plusieurs"])
def test_words_that_name_none_are_no_project(said: str) -> None:
    """« Les deux » stood in her chart as what she saves for."""
    assert read_project(said, "business", "XOF") == IN_WORDS


@pytest.mark.parametrize("said", ["jveux", "veu", "ouvrir un", "je veux ouvrir", "g besoin", "c pr mes", "bcp dargent"])
def test_the_beginning_of_a_sentence_is_no_project(said: str) -> None:
    """« Je », « veu », « ouvrir », « 1 salon », sent one by one: « veu » was her project."""
    assert read_project(said, "", "XOF") == IN_WORDS


@pytest.mark.parametrize("said", ["ma mer", "1 salon", "ouvrir un salon", "payer mes dettes"])
def test_a_few_words_are_one(said: str) -> None:
    assert isinstance(read_project(said, "", "XOF"), Goal)


@pytest.mark.parametrize("said", ["je suis étudiante", "je suis couturière"])
def test_what_she_is_is_asked_back(said: str) -> None:
    assert isinstance(read_project(said, "", "XOF"), Doubtful)


@pytest.mark.parametrize(
    "said",
    [
        *("c'est 300000 environ", "dans les 300 000", "300 000 F CFA à peu près", "ça coûte 300000", "300000"),
        *("ça peut coûter dans les trois cent mille", "le prix cest 300 000", "il me faut 300000"),
    ],
)
def test_a_sum_with_little_words_is_the_sum(said: str) -> None:
    """« C'est 300 000 environ » was asked back: « Tu veux parler à quelqu'un ? »."""
    assert read_project(said, "business", "XOF") == Goal("business", "", Money.parse("300000", "XOF"))
    assert read_project(said, "", "XOF") == IN_WORDS
