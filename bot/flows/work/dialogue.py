"""`travail`: an offer, then task after task. Each answer brings one message: the acknowledgement and
the next task together."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from backend.domain.days import DAY_LIMIT
from backend.domain.french.spelling import fold
from backend.domain.messaging.message import Francs, Message, tr, trn
from backend.domain.work import commands as work_commands
from backend.domain.work.commands import Task
from bot.flows.earnings.promises import PUT_ASIDE
from bot.flows.engine import answers, leaving, yes_no
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
    change,
    end,
    in_her_words,
    misread,
    stay,
)
from bot.flows.engine.registry import Flow
from bot.flows.work import correcting, other_work, task_input
from bot.flows.work import views as work_views
from bot.flows.work.task_input import Finished, More, Wrong
from bot.flows.work.views import (
    ACCEPT,
    ALL_DONE,
    BACK,
    CORRECT,
    EARNED,
    GONE,
    LATER,
    MENU,
    NEEDS_BADGE,
    NONE_LEFT,
    OFFERING,
    OTHER,
    OTHERS,
    PAUSE,
    PREVIOUS,
    PROBLEM,
    PROBLEMS,
    SKIP,
    UNSURE,
    Facts,
    State,
    practised,
)

PASSES = frozenset(("passer cette tache", "passer la tache", "passe cette tache", "passer cette fiche"))
"""Words for its button, whatever it is called, beside those of `leaving.passes`."""


def prompt(state: State, facts: Facts) -> Message:
    return other_work.prompt(state, facts) if state.at == "other" else work_views.prompt(state, facts)


def step(state: State, event: Event, facts: Facts) -> Step[State]:
    found = _step(state, event, facts)
    if found.state is None or not (state.kept or found.state.kept):
        return found
    kept = found.state.kept or state.kept  # whatever she does meanwhile, until she is in that project again
    back = str(found.state.project) if found.state.at == "task" else ""
    return replace(found, state=replace(found.state, kept={key: each for key, each in kept.items() if key != back}))


def _step(state: State, event: Event, facts: Facts) -> Step[State]:
    match event:
        case Started(argument):
            return _started(state, argument, facts)
        case Resumed():
            return _resumed(state, facts)
        case Done(outcome):
            return _came(state, outcome, facts)
        case Left(back):
            return _left(state, facts, back=back)
        case Picked(OTHER.id) if state.task:
            return stay(replace(state, at="other", page=0))
    match state.at, event:
        case "first" | "more" | "offer" | "offers", Picked(PREVIOUS.id):
            return stay(_at(facts.task) if facts.task else State(), Do(work_commands.RecallAnswer()))
        case "problem" | "words" | "paused" | "skipping", Picked(PREVIOUS.id):
            return stay(replace(state, at="task"), Do(work_commands.RecallAnswer()))
        case "first" | "more" | "offer" | "offers", _:
            return _offered(state, event, facts)
        case "problem" | "words" | "skipping", _:
            return _set_aside(state, event)
        case "previous", _:
            return correcting.step(state, event, facts)
        case "other", _:
            return other_work.step(state, event, facts)
        case "paused", _:
            return misread(state)
        case _:
            return _worked(state, event, facts)


def _started(state: State, argument: Any, facts: Facts) -> Step[State]:
    if argument == "practice":
        return stay(state, Do(work_commands.StartPractice()))
    if facts.task is not None:
        return stay(replace(_at(facts.task), returned=True), Do(work_commands.GoOn(facts.task.id)))
    return _enter(State(), facts)


def _resumed(state: State, facts: Facts) -> Step[State]:
    if state.at not in OFFERING:
        return stay(replace(state, at="task", returned=True), Do(work_commands.GoOn(state.task)))
    if facts.task is not None:
        return stay(replace(_at(facts.task), returned=True), Do(work_commands.GoOn(facts.task.id)))
    return _enter(state, facts)


def _left(state: State, facts: Facts, *, back: bool) -> Step[State]:
    """Out of the offers; a task waits for her."""
    if state.at not in OFFERING:
        return stay(replace(state, at="paused"))
    if back and state.at in ("more", "offers") and facts.offers:
        return stay(replace(state, at="offer"))
    return end(Say(LATER.with_choices(EARNED, MENU, columns=2)))


def _enter(state: State, facts: Facts) -> Step[State]:
    """To the offers, where there are some and her day has room for them."""
    if facts.day_done:
        return _nothing("day_done")
    return stay(state) if facts.offers else end(Say(work_views.prompt(state, facts)))


def _at(task: Task, correctable: bool = False) -> State:
    return State("task", task.project_id, task.id, correctable=correctable)


def _offered(state: State, event: Event, facts: Facts) -> Step[State]:
    if not facts.offers:
        over = end(*([Say(GONE)] if isinstance(event, Picked) else []), Say(work_views.prompt(state, facts)))
        return replace(over, misread=not isinstance(event, Picked))
    match event:
        case Typed(text) if yes_no.read(text) == "no" or leaving.passes(text):
            return _left(state, facts, back=False)
        case Picked(choice) if choice.startswith(ACCEPT):
            # the one whose price she saw, whatever has come or gone since
            accepted = int(choice.removeprefix(ACCEPT))
            offer = next((o for o in facts.offers if o.project_id == accepted), None)
            if offer is None:
                return stay(State(), Say(GONE))
            after = replace(state, project=offer.project_id, new=not offer.started)
            return stay(after, Do(other_work.take(state, offer.project_id)))
        case Picked(OTHERS.id):
            return stay(replace(state, at="more" if state.at == "first" else "offers"))
        case Picked(choice) if choice.startswith("offer:"):
            return stay(State("offer", int(choice.removeprefix("offer:"))))
        case _:
            return misread(state, Say(PICK))


def _worked(state: State, event: Event, facts: Facts) -> Step[State]:
    task = facts.task
    if task is None or task.id != state.task:
        return stay(state, Do(work_commands.GoOn(state.task)))
    if isinstance(event, Typed) and (leaving.passes(event.text) or fold(event.text) in PASSES):
        event = Picked(SKIP.id)
    match event:
        case Picked(SKIP.id) if not task.practice and state.draft.values:
            return stay(replace(state, at="skipping"))
        case Picked(SKIP.id) if not task.practice:
            return stay(state, Do(work_commands.SkipTask(task.id)))
        case Picked(PROBLEM.id) if not task.practice:
            return stay(replace(state, at="problem"))
        case Picked(PAUSE.id) if not task.practice:
            return stay(replace(state, at="paused"))
        case Picked(PREVIOUS.id):
            return stay(state, Do(work_commands.RecallAnswer()))
    match task_input.step(task, state.draft, event, facts.country, facts.ticks):
        case Finished(value, words):
            return replace(stay(state, Do(work_commands.SubmitAnswer(task.id, value))), words=words)
        case More(draft, in_place, words):
            after = replace(state, draft=draft)
            return (
                change(after) if in_place else replace(stay(after, Do(work_commands.KeepWorking(task.id))), words=words)
            )
        case Wrong(why):
            return misread(state, Say(UNSURE if why == PICK and not task.practice else why))


def _set_aside(state: State, event: Event) -> Step[State]:
    match state.at, event:
        case _, Picked(BACK.id):
            return again(replace(state, at="task"))
        case "skipping", Picked(SKIP.id):
            return stay(replace(state, at="task"), Do(work_commands.SkipTask(state.task)))
        case "problem" | "words", Typed(text) if leaving.passes(text):  # says nothing of what is wrong
            skipped = stay(replace(state, at="task"), Do(work_commands.SkipTask(state.task)))
            return stay(replace(state, at="skipping")) if state.draft.values else skipped
        case "skipping", _:
            return misread(state, Say(PICK))
        case "problem", Picked("other"):
            return stay(replace(state, at="words"))
        case "problem", Picked(reason) if reason in {c.id for c in PROBLEMS}:
            return stay(
                replace(state, at="task"),
                Do(work_commands.ReportTask(state.task, cast(work_commands.ReportReason, reason))),
                _thanks(state),
            )
        case "problem", Typed(text) if answers.is_bare(text):
            return misread(state, Say(PICK))  # says nothing of what is wrong
        case _, Typed(text):
            reported = Do(work_commands.ReportTask(state.task, "other", text[:1_000]))
            return in_her_words(stay(replace(state, at="task"), reported, _thanks(state)), event)
        case _:
            return misread(state, Say(PICK))


def _thanks(state: State) -> Say:
    """What she had typed on a sheet is gone: she was told before."""
    return Say(tr("Merci ! La tâche est mise de côté, on ne te la montre plus.") if state.draft.values else PUT_ASIDE)


def _came(state: State, outcome: Any, facts: Facts) -> Step[State]:
    match outcome:
        case work_commands.TaskGiven() as given if state.at == "other" or other_work.has_begun(state, given.task):
            return other_work.taken(state, given)
        case work_commands.TaskGiven(Task() as task):
            same = task.id == state.task
            after = replace(state, at="task") if same else _at(task, state.correctable)
            return stay(after, *other_work.instructions(state, task))
        case work_commands.TaskGiven(None, "none_left") if state.at in OFFERING:
            return stay(State(), Say(GONE))
        case work_commands.TaskGiven(None, why):
            return _nothing(why)
        case work_commands.AnswerCounted() as counted:
            return _counted(counted)
        case work_commands.AnswerRefused("already", task, why):
            return _go_on(Say(tr("Cette tâche est déjà faite : elle compte une seule fois.")), task, why)
        case work_commands.AnswerRefused(_, task, why):
            return _go_on(
                Say(tr("Cette tâche a été faite par une autre entre-temps, elle n'est plus à toi.")), task, why
            )
        case work_commands.AnswerRecalled(last):
            return correcting.recalled(state, last, facts)
        case work_commands.AnswerCorrected(changed):
            return correcting.corrected(state, changed=changed)
        case _:
            return stay(state)


def _go_on(said: Say, task: Task | None, why: work_commands.Nothing | None) -> Step[State]:
    if task is not None:
        return stay(_at(task), said)
    after = _nothing(why)
    return Step(after.state, (said, *after.effects))


def _counted(counted: work_commands.AnswerCounted) -> Step[State]:
    if counted.answered.practice:
        # with the first offers in the same message
        return stay(State("first"), Say(practised(counted)))
    noted = trn(
        "✅ Noté. Aujourd'hui : {n} tâche, *{sum}*.",
        "✅ Noté. Aujourd'hui : {n} tâches, *{sum}*.",
        counted.answers_today,
        sum=Francs(counted.francs_today),
    )
    if counted.why == "day_done":
        done = tr("🎉 Tu as fait tes {hours} de travail aujourd'hui. Bravo ! Repose-toi bien.", hours=DAY_LIMIT)
        if counted.told_at is not None:
            done += tr("Demain à *{hour}*, je t'écris s'il y a du travail.", hour=counted.told_at)
        return end(Say(noted), Say(done.with_choices(EARNED, MENU, CORRECT, columns=2)))
    said = [Say(noted)]
    if counted.crossed == "warning":
        said.append(
            Say(tr("⏳ Tu as travaillé {time} : il te reste une demi-heure aujourd'hui.", time=counted.time_today))
        )
    if counted.next is None:
        after = _nothing(counted.why, answered=True)
        return Step(after.state, (*said, *after.effects))
    return stay(_at(counted.next, correctable=True), *said)


def _nothing(why: work_commands.Nothing | None, *, answered: bool = False) -> Step[State]:
    """`answered`: she has just answered the last one."""
    match why:
        case "day_done":
            said = tr("Tu as déjà fait tes {hours} aujourd'hui. On reprend demain !", hours=DAY_LIMIT)
            return end(Say(said.with_choices(EARNED, MENU, columns=2)))
        case "closed":
            return stay(State(correctable=answered), Say(tr("Ce projet est en pause pour le moment.")))
        case "badge":
            return stay(State(correctable=answered), Say(NEEDS_BADGE))
        case "none_left":
            return stay(State(correctable=answered), Say(ALL_DONE if answered else NONE_LEFT))
        case None:
            return stay(State())


def rethink(was: State, thought: SecondThought, facts: Facts) -> Step[State] | None:
    """Another offer than the one that she took, or another answer than the one that she gave."""
    now = thought.now
    if was.at not in OFFERING:
        return correcting.rethink(was, thought)
    if now is None or not now.task:
        return step(now or was, Picked(thought.choice), facts)
    if not thought.choice.startswith(ACCEPT):
        return None
    project = int(thought.choice.removeprefix(ACCEPT))
    return stay(replace(now, at="other", page=0, new=True), Do(other_work.take(now, project)))


# version 1 lacked what has its default here
FLOW = Flow(
    "work",
    2,
    State,
    prompt,
    step,
    {1: dict},
    leaves=True,
    marks=True,
    rethink=rethink,
    waits=True,
    about=lambda state: state.project or None,
)
