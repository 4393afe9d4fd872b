"""The messages to a hiteuse whose answers show that she needs help, and about decisions on that
(`backend.domain.quality.conduct`)."""

from __future__ import annotations

from collections.abc import Mapping

from backend.domain.messaging.message import Choice, Message, Raw, Tr, tr
from backend.domain.messaging.texts import lines
from backend.domain.quality.conduct import Signal, Step
from backend.records import replace
from bot.flows.earnings.promises import PAY_STAYS

GO_ON = Choice("/travail", "💼 Continuer")
LESSON = Choice("/formation", "📚 Une leçon")
HUBER = Choice("/huber", "💬 Ma Huber")
GUIDE = Choice("/aide", "📖 La consigne")

NOTICED: Mapping[Signal, Tr] = {
    "hasty": Tr("🌿 Tes réponses à *{title}* arrivent très vite : parfois avant qu'on ait le temps de lire."),
    "same": Tr("🌿 Tes dernières réponses à *{title}* sont toutes les mêmes."),
    "drift": Tr("🌿 À *{title}*, tu réussissais mieux avant : c'est peut-être la fatigue."),
}
ADVICE: Mapping[Signal, Tr] = {
    "hasty": Tr(
        "Fais une petite pause si tu veux, puis lis chaque tâche jusqu'au bout. Tu hésites ? Touche « Passer »."
    ),
    "same": Tr("C'est possible ! Relis juste la consigne, et regarde chaque tâche pour elle-même."),
    "drift": Tr("Une pause, une leçon, et ça revient."),
}
WHY: Mapping[Signal, Tr] = {
    "hasty": Tr("beaucoup de réponses étaient plus rapides que la lecture"),
    "same": Tr("beaucoup de réponses étaient toutes les mêmes"),
    "drift": Tr("beaucoup de réponses connues d'avance étaient fausses"),
}
SECOND = Tr("Pour quelque temps, tu ne reçois pas les tâches sur lesquelles d'autres ne sont pas d'accord.")
THIRD = Tr(
    "Une personne de l'équipe va regarder avec toi. Tu continues comme avant. Tu veux expliquer ? Écris « huber »."
)


def helped(title: str, signal: Signal, step: Step) -> Message:
    """The message of a step: what was noticed, advice, and what changes."""
    noticed = replace(NOTICED[signal], values={"title": Raw(title)})
    said = {Step.HELP: (noticed, ADVICE[signal]), Step.EASY: (noticed, ADVICE[signal], SECOND)}
    message = Message((lines(*said.get(step, (noticed, THIRD)), PAY_STAYS),))
    learn = LESSON if signal == "drift" else GUIDE
    return message.with_choices(GO_ON, HUBER if step is Step.PERSON else learn, columns=2)


def decided(title: str, signal: Signal, decision: str) -> Message:
    """The message about a decision, made by her later answers or by a person."""
    named = Raw(title)
    match decision:
        case "better":
            said = tr("🌱 Tes réponses à *{title}* sont de nouveau bonnes : tu reçois toutes les tâches.", title=named)
        case "well":
            said = tr("✅ Une personne a regardé ton travail sur *{title}* : tout va bien.", title=named)
            said += tr("Tu reçois toutes les tâches.")
        case "easy":
            said = tr("🌱 Une personne a regardé ton travail sur *{title}*.", title=named)
            said += tr("Tu continues avec les tâches simples.")
        case "undone":
            said = tr("↩️ La décision sur *{title}* est annulée : tu peux y travailler de nouveau.", title=named)
        case _:
            return _stopped(named, signal)
    return said.with_choices(GO_ON, Choice("/resultats", "Mes résultats"), columns=2)


def _stopped(title: Raw, signal: Signal) -> Message:
    said = tr(
        "⏸ Une personne a regardé ton travail sur *{title}* et l'a arrêté pour toi : {why}.",
        title=title,
        why=WHY[signal],
    )
    said += Message((PAY_STAYS,))
    said += tr("Tu n'es pas d'accord ? Écris « huber » : cela peut s'annuler. Les autres projets te restent ouverts.")
    return said.with_choices(Choice("/travail", "💼 Autre travail"), HUBER, columns=2)
