"""`rappels`: the days and the hour of reminders that there is work, or something to learn."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Literal

from backend.domain.french.datetimes import LONGEST_TEXT
from backend.domain.messaging import channels
from backend.domain.messaging.message import Choice, FullDay, Message, Raw, Tr, Value, tr
from backend.domain.people.commands import SetReminder
from backend.domain.people.reminder_preferences import EVERY_DAY, Preference
from backend.records import Record, replace
from bot.flows.engine.kit import (
    Do,
    Event,
    Picked,
    Resumed,
    Say,
    SecondThought,
    Started,
    Step,
    Typed,
    end,
    misread,
    stay,
)
from bot.flows.engine.registry import Flow
from bot.flows.reminders import fewer, how_often
from bot.flows.reminders.reading import days_and_hour, read, with_pause

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


class Facts(Record):
    """`learner`: a trainee, who has no work. What prevents reminders: `stopped`, the person has said stop;
    `leaving`, the day on which their account is erased, as they asked; `paused_until`, a pause that still lasts; not
    `reached`, the channel does not take messages that the product starts.
    """

    preference: Preference | None
    learner: bool = False
    stopped: bool = False
    paused_until: datetime | None = None
    reached: bool = True
    leaving: date | None = None


class State(Record):
    at: Literal["ask"] = "ask"


def ask(*, learner: bool = False) -> Message:
    """Ask for the days and the hour of reminders."""
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


def _names_days(text: str) -> bool:
    """Whether a text says on which days, or that there shall be none. « Rappelle-moi à 20 h » may mean today alone."""
    understood, wish = read(None, text)
    return understood and (wish is None or (len(text) <= LONGEST_TEXT and days_and_hour(text)[0] is not None))


def describe(preference: Preference | None, *, learner: bool = False) -> Message:
    """When reminders are sent with this preference, as `backend.domain.reminders.reminder_policy` decides."""
    if preference is None and learner:
        return tr("Tu n'as pas choisi d'heure. Je t'écris peu : quand une leçon t'attend depuis quelques jours.")
    if preference is None:
        return tr(
            "Tu n'as pas choisi d'heure. Je t'écris peu : le dimanche pour ta semaine, le 1er pour ton mois, ou quand "
            "une leçon t'attend."
        )
    if not preference.days:
        return NO_REMINDER
    hour, days = preference.at, _in_words(preference.days)
    match learner, preference.days == EVERY_DAY:
        case True, True:
            return tr("Je t'écris tous les jours à *{hour}*, quand il y a quelque chose à revoir.", hour=hour)
        case True, False:
            return tr(
                "Je t'écris à *{hour}* ces jours-là, quand il y a quelque chose à revoir : {days}.",
                hour=hour,
                days=days,
            )
        case False, True:
            return tr(
                "Je t'écris tous les jours à *{hour}*, quand il y a du travail. Le dimanche, si tu as travaillé, tu "
                "reçois le résumé de ta semaine. Le 1er, celui de ton mois.",
                hour=hour,
            )
        case _:
            return tr(
                "Je t'écris à *{hour}* ces jours-là, quand il y a du travail : {days}. Le dimanche, si tu as "
                "travaillé, tu reçois le résumé de ta semaine. Le 1er, celui de ton mois.",
                hour=hour,
                days=days,
            )


WITHOUT = tr("Pas de rappel.")
NO_REMINDER = tr(
    "Pas de rappel : je ne t'écris pas de moi-même, même pas le dimanche. "
    "Tu reçois encore les annonces et les mots de ta Huber."
)


def understood(preference: Preference | None) -> Message:
    """What was understood of the words in which she said when."""
    if preference is None or not preference.days:
        return WITHOUT
    if preference.days == EVERY_DAY:
        return tr("🔔 Rappel tous les jours à *{hour}*.", hour=preference.at)
    return tr("🔔 Rappel à *{hour}* : {days}.", hour=preference.at, days=_in_words(preference.days))


def _in_words(days: frozenset[int]) -> Value:
    first, *others = (DAYS[day] for day in sorted(days))
    joined: Value = first
    for more in others:
        joined = Tr("{first}, {then}", {"first": joined, "then": more})
    return joined


def against(facts: Facts, wish: Preference | None) -> Message:
    """Why reminders do not come as the preference says; empty if they do."""
    none = wish is not None and not wish.days
    if facts.leaving is not None:
        return leaving(facts.leaving)
    if none and not facts.stopped:
        return Message()
    if facts.stopped:
        return tr("Mais tu as dit « stop » : pour le moment, je ne t'écris pas. Choisis une heure, et je recommence.")
    if facts.paused_until is not None:
        return tr("Mais tu es en pause jusqu'au {until} : je t'écris après.", until=facts.paused_until)
    if not facts.reached:
        return _short_window()
    return Message()


def leaving(day: date) -> Message:
    """An erasure was asked for: what that means for messages, and how to stay."""
    return tr(
        "Mais ton compte est effacé le {day} : d'ici là, je ne t'écris pas. Tu changes d'avis ? Écris « je reste ».",
        day=FullDay(day),
    )


def _short_window() -> Message:
    """On these channels the product can only write for a day after the person's last message."""
    return tr(
        "Sur {channel}, je peux t'écrire pendant les 24 heures après ton dernier message : fais-moi signe chaque jour.",
        channel=Raw(channels.labels(channels.windowed(), " ou ")),
    )


def prompt(state: State, facts: Facts) -> Message:
    """Show the preference, and ask for days and hour."""
    learner = facts.learner
    wish = facts.preference
    none = wish is not None and not wish.days
    known = WITHOUT if none and facts.stopped else describe(wish, learner=learner)
    return (tr("*Tes rappels*") + known + against(facts, wish)).once() + ask(learner=learner)


def step(state: State, event: Event, facts: Facts) -> Step[State]:
    """Take days and hour, picked or typed."""
    pause = ""
    match event:
        case Started(str(said)) if _names_days(with_pause(said)[0]) or fewer.without(said):
            return step(state, Typed(said), facts)
        case Started(str(said)) if _PAUSE.search(said):
            return stay(state, Say(FIRST_THIS))
        case Started() | Resumed():
            return stay(state)
        case Picked(choice):
            understood, wish = read(choice, None)
        case Typed(text):
            text, pause = with_pause(text)
            understood, wish = read(None, text, facts.preference)
        case _:
            understood, wish = False, None
    if not understood:
        typed = event.text if isinstance(event, Typed) else ""
        return misread(state, Say(_none_then(facts) if fewer.without(typed) else how_often.misunderstood(typed)))
    on = Choice("/formation", "📚 Mes modules") if facts.learner else Choice("/travail", "💼 Travailler")
    next_: tuple[Choice, ...] = on, Choice("/menu", "Menu")
    done = settled(wish, facts)
    if pause:
        done += AND_THE_PAUSE
        next_ = Choice(f"/pause {pause}", "🔕 Faire la pause"), *next_
    return end(Do(SetReminder(wish)), Say(done.with_choices(*next_, columns=2)))


_PAUSE = re.compile(r"\bpause\b", re.IGNORECASE)
FIRST_THIS = tr("Une chose à la fois. Pour la pause, écris par exemple « pause 3 jours ».")
AND_THE_PAUSE = tr("La pause n'est pas faite : touche « 🔕 Faire la pause ».")


def _none_then(facts: Facts) -> Message:
    """To who wants no reminder on days that have none."""
    none = tr("Ces jours-là, tu n'as déjà pas de rappel.")
    if facts.learner:
        return none
    return none + tr("Le résumé du dimanche s'arrête avec « Pas de rappel ».")


def settled(wish: Preference | None, facts: Facts) -> Message:
    """The new preference and its effect."""
    if facts.leaving is not None:  # an hour does not keep the account: that takes a word of its own
        return tr("C'est réglé.") + against(facts, wish)
    if wish is None:
        return tr("C'est réglé.") + (STILL_STOPPED if facts.stopped else NO_REMINDER)
    said = tr("C'est réglé, tu es de retour !") if facts.stopped else tr("C'est réglé.")
    heard = replace(facts, stopped=False)  # choosing an hour ends `stop`
    return said + describe(wish, learner=facts.learner) + against(heard, wish)


STILL_STOPPED = tr("Tu as dit « stop » : je ne t'écris pas de moi-même.")


def rethink(was: State, thought: SecondThought, facts: Facts) -> Step[State] | None:
    """Take other days than those just picked."""
    return step(was, Picked(thought.choice), facts)


FLOW = Flow("reminders", 1, State, prompt, step, rethink=rethink, serves="learners", anew="rappels")
