"""The purposes of messages in the outbox, as admins read them."""

from __future__ import annotations

from collections.abc import Mapping

from backend.domain.messaging.message import Raw, Tr

PURPOSES: Mapping[str, Tr] = {
    "reply": Tr("réponse"),
    "reminder": Tr("rappel"),
    "learning": Tr("rappel de leçon"),
    "summary": Tr("résumé de la semaine"),
    "month": Tr("résumé du mois"),
    "staff_week": Tr("feuille du lundi"),
    "milestone": Tr("étape d'un projet"),
    "announcement": Tr("annonce"),
    "announcement_result": Tr("suivi d'une annonce"),
    "encouragement": Tr("encouragement"),
    "notice": Tr("avis"),
    "security": Tr("sécurité du compte"),
    "alert": Tr("alerte"),
    "proof": Tr("vérification de son numéro"),
    "huber_question": Tr("question pour une Huber"),
    "huber_answer": Tr("réponse d'une Huber"),
    "team_question": Tr("question d'une Huber à l'équipe"),
    "team_answer": Tr("réponse de l'équipe à une Huber"),
    "work_available": Tr("nouveau travail"),
    "review_result": Tr("retour sur une tâche"),
    "payment": Tr("paiement"),
}
"""Purpose → its name. A check makes sure that no purpose is missing."""


def in_words(purpose: str) -> Tr | Raw:
    """The name of a purpose; an unknown one as it is."""
    return PURPOSES.get(purpose, Raw(purpose))
