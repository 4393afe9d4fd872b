"""One turn: one event of one person, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from backend.db.engine.uow import UnitOfWork
from backend.db.messaging.contact_routing import Chat
from backend.db.people import queries as people_queries
from backend.db.threads import routing as threads_routing
from backend.db.threads import schedule as threads_schedule
from backend.db.turns import Conversation, InboxEvent, OutgoingMessage, say_plainly
from backend.domain.identity.linking import PROOF
from backend.domain.messaging import channels as channel_table
from backend.domain.messaging import quiet_hours
from backend.domain.messaging.message import Message, Part, Raw, Tr, dump, dump_part
from backend.domain.people.commands import Person
from backend.services.certificates.signing import Issuer
from bot.channels.base import Channel, File
from bot.handlers.engine.dialogue import Dialogues


class Jobs(Protocol):
    """The task queue, as far as turns use it: a job is deferred in the turn's own transaction."""

    ticks: Mapping[str, timedelta]
    """How often the clock asks for a job, by its name."""

    def said(self, name: str) -> Tr | Raw:
        """What people call a job."""

    async def defer(self, uow: UnitOfWork, name: str, /, **arguments: Any) -> None:
        """Enqueue the job of that name with what its function takes."""

    async def answered(self, uow: UnitOfWork, **arguments: Any) -> None:
        """`announcement`: its number. Somebody answered it: let its job look soon, once for all who do."""


ASKED = ("c", "f", "m")
"""What is kept of the open question's message: its choices, and whether her own words or several are taken. Beside
it `Conversation.asked` holds the event of hers that waited already when it was asked ("until"), the chats where it
stands, the last one last ("on"), and by chat how it looks in one
where that is otherwise ("as"): numbers to write on WhatsApp are boxes to tick on Telegram."""


SAID = ("said", "lead", "to")
"""Her words that may be her answer, what they may be besides, and to whom (`bot.handlers.engine.screens`): kept while
the
question is the same."""


SAY = "say"
"""The event of our own clock that what was said to somebody at night is due (`Turn.notify_after_quiet_hours`)."""


UNASKED = frozenset({"since", "returned"})
"""What a flow's state says of the time when it asked, and of her coming back: it asks the same whatever that is."""


def _asking(stack: list[Any]) -> list[Any] | None:
    """The frame on top, as far as it says what is asked."""
    if not stack:
        return None
    name, version, state = stack[-1][:3]
    return [name, version, {key: value for key, value in state.items() if key not in UNASKED}]


def _extends(asked: Mapping[str, Any], before: Mapping[str, Any]) -> bool:
    """Whether it asks what was asked before, at most with more choices behind: then the buttons of before are good."""
    choices = before.get("c", [])
    more = bool(choices) and asked.get("c", [])[: len(choices)] == choices
    return asked == before or (more and {**asked, "c": choices} == before)


@dataclass(slots=True)
class Turn:
    """Everything that a handler needs. `tap`: the platform's id of the tap that began it, to be
    answered once."""

    uow: UnitOfWork
    now: datetime
    person: Person
    conversation: Conversation
    waiting: InboxEvent
    jobs: Jobs
    links: Mapping[str, str]
    dialogues: Dialogues
    issuer: Issuer
    """Who signs certificates, and where they are checked."""
    platform_name: str = ""
    tap: str | None = None
    lane: int = 0
    project_id: int | None = None
    """The client's project that what is said now is about."""
    channels: Mapping[str, Channel] = field(default_factory=dict)
    """By name: what each can do."""
    said: list[Message] = field(default_factory=list)
    """What was said in this turn, in order."""
    outgoing: list[OutgoingMessage] = field(default_factory=list)
    """The same as rows for the relay, written with the end of the turn."""
    parked_conversation: Conversation | None = None
    """Her own talk, left as it stands while we talk with a chat that must first show whose it is: then
    `conversation` is that other talk."""
    previous_prompt: list[Any] | None = None
    """What was asked on top of her talk when this turn came to it (`_asking`)."""
    file: File | None = None
    """What she sent, where it may be fetched."""
    kept: dict[str, Any] = field(default_factory=dict)
    """What an area keeps for the rest of the turn, by a name of its own."""
    channels_to_notify: set[str] = field(default_factory=set)
    """Channels on which others were told something, for their relays."""
    people_to_wake: set[int] = field(default_factory=set)
    """Other people for whom something waits now."""

    @property
    def channel(self) -> str:
        """Where the answer goes: where she wrote, or for our own clock where she is reached."""
        return self.waiting.reached or ""

    @property
    def edits(self) -> bool:
        """Whether what her channel shows can change in place; see `bot.channels.base.Channel`."""
        channel = self.channels.get(self.channel)
        return channel is None or channel.edits

    @property
    def covers(self) -> bool:
        """Whether words and pictures can be hidden on her channel until she taps them."""
        return channel_table.of(self.channel).covers

    async def reaches(self, purpose: str, at: datetime) -> bool:
        """Whether what we start at that time would reach her, if she says nothing until then."""
        chat = await threads_routing.one(self.uow, self.person.id)
        if chat is None:
            return False
        channel = self.channels.get(chat.channel)
        return channel is None or channel.reaches(purpose, self.person.language, at, chat.heard_at)

    @property
    def shown_here(self) -> bool:
        """Whether the open question was shown in the chat where she writes."""
        return self.waiting.contact_id in self._chats_shown

    @property
    def shown_last_here(self) -> bool:
        """… and last of all in this one, so that it is what changes in place."""
        return self.waiting.contact_id == self._chats_shown[-1]

    @property
    def _chats_shown(self) -> list[int | None]:
        found: list[int | None] = self.conversation.asked.get("on", [self.conversation.contact_id])
        return found

    @property
    def open_question(self) -> dict[str, Any]:
        """The open question as it looks in the chat where she writes (`ASKED`)."""
        return self._asked_in(self.waiting.contact_id)

    def _asked_in(self, chat: int | None) -> dict[str, Any]:
        asked = self.conversation.asked
        looks: dict[str, Any] = asked.get("as", {}).get(str(chat), asked)
        return {key: looks[key] for key in ASKED if key in looks}

    def arrive(self) -> None:
        """She may write from another chat than before: keep where the open question stands, and what it is."""
        talk, here = self.conversation, self.waiting.contact_id
        self.previous_prompt = _asking(talk.stack)
        if talk.stack and talk.contact_id is not None and talk.contact_id != here:
            talk.asked.setdefault("on", [talk.contact_id])

    async def say(
        self, message: Message, *, purpose: str = "reply", edits: int | None = None, question: bool = False
    ) -> None:
        """One message to her. `question`: it is the open question from now on. `edits`: the outbox row
        whose message changes in place; the question stays the same one then, so that a tap on its way
        to us still counts. So it does where it is only shown once more, in this chat or another of hers."""
        data = dump(message)
        talk = self.conversation
        if question:
            asked = {key: data[key] for key in ASKED if key in data}
            same = bool(talk.stack) and _asking(talk.stack) == self.previous_prompt
            if same and (_extends(asked, self.open_question) or (self.open_question and not self.shown_here)):
                asked |= self._elsewhere(asked)
            elif edits is None:
                talk.question += 1
            else:
                asked |= {key: talk.asked[key] for key in ("on", "as") if key in talk.asked}
            if same or edits is not None:
                asked |= {key: talk.asked[key] for key in SAID if key in talk.asked}
            talk.asked = asked
            if self.waiting.next_id is not None:
                talk.asked["until"] = self.waiting.next_id
        number = talk.question if question else None
        purpose = PROOF if self.parked_conversation is not None else purpose
        answer = self._tap_answer(None)
        self.outgoing.append(OutgoingMessage(purpose, self.lane, data, number, edits, answer, self.project_id))
        self.said.append(message)

    def _elsewhere(self, asked: dict[str, Any]) -> dict[str, Any]:
        """What is kept of the other chats where the open question stands, when it is shown as `asked` in this one."""
        here = self.waiting.contact_id
        others = [chat for chat in self._chats_shown if chat != here]
        looks = {str(chat): self._asked_in(chat) for chat in others if self._asked_in(chat) != asked}
        return {**({"on": [*others, here]} if others else {}), **({"as": looks} if looks else {})}

    async def notice(self, text: Part | None) -> None:
        """Answer her tap with a short notice and nothing else. A channel that shows none leaves it at
        the answer that her first tap brought, unless that was on another phone: there it is said."""
        if self.tap is None:
            if text is not None and self.waiting.contact_id != self.conversation.contact_id:
                await self.say(Message((text,)))
            return
        self.outgoing.append(OutgoingMessage("notice", self.lane, answers=self._tap_answer(text)))

    def go_on_in(self, contact_id: int) -> None:
        """Her chat is another one on the same channel now."""
        self.waiting = replace(self.waiting, contact_id=contact_id, reached_id=contact_id)

    def go_on_at(self, contact_id: int, channel: str) -> None:
        """What our own clock began is said in this chat of hers, as if she had just written there."""
        self.waiting = replace(self.waiting, contact_id=contact_id, reached_id=contact_id, reached=channel)
        self.arrive()

    async def tell(self, chat: Chat, message: Message, *, purpose: str = "notice") -> None:
        """A message to somebody else, or to her in another chat."""
        await say_plainly(self.uow, chat.person_id, chat.id, chat.channel, message, self.now, purpose=purpose)
        self.channels_to_notify.add(chat.channel)

    async def notify_after_quiet_hours(self, chat: Chat, message: Message, *, purpose: str = "notice") -> bool:
        """The same, but nobody's night is disturbed: False where she hears it in her morning."""
        person = await people_queries.person(self.uow, chat.person_id)
        at = quiet_hours.after(self.now, person.zone if person is not None else "UTC")
        if at <= self.now:
            await self.tell(chat, message, purpose=purpose)
            return True
        waits = {"wake": SAY, "message": dump(message), "purpose": purpose}
        await threads_schedule.set_morning(self.uow, chat.person_id, at, waits)
        return False

    def _tap_answer(self, toast: Part | None) -> dict[str, Any] | None:
        if self.tap is None:
            return None
        answer: dict[str, Any] = {"tap": self.tap}
        if toast is not None:
            answer["toast"] = dump_part(toast)
        self.tap = None
        return answer
