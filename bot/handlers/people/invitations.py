"""`inviter` outside its flow: the list of codes given, their withdrawal, and codes for a list of names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backend.domain.errors import NotFound
from backend.domain.files import file_names
from backend.domain.messaging.message import Message, Raw, tr
from backend.domain.people.commands import ROLES
from backend.domain.people.permissions import may
from backend.services.people import invitations as service
from backend.services.people.service import STAFF
from bot.channels.base import File
from bot.flows.engine.confirm import Proposal
from bot.flows.people import invite_views
from bot.handlers.engine import asking, flow_engine, flow_stack, sheets
from bot.handlers.engine.confirmations import Arguments, Confirmation
from bot.handlers.engine.dialogue import Wake
from bot.handlers.engine.turn import Turn
from bot.handlers.people import effects as people_effects

SHOWN_FAULTS = 10
"""The most faults of a list that are shown."""


async def show(turn: Turn, rest: str = "") -> None:
    """`inviter`, with what its buttons add: `codes 2`, `exporter`, `retirer CODE`, `encore 12`. Other text says for
    whom (`inviter hiteuse CM 3`)."""
    word, _, what = rest.partition(" ")
    match word:
        case "codes":
            await _given(turn, int(what[:4]) if what.isascii() and what.isdigit() else 1)
        case "exporter":
            await _export(turn)
        case "retirer":
            await asking.ask(turn, invite_views.WITHDRAW, code=what[:64])
        case "encore" if what.isascii() and what.isdigit():
            await _again(turn, int(what[:18]))
        case _:
            await flow_engine.open_flow(turn, "invite", rest or None)


async def _given(turn: Turn, page: int) -> None:
    page = max(1, page)
    counts, found = await service.given(
        turn.uow, turn.person, invite_views.PAGE_SIZE + 1, (page - 1) * invite_views.PAGE_SIZE
    )
    mine = frozenset(r for r in ROLES if may(turn.person, "invite staff" if r in STAFF else "invite"))
    shown, more = found[: invite_views.PAGE_SIZE], len(found) > invite_views.PAGE_SIZE
    message = invite_views.given(counts, shown, turn.person.zone, page, more, mine)
    if counts.given:
        choices = (*message.choices, sheets.offer(turn, "/inviter exporter"), invite_views.INVITE)
        message = message.with_choices(*choices, columns=2)
    await turn.say(message)


async def _export(turn: Turn) -> None:
    _, found = await service.given(turn.uow, turn.person)
    if not found:
        await turn.say(sheets.NOTHING.with_choices(invite_views.INVITE, invite_views.MENU, columns=2))
        return
    sheet = await sheets.attach(
        turn, "codes-donnes.csv", invite_views.GIVEN_COLUMNS, map(invite_views.given_row, found)
    )
    said = tr("📋 Tous les codes, avec ce qu'ils sont devenus (heures en UTC).")
    await turn.say(Message(said.parts, (invite_views.GIVEN, invite_views.MENU), sheet, columns=2))


async def _again(turn: Turn, draft: int) -> None:
    """Make codes also for the names of a list that have one already."""
    kept = await service.kept(turn.uow, turn.person, draft, turn.now)
    if kept is None:
        said = tr("C'est déjà fait, ou trop ancien : envoie la liste encore une fois.")
        await turn.say(said.with_choices(invite_views.INVITE, invite_views.GIVEN, columns=2))
        return
    await turn.say(invite_views.named(await people_effects.by_names(turn, kept[0], again=True)))


# --- a list of names ---------------------------------------------------------------------------------


def takes(turn: Turn, file: File) -> bool:
    """Whether this file is taken as a list of names although no question asked for a file."""
    if file.kind != "document" or not file.name.lower().endswith((".csv", ".tsv")):
        return False
    if not may(turn.person, "invite") or turn.person.joined_at is None:
        return False
    flow = flow_stack.top(turn)
    return not (flow is not None and flow.files)


async def offer(turn: Turn, file: File) -> None:
    """Open the flow that asks for whom the codes of this list are."""
    await flow_engine.open_flow(turn, "invite", {"file": file.ref, "name": file_names.shown(file.name)})


async def read(turn: Turn, payload: Mapping[str, Any]) -> None:
    """Report on a list that the job has read: the codes, or the faults of the list."""
    if faults := payload.get("faults"):
        said = tr("❌ *{file}* : je n'ai créé aucun code.", file=Raw(payload["file"]))
        said += Message((Raw("\n".join(faults[:SHOWN_FAULTS])),))
        await turn.say(said.with_choices(invite_views.INVITE, invite_views.MENU, columns=2))
        return
    kept = await service.kept(turn.uow, turn.person, payload["draft"], turn.now)
    if kept is None:
        return
    command, found = kept
    await turn.say(invite_views.named(await people_effects.by_names(turn, command), found.unread))


WAKEUPS: Mapping[str, Wake] = {"names read": read}
"""The wake-ups of the job that reads lists (`bot.jobs.name_lists`)."""

# --- withdrawing a code -------------------------------------------------------------------------------


async def _propose(turn: Turn, arguments: Arguments) -> Proposal | None:
    try:
        found = await service.one(turn.uow, turn.person, arguments["code"])
    except NotFound:
        return None
    return invite_views.withdrawal(found) if found.state == "open" else None


async def _withdraw(turn: Turn, arguments: Arguments) -> Message:
    done = await service.withdraw(turn.uow, turn.person, arguments["code"], turn.channel, turn.now)
    said = tr("🗑 Le code est retiré.") if done else tr("Trop tard : ce code vient de servir.")
    return said.with_choices(invite_views.GIVEN, invite_views.MENU, columns=2)


CONFIRMATIONS: Mapping[str, Confirmation] = {invite_views.WITHDRAW: Confirmation(_propose, _withdraw)}
