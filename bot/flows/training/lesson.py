"""A lesson: its screens one by one, then its questions, then those that were answered wrong once more.

The feedback on an answer is sent together with the next step, so that each step costs one message. Every step
stores her place (`KeepPlace`): days later, after a crash, another lesson or on another channel she goes on there,
and one line says where that is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from backend.domain.messaging.message import Message
from backend.domain.training.learning import (
    FinishLesson,
    KeepPlace,
    LessonFinished,
    LessonOpened,
    LessonRefused,
    OpenLesson,
    RecordAnswer,
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
    change,
    leave,
    misread,
    stay,
)
from bot.flows.engine.registry import Flow
from bot.flows.training import going_on, lesson_views, questions
from bot.flows.training.lesson_views import BACK, NEXT, PICTURE, Facts, State
from bot.flows.training.questions import Draft, Finished, More, Wrong
from bot.flows.training.verdicts import marked, verdict

RECAP_AFTER = timedelta(hours=6)
"""After this long a line says where she was."""
MAX_ANSWER_TIME = timedelta(minutes=10)
"""The most time that an answer is counted with; beyond it she did something else."""


def prompt(state: State, facts: Facts) -> Message:
    """Show the screen, or ask the question."""
    return lesson_views.prompt(state, facts)


def step(state: State, event: Event, facts: Facts) -> Step[State]:
    """Take "next", "back" or the picture of a screen, then answers. Each step stores the place."""
    match event:
        case Started(argument):
            opening = _opening(argument)
            return stay(opening, Do(OpenLesson(opening.lesson, opening.preview, opening.ref)))
        case Done(LessonOpened() as opened):
            return _opened(state, opened, facts)
        case Done(LessonRefused(missing)):
            return leave(Say(lesson_views.refused(missing)))
        case Done(LessonFinished() as finished):
            return leave(Say(lesson_views.finished(finished, facts)))
        case _ if facts.lesson is None or (state.at == "question" and facts.question is None):
            return leave(Say(lesson_views.refused(())))
        case Resumed():
            return _goes_on(state, facts)
        case Left() if state.preview:
            return leave(Say(lesson_views.PREVIEWED))
        case Left():
            return leave(Do(KeepPlace(state.lesson, FLOW.dump(state))), Say(lesson_views.PLACE_KEPT))
    back_again = (Say(lesson_views.where(state, facts)),) if _since(state, facts) > RECAP_AFTER else ()
    if state.at == "question" and questions.is_renewed(state.since, facts.live_at, facts.now):
        return replace(_go(replace(state, draft=Draft()), facts, Say(questions.RENEWED)), anew=True)
    if state.at == "question":
        found = _answered(state, event, facts, back_again)
        assert facts.question is not None
        return questions.taken(facts.question, state.draft, event, found, preview=state.preview)
    return _read(state, event, facts, back_again)


def _opening(argument: Any) -> State:
    """`argument`: the id of a lesson, or a mapping with the `lesson`, and
    `preview` or the `draft` that is looked at."""
    given = argument if isinstance(argument, Mapping) else {"lesson": argument}
    ref = str(given.get("draft") or "")
    return State(lesson=int(given["lesson"]), preview=bool(given.get("preview") or ref), ref=ref)


def _opened(state: State, opened: LessonOpened, facts: Facts) -> Step[State]:
    if facts.lesson is None:
        return leave(Say(lesson_views.refused(())))
    if opened.place is not None:
        _, version, data = opened.place
        return _goes_on(FLOW.load(version, data), facts)
    begun = State(
        "screen" if facts.lesson.screens else "question",
        state.lesson,
        asked=opened.asked,
        seed=opened.seed,
        preview=state.preview,
        ref=state.ref,
    )
    if not facts.lesson.screens and not opened.asked:
        return _finish(begun)
    return _go(begun, facts)


def _read(state: State, event: Event, facts: Facts, said: tuple[Say, ...]) -> Step[State]:
    assert facts.lesson is not None
    screens = facts.lesson.screens
    state = replace(state, screen=min(state.screen, max(0, len(screens) - 1)))  # a new version may have fewer screens
    match event:
        case Picked(PICTURE.id):
            return _go(replace(state, pictured=True), facts, *said)
        case Picked(BACK.id) if state.screen > 0:
            return _go(replace(state, screen=state.screen - 1, pictured=False), facts, *said)
        case Picked(NEXT.id):
            pass
        case Typed(text) if going_on.reads_on(text):
            pass
        case _:
            return misread(state, *said, Say(lesson_views.read_on(state.screen, len(screens))))
    if state.screen + 1 < len(screens):
        return _go(replace(state, screen=state.screen + 1, pictured=False), facts, *said)
    after = replace(state, at="question", screen=len(screens), pictured=False)
    return _go(after, facts, *said) if after.asked else _finish(after, *said)


def _answered(state: State, event: Event, facts: Facts, said: tuple[Say, ...]) -> Step[State]:
    question = facts.question
    assert question is not None
    if event == Picked(BACK.id):
        return misread(state, *said, Say(PICK))
    match questions.step(lesson_views.asked(state, question, facts.ticks), state.draft, event):
        case Wrong(why):
            return misread(state, *said, Say(why))
        case More(draft, in_place):
            after = replace(state, draft=draft)
            return change(after) if in_place and not said else _go(after, facts, *said)
        case Finished(given):
            pass
    mark = marked(question, given)
    first = state.done < len(state.asked)
    recorded = RecordAnswer(
        question=state.question,
        share=mark.share,
        right=mark.right,
        seconds=int(min(_since(state, facts), MAX_ANSWER_TIME).total_seconds()),
        lesson=state.lesson,
        repeated=not first,
    )
    after = replace(
        state,
        done=state.done + 1,
        right=state.right + (first and mark.right),
        again=(*state.again, state.question) if first and not mark.right else state.again,
        draft=Draft(),
    )
    effects: list[Effect] = [] if state.preview else [Do(recorded)]
    effects += [*said, Say(verdict(question, given, mark, last=not first))]
    if after.question:
        return _go(after, facts, *effects)
    return _finish(after, *effects)


def _go(state: State, facts: Facts, *effects: Effect) -> Step[State]:
    """Go to the next screen or question, and store the place."""
    after = replace(state, since=facts.now.isoformat())
    if state.preview:
        return stay(after, *effects)
    return stay(after, *effects, Do(KeepPlace(after.lesson, FLOW.dump(after))))


def _goes_on(state: State, facts: Facts) -> Step[State]:
    """Go on where the person left it."""
    draft = questions.left_off(state.draft, state.since, facts.live_at, facts.now)
    return _go(replace(state, draft=draft), facts, Say(lesson_views.where(state, facts)))


def _finish(state: State, *effects: Effect) -> Step[State]:
    if state.preview:
        return leave(*effects, Say(lesson_views.PREVIEWED))
    return stay(state, *effects, Do(FinishLesson(state.lesson, state.right, len(state.asked))))


def _since(state: State, facts: Facts) -> timedelta:
    """How long ago the present step was shown."""
    return facts.now - datetime.fromisoformat(state.since) if state.since else timedelta()


def rethink(was: State, thought: SecondThought, facts: Facts) -> Step[State] | None:
    """The answer stays: it was marked, and the right one was told. A part of one (a pair) is not marked yet."""
    if was.at != "question" or thought.now is None:
        return None
    now = thought.now
    same = (now.lesson, now.seed, now.question, now.done) == (was.lesson, was.seed, was.question, was.done)
    if facts.question is not None and same:
        draft = questions.applies_to(was.draft, now.draft, facts.question)
        return step(replace(now, draft=draft), Picked(thought.choice), facts)
    return again(thought.now, Say(lesson_views.MARKED))


# version 1 had no drafts
FLOW = Flow(
    "lesson",
    2,
    State,
    prompt,
    step,
    {1: dict},
    leaves=True,
    marks=True,
    rethink=rethink,
    explains=True,
    waits=True,
    serves="learners",
)
