"""What its author writes below an announcement's state, the list of them, or « C'est prévu »: « stop elle est fausse »,
« change l'heure à 10 h », « qui a voté ». Nothing of it changes any more: how it stands, and what can still be done, is
shown."""

from __future__ import annotations

import re

from backend.domain.announcements.life import ENDED, AnnouncementState
from backend.domain.errors import NotAllowed, NotFound
from backend.domain.messaging.message import Choice, tr
from backend.domain.people.permissions import may
from backend.services.announcements import service
from bot.handlers.announcements import commands
from bot.handlers.engine import screens
from bot.handlers.engine.turn import Turn

_NUMBERED = re.compile(r"/annonce (?:[a-z]+ )?(\d{1,18})(?: \d{1,18})?")
FIXED = tr("✋ Rien n'a changé. Son texte et son heure restent : pour les changer, arrête-la et écris-en une autre.")
WHICH = tr("✋ Rien n'a changé. Tu parles de laquelle ?")
SENT = tr("✋ Une annonce partie ne s'efface pas : pour corriger, écris-en une autre.")


async def shown(turn: Turn) -> bool:
    """Show what can still be done with the announcement that the chat's last message is about, or ask which one is
    meant of several. Return False if it is about none of hers."""
    if not may(turn.person, "announce"):
        return False
    named = [_NUMBERED.fullmatch(choice.id) for choice in await screens.offered(turn)]
    found = []
    for number in dict.fromkeys(int(each[1]) for each in named if each is not None):
        try:
            announced = await service.get(turn.uow, turn.person, number)
        except (NotAllowed, NotFound):
            continue
        if service.may_steer(turn.person, announced):
            found.append(announced)
    going = [each for each in found if each.state not in ENDED]
    match going or found:
        case []:
            return False
        case [announced]:
            sent = SENT if announced.state is AnnouncementState.DONE else None
            await commands.state(turn, announced.id, FIXED if going else sent)
        case several:
            which = (Choice(f"/annonce {each.id}", commands.labelled(each)) for each in several)
            await turn.say(WHICH.with_choices(*which, commands.LIST, columns=1))
    return True
