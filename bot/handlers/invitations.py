"""`inviter` beside its flow: the codes that were given, what became of them, and codes for a list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backend.domain import file_names
from backend.domain.errors import NotFound
from backend.domain.message import Message, Raw, tr
from backend.domain.people import ROLES
from backend.domain.permissions import may
from backend.services import invitations as service
from backend.services.people import STAFF
from bot.channels.base import File
from bot.flows import invite_view
from bot.flows.confirm import Proposal
from bot.flows.every import FLOWS
from bot.handlers import asking, conversing, inviting, sheets
from bot.handlers.deeds import Arguments, Deed
from bot.handlers.turn import Turn

SHOWN_FAULTS = 10


async def show(turn: Turn, rest: str = "") -> None:
    """`inviter`, and what its buttons ask for: `codes 2`, `exporter`, `retirer CODE`, `encore 12`; anything
    else says for whom (`inviter hiteuse CM 3`)."""
    word, _, what = rest.partition(" ")
    match word:
        case "codes":
            await _given(turn, int(what[:4]) if what.isascii() and what.isdigit() else 1)
        case "exporter":
            await _export(turn)
        case "retirer":
            await asking.ask(turn, invite_view.WITHDRAW, code=what[:64])
        case "encore" if what.isascii() and what.isdigit():
            await _again(turn, int(what[:18]))
        case _:
            await conversing.open_flow(turn, "invite", rest or None)


async def _given(turn: Turn, page: int) -> None:
    page = max(1, page)
    counts, found = await service.given(turn.uow, turn.person, invite_view.PAGE + 1, (page - 1) * invite_view.PAGE)
    mine = frozenset(r for r in ROLES if may(turn.person, "invite staff" if r in STAFF else "invite"))
    shown, more = found[: invite_view.PAGE], len(found) > invite_view.PAGE
    message = invite_view.given(counts, shown, turn.person.zone, page, more, mine)
    if counts.given:
        choices = (*message.choices, sheets.offer(turn, "/inviter exporter"), invite_view.INVITE)
        message = message.with_choices(*choices, columns=2)
    await turn.say(message)


async def _export(turn: Turn) -> None:
    _, found = await service.given(turn.uow, turn.person)
    sheet = await sheets.attach(turn, "codes-donnes.csv", invite_view.GIVEN_COLUMNS, map(invite_view.given_row, found))
    said = tr("📋 Tous les codes, avec ce qu'ils sont devenus (heures en UTC).")
    await turn.say(Message(said.parts, (invite_view.GIVEN, invite_view.MENU), sheet, columns=2))


async def _again(turn: Turn, draft: int) -> None:
    """Codes for names that have one already, now that she wants them."""
    kept = await service.kept(turn.uow, turn.person, draft, turn.now)
    if kept is None:
        said = tr("C'est déjà fait, ou trop ancien : envoie la liste encore une fois.")
        await turn.say(said.with_choices(invite_view.INVITE, invite_view.GIVEN, columns=2))
        return
    await turn.say(invite_view.named(await inviting.by_names(turn, kept[0], again=True)))


# --- a list -----------------------------------------------------------------------------------------


def takes(turn: Turn, file: File) -> bool:
    """Whether this file is taken as a list of names though nothing asked for one."""
    if file.kind != "document" or not file.name.lower().endswith((".csv", ".tsv")):
        return False
    if not may(turn.person, "invite") or turn.person.joined_at is None:
        return False
    stack = turn.conversation.stack
    return not (stack and FLOWS[stack[-1][0]].files)


async def offer(turn: Turn, file: File) -> None:
    await conversing.open_flow(turn, "invite", {"file": file.ref, "name": file_names.shown(file.name)})


async def read(turn: Turn, payload: Mapping[str, Any]) -> None:
    """A job has read her list, or could not."""
    if faults := payload.get("faults"):
        said = tr("❌ *{file}* : je n'ai créé aucun code.", file=Raw(payload["file"]))
        said += Message((Raw("\n".join(faults[:SHOWN_FAULTS])),))
        await turn.say(said.with_choices(invite_view.INVITE, invite_view.MENU, columns=2))
        return
    kept = await service.kept(turn.uow, turn.person, payload["draft"], turn.now)
    if kept is None:
        return
    command, found = kept
    await turn.say(invite_view.named(await inviting.by_names(turn, command), found.unread))


WOKEN = {"names read": read}
"""What a job's event is answered with, by its name (`bot.names`)."""

# --- taking one back ----------------------------------------------------------------------------------


async def _propose(turn: Turn, arguments: Arguments) -> Proposal | None:
    try:
        found = await service.one(turn.uow, turn.person, arguments["code"])
    except NotFound:
        return None
    return invite_view.withdrawal(found) if found.fate == "open" else None


async def _withdraw(turn: Turn, arguments: Arguments) -> Message:
    done = await service.withdraw(turn.uow, turn.person, arguments["code"], turn.channel, turn.now)
    said = tr("🗑 Le code est retiré.") if done else tr("Trop tard : ce code vient de servir.")
    return said.with_choices(invite_view.GIVEN, invite_view.MENU, columns=2)


DEEDS = {invite_view.WITHDRAW: Deed(_propose, _withdraw)}
