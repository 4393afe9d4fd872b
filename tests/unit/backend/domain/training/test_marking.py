from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.errors import Misuse
from backend.domain.training.marking import mark_kind, solution
from backend.domain.training.questions import (
    Choice,
    Gaps,
    Kind,
    Matching,
    Measure,
    Number,
    NumberAnswer,
    Option,
    Order,
    Short,
    ShortAnswer,
    TrueFalse,
    WeightedGap,
)
from backend.domain.training.typed import number


def percent(*weights: str) -> tuple[Option, ...]:
    return tuple(Option(f"option {i}", Decimal(w), f"because {i}") for i, w in enumerate(weights))


def short(*accepted: str) -> Short:
    return Short(tuple(ShortAnswer(text) for text in accepted))


def right(kind: Kind, given: Any) -> bool:
    return mark_kind(kind, given).right


def test_one_right_option_earns_all_and_each_option_explains_itself() -> None:
    kind = Choice(percent("0", "100", "50"))
    assert mark_kind(kind, 1).right
    assert mark_kind(kind, 1).feedback == ("because 1",)
    assert mark_kind(kind, 0).share == 0
    half = mark_kind(kind, 2)
    assert (half.share, half.right) == (Decimal("0.5"), False)


def test_three_thirds_are_a_whole() -> None:
    kind = Choice(percent("33.33333", "-100", "33.33333", "33.33333"), several=True)
    assert mark_kind(kind, [3, 1, 0]).share == 0
    assert mark_kind(kind, [0, 2, 3]).right
    assert mark_kind(kind, [0, 2]).share == Decimal("0.6666")


def test_ticking_everything_is_never_right() -> None:
    kind = Choice(percent("50", "0", "50"), several=True)
    everything = mark_kind(kind, [0, 1, 2])
    assert not everything.right
    assert everything.share == Decimal("0.5")
    assert mark_kind(kind, []).share == 0


def test_true_or_false_has_a_word_for_either_case() -> None:
    kind = TrueFalse(False, "Non, voici pourquoi.", "Oui.")
    assert mark_kind(kind, False).feedback == ("Oui.",)
    assert mark_kind(kind, True).feedback == ("Non, voici pourquoi.",)
    assert not right(kind, True)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1500", "1500"),
        ("1 500", "1500"),
        ("1\u202f500,5", "1500.5"),
        ("2,5 Mo", "2.5"),
        ("1 500 F CFA", "1500"),
        ("1500F", "1500"),
        ("12 %", "12"),
        ("-3", "-3"),
        ("environ 20", "20"),
        ("= 40", "40"),
        ("Zéro", "0"),
        ("cinq", "5"),
        ("30 m²", "30"),
        ("400.", "400"),
        ("50 F/kg", "50"),
        ("c'est 25250", "25250"),
        ("C’est 25 250 F", "25250"),
        ("c 20", "20"),
        ("ça fait 25 250", "25250"),
        ("sa fait 25.250 f", "25.25"),
        ("la réponse est 12", "12"),
        ("ma réponse : 12", "12"),
        ("il reste 5 Go", "5"),
        ("il lui manque 3", "3"),
        ("je trouve 12000", "12000"),
        ("je crois que c'est 20", "20"),
        ("total : 650", "650"),
        ("20 ?", "20"),
        ("20 je crois", "20"),
        ("c'est douze", "12"),
        *(("douze mille", "12000"), ("12k", "12000"), ("12 k", "12000"), ("12 mille francs", "12000"), ("3K", "3000")),
        *(("1,5 k", "1500"), ("2,5 millions", "2500000"), ("deux cents", "200"), ("vingt cinq", "25")),
        *(
            ("vingt-cinq", "25"),
            ("quatre-vingt-dix", "90"),
            ("mille cinq cents francs CFA", "1500"),
            ("5 mille", "5000"),
        ),
        *(("soixante-dix", "70"), ("c'est deux mille cinq cents francs", "2500"), ("25 k f", "25000")),
        *(("c mille 8cent", "1800"), ("10 mille 5 cents F", "10500"), ("mille 500", "1500"), ("20 et demi", "20.5")),
    ],
)
def test_a_number_is_read_as_people_write_it(typed: str, value: str) -> None:
    assert number(typed) == Decimal(value)


@pytest.mark.parametrize(
    "typed",
    [
        *("", "3 ou 4", "je ne sais pas", "3 milliers", "trois ou quatre", "cinq six", "1 h 30", "12/05", "12k5"),
        *("c'est 3 ou 4", "il reste 5 et 6", "je crois", "c'est", "il ne reste pas 5", "total", "la réponse ?"),
        *("une arnaque", "c'est une arnaque", "un instant svp", "une amie m'appelle"),
        *("mes 20", "c'est 12/05", f"c'est {'?' * 4_000}1"),
    ],
)
def test_what_is_no_single_number_is_none(typed: str) -> None:
    assert number(typed) is None


def test_a_number_counts_within_its_tolerance_both_ends_included() -> None:
    kind = Number((NumberAnswer(Decimal(100), Decimal(2)),), otherwise="Compte encore.")
    assert right(kind, "98")
    assert right(kind, "102,0 Mo")
    assert mark_kind(kind, "102,01").feedback == ("Compte encore.",)
    assert mark_kind(kind, "beaucoup").share == 0


KILOS = Measure(Number((NumberAnswer(Decimal("12.5"), Decimal("0.5")),), "Pèse encore."), ("kg",))
PAID = Measure(Number((NumberAnswer(Decimal(20_000)),)), ("F CFA",))
SACKS = Measure(Number((NumberAnswer(Decimal(3)),)), ("sacs", "poches"))


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        *((KILOS, each) for each in ("12,5 kg", "12.5kg", "12", "13 kilos", "douze kilos", "environ 12 Kilogrammes")),
        *(
            (KILOS, each)
            for each in (
                "12,5 kg de riz",
                "12,5 kilogrames",
                "12,5 kgs.",
                "douze kilos et demi",
                "12 et demi",
                "= 12,5 KG",
                "12,5 kg environ",
                "c'est 12,5 kg",
                "ça fait douze kilos et demi je crois",
            )
        ),
        *((PAID, each) for each in ("20 000 F CFA", "20.000 francs", "20000F", "20 000 fcfa", "20000 XOF", "20,000")),
        *((PAID, each) for each in ("vingt mille francs", "20k", "20 mille F CFA", "vingt mille")),
        *((SACKS, each) for each in ("3 sacs", "trois sacs de riz", "3 poches", "3 sac", "3")),
        (Measure(Number((NumberAnswer(Decimal(30)),)), ("m²",)), "30 mètres carrés"),
        (Measure(Number((NumberAnswer(Decimal(30)),)), ("%",)), "30 pour cent"),
        (Measure(Number((NumberAnswer(Decimal(2)),)), ("heures",)), "2 h"),
    ],
)
def test_a_measure_counts_in_any_spelling_of_its_unit_and_without_one(kind: Measure, typed: str) -> None:
    assert right(kind, typed)
    assert right(kind, solution(kind))


@pytest.mark.parametrize("typed", ["12,5 g", "12,5 litres", "12,5 sacs", "12,5 mg", "11 kg", "kg", "lourd"])
def test_another_unit_or_number_is_no_right_measure(typed: str) -> None:
    assert not right(KILOS, typed)
    assert mark_kind(KILOS, typed).feedback == ("Pèse encore.",)


@pytest.mark.parametrize("typed", ["20.000", "20.000 F", "20,000 F CFA", "20 000", "20000"])
def test_a_point_or_a_comma_may_part_thousands_as_well_as_decimals(typed: str) -> None:
    assert right(Number((NumberAnswer(Decimal(20_000)),)), typed)
    assert not right(Number((NumberAnswer(Decimal(2_000)), NumberAnswer(Decimal(200)))), typed)
    small = Number(
        (NumberAnswer(Decimal(20)), NumberAnswer(Decimal(20_000), Decimal(0), Decimal(0), "Mille fois trop."))
    )
    assert right(small, typed) is (typed[2] in ".,")
    assert right(Number((NumberAnswer(Decimal("0.125")),)), "0,125")


def test_the_first_number_that_fits_counts() -> None:
    kind = Number((NumberAnswer(Decimal(1822)), NumberAnswer(Decimal(1822), Decimal(2), Decimal(50), "Presque.")))
    assert right(kind, "1822")
    assert mark_kind(kind, "1823").share == Decimal("0.5")
    assert mark_kind(kind, "1823").feedback == ("Presque.",)


@pytest.mark.parametrize(
    ("accepted", "typed"),
    [
        ("wifi", "Wi-Fi"),
        ("wi-fi", "WIFI"),
        ("mode avion", "le mode avion"),
        ("le mode avion", "Mode avion !"),
        ("l'application", "application"),
        ("indésirable", "indesirable"),
        ("indésirables", "indésirable"),  # one letter of a long word
        ("application", "aplication"),
        ("cordialement", "cordailement"),
        ("sœur", "soeur"),
        ("*mobile money*", "avec Mobile-Money bien sûr"),
        ("*", "n'importe quoi"),
        ("=", " = "),
        ("\\*", "*"),
        ("2\\*3", "2*3"),
        ("Wi-Fi", "le wifi"),
        ("Wi-Fi", "c'est le wifi"),
        ("Wi-Fi", "le mot est wifi"),
        ("Wi-Fi", "je crois que le bon terme serait le wifi"),
        ("Wi-Fi", "ma réponse : wifi"),
        ("Wi-Fi", "moi je dis que c'est le wifi je crois"),
        ("mode avion", "ça s'appelle le mode avion"),
        ("c'est bon", "c'est bon"),
        ("SOMME", "on met le mot somme"),
        ("SOMME", "la fonction =SOMME"),
        ("mot de passe", "le mot de passe"),
    ],
)
def test_a_text_is_taken_as_it_was_meant(accepted: str, typed: str) -> None:
    assert right(short(accepted), typed)


@pytest.mark.parametrize(
    ("accepted", "typed"),
    [
        ("wifi", "wii"),
        ("oui", "non"),
        ("non", "nom"),  # too short for a slip
        ("2024", "2025"),  # a digit is never a slip
        ("g4st", "g5st"),
        ("possible", "impossible"),
        ("indésirable", "désirable"),
        ("le chat", "la chat"),  # both have an article: it may be what is asked for
        ("mode avion", "avion"),
        ("=", "+"),
        ("\\*", "x"),
        ("*a*", "b"),
        ("ab*ba", "aba"),
        ("application", ""),
        ("Wi-Fi", "c'est pas le wifi"),
        ("Wi-Fi", "wifi non"),
        ("Wi-Fi", "c'est"),
    ],
)
def test_what_was_not_meant_is_not_taken(accepted: str, typed: str) -> None:
    assert not right(short(accepted), typed)


def test_a_slip_is_named_and_a_known_mistake_explained() -> None:
    kind = Short(
        (
            ShortAnswer("poisson", Decimal(100), "Oui."),
            ShortAnswer("poison", Decimal(0), "Attention, un seul s !"),
            ShortAnswer("*", Decimal(0), "Relis l'écran 2."),
        )
    )
    assert mark_kind(kind, "poisson").meant == ""
    assert mark_kind(kind, "poissson").meant == "poisson"
    assert mark_kind(kind, "poison").feedback == ("Attention, un seul s !",)
    assert mark_kind(kind, "viande").feedback == ("Relis l'écran 2.",)


def test_each_right_place_earns_its_share() -> None:
    pairs = Matching((("a", "1"), ("b", "2"), ("c", "1")), ("3",))
    assert pairs.rights == ("1", "2", "3")
    assert right(pairs, [0, 1, 0])
    assert mark_kind(pairs, [0, 2, None]).share == Decimal("0.3333")
    order = Order(("un", "deux", "deux", "trois"))
    assert right(order, [0, 2, 1, 3])
    assert mark_kind(order, [3, 1, 2, 0]).share == Decimal("0.5")


def test_gaps_count_by_their_weight() -> None:
    kind = Gaps((WeightedGap(short("chat")), WeightedGap(Number((NumberAnswer(Decimal(4)),)), 3)))
    assert right(kind, ["Chat", "4"])
    assert mark_kind(kind, ["chien", "4 pattes"]).share == Decimal("0.75")
    assert mark_kind(kind, ["chat", None]).share == Decimal("0.25")


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        (Choice(percent("100", "0")), 2),
        (Choice(percent("100", "0")), True),
        (Choice(percent("50", "50"), several=True), "01"),
        (TrueFalse(True), 1),
        (short("a"), 3),
        (Order(("a", "b")), [0]),
        (Matching((("a", "b"), ("c", "d"))), [0, 5]),
        (Gaps((WeightedGap(short("a")),)), "a"),
    ],
)
def test_an_answer_of_another_form_is_misuse(kind: Kind, given: Any) -> None:
    with pytest.raises(Misuse):
        mark_kind(kind, given)


words = st.text(st.sampled_from("abcdé àÀ'’-*\\=7"), min_size=1, max_size=12).filter(lambda s: bool(s.strip("* ")))
weights = st.sampled_from([Decimal(w) for w in ("100", "50", "0", "-50", "33.33333")])
options = st.lists(st.builds(Option, words, weights), min_size=2, max_size=6).map(tuple)
one = st.builds(Choice, options.map(lambda found: (Option("x", Decimal(100)), *found)))
several = st.builds(
    Choice, options.map(lambda o: (Option("x", Decimal(50)), Option("y", Decimal(50)), *o)), st.just(True)
)
texts = st.builds(Short, st.lists(st.builds(ShortAnswer, words), min_size=1, max_size=4).map(tuple))
decimals = st.decimals(-9_999, 9_999, places=2)
numbers = st.builds(
    Number, st.lists(st.builds(NumberAnswer, decimals, st.just(Decimal(0))), min_size=1, max_size=3).map(tuple)
)
gaps = st.builds(
    Gaps, st.lists(st.builds(WeightedGap, one | texts | numbers, st.integers(1, 4)), min_size=1, max_size=4).map(tuple)
)
kinds: st.SearchStrategy[Kind] = st.one_of(
    one,
    several,
    texts,
    numbers,
    gaps,
    st.builds(TrueFalse, st.booleans()),
    st.builds(Matching, st.lists(st.tuples(words, words), min_size=2, max_size=5).map(tuple)),
    st.builds(Order, st.lists(words, min_size=2, max_size=6).map(tuple)),
)


@given(kinds)
def test_the_solution_of_every_question_is_marked_right(kind: Kind) -> None:
    found = mark_kind(kind, solution(kind))
    assert found.right
    assert found.share == 1


@given(texts | numbers, st.text(max_size=40))
def test_whatever_is_typed_gets_a_mark_from_nothing_to_all(kind: Kind, typed: str) -> None:
    assert 0 <= mark_kind(kind, typed).share <= 1


@given(several, st.data())
def test_a_choice_of_several_is_right_for_the_right_ones_only(kind: Choice, data: st.DataObject) -> None:
    picked = data.draw(st.lists(st.integers(0, len(kind.options) - 1), unique=True))
    found = mark_kind(kind, picked)
    assert found.right == (sorted(picked) == solution(kind))
    assert found.right == (found.share == 1)
