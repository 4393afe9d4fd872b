"""`travail`: an offer, then task after task. Each answer is followed by one message: its
acknowledgement and the next task."""

from __future__ import annotations

from typing import Any

from backend.domain.french.spelling import fold
from backend.domain.messaging import intents
from backend.domain.messaging.addressed import addressed
from backend.domain.messaging.message import Message
from backend.domain.work import commands as work_commands
from backend.domain.work.asides import own_words, usual_answers
from backend.domain.work.commands import Task, TaskGiven
from backend.domain.work.projects import WRITTEN
from backend.records import replace
from bot.flows.engine import leaving
from bot.flows.engine.answers import PICK
from bot.flows.engine.kit import (
    Do,
    Done,
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
    misread,
    stay,
)
from bot.flows.engine.registry import Flow
from bot.flows.work import choosing, correcting, other_work, outcomes, setting_aside, task_input, views
from bot.flows.work.drafts import Draft, Finished, More, Shown, Wrong
from bot.flows.work.forms import absent, entry
from bot.flows.work.state import (
    ACCEPT,
    OFFERING,
    OTHER,
    PAUSE,
    PREVIOUS,
    REWORDED,
    SKIP,
    Facts,
    State,
    accepted,
    wording,
    working_on,
)
from bot.flows.work.views import PROBLEM, SEE, WARNED_FOR

PASSES = frozenset(("passer cette tache", "passer la tache", "passe cette tache", "passer cette fiche"))
"""Phrases that skip a task, besides those of `leaving.passes`."""


def step(state: State, event: Event, facts: Facts) -> Step[State]:
    """Take choices among offers, answers to the task, corrections, skips, reports and pauses."""
    if facts.accepted:  # which is looked up only a while after she has answered
        state = replace(state, correctable=False)
    return _confirmed(state, event, facts, _warned(state, _step(state, event, facts)))


def _warned(state: State, found: Step[State]) -> Step[State]:
    """Carry over how many tasks the last warning about hard content has covered."""
    after = found.state
    if after is None or not state.warned or after.warned:
        return found
    warned = state.warned if after.task == state.task else state.warned + 1
    return replace(found, state=replace(after, warned=warned if warned <= WARNED_FOR else 0, themes=state.themes))


def _confirmed(state: State, event: Event, facts: Facts, found: Step[State]) -> Step[State]:
    """Ask about a text that looks like none of her answers, or says only our words back. Remember what her answers look
    like, and the project in which she writes to somebody, a customer for example: she is asked once whether that is her
    answer."""
    letters, usual = state.letters, state.usual
    if found.words == "data" and isinstance(event, Typed):
        config = facts.task.config if facts.task is not None else None
        ours = config is not None and own_words.only_ours(event.text, config)
        if config is not None and config.kind in WRITTEN:  # the fields of a form have nothing in common
            copied, sentences = config.kind == "transcription", usual_answers.sentences(config)
            speech = copied and "audio" in config.show
            ours = ours or usual_answers.unlike(usual, event.text, speech=speech, sentences=sentences)
            ours = ours or (copied and usual_answers.strays(usual, event.text, _shown(facts)))
            usual = usual_answers.remembered(usual, event.text)
        found = replace(found, unlike=ours)
        if letters == state.project:
            found = replace(found, words="letter")
        elif addressed(event.text):
            letters = state.project
    after = found.state
    begins = event.outcome.usual if isinstance(event, Done) and isinstance(event.outcome, TaskGiven) else ()
    if after is None or (letters, usual, begins) == (0, (), ()):
        return found
    usual = usual if after.project == state.project else ()
    return replace(found, state=replace(after, letters=letters, usual=usual or begins))


def _shown(facts: Facts) -> str:
    """The text that the open task shows; "" for none."""
    return str(facts.task.content.get("text", "")) if facts.task is not None else ""


def _step(state: State, event: Event, facts: Facts) -> Step[State]:
    match event:
        case Started(argument):
            return _started(state, argument, facts)
        case Resumed():
            return _resumed(state, facts)
        case Done(outcome):
            return outcomes.came(state, outcome, facts)
        case Left(back):
            paused = back and state.at == "paused"
            return _resumed(state, facts) if paused else choosing.left(state, facts, back=back)
        case Picked(choice) if state.task and choice.startswith(OTHER.id):
            return stay(replace(state, at="other", page=int(choice.removeprefix(OTHER.id) or 0), among=()))
    match state.at, event:
        case "first", Picked(PREVIOUS.id):  # these offers follow the practice task
            return again(state, Say(correcting.PRACTISED))
        case "more" | "offer" | "offers" | "why", Picked(PREVIOUS.id):
            return stay(working_on(facts.task) if facts.task else State(), Do(work_commands.RecallAnswer()))
        case "problem" | "words" | "paused" | "skipping", Picked(PREVIOUS.id):
            return _back(replace(state, at="task"), facts.task)
        case "first" | "more" | "offer" | "offers" | "why", _:
            return choosing.step(state, event, facts)
        case "problem" | "words" | "skipping", _:
            return setting_aside.step(state, event, facts.task)
        case "previous", _:
            return correcting.step(state, event, facts)
        case "other", _:
            return other_work.step(state, event, facts)
        case "paused", _:
            return _while_paused(state, event, facts)
        case _:
            return _worked(state, event, facts)


def _while_paused(state: State, event: Event, facts: Facts) -> Step[State]:
    """Bring the task back when something is written that may be its answer. « D'accord » wants nothing."""
    intent = intents.read(event.text) if isinstance(event, Typed) else None
    if intent == "okay":
        return misread(state)
    if facts.task is None or not isinstance(event, Typed) or intent is not None:
        return misread(state, Say(PICK))
    return misread(replace(state, at="task", returned=True), Say(views.WAS_PAUSED))


def _started(state: State, argument: Any, facts: Facts) -> Step[State]:
    if argument == "practice":
        return stay(state, Do(work_commands.StartPractice()))
    if facts.task is not None:
        return stay(replace(working_on(facts.task), returned=True), Do(work_commands.GoOn(facts.task.id)))
    return choosing.enter(State(), facts)


def _resumed(state: State, facts: Facts) -> Step[State]:
    if state.at not in OFFERING:
        return stay(replace(state, at="task", returned=True), Do(work_commands.GoOn(state.task)))
    if facts.task is not None:
        return stay(replace(working_on(facts.task), returned=True), Do(work_commands.GoOn(facts.task.id)))
    return choosing.enter(state, facts)


def _worked(state: State, event: Event, facts: Facts) -> Step[State]:
    task = facts.task
    if task is None or task.id != state.task:
        return stay(state, Do(work_commands.GoOn(state.task)))
    form = task.config.kind == "entry"
    if isinstance(event, Typed) and form and state.draft.values and setting_aside.begins_anew(event.text):
        return stay(replace(state, draft=Draft()), Say(setting_aside.ANEW))
    if isinstance(event, Typed) and _passes(event.text, state, form=form):
        event = Picked(SKIP.id)
    match event:
        case Picked(SEE.id) if views.is_hidden(state, facts):
            return stay(views.opened(state, task))
        case Picked(SKIP.id) if not task.practice and state.draft.values:
            return stay(replace(state, at="skipping"))
        case Picked(SKIP.id) if not task.practice:
            return stay(state, Do(work_commands.SkipTask(task.id)))
        case Picked(PROBLEM.id) if not task.practice:
            return stay(replace(state, at="problem"))
        case Picked(PAUSE.id) if not task.practice:
            return stay(replace(state, at="paused"))
        case Picked(PREVIOUS.id):
            return _back(state, task)
    if views.is_hidden(state, facts):
        return misread(state, Say(PICK))
    return _answered(state, event, task, facts)


def _answered(state: State, event: Event, task: Task, facts: Facts) -> Step[State]:
    """Take the answer, or a part of it; not that to a question which is asked in other words by now."""
    if state.asked not in (0, wording(task)):
        return asked_anew(replace(state, asked=wording(task)), Say(REWORDED))
    match task_input.step(task, state.draft, event, facts.country, facts.ticks):
        case Finished(value, words):
            return replace(stay(state, Do(work_commands.SubmitAnswer(task.id, value))), words=words)
        case More() as more:
            return _further(state, task, more)
        case Shown(what):
            return again(state, Say(what))
        case Wrong(why):
            return _wrong(state, event, task, why)


def _wrong(state: State, event: Event, task: Task, why: Message) -> Step[State]:
    if isinstance(event, Typed) and why == entry.NOT_THERE and absent.of_the_picture(event.text):
        return again(state, Say(why))  # understood, so « y a 2 numeros » is looked at no further
    if isinstance(event, Typed) and why == entry.CHECK and absent.none_there(event.text):
        return again(state, Say(why))  # of a field, and no fault of the task
    return misread(state, Say(views.UNSURE if why == PICK and not task.practice else why))


def _passes(text: str, state: State, *, form: bool) -> bool:
    """Whether she passes the task, or throws its form away: she is asked, if she has begun it."""
    if leaving.would_pass(text) or fold(text) in PASSES:
        return True
    return form and setting_aside.throws(text, begun=bool(state.draft.values))


def _further(state: State, task: Task, more: More) -> Step[State]:
    """Keep one more part of the answer."""
    after = replace(state, draft=more.draft, returned=state.returned and more.in_place)
    if more.in_place:
        return change(after)
    told = () if more.said is None else (Say(more.said),)
    return replace(stay(after, *told, Do(work_commands.KeepWorking(task.id))), words=more.words)


def _back(state: State, task: Task | None) -> Step[State]:
    """Show the field before of a form that she has begun, else her last answer."""
    begun = task is not None and task.id == state.task and state.draft.values
    before = entry.one_back(task, state.draft) if task is not None and begun else None
    return stay(replace(state, draft=before)) if before else stay(state, Do(work_commands.RecallAnswer()))


def rethink(was: State, thought: SecondThought, facts: Facts) -> Step[State] | None:
    """Take another offer than the one just accepted, or another answer than the one just given."""
    now = thought.now
    if was.at not in OFFERING:
        return correcting.rethink(was, thought, facts)
    if now is None or not now.task:
        return step(now or was, Picked(thought.choice), facts)
    if not thought.choice.startswith(ACCEPT):
        return None
    project = accepted(thought.choice)
    return stay(replace(now, at="other", page=0, new=True), Do(other_work.take(now, project)))


# version 1 lacked the fields that have a default here; version 2 also stored the drafts of other tasks
FLOW = Flow(
    "work",
    3,
    State,
    views.prompt,
    step,
    {1: dict, 2: lambda data: {key: each for key, each in data.items() if key != "kept"}},
    leaves=True,
    marks=True,
    rethink=rethink,
    correction="corriger",
    corrects=lambda stored: stored.get("at") == "previous",
    waits=True,
    about=lambda state: state.project or None,
)
