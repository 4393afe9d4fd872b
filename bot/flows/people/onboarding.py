"""From an invitation to the first paid task: consent, country, project, reminder. Each step is one message; the
practice task and the first offer follow in the flow `work`.

From her code to the first task of a real project a hiteuse gets at most `MOST_MESSAGES` messages, whichever way she
takes; choosing another country also accepts the terms, as the question says. If she reads the terms, lives elsewhere or
has to choose a time zone, questions are put off to keep that limit: first for the description of her project (until she
writes `projet`), then for her reminder (until she writes `rappels`)."""

from __future__ import annotations

from typing import Any, Literal

from backend.domain.messaging import intents
from backend.domain.messaging.message import Message, tr
from backend.domain.people import places
from backend.domain.people.commands import (
    GOAL_KINDS,
    TERMS_VERSION,
    DeclineWork,
    GiveConsent,
    Join,
    SetGoal,
    SetPlace,
    SetReminder,
)
from backend.domain.people.commands import Goal as GoalOf
from backend.domain.people.reminder_preferences import Preference
from backend.domain.people.themes import DecideThemes
from backend.records import replace
from bot.flows.earnings import goal
from bot.flows.engine import agreement
from bot.flows.engine.answers import PICK
from bot.flows.engine.kit import (
    Do,
    Effect,
    Event,
    Left,
    Open,
    Picked,
    Resumed,
    Say,
    SecondThought,
    Started,
    Step,
    Typed,
    end,
    in_her_words,
    misread,
    stay,
)
from bot.flows.engine.registry import Flow
from bot.flows.people import hard_content, onboarding_changes, place, theme_words
from bot.flows.people.onboarding_views import (
    ACCEPT,
    BACK_AGAIN,
    DECLINED,
    ELSEWHERE,
    NO,
    OPENED,
    READY,
    REMINDER_LATER,
    TERMS,
    WORDS_LATER,
    Facts,
    State,
    prompt,
)
from bot.flows.reminders import dialogue as reminders_dialogue
from bot.flows.reminders import how_often
from bot.flows.reminders import reading as reminder_reading

AGREED = tr(
    "Tu as accepté les conditions. Tu ne veux plus ? Écris « supprimer » : ton compte est effacé, et tu as 14 jours "
    "pour changer d'avis."
)
"""To who takes her agreement back before she has joined."""
REFUSED = tr("D'accord. Si tu changes d'avis, écris « menu » : je serai là.")
_MIN_MESSAGES = 7
"""The shortest way, in messages: welcome, project, its description, reminder, practice task, offer, first task."""


NEW_TERMS = tr("📜 Les conditions ont changé entre-temps. Voici les nouvelles.")


def _started(state: State, event: Event, facts: Facts) -> Step[State]:
    state = replace(state, terms=TERMS_VERSION)
    match event:
        case Started(Message() as words):  # why she is asked all this now
            return stay(replace(state, promoted=True), Say(words))
        case Started() if facts.learnt and facts.role == "hiteuse":
            return stay(replace(state, promoted=True), Say(OPENED))
        case _:
            return stay(state)


def step(state: State, event: Event, facts: Facts) -> Step[State]:
    """Take consent or a refusal, the country, the time zone, the project, the reminder."""
    if isinstance(event, Typed) and agreement.retracts(event.text):
        return stay(state, Say(AGREED)) if state.accepted else _step(state, Picked(NO.id), facts)
    if isinstance(event, Typed) and state.at == "welcome" and agreement.asks_terms(event.text):
        event = Picked(TERMS.id)
    return _step(state, event, facts)


def _step(state: State, event: Event, facts: Facts) -> Step[State]:
    match state.at, event:
        case _, Started() | Resumed():
            return _started(state, event, facts)
        case "welcome" | "terms" | "country" | "country_terms", Picked(NO.id) if state.promoted:
            return end(Do(DeclineWork()), Say(DECLINED))
        case "welcome" | "terms", Picked(ACCEPT.id):
            return _accepted(state, facts, facts.country, facts.zone)
        case "welcome" | "terms" | "country" | "country_terms", Picked(NO.id):
            return end(Say(AGREED if state.accepted else REFUSED))
        case "welcome", Picked(TERMS.id):
            return stay(replace(state, at="terms", read=True, terms=TERMS_VERSION, detours=state.detours + 1))
        case "country", Picked(TERMS.id) if not state.read:
            shown = replace(state, at="country_terms", read=True, terms=TERMS_VERSION)
            return stay(replace(shown, detours=state.detours + 1))
        case "welcome" | "terms", Picked(ELSEWHERE.id):
            return stay(replace(state, at="country", detours=state.detours + 1))
        case "country" | "country_terms", Picked(place.BACK.id):
            return stay(replace(state, at="terms" if state.read else "welcome", detours=state.detours + 1))
        case "country" | "country_terms", _:
            country = place.read_country(event)
            if country is None:
                return misread(state, Say(place.unread(event)))
            return _accepted(state, facts, country.code, place.zone_in(event, country))
        case "zone" | "goal" | "reminder" | "hard_content", Left(back):
            return _left(state, facts, back=back)
        case "zone", _:
            return _zone(state, event, facts)
        case _:
            return onboarding_changes.of_before(state, event, facts) or _later_steps(state, event, facts)


def _zone(state: State, event: Event, facts: Facts) -> Step[State]:
    """Take the time zone; where another country is named than that of her invitation, ask for the country."""
    zone = place.read_zone(event, facts.country)
    if zone is not None:
        where = Do(SetPlace(facts.country, zone))
        return _trainee_ready(where) if facts.role == "trainee" else stay(replace(state, at=_after_place(facts)), where)
    there = place.read_country(event)
    if there is not None and there.code != facts.country:
        return stay(replace(state, at="country"))
    return misread(state, Say(PICK))


def _left(state: State, facts: Facts, *, back: bool) -> Step[State]:
    """Skip the open question, or go back to the one before if it must be answered."""
    match state.at:
        case "zone":
            return stay(replace(state, at="country"))
        case "goal":
            return _with_goal(state, GoalOf("other"), Say(WORDS_LATER))
        case "hard_content" if back and state.has_room(_MIN_MESSAGES):
            return stay(replace(state, at="reminder", detours=state.detours + 1))
        case "hard_content":
            themes = state.themes or facts.themes
            return _ready(*(() if back else (Do(DecideThemes(dict.fromkeys(themes, False))),)))
        case _:
            return _at_last(state, facts, Say(REMINDER_LATER))


def _later_steps(state: State, event: Event, facts: Facts) -> Step[State]:
    if state.at == "hard_content":
        return _decided(state, event, facts)
    currency = places.country(facts.country).currency
    match state.at, event:
        case "goal", Picked(kind) if kind in GOAL_KINDS and state.has_room(_MIN_MESSAGES):
            return stay(replace(state, at="words", kind=kind))
        case "goal", Picked(kind) if kind in GOAL_KINDS:
            return _with_goal(state, GoalOf(kind), Say(WORDS_LATER))  # type: ignore[arg-type]
        case "goal", Typed(text) if goal.knows_none(text):
            return _with_goal(state, GoalOf("other"), Say(WORDS_LATER))
        case "words", Typed(text) if goal.knows_none(text):
            return _with_goal(state, GoalOf(state.kind))  # type: ignore[arg-type]
        case "words", Picked(goal.LATER.id):
            return _with_goal(state, GoalOf(state.kind))  # type: ignore[arg-type]
        case "words", Picked(goal.SURE.id) if state.doubt:
            return _with_goal(state, goal.read_goal(state.kind, state.doubt, currency))
        case "goal" | "words", Typed(text):
            return _told(state, event, goal.read_project(text, state.kind, currency, state.doubt))
        case "reminder", Picked(choice):
            return _reminded(state, facts, *reminder_reading.read(choice, None), "")
        case "reminder", Typed(text) if intents.read(text) == "unsure":
            return _left(state, facts, back=False)
        case "reminder", Typed(text):
            return _reminded(state, facts, *reminder_reading.read(None, text), text)
        case "welcome" | "terms", Typed(text) if agreement.agrees(text):
            return _accepted(state, facts, facts.country, facts.zone)
        case "welcome" | "terms", Typed(text):
            return _from_elsewhere(state, event, facts, text)
        case _:
            return misread(state, Say(PICK))


def _decided(state: State, event: Event, facts: Facts) -> Step[State]:
    """Take what she decides about hard content, or tell what it is."""
    themes = state.themes or facts.themes
    if isinstance(event, Typed) and (told := theme_words.explained(event.text, themes)) is not None:
        return stay(state, Say(told))
    decided = hard_content.decided(event, themes)
    if themes and not decided:
        return onboarding_changes.another_hour(state, event) or misread(state, Say(PICK))
    return _ready(Do(DecideThemes(decided)))


def _from_elsewhere(state: State, event: Event, facts: Facts, text: str) -> Step[State]:
    """Take where she lives, from a text that agrees to the terms as well, or ask for it; or the text is misread."""
    if (lives := place.agreed_from(text)) is not None:
        return _accepted(state, facts, lives.code, place.zone_in(event, lives))
    if not place.lives_elsewhere(text, facts.country):
        return misread(state)
    found = in_her_words(step(state, Picked(ELSEWHERE.id), facts), event)
    why = place.not_served(text)
    return found if why is None else replace(found, effects=(*found.effects, Say(why)))


def _accepted(state: State, facts: Facts, country: str, zone: str | None) -> Step[State]:
    if not state.accepted and state.terms not in ("", TERMS_VERSION):
        shown = replace(state, at="terms", read=True, terms=TERMS_VERSION, detours=state.detours + 1)
        return stay(shown, Say(NEW_TERMS))
    settled = (*(() if state.accepted else (Do(GiveConsent()),)), Do(SetPlace(country, zone)))
    if zone is None:
        return stay(replace(state, at="zone", accepted=True, detours=state.detours + 1), *settled)
    if facts.role == "trainee":
        return _trainee_ready(*settled)
    return stay(replace(state, at=_after_place(facts), accepted=True), *settled)


def _after_place(facts: Facts) -> Literal["goal", "reminder"]:
    """Who was a hiteuse before has a project: it is not asked for again."""
    return "reminder" if facts.saves else "goal"


def _trainee_ready(*effects: Do) -> Step[State]:
    return end(*effects, Do(Join()), Say(READY), Open("training", ""))


def rethink(was: State, thought: SecondThought, facts: Facts) -> Step[State] | None:
    """Take another country, hour, kind of project or reminder than the one just picked. Consent stays."""
    now, event = thought.now, Picked(thought.choice)
    if now is None and thought.instead == NO.id and not was.promoted:
        return step(was, event, facts)
    if now is None:
        understood, wish = reminder_reading.read(thought.choice, None)
        if was.at != "reminder" or not understood:
            return None
        return end(Do(SetReminder(wish)), Say(tr("C'est changé.") + reminders_dialogue.describe(wish)))
    if was.at in ("welcome", "terms") and was.at != now.at and thought.choice != ELSEWHERE.id:
        return None
    if thought.choice in (NO.id, goal.LATER.id) and was.at != now.at:
        return None
    found = step(replace(was, accepted=now.accepted, detours=now.detours, read=now.read), event, facts)
    return replace(found, effects=(Say(goal.CHANGED), *found.effects))


def _with_goal(state: State, found: GoalOf, *said: Say) -> Step[State]:
    if state.has_room(_MIN_MESSAGES - 1):
        return stay(replace(state, at="reminder"), Do(SetGoal(found)), *said)
    return _ready(Do(SetGoal(found)), *said, Say(REMINDER_LATER))


def _told(state: State, event: Event, found: GoalOf | goal.Doubtful | Message) -> Step[State]:
    match found:
        case GoalOf(words=""):
            return _with_goal(state, found, Say(goal.noted(found)))
        case GoalOf():
            return in_her_words(_with_goal(state, found, Say(goal.noted(found))), event, "own")
        case goal.Doubtful(doubt):
            return in_her_words(stay(replace(state, at="words", kind=doubt.kind, doubt=doubt.words)), event)
        case Message():
            return misread(state, Say(found))


def _reminded(state: State, facts: Facts, understood: bool, wish: Preference | None, text: str) -> Step[State]:
    if not understood:
        return misread(state, Say(how_often.misunderstood(text)))
    back = [Say(BACK_AGAIN)] if facts.stopped and wish is not None else []
    heard = [Say(reminders_dialogue.understood(wish))] if text else []
    return _at_last(onboarding_changes.with_days(state, wish), facts, Do(SetReminder(wish)), *back, *heard)


def _at_last(state: State, facts: Facts, *effects: Effect) -> Step[State]:
    """Ask about hard content only if one answer settles it and the limit of messages allows it; otherwise `travail`
    asks before the first offer of such work."""
    if len(facts.themes) == 1 and state.has_room(_MIN_MESSAGES + 1):
        return stay(replace(state, at="hard_content", themes=facts.themes), *effects)
    return _ready(*effects)


def _ready(*effects: Effect) -> Step[State]:
    return end(
        *effects,
        Do(Join()),
        Say(READY),
        Open("work", "practice"),
    )


def _to_5(data: dict[str, Any]) -> dict[str, Any]:
    """Up to version 4 the state said that the welcome should be brief."""
    return {key: value for key, value in data.items() if key != "briefly"}


def _to_2(data: dict[str, Any]) -> dict[str, Any]:
    """In version 1 choosing a country was no acceptance: people who were asked for it then are welcomed again."""
    return {**data, "at": "welcome", "detours": 0} if data.get("at") == "country" else data


FLOW = Flow(
    "onboarding",
    5,
    State,
    prompt,
    step,
    {1: _to_2, 2: dict, 3: dict, 4: _to_5},
    leaves=True,
    rethink=rethink,
    waits=True,
)
