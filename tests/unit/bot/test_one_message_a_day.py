"""What the product may say to a person without having been asked: each event of our own clock is of one kind.

A new one fails here until somebody has decided which it is.
"""

from __future__ import annotations

from bot.channels.whatsapp.templates import TEMPLATES
from bot.dialogues import DIALOGUES
from bot.handlers.quality import decisions
from bot.handlers.reminders import message

DAY = {"reminder"}
"""The one message a day."""
DECISIONS = {"answer refused", "report decided", "tie settled", "help with work"}
"""Decisions on her answers: one message a day for all of them."""
REPLIES = {
    *("appeal decided", "claim answered", "batch", "batch checked", "file", "names read", "result file"),
    "personal data",
    *("payouts proposed", "thread", "thread_file", "wallet in another name", "work declined"),
}
"""What follows from what the person, or somebody who writes to her, has asked for."""
PAYMENTS = {"payout", "topped up"}
ACCOUNT = {"joining", "role", "promoted", "concern decided"}
"""Her account: joined chats, another role, work that a person stopped or opened for her."""
TEAM = {"concern waits", "payouts wait"}
"""For the team alone."""
STAFF = {"monday sheet"}
"""Hubers and admins, who get no reminder: one sheet a week."""
CARRIED = {"quiet_hours_over", "say", "decisions to tell"}
"""What was said already and waited for the morning."""


def test_every_event_of_our_own_clock_has_its_place_beside_the_one_message_a_day() -> None:
    assert {*DIALOGUES.wakeups} == DAY | DECISIONS | REPLIES | PAYMENTS | ACCOUNT | TEAM | STAFF | CARRIED


def test_decisions_share_one_message_a_day() -> None:
    assert {DIALOGUES.wakeups[name] for name in DECISIONS} == {decisions.hear}
    assert DIALOGUES.wakeups["reminder"] is message.woken


def test_each_of_them_has_a_template() -> None:
    purposes = {template.purpose for template in TEMPLATES}
    assert {
        "reminder",
        "learning",
        "summary",
        "month",
        "payment",
        "notice",
        "security",
        "staff_week",
        decisions.PURPOSE,
    } <= purposes
