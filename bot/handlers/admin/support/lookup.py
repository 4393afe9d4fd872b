"""`personne`: find a person, see their file, and help them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from backend.domain.errors import NotFound
from backend.domain.french.spelling import fold
from backend.domain.messaging.message import Choice, Message, Raw, Tr, tr
from backend.domain.people.commands import Person
from backend.services.admin import support_lookup as service
from backend.services.reminders import service as reminders_service
from bot.flows.admin import person_lookup as flow
from bot.flows.engine.confirm import Proposal
from bot.flows.reminders import views as reminders_views
from bot.handlers.admin.support import views as support_views
from bot.handlers.admin.support.finding import found_by
from bot.handlers.engine import asking, flow_engine
from bot.handlers.engine.confirmations import Arguments, Confirmation
from bot.handlers.engine.turn import Turn

PAUSE = "pause person"


async def show(turn: Turn, rest: str = "") -> None:
    """`personne Awa`, with what its buttons add: `12`, `12 messages 2`, `12 rappels`, `12 notes`, `12 note`, `12
    pause`, `12 reprise`, `12 debloquer`."""
    first, _, more = rest.partition(" ")
    what, _, page = fold(more).partition(" ")
    if not rest:
        await flow_engine.open_flow(turn, "person", "")
    elif first.isascii() and first.isdigit() and what in _ASKED:
        await _do(turn, int(first[:18]), what, int(page[:4]) if page.isascii() and page.isdigit() else 1)
    else:
        await turn.say(await found_by(turn, rest[:100]))


_ASKED = frozenset({"messages", "rappels", "notes", "note", "pause", "reprise", "debloquer"})


async def _do(turn: Turn, person_id: int, what: str, page: int) -> None:
    try:
        person = await service.look(turn.uow, turn.person, person_id)
    except NotFound:
        await turn.say(support_views.nobody(str(person_id)))
        return
    match what:
        case "messages" | "rappels" | "notes":
            await _page(turn, person, what, max(1, page))
        case "note":
            await service.changeable(turn.uow, turn.person, person_id)
            await flow_engine.open_flow(turn, "person", person_id)
        case "debloquer":
            await asking.ask(turn, "unlock", person=person_id)
        case _:
            await asking.ask(turn, PAUSE, person=person_id, on=what == "pause")


async def _page(turn: Turn, person: Person, what: str, page: int) -> None:
    size = support_views.PAGE_SIZE
    skip = (page - 1) * size
    if what == "messages":
        told = await service.messages(turn.uow, turn.person, person.id, turn.channel, turn.now, size + 1, skip)
        lines = [support_views.told(each, turn.now) for each in told]
    elif what == "rappels":
        decided = await reminders_service.history(turn.uow, turn.person, person.id, skip + size + 1)
        lines = [reminders_views.line(each) for each in decided[skip:]]
    else:
        notes = await service.notes(turn.uow, turn.person, person.id, turn.channel, turn.now, size + 1, skip)
        lines = support_views.notes(notes, turn.person.zone)
    await turn.say(support_views.pages(person, lines[:size], what, page, more=len(lines) > size))


# --- confirmations ----------------------------------------------------------------------------------


async def _changeable(turn: Turn, arguments: Arguments) -> Person | None:
    try:
        return await service.changeable(turn.uow, turn.person, arguments["person"])
    except NotFound:
        return None


async def _propose_pause(turn: Turn, arguments: Arguments) -> Proposal | Message | None:
    person = await _changeable(turn, arguments)
    if person is None:
        return None
    paused = person.paused_until is not None and person.paused_until > turn.now
    if paused == arguments["on"]:
        return _held(person, person.paused_until if paused else None)
    said = tr("*{name}* (n° {number}) :", name=support_views.title(person), number=str(person.id))
    going, resting = Tr("reçoit nos messages"), Tr("en pause pendant 7 jours")
    if arguments["on"]:
        return Proposal(said, going, resting)
    return Proposal(said, Tr("en pause"), going)


def _held(person: Person, until: datetime | None) -> Message:
    """That she is in a pause already, until when, or that she is in none."""
    name = support_views.title(person)
    if until is None:
        said = tr("{name} n'est pas en pause.", name=name)
    else:
        said = tr("{name} est déjà en pause, jusqu'au {until}.", name=name, until=until)
    return said.with_choices(_back(person), support_views.MENU, columns=2)


async def _pause(turn: Turn, arguments: Arguments) -> Message:
    person = await service.pause(turn.uow, turn.person, arguments["person"], turn.channel, turn.now, on=arguments["on"])
    name = support_views.title(person)
    if arguments["on"]:
        said = tr("⏸ C'est fait : je n'écris plus à {name} de moi-même pendant 7 jours.", name=name)
    else:
        said = tr("▶️ C'est fait : {name} n'est plus en pause.", name=name)
    return said.with_choices(_back(person), support_views.MENU, columns=2)


async def _propose_note(turn: Turn, arguments: Arguments) -> Proposal | None:
    person = await _changeable(turn, arguments)
    if person is None:
        return None
    said = tr("📝 Note sur *{name}* : « {text} »", name=support_views.title(person), text=Raw(arguments["text"]))
    return Proposal(said)


async def _note(turn: Turn, arguments: Arguments) -> Message:
    person = await service.add_note(
        turn.uow, turn.person, arguments["person"], arguments["text"], turn.channel, turn.now
    )
    said = tr("📝 C'est noté sur {name}.", name=support_views.title(person))
    return said.with_choices(_back(person), support_views.MENU, columns=2)


def _back(person: Person) -> Choice:
    return Choice(f"/personne {person.id}", Tr("‹ {name}", {"name": support_views.title(person)}))


CONFIRMATIONS: Mapping[str, Confirmation] = {
    PAUSE: Confirmation(_propose_pause, _pause),
    flow.NOTE: Confirmation(_propose_note, _note),
}
"""Arguments: for `pause person`, `person` and `on`; for `note person`, `person` and `text`."""
