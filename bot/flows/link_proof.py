"""What a chat hears that may be in other hands: nothing of hers, until her secret number, a code from
another chat of hers, or somebody who knows her says that it is her."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from backend.domain import codes
from backend.domain.linking import AskReferee, Linked, LinkRefused, PinTried, RefereeAsked, TryPin, UseLink, read_pin
from backend.domain.message import Choice, Message, tr
from bot.flows import link_pin
from bot.flows.kit import Do, Done, Event, Picked, Resumed, Say, Started, Step, Typed, end, stay
from bot.flows.link_join import said_of
from bot.flows.registry import Flow

FORGOTTEN = Choice("forgotten", "Je l'ai oublié", aside=True)
KNOWN = Choice("known", "J'ai mon code secret")
WHY = tr("🔒 Ce téléphone a peut-être changé de mains. Avant de montrer ce compte, je vérifie que c'est bien toi.")
WELCOME = tr("Merci, c'est bien toi ! On continue.")


@dataclass(frozen=True, slots=True)
class Facts:
    has_pin: bool


@dataclass(frozen=True, slots=True)
class State:
    at: Literal["pin", "asked", "nobody"] = "pin"


def prompt(state: State, facts: Facts) -> Message:
    match state.at:
        case "pin":
            return link_pin.free(tr("Écris le code secret de ce compte (4 à 6 chiffres).").with_choices(FORGOTTEN))
        case "asked":
            asked = tr("J'ai demandé à la personne qui suit ce compte. Dès qu'elle me répond, on continue ici.")
        case "nobody":
            asked = tr("Si ce compte est à toi, parle à la personne qui t'a invitée : elle sait quoi faire.")
    return asked.with_choices(KNOWN) if facts.has_pin else asked


def step(state: State, event: Event, facts: Facts) -> Step[State]:
    match event:
        case Started():
            return stay(State("pin"), Say(WHY)) if facts.has_pin else stay(State("nobody"), Say(WHY), Do(AskReferee()))
        case Typed(text) if state.at == "pin" and read_pin(text):
            return stay(state, Do(TryPin(text)))
        case Typed(text) if codes.may_be_bare(text) and any(sign.isalpha() for sign in text):
            return stay(state, Do(UseLink(text)))
        case Done(PinTried(True)) | Done(Linked()):
            return end(Say(WELCOME))
        case Done(PinTried() as tried):
            return stay(state, Say(link_pin.wrong(tried)))
        case Done(LinkRefused() as refused):
            return stay(state, Say(said_of(refused)))
        case Done(RefereeAsked(there)):
            return stay(State("asked" if there else "nobody"))
        case Typed() if state.at == "pin":
            return stay(state, Say(link_pin.DIGITS))
        case Picked(FORGOTTEN.id):
            return stay(state, Do(AskReferee()))
        case Picked(KNOWN.id) if facts.has_pin:
            return stay(State("pin"))
        case Resumed():
            return stay(state)
        case _:
            return stay(state)


FLOW = Flow("link_proof", 1, State, prompt, step)
