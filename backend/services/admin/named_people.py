"""Who may be meant by the names in a question, of those whom whoever asks looks after; and that her figures were
looked at is written down, as reading her file is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from backend.db.admin import support_lookup as rows
from backend.db.engine.uow import UnitOfWork
from backend.domain.admin.metric_query.question import Someone
from backend.domain.french.range_patterns import folded
from backend.domain.people.commands import Person
from backend.services import access
from backend.services.admin import support_lookup

_NUMBER = re.compile(r"\d{1,18}")


async def meant(uow: UnitOfWork, by: Person, text: str) -> tuple[Someone, ...]:
    """Women who have a name of which a word stands in the text, or a number that does; a Huber's only in her
    countries. Raises `NotAllowed`."""
    access.require(by, "ask figures")
    said = set(folded(text).split())
    numbers = {int(number) for number in _NUMBER.findall(text)}
    found: dict[int, Someone] = {}
    for each in await rows.learners(uow, access.countries(by)):
        names = [name for name in (each.name, each.invited) if name]
        if each.id in numbers or any(not said.isdisjoint(folded(name).split()) for name in names):
            before = found[each.id].names if each.id in found else ()
            found[each.id] = Someone(each.id, each.name, each.country, tuple(dict.fromkeys((*before, *names))))
    return tuple(found.values())


async def looked_at(uow: UnitOfWork, by: Person, people: Iterable[int], channel: str, now: datetime) -> None:
    """Their figures were told to `by`."""
    for person_id in people:
        await support_lookup.written_down(uow, by, person_id, channel, now)
