"""What each flow needs to know, loaded before it is asked."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from backend.db.identity import joinings
from backend.db.people import queries as people_rows
from backend.domain.people import places
from backend.domain.people.permissions import may
from backend.services.certificates import badges
from backend.services.identity import identity_verification, joining_seen, linking
from backend.services.threads import service as threads_service
from backend.services.work import batches as batch_service
from backend.services.work import service as work_service
from backend.services.work import tasks
from bot.flows.earnings import goal
from bot.flows.identity import chat_lock, join, joining, link, proof, secret_number
from bot.flows.people import onboarding, place
from bot.flows.reminders import dialogue as reminders_dialogue
from bot.flows.reminders import pause
from bot.flows.work import batch
from bot.flows.work import views as work_views
from bot.handlers.admin import finding
from bot.handlers.announcements import effects as announcements_effects
from bot.handlers.certificates import effects as certificates_effects
from bot.handlers.engine import confirmations
from bot.handlers.engine.turn import Turn
from bot.handlers.people import effects as people_effects
from bot.handlers.threads import effects as threads_effects
from bot.handlers.training import effects as training_effects

LATER = timedelta(days=2)
"""When a reminder comes that does not come within a day of her last word."""


async def load(turn: Turn, flow: str, state: Any) -> Any:
    return await _LOADERS[flow](turn, state)


async def _onboarding(turn: Turn, _state: onboarding.State) -> onboarding.Facts:
    person = await people_rows.person(turn.uow, turn.person.id)
    assert person is not None and person.role is not None
    zone = None if person.zone == "UTC" else person.zone
    learnt = person.role == "hiteuse" and await people_rows.has_agreed(turn.uow, person.id)
    return onboarding.Facts(
        person.first_name,
        person.role,
        person.country,
        zone,
        stopped=person.stopped_at is not None,
        learnt=learnt,
        huber=await threads_service.huber(turn.uow, person.country),
    )


async def _work(turn: Turn, state: work_views.State) -> work_views.Facts:
    if not turn.known:
        row = turn.conversation.task
        turn.task = await tasks.of_row(turn.uow, row) if row else None
        turn.known = True
    offering = state.at == "other" or (state.at in work_views.OFFERING and turn.task is None)
    task = turn.task  # never the late one: that is no lease
    if task is None and state.task and state.at in ("task", "skipping", "problem", "words"):
        task = await tasks.late_task(turn.uow, turn.person, state.task)
    offers = await work_service.offers(turn.uow, turn.person) if offering else ()
    return work_views.Facts(
        country=turn.person.country,
        task=task,
        previous=await tasks.previous(turn.uow, turn.person) if state.at == "previous" else None,
        offers=offers,
        openings=await badges.openings(turn.uow, turn.person) if offering and not offers else (),
        hears=await _hears(turn) if offering and not offers else "asks",
        day_done=offering and await tasks.day_done(turn.uow, turn.person, turn.now),
        ticks=turn.edits,
    )


async def _hears(turn: Turn) -> work_views.Hears:
    """Whether she hears by herself that there is work again."""
    person = turn.person
    resting = person.paused_until is not None and person.paused_until > turn.now
    if person.stopped_at is not None or resting or not await turn.reaches("reminder", turn.now + LATER):
        return "no"
    preference = await people_rows.reminder(turn.uow, person.id)
    return "yes" if preference is not None and preference.days else "asks"


async def _goal(turn: Turn, _state: goal.State) -> goal.Facts:
    return goal.Facts(places.country(turn.person.country).currency)


async def _reminders(turn: Turn, _state: reminders_dialogue.State) -> reminders_dialogue.Facts:
    person = turn.person
    learner = person.role == "trainee"
    pausing = person.paused_until is not None and person.paused_until > turn.now
    return reminders_dialogue.Facts(
        await people_rows.reminder(turn.uow, person.id),
        learner=learner,
        stopped=person.stopped_at is not None,
        paused_until=person.paused_until if pausing else None,
        reached=await turn.reaches("learning" if learner else "reminder", turn.now + LATER),
    )


async def _batch(turn: Turn, _state: batch.State) -> batch.Facts:
    return batch.Facts(await batch_service.projects(turn.uow, turn.person), may(turn.person, "invite"))


async def _pause(turn: Turn, _state: pause.State) -> pause.Facts:
    person = turn.person
    working = turn.conversation.task is not None
    return pause.Facts(
        turn.now, person.zone, working, learner=person.role == "trainee", stopped=person.stopped_at is not None
    )


async def _place(turn: Turn, _state: place.State) -> place.Facts:
    return place.Facts(turn.person.country)


async def _link(turn: Turn, _state: link.State) -> link.Facts:
    chats = await linking.chats(turn.uow, turn.person, turn.waiting.contact_id)
    return link.Facts(chats, await joining_seen.pending(turn.uow, turn.person))


async def _link_join(turn: Turn, _state: join.State) -> join.Facts:
    return join.Facts(turn.person.role == "hiteuse")


async def _link_pin(turn: Turn, _state: secret_number.State) -> secret_number.Facts:
    return secret_number.Facts(await identity_verification.has_pin(turn.uow, turn.person.id))


async def _link_proof(turn: Turn, _state: proof.State) -> proof.Facts:
    return proof.Facts(await identity_verification.opens(turn.uow, turn.person.id, turn.waiting.contact_id, turn.now))


async def _joining(turn: Turn, state: joining.State) -> joining.Facts:
    row = await joinings.get(turn.uow, state.joining)
    if row is None or row["state"] != "asks" or row["giver_id"] != turn.person.id:
        return joining.Facts(None)
    return joining.Facts(await joining_seen.shown(turn.uow, row, turn.person.id))


async def _chat_lock(_turn: Turn, _state: chat_lock.State) -> chat_lock.Facts:
    return chat_lock.Facts()


_LOADERS: dict[str, Callable[[Turn, Any], Awaitable[Any]]] = {
    "onboarding": _onboarding,
    "work": _work,
    "goal": _goal,
    "reminders": _reminders,
    "invite": people_effects.facts,
    "person": finding.facts,
    "batch": _batch,
    "pause": _pause,
    "place": _place,
    "link": _link,
    "link_join": _link_join,
    "link_pin": _link_pin,
    "link_proof": _link_proof,
    "joining": _joining,
    **training_effects.LOADERS,
    **certificates_effects.LOADERS,
    **announcements_effects.LOADERS,
    **threads_effects.LOADERS,
    "confirm": confirmations.facts,
    "chat_lock": _chat_lock,
}
