"""What the author of an announcement sees of its poll: the same in text as in the picture."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from backend.domain.announcements.content import Announcement, Poll
from backend.domain.announcements.life import Announced, AnnouncementState, Audience
from backend.domain.announcements.sending import AnnouncementProgress
from bot.flows.announcements.report import BAR_LENGTH, chart, result
from bot.i18n.render import plain

NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)


def announced(answers: int) -> Announced:
    poll = Poll("Quel jour ?", tuple(f"Jour {n}" for n in range(answers)))
    content = Announcement("Atelier", None, (poll,))
    return Announced(1, 1, content, Audience(), None, AnnouncementState.DONE, 100, NOW, NOW, NOW)


@pytest.mark.parametrize(
    ("votes", "bars"),
    [
        ((0, 0), (0, 0)),
        ((3, 0), (8, 0)),
        ((5, 5), (4, 4)),
        ((60, 20, 20), (4, 1, 1)),
        ((99, 1), (7, 1)),  # a single voice among many is seen
        ((30, 30, 30, 30), (2, 2, 2, 2)),
    ],
)
def test_a_bar_is_the_share_of_all_votes_as_in_the_picture(votes: tuple[int, ...], bars: tuple[int, ...]) -> None:
    progress = AnnouncementProgress(100, sent=100, votes=votes)
    for message in (result(announced(len(votes)), progress), chart(announced(len(votes)), progress)):
        shown = re.findall("[▰▱]+", "\n".join(plain(part, "fr") for part in message.parts))
        assert [len(bar) for bar in shown] == [BAR_LENGTH] * len(votes)
        assert tuple(bar.count("▰") for bar in shown) == bars
