from decimal import Decimal

import pytest

from backend.domain.errors import Fault
from backend.domain.training.banks import moodle_xml
from backend.domain.training.banks.bank import Bank
from backend.domain.training.marking import mark
from backend.domain.training.questions import (
    Choice,
    Gaps,
    Kind,
    Matching,
    Number,
    NumberAnswer,
    Option,
    Order,
    Question,
    Short,
    ShortAnswer,
    TrueFalse,
    WeightedGap,
)


def quiz(*questions: str) -> str:
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', "<quiz>", *questions, "</quiz>"])


def question(kind: str, inside: str, text: str = "<p>Oui&nbsp;?</p>") -> str:
    return (
        f'<question type="{kind}"><name><text>q-1</text></name>'
        f'<questiontext format="html"><text><![CDATA[{text}]]></text></questiontext>{inside}</question>'
    )


def answer(fraction: str, text: str, feedback: str = "", more: str = "") -> str:
    return (
        f'<answer fraction="{fraction}" format="html"><text><![CDATA[{text}]]></text>'
        f'<feedback format="html"><text><![CDATA[{feedback}]]></text></feedback>{more}</answer>'
    )


def read(text: str) -> Bank:
    faults: list[Fault] = []
    bank = moodle_xml.read(text, faults)
    assert [str(fault.reason) for fault in faults] == []
    return bank


def one(kind: str, inside: str, text: str = "<p>Oui&nbsp;?</p>") -> Question:
    bank = read(quiz(question(kind, inside, text)))
    assert bank.notes == ()
    (found,) = bank.questions
    return found


@pytest.mark.parametrize(
    ("kind", "inside", "answers"),
    [
        (
            "multichoice",
            "<single>true</single>" + answer("100.00000", "<p>A</p>", "<b>Oui</b>") + answer("-50.00000", "B"),
            Choice((Option("A", Decimal(100), "**Oui**"), Option("B", Decimal(-50)))),
        ),
        (
            "multichoice",
            "<single>false</single>" + answer("50", "A") + answer("50", "B") + answer("0", "C"),
            Choice((Option("A", Decimal(50)), Option("B", Decimal(50)), Option("C")), several=True),
        ),
        (
            "truefalse",
            answer("0", "true", "Non.") + answer("100", "false", "Exact."),
            TrueFalse(False, "Non.", "Exact."),
        ),
        (
            "shortanswer",
            "<usecase>0</usecase>" + answer("100", "Lomé") + answer("50", "Lom*", "Presque."),
            Short((ShortAnswer("Lomé"), ShortAnswer("Lom*", Decimal(50), "Presque."))),
        ),
        (
            "numerical",
            answer("100", "3.14", more="<tolerance>0.01</tolerance>") + answer("0", "*", "Compte encore."),
            Number((NumberAnswer(Decimal("3.14"), Decimal("0.01")),), "Compte encore."),
        ),
        (
            "matching",
            '<subquestion format="html"><text><![CDATA[<p>Mali</p>]]></text><answer><text>Bamako</text></answer>'
            "</subquestion><subquestion><text>Togo</text><answer><text>Lomé</text></answer></subquestion>"
            "<subquestion><text></text><answer><text>Paris</text></answer></subquestion>",
            Matching((("Mali", "Bamako"), ("Togo", "Lomé")), ("Paris",)),
        ),
        (
            "ordering",
            answer("2.0000000", "deux") + answer("1.0000000", "un") + answer("3.0", "trois"),
            Order(("un", "deux", "trois")),
        ),
    ],
)
def test_every_kind_that_marks_itself_is_read(kind: str, inside: str, answers: Kind) -> None:
    found = one(kind, inside)
    assert found.kind == answers
    assert found.text == "Oui\u00a0?"
    assert found.key == "q-1"


def test_category_general_feedback_and_line_are_kept() -> None:
    category = '<question type="category"><category><text>$course$/top/Achats</text></category></question>'
    general = '<generalfeedback format="markdown"><text>**Voilà.**</text></generalfeedback>'
    text = quiz(category, "", question("truefalse", general + answer("100", "true") + answer("0", "false")))
    assert read("\n\n" + text).questions == (Question("q-1", "Oui\u00a0?", TrueFalse(True), "**Voilà.**", "Achats", 7),)


def test_a_number_that_may_be_given_in_several_units_is_read_in_its_own_and_that_is_told() -> None:
    km, m = (
        f"<unit><multiplier>{factor}</multiplier><unit_name>{name}</unit_name></unit>"
        for factor, name in (("0.001", "km"), ("1.0000000", "m"))
    )
    distance = answer("100", "2000", more="<tolerance>10</tolerance>")
    bank = read(quiz(question("numerical", f"{distance}<units>{km}{m}</units>")))
    assert [found.kind for found in bank.questions] == [Number((NumberAnswer(Decimal(2000), Decimal(10)),))]
    assert mark(bank.questions[0], "2 005 m").right
    assert [(note.line, str(note.reason)) for note in bank.notes] == [
        (3, "its units are not read: only the number counts, in m")
    ]
    assert read(quiz(question("numerical", f"{distance}<units>{m}</units>"))).notes == ()


def test_cloze_becomes_gaps() -> None:
    found = one(
        "cloze",
        "",
        "<p>Capitale {du}&nbsp;: {1:SHORTANSWER:=Lomé#Oui~%50%Lome\\}~*#<i>Non</i>}.<br />"
        "{2:NM:=7:0.5~%50%8#Presque} jours, {:MC:~lundi~=dimanche&#233;}, {1:MULTIRESPONSE:=a~=b~%-50%c}</p>",
    )
    assert found.text == "Capitale {{du}}\u00a0: {1}.\n{2} jours, {3}, {4}"
    assert found.kind == Gaps(
        (
            WeightedGap(
                Short(
                    (
                        ShortAnswer("Lomé", Decimal(100), "Oui"),
                        ShortAnswer("Lome}", Decimal(50)),
                        ShortAnswer("*", Decimal(0), "*Non*"),
                    )
                )
            ),
            WeightedGap(
                Number(
                    (
                        NumberAnswer(Decimal(7), Decimal("0.5")),
                        NumberAnswer(Decimal(8), Decimal(0), Decimal(50), "Presque"),
                    )
                ),
                2,
            ),
            WeightedGap(Choice((Option("lundi"), Option("dimancheé", Decimal(100))))),
            WeightedGap(Choice((Option("a", Decimal(50)), Option("b", Decimal(50)), Option("c", Decimal(-50))), True)),
        )
    )
    assert mark(found, ["lomé", "7,2", 1, [0, 1]]).right


def test_what_cannot_be_asked_is_named_with_its_line_and_the_rest_read() -> None:
    bank = read(
        quiz(
            question("essay", ""),
            question("calculated", answer("100", "{a}")),
            question("description", ""),
            question("truefalse", "<hidden>1</hidden>" + answer("100", "true")),
            question("truefalse", answer("100", "true"), '<img src="@@PLUGINFILE@@/a.png"/> Oui ?'),
            question("truefalse", answer("100", "true"), '<img src="@@PLUGINFILE@@/a.png" alt="Un chat"/> Oui ?'),
        )
    )
    assert [found.text for found in bank.questions] == [r"\[Image : Un chat] Oui ?"]
    assert [(note.line, str(note.reason)) for note in bank.notes] == [
        (3, "left out: an essay can only be marked by a person"),
        (4, "left out: questions of the type 'calculated' are not supported"),
        (5, "left out: a description asks nothing"),
        (6, "left out: the question is hidden in Moodle"),
        (7, "left out: it shows a picture without words for it"),
        (8, "a picture is not shown: the words for it stand in its place"),
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("<quiz>\n<question>", "2: this is not XML: no element found"),
        ("<quiz></quiz>\n<x/>", "2: this is not XML: junk after document element"),
        ("<html/>", "1: a question bank begins with <quiz>, not <html>"),
        (
            '<!DOCTYPE quiz [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>\n<quiz>&b;</quiz>',
            "1: a document type or an entity may not be here",
        ),
        (
            quiz(question("multichoice", answer("50", "A") + answer("0", "B"))),
            "3: no answer is right: one must have =, or several weights that sum to 100 %",
        ),
        (
            quiz(question("multichoice", "<single>false</single>" + answer("50", "A") + answer("20", "B"))),
            "3: the weights of the right answers sum to 70 %, not to 100 %",
        ),
        (quiz(question("numerical", answer("100", "deux"))), "3: 'deux' is not a number"),
        (quiz(question("numerical", answer("1e99", "2"))), "3: '1e99' has too many digits: 25 at most"),
        (quiz(question("truefalse", answer("0", "true"))), "3: no answer is right: none counts 100 %"),
        (quiz(question("cloze", "", "Rien")), "3: there is no gap in the text"),
        (quiz(question("cloze", "", "{1:SA:=a")), "3: gap 1 is not closed with a brace"),
        (quiz(question("cloze", "", "{1:SA:=a} {1:NM:=b}")), "3: gap 2: 'b' is not a number"),
        (
            quiz(question("cloze", "", "{1:MC:a~b}")),
            "3: gap 1: no answer is right: one must have =, or several weights that sum to 100 %",
        ),
        (quiz('<question type="truefalse"/>'), "3: the question has no text"),
    ],
)
def test_a_fault_is_told_with_its_line(text: str, fault: str) -> None:
    faults: list[Fault] = []
    assert moodle_xml.read(text, faults).questions == ()
    assert [f"{found.line}: {found.reason}" for found in faults] == [fault]
