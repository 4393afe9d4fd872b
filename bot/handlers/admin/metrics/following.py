"""The question that was answered last, which the next one may go on from."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date

from backend.domain.admin.metric_query import following, wording
from backend.domain.admin.metric_query.question import MetricQuery
from backend.records import replace
from bot.handlers.engine.turn import Turn

KEPT = "figures"
"""The key of `Conversation.asked` that holds it in words, as long as nothing else is shown; "" if it got no number, and
"?people …" (or "?projects …", "?countries …") if it was asked which one is meant."""
_ALL = "stats"
"""These words stand for all figures."""


def keep(turn: Turn, question: MetricQuery, today: date) -> None:
    """Keep a question that is answered, or asked back, until something else is said."""
    kind = "people" if question.which_person else "projects" if question.which_project else "countries"
    _keep(turn, (f"?{kind} " if question.asked_back else "") + wording.phrase(question, today))


def keep_all(turn: Turn) -> None:
    """Keep that all figures are shown."""
    _keep(turn, _ALL)


def refused(turn: Turn, question: MetricQuery, text: str) -> None:
    """Keep that a question got no number. Where it went on from one that did, or was no question, that one is kept."""
    goes_on = following.beside(text) is not None or not question.understood
    kept = turn.conversation.asked.get(KEPT) if goes_on else ""
    if kept is not None or question.understood:
        _keep(turn, kept or "")


def _keep(turn: Turn, words: str) -> None:
    turn.conversation.asked[KEPT] = turn.kept[KEPT] = words


async def read(turn: Turn, text: str, today: date, by_itself: Callable[[str], Awaitable[MetricQuery]]) -> MetricQuery:
    """Read a text that may go on from the question before: « et hier ? ». `by_itself`: how any text is read."""
    kept: str | None = turn.conversation.asked.get(KEPT)
    rest = following.beside(text)
    then = await by_itself(text if rest is None or kept is None else rest)
    if rest is None or not (then.understood or then.everywhere) or (then.measures and following.narrows(text)):
        return then
    hole, words = kept[1:].split(" ", 1) if kept and kept.startswith("?") else ("", kept or "")
    before = await by_itself(words) if words else MetricQuery()
    named = then.only.people or then.which_person
    if following.means_her(text) and (following.means_her_too(text) or not (named or len(before.only.people) == 1)):
        return replace(then, unknown=(*then.unknown, "elle"))
    fills = not hole or getattr(then.only, hole) or getattr(then, _WHICH[hole])
    if words and fills:
        return following.joined(before, then, rest, today)
    if kept is not None and not following.asks_alone(text) and not (then.measures and (then.spans or then.only)):
        return _of_what(then, text)
    nowhere = kept is None and following.goes_on(text) and not then.measures  # below a file, a cohort, payments
    return _of_what(then, text) if nowhere else then


def _of_what(then: MetricQuery, text: str) -> MetricQuery:
    """A text of which nobody knows what question it goes on from."""
    return replace(then, unknown=then.unknown or (" ".join(text.split()),))


_WHICH = {"people": "which_person", "projects": "which_project", "countries": "which_country"}
