"""What somebody who joins says of an earlier answer: another project, another hour, another country."""

from __future__ import annotations

import re
from datetime import time

from backend.domain.french.spelling import fold
from backend.domain.messaging.message import Message, Raw, tr
from backend.domain.people import places
from backend.domain.people.commands import Goal as GoalOf
from backend.domain.people.commands import SetGoal, SetPlace, SetReminder
from backend.domain.people.reminder_preferences import Preference
from backend.records import replace
from bot.flows.earnings import goal, project_words
from bot.flows.engine.answers import is_number
from bot.flows.engine.kit import Do, Event, Say, Step, Typed, in_her_words, misread, stay
from bot.flows.people import place
from bot.flows.people.onboarding_views import CHANGED_LATER, WORDS_LATER, Facts, State
from bot.flows.reminders import dialogue as reminders_dialogue
from bot.flows.reminders import reading as reminder_reading


def of_before(state: State, event: Event, facts: Facts) -> Step[State] | None:
    """Take another project, or none yet, in place of the one that she has just told, and say how what else she has
    answered is changed. None if the text is about neither."""
    if (moved := _another_zone(state, event, facts)) is not None:
        return moved
    if state.at not in ("reminder", "hard_content") or not isinstance(event, Typed):
        return None
    named = project_words.another(event.text)
    if named is None:
        there = place.read_country(event)
        elsewhere = there is not None and there.code != facts.country
        return stay(state, Say(CHANGED_LATER)) if elsewhere else None
    found: GoalOf | goal.Doubtful | Message = GoalOf("other")
    if named:
        found = goal.read_project(named, "", places.country(facts.country).currency)
    match found:
        case GoalOf(words=""):
            return stay(state, Do(SetGoal(found)), Say(WORDS_LATER))
        case GoalOf():
            return in_her_words(stay(state, Do(SetGoal(found)), Say(goal.noted(found))), event, "own")
        case _:
            return misread(state, Say(CHANGED_LATER))


_WHERE = re.compile(
    r"(?:(?:non|nn|nan|ah|oh|oups|pardon|desolee?|mais|plutot|en fait|enfin|finalement) )+"
    r"(?:(?:je suis|j habite|je vis|c est|c|moi|a) )*(?P<city>\w+)(?: (?:pardon|svp|stp|plutot))*"
)


def _another_zone(state: State, event: Event, facts: Facts) -> Step[State] | None:
    """Take another of her country's time zones than the one that she has just named: « non Kinshasa », which is no
    project. None if the text names none."""
    found = _WHERE.fullmatch(fold(event.text)) if isinstance(event, Typed) else None
    zone = place.read_zone(Typed(found["city"]), facts.country) if found is not None else None
    if zone in (None, facts.zone):
        return None
    label = next(each.label for each in places.country(facts.country).zones if each.name == zone)
    return stay(state, Do(SetPlace(facts.country, zone)), Say(tr("C'est changé : *{city}*.", city=Raw(label))))


_INSTEAD = re.compile(
    r"^\s*(?:(?:non|nn|nan|pardon|finalement|en fait|plut[oô]t|mets?|mais)[\s,]+)+"
    r"|(?:[\s,]+(?:plut[oô]t|en fait|finalement|pardon|svp|stp))+\s*$",
    re.IGNORECASE,
)


_ANY_HOUR = time(18)
"""Stands beside the days that are known until an hour is named."""


def another_hour(state: State, event: Event) -> Step[State] | None:
    """Take a second thought about her reminder: « après 20h », « non 19h plutôt ». None if it names no hour. A number
    alone is that of a button."""
    if not isinstance(event, Typed) or is_number(event.text) or not any(map(str.isdigit, event.text)):
        return None
    known = Preference(frozenset(state.days), _ANY_HOUR) if state.days else None
    understood, wish = reminder_reading.read(None, _INSTEAD.sub("", event.text), known)
    if not understood or wish is None:
        return None
    return stay(with_days(state, wish), Do(SetReminder(wish)), Say(reminders_dialogue.understood(wish)))


def with_days(state: State, wish: Preference | None) -> State:
    """The state with the days of a reminder that she wants."""
    return replace(state, days=tuple(sorted(wish.days)) if wish is not None else ())
