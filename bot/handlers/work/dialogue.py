"""What the area of work brings to the chat: tasks, and the import of batches."""

from __future__ import annotations

from backend.domain.messaging.message import Tr
from backend.domain.work.batches import CheckBatch
from bot.flows.people import hard_content
from bot.flows.work import batch, instruction_voice
from bot.flows.work import dialogue as work_flow
from bot.handlers.engine.dialogue import Dialogue
from bot.handlers.engine.words import Word, any_rest
from bot.handlers.work import batches, commands, effects, instruction_voices

DIALOGUE = Dialogue(
    flows=(
        (work_flow.FLOW, effects.facts),
        (batch.FLOW, batches.facts),
        (hard_content.FLOW, effects.hard_content_facts),
        (instruction_voice.FLOW, instruction_voices.facts),
    ),
    commands={**effects.COMMANDS, CheckBatch: batches.check, **instruction_voices.COMMANDS},
    words=(
        (
            Word(
                "travail",
                "work",
                about=Tr("Travailler : la prochaine tâche ou les offres"),
                rank=10,
                aliases=("travailler",),
                like=("projets",),
            ),
            commands.work,
        ),
        (Word("contenus", "work"), commands.hard_content),
        (Word("avis", "work", takes=True, is_sentence=any_rest, like=("projets",)), commands.rate),
        (Word("corriger", "work", about=Tr("Corriger ma dernière réponse"), rank=150), commands.correct),
        (Word("ecouter", "work", takes=True, is_sentence=any_rest), instruction_voices.listen),
        (
            Word("lot", "import", about=Tr("Importer un lot de tâches"), rank=170, takes=True, is_sentence=any_rest),
            batches.show,
        ),
        (Word("importer", "import"), batches.import_),
    ),
    wakeups=batches.WAKEUPS,
    goes_on=commands.goes_on,
)
