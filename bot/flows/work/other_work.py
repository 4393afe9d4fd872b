"""« 🔁 Autre travail »: another project while she has a task.

The task is given back only when she accepts another project. What she had begun is kept as long as her lease would have
lasted; she gets it back if nobody else has taken the task meanwhile."""

from __future__ import annotations

from collections.abc import Sequence

from backend.domain.days import DAY_LIMIT
from backend.domain.messaging.message import Choice, Markdown, Message, tr
from backend.domain.work import commands as work_commands
from backend.domain.work.commands import Offer, Task
from backend.records import replace
from bot.flows.engine.answers import PICK
from bot.flows.engine.kit import Do, Event, Picked, Say, Step, Typed, again, misread, stay
from bot.flows.work.drafts import Draft
from bot.flows.work.offers import in_words
from bot.flows.work.offers.views import BESIDE_SHOWN, first
from bot.flows.work.state import (
    ACCEPT,
    GONE,
    OTHER,
    OTHERS,
    SHARE_DONE,
    SHARE_KEPT,
    Facts,
    State,
    accepted,
    shown_of,
    working_on,
)
from bot.flows.work.task_input import content

TO_TASK = Choice("back", "↩️ Ma tâche", aside=True, says="no")
FOUND_AGAIN = tr("Tu retrouves ce que tu avais commencé.")
HERS_STILL = tr("Rien n'est noté. Ta tâche est ici :")
"""Where there is nothing to choose, whatever she writes brings her task back."""
SHOWN = 1 + BESIDE_SHOWN
"""Projects on one page."""


def _others(state: State, facts: Facts) -> tuple[Offer, ...]:
    return tuple(offer for offer in facts.offers if offer.project_id != state.project)


def from_named(words: str, project: int, offers: Sequence[Offer]) -> Picked:
    """The wish for other work than `project`, from the offer on that `words` name, if they name one."""
    others = [offer for offer in offers if offer.project_id != project]
    meant = in_words.named(words, others)
    return Picked(OTHER.id if meant is None else f"{OTHER.id} {others.index(meant)}")


def prompt(state: State, facts: Facts) -> Message:
    """Show other offers, or that there are none now."""
    others = _others(state, facts)
    if facts.over in ("share", "kept"):
        said = SHARE_DONE if facts.over == "share" else SHARE_KEPT
        return (said + tr("Ta tâche reste là.")).with_choices(TO_TASK)
    if facts.over is not None:
        said = tr(
            "Tu as déjà fait tes {hours} aujourd'hui : un autre travail, ce sera demain. Ta tâche reste là.",
            hours=DAY_LIMIT,
        )
        return said.with_choices(TO_TASK)
    if not others:
        said = tr("Il n'y a pas d'autre travail pour toi en ce moment. Ta tâche reste là.")
        return said.with_choices(TO_TASK)
    page = shown_of(state, others) if state.among else others[state.page :] or others
    said = tr("🔁 *Autre travail* : si tu en acceptes un, ta tâche ouverte est rendue. Tu ne perds rien.")
    if state.draft != Draft():  # in one line, for the offers below fill a screen
        said = tr("🔁 *Autre travail* : ta tâche est rendue si tu acceptes. Je garde un moment ton début.")
    message = first(page[0], page[1:], facts, more=bool(state.among) and len(page) < len(others))
    return replace(said + message, choices=(*(c for c in message.choices if not c.id.startswith("/")), TO_TASK))


def step(state: State, event: Event, facts: Facts) -> Step[State]:
    """Take an accepted offer, the next page, or the way back to the task."""
    match event:
        case Picked(TO_TASK.id):
            return stay(replace(state, at="task"), Do(work_commands.GoOn(state.task)))
        case Picked(OTHERS.id):
            after = 0 if state.among else state.page + SHOWN
            return stay(replace(state, page=after if after < len(_others(state, facts)) else 0, among=()))
        case Typed() if facts.over is not None or not _others(state, facts):
            return misread(replace(state, at="task", returned=True), Say(HERS_STILL))
        case Typed(text) if _others(state, facts) and in_words.asks_best(text):
            said, best = in_words.best(_others(state, facts))
            return again(replace(state, among=best), Say(said))
        case Typed(text) if (meant := in_words.named(text, _others(state, facts))) is not None:
            return stay(replace(state, page=_others(state, facts).index(meant), among=()))
        case Typed(text) if several := in_words.named_together(text, _others(state, facts)):
            return stay(replace(state, among=several))
        case Picked(choice) if choice.startswith(ACCEPT):
            return _accepted(state, accepted(choice), facts)
        case _:
            return misread(state, Say(PICK))


def _accepted(state: State, project: int, facts: Facts) -> Step[State]:
    offer = next((offer for offer in _others(state, facts) if offer.project_id == project), None)
    if offer is None:
        return stay(state, Say(GONE))
    return stay(replace(state, new=not offer.started), Do(take(state, project)))


def take(state: State, project: int) -> work_commands.TakeWork:
    """The command to take work in a project; it carries her draft of the task that she leaves, if she has one."""
    draft = state.draft
    if not state.task or draft == Draft():
        return work_commands.TakeWork(project)
    begun = {"picked": list(draft.picked), "values": dict(draft.values), "asking": draft.asking}
    return work_commands.TakeWork(project, begun)


def instructions(state: State, task: Task) -> tuple[Say, ...]:
    """The project's instructions, before its first task."""
    shown = state.new and task.config.instructions
    return (Say(Message((Markdown(task.config.instructions),))),) if shown else ()


def heard(after: State, before: State, given: work_commands.TaskGiven) -> State:
    """The state after a task was given, with the button to listen where its instructions are shown and have a note."""
    return replace(after, listen=before.new and given.voice)


def taken(state: State, given: work_commands.TaskGiven) -> Step[State]:
    """Go on with the other task, or with hers if none was left."""
    task = given.task
    if task is None:
        return stay(replace(state, page=0), *([] if given.why in ("day_done", "share", "kept") else [Say(GONE)]))
    if given.begun is None:
        return stay(heard(working_on(task), state, given), *instructions(state, task))
    draft = Draft(tuple(given.begun["picked"]), given.begun["values"], given.begun["asking"])
    after = heard(replace(working_on(task), draft=draft), state, given)
    return stay(after, *instructions(state, task), Say(FOUND_AGAIN + _shown(task)))


def _shown(task: Task) -> Message:
    """The content of the task, if its next question is shown without it."""
    return content(task) if task.config.kind == "entry" else Message()
