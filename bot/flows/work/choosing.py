"""Choosing among offers: accept one, look at others, or leave."""

from __future__ import annotations

import re

from backend.domain.french.spelling import fold
from backend.domain.people.themes import DecideThemes
from backend.domain.work.commands import Offer, TakeWork
from backend.records import replace
from bot.flows.engine import leaving, yes_no
from bot.flows.engine.answers import PICK
from bot.flows.engine.confirm import CHANGED
from bot.flows.engine.kit import Do, Event, Picked, Say, Step, Typed, again, end, misread, stay
from bot.flows.people import hard_content
from bot.flows.work import other_work, outcomes
from bot.flows.work.offers import in_words, views
from bot.flows.work.state import ACCEPT, EARNED, GONE, MENU, OFFERING, OTHERS, WHY, Facts, State, accepted

_WHY = re.compile(
    r"(?:(?:et|mais|dis) )*(?:pourquoi|pk|pq|pkoi|prk|pourkoi|pourqoi)"
    r"(?: (?:ce|cet|cette|ces|celui|celle|la|ci|travail|travaux|boulot|tache|taches|offre|job|moi|ca|c|est|que|tu|vous"
    r"|me|m|le|l|les|un|une|propose\w*|montre\w*|donne\w*|je|vois|ai|ici|pas|autres?|seulement))*"
)
"""The question of the button `WHY` in words; it is also taken where the button has no room."""


def left(state: State, facts: Facts, *, back: bool) -> Step[State]:
    """Leave the offers, or go back to the first; an open task is paused."""
    if state.at not in OFFERING:
        return stay(replace(state, at="paused"))
    if back and state.at in ("more", "offers", "why") and facts.offers:
        return stay(replace(state, at="offer"))
    return end(Say(views.LATER.with_choices(EARNED, MENU, columns=2)))


def enter(state: State, facts: Facts) -> Step[State]:
    """Show the offers if there are any and she may have more work today."""
    if facts.over is not None:
        return outcomes.nothing(facts.over)
    return stay(state) if facts.offers else end(Say(views.prompt(state, facts)))


def _others(state: State) -> State:
    """The next offers; all, from the first one on, behind those that she has named."""
    if state.among:
        return State("first")
    if state.at == "first":
        return replace(state, at="more")
    return replace(state, at="offers", page=state.page + 1 if state.at == "offers" else 0)


def _asked(state: State, event: Event, offer: Offer) -> Step[State]:
    """Take the answer to an offer that also asks whether she accepts hard content."""
    themes, (accept, no) = offer.config.sensitive, views.asked_about(offer)
    match event:
        case Picked(accept.id):
            after = replace(state, project=offer.project_id, new=not offer.started)
            return stay(after, Do(TakeWork(offer.project_id, says_yes=themes)))
        case Picked(no.id):
            found = dict.fromkeys(themes, False)
        case Picked(choice) if choice.startswith((ACCEPT, hard_content.NO.id)):
            return stay(state, Say(CHANGED))
        case _:
            found = hard_content.decided(event, themes)
    if all(found.values()):  # only a whole yes accepts the offer, and it is a button
        return misread(state, Say(PICK))
    return stay(state, Do(DecideThemes(found)), Say(hard_content.NOTED))


def step(state: State, event: Event, facts: Facts) -> Step[State]:
    """Take an accepted offer, or a wish to see others or the reasons."""
    if not facts.offers and facts.asking and state.at == "first":
        return _asked(state, event, facts.asking[0])
    if not facts.offers:
        over = end(*([Say(GONE)] if isinstance(event, Picked) else []), Say(views.prompt(state, facts)))
        return replace(over, misread=not isinstance(event, Picked))
    match event:
        case Typed(text) if yes_no.read(text) == "no" or leaving.passes(text):
            return left(state, facts, back=False)
        case Picked(choice) if choice.startswith(ACCEPT):
            # the offer whose price she saw, whatever offers have come or gone since
            offer = next((o for o in facts.offers if o.project_id == accepted(choice)), None)
            if offer is None:
                return stay(State(), Say(GONE))
            after = replace(state, project=offer.project_id, new=not offer.started)
            return stay(after, Do(other_work.take(state, offer.project_id)))
        case Typed(text) if _WHY.fullmatch(fold(text)):
            return stay(replace(state, at="why"))
        case Typed(text) if in_words.asks_best(text):
            said, best = in_words.best(facts.offers)
            return again(State("first", best[0], among=best), Say(said))  # a yes takes the best paid
        case Typed(text) if (meant := in_words.named(text, facts.offers)) is not None:
            return stay(State("offer", meant.project_id))
        case Typed(text) if several := in_words.named_together(text, facts.offers):
            return stay(State("first", several[0], among=several))
        case Picked(WHY.id):
            return stay(replace(state, at="why"))
        case Picked(OTHERS.id):
            return stay(_others(state))
        case Picked(choice) if choice.startswith("offer:"):
            return stay(State("offer", int(choice.removeprefix("offer:"))))
        case _:
            return misread(state, Say(PICK))
