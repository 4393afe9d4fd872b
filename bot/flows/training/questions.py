"""How questions of each kind are shown and answered, in lessons, final tests and revisions.

Answers of several steps (ticks, pairs, an order, gaps) are given by taps, one by one, or as text in one message. If the
channel can edit messages, taps change the buttons in place; a button keeps its place meanwhile, so that a second tap
under way still means what was shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from random import Random
from typing import Any, TypeVar

from backend.domain.errors import Misuse
from backend.domain.french import units as french_units
from backend.domain.french.spelling import fold
from backend.domain.messaging.message import Choice, Markdown, Message, Raw, tr
from backend.domain.messaging.numbering import by_place
from backend.domain.training import questions, typed
from backend.domain.training.marking import mark_kind
from backend.domain.training.questions import Gaps, Matching, Measure, Number, Option, Order, Question, Short, TrueFalse
from backend.domain.work.asides import classifier
from backend.records import Record, replace
from bot.flows.engine import several_answers
from bot.flows.engine.answers import PICK, PICK_SOME
from bot.flows.engine.kit import Event, Picked, Several, Step, Typed, in_her_words
from bot.flows.training import gaps, in_words, matching_and_ordering
from bot.flows.training.matching_and_ordering import place_of
from bot.flows.work.task_input import DONE, MAX_SIDE_BY_SIDE

S = TypeVar("S")

UNKNOWN = Choice("unknown", "Je ne sais pas", aside=True)
TRUE, FALSE = Choice("true", "Vrai"), Choice("false", "Faux")

_YES = frozenset({"oui", "v", "c est vrai", "juste", "true"})
_NO = frozenset({"non", "f", "c est faux", "false"})

TICK = tr("_Plusieurs réponses possibles : touche, puis valide._").once()
NUMBERS = tr("_Plusieurs réponses possibles : écris leurs numéros, par exemple « 1 3 »._")
"""Where no boxes show it, also when the question is shown again."""
CHOICES = tr("_Plusieurs réponses possibles : écris celles que tu choisis, avec une virgule entre elles._")
"""The same for options that are numbers themselves, and so have no other numbers."""
RENEWED = tr("✏️ Ce module vient d'être mis à jour. Voici la question, comme elle est maintenant :")
A_NUMBER = tr("Écris juste un nombre, par exemple : 1 500.")


class Draft(Record):
    """The parts of an answer so far: the options `picked` (questions with several right ones), or what was `given` step
    by step (pairs, order, gaps; None: open)."""

    picked: tuple[int, ...] = ()
    given: tuple[Any, ...] = ()


class Asked(Record):
    """A question as it is shown. `seed`: of the shuffling; 0 keeps the author's order of options. `ticks`: whether the
    channel can edit buttons in place."""

    question: Question
    seed: int = 0
    ticks: bool = True

    @property
    def order(self) -> tuple[int, ...]:
        """The indices (from 0) of what is picked or arranged, in the order in which it is shown."""
        match self.question.kind:
            case questions.Choice(options) as kind:
                kept = not self.seed or kind.in_order
                return tuple(range(len(options))) if kept else self._shuffled(len(options))
            case Matching() as kind:
                return self._shuffled(len(kind.rights))
            case Order(items):
                shown = self._shuffled(len(items))
                # the right order would be no question
                return shown if shown != tuple(range(len(items))) else (*shown[1:], shown[0])
            case _:
                return ()

    def _shuffled(self, count: int) -> tuple[int, ...]:
        places = list(range(count))
        Random(f"{self.question.key}:{self.seed}").shuffle(places)  # noqa: S311 (nothing to guess here)
        return tuple(places)


class Finished(Record):
    """The complete answer, in the form of `backend.domain.training.marking`. None: "I do not know"."""

    given: Any


class Wrong(Record):
    """The event is no answer. `why` says what is expected; what was given before is kept."""

    why: Message


class More(Record):
    """One more part of the answer. `in_place`: only the buttons of the question change."""

    draft: Draft
    in_place: bool = False


def prompt(asked: Asked, draft: Draft) -> Message:
    """The question and how to answer it, with the choice "I do not know"."""
    message = _prompt(asked, _fitting(asked.question, draft))
    return replace(message, choices=(*message.choices, UNKNOWN))


def _prompt(asked: Asked, draft: Draft) -> Message:
    text = Message((Markdown(asked.question.text),))
    match asked.question.kind:
        case questions.Choice(options, several):
            if several:
                return _many(text, options, asked.order, draft, asked.ticks)
            return replace(text, choices=_options(options, asked.order), columns=_columns(options))
        case TrueFalse():
            return text.with_choices(TRUE, FALSE, columns=2)
        case Number():
            return replace(text + tr("_Écris un nombre._"), free=True)
        case Measure(_, units):
            return replace(text + tr("_Écris un nombre, en {unit}._", unit=Raw(units[0])), free=True)
        case Short():
            return replace(text + tr("_Écris ta réponse._"), free=True)
        case Matching() as kind:
            return matching_and_ordering.matching(text, kind, asked.order, draft.given, ticks=asked.ticks)
        case Order(items):
            return matching_and_ordering.ordering(text, items, asked.order, draft.given, ticks=asked.ticks)
        case Gaps() as kind:
            shown = gaps.prompt(asked.question.text, kind, draft.given)
            if options := gaps.several(kind, draft.given):
                return _many(shown, options, range(len(options)), draft, asked.ticks)
            return shown


def step(asked: Asked, draft: Draft, event: Event) -> Finished | More | Wrong:
    """What an event makes of the answer: complete, one more part, or not understood."""
    draft = _fitting(asked.question, draft)
    if event == Picked(UNKNOWN.id) or in_words.passed(asked.question, draft.given, event):
        return Finished(None)
    parts = draft.picked or (draft.given if isinstance(asked.question.kind, Gaps) else ())
    if isinstance(event, Typed) and matching_and_ordering.takes_back(event, parts):
        return More(Draft(), in_place=asked.ticks and bool(draft.picked))
    match asked.question.kind:
        case questions.Choice(options, several):
            event = in_words.options_named(options, asked.order, event)
            return _several(asked, draft, event, len(options)) if several else _one(event, len(options))
        case TrueFalse():
            return _true_or_false(event)
        case Number():
            return _number(event)
        case Measure(_, units):
            return _measured(event, units)
        case Short() as kind:
            if isinstance(event, Typed) and not in_words.says_no_words(kind, event.text):
                return Finished(event.text)
            return Wrong(in_words.IN_A_FEW_WORDS)
        case Matching() as kind:
            return _arranged(matching_and_ordering.match(kind, asked.order, draft.given, event), asked, draft)
        case Order(items):
            return _arranged(matching_and_ordering.put_in_order(items, asked.order, draft.given, event), asked, draft)
        case Gaps() as kind:
            return _gap(kind, asked, draft, event)


def taken(question: Question, draft: Draft, event: Event, step: Step[S], *, preview: bool = False) -> Step[S]:
    """Mark the step of a question that takes a text: she is asked first where it may be no answer. `preview`: who looks
    at the question answers for nobody."""
    if not isinstance(event, Typed):
        return step
    given = _fitting(question, draft).given
    words = in_words.taken_as(question, given, event)
    if words and preview:
        return in_her_words(step, event)
    found = in_her_words(step, event, words)
    beside = classifier.said_to_us(event.text) or in_words.is_longer(question, given, event.text)
    return replace(found, unlike=found.words == "data" and beside)


def is_renewed(since: str, live_at: datetime | None, now: datetime) -> bool:
    """Whether another version of the module was published since the question was shown (ISO; "" unknown): an answer to
    the former text would be marked by the new one. `live_at`: since when the module is as it is; None for a draft. It
    lies ahead after the clock was set back."""
    return bool(since) and live_at is not None and datetime.fromisoformat(since) < live_at <= now


def left_off(draft: Draft, since: str, live_at: datetime | None, now: datetime) -> Draft:
    """The parts of an answer with which somebody who comes back goes on: none to a question that is another one by now
    (`is_renewed`), whose options have other places."""
    return Draft() if is_renewed(since, live_at, now) else draft


def applies_to(was: Draft, now: Draft, question: Question) -> Draft:
    """The draft to which a choice applies that is made on the list of before, while the question is still open. `was`:
    when that list was shown. A pair is joined otherwise; an item comes next, as if the list were one."""
    return now if isinstance(question.kind, Order) else was


def _fitting(question: Question, draft: Draft) -> Draft:
    """The answer so far; empty if it does not fit a new version of the question."""
    kind = question.kind
    try:
        if draft.given:
            mark_kind(kind, draft.given)
        options = gaps.several(kind, draft.given) if isinstance(kind, Gaps) else getattr(kind, "options", ())
        return draft if all(place < len(options) for place in draft.picked) else Draft()
    except Misuse:
        return Draft()


def _one(event: Event, count: int) -> Finished | Wrong:
    match event:
        case Picked(choice) if (place := place_of(choice, count)) is not None:
            return Finished(place)
        case _:
            return Wrong(PICK)


def _several(asked: Asked, draft: Draft, event: Event, count: int) -> Finished | More | Wrong:
    match event:
        case Several(choices, whole, instead):
            places = [place for choice in choices if (place := place_of(choice, count)) is not None]
            instead = instead or (
                not whole and set(places) < set(draft.picked)
            )  # « 1 et 3 », after « tout »: no others
            if asked.ticks and places and (instead or (draft.picked and not whole)):
                return More(replace(draft, picked=tuple(sorted({*(() if instead else draft.picked), *places}))))
            return Finished(sorted(places)) if places else Wrong(PICK_SOME)
        case Picked(DONE.id):
            return Finished(list(draft.picked)) if draft.picked else Wrong(tr("Touche au moins une réponse."))
        case Picked(choice) if (place := place_of(choice, count)) is not None:
            if not asked.ticks:
                return Finished([place])
            left = tuple(p for p in draft.picked if p != place)
            picked = left if place in draft.picked else tuple(sorted((*draft.picked, place)))
            return More(replace(draft, picked=picked), in_place=True)
        case Typed(text) if several_answers.unticks(text):
            return More(replace(draft, picked=()), in_place=True)
        case _ if not asked.ticks:
            return Wrong(tr("Écris les numéros des bonnes réponses, par exemple « 1 3 »."))
        case _:
            return Wrong(PICK_SOME)


def _gap(kind: Gaps, asked: Asked, draft: Draft, event: Event) -> Finished | More | Wrong:
    options = gaps.several(kind, draft.given)
    if options and not isinstance(event, Typed):
        picked = _several(asked, draft, event, len(options))
        if not isinstance(picked, Finished):
            return picked
        found: tuple[Any, ...] | Message = gaps.filled(kind, draft.given, [picked.given])
    else:
        found = gaps.step(kind, draft.given, event)
    # the text changes with each gap
    return _arranged(found, replace(asked, ticks=False), replace(draft, picked=()))


def _number(event: Event) -> Finished | Wrong:
    if isinstance(event, Typed) and typed.number(event.text) is not None:
        return Finished(event.text)
    return Wrong(A_NUMBER)


def _measured(event: Event, units: Sequence[str]) -> Finished | Wrong:
    value, unit = typed.measured(event.text) if isinstance(event, Typed) else ("", "")
    if not isinstance(event, Typed) or typed.number(value) is None:
        return Wrong(A_NUMBER)
    if unit and not french_units.among(unit, units):
        return Wrong(tr("Ici, la réponse se donne en *{unit}*.", unit=Raw(units[0])))
    return Finished(event.text)


def _true_or_false(event: Event) -> Finished | Wrong:
    match event:
        case Picked(TRUE.id):
            return Finished(True)
        case Picked(FALSE.id):
            return Finished(False)
        case Typed(text) if fold(text) in _YES | _NO:
            return Finished(fold(text) in _YES)
        case _:
            return Wrong(tr("Vrai ou faux ? Touche ta réponse."))


def _arranged(found: tuple[Any, ...] | Message, asked: Asked, draft: Draft) -> Finished | More | Wrong:
    """All places filled: the answer; some: one more part; a message: why it cannot be read."""
    if isinstance(found, Message):
        return Wrong(found)
    if found and None not in found:
        return Finished(list(found))
    return More(replace(draft, given=found), in_place=asked.ticks)


def _many(text: Message, options: Sequence[Option], order: Iterable[int], draft: Draft, ticks: bool) -> Message:
    """Options of which several are picked: ticked if buttons can change in place, else typed."""
    order = tuple(order)
    choices = _options(options, order, draft.picked if ticks else ())
    if ticks:
        return replace(text + TICK, choices=(*choices, DONE), columns=_columns(options), many=True, free=False)
    how = NUMBERS if by_place([options[place].text for place in order]) else CHOICES
    return replace(text + how, choices=choices, columns=_columns(options), many=True, free=False)


def _options(options: Sequence[Option], order: Iterable[int], ticked: Sequence[int] = ()) -> tuple[Choice, ...]:
    return tuple(
        Choice(f"={place}", Raw(f"☑ {options[place].text}" if place in ticked else options[place].text))
        for place in order
    )


def _columns(options: Sequence[Option]) -> int:
    return 2 if all(len(option.text) <= MAX_SIDE_BY_SIDE for option in options) else 1
