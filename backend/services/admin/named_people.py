"""The people whom the names in a question may mean, among those whom the asker may see. The audit records that their
figures were read, as it does for their file."""

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
    """Women with a name of which a word is in the text, or whose number is; for a Huber only in their countries. Raises
    `NotAllowed`."""
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
    """Record in the audit that `by` has seen the figures of these people."""
    for person_id in people:
        await support_lookup.written_down(uow, by, person_id, channel, now)
