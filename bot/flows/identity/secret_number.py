"""`secret`: the number that shows that an account belongs to the person."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal, TypeVar

from backend.domain.french.spelling import fold
from backend.domain.identity.linking import AskReferee, PinTried, RefereeAsked, SetPin, TryPin, is_guessed, read_pin
from backend.domain.messaging.message import Choice, Message, tr
from backend.records import Record
from bot.flows.engine.answers import PICK
from bot.flows.engine.kit import Do, Done, Event, Picked, Resumed, Say, Started, Step, Typed, leave, misread, stay
from bot.flows.engine.registry import Flow

S = TypeVar("S")

LATER = Choice("later", "Pas maintenant", aside=True)
FORGOTTEN = Choice("forgotten", "Je l'ai oublié", aside=True)
CHANGE = Choice("change", "Changer mon code")
REMOVE = Choice("remove", "Enlever mon code")
ERASE = tr("Tu peux maintenant effacer ton message, pour que personne ne le lise.")
DIGITS = tr(
    "Ton code secret hiteuses a 4 à 6 chiffres, sans lettres. Celui de ton mobile money, ne l'écris jamais ici."
)
NOT_ITS = tr("Je demande le code que tu as choisi ici, pas celui de ton mobile money.")
"""Who reads « code secret » thinks of the one that she types each day, which opens her money."""
NOTHING_DONE = tr("Je n'ai rien fait.")
OR_LEAVE = DIGITS + tr("Pour laisser, écris « annuler ».")


class Facts(Record):
    has_pin: bool


class State(Record):
    at: Literal["old", "what", "new"] = "new"


def prompt(state: State, _facts: Facts) -> Message:
    """Ask for the present number, for what to do, or for a new number."""
    match state.at:
        case "old":
            return free(tr("🔒 Écris ton code secret hiteuses actuel.").with_choices(FORGOTTEN, LATER))
        case "what":
            return tr("Que veux-tu faire ?").with_choices(CHANGE, REMOVE, LATER)
        case "new":
            return free(
                tr("🔒 *Ton code secret*")
                + tr(
                    "Si tu changes de téléphone ou de numéro, je te le demanderai avant de montrer ton compte. "
                    "Écris 4 à 6 chiffres que toi seule connais. Pas le code de ton mobile money."
                ).with_choices(LATER)
            )


def free(message: Message) -> Message:
    """A message whose question takes free text: digits are the secret number, not the number of a button."""
    return Message(message.parts, message.choices, message.attachment, message.columns, free=True)


def ask(before: Message) -> Message:
    """Ask for the secret number before something that only the person may see or do. `before`: what that is."""
    asked = before + tr("🔒 Écris ton code secret hiteuses, pour montrer que c'est bien toi.")
    return free(asked.with_choices(FORGOTTEN, LATER))


def check(state: S, event: Event, right: Callable[[], Step[S]], later: Say) -> Step[S]:
    """Take the answer to `ask`. `right`: what the right number leads to; `later`: what is said if the person does not
    want to give it now."""
    match event:
        case Picked(LATER.id):
            return leave(later)
        case Picked(FORGOTTEN.id):
            return stay(state, Do(AskReferee()))
        case Typed() if forgets(event):
            return stay(state, Do(AskReferee()))
        case Typed(text):
            return stay(state, Do(TryPin(text))) if read_pin(text) else misread(state, Say(OR_LEAVE))
        case Done(PinTried(True)):
            return right()
        case Done(PinTried() as tried):
            return _tried(state, tried)
        case Done(RefereeAsked(there)):
            return leave(Say(asked_referee(there)))
        case _:
            return misread(state, Say(PICK))


def _tried(state: S, tried: PinTried) -> Step[S]:
    """Ask again after a wrong number, or say that nothing was done if there are no more tries for now."""
    return stay(state, Say(wrong(tried))) if tried.wait is None else leave(Say(wrong(tried) + NOTHING_DONE))


_FORGETS = re.compile(
    r"\b(?:oublie|(?:souviens|rappelle) (?:pas|plus)|(?:sais|sai|connais) plus"
    r"|(?:perdu|sais pas) (?:mon|le) (?:code|numero))\b"
)


_TOLD_TO_FORGET = re.compile(
    r"(?:(?:non|nn|svp|stp|ok|bon|laisse) )*oublie (?:ca|sa|ce|cela|tout|moi|pas|le reste)\b.*"
)
"""« Oublie ce que j'ai dit », « oublie pas de me payer »."""


def forgets(event: Event) -> bool:
    """Whether the person says that they have forgotten the number."""
    said = fold(event.text) if isinstance(event, Typed) else ""
    return _FORGETS.search(said) is not None and _TOLD_TO_FORGET.fullmatch(said) is None


def step(state: State, event: Event, facts: Facts) -> Step[State]:
    """Take the present number first, if there is one; then change or remove it."""
    match state.at, event:
        case _, Started():
            return stay(State("old" if facts.has_pin else "new"))
        case _, Resumed():  # they knew the number before, but somebody else may write now
            return stay(State("old") if facts.has_pin else state)
        case _, Picked(LATER.id):
            return leave(Say(tr("D'accord. Tu le retrouves dans « profil ».")))
        case "old", Typed() if forgets(event):
            return stay(state, Do(AskReferee()))
        case "old", Typed(text):
            return stay(state, Do(TryPin(text))) if read_pin(text) else misread(state, Say(OR_LEAVE))
        case "old", Picked(FORGOTTEN.id):
            return stay(state, Do(AskReferee()))
        case "old", Done(PinTried(True)):
            return stay(State("what"))
        case "old", Done(PinTried() as tried):
            return _tried(state, tried)
        case _, Done(RefereeAsked(there)):
            return leave(Say(asked_referee(there)))
        case "what", Picked(CHANGE.id):
            return stay(State("new"))
        case "what", Picked(REMOVE.id):
            return leave(Do(SetPin(None)), Say(tr("C'est fait : tu n'as plus de code secret.")))
        case "new", Typed(text):
            return _chosen(state, text)
        case _:
            return misread(state, Say(PICK))


def _chosen(state: State, text: str) -> Step[State]:
    pin = read_pin(text)
    if pin is None:
        return misread(state, Say(OR_LEAVE))
    if is_guessed(pin):
        return misread(state, Say(tr("Ce code est trop facile à deviner. Choisis-en un autre.")))
    return leave(Do(SetPin(pin)), Say(tr("C'est noté, ton code secret est enregistré. 🔒") + ERASE))


def wrong(tried: PinTried) -> Message:
    """The reply to a wrong number, with the time to wait."""
    if tried.wait is None:
        return tr("Ce n'est pas le bon code. Essaie encore.") + NOT_ITS
    if tried.early:
        return tr("Attends encore {time} avant d'écrire ton code : jusque-là, je n'en lis aucun.", time=tried.wait)
    return tr("Ce n'est pas le bon code. Tu pourras essayer encore dans {time}.", time=tried.wait)


def asked_referee(there: bool) -> Message:
    """Whether somebody was asked to confirm who the person is (`there`)."""
    if there:
        return tr("J'ai demandé à la personne qui t'accompagne de dire que c'est bien toi. Je te réponds ici.")
    return tr("Parle à la personne qui t'a invitée : elle peut dire à l'équipe que c'est bien toi.")


FLOW = Flow("link_pin", 1, State, prompt, step, refused_by_no=True, serves="everybody", own_hand=True, anew="secret")
