"""`rappels`: the days and the hour at which she wants to be told that there is work, or something to
revise."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time
from typing import Literal

from backend.domain.message import Choice, Message, Tr, Value, tr
from backend.domain.people import SetReminder
from backend.domain.reminders import EVERY_DAY, Preference
from backend.domain.spoken_times import read_days, read_hour
from bot.flows.kit import Do, Event, Picked, Resumed, Say, Started, Step, Typed, end, misread, stay
from bot.flows.registry import Flow

WEEKDAYS = frozenset(range(5))
WEEKEND = frozenset({5, 6})
PRESETS: dict[str, Preference | None] = {
    "week": Preference(WEEKDAYS, time(18)),
    "daily": Preference(EVERY_DAY, time(19)),
    "weekend": Preference(WEEKEND, time(10)),
    "none": None,
}
CHOICES = (
    Choice("week", "Lundi–vendredi, 18 h"),
    Choice("daily", "Tous les jours, 19 h"),
    Choice("weekend", "Week-end, 10 h"),
    Choice("none", "Pas de rappel"),
)
DAYS: tuple[Tr, ...] = (
    Tr("lundi"),
    Tr("mardi"),
    Tr("mercredi"),
    Tr("jeudi"),
    Tr("vendredi"),
    Tr("samedi"),
    Tr("dimanche"),
)
NOT_UNDERSTOOD = tr("Je n'ai pas compris. Écris des jours et une heure, par exemple : lundi mercredi 20 h.")


@dataclass(frozen=True, slots=True)
class Facts:
    """`learner`: she only learns, and has no work."""

    preference: Preference | None
    learner: bool = False


@dataclass(frozen=True, slots=True)
class State:
    at: Literal["ask"] = "ask"


def ask(*, learner: bool = False) -> Message:
    if learner:
        asked = tr(
            "Quand veux-tu que je te rappelle tes leçons ?\n"
            "Choisis, ou écris tes jours et ton heure : _lundi mercredi 20 h_."
        )
    else:
        asked = tr(
            "Quand veux-tu que je te rappelle qu'il y a du travail ?\n"
            "Choisis, ou écris tes jours et ton heure : _lundi mercredi 20 h_."
        )
    return asked.with_choices(*CHOICES, columns=2)


def read(choice: str | None, text: str | None) -> tuple[bool, Preference | None]:
    """(understood, her wish; None: no reminders)."""
    if choice is not None:
        return choice in PRESETS, PRESETS.get(choice)
    days, hour = _read_both(text or "")
    if days is not None and not days:
        return True, None
    if days is None and hour is None:
        return False, None
    return True, Preference(EVERY_DAY if days is None else days, hour or time(18))


_DAILY = re.compile(r"\b(?:tous les|chaque) (matin|soir|apr[eè]s[ -]midi)s?\b", re.IGNORECASE)


def _read_both(text: str) -> tuple[frozenset[int] | None, time | None]:
    """Days and an hour in one sentence, in either order: every place to cut it is tried."""
    text = _DAILY.sub(r"tous les jours du \1", text)
    words = text.replace(" à ", " ").split()
    found: tuple[frozenset[int] | None, time | None] = (read_days(text), read_hour(text))
    for cut in range(1, len(words)):
        head, tail = " ".join(words[:cut]), " ".join(words[cut:])
        for first, second in ((head, tail), (tail, head)):
            days, hour = read_days(first), read_hour(second)
            if days is not None and hour is not None:
                return days, hour
    return found


def describe(preference: Preference | None, *, learner: bool = False) -> Message:
    if preference is None or not preference.days:
        return tr("Pas de rappel.")
    if preference.days == EVERY_DAY and learner:
        return tr("Je t'écris tous les jours à *{hour}*, quand il y a quelque chose à revoir.", hour=preference.at)
    if preference.days == EVERY_DAY:
        return tr("Je t'écris tous les jours à *{hour}*, quand il y a du travail.", hour=preference.at)
    days = [DAYS[day] for day in sorted(preference.days)]
    joined: Value = days[0]
    for more in days[1:]:
        joined = Tr("{first}, {then}", {"first": joined, "then": more})
    return tr("Je t'écris à *{hour}* ces jours-là : {days}.", days=joined, hour=preference.at)


def prompt(state: State, facts: Facts) -> Message:
    learner = facts.learner
    return tr("*Tes rappels*") + describe(facts.preference, learner=learner) + ask(learner=learner)


def step(state: State, event: Event, facts: Facts) -> Step[State]:
    match event:
        case Started() | Resumed():
            return stay(state)
        case Picked(choice):
            understood, wish = read(choice, None)
        case Typed(text):
            understood, wish = read(None, text)
        case _:
            understood, wish = False, None
    if not understood:
        return misread(state, Say(NOT_UNDERSTOOD))
    said = tr("C'est réglé.") + describe(wish, learner=facts.learner)
    on = Choice("/formation", "📚 Mes modules") if facts.learner else Choice("/travail", "💼 Travailler")
    next_ = on, Choice("/menu", "Menu")
    return end(Do(SetReminder(wish)), Say(said.with_choices(*next_, columns=2)))


FLOW = Flow("reminders", 1, State, prompt, step)
