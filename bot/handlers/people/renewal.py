"""New conditions: everybody who agreed to an older version is asked once, at a moment when no question is open in what
they were just told. Work and pay go on whatever they answer."""

from __future__ import annotations

from backend.db.people import queries as people_rows
from backend.domain.messaging.message import Choice, Message, tr
from backend.domain.people.commands import TERMS_VERSION
from bot.handlers.engine.turn import Turn

ACCEPT = Choice(f"/conditions oui {TERMS_VERSION}", "J'accepte", says="sure")
"""It stays valid for ever, and so names what is accepted."""
READ = Choice("/conditions", "📜 Lire")
LATER = Choice("/conditions non", "Non merci", says="no")
NEWS = tr(
    "📜 Les *conditions* ont changé. Le nouveau : tes mots sont effacés dès que je t'ai répondu, et chaque chose que "
    "je garde a sa durée. Tu peux tout voir et tout effacer. Ta tâche et ta paie continuent, quelle que soit ta "
    "réponse."
).with_choices(ACCEPT, READ, LATER, columns=2)


async def ask(turn: Turn) -> None:
    """Put the new conditions before what this turn says, if the person has not been asked yet."""
    person = turn.person
    if person.terms in (None, TERMS_VERSION) or person.joined_at is None or turn.parked_conversation is not None:
        return
    if not turn.said or any(each.question is not None or each.edits is not None for each in turn.outgoing):
        return
    await people_rows.set_profile(turn.uow, person.id, terms=TERMS_VERSION)
    await turn.say(NEWS)
    turn.outgoing.insert(0, turn.outgoing.pop())  # what she asked for stays last: a number she types is about it


DECLINED: Message = tr(
    "D'accord. Ce que tu avais accepté reste valable. Ton travail et ta paie ne changent pas. Pour en parler, écris "
    "« huber »."
)
