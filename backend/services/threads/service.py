"""Threads between people and their Hubers, and between Hubers and the team: who may write, who is told and when, and
when the team takes over.

A message that is passed on is returned as `Passing`, with those who are told of it now. Those who are told in the
morning have a row in `quiet_hours_queue`; they are then shown what still waits.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal

from backend.db.announcements import recipients
from backend.db.engine.uow import UnitOfWork
from backend.db.threads import messages as message_rows
from backend.db.threads import queries as rows
from backend.db.threads import reports as report_rows
from backend.db.threads import routing as reach_rows
from backend.db.threads import schedule as clock_rows
from backend.db.threads.routing import Reader
from backend.domain.errors import NotAllowed
from backend.domain.identity import secret_numbers
from backend.domain.messaging import intents
from backend.domain.people import permissions
from backend.domain.people.commands import Person
from backend.domain.people.permissions import may
from backend.domain.threads.commands import (
    Author,
    Enclosed,
    HuberStanding,
    ThreadMessage,
    ThreadState,
    WriteToHuber,
    WrittenToHuber,
)
from backend.domain.threads.timing import (
    ESCALATE_AFTER,
    HUBERS_LIVE,
    MIN_MEASURED_REPLIES,
    REPLY_TIME_SPAN,
    may_tell_at,
    next_look,
)
from backend.records import Record

NEWEST_READ = 6
"""Messages of a thread that are looked at to know what a number may be."""
FILE = "thread_file"
"""The event of our own clock that the file of a message was fetched, or never will be."""


class Passing(Record):
    """A message on its way. `to`: who is told now. `her`: the person whose thread it is. `author` None: that person
    wrote it. `waiting_since`: their first message that waits, if it was before this one. `later`: somebody is told in
    the morning. `alike`: see `Thread`."""

    message: ThreadMessage
    to: Sequence[Reader]
    her: Person
    author: Author | None = None
    waiting_since: datetime | None = None
    later: bool = False
    alike: bool = False

    @property
    def of_huber(self) -> bool:
        """Whether the thread is a Huber's own, with the team."""
        return self.her.role == "huber"


# --- she writes -------------------------------------------------------------------------------------


async def huber(uow: UnitOfWork, country: str) -> str | None:
    """The first name of a country's only Huber who can be reached; "" if there are several; None if there is none."""
    found = await reach_rows.hubers(uow, country)
    if not found:
        return None
    return found[0].first_name if len(found) == 1 else ""


def may_write(person: Person) -> bool:
    """Whether the person may write in a thread of their own: to their Huber, or, being a Huber, to the team."""
    return may(person, "write to the huber") or may(person, "write to the team")


async def standing(uow: UnitOfWork, person: Person, now: datetime) -> HuberStanding:
    """The state of the person's thread with the Huber; a Huber's with the team. Raises `NotAllowed`."""
    if not may_write(person):
        raise NotAllowed
    thread = await rows.open_of(uow, person.id)
    to, whom = await readers(uow, person, thread)
    last = await message_rows.last_answer(uow, person.id)
    return HuberStanding(
        to,
        whom[0].first_name if to == "hubers" and len(whom) == 1 else "",
        await _usual(uow, person.country, now),
        thread.waiting_since if thread else None,
        last.line if last else None,
        of_huber=person.role == "huber",
        hubers=tuple((each.person_id, each.first_name) for each in whom) if to == "hubers" else (),
    )


async def write(
    uow: UnitOfWork, person: Person, command: WriteToHuber, event: int, now: datetime
) -> tuple[WrittenToHuber, Passing | None]:
    """Send a person's message to the Hubers of their country, or to the team. `event`: of the inbox, which brought a
    file. A mere thank-you that is passed on now waits for no answer. Raises `NotAllowed`."""
    stood = await standing(uow, person, now)
    thread = await rows.begin(uow, person.id, now)
    thanks = thread.waiting_since is None and command.file is None and intents.read(command.words) == "thanks"
    message = await hers_came(uow, person, thread, command.words, command.file, event, now)
    await plan(uow, thread.id, thread.waiting_since or now, thread.escalated_at, now)
    passing = await pass_to_readers(uow, person, thread, message, now)
    if thanks := thanks and passing is not None and not passing.later and bool(passing.to):
        await rows.waits_no_more(uow, thread.id)
        await plan(uow, thread.id, None, None, now)
    _, whom = await readers(uow, person, thread)
    # a file need not be there yet
    night = bool(whom) and all(_may_tell_at(thread, reader, now) > now for reader in whom)
    hidden = message.words != command.words
    return WrittenToHuber(stood, night, hidden, nobody=not whom, thanks=thanks), passing


def _may_tell_at(thread: ThreadState, reader: Reader, now: datetime) -> datetime:
    """When a reader may be told: at once also at night if they have answered in this thread just now."""
    heard_at = thread.answered_at if reader.person_id == thread.answered_by else None
    return may_tell_at(now, reader.zone, heard_at, HUBERS_LIVE)


async def hers_came(
    uow: UnitOfWork, person: Person, thread: ThreadState, words: str, file: Enclosed | None, event: int, now: datetime
) -> ThreadMessage:
    """Add a message of the person whose thread it is, without a secret number: its readers may have asked for it.
    `event`: of the inbox, which brought a file."""
    asked = secret_numbers.alone_in(words) and await _speaks_of_a_secret_number(uow, person, thread.id, now)
    message = await message_rows.add(
        uow,
        thread.id,
        person.id,
        now,
        hers=True,
        words=secret_numbers.blotted(words, asked=asked),
        kind=file.kind if file else None,
        name=file.name if file else "",
        event=event if file else None,
    )
    assert message is not None  # a file of this very turn: the job that fetches it has not begun
    await rows.hers_came(uow, thread.id, now)
    return message


ASKED_WITHIN = timedelta(days=7)
"""How long a number alone may answer an announcement."""


async def _speaks_of_a_secret_number(uow: UnitOfWork, person: Person, thread_id: int, now: datetime) -> bool:
    """Whether one of the newest messages or announcements to the person does."""
    newest = await message_rows.lines(uow, thread_id, NEWEST_READ, None)
    texts = [each.words for each in newest if not each.hers]
    texts += await recipients.texts_to(uow, person.id, now - ASKED_WITHIN, NEWEST_READ)
    return any(map(secret_numbers.asked_in, texts))


async def pass_to_readers(
    uow: UnitOfWork, person: Person, thread: ThreadState, message: ThreadMessage, now: datetime
) -> Passing | None:
    """Pass a message of the person on to its readers. None if its file was not fetched yet."""
    if message.awaits_file:
        return None
    _, whom = await readers(uow, person, thread)
    told = []
    for reader in whom:
        if await _told_now(uow, reader, _may_tell_at(thread, reader, now), now):
            told.append(reader)
    await message_rows.told(uow, [message.id], now)
    before = thread.waiting_since
    since = before if before and before < message.at else None
    alike = await rows.alike(uow, person.id)
    return Passing(message, told, person, None, since, later=len(told) < len(whom), alike=alike)


async def readers(
    uow: UnitOfWork, person: Person, thread: ThreadState | None
) -> tuple[Literal["hubers", "team"], Sequence[Reader]]:
    """Who reads the person's messages: all Hubers of the country; once one has answered, that one alone; without
    Hubers, and of a Huber, the team. After a report the two sides of it do not write to each other (`reports`)."""
    apart = await report_rows.apart(uow, person.id)
    found = [] if person.role == "huber" else await reach_rows.hubers(uow, person.country)
    hubers = [huber for huber in found if huber.person_id not in apart]
    if not hubers:
        everybody = await team(uow)
        return "team", [one for one in everybody if one.person_id not in apart] or everybody
    hers = [huber for huber in hubers if thread is not None and huber.person_id == thread.answered_by]
    return "hubers", hers or hubers


async def team(uow: UnitOfWork) -> Sequence[Reader]:
    """The admins who answer Hubers, and hiteuses where a country has no Huber."""
    return await reach_rows.team(uow, sorted(permissions.TABLE["answer hubers"]))


async def _usual(uow: UnitOfWork, country: str, now: datetime) -> timedelta | None:
    count, median = await reach_rows.usual(uow, country, now - REPLY_TIME_SPAN, now, ESCALATE_AFTER)
    return timedelta(seconds=round(median)) if count >= MIN_MEASURED_REPLIES else None


async def now_or_morning(
    uow: UnitOfWork, reader: Reader, heard_at: datetime | None, live: timedelta, now: datetime
) -> bool:
    """Whether a person is told now. If not, they are woken in the morning."""
    return await _told_now(uow, reader, may_tell_at(now, reader.zone, heard_at, live), now)


async def _told_now(uow: UnitOfWork, reader: Reader, at: datetime, now: datetime) -> bool:
    if at > now:
        await clock_rows.set_morning(uow, reader.person_id, at)
    return at <= now


async def plan(
    uow: UnitOfWork, thread_id: int, waiting: datetime | None, escalated: datetime | None, last: datetime
) -> None:
    """Plan when the thread is looked at again, by its present state."""
    await clock_rows.set_look(uow, thread_id, next_look(waiting, escalated, last))
