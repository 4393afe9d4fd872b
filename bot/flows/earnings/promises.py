"""What we tell her about her pay, about what becomes of an answer, about her data and about her Huber: what is true of
the product today, in one place. Whoever changes one of these changes what is said of it here (and what a Huber
answers by `canned_replies`, what WhatsApp's templates say, and the version of the conditions, `people.TERMS_VERSION`).

Today: pay is counted and kept, and not sent from the chat; an answer may be refused by a person, with a reason, until
it counts as accepted, be redone once, and brought before another person by the word `recours`; a reported task is not
shown to her again; what is kept of her is not erased by a word of hers.
"""

from __future__ import annotations

from backend.domain.messaging.message import Message, Raw, Tr, tr, trn

# --- pay --------------------------------------------------------------------------------------------

COUNTED = Tr("Tes gains sont comptés et restent à toi.")
NOT_SENT = Tr("Le paiement ne part pas encore de ce chat : pour savoir comment il se fait, écris « huber ».")

# --- an answer --------------------------------------------------------------------------------------


def accepted_after(hours: int) -> Message:
    """When an answer counts as accepted."""
    if hours == 0:
        return tr("Chaque réponse est acceptée tout de suite.")
    return trn(
        "Ta réponse est acceptée après {n} heure sans refus.",
        "Ta réponse est acceptée après {n} heures sans refus.",
        hours,
    )


ACCEPTED_IN_TIME = Tr(
    "Une réponse est acceptée après le délai montré, sans refus. Refusée ? Refais-la, ou écris « recours »."
)
PUT_ASIDE = tr("Merci, c'est noté ! On ne te montre plus cette tâche. Tu ne perds rien.")

# --- her data ---------------------------------------------------------------------------------------

NOT_ERASED = tr(
    "Effacer tes données n'est pas encore possible dans ce chat. Pour en parler à une personne, écris « huber »."
)
RIGHTS = Tr(
    "• Nous ne vendons rien. Effacer tes données n'est pas encore possible dans ce chat.\n"
    "• Une question, ou retirer ton accord ? Écris « huber » : une personne te répond."
)

# --- her Huber --------------------------------------------------------------------------------------


def companion(huber: str | None) -> Message:
    """Who is there for her, and how she writes to her. `huber`: the first name, where there is one Huber for her
    country; "": there are several; None: there is none, and the team answers."""
    if huber is None:
        return tr("Une question ? Écris « huber » : une personne de l'équipe te répond.")
    if huber:
        return tr("*{name}*, ta Huber, t'accompagne dans ton pays. Écris-lui : « huber ».", name=Raw(huber))
    return tr("Ta Huber est la personne qui t'accompagne dans ton pays. Écris-lui : « huber ».")


def paid_by(huber: str | None) -> Message:
    """The same, for whoever is about to work: that pay is not sent from here, and who tells how it is paid."""
    if huber is None:
        how = Tr("Le paiement ne part pas encore de ce chat : l'équipe te dit comment il se fait, écris « huber ».")
    elif huber:
        how = Tr(
            "Le paiement ne part pas encore de ce chat : *{name}*, ta Huber, qui t'accompagne dans ton pays, te dit "
            "comment. Écris-lui : « huber ».",
            {"name": Raw(huber)},
        )
    else:
        how = Tr(
            "Le paiement ne part pas encore de ce chat : ta Huber, qui t'accompagne dans ton pays, te dit comment. "
            "Écris-lui : « huber »."
        )
    return tr("{counted} {how}", counted=COUNTED, how=how)
