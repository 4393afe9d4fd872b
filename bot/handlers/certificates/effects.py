"""The facts of the certificate flow, and its command."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backend.domain.certificates.credentials import CertificateTaken, TakeCertificate
from backend.services.certificates import credentials as service
from bot.flows.certificates import dialogue as certificates_dialogue
from bot.handlers.engine.dialogue import Execute
from bot.handlers.engine.turn import Turn


async def facts(turn: Turn, _state: certificates_dialogue.State) -> certificates_dialogue.Facts:
    """Load her certificates and her first name."""
    wallet = await service.wallet(turn.uow, turn.person)
    return certificates_dialogue.Facts(wallet, turn.person.first_name, ticks=turn.edits)


async def _take(turn: Turn, command: TakeCertificate) -> CertificateTaken:
    return await service.take(turn.uow, turn.person, turn.issuer, turn.now, command)


COMMANDS: Mapping[type[Any], Execute] = {TakeCertificate: _take}
