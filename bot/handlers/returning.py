"""`stop`: what it is said to, and, after it, a sentence that wants to be written to again."""

from __future__ import annotations

from backend.domain.french.spelling import fold
from backend.domain.messaging.message import Choice, tr
from bot.flows.privacy.staying import BACK as STAY
from bot.flows.reminders import pause, returning
from bot.handlers import carrying
from bot.handlers.account import menu
from bot.handlers.engine import open_question, screens
from bot.handlers.engine.turn import Turn
from bot.i18n.render import plain

STOP = Choice("/stop", "🔕 Plus de messages")


async def asks_what_stops(turn: Turn, text: str) -> bool:
    """Ask what « stop » is said to below a message with its own « Arrêter »: to that, or to all messages. Who is asked
    and says it again means all."""
    word, shown = turn.dialogues.words.read(text), await screens.offered(turn)
    if word is None or word[0].name != "stop" or any(choice.id == STOP.id for choice in shown):
        return False
    own = [choice for choice in shown if fold(plain(choice.part, turn.person.language)).startswith("arreter")]
    if own:
        asked = tr("« Stop » pour quoi : pour ça seulement, ou pour tous mes messages ?")
        await turn.say(asked.with_choices(*own, STOP))
    return bool(own)


async def came_back(turn: Turn, text: str) -> bool:
    """Whether this text ended `stop` or `pause`: it says so below what tells of it, or surely where it answers no
    question."""
    paused = turn.person.paused_until is not None and turn.person.paused_until > turn.now
    if (turn.person.stopped_at is None and not paused) or turn.dialogues.words.read(text) is not None:
        return False
    if not returning.below(text):
        return False
    offered = {choice.id for choice in await screens.offered(turn)}
    asked = open_question.asked_here(turn) if turn.conversation.stack and turn.shown_here else None
    answers = asked is not None and asked.answer(text) is not None
    if not offered & {menu.BACK.id, STAY.id, *((pause.GO_ON.id,) if paused else ())} and (
        answers or not returning.anywhere(text)
    ):
        return False
    await carrying.word(turn, turn.dialogues.words.by_name["revenir"], "")
    return True
