"""What the area of earnings brings to the chat."""

from __future__ import annotations

from backend.domain.messaging.message import Tr
from backend.domain.people import commands as people_commands
from backend.services.work import top_ups
from bot.flows.earnings import goal
from bot.flows.earnings import saving as saving_flow
from bot.handlers.earnings import commands, reached, saving
from bot.handlers.engine.dialogue import Dialogue
from bot.handlers.engine.words import Word, any_rest

DIALOGUE = Dialogue(
    flows=((goal.FLOW, commands.goal_facts), (saving_flow.FLOW, saving.facts)),
    commands={people_commands.SetGoal: commands.set_goal, **saving.COMMANDS},
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
                like=("stats", "chiffres"),
            ),
            commands.gains,
        ),
        (
            Word("projet", "work", about=Tr("Mon projet et ce que je mets de côté"), rank=30, like=("projets",)),
            saving.project,
        ),
        (
            Word(
                "mettre de cote",
                "work",
                takes=True,
                aliases=(
                    "epargner",
                    "epargne",
                    "met de cote",
                    "mets de cote",
                    "mettez de cote",
                    "garder de cote",
                    "garde de cote",
                ),
                is_sentence=any_rest,
            ),
            saving.put_aside,
        ),
        (Word("j ai paye", "work", takes=True, is_sentence=any_rest), saving.paid),
        (
            Word(
                "j ai pas paye",
                "work",
                aliases=("je n ai pas paye", "je n ai rien paye", "j ai rien paye", "j ai pas encore paye"),
            ),
            saving.not_paid,
        ),
        (Word("j ai ouvert", "work", takes=True, is_sentence=any_rest), saving.opened),
        (
            Word(
                "j ai pas ouvert",
                "work",
                takes=True,
                aliases=("je n ai pas ouvert", "j ai pas encore ouvert", "je n ai pas encore ouvert"),
                is_sentence=any_rest,
            ),
            reached.not_opened,
        ),
    ),
    wakeups={top_ups.TOPPED_UP: commands.topped_up},
)
