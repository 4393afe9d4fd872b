"""What the area of certificates brings to the chat."""

from __future__ import annotations

from backend.domain.messaging.message import Tr
from bot.flows.certificates import dialogue as certificates_flow
from bot.handlers.certificates import commands, effects
from bot.handlers.engine.dialogue import Dialogue
from bot.handlers.engine.words import Word, any_rest

DIALOGUE = Dialogue(
    flows=((certificates_flow.FLOW, effects.facts),),
    commands=effects.COMMANDS,
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
    ),
)
