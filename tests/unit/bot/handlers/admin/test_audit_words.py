"""What stands in the audit has French words, and what somebody asks of it is understood."""

from __future__ import annotations

import ast
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, get_args

import pytest

from backend.domain.admin.audit import AuditLine
from backend.domain.admin.cohort import PARTS
from backend.domain.announcements.life import AnnouncementState
from backend.domain.french.ranges import Span
from backend.domain.identity.linking import PROOF, PinSet
from backend.domain.messaging.failures import LIFETIMES
from backend.domain.messaging.message import Tr
from backend.domain.reminders.reminder_policy import SkipReason
from backend.domain.work.projects import ProjectStatus
from backend.services.identity.linking import How
from bot.channels.whatsapp import templates
from bot.handlers.admin.audit import MAX_ACTION_LETTERS, MAX_BUTTON_BYTES, Query, read, with_word
from bot.handlers.admin.audit_views import ACTIONS, VALUES, line
from bot.handlers.admin.support import views as support_views
from bot.handlers.messaging import purposes
from bot.handlers.threads import relaying
from bot.i18n.render import plain

ROOT = Path(__file__).parents[5]
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
    found = AuditLine(1, NOW, 2, "Mariam", "whatsapp", "announce", about, None, "", None, None)
    assert "annonce créée · n° 3, Réunion, 1 personne · WhatsApp" in said(found)


def lined(action: str, about: dict[str, Any], before: Any = None, after: Any = None) -> AuditLine:
    """Mariam did it, on WhatsApp; `before` and `after`: of the one thing that changed."""
    return AuditLine(1, NOW, 2, "Mariam", "whatsapp", action, about, None, "", before, after)


PHOTOS = {"project": 7, "name": "photos"}
FRENCH = [
    (
        lined("pause an announcement", {"announcement": 3}, {"state": "asked"}, {"state": "paused"}),
        "n° 3 · attend un accord → en pause",
    ),
    (
        lined("pause person", {}, {"paused_until": None}, {"paused_until": "2026-03-11T16:30:00+00:00"}),
        "– → mercredi 11 mars à 17 h 30",
    ),
    (lined("project.priority", PHOTOS, {"priority": 0}, {"priority": 1}), "photos · normale → haute"),
    (lined("project.status", PHOTOS, {"status": "open"}, {"status": "paused"}), "photos · ouvert → en pause"),
    (lined("jobs.again", {"ids": [4, 5], "tasks": 2, "name": "fetch_file"}), "fichier reçu, 2 travaux"),
    (lined("letters.drop", {"kind": "message", "ids": [4, 5]}), "2 messages"),
    (lined("letters.again", {"kind": "event", "ids": [4]}), "1 événement"),
    (
        lined("invite", {"role": "admin", "country": "CM", "count": 1, "duty": "reader"}),
        "admin (lecture seule), Cameroun, 1 code",
    ),
    (
        lined("invite", {"role": "huber", "country": "CM", "count": 2, "countries": ["CM", "CI"]}),
        "Huber (Cameroun, Côte d'Ivoire), Cameroun, 2 codes",
    ),
    (lined("vouch", {"chat": 3, "reason": "forgot", "hers": True}), "code secret oublié, oui"),
    (lined("lock", {"chat": 3, "label": "WhatsApp", "reason": "silent"}), "WhatsApp, six mois sans un mot"),
    (lined("encourage", {"why": "gone"}), "partie depuis 28 jours"),
    (lined("publish module", {"name": "smartphone", "version": 3}), "smartphone, version 3"),
    (lined("ask for a second person", {"country": "CM"}, {"second": False}, {"second": True}), "Cameroun · non → oui"),
    (
        lined("import", {"project": "photos", "file": "a.csv", "tasks": 3, "booked": [10_000, "EUR"]}),
        "photos, a.csv, 3 tâches, 1,00 €",
    ),
]


@pytest.mark.parametrize(("found", "words"), FRENCH, ids=[found.action for found, _ in FRENCH])
def test_a_line_is_french_words_and_her_own_time(found: AuditLine, words: str) -> None:
    assert f" · {words} · WhatsApp" in said(found)


def test_every_word_of_ours_that_is_written_down_has_a_french_one() -> None:
    words = {*AnnouncementState, *ProjectStatus, *get_args(How), *get_args(PinSet.__annotations__["what"])}
    words |= {*PARTS, "hands", "silent", "forgot", "training", "talk", "open", "withdrawn"}
    assert {str(word) for word in words} - set(VALUES) == set()


def said(found: AuditLine, zone: str = "Africa/Douala") -> str:
    return (
        plain(line(found, {"fetch_file": Tr("fichier reçu")}.__getitem__), "fr", zone)
        .replace("\u00a0", " ")
        .replace("\u202f", " ")
    )


# --- why something was said -------------------------------------------------------------------------------


def test_every_purpose_of_a_message_has_french_words() -> None:
    found = {
        *LIFETIMES,
        *(template.purpose for template in templates.TEMPLATES),
        PROOF,
        relaying.QUESTION,
        relaying.ANSWER,
    }
    for file in (*(ROOT / "backend").rglob("*.py"), *(ROOT / "bot").rglob("*.py")):
        source = file.read_text()
        for node in ast.walk(ast.parse(source)) if "purpose" in source else ():
            if isinstance(node, ast.keyword) and node.arg == "purpose" and isinstance(node.value, ast.Constant):
                found.add(str(node.value.value))
    assert {"announcement_result", "alert", "reminder", "proof", "huber_answer"} <= found
    assert found - set(purposes.PURPOSES) == set()


def test_every_reason_of_a_silence_has_french_words() -> None:
    assert set(SkipReason) - set(support_views.UNSENT) == set()


def test_no_two_acts_are_one_on_a_button() -> None:
    assert len({name.replace(" ", "_")[:MAX_ACTION_LETTERS] for name in ACTIONS}) == len(ACTIONS)


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
    assert len(f"/audit {query.words} avant 123456789012".encode()) <= MAX_BUTTON_BYTES


def test_a_word_of_an_action_finds_those_that_it_may_mean() -> None:
    assert {"propose payouts", "stop payouts", "hold payout"} <= {*with_word("paiements")}
    assert with_word("consigne") == ["record instructions", "remove instructions"]
    assert with_word("Awa") == with_word("") == []
