"""Two accounts of one person become one: the steps, for tests of what comes of it."""

from __future__ import annotations

from datetime import datetime

from backend.db.engine.uow import Database
from backend.db.people import queries as people_rows
from backend.db.work import queries as work_rows
from backend.domain.earnings.figures import Earned
from backend.domain.identity.linking import LinkRefused
from backend.domain.people import codes
from backend.domain.people.commands import Person
from backend.domain.work.commands import AnswerCounted, SubmitAnswer
from backend.services.earnings import service as earning_service
from backend.services.identity import joining, linking
from backend.services.work import service as work_service
from tests.integration.scenes import NOW, after, agreement, commit, look, value
from tests.integration.services.work.steps import counted, taken


async def code_of(database: Database, person: Person) -> bytes:
    made = await commit(database, linking.make, person.id, NOW, {}, contact_id=None)
    return codes.digest(codes.read(made.code) or "")


async def numbered(database: Database, person: Person) -> None:
    """She has a secret number for long."""
    old = after(days=-2)
    await commit(database, people_rows.set_profile, person.id, pin="a hash", pin_at=old)


async def join(database: Database, person: Person, kept: Person) -> LinkRefused | joining.Joined:
    """With a line from who looks after `kept`, and the secret number of `person`: nothing more is asked."""
    digest = await code_of(database, kept)
    chat = await value(database, "select min(id) from contact where person_id = %s", (person.id,))
    await numbered(database, person)
    found = await commit(database, joining.use, person, chat, digest, NOW, agreed=True, proved=True)
    assert isinstance(found, LinkRefused | joining.Joined), found
    return found


async def merged(database: Database, gone: Person, kept: Person) -> Person:
    found = await join(database, gone, kept)
    assert isinstance(found, joining.Joined), found
    assert await agreement(database) == []
    return found.person


async def answer(database: Database, person: Person, project_id: int, count: int = 1, now: datetime = NOW) -> None:
    for _ in range(count):
        task = await taken(database, person, project_id, now)
        await counted(database, person, task.id, now=now)


async def accept(database: Database, now: datetime) -> None:
    await commit(database, work_rows.accept_due, now, 100)


async def standing(database: Database, person: Person) -> Earned:
    return (await look(database, earning_service.figures, person, NOW)).ever


async def chat_of(database: Database, person: Person) -> int:
    return int(await value(database, "select id from contact where person_id = %s order by id limit 1", (person.id,)))


async def answer_from(
    database: Database, person: Person, project_id: int, chat: int, count: int = 1, now: datetime = NOW
) -> None:
    """The same from one chat of hers."""
    for _ in range(count):
        task = await taken(database, person, project_id, now)
        command = SubmitAnswer(task.id, "ok")
        done = await commit(
            database,
            lambda uow, c=command: work_service.submit(uow, person, now, c, contact_id=chat),  # type: ignore[misc]
        )
        assert isinstance(done, AnswerCounted)
