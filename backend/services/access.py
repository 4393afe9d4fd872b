"""Who may do what. Every service that acts for a role asks before it reads or changes anything; that a
word is not shown to others (`bot.handlers.engine.words`) only spares them the refusal."""

from __future__ import annotations

from backend.domain.errors import NotAllowed
from backend.domain.people.commands import Actor, Person
from backend.domain.people.permissions import Action, may


def require(by: Actor, action: Action, country: str | None = None) -> None:
    """That a person may do this, to somebody or something of that country (None: of none); the operator may do
    everything. Raises `NotAllowed`."""
    if isinstance(by, Person) and not may(by, action, country):
        raise NotAllowed


def countries(by: Actor) -> tuple[str, ...]:
    """Whose people she sees: a Huber's countries; empty: everybody's."""
    return by.looks_after if isinstance(by, Person) and by.role == "huber" else ()
