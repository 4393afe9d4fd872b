"""One turn: one event of one person, in one transaction."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

from backend.db.engine.uow import UnitOfWork
from backend.db.messaging import contact_routing, last_shown
from backend.db.messaging.contact_routing import Chat
from backend.db.messaging.last_shown import ShownMessage
from backend.db.messaging.outgoing import say_plainly
from backend.db.people import queries as people_queries
from backend.db.threads import routing as threads_routing
from backend.db.threads import schedule as threads_schedule
from backend.db.turns import Conversation, InboxEvent, OutgoingMessage
from backend.domain.french.spelling import fold
from backend.domain.identity.linking import PROOF
from backend.domain.messaging import channels as channel_table
from backend.domain.messaging import quiet_hours
from backend.domain.messaging.message import Message, Part, Raw, Tr, dump, dump_part
from backend.domain.payouts import terms_file
from backend.domain.payouts.terms import Terms
from backend.domain.people.commands import Person
from backend.records import Struct, field, replace
from backend.services.certificates.signing import Issuer
from backend.services.payouts.keys import KeySource
from bot.channels.base import Channel, File, Text
from bot.handlers.engine.dialogue import Dialogues


class Jobs(Protocol):
    """The task queue as turns use it: a job is deferred in the turn's own transaction."""

    ticks: Mapping[str, timedelta]
    """The interval of each scheduled job, by the job's name."""

    def said(self, name: str) -> Tr | Raw:
        """The name of a job as people read it in chat."""

    async def defer(self, uow: UnitOfWork, name: str, /, **arguments: Any) -> None:
        """Enqueue the named job with the arguments of its function."""

    async def answered(self, uow: UnitOfWork, **arguments: Any) -> None:
        """Enqueue the job that looks at an announcement's answers, once for all who answer. `announcement`: its id."""


ASKED = ("c", "f", "m")
"""The keys of the open question's message that are kept: its choices ("c"), whether it takes free text ("f"), and
whether it takes several choices ("m"). `Conversation.asked` also holds:

- "until": the id of the person's newest event that was already waiting when the question was first asked;
- "t" (`WORDS`): by which the words that brought the question are known again (`Turn.words_mark`);
- "on": the ids of the chats where the question is shown, the latest last;
- "as": by chat id, the question's message where it differs in that chat (numbers to type on WhatsApp are
  boxes to tick on Telegram)."""


WORDS = "t"
SAID = ("said", "lead", "to")
"""Keys of `Conversation.asked` that are kept while the question stays the same: the person's text that may be an answer
("said"), the word that it may mean instead ("lead": a word or an intent), and the message that it may reply to ("to");
see `bot.handlers.engine.screens`."""


SAY = "say"
"""The wake-up that delivers a message held back during quiet hours (`Turn.notify_after_quiet_hours`)."""


UNASKED = frozenset({"since", "returned"})
"""Keys of a flow's state that do not change what it asks: when it asked, and whether the person has come back."""


def _asking(stack: list[Any]) -> list[Any] | None:
    """The top frame without the keys that do not change what it asks (`UNASKED`); None if the stack is empty."""
    if not stack:
        return None
    name, version, state = stack[-1][:3]
    return [name, version, {key: value for key, value in state.items() if key not in UNASKED}]


def _extends(asked: Mapping[str, Any], before: Mapping[str, Any]) -> bool:
    """Whether the new question equals the one before, or only adds choices after its choices. The buttons of the
    message before are then still valid."""
    choices = before.get("c", [])
    more = bool(choices) and asked.get("c", [])[: len(choices)] == choices
    return asked == before or (more and {**asked, "c": choices} == before)


class Turn(Struct):
    """Everything that a handler needs. `tap`: the platform's id of the tap that began the turn; it is answered once."""

    uow: UnitOfWork
    now: datetime
    person: Person
    conversation: Conversation
    waiting: InboxEvent
    jobs: Jobs
    links: Mapping[str, str]
    dialogues: Dialogues
    issuer: Issuer
    """Signs certificates, and says where they can be verified."""
    key_source: KeySource
    """The source of the keys that encrypt people's payment destinations."""
    terms: Terms = field(default_factory=terms_file.shipped)
    """When and how people are paid."""
    platform_name: str = ""
    tap: str | None = None
    lane: int = 0
    project_id: int | None = None
    """The client's project that the messages of this turn are about."""
    channels: Mapping[str, Channel] = field(default_factory=dict)
    """The channels by name."""
    said: list[Message] = field(default_factory=list)
    """The messages of this turn, in order."""
    outgoing: list[OutgoingMessage] = field(default_factory=list)
    """The same messages as outbox rows; they are written at the end of the turn."""
    parked_conversation: Conversation | None = None
    """The person's own conversation, unchanged, while an unproven chat must still show whose it is. `conversation` is
    the unproven chat's conversation then."""
    previous_prompt: list[Any] | None = None
    """The top frame of the conversation at the start of this turn (`_asking`)."""
    previewed: Any = None
    """The open flow as `flow_engine.preview` has loaded it, for the event that follows."""
    file: File | None = None
    """The file that the person sent, as its channel can fetch it."""
    kept: dict[str, Any] = field(default_factory=dict)
    """What an area keeps until the end of the turn, by a name of the area's own."""
    shown: dict[tuple[int, int], list[ShownMessage]] = field(default_factory=dict)
    """The newest messages of chats, by the ids of person and chat (`newest_here`)."""
    channels_to_notify: set[str] = field(default_factory=set)
    """Channels on which the turn sent messages to others; their relays are notified."""
    people_to_wake: set[int] = field(default_factory=set)
    """Ids of other people whose events can be handled now, besides those in whose inboxes this turn put one."""

    @property
    def channel(self) -> str:
        """The channel of the answer: where the person wrote, or, for a wake-up, where they are
        reached. "" if there is none."""
        return self.waiting.reached or ""

    @property
    def edits(self) -> bool:
        """Whether messages can be edited in place on the person's channel; see `bot.channels.base.Channel`."""
        channel = self.channels.get(self.channel)
        return channel is None or channel.edits

    @property
    def covers(self) -> bool:
        """Whether the person's channel can hide text and pictures until they are tapped."""
        return channel_table.of(self.channel).covers

    async def reaches(self, purpose: str, at: datetime) -> bool:
        """Whether a message that the product starts at that time would reach the person if they
        write nothing until then."""
        chat = await threads_routing.one(self.uow, self.person.id)
        if chat is None:
            return False
        channel = self.channels.get(chat.channel)
        return channel is None or channel.reaches(purpose, self.person.language, at, chat.heard_at)

    async def newest_here(self) -> list[ShownMessage]:
        """The newest messages of the chat where the person writes, the newest first; none where there is no chat. They
        are read once: what the turn says is written at its end."""
        here = self.waiting.contact_id
        if here is None:
            return []
        chat = self.person.id, here
        if chat not in self.shown:
            self.shown[chat] = await last_shown.newest(self.uow, *chat)
        return self.shown[chat]

    @property
    def shown_here(self) -> bool:
        """Whether the open question was shown in the chat where the person writes."""
        return self.waiting.contact_id in self._chats_shown

    @property
    def shown_last_here(self) -> bool:
        """Whether this chat is also the latest one where it was shown, so that its
        message is the one edited in place."""
        return self.waiting.contact_id == self._chats_shown[-1]

    @property
    def _chats_shown(self) -> list[int | None]:
        found: list[int | None] = self.conversation.asked.get("on", [self.conversation.contact_id])
        return found

    @property
    def open_question(self) -> dict[str, Any]:
        """The open question's message (the keys in `ASKED`) as it was shown in the chat where the person writes."""
        return self._asked_in(self.waiting.contact_id)

    def _asked_in(self, chat: int | None) -> dict[str, Any]:
        asked = self.conversation.asked
        looks: dict[str, Any] = asked.get("as", {}).get(str(chat), asked)
        return {key: looks[key] for key in ASKED if key in looks}

    def arrive(self) -> None:
        """Prepare the turn. The person may write from another chat than before: note where the open question
        was shown, and what it is."""
        talk, here = self.conversation, self.waiting.contact_id
        self.previous_prompt = _asking(talk.stack)
        if talk.stack and talk.contact_id is not None and talk.contact_id != here:
            talk.asked.setdefault("on", [talk.contact_id])

    async def say(
        self, message: Message, *, purpose: str = "reply", edits: int | None = None, question: bool = False
    ) -> None:
        """Send one message to the person.

        `question`: it is the open question from now on. `edits`: the id of the outbox row whose message is edited in
        place. The question keeps its number then, so that a tap that is still under way counts. It also keeps its
        number when it is only shown once more, in this chat or in another chat of the person."""
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
            since = {key: talk.asked.get(key) for key in ("until", WORDS)} if same else self._asked_by()
            talk.asked = {**asked, **{key: value for key, value in since.items() if value is not None}}
        number = talk.question if question else None
        purpose = PROOF if self.parked_conversation is not None else purpose
        answer = self._tap_answer(None)
        self.outgoing.append(OutgoingMessage(purpose, self.lane, data, number, edits, answer, self.project_id))
        self.said.append(message)

    def _asked_by(self) -> dict[str, int | None]:
        """What is kept of the event that brings a question: "until", and the mark of its words."""
        return {"until": self.waiting.newest_id, WORDS: self.words_mark()}

    def words_mark(self) -> int | None:
        """By which the words of the turn's event are known again, however they are spelled; None if it has none."""
        channel = self.channels.get(self.waiting.channel)
        heard = channel.hear(self.waiting.payload) if channel is not None else None  # else our own clock
        return zlib.crc32(fold(heard.text).encode()) if isinstance(heard, Text) else None

    def _elsewhere(self, asked: dict[str, Any]) -> dict[str, Any]:
        """The entries "on" and "as" for the other chats where the open question is shown, when this
        chat shows it as `asked`."""
        here = self.waiting.contact_id
        others = [chat for chat in self._chats_shown if chat != here]
        looks = {str(chat): self._asked_in(chat) for chat in others if self._asked_in(chat) != asked}
        return {**({"on": [*others, here]} if others else {}), **({"as": looks} if looks else {})}

    async def notice(self, text: Part | None) -> None:
        """Answer the tap with a short notice and nothing else. A channel without notices sends nothing, because the
        first tap was answered already. If that tap was in another chat, the notice is sent as a message."""
        if self.tap is None:
            if text is not None and self.waiting.contact_id != self.conversation.contact_id:
                await self.say(Message((text,)))
            return
        self.outgoing.append(OutgoingMessage("notice", self.lane, answers=self._tap_answer(text)))

    def go_on_in(self, contact_id: int) -> None:
        """Continue the turn in another chat on the same channel."""
        self.waiting = replace(self.waiting, contact_id=contact_id, reached_id=contact_id)

    def go_on_at(self, contact_id: int, channel: str) -> None:
        """Answer a wake-up in this chat of the person, as if they had just written there."""
        self.waiting = replace(self.waiting, contact_id=contact_id, reached_id=contact_id, reached=channel)
        self.arrive()

    async def tell(self, chat: Chat, message: Message, *, purpose: str = "notice") -> None:
        """Send a message to somebody else, or to the person in another chat."""
        await say_plainly(self.uow, chat.person_id, chat.id, chat.channel, message, self.now, purpose=purpose)
        self.channels_to_notify.add(chat.channel)

    async def tell_elsewhere(self, message: Message) -> None:
        """Send a message to each of the person's other chats that can be written to."""
        here = self.waiting.contact_id or self.waiting.reached_id or 0
        for chat in await contact_routing.others(self.uow, self.person.id, here):
            await self.tell(chat, message)

    async def notify_after_quiet_hours(self, chat: Chat, message: Message, *, purpose: str = "notice") -> bool:
        """Like `tell`, but outside the quiet hours of the receiver. Return False if the
        message waits for their morning."""
        told = await tell_after_quiet_hours(self.uow, chat, message, self.now, purpose=purpose)
        if told:
            self.channels_to_notify.add(chat.channel)
        return told

    def _tap_answer(self, toast: Part | None) -> dict[str, Any] | None:
        if self.tap is None:
            return None
        answer: dict[str, Any] = {"tap": self.tap}
        if toast is not None:
            answer["toast"] = dump_part(toast)
        self.tap = None
        return answer


async def tell_after_quiet_hours(
    uow: UnitOfWork, chat: Chat, message: Message, now: datetime, *, purpose: str = "notice"
) -> bool:
    """Send a message to a chat, outside the quiet hours of the person. Return False if it waits for their morning."""
    person = await people_queries.person(uow, chat.person_id)
    at = quiet_hours.after(now, person.zone if person is not None else "UTC")
    if at <= now:
        await say_plainly(uow, chat.person_id, chat.id, chat.channel, message, now, purpose=purpose)
        return True
    waits = {"wake": SAY, "message": dump(message), "purpose": purpose}
    await threads_schedule.set_morning(uow, chat.person_id, at, waits)
    return False
