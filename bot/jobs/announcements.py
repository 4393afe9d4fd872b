"""The jobs that send announcements and show their authors the results.

One job looks after each announcement under way: it writes copies, one chunk per transaction, updates the author's
message, and runs again after `REPORT_INTERVAL`. A tick starts it again if a crash has stopped it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from backend.clock import Clock
from backend.db.announcements import queries as rows
from backend.db.announcements import results
from backend.db.announcements.results import AuthorReport
from backend.db.engine.signals import Signals, outbox_of
from backend.db.engine.uow import Database, UnitOfWork
from backend.db.messaging import contact_routing, outgoing
from backend.db.people import queries as people_rows
from backend.domain.announcements.life import ENDED, Announced, AnnouncementState
from backend.domain.announcements.sending import AnnouncementProgress, on_the_way
from backend.domain.messaging.message import Message, dump
from backend.records import asdict, replace
from backend.services.announcements import daily_limit, service
from backend.services.announcements import sender as announcements_sender
from bot.channels.base import Channel
from bot.delivery.alarms.alarm import tell_admins

CHUNK_COPIES = 2_000
"""Copies that are written in one transaction."""
WRITTEN_AHEAD_SECONDS = 20.0
"""How far ahead copies are written, in seconds of sending …"""
LEAST_AHEAD = 2_000
"""… at least this many copies."""
REPORT_INTERVAL = timedelta(seconds=3)
"""The time between runs, so that the author's message changes no more often."""
CLOCK_TOLERANCE = timedelta(seconds=1)
"""The database's clock, which starts the runs, may be this much ahead of the product's clock."""
PAID_REPORT_INTERVAL = timedelta(days=1)
"""The same for channels that cannot edit messages, where each costs money: the end, and news once a day."""
MAX_RESUMED = 100
"""Announcements that one tick takes up again."""

Defer = Callable[..., Awaitable[None]]
Show = Callable[[Announced, AnnouncementProgress], Message]
"""The author's message about an announcement and its results."""


class Announcing:
    """`defer`: enqueue a job by name in a unit of work, `after` a time. `show` makes the author's message,
    `say_delayed` the one that it takes more days, `say_held` the one to those who may approve it."""

    def __init__(
        self,
        database: Database,
        channels: Mapping[str, Channel],
        clock: Clock,
        signals: Signals,
        defer: Defer,
        show: Show,
        say_delayed: Callable[[Announced, date], Message],
        say_held: Callable[[Announced], Message],
    ) -> None:
        self._database = database
        self._channels = channels
        self._clock = clock
        self._signals = signals
        self._defer = defer
        self._show = show
        self._say_delayed = say_delayed
        self._say_held = say_held

    async def look(self, announcement: int) -> None:
        """Bring one announcement forward as far as possible now."""
        rate = sum(channel.pace.overall for channel in self._channels.values())
        ahead = max(LEAST_AHEAD, int(WRITTEN_AHEAD_SECONDS * rate))
        more = True
        while more:
            async with self._database.unit() as uow:
                step = await announcements_sender.step(uow, announcement, self._clock.now(), CHUNK_COPIES, ahead)
                asked = await self._ask(uow, step.held) if step.held is not None else ()
                await uow.commit()
            for channel in (*step.channels, *asked):
                self._signals.tell(outbox_of(channel))
            more = step.more
        async with self._database.unit() as uow:
            told = await self._report(uow, announcement, self._clock.now())
            await uow.commit()
        if told is not None:
            self._signals.tell(outbox_of(told))

    async def take_up(self) -> None:
        """Enqueue the job of announcements that should be looked at and have none."""
        async with self._database.unit() as uow:
            for number in await rows.forgotten(uow, self._clock.now(), MAX_RESUMED):
                await self._defer(uow, "announcement", announcement=number)
            await uow.commit()

    async def answered(self, uow: UnitOfWork, announcement: int) -> None:
        """Somebody answered: look at the announcement soon, once for all who answer until then."""
        if await rows.look_soon(uow, announcement, self._clock.now(), self._clock.now() + REPORT_INTERVAL):
            await self._defer(uow, "announcement", after=REPORT_INTERVAL, announcement=announcement)

    async def _ask(self, uow: UnitOfWork, held: Announced) -> list[str]:
        """Ask those who may approve it. Returns the channels with new messages."""
        return await tell_admins(uow, self._say_held(held), self._clock.now(), action="approve announcements")

    # --- the author's message -----------------------------------------------------------------------

    async def _report(self, uow: UnitOfWork, number: int, now: datetime) -> str | None:
        """Update the author's message, and run again if there may be more. Returns the channel with a new message."""
        found, report = await rows.lock(uow, number), await results.author_report(uow, number)
        if found is None or report is None:
            return None
        await results.fold(uow, number)
        counts = await results.counts(uow, number)
        due = await rows.next_due(uow, number)
        out = on_the_way(counts)
        if found.state is AnnouncementState.RUNNING and due is None and not out:
            await rows.change(uow, number, state=AnnouncementState.DONE, ended_at=now)
            found = replace(found, state=AnnouncementState.DONE)
        running = found.state is AnnouncementState.RUNNING
        progress = service.progress_of(found, counts)
        if running and not out and due is not None and due > now:  # the rest waits: for which days?
            progress = replace(progress, later=await daily_limit.later(uow, number, now, await self._zone(uow, found)))
        delayed = await self._delayed(uow, found, progress, now)
        channel, later = await self._tell(uow, report, found, progress, now)
        channel = channel or delayed
        if report.look_at > now + CLOCK_TOLERANCE:
            pass  # a run is planned already
        elif later or (running and (out or (due is not None and due <= now))):
            await rows.change(uow, number, look_at=now + REPORT_INTERVAL)
            await self._defer(uow, "announcement", after=REPORT_INTERVAL, announcement=number)
        elif running and due is not None:  # the rest waits: the tick takes it up again
            await rows.change(uow, number, look_at=due - rows.LOST_AFTER)
        return channel

    async def _zone(self, uow: UnitOfWork, found: Announced) -> str:
        author = await people_rows.person(uow, found.author_id)
        return author.zone if author is not None else "UTC"

    async def _delayed(
        self, uow: UnitOfWork, found: Announced, progress: AnnouncementProgress, now: datetime
    ) -> str | None:
        """Tell the author if it takes more days than were promised. Returns the channel with a new message."""
        last = max((each.last for each in progress.later), default=None)
        if last is None or not await daily_limit.takes_longer(uow, found, last):
            return None
        if not await service.is_followed(uow, found):
            return None
        chat = await contact_routing.of(uow, found.author_id)
        if chat is None or chat.channel not in self._channels:
            return None
        await outgoing.say(
            uow,
            person_id=found.author_id,
            contact_id=chat.id,
            channel=chat.channel,
            now=now,
            purpose="alert",
            message=dump(self._say_delayed(found, progress.later[-1].day)),
        )
        return chat.channel

    async def _tell(
        self, uow: UnitOfWork, report: AuthorReport, found: Announced, progress: AnnouncementProgress, now: datetime
    ) -> tuple[str | None, bool]:
        """Show the author the present state. Returns the channel with a new message, and whether
        there is more to show later."""
        if found.begun_at is None or not await service.is_followed(uow, found):
            return None, False
        told: dict[str, Any] = {"state": found.state, **asdict(progress), "votes": list(progress.votes)}
        told["later"] = [[each.day.isoformat(), each.people] for each in progress.later]
        shown = await results.report_message(uow, report.message_id) if report.message_id is not None else None
        chat = shown or await contact_routing.of(uow, found.author_id)
        if told == report.told or chat is None or chat.channel not in self._channels:
            return None, False
        since = None if report.told_at is None else now - report.told_at
        in_place = self._channels[chat.channel].edits
        if not in_place and (found.state not in ENDED or (since is not None and since < PAID_REPORT_INTERVAL)):
            return None, False
        if (since is not None and since < REPORT_INTERVAL) or (in_place and shown is not None and shown.waiting):
            return None, True
        edits = report.message_id if in_place else None
        # where nothing is edited, the end is the first word of it: it is told however long ago the author wrote. What
        # changes afterwards waits for their next word
        ended = not in_place and since is None
        say = partial(
            outgoing.say,
            uow,
            person_id=found.author_id,
            contact_id=chat.id,
            channel=chat.channel,
            now=now,
            message=dump(replace(self._show(found, progress), fresh=True)),
            edits=edits,
        )
        number = await (say(purpose="alert") if ended else say(purpose="announcement_result"))
        await results.author_told(uow, found.id, told, edits if edits is not None else number, now)
        return chat.channel, False
