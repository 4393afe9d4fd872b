"""`confidentialite`: what is kept, and for how long."""

from __future__ import annotations

from backend.domain.messaging.message import Choice, Message, Raw, tr
from backend.domain.privacy import topics
from bot.handlers.engine import stranger_rate_limit
from bot.handlers.engine.turn import Turn

PATH = "/confidentialite"
"""The page with all of it."""


def short(site: str) -> Message:
    """The short form. `site`: the address at which the page is found; "" if nobody listens."""
    said = tr("🔒 *Ce que je garde, et combien de temps*") + Message((topics.SHORT,))
    return said + tr("Tout, avec les raisons : {address}", address=Raw(f"{site}{PATH}")) if site else said


async def show(turn: Turn, _rest: str = "") -> None:
    """Show the short form to anybody, also before they join; to a stranger only now and then."""
    if turn.person.role is None and not stranger_rate_limit.word(turn, stranger_rate_limit.REFUSALS_SAID):
        return
    message = short(turn.issuer.site)
    if turn.person.joined_at is not None:
        message = message.with_choices(Choice("/profil", "👤 Mon profil"), Choice("/menu", "Menu"), columns=2)
    await turn.say(message)
