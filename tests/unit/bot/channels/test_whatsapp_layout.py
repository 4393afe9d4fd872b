"""Any message becomes calls that WhatsApp takes, and nothing of its text or choices is lost."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.french.spelling import fold
from backend.domain.messaging import numbering
from backend.domain.messaging.message import Attachment, Choice, Message, Raw, raw, tr
from backend.domain.training.learning import ModuleLine
from backend.records import replace
from bot.channels.base import Outgoing, button_data
from bot.channels.whatsapp.layout import Part, parts
from bot.channels.whatsapp.sending import KINDS, envelope, fields
from bot.flows.engine import answers
from bot.flows.training import dialogue as training_dialogue
from bot.i18n.render import runs
from tests.unit.bot.channels import whatsapp_limits
from tests.unit.bot.channels.test_whatsapp_text import ALIKE

labels = st.text(min_size=1, max_size=120) | st.sampled_from(["Oui", "Non", "Haine", "x" * 300, "a b", "*a*"])


@st.composite
def messages(draw: st.DrawFn) -> Message:
    many = draw(st.booleans())
    count = draw(st.integers(0, 14))
    choices = [
        Choice(f"={n}" if draw(st.integers(0, 4)) else f"/mot{n % 3}", Raw(draw(labels)), aside=draw(st.booleans()))
        for n in range(count)
    ]
    choices.sort(key=lambda choice: choice.aside)
    for n in range(draw(st.sampled_from([0, 0, 1, 2]))):
        link = Choice("", Raw(draw(labels)), url=f"https://hiteuses.org/{n}?a=b_c_&d=*e*")
        choices.insert(draw(st.integers(0, len(choices))), link)
    texts = draw(st.lists(st.text(max_size=1_500) | st.just("mot " * 900), max_size=3))
    attachment = draw(
        st.none() | st.sampled_from(["image", "audio", "document", "chart"]).map(lambda kind: Attachment(kind, "h"))  # type: ignore[arg-type]
    )
    return Message(
        tuple(Raw(text) for text in texts), tuple(choices), attachment, free=draw(st.booleans()) and not many, many=many
    )


def calls(message: Message, question: int | None) -> list[dict[str, Any]]:
    kind = KINDS[message.attachment.kind] if message.attachment else None
    outgoing = Outgoing(7, "2250700000000", message, question=question)
    found = list(parts(message, question, "fr", "UTC", kind))
    return [{**envelope(outgoing, n), **fields(part, kind, {"id": "1"})} for n, part in enumerate(found)]


def shown(call: dict[str, Any]) -> str:
    match call["type"]:
        case "text":
            return str(call["text"]["body"])
        case "interactive":
            return str(call["interactive"]["body"]["text"])
        case kind:
            return str(call[kind].get("caption", ""))


def taps(call: dict[str, Any]) -> list[tuple[str, str, str]]:
    """(id, title, description) of what can be tapped."""
    action = call.get("interactive", {}).get("action", {})
    found = [(b["reply"]["id"], b["reply"]["title"], "") for b in action.get("buttons", ())]
    rows = [row for section in action.get("sections", ()) for row in section["rows"]]
    return found + [(row["id"], row["title"], row.get("description", "")) for row in rows]


def solid(text: str) -> str:
    found = re.sub("%(2A|5F|7E|60)", lambda f: chr(int(f.group(1), 16)), text)
    return re.sub(r"[\s\u200b]+", "", found.translate(ALIKE))


@given(messages(), st.none() | st.integers(1, 10_000))
def test_every_call_is_within_the_limits(message: Message, question: int | None) -> None:
    for call in calls(message, question):
        whatsapp_limits.check(call)


@given(messages(), st.none() | st.integers(1, 10_000))
def test_nothing_of_the_text_is_lost(message: Message, question: int | None) -> None:
    said = "".join(solid(shown(call)) for call in calls(message, question))
    assert solid("".join(run.text.replace("\0", "") for run in runs(message.parts, "fr", "UTC"))) in said


@given(messages(), st.none() | st.integers(1, 10_000))
def test_the_file_goes_with_exactly_one_of_the_calls(message: Message, question: int | None) -> None:
    found = [c for c in calls(message, question) if "id" in str(c.get(c["type"])) and _carries(c)]
    assert len(found) == (1 if message.attachment else 0)


def _carries(call: dict[str, Any]) -> bool:
    return call["type"] in ("image", "audio", "document") or "header" in call.get("interactive", {})


@given(messages(), st.none() | st.integers(1, 10_000))
def test_every_choice_can_be_read_whole_and_be_made_by_a_tap_or_in_writing(
    message: Message, question: int | None
) -> None:
    found = calls(message, question)
    said = solid("".join(shown(call) for call in found))
    offered = {tap[0]: tap for call in found for tap in taps(call)}
    whole = [(c, " ".join(c.label.text.replace("\0", " ").split()) or "…") for c in message.choices]  # type: ignore[union-attr]
    labelled = [(choice, label) for choice, label in whole if not choice.url]
    for index, (choice, label) in enumerate(whole):
        if choice.url:
            assert opens(found) == (label, choice.url) or solid(f"🔗 {label} : {choice.url}") in said
            continue
        ids = (button_data(question, index, ""), button_data(question, index, choice.id))
        tap = next((offered[tap_id] for tap_id in ids if tap_id in offered), None)
        assert solid(label) in said or (tap is not None and label in tap[1:])
        if tap is None:
            assert question is not None
            if not message.free and _placed(message):  # else it counts when it is written whole
                number = str(_number(message, choice))
                assert solid(f"{number}. {label}") in said
                if not any(fold(other) == number for _, other in labelled):
                    assert answers.match(number, labelled, free=False, asides=True) == choice.id


def opens(found: list[dict[str, Any]]) -> tuple[str, str] | None:
    """The label and the address of a button that opens a link."""
    actions = [call["interactive"]["action"] for call in found if call["type"] == "interactive"]
    links = [action["parameters"] for action in actions if action.get("name") == "cta_url"]
    return (links[0]["display_text"], links[0]["url"]) if links else None


def _in_order(message: Message) -> list[Choice]:
    tappable = [c for c in message.choices if not c.url]
    return [c for c in tappable if not c.aside] + [c for c in tappable if c.aside]


def _number(message: Message, choice: Choice) -> int:
    return next(n for n, c in enumerate(_in_order(message), 1) if c is choice)


def _placed(message: Message) -> bool:
    return numbering.by_place([" ".join(c.label.text.replace("\0", " ").split()) for c in _in_order(message)])  # type: ignore[union-attr]


def laid(message: Message, question: int | None = 1, kind: str | None = None) -> list[Part]:
    return list(parts(message, question, "fr", "UTC", kind))


def choices(*texts: str, aside: bool = False) -> tuple[Choice, ...]:
    return tuple(Choice(f"={text}", Raw(text), aside=aside) for text in texts)


ASIDES = choices("⏭ Passer", "⏸ Pause", "⚠️ Signaler un souci", aside=True)


def titles(part: Part) -> list[str]:
    assert part.action is not None
    if part.type == "button":
        return [button["reply"]["title"] for button in part.action["buttons"]]
    return [row["title"] for section in part.action["sections"] for row in section["rows"]]


def test_up_to_three_choices_are_buttons() -> None:
    (part,) = laid(raw("Question ?").with_choices(*choices("Oui", "Non", "Peut-être")))
    assert (part.type, titles(part)) == ("button", ["Oui", "Non", "Peut-être"])
    assert part.text == "Question ?"


def test_up_to_ten_choices_are_one_list() -> None:
    (part,) = laid(raw("Question ?").with_choices(*choices(*"abcdefg"), *ASIDES))
    assert (part.type, len(titles(part))) == ("list", 10)
    assert part.action is not None
    assert [section["title"] for section in part.action["sections"]] == ["Réponses", "Autre"]
    assert part.text == "Question ?"


def test_rows_of_a_list_say_what_number_can_be_written_for_them() -> None:
    message = raw("Question ?").with_choices(*choices("a", "b", "c", "d"), *ASIDES)
    labelled = [(choice, choice.part.text if isinstance(choice.part, Raw) else "") for choice in message.choices]
    (part,) = laid(message)
    assert part.action is not None
    rows = [row for section in part.action["sections"] for row in section["rows"]]
    numbers = [row["description"].removeprefix("n°").strip() for row in rows]
    assert numbers == [str(n) for n in range(1, 8)]
    for number, choice in zip(numbers, message.choices, strict=True):
        assert answers.match(number, labelled, free=False, asides=True) == choice.id
    (part,) = laid(replace(message, free=True))  # a number is her own words there
    assert part.action is not None
    assert not any("description" in row for section in part.action["sections"] for row in section["rows"])


def test_labels_that_are_numbers_have_no_other_number() -> None:
    """« 1 » stands second: "2" would be either."""
    message = raw("Combien ?").with_choices(*choices("0", "1", "2", "3 ou plus"), *ASIDES)
    (part,) = laid(message)
    assert part.action is not None
    assert not any("description" in row for section in part.action["sections"] for row in section["rows"])
    labelled = [(choice, choice.id.removeprefix("=")) for choice in message.choices]
    said = {typed: answers.match(typed, labelled, free=False, asides=True) for typed in "01234"}
    assert said == {"0": "=0", "1": "=1", "2": "=2", "3": "=3 ou plus", "4": None}


@given(messages(), st.integers(1, 10_000))
def test_every_row_of_a_list_shows_its_number(message: Message, question: int) -> None:
    numbers: dict[str, set[str]] = {}
    for index, choice in enumerate(message.choices):
        if not choice.url:
            for tap_id in (choice.id, ""):
                numbers.setdefault(button_data(question, index, tap_id), set()).add(str(_number(message, choice)))
    for call in calls(message, question):
        action = call["interactive"]["action"] if call["type"] == "interactive" else {}
        for row in (row for section in action.get("sections", ()) for row in section["rows"]):
            if message.free or not _placed(message):  # a number is her own words there, or a label
                assert "n°" not in row.get("description", "")
            else:
                below = row.get("description", "").removeprefix("n°").strip()
                assert numbers[row["id"]] & {row["title"].split(".")[0], below}


def test_the_list_of_modules_has_a_number_on_every_row() -> None:
    names = (
        "Bien utiliser son smartphone",
        "Les micro-tâches",
        "Mots de passe, arnaques et vie privée",
        "Gérer l'argent",
    )
    modules = tuple(ModuleLine(f"m{n}", name, version=3 * (n == 3)) for n, name in enumerate(names))
    asked = training_dialogue.prompt(
        training_dialogue.State(), training_dialogue.Facts(datetime.now(UTC), modules=modules, looks=True)
    )
    (part,) = laid(asked)
    assert part.action is not None
    assert [(row["title"], row["description"]) for row in part.action["sections"][0]["rows"]] == [
        ("1. Bien utiliser son sm…", "Bien utiliser son smartphone"),
        ("Les micro-tâches", "n° 2"),
        ("3. Mots de passe, arnaq…", "Mots de passe, arnaques et vie privée"),
        ("4. 📝 Brouillon : Gérer…", "📝 Brouillon : Gérer l'argent"),
    ]


def test_three_answers_stay_one_tap_away_and_what_is_beside_them_gets_a_number() -> None:
    (part,) = laid(raw("Question ?").with_choices(*choices("Oui", "Non"), *ASIDES))
    assert titles(part) == ["Oui", "Non"]
    assert part.text == "Question ?\n\n3. ⏭ Passer\n4. ⏸ Pause\n5. ⚠️ Signaler un souci"


def test_more_than_ten_choices_are_lines_with_numbers_and_what_is_beside_them_buttons() -> None:
    (part,) = laid(raw("Question ?").with_choices(*choices(*"abcdefghijk"), *ASIDES))
    assert titles(part) == ["⏭ Passer", "⏸ Pause", "⚠️ Signaler un souci"]
    assert part.text.startswith("Question ?\n\n1. a\n2. b\n")
    assert part.text.endswith("\n11. k")


def test_several_answers_at_once_are_asked_for_by_their_numbers() -> None:
    message = Message(raw("Lesquels ?").parts, (*choices("Bananes", "Mangues"), *ASIDES), many=True)
    (part,) = laid(message)
    assert part.text == "Lesquels ?\n\n1. Bananes\n2. Mangues"
    assert titles(part) == ["⏭ Passer", "⏸ Pause", "⚠️ Signaler un souci"]


def test_the_numbered_lines_of_several_answers_are_not_repeated() -> None:
    asked = Message(raw("Lesquels ?").parts, (*choices(*"abcdefgh"), *ASIDES), many=True)
    (part,) = laid(asked.repeated(raw("Écris leurs numéros.")))
    assert part.text == "Écris leurs numéros.\n\nLesquels ?"
    assert titles(part) == ["⏭ Passer", "⏸ Pause", "⚠️ Signaler un souci"]


def test_a_long_label_is_shortened_on_its_button_and_whole_in_the_text() -> None:
    long = "Le commentaire attaque une personne"
    (part,) = laid(raw("Question ?").with_choices(*choices("Oui", long)))
    assert titles(part) == ["Oui", "2. Le commentaire a…"]
    assert part.text == f"Question ?\n\n1. Oui\n2. {long}"


def test_a_long_label_of_a_list_is_whole_below_its_title() -> None:
    long = "Le commentaire attaque une personne"
    (part,) = laid(raw("?").with_choices(*choices("a", "b", "c", long)))
    assert part.action is not None
    assert part.action["sections"][0]["rows"][3]["description"] == long
    assert part.text == "?"


@pytest.mark.parametrize("count", [2, 3])
def test_a_picture_with_a_question_is_one_message(count: int) -> None:
    answers_ = choices(*[f"Réponse {n}" for n in range(count)])
    (part,) = laid(raw("Que vois-tu ?").with_choices(*answers_, *ASIDES), kind="image")
    assert part.file
    assert part.type == "button"


def test_a_picture_with_many_answers_is_still_one_message() -> None:
    (part,) = laid(raw("Que vois-tu ?").with_choices(*choices(*"abcdef"), *ASIDES), kind="image")
    assert part.file
    assert titles(part) == ["⏭ Passer", "⏸ Pause", "⚠️ Signaler un souci"]
    assert part.text == "Que vois-tu ?\n\n1. a\n2. b\n3. c\n4. d\n5. e\n6. f"


def test_a_picture_for_her_own_words_is_one_message_and_every_word_beside_it_can_be_written() -> None:
    message = Message(raw("Écris.").parts, (*ASIDES, *choices("↩️ Corriger la dernière", aside=True)), free=True)
    (part,) = laid(message, kind="image")
    assert part.file
    assert len(titles(part)) == 3
    assert part.text == "Écris.\n\n• ↩️ Corriger la dernière"


def test_a_sound_goes_before_its_question() -> None:
    sound, question = laid(raw("Qu'entends-tu ?").with_choices(*choices("Oui", "Non")), kind="audio")
    assert (sound.file, sound.text) == (True, "")
    assert (question.file, question.text) == (False, "Qu'entends-tu ?")


def test_a_long_text_is_cut_at_a_paragraph_and_the_last_message_asks() -> None:
    text = "\n\n".join([f"Paragraphe {n}. " + "mot " * 100 for n in range(30)])
    found = laid(raw(text) + tr("Et alors ?").with_choices(*choices("Oui", "Non")))
    assert [part.action is not None for part in found] == [False] * (len(found) - 1) + [True]
    assert found[-1].text.endswith("Et alors ?")
    assert all(part.text.startswith("Paragraphe") for part in found)
    assert len(found) == 5


LINK = Choice("", Raw("S'inscrire"), url="https://hiteuses.org/atelier_1")


@pytest.mark.parametrize("kind", [None, "image", "document"])
def test_a_link_alone_is_a_button_also_below_a_picture(kind: str | None) -> None:
    (part,) = laid(raw("Un atelier samedi.").with_choices(LINK), None, kind)
    assert (part.type, part.text, part.file) == ("cta_url", "Un atelier samedi.", kind is not None)
    assert part.action == {
        "name": "cta_url",
        "parameters": {"display_text": "S'inscrire", "url": "https://hiteuses.org/atelier_1"},
    }


def test_beside_what_can_be_tapped_a_link_stands_in_the_text() -> None:
    (part,) = laid(raw("Un atelier samedi.").with_choices(LINK, *choices("J'ai lu")), None)
    assert (part.type, titles(part)) == ("button", ["J'ai lu"])
    assert part.text == "Un atelier samedi.\n\n🔗 S'inscrire : https://hiteuses.org/atelier_1"


def test_links_have_no_numbers() -> None:
    (part,) = laid(raw("?").with_choices(LINK, *choices("Oui", "Le commentaire attaque une personne")))
    assert part.text == (
        "?\n\n1. Oui\n2. Le commentaire attaque une personne\n🔗 S'inscrire : https://hiteuses.org/atelier_1"
    )


def test_a_message_without_a_word_is_still_sent() -> None:
    assert laid(Message()) == [Part("…")]
