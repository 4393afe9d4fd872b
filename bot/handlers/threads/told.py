"""What somebody is to be told, in a sentence of those who answer threads: « dis à Solange que ça arrive vendredi »."""

from __future__ import annotations

import re

from backend.domain.french.spelling import fold
from backend.domain.messaging.message import Choice, tr
from backend.domain.people.permissions import may
from backend.services.threads import answers as threads_answers
from bot.flows.engine.kit import Typed
from bot.flows.threads.answer_views import LIST, Drafted
from bot.handlers.engine import asking_back, flow_engine, flow_stack, open_question
from bot.handlers.engine.turn import Turn
from bot.handlers.threads import named, naming


async def told(turn: Turn, text: str) -> bool:
    """Show what would be sent to the person who is named, to be sent with one tap. If the thread of another is open,
    ask first who is meant. Return False if the text orders nothing of the kind, or if the open question takes any
    words and is not somebody's thread."""
    if not may(turn.person, "answer threads") or turn.person.joined_at is None:
        return False
    flow = flow_stack.top(turn) if turn.shown_here else None
    answers = flow is not None and flow.name == "thread_answer"
    if flow is not None and await named.taken_there(turn, text):
        return False
    if (said := await naming.said_to(turn, text)) is None:
        return answers and await _calls_without_thread(turn, text)
    if naming.SEVERAL.fullmatch(said.words) and not answers:
        await turn.say((named.NOT_SENT + named.TO_SEVERAL).with_choices(named.ANNOUNCE, LIST, columns=2))
        return True
    now = naming.open_thread(turn) if answers else 0
    here = any(each.id == now for each in said.listed)
    if not said.listed:
        return await _without_thread(turn, text, said.name, answers=answers)
    if answers and not here and (whom := await named.whom_now(turn)) is not None:
        await named.ask_whom(turn, text, said.listed, whom)
    elif len(said.listed) > 1:
        await turn.say(named.WHICH + named.several(turn, said.listed))
    else:
        thread = await threads_answers.goes_on_in(turn.uow, said.listed[0].id)
        await flow_engine.open_flow(turn, "thread_answer", Drafted(thread, said.words))
    return True


async def _without_thread(turn: Turn, text: str, name: str, *, answers: bool) -> bool:
    """Send nothing to who has no thread. In the thread of another the text may be the answer: ask, if the name is that
    of a woman who is known; return False if it is nobody's."""
    whom = await named.whom_now(turn) if answers else None
    if whom is not None:
        if (known := await named.known_as(turn, fold(name))) is None:
            return False
        asked = named.NOT_SENT + named.no_thread(known) + tr("Ou c'est ta réponse à *{whom}* ?", whom=whom)
        await asking_back.ask_back(turn, asked, open_question.typed(text), LIST)
    elif not await named.has_none(turn, fold(name), named.NOT_SENT):
        none = named.NOT_SENT + named.no_thread(name)
        await turn.say(none.with_choices(LIST, Choice("/menu", "Menu"), columns=2))
    return True


async def _calls_without_thread(turn: Turn, text: str) -> bool:
    """Ask about an answer whose first words call a woman who has no thread: « bonjour Zoé ». Return False if they call
    nobody, or somebody with a thread, or if the thread that was open is closed."""
    if not (names := naming.called_names(text)) or await named.whom_now(turn) is None:
        return False
    for name in names:
        if await naming.listed_as(turn, name):
            return False
        if await _without_thread(turn, text, name, answers=True):
            return True
    return False


async def to_one(turn: Turn, rest: str) -> bool:
    """Show what would be sent to the one woman whom the text after `annonce` names: « à Awa : viens demain », « pour
    Awa seulement : viens ». Return False if it names nobody with a thread."""
    found = _ONE.fullmatch(rest.strip())
    text = f"dis à {found['name']} : {found['words']}" if found is not None else ""
    said = await naming.said_to(turn, text) if text and may(turn.person, "answer threads") else None
    return said is not None and bool(said.listed) and await told(turn, text)


_ONE = re.compile(
    r"(?:[àa]|pour) (?P<name>[^\W\d]+(?: [^\W\d]+){0,2}?)(?: (?:seulement|uniquement|seule))?\s*: ?(?P<words>\S.*)",
    re.IGNORECASE | re.DOTALL,
)


async def kept_for(turn: Turn, thread: int) -> str:
    """The words for the person of this thread in the text that was asked about; "" if there are none."""
    kept = asking_back.said(turn)
    if not isinstance(kept, Typed):
        return ""
    if (said := await naming.said_to(turn, kept.text)) is not None:
        listed, words = said.listed, said.words
    elif (found := named.BELOW_LIST.fullmatch(kept.text.strip())) is not None:
        listed, words = await naming.listed_as(turn, fold(found["name"])), found["words"]
    else:
        listed, words = await naming.called(turn, kept.text), kept.text.strip()
        if not any(each.id == thread for each in listed):
            listed = await naming.called_besides(turn, kept.text, naming.open_thread(turn))
        words = "" if any(fold(each.name) == fold(words) for each in listed) else words  # a name, and nothing else
    return words if any(each.id == thread for each in listed) else ""
