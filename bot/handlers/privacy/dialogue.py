"""What this area brings: the words about a person's own data."""

from __future__ import annotations

from backend.domain.messaging.message import Tr
from backend.domain.privacy.commands import AskErasure, MakePersonFile
from bot.flows.privacy import leaving as leaving_flow
from bot.flows.privacy import my_data as my_data_flow
from bot.handlers.engine.dialogue import Dialogue
from bot.handlers.engine.words import Word
from bot.handlers.privacy import leaving, my_data

DIALOGUE = Dialogue(
    flows=((my_data_flow.FLOW, my_data.facts), (leaving_flow.FLOW, leaving.facts)),
    commands={MakePersonFile: my_data.make, AskErasure: leaving.ask},
    words=(
        (
            Word(
                "mesdonnees",
                about=Tr("Tout ce que je garde sur moi, en fichier"),
                rank=250,
                aliases=("mes donnees", "donnees", "mes donnees personnelles", "voir mes donnees"),
                before_joining=True,
                own_hand=True,
            ),
            my_data.show,
        ),
        (
            Word(
                "supprimer",
                about=Tr("Effacer mon compte"),
                rank=285,
                aliases=(
                    *("supprimer mon compte", "effacer mon compte", "supprimer mes donnees", "effacer mes donnees"),
                    *("effacer tout", "tout effacer", "supprimer compte"),
                ),
                before_joining=True,
                own_hand=True,
            ),
            leaving.show,
        ),
        (Word("je reste", aliases=("rester", "je veux rester", "je reste ici"), before_joining=True), leaving.stay),
    ),
    wakeups={"personal data": my_data.ready},
)
