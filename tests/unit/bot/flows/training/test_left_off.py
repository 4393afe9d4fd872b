"""Who comes back to a question of which some parts are answered, when its module was published anew."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from backend.domain.training.modules import Lesson
from backend.domain.training.questions import Matching, Question
from bot.flows.engine.kit import Resumed
from bot.flows.training import final, final_views, lesson, lesson_views, revision
from bot.flows.training.questions import Draft

SHOWN = datetime(2026, 3, 4, 9, tzinfo=UTC)
BACK = SHOWN + timedelta(hours=2)
CAPITALS = Question("capitals", "Relie.", Matching((("Cameroun", "Yaoundé"), ("Togo", "Lomé"), ("Niger", "Niamey"))))
BEGUN = Draft(given=(1, None, None))
SINCE = SHOWN.isoformat()
FLOWS: tuple[tuple[Any, Any, Any], ...] = (
    (lesson, lesson_views.State("question", 1, asked=(1,), draft=BEGUN, since=SINCE), lesson_views.Facts),
    (final, final_views.State("question", "capitals", 1, (1,), draft=BEGUN, since=SINCE), final_views.Facts),
    (revision, revision.State((1,), draft=BEGUN, since=SINCE), revision.Facts),
)


@pytest.mark.parametrize(("flow", "state", "facts"), FLOWS)
@pytest.mark.parametrize("renewed", [True, False])
def test_pairs_of_the_former_text_are_none_of_the_new_one(flow: Any, state: Any, facts: Any, renewed: bool) -> None:
    """They are kept as places in the list of sides, which has another order by now, and were marked."""
    live_at = SHOWN + timedelta(hours=1 if renewed else -1)
    shown = {"lesson": Lesson("capitals", 1, "Capitales")} if flow is lesson else {}
    known = facts(now=BACK, question=CAPITALS, live_at=live_at, **shown)
    after = flow.step(state, Resumed(), known).state
    assert after.draft == (Draft() if renewed else BEGUN)
