"""The conversation of a chat that may have changed hands. It shows nothing of the account until the secret number, a
code from another chat, or somebody who knows the person confirms who writes."""

from __future__ import annotations

from typing import Literal

from backend.domain.identity.joining import JoinPending
from backend.domain.identity.linking import (
    AskReferee,
    Disown,
    Disowned,
    Linked,
    LinkRefused,
    PinTried,
    RefereeAsked,
    TryPin,
    UseLink,
    read_pin,
)
from backend.domain.messaging import intents
from backend.domain.messaging.message import Choice, Message, tr
from backend.domain.people import codes
from backend.records import Record
from bot.flows.engine.kit import Do, Done, Event, Picked, Say, Started, Step, Typed, end, misread, stay
from bot.flows.engine.registry import Flow
from bot.flows.identity import joining_views, secret_number
from bot.flows.identity.join import said_of

FORGOTTEN = Choice("forgotten", "Je l'ai oublié", aside=True)
KNOWN = Choice("known", "J'ai mon code secret")
NOT_MINE = Choice("not mine", "Pas mon compte", aside=True)
SURE, MINE = Choice("sure", "Oui, pas à moi", says="sure"), Choice("mine", "Non, c'est le mien")
WHY = tr("🔒 Ce téléphone a peut-être changé de mains. Avant de montrer ce compte, je vérifie que c'est bien toi.")
DISOWNED = tr("C'est noté, ce compte ne s'ouvrira plus ici.") + tr(
    "Si on t'a donné une invitation, écris son code : *start CODE*"
)
WELCOME = tr("Merci, c'est bien toi ! On continue.")


class Facts(Record):
    has_pin: bool


class State(Record):
    at: Literal["pin", "asked", "nobody", "not mine", "waits"] = "pin"


def prompt(state: State, facts: Facts) -> Message:
    """Ask for the secret number, or say what is being waited for."""
    match state.at:
        case "pin":
            return secret_number.free(
                tr("Écris le code secret de ce compte hiteuses (4 à 6 chiffres).").with_choices(FORGOTTEN, NOT_MINE)
            )
        case "not mine":
            asked = tr("Ce compte est à quelqu'un d'autre, pas à toi ? Alors il ne s'ouvrira plus ici.")
            return asked.with_choices(SURE, MINE)
        case "asked":
            asked = tr("J'ai demandé à la personne qui suit ce compte. Dès qu'elle me répond, on continue ici.")
        case "waits":
            asked = tr("⏳ Ta demande est en route. Je t'écris ici dès que c'est ouvert.")
        case "nobody":
            asked = tr("Si ce compte est à toi, parle à la personne qui t'a invitée : elle sait quoi faire.")
    known = secret_number.free(asked.with_choices(KNOWN, NOT_MINE))
    return known if facts.has_pin else asked.with_choices(NOT_MINE)


def step(state: State, event: Event, facts: Facts) -> Step[State]:
    """Take the secret number, a code from another chat, or "not my account"."""
    match event:
        case Started():
            return _ask(facts, Say(WHY))
        case Done(outcome):
            return _came(state, outcome, facts)
        case Typed(text) if read_pin(text) and (state.at == "pin" or (facts.has_pin and state.at != "not mine")):
            return stay(state, Do(TryPin(text)))  # also who had forgotten it, and remembers it
        case Typed() if state.at == "pin" and secret_number.forgets(event):
            return stay(state, Do(AskReferee()))
        case Typed(text) if _may_be_code(text):
            return stay(state, Do(UseLink(text)))
        case Typed() if state.at == "pin":
            return misread(state, Say(secret_number.DIGITS))
        case Picked(FORGOTTEN.id):
            return stay(state, Do(AskReferee()))
        case Picked(KNOWN.id) if facts.has_pin:
            return stay(State("pin"))
        case Picked(NOT_MINE.id):
            return stay(State("not mine"))
        case Picked(SURE.id) if state.at == "not mine":
            return stay(state, Do(Disown()))
        case Picked(MINE.id):
            return _ask(facts)
        case _:
            return misread(state)


def _may_be_code(text: str) -> bool:
    """Whether the text can be a code. Digits alone are the secret number. « Paiement » is as long as a code: a word of
    letters alone is none, as each wrong code brings the chat nearer to its limit."""
    alone = text.strip().isalpha() or not any(sign.isalpha() for sign in text)
    return not alone and codes.may_be_bare(text) and intents.read(text) is None


def _came(state: State, outcome: object, facts: Facts) -> Step[State]:
    match outcome:
        case PinTried(True) | Linked():
            return end(Say(WELCOME))
        case PinTried() as tried:
            return stay(state, Say(secret_number.wrong(tried)))
        case LinkRefused("invitation") as refused:
            return stay(State("not mine"), Say(said_of(refused)))
        case LinkRefused() as refused:
            return stay(state, Say(said_of(refused)))
        case JoinPending() as pending:
            return stay(State("waits"), Say(Message(joining_views.asked_for(pending).parts)))
        case RefereeAsked(there):
            return stay(State("asked" if there else "nobody"))
        case Disowned(True):
            return end(Say(DISOWNED))
        case _:
            return _ask(facts)


def _ask(facts: Facts, *said: Say) -> Step[State]:
    """Ask for the secret number; if there is none, ask somebody who knows the person."""
    return stay(State("pin"), *said) if facts.has_pin else stay(State("nobody"), *said, Do(AskReferee()))


FLOW = Flow("link_proof", 1, State, prompt, step, leaves=True, serves="everybody")
