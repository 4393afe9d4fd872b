"""A second person's yes to an announcement to many: everybody who may give it is asked in her own chat."""

from __future__ import annotations

from dataclasses import replace

from backend.db import reach
from backend.domain import announcements as content
from backend.domain import placeholders
from backend.domain.announced import Announced
from backend.domain.message import Choice, Message, Raw, trn
from bot.flows import announce_names
from bot.handlers import looks
from bot.handlers.turn import Turn


async def ask_second(turn: Turn, found: Announced) -> int:
    """Tell everybody who may say yes, each in her own chat, what would be sent and to how many; how many were told."""
    others = [c for c in await reach.who_may(turn.uow, "approve announcements") if c["person_id"] != turn.person.id]
    for chat in others:
        await turn.tell_by_day(chat["person_id"], chat, _question(turn, found, chat["channel"]), purpose="alert")
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
        said += Message((Raw(looks.look(channel, shown, "fr")),))
    said += announce_names.notes(found.content, 0)
    said = replace(said, attachment=shown.attachment)
    return said.with_choices(
        Choice(f"/annonce oui {found.id}", "✅ Confirmer", says="yes"),
        Choice(f"/annonce non {found.id}", "✋ Refuser", says="no"),
        columns=2,
    )
