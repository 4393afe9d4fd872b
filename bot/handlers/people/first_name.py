"""`prenom`: how the person is called here, which the invitation or the platform has said first."""

from __future__ import annotations

from collections.abc import Mapping

from backend.domain.messaging import intents
from backend.domain.messaging.message import Message, Raw, Tr, tr
from backend.records import replace
from backend.services.people import service
from bot.flows.engine import leaving, yes_no
from bot.flows.engine.confirm import MENU, Proposal
from bot.flows.people import first_name
from bot.handlers.engine import asking, screens
from bot.handlers.engine.confirmations import Arguments, Confirmation
from bot.handlers.engine.turn import Turn

CHANGE = "change first name"
CALLED = Tr("👤 Ici, je t'appelle *{name}*.")
UNREAD = tr("Écris seulement ton prénom, en lettres. Par exemple : prenom Awa")


async def show(turn: Turn, rest: str = "") -> None:
    """`prenom`: how she is called, and how to change it; `prenom Awa`: ask whether she is called so from now on."""
    if not rest.strip():
        said = Message((replace(CALLED, values={"name": Raw(turn.person.first_name or "?")}),))
        said += tr("Pour changer, écris « prenom » puis ton prénom. Par exemple : prenom Awa")
        said += tr("Sur un certificat : écris « certificat », touche-le, puis « Changer ».")
        if turn.dialogues.words.is_hers(turn.person, "paiement"):
            said += tr("Pour le nom de ta paie, écris « paiement ».")
        await turn.say(said.with_choices(MENU))
        return
    name = first_name.read(rest) or first_name.in_sentence(f"mon prénom {rest}")
    if not name:
        await turn.say(UNREAD.with_choices(MENU))
        return
    await asking.ask(turn, CHANGE, name=name)


async def written_below(turn: Turn, text: str) -> bool:
    """Take a name alone below the screen that says how to change it: « Rose ». Return False if the text is none, means
    something else, or stands elsewhere."""
    name = first_name.read(text)
    if name is None or yes_no.read(text) is not None or leaving.read(text) is not None:
        return False
    if turn.dialogues.words.read(text) is not None or intents.read(text) is not None:
        return False
    if not await screens.begins_with(turn, CALLED):
        return False
    await asking.ask(turn, CHANGE, name=name)
    return True


async def _propose(turn: Turn, arguments: Arguments) -> Proposal | Message:
    return Proposal(tr("👤 Ton prénom ici :"), Raw(turn.person.first_name or "?"), Raw(arguments["name"]))


async def _carry_out(turn: Turn, arguments: Arguments) -> Message:
    name = await service.set_first_name(turn.uow, turn.person, arguments["name"])
    turn.person = replace(turn.person, first_name=name)
    said = tr("👍 C'est noté, {name}.", name=Raw(name))
    return (said + tr("Le nom de ta paie et celui d'un certificat ne changent pas.")).with_choices(MENU)


CONFIRMATIONS: Mapping[str, Confirmation] = {CHANGE: Confirmation(_propose, _carry_out)}
"""Argument `name`: the new first name."""
