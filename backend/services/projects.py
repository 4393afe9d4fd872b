"""Clients' projects, as those who look after them see them."""

from __future__ import annotations

from backend.db import projects as rows
from backend.db.uow import Row, UnitOfWork
from backend.domain.people import Actor
from backend.services import access


async def listing(uow: UnitOfWork, by: Actor) -> list[Row]:
    """Every project but the practice one, oldest first, with its counts; see `backend.db.projects.listing`.
    Raises `NotAllowed` for who is no admin."""
    access.require(by, "see projects")
    return await rows.listing(uow)
