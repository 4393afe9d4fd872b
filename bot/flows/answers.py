"""Reading what she typed as one of the open choices, and kind words where that cannot be done."""

from __future__ import annotations

import re
from collections.abc import Sequence

from backend.domain.message import Choice, Message, tr
from backend.domain.words import fold, nearest
from bot.flows.asides import goes

PICK = tr("Choisis une des réponses ci-dessous.")

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
SILENT = frozenset({"reaction", "system"})
"""What nobody expects an answer to: a heart on a message, and what a platform says by itself."""


GOING_ON = frozenset({"next", "right"})
"""Ids of the choices that only lead on; with one such choice, "ok" and "oui" are that one."""
ACCEPTING = "accept:"
"""How the ids begin of what takes up the work that is offered."""


def odd(kind: str) -> Message:
    """What to say to something that no question asks for, a file by its kind too."""
    kind = "file" if kind == "document" else kind
    return _ODD.get(kind, tr("Je ne sais pas lire ce message. Écris, ou touche un bouton."))


def match(typed: str, choices: Sequence[tuple[Choice, str]], *, free: bool, asides: bool = False) -> str | None:
    """The id of the choice that was typed: its number, or its label, without accents or with a small
    slip. `choices`: each with its label as shown, in order; numbers count the answers, and after them
    what is beside the matter only where the channel shows those (`asides`). `free`: her own words are
    asked for; then only a whole label counts."""
    text = fold(typed)
    if not text:
        return None
    labels = [(fold(label), choice.id) for choice, label in choices]
    whole = [choice_id for label, choice_id in labels if label == text]
    if len(whole) == 1:
        return whole[0]
    if free:
        return None
    if goes(typed):  # "ok" to an offer, to a screen that she has read, to "Tout est juste"
        on = [choice.id for choice, _ in choices if choice.id in GOING_ON or choice.id.startswith(ACCEPTING)]
        if len(on) == 1:
            return on[0]
    if text in ("oui", "non"):  # a whole answer to "Oui, réunir" and "Non merci"
        said = [choice_id for label, choice_id in labels if label.split()[:1] == [text]]
        return said[0] if len(said) == 1 else None
    number = text.rstrip(" .)")
    if number.isascii() and number.isdigit():
        numbered = [choice.id for choice, _ in choices if not choice.aside]
        if asides:
            numbered += [choice.id for choice, _ in choices if choice.aside]
        return _at(number, numbered)
    close = nearest(text, {label for label, _ in labels if label})
    if len(close) == 1:
        (only,) = close
        found = [choice_id for label, choice_id in labels if label == only]
        return found[0] if len(found) == 1 else None
    return None


_BETWEEN = re.compile(r"[,;\n/+&]|\bet\b", re.IGNORECASE)
"""What may stand between several labels; between numbers anything does."""


def match_several(typed: str, choices: Sequence[tuple[Choice, str]]) -> tuple[str, ...] | None:
    """The ids of the answers that were typed at once, in the order of the question: their numbers
    ("1 3", "1, 3 et 4") or labels ("bananes, mangues"). None when any part is none of them."""
    open_ = [(choice, label) for choice, label in choices if not choice.aside]
    ids = [choice.id for choice, _ in open_]
    numbers = fold(_BETWEEN.sub(" ", typed)).split()
    if numbers and all(n.isascii() and n.isdigit() for n in numbers):
        found = [_at(number, ids) for number in numbers]
    else:
        found = [match(part, open_, free=False) for part in _BETWEEN.split(typed) if fold(part)]
    if not found or None in found:
        return None
    return tuple(choice_id for choice_id in ids if choice_id in found)


def _at(number: str, ids: Sequence[str]) -> str | None:
    place = int(number[:4])
    return ids[place - 1] if 1 <= place <= len(ids) else None
