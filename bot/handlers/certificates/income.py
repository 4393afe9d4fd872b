"""`attestation`: a certificate of income as a PDF."""

from __future__ import annotations

import asyncio
import hashlib

from backend.db.messaging import media as media_rows
from backend.domain.certificates.credentials import Credential
from backend.domain.certificates.income import PREFIX, IncomeTaken, TakeIncome
from backend.services.certificates import income as service
from backend.services.identity import identity_verification
from bot.flows.certificates import income as flow
from bot.handlers.engine import flow_engine
from bot.handlers.engine.turn import Turn


async def show(turn: Turn, _rest: str = "") -> None:
    """`attestation`: open the flow that asks for the period and what the document shows."""
    await flow_engine.open_flow(turn, "income", {})


async def again(turn: Turn, credential: Credential | None, what: str) -> None:
    """A button under a certificate of income: its link, or the way to another one."""
    if credential is not None and what == "lien":
        await turn.say(flow.link(credential))
    else:
        await show(turn)


async def facts(turn: Turn, _state: flow.State) -> flow.Facts:
    """Load her income, the name that she uses on certificates, and whether she has a secret number."""
    found = await service.incomes(turn.uow, turn.person, turn.now)
    name = await service.last_name(turn.uow, turn.person)
    has_pin = await identity_verification.has_pin(turn.uow, turn.person.id)
    return flow.Facts(found, name, turn.person.first_name, has_pin)


async def take(turn: Turn, command: TakeIncome) -> IncomeTaken:
    """Issue the certificate and draw it. The channels name files by content."""
    from bot.pictures import income_pdf  # imported late: it loads a large library

    credential = await service.take(turn.uow, turn.person, turn.issuer, turn.now, command)
    if credential is None:
        return IncomeTaken(None)
    content = await asyncio.to_thread(income_pdf.pdf, credential)
    digest = hashlib.sha256(content).hexdigest()
    await media_rows.add_personal(turn.uow, turn.person.id, digest, "application/pdf", content, turn.now)
    return IncomeTaken(credential, digest, f"attestation-revenus-{credential.key.removeprefix(PREFIX)}.pdf")
