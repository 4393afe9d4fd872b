"""Confirmations that change a project: pause, close, open, priority, and raising pay to the minimum wage."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from backend.domain import money
from backend.domain.errors import NotFound
from backend.domain.messaging.message import Choice, Francs, Message, Raw, Tr, Value, tr, trn
from backend.domain.messaging.texts import bullets
from backend.domain.work.projects import ProjectStatus
from backend.domain.work.steering import ListedProject, Steered
from backend.services.work import projects as service
from backend.services.work import top_ups
from backend.services.work.top_ups import Supplement
from bot.delivery.alarms.wage_alarm import underpaid
from bot.flows.engine.confirm import Proposal
from bot.handlers.admin.projects.commands import LIST
from bot.handlers.admin.projects.views import PRIORITIES, STATUSES
from bot.handlers.engine.confirmations import Arguments, Confirmation
from bot.handlers.engine.turn import Turn


async def _set(turn: Turn, arguments: Arguments, status: ProjectStatus) -> Steered:
    return await service.set_status(turn.uow, turn.person, int(arguments["project"]), status, turn.channel, turn.now)


async def _standing(turn: Turn, arguments: Arguments, status: ProjectStatus) -> ListedProject | Message | None:
    """The project as it stands, or that it has this status already; None if it does not exist."""
    try:
        listed = await service.standing(turn.uow, turn.person, int(arguments["project"]))
    except NotFound:
        return None
    if listed.status != status:
        return listed
    said = tr("*{title}* : {status}. C'est déjà fait.", title=Raw(listed.title), status=STATUSES[status])
    return said.with_choices(*_after(arguments), columns=2)


async def _propose_pause(turn: Turn, arguments: Arguments) -> Proposal | Message | None:
    listed = await _standing(turn, arguments, ProjectStatus.PAUSED)
    if not isinstance(listed, ListedProject):
        return listed
    said = tr(
        "Mettre *{title}* en pause : plus de nouvelles tâches. Celles déjà prises restent à faire, et sont payées.",
        title=Raw(listed.title),
    )
    return Proposal(said, STATUSES[listed.status], STATUSES[ProjectStatus.PAUSED])


async def _pause(turn: Turn, arguments: Arguments) -> Message:
    done = await _set(turn, arguments, ProjectStatus.PAUSED)
    return tr("⏸ *{title}* est en pause.", title=Raw(done.title)).with_choices(
        Choice(f"/projets {arguments['project']} ouvrir", "▶️ Ouvrir"), LIST, columns=2
    )


async def _propose_close(turn: Turn, arguments: Arguments) -> Proposal | Message | None:
    listed = await _standing(turn, arguments, ProjectStatus.CLOSED)
    if not isinstance(listed, ListedProject):
        return listed
    said = tr(
        "Fermer *{title}* : plus de nouvelles tâches. Celles déjà prises restent à faire, et sont payées. "
        "Son budget ne bouge pas.",
        title=Raw(listed.title),
    )
    if listed.share < Fraction(1):
        said += tr("Attention : {done} sur {tasks} tâches sont finies.", done=listed.done, tasks=listed.tasks)
    return Proposal(said, STATUSES[listed.status], STATUSES[ProjectStatus.CLOSED])


async def _close(turn: Turn, arguments: Arguments) -> Message:
    done = await _set(turn, arguments, ProjectStatus.CLOSED)
    return tr("🚫 *{title}* est fermé.", title=Raw(done.title)).with_choices(LIST)


async def _propose_open(turn: Turn, arguments: Arguments) -> Proposal | Message | None:
    listed = await _standing(turn, arguments, ProjectStatus.OPEN)
    if not isinstance(listed, ListedProject):
        return listed
    said = tr("Ouvrir *{title}* : ses tâches sont de nouveau proposées.", title=Raw(listed.title))
    return Proposal(said, STATUSES[listed.status], STATUSES[ProjectStatus.OPEN])


async def _open(turn: Turn, arguments: Arguments) -> Message:
    done = await _set(turn, arguments, ProjectStatus.OPEN)
    return tr("▶️ *{title}* est ouvert.", title=Raw(done.title)).with_choices(*_after(arguments), columns=2)


async def _propose_priority(turn: Turn, arguments: Arguments) -> Proposal | Message | None:
    try:
        listed = await service.standing(turn.uow, turn.person, int(arguments["project"]))
    except NotFound:
        return None
    if listed.priority == arguments["priority"]:
        held = PRIORITIES[listed.priority]
        said = tr("*{title}* : priorité {priority}. C'est déjà fait.", title=Raw(listed.title), priority=held)
        return said.with_choices(*_after(arguments), columns=2)
    said = tr("Changer la priorité de *{title}* :", title=Raw(listed.title))
    return Proposal(said, PRIORITIES[listed.priority], PRIORITIES[arguments["priority"]])


async def _prioritise(turn: Turn, arguments: Arguments) -> Message:
    project, priority = int(arguments["project"]), arguments["priority"]
    done = await service.set_priority(turn.uow, turn.person, project, priority, turn.channel, turn.now)
    said = tr("✅ *{title}* : priorité {priority}.", title=Raw(done.title), priority=PRIORITIES[priority])
    return said.with_choices(*_after(arguments), columns=2)


def _after(arguments: Arguments) -> tuple[Choice, Choice]:
    return Choice(f"/projets {arguments['project']}", "Voir le projet"), LIST


NAMED = 8
"""The most people named before their pay is raised, those with the largest sums first."""


async def _propose_top_up(turn: Turn, arguments: Arguments) -> Proposal | Message | None:
    try:
        found = await top_ups.preview(turn.uow, turn.person, int(arguments["project"]))
    except NotFound:
        return None
    if not found.supplements:
        said = tr("*{title}* : personne n'est sous le salaire minimum de son pays.", title=Raw(found.title))
        return said.with_choices(*_after(arguments), columns=2)
    assert found.hourly is not None
    title, total = Raw(found.title), Francs(money.francs(found.total))
    said = trn(
        "Compléter la paie de *{title}* : {n} femme reçoit {sum}, ce qui lui manque pour le minimum de son pays.",
        "Compléter la paie de *{title}* : {n} femmes reçoivent {sum} en tout, ce qui leur manque pour le minimum de "
        "leur pays.",
        len(found.supplements),
        title=title,
        sum=total,
    )
    said += Message((underpaid(found.hourly, found.below),))
    most = sorted(found.supplements, key=lambda each: -each.amount.units)
    named = [_supplement(each) for each in most[:NAMED]]
    if len(most) > NAMED:
        named.append(Tr("… et {n} autre", {"n": len(most) - NAMED}, "… et {n} autres", len(most) - NAMED))
    said += Message((bullets(*named),))
    if found.beyond.units:
        said += tr(
            "Les tâches réservent le budget qui reste : {beyond} sont pris sur le compte de *{client}*.",
            beyond=found.beyond,
            client=Raw(found.client),
        )
    else:
        said += tr("C'est pris sur le budget du projet.")
    return Proposal(said)


def _supplement(each: Supplement) -> Tr:
    values: dict[str, Value] = {
        "name": Raw(each.work.first_name or "?"),
        "number": str(each.work.person_id),
        "sum": Francs(money.francs(each.amount)),
    }
    return Tr("{name} (n° {number}) : {sum}", values)


async def _top_up(turn: Turn, arguments: Arguments) -> Message:
    done = await top_ups.top_up(turn.uow, turn.person, int(arguments["project"]), turn.channel, turn.now)
    said = trn(
        "➕ *{title}* : la paie de {n} femme est complétée, {sum}. Elle reçoit un message.",
        "➕ *{title}* : la paie de {n} femmes est complétée, {sum}. Elles reçoivent un message.",
        len(done.supplements),
        title=Raw(done.title),
        sum=Francs(money.francs(done.total)),
    )
    return said.with_choices(*_after(arguments), columns=2)


CONFIRMATIONS: Mapping[str, Confirmation] = {
    "pause project": Confirmation(_propose_pause, _pause),
    "close project": Confirmation(_propose_close, _close),
    "open project": Confirmation(_propose_open, _open),
    "prioritise project": Confirmation(_propose_priority, _prioritise),
    "top up pay": Confirmation(_propose_top_up, _top_up),
}
