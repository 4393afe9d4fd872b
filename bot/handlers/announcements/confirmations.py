"""What is asked once more about an announcement: stopping it, trying again to reach whom it has missed, and sending one
whose hour has passed."""

from __future__ import annotations

from collections.abc import Mapping

from backend.domain.announcements.life import ENDED, Announced, AnnouncementState
from backend.domain.errors import Misuse, NotAllowed, NotFound
from backend.domain.messaging.message import Choice, Message, tr, trn
from backend.services.announcements import service, steering
from bot.flows.announcements import report
from bot.flows.engine.confirm import Proposal
from bot.handlers.announcements import missed, second_approval
from bot.handlers.announcements.commands import LIST, NONE, OVER, title
from bot.handlers.engine.confirmations import Arguments, Confirmation
from bot.handlers.engine.turn import Turn

_UNDER_WAY = tr("Je ne réessaie qu'une annonce qui est finie.")


async def _steered(turn: Turn, arguments: Arguments) -> Announced | None:
    """The announcement that is meant; None if there is none. Raises `NotAllowed` if the person may not steer it."""
    try:
        found = await service.get(turn.uow, turn.person, arguments["number"])
    except NotFound:
        return None
    if not service.may_steer(turn.person, found):
        raise NotAllowed
    return found


async def _propose_cancel(turn: Turn, arguments: Arguments) -> Proposal | Message | None:
    found = await _steered(turn, arguments)
    if found is None:
        return NONE.with_choices(LIST)
    if found.state in ENDED:
        return _ended(found.id)
    return Proposal(tr("Arrêter l'annonce « {text} » ? Plus rien ne partira.", text=title(found)["text"]))


def _ended(number: int) -> Message:
    state = Choice(f"/annonce {number}", "📈 Où ça en est")
    return tr("Cette annonce est déjà finie ou arrêtée : plus rien ne part.").with_choices(state)


async def _cancel(turn: Turn, arguments: Arguments) -> Message:
    number = arguments["number"]
    try:
        await steering.cancel(turn.uow, turn.person, number, turn.waiting.channel, turn.now)
    except NotAllowed:
        raise
    except Misuse:  # somebody else's yes came at the same moment, or it has just ended
        return _ended(number)
    await turn.jobs.defer(turn.uow, "announcement", announcement=number)
    return tr("🛑 C'est arrêté : plus rien ne part.").with_choices(Choice(f"/annonce {number}", "📈 Où ça en est"))


async def _propose_retry(turn: Turn, arguments: Arguments) -> Proposal | Message | None:
    found = await _steered(turn, arguments)
    if found is None:
        return NONE.with_choices(LIST)
    if found.state is not AnnouncementState.DONE:
        return _UNDER_WAY.with_choices(Choice(f"/annonce {found.id}", "📈 Où ça en est"))
    people = len(await service.missed(turn.uow, turn.person, found.id, missed.MAX_EXPORTED))
    if not people:
        return None
    return Proposal(
        trn("Réessayer pour {n} personne pas jointe ?", "Réessayer pour {n} personnes pas jointes ?", people)
    )


async def _retry(turn: Turn, arguments: Arguments) -> Message:
    number = arguments["number"]
    state = Choice(f"/annonce {number}", "📈 Où ça en est")
    try:
        people = await steering.retry(turn.uow, turn.person, number, turn.waiting.channel, turn.now)
    except NotAllowed:
        raise
    except Misuse:  # somebody else's yes came at the same moment
        return _UNDER_WAY.with_choices(state)
    if not people:
        return tr("Il n'y a personne que je pourrais joindre maintenant.").with_choices(state)
    await turn.jobs.defer(turn.uow, "announcement", announcement=number)
    return trn("🔁 Je réessaie pour {n} personne.", "🔁 Je réessaie pour {n} personnes.", people).with_choices(state)


async def _propose_approval(turn: Turn, arguments: Arguments) -> Proposal | Message | None:
    try:
        found = await service.get(turn.uow, turn.person, arguments["number"])
    except NotFound:
        return NONE.with_choices(LIST)
    if found.state is not AnnouncementState.ASKED:
        return _over(found.id)
    if not service.may_decide(turn.person, found):
        raise NotAllowed
    return await _at_once(turn, found)


async def _approve(turn: Turn, arguments: Arguments) -> Message:
    try:
        return await second_approval.decide(turn, arguments["number"], yes=True)
    except NotAllowed:
        raise
    except Misuse:  # somebody else decided at the same moment
        return _over(arguments["number"])


async def _propose_resuming(turn: Turn, arguments: Arguments) -> Proposal | Message | None:
    found = await _steered(turn, arguments)
    if found is None:
        return NONE.with_choices(LIST)
    if found.state is not AnnouncementState.PAUSED:
        return _over(found.id)
    return await _at_once(turn, found)


async def _resume(turn: Turn, arguments: Arguments) -> Message:
    number = arguments["number"]
    try:
        await steering.resume(turn.uow, turn.person, number, turn.waiting.channel, turn.now)
    except NotAllowed:
        raise
    except Misuse:  # somebody else's yes came at the same moment
        return _over(number)
    await turn.jobs.defer(turn.uow, "announcement", announcement=number)
    return tr("▶️ C'est reparti : l'annonce part.").with_choices(Choice(f"/annonce {number}", "📈 Où ça en est"))


def _over(number: int) -> Message:
    return OVER.with_choices(Choice(f"/annonce {number}", "📈 Où ça en est"))


async def _at_once(turn: Turn, found: Announced) -> Proposal:
    """That it would go out now, and to how many."""
    now = await service.estimate(turn.uow, turn.person, found.audience, turn.now)
    text = title(found)["text"]
    return Proposal(
        report.planned(found, late=True)
        + trn(
            "Envoyer « {text} » maintenant, à {n} personne ?",
            "Envoyer « {text} » maintenant, à {n} personnes ?",
            now.people,
            text=text,
        )
    )


CONFIRMATIONS: Mapping[str, Confirmation] = {
    "cancel announcement": Confirmation(_propose_cancel, _cancel),
    "retry announcement": Confirmation(_propose_retry, _retry),
    "approve late announcement": Confirmation(_propose_approval, _approve),
    "resume late announcement": Confirmation(_propose_resuming, _resume),
}
