"""Ask for a second person's approval of an announcement to many people."""

from __future__ import annotations

from backend.db.messaging import contact_routing
from backend.domain.announcements import content, placeholders
from backend.domain.announcements.life import Announced
from backend.domain.messaging.message import Choice, Message, Raw, trn
from backend.records import replace
from bot.channels import preview
from bot.flows.announcements import placeholders as announcements_placeholders
from bot.handlers.engine.turn import Turn


async def ask_second(turn: Turn, found: Announced) -> int:
    """Ask everybody who may approve it, each in their own chat: what would be sent, and to how many people.
    Return how many were asked."""
    chats = await contact_routing.who_may(turn.uow, "approve announcements")
    others = [chat for chat in chats if chat.person_id != turn.person.id]
    for chat in others:
        await turn.notify_after_quiet_hours(chat, _question(turn, found, chat.channel), purpose="alert")
    return len(others)


def _question(turn: Turn, found: Announced, channel: str) -> Message:
    said = trn(
        "🔐 *{name} veut écrire à {n} personne.* Il faut ton accord.",
        "🔐 *{name} veut écrire à {n} personnes.* Il faut ton accord.",
        found.people,
        name=Raw(turn.person.first_name or "?"),
    )
    said += Message((Raw(found.content.text),))
    shown = content.message(found.content, 0, placeholders.LONGEST_NAME)
    if shown.choices:
        said += Message((Raw(preview.look(channel, shown, "fr")),))
    said += announcements_placeholders.notes(found.content, 0)
    said = replace(said, attachment=shown.attachment)
    return said.with_choices(
        Choice(f"/annonce oui {found.id}", "✅ Confirmer", says="sure"),
        Choice(f"/annonce non {found.id}", "✋ Refuser", says="no"),
        columns=2,
    )
