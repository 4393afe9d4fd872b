"""The last messages of a chat, whoever sent them: a turn, a job, another person, an announcement."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from backend.db.engine.uow import UnitOfWork
from backend.domain.messaging.states import Lane, OutboxStatus
from backend.records import Record

LOOKED_AT = 100
"""How many of a person's newest rows are searched for those of one chat."""
NEWEST_ROWS = 8
"""How many of the chat's newest rows are returned."""

LOOKED_BACK = 1_000
"""How many of a person's newest rows are searched for a message that they reply to."""


class ShownMessage(Record):
    """A message in a chat. `sent_at` None: it is on its way. `unsure`: a try failed that may have
    arrived."""

    id: int
    question: int | None
    lane: Lane
    purpose: str
    message: Any
    thread_id: int | None
    provider_id: str | None
    created_at: datetime
    sent_at: datetime | None
    unsure: bool

    @property
    def came_at(self) -> datetime:
        """When it arrived. WhatsApp reports whole seconds, which can lie before the row was created; the later of the
        two counts."""
        return max(self.sent_at or self.created_at, self.created_at)

    @property
    def is_reply(self) -> bool:
        """Whether it answers the person's own event."""
        return self.lane == Lane.TURN and self.purpose == "reply"

    def unseen_at(self, moment: datetime | None) -> bool:
        """Whether the platform did not have it yet then, so that the person could not see it."""
        if moment is None:
            return False
        return not self.unsure if self.sent_at is None else moment < self.came_at


_NEWEST = f"""
    select id, question, lane, purpose, message, thread_id, provider_id, created_at, sent_at,
           unsure_at is not null as unsure
    from (
        select * from outbox where person_id = %s order by person_id desc, id desc limit %s) o
    where contact_id = %s and message is not null and (edits is null or question is not null)
      and (status = {OutboxStatus.SENT:d} or (status = {OutboxStatus.WAITING:d}
           and ((lane = {Lane.TURN:d} and purpose = 'reply') or unsure_at is not null)))
    order by id desc limit %s
"""  # noqa: S608 (constants)


async def newest(uow: UnitOfWork, person_id: int, contact_id: int) -> list[ShownMessage]:
    """The newest messages that a person sees in a chat, the newest first.

    An unsent message counts only if it answers the person's own event: it is on its way, and they wait for it. An edit
    counts only if it changes the open question, because it results from a tap there.
    """
    return await uow.fetch_all(_NEWEST, (person_id, LOOKED_AT, contact_id, NEWEST_ROWS), row=ShownMessage)


_NAMED = """
    select id, question, lane, purpose, message, thread_id, provider_id, created_at, sent_at,
           unsure_at is not null as unsure
    from (
        select * from outbox where person_id = %s order by person_id desc, id desc limit %s) o
    where contact_id = %s and (provider_id = %s or %s = any(earlier)) and message is not null and edits is null
    order by id desc limit 1
"""


async def named(uow: UnitOfWork, person_id: int, contact_id: int, provider_id: str) -> ShownMessage | None:
    """The message of a chat with this id of the platform, also that of an earlier piece of it; None if it is none of
    the person's newest."""
    row = (person_id, LOOKED_BACK, contact_id, provider_id, provider_id)
    return await uow.fetch_one(_NAMED, row, row=ShownMessage)
