"""`personne`: whom to look for, and a note about a person."""

from __future__ import annotations

from typing import Literal

from backend.domain.admin.support_lookup import MOST_NOTE, FindPerson, PersonShown
from backend.domain.messaging.message import Choice, Message, Raw, tr
from backend.records import Record, replace
from bot.flows.engine.confirm import Ask
from bot.flows.engine.kit import Do, Done, Event, Open, Picked, Resumed, Say, Started, Step, Typed, end, misread, stay
from bot.flows.engine.registry import Flow

CANCEL = Choice("cancel", "Annuler")
NOTE = "note person"
"""The name of the confirmation (`bot.handlers.engine.confirmations`); arguments: `person`, `text`."""


class Facts(Record):
    """`name`: the first name of the person whom the note is about."""

    name: str = ""


class State(Record):
    at: Literal["find", "note"] = "find"
    person: int = 0


def prompt(state: State, facts: Facts) -> Message:
    """Ask whom to look for, or for the text of the note."""
    if state.at == "note":
        asked = tr("📝 Écris ta note sur *{name}* (500 caractères au plus).", name=Raw(facts.name or "?"))
    else:
        asked = tr("Qui cherches-tu ? Écris son prénom, son numéro, son téléphone ou son code d'invitation.")
    return replace(asked.with_choices(CANCEL), free=True)


def step(state: State, event: Event, facts: Facts) -> Step[State]:
    """Take the search text, or the note (`MOST_NOTE` characters at most)."""
    match state.at, event:
        case _, Started(int(person)):
            return stay(State("note", person))
        case _, Started() | Resumed():
            return stay(state)
        case _, Picked(CANCEL.id):
            return end(Say(tr("C'est annulé.").with_choices(Choice("/menu", "Menu"))))
        case _, Done(PersonShown(Message() as message)):
            return end(Say(message))
        case "find", Typed(text):
            return stay(state, Do(FindPerson(text[:100])))
        case "note", Typed(text) if len(text) <= MOST_NOTE:
            return end(Open("confirm", Ask(NOTE, {"person": state.person, "text": text})))
        case "note", Typed():
            return misread(state, Say(tr("C'est trop long : 500 caractères au plus.")))
        case _:
            return misread(state, Say(tr("Écris-le en quelques mots, s'il te plaît.")))


FLOW = Flow("person", 1, State, prompt, step)
