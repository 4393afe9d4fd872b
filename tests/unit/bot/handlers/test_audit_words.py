"""What stands in the audit has French words, and what somebody asks of it is understood."""

from __future__ import annotations

import ast
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from backend.domain.audit import Line
from backend.domain.statistics import Span
from bot.handlers.audit import BUTTON, SHORT, Query, read
from bot.handlers.audit_view import ACTIONS, line
from bot.i18n.render import plain

ROOT = Path(__file__).parents[4]
TODAY = date(2026, 3, 4)
NOW = datetime(2026, 3, 4, 16, 30, tzinfo=UTC)
DAY = Span(date(2026, 3, 3), date(2026, 3, 3))


def written_actions() -> set[str]:
    """The literal names of acts in calls of `audit.note`."""
    found = set()
    for file in (*(ROOT / "backend").rglob("*.py"), *(ROOT / "bot").rglob("*.py")):
        source = file.read_text()
        if "audit.note" not in source:
            continue
        for call in ast.walk(ast.parse(source)):
            if isinstance(call, ast.Call) and ast.unparse(call.func).endswith("audit.note"):
                action = call.args[3]
                if isinstance(action, ast.Constant):
                    found.add(str(action.value))
    return found


def test_every_act_that_is_written_down_has_french_words() -> None:
    found = written_actions()
    assert {"role", "invite", "promote"} <= found  # or the search above finds nothing at all
    assert found - set(ACTIONS) == set()


def test_a_number_in_the_audit_says_of_what() -> None:
    about = {"announcement": 3, "text": "Réunion", "people": 1}
    found = Line(1, NOW, 2, "Mariam", "whatsapp", "announce", about, None, "", None, None)
    assert "annonce créée · Réunion, 1 personne · WhatsApp" in plain(line(found), "fr").replace("\u00a0", " ")


def test_no_two_acts_are_one_on_a_button() -> None:
    assert len({name.replace(" ", "_")[:SHORT] for name in ACTIONS}) == len(ACTIONS)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("", Query()),
        ("Awa", Query(name="Awa")),
        ("12", Query(number=12)),
        ("n° 12 hier", Query(number=12, span=DAY)),
        ("hier", Query(span=DAY)),
        ("Awa hier", Query(name="awa", span=DAY)),
        ("rôle changé", Query(action="role")),
        ("ROLE CHANGE hier", Query(action="role", span=DAY)),
        ("a:role n7 2026-03-03 avant 345", Query(action="role", number=7, span=DAY, below=345)),
        ("du 1er au 3 mars", Query(span=Span(date(2026, 3, 1), date(2026, 3, 3)))),
        ("🙂 مريم", Query(name="🙂 مريم")),
    ],
)
def test_words_after_audit_are_understood(text: str, query: Query) -> None:
    found = read(text, TODAY)
    assert (found.name.casefold(), found.action, found.number, found.span, found.below) == (
        query.name.casefold(),
        query.action,
        query.number,
        query.span,
        query.below,
    )


@pytest.mark.parametrize("action", sorted(ACTIONS))
def test_what_stands_on_a_button_is_read_as_it_was_meant(action: str) -> None:
    query = Query(action=action, number=12, span=DAY)
    assert read(query.words, TODAY) == query
    assert len(f"/audit {query.words} avant 123456789012".encode()) <= BUTTON
