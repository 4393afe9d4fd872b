"""`conditions`: the terms, and when the person agreed to them."""

from __future__ import annotations

from backend.db.people import queries as people_rows
from backend.domain.days import local
from backend.domain.messaging.message import Choice, Raw, tr
from backend.domain.people.commands import TERMS_VERSION
from bot.flows.payouts import pay_days
from bot.flows.people import onboarding_views
from bot.handlers.engine.turn import Turn


async def show(turn: Turn, _rest: str = "") -> None:
    """Show the terms as they stand, and the version that the person agreed to."""
    person = turn.person
    message = onboarding_views.terms(person.role or "", pay_days.promise_in_terms(turn.terms, person.country))
    agreed = await people_rows.agreed_to(turn.uow, person.id, "terms")
    if agreed is not None:
        version, at = agreed
        day = Raw(f"{local(at, person.zone):%d/%m/%Y}")  # with the year: it may be long ago
        if version == TERMS_VERSION:
            message += tr("Tu les as acceptées le *{day}*.", day=day)
        else:
            message += tr("Tu as accepté la version {version} le *{day}*.", version=Raw(version), day=day)
    await turn.say(
        message.with_choices(
            Choice("/confidentialite", "🔒 Combien de temps"),
            Choice("/profil", "👤 Mon profil"),
            Choice("/menu", "Menu"),
            columns=2,
        )
    )
