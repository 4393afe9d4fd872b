"""A module's final test: an introduction, then its questions one by one. Nothing is said about an answer before the
end; `final_views` says what is said then.

The service keeps the try with its questions and answers, so that days later, after a crash or on another channel, she
goes on with the same question."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from backend.domain.messaging.message import Message
from backend.domain.training.final import (
    AnswerFinal,
    FinalFinished,
    FinalOpened,
    FinalReady,
    FinalRefused,
    FinishFinal,
    OpenFinal,
)
from backend.records import replace
from bot.flows.engine.answers import PICK
from bot.flows.engine.kit import (
    Do,
    Done,
    Effect,
    Event,
    Left,
    Picked,
    Resumed,
    Say,
    SecondThought,
    Started,
    Step,
    Typed,
    again,
    asked_anew,
    change,
    leave,
    misread,
    stay,
)
from bot.flows.engine.registry import Flow
from bot.flows.training import final_views, going_on, questions, taking_again
from bot.flows.training.final_views import BEGIN, Facts, State
from bot.flows.training.lesson import MAX_ANSWER_TIME
from bot.flows.training.lesson_views import PREVIEWED
from bot.flows.training.questions import Draft, Finished, More, Wrong
from bot.flows.training.verdicts import marked, verdict


def prompt(state: State, facts: Facts) -> Message:
    """Introduce the test, or ask its next question."""
    return final_views.prompt(state, facts)


def step(state: State, event: Event, facts: Facts) -> Step[State]:
    """Take the start of a try, then answers. In a preview nothing is stored."""
    match event:
        case Started(argument):
            opening = _opening(argument)
            return stay(opening, Do(OpenFinal(opening.module, preview=opening.preview)))
        case Done(FinalReady()):
            return stay(replace(state, at="intro"))
        case Done(FinalOpened(attempt, asked, done)):
            begun = replace(state, at="question", attempt=attempt, asked=asked, done=done, since=facts.now.isoformat())
            return stay(begun, *((Say(final_views.where(begun)),) if done else ()))
        case Done(FinalRefused(module)):
            return leave(Say(final_views.refused(module, facts)))
        case Done(FinalFinished() as finished):
            return leave(Say(final_views.finished(finished, facts)))
        case _ if state.at == "question" and facts.question is None:
            return leave(Say(final_views.refused(None, facts)))
        case Left():
            return leave(Say(PREVIEWED if state.preview else final_views.waits(state)))
        case Resumed() if state.at == "question":
            draft = questions.left_off(state.draft, state.since, facts.live_at, facts.now)
            return stay(replace(state, draft=draft, since=facts.now.isoformat()), Say(final_views.where(state)))
        case Resumed():
            return stay(state)
        case Picked(BEGIN.id) if state.at == "intro":
            return stay(state, Do(OpenFinal(state.module, begin=True)))
        case Typed(text) if state.at == "intro" and (going_on.starts(text) or taking_again.wanted(text)):
            return stay(state, Do(OpenFinal(state.module, begin=True)))
        case _ if state.at == "intro":
            return misread(state, Say(PICK))
    if questions.is_renewed(state.since, facts.live_at, facts.now):
        return asked_anew(replace(state, draft=Draft(), since=facts.now.isoformat()), Say(questions.RENEWED))
    found = _answered(state, event, facts)
    assert facts.question is not None
    return questions.taken(facts.question, state.draft, event, found, preview=state.preview)


def _opening(argument: Any) -> State:
    """`argument`: the `module`, and whether it is only looked at (`preview`)."""
    given = argument if isinstance(argument, Mapping) else {"module": argument}
    return State(module=str(given.get("module") or ""), preview=bool(given.get("preview")))


def _answered(state: State, event: Event, facts: Facts) -> Step[State]:
    question = facts.question
    assert question is not None
    match questions.step(final_views.asked(state, question, facts.ticks), state.draft, event):
        case Wrong(why):
            return misread(state, Say(why))
        case More(draft, in_place):
            after = replace(state, draft=draft)
            return change(after) if in_place else stay(after)
        case Finished(given):
            pass
    mark = marked(question, given)
    after = replace(state, done=state.done + 1, draft=Draft(), since=facts.now.isoformat())
    if state.preview:
        told = Say(verdict(question, given, mark, last=True))
        return stay(after, told) if after.question else leave(told, Say(PREVIEWED))
    took = min(facts.now - datetime.fromisoformat(state.since), MAX_ANSWER_TIME) if state.since else MAX_ANSWER_TIME
    answer = AnswerFinal(
        state.attempt, state.done, state.question, mark.share, mark.right, max(0, int(took.total_seconds()))
    )
    effects: list[Effect] = [Do(answer)]
    if after.question:
        return stay(after, *effects, Say(final_views.NOTED))
    return stay(after, *effects, Do(FinishFinal(state.attempt)))


def rethink(was: State, thought: SecondThought, facts: Facts) -> Step[State] | None:
    """An answer in a test cannot be changed; a part of one can (a pair), until all are given."""
    if was.at != "question" or thought.now is None:
        return None
    now = thought.now
    if facts.question is not None and (now.attempt, now.done) == (was.attempt, was.done):
        draft = questions.applies_to(was.draft, now.draft, facts.question)
        return step(replace(now, draft=draft), Picked(thought.choice), facts)
    return again(thought.now, Say(final_views.STAYS))


FLOW = Flow("final", 1, State, prompt, step, leaves=True, marks=True, rethink=rethink, waits=True, serves="learners")
