"""What a number, a label or a bare yes is about, when the open question is not what she sees last."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.messaging.message import Choice, Raw
from bot.flows.engine.kit import Picked, Typed
from bot.flows.engine.labels.words import Labelled
from bot.flows.engine.meaning import (
    Again,
    Away,
    Hers,
    Meaning,
    Neither,
    OnScreen,
    Question,
    Reply,
    Screen,
    Unseen,
    Unsure,
    Weak,
    read,
)


def labelled(*pairs: tuple[str, str]) -> Labelled:
    return [(Choice(id_, Raw(label)), label) for id_, label in pairs]


MENU = labelled(("/travail", "💼 Travailler"), ("/gains", "💰 Mes gains"), ("/projet", "🌱 Mon projet"))
TASK = labelled(("=ok", "Acceptable"), ("=hate", "Haine"), ("=ad", "Publicité"), ("=mine", "Mon projet"))
ALL_HERS = frozenset({"/ma-reponse 7 1", "/ma-reponse 7 2"})
CHOICE, SEVERAL, FREE = Question(TASK), Question(TASK, many=True), Question(free=True)


def told(found: Meaning | None) -> str | None:
    """In short, to be compared."""
    match found:
        case OnScreen(choice):
            return choice.id
        case Unsure(choice, answer):
            return f"{choice.id} or {answer.choice if isinstance(answer, Picked) else 'words'}"
        case Again():
            return "again"
        case Away(way):
            return f"out: {way}"
        case Reply(answer):
            return "reply or words" if answer else "reply"
        case Unseen():
            return "unseen"
        case Hers():
            return "hers"
        case Neither():
            return "neither"
        case Weak((yes, no)):
            return f"{yes.id} or {no.id} ?"
        case None:
            return None


@pytest.mark.parametrize(
    ("text", "choice", "free"),
    [
        ("2", "/gains", "/gains"),
        ("2.", "/gains", "/gains"),
        ("le 2", "/gains", "/gains"),
        ("deux", "/gains", "/gains"),
        ("4", "again", "again"),  # only the hidden question has a fourth
        ("12", "again", "again"),
        ("12 500", "again", "again"),
        ("1 3", "again", "again"),
        ("mes gains", "/gains", "/gains"),
        ("mes gain", "/gains", "/gains or words"),
        ("mon projet", "/projet or =mine", "/projet"),
        ("haine", None, None),  # a label says what it is about
        ("bonjour", None, None),
        ("oui", None, "again"),  # nobody knows to what
        ("non", None, "again"),
    ],
)
def test_on_a_menu_a_number_or_label_is_one_of_the_menu(text: str, choice: str | None, free: str | None) -> None:
    assert told(read(text, Screen(MENU), CHOICE)) == choice
    assert told(read(text, Screen(MENU), FREE)) == free


@pytest.mark.parametrize("text", ["1", "un", "2)", "1 3", "100"])
@pytest.mark.parametrize("question", [CHOICE, SEVERAL, FREE], ids=["choice", "several", "free"])
def test_after_a_screen_without_choices_a_number_is_asked_again(text: str, question: Question) -> None:
    assert read(text, Screen(), question) == Again()


def test_where_both_could_be_meant_because_something_came_in_between_she_is_asked() -> None:
    came = Screen(labelled(("/annonce-vote 1 1", "Samedi"), ("/annonce-vote 1 2", "Dimanche")), wanted=False)
    assert told(read("2", came, CHOICE)) == "/annonce-vote 1 2 or =hate"
    assert told(read("2", came, FREE)) == "/annonce-vote 1 2 or words"
    assert told(read("3", came, CHOICE)) == "again"
    assert told(read("dimanche", came, CHOICE)) == "/annonce-vote 1 2"
    assert told(read("2", came, None)) == "/annonce-vote 1 2"


def test_a_bare_yes_says_something_of_what_she_sees_only() -> None:
    confirm = Question(labelled(("yes", "Oui"), ("no", "Non")))
    for text in ("oui", "non"):
        assert read(text, Screen(MENU), confirm) == Again()
        assert read(text, Screen(MENU), FREE) == Again()  # it would be her answer to what she does not see
    asked = Screen(labelled(("/verifier 5 oui", "Oui, c'est elle"), ("/verifier 5 non", "Non")))
    assert told(read("oui", asked, confirm)) == "/verifier 5 oui"
    assert told(read("non", asked, None)) == "/verifier 5 non"


def test_the_same_word_on_both_is_that_word() -> None:
    offer = Question([*TASK, (Choice("/gains", "Mes gains"), "Mes gains")])
    assert told(read("mes gains", Screen(MENU), offer)) == "/gains"


def test_with_nothing_open_only_what_she_sees_can_be_meant() -> None:
    assert told(read("3", Screen(MENU), None)) == "/projet"
    assert read("4", Screen(MENU), None) is None
    assert read("1", Screen(), None) is None


def test_words_after_what_somebody_wrote_to_her_may_be_for_them() -> None:
    letter = Screen(labelled(("/huber", "✍️ Répondre")), wanted=False, written=True)
    assert told(read("oui je viens demain", letter, FREE)) == "reply or words"
    assert told(read("oui je viens demain", letter, CHOICE)) == "reply"
    assert told(read("oui je viens demain", letter, None)) == "reply"
    assert told(read("haine", letter, CHOICE)) is None
    assert told(read("oui", letter, Question(labelled(("=ok", "Oui"), ("=no", "Non"))))) == "reply or words"
    assert told(read("répondre", letter, FREE)) == "/huber"
    assert told(read("3", letter, FREE)) == "again"
    assert told(read("3", letter, CHOICE)) == "again"
    for number in ("07 08 09 10 11", "38", "2019"):  # « À quel numéro ? »: no choice of the question above
        assert told(read(number, letter, CHOICE)) == "reply", number
        assert told(read(number, letter, None)) == "reply", number


LABELS = st.lists(
    st.sampled_from(["Oui", "Non", "1", "2", "Mes gains", "Haine", "Menu", "Un", "Fruit", "12"]), max_size=14
)


@given(
    st.integers(0, 10**6).map(str) | st.sampled_from(["1 2", "un", "2 et 3", "1.", "n° 4", "3)"]),
    LABELS,
    LABELS,
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)
def test_a_number_never_answers_a_question_that_is_not_what_she_sees(
    text: str, on_screen: list[str], asked: list[str], free: bool, many: bool, asides: bool, wanted: bool
) -> None:
    screen = Screen(labelled(*((f"/{n}", label) for n, label in enumerate(on_screen))), wanted, asides)
    question = Question(labelled(*((f"={n}", label) for n, label in enumerate(asked))), free, many, asides)
    found = read(text, screen, question)
    assert isinstance(found, OnScreen | Unsure | Again)
    if isinstance(found, OnScreen | Unsure):
        assert found.choice.id in {f"/{n}" for n in range(len(on_screen))}
    if isinstance(found, Unsure):
        assert isinstance(found.answer, Picked | Typed) or many


def test_who_says_that_it_is_the_answer_where_that_is_asked_is_not_asked_again() -> None:
    asked = labelled(("/demande person", "💬 Écrire à ma Huber"), ("/ma-reponse 7 1", "C'est ma réponse"))
    screen = Screen(asked, asks_back=True, about="mon frère a pris", hers=frozenset({"/ma-reponse 7 1"}))
    for said in ("ma réponse", "c'est ma reponse", "c ma reponse", "2", "oui ma réponse"):
        assert told(read(said, screen, FREE)) in ("/ma-reponse 7 1", None)
    assert told(read("ma réponse", screen, FREE)) == "/ma-reponse 7 1"


def test_what_asks_about_her_answer_leaves_every_other_word_to_the_question() -> None:
    asked = labelled(("/demande money", "💰 Mes gains"), ("/ma-reponse 7 1", "C'est ma réponse"))
    screen = Screen(asked, asks_back=True, about="c'est combien", hers=frozenset({"/ma-reponse 7 1"}))
    assert told(read("2", screen, FREE)) == "/ma-reponse 7 1"
    assert told(read("mes gains", screen, FREE)) == "/demande money"
    assert [read(text, screen, FREE) for text in ("12 500", "3", "N 123", "peut-être")] == [None] * 4
    assert [told(read(text, screen, FREE)) for text in ("oui", "ok", "C'est combien ?")] == ["/demande money"] * 3
    assert [told(read(text, screen, FREE)) for text in ("non", "exact", "c'est bon", "c bon")] == ["neither"] * 4
    between = Screen(labelled(("/ma-reponse 7 1", "1, 2"), ("/ma-reponse 7 2", "12")), asks_back=True, hers=ALL_HERS)
    assert [told(read(text, between, SEVERAL)) for text in ("oui", "non")] == ["neither"] * 2


ABOUT_BEFORE = labelled(("/corriger", "↩️ La corriger"), ("/ma-reponse 7 1", "C'est ma réponse"))


def test_what_is_named_again_where_two_answers_may_be_meant_is_still_asked_about() -> None:
    """« haine », after « non haine » was asked about, was the answer to the next task."""
    picked = Screen(ABOUT_BEFORE, asks_back=True, kept=Picked("=hate"), hers=ALL_HERS)
    assert [told(read(text, picked, CHOICE)) for text in ("haine", "2", "la haine")] == ["neither"] * 3
    assert [told(read(text, picked, CHOICE)) for text in ("1", "oui la corriger", "ok, corriger")] == ["/corriger"] * 3
    assert told(read("acceptable", picked, CHOICE)) is None
    typed = Screen(ABOUT_BEFORE, asks_back=True, about="non c rue 12", kept=Typed("non c rue 12"), hers=ALL_HERS)
    assert told(read("Rue 12", typed, FREE)) == "neither"
    assert told(read("oui la corriger", typed, FREE)) == "/corriger"
    asked = labelled(("/ma-reponse 7 1", "C'est ma réponse"))  # « insulte ? »: that is what is asked for
    assert told(read("haine", Screen(asked, asks_back=True, kept=Picked("=hate"), hers=ALL_HERS), CHOICE)) is None


def test_a_yes_to_whether_it_is_her_is_one() -> None:
    stop = labelled(("/lier stop 3", "🚫 Ce n'est pas moi"))
    for question in (None, CHOICE):
        assert [
            told(read(said, Screen(stop, wanted=False, warns=True), question)) for said in ("oui", "c'est moi")
        ] == [
            "hers",
            "hers",
        ]


@pytest.mark.parametrize("said", ["non je blague", "en fait non", "jai change davis", "annule"])
def test_what_was_just_said_is_taken_back_by_its_button(said: str) -> None:
    stopped = labelled(("/revenir", "Revenir"), ("/sans-rappels", "Sans rappels"))
    kept = labelled(("/projet garder rien", "🛑 Arrêter"), ("/projet", "🌱 Mon projet"))
    paused = labelled(("/travail", "Reprendre"), ("/gains", "Mes gains"))
    taken_back = [told(read(said, Screen(shown), CHOICE)) for shown in (stopped, kept, paused)]
    assert taken_back == ["/revenir", "/projet garder rien", "/travail"]
    assert told(read(said, Screen((*stopped, *MENU)), CHOICE)) in (None, "out: away")


@pytest.mark.parametrize("question", [FREE, CHOICE, None])
def test_the_word_itself_behind_a_button_is_that_word(question: Question | None) -> None:
    screen = Screen(labelled(("/messages", "💬 Les messages"), ("/cohorte la semaine derniere", "La semaine")))
    assert told(read("messages", screen, question)) == "/messages"


def test_the_same_button_further_up_is_not_asked_about() -> None:
    """« continuer » below « ▶️ Continuer », which stood in the list of modules as well."""
    screen = Screen(labelled(("/formation suite", "▶️ Continuer")))
    assert told(read("continuer", screen, Question(labelled(("next", "▶️ Continuer"))))) == "/formation suite"
    assert told(read("continuer", screen, Question(labelled(("=next", "▶️ Continuer"))))) == "/formation suite or =next"


PAID = (Choice("/recu", Raw("Reçu"), says="sure"), Choice("/pas recu", Raw("Pas reçu"), says="no"))
CAME = Screen([(each, each.label.text) for each in PAID if isinstance(each.label, Raw)], wanted=False)


@pytest.mark.parametrize("question", [None, CHOICE, FREE])
@pytest.mark.parametrize("text", ["ok", "ok merci", "merci", "d'accord", "👍", "c'est bon", "reçu ?", "1 ?"])
def test_a_weak_yes_to_what_was_paid_is_asked_about(text: str, question: Question | None) -> None:
    assert told(read(text, CAME, question)) == "/recu or /pas recu ?"
    assert told(read("oui", CAME, None)) == "/recu"


@pytest.mark.parametrize(
    ("said", "several"),
    [("1 et 2", True), ("2 ou 1", True), ("haine ou acceptable", True), ("2", False), ("je sais pas", False)],
)
def test_several_choices_where_one_counts(said: str, several: bool) -> None:
    assert Question(labelled(("=ok", "Acceptable"), ("=no", "Haine"), ("=x", "Autre"))).too_many(said) == several
    assert not SEVERAL.too_many(said)
