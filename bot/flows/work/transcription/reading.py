"""What she writes of a sound or a picture that is to be written down word for word."""

from __future__ import annotations

import re

from backend.domain.errors import BadInput
from backend.domain.french.spelling import fold
from backend.domain.messaging import intents
from backend.domain.messaging.intent_vocabulary import vocabulary
from backend.domain.messaging.message import Message, tr
from backend.domain.work.answers import normalise
from backend.domain.work.commands import Task
from bot.flows.work.drafts import Finished, Wrong
from bot.flows.work.forms import unreadable
from bot.flows.work.transcription import unheard

UNHEARD = tr(
    "Tu n'entends ou ne lis rien ? Touche « Signaler un souci » : tu ne perds rien. Si ce sont les mots de la voix, "
    "écris-les entre guillemets."
)
UNREAD = tr("Tu ne lis rien ? Touche « Signaler un souci » : tu ne perds rien. [?] est pour un mot, parmi d'autres.")
THE_REST = tr(
    "Écris ce que tu lis, et [?] à la place d'un mot que tu ne peux pas lire. Tu lis trop peu ? Touche « Signaler un "
    "souci » : tu ne perds rien."
)
LISTEN_AGAIN = tr(
    "Le son est plus haut : touche-le pour l'écouter encore. Un mot que tu n'entends pas, écris-le comme ça : [?]."
)
NOT_HEARD = tr("Tu n'entends rien ? Touche « Signaler un souci » : tu ne perds rien.")
HEAR_IT = tr("Le son est plus haut : touche-le pour l'écouter encore.")
_NOTHING = re.compile(
    r"(?:je |j |on )?(?:n )?(?:ai )?(?:entends?|entendu|comprends?|compris|lis|vois) (?:rien|pas)(?: du tout)?"
    r"|(?:il )?(?:n )?y a (?:rien|r|pas)(?: (?:d ?)?\w+){0,3}"
)
COPY_IT = tr("Le texte montré est déjà juste ? Écris-le tel quel, en entier.")
_IS_RIGHT = re.compile(
    r"(?:(?:oui|ok|non|mais|tout|c|est|c est|ca|il|elle|le texte|deja|bien|la|tres) )*+"
    r"(?:la meme chose|meme chose|meme texte|pareil|idem|identique|juste?|correct|bon|rien a (?:corriger|changer|dire)"
    r"|(?:(?:il )?y a )?(?:pas|aucune?|sans)(?: de)? (?:faute|erreur|changement)s?)(?: (?:la|deja|oui|merci))*"
)
"""What says that the text that is shown with a picture needs no correction."""
_FRAME = re.compile(
    r"\s*(?:(?:c['’ ]?est|c|y ?a|il y a|on a|c['’]?était)\s+(?:bien\s+)?(?:[ée]cri\w*|marqu\w*|not[ée]\w*|inscrit\w*)"
    r"|(?:on|je)\s+(?:lit|lis|voit\s+[ée]crit|vois\s+[ée]crit))\s*:?\s+(?P<words>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
"""« C'est écrit SOLDES »: of a picture, the words around what stands on it."""
_LEADS = re.compile(r"\s*[Cc](?:['’ ]?est)?\s+(?P<words>\S.*)", re.DOTALL)
"""« C'est CHEZ ADJOUA »: small letters before a sign in capitals."""
_DOUBT = re.compile(r"(?<![\s,])[\s,]+(?:je crois|je pense|il me semble|je suis pas s[ûu]re?)[\s.!]*$", re.IGNORECASE)
_QUOTED = re.compile(r"""\s*[«"“]\s*(?P<words>[^«»"“”]+?)\s*[»"”]\s*""")


def taken(task: Task, text: str) -> Finished | Wrong:
    """The words, or what is said to a text that is about the sound or the picture. Quotation marks that only say that
    these are the voice's words are no part of them."""
    if (why := _beside(task, text)) is not None:
        return Wrong(why)
    if "audio" not in task.content:
        text = _on_the_picture(text)
    quoted = _QUOTED.fullmatch(text)
    words = quoted["words"] if quoted is not None and _beside(task, quoted["words"]) is not None else text
    try:
        return Finished(normalise(task.config, words), words="" if quoted is not None else "data")
    except BadInput:
        return Wrong(UNHEARD if "audio" in task.content else UNREAD)


def of_a_sound(text: str) -> Message | None:
    """What is said to a text about the sound where the answer is no transcription; None if it is not about that."""
    if unheard.wants_it_again(text):
        return HEAR_IT
    return NOT_HEARD if unheard.of_the_sound(text) or _NOTHING.fullmatch(fold(text)) else None


def _on_the_picture(text: str) -> str:
    """The words that stand on a picture, without those that only lead to them or doubt them."""
    led = _LEADS.fullmatch(text)
    found = led if led is not None and led["words"].isupper() and not text.isupper() else _FRAME.fullmatch(text)
    return _DOUBT.sub("", found["words"] if found is not None else text) or text


def _beside(task: Task, text: str) -> Message | None:
    """What is said to a text that is no transcription; None if it may be one."""
    if any(sign in text for sign in '«“"'):
        return None
    said = fold(" ".join(vocabulary().words(text)))
    if intents.read(text) == "none" or any(map(_NOTHING.fullmatch, (fold(text), said))):
        return UNHEARD if "audio" in task.content else UNREAD
    if "image" in task.content and unreadable.says_so(text):
        return THE_REST
    if "audio" not in task.content:
        return COPY_IT if "text" in task.content and _IS_RIGHT.fullmatch(fold(text)) is not None else None
    if unheard.wants_it_again(text):
        return LISTEN_AGAIN
    return UNHEARD if unheard.of_the_sound(text) else None
