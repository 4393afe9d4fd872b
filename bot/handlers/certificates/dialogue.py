"""What the area of certificates brings to the chat."""

from __future__ import annotations

from backend.domain.certificates.income import TakeIncome
from backend.domain.messaging.message import Tr
from bot.flows.certificates import dialogue as certificates_flow
from bot.flows.certificates import income as income_flow
from bot.handlers.certificates import commands, effects, income
from bot.handlers.engine.dialogue import Dialogue
from bot.handlers.engine.words import Word, any_rest

_INCOME = (
    *("attestations", "mes attestations", "preuve de revenus"),
    *(f"{article}attestation de revenus" for article in ("", "mon ", "une ", "l ")),
)
"""Other names of `attestation`."""
DIALOGUE = Dialogue(
    flows=((certificates_flow.FLOW, effects.facts), (income_flow.FLOW, income.facts)),
    commands={**effects.COMMANDS, TakeIncome: income.take},
    words=(
        (
            Word(
                "certificat",
                "learn",
                about=Tr("Mes badges et mes certificats"),
                takes=True,
                rank=60,
                aliases=("certificats", "badge", "badges"),
                is_sentence=any_rest,
            ),
            commands.show,
        ),
        (
            Word("attestation", "work", aliases=_INCOME),
            income.show,
        ),
    ),
)
