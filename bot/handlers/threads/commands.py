"""`huber`, `equipe`, `messages`, and replies to messages of a thread."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from backend.db.threads.schedule import LOOK, MORNING
from backend.domain.files import file_names
from backend.domain.french.spelling import fold
from backend.domain.messaging.message import Choice, Message, Raw, Tr, Value, tr, trn
from backend.domain.messaging.texts import lapse, lines
from backend.domain.people.permissions import may
from backend.domain.threads.commands import FILE_KINDS, AnswerThread, Enclosed, ListedThread, Listing, WriteToHuber
from backend.records import replace
from backend.services.threads import answers as threads_answers
from backend.services.threads import schedule as threads_schedule
from backend.services.threads import service
from bot.channels.base import File, Text
from bot.flows.engine.paging import next_page
from bot.flows.threads.answer_views import by, country, place
from bot.flows.threads.write import MARKS, NO_VIDEO
from bot.handlers.engine import flow_engine, flow_stack, screens
from bot.handlers.engine.dialogue import Wake
from bot.handlers.engine.turn import Turn
from bot.handlers.messaging import fetching
from bot.handlers.threads import relaying, reports

PAGE_SIZE = 8
"""Threads on one page: a list on WhatsApp has ten rows, and one leads to the next page."""
SEARCHED = 500
"""Threads among which a name is looked for."""
MOST_WORDS = 60
"""The most characters of a message in the list."""
NEVER_WORDS = frozenset({"stop", "menu", "aide"})
"""Texts that stay words of the chat when they are the whole reply to a message."""
NOBODY = tr("👏 Personne n'attend de réponse.")
WHOSE = tr(
    "✋ Une autre personne vient d'écrire : je n'ai rien envoyé. C'est pour elle ? Réponds à son message avec ce "
    "fichier. C'est pour la discussion ci-dessous ? Envoie-le encore une fois."
)
"""To a file that may be for either of two people."""


async def write(turn: Turn, rest: str = "") -> None:
    """`huber` and `equipe`: ask what to write; with a message: send it at once."""
    await flow_engine.open_flow(turn, "thread", WriteToHuber(rest) if rest else None)


async def messages(turn: Turn, rest: str = "") -> None:
    """`messages`: the open threads; `page 2`: more of them; a number: that thread."""
    if rest.isascii() and rest.isdigit():
        thread = await threads_answers.goes_on_in(turn.uow, int(rest[:18]))
        await flow_engine.open_flow(turn, "thread_answer", thread)
        return
    word, _, number = fold(rest).partition(" ")
    page = max(1, int(number[:4])) if word == "page" and number.isascii() and number.isdigit() else 1
    found = await threads_answers.listing(turn.uow, turn.person, PAGE_SIZE, (page - 1) * PAGE_SIZE)
    if page > 1 and not found.threads:  # beyond the last one
        await messages(turn)
        return
    said = listed(found, turn.now, page, several=len(turn.person.looks_after) != 1)
    reported = await reports.waiting(turn) if page == 1 else Message()
    if reported.parts:
        said = (reported + said).with_choices(*reported.choices, *said.choices[: PAGE_SIZE + 1 - len(reported.choices)])
    await turn.say(said)


async def of_name(turn: Turn, name: str) -> bool:
    """Open the thread of the person with this folded name, or list those of several. Return False if none is listed."""
    found = await threads_answers.listing(turn.uow, turn.person, SEARCHED)
    named = tuple(each for each in found.threads if fold(each.name) == name)
    if len(named) == 1:
        thread = await threads_answers.goes_on_in(turn.uow, named[0].id)
        await flow_engine.open_flow(turn, "thread_answer", thread)
    elif named:
        shown = Listing(
            named[:PAGE_SIZE], len(named[:PAGE_SIZE]), sum(each.waiting_since is not None for each in named)
        )
        await turn.say(listed(shown, turn.now, several=len(turn.person.looks_after) != 1))
    return bool(named)


def listed(found: Listing, now: datetime, page: int = 1, *, several: bool = False) -> Message:
    """One page of threads. `several`: the reader looks after more than one
    country, so each thread names its country."""
    if not found.threads:
        return NOBODY.with_choices(Choice("/menu", "Menu"))
    if found.waiting:
        message = trn("*💬 {n} personne attend une réponse*", "*💬 {n} personnes attendent une réponse*", found.waiting)
    else:
        message = NOBODY
    message += Message((lines(*(_line(each, now, several) for each in found.threads)),))
    names = [each.name for each in found.threads]
    choices = [_button(each, alone=names.count(each.name) == 1) for each in found.threads]
    if page * PAGE_SIZE < found.in_all:
        choices.append(next_page(f"/messages page {page + 1}", page + 1))
    return message.with_choices(*choices, columns=2)


def _button(each: ListedThread, *, alone: bool) -> Choice:
    """Threads of people with the same name are told apart by their numbers."""
    name = Raw(each.name or "?")
    if alone:
        return Choice(f"/messages {each.id}", Tr("✍️ {name}", {"name": name}))
    return Choice(f"/messages {each.id}", Tr("✍️ {name} (n° {number})", {"name": name, "number": str(each.id)}))


def _line(each: ListedThread, now: datetime, several: bool) -> Tr:
    name: Value = Raw(each.name or "?")
    if each.of_huber:
        where = place(each.country, of_huber=True)
        name = Tr("{name} ({country})", {"name": name, "country": where})
    elif several:
        name = Tr("{name}, {country}", {"name": name, "country": Raw(country(each.country))})
    short = each.words if len(each.words) <= MOST_WORDS else each.words[:MOST_WORDS].rstrip() + "…"
    what: Value = MARKS[each.kind] if each.kind in MARKS else Raw(f"« {' '.join(short.split())} »")
    values = {"name": name, "what": what}
    if each.waiting_since is not None:
        waits = {**values, "time": lapse(now - each.waiting_since)}
        if each.escalated:
            return Tr("• *{name}* attend depuis {time}, l'équipe est prévenue : {what}", waits)
        return Tr("• *{name}* attend depuis {time} : {what}", waits)
    if each.answered_by is None or each.answered_at is None:
        return Tr("• {name} : {what}", values)
    since = {"name": name, "time": lapse(now - each.answered_at)}
    if each.mine:
        return Tr("• {name} : tu as répondu il y a {time}", since)
    return Tr("• {name} : {by} a répondu il y a {time}", {**since, "by": by(each.answered_by)})


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
    copy = await threads_answers.replied(turn.uow, turn.person, contact_id, turn.channel, heard.replies_to)
    if copy is None:
        return False
    words, file = heard.text.strip() if isinstance(heard, Text) else heard.caption.strip(), None
    if isinstance(heard, File):
        if heard.kind not in FILE_KINDS:
            await turn.say(NO_VIDEO)
            return True
        if not await fetching.taken(turn, heard):
            return True
        file = Enclosed(heard.kind, file_names.shown(heard.name))
    if copy.person_id == turn.person.id:
        await flow_engine.open_flow(turn, "thread", WriteToHuber(words, file))
    else:
        command = AnswerThread(copy.thread_id, words, file, copy.seen)
        await flow_engine.open_flow(turn, "thread_answer", command)
    return True


async def captioned(turn: Turn, file: File) -> bool:
    """Pass on a file whose caption begins with `huber` or `equipe`, as these words do with a text. Return False if it
    has no such caption, or if the open question takes files itself."""
    found = turn.dialogues.words.read(file.caption)
    if turn.person.role is None or found is None or found[0].name not in ("huber", "equipe"):
        return False
    flow = flow_stack.top(turn)
    if not found[0].open_to(turn.person) or (flow is not None and (flow.files or flow.keeps)):
        return False
    if file.kind not in FILE_KINDS:
        await turn.say(NO_VIDEO)
    elif await fetching.taken(turn, file):
        enclosed = Enclosed(file.kind, file_names.shown(file.name))
        await flow_engine.open_flow(turn, "thread", WriteToHuber(found[1], enclosed))
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
    kept = screens.kept_reply(turn)
    if kept is None or not await replied(turn, Text(kept[0], kept[1])):
        await turn.say(screens.OVER.with_choices(Choice("/menu", "Menu")))


# --- wake-ups -------------------------------------------------------------------------------------------


async def _morning(turn: Turn, _payload: Mapping[str, Any]) -> None:
    """Deliver what came during quiet hours: a Huber's answers to a hiteuse; to
    those who answer, the threads that wait."""
    for passing in await threads_schedule.morning(turn.uow, turn.person, turn.now):
        await relaying.pass_on(turn, passing)
    if not may(turn.person, "answer threads") or turn.person.stopped_at is not None:
        return
    found = await threads_answers.listing(turn.uow, turn.person, PAGE_SIZE, waiting=True)
    if found.in_all == 1:
        await relaying.show_waiting(turn, found.threads[0].id)
    elif found.threads:
        several = len(turn.person.looks_after) != 1
        await turn.say(listed(found, turn.now, several=several), purpose=relaying.QUESTION)


WAKEUPS: Mapping[str, Wake] = {
    LOOK: relaying.looked,
    MORNING: _morning,
    service.FILE: relaying.file_came,
}
