"""A thread as a Huber or the team answers it: by text, photo, document or voice message, by a ready answer, or by
closing it. If somebody else has answered meanwhile, the Huber is asked before the second answer is sent."""

from __future__ import annotations

from backend.domain.french.spelling import fold
from backend.domain.messaging.message import tr
from backend.domain.threads.commands import (
    FILE_KINDS,
    Answered,
    AnswerThread,
    Author,
    Closed,
    CloseThread,
    Enclosed,
    LookAtThread,
    ShowFiles,
    Thread,
    ThreadLooked,
)
from backend.records import replace
from bot.flows.engine import agreement, denials, odd, yes_no
from bot.flows.engine.answers import PICK
from bot.flows.engine.kit import (
    Do,
    Done,
    Event,
    Left,
    Picked,
    Resumed,
    Say,
    Sent,
    Started,
    Step,
    Typed,
    leave,
    misread,
    stay,
)
from bot.flows.engine.registry import Flow
from bot.flows.threads import about_thread, letter_words
from bot.flows.threads import answer_views as views
from bot.flows.threads.answer_views import Drafted, Facts, State
from bot.flows.threads.canned_replies import BY_KEY
from bot.flows.threads.write import NO_VIDEO


def step(state: State, event: Event, facts: Facts) -> Step[State]:
    """Take an answer, a ready answer, or the closing of the thread."""
    match event:
        case Started(AnswerThread() as command):
            return stay(_kept(State(thread=command.thread, seen=command.seen), command), Do(command))
        case Started(Drafted(thread, words)):
            return stay(State(at="check", thread=thread, words=words), Do(LookAtThread(thread)))
        case Started(int(number)):
            return stay(State(thread=number), Do(LookAtThread(number)))
        case Started() | Resumed():
            return stay(state) if state.at == "twice" else stay(state, Do(LookAtThread(state.thread)))
        case Done(ThreadLooked(None)):
            return leave(Say(views.GONE))
        case Done(ThreadLooked(int(seen))):
            return stay(replace(state, seen=seen))
        case Done(Answered() as answered):
            return _done(state, answered)
        case Done(Closed(name, waiting)):
            return leave(Say(views.closed(name, waiting)))
    if state.at == "twice":
        return _decide(state, event)
    if facts.thread is None:
        written = event.text if isinstance(event, Typed) else event.caption if isinstance(event, Sent) else ""
        sends = state.at == "check" and (event == Picked(views.SEND.id) or _goes_on(event))
        words = _words(state) if sends else written
        kind = event.kind if isinstance(event, Sent) else ""
        return leave(Say(views.gone(words, kind, answers=facts.answers)))
    if state.at == "write" and isinstance(event, Typed) and _may_be_for_us(event.text, facts.thread):
        return stay(replace(state, at="check", ready="", words=event.text))
    if state.at == "check" and isinstance(event, Typed) and _asks_again(event, facts.thread):
        return stay(replace(state, ready="", words=event.text))
    return _answer(state, event, facts.thread)


def _answer(state: State, event: Event, thread: Thread) -> Step[State]:
    match state.at, event:
        case "ready" | "check", _ if _turns_back(event):
            return stay(replace(state, at="write"))
        case "check", _ if event == Picked(views.SEND.id) or _goes_on(event):
            return _send(state, AnswerThread(state.thread, words=_words(state)))
        case _, Picked(views.READY.id):
            return stay(replace(state, at="ready"))
        case "ready", Picked(key) if key in BY_KEY:
            return stay(replace(state, at="check", ready=key))
        case "check", Picked(views.BACK.id):
            return stay(replace(state, at="write"))
        case "write", Picked(views.FILES.id):
            return stay(state, Do(ShowFiles(state.thread)))
        case "write", Picked(views.CLOSE.id):
            return _close(state, thread)
        case "write", Picked(views.BACK.id) | Left():
            return leave(Say(tr("D'accord, je n'envoie rien.").with_choices(views.LIST)))
        case "ready" | "check", Typed(text) if state.at == "ready" or about_thread.says_nothing(text):
            return misread(state, Say(PICK))
        case _, Typed(text):
            return _send(state, AnswerThread(state.thread, words=text))
        case _, Sent() if event.kind in FILE_KINDS:
            enclosed = Enclosed(event.kind, event.name)
            return _send(state, AnswerThread(state.thread, words=event.caption, file=enclosed))
        case _, Sent("video"):
            return misread(state, Say(NO_VIDEO))
        case _, Sent():
            return misread(state, Say(odd.reply(event.kind)))
        case _:
            return misread(state, Say(PICK))


def _close(state: State, thread: Thread) -> Step[State]:
    if thread.waiting_since is not None and not state.closes:
        return stay(replace(state, closes=True), Say(views.unanswered(thread.name)))
    return stay(state, Do(CloseThread(thread.id)))


def _turns_back(event: Event) -> bool:
    """Whether the ready answer is not wanted after all."""
    if isinstance(event, Typed):
        return yes_no.read(event.text) == "no" or denials.of_sending(event.text)
    return isinstance(event, Left)


def _goes_on(event: Event) -> bool:
    """Whether "oui" or "ok" sends the ready answer; it is no message itself."""
    return isinstance(event, Typed) and agreement.goes(event.text) and "?" not in event.text


def _asks_again(event: Typed, thread: Thread) -> bool:
    """Whether words that are written instead of those that are asked about may be no answer either."""
    if _turns_back(event) or _goes_on(event) or about_thread.says_nothing(event.text):
        return False
    return fold(event.text).startswith("non ") or _may_be_for_us(event.text, thread)


def _words(state: State) -> str:
    return BY_KEY[state.ready].answer.msgid if state.ready else state.words


def _may_be_for_us(text: str, thread: Thread) -> bool:
    """Whether a text is about whom it goes to, what was sent or the person whose thread it is, or is a bare yes or no,
    or may be a note, and answers nothing that she has asked."""
    if letter_words.of_sending(text, thread.name) or about_thread.is_about(text, thread.name):
        return True
    if letter_words.bare(text) is None and not about_thread.may_be_a_note(text, thread.name):
        return False
    hers = [line for line in thread.lines if line.author is None]
    return not any(map(letter_words.may_ask, thread.waiting or hers[-1:]))


def _send(state: State, command: AnswerThread) -> Step[State]:
    command = replace(command, seen=state.seen)
    return stay(_kept(state, command), Do(command))


def _kept(state: State, command: AnswerThread) -> State:
    """Keep the answer in the state until it is known that it was sent."""
    file = command.file
    return replace(
        state,
        words=command.words,
        kind=file.kind if file else "",
        name=file.name if file else "",
        event=file.event if file else 0,
    )


def _decide(state: State, event: Event) -> Step[State]:
    match event:
        case Picked(views.ALSO.id):
            file = Enclosed(state.kind, state.name, state.event) if state.kind else None
            return stay(state, Do(AnswerThread(state.thread, state.words, file, state.seen, anyway=True)))
        case Picked(views.NOT.id):
            return leave(Say(tr("D'accord, la tienne ne part pas.").with_choices(views.LIST)))
        case _:
            return misread(state, Say(PICK))


def _done(state: State, answered: Answered) -> Step[State]:
    if answered.outcome != "twice":
        return leave(Say(views.answered(answered, state.words, state.kind)))
    by = answered.by or Author()
    return stay(replace(state, at="twice", whose=answered.name, by=by, other=answered.words, event=answered.event))


FLOW = Flow(
    "thread_answer",
    1,
    State,
    views.prompt,
    step,
    files=True,
    keeps=True,
    leaves=True,
    lapses=lambda stored: stored.get("at") != "twice",
    writes_to=lambda state, thread: state.get("thread") == thread,
)
