"""The facts of the flow that writes an announcement, and its commands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backend.domain import days
from backend.domain.announcements import content as announcements_content
from backend.domain.announcements import placeholders
from backend.domain.announcements.content import Announcement
from backend.domain.announcements.life import AnnouncementState
from backend.domain.errors import BadInput
from backend.domain.messaging import channels
from backend.records import replace
from backend.services.announcements import composing, service
from bot.channels import preview
from bot.flows.announcements.report import short
from bot.flows.announcements.state import Facts, FileNoted, HandedOver, HandOver, NoteFile, SendTest, State
from bot.handlers.announcements import second_approval
from bot.handlers.engine.dialogue import Execute
from bot.handlers.engine.turn import Turn
from bot.handlers.messaging import fetching
from bot.i18n import faults

PREVIEW_ID = 0
"""The number of an announcement that is only a preview."""
ESTIMATED = frozenset({"audience", "confirm"})
"""Steps that show how many people the announcement reaches."""
LOOKED_AT = frozenset({"preview", "confirm"})
"""Steps that show the announcement as its readers will see it."""


async def facts(turn: Turn, state: State) -> Facts:
    """Load the choices for the audience, and what the present step shows: estimate, fault of the text, preview. Raises
    `NotAllowed` if the person may not announce."""
    by = turn.person
    choices = await composing.choices(turn.uow, by)
    stored = await composing.stored(turn.uow, by, state.file) if state.file else None
    on = tuple(turn.links) or (turn.channel,)
    found = Facts(
        now=days.local(turn.now, by.zone).replace(tzinfo=None),
        admin=by.role == "admin",
        countries=choices.countries,
        projects=choices.projects,
        badges=choices.badges,
        modules=choices.modules,
        channels=on,
        stored=stored,
        name=by.first_name,
        others=tuple((str(each.id), short(each.content.text)) for each in await service.under_way(turn.uow, by)),
    )
    content = state.content(stored.file if stored is not None else None)
    if state.at in ESTIMATED or (state.at == "preview" and content.named):
        moment = state.moment if state.at == "confirm" else None
        held = {
            name
            for name, on_it in turn.channels.items()
            if not on_it.reaches("announcement", by.language, turn.now, None)
        }
        estimate = await service.estimate(turn.uow, by, state.readers(found), turn.now, moment, held=held)
        found = replace(found, estimate=estimate)
    if content.text:
        found = replace(found, fault=_fault(content, by.language))
    if state.at in LOOKED_AT and not found.fault:
        message = announcements_content.message(content, PREVIEW_ID, placeholders.LONGEST_NAME)
        shown = tuple((name, preview.look(name, message, by.language)) for name in _platforms(on))
        most = max(preview.messages(name, message, by.language) for name in _platforms(on))
        found = replace(found, looks=shown, messages=most)
    return found


def _platforms(on: tuple[str, ...]) -> tuple[str, ...]:
    """One channel for each way a message can look, including platforms that are not switched on
    now: readers may be on them."""
    named = {channels.label(name): name for name in (*channels.real(), *on)}
    return tuple(named.values())


def _fault(content: Announcement, language: str) -> str:
    try:
        announcements_content.check(content)
    except BadInput as error:
        said = faults.fault(error.reason, language)
        return said[:1].upper() + said[1:]
    return ""


# --- commands -------------------------------------------------------------------------------------------


async def _note_file(turn: Turn, _command: NoteFile) -> FileNoted:
    await fetching.fetch(turn)
    return FileNoted(turn.waiting.id)


async def _test(turn: Turn, command: SendTest) -> None:
    """Send the announcement to its author's own chat."""
    announcements_content.check(command.content)
    await turn.say(
        announcements_content.message(command.content, PREVIEW_ID, turn.person.first_name), purpose="announcement"
    )


async def _hand_over(turn: Turn, command: HandOver) -> HandedOver:
    try:
        found, new = await service.create(
            turn.uow,
            turn.person,
            str(turn.waiting.id),
            command.content,
            command.audience,
            command.local,
            turn.waiting.channel,
            turn.now,
        )
    except BadInput as error:
        return HandedOver("refused", fault=faults.fault(error.reason, turn.person.language))
    if not new:
        author = "" if found.author_id == turn.person.id else found.author
        return HandedOver("known", found.id, found.people, author)
    if found.state is AnnouncementState.ASKED:
        told = await second_approval.ask_second(turn, found)
        return HandedOver("asked" if told else "alone", found.id, found.people)
    await turn.jobs.defer(turn.uow, "announcement", announcement=found.id)
    return HandedOver("new", found.id, found.people, days=found.days)


COMMANDS: Mapping[type[Any], Execute] = {
    NoteFile: _note_file,
    SendTest: _test,
    HandOver: _hand_over,
}
