"""`pause`: how long the person wants no reminders. The open question stays as it is."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Literal

from backend.domain.days import local
from backend.domain.french.schedules import read_pause
from backend.domain.messaging.message import Choice, Message, tr
from backend.domain.people.commands import Pause
from backend.records import Record, replace
from bot.flows.engine.kit import Do, Event, Picked, Resumed, Say, Started, Step, Typed, end, leave, misread, stay
from bot.flows.engine.registry import Flow
from bot.flows.reminders import returning

SPANS = (
    Choice("/pause 1 jour", "1 jour"),
    Choice("/pause 3 jours", "3 jours"),
    Choice("/pause 1 semaine", "1 semaine"),
)
NONE = Choice("none", "Pas de pause")
SHORT = Choice("/pause courte", "⏸ Pause courte")
"""A break in the open task, not a pause of reminders."""
WORK = Choice("/travail", "💼 Travailler")
GO_ON = Choice("/travail", "Reprendre")
EARNED = Choice("/gains", "Mes gains")
LEARN = Choice("/formation", "📚 Mes modules")
NOT_UNDERSTOOD = tr("Je n'ai pas compris la durée.")
STOPPED = tr(
    "Tu as dit « stop » : je ne t'écris déjà pas de moi-même, et la pause n'y change rien. "
    "Pour que je t'écrive de nouveau : « revenir »."
)


class Facts(Record):
    """`now`, `zone`: durations count from now in that time zone. `working`: a task is open. `learner`: a trainee, who
    has no work. `stopped`: the person has said stop, which a pause neither ends nor shortens."""

    now: datetime
    zone: str
    working: bool
    learner: bool = False
    stopped: bool = False

    @property
    def ways_on(self) -> tuple[Choice, ...]:
        """The buttons to go on with instead of resting."""
        return (LEARN,) if self.learner else (GO_ON, EARNED)


class State(Record):
    at: Literal["ask"] = "ask"


def prompt(_state: State, facts: Facts) -> Message:
    """Ask how long the pause lasts."""
    asked = tr(
        "🔕 *Pause des rappels*. Combien de temps ? Choisis, ou écris par exemple : _10 jours_, _jusqu'à lundi_."
    )
    if facts.working:  # « pause » may mean a break in the task
        asked = tr("⏸ *Pause courte* : tu souffles, et ta tâche t'attend.").once() + asked
    # free: a bare number is a number of days, not the number of a choice
    short = (SHORT,) if facts.working else ()
    return replace(asked, choices=(*short, *SPANS, NONE), columns=2, free=True)


def step(state: State, event: Event, facts: Facts) -> Step[State]:
    """Take a duration or a day."""
    match event:
        case Started(None) | Resumed():
            return stay(state)
        case Started(str(text)) | Typed(text):
            until = read_pause(text, facts.now, facts.zone)
            if until is None and returning.comes(text):
                return _none(facts)
            return misread(state, Say(NOT_UNDERSTOOD)) if until is None else _paused(until, facts)
        case Picked(NONE.id):
            return _none(facts)
        case _:
            return misread(state, Say(NOT_UNDERSTOOD))


def _none(facts: Facts) -> Step[State]:
    ways = (LEARN,) if facts.learner else (WORK, EARNED)
    return end(Do(Pause(None)), Say(tr("D'accord, pas de pause.").with_choices(*ways, columns=2)))


def _paused(until: datetime, facts: Facts) -> Step[State]:
    here = local(until, facts.zone)
    # "jusqu'à lundi" ends when that day begins; the day says it better than midnight
    end_: datetime | date = here.date() if here.time() == time(0) else until
    said = tr("C'est noté : pas de rappel jusqu'au {until}. Repose-toi bien.", until=end_)
    if facts.stopped:
        said = STOPPED
    elif facts.working:
        said = said + tr("Pour reprendre avant, écris « travail ».")
    return leave(Do(Pause(until)), Say(said.with_choices(*facts.ways_on, columns=2)))


FLOW = Flow("pause", 1, State, prompt, step, refused_by_no=True, serves="learners", anew="pause")
