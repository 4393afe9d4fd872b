"""The people whom an announcement has not reached: page by page, and as a table."""

from __future__ import annotations

from backend.domain.announcements.life import AnnouncementState
from backend.domain.messaging.message import Choice, Message, Raw, Tr, tr, trn
from backend.domain.messaging.texts import lines
from backend.records import replace
from backend.services.announcements import service
from bot.flows.engine.paging import next_page
from bot.handlers.engine import sheets
from bot.handlers.engine.turn import Turn

MAX_EXPORTED = 100_000
"""The most people in an exported table."""
PAGE_SIZE = 8
"""People on one page."""
_WHY = {
    "refused": Tr("refusé par la messagerie"),
    "unreachable": Tr("injoignable"),
    "stopped": Tr("ne veut plus de messages"),
    "on_pause": Tr("en pause"),
    "late": Tr("trop tard"),
    "locked": Tr("numéro à vérifier"),
    "moved": Tr("n'est plus concernée"),
    "gone": Tr("a un autre compte"),
    "held": Tr("attend son prochain message"),
}


async def show(turn: Turn, number: int, after: int) -> None:
    """`annonce absentes 3 [45]`: a page of those not reached, after that person."""
    announced = await service.get(turn.uow, turn.person, number)
    found = await service.missed(turn.uow, turn.person, number, PAGE_SIZE + 1, after)
    if not found:
        await turn.say(tr("Tout le monde est joint. 👏").with_choices(Choice(f"/annonce {number}", "📈 Où ça en est")))
        return
    said = tr("*Pas jointes*")
    people = [
        Tr(
            "• {name} ({country}) : {reason}",
            {"name": Raw(m.name or "?"), "country": m.country, "reason": _why(m.reason)},
        )
        for m in found[:PAGE_SIZE]
    ]
    said += Message((lines(*people),))
    choices = []
    if announced.state is AnnouncementState.DONE:
        choices.append(Choice(f"/annonce encore {number}", "🔁 Réessayer"))
    choices.append(Choice(f"/annonce exporter {number}", "📄 Exporter"))
    if len(found) > PAGE_SIZE:
        choices.append(next_page(f"/annonce absentes {number} {found[PAGE_SIZE - 1].person_id}"))
    await turn.say(said.with_choices(*choices, columns=2))


def _why(reason: str) -> Tr:
    return _WHY.get(reason, Tr("pas jointe"))


async def export(turn: Turn, number: int) -> None:
    """`annonce exporter 3`: everybody whom the announcement has not reached, as a table."""
    found = await service.missed(turn.uow, turn.person, number, MAX_EXPORTED)
    back = Choice(f"/annonce {number}", "📈 Où ça en est")
    if not found:
        await turn.say(sheets.NOTHING.with_choices(back))
        return
    rows = [(m.person_id, m.name, m.country, m.channel, m.reason, m.error) for m in found]
    file = await sheets.attach(
        turn, f"annonce-{number}-pas-jointes.csv", ("id", "prenom", "pays", "messagerie", "raison", "detail"), rows
    )
    said = trn("📄 {n} personne pas jointe.", "📄 {n} personnes pas jointes.", len(rows))
    await turn.say(replace(said, attachment=file).with_choices(back))
