"""What the services of second looks would do for the conversations, in memory."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from backend.domain.quality.review import REDO_WITHIN, ReviewKind, Verdict
from backend.domain.work import reviewing
from backend.domain.work.commands import Task
from backend.domain.work.reviewing import RefusedTask, ReviewItem
from backend.records import replace
from bot.flows.quality import recourse, review_views
from tests.dialogues.projects import PROJECTS


class Reviewing:
    """`queue`: the kinds of what waits, in order, all about the second task of the project `about`. `refused`: how many
    answers of hers were refused. `outcome`: what comes of a verdict. `late`: the answers are accepted already."""

    def __init__(
        self,
        now: datetime,
        queue: Sequence[str] = (),
        refused: int = 0,
        outcome: reviewing.Reviewed = "done",
        about: str = "comments",
        *,
        late: bool = False,
    ) -> None:
        self._now = now
        self._outcome = outcome
        self._late = late
        config, contents = PROJECTS[about]
        self._queue = [
            ReviewItem(
                number,
                ReviewKind[kind.upper()],
                Task(1, 1, config, contents[1]),
                reports=("unclear", "other: le texte est coupé") if kind == "report" else (),
            )
            for number, kind in enumerate(queue, 1)
        ]
        self._refused = [
            RefusedTask(
                Task(number, 1, config, contents[number - 1], value="ad"),
                "La consigne n'est pas suivie",
                "Relis la consigne : une insulte est de la haine.",
                "hate",
                now + REDO_WITHIN,
                redo=True,
                appealed=None,
                decided=False,
            )
            for number in range(1, refused + 1)
        ]

    def facts(self, flow: str, state: Any, country: str, *, ticks: bool) -> Any:
        if flow == "recourse":
            return recourse.Facts(country, tuple(self._refused), ticks, ticks)
        item = next((each for each in self._queue if each.id == state.review), None)
        return review_views.Facts(country, item, ticks, ticks)

    def carry_out(self, command: Any) -> Any:
        match command:
            case reviewing.TakeReview():
                return reviewing.ReviewTaken(self._queue[0] if self._queue else "none")
            case reviewing.JudgeReview(_, value):
                first = self._queue[0]
                appeal = first.kind is ReviewKind.APPEAL
                self._queue[0] = replace(
                    first,
                    judged=value,
                    late=self._late,
                    answer=None if first.kind is ReviewKind.TIE else "ad",
                    others=("ok", "hate", "hate"),
                    why="La consigne n'est pas suivie" if appeal else "",
                    words="C'est une publicité cachée." if appeal else "",
                )
                return reviewing.ReviewJudged(self._queue[0])
            case reviewing.DecideReview(_, Verdict()):
                del self._queue[0]
                return reviewing.ReviewDecided(self._outcome)
            case reviewing.LeaveReview():
                del self._queue[0]
                return None
            case reviewing.RedoAnswer(task_id):
                self._refused = [each for each in self._refused if each.task.id != task_id]
                return reviewing.AnswerRedone(True)
            case reviewing.Appeal():
                return reviewing.Appealed(self._now + timedelta(hours=48))
        raise AssertionError(command)
