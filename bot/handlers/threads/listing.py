"""The open threads in a list, for those who answer."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from backend.domain.french.spelling import fold
from backend.domain.messaging.message import Choice, Message, Raw, Tr, Value, tr, trn
from backend.domain.messaging.texts import lapse, lines
from backend.domain.threads.commands import ListedThread, Listing
from bot.flows.engine.paging import next_page
from bot.flows.threads.answer_views import by, called, country, place
from bot.flows.threads.write import MARKS

PAGE_SIZE = 8
"""Threads on one page: a list on WhatsApp has ten rows, and one leads to the next page."""
MOST_WORDS = 60
"""The most characters of a message in the list."""
NOBODY = tr("👏 Personne n'attend de réponse.")


def listed(found: Listing, now: datetime, page: int = 1, *, several: bool = False) -> Message:
    """One page of threads. `several`: the reader looks after more than one
    country, so each thread names its country."""
    if not found.threads:
        return NOBODY.with_choices(Choice("/menu", "Menu"))
    if found.waiting:
        message = trn("*💬 {n} personne attend une réponse*", "*💬 {n} personnes attendent une réponse*", found.waiting)
    else:
        message = NOBODY
    names = Counter(fold(each.name) for each in found.threads)
    alike = {each.id: names[fold(each.name)] > 1 for each in found.threads}
    message += Message(
        (lines(*(_line(each, _called(each, alike=alike[each.id]), now, several) for each in found.threads)),)
    )
    choices = [opening(each, with_number=alike[each.id]) for each in found.threads]
    if page * PAGE_SIZE < found.in_all:
        choices.append(next_page(f"/messages page {page + 1}", page + 1))
    return message.with_choices(*choices, columns=2)


def _called(each: ListedThread, *, alike: bool) -> Value:
    return called(each.name, each.person_id, alike=alike)


def opening(each: ListedThread, *, with_number: bool) -> Choice:
    """The button that opens a thread."""
    return Choice(f"/messages {each.id}", Tr("✍️ {name}", {"name": _called(each, alike=with_number)}))


def _line(each: ListedThread, name: Value, now: datetime, several: bool) -> Tr:
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
