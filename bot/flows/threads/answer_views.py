"""The messages of a thread for those who answer: its lines, a ready answer, and what became of the answer."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from backend.domain.messaging.message import Choice, Message, Raw, Tr, Value, tr, trn
from backend.domain.messaging.texts import lapse
from backend.domain.people import places
from backend.domain.threads.commands import (
    Answered,
    Author,
    Thread,
    ThreadLine,
)
from backend.records import Record, field, replace
from bot.flows.threads.canned_replies import BY_KEY, ready_for
from bot.flows.threads.write import MARKS, shown

READY = Choice("ready", "📋 Réponses prêtes")
FILES = Choice("files", "📎 Voir les fichiers")
CLOSE = Choice("close", "✔️ Fermer")
BACK = Choice("back", "Retour", aside=True)
SEND = Choice("send", "✅ Envoyer")
OTHER = Choice("ready", "📋 Une autre")
ALSO = Choice("also", "Oui, l'envoyer aussi")
NOT = Choice("not", "Non, pas la mienne")
LIST = Choice("/messages", "💬 Les messages")
GONE = tr("Cette discussion n'est plus ouverte.").with_choices(LIST)
NO_MORE = tr("Ton rôle a changé : ce n'est plus toi qui réponds à ces messages.", Choice("/menu", "Menu"))
NOT_SENT = tr("Ta réponse n'est pas partie :")
MOST_SHOWN = 400
"""The most characters of an earlier message; messages that wait are shown whole."""


class Facts(Record):
    """`thread` is None if there is none that this person may answer; `answers`: whether they answer threads at all.
    `now`: from which waiting times count."""

    now: datetime
    thread: Thread | None = None
    answers: bool = True


class State(Record):
    """`seen`: the id of the newest message that was shown. At "check", `ready`: the key of the ready answer that is
    shown; "": a bare yes or no is, in `words`.

    Of an answer that waits for a decision ("twice"): `words`, `kind`, `name` and `event` (its text and file), `whose`
    (the first name of the person who gets it), and what somebody else has answered (`by`, `other`).

    `closes`: the Huber wants to close the thread, and was told that its person waits."""

    at: Literal["write", "ready", "check", "twice"] = "write"
    thread: int = 0
    seen: int = 0
    ready: str = ""
    words: str = ""
    kind: str = ""
    name: str = ""
    event: int = 0
    whose: str = ""
    by: Author = field(default_factory=Author)
    other: str = ""
    closes: bool = False


class Drafted(Record):
    """Words for the person of a thread, to be shown before they are sent."""

    thread: int
    words: str


def prompt(state: State, facts: Facts) -> Message:
    """Show the thread and ask for an answer, for a ready one, or whether a second answer should be sent."""
    if state.at == "twice":
        return _twice(state)
    thread = facts.thread
    if thread is None:
        return GONE if facts.answers else NO_MORE
    match state.at:
        case "ready":
            asked = tr(
                "Quelle réponse pour *{name}* ? Touche une question. Pour revenir : _retour_.", name=_name(thread)
            )
            return asked.with_choices(
                *(Choice(ready.key, ready.question) for ready in ready_for(of_huber=thread.of_huber))
            )
        case "check" if not state.ready:
            message = tr("« {words} » : je l'envoie à *{name}* ?", words=Raw(state.words), name=_told_apart(thread))
            message += tr("_Ou écris ta réponse avec tes mots._")
            return replace(message, choices=(SEND, BACK), free=True)
        case "check":
            message = tr("Voici ce qui part à *{name}* :", name=_told_apart(thread)) + Message(
                (BY_KEY[state.ready].answer,)
            )
            message += tr("_Ou écris ta réponse avec tes mots._")
            return replace(message, choices=(SEND, OTHER, BACK), free=True)
        case _:
            return _thread(thread, facts.now)


def _thread(thread: Thread, now: datetime) -> Message:
    message = heading(thread, now)
    for line in thread.lines:
        message += _line(line, thread).once()
    message += tr("✍️ Écris ta réponse, ou envoie une photo, un document ou un vocal.")
    report = Choice(f"/signaler-message {thread.id}", "🚩 Signaler", aside=True)
    choices = (READY, *((FILES,) if thread.files else ()), CLOSE, BACK, report)
    return replace(message, choices=choices, columns=2, free=True)


def heading(thread: Thread, now: datetime) -> Message:
    """Whose thread it is, and how long she has waited."""
    who: dict[str, Value] = {"who": _told_apart(thread), "country": place(thread.country, of_huber=thread.of_huber)}
    if thread.waiting_since is not None:
        waited = {**who, "time": lapse(now - thread.waiting_since)}
        if thread.escalated:
            return Message((Tr("💬 *{who}* ({country}) attend depuis {time}, l'équipe est prévenue.", waited),))
        return Message((Tr("💬 *{who}* ({country}) attend depuis {time}.", waited),))
    if thread.answered_by is not None and thread.answered_at is not None:
        said = {**who, "by": by(thread.answered_by), "at": thread.answered_at}
        return Message((Tr("💬 *{who}* ({country}) · dernière réponse : {by}, {at}", said),))
    return Message((Tr("💬 *{who}* ({country})", who),))


def _line(line: ThreadLine, thread: Thread) -> Message:
    who = by(line.author) if line.author is not None else _name(thread)
    words = line.words if line in thread.waiting or len(line.words) <= MOST_SHOWN else line.words[:MOST_SHOWN] + "…"
    if line.kind in MARKS and words:
        values: dict[str, Value] = {"who": who, "what": MARKS[line.kind], "words": Raw(words)}
        return Message((Tr("*{who}* : {what}\n{words}", values),))
    what = MARKS[line.kind] if line.kind in MARKS else Raw(words)
    return Message((Tr("*{who}* : {what}", {"who": who, "what": what}),))


def _twice(state: State) -> Message:
    message = tr("✋ {by} a déjà répondu à *{name}* :", by=by(state.by), name=Raw(state.whose or "?"))
    message += Message((Raw(state.other),)) if state.other else Message()
    message += NOT_SENT + shown(state.words, state.kind or None)
    return (message + tr("Je l'envoie aussi ?")).with_choices(ALSO, NOT, columns=2)


def _name(thread: Thread) -> Raw:
    return Raw(thread.name or "?")


def called(name: str, number: int, *, alike: bool) -> Value:
    """The first name of whose thread it is, with her number (as in all of the product) where another has it too."""
    first = Raw(name or "?")
    return Tr("{name} (n° {number})", {"name": first, "number": str(number)}) if alike else first


def _told_apart(thread: Thread) -> Value:
    return called(thread.name, thread.person_id, alike=thread.alike)


def by(author: Author) -> Tr | Raw:
    """Who answered, as those who answer see it."""
    if author.team:
        return Tr("{name} (équipe)", {"name": Raw(author.name)}) if author.name else Tr("l'équipe")
    return Raw(author.name) if author.name else Tr("une Huber")


def place(code: str, *, of_huber: bool) -> Tr | Raw:
    """The country of the person whose thread it is; of a Huber, that she is one."""
    where = Raw(country(code))
    return Tr("Huber, {country}", {"country": where}) if of_huber else where


def country(code: str) -> str:
    """The name of a country; "?" if it is unknown."""
    return places.country(code).name if code else "?"


def gone(words: str, kind: str = "", *, answers: bool = True) -> Message:
    """The thread is not open to this person any more, or none is (`answers`). What they have written is shown, to be
    copied."""
    kept, why = shown(words, kind or None), GONE if answers else NO_MORE
    return why + NOT_SENT + kept if kept.parts else why


def answered(answer: Answered, words: str = "", kind: str = "") -> Message:
    """What became of the answer. If it was not sent, its text is shown, to be copied."""
    if answer.outcome in ("stopped", "elsewhere", "muted"):
        return _unsent(answer) + shown(words, kind or None)
    name = Raw(answer.name or "?")
    match answer.outcome:
        case "sent":
            said = tr("✅ Ta réponse part à *{name}*.", name=name)
        case "unsure":
            said = tr("✅ Ta réponse part à *{name}*.", name=name) + tr(
                "Elle n'a pas écrit depuis plus de 24 heures : si sa messagerie retient ton message jusqu'à son "
                "prochain mot, je te le dis."
            )
        case "morning":
            said = tr("🌙 Il fait nuit chez *{name}* : elle reçoit ta réponse à 7 heures.", name=name)
        case "unreachable":
            said = tr(
                "📵 Je ne peux pas joindre *{name}* en ce moment. Je garde ta réponse : elle la trouve quand elle "
                "écrit « {word} ».",
                name=name,
                word=Raw("equipe" if answer.of_huber else "huber"),
            )
        case _:
            return gone(words, kind)
    return said + left(answer.waiting)


def _unsent(answer: Answered) -> Message:
    name = Raw(answer.name or "?")
    match answer.outcome:
        case "stopped":
            return tr("*{name}* ne veut plus recevoir de messages. Ta réponse n'est pas partie :", name=name)
        case "elsewhere":
            return tr("*{name}* n'est plus dans ton pays. Ta réponse n'est pas partie :", name=name)
        case _:
            return tr(
                "Un message entre *{name}* et toi a été signalé : c'est l'équipe qui lui répond. Ta réponse n'est pas "
                "partie :",
                name=name,
            )


def closed(name: str, waiting: int) -> Message:
    """The thread was closed. `waiting`: how many people still wait for an answer."""
    return tr("✔️ La discussion avec *{name}* est fermée.", name=Raw(name or "?")) + left(waiting)


def unanswered(name: str) -> Message:
    """The thread is not closed yet: its person waits."""
    return tr(
        "✋ *{name}* attend encore une réponse. Écris-la, ou touche encore « Fermer » : elle lira que c'est fermé.",
        name=Raw(name or "?"),
    )


UNANSWERED = tr("✔️ Ton message a été lu, et la discussion est fermée. Tu as encore besoin d'aide ? Écris encore.")


def left(waiting: int) -> Message:
    """How many people still wait for an answer; empty if nobody does."""
    if not waiting:
        return Message()
    return trn("{n} personne attend encore.", "{n} personnes attendent encore.", waiting, LIST)
