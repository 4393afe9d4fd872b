"""`huber`, `equipe`, `messages`, and replies to messages of a thread."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backend.db.threads.routing import RepliedThread
from backend.db.threads.schedule import LOOK, MORNING
from backend.domain.errors import NotAllowed
from backend.domain.files import file_names
from backend.domain.french.spelling import fold
from backend.domain.messaging.message import Choice, Message, tr
from backend.domain.people.permissions import may
from backend.domain.threads.commands import FILE_KINDS, AnswerThread, Enclosed, WriteToHuber
from backend.records import replace
from backend.services.threads import answers as threads_answers
from backend.services.threads import schedule as threads_schedule
from backend.services.threads import service
from bot.channels.base import File, Text
from bot.flows.engine.kit import Sent, Typed
from bot.flows.threads import ill_treatment, letter_words, readers
from bot.flows.threads.answer_views import Drafted, gone
from bot.flows.threads.write import NO_VIDEO, Begun
from bot.handlers.engine import asking_back, flow_engine, flow_stack, screens
from bot.handlers.engine.dialogue import Wake
from bot.handlers.engine.turn import Turn
from bot.handlers.messaging import fetching
from bot.handlers.threads import listing, named, naming, relaying, reports, told

NEVER_WORDS = frozenset({"stop", "menu", "aide"})
"""Texts that stay words of the chat when they are the whole reply to a message."""
WHOSE = tr(
    "✋ Une autre personne vient d'écrire : je n'ai rien envoyé. C'est pour elle ? Réponds à son message avec ce "
    "fichier. C'est pour la discussion ci-dessous ? Envoie-le encore une fois."
)
"""To a file that may be for either of two people."""


async def write(turn: Turn, rest: str = "") -> None:
    """`huber` and `equipe`: ask what to write; with a message: send it at once, behind what she has begun. « Huber
    non » may be none. Who writes « huber m'insulte » speaks of her: the word is part of what is told."""
    if ill_treatment.of_the_word(rest):
        rest = f"Huber {rest}"
    if rest and _has_begun(turn):
        await flow_engine.give(turn, "thread", Typed(rest))
        return
    begun = Begun(rest) if letter_words.bare(rest) == "no" else WriteToHuber(rest) if rest else None
    await flow_engine.open_flow(turn, "thread", begun)


def _has_begun(turn: Turn) -> bool:
    """Whether words of a letter wait for more of it, or for a yes."""
    place = flow_stack.place_of(turn, "thread")
    return place is not None and bool(turn.conversation.stack[place][2].get("begun"))


async def messages(turn: Turn, rest: str = "") -> None:
    """`messages`: the open threads; `page 2`: more of them; a number: that thread."""
    if rest.isascii() and rest.isdigit():
        words = await told.kept_for(turn, int(rest[:18]))
        thread = await threads_answers.goes_on_in(turn.uow, int(rest[:18]))
        await flow_engine.open_flow(turn, "thread_answer", Drafted(thread, words) if words else thread)
        return
    word, _, number = fold(rest).partition(" ")
    page = max(1, int(number[:4])) if word == "page" and number.isascii() and number.isdigit() else 1
    found = await threads_answers.listing(turn.uow, turn.person, listing.PAGE_SIZE, (page - 1) * listing.PAGE_SIZE)
    if page > 1 and not found.threads:  # beyond the last one
        await messages(turn)
        return
    said = listing.listed(found, turn.now, page, several=len(turn.person.looks_after) != 1)
    reported = await reports.waiting(turn) if page == 1 else Message()
    if reported.parts:
        said = (reported + said).with_choices(
            *reported.choices, *said.choices[: listing.PAGE_SIZE + 1 - len(reported.choices)]
        )
    await turn.say(said)


# --- replies ----------------------------------------------------------------------------------------


async def replied(turn: Turn, heard: Text | File) -> bool:
    """Handle a text or file that uses the platform's reply function on a message of a thread.
    Return False if it does not."""
    contact_id = turn.waiting.contact_id
    if heard.replies_to is None or contact_id is None or turn.person.role is None:
        return False
    if isinstance(heard, Text):
        said = heard.text.strip()
        if not said or said.startswith("/") or fold(said) in NEVER_WORDS:
            return False
    try:
        copy = await threads_answers.replied(turn.uow, turn.person, contact_id, turn.channel, heard.replies_to)
    except NotAllowed:  # the person's role has changed since
        said = heard.text if isinstance(heard, Text) else heard.caption
        await turn.say(gone(said.strip(), heard.kind if isinstance(heard, File) else "", answers=False))
        return True
    if copy is None:
        return False
    if copy.person_id != turn.person.id and await _for_another(turn, heard, copy):
        return True
    words, file = heard.text.strip() if isinstance(heard, Text) else heard.caption.strip(), None
    if isinstance(heard, File):
        if heard.kind not in FILE_KINDS:
            await turn.say(NO_VIDEO)
            return True
        if not await fetching.taken(turn, heard):
            return True
        file = Enclosed(heard.kind, file_names.shown(heard.name))
    if copy.person_id == turn.person.id and await threads_answers.reads_no_more(turn.uow, turn.person, copy):
        changed = readers.CHANGED if file is None else readers.CHANGED + readers.SEND_AGAIN
        await flow_engine.open_flow(turn, "thread", Begun(words) if file is None else "", said=changed)
    elif copy.person_id == turn.person.id and _has_begun(turn):
        await flow_engine.give(
            turn, "thread", Typed(words) if file is None else Sent(file.kind, file.name, "", caption=words)
        )
    elif copy.person_id == turn.person.id:
        await flow_engine.open_flow(turn, "thread", WriteToHuber(words, file))
    else:
        command = AnswerThread(copy.thread_id, words, file, copy.seen)
        await flow_engine.open_flow(turn, "thread_answer", command)
    return True


async def _for_another(turn: Turn, heard: Text | File, copy: RepliedThread) -> bool:
    """Handle a reply that names somebody else than whose message it is below. Return False if it names nobody."""
    if isinstance(heard, File):
        return await named.file_for_another(turn, heard.caption, copy.thread_id)
    return await named.written_to(turn, heard.text) or await named.for_another(turn, heard, copy)


async def captioned(turn: Turn, file: File) -> bool:
    """Pass on a file whose caption begins with `huber` or `equipe`, as these words do with a text. One whose caption
    names somebody else than whose thread is open goes nowhere. Return False if it has no such caption, or if the open
    question takes files itself."""
    if (open_thread := naming.open_thread(turn)) and await named.file_for_another(turn, file.caption, open_thread):
        return True
    found = turn.dialogues.words.read(file.caption)
    if turn.person.role is None or found is None or found[0].name not in ("huber", "equipe"):
        return False
    flow = flow_stack.top(turn)
    if not found[0].open_to(turn.person) or (flow is not None and (flow.files or flow.keeps)):
        return False
    if file.kind not in FILE_KINDS:
        await turn.say(NO_VIDEO)
    elif await fetching.taken(turn, file):
        name = file_names.shown(file.name)
        if _has_begun(turn):
            await flow_engine.give(turn, "thread", Sent(file.kind, name, "", caption=found[1]))
        else:
            await flow_engine.open_flow(turn, "thread", WriteToHuber(found[1], Enclosed(file.kind, name)))
    return True


async def follows(turn: Turn, file: File) -> bool:
    """Handle a file that comes below what somebody has just written to the person. In their own thread it is a reply.
    If another thread is being answered, it may be for either, so it is not sent. Return False if nothing was done."""
    flow, written = flow_stack.top(turn), await screens.written_last(turn)
    if written is None:
        return False
    copy = await threads_answers.written(turn.uow, turn.waiting.contact_id or 0, turn.channel, written)
    if copy is None:
        return False
    if copy.person_id == turn.person.id:
        asked = flow is not None and (flow.files or flow.keeps)
        return not asked and await replied(turn, replace(file, replies_to=written))
    return flow is not None and flow.writes_to is not None and await flow_engine.show_again(turn, WHOSE)


async def goes_along(turn: Turn, file: File) -> bool:
    """Pass on a file to the person who has just got one from here: the pictures of an album come one by one. Return
    False if that is none, or if the open question takes files itself."""
    flow, contact_id = flow_stack.top(turn), turn.waiting.contact_id
    if contact_id is None or file.kind not in FILE_KINDS or (flow is not None and (flow.files or flow.keeps)):
        return False
    before = await threads_answers.file_before(turn.uow, turn.person, contact_id, turn.waiting.id, turn.now)
    if before is None or before.kind != file.kind or file.caption.strip():
        return False
    if await fetching.taken(turn, file):
        enclosed = Enclosed(file.kind, file_names.shown(file.name))
        if before.hers:
            await flow_engine.open_flow(turn, "thread", WriteToHuber("", enclosed))
        else:
            command = AnswerThread(before.thread_id, "", enclosed, before.id)
            await flow_engine.open_flow(turn, "thread_answer", command)
    return True


async def reply(turn: Turn, _rest: str = "") -> None:
    """`lui-repondre`: the kept text was a reply to the last message."""
    kept = asking_back.kept_reply(turn)
    if kept is None or not await replied(turn, Text(kept[0], kept[1])):
        await turn.say(asking_back.OVER.with_choices(Choice("/menu", "Menu")))


# --- wake-ups -------------------------------------------------------------------------------------------


async def _morning(turn: Turn, _payload: Mapping[str, Any]) -> None:
    """Deliver what came during quiet hours: a Huber's answers to a hiteuse; to
    those who answer, the threads that wait."""
    for passing in await threads_schedule.morning(turn.uow, turn.person, turn.now):
        await relaying.pass_on(turn, passing)
    if not may(turn.person, "answer threads") or turn.person.stopped_at is not None:
        return
    found = await threads_answers.listing(turn.uow, turn.person, listing.PAGE_SIZE, waiting=True)
    if found.in_all == 1:
        await relaying.show_waiting(turn, found.threads[0].id)
    elif found.threads:
        several = len(turn.person.looks_after) != 1
        await turn.say(listing.listed(found, turn.now, several=several), purpose=relaying.QUESTION)


WAKEUPS: Mapping[str, Wake] = {
    LOOK: relaying.looked,
    MORNING: _morning,
    service.FILE: relaying.file_came,
}
