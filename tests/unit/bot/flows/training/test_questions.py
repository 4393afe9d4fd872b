"""Questions as they are shown and read: whatever is tapped or typed means what she saw."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.domain.messaging.message import Message, Raw
from backend.domain.training.marking import mark, solution
from backend.domain.training.questions import (
    FULL_WEIGHT,
    Choice,
    Gaps,
    Matching,
    Option,
    Order,
    Question,
    Short,
    ShortAnswer,
    TrueFalse,
    WeightedGap,
)
from backend.records import replace
from bot.flows.engine.kit import Event, Picked, Several, Typed
from bot.flows.training import questions
from bot.flows.training.questions import Asked, Draft, Finished, More, Wrong
from bot.flows.training.verdicts import marked
from bot.flows.work.task_input import DONE
from tests.unit.backend.domain.training import making

PAIRS = Matching((("Awa", "Abidjan"), ("Binta", "Dakar"), ("Chantal", "Lomé"), ("Diane", "Dakar")), ("Accra",))
ITEMS = Order(("un", "deux", "trois", "quatre"))
SEVERAL = Choice(
    (Option("a", FULL_WEIGHT / 2), Option("b"), Option("c", FULL_WEIGHT / 2), Option("d"), Option("e", -FULL_WEIGHT)),
    several=True,
)
seeds, ticks = st.integers(0, 2**32), st.booleans()


def asked(kind: Any, seed: int = 0, ticks: bool = True) -> Asked:
    return Asked(Question("q", "?", kind), seed, ticks)


def play(question: Asked, *events: Event) -> Any:
    """What she gives with these; fails where one of them cannot be read."""
    draft = Draft()
    for event in events:
        match questions.step(question, draft, event):
            case Finished(given):
                return given
            case More(after):
                draft = after
            case Wrong(why):
                raise AssertionError(why)
    return draft


def shown(message: Message) -> dict[str, str]:
    """What stands behind each number or letter."""
    lines = [line for part in message.parts if isinstance(part, Raw) for line in part.text.splitlines()]
    return {line[0]: line[3:] for line in lines if line[1:3] == ". "}


# --- pairs ------------------------------------------------------------------------------------------


def letters(question: Asked) -> list[str]:
    """Of the right answer, for each left side, as she sees them."""
    by_text = {text: sign for sign, text in shown(questions.prompt(question, Draft())).items() if sign.isalpha()}
    return [by_text[right] for _, right in PAIRS.pairs]


@given(
    seeds, ticks, st.sampled_from(["{n}{a}", "{n} {a}", "{n}-{a}", "{n}={a},", "{n}: {a} et", "{n}→{a} ;", "{n}{a}/"])
)
def test_pairs_are_read_however_they_are_written(seed: int, ticks: bool, form: str) -> None:
    question = asked(PAIRS, seed, ticks)
    text = " ".join(form.format(n=n, a=a) for n, a in enumerate(letters(question), 1)).removesuffix("et")
    given = play(question, Typed(text))
    assert mark(question.question, given).right


@given(seeds, ticks)
def test_pairs_can_be_tapped_one_after_the_other_or_written_as_letters_alone(seed: int, ticks: bool) -> None:
    question = asked(PAIRS, seed, ticks)
    taps = [Picked(f"={right}") for right in solution(PAIRS)]
    assert mark(question.question, play(question, *taps)).right
    assert mark(question.question, play(question, Typed("".join(letters(question)).upper()))).right
    mixed: list[Event] = [taps[0], Typed(" ".join(letters(question)[1:]))]
    assert mark(question.question, play(question, *mixed)).right


@given(seeds, ticks)
def test_the_example_and_the_order_that_is_shown_are_never_the_answer(seed: int, ticks: bool) -> None:
    for kind in (PAIRS, ITEMS):
        question = asked(kind, seed, ticks)
        example = questions.prompt(question, Draft()).parts[-1].values["example"]  # type: ignore[union-attr]
        assert not mark(question.question, play(question, Typed(str(example)))).right
    assert asked(ITEMS, seed).order != (0, 1, 2, 3)


@pytest.mark.parametrize("text", ["1a 1b 2a 3a", "1z", "5a", "1a bof", "ab", "?", "12", "1ab"])
def test_pairs_that_cannot_be_read_change_nothing(text: str) -> None:
    assert isinstance(questions.step(asked(PAIRS), Draft(), Typed(text)), Wrong)


# --- an order ---------------------------------------------------------------------------------------


@given(seeds, ticks, st.sampled_from([" ", "", ", ", " > ", "-", " puis ", " et "]))
def test_an_order_is_read_however_it_is_written(seed: int, ticks: bool, between: str) -> None:
    question = asked(ITEMS, seed, ticks)
    numbers = {text: sign for sign, text in shown(questions.prompt(question, Draft())).items()}
    text = between.join(numbers[item] for item in ITEMS.items)
    assert mark(question.question, play(question, Typed(text))).right


@given(seeds, st.permutations(range(4)))
def test_an_order_is_what_was_tapped_and_a_second_tap_takes_back(seed: int, order: list[int]) -> None:
    question = asked(ITEMS, seed)
    first, *others = order
    taps = [Picked(f"={first}"), Picked(f"={others[0]}"), Picked(f"={others[0]}")]
    assert play(question, *taps, *(Picked(f"={item}") for item in others)) == order


@given(seeds)
def test_a_button_keeps_its_place_while_others_are_tapped(seed: int) -> None:
    """A second tap on its way still means what she saw."""
    for kind, count in ((PAIRS, 4), (ITEMS, 4)):
        question = asked(kind, seed)
        before = [choice.id for choice in questions.prompt(question, Draft()).choices]
        draft = play(question, Picked(before[0]), Picked(before[1]))
        after = [choice.id for choice in questions.prompt(question, draft).choices]
        assert after[:count] == before[:count]


@pytest.mark.parametrize("text", ["1 2 3", "1 1 2 3", "0 1 2 3", "1 2 3 4 5", "premier", "1234567890123"])
def test_an_order_that_cannot_be_read_changes_nothing(text: str) -> None:
    assert isinstance(questions.step(asked(ITEMS), Draft(), Typed(text)), Wrong)


LONG = ("Je mets le téléphone en charge", "Je coupe les données et le Wi-Fi", "Je note le numéro de la police")


@pytest.mark.parametrize("ticks", [True, False])
@pytest.mark.parametrize("kind", [PAIRS, ITEMS, Matching((*zip("abc", LONG, strict=True),)), Order(LONG)])
def test_what_is_arranged_stands_in_the_repeated_question_or_on_its_buttons(kind: Any, ticks: bool) -> None:
    message = questions.prompt(asked(kind, 3, ticks), Draft())
    seen = "\n".join(
        part.text for part in (*message.in_short, *(c.part for c in message.choices)) if isinstance(part, Raw)
    )
    wanted = kind.items if isinstance(kind, Order) else [side for pair in kind.pairs for side in pair]
    assert [each for each in wanted if each not in seen] == []


# --- choices ----------------------------------------------------------------------------------------


@given(seeds)
def test_options_may_stand_in_any_order_and_mean_the_same(seed: int) -> None:
    question = asked(SEVERAL, seed)
    by_label = {str(c.part.text): c.id for c in questions.prompt(question, Draft()).choices if isinstance(c.part, Raw)}
    given = play(question, Picked(by_label["c"]), Picked(by_label["a"]), Picked(DONE.id))
    assert mark(question.question, given).right
    written = asked(SEVERAL, seed, ticks=False)
    assert mark(written.question, play(written, Several((by_label["a"], by_label["c"])))).right


def test_options_written_after_a_tick_are_added_and_wait() -> None:
    draft = play(asked(SEVERAL), Picked("=0"), Several(("=2", "=3")))
    assert draft == Draft(picked=(0, 2, 3))
    everything = Several(("=0", "=1", "=2", "=3"), instead=True)
    assert play(asked(SEVERAL), everything, Several(("=0", "=2"))) == Draft(picked=(0, 2))  # « tout », then « 1 et 3 »
    assert play(asked(SEVERAL), Picked("=0"), Several(("=2", "=3"), whole=True)) == [2, 3]
    # where nothing can be ticked, what was ticked in another chat is not seen: the numbers are the answer
    begun = play(asked(SEVERAL), Picked("=0"))
    assert questions.step(asked(SEVERAL, ticks=False), begun, Several(("=2", "=3"))) == Finished([2, 3])


def test_the_authors_order_stands_the_first_time_only() -> None:
    assert asked(SEVERAL).order == (0, 1, 2, 3, 4)
    assert {asked(SEVERAL, seed).order for seed in range(1, 30)} != {(0, 1, 2, 3, 4)}


CITIES = Choice((Option("Dakar"), Option("Lomé", FULL_WEIGHT), Option("Bamako"), Option("Conakry")))
BOTH = replace(SEVERAL, options=(*map(Option, ("riz", "sel", "thé", "lait")),))


@pytest.mark.parametrize(
    ("kind", "said", "given"),
    [
        *((CITIES, said, 0) for said in ("a", "A", "La a", "réponse A")),
        (CITIES, "c", None),  # the third, or Conakry
        (CITIES, "e", None),
        (CITIES, "a b", None),
        (BOTH, "b", Draft((1,))),
        (BOTH, "a et c", [0, 2]),
        (BOTH, "A,D", [0, 3]),
    ],
)
def test_options_are_named_by_letters_as_on_paper(kind: Choice, said: str, given: Any) -> None:
    if given is None:
        assert isinstance(questions.step(asked(kind), Draft(), Typed(said)), Wrong)
    else:
        assert play(asked(kind), Typed(said)) == given


@pytest.mark.parametrize(
    ("text", "given"), [("oui", True), ("V", True), ("c'est vrai", True), ("NON", False), ("f", False)]
)
def test_true_or_false_is_read_in_words(text: str, given: bool) -> None:
    assert play(asked(TrueFalse(True)), Typed(text)) is given


# --- gaps -------------------------------------------------------------------------------------------


GAPS = Gaps(
    (
        WeightedGap(SEVERAL),
        WeightedGap(Short((ShortAnswer("Wi-Fi"),))),
        WeightedGap(Choice((Option("secret", FULL_WEIGHT), Option("public")))),
    )
)


@pytest.mark.parametrize(
    ("ticks", "events"),
    [
        (True, [Picked("=2"), Picked("=0"), Picked(DONE.id), Typed("wifi"), Picked("=0")]),
        (True, [Several(("=0", "=2")), Typed("wifi"), Picked("=0")]),
        (False, [Several(("=0", "=2")), Typed("wifi ; 1")]),
        (False, [Typed("a, c ; wifi ; secret")]),
        (True, [Typed("1 3 ; wifi ; secret")]),
    ],
)
def test_a_gap_may_take_several_options(ticks: bool, events: list[Event]) -> None:
    question = Asked(Question("q", "{1} {2} {3}", GAPS), 7, ticks)
    assert mark(question.question, play(question, *events)).right


def test_a_gap_that_takes_several_options_says_so_and_shows_what_is_ticked() -> None:
    question = Asked(Question("q", "{1} {2} {3}", GAPS), 7)
    first = questions.prompt(question, Draft())
    assert first.many and questions.TICK.parts[0] in first.parts and DONE in first.choices
    after = questions.prompt(question, play(question, Picked("=2")))
    assert [c.part for c in after.choices[:5]] == [Raw(label) for label in ("a", "b", "☑ c", "d", "e")]
    assert not questions.prompt(question, play(question, Picked("=2"), Picked(DONE.id))).many
    written = questions.prompt(replace(question, ticks=False), Draft())
    assert written.many and questions.NUMBERS.parts[0] in written.parts and DONE not in written.choices


@pytest.mark.parametrize("kind", [PAIRS, ITEMS, SEVERAL, TrueFalse(True)])
@pytest.mark.parametrize("ticks", [True, False])
def test_whoever_does_not_know_may_say_so(kind: Any, ticks: bool) -> None:
    assert play(asked(kind, ticks=ticks), Picked(questions.UNKNOWN.id)) is None


# --- any kind ---------------------------------------------------------------------------------------

TYPED = st.sampled_from(["1", "1 3", "b", "1a 2b", "a b c", "oui", "12,5", "a, b", "1 ; 2", "x;y;z", "3 1 2", ""])


def walk(shown: Asked, draft: Draft, data: st.DataObject, steps: int, known: Sequence[str] = ()) -> Draft | None:
    """What she has given after so many taps and words, `known` buttons of older messages among them; None where
    her answer was marked."""
    for _ in range(steps):
        ids = [choice.id for choice in questions.prompt(shown, draft).choices]
        assert len(set(ids)) == len(ids)
        open_ = [*(ids[:-1] or ids), *known]
        tapped: st.SearchStrategy[Event] = st.sampled_from(open_).map(Picked)
        several: st.SearchStrategy[Event] = st.just(Several(tuple(open_[:2])))
        event = data.draw(st.one_of(tapped, tapped, several, TYPED.map(Typed)))
        match questions.step(shown, draft, event):
            case Finished(answer):
                assert 0 <= marked(shown.question, answer).share <= 1
                return None
            case More(after):
                draft = after
            case Wrong(why):
                assert why.parts
    return draft


@settings(max_examples=40)
@given(making.questions(making.kinds), seeds, ticks, st.data())
def test_whatever_is_tapped_or_typed_is_asked_again_or_marked(
    question: Question, seed: int, ticks: bool, data: st.DataObject
) -> None:
    """Of every question that can be imported: no answer breaks a turn."""
    walk(Asked(question, seed, ticks), Draft(), data, 12)


@settings(max_examples=60)
@given(making.kinds, making.kinds, seeds, ticks, st.data())
def test_a_question_that_a_new_version_changes_under_her_hand_is_still_answered(
    before: Any, after: Any, seed: int, ticks: bool, data: st.DataObject
) -> None:
    draft = walk(asked(before, seed, ticks), Draft(), data, 2)
    if draft is not None:
        known = [choice.id for choice in questions.prompt(asked(before, seed, ticks), draft).choices]
        walk(asked(after, seed, ticks), draft, data, 4, known)


def test_what_she_has_given_stays_where_a_new_version_still_has_a_place_for_it() -> None:
    half = play(asked(PAIRS), Picked("=1"), Picked("=0"))
    longer = Matching((*PAIRS.pairs[:3], ("Esi", "Accra")))
    assert questions.step(asked(longer), half, Picked("=2")) == More(Draft(given=(1, 0, 2, None)), in_place=True)
    shorter = Matching(PAIRS.pairs[:2])
    assert questions.step(asked(shorter), half, Picked("=1")) == More(Draft(given=(1, None)), in_place=True)
    assert questions.step(asked(shorter), half, Picked("=3")) != Finished([1, 3])


# --- in her words -----------------------------------------------------------------------------------

KEPT = Choice(
    (
        Option("Le groupe de la famille"),
        Option("Le gestionnaire du téléphone", FULL_WEIGHT / 2),
        Option("L'étui du téléphone"),
        Option("Un carnet caché à la maison", FULL_WEIGHT / 2),
    ),
    several=True,
)
FIRST = Choice((Option("Son courriel", FULL_WEIGHT), Option("Elle l'ouvre"), Option("Elle ne l'ouvre pas")))


@pytest.mark.parametrize(
    ("kind", "text", "given"),
    [
        (KEPT, "gestionnaire et carnet", [1, 3]),
        (KEPT, "Carnet caché,\nle gestionnaire", [1, 3]),
        (FIRST, "courriel", 0),
        (FIRST, "ouvre pas", 2),
        (FIRST, "passe", None),
        (Matching((("Une clé", "Un mot de passe"), ("Un code", "La main devant"))), "passe", None),
        (ITEMS, "question suivante", None),
        (Short((ShortAnswer("spam"),)), "passe", None),
        (Short((ShortAnswer("passe"),)), "passe", "passe"),
    ],
)
def test_some_words_name_an_option_and_some_leave_the_question_out(kind: Any, text: str, given: Any) -> None:
    assert play(asked(kind), Typed(text)) == given


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        *((KEPT, "téléphone"), (KEPT, "gestionnaire, étui, téléphone"), (FIRST, "ouvre"), (FIRST, "son")),
        *((FIRST, "change la photo"), (FIRST, "une autre image")),
        (Short((ShortAnswer("spam"),)), "next"),
    ],
)
def test_words_that_two_options_have_or_that_ask_for_something_else_are_no_answer(kind: Any, text: str) -> None:
    assert isinstance(questions.step(asked(kind), Draft(), Typed(text)), Wrong)


@pytest.mark.parametrize(("ticks", "says"), [(True, "une ou plusieurs réponses"), (False, "par exemple « 1 3 »")])
def test_who_is_not_read_is_told_that_several_may_be_right(ticks: bool, says: str) -> None:
    """« Choisis une des réponses » was said below a question with several."""
    said = questions.step(asked(SEVERAL, ticks=ticks), Draft(), Typed("les rouges"))
    assert isinstance(said, Wrong) and says in str(said.why.parts)


@given(seeds)
def test_options_that_speak_of_their_places_keep_them(seed: int) -> None:
    labels = ("Le riz", "Le mil", "Toutes les réponses ci-dessus")
    assert asked(Choice(tuple(Option(label) for label in labels)), seed).order == (0, 1, 2)
