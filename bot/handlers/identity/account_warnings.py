"""What a person's other chats are told when somebody uses her account on one of them, and her words below that."""

from __future__ import annotations

from backend.domain.messaging.message import Choice, Message, Raw, Tr, tr
from backend.domain.people.permissions import may
from backend.records import replace
from backend.services.identity import linking
from bot.flows.engine import denials
from bot.handlers.engine import screens
from bot.handlers.engine.turn import Turn

PIN_CHOSEN = Tr("🔒 Un code secret vient d'être choisi pour ton compte, sur *{chat}*.")
PIN_CHANGED = Tr("🔒 Ton code secret vient d'être changé, sur *{chat}*.")
PIN_REMOVED = Tr("🔓 Ton code secret vient d'être enlevé, sur *{chat}*.")
WRONG_PIN = Tr("⚠️ Quelqu'un a essayé un mauvais code secret sur *{chat}*.")
OPENED = Tr("🔓 *{chat}* a été rouvert avec ton code secret.")
WITHOUT_PIN = Tr("⚠️ Quelqu'un veut rouvrir *{chat}* sans code secret.")
WRITES = Tr("⚠️ Quelqu'un écrit depuis *{chat}*. Je n'y montre rien avant de savoir si c'est toi.")
_ALL = (PIN_CHOSEN, PIN_CHANGED, PIN_REMOVED, WRONG_PIN, OPENED, WITHOUT_PIN, WRITES)
CHATS = Choice("/lier", "🔗 Mes messageries")
HUBER = Choice("/huber", "✍️ Écrire à ma Huber")
NOT_YOU = tr("Si ce n'est pas toi, parles-en vite à la personne qui t'accompagne.")
WHAT_NOW = tr(
    "Alors quelqu'un d'autre a cette messagerie. Sépare-la de ton compte dans « Mes messageries », et préviens vite la "
    "personne qui t'accompagne."
)


async def tell(turn: Turn, said: Tr, more: Message | None = None) -> None:
    """Tell the person's other chats what happens in this one (`said`, without its value)."""
    label = await linking.label(turn.uow, turn.person.id, turn.waiting.contact_id or 0)
    told = Message((replace(said, values={"chat": Raw(label)}),))
    await turn.tell_elsewhere(told if more is None else told + more)


async def written_below(turn: Turn, text: str) -> bool:
    """Say what can be done to who writes « c'est pas moi » right below such a warning. Return False if the text does
    not say so, or stands elsewhere."""
    if not (denials.surely(text) or denials.barely(text)):
        return False
    if not any([await screens.begins_with(turn, each) for each in _ALL]):
        return False
    hers = (HUBER,) if may(turn.person, "write to the huber") else ()
    await turn.say(WHAT_NOW.with_choices(CHATS, *hers, columns=2))
    return True
