"""Where staff read what is no figure of the chat: « combien de projets ouverts », « exporte le FEC »."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from backend.domain.french.spelling import fold
from backend.domain.messaging.message import Choice, Message, Raw, tr
from backend.domain.people import permissions
from backend.domain.people.permissions import Action
from bot.handlers.engine.turn import Turn
from bot.handlers.payouts import overview

_PLACES: Sequence[tuple[Action, frozenset[str], Message, Choice | None]] = (
    (
        "see projects",
        frozenset(("projet", "projets")),
        tr("Les projets, et ce qui est ouvert : écris « projets »."),
        Choice("/projets", "📦 Projets"),
    ),
    (
        "see payouts",
        frozenset(("frais",)),
        tr("Les frais des paiements, sur 30 jours et par envoi : écris « paiements »."),
        overview.PAYMENTS,
    ),
    (
        "see payouts",
        frozenset(("fec", "comptabilite", "compta", "comptable", "comptables")),
        tr("Les écritures (FEC ou CSV) ne sortent pas d'ici : c'est la commande « hiteuses ledger export »."),
        None,
    ),
    (
        "review",
        frozenset(("recours", "recour", "refus", "refusees", "egalites", "contestations")),
        tr("Les recours, les refus et les égalités : écris « revues »."),
        Choice("/revues", "🔍 Revues"),
    ),
    (
        "announce",
        frozenset(("annonce", "annonces")),
        tr("Écrire à plusieurs, et ce qui est déjà parti : écris « annonces »."),
        Choice("/annonces", "📋 Les annonces"),
    ),
    (
        "invite",
        frozenset(("code", "codes", "invitation", "invitations", "admin", "admins")),
        tr("Un code pour quelqu'un de nouveau : écris « inviter »."),
        Choice("/inviter", "✉️ Inviter"),
    ),
    (
        "give roles",
        frozenset(("collegue", "collegues")),
        tr("Un rôle se donne et se retire : écris « role ». Un code pour quelqu'un de nouveau : « inviter »."),
        Choice("/role", "🎭 Les rôles"),
    ),
    (
        "answer threads",
        frozenset(("lettre", "lettres", "courrier", "courriers")),
        tr("Ce qu'on t'a écrit : écris « messages »."),
        Choice("/messages", "💬 Messages"),
    ),
    (
        "see people",
        frozenset(("huber", "hubers")),
        tr("Une Huber se trouve par son prénom : écris « personne »."),
        Choice("/personne", "🔎 Une personne"),
    ),
)
"""Who may look there, what is named, what is said of it, and the button."""


def of(turn: Turn, unknown: Iterable[str]) -> tuple[Message, tuple[Choice, ...]] | None:
    """What is said of the first of these words that is read elsewhere, and the button that leads there; None if none
    is, or this person may not look there. `unknown`: the words that belong to no question about figures."""
    words = {fold(word): word for word in unknown}
    for action, named, said, choice in _PLACES:
        found = [word for folded, word in words.items() if folded in named]
        if found and permissions.may(turn.person, action):
            lead = tr("Je n'ai pas « {word} » dans mes chiffres.", word=Raw(found[0]))
            return lead + said, (choice,) if choice is not None else ()
    return None
