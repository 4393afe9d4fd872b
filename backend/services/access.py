"""Who may do what. Every service that acts for a role asks before it reads or changes anything; that a
word is not shown to others (`bot.handlers.words`) only spares them the refusal."""

from __future__ import annotations

from backend.domain.errors import NotAllowed
from backend.domain.people import Actor, Person, Role


def require(by: Actor, *roles: Role) -> None:
    """That a person has one of these roles; the operator may do everything. Raises `NotAllowed`."""
    if isinstance(by, Person) and by.role not in roles:
        raise NotAllowed
