"""What the area of training brings to the chat: modules, lessons, final tests, revisions, results."""

from __future__ import annotations

from backend.domain.messaging.message import Tr
from bot.flows.training import dialogue as training_flow
from bot.flows.training import final, lesson, revision
from bot.flows.training.lesson_views import TAKE_TEST_IN_WORDS
from bot.handlers.engine.dialogue import Dialogue
from bot.handlers.engine.words import Word
from bot.handlers.training import commands, effects, results

_NEXT_LESSON = (
    *(f"{article}{which}" for article in ("", "la ") for which in ("lecon suivante", "prochaine lecon")),
    *(f"{verb} la lecon" for verb in ("continuer", "je continue", "on continue", "reprendre", "je reprends")),
)
DIALOGUE = Dialogue(
    flows=(
        (training_flow.FLOW, effects.modules_facts),
        (lesson.FLOW, effects.lesson_facts),
        (final.FLOW, effects.final_facts),
        (revision.FLOW, effects.revision_facts),
    ),
    commands=effects.COMMANDS,
    words=(
        (
            Word(
                "formation",
                ("learn", "see the training"),
                about=Tr("Apprendre : les modules et les leçons"),
                alone=dict.fromkeys(("module", "modules", "brouillon", "brouillons"), ""),
                rank=40,
                aliases=("formations",),
            ),
            commands.formation,
        ),
        (Word("progres", "learn", about=Tr("Mes progrès"), rank=50, like=("cohorte",)), commands.progress),
        (
            Word(
                "revision",
                "learn",
                about=Tr("Revoir cinq questions en deux minutes"),
                rank=70,
                aliases=("reviser", "revisions"),
            ),
            commands.revision,
        ),
        (
            Word(
                "statmodule",
                "see results",
                about=Tr("La formation par module, leçon, femme et question"),
                takes=True,
                rank=100,
                like=("progres",),
            ),
            results.show,
        ),
        (
            Word(
                "test final",
                ("learn", "see the training"),
                aliases=("le test final", *TAKE_TEST_IN_WORDS),
            ),
            commands.take_test,
        ),
        (Word("continuer", "learn", aliases=("reprendre", *_NEXT_LESSON)), commands.go_on),
        (
            Word("sources", ("learn", "see the training"), aliases=("source", "les sources", "mes sources")),
            commands.sources,
        ),
    ),
    goes_on=commands.goes_on,
)
