"""`inviter`: single-use codes, for whom and for which country."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal, cast

from backend.domain import places
from backend.domain.message import Choice, Message, Raw, tr, trn
from backend.domain.people import InvitesMade, MakeInvites, Role
from backend.domain.words import fold
from bot.flows import place
from bot.flows.answers import PICK
from bot.flows.kit import Do, Done, Event, Picked, Resumed, Say, Started, Step, Typed, end, stay
from bot.flows.registry import Flow

MOST = 20
"""Codes in one message; more come from the command line as a file."""

HITEUSE = Choice("hiteuse", "Une hiteuse")
TRAINEE = Choice("trainee", "Une apprenante")
HUBER = Choice("huber", "Un·e Huber")
ADMIN = Choice("admin", "Un·e admin")
_ROLES = {"hiteuse": "hiteuse", "apprenante": "trainee", "trainee": "trainee", "huber": "huber", "admin": "admin"}


@dataclass(frozen=True, slots=True)
class Facts:
    role: str
    country: str


@dataclass(frozen=True, slots=True)
class State:
    at: Literal["role", "country", "count"] = "role"
    role: str = ""
    country: str = ""


def prompt(state: State, facts: Facts) -> Message:
    match state.at:
        case "country":
            return tr("Pour quel pays ?").with_choices(*place.countries(), columns=2)
        case "count":
            counts = [Choice(str(n), Raw(str(n))) for n in (1, 5, 10, 20)]
            asked = tr("Combien de codes ? (20 au plus ici)").with_choices(*counts, columns=4)
            return replace(asked, free=True)  # "3" is three codes, never the third button
        case _:
            return tr("Qui veux-tu inviter ?").with_choices(*_allowed(facts), columns=2)


def _allowed(facts: Facts) -> tuple[Choice, ...]:
    return (HITEUSE, TRAINEE, HUBER, ADMIN) if facts.role == "admin" else (HITEUSE, TRAINEE)


def step(state: State, event: Event, facts: Facts) -> Step[State]:
    match state.at, event:
        case _, Started(str(words)) if words:
            return _from_words(words, facts)
        case _, Started() | Resumed():
            return stay(state)
        case _, Done(InvitesMade() as made):
            return end(Say(_shown(made)))
        case "role", Picked(role) if role in {c.id for c in _allowed(facts)}:
            return stay(_for_role(role, facts))
        case "role", Typed(text) if (role := _named(text)) in {c.id for c in _allowed(facts)}:
            return stay(_for_role(role, facts))
        case "country", _:
            country = place.read_country(event)
            return stay(replace(state, at="count", country=country.code)) if country else stay(state, Say(PICK))
        case "count", Picked(text) | Typed(text) if text.strip().isdecimal() and 1 <= int(text) <= MOST:
            return stay(state, _make(state.role, state.country, int(text)))
        case _:
            return stay(state, Say(PICK))


def _for_role(role: str, facts: Facts) -> State:
    """A Huber invites for her own country only."""
    return State("country" if facts.role == "admin" else "count", role, facts.country)


def _named(word: str) -> str:
    return _ROLES.get(fold(word).rstrip("s"), "")


def _from_words(words: str, facts: Facts) -> Step[State]:
    """`inviter hiteuse CM 3`: what is missing is asked for."""
    role, country, count = "", "", 0
    for word in re.split(r"[\s,]+", words):
        if named := _named(word):
            role = named
        elif word.isdecimal():
            count = min(int(word), MOST)
        elif found := places.find(word):
            country = found.code
    if role not in {c.id for c in _allowed(facts)}:
        return stay(State())
    if facts.role != "admin":
        country = facts.country
    if not country:
        return stay(State("country", role))
    return stay(State("count", role, country), _make(role, country, count or 1))


def _make(role: str, country: str, count: int) -> Do:
    return Do(MakeInvites(cast(Role, role), country, count))


def _shown(made: InvitesMade) -> Message:
    head = trn(
        "Voici {n} code. Il marche une seule fois.",
        "Voici {n} codes. Chacun marche une seule fois.",
        len(made.invites),
    )
    lines = ["\n".join([i.code, *links.values()]) for i, links in zip(made.invites, made.links, strict=True)]
    return head + Message((Raw("\n".join(lines)),)) + tr("À taper dans le chat : start CODE", Choice("/menu", "Menu"))


FLOW = Flow("invite", 1, State, prompt, step)
