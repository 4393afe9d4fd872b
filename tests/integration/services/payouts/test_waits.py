"""How long pay takes until « Reçu »: measured over people, told from enough of them on."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend.db.engine.uow import Database
from backend.db.payouts import waits as rows
from backend.db.payouts.waits import PayWait
from backend.db.work import queries as work_rows
from backend.domain.errors import NotAllowed
from backend.domain.payouts.states import ReturnLine, Word
from backend.domain.people.commands import Person
from backend.domain.work.commands import SubmitAnswer, TakeWork
from backend.services.payouts import claims
from backend.services.payouts.timing import waits
from backend.services.work import service as work_service
from tests.integration import payments
from tests.integration.scenes import NOW, commit, hiteuse, project, value

DAY = timedelta(days=1)


async def paid_after(database: Database, project_id: int, days: int) -> Person:
    """Somebody whose answer is accepted a day later, who is paid and says so this many days after that."""
    person = await hiteuse(database)
    given = await commit(database, work_service.take, person, NOW, TakeWork(project_id))
    assert given.task is not None
    task = given.task.id
    await commit(database, work_service.submit, person, NOW, SubmitAnswer(task, "ok"))
    accepted = NOW + DAY
    assert await commit(database, work_rows.accept_due, accepted, 10) == 1
    number = f"07010203{person.id % 100:02}"
    await payments.names(database, person, number, now=accepted)
    run_id = await payments.sent(database, accepted + DAY)
    (line,) = await payments.payouts(database, run_id)
    word = ReturnLine(2, line.order.payout_id, Word.PAID)
    await payments.told(database, word, now=accepted + DAY)
    said = accepted + days * DAY
    await commit(database, claims.said, person, line.order.payout_id, said, arrived=True)
    return person


async def test_the_median_time_until_she_has_it_is_told_from_five_people_on(database: Database) -> None:
    project_id = await project(database, 40)
    for days in (2, 9, 3, 4):
        await paid_after(database, project_id, days)
    now = NOW + 12 * DAY
    await commit(database, waits.measure, now)
    assert await commit(database, rows.kept) == PayWait(4, int(3.5 * 86_400))
    assert await commit(database, waits.usual) is None
    await paid_after(database, project_id, 4)
    await commit(database, waits.measure, now)
    assert await commit(database, waits.usual) == 4 * DAY
    finance = Person(1, "admin", "Rose", duty="finance")
    (sums,), wait = await commit(database, waits.figures, finance, NOW)
    assert (sums.payouts, sums.on_the_way, wait.people) == (5, 0, 5)
    assert sums.units == await value(database, "select sum(units)::bigint from payout")
    with pytest.raises(NotAllowed):
        await commit(database, waits.figures, Person(2, "hiteuse", "Awa"), NOW)
    await commit(database, waits.measure, now + 100 * DAY)
    assert await commit(database, rows.kept) == PayWait(0, None)
