"""The facts of the flows about chats and secret numbers."""

from __future__ import annotations

from backend.db.identity import joinings
from backend.domain.identity.joining import JoiningState
from backend.services.identity import identity_verification, joining_seen, linking
from bot.flows.identity import chat_lock, join, joining, link, proof, secret_number
from bot.handlers.engine.turn import Turn


async def link_(turn: Turn, _state: link.State) -> link.Facts:
    """Load the person's chats and the links that are under way."""
    chats = await linking.chats(turn.uow, turn.person, turn.waiting.contact_id)
    return link.Facts(chats, await joining_seen.pending(turn.uow, turn.person))


async def link_join(turn: Turn, _state: join.State) -> join.Facts:
    """Load whether the person is a hiteuse."""
    return join.Facts(turn.person.role == "hiteuse")


async def link_pin(turn: Turn, _state: secret_number.State) -> secret_number.Facts:
    """Load whether the person has a secret number."""
    return secret_number.Facts(await identity_verification.has_pin(turn.uow, turn.person.id))


async def link_proof(turn: Turn, _state: proof.State) -> proof.Facts:
    """Load what can prove whose this chat is."""
    return proof.Facts(await identity_verification.opens(turn.uow, turn.person.id, turn.waiting.contact_id, turn.now))


async def joining_(turn: Turn, state: joining.State) -> joining.Facts:
    """Load the link that this account is asked to agree to; none if it is over or is not asked of this person."""
    row = await joinings.get(turn.uow, state.joining)
    if row is None or row.state is not JoiningState.ASKS or row.giver_id != turn.person.id:
        return joining.Facts(None)
    return joining.Facts(await joining_seen.shown(turn.uow, row, turn.person.id))


async def chat_lock_(_turn: Turn, _state: chat_lock.State) -> chat_lock.Facts:
    """No facts are needed."""
    return chat_lock.Facts()
