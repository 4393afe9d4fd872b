"""One turn: one event of one person, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from backend.db.turns import Conversation, Saying, Waiting, say_plainly
from backend.db.uow import Row, UnitOfWork
from backend.domain.message import Message, Part, dump, dump_part
from backend.domain.people import Person
from backend.domain.work import Task


class Jobs(Protocol):
    """The task queue, as far as turns use it: a job is deferred in the turn's own transaction."""

    async def import_batch(self, uow: UnitOfWork, **arguments: Any) -> None: ...

    async def show_menu(self, uow: UnitOfWork, **arguments: Any) -> None: ...

    async def fetch_file(self, uow: UnitOfWork, **arguments: Any) -> None: ...


@dataclass(slots=True)
class Turn:
    """Everything that a handler needs. `tap`: the platform's id of the tap that began it, to be
    answered once. `task`: the task that is hers now, once it is known (`known`)."""

    uow: UnitOfWork
    now: datetime
    person: Person
    conversation: Conversation
    waiting: Waiting
    jobs: Jobs
    links: Mapping[str, str]
    platform_name: str = ""
    tap: str | None = None
    lane: int = 0
    task: Task | None = None
    known: bool = False
    project_id: int | None = None
    """The client's project that what is said now is about."""
    edits: bool = True
    """Whether what her channel shows can change in place; see `bot.channels.base.Channel`."""
    said: list[Message] = field(default_factory=list)
    """What was said in this turn, in order."""
    outgoing: list[Saying] = field(default_factory=list)
    """The same as rows for the relay, written with the end of the turn."""
    aside: bool = False
    """Whether we talk with a chat that must first show whose it is: then `conversation` is that talk's, and
    hers is left as it stands."""
    told: set[str] = field(default_factory=set)
    """Channels on which others were told something, for their relays."""
    wake: set[int] = field(default_factory=set)
    """Other people for whom something waits now."""

    @property
    def channel(self) -> str:
        """Where the answer goes: where she wrote, or for our own clock where she is reached."""
        return self.waiting.reached or ""

    async def say(
        self, message: Message, *, purpose: str = "reply", edits: int | None = None, question: bool = False
    ) -> None:
        """One message to her. `question`: it is the open question from now on. `edits`: the outbox row
        whose message changes in place; the question stays the same one then, so that a tap on its way
        to us still counts."""
        data = dump(message)
        talk = self.conversation
        if question:
            if edits is None:
                talk.question += 1
            talk.asked = {key: data[key] for key in ("c", "f", "m") if key in data}
        number = talk.question if question else None
        answer = self._tap_answer(None)
        self.outgoing.append(Saying(purpose, self.lane, data, number, edits, answer, self.project_id))
        self.said.append(message)

    async def notice(self, text: Part | None) -> None:
        """Answer her tap with a short notice and nothing else. A channel that shows none leaves it at
        the answer that her first tap brought, unless that was on another phone: there it is said."""
        if self.tap is None:
            if text is not None and self.waiting.contact_id != self.conversation.contact_id:
                await self.say(Message((text,)))
            return
        self.outgoing.append(Saying("notice", self.lane, answers=self._tap_answer(text)))

    async def tell(self, person_id: int, chat: Row, message: Message, *, purpose: str = "notice") -> None:
        """A message to somebody else, or to her in another chat (`backend.db.reach`)."""
        await say_plainly(self.uow, person_id, chat["id"], chat["channel"], message, self.now, purpose=purpose)
        self.told.add(chat["channel"])

    def _tap_answer(self, toast: Part | None) -> dict[str, Any] | None:
        if self.tap is None:
            return None
        answer: dict[str, Any] = {"tap": self.tap}
        if toast is not None:
            answer["toast"] = dump_part(toast)
        self.tap = None
        return answer
