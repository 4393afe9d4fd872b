from __future__ import annotations

import pytest

from backend.domain.messaging.message import Choice, Raw
from bot.flows.engine.answers import match
from bot.flows.engine.kit import Picked, Several
from bot.flows.engine.meaning import Question
from bot.flows.engine.numbers import numbers, run_together
from bot.flows.engine.several_answers import all_of, unticks
from bot.flows.engine.several_answers import read as match_several


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("2", (2,)),
        ("le 2", (2,)),
        ("n° 2 svp", (2,)),
        ("numéro 3", (3,)),
        ("la 1re", None),
        *(("nn la 2", None), ("nn 2", None), ("mais la 2", None)),
        ("1ère et 3ème", (1, 3)),
        ("la première et la troisième", (1, 3)),
        ("1et3", (1, 3)),
        ("1 & 3", (1, 3)),
        ("un et trois", (1, 3)),
        ("le 1 et le 3", (1, 3)),
        ("1,2,4", (1, 2, 4)),
        ("1.3", (1, 3)),
        ("1-3", (1, 3)),
        ("1 à 3", (1, 2, 3)),
        ("de 2 à 4", (2, 3, 4)),
        ("3 à 1", None),
        ("1 à 9999", None),
        ("deux tomates", None),
        ("1 et 2 c'est tout", (1, 2)),
        ("juste le 3", (3,)),
        ("la première uniquement", (1,)),
        ("je crois que c'est 1 et 3", (1, 3)),
        ("je choisis 2 merci", (2,)),
        ("j'ai 2", None),
        ("je crois", None),
        ("la 3 bien sûr", (3,)),
        ("pour moi c'est la 3", (3,)),
        ("3 c'est sûr", (3,)),
        ("à mon avis 1 et 3", (1, 3)),
        ("bien sûr", None),
        ("3 sûrement pas", None),
        ("c'est tout", None),
        ("2 ok", (2,)),
        ("la 2 voilà", (2,)),
        ("ok", None),
        ("1 kilo", None),
        ("la dernière ?", None),
        ("c'est la première ?", None),
        ("c la derniere", None),
        ("c'est la dernière question", None),
        ("le 2 ?", (2,)),
        ("katr", (4,)),
        ("troi", (3,)),
        ("la premié", (1,)),
        ("la segonde", (2,)),
        ("le troiziem", (3,)),
        ("sinkiem", (5,)),
        ("premièrement", None),
        ("cette", None),
        ("", None),
    ],
)
def test_numbers_are_read_as_people_write_them(typed: str, found: tuple[int, ...] | None) -> None:
    assert numbers(typed) == found


@pytest.mark.parametrize(
    ("typed", "count", "found"),
    [
        ("les deux premiers", 5, (1, 2)),
        ("les 2 premières stp", 5, (1, 2)),
        ("LES TROIS PREMIERES REPONSES", 5, (1, 2, 3)),
        ("les premiers deux", 5, (1, 2)),
        ("les deux derniers", 5, (4, 5)),
        ("le dernier", 5, (5,)),
        ("la dernière", 5, (5,)),
        ("la dernière ?", 5, None),
        ("C'est la dernière", 5, None),
        ("c est la derniere ?", 5, None),
        ("la première et la dernière", 5, (1, 5)),
        ("les deux premiers et le dernier", 5, (1, 2, 5)),
        ("l'avant-dernière", 5, (4,)),
        ("les 2 premié", 5, (1, 2)),
        ("les deu dernié", 5, (4, 5)),
        ("le dernié", 5, (5,)),
        ("les premié", 5, None),
        ("les 9 premiers", 5, None),
        ("les premiers", 5, None),
        ("les deux premiers", 1, None),
        ("le dernier", 0, None),
        ("le dernier mot", 5, None),
    ],
)
def test_numbers_are_counted_from_either_end(typed: str, count: int, found: tuple[int, ...] | None) -> None:
    assert numbers(typed, count) == found


@pytest.mark.parametrize(
    ("typed", "count", "found"),
    [
        ("13", 8, (1, 3)),
        ("312", 8, (3, 1, 2)),
        ("19", 8, None),
        ("11", 8, None),
        ("10", 8, None),
        ("3", 8, None),
        ("13", 12, None),
    ],
)
def test_digits_without_a_space_are_several_where_each_is_a_choice(
    typed: str, count: int, found: tuple[int, ...] | None
) -> None:
    assert run_together(typed, count) == found


SEEN = [
    (Choice(f"={n}", Raw(label)), label)
    for n, label in enumerate(("Fruit", "Légume", "Plat préparé", "Boisson", "Tissu ou habit"), 1)
]
ASIDES = [
    (Choice(name, Raw(label), aside=True), label)
    for name, label in (("skip", "⏭ Passer"), ("pause", "⏸ Pause"), ("problem", "⚠️ Signaler un souci"))
]
NONE = [(Choice("=none", Raw("Rien de tout cela")), "Rien de tout cela")]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("13", ("=1", "=3")),
        ("1et3", ("=1", "=3")),
        ("un et trois", ("=1", "=3")),
        ("1 & 3", ("=1", "=3")),
        ("le 1 et le 3", ("=1", "=3")),
        ("fruit, boisson", ("=1", "=4")),
        ("fruit boisson", ("=1", "=4")),
        ("plat preparé et boisson", ("=3", "=4")),
        ("un fruit et une boisson", ("=1", "=4")),
        ("je vois un fruit et du tissu ou habit svp", ("=1", "=5")),
        ("c'est un plat préparé", ("=3",)),
        ("c'est pas un plat préparé", None),
        ("1 à 3", ("=1", "=2", "=3")),
        ("les deux premiers", ("=1", "=2")),
        ("les 2 derniers", ("=4", "=5")),
        ("le premier et le dernier", ("=1", "=5")),
        ("tout sauf le premier", ("=2", "=3", "=4", "=5")),
        ("tous sauf 2 et 3", ("=1", "=4", "=5")),
        ("tout sauf 2, 3", ("=1", "=4", "=5")),
        ("TOUTES SAUF LA DERNIERE", ("=1", "=2", "=3", "=4")),
        ("tout à part boisson", ("=1", "=2", "=3", "=5")),
        ("sauf les deux premiers", ("=3", "=4", "=5")),
        ("tout sof boisson", ("=1", "=2", "=3", "=5")),
        ("tt sof la premié", ("=2", "=3", "=4", "=5")),
        ("tout mé pa fruit", ("=2", "=3", "=4", "=5")),
        ("tout sauf la voiture", None),
        ("tout sauf 9", None),
        ("tous sauf un", None),
        ("tout sauf", None),
        ("seulement boisson", ("=4",)),
        ("je crois que la réponse c'est fruit", ("=1",)),
        ("1 9", None),
        ("fruit et voiture", None),
        ("rien", None),
    ],
)
def test_several_answers_are_read_in_one_message(typed: str, found: tuple[str, ...] | None) -> None:
    assert match_several(typed, [*SEEN, *ASIDES]) == found


@pytest.mark.parametrize("typed", ["rien", "aucun", "aucune", "Rien du tout", "y a rien", "il n'y en a pas"])
def test_none_of_them_is_the_answer_that_says_so(typed: str) -> None:
    assert match(typed, [*SEEN, *NONE, *ASIDES], free=False) == "=none"
    assert match(typed, [*SEEN, *ASIDES], free=False) is None


def test_all_of_them_are_all_but_none() -> None:
    assert all_of("tout", [*SEEN[:2], *NONE, *ASIDES]) == ("=1", "=2")
    assert all_of("les deux", [*SEEN[:2], *NONE]) == ("=1", "=2")
    assert all_of("les deux", SEEN) is None
    assert match_several("tout sauf le premier", [*SEEN[:3], *NONE, *ASIDES]) == ("=2", "=3")
    assert Question([*SEEN[:2], *NONE], many=True).pick("toutes") == Several(("=1", "=2"), instead=True)


def test_a_number_that_may_be_two_is_both() -> None:
    """On WhatsApp what is beside the matter has numbers too: the answers are 1 to 5, and 6 to 8 are those."""
    shown = [*SEEN, *ASIDES, *((Choice(f"x{n}", Raw("…"), aside=True), "…") for n in range(5))]
    question = Question(shown, many=True, asides=True)
    assert question.either("12") == (Several(("=1", "=2")), Picked("x3"))
    assert question.label(Several(("=1", "=2"))) == "Fruit, Légume"
    assert question.either("7") is None and question.pick("7") == Picked("pause")
    assert question.either("11") is None and question.pick("11") == Picked("x2")
    assert Question(SEEN, many=True).either("13") is None  # nothing has that number
    assert Question(shown, asides=True).either("12") is None  # one answer alone


def test_the_button_that_confirms_is_no_answer_and_has_no_number() -> None:
    """« ✅ Valider » stands behind three answers on Telegram: "2,4" and "24" would confirm what nobody ticked."""
    three = [*SEEN[:3], (Choice("done", "✅ Valider"), "✅ Valider")]
    for typed in ("2,4", "24", "2 et 4", "1 à 4", "4"):
        assert match_several(typed, three) is None
        assert match(typed, three, free=False) is None
    assert match("valider", three, free=False) == "done"
    assert all_of("tout", three) == ("=1", "=2", "=3")


def test_both_is_not_the_second() -> None:
    for typed in ("les deux", "les 2", "tous les deux", "les deux réponses sont justes", "les deux sont bonnes"):
        assert match(typed, SEEN, free=False) is None
        assert match(typed, SEEN[:2], free=False) is None
        assert match_several(typed, SEEN) is None


def test_the_last_of_a_list_is_no_button_below_it() -> None:
    """Below the projects stands « 📥 Importer un lot »."""
    listed = [(Choice(f"/{n}", Raw(label)), label) for n, label in enumerate(("Reçus", "Importer un lot"))]
    assert match("le dernier", listed, free=False) is None and match("le 2", listed, free=False) == "/1"
    assert match("le dernier", SEEN, free=False) == "=5"


def test_so_many_are_all_or_none_of_them_and_never_the_one_at_that_place() -> None:
    """« Les trois » ticked the third of five."""
    for said in ("les trois", "les 3", "toutes les trois", "les 3 svp"):
        assert all_of(said, SEEN[:3]) == ("=1", "=2", "=3")
        assert all_of(said, SEEN) is None
        assert match_several(said, SEEN) is None and match(said, SEEN, free=False) is None
    assert match_several("le 3", SEEN) == ("=3",)


@pytest.mark.parametrize(
    ("typed", "all_gone"),
    [
        *dict.fromkeys(
            ("efface tout", "enlève tou svp", "non je retire tout", "je recommence", "décoche tout"), True
        ).items(),
        *dict.fromkeys(
            ("efface", "efface la 2", "efface mes données", "tout", "efface tout mon compte"), False
        ).items(),
    ],
)
def test_what_takes_back_all_that_is_ticked(typed: str, all_gone: bool) -> None:
    assert unticks(typed) == all_gone


def test_a_year_is_not_the_last_choice() -> None:
    """« L'année dernière », where her country was asked, moved her to the last one."""
    assert numbers("l'année dernière", 4) is None
    assert numbers("la dernière", 4) == (4,)
