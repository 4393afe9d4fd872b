"""`conditions`: the terms, and when the person agreed to them."""

from __future__ import annotations

from backend.db.people import queries as people_rows
from backend.domain.days import local
from backend.domain.messaging.message import Choice, Raw, tr
from backend.domain.people.commands import TERMS_VERSION
from backend.records import replace
from backend.services.people import service as people_service
from bot.flows.payouts import pay_days
from bot.flows.people import onboarding_views
from bot.handlers.engine.turn import Turn
from bot.handlers.people import renewal

MENU = Choice("/menu", "Menu")
YES, NO = (renewal.ACCEPT.id.partition(" ")[2], renewal.LATER.id.partition(" ")[2])


async def show(turn: Turn, rest: str = "") -> None:
    """Show the terms as they stand, and the version that the person agreed to; or take a yes or no to them."""
    person = turn.person
    agreed = await people_rows.agreed_to(turn.uow, person.id, "terms")
    new = agreed is not None and agreed[0] != TERMS_VERSION
    if person.terms is not None and person.terms != TERMS_VERSION:  # they are read now, which is being asked
        await people_rows.set_profile(turn.uow, person.id, terms=TERMS_VERSION)
        turn.person = replace(person, terms=TERMS_VERSION)
    if new and rest == YES:
        await people_service.consent(turn.uow, person, turn.now)
        await turn.say(tr("Merci, c'est noté : tu as accepté les nouvelles conditions.").with_choices(MENU))
        return
    if new and rest == NO:
        await turn.say(renewal.DECLINED.with_choices(MENU))
        return
    message = onboarding_views.terms(person.role or "", pay_days.promise_in_terms(turn.terms, person.country))
    if agreed is not None:
        version, at = agreed
        day = Raw(f"{local(at, person.zone):%d/%m/%Y}")  # with the year: it may be long ago
        if version == TERMS_VERSION:
            message += tr("Tu les as acceptées le *{day}*.", day=day)
        else:
            message += tr("Tu as accepté la version {version} le *{day}*.", version=Raw(version), day=day)
    await turn.say(
        message.with_choices(
            *((renewal.ACCEPT, renewal.LATER) if new else ()),
            Choice("/confidentialite", "🔒 Combien de temps"),
            Choice("/profil", "👤 Mon profil"),
            MENU,
            columns=2,
        )
    )
