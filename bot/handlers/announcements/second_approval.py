"""A second person's approval of an announcement to many people: who is asked what, and who is told what came of it."""

from __future__ import annotations

from datetime import datetime

from backend.db.messaging import contact_routing
from backend.domain.announcements import content, placeholders
from backend.domain.announcements.life import Announced
from backend.domain.messaging.message import Choice, Message, Raw, tr, trn
from backend.records import replace
from backend.services.announcements import service, steering
from bot.channels import preview
from bot.flows.announcements import placeholders as announcements_placeholders
from bot.flows.announcements import report
from bot.flows.engine.confirm import CHANGED
from bot.handlers.engine.turn import Turn


async def ask_second(turn: Turn, found: Announced) -> int:
    """Ask everybody who may approve it, each in their own chat: what would be sent, and to how many people.
    Return how many were asked."""
    chats = await contact_routing.who_may(turn.uow, "approve announcements")
    others = [chat for chat in chats if chat.person_id != turn.person.id]
    for chat in others:
        asked = _question(found, turn.person.first_name, chat.channel, turn.now)
        await turn.notify_after_quiet_hours(chat, asked, purpose="alert")
    return len(others)


async def many_more(turn: Turn, number: int, shown: int) -> Message | None:
    """The question once more, if the announcement would go to over a tenth more people than the reader was asked about
    (`shown`; 0: no number was told). None if it would not, or is not theirs to decide."""
    found = await service.get(turn.uow, turn.person, number)
    if not shown or found.begun_at is not None or not service.may_decide(turn.person, found):
        return None
    now = await service.estimate(turn.uow, turn.person, found.audience, turn.now)
    if 10 * now.people <= 11 * shown:
        return None
    asked = _question(replace(found, people=now.people), found.author, turn.channel, turn.now)
    return replace(CHANGED + asked, choices=asked.choices, columns=asked.columns, attachment=asked.attachment)


async def is_late(turn: Turn, number: int) -> bool:
    """Whether it is theirs to decide, and its hour has passed: with their yes it would go out at once."""
    found = await service.get(turn.uow, turn.person, number)
    return service.may_decide(turn.person, found) and found.is_late(turn.now)


async def decide(turn: Turn, number: int, *, yes: bool) -> Message:
    """Approve or refuse it, tell its author, and return what is said to who decided. Raises as `steering.approve`."""
    carry_out = steering.approve if yes else steering.refuse
    found = await carry_out(turn.uow, turn.person, number, turn.waiting.channel, turn.now)
    by = {"name": Raw(turn.person.first_name or "?")}
    if not yes:
        told = tr("✋ {name} n'a pas donné son accord : rien n'est envoyé.", **by)
        said = tr("✋ C'est refusé : rien n'est envoyé.")
    elif found.local is None or found.is_late(turn.now):
        told = tr("✅ {name} a dit oui : ton annonce part.", **by)
        said = tr("✅ C'est confirmé : l'annonce part.")
    else:
        told = tr("✅ {name} a dit oui à ton annonce.", **by) + report.planned(found)
        said = tr("✅ C'est confirmé.") + report.planned(found)
    if yes:
        await turn.jobs.defer(turn.uow, "announcement", announcement=number)
    state = Choice(f"/annonce {number}", "📈 Où ça en est")
    chat = await contact_routing.of(turn.uow, found.author_id)
    if chat is not None and await service.is_followed(turn.uow, found):
        await turn.notify_after_quiet_hours(chat, told.with_choices(state), purpose="alert")
    return said.with_choices(state, Choice("/menu", "Menu"), columns=2)


def _question(found: Announced, author: str, channel: str, now: datetime) -> Message:
    said = trn(
        "🔐 *{name} veut écrire à {n} personne.* Il faut ton accord.",
        "🔐 *{name} veut écrire à {n} personnes.* Il faut ton accord.",
        found.people,
        name=Raw(author or "?"),
    )
    said += Message((Raw(found.content.text),))
    shown = content.message(found.content, 0, placeholders.LONGEST_NAME)
    if shown.choices:
        said += Message((Raw(preview.look(channel, shown, "fr")),))
    said += report.planned(found, late=found.is_late(now)) + announcements_placeholders.notes(found.content, 0)
    said = replace(said, attachment=shown.attachment)
    return said.with_choices(
        Choice(f"/annonce oui {found.id} {found.people}", "✅ Confirmer", says="sure"),
        Choice(f"/annonce non {found.id}", "✋ Refuser", says="no"),
        columns=2,
    )
