"""Replies to what is no text and no tap: stickers, voices, files, edits."""

from __future__ import annotations

from backend.domain.messaging.message import Message, tr

_ODD = {
    "edited": tr("Tu as modifié un ancien message : je ne le relis pas. Réponds ici, s'il te plaît."),
    "sticker": tr("Joli ! Mais je ne sais pas lire les autocollants. Écris, ou touche un bouton."),
    "voice": tr("Je ne peux pas encore écouter les messages vocaux. Écris, ou touche un bouton."),
    "audio": tr("Je ne peux pas encore écouter les sons. Écris, ou touche un bouton."),
    "empty": tr("Ton message est vide. Écris, ou touche un bouton."),
    "file": tr("Je n'ai pas besoin de fichier ici. Écris, ou touche un bouton."),
    "image": tr("Je n'ai pas besoin de photo ici. Écris, ou touche un bouton."),
    "video": tr("Je ne sais pas regarder les vidéos. Écris, ou touche un bouton."),
    "location": tr("Je n'ai pas besoin de ta position. Écris, ou touche un bouton."),
    "contact": tr("Je n'ai pas besoin de ce contact. Écris, ou touche un bouton."),
    "deleted": tr("Tu as effacé un message. Ce que tu as déjà répondu compte toujours."),
}
TO_A_PERSON = tr("Pour l'envoyer à une personne, écris d'abord « huber ».")
"""How a file reaches a person, who can look at it or listen to it."""
TO_A_WOMAN = tr("Pour l'envoyer à une femme : « messages », puis son prénom.")
"""The same for those to whom women write."""
SILENT = frozenset({"reaction", "system"})
"""Kinds of messages that get no reply: reactions, and what a platform sends by itself."""


def reply(kind: str) -> Message:
    """The reply to a message that no question takes, by its kind (see `_ODD`)."""
    kind = "file" if kind == "document" else kind
    return _ODD.get(kind, tr("Je ne sais pas lire ce message. Écris, ou touche un bouton."))
