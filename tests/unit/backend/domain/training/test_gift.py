from decimal import Decimal

import pytest

from backend.domain.errors import Fault
from backend.domain.training.banks import gift
from backend.domain.training.banks.bank import Bank
from backend.domain.training.questions import (
    Choice,
    Kind,
    Matching,
    Measure,
    Number,
    NumberAnswer,
    Option,
    Order,
    Question,
    Short,
    ShortAnswer,
    TrueFalse,
)
from backend.domain.training.text.markup import Format
from backend.records import replace


def read(text: str, form: Format = "moodle") -> Bank:
    faults: list[Fault] = []
    bank = gift.read(text, faults, form=form)
    assert [str(fault.reason) for fault in faults] == []
    return bank


def one(text: str, form: Format = "moodle") -> Question:
    bank = read(text, form)
    assert bank.notes == ()
    (question,) = bank.questions
    return question


def faults_of(text: str) -> list[str]:
    faults: list[Fault] = []
    gift.read(text, faults)
    return [f"{fault.line}: {fault.reason}" for fault in faults]


# --- what Moodle's documentation shows, and units ---------------------------------------------------

KILOS = Number((NumberAnswer(Decimal("12.5"), Decimal("0.5")),))
SAID = replace(KILOS.answers[0], feedback="Oui.")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Qui ?{~Aya ~Binta =personne}", Choice((Option("Aya"), Option("Binta"), Option("personne", Decimal(100))))),
        ("Deux et deux ?{=quatre =4}", Short((ShortAnswer("quatre"), ShortAnswer("4")))),
        ("Deux et deux ?{quatre}", Short((ShortAnswer("quatre"),))),
        ("Le soleil se lève à l'est.{T}", TrueFalse(True)),
        ("C'est faux.{FALSE#non#oui}", TrueFalse(False, "non", "oui")),
        ("C'est vrai.{TRUE##bravo}", TrueFalse(True, "", "bravo")),
        ("Quand ?{#1822:5}", Number((NumberAnswer(Decimal(1822), Decimal(5)),))),
        ("Combien ?{#1..5}", Number((NumberAnswer(Decimal(3), Decimal(2)),))),
        ("Combien ?{#-0.5}", Number((NumberAnswer(Decimal("-0.5")),))),
        ("Combien ?{#3,14:0,01}", Number((NumberAnswer(Decimal("3.14"), Decimal("0.01")),))),
        ("Combien ?{#12,5:0,5 kg}", Measure(KILOS, ("kg",))),
        ("Combien ?{#12..13kg | kilos}", Measure(KILOS, ("kg", "kilos"))),
        ("Combien ?{#\n =12.5:0.5 kg # Oui.\n}", Measure(replace(KILOS, answers=(SAID,)), ("kg",))),
        ("Combien ?{#30 m²}", Measure(Number((NumberAnswer(Decimal(30)),)), ("m²",))),
        ("Combien ?{#30 %}", Measure(Number((NumberAnswer(Decimal(30)),)), ("%",))),
        ("Combien ?{#3e2}", Number((NumberAnswer(Decimal(300)),))),
        (
            "Quand ?{#\n =1822:0 # Exact !\n =%50%1822:2 # Presque.\n ~ # Non.\n}",
            Number(
                (
                    NumberAnswer(Decimal(1822), Decimal(0), Decimal(100), "Exact !"),
                    NumberAnswer(Decimal(1822), Decimal(2), Decimal(50), "Presque."),
                ),
                "Non.",
            ),
        ),
        (
            "Relie.{ =Mali -> Bamako =Togo->Lomé = -> Paris }",
            Matching((("Mali", "Bamako"), ("Togo", "Lomé")), ("Paris",)),
        ),
        (
            "D'où ?{=Nazareth#Oui =%75%Nazereth#Mal écrit =%0%*#Non}",
            Short(
                (
                    ShortAnswer("Nazareth", Decimal(100), "Oui"),
                    ShortAnswer("Nazereth", Decimal(75), "Mal écrit"),
                    ShortAnswer("*", Decimal(0), "Non"),
                )
            ),
        ),
        (
            "Lesquels ?{~%-50%a ~%50%b#oui ~%50%c ~d}",
            Choice(
                (
                    Option("a", Decimal(-50)),
                    Option("b", Decimal(50), "oui"),
                    Option("c", Decimal(50)),
                    Option("d"),
                ),
                several=True,
            ),
        ),
        (
            "Difficile.{~faux ~%50%à moitié =juste}",
            Choice((Option("faux"), Option("à moitié", Decimal(50)), Option("juste", Decimal(100)))),
        ),
        ("Range.{\n> ALL VERTICAL ABSOLUTE SHOW none\nun\ndeux\n\\#trois\n}", Order(("un", "deux", "#trois"))),
        ("Range.{> 3 EXACT H RELATIVE_NEXT_EXCLUDE_LAST SHOW\na\nb}", Order(("a", "b"))),
        ("Range.{>\nA\nB}", Order(("A", "B"))),
    ],
)
def test_every_kind_of_answers_is_read(text: str, kind: Kind) -> None:
    assert one(text).kind == kind


def test_a_question_has_name_text_general_feedback_category_and_line() -> None:
    text = "// un commentaire\n$CATEGORY: $course$/top/Réseau/Wi-Fi\n\n::r-1:: Oui ?\n{T\n#### Voilà.\n}\n"
    assert one(text) == Question("r-1", "Oui ?", TrueFalse(True), "Voilà.", "Réseau/Wi-Fi", 4)


def test_a_text_that_goes_on_behind_the_answers_has_a_blank() -> None:
    assert one("Le ciel est {=bleu =gris} ce matin.").text == "Le ciel est …… ce matin."
    assert one("Quel âge a {#20}.").text == "Quel âge a ……."
    assert one('Quel âge ? {#20}";').text == "Quel âge ?"  # a sign that was left behind is no text


def test_several_answers_may_stand_on_a_line() -> None:
    options = Choice((Option("a", Decimal(100)), Option("b"), Option("c")))
    for answers in ("=a~b~c", "=a ~b ~c", "\n=a ~b ~c\n", "=a ~b\n ~c ", "= a ~ b ~ c"):
        assert one(f"Oui ? {{{answers}}}").kind == options, answers


@pytest.mark.parametrize("text", ["Oui ? {=a ~b} #### Car.", "Oui ? {\n=a\n~b\n}\n####Car.\n"])
def test_what_is_said_to_all_may_stand_behind_the_brace(text: str) -> None:
    question = one(text)
    assert (question.text, question.general_feedback) == ("Oui ?", "Car.")


def test_escaped_signs_are_themselves() -> None:
    question = one(r"::a\:\:b::Que vaut \{x\} \= 5 \\ \# ?\nDis. {~ \= 2 + 2 = \= 2 + 3 # \~ \\n }")
    assert question.key == "a::b"
    assert question.text == "Que vaut {x} = 5 \\\\ # ?\nDis."  # as Markdown
    assert question.kind == Choice((Option("= 2 + 2"), Option("= 2 + 3", Decimal(100), "~ \\\\n")))


def test_comments_are_left_out_even_inside_a_question() -> None:
    kind = one("// a {\n::q:: Oui ? {\n// ~ pas ceci\n~ non\n= oui\n}\n// } z").kind
    assert isinstance(kind, Choice)
    assert [option.text for option in kind.options] == ["non", "oui"]


def test_html_is_turned_into_what_it_says() -> None:
    question = one(
        r"[html]<p>Où est <b>Lomé</b>&nbsp;?</p><script>x</script>"
        r"{ =<i>Au Togo</i> # <p>Oui, m<sup>2</sup></p> ~[plain]<i>Ici</i> # [markdown]**non** }"
    )
    assert question.text == "Où est **Lomé**\u00a0?"
    assert question.kind == Choice(
        (Option("Au Togo", Decimal(100), "Oui, m²"), Option("<i>Ici</i>", Decimal(0), "**non**"))
    )


@pytest.mark.parametrize(
    ("form", "tag", "said"),
    [
        ("moodle", "", r"3\*4\*5"),
        ("markdown", "", "3*4*5"),
        ("moodle", "[markdown]", "3*4*5"),
        ("markdown", "[plain]", r"3\*4\*5"),
        ("markdown", "[moodle]", r"3\*4\*5"),
        ("moodle", "[autre]", r"\[autre]3\*4\*5"),
    ],
)
def test_a_text_is_meant_in_the_format_that_is_named(form: Format, tag: str, said: str) -> None:
    assert one(f"{tag}3*4*5 ? {{T}}", form).text == f"{said} ?"


def test_windows_line_ends_and_wrapped_lines_are_no_matter() -> None:
    question = one("::q::Une question\r\n   sur deux lignes ? {\r\n\t~ non # Parce\r\n  que.\r\n\t= oui\r\n}\r\n")
    assert question.text == "Une question\nsur deux lignes ?"
    assert question.kind == Choice((Option("non", Decimal(0), "Parce\nque."), Option("oui", Decimal(100))))


def test_what_a_person_must_mark_is_named_and_the_rest_read() -> None:
    bank = read("Une description.\n\n::e::Raconte. {}\n\n// rien\n\n::q::Oui ? {T}\n\n::f::Écris. {#### Merci.}")
    assert [question.key for question in bank.questions] == ["q"]
    assert [(note.line, str(note.reason)) for note in bank.notes] == [
        (1, "left out: there is no answer block { }, so nothing is asked"),
        (3, "left out: an essay can only be marked by a person"),
        (9, "left out: an essay can only be marked by a person"),
    ]


def test_what_fits_no_chat_is_named_and_left_out() -> None:
    bank = read("Long ? {=" + "a" * 300 + " ~b}\n\nBeaucoup ? {=x " + " ".join(f"~o{i}" for i in range(20)) + "}")
    assert bank.questions == ()
    assert [str(note.reason) for note in bank.notes] == [
        "left out: an option has more than 200 characters",
        "left out: it has more than 20 options",
    ]


@pytest.mark.parametrize(
    "written", ["=Paris~Londres~Rome", "~Londres=Paris~Rome", "~Londres~Rome=Paris~Oslo", "~Londres ~Rome =Paris"]
)
def test_answers_may_stand_close_to_each_other(written: str) -> None:
    kind = one(f"Capitale ? {{{written}}}").kind
    assert isinstance(kind, Choice)
    assert [option.text for option in kind.options if option.weight] == ["Paris"]


# --- faults ------------------------------------------------------------------------------------------


UNSAID = "nothing is said behind this #: write \\# for the sign itself"
ASTRAY = "a = in the middle of a line: begin a line with each answer, or write"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            "::q::Oui ? {\n~a\n=b\n\n::r::Non ? {F}",
            "1: the brace { is not closed before the end of the question, which is an empty line",
        ),
        (
            "::q::Oui ? {\n~a\n::r::Non ? {F}",
            "1: the brace { is not closed before the next one; write \\{ for the sign",
        ),
        ("\n\nOui ? ~a}", "3: a brace } closes what no { opened; write \\} for the sign itself"),
        ("Oui {=a} ou\n{=b} ?", "2: a second block of braces; write \\{ and \\} for the signs themselves"),
        ("::q::Oui ? {T}\n::r::Non ? {F}", "2: an empty line must stand between two questions"),
        ("::q Oui ? {T}", "1: the name that begins with :: does not end with ::"),
        ("Oui ?\n{~a ~b}", "2: no answer is right: one must have =, or several weights that sum to 100 %"),
        ("Oui ? {~%50%a ~%40%b ~c}", "1: the weights of the right answers sum to 90 %, not to 100 %"),
        ("Oui ? {~%200%a ~%-100%b}", "1: a weight is more than 100 %"),
        ("Oui ? {=%50%a}", "1: no answer is right: none counts 100 %"),
        ("Oui ? {=a =a ~}", "1: an option is empty"),
        ("Oui ? {=a ~a}", "1: the option 'a' is here twice"),
        ("Oui ? {=a ~ }", "1: an option is empty"),
        ("Oui ? {#}", "1: no answer is right: none counts 100 %"),
        ("Oui ? {#\n=1\n=deux}", "3: 'deux' is not a number"),
        ("Oui ? {#5..1}", "1: the range 5..1 ends before it begins"),
        ("Oui ? {#\n=5 kg\n=%50%5 g}", "3: a question has one unit: kg"),
        ("Oui ? {#5:-1}", "1: the tolerance of 5:-1 is below 0"),
        ("Relie. {\n=a -> b\n=c\n}", "3: a pair has no -> between its two sides"),
        ("Relie. {=a -> b =c -> }", "1: a pair has an empty side"),
        ("Relie. {=a -> b}", "1: at least two pairs are needed"),
        ("Relie. {=a -> b =a -> c}", "1: two pairs have the same left side"),
        ("Range. {>\na}", "1: at least 2 options are needed"),
        ("{T}", "1: the question has no text"),
        ("Oui ? {\n~x=5\n=y\n}", f"2: {ASTRAY} \\= for the sign"),
        ("Oui ? {\n~x=5\n=y=4\n}", f"2: {ASTRAY} \\= for the sign"),
        ("Oui ? {\n~http://a?b=c\n=http://d\n}", f"2: {ASTRAY} \\= for the sign"),
        ("Oui ? {\n=a\n~b#Non : 2+2=4.\n}", f"3: {ASTRAY} \\= for the sign"),
        ("Oui ? {\n=2 + 2 = 4\n~1\n}", f"2: {ASTRAY} \\= for the sign"),
        ("Oui ? {\n=environ ~5 km\n~9 km\n}", f"2: {ASTRAY.replace('a =', 'a ~')} \\~ for the sign"),
        ("Oui ? {=a#b=c ~d}", f"1: {ASTRAY} \\= for the sign"),
        ("Relie. {\n=a -> x=1\n=b -> c\n}", f"2: {ASTRAY} \\= for the sign"),
        ("Langage ? {\n=C#\n~Java\n}", f"2: {UNSAID}"),
        ("Langage ? {=Java ~C# # Non, C dièse.}", f"1: {UNSAID}"),
        ("Langage ? {=C#}", f"1: {UNSAID}"),
        ("Oui ? { a\n=b\n~c\n}", "1: the first answer begins with neither = nor ~"),
        ("Oui ? {\n=a\n####Car.\n~b\n}", "4: an answer stands behind ####; what is said to all comes last"),
    ],
)
def test_a_fault_is_told_with_its_line(text: str, fault: str) -> None:
    assert faults_of(text) == [fault]


def test_every_fault_of_a_file_is_told_and_the_lines_go_on_behind_escapes() -> None:
    assert faults_of("A\\n\\n ? {~a}\n\nB {T}\n\n// c\nC\n? {~%10%a\n~%10%b}") == [
        "1: at least 2 options are needed",
        "7: the weights of the right answers sum to 20 %, not to 100 %",
    ]


@pytest.mark.parametrize("label", ["A et B", "Les réponses A, B et C", "A ou B sont justes", "Réponses B + C"])
def test_an_option_that_names_others_by_letters_is_left_out(label: str) -> None:
    (note,) = read(f"Oui ? {{\n=riz\n~mil\n~{label}\n}}").notes
    assert "names others by their letters" in str(note.reason)


@pytest.mark.parametrize(
    "text",
    [
        "A) riz B) mil ? {\n=A et B\n~Aucun\n}",
        "Ton groupe ? {=O ~A et B}",
        "Quoi ? {=Vitamines A et B ~Le sel}",
        "Quoi ? {=riz ~a\\:e}",
    ],
)
def test_letters_that_say_something_stay(text: str) -> None:
    assert read(text).notes == ()
