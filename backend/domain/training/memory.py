"""When a question comes again, by the scheduler FSRS: when about one in ten would be forgotten.

An answer is right or wrong, and nobody is asked how hard it was. The scheduler's steps of minutes are not used, because
a wrong answer comes again at the end of its lesson anyway. So every card comes back after whole days. There is no
randomness: the same answers give the same days.
"""

from __future__ import annotations

from datetime import UTC, datetime

import fsrs

from backend.domain.errors import Misuse
from backend.records import Record

TARGET_RETENTION = 0.9
"""The probability that the answer is still known on the day when the question comes again."""

SESSION_QUESTIONS = 5
"""Questions of one revision: about two minutes."""

_scheduler = fsrs.Scheduler(
    desired_retention=TARGET_RETENTION,
    learning_steps=(),
    relearning_steps=(),
    maximum_interval=365,
    enable_fuzzing=False,
)


class Card(Record):
    """The memory model of a person and a question. `due`: when it comes again. `stability`: days; `difficulty`: 1 to
    10. `state` and `step` belong to the scheduler."""

    due: datetime
    stability: float
    difficulty: float
    last_review: datetime
    state: int = int(fsrs.State.Review)
    step: int | None = None


def review(card: Card | None, right: bool, at: datetime) -> Card:
    """The card after an answer at that time. `card` None: it was the first answer. Raises `Misuse` for a time without a
    zone."""
    if at.tzinfo is None:
        raise Misuse("a time without a zone could be anybody's")
    at = at.astimezone(UTC)  # the scheduler requires exactly this zone
    if card is None:
        known = fsrs.Card(card_id=0, due=at)
    else:
        known = fsrs.Card(
            card_id=0,
            state=fsrs.State(card.state),
            step=card.step,
            stability=card.stability,
            difficulty=card.difficulty,
            due=card.due.astimezone(UTC),
            last_review=card.last_review.astimezone(UTC),
        )
    after, _ = _scheduler.review_card(known, fsrs.Rating.Good if right else fsrs.Rating.Again, at)
    assert after.stability is not None and after.difficulty is not None
    return Card(after.due, after.stability, after.difficulty, at, int(after.state), after.step)
