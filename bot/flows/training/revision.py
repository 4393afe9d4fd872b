"""`revision`: five questions from lessons taken some days ago."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from backend.domain.messaging.message import Choice, Message, Raw, tr, trn
from backend.domain.training.learning import EndRevision, RecordAnswer, RevisionChosen, RevisionEnded, StartRevision
from backend.domain.training.questions import Question
from backend.records import Record, field, replace
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
    again,
    asked_anew,
    change,
    leave,
    misread,
    stay,
)
from bot.flows.engine.registry import Flow
from bot.flows.training import questions
from bot.flows.training.lesson import MAX_ANSWER_TIME
from bot.flows.training.lesson_views import GO_ON, MARKED, TRAINING
from bot.flows.training.questions import Asked, Draft, Finished, More, Wrong
from bot.flows.training.verdicts import marked, verdict

MORE = Choice("/revision", "🔁 Encore")


class Facts(Record):
    """`question`: the open one. `module`: the title of its module. `live_at`: as for `questions.is_renewed`."""

    now: datetime
    question: Question | None = None
    module: str = ""
    ticks: bool = True
    live_at: datetime | None = None


class State(Record):
    """`done` of `asked` are answered, `right` of them right. `since`: when the open one was shown (ISO)."""

    asked: tuple[int, ...] = ()
    done: int = 0
    right: int = 0
    seed: int = 0
    draft: Draft = field(default_factory=Draft)
    since: str = ""

    @property
    def question(self) -> int:
        """The id of the open question; 0 if all are answered."""
        return self.asked[self.done] if self.done < len(self.asked) else 0


def prompt(state: State, facts: Facts) -> Message:
    """Ask the open question."""
    if facts.question is None:
        return tr("Cette question n'est plus là.").with_choices(MORE, TRAINING, columns=2)
    head = tr(
        "*Révision {n} sur {total}* · {module}", n=state.done + 1, total=len(state.asked), module=Raw(facts.module)
    )
    return head + questions.prompt(Asked(facts.question, state.seed, facts.ticks), state.draft)


def step(state: State, event: Event, facts: Facts) -> Step[State]:
    """Choose the questions at the start, then take answers."""
    match event:
        case Started():
            return stay(state, Do(StartRevision()))
        case Done(outcome):
            return _came(outcome, facts)
        case _ if facts.question is None:
            return leave(Say(prompt(state, facts)))
        case Left():
            return leave(Say(tr("D'accord. Écris « revision » quand tu veux.").with_choices(MORE, TRAINING, columns=2)))
        case Resumed():
            draft = questions.left_off(state.draft, state.since, facts.live_at, facts.now)
            after = replace(state, draft=draft, since=facts.now.isoformat())
            return stay(after, Say(tr("📍 On reprend ta révision.")))
    if questions.is_renewed(state.since, facts.live_at, facts.now):
        return asked_anew(replace(state, draft=Draft(), since=facts.now.isoformat()), Say(questions.RENEWED))
    found = _answered(state, event, facts, facts.question)
    return questions.taken(facts.question, state.draft, event, found)


def _answered(state: State, event: Event, facts: Facts, question: Question) -> Step[State]:
    match questions.step(Asked(question, state.seed, facts.ticks), state.draft, event):
        case Wrong(why):
            return misread(state, Say(why))
        case More(draft, in_place):
            after = replace(state, draft=draft)
            return change(after) if in_place else stay(after)
        case Finished(given):
            pass
    mark = marked(question, given)
    took = facts.now - datetime.fromisoformat(state.since) if state.since else MAX_ANSWER_TIME
    recorded = Do(RecordAnswer(state.question, mark.share, mark.right, int(min(took, MAX_ANSWER_TIME).total_seconds())))
    said = Say(verdict(question, given, mark, last=True))
    after = replace(
        state, done=state.done + 1, right=state.right + mark.right, draft=Draft(), since=facts.now.isoformat()
    )
    if after.question:
        return stay(after, recorded, said)
    how = tr("🏁 *Révision finie* : {right} sur {total}.", right=after.right, total=len(after.asked))
    return stay(after, recorded, said, Say(how), Do(EndRevision()))


def _came(outcome: Any, facts: Facts) -> Step[State]:
    match outcome:
        case RevisionChosen(chosen, seed) if chosen:
            return stay(State(chosen, seed=seed, since=facts.now.isoformat()))
        case RevisionChosen(next=None):
            said = tr("Rien à revoir pour le moment : les questions de tes leçons reviendront ici.")
        case RevisionChosen(next=day):
            said = tr("Rien à revoir aujourd'hui. La suite : {day}.", day=_day(day))
        case RevisionEnded() as ended:
            return leave(Say(_ended(ended)))
        case _:
            raise AssertionError(f"nothing comes of {outcome}")
    return leave(Say(said.with_choices(GO_ON, TRAINING, columns=2)))


def _ended(ended: RevisionEnded) -> Message:
    message = Message()
    if ended.days > 1:
        message += trn("🌱 {n} jour de suite : joli rythme.", "🌱 {n} jours de suite : joli rythme.", ended.days)
    if ended.left:
        message += trn(
            "Il reste {n} question pour aujourd'hui.", "Il reste {n} questions pour aujourd'hui.", ended.left
        )
        return message.with_choices(MORE, TRAINING, columns=2)
    if ended.next is not None:
        message += tr("La prochaine révision : {day}.", day=_day(ended.next))
    return message.with_choices(GO_ON, TRAINING, columns=2)


def _day(day: date | None) -> date:
    assert day is not None
    return day


def rethink(was: State, thought: SecondThought, facts: Facts) -> Step[State] | None:
    """The answer stays: it was marked, and the right one was told. A part of one (a pair) is not marked yet."""
    now = thought.now
    if now is not None and facts.question is not None and (now.asked, now.done) == (was.asked, was.done):
        draft = questions.applies_to(was.draft, now.draft, facts.question)
        return step(replace(now, draft=draft), Picked(thought.choice), facts)
    return again(thought.now, Say(MARKED)) if thought.now is not None else None


FLOW = Flow(
    "revision",
    1,
    State,
    prompt,
    step,
    leaves=True,
    marks=True,
    rethink=rethink,
    explains=True,
    waits=True,
    serves="learners",
)
