"""`stop`: what it is said to, and, after it, a sentence that wants to be written to again."""

from __future__ import annotations

from backend.domain.french.spelling import fold
from backend.domain.messaging.message import Choice, tr
from backend.domain.people.permissions import may
from bot.flows.engine.corrections import taking_back
from bot.flows.engine.kit import Typed
from bot.flows.people import hard_content, theme_words
from bot.flows.privacy.staying import BACK as STAY
from bot.flows.reminders import pause, returning
from bot.handlers import carrying
from bot.handlers.account import commands, menu
from bot.handlers.engine import flow_engine, flow_stack, open_question, screens
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
    offered = {choice.id for choice in await screens.offered(turn)}
    undoes = turn.person.stopped_at is not None and menu.BACK.id in offered and taking_back.takes_back(text)
    if not (undoes or returning.below(text)):
        return False
    asked = open_question.asked_here(turn) if turn.conversation.stack and turn.shown_here else None
    answers = asked is not None and asked.answer(text) is not None
    if not offered & {menu.BACK.id, STAY.id, *((pause.GO_ON.id,) if paused else ())} and (
        answers or not returning.anywhere(text)
    ):
        return False
    await carrying.word(turn, turn.dialogues.words.by_name["revenir"], "")
    return True


async def stops_less(turn: Turn, text: str) -> bool:
    """End a `stop` that was meant for less, below what tells of it: « nn je voulais dire stop haine » takes that
    consent away, « stop les rappels seulement » leaves the rest. What cannot be stopped alone is asked about. Return
    False if the text says nothing of the kind."""
    meant = returning.meant_less(text) if turn.person.stopped_at is not None else None
    if meant is None or not may(turn.person, "learn") or not await screens.offers(turn, menu.BACK):
        return False
    themes = theme_words.themes_in(text) if turn.dialogues.words.is_hers(turn.person, "contenus") else ()
    flow = flow_stack.top(turn)
    if themes and (returning.stops_something(text) or (flow is not None and flow.name == hard_content.FLOW.name)):
        said = await commands.written_to_again(turn, tr("D'accord, je t'écris de nouveau."))
        await flow_engine.give(
            turn, hard_content.FLOW.name, Typed(" ".join(f"pas de {theme}" for theme in themes)), said
        )
    elif meant == "reminders":
        await carrying.choice(turn, menu.BACK_QUIETLY)
    elif meant == "messages":
        asked = tr("« Stop » arrête tous mes messages. Tu veux que je t'écrive de nouveau ?")
        await turn.say(asked.with_choices(*menu.ways_back(turn.person), columns=2))
    return meant != "else" or turn.person.stopped_at is None
