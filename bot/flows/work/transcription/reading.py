"""What she writes of a sound or a picture that is to be written down word for word."""

from __future__ import annotations

import re

from backend.domain.errors import BadInput
from backend.domain.french.spelling import fold
from backend.domain.messaging import intents
from backend.domain.messaging.message import Message, tr
from backend.domain.work.answers import normalise
from backend.domain.work.commands import Task
from bot.flows.work.drafts import Finished, Wrong
from bot.flows.work.transcription import unheard

UNHEARD = tr(
    "Tu n'entends ou ne lis rien ? Touche « Signaler un souci » : tu ne perds rien. Si ce sont les mots de la voix, "
    "écris-les entre guillemets."
)
LISTEN_AGAIN = tr(
    "Le son est plus haut : touche-le pour l'écouter encore. Un mot que tu n'entends pas, écris-le comme ça : [?]."
)
_NOTHING = re.compile(
    r"(?:je |j |on )?(?:n )?(?:ai )?(?:entends?|entendu|comprends?|compris|lis|vois) (?:rien|pas)(?: du tout)?"
)
_QUOTED = re.compile(r"""\s*[«"“]\s*(?P<words>[^«»"“”]+?)\s*[»"”]\s*""")


def taken(task: Task, text: str) -> Finished | Wrong:
    """The words, or what is said to a text that is about the sound or the picture. Quotation marks that only say that
    these are the voice's words are no part of them."""
    if (why := _beside(task, text)) is not None:
        return Wrong(why)
    quoted = _QUOTED.fullmatch(text)
    words = quoted["words"] if quoted is not None and _beside(task, quoted["words"]) is not None else text
    try:
        return Finished(normalise(task.config, words), words="" if quoted is not None else "data")
    except BadInput:
        return Wrong(UNHEARD)


def _beside(task: Task, text: str) -> Message | None:
    """What is said to a text that is no transcription; None if it may be one."""
    if any(sign in text for sign in '«“"'):
        return None
    if intents.read(text) == "none" or _NOTHING.fullmatch(fold(text)) is not None:
        return UNHEARD
    if "audio" not in task.content:
        return None
    if unheard.wants_it_again(text):
        return LISTEN_AGAIN
    return UNHEARD if unheard.of_the_sound(text) else None
