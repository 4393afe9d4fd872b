"""What the flow of certificates needs to know, and its command, carried out by the services."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from backend.domain.credentials import CertificateTaken, TakeCertificate
from backend.services import credentials as service
from bot.flows import certificate
from bot.handlers.turn import Turn


async def _facts(turn: Turn, _state: certificate.State) -> certificate.Facts:
    wallet = await service.wallet(turn.uow, turn.person)
    return certificate.Facts(wallet, turn.person.first_name, ticks=turn.edits)


async def _take(turn: Turn, command: TakeCertificate) -> CertificateTaken:
    return await service.take(turn.uow, turn.person, turn.issuer, turn.now, command)


LOADERS: Mapping[str, Callable[[Turn, Any], Awaitable[Any]]] = {"certificate": _facts}
SERVICES: Mapping[type[Any], Callable[[Turn, Any], Awaitable[Any]]] = {TakeCertificate: _take}
