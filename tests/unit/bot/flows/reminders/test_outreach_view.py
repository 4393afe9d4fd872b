from datetime import UTC, date, datetime

import pytest

from backend.domain.messaging.states import OutboxStatus
from backend.domain.reminders.reminder_policy import Kind, Outreach, SkipReason
from backend.records import replace
from bot.flows.reminders import views as reminders_views
from bot.i18n.render import plain

AT = datetime(2026, 3, 4, 18, tzinfo=UTC)
SENT = Outreach(date(2026, 3, 4), AT, (Kind.REVISION, Kind.WORK), None, {}, "telegram", OutboxStatus.SENT, AT)
SPARED = Outreach(date(2026, 3, 3), AT, (), SkipReason.WORKED, {Kind.WORK: SkipReason.WORKED})


def shown(day: Outreach) -> str:
    return plain(reminders_views.line(day), "fr").replace("\u00a0", " ")


def test_a_line_says_what_was_said_on_a_day_or_why_nothing_was() -> None:
    assert shown(SENT) == "mercredi 4 mars : révision, travail · parti"
    assert shown(SPARED) == "mardi 3 mars : rien (elle avait déjà travaillé)"


@pytest.mark.parametrize(
    ("day", "fate"),
    [
        (replace(SENT, delivered_at=AT), "reçu"),
        (replace(SENT, delivered_at=AT, read_at=AT), "lu"),
        (replace(SENT, status=OutboxStatus.FAILED), "pas arrivé"),
        (replace(SENT, status=OutboxStatus.HELD), "attend son prochain mot"),
        (replace(SENT, status=OutboxStatus.WAITING), "en route"),
    ],
)
def test_how_far_a_message_has_come_is_said(day: Outreach, fate: str) -> None:
    assert shown(day).endswith(f"· {fate}")


def test_every_kind_and_reason_has_words() -> None:
    assert set(reminders_views.KINDS) == set(Kind)
    assert set(reminders_views.REASONS) == set(SkipReason)
