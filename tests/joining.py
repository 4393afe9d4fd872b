"""People who have come through onboarding up to the practice task, in one transaction: services write what comes before
her reminders, which she then chooses in a turn that nobody hears. Most tests need somebody who has joined and look at
what comes then; the six turns of joining in chat were two fifths of their time.
`tests/integration/test_prepared_people.py` holds both ways against each other."""

from __future__ import annotations

from backend.db import turns
from backend.db.messaging import contacts, inbox
from backend.db.people import queries
from backend.domain.messaging.message import dump
from backend.domain.people import codes, places
from backend.domain.people.commands import OPERATOR, Goal, MakeInvites
from backend.records import replace
from backend.services.people import service
from bot.app import App
from bot.channels.base import Text
from bot.dialogues import DIALOGUES
from bot.flows.people.onboarding_views import State
from bot.flows.reminders import dialogue as reminders_dialogue
from bot.handlers import dispatch
from bot.handlers.engine.turn import ASKED

ACTIVITY = Goal("business")
"""What everybody saves for who joins so."""


async def up_to_practice(app: App, sender: contacts.EventSender, country: str, reminder: str) -> str:
    """She has used her code, accepted the terms, named her project and said when she wants to be reminded; the practice
    task is the open question, which was shown nowhere. `sender`: her, with her address as it is stored. Returns the
    label of the first of its choices."""
    now = app.clock.now()
    channel, address, name = sender.channel, sender.address, sender.name
    arrival = inbox.Arrival(channel, address, f"joining {address}", {}, name, sender.user_id)
    async with app.database.turn() as uow:
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
        joined = await queries.person(uow, person.id)
        assert joined is not None
        turn = app.runners._begin(uow, now, replace(claimed, person=joined))
        await dispatch.handle(turn, Text(reminder))
        turn.outgoing.clear()
        await uow.commit(*app.runners._ending(turn))
        return str(talk.asked["c"][0][1]["r"])
