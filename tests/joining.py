"""People who have come most of the way through onboarding, written by the services in one transaction. Most tests need
somebody who has joined and look at what comes then; the six turns of joining in chat were two fifths of their time.
`tests/integration/test_prepared_people.py` holds both ways against each other."""

from __future__ import annotations

from datetime import datetime

from backend.db import turns
from backend.db.engine.uow import Database
from backend.db.messaging import contacts, inbox
from backend.domain.messaging.message import dump
from backend.domain.people import codes, places
from backend.domain.people.commands import OPERATOR, Goal, MakeInvites
from backend.services.people import service
from bot.dialogues import DIALOGUES
from bot.flows.people.onboarding_views import State
from bot.flows.reminders import dialogue as reminders_dialogue
from bot.handlers.engine.turn import ASKED

ACTIVITY = Goal("business")
"""What everybody saves for who joins so."""


async def up_to_reminder(database: Database, sender: contacts.EventSender, country: str, now: datetime) -> None:
    """She has used her code, accepted the terms and named her project; when she wants to be reminded is the open
    question, which was shown nowhere. `sender`: her, with her address as it is stored."""
    channel, address, name = sender.channel, sender.address, sender.name
    arrival = inbox.Arrival(channel, address, f"joining {address}", {}, name, sender.user_id)
    async with database.unit() as uow:
        made = await service.make_invites(uow, MakeInvites("hiteuse", country), OPERATOR, now, {})
        await uow.execute(*inbox.alone({channel}))
        await contacts.recognise(uow, [sender], now)
        *_, (stored,) = await uow.pipeline(*inbox.storing([arrival], now, settled=True))
        claimed = await turns.claim(uow, stored["people"][0], now)
        assert isinstance(claimed, turns.Claim)
        person, talk = claimed.person, claimed.conversation
        assert person.role is None
        code = codes.read(made.invites[0].code)
        assert code is not None
        await service.redeem(uow, person, code, name, now)
        await service.consent(uow, person, now)
        zones = places.country(country).zones
        several = len(zones) > 1
        if several:
            await service.set_place(uow, person, country, zones[0].name, now)
        await service.set_goal(uow, person, ACTIVITY, now)
        state = State(at="reminder", accepted=True, kind=ACTIVITY.kind, detours=int(several))
        talk.stack = [DIALOGUES.flows["onboarding"].dump(state)]
        talk.question = 1
        talk.asked = {key: value for key, value in dump(reminders_dialogue.ask()).items() if key in ASKED}
        await uow.commit(*turns.finish_turn(person.id, talk, claimed.event, now))
