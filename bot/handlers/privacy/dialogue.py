"""What this area brings: the words about a person's own data."""

from __future__ import annotations

from backend.domain.messaging.message import Tr
from backend.domain.privacy.commands import MakePersonFile
from bot.flows.privacy import my_data as my_data_flow
from bot.handlers.engine.dialogue import Dialogue
from bot.handlers.engine.words import Word
from bot.handlers.privacy import my_data

DIALOGUE = Dialogue(
    flows=((my_data_flow.FLOW, my_data.facts),),
    commands={MakePersonFile: my_data.make},
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
    ),
    wakeups={"personal data": my_data.ready},
)
