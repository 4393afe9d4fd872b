"""What the area of announcements brings to the chat."""

from __future__ import annotations

from backend.domain.messaging.message import Tr
from bot.flows.announcements import dialogue as announcements_flow
from bot.handlers.announcements import commands, effects, responses
from bot.handlers.engine.dialogue import Dialogue
from bot.handlers.engine.words import Word

DIALOGUE = Dialogue(
    flows=((announcements_flow.FLOW, effects.facts),),
    commands=effects.COMMANDS,
    words=(
        (
            Word(
                "annonce",
                "announce",
                about=Tr("Écrire à toutes, et voir ce qu'il en sort"),
                takes=True,
                rank=80,
                aliases=("annonces", "annoncer"),
                is_sentence=commands.is_text,
            ),
            commands.show,
        ),
        (
            Word(
                "arreter annonce",
                "announce",
                takes=True,
                aliases=tuple(
                    f"{verb} {which}"
                    for verb in ("arreter", "arrete", "annuler", "annule", "stopper", "stoppe")
                    for which in ("l annonce", "annonce", "mon annonce", "cette annonce")
                ),
            ),
            commands.cancel,
        ),
        (Word("annonce vote"), responses.vote),
        (Word("annonce lu"), responses.read),
        (Word("annonce oui"), responses.interested),
        (Word("annonce voir"), responses.whole),
    ),
    confirmations=commands.CONFIRMATIONS,
)
