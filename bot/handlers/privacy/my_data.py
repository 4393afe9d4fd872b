"""`mesdonnees`: a job makes the file of a person's data (`bot.jobs.personal_data`), and a wake-up delivers it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backend.db.identity import chats
from backend.domain.messaging.message import Attachment, Choice, Message, Raw, Tr, tr
from backend.domain.privacy.commands import MakePersonFile
from backend.records import replace
from backend.services.identity import identity_verification
from backend.services.payouts import leavers
from backend.services.privacy.person_file import PAGE, ROWS
from bot.flows.privacy import my_data as flow
from bot.handlers.engine import flow_engine
from bot.handlers.engine.turn import Turn


async def show(turn: Turn, _rest: str = "") -> None:
    """`mesdonnees`: ask for the secret number, if there is one, and make the file."""
    await flow_engine.open_flow(turn, "my_data")


async def facts(turn: Turn, _state: flow.State) -> flow.Facts:
    """Load whether the person has a secret number."""
    return flow.Facts(await identity_verification.has_pin(turn.uow, turn.person.id))


async def make(turn: Turn, _command: MakePersonFile) -> None:
    """Start the job. Without a tap the file itself is the answer."""
    await turn.jobs.defer(
        turn.uow,
        "make_person_file",
        request=turn.waiting.id,
        person_id=turn.person.id,
        contact=turn.waiting.contact_id,
        channel=turn.channel,
    )
    if turn.tap is not None:
        await turn.notice(Tr("⏳ Je prépare le fichier…"))


async def ready(turn: Turn, payload: Mapping[str, Any]) -> None:
    """Send the file to the chat where it was asked for, if that is still a chat of the person that shows something."""
    chat = await chats.get(turn.uow, payload["contact"])
    if chat is None or chat.person_id != turn.person.id or chat.locked_at is not None:
        return
    turn.go_on_at(chat.id, chat.channel)
    if not payload.get("files"):
        again = Choice("/mesdonnees", "📦 Mes données")
        await turn.say(
            tr("Je n'ai pas pu préparer ton fichier : l'erreur vient de moi. Demande-le encore une fois.", again)
        )
        return
    paid = turn.dialogues.words.is_hers(turn.person, "gains") or await leavers.has_pay(turn.uow, turn.person)
    for place, (name, digest) in enumerate(payload["files"]):
        said = _said(len(payload["files"]) > 1, paid=paid) if place == 0 else Message()
        await turn.say(replace(said, attachment=Attachment("document", digest, name)))


def _said(two: bool, *, paid: bool) -> Message:
    """`two`: there are two files. `paid`: the person has pay, or may have some."""
    first = (
        tr("📦 *Tes données* : un document à lire, puis un fichier de texte qui contient tout, ligne par ligne.")
        if two
        else tr(
            "📦 *Tes données*. Ouvre « {page} » pour lire ; « {rest} » contient tout.",
            page=Raw(PAGE),
            rest=Raw(ROWS),
        )
    )
    warning = tr("Garde-le pour toi : on y voit tes messages et ce que tu as fait ici. Je ne le garde pas.")
    if paid:
        warning = tr("Garde-le pour toi : on y voit tes messages, tes gains et où tu es payée. Je ne le garde pas.")
    return first + warning  # without choices it is the caption of the file: one message
