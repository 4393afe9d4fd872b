"""Templates: as Meta takes them, filled so that it takes them, and compared with the account."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.messaging.message import Message, Raw, Tr, raw, tr
from backend.records import replace
from bot.channels.base import Outgoing
from bot.channels.whatsapp.approvals import compare, usable
from bot.channels.whatsapp.templates import TEMPLATES, Template, definition, detail, filled, wanted
from bot.dialogues import DIALOGUES

REMINDER = next(t for t in TEMPLATES if t.purpose == "reminder")
PLACES = re.compile(r"\{\{(\d)\}\}")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda t: t.name)
def test_a_template_is_as_meta_takes_it(template: Template) -> None:
    assert re.fullmatch(r"[a-z0-9_]{1,512}", template.name)
    assert PLACES.findall(template.body) == ["1", "2"]
    assert not template.body.startswith("{{")
    assert not template.body.endswith("}}")
    assert len(template.body) + 200 <= 1_024
    assert "\n\n\n" not in template.body
    assert 1 <= len(template.buttons) <= 3
    for label, word in template.buttons:
        assert len(label) <= 20
        assert re.fullmatch(r"[\w '’-]+", label)  # neither emoji nor mark
        assert DIALOGUES.words.read(word) is not None


def test_each_purpose_that_needs_one_has_a_template_in_french() -> None:
    assert {t.purpose for t in TEMPLATES if t.language == "fr"} >= {
        "reminder",
        "work_available",
        "payment",
        "announcement",
        "review_result",
        "notice",
        "summary",
    }
    assert len({(t.name, t.language) for t in TEMPLATES}) == len(TEMPLATES)


def test_outside_the_window_a_decision_leads_to_the_answers_that_can_be_contested() -> None:
    (template,) = wanted("review_result", "fr")
    assert "/recours" in dict(template.buttons).values()


def test_a_template_stands_in_for_her_language_else_in_french() -> None:
    assert wanted("reminder", "en") == wanted("reminder", "fr") == [REMINDER]
    assert wanted("reply", "fr") == []


def outgoing(message: Message, first_name: str = "Awa") -> Outgoing:
    return Outgoing(7, "2250700000001", message, purpose="reminder", first_name=first_name)


def values(message: Message, first_name: str = "Awa") -> list[str]:
    body, *_ = filled(REMINDER, outgoing(message, first_name))["components"]
    return [parameter["text"] for parameter in body["parameters"]]


def test_a_reminder_is_told_on_one_line_without_a_second_greeting() -> None:
    greeting = tr("{hello} 👋", hello=Tr("Bonsoir {name} !", {"name": Raw("Awa")}))
    message = greeting + tr("Il y a du travail : *{title}*.", title=Raw("Tri\nd'images"))
    assert values(message) == ["Awa", "Il y a du travail : Tri d'images."]


def test_lines_stay_apart_on_the_one_line() -> None:
    said = tr("💬 Awa : mon argent n'est pas là") + tr("Réponds, ou touche un bouton.") + tr("Une liste\n• un\n• deux")
    assert values(said)[1] == ("💬 Awa : mon argent n'est pas là · Réponds, ou touche un bouton. Une liste • un • deux")


def test_what_asks_staff_for_something_is_carried_by_a_template() -> None:
    assert [each.name for each in wanted("alert", "fr")] == ["hiteuses_compte_1"]


def test_a_payment_leads_to_where_she_says_whether_it_has_come() -> None:
    """« Tu l'as bien reçue ? » stood above « Mes gains » alone."""
    (template,) = wanted("payment", "fr")
    assert template.buttons == (("Ma paie", "/paiement"), ("Mes gains", "/gains"))
    assert "« Ma paie »" in template.body


def test_a_question_fits_whoever_answers_it() -> None:
    """An owner, who answers where there is no Huber, read « une femme de ton pays attend ta réponse »."""
    assert all("ton pays" not in each.body for each in TEMPLATES if each.purpose == "huber_question")


def test_somebody_without_a_name_is_named_all_the_same() -> None:
    assert values(raw("Viens."), " ") == ["toi", "Viens."]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda t: t.name)
def test_no_template_greets_by_the_hour_or_promises_what_is_not_there(template: Template) -> None:
    said = " ".join((template.body, *template.example)).lower()
    for never in ("bonsoir", "versé", "virement", "envoyé", "refaire", "contester", "effacer", "wave", "partis"):
        assert never not in said
    assert "bonjour" not in template.body.lower()


def test_a_tap_on_a_template_is_a_word_of_the_chat() -> None:
    _, *taps = filled(REMINDER, outgoing(raw("Viens.")))["components"]
    assert [(t["index"], t["parameters"][0]["payload"]) for t in taps] == [("0", "/travail"), ("1", "/rappels")]


@given(st.lists(st.text(max_size=1_500), max_size=3), st.text(max_size=100), st.sampled_from(TEMPLATES))
def test_whatever_is_said_fills_a_template_as_the_platform_takes_it(
    texts: list[str], name: str, template: Template
) -> None:
    content = filled(template, outgoing(Message(tuple(Raw(text) for text in texts)), name))
    body = content["components"][0]["parameters"]
    whole = template.body
    for number, parameter in enumerate(body, 1):
        text = parameter["text"]
        assert text.strip()
        assert not re.search(r"[\n\t\r]| {5}", text)
        whole = whole.replace(f"{{{{{number}}}}}", text)
    assert len(whole.encode("utf-16-le")) // 2 <= 1_024


def test_a_message_without_words_still_fills_its_place() -> None:
    assert detail(Message(), "fr", "UTC")


# --- against the account ------------------------------------------------------------------------------


def there(template: Template = REMINDER, **more: Any) -> dict[str, Any]:
    return {**definition(template), "status": "APPROVED", **more}


def test_an_approved_template_that_is_ours_is_ok() -> None:
    assert compare(REMINDER, [there()]).ok
    assert usable(REMINDER, [there()])


@pytest.mark.parametrize(
    ("account", "state", "sendable"),
    [
        ([], "missing", False),
        ([there() | {"language": "en"}], "missing", False),
        ([there(status="PENDING")], "pending", False),
        ([there(status="REJECTED", rejected_reason="INVALID_FORMAT")], "rejected", False),
        ([there(status="PAUSED")], "paused", False),
        ([there(replace(REMINDER, body="Salut {{1}}, {{2}} !"))], "different", True),
        ([there(replace(REMINDER, body="Salut {{1}} !"))], "different", False),
        ([there(replace(REMINDER, buttons=(("Aller", "/travail"),)))], "different", False),
        ([there(components="odd")], "different", False),
    ],
)
def test_what_is_not_right_has_a_state_and_a_reason(account: list[dict[str, Any]], state: str, sendable: bool) -> None:
    standing = compare(REMINDER, account)
    assert (standing.state, standing.ok) == (state, False)
    assert standing.text
    assert usable(REMINDER, account) is sendable


def test_a_rejection_is_told_with_its_reason() -> None:
    assert "INVALID_FORMAT" in compare(REMINDER, [there(status="REJECTED", rejected_reason="INVALID_FORMAT")]).text


def test_a_category_that_meta_changed_is_told_for_it_costs_more() -> None:
    standing = compare(REMINDER, [there(category="MARKETING")])
    assert standing.ok
    assert "MARKETING" in standing.text
