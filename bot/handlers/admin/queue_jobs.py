"""`file` for jobs and ticks: failing jobs with their errors, jobs that were given up, ticks that are late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from backend.db.engine.jobs import DeadJob, FailingJobs
from backend.domain.messaging.message import Choice, Message, Raw, Tr, Value, tr, trn
from backend.domain.messaging.texts import lines
from backend.domain.people.permissions import may
from backend.services.admin import queue_jobs as service
from bot.flows.engine.confirm import Proposal
from bot.handlers.engine import asking
from bot.handlers.engine.confirmations import Arguments, Confirmation
from bot.handlers.engine.turn import Turn

PAGE_SIZE = 5
"""The most jobs in one message."""
MAX_BUTTON_BYTES = 64
"""The most bytes of a button, which holds the ids of a page's jobs."""
BACK = Choice("/file", "File d'attente")
JOBS, TICKING = Choice("/file travaux", "⚙️ Travaux"), Choice("/file horloge", "⏱ Horloge")
AGAIN, DROP = "jobs.again", "jobs.drop"
"""Confirmations; argument: `ids`."""


async def ticking(turn: Turn) -> Message:
    """One line of the overview: whether the ticks are on time."""
    late = [tick for tick in await service.ticks(turn.uow, turn.person, turn.jobs.ticks, turn.now) if tick.late]
    if not late:
        return tr("⏱ Horloge : tout est à l'heure")
    return trn("⚠️ Horloge : {n} tâche en retard", "⚠️ Horloge : {n} tâches en retard", len(late))


async def ticks(turn: Turn) -> None:
    """When each tick last happened."""
    told = []
    for tick in await service.ticks(turn.uow, turn.person, turn.jobs.ticks, turn.now):
        values: dict[str, Value] = {"name": turn.jobs.said(tick.name), "every": tick.every}
        if tick.last is None:
            never = Tr("⚠️ {name} (rythme : {every}) : jamais", values)
            told.append(never if tick.late else Tr("⏳ {name} (rythme : {every}) : pas encore", values))
            continue
        values["age"] = max(turn.now - tick.last, timedelta())
        late = Tr("⚠️ {name} (rythme : {every}) : il y a {age}", values)
        told.append(late if tick.late else Tr("✅ {name} (rythme : {every}) : il y a {age}", values))
    await turn.say(Message((Tr("*⏱ Horloge*"), lines(*told)), (JOBS, BACK), columns=2))


async def jobs(turn: Turn, after: int = 0) -> None:
    """The failing jobs by name, and a page of the jobs that were given up."""
    message = tr("*⚙️ Travaux*")
    failing = await service.failing(turn.uow, turn.person)
    if failing and not after:
        message += Message((lines(*[_failing(each, turn) for each in failing[:PAGE_SIZE]]),))
    found = await service.dead(turn.uow, turn.person, after, PAGE_SIZE + 1)
    page = _fitting(found[:PAGE_SIZE])
    if page:
        message += Message((lines(*[Tr("*Abandonnés*"), *(_dead(each, turn) for each in page)]),))
    elif not failing:
        message += tr("Tous les travaux se passent bien. 👏")
    choices = []
    if page and may(turn.person, "clear queues"):
        ids = [each.id for each in page]
        choices += [
            Choice(_button("relancer", ids), "🔁 Relancer ceux-ci"),
            Choice(_button("oublier", ids), "🗑 Oublier ceux-ci"),
        ]
    if len(found) > len(page):
        choices.append(Choice(_button("travaux", [page[-1].id]), "Suivants ›"))
    await turn.say(message.with_choices(*choices, TICKING, BACK, columns=2))


async def ask(turn: Turn, deed: str, ids: Sequence[int]) -> None:
    """Ask for confirmation. `deed`: `AGAIN` or `DROP`."""
    await asking.ask(turn, deed, ids=list(ids))


def _failing(each: FailingJobs, turn: Turn) -> Tr:
    values: dict[str, Value] = {
        "name": turn.jobs.said(each.task),
        "n": each.count,
        "tries": each.tries,
        "error": Raw(each.error or "?"),
    }
    if each.at is None:
        return Tr("🔁 {name} : {n}, {tries} essais", values)
    values["age"] = max(turn.now - each.at, timedelta())
    return Tr("🔁 {name} : {n}, {tries} essais, {error} il y a {age}", values)


def _dead(each: DeadJob, turn: Turn) -> Tr:
    values: dict[str, Value] = {
        "id": str(each.id),
        "name": turn.jobs.said(each.task),
        "tries": each.tries,
        "error": Raw(each.error or "?"),
    }
    if each.at is None:
        return Tr("❌ {id} · {name} · {tries} essais · {error}", values)
    values["age"] = max(turn.now - each.at, timedelta())
    return Tr("❌ {id} · {name} · {tries} essais · {error} · il y a {age}", values)


def _fitting(page: Sequence[DeadJob]) -> Sequence[DeadJob]:
    """As many of these jobs as a button can name."""
    while page and len(_button("relancer", [each.id for each in page]).encode()) > MAX_BUTTON_BYTES:
        page = page[:-1]
    return page


def _button(action: str, ids: Sequence[int]) -> str:
    return " ".join(["/file", action, *map(str, ids)])


# --- retrying and dropping jobs ---------------------------------------------------------------------


async def _propose_again(turn: Turn, arguments: Arguments) -> Proposal | None:
    found = await service.given_up(turn.uow, turn.person, arguments["ids"])
    said = trn("🔁 Relancer {n} travail depuis le début :", "🔁 Relancer {n} travaux depuis le début :", len(found))
    return Proposal(said + _listed(turn, found)) if found else None


async def _propose_drop(turn: Turn, arguments: Arguments) -> Proposal | None:
    found = await service.given_up(turn.uow, turn.person, arguments["ids"])
    said = trn("🗑 Oublier {n} travail pour de bon :", "🗑 Oublier {n} travaux pour de bon :", len(found))
    return Proposal(said + _listed(turn, found)) if found else None


def _listed(turn: Turn, found: Mapping[int, str]) -> Message:
    told = [Tr("• {id} · {name}", {"id": str(job_id), "name": turn.jobs.said(task)}) for job_id, task in found.items()]
    return Message((lines(*told),)) if told else Message()


async def _again(turn: Turn, arguments: Arguments) -> Message:
    done = await service.again(turn.uow, turn.person, arguments["ids"], turn.channel, turn.now)
    return trn("🔁 {n} travail relancé.", "🔁 {n} travaux relancés.", done).with_choices(JOBS, BACK, columns=2)


async def _drop(turn: Turn, arguments: Arguments) -> Message:
    done = await service.drop(turn.uow, turn.person, arguments["ids"], turn.channel, turn.now)
    return trn("🗑 {n} travail oublié.", "🗑 {n} travaux oubliés.", done).with_choices(JOBS, BACK, columns=2)


CONFIRMATIONS: Mapping[str, Confirmation] = {
    AGAIN: Confirmation(_propose_again, _again),
    DROP: Confirmation(_propose_drop, _drop),
}
