"""What is promised about pay, answers, data and Hubers, in one place: what the product does today.

Whoever changes that must change the texts here, and in `canned_replies` (a Huber's answers), WhatsApp's templates and
the terms (with `people.TERMS_VERSION`).

Today: accepted pay is sent on the days of payment that the operator has set, else with the team's next run, to the
destination that the person gives with `paiement`. Until it counts as accepted, an answer can be refused by a person,
with a reason; it can then be redone once, or contested with the word `recours`. A reported task is not shown to her
again. An answer that is not the known one of a control task is paid like all others. No word in the chat erases her
data."""

from __future__ import annotations

from datetime import timedelta

from backend.domain.messaging.message import Message, Raw, Tr, tr, trn

# --- pay --------------------------------------------------------------------------------------------

HERS = Tr("Tes gains restent à toi.")
HOW_PAID = Tr("Pour dire où recevoir ta paie, et la suivre : écris « paiement ».")
"""The days of payment are those of the terms of payment: `bot.flows.payouts.pay_days.promise`."""

# --- an answer --------------------------------------------------------------------------------------


def accepted_after(hours: int) -> Message:
    """When an answer counts as accepted. `hours`: the hours of its project without a refusal; 0: at once."""
    if hours == 0:
        return tr("Chaque réponse est acceptée tout de suite.")
    return trn(
        "Ta réponse est acceptée après {n} heure sans refus.",
        "Ta réponse est acceptée après {n} heures sans refus.",
        hours,
    )


def arrives_after(wait: timedelta) -> Message:
    """How long pay usually takes from acceptance until « Reçu » (the median that was measured), in days, rounded up."""
    return trn(
        "💵 Paie reçue {n} jour après, en général.",
        "💵 Paie reçue {n} jours après, en général.",
        max(1, -(-wait // timedelta(days=1))),
    )


ACCEPTED_IN_TIME = Tr(
    "Une réponse est acceptée après le délai montré, sans refus. Refusée ? Refais-la, ou écris « recours »."
)
KNOWN_ANSWERS = Tr("Si tu te trompes sur une réponse connue, on t'explique et tu es payée.")
AGREEMENT = Tr("Répondre autrement que les autres n'est pas une faute et ne change rien à ta paie.")
PAY_STAYS = Tr("Cela ne change rien à ta paie.")
PAID_TOO = Tr("_Pas de souci : c'est payé comme le reste._")
"""Said after an answer that is not the known one of a control task."""
PUT_ASIDE = tr("Merci, c'est noté ! On ne te montre plus cette tâche. Tu ne perds rien.")

# --- her data ---------------------------------------------------------------------------------------

KEPT = tr(
    "Ce que je garde, et combien de temps : écris « confidentialite ». Pour tout voir, écris « mesdonnees ». Pour "
    "effacer ton compte, écris « supprimer » : tu as 14 jours pour changer d'avis."
)
WHO_SEES = tr(
    "🔒 Ta Huber et l'équipe voient ce que tu fais et ce que tu gagnes. Un client voit tes réponses, pas ton nom. "
    "Ta famille ne voit rien, et rien n'est vendu. Mais qui tient ton téléphone lit cette conversation : « discret » "
    "cache les sommes dans mes alertes."
)
WHO_SEES_LEARNING = tr(
    "🔒 Ta Huber et l'équipe voient tes leçons et tes résultats. Ta famille ne voit rien, et rien n'est vendu. Mais "
    "qui tient ton téléphone lit cette conversation."
)
RIGHTS = Tr(
    "• Tes mots : effacés après ma réponse. Rien n'est vendu. Durées : « confidentialité ».\n"
    "• Tout voir : « mesdonnees ». Effacer : « supprimer ».\n"
    "• Question, ou retirer ton accord ? Écris « huber »."
)

# --- her Huber --------------------------------------------------------------------------------------


def companion(huber: str | None) -> Message:
    """Who helps her and how to write to them. `huber`: the first name if her country has one Huber; "" if it has
    several; None if it has none and the team answers."""
    if huber is None:
        return tr("Une question ? Écris « huber » : une personne de l'équipe te répond.")
    if huber:
        return tr("*{name}*, ta Huber, t'accompagne dans ton pays. Écris-lui : « huber ».", name=Raw(huber))
    return tr("Ta Huber est la personne qui t'accompagne dans ton pays. Écris-lui : « huber ».")


def paid_by(huber: str | None, when: Tr) -> Message:
    """For somebody about to work: when and how she is paid (`when`), and who helps her. `huber`: as in `companion`."""
    return tr("{counted} {how}", counted=HERS, how=when) + companion(huber)
