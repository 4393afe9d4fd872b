"""Messages between a hiteuse and her Hubers, or a Huber and the team: first names, text and files, and nothing that
tells where somebody is reached. Text is shown as it was written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from backend.db.threads import queries as thread_rows
from backend.db.threads import routing as threads_routing
from backend.db.threads.routing import Reader
from backend.domain.messaging.message import Choice, Message, Tr, Value, tr
from backend.domain.messaging.states import Lane
from backend.domain.people.permissions import may
from backend.domain.threads.commands import Thread, ThreadMessage
from backend.services.threads import answers as threads_answers
from backend.services.threads import schedule as threads_schedule
from backend.services.threads.service import Passing
from bot.flows.threads import write as hers
from bot.flows.threads.answer_views import LIST, called, heading, place
from bot.flows.threads.write import WRITE, WRITE_TEAM, shown, signed
from bot.handlers.engine.turn import Turn

QUESTION, ANSWER = "huber_question", "huber_answer"
TO_TEAM, OF_TEAM = "team_question", "team_answer"
"""Purposes: to those who answer, and to her; in a thread of a Huber the second pair. Each has its template where a
platform needs one."""
WORTH_SAYING = timedelta(minutes=5)
"""A shorter wait is not mentioned."""
LOST = tr(
    "📎 Je n'ai pas réussi à récupérer ton fichier, il n'est pas parti. Envoie-le encore une fois, s'il te plaît."
)


async def pass_on(turn: Turn, passing: Passing | None) -> None:
    """Pass a message on to the readers. It comes after the answers of their own turns; if their first chat fails,
    their other channel is tried."""
    if passing is None:
        return
    message = answer(passing) if passing.author is not None else question(passing)
    to_readers, to_her = (TO_TEAM, OF_TEAM) if passing.of_huber else (QUESTION, ANSWER)
    purpose = to_readers if passing.author is None else to_her
    sender = None if passing.author is None else passing.message.author_id
    await _tell(turn, passing.to, passing.message.thread_id, message, purpose, sender)


async def _tell(
    turn: Turn, to: Sequence[Reader], thread: int, message: Message, purpose: str, sender: int | None = None
) -> None:
    for chat in to:
        await threads_routing.say(
            turn.uow, chat, thread, message, turn.now, purpose=purpose, lane=Lane.REMINDER, sender=sender
        )
        turn.channels_to_notify.add(chat.channel)


async def tell_her(turn: Turn, message: Message, *, purpose: str) -> None:
    """Tell the person of the turn what somebody wrote into her thread, so that her reply finds it."""
    chat = await threads_routing.one(turn.uow, turn.person.id)
    thread = await thread_rows.open_of(turn.uow, turn.person.id)
    if chat is None or thread is None:
        await turn.say(message, purpose=purpose)
    else:
        await _tell(turn, [chat], thread.id, message, purpose)


# --- messages ---------------------------------------------------------------------------------------


def question(passing: Passing) -> Message:
    """Her message, as those who answer see it."""
    said, her = passing.message, passing.her
    who: dict[str, Value] = {"who": called(her.first_name, her.id, alike=passing.alike), "at": said.at}
    who["country"] = place(her.country or "", of_huber=passing.of_huber)
    waited = said.at - passing.waiting_since if passing.waiting_since is not None else timedelta()
    if waited < WORTH_SAYING:
        message = Message((Tr("💬 *{who}* ({country}), {at} :", who),))
    else:
        message = Message((Tr("💬 *{who}* ({country}), {at} (attend depuis {time}) :", {**who, "time": waited}),))
    message += shown(said.words, said.kind)
    message += tr("_Réponds à ce message, ou touche un bouton._")
    return _with_file(message.with_choices(_open(said.thread_id), LIST, columns=2), said)


def answer(passing: Passing) -> Message:
    """An answer, as the person whose thread it is sees it."""
    assert passing.author is not None
    said = passing.message
    message = Message((Tr("💬 {who} :", {"who": signed(passing.author)}),)) + shown(said.words, said.kind)
    return _with_file(message.with_choices(WRITE_TEAM if passing.of_huber else WRITE), said)


def waiting(thread: Thread, now: datetime) -> Message:
    """All messages that wait in a thread, for a Huber who takes over or was in quiet hours."""
    message = heading(thread, now)
    for line in thread.waiting:
        message += shown(line.words, line.kind)
    message += tr("_Réponds à ce message, ou touche un bouton._")
    return message.with_choices(_open(thread.id), LIST, columns=2)


def _open(thread: int) -> Choice:
    return Choice(f"/messages {thread}", "✍️ Répondre")


def _with_file(message: Message, said: ThreadMessage) -> Message:
    file = said.file
    return message if file is None else Message(message.parts, message.choices, file, message.columns)


async def show_files(turn: Turn, thread: int) -> None:
    """Her files that wait for an answer, each as a message of its own."""
    found = await threads_answers.files(turn.uow, turn.person, thread)
    for said in found:
        message = shown(said.words, said.kind).with_choices(_open(thread))
        await turn.say(_with_file(message, said))
    if not found:
        await turn.say(tr("Il n'y a plus de fichier en attente dans cette discussion.").with_choices(LIST))


# --- wake-ups -------------------------------------------------------------------------------------------


async def looked(turn: Turn, payload: Mapping[str, Any]) -> None:
    """Bring a thread that has waited too long to the team, or one that others read from now on to them."""
    handed_over = bool(payload.get("handed_over"))
    found = await threads_schedule.look_after(turn.uow, turn.person, turn.now, handed_over=handed_over)
    if found is not None:
        thread, readers = found
        await _tell(turn, readers, thread.id, waiting(thread, turn.now), TO_TEAM if thread.of_huber else QUESTION)


async def show_waiting(turn: Turn, thread: int) -> None:
    """Show the one thread that waits, in the morning of somebody who answers."""
    found = await threads_answers.look(turn.uow, turn.person, thread)
    chat = await threads_routing.one(turn.uow, turn.person.id)
    if found is not None and chat is not None:
        await _tell(turn, [chat], thread, waiting(found, turn.now), TO_TEAM if found.of_huber else QUESTION)


async def file_came(turn: Turn, payload: Mapping[str, Any]) -> None:
    """Pass on a file that has been downloaded, or tell its sender that it could not be."""
    found = await threads_schedule.file_came(turn.uow, payload["event"], turn.now)
    if found is None:
        return
    message, passing = found
    await pass_on(turn, passing)
    if message.hash is None:
        write = hers.WRITE_TEAM if may(turn.person, "write to the team") else hers.WRITE
        await turn.say(LOST.with_choices(write if message.hers else LIST))
