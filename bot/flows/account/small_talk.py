"""What people say beside the matter: "bonjour", "j'ai combien", "je comprends pas", "ne m'écrivez plus".

No question asks for it. Where it cannot be the answer, it is answered and the open question stands as before; where
any words may be the answer, she is asked which it is, and her words are kept until she has said so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from backend.domain.messaging.intents import Intent
from backend.domain.messaging.message import Choice, Message, Tr, tr
from backend.domain.people.commands import Role
from bot.flows.earnings import promises
from bot.flows.engine.kit import Step

IN_PASSING = frozenset({"okay", "mark", "unsure"})
"""What says nothing to a question with choices: it says itself what it expects."""
_OF_LEARNERS = frozenset(
    {"mistake", "money", "waiting", "unpaid", "payday", "price", "other", "work", "learn", "person"}
)
"""What only those say who work or learn here: of others it may be a question about figures."""
_OF_A_REPORT = frozenset({"flaw", "none", "unsure", "lost"})
"""What is asked for where she tells what is wrong with a task."""


def concerns(intent: Intent, role: Role | None) -> bool:
    """Whether it means anything where somebody of this role says it."""
    return intent not in _OF_LEARNERS or role in ("hiteuse", "trainee")


def belongs(lead: str, flow: str, at: str) -> bool:
    """Whether it is what the open question asks for. `at`: where in its flow she is."""
    return (flow, at) in (("work", "problem"), ("work", "words")) and lead in _OF_A_REPORT


Heard = Literal["beside", "unsure", "answer"]


def weigh(step: Step[Any], loose: str | None, strict: str | None) -> Heard:
    """What her words are to the open question. `step`: what that makes of them. `loose`, `strict`: what they say
    beside the matter, read loosely or without a doubt; None: nothing."""
    if step.misread:
        return "answer" if loose is None or loose in IN_PASSING else "beside"
    return "unsure" if step.words and strict is not None else "answer"


@dataclass(frozen=True, slots=True)
class Doubt:
    """What she is asked where it may be her answer, and the button for what she may want instead."""

    asked: Message
    want: Tr


DOUBTS: Mapping[Intent, Doubt] = {
    "money": Doubt(tr("Tu veux savoir ce que tu as gagné, ou c'est ta réponse ?"), Tr("💰 Mes gains")),
    "unpaid": Doubt(tr("Tu parles de ton argent, ou c'est ta réponse ?"), Tr("💰 Mon argent")),
    "waiting": Doubt(tr("Tu veux savoir quand ça compte, ou c'est ta réponse ?"), Tr("⏳ Quand ça compte")),
    "payday": Doubt(tr("Tu veux savoir quand tu es payée, ou c'est ta réponse ?"), Tr("💰 Mon argent")),
    "price": Doubt(tr("Tu demandes le prix, ou c'est ta réponse ?"), Tr("Le prix")),
    "lost": Doubt(tr("Tu veux de l'aide, ou c'est ta réponse ?"), Tr("❓ De l'aide")),
    "person": Doubt(tr("Tu veux parler à quelqu'un, ou c'est ta réponse ?"), Tr("💬 Écrire à ma Huber")),
    "leave": Doubt(tr("Tu ne veux plus que je t'écrive, ou c'est ta réponse ?"), Tr("Plus de messages")),
    "erase": Doubt(tr("Tu veux faire effacer tes données, ou c'est ta réponse ?"), Tr("Effacer mes données")),
    "mistake": Doubt(tr("Tu veux corriger ta dernière réponse, ou c'est ta réponse ?"), Tr("↩️ Corriger")),
    "flaw": Doubt(tr("Cette tâche a un souci, ou c'est ta réponse ?"), Tr("⚠️ Elle a un souci")),
    "unsure": Doubt(tr("Tu ne sais pas, ou c'est ta réponse ?"), Tr("Je ne sais pas")),
    "none": Doubt(tr("Il n'y a rien à répondre, ou c'est ta réponse ?"), Tr("Rien à répondre")),
    "rest": Doubt(tr("Tu veux faire une pause, ou c'est ta réponse ?"), Tr("⏸ Une pause")),
    "work": Doubt(tr("Tu cherches du travail, ou c'est ta réponse ?"), Tr("💼 Du travail")),
    "other": Doubt(tr("Tu veux un autre travail, ou c'est ta réponse ?"), Tr("🔁 Autre travail")),
    "learn": Doubt(tr("Tu veux te former, ou c'est ta réponse ?"), Tr("📚 Me former")),
    "trust": Doubt(tr("Tu veux savoir qui je suis, ou c'est ta réponse ?"), Tr("Qui es-tu ?")),
    "greeting": Doubt(tr("👋 Tu me salues, ou c'est ta réponse ?"), Tr("Je te salue")),
    "evening": Doubt(tr("👋 Tu me salues, ou c'est ta réponse ?"), Tr("Je te salue")),
    "thanks": Doubt(tr("Tu me remercies, ou c'est ta réponse ?"), Tr("Je te remercie")),
    "okay": Doubt(tr("Tu me dis que c'est bon, ou c'est ta réponse ?"), Tr("C'est bon")),
    "mark": Doubt(tr("C'est ta réponse, ou juste un signe pour moi ?"), Tr("Juste un signe")),
}

PAYDAY = tr("Tout ce que tu gagnes est noté et reste à toi : écris « gains ».") + Message((promises.NOT_SENT,))
GREETED = tr("Contente de te lire ! 👋")
"""Good at any hour: whoever answers here knows no clock."""
ANSWERS: Mapping[Intent, Message] = {
    "greeting": GREETED,
    "evening": GREETED,
    "thanks": tr("Avec plaisir ! 💛"),
    "okay": tr("Très bien ! 👍"),
    "mark": tr("💛"),
    "lost": tr(
        "Pas de souci, on y va doucement. Touche un bouton, ou écris ta réponse. "
        "Pour parler à une personne, écris « huber »."
    ),
    "price": tr(
        "C'est gratuit : on ne te demande jamais d'argent. Avant chaque travail, tu vois ce qu'il te rapporte."
    ),
    "money": PAYDAY,
    "waiting": tr("⏳ *En attente* : c'est noté, et pas encore accepté.") + Message((promises.ACCEPTED_IN_TIME,)),
    "payday": PAYDAY,
    "unpaid": PAYDAY,
    "leave": tr(
        "Tu ne veux plus que je t'écrive ? Écris « stop », et je ne t'écris plus de moi-même. Ce que tu as gagné reste "
        "à toi. Pour changer seulement les jours ou l'heure, écris « rappels »."
    ),
    "erase": promises.NOT_ERASED,
    "rest": tr("Prends ton temps : je garde ta place. Quand tu veux, on continue ici."),
    "trust": tr(
        "Je suis le robot de hiteuses. Ici, tu entres sur invitation, et on ne te demande jamais d'argent. "
        "Pour parler à une personne, écris « huber »."
    ),
}
"""What is said to it wherever nothing more can be done; where more can, `bot.handlers.account.small_talk_replies`
does it."""


def choice(lead: str, doubt: Doubt) -> Choice:
    """The button of a doubt: a word of the chat, for that message only."""
    return Choice(f"/demande {lead}", doubt.want)
