"""Who may do what. Every service that acts for a role checks the permission before it reads or changes anything. Hiding
a word from others (`bot.handlers.engine.words`) only spares them the refusal."""

from __future__ import annotations

from backend.domain.errors import NotAllowed
from backend.domain.people.commands import Actor, Person
from backend.domain.people.permissions import Action, may


def require(by: Actor, action: Action, country: str | None = None) -> None:
    """Check that a person may do this, for a person or thing of that country (None: of none). The operator may do
    everything. Raises `NotAllowed`."""
    if isinstance(by, Person) and not may(by, action, country):
        raise NotAllowed


def countries(by: Actor) -> tuple[str, ...]:
    """The countries whose people this actor sees: those of a Huber; empty: all."""
    return by.looks_after if isinstance(by, Person) and by.role == "huber" else ()
