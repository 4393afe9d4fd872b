"""Correcting her last answer: with « ↩️ Corriger la dernière », or by another choice for the question just answered."""

from __future__ import annotations

from backend.domain.messaging.message import Message, Raw, tr
from backend.domain.work import commands as work_commands
from backend.domain.work.answers import normalise
from backend.domain.work.commands import Task
from backend.records import replace
from bot.flows.engine import leaving
from bot.flows.engine.answers import PICK
from bot.flows.engine.kit import (
    Do,
    Event,
    How,
    Picked,
    Say,
    SecondThought,
    Several,
    Step,
    Typed,
    again,
    asked_anew,
    change,
    end,
    misread,
    stay,
)
from bot.flows.work import setting_aside, task_input, views
from bot.flows.work.drafts import Draft, Finished, More, Shown, Wrong
from bot.flows.work.forms import entry
from bot.flows.work.state import BACK, EARNED, NOT_NOW, PREVIOUS, REWORDED, WORK, Facts, State, wording

OVER = tr("Cette tâche est déjà passée, je ne peux plus la changer.")
SAME = tr("C'est bien ce que j'ai noté.")
PRACTISED = tr("La tâche d'essai est déjà comptée.")
_ANSWERS = frozenset({task_input.DONE.id, entry.RIGHT.id, entry.NONE.id})


def step(state: State, event: Event, facts: Facts) -> Step[State]:
    """Take the new answer, or the way back."""
    back = replace(state, at="task", fixing=Draft())
    task = facts.previous
    if event == Picked(BACK.id) or (isinstance(event, Typed) and leaving.passes(event.text)):
        return stay(back) if state.task else _back(back, tr("D'accord, rien ne change."))
    if task is None and isinstance(event, Typed) and state.task:  # she may speak of something else
        return misread(back, Say(NOT_NOW))
    if task is None:
        return _back(back, NOT_NOW)
    if views.previous_is_hidden(task, state, facts):
        seen = event == Picked(views.SEE.id)
        return stay(views.opened(state, task)) if seen else misread(state, Say(PICK))
    if event == Picked(PREVIOUS.id):  # « corriger » again
        return stay(replace(state, fixed_as=wording(task)))
    if state.fixed_as and wording(task) != state.fixed_as:
        return asked_anew(replace(state, fixing=task_input.draft_of(task), fixed_as=wording(task)), Say(REWORDED))
    draft = state.fixing
    if isinstance(event, Several) and draft == task_input.draft_of(task):
        draft = Draft()  # numbers stand in place of her answer, as long as she has ticked nothing herself
    match setting_aside.unreported(task, draft, event, facts.country, facts.ticks):
        case Finished(value) if value == task.value:
            return _back(back, SAME)
        case Finished(value, words):
            return replace(stay(back, Do(work_commands.CorrectAnswer(task.id, value))), words=words)
        case More(draft, in_place, words, said):
            after, told = replace(state, fixing=draft), () if said is None else (Say(said),)
            return change(after) if in_place else replace(stay(after, *told), words=words)
        case Shown(what):
            return again(state, Say(what))
        case Wrong(why):
            return misread(state, Say(why))


def _back(state: State, said: Message, *, brief: bool = False) -> Step[State]:
    """Go back to the open task, or end if there is none. `brief`: the task was just shown."""
    if state.task:
        return again(state, Say(said)) if brief else stay(state, Say(said))
    return end(Say(said.with_choices(WORK, EARNED, columns=2)))


def recalled(state: State, last: Task | None, facts: Facts) -> Step[State]:
    """Show her last answer if it can still be changed; a second thought is applied at once."""
    task, choice, how, *asked_as = state.second or (0, "", "tap")
    state = replace(state, second=())
    if last is None or (task and last.id != task):
        return _back(state, OVER if last is not None else NOT_NOW, brief=bool(choice))
    draft = task_input.draft_of(last)
    asked = replace(state, at="previous", fixing=draft, fixes=last.id, fixed_as=wording(last))
    if not choice:
        return stay(asked)
    if any(each not in (0, wording(last)) for each in asked_as):
        return stay(asked, Say(REWORDED))
    match _again(last, draft, choice, how, facts):
        case Finished(value) if value == last.value:
            return _back(state, SAME, brief=True)
        case Finished(value):
            return stay(
                replace(state, fixed=task_input.in_words(last, value)), Do(work_commands.CorrectAnswer(last.id, value))
            )
        case More(changed):
            return stay(replace(asked, fixing=changed))
        case Wrong() | Shown():
            return stay(asked)


def _again(last: Task, draft: Draft, choice: str, how: How, facts: Facts) -> Finished | More | Wrong | Shown:
    """What another choice makes of her last answer. Of several choices, one that she said in words stands in place of
    them, or besides them."""
    option = choice.removeprefix("=")
    if last.config.kind != "choices" or how == "tap" or option == choice:
        return task_input.step(last, draft, Picked(choice), facts.country, facts.ticks)
    picked = (option,) if how == "only" else (*draft.picked, option)
    return Finished(normalise(last.config, picked))


def corrected(state: State, *, changed: bool) -> Step[State]:
    """Say whether the answer was corrected (`changed`), or was accepted meanwhile."""
    fixed, state = state.fixed, replace(state, fixed="")
    if not changed:
        return _back(state, NOT_NOW)
    if not fixed:
        return _back(state, tr("✅ C'est corrigé."))
    return _back(state, tr("✅ C'est corrigé : *{answer}*.", answer=Raw(fixed)), brief=True)


def rethink(was: State, thought: SecondThought, facts: Facts) -> Step[State] | None:
    """Take another answer for the task just answered, or for what she has just said of the open one. Other choices
    cannot be undone."""
    choice, now = thought.choice, thought.now
    if now is not None and now.at == "first":  # these offers follow the practice task
        return stay(now, Say(PRACTISED))
    if was.at not in ("task", "previous") or not (choice.startswith(("=", entry.FIX)) or choice in _ANSWERS):
        return None
    if facts.task is not None and now is not None and now.at == was.at == "task" and now.task == was.task:
        return _of_the_open_task(was, thought, facts.task, facts)
    of_task = was.at == "task"
    second = (was.task if of_task else 0, choice, thought.how, was.asked if of_task else was.fixed_as)
    return stay(replace(now or State(), second=second), Do(work_commands.RecallAnswer()))


def _of_the_open_task(was: State, thought: SecondThought, task: Task, facts: Facts) -> Step[State] | None:
    """Take another box, or another choice for the field before, of the task that is still open. In words it stands in
    place of what she picked last."""
    now: State = thought.now
    ticked = thought.choice.removeprefix("=") in now.draft.picked
    if ticked and thought.how != "tap":
        return again(now, Say(SAME))
    draft = was.draft if task.config.kind != "choices" or thought.how == "only" else now.draft
    match task_input.step(task, draft, Picked(thought.choice), facts.country, facts.ticks):
        case Finished(value):
            return stay(now, Do(work_commands.SubmitAnswer(task.id, value)))
        case More(changed):
            return stay(replace(now, draft=changed))
        case _:
            return None
