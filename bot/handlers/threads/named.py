"""Threads by the first name of whose they are: « messages Awa », « réponds à Solange : viens demain »."""

from __future__ import annotations

import re

from backend.db.threads.routing import RepliedThread
from backend.domain.french.spelling import fold
from backend.domain.messaging.message import Choice, Message, Raw, Tr, Value, tr
from backend.domain.people.permissions import may
from backend.domain.threads.commands import AnswerThread, ListedThread, Listing
from backend.services.admin import named_people
from backend.services.threads import answers as threads_answers
from backend.services.threads import service as threads_service
from bot.channels.base import Text
from bot.flows.threads.answer_views import LIST, called
from bot.handlers.engine import asking_back, flow_engine, flow_stack, open_question, screens
from bot.handlers.engine.turn import Turn
from bot.handlers.threads import listing, naming
from bot.handlers.threads.naming import MESSAGES_OF, NAME, NO_NAMES, SEARCHED, TALKS_TO, listed_as, open_thread, said_to

_VERBS = (
    r"r[eé]pon(?:ds?|dre|dez)|[eé]cri(?:s|re|t|vez)|dis|dire|dites|message"
    r"|(?:envoie|envoyer|envoyez)(?: (?:un|le|ce))?(?: message)?"
)
_WHOM = (
    r"(?P<name>[^\W\d]+(?:[ '’-][^\W\d]+){0,2})"
    r"(?: \(?(?:n ?[°º] ?|n |num[eé]ro |no )?(?P<number>\d{1,18})\)?)?\s*:\s*(?P<words>\S.*)"
)
_TO = re.compile(
    rf"(?:(?:je (?:veux|voudrais|dois)|peux[ -]tu|tu peux) )?(?:{_VERBS}) (?:[aà]|pour) {_WHOM}",
    re.IGNORECASE | re.DOTALL,
)
"""« réponds à Solange : viens demain », « réponds à Fatou n° 12 : … »."""
BELOW_LIST = re.compile(
    rf"(?:(?:(?:non|ah|oups|pardon|attends?)[ ,]+)*(?:c['’ ]?est |c )?(?:pour|[àa]) )?{_WHOM}",
    re.IGNORECASE | re.DOTALL,
)
"""« Solange : viens demain », « pour Solange : viens demain », below the list of threads."""
_TO_ALL = re.compile(r"(?:toutes|tous|mes (?:filles|hiteuses|femmes)|les (?:filles|hiteuses|femmes))\b")
"""« Réponds à toutes : … »."""
NOT_SENT = tr("✋ Rien n'est parti.")
WHICH = tr("✋ Plusieurs personnes s'appellent ainsi : rien n'est parti. Laquelle ?")
TO_SEVERAL = tr("Pour écrire à plusieurs, c'est « annonce ».")
ANNOUNCE = Choice("/annonce", "📣 Annoncer")


async def of_name(turn: Turn, name: str) -> bool:
    """Open the thread of the person with this folded name, or list those of several. Return False if none is listed."""
    named = await listed_as(turn, name)
    if len(named) == 1:
        thread = await threads_answers.goes_on_in(turn.uow, named[0].id)
        await flow_engine.open_flow(turn, "thread_answer", thread)
    elif named:
        await turn.say(several(turn, named))
    return bool(named)


async def has_none(turn: Turn, name: str, before: Message | None = None) -> bool:
    """Say that the person with this folded name has no open thread. Return False if nobody has the name."""
    if (known := await known_as(turn, name)) is None:
        return False
    looks = (Choice(f"/personne {name}", "🔎 Sa fiche"),) if may(turn.person, "see people") else ()
    told = (before or Message()) + no_thread(known)
    await turn.say(told.with_choices(Choice("/messages", "💬 Messages"), *looks, Choice("/menu", "Menu"), columns=2))
    return True


async def known_as(turn: Turn, name: str) -> str | None:
    """The name of a woman with this folded name, as she is called; None if nobody has it."""
    people = await named_people.meant(turn.uow, turn.person, name)
    return next((each.name for each in people if each.name and fold(each.name) == name), None)


def no_thread(name: str) -> Message:
    """That there is no open thread with the person of this name."""
    told = tr("Aucune discussion ouverte avec *{name}* ici.", name=Raw(name))
    return told + tr(
        "Une discussion commence quand on t'écrit. À plusieurs : « annonce ». Qui encourager : « cohorte »."
    )


async def taken_there(turn: Turn, text: str) -> bool:
    """Whether the text is an answer to the open question, which is not about somebody's thread: it takes any words, or
    these are a part of what is being written."""
    flow = flow_stack.top(turn)
    if flow is None or flow.name == "thread_answer":
        return False
    if turn.open_question.get("f"):
        return True
    return flow.draft and not (await flow_engine.preview(turn, open_question.typed(text))).misread


async def written_to(turn: Turn, text: str) -> bool:
    """Send words to the person whom the text names: « réponds à Solange : viens demain », below the list of threads
    also « Solange : viens demain ». If two have the name, nobody with an open thread, or all are meant, say so, and
    send nothing. Return False if the text names nobody, or answers a question that takes any words and is not
    somebody's thread."""
    said = _TO.fullmatch(text.strip())
    if said is None and (below := BELOW_LIST.fullmatch(text.strip())) is not None and await _listed(turn):
        said = below
    if said is None or not may(turn.person, "answer threads") or turn.person.joined_at is None:
        return False
    name = fold(said["name"])
    if await taken_there(turn, text):
        return False
    if _TO_ALL.match(name) and may(turn.person, "announce"):
        await turn.say((NOT_SENT + TO_SEVERAL).with_choices(ANNOUNCE, LIST, columns=2))
        return True
    if name.split()[0] in NO_NAMES:
        return False
    named = await listed_as(turn, name)
    meant = [each for each in named if said["number"] in (None, str(each.person_id))]
    if len(meant) == 1:
        thread = await threads_answers.goes_on_in(turn.uow, meant[0].id)
        found = await threads_answers.look(turn.uow, turn.person, thread)
        seen = found.seen if found is not None else 0
        await flow_engine.open_flow(turn, "thread_answer", AnswerThread(thread, said["words"], None, seen))
    elif len(named) > 1:
        await turn.say(WHICH + several(turn, named))
    elif named or not await has_none(turn, name, NOT_SENT):
        called = " ".join(filter(None, (said["name"], said["number"])))
        told = NOT_SENT + tr("Je ne connais personne du nom de « {name} ».", name=Raw(called))
        await turn.say(told.with_choices(LIST, Choice("/menu", "Menu"), columns=2))
    return True


async def below_list(turn: Turn) -> bool:
    """Say how one of the listed threads is answered, below the list of them. Return False elsewhere."""
    if not (listed := await _listed(turn)):
        return False
    how = tr("Pour répondre, touche un prénom, ou écris « {name} : » et tes mots.", name=next(iter(listed.values())))
    await turn.say((NOT_SENT + how).with_choices(*listed, columns=2))
    return True


async def without_list(turn: Turn, text: str) -> bool:
    """Say how somebody is answered whose name stands before the words where no list is shown: « Binta : viens demain »,
    « Binta, viens demain ». Return False if it is the name of nobody who has written, or nothing else."""
    if not may(turn.person, "answer threads") or not (found := await _addressed(turn, text, 0)):
        return False
    if fold(text) == fold(found[0].name):
        return False
    how = tr(
        "Pour lui répondre, touche son prénom, ou écris « réponds à {name} : » et tes mots.", name=Raw(found[0].name)
    )
    await turn.say((NOT_SENT + how).with_choices(*opening(found), LIST, columns=2))
    return True


async def _listed(turn: Turn) -> dict[Choice, Value]:
    """The threads that the last message of the chat lists, with the names."""
    if not may(turn.person, "answer threads"):
        return {}
    found = {each: each.part for each in await screens.offered(turn) if _THREAD.fullmatch(each.id)}
    return {each: part.values["name"] for each, part in found.items() if isinstance(part, Tr) and "name" in part.values}


_THREAD = re.compile(r"/messages \d+")
_TURNS_TO = re.compile(
    r"(?:(?:non|nan|oh|ah|pardon|oups|mince|attends?|en fait|mais|pas (?:a|pour) [^\W\d]+) )*"
    rf"(?:(?:ca )?(?:c est|c etait|ct|c) )?(?:pour|a) {NAME}(?: (?:svp|stp))?"
)
"""« Non c'est pour Akissi »: whose thread is meant instead of the open one."""
_BY_NUMBER = re.compile(r"(?:n ?[°º]|num[eé]ro|no) ?(?P<number>\d{1,18})\s*[:,]?\s+\S.*", re.IGNORECASE | re.DOTALL)
"""« n° 12 : viens demain »."""


async def turned_to(turn: Turn, text: str) -> bool:
    """Go to the thread of somebody else who is named while an answer is written, or asked about: « messages Akissi »
    was sent to Awa, and « réponds à Awa » as well. Ask first if the text may be the answer: « non c'est pour Akissi »,
    « écris à Akissi », « Akissi : viens demain », « Akissi est enceinte ».
    Return False if it names nobody who has written."""
    if not may(turn.person, "answer threads") or turn.person.joined_at is None:
        return False
    flow = flow_stack.top(turn) if turn.shown_here else None
    answers = flow is not None and flow.name == "thread_answer"
    said = fold(text)
    takes_any = flow is not None and not answers and bool(turn.open_question.get("f"))
    found = None if takes_any and flow is not None and flow.writes_to is None else MESSAGES_OF.fullmatch(said)
    if found is not None and await of_name(turn, found["name"]):
        return True
    if takes_any:
        return False
    found = _TURNS_TO.fullmatch(said)
    if not answers:
        return flow is None and found is not None and await of_name(turn, found["name"])
    now = open_thread(turn)
    if found is None and (found := TALKS_TO.fullmatch(said)) is not None and await _here_already(turn, found["name"]):
        return True
    others = await _others_as(turn, found["name"], now) if found is not None else ()
    others = others or await _addressed(turn, text, now) or await naming.spoken_of(turn, text, now)
    if not others or (whom := await whom_now(turn)) is None:
        return False
    await ask_whom(turn, text, others, whom)
    return True


async def ask_whom(turn: Turn, text: str, others: tuple[ListedThread, ...], whom: Value) -> None:
    """Ask whether a text is for one of these, or is the answer to `whom`, whose thread is open."""
    asked = tr(
        "« {text} » : tu veux écrire à *{name}* ? Ou c'est ta réponse à *{whom}* ?",
        text=Raw(text.strip()),
        name=Raw(others[0].name or "?"),
        whom=whom,
    )
    await asking_back.ask_back(turn, asked, open_question.typed(text), *opening(others))


async def _here_already(turn: Turn, name: str) -> bool:
    """Send nothing for an order to write to whose thread this is, and ask which one is meant of several with the name.
    Return False if it is another name's."""
    listed = await listed_as(turn, name)
    here = next((each for each in listed if each.id == open_thread(turn)), None)
    if here is None:
        return False
    if len(listed) > 1:
        await turn.say(WHICH + several(turn, listed))
    else:
        how = tr("Tu réponds déjà à *{name}* : écris seulement tes mots.", name=Raw(here.name or "?"))
        await flow_engine.beside(turn, NOT_SENT + how)
    return True


async def for_another(turn: Turn, reply: Text, whose: RepliedThread) -> bool:
    """Ask who is meant by a reply to one woman that begins with the name of another, « Akissi : viens demain », or may
    be an order: « réponds à Akissi ». Return False if it names nobody else."""
    order = TALKS_TO.fullmatch(fold(reply.text))
    others = await _others_as(turn, order["name"], whose.thread_id) if order is not None else ()
    others = others or await _addressed(turn, reply.text, whose.thread_id)
    if not others and (said := await said_to(turn, reply.text)) is not None:
        others = tuple(each for each in said.listed if whose.thread_id not in {other.id for other in said.listed})
    if reply.replies_to is None or not (others or await _called_without_thread(turn, reply.text)):
        return False
    other = opening(others)[0] if len(others) == 1 else LIST
    whom = called(whose.name, whose.person_id, alike=whose.alike)
    await asking_back.ask_whether_reply(turn, reply.text, None, other, to=reply.replies_to, whom=whom)
    return True


async def below_for_another(turn: Turn, text: str, to: str) -> bool:
    """`for_another`, of words that are written right below a woman's message `to`: « pour Akissi : c'est vendredi »."""
    contact_id = turn.waiting.contact_id
    if contact_id is None or not may(turn.person, "answer threads"):
        return False
    whose = await threads_answers.written(turn.uow, contact_id, turn.channel, to)
    if whose is None or whose.person_id == turn.person.id:
        return False
    return await for_another(turn, Text(text, replies_to=to), whose)


async def _called_without_thread(turn: Turn, text: str) -> bool:
    """Whether the first words call a woman who has no thread: « bonjour Zoé »."""
    names = naming.called_names(text)
    if any([await listed_as(turn, name) for name in names]):
        return False
    return any([await known_as(turn, name) is not None for name in names])


async def file_for_another(turn: Turn, caption: str, thread: int) -> bool:
    """Send no file to one woman whose caption begins with the name of another, or calls her. Return False if it names
    nobody so."""
    if not may(turn.person, "answer threads"):
        return False
    if not (others := await _addressed(turn, caption, thread)):
        return await _calls_without_thread(turn, caption)
    how = tr("C'est pour *{name}* ? Touche son prénom, et envoie-le encore une fois.", name=Raw(others[0].name or "?"))
    await turn.say((NOT_SENT + how).with_choices(*opening(others), LIST, columns=2))
    return True


async def _calls_without_thread(turn: Turn, caption: str) -> bool:
    """Send no file whose caption calls a woman who has no thread."""
    said = BELOW_LIST.fullmatch(caption.strip())
    for name in (fold(said["name"]),) if said is not None else naming.called_names(caption):
        if await listed_as(turn, name):
            return False
        if await has_none(turn, name, NOT_SENT):
            return True
    return False


async def _addressed(turn: Turn, text: str, thread: int) -> tuple[ListedThread, ...]:
    """Those whose name or number stands before the words, or whom words call, if it is not whose thread this is."""
    if (by_number := _BY_NUMBER.fullmatch(text.strip())) is not None:
        found = await threads_answers.listing(turn.uow, turn.person, SEARCHED)
        numbered = [each for each in found.threads if str(each.person_id) == by_number["number"]]
        return tuple(each for each in numbered if each.id != thread)
    said = BELOW_LIST.fullmatch(text.strip())
    named = await listed_as(turn, fold(said["name"])) if said is not None else ()
    named = named or await naming.called(turn, text)
    here = any(each.id == thread for each in named)
    return named if named and not here else await naming.called_besides(turn, text, thread)


async def _others_as(turn: Turn, name: str, thread: int) -> tuple[ListedThread, ...]:
    """Those of this name, if it is not the name of whose thread this is."""
    listed = await listed_as(turn, name)
    return () if any(each.id == thread for each in listed) else listed


def opening(found: tuple[ListedThread, ...]) -> tuple[Choice, ...]:
    """Buttons that open these threads; several of one name have their numbers."""
    with_number = len(found) > 1
    return tuple(listing.opening(each, with_number=with_number) for each in found[: listing.PAGE_SIZE])


async def whom(turn: Turn) -> Value:
    """To whom a reply to the last message of this chat goes: for those who answer the person who wrote it."""
    contact_id, last = turn.waiting.contact_id, await screens.written_last(turn)
    assert contact_id is not None and last is not None, "somebody wrote it"
    copy = await threads_answers.written(turn.uow, contact_id, turn.channel, last)
    if copy is not None and copy.person_id != turn.person.id:
        return called(copy.name, copy.person_id, alike=copy.alike)
    if not threads_service.may_write(turn.person):  # her role has changed since
        return Tr("l'équipe")
    standing = await threads_service.standing(turn.uow, turn.person, turn.now)
    return Tr("l'équipe") if standing.to == "team" else Raw(standing.huber) if standing.huber else Tr("ta Huber")


async def whom_now(turn: Turn) -> Value | None:
    """To whom an answer to the open question goes, if it is a thread that somebody answers; None if it is none."""
    if not (thread := open_thread(turn)):
        return None
    found = await threads_answers.look(turn.uow, turn.person, thread)
    return called(found.name, found.person_id, alike=found.alike) if found is not None else None


def several(turn: Turn, named: tuple[ListedThread, ...]) -> Message:
    shown = named[: listing.PAGE_SIZE]
    found = Listing(shown, len(shown), sum(each.waiting_since is not None for each in named))
    return listing.listed(found, turn.now, several=len(turn.person.looks_after) != 1)
