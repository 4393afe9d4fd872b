"""What the area of earnings brings to the chat."""

from __future__ import annotations

from backend.domain.messaging.message import Tr
from backend.domain.people import commands as people_commands
from backend.services.work import top_ups
from bot.flows.earnings import goal
from bot.handlers.earnings import commands
from bot.handlers.engine.dialogue import Dialogue
from bot.handlers.engine.words import Word

DIALOGUE = Dialogue(
    flows=((goal.FLOW, commands.goal_facts),),
    commands={people_commands.SetGoal: commands.set_goal},
    words=(
        (
            Word(
                "gains",
                "work",
                about=Tr("Voir ce que j'ai gagné"),
                rank=20,
                aliases=("gain",),
                before_joining=True,
                of_pay=True,
            ),
            commands.gains,
        ),
        (Word("projet", "work", about=Tr("Mon projet à financer"), rank=30), commands.goal),
    ),
    wakeups={top_ups.TOPPED_UP: commands.topped_up},
)
