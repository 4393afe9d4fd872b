"""What she types to a task, and what she reads of an answer."""

from __future__ import annotations

from typing import Any

import pytest

from backend.domain.messaging.message import Message, Raw, Tr
from backend.domain.work.commands import Task
from backend.domain.work.forms.form import Field, Option
from backend.records import replace
from bot.flows.engine import answers
from bot.flows.engine.kit import Event, Picked, Several, Typed
from bot.flows.engine.meaning import Question
from bot.flows.work import task_input
from bot.flows.work.drafts import Draft, Finished, More, Wrong
from bot.flows.work.forms import entry
from tests.dialogues.projects import PROJECTS


def task(name: str, number: int = 1) -> Task:
    config, contents = PROJECTS[name]
    return Task(number, 1, config, contents[0])


def picked(asked: Task, typed: str) -> str | None:
    """What the question takes these words for: the value of the choice."""
    shown = task_input.prompt(asked, Draft())
    labelled = [(c, c.part.text if isinstance(c.part, Raw) else c.part.msgid) for c in shown.choices]
    found = Question(labelled).pick(typed)
    return None if found is None else found.choice.removeprefix("=")  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("typed", "side"),
    [
        *(("a", "a"), ("B", "b"), ("c'est A", "a"), ("c est b", "b"), ("je choisis A", "a"), ("la deuxième", "b")),
        *(("les deux", "tie"), ("pareil", "tie"), ("c'est pareil", "tie"), ("kif kif", "tie"), ("A et B", "tie")),
        ("les deu sont bon", "tie"),
        *(("c'est kif kif", "tie"), ("c kif kif", "tie"), ("match nul", "tie")),
        *(("il y a B et A", None), ("a ou b", None), ("B, pas A", None)),
        *(("les 2 sont bonnes", "tie"), ("les de son bone", "tie")),
        # « ah c bon je vois », said of her pay, was « les deux sont bonnes », and stored
        *(("ah c bon je vois", None), ("ah c bon", None), ("bon je vois", None), ("bien", None)),
        *(("ça se vaut", "tie"), ("sa se vo", "tie"), ("ca se peut", None)),
    ],
)
def test_a_side_is_named_by_its_letter_alone(typed: str, side: str | None) -> None:
    """ "A et B" was « B »: a letter that is a word of its own said nothing."""
    assert picked(task("pairs"), typed) == side


def test_without_a_tie_both_sides_are_none() -> None:
    asked = replace(task("pairs"), config=replace(PROJECTS["pairs"][0], tie=False))
    assert [picked(asked, typed) for typed in ("A et B", "les deux", "a, b")] == [None, None, None]


@pytest.mark.parametrize(
    ("typed", "mark"),
    [
        *(("4", "4"), ("quatre", "4"), ("4/5", "4"), ("4 sur 5", "4"), ("note 3", "3"), ("je mets 2", "2")),
        *(("Tout à fait", "5"), ("pas du tout", "1"), ("moyen", "3"), ("6", None), ("4 ou 5", None), ("0", None)),
        *(("quatre sur cinq", "4"), ("3 étoiles", "3"), ("2 points", "2"), ("6/5", None)),
        *(("3,5", None), ("3.5", None), ("4 5", None), ("3 et demi", None)),  # « 3,5 » was 3: it looked like « 3/5 »
    ],
)
def test_a_mark_is_its_number_or_the_words_beside_it(typed: str, mark: str | None) -> None:
    assert picked(task("ratings"), typed) == mark


def test_the_words_beside_a_mark_are_a_mere_yes_elsewhere() -> None:
    """So that "tout à fait" to something else is no mark of a hidden task."""
    shown = task_input.prompt(task("ratings"), Draft())
    labelled = [(c, c.part.text if isinstance(c.part, Raw) else c.part.msgid) for c in shown.choices]
    found = answers.find("tout à fait", labelled, free=False)
    assert found is not None and found.how == "near"


@pytest.mark.parametrize("number", [1, 2])
def test_an_answer_to_a_pair_is_told_as_its_side_stood(number: int) -> None:
    """Sides change places from task to task; the stored one is none that she saw."""
    asked = task("pairs", number)
    sides = {c.id.removeprefix("="): c.label for c in task_input.prompt(asked, Draft()).choices}
    assert {value: task_input.in_words(asked, value) for value in ("a", "b", "tie")} == sides
    assert sides["a"] == ("A" if number == 1 else "B")


def test_an_answer_of_fields_is_told_in_their_words() -> None:
    value = {"page": "oui", "url": "https://mairie.example", "phone": "+22890123456", "price": "", "source": "Affiche"}
    assert task_input.in_words(task("finding"), value) == (
        "A-t-il une page ? : Oui · Adresse de la page : https://mairie.example · Téléphone : +228 90 12 34 56 · "
        "Prix d'entrée : – · Source : Affiche"
    )


def given(field: Field, text: str) -> Any:
    """What a field takes a text for: its value, or the message of a refusal."""
    config = replace(PROJECTS["finding"][0], fields=(field,))
    match entry.step(Task(1, 1, config, {}), Draft(), Typed(text), "CI"):
        case More(draft):
            return draft.values[field.id]
        case Wrong(why):
            return why
        case Finished():
            raise AssertionError


def test_a_no_before_a_number_that_may_be_for_the_field_before_is_asked_about() -> None:
    bags, total = Field("bags", "Sacs", "number"), Field("total", "Total", "amount")
    asked = Task(1, 1, replace(PROJECTS["finding"][0], fields=(bags, total)), {})
    for said, taken in (("non c 12 500", None), ("12 500 non 13 500", "13500")):
        found = entry.step(asked, Draft(values={"bags": "12"}), Typed(said), "CI")
        assert (found.draft.values["total"] if isinstance(found, More) else None) == taken


@pytest.mark.parametrize("kind", ["text", "number", "price"])
def test_a_number_that_is_sent_again_is_no_value_of_the_next_field(kind: str) -> None:
    """The network came back: « 07 01 02 03 04 », sent twice, was the name below it."""
    asked = Task(1, 1, replace(PROJECTS["finding"][0], fields=(PHONE, Field("next", "La suite", kind))), {})  # type: ignore[arg-type]
    found = entry.step(asked, Draft(values={"phone": "+2250701020304"}), Typed("07 01 02 03 04"), "CI")
    assert isinstance(found, Wrong) and "Une chose à la fois" in str(found)


PHONE = Field("phone", "Téléphone", "phone", required=False, country="CI")
PRICE = Field("price", "Prix", "price", required=False)
HOURS = Field("hours", "Horaires", "text", required=False)


@pytest.mark.parametrize(
    "text",
    [
        *("pas trouvé", "j'ai pas trouvé", "je n'ai rien trouvé", "je trouve pas", "introuvable", "non indiqué", "n/a"),
        *("pas trouver le numéro", "jai rien vu", "nulle part", "j'ai cherché y a rien", "je ne le trouve pas"),
    ],
)
@pytest.mark.parametrize("field", [PHONE, PRICE, HOURS], ids=lambda field: field.id)
def test_who_found_nothing_leaves_a_field_empty(field: Field, text: str) -> None:
    assert given(field, text) == ""
    assert given(replace(field, required=True), text) == entry.NOT_THERE


@pytest.mark.parametrize("text", ["pas de num", "aucun numéro", "sans téléphone", "non", "y a pas de numero ici"])
def test_that_there_is_no_number_is_none(text: str) -> None:
    assert given(PHONE, text) == ""


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        (PHONE, "non 07 07 07 07 07", "+2250707070707"),
        (PRICE, "non 2500", None),
        (PRICE, "pas payant", "0 XOF"),
        (PRICE, "non payant", "0 XOF"),
        (PRICE, "ça coûte rien", "0 XOF"),
        (PHONE, "non je me trompe", None),
        (PHONE, "non attends", None),
        (HOURS, "sans rendez-vous", "sans rendez-vous"),
    ],
)
def test_what_only_begins_like_none_is_something_else(field: Field, text: str, value: str | None) -> None:
    found = given(field, text)
    assert found == value if value is not None else isinstance(found, Message)


@pytest.mark.parametrize("text", ["je sais plus", "pas de source", "vu sur internet", "ma tante", "ChatGPT"])
def test_a_source_is_a_place_where_others_find_it(text: str) -> None:
    assert isinstance(given(Field("source", "Source", "source"), text), Message)


def test_a_fixed_number_of_cote_divoire_is_told_in_pairs() -> None:
    config = replace(PROJECTS["finding"][0], fields=(PHONE,))
    told = task_input.in_words(Task(1, 1, config, {}), {"phone": "+2252722440895"})
    assert told == "Téléphone : +225 27 22 44 08 95"


def test_several_labels_that_are_numbers_are_asked_for_by_themselves() -> None:
    config = replace(PROJECTS["photos"][0], choices=tuple(Option(f"n{n}", str(n)) for n in range(3)))
    shown = task_input.prompt(Task(1, 1, config, {}), Draft(), ticks=False)
    said = " ".join(part.msgid for part in shown.parts if isinstance(part, Tr))
    assert "numéros" not in said and "une virgule" in said
    labelled = [(c, c.part.text) for c in shown.choices if isinstance(c.part, Raw)]
    found = Question(labelled, many=True).pick("0, 2")
    assert found is not None and found.choices == ("=n0", "=n2")  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("typed", "side"),
    [
        *(
            ("A est le plus clair", "a"),
            ("la première est mieux", "a"),
            ("B est plus claire", "b"),
            ("b c'est mieux", "b"),
        ),
        *(("A é bon", "a"), ("b es mieu", "b")),
        *(("je préfère B", "b"), ("je trouve que A est meilleur", "a"), ("A est moins clair", None)),
        *(
            ("celle du haut", "a"),
            ("la phrase d'en bas", "b"),
            ("le deuxième message", "b"),
            ("la première phrase", "a"),
        ),
        *(("pas celle du haut", None), ("celle du bas est trop longue", None), ("la plus courte", None)),
        *(("A est plus longue", None), ("A n'est pas mieux", None), ("aucune n'est claire", None), ("mieux", None)),
    ],
)
def test_a_side_is_preferred_in_the_words_of_the_question(typed: str, side: str | None) -> None:
    """« A est la plus claire » was read as « Je ne comprends pas »: the instructions came again."""
    step = task_input.step(task("pairs"), Draft(), Typed(typed), "CI")
    assert (step.value if isinstance(step, Finished) else None) == side
    turned = task_input.step(task("pairs", 2), Draft(), Typed(typed), "CI")
    assert (turned.value if isinstance(turned, Finished) else None) == {"a": "b", "b": "a", None: None}[side]


def test_the_better_side_is_no_answer_to_which_is_worse() -> None:
    asked = task("pairs")
    worse = replace(asked, config=replace(asked.config, question="Lequel est le moins clair ?"))
    assert isinstance(task_input.step(worse, Draft(), Typed("A est mieux"), "CI"), Wrong)


@pytest.mark.parametrize(
    ("typed", "value"), [("y a pas de page", "non"), ("il n'y en a pas", "non"), ("je sais pas", None)]
)
def test_that_there_is_none_is_a_no_to_whether_there_is_one(typed: str, value: str | None) -> None:
    step = entry.step(task("finding"), Draft(), Typed(typed), "TG")
    assert (step.draft.values.get("page") if isinstance(step, More) else None) == value


@pytest.mark.parametrize("typed", ["entre 3 et 4", "3,5", "0/5", "4 ou 5"])
def test_a_rating_that_is_no_single_point_is_told_what_is_one(typed: str) -> None:
    step = task_input.step(task("ratings"), Draft(), Typed(typed), "CI")
    assert isinstance(step, Wrong) and step.why.parts[0].msgid.startswith("Choisis une seule note")  # type: ignore[union-attr]


NOTHING = replace(
    PROJECTS["photos"][0],
    choices=(Option("fruit", "Fruits"), Option("fish", "Poisson"), Option("none", "Rien de tout ça")),
)


def ticked(picked: tuple[str, ...], event: Event, *, ticks: bool = True) -> Any:
    return task_input.step(Task(1, 1, NOTHING, {}), Draft(picked=picked), event, "CI", ticks)


def test_nothing_at_all_stands_beside_no_answer() -> None:
    """« 1 et 3 » of a task whose third answer is « Rien de tout ça » was both."""
    for ticks in (True, False):
        found = ticked((), Several(("=fruit", "=none")), ticks=ticks)
        assert isinstance(found, Wrong) and "va seul" in str(found)
    assert ticked(("fruit", "fish"), Picked("=none")).draft.picked == ("none",)
    assert ticked(("none",), Picked("=fish")).draft.picked == ("fish",)
    assert ticked(("none",), Several(("=fruit", "=fish"))).value == ["fruit", "fish"]
    assert ticked(("fruit",), Picked("=fish")).draft.picked == ("fruit", "fish")
    assert ticked(("none",), Picked("=none")).draft.picked == ()


def test_several_of_those_that_are_ticked_are_the_only_ones() -> None:
    """« 1 et 3 » after « tout » changed nothing, and « valider » sent all."""
    config = replace(NOTHING, choices=tuple(Option(f"n{n}", str(n)) for n in range(4)))
    asked, everything = Task(1, 1, config, {}), Draft(picked=("n0", "n1", "n2", "n3"))
    found = task_input.step(asked, everything, Several(("=n0", "=n2")), "CI", True)
    assert isinstance(found, More) and found.draft.picked == ("n0", "n2")


def test_what_is_said_of_a_sound_is_heard_where_the_answer_is_a_choice() -> None:
    """« Choisis une des réponses » was all that « je n'entends rien » brought."""
    asked = replace(task("comments"), content={"audio": "voix.ogg"})
    for said, heard in (("je n'entends rien", "Signaler un souci"), ("réécoute", "plus haut"), ("bof", None)):
        found = task_input.step(asked, Draft(), Typed(said), "CI")
        assert isinstance(found, Wrong)
        assert (found.why == answers.PICK) is (heard is None) and (heard or "") in str(found.why)
