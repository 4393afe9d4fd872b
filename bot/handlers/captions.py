"""What is written below a picture or file that no question asks for."""

from __future__ import annotations

from backend.domain.messaging.message import tr
from backend.domain.threads.commands import FILE_KINDS
from bot.channels.base import File
from bot.flows.threads.write import Begun
from bot.handlers import carrying
from bot.handlers.account import small_talk_reading, small_talk_replies
from bot.handlers.engine import flow_engine
from bot.handlers.engine.turn import Turn
from bot.handlers.threads import distress

_ANSWERED = frozenset(
    {
        *("unpaid", "payday", "waiting", "money", "price", "fees", "cash", "ways", "advance", "refused"),
        *("privacy", "trust", "person", "signaler une personne"),
    }
)
"""What is answered below a picture. The rest is left: a picture may be passed on with its caption, which then orders,
confirms or changes nothing."""
NOT_KEPT = tr("📎 Ce que tu as joint n'est pas encore parti. Ça doit partir aussi ? Envoie-le encore une fois.")


async def heard(turn: Turn, file: File) -> bool:
    """Answer a caption that tells of somebody who hurts her, asks for her money, or is for a person: a photo of the
    empty account with « je n'ai rien reçu ». Return False if it says nothing of that kind."""
    text = file.caption.strip()
    if not text or turn.person.role is None:
        return False
    again = NOT_KEPT if file.kind in FILE_KINDS else None
    if await distress.keep(turn, text, again, below_file=True):
        return True
    lead = small_talk_reading.heard(turn, text)
    if lead not in _ANSWERED:
        return False
    if lead == "person" and (begun := small_talk_replies.begins_letter(turn, text)):
        await flow_engine.open_flow(turn, "thread", Begun(begun), said=again)
    else:
        await carrying.aside(turn, lead, text)
    return True
