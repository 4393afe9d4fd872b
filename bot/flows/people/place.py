"""`pays`: the country, which decides a person's time zone and which projects are offered."""

from __future__ import annotations

import re
from typing import Literal

from backend.domain.errors import BadInput
from backend.domain.french.spelling import fold
from backend.domain.messaging import intents
from backend.domain.messaging.message import Choice, Message, Raw, tr
from backend.domain.payouts import destinations
from backend.domain.people import place_names, places
from backend.domain.people.commands import SetPlace
from backend.records import Record
from bot.flows.earnings.promises import HOW_PAID
from bot.flows.engine import agreement
from bot.flows.engine.answers import PICK
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
    leave,
    misread,
    stay,
)
from bot.flows.engine.registry import Flow


class Facts(Record):
    country: str
    named: bool = True
    """Whether she has said where she is paid."""


class State(Record):
    at: Literal["country", "zone"] = "country"
    country: str = ""


def ask_country() -> Message:
    """Ask for the country."""
    return tr("Dans quel pays habites-tu ?").with_choices(*countries(), BACK, columns=2)


def countries(*, zones: bool = False) -> tuple[Choice, ...]:
    """The countries as choices. `zones`: one choice for each time zone, so that one answer settles both."""
    return tuple(
        Choice(f"{c.code}:{z.name}", Raw(f"{c.flag} {c.name} : {z.label}"))
        if zones and len(c.zones) > 1
        else Choice(c.code, Raw(f"{c.flag} {c.name}"))
        for c in places.COUNTRIES
        for z in (c.zones if zones else c.zones[:1])
    )


def ask_zone(country: str) -> Message:
    """Ask which of a country's time zones is the right one."""
    zones = places.country(country).zones
    return tr("Ton pays a deux heures différentes. Où habites-tu ?").with_choices(
        *(Choice(z.name, Raw(z.label)) for z in zones)
    )


BACK = Choice("back", "Retour", aside=True)


def read_country(event: Event) -> places.Country | None:
    """The country that was picked or typed; None if it was none."""
    match event:
        case Picked(code):
            try:
                return places.country(code.partition(":")[0])
            except BadInput:
                return None
        case Typed(text):
            return None if _is_no_home(text) else place_names.find(text)
        case _:
            return None


_HERS = r"\b(?:mon|ma|mes) (?:mari|copain|pere|papa|mere|maman|soeurs?|freres?|famille|enfants?|fils|fille|tante|amie?)"
_OF_OTHERS = re.compile(rf"{_HERS} (?:habit|vi[st]|viv|est|sont|rest|part|va|di[st])\w*\b")
_TRIP = re.compile(
    r"\b(?:pars|part|partir|partons|vais|aller|allons|visa|voyag\w*|rentre[rz]?|reviens|passe|visit\w*|vacances|conges?|deplacement"
    r"|quelques jours|\d+ (?:jours?|semaines?))\b"
)
_MOVES = re.compile(r"\b(?:habit|viv|vis|demenag|install)\w*\b")


MOST_BESIDE = 2
"""The most other words beside a place, such as the part of a town: « Yopougon Siporex, Abidjan »."""
_AGREES = frozenset(("oui", "ok", "okay", "d", "accord", "bonjour", "bonsoir", "slt", "salut", "alors", "que"))
_TELLS = frozenset(("il", "elle", "ils", "elles", "ca", "tu", "vous"))
"""Words of who tells of something else: « il pleut à Douala »."""


def _is_no_home(text: str) -> bool:
    """Whether a text names where somebody travels, where others live, « je pars à Dakar vendredi », asks, or tells what
    happens there: « le réseau coupe tout le temps à Bouaké »."""
    said = fold(text)
    if intents.asks(text) or _OF_OTHERS.search(said):
        return True
    if _MOVES.search(said):
        return False
    beside = [word for word in place_names.beside(said.partition(" depuis ")[0]) if word not in _AGREES]
    tells = len(beside) > MOST_BESIDE or not _TELLS.isdisjoint(beside) or said[:1].isdigit()
    return bool(_TRIP.search(said)) or tells


_ELSEWHERE = re.compile(
    r"\bj?(?:habite|habites|vis|reside|pays) (?:(?:pas|plus|jamais|ici) )*(?:pas|plus|jamais)\b"
    r"|\bj?suis (?:(?:pas|plus|jamais|ici) )*(?:pas|plus|jamais)(?: (?:du tout|vraiment))?"
    r"(?: (?:en|au|aux|a|la|dans|ici|de|du)\b|$)"
    r"|\bautre pays\b|\b(?:pas|plus) (?:mon|le bon|le meme|ce|dans ce|notre) pays\b|\bmauvais pays\b|\bailleurs\b"
    r"|\btromp\w+ de pays\b|\bpas (?:d )?ici\b"
)


def lives_elsewhere(text: str, country: str) -> bool:
    """Whether the text says that the person does not live in this country, or names another one."""
    said = fold(text)
    named = () if place_names.denied(text) else place_names.matches(text)
    other = any(_is_named(said, each.code) for each in named) and country not in {each.code for each in named}
    unserved = not_served(text) is not None and not _is_no_home(text)  # « aide-moi à aller au Canada »
    return other or _ELSEWHERE.search(said) is not None or unserved


def lives_there(text: str) -> bool:
    """Whether the text says in which country the person lives now: « j'ai déménagé à Lomé », « je vis en France ». Who
    is somewhere may travel."""
    if _is_no_home(text) or _MOVES.search(fold(text)) is None:
        return False
    return place_names.find(text) is not None or not_served(text) is not None


_LIVES = re.compile(
    r"(?P<yes>.+?)(?: mais| et| par contre)?(?: moi)? (?:je |j )?(?:suis|habite|habites|vis|reside)"
    r" (?:(?:au|en|a|aux|dans|le|la|l|ici|maintenant) )*(?P<where>.+?)(?: (?:maintenant|merci|svp|stp))*"
)


def agreed_from(text: str) -> places.Country | None:
    """The country in which a person lives who agrees in the same text: « oui, mais je suis au Togo ». None if the text
    does not say both beyond doubt."""
    found = _LIVES.fullmatch(fold(text))
    if found is None or "?" in text or not agreement.agrees(found["yes"]):
        return None
    codes = place_names.named().get(found["where"], frozenset())
    return places.country(*codes) if len(codes) == 1 else None


def not_served(text: str) -> Message | None:
    """The reply to a country that the product does not serve; None if the text names none."""
    country = place_names.unserved(text) if not place_names.denied(text) and place_names.find(text) is None else None
    return tr("Ici, on ne travaille pas encore avec ce pays : *{country}*.", country=Raw(country)) if country else None


def unread(event: Event) -> Message:
    """The reply to an answer that is none of the countries."""
    return (not_served(event.text) if isinstance(event, Typed) else None) or PICK


def _is_named(said: str, code: str) -> bool:
    """Whether a country is named exactly: « d'accord » is similar to the name of a town."""
    return any(code in codes and f" {name} " in f" {said} " for name, codes in place_names.named().items())


def zone_in(event: Event, country: places.Country) -> str | None:
    """The time zone that the answer names along with this country; None if it has to be asked for."""
    if len(country.zones) == 1:
        return country.zones[0].name
    match event:
        case Picked(choice):
            return read_zone(Picked(choice.partition(":")[2]), country.code)
        case _:
            return read_zone(event, country.code)


def read_zone(event: Event, country: str) -> str | None:
    """The time zone that an answer names; None if it names none of this country."""
    match event:
        case Picked(zone) if zone in {z.name for z in places.country(country).zones}:
            return zone
        case Typed(text):
            return None if _is_no_home(text) or place_names.denied(text) else place_names.find_zone(text, country)
        case _:
            return None


def prompt(state: State, facts: Facts) -> Message:
    """Ask for the country, then for the time zone if it has several."""
    if state.at == "country":
        return ask_country()
    asked = ask_zone(state.country)
    return asked.with_choices(*asked.choices, BACK)


def step(state: State, event: Event, facts: Facts) -> Step[State]:
    """Take a country and a time zone."""
    match state.at, event:
        case _, Started(str(text)):
            return step(State(), Typed(text), facts)
        case _, Started() | Resumed():
            return stay(state)
        case "zone", Picked(BACK.id):
            return stay(State())
        case "country", Picked(BACK.id):
            return leave(Say(tr("D'accord, rien ne change.").with_choices(Choice("/menu", "Menu"))))
    if state.at == "zone":
        zone = read_zone(event, state.country)
        return _moved(state.country, zone, facts) if zone else misread(state, Say(PICK))
    country = read_country(event)
    if country is None:
        return misread(state, Say(unread(event)))
    zone = zone_in(event, country)
    return _moved(country.code, zone, facts) if zone else stay(State("zone", country.code))


def _moved(country: str, zone: str, facts: Facts) -> Step[State]:
    said = tr("C'est noté : tu habites {place}.", place=Raw(places.country(country).within))
    if not facts.named:
        said += Message((HOW_PAID,))
    elif destinations.serves(facts.country, country):
        said += tr("L'endroit où va ta paie ne change pas : pour le voir ou le changer, écris « paiement ».")
    else:
        said += tr(
            "Pour ta paie, il faut un numéro ou un compte d'ici : celui d'avant ne sert plus. Écris « paiement »."
        )
    return end(Do(SetPlace(country, zone)), Say(said.with_choices(Choice("/menu", "Menu"))))


def rethink(was: State, thought: SecondThought, facts: Facts) -> Step[State] | None:
    """Take another country or time zone than the one just picked."""
    return step(was, Picked(thought.choice), facts) if thought.choice != BACK.id else None


FLOW = Flow("place", 1, State, prompt, step, rethink=rethink, refused_by_no=True, anew="pays")
