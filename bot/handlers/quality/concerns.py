"""`suivi`: a Huber or admin looks at answers that show that somebody needs help, and decides; and the
messages to her."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backend.db.quality.concerns import Concern, Shown
from backend.domain.errors import NotFound
from backend.domain.french.spelling import fold
from backend.domain.messaging.message import Choice, Message, Raw, Tr, Value, tr, trn
from backend.domain.messaging.texts import bullets
from backend.domain.quality.conduct import Decision, Step
from backend.domain.work.commands import Task
from backend.domain.work.projects import ProjectConfig
from backend.services.quality import concerns as service
from bot.flows.engine.confirm import Proposal
from bot.flows.work import task_input
from bot.handlers.engine import asking
from bot.handlers.engine.confirmations import Arguments, Confirmation
from bot.handlers.engine.turn import Turn

STOP = "concern.stop"
MENU = Choice("/menu", "Menu")
NEXT = Choice("/suivi", "La suite")
SHOWN_TEXT = 80
"""The most characters of a task that is shown as evidence."""


async def concerns(turn: Turn, rest: str = "") -> None:
    """`suivi`: show the first concern that waits. `suivi 7 bien|simple|arreter|annuler`: decide concern 7."""
    number, _, word = rest.partition(" ")
    if not (number.isascii() and number.isdigit()):
        await _first(turn)
        return
    concern_id = int(number[:18])
    try:
        match fold(word):
            case "bien":
                await _decide(turn, concern_id, "well")
            case "simple":
                await _decide(turn, concern_id, "easy")
            case "arreter":
                await service.one(turn.uow, turn.person, concern_id)
                await asking.ask(turn, STOP, concern=concern_id)
            case "annuler":
                await _undo(turn, concern_id)
            case _:
                await _first(turn)
    except NotFound:
        await turn.say(_over())


def _over() -> Message:
    return tr("Il n'y a plus rien à décider ici.").with_choices(NEXT, MENU, columns=2)


async def _first(turn: Turn) -> None:
    found = await service.waiting(turn.uow, turn.person)
    found = [each for each in found if each.person_id != turn.person.id]
    if not found:
        await turn.say(tr("Aucune hiteuse n'attend ton regard sur son travail. 👏").with_choices(MENU))
        return
    config, answers = await service.evidence(turn.uow, turn.person, found[0].id)
    await turn.say(shown(found[0], config, answers, len(found)))


def shown(concern: Concern, config: ProjectConfig, answers: list[Shown], waiting: int) -> Message:
    """The evidence of a concern, with the possible decisions."""
    message = trn(
        "🔎 *{n} hiteuse attend ton regard.* D'abord {name} (n° {number}), sur *{title}* :",
        "🔎 *{n} hiteuses attendent ton regard.* D'abord {name} (n° {number}), sur *{title}* :",
        waiting,
        name=Raw(concern.first_name or "?"),
        number=str(concern.person_id),
        title=Raw(concern.title),
    )
    message += Message((_evidence(concern),))
    message += tr(
        "Elle a reçu de l'aide, puis des tâches plus simples. Rien ne lui est retiré tant que tu n'as pas décidé."
    )
    if answers:
        message += Message(
            (bullets(*(_answer(config, each) for each in answers), head=Tr("*Ses dernières réponses* :")),)
        )
    return message.with_choices(
        Choice(f"/suivi {concern.id} bien", "✅ Tout va bien"),
        Choice(f"/suivi {concern.id} simple", "🌱 Tâches simples"),
        Choice(f"/suivi {concern.id} arreter", "⏸ Arrêter ce projet", also=("stop", "pause", "arrete", "arreter")),
    )


def _evidence(concern: Concern) -> Tr:
    seen = concern.seen
    match seen.signal:
        case "hasty":
            return Tr(
                "{count} de ses {of} dernières réponses sont venues en moins de la moitié du temps de lecture.",
                {"count": seen.count, "of": seen.of},
            )
        case "same":
            return Tr(
                "Ses {count} dernières réponses sont les mêmes ; d'autres répondent ainsi {share} fois sur 100.",
                {"count": seen.count, "share": seen.share},
            )
        case _:
            return Tr(
                "{count} de ses {of} dernières réponses connues d'avance sont justes ; avant, c'était {share} sur 100.",
                {"count": seen.count, "of": seen.of, "share": seen.share},
            )


def _answer(config: ProjectConfig, given: Shown) -> Tr:
    said = task_input.in_words(Task(0, 0, config, {}), given.value)
    values: dict[str, Value] = {"answer": Raw(said[:SHOWN_TEXT]), "seconds": given.seconds, "reading": given.reading}
    line = Tr("*{answer}* en {seconds} s (lecture : {reading} s)", values)
    text = " ".join(given.text.split())[:SHOWN_TEXT]
    if not text or config.sensitive:
        return line
    return Tr("{first} · « {text}… »", {"first": line, "text": Raw(text)})


async def _decide(turn: Turn, concern_id: int, decision: Decision) -> None:
    found = await service.decide(turn.uow, turn.person, concern_id, decision, turn.channel, turn.now)
    if found is None:
        await turn.say(_over())
        return
    name = Raw(found.first_name or "?")
    if decision == "well":
        said = tr(
            "✅ C'est noté : tout va bien pour {name}. Elle reçoit de nouveau toutes les tâches et un message.",
            name=name,
        )
        await turn.say(said.with_choices(Choice(f"/suivi {concern_id} annuler", "↩️ Annuler"), NEXT, columns=2))
    else:
        said = tr("🌱 C'est noté : {name} continue avec les tâches simples. Elle reçoit un message.", name=name)
        await turn.say(said.with_choices(NEXT, MENU, columns=2))


async def _undo(turn: Turn, concern_id: int) -> None:
    found = await service.undo(turn.uow, turn.person, concern_id, turn.channel, turn.now)
    if found is None:
        await turn.say(_over())
        return
    said = tr(
        "↩️ C'est annulé : *{title}* est ouvert à {name}.", title=Raw(found.title), name=Raw(found.first_name or "?")
    )
    await turn.say(said.with_choices(NEXT, MENU, columns=2))


async def _propose_stop(turn: Turn, arguments: Arguments) -> Proposal | Message | None:
    try:
        found = await service.one(turn.uow, turn.person, int(arguments["concern"]))
    except NotFound:
        return None
    if found.closed_at is not None or found.step is not Step.PERSON:
        return _over()
    return Proposal(
        tr(
            "Arrêter *{title}* pour {name} (n° {number}) : plus de nouvelles tâches de ce projet. Ce qu'elle a fait "
            "reste payé ; sa tâche ouverte et les autres projets lui restent. Elle reçoit un message avec la raison.",
            title=Raw(found.title),
            name=Raw(found.first_name or "?"),
            number=str(found.person_id),
        )
    )


async def _stop(turn: Turn, arguments: Arguments) -> Message:
    concern_id = int(arguments["concern"])
    found = await service.decide(turn.uow, turn.person, concern_id, "stopped", turn.channel, turn.now)
    if found is None:
        return _over()
    said = tr("⏸ *{title}* est arrêté pour {name}.", title=Raw(found.title), name=Raw(found.first_name or "?"))
    return said.with_choices(Choice(f"/suivi {concern_id} annuler", "↩️ Annuler"), NEXT, columns=2)


CONFIRMATIONS: Mapping[str, Confirmation] = {STOP: Confirmation(_propose_stop, _stop)}

# --- messages about concerns -----------------------------------------------------------------------------


async def waits(turn: Turn, payload: Mapping[str, Any]) -> None:
    """Tell somebody who may decide that a concern waits; not after `stop`."""
    found = [each for each in await service.waiting(turn.uow, turn.person) if each.id == payload["concern"]]
    if found and turn.person.stopped_at is None:
        said = tr("🔎 Le travail de {name} attend ton regard.", name=Raw(found[0].first_name or "?"))
        await turn.say(said.with_choices(Choice("/suivi", "Regarder"), MENU, columns=2), purpose="alert")
