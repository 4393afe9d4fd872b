"""What the flow of certificates needs to know, and its command, carried out by the services."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from backend.domain.certificates.credentials import CertificateTaken, TakeCertificate
from backend.services.certificates import credentials as service
from bot.flows.certificates import dialogue as certificates_dialogue
from bot.handlers.engine.turn import Turn


async def _facts(turn: Turn, _state: certificates_dialogue.State) -> certificates_dialogue.Facts:
    wallet = await service.wallet(turn.uow, turn.person)
    return certificates_dialogue.Facts(wallet, turn.person.first_name, ticks=turn.edits)


async def _take(turn: Turn, command: TakeCertificate) -> CertificateTaken:
    return await service.take(turn.uow, turn.person, turn.issuer, turn.now, command)


LOADERS: Mapping[str, Callable[[Turn, Any], Awaitable[Any]]] = {"certificate": _facts}
SERVICES: Mapping[type[Any], Callable[[Turn, Any], Awaitable[Any]]] = {TakeCertificate: _take}
