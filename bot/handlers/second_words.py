"""What is written without the word in front of it, by staff while this chat shows no open question: « réclamations »,
« approuver 3 », « messages Awa », « annule ce que je viens de faire »."""

from __future__ import annotations

import re

from backend.domain.french.spelling import fold
from backend.domain.payouts import orders
from backend.domain.people.permissions import may
from bot.flows.engine.meaning import Away, Meaning, Reply, Unseen
from bot.handlers import asked_of_staff, carrying
from bot.handlers.admin.metrics import questions
from bot.handlers.corrections import taken_back
from bot.handlers.engine import flow_engine, flow_stack, open_question
from bot.handlers.engine.turn import Turn
from bot.handlers.engine.words import Word
from bot.handlers.identity import lost_phone
from bot.handlers.payouts import by_hand
from bot.handlers.threads import named, naming, told


async def read(turn: Turn, text: str, meant: Meaning | None, order: tuple[Word, str] | None = None) -> bool:
    """Carry out what the text stands for. Return False if it stands for nothing, or is a word itself. `meant`: what the
    text is in the chat's last message. `order`: the word that it wants as a sentence of staff."""
    of_message = meant is not None and not isinstance(meant, Away | Reply | Unseen)
    if of_message or turn.person.role is None or turn.person.joined_at is None:
        return False
    if turn.dialogues.words.read(text) is not None:
        return False
    if turn.conversation.stack and turn.shown_here:
        done = await _of_thread(turn, text) or await told.told(turn, text) or await _shown_beside(turn, text)
        return done or (isinstance(meant, Reply) and await beside_thread(turn, text, order))
    if (found := opened_by(turn, text)) is not None:
        await carrying.word(turn, *found)
        return True
    if await _of_thread(turn, text):
        return True
    if await _messages_of(turn, text) or await told.told(turn, text):
        return True
    if taken_back.undoes(text) and await asked_of_staff.shown_again(turn):
        return True
    if await taken_back.told(turn, text) or await by_hand.told(turn, text):
        return True
    if meant is None and await lost_phone.of_another(turn, text):
        return True
    return isinstance(meant, Reply) and await beside_thread(turn, text, order)


_SHOWS = re.compile(
    r"(?:(?:(?:je|on) (?:veux|voudrais|dois|peux|peut)|peux tu|tu peux|il faut) )?(?:(?:me|nous) )?"
    r"(?:(?:montre|affiche|ouvre|donne|regarde|consulte|liste)[rz]?|ouvrir|voir|vois|(?:vas?|aller) (?:a|dans|sur)"
    r"|ou (?:est|sont|se trouvent?))(?: (?:moi|nous))? (?:(?:l|le|la|les|un|mes|nos|toutes|tous) )*(?P<what>.+?)"
    r"(?: (?:stp|svp))?"
)


def opened_by(turn: Turn, text: str) -> tuple[Word, str] | None:
    """The word that is meant by a text that stands after it, « réclamations », or by a sentence of staff that wants to
    see it: « montre-moi les réclamations », « affiche l'audit »."""
    if (alone := turn.dialogues.words.alone(text, turn.person)) is not None:
        return alone
    said = _SHOWS.fullmatch(fold(text))
    if said is None or not may(turn.person, "ask figures"):
        return None
    if (found := turn.dialogues.words.alone(said["what"], turn.person)) is not None:
        return found
    word, rest = turn.dialogues.words.read(said["what"]) or (None, "")
    return (word, "") if word is not None and not rest and word.open_to(turn.person) else None


async def _shown_beside(turn: Turn, text: str) -> bool:
    """Show what a sentence of staff wants to see, « montre les paiements », where it answers nothing."""
    found = opened_by(turn, text) if not open_question.asked_here(turn).free else None
    if found is None or not (await flow_engine.preview(turn, open_question.typed(text))).misread:
        return False
    await carrying.word(turn, *found)
    return True


async def beside_thread(turn: Turn, text: str, order: tuple[Word, str] | None) -> bool:
    """Carry out, or refuse, what staff order below the words of a person, or below another screen while a thread waits
    for their answer further up, as where none is open: « approuve l'envoi 8 », « ferme le projet Avis », « personne
    Awa ». `order`: the word that the text wants as a sentence. Return False if it may be meant for a person."""
    flow = flow_stack.top(turn)
    if not may(turn.person, "ask figures") or turn.person.joined_at is None or (flow is not None and flow.draft):
        return False
    of_one = orders.read(text)
    name = of_one.name if of_one is not None else ""
    if name and not re.search(rf"\b{name.title()}\b", text) and await named.known_as(turn, name) is None:
        order = None  # « retiens bien ceci »
    found = opened_by(turn, text) or order or await _of_others(turn, text)
    if found is None:
        return await questions.ordered(turn, text, free=True)
    await carrying.word(turn, *found)
    return True


async def _of_others(turn: Turn, text: str) -> tuple[Word, str] | None:
    """A word of other staff that stands alone, or before the name of a woman; None if the text is none."""
    word, rest = turn.dialogues.words.read(text) or (None, "")
    if word is None or word.open_to(turn.person) or {*word.actions} <= {"work", "learn"}:
        return None
    return (word, rest) if not rest or await named.known_as(turn, fold(rest)) is not None else None


async def _of_thread(turn: Turn, text: str) -> bool:
    return (
        await named.written_to(turn, text)
        or await named.turned_to(turn, text)
        or await taken_back.of_letter(turn, text)
    )


async def _messages_of(turn: Turn, text: str) -> bool:
    """Open the thread of the person who is named, or say that there is none. Return False if nobody is named so."""
    folded = fold(text)
    asks = naming.ASKS_OF.fullmatch(folded)
    if asks is not None and may(turn.person, "answer threads"):
        never = bool(asks["never"])
        return await named.of_name(turn, asks["name"]) or (never and await named.has_none(turn, asks["name"]))
    said = naming.MESSAGES_OF.fullmatch(folded) or naming.TALKS_TO.fullmatch(folded)
    if said is None or not may(turn.person, "answer threads"):
        return False
    return await named.of_name(turn, said["name"]) or await named.has_none(turn, said["name"])
