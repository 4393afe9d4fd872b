"""`mon compte` and `declarer`: the steps to an account that holds more, and to a registered activity."""

from __future__ import annotations

from backend.domain.earnings.commands import ReachedNoted
from backend.domain.messaging.message import Francs, Message, tr
from backend.domain.payouts import guides
from backend.domain.payouts.guides import Guide, ReachGuide, Topic
from backend.services.payouts import destinations as destination_service
from backend.services.payouts import guides as service
from backend.services.payouts import keys as key_service
from bot.flows.payouts import guide as flow
from bot.handlers.engine import flow_engine
from bot.handlers.engine.turn import Turn


async def bank(turn: Turn, _rest: str = "") -> None:
    """`mon compte`: a wallet in her name, or a bank account."""
    await flow_engine.open_flow(turn, "guide", "")


async def business(turn: Turn, _rest: str = "") -> None:
    """`declarer`: how an activity is registered in her country."""
    await flow_engine.open_flow(turn, "guide", "business")


async def facts(turn: Turn, _state: flow.State) -> flow.Facts:
    """Load what is known for her country and operator."""
    standing = await destination_service.standing(
        turn.uow, turn.person, await key_service.keys(turn.uow, turn.key_source)
    )
    operator = standing.destination.operator if standing.destination is not None else ""
    found: dict[Topic, Guide] = {}
    for topic in guides.TOPICS:
        if (known := guides.guide(topic, turn.person.country, operator)) is not None:
            found[topic] = known
    return flow.Facts(found, await service.reached(turn.uow, turn.person))


async def reach(turn: Turn, command: ReachGuide) -> ReachedNoted:
    """Record that she is through the steps."""
    return ReachedNoted(await service.reach(turn.uow, turn.person, command.topic, turn.now))


async def nearly_full(turn: Turn, payout_id: int) -> Message | None:
    """What to tell her beside a payment that brings her wallet near its ceiling; None if it does not."""
    found = await service.nearly_full(turn.uow, turn.person, payout_id, turn.now)
    if found is None or found.ceiling is None:
        return None
    return tr(
        "💡 Un compte mobile money qui n'est pas identifié garde {ceiling} au plus : le tien est peut-être bientôt "
        "plein. Pour le faire identifier, écris « mon compte ».",
        ceiling=Francs(found.ceiling),
    )
