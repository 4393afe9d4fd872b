"""Final tests: a try is drawn, answered and finished, and passing it passes the module.

Every function is part of a turn: the person's conversation is locked, so nothing here happens twice at once for one
person. The rules are in `backend.domain.training.final`.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from zlib import crc32

from backend.db.engine.uow import UnitOfWork
from backend.db.people import queries as people_rows
from backend.db.training import finals as rows
from backend.db.training import memory as memory_rows
from backend.domain.certificates.badges import Granted
from backend.domain.errors import NotAllowed
from backend.domain.people.commands import Person
from backend.domain.training import final
from backend.domain.training.final import (
    AnswerFinal,
    FinalFinished,
    FinalOpened,
    FinalReady,
    FinalRefused,
    FinishFinal,
)
from backend.domain.training.learning import ModuleLine
from backend.domain.training.memory import review
from backend.services.certificates import badges
from backend.services.reminders import schedule as reminders_schedule
from backend.services.training import learning
from backend.services.training.learning import SHARE_STEP


async def line(uow: UnitOfWork, person: Person, module_id: str, now: datetime) -> ModuleLine | None:
    """The state of a module for the person; None if there is none. Raises `NotAllowed`."""
    return next((m for m in await learning.overview(uow, person, now) if m.id == module_id), None)


async def open_try(
    uow: UnitOfWork, person: Person, now: datetime, command: final.OpenFinal
) -> FinalOpened | FinalReady | FinalRefused:
    """The person's open try, or a new one with questions drawn for it. A preview has all questions, in the author's
    order. Raises `NotAllowed`.

    A try is refused if a lesson is not finished, if the person must wait, or if the module is passed.
    """
    if command.preview:
        if person.role != "admin":
            raise NotAllowed
        found = await rows.bank(uow, person.id, command.module)
        return FinalOpened(0, tuple(each.question for each in found)) if found else FinalRefused()
    learning.require_learner(person)
    module = await line(uow, person, command.module, now)
    if module is None or module.final is None:
        return FinalRefused()
    if module.passed:
        return FinalRefused(module)
    if (begun := await rows.open_try(uow, person.id, module.id)) is not None:
        return begun
    if not module.ready or module.final.opens_at is not None:
        return FinalRefused(module)
    if not command.begin:
        return FinalReady()
    bank = await rows.bank(uow, person.id, module.id)
    seed = crc32(f"{person.id}:{module.id}:{module.final.tries}".encode())
    asked = final.draw(bank, module.final.ask, seed)
    attempt = await rows.begin(uow, person.id, module.id, asked, now)
    await reminders_schedule.plan(uow, person, now)
    return FinalOpened(attempt, asked)


async def answer(uow: UnitOfWork, person: Person, now: datetime, command: AnswerFinal) -> FinalRefused | None:
    """Store an answer. The memory model of its question starts only when the module is passed. Refused if the try is no
    longer the person's. Raises `NotAllowed`."""
    learning.require_learner(person)
    kept = await rows.answer(
        uow,
        person.id,
        command.attempt,
        command.place,
        command.question,
        command.share.quantize(SHARE_STEP),
        command.seconds,
        now,
        right=command.right,
    )
    return None if kept else FinalRefused()


async def finish(uow: UnitOfWork, person: Person, now: datetime, command: FinishFinal) -> FinalFinished | FinalRefused:
    """End a try. With enough right answers the module is passed, and its questions come in revisions from then on. Else
    the next try must wait. Raises `NotAllowed`."""
    learning.require_learner(person)
    done = await rows.finish(uow, person.id, command.attempt, now)
    if done is None:
        return FinalRefused()
    asked = done.asked
    right = sum(done.marks)
    passed = final.passes(right, len(asked), done.pass_mark)
    score = (Decimal(right) / len(asked)).quantize(SHARE_STEP)
    failures = await rows.count(uow, person.id, done.module_id, score, passed=passed, now=now)
    granted, others = Granted(), True
    if not passed:
        bank = await rows.bank(uow, person.id, done.module_id)
        others = sum(not each.last for each in bank) >= min(len(asked), len(bank))
    else:
        for question, hit in zip(asked, done.marks, strict=True):
            card = review(await memory_rows.card(uow, person.id, question), hit, now)
            await memory_rows.remember(uow, person.id, question, card)
        granted = await badges.grant(uow, person, done.module_id, now)
    await reminders_schedule.plan(uow, person, now)
    module = await line(uow, person, done.module_id, now)
    assert module is not None, "she is in it"
    return FinalFinished(
        module,
        right,
        len(asked),
        passed,
        tuple(lesson for lesson in module.lessons if lesson.id in done.wrong),
        others,
        failures,
        granted,
        await learning.streak(uow, person, now),
        may_ask=await people_rows.reminder(uow, person.id) is None,
    )
